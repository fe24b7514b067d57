/* The keys of /api/v1, in JSON and in the heads of CSV columns: what each means wherever it stands. */
#ifndef KEYS_H
#define KEYS_H

#include "expose.h"
#include <stddef.h>

/* The names of all states, with a blank between two. */
#define KEY_STATES "idle preparing building paused part_waiting maintenance error offline unmapped unobserved"

enum key_type {
    KEY_INTEGER,
    KEY_NUMBER,
    KEY_TEXT,
    KEY_BOOLEAN,
    KEY_ANY /* a text in some lists, a number in others */
};

/* Any value may be null: unknown. */
struct key {
    const char *name;
    enum key_type type;
    enum expose kind;        /* who sees it */
    const char *choices;     /* all values there are, with a blank between two; NULL: anything of the type */
    const char *description; /* for people, without a full stop */
};

extern const struct key keys[];
extern const size_t key_count;

/* The key of that name; NULL when it is none. */
const struct key *key_find(const char *name);

#endif
