/* What was measured of one printer over time: its samples as they were kept, in equal steps, and by the hour. */
#include "endpoint_walk.h"

enum { SERIES_PRINTER = WALK_BOUND, SERIES_AT };

static void series_bind(struct endpoint_request *request, sqlite3_stmt *statement)
{
    sqlite3_bind_text(statement, SERIES_PRINTER, request->id, -1, SQLITE_STATIC);
}

/* What lies in the range that was asked for. */
static struct walk series_walk(const struct endpoint_request *request, const char *view, const char *key)
{
    return (struct walk){
        .table = view,
        .found = " AND printer = ?5",
        .filter = "",
        .keys = {key, NULL},
        .above = {{request->from_at - 1, 0}  },
        .below = {{request->to_at, 0}},
        .is_down = walk_is_down(request),
        .bind = series_bind,
    };
}

/* A statement about the request's printer, with a time. */
static sqlite3_stmt *series_statement(struct endpoint_request *request, const char *sql, int64_t at)
{
    sqlite3_stmt *statement = reader_prepare(request->reader, sql);

    if (!statement)
        return NULL;
    series_bind(request, statement);
    sqlite3_bind_int64(statement, SERIES_AT, at);
    return statement;
}

/* ---- steps ------------------------------------------------------------------------------------------------------------ */

enum { SAMPLES_STEPPED = 1 }; /* has_bits */

static const struct row_column sample_columns[] = {
    {.key = "printer"},
    {.key = "at"     },
    {.key = "state",   .only_if = SAMPLES_STEPPED},
    {.key = "model_temp_c"               },
    {.key = "support_temp_c"},
    {.key = "envelope_temp_c"               },
    {.key = "model_set_c"},
    {.key = "support_set_c"               },
    {.key = "envelope_set_c"},
    {.key = "layer"               },
    {.key = "progress_ratio"},
    {.key = "model_used_in3"               },
    {.key = "support_used_in3"},
};
static const struct row_shape shape_sample = {"Sample", sample_columns, sizeof sample_columns / sizeof *sample_columns};

/* The sample that held at ?6. Nobody knows what was so while the printer was not seen. */
#define SAMPLE_HELD                                                                                                    \
    "at AS _key FROM (SELECT printer, ?6 AS at, state, model_temp_c, support_temp_c, envelope_temp_c, model_set_c, "   \
    "support_set_c, envelope_set_c, layer, progress_e4 / 1e4 AS progress_ratio, "                                      \
    "model_used_e4_in3 / 1e4 AS model_used_in3, support_used_e4_in3 / 1e4 AS support_used_in3 FROM printer p "         \
    "LEFT JOIN state_span t ON t.printer_key = p.printer_key AND t.began_at = (SELECT max(began_at) FROM state_span "  \
    "WHERE printer_key = p.printer_key AND began_at <= ?6) AND (t.ended_at IS NULL OR t.ended_at > ?6) "               \
    "LEFT JOIN sample s ON s.printer_key = p.printer_key AND s.at = (SELECT max(at) FROM sample "                      \
    "WHERE printer_key = p.printer_key AND at <= ?6) AND t.state NOT IN ('offline', 'unobserved') "                    \
    "WHERE p.printer = ?5)"

#define STEPS_OF_PRINTER " FROM printer p LEFT JOIN printer_reading r USING (printer_key) WHERE p.printer = ?5"

/* Equal steps: multiples of step_s from first_at to last_at, both included; none where last_at is less. */
struct steps {
    int64_t step_s, first_at, last_at;
};

static struct steps steps_between(const struct walk *walk, int64_t step_s)
{
    int64_t above_at = walk->above.keys[0], below_at = walk->below.keys[0];

    if (above_at >= below_at - 1 || below_at < 1)
        return (struct steps){step_s, 0, -step_s};
    return (struct steps){step_s, above_at < 0 ? 0 : (above_at / step_s + 1) * step_s,
                          (below_at - 1) / step_s * step_s};
}

/* Steps lie where the printer's history does: from its first stretch, or where no beginning was asked for its first sample, to its
 * last poll. Returns 0, or -1. */
static int steps_bound(struct endpoint_request *request, struct walk *walk)
{
    static const char *const sql[] = {
        "SELECT (SELECT min(at) FROM sample WHERE printer_key = p.printer_key), r.covered_at" STEPS_OF_PRINTER,
        "SELECT (SELECT min(began_at) FROM state_span WHERE printer_key = p.printer_key), "
        "r.covered_at" STEPS_OF_PRINTER,
    };
    sqlite3_stmt *statement = series_statement(request, sql[request->query.values[QUERY_FROM] != NULL], 0);

    if (!statement || sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    int64_t first_at = sqlite3_column_int64(statement, 0), last_at = sqlite3_column_int64(statement, 1);
    int is_known = sqlite3_column_type(statement, 0) != SQLITE_NULL && sqlite3_column_type(statement, 1) != SQLITE_NULL;
    sqlite3_reset(statement);
    if (walk->above.keys[0] < first_at - 1)
        walk->above.keys[0] = first_at - 1;
    if (walk->below.keys[0] > last_at + 1)
        walk->below.keys[0] = last_at + 1;
    if (!is_known)
        walk->below.keys[0] = 0;
    return 0;
}

static int steps_row(struct list_chunk *chunk, sqlite3_stmt *statement, int64_t at)
{
    sqlite3_reset(statement);
    sqlite3_bind_int64(statement, SERIES_AT, at);
    if (sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    list_add(chunk, statement);
    return 0;
}

static int steps_write(struct list_chunk *chunk, const struct walk *walk, const struct steps *steps)
{
    struct buffer sql = {0};
    int64_t at = walk->is_down ? steps->last_at : steps->first_at;

    endpoint_select(chunk->request, &sql, SAMPLE_HELD);
    sqlite3_stmt *statement = endpoint_statement(chunk->request, &sql);
    if (!statement)
        return -1;
    series_bind(chunk->request, statement);
    for (; at >= steps->first_at && at <= steps->last_at && chunk->rows < chunk->limit;
         at += walk->is_down ? -steps->step_s : steps->step_s) {
        if (steps_row(chunk, statement, at))
            return -1;
        walk_pass(chunk, walk,
                  &(struct walk_place){
                      {at, 0}
        });
    }
    sqlite3_reset(statement);
    chunk->is_end = at < steps->first_at || at > steps->last_at;
    return 0;
}

/* ---- samples ---------------------------------------------------------------------------------------------------------- */

static int64_t samples_step_s(const struct endpoint_request *request)
{
    return query_number(&request->query, QUERY_STEP, 0);
}

static int samples_prepare(struct endpoint_request *request)
{
    request->has_bits = samples_step_s(request) ? SAMPLES_STEPPED : 0;
    return 0;
}

static int samples_fetch(struct list_chunk *chunk)
{
    struct walk walk = series_walk(chunk->request, "sample_history", "at");
    int64_t step_s = samples_step_s(chunk->request);

    if (!step_s)
        return walk_fetch(chunk, &walk);
    if (steps_bound(chunk->request, &walk) || walk_begin(chunk, &walk))
        return -1;
    struct steps steps = steps_between(&walk, step_s);
    return steps_write(chunk, &walk, &steps);
}

static int samples_count(struct endpoint_request *request, int64_t *total)
{
    struct walk walk = series_walk(request, "sample_history", "at");
    int64_t step_s = samples_step_s(request);

    if (!step_s)
        return walk_count(request, &walk, total);
    if (steps_bound(request, &walk))
        return -1;
    struct steps steps = steps_between(&walk, step_s);
    *total = (steps.last_at - steps.first_at) / step_s + 1;
    return 0;
}

const struct endpoint_list list_samples = {
    .shape = &shape_sample,
    .fetch = samples_fetch,
    .count = samples_count,
    .sorts = "at",
    .prepare = samples_prepare,
};

/* ---- hours ------------------------------------------------------------------------------------------------------------ */

#define OF_HOUR(measure)                                                                                               \
    {.key = measure "_min"}, {.key = measure "_mean"},                                                                 \
    {                                                                                                                  \
        .key = measure "_max"                                                                                          \
    }

static const struct row_column hour_columns[] = {
    {.key = "printer"},          {.key = "at"},
    {.key = "samples"},          OF_HOUR("model_temp_c"),
    OF_HOUR("support_temp_c"),   OF_HOUR("envelope_temp_c"),
    OF_HOUR("model_set_c"),      OF_HOUR("support_set_c"),
    OF_HOUR("envelope_set_c"),   OF_HOUR("layer"),
    OF_HOUR("progress_ratio"),   OF_HOUR("model_used_in3"),
    OF_HOUR("support_used_in3"),
};
static const struct row_shape shape_hour = {"SampleHour", hour_columns, sizeof hour_columns / sizeof *hour_columns};

static int hours_fetch(struct list_chunk *chunk)
{
    struct walk walk = series_walk(chunk->request, "sample_hourly", "at");

    return walk_fetch(chunk, &walk);
}

static int hours_count(struct endpoint_request *request, int64_t *total)
{
    struct walk walk = series_walk(request, "sample_hourly", "at");

    return walk_count(request, &walk, total);
}

const struct endpoint_list list_sample_hours = {
    .shape = &shape_hour, .fetch = hours_fetch, .count = hours_count, .sorts = "at"};
