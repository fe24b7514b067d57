/* What the files of the endpoints share. */
#ifndef ENDPOINTS_INTERNAL_H
#define ENDPOINTS_INTERNAL_H

#include "endpoints.h"
#include "fleet.h"
#include "reader.h"
#include <jansson.h>

struct endpoints {
    struct reader_pool *readers;
    struct ready_cache *cache;
    char *raw_dir;
    int polls;
};

struct endpoint;

struct endpoint_request {
    struct endpoints *endpoints;
    const struct endpoint_question *question;
    const struct endpoint *endpoint;
    struct reader *reader;
    char id[FLEET_ID_MAX + 1]; /* "": the fleet */
};

/* Fills ready (whose status is 200 and whose type is JSON by default). Returns 0, or -1 when SQLite or memory fail. */
typedef int endpoint_renderer(struct endpoint_request *request, struct ready *ready);

struct endpoint {
    enum endpoint_area area;
    const char *pattern;
    endpoint_renderer *render;
    int variant;    /* for renderers that serve several endpoints */
    unsigned needs; /* what the location must expose */
};

endpoint_renderer endpoint_fleet, endpoint_printer, endpoint_raw, endpoint_busy, endpoint_health, endpoint_v1;

/* Takes over json as the body. Returns 0, or -1 without memory. */
int endpoint_set_json(struct ready *ready, json_t *json);

/* Notes from a row's _lapses_at and _due_at when the answer is to be made anew: the earliest of all rows. */
void endpoint_note_times(struct ready *ready, sqlite3_stmt *statement);

/* Makes at the earliest where it is earlier; 0 on either side: not known. */
void endpoint_note_earliest(int64_t *earliest, int64_t at);

/* All rows of a bound statement as a list, each made by row, their times noted in ready; as a new reference, NULL without
 * memory or when SQLite fails. endpoint_plain_row: the row's own columns. */
typedef json_t *endpoint_row(struct endpoint_request *request, sqlite3_stmt *statement);
endpoint_row endpoint_plain_row;
json_t *endpoint_rows(struct endpoint_request *request, struct ready *ready, sqlite3_stmt *statement,
                      endpoint_row *row);

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
