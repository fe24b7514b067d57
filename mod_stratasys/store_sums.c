/* The sums of states by local hour and day. What is accounted for waits until there is something worth writing: it lies
 * within one hour and was spent in the printer's present state, so that readers can add it. */
#include "store_internal.h"
#include <math.h>

/* Something to be spread evenly over a stretch of time. */
struct store_share {
    int64_t from_at, to_at;
    int sum;        /* the state, or STATE_COUNT for what was built unseen */
    double build_s; /* NAN: the time itself is summed */
};

static int store_add_new_hour(struct store *store, const struct store_printer *printer, const struct zone_span *hour)
{
    sqlite3_stmt *statement = store_statement(store, STORE_HOUR_NEW);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, printer->key);
    sqlite3_bind_int64(statement, 2, hour->began_at);
    sqlite3_bind_int64(statement, 3, hour->ended_at - hour->began_at);
    sqlite3_bind_int64(statement, 4, printer->era_key);
    return store_run(store, statement);
}

static int store_add_new_day(struct store *store, const struct store_printer *printer, const char *date,
                             const struct zone_span *day)
{
    sqlite3_stmt *statement = store_statement(store, STORE_DAY_NEW);

    if (!statement)
        return -1;
    store_bind_text(statement, 1, date);
    sqlite3_bind_int64(statement, 2, printer->era_key);
    sqlite3_bind_int64(statement, 3, day->began_at);
    sqlite3_bind_int64(statement, 4, day->ended_at - day->began_at);
    return store_run(store, statement);
}

static void store_bind_share(sqlite3_stmt *statement, const struct store_share *share, int64_t at, int64_t until_at)
{
    sqlite3_bind_int64(statement, 3, until_at);
    if (isnan(share->build_s))
        sqlite3_bind_int64(statement, 4, until_at - at);
    else
        sqlite3_bind_double(statement, 4,
                            share->build_s * (double)(until_at - at) / (double)(share->to_at - share->from_at));
}

static int store_add_hour(struct store *store, const struct store_printer *printer, const struct store_share *share,
                          int64_t at, int64_t *until_at)
{
    struct zone_span hour = zone_hour(&store->zone, at);

    *until_at = hour.ended_at < share->to_at ? hour.ended_at : share->to_at;
    for (int is_new = 0;; is_new = 1) {
        sqlite3_stmt *statement = store_statement(store, STORE_HOUR_ADD + (unsigned)share->sum);
        if (!statement)
            return -1;
        sqlite3_bind_int64(statement, 1, printer->key);
        sqlite3_bind_int64(statement, 2, hour.began_at);
        store_bind_share(statement, share, at, *until_at);
        if (store_run(store, statement))
            return -1;
        if (is_new || sqlite3_changes(store->db) > 0)
            return 0;
        if (store_add_new_hour(store, printer, &hour))
            return -1;
    }
}

static int store_add_day(struct store *store, const struct store_printer *printer, const struct store_share *share,
                         int64_t at, int64_t *until_at)
{
    struct zone_span day;
    const char *date = store_day(store, at, &day);

    *until_at = day.ended_at < share->to_at ? day.ended_at : share->to_at;
    for (int is_new = 0;; is_new = 1) {
        sqlite3_stmt *statement = store_statement(store, STORE_DAY_ADD + (unsigned)share->sum);
        if (!statement)
            return -1;
        sqlite3_bind_int64(statement, 1, printer->key);
        store_bind_text(statement, 2, date);
        store_bind_share(statement, share, at, *until_at);
        sqlite3_bind_int64(statement, 5, day.began_at);
        sqlite3_bind_int64(statement, 6, day.ended_at - day.began_at);
        if (store_run(store, statement))
            return -1;
        if (is_new || sqlite3_changes(store->db) > 0)
            return 0;
        if (store_add_new_day(store, printer, date, &day))
            return -1;
    }
}

static int store_add_share(struct store *store, const struct store_printer *printer, const struct store_share *share)
{
    int64_t until_at;

    for (int64_t at = share->from_at; at < share->to_at; at = until_at)
        if (store_add_hour(store, printer, share, at, &until_at))
            return -1;
    for (int64_t at = share->from_at; at < share->to_at; at = until_at)
        if (store_add_day(store, printer, share, at, &until_at))
            return -1;
    return 0;
}

int store_flush(struct store *store, struct store_printer *printer)
{
    struct history_piece *pending = &printer->pending;
    struct store_share share = {
        .from_at = pending->from_at, .to_at = pending->to_at, .sum = (int)pending->state, .build_s = NAN};

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

int store_sum_unseen_build(struct store *store, struct store_printer *printer, const struct history_unseen_build *build)
{
    struct store_share share = {
        .from_at = build->from_at, .to_at = build->to_at, .sum = STATE_COUNT, .build_s = build->build_s};

    if (!(build->build_s > 0) || build->from_at >= build->to_at)
        return 0;
    /* Its hours and days have their rows once the time itself is in them. */
    return store_flush(store, printer) || store_add_share(store, printer, &share) ? -1 : 0;
}
