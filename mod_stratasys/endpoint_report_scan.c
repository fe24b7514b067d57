/* Rows are added up: each belongs to a stretch of time, a dimension, and what its report always groups by. */
#include "endpoint_report.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REPORT_DAY_S = 86400 };

/* ---- times ------------------------------------------------------------------------------------------------------- */

int64_t report_date_at(const struct zone *zone, const char *date)
{
    char *rest;
    int64_t year = strtoll(date, &rest, 10);
    int month = *rest == '-' ? (int)strtol(rest + 1, &rest, 10) : 1;
    int day = *rest == '-' ? (int)strtol(rest + 1, NULL, 10) : 1;

    return zone_from_local(zone, zone_day_of_civil(year, month, day) * REPORT_DAY_S);
}

struct zone_span report_overlap(struct zone_span a, struct zone_span b)
{
    struct zone_span both = {
        a.began_at > b.began_at ? a.began_at : b.began_at,
        a.ended_at < b.ended_at ? a.ended_at : b.ended_at,
    };

    if (both.ended_at < both.began_at)
        both.ended_at = both.began_at;
    return both;
}

struct zone_span report_span(const struct report_scan *scan)
{
    struct zone_span rest = {scan->from_at, INT64_MAX};

    return report_overlap(report_overlap(scan->range, scan->history), rest);
}

int report_is_empty(struct zone_span span)
{
    return span.began_at >= span.ended_at;
}

/* The time of a row. Rows of a day follow each other: its text is read once. */
static int64_t report_row_at(struct report_scan *scan, sqlite3_stmt *row)
{
    if (sqlite3_column_type(row, REPORT_AT) != SQLITE_TEXT)
        return sqlite3_column_int64(row, REPORT_AT);
    const char *date = (const char *)sqlite3_column_text(row, REPORT_AT);
    if (strcmp(date, scan->date) != 0) {
        snprintf(scan->date, sizeof scan->date, "%s", date);
        scan->date_at = report_date_at(&scan->request->zone, scan->date);
    }
    return scan->date_at;
}

/* The period around `at`, and its time in keys. */
static void report_find_time(struct report_scan *scan, int64_t at)
{
    const struct zone *zone = &scan->request->zone;

    scan->stretch = period_around(zone, scan->period < PERIODS ? (enum period)scan->period : PERIOD_HOUR, at);
    scan->time = scan->period < PERIODS
                     ? scan->stretch.began_at
                     : (period_weekday(zone, at) - 1) * REPORT_DAY_HOURS + period_hour_of_day(zone, at);
}

/* Moves to the time of a row. Returns 1 when the periods before it hold all that the page needs. */
static int report_move(struct report_scan *scan, int64_t at)
{
    if (scan->period == REPORT_WHOLE || (at >= scan->stretch.began_at && at < scan->stretch.ended_at))
        return 0;
    report_find_time(scan, at);
    if (scan->period == REPORT_WEEKDAY_HOUR)
        return 0;
    if (scan->is_count) {
        scan->counted += (int64_t)scan->groups.count;
        report_groups_empty(&scan->groups);
    }
    scan->is_cut = !scan->is_count && scan->fresh >= scan->limit;
    return scan->is_cut;
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

static int32_t report_row_place(struct report_scan *scan, sqlite3_stmt *row)
{
    switch (sqlite3_column_type(row, REPORT_PLACE)) {
    case SQLITE_INTEGER:
        return report_names_of_key(&scan->places, sqlite3_column_int64(row, REPORT_PLACE));
    case SQLITE_TEXT:
        return report_names_of_text(&scan->places, (const char *)sqlite3_column_text(row, REPORT_PLACE));
    default:
        return 0;
    }
}

static int report_add_row(struct report_scan *scan, sqlite3_stmt *row)
{
    size_t group, before = scan->groups.count;
    struct report_key key = {scan->time, scan->dimension ? report_row_place(scan, row) : 0, 0, 0};

    if (scan->report->subs)
        key.sub = report_names_of_key(&scan->subs, sqlite3_column_int64(row, REPORT_SUB));
    if (scan->report->kinds)
        key.kind = sqlite3_column_int(row, REPORT_KIND) != 0;
    int result = report_groups_find(&scan->groups, &key, scan->first, &group);
    if (result > 0)
        return problem_note(&scan->request->problem, 400, "Too many rows at once",
                            "These sums have more than %d rows: choose another group_by or a shorter range.",
                            REPORT_GROUPS_MAX);
    if (result < 0)
        return -1;
    if (scan->groups.count > before && (!scan->is_after || scan->time > scan->after_time))
        scan->fresh++;
    if (scan->is_count)
        return 0;
    report_groups_count_printer(&scan->groups, group,
                                report_names_of_key(&scan->printers, sqlite3_column_int64(row, REPORT_PRINTER_KEY)));
    scan->report->add(scan->groups.sums + group * scan->groups.figures, row);
    return 0;
}

int report_add(struct report_scan *scan, sqlite3_stmt *statement)
{
    int result = SQLITE_DONE, failed = 0;

    while (!failed && !scan->is_cut && (result = sqlite3_step(statement)) == SQLITE_ROW)
        if (!report_move(scan, report_row_at(scan, statement)))
            failed = report_add_row(scan, statement);
    sqlite3_reset(statement);
    return !failed && (result == SQLITE_DONE || scan->is_cut) ? 0 : -1;
}

/* ---- the dimension ----------------------------------------------------------------------------------------------- */

const char *report_place_sql(const struct report_scan *scan, enum report_names_of names_of)
{
    switch (scan->dimension) {
    case REPORT_PRINTER:
        return "printer_key";
    case REPORT_FLEET_GROUP:
        return names_of == REPORT_BY_ERA ? "era_key" : "fleet_group";
    case REPORT_PRODUCT:
        return names_of == REPORT_BY_ERA ? "era_key" : "product";
    default:
        return "NULL";
    }
}

#define IS_PRINTER "printer_key = (" ENDPOINT_PRINTER_KEY("?11") ")"

static const struct {
    enum query_parameter parameter;
    int index;
    const char *by_era, *by_name;
} report_filters[] = {
    {QUERY_PRINTER,     REPORT_BIND_PRINTER,     IS_PRINTER,                    IS_PRINTER         },
    {QUERY_FLEET_GROUP, REPORT_BIND_FLEET_GROUP, ENDPOINT_IS_OF_GROUP("?12"),   "fleet_group = ?12"},
    {QUERY_PRODUCT,     REPORT_BIND_PRODUCT,     ENDPOINT_IS_OF_PRODUCT("?13"), "product = ?13"    },
};

void report_write_printers(const struct report_scan *scan, enum report_names_of names_of, struct buffer *sql)
{
    for (size_t i = 0; i < sizeof report_filters / sizeof *report_filters; i++)
        if (scan->request->query.values[report_filters[i].parameter])
            buffer_format(sql, " AND %s",
                          names_of == REPORT_BY_ERA ? report_filters[i].by_era : report_filters[i].by_name);
}

void report_bind_printers(const struct report_scan *scan, sqlite3_stmt *statement)
{
    for (size_t i = 0; i < sizeof report_filters / sizeof *report_filters; i++)
        endpoint_bind_query(scan->request, statement, report_filters[i].index, report_filters[i].parameter);
}
