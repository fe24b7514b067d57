/* The steps of the schema, compiled in from schema/NNN_*.sql by the Makefile, and how far a database has come. */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <sqlite3.h>
#include <stddef.h>

struct schema_step {
    int version; /* the database's user_version after it */
    const char *sql;
};

extern const struct schema_step schema_steps[]; /* in rising order without gaps, from 1 */
extern const size_t schema_step_count;          /* also the version this program knows */

enum { SCHEMA_APPLICATION_ID = 0x53545359 }; /* "STSY": tells the file from other SQLite databases */

enum schema_state {
    SCHEMA_UNREADABLE, /* sqlite3_errmsg says why */
    SCHEMA_EMPTY,      /* just made */
    SCHEMA_OTHER,      /* another program's */
    SCHEMA_OLDER,
    SCHEMA_CURRENT,
    SCHEMA_NEWER /* of a later version of this program */
};

/* What a database is to this program; its schema version in *version unless it is unreadable. */
enum schema_state schema_of(sqlite3 *db, int *version);

#endif
