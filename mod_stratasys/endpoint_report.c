/* Reports as lists: what group_by= asks for, pages of sums, how many there are. */
#include "endpoint_report.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- group_by= --------------------------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    unsigned bit; /* 0: a period */
    int period;
    const char *names; /* of a dimension, for report_names_read */
} report_words[] = {
    {"printer",      REPORT_PRINTER,     0,                   "SELECT printer_key, printer FROM printer ORDER BY 2"    },
    {"fleet_group",  REPORT_FLEET_GROUP, 0,                   "SELECT era_key, fleet_group FROM printer_era ORDER BY 2"},
    {"product",      REPORT_PRODUCT,     0,                   "SELECT era_key, product FROM printer_era ORDER BY 2"    },
    {"hour",         0,                  PERIOD_HOUR,         NULL                                                     },
    {"day",          0,                  PERIOD_DAY,          NULL                                                     },
    {"week",         0,                  PERIOD_WEEK,         NULL                                                     },
    {"month",        0,                  PERIOD_MONTH,        NULL                                                     },
    {"year",         0,                  PERIOD_YEAR,         NULL                                                     },
    {"weekday-hour", 0,                  REPORT_WEEKDAY_HOUR, NULL                                                     },
};

enum { REPORT_WORDS = sizeof report_words / sizeof *report_words };

/* Reads what the query has made sure of. names: of the dimension, NULL without one. */
static void report_read_groups(const struct endpoint_request *request, int *period, unsigned *dimension,
                               const char **names)
{
    const char *groups = request->query.values[QUERY_GROUP_BY];

    *period = REPORT_WHOLE;
    *dimension = 0;
    *names = NULL;
    for (size_t length; groups && *groups; groups += length + (groups[length] == ',')) {
        length = strcspn(groups, ",");
        for (int i = 0; i < REPORT_WORDS; i++) {
            if (strlen(report_words[i].word) != length || memcmp(groups, report_words[i].word, length) != 0)
                continue;
            if (report_words[i].bit == 0) {
                *period = report_words[i].period;
                continue;
            }
            *dimension = report_words[i].bit;
            *names = report_words[i].names;
        }
    }
}

/* A cursor belongs to its group_by. */
int report_prepare(struct endpoint_request *request)
{
    const char *groups = request->query.values[QUERY_GROUP_BY], *names;
    int period;

    report_read_groups(request, &period, &request->has_bits, &names);
    if (period < PERIODS)
        request->has_bits |= REPORT_PERIOD;
    if (period == REPORT_WEEKDAY_HOUR)
        request->has_bits |= REPORT_HOUR;
    snprintf(request->sort, sizeof request->sort, "%s", groups ? groups : "");
    return 0;
}

/* ---- a scan ------------------------------------------------------------------------------------------------------ */

static int report_read_names(struct report_scan *scan, const char *places)
{
    struct reader *reader = scan->request->reader;

    if (report_names_read(&scan->printers, reader, "SELECT printer_key, printer FROM printer ORDER BY 2") ||
        (places && report_names_read(&scan->places, reader, places)) ||
        (scan->report->subs && report_names_read(&scan->subs, reader, scan->report->subs)))
        return -1;
    scan->groups.words = (size_t)scan->printers.count / REPORT_WORD_BITS + 1;
    return 0;
}

/* The scan is to be ended by report_end, also where this fails. */
static int report_begin(struct report_scan *scan, struct endpoint_request *request)
{
    const char *places;

    *scan = (struct report_scan){.request = request, .report = report_of(request)};
    report_read_groups(request, &scan->period, &scan->dimension, &places);
    scan->groups.figures = scan->report->figure_count;
    for (size_t i = 0; i < scan->report->figure_count; i++)
        scan->first[i] = scan->report->figures[i].type >= REPORT_KNOWN_SECONDS ? NAN : 0;
    scan->from_at = INT64_MIN;
    return report_read_names(scan, places) || scan->report->begin(scan) ? -1 : 0;
}

static void report_end(struct report_scan *scan)
{
    report_names_free(&scan->printers);
    report_names_free(&scan->places);
    report_names_free(&scan->subs);
    report_groups_free(&scan->groups);
}

/* One row of totals there is always. */
static int report_run(struct report_scan *scan)
{
    size_t group;
    const struct report_key total = {0, 0, 0, 0};

    if (scan->report->run(scan))
        return -1;
    if (scan->period != REPORT_WHOLE || scan->dimension || scan->report->subs)
        return 0;
    return report_groups_find(&scan->groups, &total, scan->first, &group);
}

/* ---- the order of rows ------------------------------------------------------------------------------------------- */

static const char *report_text(const struct report_names *names, int32_t place)
{
    return place < names->count ? names->texts[place] : NULL;
}

/* NULL is before all texts. */
static int report_compare_texts(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int report_compare(const void *left, const void *right, void *context)
{
    const struct report_scan *scan = context;
    const struct report_key *a = &scan->groups.keys[*(const uint32_t *)left];
    const struct report_key *b = &scan->groups.keys[*(const uint32_t *)right];
    int order = (a->time > b->time) - (a->time < b->time);

    if (order == 0 && a->place != b->place)
        order = report_compare_texts(report_text(&scan->places, a->place), report_text(&scan->places, b->place));
    if (order == 0)
        order = a->kind - b->kind;
    if (order == 0 && a->sub != b->sub)
        order = report_compare_texts(report_text(&scan->subs, a->sub), report_text(&scan->subs, b->sub));
    return order;
}

/* The groups in the order of rows, to be freed; NULL without memory. */
static uint32_t *report_sort(struct report_scan *scan)
{
    uint32_t *order = malloc((scan->groups.count + 1) * sizeof *order);

    for (size_t i = 0; order && i < scan->groups.count; i++)
        order[i] = (uint32_t)i;
    if (order)
        qsort_r(order, scan->groups.count, sizeof *order, report_compare, scan);
    return order;
}

/* ---- places of pages --------------------------------------------------------------------------------------------- */

static uint64_t report_hash_text(uint64_t hash, const char *text)
{
    hash = (hash ^ (text != NULL)) * UINT64_C(0x100000001b3);
    for (; text && *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return hash;
}

/* What a row is called within its period, in a few bytes: names may be long, and keys are the database's own. */
static uint64_t report_row_hash(const struct report_scan *scan, const struct report_key *key)
{
    uint64_t hash = report_hash_text(UINT64_C(0xcbf29ce484222325), report_text(&scan->places, key->place));

    return report_hash_text(hash + (unsigned)key->kind, report_text(&scan->subs, key->sub));
}

static int report_unknown_place(struct report_scan *scan)
{
    return problem_note(
        &scan->request->problem, 400, "This is no cursor of this list",
        "The row that the page before ended with is not there, or not any more: begin with the first page.");
}

/* Reads "1735686000.1f": the time and the hash of the last row. */
static int report_read_position(struct report_scan *scan, const char *position)
{
    char *rest;

    if (position[0] == '\0')
        return 0;
    scan->is_after = 1;
    scan->after_time = strtoll(position, &rest, 10);
    if (*rest != '.')
        return report_unknown_place(scan);
    scan->after_row = strtoull(rest + 1, &rest, 16);
    if (*rest)
        return report_unknown_place(scan);
    if (scan->period < PERIODS)
        scan->from_at = scan->after_time;
    return 0;
}

/* Where the page begins in the order of rows. Returns 0, or -1 with the problem. */
static int report_find_position(struct report_scan *scan, const uint32_t *order, size_t *begin)
{
    *begin = scan->written;
    if (!scan->is_after || scan->written > 0)
        return 0;
    for (; *begin < scan->groups.count; ++*begin) {
        const struct report_key *key = &scan->groups.keys[order[*begin]];
        if (key->time == scan->after_time && report_row_hash(scan, key) == scan->after_row) {
            ++*begin;
            return 0;
        }
    }
    return report_unknown_place(scan);
}

static void report_write_position(const struct report_scan *scan, const struct report_key *key,
                                  char position[LIST_POSITION_BYTES])
{
    snprintf(position, LIST_POSITION_BYTES, "%lld.%llx", (long long)key->time,
             (unsigned long long)report_row_hash(scan, key));
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

/* Parameters of the statement that a row is written by. The name of the dimension is any of the three. */
enum {
    ROW_DIMENSION = 1,
    ROW_PERIOD,
    ROW_BEGAN,
    ROW_ENDED,
    ROW_WEEKDAY,
    ROW_HOUR_OF_DAY,
    ROW_SUB,
    ROW_KIND,
    ROW_PRINTERS,
    ROW_FIRST
};

static sqlite3_stmt *report_row_statement(struct report_scan *scan)
{
    struct buffer sql = {0};

    buffer_text(&sql, "SELECT ");
    row_columns(&scan->request->plan, &sql);
    buffer_text(&sql, " FROM (SELECT ?1 AS printer, ?1 AS fleet_group, ?1 AS product, ?2 AS period, ?3 AS began_at, "
                      "?4 AS ended_at, ?5 AS weekday, ?6 AS hour_of_day, ?7 AS sub, ?8 AS kind, ?9 AS printers");
    for (size_t i = 0; i < scan->report->figure_count; i++)
        buffer_format(&sql, ", ?%d AS %s", ROW_FIRST + (int)i, scan->report->figures[i].name);
    buffer_text(&sql, ")");
    return endpoint_statement(scan->request, &sql);
}

static void report_bind_span(sqlite3_stmt *row, struct zone_span span)
{
    if (report_is_empty(span))
        return;
    sqlite3_bind_int64(row, ROW_BEGAN, span.began_at);
    sqlite3_bind_int64(row, ROW_ENDED, span.ended_at);
}

/* A period as far as it lies in the range; without one, the range as far as there is history. */
static void report_bind_time(struct report_scan *scan, sqlite3_stmt *row, int64_t time)
{
    const struct zone *zone = &scan->request->zone;
    char label[PERIOD_LABEL_BYTES];

    if (scan->period >= PERIODS) {
        report_bind_span(row, report_overlap(scan->range, scan->history));
        sqlite3_bind_int64(row, ROW_WEEKDAY, time / REPORT_DAY_HOURS + 1);
        sqlite3_bind_int64(row, ROW_HOUR_OF_DAY, time % REPORT_DAY_HOURS);
        return;
    }
    period_label(zone, (enum period)scan->period, time, label);
    sqlite3_bind_text(row, ROW_PERIOD, label, -1, SQLITE_TRANSIENT);
    report_bind_span(row, report_overlap(scan->range, period_around(zone, (enum period)scan->period, time)));
}

static void report_bind_figure(sqlite3_stmt *row, int index, const struct report_figure *figure, double sum)
{
    if (isnan(sum))
        return;
    if (figure->type == REPORT_AMOUNT || figure->type == REPORT_KNOWN_AMOUNT)
        sqlite3_bind_double(row, index, sum);
    else
        sqlite3_bind_int64(row, index, (int64_t)sum);
}

static int report_write_row(struct report_scan *scan, struct list_chunk *chunk, sqlite3_stmt *row, size_t group)
{
    const struct report *report = scan->report;
    const struct report_key *key = &scan->groups.keys[group];

    sqlite3_reset(row);
    sqlite3_clear_bindings(row);
    sqlite3_bind_text(row, ROW_DIMENSION, report_text(&scan->places, key->place), -1, SQLITE_STATIC);
    report_bind_time(scan, row, key->time);
    sqlite3_bind_text(row, ROW_SUB, report_text(&scan->subs, key->sub), -1, SQLITE_STATIC);
    if (report->kinds)
        sqlite3_bind_text(row, ROW_KIND, report->kinds[key->kind], -1, SQLITE_STATIC);
    sqlite3_bind_int64(row, ROW_PRINTERS, report_groups_printers(&scan->groups, group));
    for (size_t i = 0; i < report->figure_count; i++)
        report_bind_figure(row, ROW_FIRST + (int)i, &report->figures[i],
                           scan->groups.sums[group * report->figure_count + i]);
    if (sqlite3_step(row) != SQLITE_ROW)
        return -1;
    list_add(chunk, row);
    return 0;
}

static int report_write_rows(struct report_scan *scan, struct list_chunk *chunk, const uint32_t *order)
{
    size_t begin, end;
    sqlite3_stmt *row = report_row_statement(scan);

    if (!row || report_find_position(scan, order, &begin))
        return -1;
    end = scan->groups.count - begin > (size_t)chunk->limit ? begin + (size_t)chunk->limit : scan->groups.count;
    for (size_t i = begin; i < end; i++)
        if (report_write_row(scan, chunk, row, order[i]))
            return -1;
    sqlite3_reset(row);
    sqlite3_clear_bindings(row);
    scan->written = end;
    if (end > begin)
        report_write_position(scan, &scan->groups.keys[order[end - 1]], chunk->position);
    chunk->is_end = end == scan->groups.count && !scan->is_cut;
    return 0;
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

/* Sums that were added up, in the order of rows. */
struct report_sheet {
    struct report_scan scan;
    uint32_t *order;
};

static void report_sheet_free(void *data)
{
    struct report_sheet *sheet = data;

    free(sheet->order);
    report_end(&sheet->scan);
    free(sheet);
}

/* The sheet of the rows behind the chunk's position; NULL when SQLite or memory fail, or with a problem noted. */
static struct report_sheet *report_sheet_make(const struct list_chunk *chunk)
{
    struct report_sheet *sheet = calloc(1, sizeof *sheet);

    if (!sheet)
        return NULL;
    int result = report_begin(&sheet->scan, chunk->request);
    sheet->scan.limit = (size_t)chunk->limit;
    if (result == 0 && report_read_position(&sheet->scan, chunk->position) == 0 && report_run(&sheet->scan) == 0 &&
        (sheet->order = report_sort(&sheet->scan)))
        return sheet;
    report_sheet_free(sheet);
    return NULL;
}

/* Without a calendar period a sheet holds all rows, and a stream goes on with it. */
static int report_is_whole(const struct report_sheet *sheet)
{
    return sheet->scan.period >= PERIODS;
}

int report_fetch(struct list_chunk *chunk)
{
    struct report_sheet *sheet = chunk->kept ? chunk->kept : report_sheet_make(chunk);

    chunk->kept = NULL;
    chunk->forget = NULL;
    if (!sheet)
        return -1;
    int result = report_write_rows(&sheet->scan, chunk, sheet->order);
    if (!sheet->scan.is_cut && !sheet->scan.is_after)
        chunk->total = (int64_t)sheet->scan.groups.count;
    if (result == 0 && chunk->is_stream && !chunk->is_end && report_is_whole(sheet)) {
        chunk->kept = sheet;
        chunk->forget = report_sheet_free;
    } else {
        report_sheet_free(sheet);
    }
    return result;
}

int report_count(struct endpoint_request *request, int64_t *total)
{
    struct report_scan scan;
    int result = report_begin(&scan, request);

    scan.is_count = 1;
    if (result == 0)
        result = report_run(&scan);
    *total = scan.counted + (int64_t)scan.groups.count;
    report_end(&scan);
    return result;
}
