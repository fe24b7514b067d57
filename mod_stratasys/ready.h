/*
 * Ready bytes: each answer is rendered once and then only sent, until what it shows has changed. Bounded in number and
 * in bytes; for all threads of a process.
 */
#ifndef READY_H
#define READY_H

#include "buffer.h"
#include <stdint.h>

enum {
    READY_SLOTS = 4096,
    READY_KEY_BYTES_MAX = 2048, /* an answer of a longer key is rendered for its request only */
    READY_ETAG_BYTES = 48,
    READY_CACHED_BYTES_MAX = 16 * 1024 * 1024,          /* beyond it others make room */
    READY_ANSWER_BYTES_MAX = READY_CACHED_BYTES_MAX / 4 /* a longer one is rendered for its request only */
};

/* More of an answer than fits into memory at once. */
struct ready_stream {
    /* Appends the next bytes to out. Returns 1; 0 when there is nothing any more; -1 when it could not be read. */
    int (*next)(struct ready_stream *stream, struct buffer *out);
    void (*end)(struct ready_stream *stream);
};

/* One rendered answer, shared and never changed; it goes when nobody uses it any more. */
struct ready {
    int http_status;
    const char *content_type;    /* constant */
    char *next_url;              /* owned; of the next page; NULL: none */
    char *file_name;             /* owned; to be saved under; NULL: to be shown */
    struct ready_stream *stream; /* owned; what follows bytes, in no cache; NULL: nothing */
    char *bytes;                 /* owned */
    size_t length;
    char etag[READY_ETAG_BYTES]; /* in quotes, of the content (a stream's: of all that it is made of): the same in every
                                    process */
    int64_t lapses_at; /* from this second on it is to be rendered again though nothing was written; 0: never */
    int64_t due_at;    /* when the next poll may bring something new; 0: not known */
    int64_t change_seq;
    unsigned generation;
    unsigned users;
};

/* An answer without a body, in no cache, to be given back with ready_release. NULL without memory. */
struct ready *ready_new(int http_status, const char *content_type);

struct ready_cache;

/* An empty cache. NULL without memory. Answers outlive it: they go with their last user. */
struct ready_cache *ready_begin(void);
void ready_end(struct ready_cache *cache);

/* Renders what a request asks for: body, times, and status and type where they are not 200 and JSON. Returns 0, or -1. */
typedef int ready_render(void *context, struct ready *ready);

/* Gives the answer the entity tag that length bytes of text make. */
void ready_tag(struct ready *ready, const char *text, size_t length);

/*
 * The answer for key: the kept one when it was rendered for this change_seq and
 * generation and has not lapsed at `now`, else one that render makes. Threads that ask for the same key wait for one
 * rendering, those that ask for others never do. To be given back with ready_release. NULL when it could not be rendered.
 */
struct ready *ready_get(struct ready_cache *cache, const char *key, int64_t change_seq, unsigned generation,
                        int64_t now, ready_render *render, void *context);
void ready_release(struct ready *ready);

/* Appends to out what follows in the answer's stream, as ready_stream's next; 0 where there is none. */
int ready_more(struct ready *ready, struct buffer *out);

#endif
