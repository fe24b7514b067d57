/* The offsets of StratasysTimeZone: local days and hours are what they were, whatever the zone's rules become. */
#include "store_internal.h"

enum { ZONE_REACH_S = 10 * 366 * 86400 }; /* offsets are read so far back and ahead */

static int store_load_zone(struct store *store)
{
    sqlite3_stmt *statement = store_statement(store, STORE_ZONE_LOAD);
    int found;

    if (!statement)
        return -1;
    store->zone.count = 0;
    while ((found = store_next(store, statement)) > 0)
        zone_add(&store->zone, sqlite3_column_int64(statement, 0), sqlite3_column_int(statement, 1));
    return found;
}

static int store_keep_zone(struct store *store)
{
    sqlite3_stmt *forget = store_statement(store, STORE_ZONE_FORGET);

    if (!forget || store_run(store, forget))
        return -1;
    for (size_t i = 0; i < store->zone.count; i++) {
        sqlite3_stmt *add = store_statement(store, STORE_ZONE_ADD);
        if (!add)
            return -1;
        sqlite3_bind_int64(add, 1, store->zone.changes[i].began_at);
        sqlite3_bind_int(add, 2, store->zone.changes[i].offset_s);
        if (store_run(store, add))
            return -1;
    }
    return 0;
}

/* The hour and the day that had begun end at another time now: their rows hold their lengths. */
static int store_resize(struct store *store, const struct zone *old, int64_t at)
{
    sqlite3_stmt *hour = store_statement(store, STORE_ZONE_HOUR);
    sqlite3_stmt *day = store_statement(store, STORE_ZONE_DAY);
    struct zone_span old_hour = zone_hour(old, at), old_day = zone_day(old, at), new_day;

    if (!hour || !day)
        return -1;
    sqlite3_bind_int64(hour, 1, old_hour.began_at);
    sqlite3_bind_int64(hour, 2, zone_hour(&store->zone, at).ended_at - old_hour.ended_at);
    store_bind_text(day, 1, store_day(store, at, &new_day));
    sqlite3_bind_int64(day, 2, new_day.ended_at - old_day.ended_at);
    return store_run(store, hour) || store_run(store, day) ? -1 : 0;
}

int store_renew_zone(struct store *store, int64_t now_at)
{
    struct zone fresh, old;

    if (store_load_zone(store))
        return -1;
    old = store->zone;
    zone_read(&fresh, now_at - ZONE_REACH_S, now_at + ZONE_REACH_S);
    int is_new = zone_renew(&store->zone, &fresh, now_at);
    store->day = (struct zone_span){0, 0};
    if (!is_new)
        return 0;
    if (old.count > 0 && store_resize(store, &old, now_at - 1))
        return -1;
    return store_keep_zone(store);
}

const char *store_day(struct store *store, int64_t at, struct zone_span *span)
{
    if (at < store->day.began_at || at >= store->day.ended_at) {
        store->day = zone_day(&store->zone, at);
        zone_date(zone_day_number(&store->zone, at), store->day_date);
    }
    *span = store->day;
    return store->day_date;
}
