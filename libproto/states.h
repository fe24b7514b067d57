/* The few states that the printers' open vocabulary is mapped to. */
#ifndef STATES_H
#define STATES_H

#include "status.h"

enum state {
    STATE_IDLE,
    STATE_PREPARING,
    STATE_BUILDING,
    STATE_PAUSED,
    STATE_PART_WAITING,
    STATE_MAINTENANCE,
    STATE_ERROR,
    STATE_OFFLINE,
    STATE_UNMAPPED,
    STATE_UNOBSERVED,
    STATE_COUNT
};

/* One text of modelerStatus and its state; texts are compared without regard to ASCII case. */
struct state_word {
    const char *text;
    enum state state;
};

/* The state's name as users see it in JSON and SQL ("part_waiting"). */
const char *state_name(enum state state);

/* The state of that name, or STATE_COUNT. */
enum state state_by_name(const char *name);

/* Preparing, building or paused. */
int state_is_busy(enum state state);

/*
 * The state that status tells: its text by the extra words, else by the built-in table, else STATE_UNMAPPED. A machine
 * that says it builds is preparing until the job's startTime or build time is set; layers never end it, they are stale.
 */
enum state state_of_status(const struct status *status, const struct state_word *extra, size_t extra_count);

#endif
