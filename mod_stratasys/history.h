/*
 * What changed since the last poll: statuses and times in, changes out. Pure: no SQL, no clock, no socket; a list of
 * statuses and times tests everything in it.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include "states.h"
#include <stdint.h>

enum { HISTORY_TEXT_BYTES = 256, HISTORY_GAP_MIN_S = 60 };

/* A time of the printer's own clock and its place on the server's. */
struct history_time {
    double printer_s; /* NAN: none */
    int64_t at;       /* Unix seconds of the server; 0: none */
};

/* One printer as the last poll left it. All Unix seconds by the server's clock; 0: never. */
struct history_printer {
    enum state state;
    char status_text[HISTORY_TEXT_BYTES]; /* cut at a character; "" unknown */
    int64_t state_began_at;
    int64_t polled_at;   /* last poll, answered or not */
    int64_t answered_at; /* last poll that was answered */
    int64_t failed_at;   /* first of the failures in a row; 0: the last poll was answered */
    int failed_polls;
    struct history_time submitted, started; /* of the current job */
};

/* One poll. */
struct history_poll {
    int64_t at;
    const struct status *status; /* NULL: it failed */
    int interval_ms;
    int offline_after; /* failures in a row until it is offline */
    const struct state_word *words;
    size_t word_count;
};

/* What a poll changed. */
struct history_changes {
    bool state_changed;  /* state, status_text or since when */
    bool was_unobserved; /* nobody watched from the last poll until this one */
    bool trouble_began;  /* the first failure in a row */
    bool trouble_ended;  /* the first answer after failures */
};

/* A printer that was never polled: unobserved since `at`. */
void history_begin(struct history_printer *printer, int64_t at);

/* A printer as an earlier poller left it. status_text may be NULL; times that are unknown are 0. */
struct history_saved {
    enum state state; /* STATE_COUNT: unknown to this program */
    const char *status_text;
    int64_t state_began_at, polled_at, answered_at, failed_at;
    int failed_polls;
    struct history_time submitted, started;
};
void history_resume(struct history_printer *printer, const struct history_saved *saved);

/*
 * Takes one poll and says what it changed. A poll that follows its predecessor by more than max(3 intervals, 60 s)
 * ends a time that nobody observed: whatever is seen then begins now. Offline begins at the first of the failures;
 * until there are offline_after of them the last state stands.
 */
struct history_changes history_step(struct history_printer *printer, const struct history_poll *poll);

/* The longest time in seconds between two polls that still covers what lies between. */
int64_t history_gap_s(int interval_ms);

#endif
