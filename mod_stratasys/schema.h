/* The steps of the schema, compiled in from schema/NNN_*.sql by the Makefile. */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <stddef.h>

struct schema_step {
    int version; /* the database's user_version after it */
    const char *sql;
};

extern const struct schema_step schema_steps[]; /* in rising order without gaps, from 1 */
extern const size_t schema_step_count;          /* also the version this program knows */

enum { SCHEMA_APPLICATION_ID = 0x53545359 }; /* "STSY": tells the file from other SQLite databases */

#endif
