/* All polls of a stretch of time in their order, lived and read ahead by a thread of its own: the lives and the parser know
 * nothing of the database, and need as long as it. */
#ifndef FEED_H
#define FEED_H

#include "plan.h"

struct status;

struct feed_poll {
    size_t index; /* of the printer, from 0 */
    int64_t true_s;
    struct status *status; /* NULL: it did not answer. The taker's: status_free */
};

struct feed;

/* The polls from from_s on until the plan's gap of that number, or its end. NULL without memory or a thread. */
struct feed *feed_begin(const struct plan *plan, int64_t from_s, size_t gap);

/* The next poll, 0; or -1: that was the last. */
int feed_next(struct feed *feed, struct feed_poll *poll);

/* Also before its last poll was taken. NULL is harmless. */
void feed_end(struct feed *feed);

#endif
