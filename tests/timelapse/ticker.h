/* The progress of a time-lapse, on standard error. */
#ifndef TICKER_H
#define TICKER_H

#include "plan.h"

struct ticker {
    const struct plan *plan;
    int64_t polls, next_look_polls;
    double began_s, told_s; /* of a clock that is never set */
    bool is_told, is_terminal;
};

/* Tells it where standard error is a terminal or the plan wants it, and not where the plan is to be quiet. */
void ticker_begin(struct ticker *ticker, const struct plan *plan);

/* A poll at a true time was taken. */
void ticker_tick(struct ticker *ticker, int64_t true_s);

/* Ends the line. */
void ticker_end(struct ticker *ticker);

/* Real seconds since the begin. */
double ticker_seconds(const struct ticker *ticker);

#endif
