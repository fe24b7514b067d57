/* The history file, opened to be read. */
#ifndef DATABASE_H
#define DATABASE_H

#include "complain.h"
#include <sqlite3.h>

enum { DATABASE_PATIENCE_MS = 2000 };

/*
 * Opens the database at path read-only and begins a transaction: all that is read is of one moment, and the poller goes on
 * writing meanwhile. Its schema version in *version. CTL_OK with *db to be closed with sqlite3_close; else CTL_FILE after a
 * complaint: it is missing, unreadable, empty, another program's, of a newer version.
 */
enum ctl_exit database_open(const char *path, sqlite3 **db, int *version);

#endif
