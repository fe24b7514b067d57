/* Texts that many rows share, and their keys. */
#include "store_internal.h"
#include <stdio.h>
#include <string.h>

static int store_find_word(struct store *store, enum store_statement find, const char *text, int64_t *key)
{
    sqlite3_stmt *statement = store_statement(store, find);

    if (!statement)
        return -1;
    sqlite3_bind_text(statement, 1, text, store_text_length(text, STORE_NAME_MAX), SQLITE_STATIC);
    int found = store_next(store, statement);
    *key = found > 0 ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    return found < 0 ? -1 : 0;
}

static int store_word_key(struct store *store, enum store_statement find, enum store_statement make, const char *text,
                          int64_t *key)
{
    if (store_find_word(store, find, text, key))
        return -1;
    if (*key)
        return 0;
    sqlite3_stmt *statement = store_statement(store, make);
    if (!statement)
        return -1;
    sqlite3_bind_text(statement, 1, text, store_text_length(text, STORE_NAME_MAX), SQLITE_STATIC);
    if (store_run(store, statement))
        return -1;
    *key = sqlite3_last_insert_rowid(store->db);
    return 0;
}

int store_material_key(struct store *store, const char *material, int64_t *key)
{
    return store_word_key(store, STORE_MATERIAL_FIND, STORE_MATERIAL_NEW, material, key);
}

int store_cached_material_key(struct store *store, struct store_word *cached, const char *material, int64_t *key)
{
    if (!cached->key || strcmp(cached->text, material) != 0) {
        cached->key = 0;
        if (store_material_key(store, material, &cached->key))
            return -1;
        snprintf(cached->text, sizeof cached->text, "%s", material);
    }
    *key = cached->key;
    return 0;
}

int store_owner_key(struct store *store, const char *owner, int64_t *key)
{
    *key = 0;
    if (!owner || !owner[0])
        return 0;
    return store_word_key(store, STORE_OWNER_FIND, STORE_OWNER_NEW, owner, key);
}
