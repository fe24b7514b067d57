/*
 * Which jobs a request asks for, by their numbers and in its order. Whoever has the numbers reads the rows.
 *
 * There is no index for every filter and order. A page first walks along the order that is asked for and tests each
 * job; where that takes too long, it gathers the jobs of the filter that leaves the fewest, and orders them.
 */
#ifndef ENDPOINT_SEARCH_H
#define ENDPOINT_SEARCH_H

#include "endpoint_words.h"
#include "endpoints_internal.h"

/* What a request asks by; a range is of one of the three times. */
enum search_filter {
    SEARCH_ENDED = 1,
    SEARCH_STARTED = 2,
    SEARCH_SUBMITTED = 4,
    SEARCH_PRINTER = 8,
    SEARCH_OWNER = 16,
    SEARCH_GROUP = 32,
    SEARCH_PRODUCT = 64,
    SEARCH_RESULT = 128,
    SEARCH_RUNNING = 256,
    SEARCH_MATERIAL = 512,
    SEARCH_WORDS = 1024
};

/* A time of a job that is asked by or that orders. */
struct search_time {
    const char *name;         /* as in by= */
    const char *column;       /* as in sort= */
    const char *index;        /* begins with it, without the jobs that have no such time */
    enum search_filter range; /* by it */
};

/* The time of that name, that column; NULL: none. */
const struct search_time *search_time_by_name(const char *name);
const struct search_time *search_time_by_column(const char *column);

struct search {
    struct endpoint_request *request;
    unsigned filters;                /* bits of enum search_filter */
    int is_nothing;                  /* no job can match: a name that nothing has */
    const struct search_time *by;    /* whose range is asked for; NULL: none */
    const struct search_time *order; /* NULL: by number */
    int is_descending;
    int64_t printer_key, owner_key, material_key;
    struct words words;
    unsigned common_words; /* bits of words that too many jobs have to be looked up */
};

/* Reads the request. Returns 0, or -1, also with a problem noted. */
int search_begin(struct search *search, struct endpoint_request *request);

/* Where a search is: behind the job of that number and that time. Jobs whose time is unknown come last. */
struct search_place {
    int is_unknown; /* among those; also where the order is by number: then the time means nothing */
    int64_t at, key;
};

/* Before all jobs. */
struct search_place search_first_place(const struct search *search);

struct search_page {
    int limit;                 /* 1 to LIST_CHUNK_ROWS */
    struct search_place place; /* behind which it begins; then behind the last job that was found, or looked at */
    int count;                 /* found; fewer than limit though is_end is not set: it would have taken too long */
    int is_end;                /* there are no more */
    int is_first;              /* the first page, which is counted, too: it may take that long */
    int64_t keys[LIST_CHUNK_ROWS];
};

/* Finds the next jobs. Returns 0, or -1. */
int search_find(struct search *search, struct search_page *page);

/* Counts all jobs that are asked for. Returns 0, or -1. */
int search_count(struct search *search, int64_t *total);

/* ---- what the files of the search share -------------------------------------------------------------------------- */

/* The parameters of a statement. */
enum search_parameter {
    SEARCH_AT_FROM = 1,
    SEARCH_AT_TO,
    SEARCH_AT_PRINTER,
    SEARCH_AT_OWNER,
    SEARCH_AT_GROUP,
    SEARCH_AT_PRODUCT,
    SEARCH_AT_RESULT,
    SEARCH_AT_MATERIAL,
    SEARCH_AT_WORDS,
    SEARCH_AT_MATCH,
    SEARCH_AT_LEAST, /* of the time that orders */
    SEARCH_AT_MOST,
    SEARCH_AT_PLACE,
    SEARCH_AT_KEY,
    SEARCH_AT_LIMIT,
    SEARCH_AT_ALL_WORDS
};

/* Jobs that can be looked up: where the filter is asked by, the others are tested of its jobs. */
struct search_source {
    enum search_filter filter;
    unsigned narrowed_by; /* filters that the index looks up, too */
    const char *from;     /* of jobs */
    const char *probe;    /* of as many rows, which need not be jobs; NULL: the same */
    const char *where;    /* what stands for the filter; NULL: its condition */
};

/* Filters whose columns job_fact holds of a job that has ended. */
enum { SEARCH_IN_FACT = SEARCH_ENDED | SEARCH_PRINTER | SEARCH_OWNER | SEARCH_GROUP | SEARCH_PRODUCT | SEARCH_RESULT };

/* What tells which words a job has. */
extern const char search_found_words[];

/* Writes the conditions of the filters with " AND " between, or "1". */
void search_write_filters(struct buffer *sql, unsigned filters);

/* Writes FROM and WHERE with all conditions of the search. */
void search_write_source(const struct search *search, const struct search_source *source, struct buffer *sql);

/* The source with the fewest jobs, if they are at most `most`, of those whose filters are among `filters`; NULL: none.
 * Returns 0, or -1. */
int search_find_source(struct search *search, unsigned filters, int most, const struct search_source **source);

/* The statement of that text, all but its place and limits bound; empties sql. NULL when SQLite refuses it. */
sqlite3_stmt *search_statement(struct search *search, struct buffer *sql);

#endif
