/*
 * Lists that walk along an index: a page begins behind the key of the row before it and costs what its own rows cost, wherever it
 * lies. What a filter leaves out that no index knows is passed over in windows, so that a page is never longer on its way than a
 * bound.
 */
#ifndef ENDPOINT_WALK_H
#define ENDPOINT_WALK_H

#include "endpoints_internal.h"

enum {
    WALK_WINDOW_ROWS = 4096, /* looked at before it is asked how far that came */
    WALK_WINDOWS_MAX = 50,   /* in one chunk: then it ends with fewer rows */
    WALK_KEYS = 2,
    WALK_BOUND = 5 /* the first parameter that is bind's */
};

/* A place in the order: the key of a row, or one between rows. */
struct walk_place {
    int64_t keys[WALK_KEYS];
};

struct walk {
    const char *table;  /* "event e INDEXED BY event_at": what follows FROM */
    const char *found;  /* " AND printer = ?5": what the index finds; "": nothing */
    const char *filter; /* " AND kind = ?6": what only the row tells; "": nothing */
    const char *
        keys[WALK_KEYS]; /* whole numbers from 0 on that order the rows and tell each from all others; the second may be
                                       NULL */
    struct walk_place above, below; /* the rows between the two, neither included */
    int is_down;                    /* from below to above */
    void (*bind)(struct endpoint_request *request, sqlite3_stmt *statement); /* from WALK_BOUND on */
};

/* Whether the request's order is a descending one. */
int walk_is_down(const struct endpoint_request *request);

/* What list_fetch and list_count promise. */
int walk_fetch(struct list_chunk *chunk, const struct walk *walk);

/* The same with what is left of the windows for a chunk that is filled by several walks. */
int walk_fetch_within(struct list_chunk *chunk, const struct walk *walk, int *windows);

int walk_count(struct endpoint_request *request, const struct walk *walk, int64_t *total);

/* Narrows the walk to what lies behind the chunk's position. Returns 0, or -1 with the problem where that is no position of it. */
int walk_begin(const struct list_chunk *chunk, struct walk *walk);

/* Moves the position behind that place. */
void walk_pass(struct list_chunk *chunk, const struct walk *walk, const struct walk_place *place);

#endif
