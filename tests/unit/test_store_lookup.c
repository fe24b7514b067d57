/* schema/003_lookup.sql under the writer: words of jobs, totals, the first event. */
#include "made_help.h"
#include "schema.h"

/* ---- words ------------------------------------------------------------------------------------------------------------- */

/* The jobs that have a word beginning so, oldest first: their runs. */
static void assert_found(const struct place *place, const char *prefix, const char *runs)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "SELECT run FROM job WHERE job_key IN (SELECT rowid FROM job_text WHERE job_text MATCH '\"%s\"*') "
             "ORDER BY job_key",
             prefix);
    assert_rows(place, sql, runs);
}

/* Every word that the index has, with its number of jobs. */
static void assert_words(const struct place *place, const char *expected)
{
    sqlite3 *db = place_person(place);
    assert_int_equal(
        sqlite3_exec(db, "CREATE VIRTUAL TABLE temp.word USING fts5vocab (main, job_text, row)", NULL, NULL, NULL),
        SQLITE_OK);
    char *rows = rows_of(db, "SELECT group_concat(term || ' ' || doc, ', ') FROM temp.word");
    assert_string_equal(rows, expected);
    free(rows);
    sqlite3_close(db);
    execute(place, "INSERT INTO job_text (job_text) VALUES ('integrity-check')");
}

static void keep_names(struct place *place, const struct status_job *job, int64_t at)
{
    struct made made = made_at(place, at);
    made.changes->runs[0] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1, .job = job};
    made.changes->run_count = 1;
    made_write(&made);
    commit(place, at);
}

static void test_words_are_found(void **state)
{
    static const struct status_job other = {
        .job_name = "Left_Bracket-7", .owner = "Jos\xc3\xa9.Smith@example.org", .pack = "lid, gear"};
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_run(place, 0, T + 10, T + 10);
    begin_run(place, T + 20);
    place->history[0].run.run = 2;
    keep_names(place, &other, T + 20);
    assert_found(place, "gea", "1\n2"); /* a name, and a part */
    assert_found(place, "ann", "1");
    assert_found(place, "for", "1");
    assert_found(place, "brack", "2");
    assert_found(place, "7", "2");
    assert_found(place, "jose", "2");
    assert_found(place, "SMITH", "2");
    assert_found(place, "exam", "2");
    assert_found(place, "racket", "");
    assert_words(place, "7 1, anna 1, b 1, bracket 1, example 1, for 1, gear 2, jose 1, left 1, lid 1, org 1, smith 1");
}

static void test_words_change_with_the_job(void **state)
{
    static const struct status_job jobs[] = {
        {.job_name = "gear", .owner = "bert", .comment = "for B", .pack = "gear"      },
        {.job_name = "gear", .owner = "bert", .comment = "grey",  .pack = "gear"      },
        {.job_name = "gear", .owner = "bert", .comment = "grey",  .pack = "gear, axle"},
        {.job_name = "gear", .owner = NULL,   .comment = NULL,    .pack = NULL        },
    };
    static const char *const words[] = {"b 1, bert 1, for 1, gear 1", "bert 1, gear 1, grey 1",
                                        "axle 1, bert 1, gear 1, grey 1", "gear 1"};
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_run(place, 0, T + 10, T + 10);
    assert_words(place, "anna 1, b 1, for 1, gear 1");
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        keep_names(place, &jobs[i], T + 20);
        assert_words(place, words[i]);
    }
    end_run(place, RESULT_COMPLETED, T + 30); /* edges and figures are no words */
    assert_words(place, "anna 1, b 1, for 1, gear 1");
}

/* Not only marked as taken out. */
#define SMITH_IN_FILE "SELECT count(*) > 0 FROM job_text_data WHERE instr(block, CAST('smith' AS BLOB))"

static void test_nothing_is_found_of_forgotten_people(void **state)
{
    static const struct status_job other = {
        .job_name = "vase", .owner = "smith", .comment = "a gift", .pack = "vase_1, vase_2"};
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_names(place, &other, T + 10);
    place->history[0].run.phase = RUN_GONE;
    keep_names(place, &other, T + 20);
    begin_run(place, T + DAY);
    keep_run(place, 0, T + DAY, T + DAY);
    assert_rows(place, "SELECT count(*) FROM job_text WHERE job_text MATCH '\"smith\"*'", "1");
    assert_rows(place, SMITH_IN_FILE, "1");
    place->fleet.people_kept_s = DAY;
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_retain(place->store, &place->fleet, T + DAY + 60), 0);
    commit(place, T + DAY);
    assert_rows(place, "SELECT rowid FROM job_text WHERE job_text MATCH '\"smith\"*'", "");
    assert_rows(place, SMITH_IN_FILE, "0");
    assert_rows(place, "SELECT owner FROM owner", "anna");
    assert_words(place, "anna 1, b 1, for 1, gear 1");
    place->history[0].run.phase = RUN_GONE;
    keep_run(place, 0, T + DAY, T + DAY);
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_retain(place->store, &place->fleet, T + 9 * DAY), 0);
    commit(place, T + 9 * DAY);
    assert_rows(place, "SELECT count(*) FROM owner", "0");
    assert_words(place, "NULL");
}

/* More jobs are over than are blanked in one call: the end of the round, which merges, is left. */
static void forget_smith(struct place *place)
{
    static const struct status_job job = {.job_name = "vase", .owner = "smith"};
    begin_run(place, T + 10);
    keep_names(place, &job, T + 10);
    for (int i = 0; i < STORE_RETAIN_ROWS; i++) {
        begin_run(place, T + 20 + i);
        keep_run(place, 0, T + 20 + i, T + 20 + i);
    }
    place->fleet.people_kept_s = DAY;
    assert_int_equal(store_retain(place->store, &place->fleet, T + 2 * DAY), 0);
    commit(place, T + 2 * DAY);
    assert_rows(place, "SELECT rowid FROM job_text WHERE job_text MATCH '\"smith\"*'", "");
    assert_rows(place, SMITH_IN_FILE, "1");
}

static void test_words_are_forgotten_after_a_rollback(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    forget_smith(place);
    assert_int_equal(store_retain(place->store, &place->fleet, T + 2 * DAY), 0);
    store_rollback(place->store);
    assert_rows(place, SMITH_IN_FILE, "1");
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_retain(place->store, &place->fleet, T + 2 * DAY), 0);
    commit(place, T + 2 * DAY);
    assert_rows(place, SMITH_IN_FILE, "0");
}

static void test_words_are_forgotten_by_a_stop(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    forget_smith(place);
    place_close(place, T + 2 * DAY);
    assert_rows(place, SMITH_IN_FILE, "0");
}

static void test_words_stay_apart_where_nobody_is_forgotten(void **state)
{
    static const char parts[] = "SELECT count(DISTINCT segid) > 1 FROM job_text_idx";
    struct place *place = *state;
    place_open(place, T);
    for (int i = 0; i < 3; i++) {
        begin_run(place, T + 10 + i);
        keep_run(place, 0, T + 10 + i, T + 10 + i);
    }
    place->fleet.people_kept_s = DAY;
    assert_rows(place, parts, "1");
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_retain(place->store, &place->fleet, T + 20), 0);
    commit(place, T + 20);
    assert_rows(place, parts, "1");
}

/* So many that the index merges its parts, with names that come and go. */
static void test_words_of_many(void **state)
{
    enum { JOBS = 400, FORGOTTEN = 150 };
    char sql[128], expected[16], name[32];
    struct place *place = *state;
    place_open(place, T);
    for (int i = 0; i < JOBS; i++) {
        struct status_job job = {.job_name = "gear", .owner = i % 2 ? "odd" : "even", .comment = name, .pack = "x"};
        snprintf(name, sizeof name, "part%03d", i);
        begin_run(place, T + i);
        keep_names(place, &job, T + i);
        job.pack = "y";
        keep_names(place, &job, T + i);
    }
    place->fleet.people_kept_s = DAY;
    assert_int_equal(store_retain(place->store, &place->fleet, T + DAY + FORGOTTEN), 0);
    commit(place, T + DAY);
    snprintf(expected, sizeof expected, "%d", JOBS - FORGOTTEN);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM job_text WHERE job_text MATCH '\"gear\"* AND \"part\"* AND \"y\"'");
    assert_rows(place, sql, expected);
    assert_rows(place, "SELECT count(*) FROM job_text WHERE job_text MATCH '\"x\"'", "0");
    assert_rows(place, "SELECT count(*) FROM job_text WHERE job_text MATCH '\"part149\"'", "0");
    assert_rows(place, "SELECT count(*) FROM job_text WHERE job_text MATCH '\"part150\" \"even\"'", "1");
    execute(place, "INSERT INTO job_text (job_text) VALUES ('integrity-check')");
}

/* ---- totals ------------------------------------------------------------------------------------------------------------ */

#define JOB_TOTALS "SELECT printer_key, result, jobs FROM job_total"
#define MATERIAL_TOTALS                                                                                                \
    "SELECT printer_key, kind, material, round(used_in3, 6) FROM material_total JOIN material USING "                  \
    "(material_key)"

static void test_a_run_counts_once(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_run(place, 0, T + 10, T + 10);
    assert_rows(place, JOB_TOTALS, "");
    end_run(place, RESULT_CANCELLED, T + 20);
    assert_rows(place, JOB_TOTALS, "1|cancelled|1");
    end_run(place, RESULT_CANCELLED, T + 30); /* told once more */
    end_run(place, RESULT_FAILED, T + 30);    /* known better: the first word counts */
    assert_rows(place, JOB_TOTALS, "1|cancelled|1");
    for (int i = 0; i < 2; i++) {
        end_run(place, RESULT_RUNNING, T + 40); /* it goes on after all */
        assert_rows(place, JOB_TOTALS, "1|cancelled|1");
        place_close(place, T + 45);
        place_open(place, T + 46);
        end_run(place, RESULT_COMPLETED, T + 50);
        assert_rows(place, JOB_TOTALS, "1|cancelled|1");
    }
    begin_run(place, T + 60);
    end_run(place, RESULT_COMPLETED, T + 70);
    begin_run(place, T + 80);
    end_run(place, RESULT_COMPLETED, T + 90);
    begin_run(place, T + 100);
    keep_run(place, 0, T + 100, T + 100);
    assert_rows(place, JOB_TOTALS, "1|cancelled|1\n1|completed|2");
    assert_rows(place, "SELECT count(result) FROM job", "3");
}

static void test_material_adds_up(void **state)
{
    struct place *place = *state;
    int64_t midnight = T - T % DAY + DAY;
    place_open(place, T);
    begin_run(place, midnight - HOUR);
    keep_run(place, 4, midnight - HOUR, midnight + HOUR);
    assert_rows(place, MATERIAL_TOTALS, "1|model|ASA|4.0");
    end_run(place, RESULT_CANCELLED, midnight + HOUR);
    end_run(place, RESULT_COMPLETED, midnight - HOUR); /* waste and ends are booked anew */
    keep_run(place, 0.5, midnight + HOUR, midnight + HOUR);
    assert_rows(place, MATERIAL_TOTALS, "1|model|ASA|4.5");
    strcpy(place->history[0].run.material[HISTORY_MODEL], "PC");
    end_run(place, RESULT_FAILED, midnight + HOUR);
    assert_rows(place, MATERIAL_TOTALS, "1|model|ASA|4.5");
    assert_rows(place, "SELECT round(sum(used_in3), 6), count(*) FROM material_day", "4.5|3");
}

/* Whatever is told in whatever order: each run that has a result, or had one, counts once. */
static void test_totals_never_fall(void **state)
{
    enum { STEPS = 500 };
    struct place *place = *state;
    uint32_t dice = 7;
    int64_t jobs = 0, at = T;
    place_open(place, at);
    begin_run(place, at);
    for (int i = 0; i < STEPS; i++) {
        dice = dice * 1664525 + 1013904223;
        at += 60;
        if ((dice >> 16) % 4 == 0)
            begin_run(place, at);
        else if ((dice >> 16) % 4 == 1)
            keep_run(place, 0.25, at - 60, at);
        else
            end_run(place, (enum history_result)((dice >> 20) % RESULT_COUNT), at);
        int64_t now = number_of(place, "SELECT coalesce(sum(jobs), 0) FROM job_total");
        assert_true(now >= jobs);
        jobs = now;
    }
    assert_true(jobs > STEPS / 20);
    assert_rows(place,
                "SELECT (SELECT sum(jobs) FROM job_total) - (SELECT count(*) FROM job WHERE result IS NOT NULL OR "
                "job_key IN (SELECT job_key FROM job_reopened)), round((SELECT sum(used_in3) FROM material_total) - "
                "(SELECT sum(used_in3) FROM material_day), 6)",
                "0|0.0");
}

/* ---- the first event, and databases of the version before --------------------------------------------------------------- */

static void test_the_first_event_of_a_new_database(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    commit(place, T);
    assert_rows(place, "SELECT first_event_seq - (SELECT min(seq) FROM event) FROM about", "0");
    place->fleet.events_kept_s = DAY;
    assert_int_equal(store_retain(place->store, &place->fleet, T + 2 * DAY), 0);
    struct history_event event = {EVENT_STATE, "idle", T, SIZE_MAX};
    assert_int_equal(store_write_event(place->store, &event, 1, 0), 0);
    commit(place, T + 2 * DAY);
    assert_rows(place, "SELECT first_event_seq - (SELECT min(seq) FROM event) FROM about", "-1");
}

/* As the program of that version left it. */
static void make_version_2(const struct place *place, const char *rows)
{
    char pragma[128];
    sqlite3 *db;
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = 2; PRAGMA application_id = %d", SCHEMA_APPLICATION_ID);
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(sqlite3_exec(db, schema_steps[i].sql, NULL, NULL, NULL), SQLITE_OK);
    if (sqlite3_exec(db, rows, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_exec(db, pragma, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static const char version_2[] =
    "INSERT INTO printer (printer_key, printer, place, configured, interval_ms, timeout_ms) VALUES "
    "(1, 'lab', 0, 1, 10000, 5000), (2, 'shop', 1, 1, 10000, 5000);"
    "INSERT INTO printer_era (era_key, printer_key, began_at) VALUES (1, 1, 0), (2, 2, 0);"
    "INSERT INTO owner VALUES (1, 'anna'), (2, 'smith');"
    "INSERT INTO material VALUES (1, 'ASA'), (2, 'SR30');"
    "INSERT INTO job (job_key, printer_key, era_key, run, first_seen_at, job_name, owner_key, comment, pack, ended_at, "
    "result) VALUES (11, 1, 1, 1, 1699000000, 'gear', 1, NULL, 'gear, pin', 1699001000, 'completed'), "
    "(12, 1, 1, 2, 1699002000, NULL, NULL, NULL, NULL, 1699003000, 'completed'), "
    "(13, 2, 2, 3, 1699004000, 'vase', 2, 'a gift', NULL, 1699005000, 'failed'), "
    "(14, 1, 1, 4, 1699006000, 'lid', 1, NULL, NULL, NULL, NULL);"
    "INSERT INTO run_now (printer_key, job_key, phase, is_begin_watched) VALUES (1, 14, 2, 1);"
    "INSERT INTO material_day VALUES ('2023-11-01', 1, 'model', 1, 1, 4, 0, 1), ('2023-11-02', 1, 'model', 1, 1, 2, 0, "
    "1), ('2023-11-02', 1, 'support', 2, 1, 0.5, 0, 0), ('2023-11-02', 2, 'model', 1, 2, 1, 1, 1);";

static void test_version_2_migrates(void **state)
{
    struct place *place = *state;
    make_version_2(place, version_2);
    execute(place, "INSERT INTO event (seq, at, kind, text) VALUES (77001, 1699000000, 'state', 'idle'), "
                   "(77002, 1699000001, 'state', 'idle')");
    place_open(place, T);
    assert_words(place, "a 1, anna 2, gear 1, gift 1, lid 1, pin 1, smith 1, vase 1");
    assert_found(place, "pi", "1");
    assert_found(place, "smi", "3");
    assert_rows(place, JOB_TOTALS, "1|completed|2\n2|failed|1");
    assert_rows(place, MATERIAL_TOTALS, "1|model|ASA|6.0\n1|support|SR30|0.5\n2|model|ASA|1.0");
    assert_rows(place, "SELECT first_event_seq FROM about", "77001");
    /* It goes on from there. */
    place->history[0].run.phase = RUN_BUSY;
    strcpy(place->history[0].run.material[HISTORY_MODEL], "ASA");
    keep_run(place, 1, T, T + 10);
    end_run(place, RESULT_COMPLETED, T + 20);
    assert_rows(place, JOB_TOTALS, "1|completed|3\n2|failed|1");
    assert_rows(place, MATERIAL_TOTALS, "1|model|ASA|7.0\n1|support|SR30|0.5\n2|model|ASA|1.0");
    assert_found(place, "gea", "1\n4");
    place->fleet.people_kept_s = DAY;
    place->history[0].run.phase = RUN_GONE;
    keep_run(place, 0, T + 20, T + 20);
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_retain(place->store, &place->fleet, T + 2 * DAY), 0);
    commit(place, T + 2 * DAY);
    assert_words(place, "NULL");
}

static void test_version_2_without_its_events(void **state)
{
    struct place *place = *state;
    make_version_2(place, "UPDATE sqlite_sequence SET seq = 88000 WHERE name = 'event'");
    place_open(place, T);
    commit(place, T);
    assert_rows(place, "SELECT first_event_seq, (SELECT min(seq) FROM event) FROM about", "88001|88001");
    assert_rows(place, "SELECT count(*) FROM job_total", "0");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, place_setup, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_words_are_found),
        TEST(test_words_change_with_the_job),
        TEST(test_nothing_is_found_of_forgotten_people),
        TEST(test_words_are_forgotten_after_a_rollback),
        TEST(test_words_are_forgotten_by_a_stop),
        TEST(test_words_stay_apart_where_nobody_is_forgotten),
        TEST(test_words_of_many),
        TEST(test_a_run_counts_once),
        TEST(test_material_adds_up),
        TEST(test_totals_never_fall),
        TEST(test_the_first_event_of_a_new_database),
        TEST(test_version_2_migrates),
        TEST(test_version_2_without_its_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
