/* What the odometers of one printer stood at, by day. */
#include "endpoints_internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct row_column odometer_columns[] = {
    {.key = "printer"}, {.key = "day"},        {.key = "odometer"},
    {.key = "value"},   {.key = "limit_warn"}, {.key = "limit_error"},
};
static const struct row_shape shape_odometer = {"OdometerDay", odometer_columns,
                                                sizeof odometer_columns / sizeof *odometer_columns};

enum { ODOMETERS_PRINTER = 1, ODOMETERS_FIRST_DAY, ODOMETERS_LAST_DAY, ODOMETERS_DAY, ODOMETERS_PASSED };

/* A place in the order: so many rows of a day are behind. Names of odometers, which may be anything, stay out of addresses. */
struct odometers_place {
    char day[ZONE_DATE_BYTES]; /* "": the beginning */
    int64_t passed;
};

static int odometers_read_place(struct list_chunk *chunk, struct odometers_place *place)
{
    size_t length = strlen("2025-03-30");
    const char *passed = chunk->position + length + 1;

    *place = (struct odometers_place){.passed = 0};
    if (chunk->position[0] == '\0')
        return 0;
    if (strspn(chunk->position, "0123456789-") != length || passed[-1] != ',' || !passed[0] ||
        passed[strspn(passed, "0123456789")])
        return problem_note(&chunk->request->problem, 400, "This is no cursor of this list",
                            "Take the cursor from `next` of the page before.");
    snprintf(place->day, sizeof place->day, "%.*s", (int)length, chunk->position);
    place->passed = strtoll(passed, NULL, 10);
    return 0;
}

static void odometers_pass(struct list_chunk *chunk, struct odometers_place *place, const char *day)
{
    if (strcmp(place->day, day) != 0)
        *place = (struct odometers_place){.passed = 0};
    snprintf(place->day, sizeof place->day, "%s", day);
    snprintf(chunk->position, sizeof chunk->position, "%s,%lld", place->day, (long long)++place->passed);
}

/* Where from or to lies within a day, all of it counts. */
static void odometers_bind(struct endpoint_request *request, sqlite3_stmt *statement)
{
    char first[ZONE_DATE_BYTES], last[ZONE_DATE_BYTES];
    int is_empty = request->from_at == request->to_at;

    zone_date(zone_day_number(&request->zone, request->from_at), first);
    zone_date(zone_day_number(&request->zone, request->to_at - 1), last);
    sqlite3_bind_text(statement, ODOMETERS_PRINTER, request->id, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, ODOMETERS_FIRST_DAY, first, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(statement, ODOMETERS_LAST_DAY, is_empty ? "" : last, -1, SQLITE_TRANSIENT);
}

#define ODOMETERS_FOUND " FROM odometer_daily WHERE printer = ?1 AND day BETWEEN ?2 AND ?3"

/* A printer has few odometers: all of its days are sorted for a page. */
static sqlite3_stmt *odometers_select(struct list_chunk *chunk, const struct odometers_place *place)
{
    struct endpoint_request *request = chunk->request;
    int is_down = request->sort[0] == '-';
    struct buffer sql = {0};

    endpoint_select(request, &sql, "day AS _day" ODOMETERS_FOUND);
    if (place->day[0])
        buffer_format(&sql, " AND day %s ?4", is_down ? "<=" : ">=");
    buffer_format(&sql, " ORDER BY day%s, odometer LIMIT -1 OFFSET ?5", is_down ? " DESC" : "");
    sqlite3_stmt *statement = endpoint_statement(request, &sql);
    if (!statement)
        return NULL;
    odometers_bind(request, statement);
    sqlite3_bind_text(statement, ODOMETERS_DAY, place->day, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(statement, ODOMETERS_PASSED, place->passed);
    return statement;
}

static int odometers_fetch(struct list_chunk *chunk)
{
    struct odometers_place place;
    int result = SQLITE_ERROR;

    if (odometers_read_place(chunk, &place))
        return -1;
    sqlite3_stmt *statement = odometers_select(chunk, &place);
    int column = (int)chunk->request->plan.column_count;
    while (statement && (result = sqlite3_step(statement)) == SQLITE_ROW && chunk->rows < chunk->limit) {
        odometers_pass(chunk, &place, (const char *)sqlite3_column_text(statement, column));
        list_add(chunk, statement);
    }
    sqlite3_reset(statement);
    chunk->is_end = result == SQLITE_DONE;
    return result == SQLITE_ROW || result == SQLITE_DONE ? 0 : -1;
}

static int odometers_count(struct endpoint_request *request, int64_t *total)
{
    sqlite3_stmt *statement = reader_prepare(request->reader, "SELECT count(*)" ODOMETERS_FOUND);

    if (!statement)
        return -1;
    odometers_bind(request, statement);
    int result = sqlite3_step(statement);
    *total = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return result == SQLITE_ROW ? 0 : -1;
}

const struct endpoint_list list_odometers = {
    .shape = &shape_odometer, .fetch = odometers_fetch, .count = odometers_count, .sorts = "day", .is_newest_first = 1};
