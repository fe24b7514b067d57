/* The commands on standard input. */
#ifndef CONTROL_H
#define CONTROL_H

#include "server.h"

#include <stdio.h>

enum { CONTROL_ANSWER_BYTES = 8192 };

/* Carries out one line (changed while it is read) and writes the one line of its answer. */
void control_do(struct server *server, char *line, char *answer, size_t answer_size);

void control_help(FILE *file);

#endif
