/* When printers were in which state: of one of them, and of all, one after the other. */
#include "endpoint_walk.h"
#include <stdio.h>
#include <string.h>

static const struct row_column state_columns[] = {
    {.key = "printer"},  {.key = "state"},       {.key = "status_text"}, {.key = "began_at"},
    {.key = "ended_at"}, {.key = "duration_s"},  {.key = "name"},        {.key = "product"},
    {.key = "location"}, {.key = "fleet_group"}, {.key = "serial"},
};
static const struct row_shape shape_state = {"StateStretch", state_columns,
                                             sizeof state_columns / sizeof *state_columns};

enum { STATES_PRINTER = WALK_BOUND, STATES_STATE, STATES_GROUP, STATES_PRODUCT, STATES_FROM, STATES_ONLY };
enum {
    STATES_FILTER_BYTES = 128,
    STATES_OWN_BYTES = 32,   /* of a position in the list of one printer: a time */
    STATES_WINDOWS_MAX = 250 /* in one chunk of all printers, each of which takes one at least */
};

/* ---- one printer: request->id ----------------------------------------------------------------------------------------- */

/* What only the row tells. */
static const struct states_filter {
    enum query_parameter parameter;
    int index;
    const char *sql;
} states_filters[] = {
    {QUERY_STATE,       STATES_STATE,   " AND state = ?6"      },
    {QUERY_FLEET_GROUP, STATES_GROUP,   " AND fleet_group = ?7"},
    {QUERY_PRODUCT,     STATES_PRODUCT, " AND product = ?8"    },
};

enum { STATES_FILTERS = sizeof states_filters / sizeof *states_filters };

static void states_bind(struct endpoint_request *request, sqlite3_stmt *statement)
{
    sqlite3_bind_text(statement, STATES_PRINTER, request->id, -1, SQLITE_TRANSIENT);
    for (int i = 0; i < STATES_FILTERS; i++)
        endpoint_bind_query(request, statement, states_filters[i].index, states_filters[i].parameter);
    sqlite3_bind_int64(statement, STATES_FROM, request->from_at);
    endpoint_bind_query(request, statement, STATES_ONLY, QUERY_PRINTER);
}

static void states_write_filter(const struct endpoint_request *request, char filter[STATES_FILTER_BYTES])
{
    size_t used = 0;

    filter[0] = '\0';
    for (int i = 0; i < STATES_FILTERS; i++)
        if (request->query.values[states_filters[i].parameter])
            used += (size_t)snprintf(filter + used, STATES_FILTER_BYTES - used, "%s", states_filters[i].sql);
}

/* The stretch that goes on over the beginning of the range belongs to it, too. Returns 0, or -1. */
static int states_reach_back(struct endpoint_request *request, struct walk *walk)
{
    static const char sql[] =
        "SELECT began_at FROM (SELECT began_at, ended_at FROM state_span WHERE printer_key = (" ENDPOINT_PRINTER_KEY(
            "?5") ") AND began_at < ?9 ORDER BY began_at DESC LIMIT 1) WHERE ended_at IS NULL OR ended_at > ?9";
    sqlite3_stmt *statement = reader_prepare(request->reader, sql);

    if (!statement)
        return -1;
    states_bind(request, statement);
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        walk->above.keys[0] = sqlite3_column_int64(statement, 0) - 1;
    sqlite3_reset(statement);
    return result == SQLITE_ROW || result == SQLITE_DONE ? 0 : -1;
}

/* filter is where its text lies. Returns 0, or -1. */
static int states_walk(struct endpoint_request *request, struct walk *walk, char filter[STATES_FILTER_BYTES])
{
    states_write_filter(request, filter);
    *walk = (struct walk){
        .table = "state_history",
        .found = " AND printer = ?5",
        .filter = filter,
        .keys = {"began_at", NULL},
        .above = {{request->from_at - 1, 0}         },
        .below = {{request->to_at, 0}},
        .is_down = walk_is_down(request),
        .bind = states_bind,
    };
    return request->from_at == request->to_at ? 0 : states_reach_back(request, walk);
}

static int states_fetch(struct list_chunk *chunk)
{
    struct walk walk;
    char filter[STATES_FILTER_BYTES];

    return states_walk(chunk->request, &walk, filter) ? -1 : walk_fetch(chunk, &walk);
}

/* Whoever does not ask for a group or product needs no name of that time to count: the view costs ten times as much. */
static int states_count(struct endpoint_request *request, int64_t *total)
{
    struct walk walk;
    char filter[STATES_FILTER_BYTES];

    if (states_walk(request, &walk, filter))
        return -1;
    if (!request->query.values[QUERY_FLEET_GROUP] && !request->query.values[QUERY_PRODUCT]) {
        walk.table = "state_span";
        walk.found = " AND printer_key = (" ENDPOINT_PRINTER_KEY("?5") ")";
    }
    return walk_count(request, &walk, total);
}

const struct endpoint_list list_states = {
    .shape = &shape_state, .fetch = states_fetch, .count = states_count, .sorts = "began_at"};

/* ---- all of them: each in its turn is request->id --------------------------------------------------------------------- */

enum states_turn { STATES_THIS_OR_NEXT, STATES_NEXT };

/* Those that were never of the group or product have nothing to show. */
static void states_write_printers(const struct endpoint_request *request, enum states_turn turn, struct buffer *sql)
{
    const char *const *values = request->query.values;

    buffer_format(sql, "SELECT printer FROM printer p WHERE printer %s ?5", turn == STATES_NEXT ? ">" : ">=");
    if (values[QUERY_PRINTER])
        buffer_text(sql, " AND printer = ?10");
    if (values[QUERY_FLEET_GROUP])
        buffer_text(sql, " AND ?7 IN (SELECT fleet_group FROM printer_era e WHERE e.printer_key = p.printer_key)");
    if (values[QUERY_PRODUCT])
        buffer_text(sql, " AND ?8 IN (SELECT product FROM printer_era e WHERE e.printer_key = p.printer_key)");
    buffer_text(sql, " ORDER BY printer LIMIT 1");
}

/* Moves on to a printer that was asked for. Returns 1, or 0 where there is no more, or -1. */
static int states_turn_to(struct endpoint_request *request, enum states_turn turn)
{
    struct buffer sql = {0};

    states_write_printers(request, turn, &sql);
    sqlite3_stmt *statement = endpoint_statement(request, &sql);
    if (!statement)
        return -1;
    states_bind(request, statement);
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        snprintf(request->id, sizeof request->id, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_reset(statement);
    return result == SQLITE_ROW ? 1 : result == SQLITE_DONE ? 0 : -1;
}

/* A position is the printer's ID, a comma, and the position in the list of its own states. What is behind the comma stays in
 * the chunk. As states_turn_to, or -1 with the problem. */
static int states_begin(struct list_chunk *chunk)
{
    struct endpoint_request *request = chunk->request;
    size_t length = strcspn(chunk->position, ",");
    char *own = chunk->position + length + 1, id[FLEET_ID_MAX + 1];

    request->id[0] = '\0';
    if (chunk->position[0] == '\0')
        return states_turn_to(request, STATES_NEXT);
    if (own[-1] != ',' || length > FLEET_ID_MAX || own[strspn(own, "0123456789")] != '\0')
        return problem_note(&request->problem, 400, "This is no cursor of this list",
                            "Take the cursor from `next` of the page before.");
    snprintf(id, sizeof id, "%.*s", (int)length, chunk->position);
    snprintf(request->id, sizeof request->id, "%s", id);
    int found = states_turn_to(request, STATES_THIS_OR_NEXT);
    if (strcmp(id, request->id) == 0)
        memmove(chunk->position, own, strlen(own) + 1);
    else
        chunk->position[0] = '\0';
    return found;
}

static void states_pass(struct list_chunk *chunk)
{
    char own[STATES_OWN_BYTES];

    snprintf(own, sizeof own, "%.*s", STATES_OWN_BYTES - 1, chunk->position);
    snprintf(chunk->position, sizeof chunk->position, "%s,%s", chunk->request->id, own);
}

/* The rows of one printer, as long as there is room. Returns 1 when the chunk is full or long enough on its way, 0 when the
 * printer has no more, or -1. */
static int states_fetch_turn(struct list_chunk *chunk, int *windows)
{
    struct walk walk;
    char filter[STATES_FILTER_BYTES];

    if (states_walk(chunk->request, &walk, filter) || walk_fetch_within(chunk, &walk, windows))
        return -1;
    return !chunk->is_end;
}

static int states_of_all_fetch(struct list_chunk *chunk)
{
    int windows = STATES_WINDOWS_MAX, is_full = 0;
    int found = states_begin(chunk);

    while (found > 0 && (is_full = states_fetch_turn(chunk, &windows)) == 0) {
        chunk->is_end = 0;
        chunk->position[0] = '\0';
        found = states_turn_to(chunk->request, STATES_NEXT);
    }
    if (found < 0 || is_full < 0)
        return -1;
    chunk->is_end = found == 0;
    if (!chunk->is_end)
        states_pass(chunk);
    return 0;
}

static int states_of_all_count(struct endpoint_request *request, int64_t *total)
{
    int64_t rows;
    int found;

    *total = 0;
    request->id[0] = '\0';
    while ((found = states_turn_to(request, STATES_NEXT)) > 0) {
        if (states_count(request, &rows))
            return -1;
        *total += rows;
    }
    return found;
}

const struct endpoint_list list_states_of_all = {
    .shape = &shape_state, .fetch = states_of_all_fetch, .count = states_of_all_count};
