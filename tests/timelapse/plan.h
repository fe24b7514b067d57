/* The command line of timelapse: what is to be lived and polled. */
#ifndef PLAN_H
#define PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { PLAN_PRINTERS_MAX = 10000, PLAN_GAPS_MAX = 16, PLAN_STEPS_MAX = 16, PLAN_MESSAGE_BYTES = 1024 };

enum plan_temper { PLAN_USUAL, PLAN_CONTRARY, PLAN_MIXED };

/* True times in Unix seconds; the texts are the command line's. */
struct plan {
    const char *database_path, *truth_path;
    const char *fleet_path;        /* a file with StratasysPrinter lines, the i-th for printer i; NULL: p1, p2, ... */
    const char *zone;              /* NULL: the environment's */
    const char *user;              /* to become, where the process is root's; NULL: stay */
    int64_t printers, first, seed; /* printers first, first + 1, ... of that seed's fleet */
    int64_t from_s, to_s;          /* to_s 0: now, whenever it is asked */
    int64_t interval_s, commit_polls;
    enum plan_temper temper;
    bool at_changes, resume, progress, quiet, help;
    struct {
        int64_t from_s, to_s;
    } gaps[PLAN_GAPS_MAX]; /* in order, each after the one before */
    size_t gap_count;
    struct {
        int64_t at_s, by_s;
    } steps[PLAN_STEPS_MAX];
    size_t step_count;
};

/* Reads the command line and sets the zone. Returns 0, or -1 with one line for people in message. */
int plan_read(int count, char **arguments, struct plan *plan, char message[PLAN_MESSAGE_BYTES]);

void plan_help(FILE *file);

/* The end: as given, or now. */
int64_t plan_ends_s(const struct plan *plan);

/* When the stretch of polling before the gap of that number ends; beyond the last gap: the plan's end. */
int64_t plan_stretch_ends_s(const struct plan *plan, size_t gap);

/* What the server's clock says at a true time. */
int64_t plan_server_s(const struct plan *plan, int64_t true_s);

#endif
