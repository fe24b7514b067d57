/* The arguments of a command: one operand or none, and options, in any order. */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <stdio.h>

enum { OPTION_JSON = 1, OPTION_TIMEOUT = 2, OPTION_OUTPUT = 4, OPTION_SCRUB = 8, OPTION_DATABASE = 16 };

enum { ARGUMENTS_TIMEOUT_MS = 5000, ARGUMENTS_TIMEOUT_MAX_MS = 3600000 };

struct arguments {
    const char *operand;
    int is_json, is_scrubbed, is_help;
    int timeout_ms;
    const char *output; /* NULL: standard output */
    const char *database;
};

/*
 * Reads count words behind the command's name. options are those that the command takes, operand is its name in the
 * usage, NULL for a command without. Returns 0; or -1 after a complaint.
 */
int arguments_read(struct arguments *arguments, const char *command, const char *operand, unsigned options, int count,
                   char **words);

/* Prints the options as they stand in a usage line, ` [--json]`. */
void arguments_print_usage(FILE *out, unsigned options);

/* Prints a line of help for each of the options. */
void arguments_print_help(FILE *out, unsigned options);

#endif
