/*
 * Takes the names out of a status text, so that it can be given away: serials, lots, owners, job names, comments and
 * part names become made-up ones of the same length and form, the same name always the same one. Everything else stays
 * byte for byte.
 */
#ifndef SCRUB_H
#define SCRUB_H

#include <stddef.h>

/* Scrubs text in place. Returns NULL, or why it could not be done for certain: then text is not to be given away. */
const char *scrub_text(char *text, size_t length);

#endif
