/* The command line of stratasim. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "family.h"
#include "fault.h"
#include "life.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum {
    OPTIONS_PRINTERS_MAX = 100000,
    OPTIONS_FAMILIES_MAX = 64,
    OPTIONS_REPLAYS_MAX = 256,
    OPTIONS_FAULTS_MAX = 256,
    OPTIONS_TIMES_MAX = 1024
};

struct options {
    int64_t printers;
    const struct family *families[OPTIONS_FAMILIES_MAX]; /* in turn */
    size_t family_count;
    enum life_temper temper;
    struct in_addr address;
    int64_t port, seed, speed;
    int64_t start_s, from_s, to_s; /* INT64_MIN: not given */
    int64_t printer, at_s[OPTIONS_TIMES_MAX];
    size_t at_count;
    const char *replays[OPTIONS_REPLAYS_MAX];
    size_t replay_count;
    struct {
        int64_t printer;
        struct fault fault;
    } faults[OPTIONS_FAULTS_MAX];
    size_t fault_count;
    const char *truth_path, *log_path; /* NULL: none */
    bool until_eof, help;
};

/* Reads the command line. Returns 0, or -1 with one line for people in message. */
int options_read(int count, char **arguments, struct options *options, char *message, size_t message_size);

/* Prints all options, faults and commands. */
void options_help(FILE *file);

/* The family of a printer, numbered from 1. */
const struct family *options_family(const struct options *options, int64_t printer);

/* Reads a whole number between least and most into *number; 0, or -1. */
int options_number(const char *text, int64_t least, int64_t most, int64_t *number);

#endif
