/* The configuration and the poller's own row. */
#include "store_internal.h"
#include "version.h"
#include <math.h>

static int store_take_about(struct store *store, const struct fleet *fleet, int64_t began_at)
{
    sqlite3_stmt *began = store_statement(store, STORE_POLLER_BEGAN);
    sqlite3_stmt *zone = store_statement(store, STORE_TIME_ZONE);
    sqlite3_stmt *forget = store_statement(store, STORE_FLEET_FORGET);

    if (!began || !zone || !forget)
        return -1;
    sqlite3_bind_int64(began, 1, began_at);
    store_bind_text(began, 2, STRATASYS_VERSION);
    store_bind_text(zone, 1, fleet->time_zone);
    return store_run(store, began) || store_run(store, zone) || store_run(store, forget) ? -1 : 0;
}

static int store_take_key(struct store *store, const char *id, int64_t *key)
{
    sqlite3_stmt *statement = store_statement(store, STORE_FLEET_KEY);

    if (!statement)
        return -1;
    store_bind_text(statement, 1, id);
    int found = sqlite3_step(statement) == SQLITE_ROW;
    if (found)
        *key = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return found ? 0 : -1;
}

static int store_take_row(struct store *store, enum store_statement which, int64_t key, int64_t value)
{
    sqlite3_stmt *statement = store_statement(store, which);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, key);
    sqlite3_bind_int64(statement, 2, value);
    return store_run(store, statement);
}

static int store_take_printer(struct store *store, const struct fleet_printer *printer, size_t place, int64_t began_at,
                              int64_t *key)
{
    sqlite3_stmt *statement = store_statement(store, STORE_FLEET_PRINTER);

    if (!statement)
        return -1;
    store_bind_text(statement, 1, printer->id);
    store_bind_text(statement, 2, printer->name);
    store_bind_text(statement, 3, printer->product);
    store_bind_text(statement, 4, printer->location);
    store_bind_text(statement, 5, printer->fleet_group);
    store_bind_text(statement, 6, printer->webcam);
    sqlite3_bind_int64(statement, 7, (int64_t)place);
    sqlite3_bind_int(statement, 8, printer->interval_ms);
    sqlite3_bind_int(statement, 9, printer->timeout_ms);
    if (store_run(store, statement) || store_take_key(store, printer->id, key))
        return -1;
    if (store_take_row(store, STORE_FLEET_NOW, *key, began_at))
        return -1;
    return store_take_row(store, STORE_FLEET_READING, *key, store->change_seq + 1);
}

int store_take_fleet(struct store *store, const struct fleet *fleet, int64_t began_at, int64_t keys[])
{
    if (store_begin(store))
        return -1;
    if (store_take_about(store, fleet, began_at))
        return store_rollback(store);
    for (size_t i = 0; i < fleet->printer_count; i++)
        if (store_take_printer(store, &fleet->printers[i], i, began_at, &keys[i]))
            return store_rollback(store);
    return store_commit(store, began_at);
}

/* A placed time from two columns: its place, and the printer's own. */
static struct history_time store_column_time(sqlite3_stmt *statement, int column)
{
    int is_known = sqlite3_column_type(statement, column + 1) != SQLITE_NULL;

    return (struct history_time){is_known ? sqlite3_column_double(statement, column + 1) : NAN,
                                 sqlite3_column_int64(statement, column)};
}

int store_load(struct store *store, int64_t key, struct history_printer *printer)
{
    sqlite3_stmt *statement = store_statement(store, STORE_LOAD);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, key);
    if (sqlite3_step(statement) != SQLITE_ROW) {
        sqlite3_reset(statement);
        return -1;
    }
    struct history_saved saved = {
        .state = state_by_name((const char *)sqlite3_column_text(statement, 0)),
        .status_text = (const char *)sqlite3_column_text(statement, 1),
        .state_began_at = sqlite3_column_int64(statement, 2),
        .polled_at = sqlite3_column_int64(statement, 3),
        .answered_at = sqlite3_column_int64(statement, 4),
        .failed_at = sqlite3_column_int64(statement, 5),
        .failed_polls = sqlite3_column_int(statement, 6),
        .submitted = store_column_time(statement, 7),
        .started = store_column_time(statement, 9),
    };
    history_resume(printer, &saved);
    sqlite3_reset(statement);
    return 0;
}
