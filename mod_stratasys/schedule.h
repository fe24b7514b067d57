/* When each of n items is due next: a heap of times, one for each item. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <stddef.h>
#include <stdint.h>

struct schedule {
    int64_t *due_ms; /* by item */
    size_t *heap;    /* items, the earliest first */
    size_t *place;   /* of an item in the heap */
    size_t count;
};

/* Makes a schedule of count items, all due at at_ms. Returns 0, or -1 without memory. */
int schedule_begin(struct schedule *schedule, size_t count, int64_t at_ms);
void schedule_end(struct schedule *schedule);

/* Says when an item is due next. */
void schedule_set(struct schedule *schedule, size_t item, int64_t due_ms);

/* The item that is due first; count is not 0. Its time is due_ms[item]. */
size_t schedule_first(const struct schedule *schedule);

#endif
