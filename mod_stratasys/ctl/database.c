#include "database.h"
#include "schema.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where SQLite lacks the files beside it, it speaks of opening or of writing. */
static void database_complain(const char *path, sqlite3 *db)
{
    int error = sqlite3_errcode(db);

    if ((error == SQLITE_CANTOPEN || error == SQLITE_READONLY) && access(path, R_OK) == 0)
        complain(
            "%s cannot be read: its companions %s-wal and %s-shm are missing or closed to this user; run this as a "
            "user of its directory's group, or as root",
            path, path, path);
    else
        complain("%s cannot be read: %s", path, sqlite3_errmsg(db));
}

static int database_judge(const char *path, sqlite3 *db, int *version)
{
    switch (schema_of(db, version)) {
    case SCHEMA_UNREADABLE:
        database_complain(path, db);
        return -1;
    case SCHEMA_EMPTY:
        complain("%s is empty: no poller has written to it yet", path);
        return -1;
    case SCHEMA_OTHER:
        complain("%s is a database of another program", path);
        return -1;
    case SCHEMA_NEWER:
        complain("%s has schema version %d, and this stratasysctl knows versions up to %d: install the newer one", path,
                 *version, (int)schema_step_count);
        return -1;
    default:
        return 0;
    }
}

static int database_begin(const char *path, sqlite3 *db)
{
    sqlite3_busy_timeout(db, DATABASE_PATIENCE_MS);
    if (sqlite3_exec(db, "BEGIN; SELECT count(*) FROM sqlite_master", NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    database_complain(path, db);
    return -1;
}

enum ctl_exit database_open(const char *path, sqlite3 **db, int *version)
{
    struct stat info;

    *db = NULL;
    if (stat(path, &info) && errno == ENOENT) {
        complain("there is no database %s; --database names another", path);
        return CTL_FILE;
    }
    if (sqlite3_open_v2(path, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        database_complain(path, *db);
    else if (database_begin(path, *db) == 0 && database_judge(path, *db, version) == 0)
        return CTL_OK;
    sqlite3_close(*db);
    *db = NULL;
    return CTL_FILE;
}
