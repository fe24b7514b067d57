#include "schedule.h"
#include <stdlib.h>

int schedule_begin(struct schedule *schedule, size_t count, int64_t at_ms)
{
    schedule->count = count;
    schedule->due_ms = calloc(count + 1, sizeof *schedule->due_ms);
    schedule->heap = calloc(count + 1, sizeof *schedule->heap);
    schedule->place = calloc(count + 1, sizeof *schedule->place);
    if (!schedule->due_ms || !schedule->heap || !schedule->place) {
        schedule_end(schedule);
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        schedule->due_ms[i] = at_ms;
        schedule->heap[i] = schedule->place[i] = i;
    }
    return 0;
}

void schedule_end(struct schedule *schedule)
{
    free(schedule->due_ms);
    free(schedule->heap);
    free(schedule->place);
    *schedule = (struct schedule){0};
}

static int schedule_is_before(const struct schedule *schedule, size_t a, size_t b)
{
    return schedule->due_ms[schedule->heap[a]] < schedule->due_ms[schedule->heap[b]];
}

static void schedule_swap(struct schedule *schedule, size_t a, size_t b)
{
    size_t item = schedule->heap[a];

    schedule->heap[a] = schedule->heap[b];
    schedule->heap[b] = item;
    schedule->place[schedule->heap[a]] = a;
    schedule->place[schedule->heap[b]] = b;
}

static size_t schedule_rise(struct schedule *schedule, size_t at)
{
    while (at > 0 && schedule_is_before(schedule, at, (at - 1) / 2)) {
        schedule_swap(schedule, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
    return at;
}

static void schedule_sink(struct schedule *schedule, size_t at)
{
    for (size_t child = 2 * at + 1; child < schedule->count; child = 2 * at + 1) {
        if (child + 1 < schedule->count && schedule_is_before(schedule, child + 1, child))
            child++;
        if (!schedule_is_before(schedule, child, at))
            return;
        schedule_swap(schedule, child, at);
        at = child;
    }
}

void schedule_set(struct schedule *schedule, size_t item, int64_t due_ms)
{
    schedule->due_ms[item] = due_ms;
    schedule_sink(schedule, schedule_rise(schedule, schedule->place[item]));
}

size_t schedule_first(const struct schedule *schedule)
{
    return schedule->heap[0];
}
