/* What the files of the store share. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "store.h"
#include <sqlite3.h>

enum store_statement {
    STORE_POLLER_BEGAN,
    STORE_POLLER_ALIVE,
    STORE_POLLER_STOPPED,
    STORE_TIME_ZONE,
    STORE_FLEET_FORGET,
    STORE_FLEET_PRINTER,
    STORE_FLEET_KEY,
    STORE_FLEET_NOW,
    STORE_FLEET_READING,
    STORE_LOAD,
    STORE_IDENTITY,
    STORE_NOW,
    STORE_NOW_FAILED,
    STORE_READING,
    STORE_READING_FAILED,
    STORE_SPOOL,
    STORE_SPOOLS_GONE,
    STORE_QUEUE,
    STORE_QUEUE_GONE,
    STORE_STATEMENTS
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[STORE_STATEMENTS]; /* prepared at their first use */
    int lock_fd;
    int in_transaction;
    int64_t change_seq; /* of the last commit */
    char error[STORE_ERROR_BYTES];
};

/* The statement, prepared, reset and without bindings; NULL with store->error set. */
sqlite3_stmt *store_statement(struct store *store, enum store_statement which);

/* The SQL of a statement: every one is prepared by a test. */
const char *store_sql(enum store_statement which);

/* Runs a bound statement that returns no rows. Returns 0, or -1 with store->error set. */
int store_run(struct store *store, sqlite3_stmt *statement);

/* Binds a text of UTF-8, NULL where it is NULL or empty; cut after STORE_TEXT_MAX bytes (the raw text keeps all). It must outlive the statement's run. */
void store_bind_text(sqlite3_stmt *statement, int index, const char *text);

/* Begins a transaction where none is. Returns 0, or -1. */
int store_begin(struct store *store);

/* Gives up the transaction; keeps the message of what failed. Returns -1 always, for `return store_rollback(store)`. */
int store_rollback(struct store *store);

/* The schema version of a database, 0 for an empty one; -1 with a text for people in error where it is not ours to write:
 * another program's, a newer one's, unreadable. */
int store_version(sqlite3 *db, const char *path, char error[STORE_ERROR_BYTES]);

/* Brings a database to the newest schema. Returns 0, or -1 with a text for people in error. */
int store_migrate(sqlite3 *db, const char *path, char error[STORE_ERROR_BYTES]);

#endif
