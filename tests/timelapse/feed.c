#include "feed.h"

#include "schedule.h"
#include "status.h"
#include "subject.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { BATCH_POLLS = 64, BATCHES = 8 };

struct batch {
    size_t count; /* less than BATCH_POLLS: the last one */
    struct feed_poll polls[BATCH_POLLS];
};

struct feed {
    const struct plan *plan;
    size_t gap;
    struct subject **subjects;
    struct schedule schedule; /* of each printer: the true time of its next poll */
    size_t last;              /* printers that were polled at the very end */
    struct batch batches[BATCHES];
    sem_t empty, full;
    pthread_t thread;
    bool has_thread, has_batch;
    atomic_bool is_stopped;
    size_t batch, taken; /* of the taker: the batch at hand, and how much of it is taken */
};

/* ---- the order of polls ----------------------------------------------------------------------------------------- */

/* A printer's first poll after true_s: on its place in the interval; or at the next change in its life, and every interval
 * until there. */
static int64_t next_poll_s(const struct feed *feed, size_t index, int64_t true_s)
{
    const struct plan *plan = feed->plan;
    int64_t place_s = plan->from_s + (int64_t)index * plan->interval_s / plan->printers;
    if (true_s < place_s)
        return place_s;
    if (!plan->at_changes)
        return place_s + ((true_s - place_s) / plan->interval_s + 1) * plan->interval_s;
    int64_t change_s = subject_next_change(feed->subjects[index], true_s);
    return change_s < true_s + plan->interval_s ? change_s : true_s + plan->interval_s;
}

static struct feed_poll poll_of(struct feed *feed, size_t index, int64_t true_s)
{
    size_t length = 0;
    const char *text = subject_answer(feed->subjects[index], true_s, &length);
    return (struct feed_poll){index, true_s, text ? status_read(text, length) : NULL};
}

/* The next poll, 0; or -1: there is none. Where the end is now, each printer is polled once more then: whoever goes on from
 * there finds no gap. */
static int poll_next(struct feed *feed, struct feed_poll *poll)
{
    size_t index = schedule_first(&feed->schedule);
    int64_t due_s = feed->schedule.due_ms[index] / 1000, ends_s = plan_stretch_ends_s(feed->plan, feed->gap);
    if (feed->is_stopped)
        return -1;
    if (due_s < ends_s) {
        *poll = poll_of(feed, index, due_s);
        schedule_set(&feed->schedule, index, next_poll_s(feed, index, due_s) * 1000);
        return 0;
    }
    if (feed->plan->to_s || feed->last == feed->schedule.count)
        return -1;
    *poll = poll_of(feed, feed->last++, ends_s);
    return 0;
}

/* ---- the thread ------------------------------------------------------------------------------------------------- */

static void *fill(void *context)
{
    struct feed *feed = context;
    for (size_t i = 0;; i = (i + 1) % BATCHES) {
        struct batch *batch = &feed->batches[i];
        sem_wait(&feed->empty);
        batch->count = 0;
        while (batch->count < BATCH_POLLS && !poll_next(feed, &batch->polls[batch->count]))
            batch->count++;
        bool is_last = batch->count < BATCH_POLLS;
        sem_post(&feed->full);
        if (is_last)
            return NULL;
    }
}

static int begin(struct feed *feed, int64_t from_s)
{
    size_t count = (size_t)feed->plan->printers;
    sem_init(&feed->empty, 0, BATCHES);
    sem_init(&feed->full, 0, 0);
    feed->subjects = calloc(count, sizeof *feed->subjects);
    if (!feed->subjects || schedule_begin(&feed->schedule, count, 0))
        return -1;
    for (size_t i = 0; i < count; i++) {
        feed->subjects[i] = subject_create(feed->plan, feed->plan->first + (int64_t)i);
        if (!feed->subjects[i])
            return -1;
        schedule_set(&feed->schedule, i, next_poll_s(feed, i, from_s - 1) * 1000);
    }
    feed->has_thread = pthread_create(&feed->thread, NULL, fill, feed) == 0;
    return feed->has_thread ? 0 : -1;
}

struct feed *feed_begin(const struct plan *plan, int64_t from_s, size_t gap)
{
    struct feed *feed = calloc(1, sizeof *feed);
    if (!feed)
        return NULL;
    feed->plan = plan;
    feed->gap = gap;
    if (!begin(feed, from_s))
        return feed;
    feed_end(feed);
    return NULL;
}

/* ---- the taker -------------------------------------------------------------------------------------------------- */

int feed_next(struct feed *feed, struct feed_poll *poll)
{
    struct batch *batch = &feed->batches[feed->batch];
    if (feed->has_batch && feed->taken == BATCH_POLLS) {
        sem_post(&feed->empty);
        feed->has_batch = false;
        feed->batch = (feed->batch + 1) % BATCHES;
        batch = &feed->batches[feed->batch];
    }
    if (!feed->has_batch) {
        sem_wait(&feed->full);
        feed->has_batch = true;
        feed->taken = 0;
    }
    if (feed->taken == batch->count)
        return -1;
    *poll = batch->polls[feed->taken++];
    return 0;
}

void feed_end(struct feed *feed)
{
    if (!feed)
        return;
    feed->is_stopped = true;
    for (struct feed_poll poll; feed->has_thread && !feed_next(feed, &poll);)
        status_free(poll.status);
    if (feed->has_thread)
        pthread_join(feed->thread, NULL);
    for (size_t i = 0; feed->subjects && i < (size_t)feed->plan->printers; i++)
        subject_free(feed->subjects[i]);
    free(feed->subjects);
    schedule_end(&feed->schedule);
    sem_destroy(&feed->empty);
    sem_destroy(&feed->full);
    free(feed);
}
