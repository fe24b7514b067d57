/* What is kept no longer goes a little at a time: each call does a bounded part of the round. */
#include "store_internal.h"

enum { RETAIN_PRINTERS = 32 }; /* looked at in one call */

/* The rows that may still go in this call. */
static int store_retain_rows(struct store *store, sqlite3_stmt *statement, int limit_index, int *left)
{
    sqlite3_bind_int(statement, limit_index, *left);
    if (store_run(store, statement))
        return -1;
    *left -= sqlite3_changes(store->db);
    return 0;
}

/* The next printer of the round, and its last sample; key 0 at the round's end. */
static int store_retain_next(struct store *store, int64_t *key, int64_t *last_at)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_RETAIN_NEXT, store->retained_key);

    if (!statement)
        return -1;
    int found = store_next(store, statement);
    *key = found > 0 ? sqlite3_column_int64(statement, 0) : 0;
    *last_at = found > 0 ? sqlite3_column_int64(statement, 1) : 0;
    sqlite3_reset(statement);
    return found < 0 ? -1 : 0;
}

static int store_retain_samples(struct store *store, int64_t before_at, int *left)
{
    for (int i = 0; i<RETAIN_PRINTERS && * left> 0; i++) {
        int64_t key, last_at;
        if (store_retain_next(store, &key, &last_at))
            return -1;
        if (!key) {
            store->retained_key = 0;
            return 0;
        }
        /* The hour of the last sample is not rolled up yet. */
        int64_t rolled_at = zone_hour(&store->zone, last_at).began_at;
        sqlite3_stmt *statement = store_statement(store, STORE_RETAIN_SAMPLES);
        if (!statement)
            return -1;
        sqlite3_bind_int64(statement, 1, key);
        sqlite3_bind_int64(statement, 2, before_at < rolled_at ? before_at : rolled_at);
        if (store_retain_rows(store, statement, 3, left))
            return -1;
        if (*left > 0)
            store->retained_key = key; /* done with it for this round */
    }
    return 0;
}

static int store_retain_events(struct store *store, int64_t before_at, int *left)
{
    sqlite3_stmt *statement = store_statement(store, STORE_RETAIN_EVENTS);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, before_at);
    return store_retain_rows(store, statement, 2, left);
}

/* Only after jobs were blanked: a million jobs take most of a second. What a poller leaves that is killed before goes
 * when jobs are blanked next. */
int store_merge_words(struct store *store)
{
    if (store->forgotten != STORE_FORGOTTEN_LEFT)
        return 0;
    sqlite3_stmt *statement = store_statement(store, STORE_RETAIN_WORDS);
    if (!statement || store_run(store, statement))
        return -1;
    store->forgotten = STORE_FORGOTTEN_MERGED;
    return 0;
}

/* At the end of a round: what printers said last that are configured no longer, words that nobody finds any
 * more, and owners without jobs. */
static int store_retain_rest(struct store *store, int64_t before_at, int *left)
{
    sqlite3_stmt *now = store_statement(store, STORE_RETAIN_NOW);
    sqlite3_stmt *queue = store_statement(store, STORE_RETAIN_QUEUE);
    sqlite3_stmt *owners = store_statement(store, STORE_RETAIN_OWNERS);

    if (!now || !queue || !owners)
        return -1;
    sqlite3_bind_int64(now, 1, before_at);
    sqlite3_bind_int64(queue, 1, before_at);
    if (store_run(store, now) || store_run(store, queue) || store_merge_words(store))
        return -1;
    return store_retain_rows(store, owners, 1, left);
}

/* The first and the last job; 0 where there is none. */
static int store_retain_ends(struct store *store, int64_t *first_key, int64_t *last_key)
{
    sqlite3_stmt *statement = store_statement(store, STORE_RETAIN_JOBS);

    if (!statement || store_first(store, statement))
        return -1;
    *first_key = sqlite3_column_int64(statement, 0);
    *last_key = sqlite3_column_int64(statement, 1);
    sqlite3_reset(statement);
    return 0;
}

/* The next jobs of the round; after the last one, the rest. */
static int store_retain_people(struct store *store, int64_t before_at, int *left)
{
    int64_t first_key, last_key;
    sqlite3_stmt *statement = store_statement(store, STORE_RETAIN_PEOPLE);

    if (!statement || store_retain_ends(store, &first_key, &last_key))
        return -1;
    if (store->retained_job < first_key)
        store->retained_job = first_key - 1;
    int64_t until_key = store->retained_job + *left;
    sqlite3_bind_int64(statement, 1, store->retained_job);
    sqlite3_bind_int64(statement, 2, until_key);
    sqlite3_bind_int64(statement, 3, before_at);
    sqlite3_bind_int(statement, 4, RUN_GONE);
    if (store_run(store, statement))
        return -1;
    int blanked = sqlite3_changes(store->db);
    *left -= blanked;
    if (blanked > 0)
        store->forgotten = STORE_FORGOTTEN_LEFT;
    store->retained_job = until_key < last_key ? until_key : 0;
    return store->retained_job == 0 && *left > 0 ? store_retain_rest(store, before_at, left) : 0;
}

int store_retain(struct store *store, const struct fleet *fleet, int64_t at)
{
    int left = STORE_RETAIN_ROWS;

    if (store_begin(store))
        return store_rollback(store);
    if (fleet->samples_kept_s > 0 && store_retain_samples(store, at - fleet->samples_kept_s, &left))
        return store_rollback(store);
    if (fleet->events_kept_s > 0 && left > 0 && store_retain_events(store, at - fleet->events_kept_s, &left))
        return store_rollback(store);
    if (fleet->people_kept_s > 0 && left > 0 && store_retain_people(store, at - fleet->people_kept_s, &left))
        return store_rollback(store);
    return 0;
}
