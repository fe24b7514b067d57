/* Spools that come, lose material and go. */
#include "store_internal.h"

static int store_write_loaded(struct store *store, const struct store_row *row,
                              const struct history_spool_change *change)
{
    const struct history_spool *spool = &change->spool;
    struct history_spool *here = &row->history->spools[change->place];
    int64_t material_key;

    if (store_material_key(store, spool->material, &material_key))
        return -1;
    sqlite3_stmt *statement = store_keyed(store, STORE_SPOOL_LOADED, row->printer->key);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, (int64_t)change->place);
    sqlite3_bind_double(statement, 3, spool->bay);
    store_bind_text(statement, 4, spool->kind);
    sqlite3_bind_int64(statement, 5, material_key);
    store_bind_text(statement, 6, spool->serial);
    sqlite3_bind_int64(statement, 7, change->at);
    sqlite3_bind_double(statement, 8, spool->initial_in3);
    sqlite3_bind_double(statement, 9, spool->loaded_in3);
    sqlite3_bind_double(statement, 10, spool->left_in3);
    if (store_run(store, statement))
        return -1;
    if (here->is_here && here->key == 0)
        here->key = sqlite3_last_insert_rowid(store->db);
    return 0;
}

int store_write_spool_change(struct store *store, const struct store_row *row,
                             const struct history_spool_change *change)
{
    if (change->what == SPOOL_LOADED)
        return store_write_loaded(store, row, change);
    int is_removed = change->what == SPOOL_REMOVED;
    sqlite3_stmt *statement = store_statement(store, is_removed ? STORE_SPOOL_REMOVED : STORE_SPOOL_LEFT);
    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, change->spool.key ? change->spool.key : row->history->spools[change->place].key);
    sqlite3_bind_double(statement, 2, change->spool.left_in3);
    if (is_removed)
        sqlite3_bind_int64(statement, 3, change->at);
    return store_run(store, statement);
}
