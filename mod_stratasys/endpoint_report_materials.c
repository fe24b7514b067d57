/* Material used and wasted, by kind and material; kept by day. */
#include "endpoint_report.h"

static const struct report_figure material_figures[] = {
    {"used_in3",   REPORT_AMOUNT},
    {"wasted_in3", REPORT_AMOUNT},
    {"jobs_ended", REPORT_COUNT },
};

enum { MATERIAL_FIGURES = sizeof material_figures / sizeof *material_figures };

static const char *const material_kinds[] = {"model", "support"};

static void material_add(double *sums, sqlite3_stmt *row)
{
    for (int i = 0; i < MATERIAL_FIGURES; i++)
        sums[i] += sqlite3_column_double(row, REPORT_FIRST + i);
}

/* From the first day to the last one that there is. Returns 0, or -1. */
static int material_read_history(struct report_scan *scan)
{
    const struct zone *zone = &scan->request->zone;
    sqlite3_stmt *statement = reader_prepare(
        scan->request->reader, "SELECT (SELECT min(day) FROM material_day), (SELECT max(day) FROM material_day)");

    if (!statement || sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    if (sqlite3_column_type(statement, 1) == SQLITE_TEXT) {
        int64_t first_at = report_date_at(zone, (const char *)sqlite3_column_text(statement, 0));
        int64_t last_at = report_date_at(zone, (const char *)sqlite3_column_text(statement, 1));
        scan->history = (struct zone_span){first_at, period_around(zone, PERIOD_DAY, last_at).ended_at};
    }
    sqlite3_reset(statement);
    return 0;
}

/* Whole days: there is nothing finer. */
static int material_begin(struct report_scan *scan)
{
    const struct endpoint_request *request = scan->request;

    scan->range = (struct zone_span){request->from_at, request->to_at};
    if (!report_is_empty(scan->range))
        scan->range = (struct zone_span){period_around(&request->zone, PERIOD_DAY, request->from_at).began_at,
                                         period_around(&request->zone, PERIOD_DAY, request->to_at - 1).ended_at};
    return material_read_history(scan);
}

static sqlite3_stmt *material_statement(struct report_scan *scan)
{
    struct buffer sql = {0};
    const char *const *values = scan->request->query.values;

    buffer_format(&sql,
                  "SELECT day, printer_key, %s, material_key, kind = 'support', used_in3, wasted_in3, jobs_ended "
                  "FROM material_day WHERE day BETWEEN ?1 AND ?2",
                  report_place_sql(scan, REPORT_BY_ERA));
    if (values[QUERY_MATERIAL_KIND])
        buffer_text(&sql, " AND kind = ?3");
    if (values[QUERY_MATERIAL])
        buffer_text(&sql, " AND material_key = (SELECT material_key FROM material WHERE material = ?4)");
    report_write_printers(scan, REPORT_BY_ERA, &sql);
    buffer_text(&sql, " ORDER BY day");
    sqlite3_stmt *statement = endpoint_statement(scan->request, &sql);
    if (!statement)
        return NULL;
    endpoint_bind_query(scan->request, statement, 3, QUERY_MATERIAL_KIND);
    endpoint_bind_query(scan->request, statement, 4, QUERY_MATERIAL);
    report_bind_printers(scan, statement);
    return statement;
}

static int material_run(struct report_scan *scan)
{
    char first[PERIOD_LABEL_BYTES], last[PERIOD_LABEL_BYTES];
    const struct zone *zone = &scan->request->zone;
    struct zone_span span = report_span(scan);

    if (report_is_empty(span))
        return 0;
    sqlite3_stmt *statement = material_statement(scan);
    if (!statement)
        return -1;
    period_label(zone, PERIOD_DAY, span.began_at, first);
    period_label(zone, PERIOD_DAY, span.ended_at - 1, last);
    sqlite3_bind_text(statement, 1, first, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(statement, 2, last, -1, SQLITE_TRANSIENT);
    return report_add(scan, statement);
}

const struct report report_materials = {
    .subs = "SELECT material_key, nullif(material, '') FROM material ORDER BY 2",
    .kinds = material_kinds,
    .figures = material_figures,
    .figure_count = MATERIAL_FIGURES,
    .begin = material_begin,
    .run = material_run,
    .add = material_add,
};
