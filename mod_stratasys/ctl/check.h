/* What must be true of a history file. */
#ifndef CHECK_H
#define CHECK_H

#include <stddef.h>

/* sql gives a row for everything that is wrong: one text for people, without names of people and jobs. Times are UTC. It may be
 * several statements, done in turn; they may make temporary tables. */
struct check {
    const char *name; /* what is true, in plain words */
    const char *sql;
};

extern const struct check checks[];
extern const size_t check_count;

#endif
