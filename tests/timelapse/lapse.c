#include "lapse.h"

#include "archive.h"
#include "schedule.h"
#include "subject.h"
#include "ticker.h"

#include <stdlib.h>
#include <string.h>

struct lapse {
    const struct plan *plan;
    struct archive *archive;
    struct subject **subjects;
    struct schedule schedule; /* of each printer: the true time of its next poll */
    struct ticker ticker;
};

/* A printer's first poll after true_s: on its place in the interval, or around a change in its life. */
static int64_t next_poll_s(const struct lapse *lapse, size_t index, int64_t true_s)
{
    const struct plan *plan = lapse->plan;
    int64_t place_s = plan->from_s + (int64_t)index * plan->interval_s / plan->printers;
    int64_t regular_s = place_s;
    if (true_s >= place_s)
        regular_s += ((true_s - place_s) / plan->interval_s + 1) * plan->interval_s;
    if (!plan->at_changes)
        return regular_s;
    int64_t change_s = subject_next_change(lapse->subjects[index], true_s);
    if (change_s - 1 > true_s)
        change_s--;
    return change_s < regular_s ? change_s : regular_s;
}

static void plan_polls(struct lapse *lapse, int64_t after_s)
{
    for (size_t i = 0; i < lapse->schedule.count; i++)
        schedule_set(&lapse->schedule, i, next_poll_s(lapse, i, after_s) * 1000);
}

static int poll_next(struct lapse *lapse, int64_t true_s)
{
    size_t index = schedule_first(&lapse->schedule), length = 0;
    const char *text = subject_answer(lapse->subjects[index], true_s, &length);
    if (archive_record(lapse->archive, index, plan_server_s(lapse->plan, true_s), text, length))
        return -1;
    schedule_set(&lapse->schedule, index, next_poll_s(lapse, index, true_s) * 1000);
    ticker_tick(&lapse->ticker, true_s);
    return 0;
}

static int64_t due_s(const struct lapse *lapse)
{
    return lapse->schedule.due_ms[schedule_first(&lapse->schedule)] / 1000;
}

/* The gap that ends a stretch of polling which reaches to until_s at most; else until_s. */
static int64_t stretch_ends_s(const struct plan *plan, size_t gap)
{
    int64_t ends_s = plan_ends_s(plan);
    return gap < plan->gap_count && plan->gaps[gap].from_s < ends_s ? plan->gaps[gap].from_s : ends_s;
}

/* One life of the poller: from from_s until the gap of that number, or the end. */
static int run_stretch(struct lapse *lapse, int64_t from_s, size_t gap)
{
    const struct plan *plan = lapse->plan;
    if (archive_open(lapse->archive, plan_server_s(plan, from_s)))
        return -1;
    plan_polls(lapse, from_s - 1);
    int result = 0;
    while (!result && due_s(lapse) < stretch_ends_s(plan, gap))
        result = poll_next(lapse, due_s(lapse));
    archive_close(lapse->archive, plan_server_s(plan, stretch_ends_s(plan, gap)));
    return result;
}

static int run(struct lapse *lapse)
{
    const struct plan *plan = lapse->plan;
    int64_t done_s = plan->resume ? archive_polled_at(plan->database_path) + 1 : 0;
    int64_t from_s = plan->from_s;
    for (size_t gap = 0; from_s < plan_ends_s(plan); gap++) {
        int64_t begins_s = from_s > done_s ? from_s : done_s;
        if (begins_s < stretch_ends_s(plan, gap) && run_stretch(lapse, begins_s, gap))
            return -1;
        from_s = gap < plan->gap_count ? plan->gaps[gap].to_s : INT64_MAX;
    }
    return 0;
}

static int begin(struct lapse *lapse, const struct plan *plan, char message[PLAN_MESSAGE_BYTES])
{
    size_t count = (size_t)plan->printers;
    snprintf(message, PLAN_MESSAGE_BYTES, "there is not enough memory");
    lapse->plan = plan;
    lapse->subjects = calloc(count, sizeof *lapse->subjects);
    if (!lapse->subjects || schedule_begin(&lapse->schedule, count, 0))
        return -1;
    for (size_t i = 0; i < count; i++) {
        lapse->subjects[i] = subject_create(plan, (int64_t)i + 1);
        if (!lapse->subjects[i])
            return -1;
    }
    lapse->archive = archive_create(plan, message);
    ticker_begin(&lapse->ticker, plan);
    return lapse->archive ? 0 : -1;
}

static void end(struct lapse *lapse)
{
    archive_free(lapse->archive);
    for (size_t i = 0; lapse->subjects && i < (size_t)lapse->plan->printers; i++)
        subject_free(lapse->subjects[i]);
    free(lapse->subjects);
    schedule_end(&lapse->schedule);
}

int lapse_run(const struct plan *plan, struct lapse_count *count, char message[PLAN_MESSAGE_BYTES])
{
    struct lapse lapse = {0};
    int result = begin(&lapse, plan, message);
    if (!result) {
        result = run(&lapse);
        ticker_end(&lapse.ticker);
        *count = (struct lapse_count){lapse.ticker.polls, ticker_seconds(&lapse.ticker)};
        if (result)
            snprintf(message, PLAN_MESSAGE_BYTES, "%s", archive_error(lapse.archive));
    }
    end(&lapse);
    return result;
}
