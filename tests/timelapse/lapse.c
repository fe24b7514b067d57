#include "lapse.h"

#include "archive.h"
#include "feed.h"
#include "ticker.h"

struct lapse {
    const struct plan *plan;
    struct archive *archive;
    struct ticker ticker;
};

static int take_polls(struct lapse *lapse, struct feed *feed)
{
    for (struct feed_poll poll; !feed_next(feed, &poll);) {
        if (archive_record(lapse->archive, poll.index, plan_server_s(lapse->plan, poll.true_s), poll.status))
            return -1;
        ticker_tick(&lapse->ticker, poll.true_s);
    }
    return 0;
}

/* One life of the poller: from from_s until the gap of that number, or the end. */
static int run_stretch(struct lapse *lapse, int64_t from_s, size_t gap)
{
    const struct plan *plan = lapse->plan;
    if (archive_open(lapse->archive, plan_server_s(plan, from_s)))
        return -1;
    struct feed *feed = feed_begin(plan, from_s, gap);
    int result = feed ? take_polls(lapse, feed) : -1;
    feed_end(feed);
    archive_close(lapse->archive, plan_server_s(plan, plan_stretch_ends_s(plan, gap)));
    return result;
}

static int run(struct lapse *lapse)
{
    const struct plan *plan = lapse->plan;
    int64_t done_s = plan->resume ? archive_polled_at(plan->database_path) + 1 : 0;
    int64_t from_s = plan->from_s;
    for (size_t gap = 0; from_s < plan_ends_s(plan); gap++) {
        int64_t begins_s = from_s > done_s ? from_s : done_s;
        if (begins_s < plan_stretch_ends_s(plan, gap) && run_stretch(lapse, begins_s, gap))
            return -1;
        from_s = gap < plan->gap_count ? plan->gaps[gap].to_s : INT64_MAX;
    }
    return 0;
}

int lapse_run(const struct plan *plan, struct lapse_count *count, char message[PLAN_MESSAGE_BYTES])
{
    struct lapse lapse = {.plan = plan};
    snprintf(message, PLAN_MESSAGE_BYTES, "there is not enough memory");
    lapse.archive = archive_create(plan, message);
    if (!lapse.archive)
        return -1;
    ticker_begin(&lapse.ticker, plan);
    int result = run(&lapse);
    ticker_end(&lapse.ticker);
    *count = (struct lapse_count){lapse.ticker.polls, ticker_seconds(&lapse.ticker)};
    if (result && archive_error(lapse.archive)[0])
        snprintf(message, PLAN_MESSAGE_BYTES, "%s", archive_error(lapse.archive));
    archive_free(lapse.archive);
    return result;
}
