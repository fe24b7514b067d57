/* The configuration and the poller's own row. */
#include "history_event.h"
#include "store_internal.h"
#include "version.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* How the last poller ended, for people. */
static int store_tell_last(struct store *store, char text[HISTORY_EVENT_BYTES])
{
    sqlite3_stmt *statement = store_statement(store, STORE_POLLER_LAST);
    char when[32] = "";
    struct tm utc;

    if (!statement || store_first(store, statement))
        return -1;
    int is_stopped = sqlite3_column_int(statement, 0);
    time_t at = sqlite3_column_int64(statement, 1); /* a stop is a sign of life too */
    sqlite3_reset(statement);
    if (at > 0 && gmtime_r(&at, &utc))
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
    if (!when[0])
        snprintf(text, HISTORY_EVENT_BYTES, "for the first time");
    else if (is_stopped)
        snprintf(text, HISTORY_EVENT_BYTES, "the last one was stopped in good order at %s", when);
    else
        snprintf(text, HISTORY_EVENT_BYTES, "the last one was killed, or lost its power, after %s", when);
    return 0;
}

static int store_take_about(struct store *store, const struct fleet *fleet, int64_t began_at)
{
    struct history_event event = {.kind = EVENT_POLLER_BEGAN, .at = began_at};
    char name[ZONE_NAME_BYTES];
    sqlite3_stmt *began = store_statement(store, STORE_POLLER_BEGAN);
    sqlite3_stmt *zone = store_statement(store, STORE_TIME_ZONE);
    sqlite3_stmt *forget = store_statement(store, STORE_FLEET_FORGET);

    if (!began || !zone || !forget || store_tell_last(store, event.text))
        return -1;
    sqlite3_bind_int64(began, 1, began_at);
    store_bind_text(began, 2, STRATASYS_VERSION);
    store_bind_text(zone, 1, fleet->time_zone ? fleet->time_zone : zone_read_name(name));
    if (store_run(store, began) || store_run(store, zone) || store_run(store, forget))
        return -1;
    return store_write_event(store, &event, 0, 0);
}

static int store_take_key(struct store *store, const char *id, int64_t *key)
{
    sqlite3_stmt *statement = store_statement(store, STORE_FLEET_KEY);

    if (!statement)
        return -1;
    store_bind_text(statement, 1, id);
    if (store_first(store, statement))
        return -1;
    *key = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return 0;
}

static int store_take_row(struct store *store, enum store_statement which, int64_t key, int64_t value)
{
    sqlite3_stmt *statement = store_keyed(store, which, key);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, value);
    return store_run(store, statement);
}

static int store_take_config(struct store *store, const struct fleet_printer *printer, size_t place, int64_t *key)
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
    return store_run(store, statement) ? -1 : store_take_key(store, printer->id, key);
}

static int store_take_printer(struct store *store, const struct fleet *fleet, size_t place, int64_t began_at)
{
    struct store_printer *printer = &store->printers[place];

    if (store_take_config(store, &fleet->printers[place], place, &printer->key) ||
        store_take_row(store, STORE_FLEET_NOW, printer->key, began_at) ||
        store_take_row(store, STORE_FLEET_READING, printer->key, store->change_seq + 1))
        return -1;
    return store_begin_history(store, printer, began_at);
}

static int store_take_all(struct store *store, const struct fleet *fleet, int64_t began_at)
{
    if (store_take_about(store, fleet, began_at) || store_renew_zone(store, began_at))
        return -1;
    for (size_t i = 0; i < fleet->printer_count; i++)
        if (store_take_printer(store, fleet, i, began_at))
            return -1;
    return 0;
}

static void store_drop_printers(struct store *store)
{
    free(store->printers);
    store->printers = NULL;
    store->printer_count = 0;
}

int store_take_fleet(struct store *store, const struct fleet *fleet, int64_t began_at, struct store_printer *printers[])
{
    store_drop_printers(store);
    store->printers = calloc(fleet->printer_count + 1, sizeof *store->printers);
    if (!store->printers) {
        snprintf(store->error, sizeof store->error, "no memory for %zu printers", fleet->printer_count);
        return -1;
    }
    store->printer_count = fleet->printer_count;
    for (size_t i = 0; i < fleet->printer_count; i++)
        printers[i] = &store->printers[i];
    if (store_judge_clock(store, began_at) == 0 && store_begin(store) == 0 &&
        store_take_all(store, fleet, began_at) == 0 && store_commit(store, began_at) == 0)
        return 0;
    store_rollback(store);
    store_drop_printers(store); /* a poller that could not begin does not stop either */
    return -1;
}
