/* Read-only connections to the history file, one for each request under way, kept with their statements. */
#ifndef READER_H
#define READER_H

#include <sqlite3.h>
#include <stdint.h>

enum reader_statement {
    READER_FLEET_SEQ,
    READER_PRINTER_SEQ,
    READER_HISTORY_SEQ,
    READER_FIRST_ID,
    READER_STATE,
    READER_POLLER,
    READER_DUE,
    READER_ZONE,
    READER_UID,
    READER_STATEMENTS
};

enum reader_trouble {
    READER_OK,
    READER_MISSING,    /* no file yet: the poller has not made it */
    READER_UNREADABLE, /* the file is there and cannot be read */
    READER_OTHER,      /* made by another program */
    READER_NEWER,      /* of a schema that this program does not know */
    READER_OLDER       /* of an older one: the poller will bring it up to date */
};

/* Statements that are made of what a request asks for: the last ones are kept. */
enum { READER_KEPT = 24 };
struct reader_kept {
    char *sql; /* owned; NULL: empty */
    sqlite3_stmt *statement;
    uint64_t used; /* when, in requests for one */
};

struct reader {
    sqlite3 *db;
    sqlite3_stmt *statements[READER_STATEMENTS];
    struct reader_kept kept[READER_KEPT];
    uint64_t uses;
    uint64_t device, inode; /* of the file that it has open */
    int64_t checked_at;     /* the second in which that was made sure of */
    unsigned generation;    /* differs when the file was replaced by another one */
    struct reader *next;
};

struct reader_pool;

/* A pool without connections: the file need not be there yet. NULL without memory. */
struct reader_pool *reader_begin(const char *path);

/* Closes all connections; every one that was taken has been given back. */
void reader_end(struct reader_pool *pool);

/* A connection for one request, to be given back with reader_give; NULL with the reason in *trouble. Once a second it
 * is made sure that the file is still the one of that path, and of a schema that this program knows. */
struct reader *reader_take(struct reader_pool *pool, int64_t now, enum reader_trouble *trouble);
void reader_give(struct reader_pool *pool, struct reader *reader);

/* The statement, prepared, reset and without bindings; NULL when SQLite refuses it. */
sqlite3_stmt *reader_statement(struct reader *reader, enum reader_statement which);

/* The statement of that text, prepared, reset and without bindings; it stays valid until READER_KEPT - 1 others were asked for. NULL
 * when SQLite refuses it. */
sqlite3_stmt *reader_prepare(struct reader *reader, const char *sql);

/* All that is read between the two is of one moment. Both return 0, or -1. */
int reader_hold(struct reader *reader);
int reader_let_go(struct reader *reader);

/* The SQL of a statement: every one is prepared by a test. */
const char *reader_sql(enum reader_statement which);

#endif
