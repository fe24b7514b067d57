/* Utilization: seconds in each state, from the sums by month where whole months are asked for, else by day; what begins or ends
 * inside of a day, and what is grouped by hours, from the sums by hour. */
#include "endpoint_report.h"

#define STATES                                                                                                         \
    "idle_s, preparing_s, building_s, paused_s, part_waiting_s, maintenance_s, error_s, offline_s, unmapped_s, "       \
    "unobserved_s, unobserved_build_s"

static const struct report_figure usage_figures[] = {
    {"idle_s",             REPORT_COUNT },
    {"preparing_s",        REPORT_COUNT },
    {"building_s",         REPORT_COUNT },
    {"paused_s",           REPORT_COUNT },
    {"part_waiting_s",     REPORT_COUNT },
    {"maintenance_s",      REPORT_COUNT },
    {"error_s",            REPORT_COUNT },
    {"offline_s",          REPORT_COUNT },
    {"unmapped_s",         REPORT_COUNT },
    {"unobserved_s",       REPORT_COUNT },
    {"unobserved_build_s", REPORT_AMOUNT},
};

enum { USAGE_FIGURES = sizeof usage_figures / sizeof *usage_figures, USAGE_SECONDS = USAGE_FIGURES - 1 };

static void usage_add(double *sums, sqlite3_stmt *row)
{
    /* Whole seconds are read as such: a conversion of each would be a third of the time. */
    for (int i = 0; i < USAGE_SECONDS; i++)
        sums[i] += (double)sqlite3_column_int64(row, REPORT_FIRST + i);
    sums[USAGE_SECONDS] += sqlite3_column_double(row, REPORT_FIRST + USAGE_SECONDS);
}

/* ---- what there is ---------------------------------------------------------------------------------------------------- */

/* From the first day's beginning until when the last one is counted. Returns 0, or -1. */
static int usage_read_history(struct report_scan *scan)
{
    sqlite3_stmt *statement =
        reader_prepare(scan->request->reader,
                       "SELECT (SELECT min(day_began_at) FROM usage_day WHERE day = (SELECT min(day) FROM usage_day)), "
                       "(SELECT max(covered_until_at) FROM usage_day WHERE day = (SELECT max(day) FROM usage_day))");

    if (!statement || sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    scan->history = (struct zone_span){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    sqlite3_reset(statement);
    return 0;
}

/* Whole hours: there is nothing finer. */
static int usage_begin(struct report_scan *scan)
{
    const struct endpoint_request *request = scan->request;

    scan->range = (struct zone_span){request->from_at, request->to_at};
    if (!report_is_empty(scan->range))
        scan->range = (struct zone_span){zone_hour(&request->zone, request->from_at).began_at,
                                         zone_hour(&request->zone, request->to_at - 1).ended_at};
    return usage_read_history(scan);
}

/* What is to be read: until the end of the last day that there is, so that today is a whole day. */
static struct zone_span usage_span(struct report_scan *scan)
{
    struct zone_span span = report_span(scan);

    if (span.ended_at == scan->history.ended_at && !report_is_empty(span))
        span.ended_at = period_around(&scan->request->zone, PERIOD_DAY, span.ended_at - 1).ended_at;
    return report_overlap(span, scan->range);
}

/* ---- tables ----------------------------------------------------------------------------------------------------------- */

/* Days and hours know what was true of a printer by themselves: days have its names, hours its era. */
static const struct usage_table {
    const char *name, *time;
    enum report_names_of names_of;
} usage_hours = {"usage_hour", "hour_began_at", REPORT_BY_ERA}, usage_days = {"usage_day", "day", REPORT_BY_NAME},
  usage_months = {"usage_month", "month", REPORT_BY_NAME};

/* The statement for the rows whose time lies between ?1 and ?2, both included. */
static sqlite3_stmt *usage_statement(struct report_scan *scan, const struct usage_table *table)
{
    struct buffer sql = {0};

    buffer_format(&sql, "SELECT %s, printer_key, %s, NULL, NULL, %s FROM %s WHERE %s BETWEEN ?1 AND ?2", table->time,
                  report_place_sql(scan, table->names_of), scan->is_count ? "NULL" : STATES, table->name, table->time);
    report_write_printers(scan, table->names_of, &sql);
    buffer_format(&sql, " ORDER BY %s", table->time);
    sqlite3_stmt *statement = endpoint_statement(scan->request, &sql);
    if (statement)
        report_bind_printers(scan, statement);
    return statement;
}

static int usage_run_hours(struct report_scan *scan, struct zone_span span)
{
    if (report_is_empty(span) || scan->is_cut)
        return 0;
    sqlite3_stmt *statement = usage_statement(scan, &usage_hours);
    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, span.began_at);
    sqlite3_bind_int64(statement, 2, span.ended_at - 1);
    return report_add(scan, statement);
}

/* Days and months are found by their names. */
static int usage_run_dates(struct report_scan *scan, const struct usage_table *table, enum period period,
                           struct zone_span span)
{
    char first[PERIOD_LABEL_BYTES], last[PERIOD_LABEL_BYTES];
    const struct zone *zone = &scan->request->zone;

    if (report_is_empty(span) || scan->is_cut)
        return 0;
    sqlite3_stmt *statement = usage_statement(scan, table);
    if (!statement)
        return -1;
    period_label(zone, period, span.began_at, first);
    period_label(zone, period, span.ended_at - 1, last);
    sqlite3_bind_text(statement, 1, first, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(statement, 2, last, -1, SQLITE_TRANSIENT);
    return report_add(scan, statement);
}

/* ---- what is read ----------------------------------------------------------------------------------------------------- */

/* The whole days in the span; none is the empty span at its end. */
static struct zone_span usage_whole_days(const struct zone *zone, struct zone_span span)
{
    struct zone_span first = period_around(zone, PERIOD_DAY, span.began_at);
    struct zone_span last = period_around(zone, PERIOD_DAY, span.ended_at - 1);
    struct zone_span days = {
        first.began_at == span.began_at ? first.began_at : first.ended_at,
        last.ended_at == span.ended_at ? last.ended_at : last.began_at,
    };

    return report_is_empty(days) ? (struct zone_span){span.ended_at, span.ended_at} : days;
}

/* Whether the months that the days lie in have no other days in the history, and nothing is asked that months do not know. */
static int usage_is_months(const struct report_scan *scan, struct zone_span days)
{
    const struct zone *zone = &scan->request->zone;
    const char *const *values = scan->request->query.values;
    struct zone_span first = period_around(zone, PERIOD_MONTH, days.began_at);
    struct zone_span last = period_around(zone, PERIOD_MONTH, days.ended_at - 1);

    if (scan->period == PERIOD_DAY || scan->period == PERIOD_WEEK || values[QUERY_FLEET_GROUP] ||
        values[QUERY_PRODUCT] || scan->dimension == REPORT_FLEET_GROUP || scan->dimension == REPORT_PRODUCT)
        return 0;
    return (first.began_at == days.began_at || days.began_at <= scan->history.began_at) &&
           (last.ended_at == days.ended_at || days.ended_at >= scan->history.ended_at);
}

static int usage_run_days(struct report_scan *scan, struct zone_span days)
{
    if (!report_is_empty(days) && usage_is_months(scan, days))
        return usage_run_dates(scan, &usage_months, PERIOD_MONTH, days);
    return usage_run_dates(scan, &usage_days, PERIOD_DAY, days);
}

static int usage_run(struct report_scan *scan)
{
    struct zone_span span = usage_span(scan);

    if (report_is_empty(span))
        return 0;
    if (scan->period == PERIOD_HOUR || scan->period == REPORT_WEEKDAY_HOUR)
        return usage_run_hours(scan, span);
    struct zone_span days = usage_whole_days(&scan->request->zone, span);
    return usage_run_hours(scan, (struct zone_span){span.began_at, days.began_at}) || usage_run_days(scan, days) ||
                   usage_run_hours(scan, (struct zone_span){days.ended_at, span.ended_at})
               ? -1
               : 0;
}

const struct report report_utilization = {
    .figures = usage_figures,
    .figure_count = USAGE_FIGURES,
    .begin = usage_begin,
    .run = usage_run,
    .add = usage_add,
};
