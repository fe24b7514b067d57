/* Sums of jobs: how they ended, by owner too; estimates; waiting. What is asked by is the same as in the list of jobs. */
#include "endpoint_report.h"
#include "endpoint_search.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { JOB_LONG_WAIT_S = 8 * 3600 };

/* ---- how they ended --------------------------------------------------------------------------------------------------- */

/* In the order of the figures. One that has none runs. */
static const char *const job_results[] = {"completed", "cancelled", "failed", "unknown"};

enum { JOB_RESULTS = sizeof job_results / sizeof *job_results, JOB_RUNNING = JOB_RESULTS, JOB_KNOWN_RESULTS = 3 };

enum outcome {
    OUTCOME_JOBS,
    OUTCOME_NEVER_BEGUN = OUTCOME_JOBS + JOB_RESULTS + 1,
    OUTCOME_BUILD,
    OUTCOME_BUILD_OF,
    OUTCOME_IN3_OF = OUTCOME_BUILD_OF + JOB_RESULTS,
    OUTCOME_MODEL = OUTCOME_IN3_OF + JOB_KNOWN_RESULTS,
    OUTCOME_SUPPORT,
    OUTCOMES
};

static const struct report_figure outcome_figures[OUTCOMES] = {
    {"completed_jobs",    REPORT_COUNT        },
    {"cancelled_jobs",    REPORT_COUNT        },
    {"failed_jobs",       REPORT_COUNT        },
    {"unknown_jobs",      REPORT_COUNT        },
    {"running_jobs",      REPORT_COUNT        },
    {"never_begun_jobs",  REPORT_COUNT        },
    {"build_s",           REPORT_KNOWN_SECONDS},
    {"completed_build_s", REPORT_KNOWN_SECONDS},
    {"cancelled_build_s", REPORT_KNOWN_SECONDS},
    {"failed_build_s",    REPORT_KNOWN_SECONDS},
    {"unknown_build_s",   REPORT_KNOWN_SECONDS},
    {"completed_in3",     REPORT_KNOWN_AMOUNT },
    {"cancelled_in3",     REPORT_KNOWN_AMOUNT },
    {"failed_in3",        REPORT_KNOWN_AMOUNT },
    {"model_used_in3",    REPORT_KNOWN_AMOUNT },
    {"support_used_in3",  REPORT_KNOWN_AMOUNT },
};

/* As the view's is_begun; job_fact knows it of all but jobs without build time. */
#define JOB_IS_BEGUN                                                                                                   \
    "CASE WHEN build_s > 0 THEN 1 ELSE (SELECT b.begun_at IS NOT NULL OR b.started_at IS NOT NULL FROM job b WHERE "   \
    "b.job_key = job.job_key) END"

enum { JOB_COLUMN_IS_BEGUN = REPORT_FIRST, JOB_COLUMN_RESULT, JOB_COLUMN_BUILD, JOB_COLUMN_MODEL, JOB_COLUMN_SUPPORT };

static int job_result(sqlite3_stmt *row)
{
    const char *text = (const char *)sqlite3_column_text(row, JOB_COLUMN_RESULT);
    int result = 0;

    while (text && result < JOB_RESULTS && strcmp(job_results[result], text) != 0)
        result++;
    return text ? result : JOB_RUNNING;
}

/* NAN for NULL, which reads as 0. */
static double job_number(sqlite3_stmt *row, int column)
{
    double number = sqlite3_column_double(row, column);

    return number == 0 && sqlite3_column_type(row, column) == SQLITE_NULL ? NAN : number;
}

static void job_add_known(double *sum, double number)
{
    if (!isnan(number))
        *sum = isnan(*sum) ? number : *sum + number;
}

static void outcome_add(double *sums, sqlite3_stmt *row)
{
    int result = job_result(row);
    double build_s = job_number(row, JOB_COLUMN_BUILD), model_in3 = job_number(row, JOB_COLUMN_MODEL),
           support_in3 = job_number(row, JOB_COLUMN_SUPPORT);

    if (!sqlite3_column_int(row, JOB_COLUMN_IS_BEGUN)) {
        sums[OUTCOME_NEVER_BEGUN]++;
        return;
    }
    sums[OUTCOME_JOBS + result]++;
    job_add_known(&sums[OUTCOME_BUILD], build_s);
    if (result < JOB_RESULTS)
        job_add_known(&sums[OUTCOME_BUILD_OF + result], build_s);
    if (result < JOB_KNOWN_RESULTS)
        job_add_known(&sums[OUTCOME_IN3_OF + result],
                      (isnan(model_in3) ? 0 : model_in3) + (isnan(support_in3) ? 0 : support_in3));
    job_add_known(&sums[OUTCOME_MODEL], model_in3);
    job_add_known(&sums[OUTCOME_SUPPORT], support_in3);
}

/* ---- estimates -------------------------------------------------------------------------------------------------------- */

enum { ESTIMATE_JOBS, ESTIMATE_ESTIMATED, ESTIMATE_BUILD, ESTIMATE_OFF, ESTIMATES };

static const struct report_figure estimate_figures[ESTIMATES] = {
    {"jobs",                   REPORT_COUNT},
    {"estimated_s",            REPORT_COUNT},
    {"build_s",                REPORT_COUNT},
    {"off_by_10_percent_jobs", REPORT_COUNT},
};

static void estimate_add(double *sums, sqlite3_stmt *row)
{
    int64_t estimated_s = sqlite3_column_int64(row, REPORT_FIRST),
            build_s = sqlite3_column_int64(row, REPORT_FIRST + 1);

    sums[ESTIMATE_JOBS]++;
    sums[ESTIMATE_ESTIMATED] += (double)estimated_s;
    sums[ESTIMATE_BUILD] += (double)build_s;
    sums[ESTIMATE_OFF] += llabs(build_s - estimated_s) * 10 > estimated_s;
}

/* ---- waiting ---------------------------------------------------------------------------------------------------------- */

enum {
    WAITING_PARTS,
    WAITING_S,
    WAITING_MAX,
    WAITING_LONG,
    WAITING_QUEUED,
    WAITING_QUEUED_S,
    WAITING_QUEUED_MAX,
    WAITINGS
};

static const struct report_figure waiting_figures[WAITINGS] = {
    {"parts",                 REPORT_COUNT        },
    {"waited_s",              REPORT_KNOWN_SECONDS},
    {"waited_max_s",          REPORT_KNOWN_SECONDS},
    {"waited_over_8_h_parts", REPORT_COUNT        },
    {"queued_jobs",           REPORT_COUNT        },
    {"queued_s",              REPORT_KNOWN_SECONDS},
    {"queued_max_s",          REPORT_KNOWN_SECONDS},
};

/* Adds a time to how many there are, their sum and the longest, which stand side by side. */
static void waiting_add_time(double *sums, double time_s)
{
    if (isnan(time_s))
        return;
    sums[0]++;
    job_add_known(&sums[1], time_s);
    sums[2] = fmax(sums[2], time_s); /* the number, where one is NAN */
}

static void waiting_add(double *sums, sqlite3_stmt *row)
{
    double waited_s = job_number(row, REPORT_FIRST);

    waiting_add_time(&sums[WAITING_PARTS], waited_s);
    sums[WAITING_LONG] += waited_s > JOB_LONG_WAIT_S;
    waiting_add_time(&sums[WAITING_QUEUED], job_number(row, REPORT_FIRST + 1));
}

/* ---- jobs ------------------------------------------------------------------------------------------------------------- */

/* What a report reads of which jobs. is_covered: job_fact has all of it for nearly all jobs. */
static const struct job_report {
    const struct report *report;
    const char *columns, *where;
    int is_covered;
} job_reports[] = {
    {&report_owners,    "1, result, build_s, model_used_in3, support_used_in3",                       JOB_IS_BEGUN,                                               1},
    {&report_outcomes,  JOB_IS_BEGUN ", result, build_s, model_used_in3, support_used_in3",           "1",                                                        1},
    {&report_estimates, "estimated_s, build_s",                                                       "result = 'completed' AND estimated_s > 0 AND build_s > 0", 0},
    {&report_waiting,   "unloaded_at - ended_at, CASE WHEN run = 1 THEN begun_at - submitted_at END",
     "(unloaded_at - ended_at IS NOT NULL OR (run = 1 AND begun_at - submitted_at IS NOT NULL))",                                                                 0},
};

static const struct job_report *job_report_of(const struct report_scan *scan)
{
    const struct job_report *of = job_reports;

    while (of->report != scan->report)
        of++;
    return of;
}

static const struct search_time *job_time(const struct report_scan *scan)
{
    const char *by = scan->request->query.values[QUERY_BY];

    return search_time_by_name(by ? by : "ended");
}

/* From the first to the last such time that there is. */
static int job_begin(struct report_scan *scan)
{
    struct buffer sql = {0};
    const char *column = job_time(scan)->column;

    scan->range = (struct zone_span){scan->request->from_at, scan->request->to_at};
    buffer_format(
        &sql,
        "SELECT (SELECT min(%s) FROM job WHERE %s IS NOT NULL), (SELECT max(%s) + 1 FROM job WHERE %s IS NOT NULL)",
        column, column, column, column);
    sqlite3_stmt *statement = endpoint_statement(scan->request, &sql);
    if (!statement || sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    scan->history = (struct zone_span){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    sqlite3_reset(statement);
    return 0;
}

/* Runs over the jobs of one source that meet `where`, too. */
static int job_run_source(struct report_scan *scan, struct search *search, const char *source, const char *where)
{
    struct buffer sql = {0};
    const struct job_report *of = job_report_of(scan);
    const char *column = job_time(scan)->column;

    buffer_format(&sql, "SELECT %s, printer_key, %s, %s, NULL, %s FROM %s WHERE %s AND %s AND ", column,
                  report_place_sql(scan, REPORT_BY_ERA), scan->report->subs ? "owner_key" : "NULL",
                  scan->is_count ? "NULL" : of->columns, source, of->where, where);
    search_write_filters(&sql, search->filters);
    if (scan->period < PERIODS)
        buffer_format(&sql, " ORDER BY %s", column);
    sqlite3_stmt *statement = search_statement(search, &sql);
    if (!statement)
        return -1;
    if (scan->from_at > scan->range.began_at)
        sqlite3_bind_int64(statement, SEARCH_AT_FROM, scan->from_at);
    return report_add(scan, statement);
}

static const char JOB_ALL[] = "job", JOB_WITH_WORDS[] = "job_text CROSS JOIN job ON job_key = job_text.rowid";

/* Jobs that have ended are read from an index, the few that run are looked up. */
static int job_run_whole(struct report_scan *scan, struct search *search)
{
    if (!job_report_of(scan)->is_covered)
        return job_run_source(scan, search, JOB_ALL, "1");
    return job_run_source(scan, search, JOB_ALL, "ended_at IS NOT NULL") ||
                   job_run_source(scan, search, JOB_ALL, "ended_at IS NULL")
               ? -1
               : 0;
}

/* Whoever asks for a time of the jobs, or for periods, gets those that have such a time. */
static int job_run(struct report_scan *scan)
{
    struct search search;

    if (search_begin(&search, scan->request))
        return -1;
    if (search.is_nothing)
        return 0;
    if (scan->period != REPORT_WHOLE)
        search.filters |= job_time(scan)->range;
    if (search.filters & SEARCH_WORDS) {
        search.filters &= ~(unsigned)SEARCH_WORDS;
        return job_run_source(scan, &search, JOB_WITH_WORDS, "job_text MATCH ?10");
    }
    return search.filters & job_time(scan)->range ? job_run_source(scan, &search, JOB_ALL, "1")
                                                  : job_run_whole(scan, &search);
}

const struct report report_owners = {
    .subs = "SELECT owner_key, owner FROM owner ORDER BY 2",
    .figures = outcome_figures,
    .figure_count = OUTCOMES,
    .begin = job_begin,
    .run = job_run,
    .add = outcome_add,
};
const struct report report_outcomes = {
    .figures = outcome_figures, .figure_count = OUTCOMES, .begin = job_begin, .run = job_run, .add = outcome_add};
const struct report report_estimates = {
    .figures = estimate_figures, .figure_count = ESTIMATES, .begin = job_begin, .run = job_run, .add = estimate_add};
const struct report report_waiting = {
    .figures = waiting_figures, .figure_count = WAITINGS, .begin = job_begin, .run = job_run, .add = waiting_add};
