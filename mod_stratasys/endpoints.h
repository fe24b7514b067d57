/*
 * Answers to requests, from the history file: what httpd's side calls. Only this room (with reader and row) and the store know
 * SQLite. Safe for all threads of a process.
 */
#ifndef ENDPOINTS_H
#define ENDPOINTS_H

#include "expose.h"
#include "ready.h"

enum endpoint_area { ENDPOINT_API, ENDPOINT_V1, ENDPOINT_METRICS, ENDPOINT_AREAS };

/* All texts live as long as the answer does. */
struct endpoint_question {
    enum endpoint_area area;
    const char *path;                   /* behind the area's place: "printers/lab/busy", "lab/status", "" */
    const char *query;                  /* behind the question mark, NULL: none */
    const char *places[ENDPOINT_AREAS]; /* paths of what the location serves: "/stratasys/api/v1"; NULL: not served */
    unsigned expose;                    /* kinds of `enum expose` */
    int64_t now;                        /* Unix seconds */
};

struct endpoints;

/* Needs no database yet. raw_dir as in struct fleet; polls tells whether this httpd has a poller; streams_max is how many streams there
 * may be at once: each holds a thread as long as its client reads. NULL without memory. */
struct endpoints *endpoints_begin(const char *database_path, const char *raw_dir, int polls, int streams_max);
void endpoints_end(struct endpoints *endpoints);

/*
 * The answer, with its HTTP status, also for errors (problem+json); to be given back with ready_release, before endpoints_end. NULL
 * without memory. One that has a stream goes on behind its bytes: ready_more.
 */
struct ready *endpoints_answer(struct endpoints *endpoints, const struct endpoint_question *question);

#endif
