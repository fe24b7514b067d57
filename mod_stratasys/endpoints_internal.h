/* What the files of the endpoints share. */
#ifndef ENDPOINTS_INTERNAL_H
#define ENDPOINTS_INTERNAL_H

#include "endpoints.h"
#include "fleet.h"
#include "query.h"
#include "reader.h"
#include "row.h"
#include <stdatomic.h>

struct endpoints {
    struct reader_pool *readers;
    struct ready_cache *cache;
    char *raw_dir;
    int polls;
    int streams_max;
    atomic_int streams; /* under way: lists whose first piece was not their end */
};

struct endpoint;

/* No bound: before and after all that a history can hold. */
#define ENDPOINT_FIRST_AT INT64_C(0)
#define ENDPOINT_LAST_AT  INT64_C(253402300800) /* the year 10000 */

struct endpoint_request {
    struct endpoints *endpoints;
    struct endpoint_question question;
    const struct endpoint *endpoint;
    struct reader *reader; /* NULL where none is held */
    /* What stands for ID or UID in the path, or whose turn it is in a list of all printers' states; "": neither. */
    char id[FLEET_ID_MAX + 1];
    struct query query;
    struct problem problem; /* noted by whoever finds it; then what was asked fails */
    struct ready *ready;    /* what is being made; NULL while a stream goes on */

    /* Made by endpoint_prepare. */
    struct zone zone;       /* of days and reports */
    int64_t from_at, to_at; /* ENDPOINT_FIRST_AT and ENDPOINT_LAST_AT where not given */
    unsigned has_bits;      /* for the only_if of a shape's columns */
    struct row_plan plan;   /* of the endpoint's shape */
    struct csv_form csv;
    int is_csv;
    char sort[ROW_NAME_BYTES]; /* as in sort=: the given one, else the list's first; "": the list has none */
};

/* Fills request->ready (whose status is 200 and whose type is JSON by default). Returns 0, or -1 when SQLite or memory
 * fail, or with a problem noted. */
typedef int endpoint_renderer(struct endpoint_request *request);

/* ---- the one table of endpoints ---------------------------------------------------------------------------------- */

/* Which sequence an answer hangs on, and what the ID in its path must be. */
enum endpoint_subject {
    ENDPOINT_OF_NOTHING, /* needs no database: changes with the program alone */
    ENDPOINT_OF_FLEET,
    ENDPOINT_OF_PRINTER, /* ID is a configured printer */
    ENDPOINT_OF_HISTORY, /* ID, where there is one, is a printer that is or was configured */
    ENDPOINT_OF_JOB      /* UID is a job's number: made sure of by the renderer */
};

struct endpoint_list;

struct endpoint {
    enum endpoint_area area;
    const char *pattern;     /* ID stands for a printer's ID, UID for a job's number */
    const char *summary;     /* one line for people, without a full stop */
    const char *description; /* more of it, likewise */
    enum endpoint_subject subject;
    endpoint_renderer *render; /* NULL: a list */
    const struct endpoint_list *list;
    const struct row_shape *shape; /* of an object; NULL for lists, which have their own, and for texts */
    const char *content_type;      /* NULL: application/json */
    unsigned parameters;           /* QUERY() bits; those that every list takes come with it */
    unsigned needs;                /* what the location must expose */
    int variant;                   /* for renderers that serve several endpoints */
};

extern const struct endpoint endpoint_table[];
extern const size_t endpoint_count;

/* What the endpoint takes, with what every list takes. */
unsigned endpoint_parameters(const struct endpoint *endpoint);

endpoint_renderer endpoint_printer, endpoint_raw, endpoint_busy, endpoint_health, endpoint_v1, endpoint_job,
    endpoint_metrics, endpoint_openapi;

/* ---- lists ------------------------------------------------------------------------------------------------------- */

enum { LIST_LIMIT = 100, LIST_CHUNK_ROWS = 1000, LIST_POSITION_BYTES = 256 };

/*
 * Rows that are being fetched: one page, or one piece of a stream. The position is a text of the list's own for the
 * place behind the last row; "" is the beginning. What a client sends back as its cursor becomes a position again: the
 * list makes sure of it.
 */
struct list_chunk {
    struct endpoint_request *request;
    struct buffer *out;
    int limit;      /* rows at most, 1 to LIST_CHUNK_ROWS */
    int64_t before; /* rows that were written before this chunk */
    int rows;       /* written by it */
    int is_end;     /* nothing comes behind the position */
    int64_t total;  /* all rows of the list, where the first page's fetch knows it; else -1 */
    char position[LIST_POSITION_BYTES];

    /* What the list wants to find again with the next piece of a stream, instead of making it anew; forget frees it.
     * Both NULL where is_stream is not set. */
    int is_stream;
    void *kept;
    void (*forget)(void *kept);
};

/* Writes the next rows by list_add, at most chunk->limit, and moves the position behind them; sets is_end. Fewer rows,
 * even none, without is_end are allowed: a search that would take too long goes on with the next chunk. One read
 * transaction. Returns 0, or -1. */
typedef int list_fetch(struct list_chunk *chunk);

/* Counts all rows of the list, from its beginning. Returns 0, or -1. */
typedef int list_count(struct endpoint_request *request, int64_t *total);

struct endpoint_list {
    const struct row_shape *shape;
    list_fetch *fetch;
    list_count *count;   /* NULL: all rows come at once */
    const char *sorts;   /* what sort= may name, a blank between; the first is the default; NULL: none */
    int is_newest_first; /* the default is descending */
    const char *groups;  /* what group_by= may name, likewise; NULL: nothing */
    /* Before the plan is made: has_bits, and sort where it hangs on other
     * parameters. Returns 0, or -1. NULL: nothing. */
    int (*prepare)(struct endpoint_request *request);
    /* Writes further members of the object: ",\"a\":1". NULL: none. */
    void (*extra)(struct endpoint_request *request, struct buffer *out);
    int is_short; /* one page has all rows unless limit= says how many: never streamed, so kept ready */
    int variant;
};

/* The row that statement stands on, whose columns are first those of the request's plan. */
void list_add(struct list_chunk *chunk, sqlite3_stmt *statement);

/* A row that is JSON already (not for CSV). Takes over the reference. */
void list_add_json(struct list_chunk *chunk, json_t *json);

/* Fills request->ready with a page, or with the beginning of a stream. Returns 0, or -1. */
int list_render(struct endpoint_request *request);

/* Whether the request's list is to be streamed: all rows, however many. */
int list_is_stream(const struct endpoint_request *request);

/* ---- what renderers are made of ---------------------------------------------------------------------------------- */

/* Reads what the parameters mean: zone, from and to, format, sort, plan. shape NULL: no plan. Returns 0, or -1. */
int endpoint_prepare(struct endpoint_request *request, const struct row_shape *shape);

/* "SELECT", the plan's columns, and a comma where `more` follows; more goes on: "key AS _key FROM …". */
void endpoint_select(struct endpoint_request *request, struct buffer *sql, const char *more);

/* The statement of that text, reset and without bindings, kept by the reader;
 * empties sql. NULL when SQLite refuses it. */
sqlite3_stmt *endpoint_statement(struct endpoint_request *request, struct buffer *sql);

/* SQL, by a parameter ("?1"): the key of the printer of that ID; whether a row's
 * printer was of that group, that product, then. */
#define ENDPOINT_PRINTER_KEY(parameter)   "SELECT printer_key FROM printer WHERE printer = " parameter
#define ENDPOINT_IS_OF_GROUP(parameter)   "era_key IN (SELECT era_key FROM printer_era WHERE fleet_group = " parameter ")"
#define ENDPOINT_IS_OF_PRODUCT(parameter) "era_key IN (SELECT era_key FROM printer_era WHERE product = " parameter ")"

/* Binds the value of a parameter that was given; nothing where it was not. */
void endpoint_bind_query(struct endpoint_request *request, sqlite3_stmt *statement, int index,
                         enum query_parameter parameter);

/* Takes over json, or the buffer's bytes, as the body. Returns 0, or -1 without memory. */
int endpoint_set_json(struct ready *ready, json_t *json);
int endpoint_set_body(struct ready *ready, struct buffer *body);

/* Notes from a row's _lapses_at and _due_at when the answer is to be made anew: the earliest of all rows. */
void endpoint_note_times(struct ready *ready, sqlite3_stmt *statement);

/* Makes at the earliest where it is earlier; 0 on either side: not known. */
void endpoint_note_earliest(int64_t *earliest, int64_t at);

/* Notes when the next poll of any printer is due. Returns 0, or -1. */
int endpoint_note_due(struct endpoint_request *request);

/* All rows of a bound statement as a list of objects, as a new reference; NULL without memory or when SQLite fails. */
json_t *endpoint_rows(const struct row_plan *plan, sqlite3_stmt *statement);

/* The shapes of what is present. */
extern const struct row_shape shape_printer, shape_spool, shape_queued_job, shape_printer_health;

/* The shapes of the history. */
extern const struct row_shape shape_job;

extern const struct endpoint_list list_printers, list_jobs, list_printer_jobs, list_states, list_states_of_all,
    list_status_keys, list_odometers, list_spools, list_samples, list_sample_hours, list_events, list_utilization,
    list_materials, list_owners, list_outcomes, list_estimates, list_waiting;

/* ---- errors ------------------------------------------------------------------------------------------------------ */

/* An RFC 9457 problem as an answer that is in no cache. NULL without memory. */
struct ready *problem_ready(int http_status, const char *title, const char *detail);

/* Makes ready that problem. Returns 0, or -1 without memory. */
int problem_set(struct ready *ready, int http_status, const char *title, const char *detail);

/* The problem, and the health, when the database cannot be read. NULL without memory. */
struct ready *problem_database(enum reader_trouble trouble);
struct ready *health_without_database(int polls, enum reader_trouble trouble);

/* Why the database cannot be read and what to do, for people; its name for programs. */
struct problem_of_database {
    const char *name, *problem, *remedy;
};
const struct problem_of_database *problem_of_database(enum reader_trouble trouble);

#endif
