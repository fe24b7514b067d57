#include "schema.h"

static int schema_number(sqlite3 *db, const char *sql, int *value)
{
    sqlite3_stmt *statement = NULL;
    int found = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;

    if (found)
        *value = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return found ? 0 : -1;
}

enum schema_state schema_of(sqlite3 *db, int *version)
{
    int newest = (int)schema_step_count, tables, application_id;

    if (schema_number(db, "PRAGMA user_version", version) ||
        schema_number(db, "PRAGMA application_id", &application_id) ||
        schema_number(db, "SELECT count(*) FROM sqlite_master", &tables))
        return SCHEMA_UNREADABLE;
    if (*version < 0 || (tables > 0 && application_id != SCHEMA_APPLICATION_ID))
        return SCHEMA_OTHER;
    if (*version > newest)
        return SCHEMA_NEWER;
    if (tables == 0)
        return SCHEMA_EMPTY;
    return *version < newest ? SCHEMA_OLDER : SCHEMA_CURRENT;
}
