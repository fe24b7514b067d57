/* endpoint_search*.c: by which way jobs are found, and what that costs. */
#include "jobs_help.h"

/* ---- ways -------------------------------------------------------------------------------------------------------------- */

/* Every way to the jobs of a long history: along the order, from few, by words, over a gap, given up and gone on with. */
static void test_ways(void **state)
{
    struct desk *desk = *state;
    enum { JOBS = 24000 };
    static const struct {
        const char *filters, *where, *sort;
        int has_range;
        const char *sql; /* a piece of what must run */
    } ways[] = {
        {"",                               "",                                                         "-job_uid",      0, "FROM job NOT INDEXED WHERE job_key < ?14"             },
        {"&owner=rare",                    " AND owner = 'rare'",                                      "started_at",    0,
         "INDEXED BY job_owner WHERE owner_key = ?4 AND (started_at IS NULL"                                                                                                      },
        {"&owner=anna&result=failed",      " AND owner = 'anna' AND result = 'failed'",                "-started_at",   1,
         "INDEXED BY job_owner WHERE ended_at"                                                                                                                                    },
        {"&result=failed",                 " AND result = 'failed'",                                   "-started_at",   1,
         "SELECT max(started_at) FROM job INDEXED BY job_fact"                                                                                                                    },
        {"&result=failed",                 " AND result = 'failed'",                                   "-job_uid",      1, "SELECT max(job_key) FROM job INDEXED BY job_fact"     },
        {"",                               "",                                                         "-submitted_at", 1, "SELECT max(submitted_at) FROM job INDEXED BY job_fact"},
        {"&material=Gold",                 " AND model_material = 'Gold'",                             "-ended_at",     0, "INDEXED BY job_fact WHERE ended_at >= ?11"            },
        {"&material=Gold&q=bracket",       " AND model_material = 'Gold'",                             "-submitted_at", 0,
         "INDEXED BY job_submitted WHERE submitted_at >= ?11"                                                                                                                     },
        {"&q=bracket+part1777",            " AND (pack = 'part1777' OR pack GLOB 'part1777[0-9]')",    "-job_uid",      0,
         "MATCH ?10 AND found_words("                                                                                                                                             },
        {"&q=part1777",                    " AND (pack = 'part1777' OR pack GLOB 'part1777[0-9]')",    "started_at",    0,
         "MATCH ?10 AND 1 AND (started_at IS NULL"                                                                                                                                },
        {"&q=v3+bert&owner=Bert+van+Holm", " AND owner = 'Bert van Holm' AND job_name = 'bracket_v3'", "-ended_at",     0,
         "INDEXED BY job_owner WHERE owner_key = ?4 AND ended_at >= ?11"                                                                                                          },
        {"&q=early",                       " AND comment = 'early'",                                   "-job_uid",      0, "SELECT rowid FROM job_text WHERE"                     },
        {"&result=running",                " AND result IS NULL",                                      "submitted_at",  0,
         "INDEXED BY job_running WHERE ended_at IS NULL AND result IS NULL AND"                                                                                                   },
    };
    static struct uids right, are;
    json_int_t total;
    pour_large(desk, JOBS);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct case_ one = {.path = "jobs", .limit = 5};
        sprintf(one.query, "fields=job_uid&limit=5%s", ways[i].filters);
        strcpy(one.where, ways[i].where);
        if (ways[i].has_range) /* most of it, but not the last */
            case_range(&one, "ended", T, T + (JOBS - 6000) * 10);
        case_sort(&one, ways[i].sort, NULL);
        read_right(desk, &one, &right);
        assert_true(right.count > 8);
        watch_begin();
        read_pages(desk, one.path, one.query, one.limit, 60, &are, &total);
        if (watch_saw(ways[i].sql) == 0)
            fail_msg("%s: nothing like %s ran", one.query, ways[i].sql);
        assert_uids(&one, "pages", &are, &right, right.count < 60 ? right.count : 60);
        assert_int_equal(total, right.count);
    }
}

/* Words that many jobs have are not looked up: the search for a job far away is given up, and goes on with the next page. */
static void test_a_search_is_given_up_and_goes_on(void **state)
{
    struct desk *desk = *state;
    static struct uids are;
    pour_large(desk, 24000);
    json_t *json = ask_jobs(desk, "jobs", "q=bracket&material=Gold&limit=5&fields=job_uid", 200);
    assert_int_equal(json_array_size(json_object_get(json, "items")), 0);
    assert_number(json, "total", 50);
    char *next = next_of(json);
    assert_non_null(next);
    json_decref(json);
    json = ask_jobs(desk, "jobs", next, 200);
    are.count = 0;
    add_uids(&are, json);
    assert_int_equal(are.count, 5);
    assert_int_equal(are.of[0], KEY + 49);
    free(next);
    json_decref(json);
}

/* ---- what it costs -------------------------------------------------------------------------------------------------- */

static void found_words(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count, (void)values;
    sqlite3_result_int(context, 1);
}

/* No statement reads a table or an index from end to end. What may be read so is small (the printers' eras, the jobs that run), has a
 * LIMIT (probes), or is what MATCH finds. */
static void assert_plans(struct desk *desk, const char *query)
{
    static const char *const fine[] = {"printer_era",  "(subquery",        "SUBQUERY",
                                       "CONSTANT ROW", "job_text VIRTUAL", "job USING INDEX job_running"};
    sqlite3 *db = place_person(desk->place);
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_create_function(db, "found_words", -1, SQLITE_UTF8, NULL, found_words, NULL, NULL),
                     SQLITE_OK);
    for (int i = 0; i < watch.count; i++) {
        char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", watch.sql[i]);
        if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
            fail_msg("%s: %s", sql, sqlite3_errmsg(db));
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const char *detail = (const char *)sqlite3_column_text(statement, 3);
            int is_fine = strncmp(detail, "SCAN ", 5) != 0;
            for (size_t k = 0; k < sizeof fine / sizeof *fine; k++)
                is_fine |= strncmp(detail + 5, fine[k], strlen(fine[k])) == 0;
            if (!is_fine)
                fail_msg("%s: %s in %s", query, detail, watch.sql[i]);
        }
        sqlite3_finalize(statement);
        sqlite3_free(sql);
    }
    sqlite3_close(db);
}

static const char *const page_filters[] = {"",
                                           "&printer=shop",
                                           "&owner=anna",
                                           "&owner=rare",
                                           "&result=failed",
                                           "&fleet_group=red",
                                           "&product=Mojo",
                                           "&material=ABS",
                                           "&q=bracket",
                                           "&q=part1777",
                                           "&q=none",
                                           "&result=running"};
static const char *const page_sorts[] = {"job_uid",    "-job_uid",    "ended_at",     "-ended_at",
                                         "started_at", "-started_at", "submitted_at", "-submitted_at"};
static const char *const page_ranges[] = {"", "ended", "started", "submitted"};

enum {
    PAGE_SORTS = sizeof page_sorts / sizeof *page_sorts,
    PAGE_RANGES = sizeof page_ranges / sizeof *page_ranges,
    PAGES = sizeof page_filters / sizeof *page_filters * PAGE_SORTS * PAGE_RANGES,
    PAGE_STEPS_MAX = 100000
};

/* A page with one filter, a range and a sort, from amid so many jobs: behind a cursor nothing is counted. */
static void write_page(char *query, int page, int jobs)
{
    const char *filter = page_filters[page / PAGE_RANGES / PAGE_SORTS],
               *sort = page_sorts[page / PAGE_RANGES % PAGE_SORTS], *range = page_ranges[page % PAGE_RANGES];
    int is_down = sort[0] == '-', is_time = !strstr(sort, "job_uid");
    sprintf(query, "limit=20&sort=%s%s&cursor=%s~", sort, filter, sort);
    if (is_time)
        sprintf(query + strlen(query), "%d:", T + jobs * 5);
    sprintf(query + strlen(query), "%d", KEY + jobs / 2);
    if (range[0])
        sprintf(query + strlen(query), "&by=%s&from=%d&to=%d", range, T + (is_down ? jobs * 2 : jobs * 4),
                T + jobs * 7);
}

/* The steps of SQLite that each page takes in a history of so many jobs. */
static void read_steps(struct desk *desk, int jobs, int64_t *steps)
{
    char query[QUERY_BYTES];
    pour_large(desk, jobs);
    for (int page = 0; page < PAGES; page++) {
        write_page(query, page, jobs);
        watch_begin();
        json_decref(ask_jobs(desk, "jobs", query, 200));
        assert_true(watch_saw("job_key") > 0);
        assert_true(watch.steps > 0); /* they were counted */
        if (watch.steps > PAGE_STEPS_MAX)
            fail_msg("%s: %" PRId64 " steps", query, watch.steps);
        steps[page] = watch.steps;
        assert_plans(desk, query);
    }
}

/* A page costs what it costs, whatever the history holds: a step for every tenth job more would be told. What is few, the jobs of an
 * owner, is sorted, and may grow a little. */
static void test_steps(void **state)
{
    enum { JOBS = 24000, TIMES = 4 };
    static int64_t of_few[PAGES], of_many[PAGES];
    char query[QUERY_BYTES];
    read_steps(*state, JOBS, of_few);
    desk_teardown(state);
    desk_setup_open(state);
    read_steps(*state, TIMES * JOBS, of_many);
    for (int page = 0; page < PAGES; page++) {
        write_page(query, page, TIMES * JOBS);
        if (of_many[page] > of_few[page] + (TIMES - 1) * JOBS / 10)
            fail_msg("%s: %" PRId64 " steps, but %" PRId64 " in a shorter history", query, of_many[page], of_few[page]);
    }
}

/* What is counted is read from an index where one knows all that is asked by. */
static void test_counts_read_what_is_small(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *query, *from;
    } counts[] = {
        {"owner=rare",                               "FROM job INDEXED BY job_owner"  },
        {"printer=lab",                              "FROM job INDEXED BY job_printer"},
        {"q=part17",                                 "FROM job_text WHERE"            },
        {"by=started&from=1700000000&to=1700100000", "FROM job INDEXED BY job_started"},
        {"result=running",                           "FROM job INDEXED BY job_running"},
        {"result=failed&product=F370",               "FROM job INDEXED BY job_fact"   },
        {"material=ABS",                             "FROM job NOT INDEXED"           },
        {"q=bracket&material=Gold",                  "FROM job NOT INDEXED"           },
        {"q=part17&material=ABS",                    "FROM job_text CROSS JOIN job"   },
    };
    pour_large(desk, 3000);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char query[QUERY_BYTES], piece[100];
        sprintf(query, "limit=1&%s", counts[i].query);
        sprintf(piece, "SELECT (SELECT count(*) %s", counts[i].from);
        watch_begin();
        json_decref(ask_jobs(desk, "jobs", query, 200));
        if (watch_saw(piece) == 0)
            fail_msg("\"%s\" is not counted %s", counts[i].query, counts[i].from);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ways),
        TEST(test_a_search_is_given_up_and_goes_on),
        TEST(test_steps),
        TEST(test_counts_read_what_is_small),
    };

    sqlite3_auto_extension((void (*)(void))watch_connection);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
