/* Where the keys and values of a status text lie in its bytes. */
#ifndef SCRUB_WALK_H
#define SCRUB_WALK_H

#include <stddef.h>

struct scrub_span {
    const char *begin, *end;
};

struct scrub_entry {
    struct scrub_span key;   /* without its dash */
    struct scrub_span value; /* without its braces or quotes */
};

struct scrub_entries {
    struct scrub_entry *items; /* owned by the caller: to be freed */
    size_t count, capacity;
};

/* Finds all of them: as Tcl reads them where a section is a Tcl list, else line by line; also outside of sections. A line
 * that only goes on with a value is an entry with that value's key. Returns 0, or -1 without memory. */
int scrub_walk(const char *text, size_t length, struct scrub_entries *entries);

#endif
