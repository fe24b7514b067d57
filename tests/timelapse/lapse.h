/* The polls of a plan, all printers in the order of time. */
#ifndef LAPSE_H
#define LAPSE_H

#include "plan.h"

struct lapse_count {
    int64_t polls;
    double seconds; /* of real time */
};

/* Polls from the plan's begin to its end into its database. Returns 0; or -1 with one line for people in message. */
int lapse_run(const struct plan *plan, struct lapse_count *count, char message[PLAN_MESSAGE_BYTES]);

#endif
