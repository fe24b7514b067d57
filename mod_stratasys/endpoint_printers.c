/* The present: the printers with what waits in them and their spools, all of them or one. */
#include "endpoints_internal.h"
#include "reader_watched.h"
#include <stdio.h>
#include <stdlib.h>

#define UNLESS_LAPSED(column) "CASE WHEN NOT lapsed THEN " column " END"

/* Whether it was seen how the state began: not where the printer was unobserved just before, or offline, which hides all
 * states but that one. Where the watching itself lapsed, the last poll saw it. */
#define STATE_BEGAN_SEEN                                                                                               \
    "CASE WHEN polled_at IS NOT NULL THEN CASE WHEN lapsed THEN watched.state <> 'unobserved' ELSE coalesce("          \
    "(SELECT previous.state <> 'unobserved' AND (previous.state <> 'offline' OR watched.state = 'unobserved') "        \
    "FROM state_span previous WHERE previous.printer_key = watched.printer_key "                                       \
    "AND previous.began_at < watched.state_began_at ORDER BY previous.began_at DESC LIMIT 1), 0) END END"

/* clang-format off */ /* it cannot align what some rows do not have */
/* What the printer says of itself is said by one that answers. */
static const struct row_column printer_columns[] = {
    {.key = "printer"},
    {.key = "name"},
    {.key = "product"},
    {.key = "codename"},
    {.key = "location"},
    {.key = "fleet_group"},
    {.key = "webcam"},
    {.key = "state", .sql = READER_STATE_OF},
    {.key = "status_text", .sql = UNLESS_LAPSED("status_text")},
    {.key = "explanation", .sql = "CASE WHEN NOT lapsed AND state <> 'offline' THEN explanation END"},
    {.key = "state_began_at", .sql = READER_STATE_BEGAN},
    {.key = "is_state_began_seen", .sql = STATE_BEGAN_SEEN},
    {.key = "polled_at"},
    {.key = "answered_at"},
    {.key = "failed_polls"},
    {.key = "trouble"},
    {.key = "damage"},
    {.key = "interval_s", .sql = "interval_ms / 1000.0"},
    {.key = "job_id"},
    {.key = "job_name"},
    {.key = "owner"},
    {.key = "comment"},
    {.key = "pack"},
    {.key = "submitted_at"},
    {.key = "started_at"},
    {.key = "estimated_s"},
    {.key = "build_s"},
    {.key = "layer"},
    {.key = "layers_total"},
    {.key = "model_material"},
    {.key = "model_needed_in3"},
    {.key = "model_used_in3"},
    {.key = "support_material"},
    {.key = "support_needed_in3"},
    {.key = "support_used_in3"},
    {.key = "progress_ratio", .sql = UNLESS_LAPSED("progress_ratio")},
    {.key = "progress_source", .sql = UNLESS_LAPSED("progress_source")},
    {.key = "time_ratio"},
    {.key = "layer_ratio"},
    {.key = "model_ratio"},
    {.key = "support_ratio"},
    {.key = "eta_at", .sql = READER_ETA},
    {.key = "model_temp_c"},
    {.key = "model_set_c"},
    {.key = "support_temp_c"},
    {.key = "support_set_c"},
    {.key = "envelope_temp_c"},
    {.key = "envelope_set_c"},
    {.key = "clock_offset_s"},
    {.key = "serial"},
    {.key = "controller_version"},
};
const struct row_shape shape_printer = {"Printer", printer_columns, sizeof printer_columns / sizeof *printer_columns};

static const struct row_column spool_columns[] = {
    {.key = "bay"},
    {.key = "kind"},
    {.key = "material"},
    {.key = "color"},
    {.key = "color_rgb"},
    {.key = "spool_status"},
    {.key = "is_loaded"},
    {.key = "initial_in3"},
    {.key = "left_in3"},
    {.key = "left_ratio",
     .sql = "CASE WHEN is_loaded AND initial_in3 > 0 AND left_in3 >= 0 THEN min(1.0, left_in3 / initial_in3) END"},
    {.key = "serial"},
    {.key = "lot"},
    {.key = "made_on"},
    {.key = "first_used_on"},
};
const struct row_shape shape_spool = {"Spool", spool_columns, sizeof spool_columns / sizeof *spool_columns};

static const struct row_column queued_job_columns[] = {
    {.key = "position", .sql = "place"},
    {.key = "job_id"},
    {.key = "job_name"},
    {.key = "owner"},
    {.key = "comment"},
    {.key = "pack"},
    {.key = "submitted_at"},
    {.key = "estimated_s"},
    {.key = "model_material"},
    {.key = "model_needed_in3"},
    {.key = "support_material"},
    {.key = "support_needed_in3"},
};
/* clang-format on */
const struct row_shape shape_queued_job = {"QueuedJob", queued_job_columns,
                                           sizeof queued_job_columns / sizeof *queued_job_columns};

/* A list inside of a printer: read for each of them by the same statement. */
struct endpoint_child {
    struct row_plan plan;
    sqlite3_stmt *statement;
};

struct endpoint_children {
    struct endpoint_child queue, spools;
};

static int endpoint_begin_child(struct endpoint_request *request, const struct row_shape *shape, const char *table,
                                struct endpoint_child *child)
{
    struct buffer sql = {0};

    row_plan_all(&child->plan, shape, 0, request->question.expose, 0, NULL);
    buffer_text(&sql, "SELECT ");
    row_columns(&child->plan, &sql);
    buffer_format(&sql, " FROM %s WHERE printer_key = ?1 ORDER BY place", table);
    child->statement = endpoint_statement(request, &sql);
    return child->statement ? 0 : -1;
}

static int endpoint_begin_children(struct endpoint_request *request, struct endpoint_children *children)
{
    return endpoint_begin_child(request, &shape_queued_job, "queue_now", &children->queue) ||
                   endpoint_begin_child(request, &shape_spool, "spool_now", &children->spools)
               ? -1
               : 0;
}

/* The list of the printer that `printer` stands on; null where it never answered:
 * an empty one would say that nothing is there. */
static json_t *endpoint_child_json(const struct endpoint_child *child, sqlite3_stmt *printer)
{
    if (row_column(printer, "answered_at") == 0)
        return json_null();
    sqlite3_reset(child->statement);
    sqlite3_bind_int64(child->statement, 1, row_column(printer, "_key"));
    return endpoint_rows(&child->plan, child->statement);
}

static json_t *endpoint_printer_json(struct endpoint_request *request, const struct endpoint_children *children,
                                     sqlite3_stmt *statement)
{
    json_t *printer = row_json(&request->plan, statement);

    if (printer && json_object_set_new(printer, "queue", endpoint_child_json(&children->queue, statement)) == 0 &&
        json_object_set_new(printer, "spools", endpoint_child_json(&children->spools, statement)) == 0)
        return printer;
    json_decref(printer);
    return NULL;
}

/* The printers as they are now, by the request's plan. */
static sqlite3_stmt *endpoint_select_printers(struct endpoint_request *request, const char *which)
{
    struct buffer sql = {0};

    endpoint_select(request, &sql,
                    "printer_key AS _key, place AS _place, " READER_TIMES " FROM " READER_WATCHED " AS watched");
    buffer_text(&sql, which);
    sqlite3_stmt *statement = endpoint_statement(request, &sql);
    if (!statement)
        return NULL;
    if (request->id[0])
        sqlite3_bind_text(statement, 1, request->id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 9, request->question.now);
    return statement;
}

int endpoint_printer(struct endpoint_request *request)
{
    struct endpoint_children children;

    row_plan_all(&request->plan, &shape_printer, 0, request->question.expose, 0, NULL);
    sqlite3_stmt *statement = endpoint_select_printers(request, " WHERE printer = ?1");
    if (!statement || endpoint_begin_children(request, &children) || sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    endpoint_note_times(request->ready, statement);
    int result = endpoint_set_json(request->ready, endpoint_printer_json(request, &children, statement));
    sqlite3_reset(statement);
    return result;
}

/* Printers behind the chunk's position, which is their place in the configuration. */
static sqlite3_stmt *endpoint_printers_behind(struct list_chunk *chunk)
{
    char *rest = chunk->position;
    long long place = chunk->position[0] ? strtoll(chunk->position, &rest, 10) : -1;

    if (*rest || (chunk->position[0] && place < 0)) {
        problem_note(&chunk->request->problem, 400, "This is no cursor of this list",
                     "Take it from `next` of the page before.");
        return NULL;
    }
    sqlite3_stmt *statement = endpoint_select_printers(chunk->request, " WHERE place > ?2 ORDER BY place");
    if (statement)
        sqlite3_bind_int64(statement, 2, place);
    return statement;
}

/* What is in lists of its own (queue, spools) is shown in JSON, unless fields= says what is. */
static void endpoint_add_printer(struct list_chunk *chunk, const struct endpoint_children *children,
                                 sqlite3_stmt *printer)
{
    struct endpoint_request *request = chunk->request;

    endpoint_note_times(request->ready, printer);
    snprintf(chunk->position, sizeof chunk->position, "%lld", (long long)row_column(printer, "_place"));
    if (request->is_csv || request->query.values[QUERY_FIELDS])
        list_add(chunk, printer);
    else
        list_add_json(chunk, endpoint_printer_json(request, children, printer));
}

/* The whole fleet at once, unless limit= says how many. */
static int endpoint_fetch_printers(struct list_chunk *chunk)
{
    struct endpoint_children children;
    int64_t limit = query_number(&chunk->request->query, QUERY_LIMIT, INT64_MAX);
    sqlite3_stmt *statement = endpoint_printers_behind(chunk);
    int result = SQLITE_ERROR;

    if (!statement || endpoint_begin_children(chunk->request, &children))
        return -1;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW && chunk->rows < limit)
        endpoint_add_printer(chunk, &children, statement);
    sqlite3_reset(statement);
    chunk->is_end = result == SQLITE_DONE;
    return result == SQLITE_DONE || result == SQLITE_ROW ? 0 : -1;
}

static int endpoint_count_printers(struct endpoint_request *request, int64_t *total)
{
    struct buffer sql = {0};

    buffer_text(&sql, "SELECT count(*) FROM " READER_WATCHED);
    sqlite3_stmt *statement = endpoint_statement(request, &sql);
    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 9, request->question.now);
    int result = sqlite3_step(statement);
    *total = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return result == SQLITE_ROW ? 0 : -1;
}

const struct endpoint_list list_printers = {
    .shape = &shape_printer, .fetch = endpoint_fetch_printers, .count = endpoint_count_printers, .is_short = 1};
