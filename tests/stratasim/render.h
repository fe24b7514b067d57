/* A moment of a printer's life as the status text that its family sends. */
#ifndef RENDER_H
#define RENDER_H

#include "bytes.h"
#include "life.h"

#include <stdbool.h>

/* Appends the status text of that moment, exactly as its family spells it; with damage, the name of the current job
 * has an unbalanced brace. The text is a function of seed, printer, family, temper and moment. */
void render_status(const struct life *life, const struct life_moment *moment, bool damage, struct bytes *out);

#endif
