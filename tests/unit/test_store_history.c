/* store_history.c and what it calls: changes in, rows out. What a poll changed is made up here. */
#include "made_help.h"
#include "schema.h"
#include <sys/wait.h>

/* ---- days and hours -------------------------------------------------------------------------------------------------- */

static void test_a_piece_fills_its_days(void **state)
{
    static const struct {
        const char *zone, *date;
        int64_t began_at;
        int length_s, hours;
    } days[] = {
        {"UTC",                 "2023-11-15", 1700006400, 86400, 24},
        {"Europe/Berlin",       "2023-03-26", 1679785200, 82800, 23},
        {"Europe/Berlin",       "2023-10-29", 1698530400, 90000, 25},
        {"America/New_York",    "2023-11-05", 1699156800, 90000, 25},
        {"Australia/Lord_Howe", "2023-10-01", 1696080600, 84600, 24}, /* one of its hours has 30 minutes */
        {"Australia/Lord_Howe", "2023-04-02", 1680354000, 88200, 25},
    };
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char sql[512], expected[128];
        struct place *place = place_make();
        void *made = place;
        set_zone(days[i].zone);
        place_open(place, days[i].began_at - 2 * HOUR);
        spend(place, STATE_BUILDING, days[i].began_at + days[i].length_s + HOUR);
        commit(place, days[i].began_at);
        snprintf(sql, sizeof sql,
                 "SELECT day_began_at, day_s, building_s, unobserved_s, (SELECT count(*) FROM usage_hour WHERE "
                 "printer_key = 1 AND hour_began_at >= day_began_at AND hour_began_at < day_began_at + day_s), "
                 "(SELECT sum(hour_s) = sum(building_s) FROM usage_hour WHERE printer_key = 1 AND hour_began_at >= "
                 "day_began_at AND hour_began_at < day_began_at + day_s) FROM usage_day WHERE day = '%s' AND "
                 "printer_key = 1",
                 days[i].date);
        snprintf(expected, sizeof expected, "%lld|%d|%d|0|%d|1", (long long)days[i].began_at, days[i].length_s,
                 days[i].length_s, days[i].hours);
        assert_rows(place, sql, expected);
        assert_rows(place,
                    "SELECT count(*), max(building_s) FROM usage_day WHERE printer_key = 1 AND day_s > "
                    "building_s AND building_s > 0",
                    "2|7200");
        assert_adds_up(place);
        assert_int_equal(place_teardown(&made), 0);
    }
}

/* Many short stretches, some of them over the edges of hours and days, with restarts between. */
static void test_everything_adds_up(void **state)
{
    struct place *place = *state;
    uint32_t dice = 1;
    int64_t at = T;
    set_zone("Europe/Berlin");
    place_open(place, at);
    for (int i = 0; i < 3000; i++) {
        dice = dice * 1664525 + 1013904223;
        at += 1 + (dice >> 8) % (i % 100 == 0 ? 2 * DAY : 90);
        spend(place, (enum state)((dice >> 24) % 5 < 3 ? 2 : (dice >> 20) % STATE_COUNT), at);
        if (i % 10 == 0)
            commit(place, at);
        if (i % 200 == 0) {
            assert_adds_up(place);
            place_close(place, at);
            place_open(place, at);
        }
    }
    commit(place, at);
    assert_adds_up(place);
    assert_int_equal(number_of(place, "SELECT covered_at FROM printer_reading WHERE printer_key = 1"), at);
    assert_true(at - number_of(place, "SELECT summed_at FROM printer_reading WHERE printer_key = 1") <=
                STORE_SUM_INTERVAL_S);
    /* The spans say the same as the sums. */
    assert_rows(place,
                "SELECT sum(building_s) - (SELECT sum(coalesce(ended_at, summed_at) - began_at) FROM state_span JOIN "
                "printer_reading USING (printer_key) WHERE printer_key = 1 AND state = 'building') FROM usage_day "
                "WHERE printer_key = 1",
                "0");
}

static void test_sums_wait_within_an_hour(void **state)
{
    struct place *place = *state;
    int64_t hour_at = T - T % HOUR + HOUR;
    place_open(place, hour_at - 90);
    spend(place, STATE_IDLE, hour_at - 80);
    spend(place, STATE_IDLE, hour_at - 31);
    commit(place, hour_at);
    assert_rows(place,
                "SELECT sum(idle_s), covered_at - summed_at FROM usage_day JOIN printer_reading USING "
                "(printer_key) WHERE printer_key = 1",
                "0|59");
    spend(place, STATE_IDLE, hour_at - 30);
    commit(place, hour_at);
    assert_rows(place,
                "SELECT sum(idle_s), covered_at - summed_at FROM usage_day JOIN printer_reading USING "
                "(printer_key) WHERE printer_key = 1",
                "60|0");
    spend(place, STATE_IDLE, hour_at + 5); /* over the edge of the hour */
    commit(place, hour_at);
    assert_rows(place, "SELECT covered_at - summed_at FROM printer_reading WHERE printer_key = 1", "0");
    spend(place, STATE_PAUSED, hour_at + 10);
    commit(place, hour_at);
    assert_rows(place,
                "SELECT idle_s, paused_s, hour_s FROM usage_hour WHERE printer_key = 1 AND hour_began_at = "
                "1700002800",
                "5|0|3600");
    assert_rows(place, "SELECT covered_at - summed_at FROM printer_reading WHERE printer_key = 1", "5");
}

static void test_a_stop_sums_up(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    spend(place, STATE_IDLE, T + 10);
    commit(place, T + 10);
    spend(place, STATE_IDLE, T + 20);
    assert_int_equal(number_of(place, "SELECT max(covered_until_at) FROM usage_day WHERE idle_s > 0"), 0);
    place_close(place, T + 21);
    assert_int_equal(number_of(place, "SELECT max(covered_until_at) FROM usage_day WHERE idle_s = 20"), T + 20);
    place_open(place, T + 30);
    spend(place, STATE_IDLE, T + 40);
    place_close(place, T + 41);
    assert_int_equal(number_of(place, "SELECT max(covered_until_at) FROM usage_day WHERE idle_s = 40"), T + 40);
    assert_adds_up(place);
}

static void test_what_was_built_unseen_is_spread(void **state)
{
    struct place *place = *state;
    int64_t midnight = T - T % DAY + DAY;
    place_open(place, midnight - 2 * HOUR);
    struct made made = made_at(place, midnight + 2 * HOUR);
    made_piece(&made, STATE_UNOBSERVED, midnight + 2 * HOUR);
    made_state(&made, STATE_BUILDING, midnight + 2 * HOUR);
    made.changes->unseen_build = (struct history_unseen_build){midnight - 2 * HOUR, midnight + 2 * HOUR, 3000};
    made_write(&made);
    commit(place, midnight);
    assert_rows(place, "SELECT unobserved_build_s FROM usage_day WHERE printer_key = 1", "1500.0\n1500.0");
    assert_rows(place,
                "SELECT count(*), min(unobserved_build_s), max(unobserved_build_s) FROM usage_hour WHERE "
                "printer_key = 1 AND unobserved_build_s > 0",
                "4|750.0|750.0");
    assert_adds_up(place);
    made = made_at(place, midnight + 2 * HOUR + 30); /* so little that its time would wait */
    made_piece(&made, STATE_BUILDING, midnight + 2 * HOUR + 30);
    made.changes->unseen_build = (struct history_unseen_build){midnight + 2 * HOUR, midnight + 2 * HOUR + 30, 10};
    made_write(&made);
    commit(place, midnight);
    assert_rows(place, "SELECT building_s, unobserved_build_s FROM usage_hour WHERE printer_key = 1 AND building_s > 0",
                "30|10.0");
    assert_adds_up(place);
}

/* The day that has begun is as long as the zones make it in which it is lived. */
static void test_another_zone_from_now_on(void **state)
{
    struct place *place = *state;
    int64_t midnight = T - T % DAY + DAY;
    place_open(place, midnight);
    spend(place, STATE_IDLE, midnight + 10 * HOUR + 600);
    place_close(place, midnight + 10 * HOUR + 600);
    char *before = NULL;
    sqlite3 *db = place_person(place);
    before = rows_of(db, "SELECT * FROM usage_hour WHERE printer_key = 1 AND hour_began_at < 1700042400");
    set_zone("Asia/Kolkata"); /* 5.5 hours ahead: the day ends sooner, the hour too */
    place_open(place, midnight + 10 * HOUR + 600);
    spend(place, STATE_IDLE, midnight + 3 * DAY);
    commit(place, midnight + 3 * DAY);
    char *after = rows_of(db, "SELECT * FROM usage_hour WHERE printer_key = 1 AND hour_began_at < 1700042400");
    assert_string_equal(before, after);
    free(before);
    free(after);
    sqlite3_close(db);
    assert_rows(place, "SELECT day, day_s, idle_s FROM usage_day WHERE printer_key = 1 ORDER BY day",
                "2023-11-15|66600|66600\n2023-11-16|86400|86400\n2023-11-17|86400|86400\n2023-11-18|86400|19800");
    assert_rows(place,
                "SELECT hour_s, idle_s FROM usage_hour WHERE printer_key = 1 AND hour_began_at BETWEEN "
                "1700042400 AND 1700045999",
                "600|600\n1200|1200\n3600|3600");
    assert_adds_up(place);
}

/* A date that comes back after another one has two stretches in one row. */
static void test_a_day_that_comes_back(void **state)
{
    struct place *place = *state;
    int64_t midnight = T - T % DAY + DAY;
    place_open(place, midnight - HOUR);
    spend(place, STATE_IDLE, midnight + 2 * HOUR);
    place_close(place, midnight + 2 * HOUR);
    set_zone("America/New_York"); /* 21:00 of the day before */
    place_open(place, midnight + 2 * HOUR);
    spend(place, STATE_IDLE, midnight + 30 * HOUR);
    commit(place, midnight + 30 * HOUR);
    assert_rows(place, "SELECT day, day_s, " STATES " FROM usage_day WHERE printer_key = 1 ORDER BY day",
                "2023-11-14|97200|97200\n2023-11-15|93600|93600\n2023-11-16|86400|3600");
}

/* ---- beginnings, eras -------------------------------------------------------------------------------------------------- */

static void test_a_new_printer_begins_with_its_day(void **state)
{
    struct place *place = *state;
    set_zone("Europe/Berlin");
    place_open(place, T);
    assert_rows(place, "SELECT began_at, state, ended_at FROM state_span WHERE printer_key = 1",
                "1699916400|unobserved|NULL");
    assert_rows(place, "SELECT day, day_began_at, unobserved_s, covered_until_at FROM usage_day WHERE printer_key = 1",
                "2023-11-14|1699916400|83600|1700000000");
    assert_rows(place,
                "SELECT state_began_at, covered_at - 1700000000, summed_at - 1700000000 FROM printer_now JOIN "
                "printer_reading USING (printer_key) WHERE printer_key = 1",
                "1699916400|0|0");
    assert_int_equal(place->history[0].span_began_at, 1699916400);
    assert_int_equal(place->history[0].covered_at, T);
    place_close(place, T + 10);
    place_open(place, T + 20); /* once */
    assert_rows(place, "SELECT sum(unobserved_s) FROM usage_day WHERE printer_key = 1", "83600");
    assert_adds_up(place);
}

static void test_a_new_printer_just_after_midnight(void **state)
{
    struct place *place = *state;
    place_open(place, T - T % DAY + 30);
    assert_rows(place, "SELECT unobserved_s, covered_until_at - day_began_at FROM usage_day WHERE printer_key = 1",
                "30|30");
    assert_adds_up(place);
}

static void test_rows_keep_what_was_true(void **state)
{
    struct place *place = *state;
    place->printers[0].fleet_group = "old";
    place_open(place, T);
    place_poll_fixture(place, 0, T + 10, "uprint-idle");
    place_poll_fixture(place, 0, T + 70, "uprint-idle");
    assert_rows(place, "SELECT fleet_group, product, codename FROM printer_era WHERE printer_key = 1",
                "old|uPrint SE|paia");
    assert_rows(place, "SELECT fleet_group, product FROM usage_day WHERE printer_key = 1", "old|uPrint SE");
    place_close(place, T + 80);
    place->printers[0].fleet_group = "new";
    place_open(place, T + 80);
    spend(place, STATE_IDLE, T + 2 * DAY);
    commit(place, T);
    assert_rows(place, "SELECT fleet_group, product FROM usage_day WHERE printer_key = 1 ORDER BY day",
                "old|uPrint SE\nnew|uPrint SE\nnew|uPrint SE");
    assert_rows(place, "SELECT began_at - 1700000000, fleet_group FROM printer_era WHERE printer_key = 1",
                "-80000|old\n80|new");
    place_close(place, T + 2 * DAY);
    place_open(place, T + 2 * DAY); /* nothing changed: no era */
    char *other = fixture_with("fortus450-building", "W10001", "W10002");
    place_poll_fixture(place, 1, T + 2 * DAY, "fortus450-building");
    place_poll(place, 1, T + 2 * DAY + 10, other); /* another machine under the same ID */
    free(other);
    assert_rows(place, "SELECT printer_key, count(*), max(serial) FROM printer_era GROUP BY printer_key ORDER BY 1",
                "1|2|U10001\n2|2|W10002\n3|1|NULL");
}

static void test_the_poller_tells_how_the_last_one_ended(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    place_close(place, T + 60);
    place_open(place, T + 120);
    commit(place, T + 130);
    execute(place, "UPDATE poller SET stopped_at = NULL");
    store_close(place->store, T + 140); /* to open it again: as if it had been killed */
    execute(place, "UPDATE poller SET stopped_at = NULL, heartbeat_at = 1700000130");
    place_open(place, T + 150);
    assert_rows(place, "SELECT at - 1700000000, kind, text FROM event",
                "0|poller_began|for the first time\n60|poller_stopped|in good order\n"
                "120|poller_began|the last one was stopped in good order at 2023-11-14T22:14:20Z\n"
                "140|poller_stopped|in good order\n"
                "150|poller_began|the last one was killed, or lost its power, after 2023-11-14T22:15:30Z");
    assert_rows(place, "SELECT count(*) FROM event WHERE seq < 1000000000000", "0");
}

static void test_a_clock_that_goes_back(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    commit(place, T + 100);
    commit(place, T + 98); /* trembles */
    commit(place, T + 120);
    commit(place, T - 3480);
    commit(place, T - 3470);
    place_close(place, T - 3460);
    place_open(place, T - 9000); /* set while nobody polled */
    assert_rows(place, "SELECT at - 1700000000, printer_key, text FROM event WHERE kind = 'server_clock'",
                "-3480|NULL|the server's clock went back by 3600 s; time is counted on when it has caught up\n"
                "-9000|NULL|the server's clock went back by 5540 s; time is counted on when it has caught up");
}

/* A database of the previous version: its present goes on. */
static void test_migrated(void **state)
{
    struct place *place = *state;
    char pragma[128];
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = 1; PRAGMA application_id = %d", SCHEMA_APPLICATION_ID);
    assert_int_equal(sqlite3_exec(db, schema_steps[0].sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, pragma, NULL, NULL, NULL), SQLITE_OK);
    static const char rows[] =
        "INSERT INTO printer (printer_key, printer, place, configured, interval_ms, timeout_ms, codename, product) "
        "VALUES (1, 'lab', 0, 1, 10000, 5000, 'paia', 'uPrint SE');"
        "INSERT INTO printer_now (printer_key, state, status_text, state_began_at, job_name, job_id) VALUES "
        "(1, 'building', 'Building', 1699990000, 'gear', 7);"
        "INSERT INTO printer_reading (printer_key, change_seq, polled_at, answered_at, failed_polls) VALUES "
        "(1, 1, 1699999000, 1699999000, 0);";
    assert_int_equal(sqlite3_exec(db, rows, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    place_open(place, T);
    assert_rows(place,
                "SELECT state, status_text, state_began_at, job_name, job_id FROM printer_now WHERE "
                "printer_key = 1",
                "building|Building|1699990000|gear|7");
    assert_rows(place, "SELECT began_at, state, status_text, ended_at FROM state_span WHERE printer_key = 1",
                "1699920000|unobserved|NULL|1699990000\n1699990000|building|Building|NULL");
    assert_rows(place,
                "SELECT unobserved_s, building_s, covered_until_at, product FROM usage_day WHERE "
                "printer_key = 1",
                "70000|9000|1699999000|uPrint SE");
    assert_int_equal(place->history[0].covered_at, 1699999000);
    assert_int_equal(place->history[0].state, STATE_BUILDING);
    assert_int_equal(place->history[0].run.phase, RUN_NONE);
    assert_adds_up(place);
}

/* ---- what fails -------------------------------------------------------------------------------------------------------------- */

/* A process of its own writes, commits the half of it, and is gone without a word. */
static void test_a_crash(void **state)
{
    struct place *place = *state;
    pid_t child = fork();
    if (child == 0) {
        place_open(place, T);
        begin_run(place, T + 30);
        keep_run(place, 1, T + 10, T + 30);
        spend(place, STATE_BUILDING, T + 30);
        commit(place, T + 30);
        spend(place, STATE_BUILDING, T + 300);
        struct made made = made_at(place, T + 300);
        place->history[0].run.key = 0; /* another one */
        made.changes->runs[0] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1};
        made.changes->run_count = 1;
        _exit(made_try(&made) ? 1 : 0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    place_open(place, T + 400);
    assert_rows(place, "PRAGMA integrity_check", "ok");
    assert_int_equal(place->history[0].covered_at, T + 30);
    assert_int_equal(place->history[0].state, STATE_BUILDING);
    assert_int_equal(place->history[0].run.key, number_of(place, "SELECT job_key FROM job"));
    assert_int_equal(number_of(place, "SELECT count(*) FROM job"), 1);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|1.0|0.0|0");
    assert_rows(place, "SELECT text FROM event WHERE kind = 'poller_began' ORDER BY seq DESC LIMIT 1",
                "the last one was killed, or lost its power, after 2023-11-14T22:13:50Z");
    /* The 30 s that waited for the sums are in them now, once. */
    spend(place, STATE_BUILDING, T + 500);
    commit(place, T + 500);
    assert_rows(place, "SELECT building_s FROM usage_day WHERE printer_key = 1", "500");
    assert_adds_up(place);
}

static void load_all(struct place *place)
{
    for (int i = 0; i < PLACE_PRINTERS; i++)
        assert_int_equal(store_load(place->store, place->rows[i], &place->history[i]), 0);
}

/* Somebody else holds the database; then one of several statements fails. Nothing is kept, nothing is lost twice. */
static void test_a_write_that_fails(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    spend(place, STATE_BUILDING, T + 20);
    commit(place, T + 20);
    sqlite3 *person = place_person(place);
    assert_int_equal(sqlite3_exec(person, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    struct made made = made_at(place, T + 100);
    made_piece(&made, STATE_BUILDING, T + 100);
    assert_int_equal(made_try(&made), -1);
    assert_non_null(strstr(store_error(place->store), "locked"));
    assert_int_equal(sqlite3_exec(person, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    load_all(place);
    assert_int_equal(place->history[0].covered_at, T + 20);
    execute(place, "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no room'); END");
    spend(place, STATE_PAUSED, T + 110); /* goes with the one that fails */
    made = made_at(place, T + 200);
    begin_run(place, T + 200);
    made_state(&made, STATE_IDLE, T + 110);
    made_piece(&made, STATE_IDLE, T + 200);
    made.changes->runs[0] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1, .job = &gear};
    made.changes->run_count = 1;
    made.changes->events[0] = (struct history_event){EVENT_STATE, "idle", T + 200, SIZE_MAX};
    made.changes->event_count = 1;
    assert_int_equal(made_try(&made), -1);
    assert_non_null(strstr(store_error(place->store), "no room"));
    execute(place, "DROP TRIGGER full");
    load_all(place);
    assert_int_equal(place->history[0].state, STATE_BUILDING);
    assert_int_equal(place->history[0].span_began_at, T);
    assert_int_equal(place->history[0].covered_at, T + 20);
    assert_int_equal(place->history[0].run.phase, RUN_NONE);
    spend(place, STATE_BUILDING, T + 300);
    begin_run(place, T + 300);
    keep_run(place, 0, T + 300, T + 300); /* its owner and material are written anew */
    assert_rows(place,
                "SELECT owner, material FROM job JOIN owner USING (owner_key) JOIN material ON material_key = "
                "model_material_key",
                "anna|ASA");
    assert_rows(place, "SELECT building_s, paused_s, idle_s FROM usage_day WHERE printer_key = 1", "300|0|0");
    assert_rows(place,
                "SELECT state, began_at - 1700000000, ended_at FROM state_span WHERE printer_key = 1 AND "
                "state <> 'unobserved'",
                "building|0|NULL");
    assert_adds_up(place);
    sqlite3_close(person);
}

/* What was written before is written again after a rollback, though nothing changed. */
static void test_a_row_that_is_lost(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    execute(place, "DELETE FROM printer_reading WHERE printer_key = 1");
    assert_int_equal(store_load(place->store, place->rows[0], &place->history[0]), -1);
    assert_non_null(strstr(store_error(place->store), "lost a row"));
    assert_int_equal(store_load(place->store, place->rows[1], &place->history[1]), 0);
}

static void test_the_present_after_a_rollback(void **state)
{
    struct place *place = *state;
    size_t length;
    char *text = fixture_read("fortus450-building", &length);
    place_open(place, T);
    place_write(place, 0, T + 10, text);   /* not committed */
    execute(place, "PRAGMA user_version"); /* readers go on */
    struct made made = made_at(place, T + 20);
    made.changes->events[0] = (struct history_event){.kind = NULL, .text = "no kind", .at = T + 20, .run = SIZE_MAX};
    made.changes->event_count = 1;
    assert_int_equal(made_try(&made), -1);
    load_all(place);
    place_poll(place, 0, T + 30, text);
    free(text);
    assert_rows(place,
                "SELECT state, job_name, (SELECT count(*) FROM spool_now), (SELECT count(*) FROM queue_now), "
                "codename FROM printer_now JOIN printer USING (printer_key) WHERE printer_key = 1",
                "building|bracket_@Zz9xY|4|2|waikiki");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, place_setup, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_piece_fills_its_days),
        TEST(test_everything_adds_up),
        TEST(test_sums_wait_within_an_hour),
        TEST(test_a_stop_sums_up),
        TEST(test_what_was_built_unseen_is_spread),
        TEST(test_another_zone_from_now_on),
        TEST(test_a_day_that_comes_back),
        TEST(test_a_new_printer_begins_with_its_day),
        TEST(test_a_new_printer_just_after_midnight),
        TEST(test_rows_keep_what_was_true),
        TEST(test_the_poller_tells_how_the_last_one_ended),
        TEST(test_a_clock_that_goes_back),
        TEST(test_migrated),
        TEST(test_a_crash),
        TEST(test_a_write_that_fails),
        TEST(test_a_row_that_is_lost),
        TEST(test_the_present_after_a_rollback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
