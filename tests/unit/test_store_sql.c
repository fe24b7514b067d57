/* store_sql.c, reader_sql.c, the schema: SQL tested as SQL. */
#include "reader.h"
#include "schema.h"
#include "store_help.h"
#include "store_internal.h"
#include <ctype.h>

static void each_statement(sqlite3 *db, void (*check)(sqlite3 *db, const char *sql))
{
    for (int i = 0; i < STORE_STATEMENTS; i++) {
        char *sql = store_sql((enum store_statement)i);
        check(db, sql);
        sqlite3_free(sql);
    }
    for (int i = 0; i < READER_STATEMENTS; i++)
        check(db, reader_sql((enum reader_statement)i));
}

static void check_prepares(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    const char *rest;
    assert_non_null(sql);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, &rest) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_string_equal(rest, ""); /* one statement, and all of it */
    sqlite3_finalize(statement);
}

static void test_every_statement_prepares(void **state)
{
    sqlite3 *db = place_person(*state);
    each_statement(db, check_prepares);
    sqlite3_close(db);
}

static void test_every_view_answers(void **state)
{
    struct place *place = *state;
    sqlite3 *db = place_person(place);
    char *views = rows_of(db, "SELECT group_concat('SELECT count(*) FROM ' || name, ' UNION ALL ') FROM sqlite_master "
                              "WHERE type = 'view'");
    free(rows_of(db, views));
    free(views);
    sqlite3_close(db);
}

/* Lists what is not in SQLite 3.34, or needs an option that a distribution may not have. */
static void check_is_old_enough(sqlite3 *db, const char *sql)
{
    static const char *const words[] = {"STRICT",   "RETURNING",    "UNIXEPOCH(",  "IIF(",         "->",
                                        "FORMAT(",  "FULL JOIN",    "RIGHT JOIN",  "CONCAT(",      "STRING_AGG",
                                        "TIMEDIFF", "OCTET_LENGTH", "DROP COLUMN", "MATERIALIZED", "IS DISTINCT"};
    char *upper = strdup(sql);
    (void)db;
    for (char *c = upper; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *found = strstr(upper, words[i]);
        if (found && !(strcmp(words[i], "CONCAT(") == 0 && found > upper && found[-1] == '_'))
            fail_msg("%s: in %s", words[i], sql);
    }
    free(upper);
}

static void test_nothing_newer_than_sqlite_3_34(void **state)
{
    (void)state;
    each_statement(NULL, check_is_old_enough);
    for (size_t i = 0; i < schema_step_count; i++)
        check_is_old_enough(NULL, schema_steps[i].sql);
}

/* The plan of sql, one step a line, to be freed. */
static char *plan_of(sqlite3 *db, const char *sql)
{
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    char *plan = rows_of(db, explain);
    sqlite3_free(explain);
    return plan;
}

/* Words of plans differ between versions: "SCAN TABLE printer AS p", "SCAN p". */
static void assert_plan(sqlite3 *db, const char *sql, int must_search, int may_scan_printers)
{
    char *plan = plan_of(db, sql);
    int scans = 0, searches = 0;
    char *lines = strdup(plan), *rest = NULL;
    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        searches += strstr(line, "SEARCH") != NULL;
        scans += strstr(line, "SCAN") && !strstr(line, "SCAN CONSTANT ROW") &&
                 !(may_scan_printers && strstr(line, "SCAN printer") && !strstr(line, "printer_now") &&
                   !strstr(line, "printer_reading"));
    }
    free(lines);
    if (scans || (must_search && !searches))
        fail_msg("%s\n%s", sql, plan);
    free(plan);
}

static void test_hot_reads_search(void **state)
{
    static const enum reader_statement hot[] = {READER_PRINTER_SEQ, READER_HISTORY_SEQ, READER_STATE};
    sqlite3 *db = place_person(*state);
    for (size_t i = 0; i < sizeof hot / sizeof *hot; i++)
        assert_plan(db, reader_sql(hot[i]), 1, 0);
    sqlite3_close(db);
}

static void assert_store_plan(sqlite3 *db, enum store_statement which, int must_search)
{
    char *sql = store_sql(which);
    assert_plan(db, sql, must_search, 0);
    sqlite3_free(sql);
}

static void test_writes_search(void **state)
{
    static const enum store_statement writes[] = {
        STORE_FLEET_KEY,     STORE_BEGIN_LOAD,    STORE_ERA_COMPARE,    STORE_LOAD,           STORE_ERA_LOAD,
        STORE_LOAD_RUN,      STORE_LOAD_SPOOLS,   STORE_LOAD_SAMPLE,    STORE_LOAD_HOUR,      STORE_IDENTITY,
        STORE_NOW,           STORE_NOW_FAILED,    STORE_READING,        STORE_READING_FAILED, STORE_SPOOLS_GONE,
        STORE_QUEUE_GONE,    STORE_MATERIAL_FIND, STORE_OWNER_FIND,     STORE_JOB_RESULT,     STORE_JOB_EDGES,
        STORE_JOB_FIGURES,   STORE_JOB_NAMES,     STORE_RUN_USE_GONE,   STORE_RUN_WASTE,      STORE_SPOOL_LEFT,
        STORE_SPOOL_REMOVED, STORE_RETAIN_NEXT,   STORE_RETAIN_SAMPLES, STORE_RETAIN_EVENTS,  STORE_RETAIN_PEOPLE,
        STORE_RETAIN_JOBS,   STORE_ERA_FILL_DAYS, STORE_ZONE_DAY,
    };
    sqlite3 *db = place_person(*state);
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++)
        assert_store_plan(db, writes[i], 1);
    /* These find their row by its key's uniqueness, which no plan shows. */
    static const enum store_statement upserts[] = {
        STORE_FLEET_PRINTER, STORE_FLEET_NOW,   STORE_FLEET_READING, STORE_SPOOL_NOW,    STORE_QUEUE,
        STORE_SPAN_ENDED,    STORE_SPAN_OPEN,   STORE_MATERIAL_NEW,  STORE_OWNER_NEW,    STORE_JOB_NEW,
        STORE_RUN_NOW,       STORE_RUN_USE,     STORE_MATERIAL_DAY,  STORE_SPOOL_LOADED, STORE_EVENT,
        STORE_SAMPLE,        STORE_SAMPLE_HOUR, STORE_ODOMETER,
    };
    for (size_t i = 0; i < sizeof upserts / sizeof *upserts; i++)
        assert_store_plan(db, upserts[i], 0);
    for (int i = STORE_SUM_ADD; i < STORE_STATEMENTS; i++)
        assert_store_plan(db, (enum store_statement)i, 0);
    sqlite3_close(db);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, place_setup_open, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_statement_prepares),
        TEST(test_every_view_answers),
        cmocka_unit_test(test_nothing_newer_than_sqlite_3_34),
        TEST(test_hot_reads_search),
        TEST(test_writes_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
