#include "schema.h"
#include "store_internal.h"
#include <stdio.h>

int store_version(sqlite3 *db, const char *path, char error[STORE_ERROR_BYTES])
{
    int version = 0;

    switch (schema_of(db, &version)) {
    case SCHEMA_UNREADABLE:
        snprintf(error, STORE_ERROR_BYTES, "%s cannot be read: %s", path, sqlite3_errmsg(db));
        return -1;
    case SCHEMA_OTHER:
        snprintf(error, STORE_ERROR_BYTES,
                 "%s is a database of another program. Name a file of its own with StratasysDatabase", path);
        return -1;
    case SCHEMA_NEWER:
        snprintf(error, STORE_ERROR_BYTES,
                 "%s has schema version %d, and this mod_stratasys knows versions up to %d. Install the newer "
                 "mod_stratasys, or name another file with StratasysDatabase",
                 path, version, (int)schema_step_count);
        return -1;
    default:
        return version;
    }
}

static int store_step(sqlite3 *db, const struct schema_step *step)
{
    char pragma[128];

    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d; PRAGMA application_id = %d;", step->version,
             SCHEMA_APPLICATION_ID);
    if (sqlite3_exec(db, step->sql, NULL, NULL, NULL) != SQLITE_OK)
        return -1;
    return sqlite3_exec(db, pragma, NULL, NULL, NULL) == SQLITE_OK ? 0 : -1;
}

int store_migrate(sqlite3 *db, const char *path, char error[STORE_ERROR_BYTES])
{
    /* One transaction for all steps and their version: a killed migration leaves the database as it was. */
    if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
        snprintf(error, STORE_ERROR_BYTES, "%s cannot be written: %s", path, sqlite3_errmsg(db));
        return -1;
    }
    int version = store_version(db, path, error);
    for (size_t i = version < 0 ? schema_step_count : (size_t)version; i < schema_step_count; i++)
        if (store_step(db, &schema_steps[i])) {
            snprintf(error, STORE_ERROR_BYTES, "%s could not be brought to schema version %d: %s", path,
                     schema_steps[i].version, sqlite3_errmsg(db));
            version = -1;
            break;
        }
    if (version >= 0 && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    if (version >= 0)
        snprintf(error, STORE_ERROR_BYTES, "%s cannot be written: %s", path, sqlite3_errmsg(db));
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}
