/* The sums of states by local hour, day and month. What is accounted for waits until there is something worth writing: it
 * lies within one hour and was spent in the printer's present state, so that the next poller finds it again. */
#include "store_internal.h"
#include <math.h>

/* Something to be spread evenly over a stretch of time. */
struct store_share {
    int64_t from_at, to_at;
    unsigned sum;   /* the state, or STATE_COUNT for what was built unseen */
    double build_s; /* NAN: the time itself is summed */
};

/* Adds the share's part of the hour or the day around `at`; *until_at: where that part ends. */
static int store_add_part(struct store *store, const struct store_printer *printer, enum store_period period,
                          const struct store_share *share, int64_t at, int64_t *until_at)
{
    struct zone_span span;
    const char *date = store_day(store, at, &span);
    sqlite3_stmt *statement = store_statement(store, STORE_SUM_ADD + period * STORE_SUMS + share->sum);

    if (!statement)
        return -1;
    if (period == STORE_BY_HOUR)
        span = zone_hour(&store->zone, at);
    *until_at = span.ended_at < share->to_at ? span.ended_at : share->to_at;
    sqlite3_bind_int64(statement, 1, printer->key);
    sqlite3_bind_int64(statement, 2, printer->era_key);
    store_bind_text(statement, 3, date);
    sqlite3_bind_int64(statement, 4, span.began_at);
    sqlite3_bind_int64(statement, 5, span.ended_at - span.began_at);
    sqlite3_bind_int64(statement, 6, *until_at);
    if (isnan(share->build_s))
        sqlite3_bind_int64(statement, 7, *until_at - at);
    else
        sqlite3_bind_double(statement, 7,
                            share->build_s * (double)(*until_at - at) / (double)(share->to_at - share->from_at));
    return store_run(store, statement);
}

/* A month is summed by its days. */
static int store_add_share(struct store *store, const struct store_printer *printer, const struct store_share *share)
{
    int64_t until_at;

    for (enum store_period period = 0; period < STORE_PERIODS; period++)
        for (int64_t at = share->from_at; at < share->to_at; at = until_at)
            if (store_add_part(store, printer, period, share, at, &until_at))
                return -1;
    return 0;
}

int store_flush(struct store *store, struct store_printer *printer)
{
    struct history_piece *pending = &printer->pending;
    struct store_share share = {
        .from_at = pending->from_at, .to_at = pending->to_at, .sum = pending->state, .build_s = NAN};

    pending->from_at = pending->to_at;
    return store_add_share(store, printer, &share);
}

int store_sum(struct store *store, struct store_printer *printer, const struct history_piece *piece)
{
    struct history_piece *pending = &printer->pending;

    if ((pending->state != piece->state || pending->to_at != piece->from_at) && store_flush(store, printer))
        return -1;
    if (pending->from_at == pending->to_at) {
        *pending = *piece;
        printer->hour_ended_at = zone_hour(&store->zone, piece->from_at).ended_at;
    }
    pending->to_at = piece->to_at;
    if (pending->to_at - pending->from_at < STORE_SUM_INTERVAL_S && pending->to_at < printer->hour_ended_at)
        return 0;
    return store_flush(store, printer);
}

int store_sum_up(struct store *store)
{
    for (size_t i = 0; i < store->printer_count; i++) {
        struct store_printer *printer = &store->printers[i];
        sqlite3_stmt *statement = store_statement(store, STORE_READING_SUMMED);
        if (!statement)
            return -1;
        if (printer->pending.from_at == printer->pending.to_at)
            continue;
        sqlite3_bind_int64(statement, 1, printer->key);
        sqlite3_bind_int64(statement, 2, printer->pending.to_at);
        if (store_flush(store, printer) || store_run(store, statement))
            return -1;
    }
    return 0;
}

/* When the printer's history begins: a server's clock that was set back may have seen it before. */
static int store_first_at(struct store *store, const struct store_printer *printer, int64_t *first_at)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_SPAN_FIRST, printer->key);

    if (!statement)
        return -1;
    int found = store_next(store, statement);
    *first_at = found > 0 ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    return found < 0 ? -1 : 0;
}

int store_sum_unseen_build(struct store *store, struct store_printer *printer, const struct history_unseen_build *build)
{
    struct store_share share = {
        .from_at = build->from_at, .to_at = build->to_at, .sum = STATE_COUNT, .build_s = build->build_s};

    int64_t first_at;

    if (!(build->build_s > 0))
        return 0;
    if (store_first_at(store, printer, &first_at))
        return -1;
    share.from_at = build->from_at > first_at ? build->from_at : first_at;
    if (share.from_at >= share.to_at)
        return 0;
    /* Its hours and days have their rows once the time itself is in them. */
    return store_flush(store, printer) || store_add_share(store, printer, &share) ? -1 : 0;
}
