/*
 * Reports: rows of history added up for a stretch of time and a dimension (group_by), both of which may be absent. The
 * rows are stepped through in the order of time and added up in C: GROUP BY would sort them first. What the files of
 * the reports share.
 */
#ifndef ENDPOINT_REPORT_H
#define ENDPOINT_REPORT_H

#include "endpoints_internal.h"
#include "period.h"

/* What a row is of, beside the periods of period.h. */
enum { REPORT_WEEKDAY_HOUR = PERIODS, REPORT_WHOLE };

enum { REPORT_DAY_HOURS = 24 };

/* For the only_if of a shape. */
enum report_bit { REPORT_PRINTER = 1, REPORT_FLEET_GROUP = 2, REPORT_PRODUCT = 4, REPORT_PERIOD = 8, REPORT_HOUR = 16 };

#define REPORT_DIMENSIONS "printer fleet_group product"

/* The columns that every report's shape begins with. */
#define REPORT_KEYS                                                                                                    \
    {.key = "period", .only_if = REPORT_PERIOD}, {.key = "weekday", .only_if = REPORT_HOUR},                           \
        {.key = "hour_of_day", .only_if = REPORT_HOUR}, {.key = "began_at"}, {.key = "ended_at"},                      \
        {.key = "printer", .only_if = REPORT_PRINTER}, {.key = "fleet_group", .only_if = REPORT_FLEET_GROUP},          \
    {                                                                                                                  \
        .key = "product", .only_if = REPORT_PRODUCT                                                                    \
    }

/* ---- names (endpoint_report_names.c) ----------------------------------------------------------------------------- */

/* Texts by the key of their row. Place 0 is NULL: unknown, or none. */
struct report_names {
    char **texts; /* owned */
    int32_t count, room;
    int32_t *of_key; /* owned: the place of the text of a key, 0 where there is none */
    int64_t key_count;
};

/* Reads sql's rows of key and text, ordered by text. Returns 0, or -1; report_names_free in either case. */
int report_names_read(struct report_names *names, struct reader *reader, const char *sql);
void report_names_free(struct report_names *names);

int32_t report_names_of_key(const struct report_names *names, int64_t key);

/* The place of a text (NULL: unknown), which is added where it is not there yet; -1 without memory. */
int32_t report_names_of_text(struct report_names *names, const char *text);

/* ---- groups (endpoint_report_groups.c) --------------------------------------------------------------------------- */

enum { REPORT_GROUPS_MAX = 100000, REPORT_WORD_BITS = 64 };

/* What tells one row of a report from the others: texts by their places. */
struct report_key {
    int64_t time; /* when the period begins; the hour of the week, from 0 on Monday; 0 */
    int32_t place, sub, kind;
};

struct report_groups {
    size_t figures, words; /* of one group */
    size_t count, room;
    struct report_key *keys;
    double *sums;       /* figures of them for each group; NAN: nothing known was added */
    uint64_t *printers; /* words of them for each group, a bit for each printer counted */
    uint32_t *slots;    /* a power of two of them: the place of a group and one, found by its key's hash; 0: free */
    size_t slot_count, last;
};

/* The group of that key, a new one with `first` as its sums where there is none. Returns 0; 1 when there would be more
 * than REPORT_GROUPS_MAX; -1 without memory. */
int report_groups_find(struct report_groups *groups, const struct report_key *key, const double *first, size_t *group);
void report_groups_count_printer(struct report_groups *groups, size_t group, int32_t printer);
int report_groups_printers(const struct report_groups *groups, size_t group);
void report_groups_empty(struct report_groups *groups);
void report_groups_free(struct report_groups *groups);

/* ---- one report -------------------------------------------------------------------------------------------------- */

struct report_scan;

/* A figure of a group, for the shape's SQL: a whole number, or not, 0 at first,
 * or NULL until something known was added. */
enum report_type { REPORT_COUNT, REPORT_AMOUNT, REPORT_KNOWN_SECONDS, REPORT_KNOWN_AMOUNT };
struct report_figure {
    const char *name;
    enum report_type type;
};

enum { REPORT_FIGURES_MAX = 24 };

/* The columns of a SELECT whose rows are added up. */
enum report_column {
    REPORT_AT,          /* Unix seconds, or a date or month as text */
    REPORT_PRINTER_KEY, /* as in printer */
    REPORT_PLACE,       /* of the dimension: a key, or the text itself; without one NULL */
    REPORT_SUB,         /* the key of what the report always groups by, or NULL */
    REPORT_KIND,        /* a number, where it groups by a kind, too */
    REPORT_FIRST        /* then what the report adds */
};

struct report {
    const char *subs;         /* SELECT for report_names_read; NULL: nothing but the dimension */
    const char *const *kinds; /* names of kinds */
    const struct report_figure *figures;
    size_t figure_count;
    /* Sets scan->range and scan->history. Returns 0, or -1. */
    int (*begin)(struct report_scan *scan);
    /* Runs its SELECTs in the order of time, by report_add. Returns 0, or -1. */
    int (*run)(struct report_scan *scan);
    /* Adds the row's columns from REPORT_FIRST on. */
    void (*add)(double *sums, sqlite3_stmt *row);
};

extern const struct report report_utilization, report_materials, report_owners, report_outcomes, report_estimates,
    report_waiting;

/* The report of the request's list. */
const struct report *report_of(const struct endpoint_request *request);

/* What the lists of all reports do (endpoint_report.c). */
int report_prepare(struct endpoint_request *request);
list_fetch report_fetch;
list_count report_count;

/* ---- a report being made ----------------------------------------------------------------------------------------- */

struct report_scan {
    struct endpoint_request *request;
    const struct report *report;
    int period;         /* enum period, REPORT_WEEKDAY_HOUR or REPORT_WHOLE */
    unsigned dimension; /* one bit of enum report_bit, or 0 */
    int is_count;       /* only how many rows there are */

    struct zone_span range;   /* what is counted: from and to, rounded as the report has to */
    struct zone_span history; /* what there is to count; both 0: nothing */
    int64_t from_at;          /* what lies before is on earlier pages */

    struct report_names printers, places, subs;
    struct report_groups groups;
    double first[REPORT_FIGURES_MAX]; /* the sums of a new group */

    int64_t time;             /* of the row that is looked at, as in its key */
    struct zone_span stretch; /* in which all rows have that time */
    char date[ZONE_DATE_BYTES];
    int64_t date_at;

    int64_t after_time; /* a page begins behind this row */
    uint64_t after_row;
    int is_after;
    size_t limit;    /* rows of the page */
    size_t fresh;    /* groups that begin later than after_time */
    int64_t counted; /* groups of the periods that are over */
    int is_cut;      /* there are enough: nothing more is read */
    size_t written;  /* rows that a stream's earlier pieces have */
};

/* How a table tells the group and the product: it has era_key, or columns of these names. */
enum report_names_of { REPORT_BY_ERA, REPORT_BY_NAME };

/* "printer_key", "NULL", …: what stands for the dimension. */
const char *report_place_sql(const struct report_scan *scan, enum report_names_of names_of);

/* Appends " AND …" for printer, fleet_group and product; binds them, beyond the numbers of the caller's own. */
enum { REPORT_BIND_PRINTER = 11, REPORT_BIND_FLEET_GROUP, REPORT_BIND_PRODUCT };
void report_write_printers(const struct report_scan *scan, enum report_names_of names_of, struct buffer *sql);
void report_bind_printers(const struct report_scan *scan, sqlite3_stmt *statement);

/* Adds up the rows of a bound statement, until there are enough for the page. Returns 0, or -1. */
int report_add(struct report_scan *scan, sqlite3_stmt *statement);

/* ---- times ------------------------------------------------------------------------------------------------------- */

/* When the local day, or the first day of the month, of that text begins. */
int64_t report_date_at(const struct zone *zone, const char *date);

/* What is to be read: the range as far as there is history, without what earlier pages told. */
struct zone_span report_span(const struct report_scan *scan);

/* What lies in both; an empty span where they do not meet. */
struct zone_span report_overlap(struct zone_span a, struct zone_span b);
int report_is_empty(struct zone_span span);

#endif
