/* Eras: what was true of a printer for a while stays with the rows of that time. */
#include "store_internal.h"

static int store_add_era(struct store *store, struct store_printer *printer, int64_t began_at)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_ERA_ADD, printer->key);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, began_at);
    if (store_run(store, statement))
        return -1;
    printer->era_key = sqlite3_last_insert_rowid(store->db);
    return 0;
}

/* What becomes known of a machine was true before: of the era, and of its days as far as they are there. */
static int store_fill_era(struct store *store, struct store_printer *printer, int64_t at)
{
    struct zone_span day;
    sqlite3_stmt *era = store_keyed(store, STORE_ERA_FILL, printer->key);
    sqlite3_stmt *days = store_keyed(store, STORE_ERA_FILL_DAYS, printer->key);

    if (!era || !days)
        return -1;
    sqlite3_bind_int64(era, 2, printer->era_key);
    store_bind_text(days, 2, store_day(store, at, &day));
    return store_run(store, era) || store_run(store, days) ? -1 : 0;
}

int store_take_era(struct store *store, struct store_printer *printer, int64_t began_at, int64_t at)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_ERA_COMPARE, printer->key);

    if (!statement)
        return -1;
    int found = store_next(store, statement);
    if (found <= 0)
        return found < 0 ? -1 : store_add_era(store, printer, began_at);
    printer->era_key = sqlite3_column_int64(statement, 0);
    int differs = sqlite3_column_int(statement, 1), fills = sqlite3_column_int(statement, 2);
    sqlite3_reset(statement);
    if (differs)
        return store_add_era(store, printer, at);
    return fills ? store_fill_era(store, printer, at) : 0;
}
