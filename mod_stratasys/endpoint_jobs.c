/* Jobs: lists of them, and one by its number. */
#include "endpoint_search.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct row_column job_columns[] = {
    {.key = "job_uid"},
    {.key = "printer"},
    {.key = "name"},
    {.key = "product"},
    {.key = "location"},
    {.key = "fleet_group"},
    {.key = "serial"},
    {.key = "job_id"},
    {.key = "run"},
    {.key = "job_name"},
    {.key = "owner"},
    {.key = "comment"},
    {.key = "pack"},
    {.key = "submitted_at"},
    {.key = "first_seen_at"},
    {.key = "begun_at"},
    {.key = "started_at"},
    {.key = "ended_at"},
    {.key = "unloaded_at"},
    {.key = "ended_unseen_s"},
    {.key = "result"},
    {.key = "result_source"},
    {.key = "is_begun"},
    {.key = "estimated_s"},
    {.key = "queued_s"},
    {.key = "preparing_s"},
    {.key = "build_s"},
    {.key = "paused_s"},
    {.key = "elapsed_s"},
    {.key = "waited_s"},
    {.key = "unobserved_s"},
    {.key = "unobserved_build_s"},
    {.key = "layers_total"},
    {.key = "model_material"},
    {.key = "model_needed_in3"},
    {.key = "model_used_in3"},
    {.key = "support_material"},
    {.key = "support_needed_in3"},
    {.key = "support_used_in3"},
};
const struct row_shape shape_job = {"Job", job_columns, sizeof job_columns / sizeof *job_columns};

/* A job of the request's plan, to be bound by its number. NULL when SQLite refuses it. */
static sqlite3_stmt *jobs_statement(struct endpoint_request *request)
{
    struct buffer sql = {0};

    endpoint_select(request, &sql, "job_uid AS _uid FROM job_history WHERE job_uid = ?1");
    return endpoint_statement(request, &sql);
}

/* ---- one job ---------------------------------------------------------------------------------------------------------- */

/* The number of the path; one that no job has where it is none, or beyond all. */
static int64_t jobs_read_uid(const char *text)
{
    return text[strspn(text, "0123456789")] == '\0' ? strtoll(text, NULL, 10) : -1;
}

int endpoint_job(struct endpoint_request *request)
{
    row_plan_all(&request->plan, &shape_job, 0, request->question.expose, 0, NULL);
    sqlite3_stmt *statement = jobs_statement(request);
    if (!statement || endpoint_note_due(request))
        return -1;
    sqlite3_bind_int64(statement, 1, jobs_read_uid(request->id));
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        result = endpoint_set_json(request->ready, row_json(&request->plan, statement));
    else if (result == SQLITE_DONE)
        result = problem_note(&request->problem, 404, "There is no job of this number",
                              "The numbers are the job_uid of …/api/v1/jobs.");
    sqlite3_reset(statement);
    return result ? -1 : 0;
}

/* ---- lists ------------------------------------------------------------------------------------------------------------ */

/* Of a range the last ones of its time come first. */
static int jobs_prepare(struct endpoint_request *request)
{
    const char *const *values = request->query.values;
    const char *by = values[QUERY_BY] ? values[QUERY_BY] : "ended";

    if (!values[QUERY_SORT] && (values[QUERY_FROM] || values[QUERY_TO]))
        snprintf(request->sort, sizeof request->sort, "-%s", search_time_by_name(by)->column);
    return 0;
}

/* "1735686000:17350001", "-:17350001" where the time is not known, "17350001" in the order of the numbers. */
static void jobs_write_place(const struct search *search, const struct search_place *place,
                             char text[LIST_POSITION_BYTES])
{
    if (!search->order)
        snprintf(text, LIST_POSITION_BYTES, "%" PRId64, place->key);
    else if (place->is_unknown)
        snprintf(text, LIST_POSITION_BYTES, "-:%" PRId64, place->key);
    else
        snprintf(text, LIST_POSITION_BYTES, "%" PRId64 ":%" PRId64, place->at, place->key);
}

/* Only what jobs_write_place would write is taken. */
static int jobs_read_place(const struct search *search, const char *text, struct search_place *place)
{
    char again[LIST_POSITION_BYTES];
    const char *colon = strchr(text, ':');

    *place = search_first_place(search);
    if (text[0] == '\0')
        return 0;
    if (search->order && colon) {
        place->is_unknown = strncmp(text, "-:", 2) == 0;
        if (!place->is_unknown)
            place->at = strtoll(text, NULL, 10);
    }
    place->key = strtoll(colon ? colon + 1 : text, NULL, 10);
    jobs_write_place(search, place, again);
    if (strcmp(again, text) == 0)
        return 0;
    return problem_note(&search->request->problem, 400, "This is no cursor of this list",
                        "Take the cursor from `next` of the page before, with the same sort.");
}

/* A job that went away meanwhile is in no row. */
static int jobs_add(struct list_chunk *chunk, const struct search_page *page)
{
    sqlite3_stmt *statement = jobs_statement(chunk->request);
    int result = SQLITE_DONE;

    if (!statement)
        return -1;
    for (int i = 0; i < page->count && (result == SQLITE_ROW || result == SQLITE_DONE); i++) {
        sqlite3_bind_int64(statement, 1, page->keys[i]);
        result = sqlite3_step(statement);
        if (result == SQLITE_ROW)
            list_add(chunk, statement);
        sqlite3_reset(statement);
    }
    return result == SQLITE_ROW || result == SQLITE_DONE ? 0 : -1;
}

static int jobs_fetch(struct list_chunk *chunk)
{
    struct search search;
    struct search_page page = {.limit = chunk->limit, .is_first = chunk->position[0] == '\0'};

    if (search_begin(&search, chunk->request) || jobs_read_place(&search, chunk->position, &page.place) ||
        search_find(&search, &page) || jobs_add(chunk, &page))
        return -1;
    jobs_write_place(&search, &page.place, chunk->position);
    chunk->is_end = page.is_end;
    return 0;
}

static int jobs_count(struct endpoint_request *request, int64_t *total)
{
    struct search search;

    return search_begin(&search, request) || search_count(&search, total) ? -1 : 0;
}

#define JOBS                                                                                                           \
    {                                                                                                                  \
        .shape = &shape_job, .fetch = jobs_fetch, .count = jobs_count,                                                 \
        .sorts = "job_uid ended_at started_at submitted_at", .is_newest_first = 1, .prepare = jobs_prepare             \
    }
const struct endpoint_list list_jobs = JOBS, list_printer_jobs = JOBS;
