/* store_history.c and what it calls: changes in, rows out. What a poll changed is made up here. */
#include "history_event.h"
#include "schema.h"
#include "store_help.h"
#include "store_internal.h"
#include <math.h>
#include <sys/wait.h>

enum { HOUR = 3600, DAY = 86400 };

/* ---- made up polls -------------------------------------------------------------------------------------------------- */

/* A poll of the first printer that is filled in by a test. */
struct made {
    struct place *place;
    struct history_printer *history;
    struct history_changes *changes;
    struct status *status; /* NULL: no answer */
};

static struct made made_at(struct place *place, int64_t at)
{
    struct made made = {.place = place, .history = &place->history[0]};
    made.changes = calloc(1, sizeof *made.changes);
    made.history->polled_at = at;
    return made;
}

/* The time until `at` was spent in that state. */
static void made_piece(struct made *made, enum state state, int64_t at)
{
    struct history_printer *history = made->history;
    made->changes->pieces[made->changes->piece_count++] =
        (struct history_piece){.state = state, .from_at = history->covered_at, .to_at = at};
    history->covered_at = at;
}

/* It is in another state since then; the span of the last one is over. */
static void made_state(struct made *made, enum state state, int64_t at)
{
    struct history_printer *history = made->history;
    if (history->span_began_at < at)
        made->changes->spans[made->changes->span_count++] =
            (struct history_span){.state = history->state, .began_at = history->span_began_at, .ended_at = at};
    history->state = state;
    history->state_began_at = history->span_began_at = at;
    made->changes->state_changed = true;
}

/* Writes it; what was made is gone. */
static int made_try(struct made *made)
{
    struct store_row row = {.printer = made->place->rows[0],
                            .history = made->history,
                            .changes = made->changes,
                            .trouble = made->status ? NULL : "made up",
                            .status = made->status};
    int result = store_write(made->place->store, &row);
    free(made->changes);
    made->changes = NULL;
    return result;
}

static void made_write(struct made *made)
{
    if (made_try(made))
        fail_msg("%s", store_error(made->place->store));
}

static void commit(struct place *place, int64_t at)
{
    if (store_commit(place->store, at))
        fail_msg("%s", store_error(place->store));
}

/* The first printer is in that state until `at`. */
static void spend(struct place *place, enum state state, int64_t at)
{
    struct made made = made_at(place, at);
    if (place->history[0].state != state)
        made_state(&made, state, place->history[0].covered_at);
    made_piece(&made, state, at);
    made_write(&made);
}

static void set_zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

static int64_t number_of(const struct place *place, const char *sql)
{
    sqlite3 *db = place_person(place);
    char *rows = rows_of(db, sql);
    int64_t number = strtoll(rows, NULL, 10);
    free(rows);
    sqlite3_close(db);
    return number;
}

static void execute(const struct place *place, const char *sql)
{
    char *message = NULL;
    sqlite3 *db = place_person(place);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(db);
}

#define STATES                                                                                                         \
    "(idle_s + preparing_s + building_s + paused_s + part_waiting_s + maintenance_s + error_s + offline_s + "          \
    "unmapped_s + unobserved_s)"

/* Every row adds up to what it covers, hours, days and months to the same, and all of it to the time that went by. */
static void assert_adds_up(const struct place *place)
{
    assert_rows(place, "SELECT day, printer FROM usage_day WHERE " STATES " <> covered_until_at - day_began_at", "");
    assert_rows(place, "SELECT * FROM usage_hour WHERE " STATES " <> covered_until_at - hour_began_at", "");
    assert_rows(place, "SELECT * FROM usage_day WHERE " STATES " > day_s", "");
    assert_rows(place, "SELECT * FROM usage_hour WHERE " STATES " > hour_s OR hour_s > 3600", "");
    assert_rows(place,
                "SELECT printer_key FROM printer_reading r WHERE summed_at - (SELECT min(began_at) FROM state_span s "
                "WHERE s.printer_key = r.printer_key) <> (SELECT sum(" STATES ") FROM usage_day d WHERE "
                "d.printer_key = r.printer_key) OR summed_at > covered_at",
                "");
    assert_rows(place,
                "SELECT printer_key FROM printer WHERE (SELECT sum(" STATES ") FROM usage_day d WHERE d.printer_key = "
                "printer.printer_key) <> (SELECT sum(" STATES ") FROM usage_hour h WHERE h.printer_key = "
                "printer.printer_key)",
                "");
    assert_rows(
        place,
        "SELECT month, printer, idle_s, preparing_s, building_s, paused_s, part_waiting_s, maintenance_s, error_s, "
        "offline_s, unmapped_s, unobserved_s, round(unobserved_build_s, 3) FROM usage_month EXCEPT "
        "SELECT substr(day, 1, 7), printer, sum(idle_s), sum(preparing_s), sum(building_s), sum(paused_s), "
        "sum(part_waiting_s), sum(maintenance_s), sum(error_s), sum(offline_s), sum(unmapped_s), "
        "sum(unobserved_s), round(sum(unobserved_build_s), 3) FROM usage_day GROUP BY 1, printer_key",
        "");
    assert_rows(
        place, "SELECT substr(day, 1, 7), printer_key FROM usage_day EXCEPT SELECT month, printer_key FROM usage_month",
        "");
}

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

/* ---- jobs ---------------------------------------------------------------------------------------------------------------- */

static const struct status_job gear = {.job_name = "gear", .owner = "anna", .comment = "for B", .pack = "gear"};

static void begin_run(struct place *place, int64_t at)
{
    place->history[0].run = (struct history_run){
        .phase = RUN_BUSY,
        .job_id = 7,
        .job_name = "gear",
        .run = 1,
        .submitted = {5000,  at - 500},
        .started = {5400,  at - 100},
        .first_seen_at = at,
        .seen_at = at,
        .begun_at = at,
        .counted_at = at,
        .used_at = at,
        .is_begin_watched = 1,
        .estimated_s = 7200,
        .build_s = 99.6,
        .layers_total = NAN,
        .preparing_s = NAN,
        .material = {"ASA", ""      },
        .needed_in3 = {10.5,  NAN     },
        .used_in3 = {0.5,   NAN     },
        .kept_used_in3 = {0.5,   NAN     },
        .spool_used_in3 = {0.25,  NAN     }
    };
}

/* Writes the printer's run as it is, with what it used between two times; 0: nothing. */
static void keep_run(struct place *place, double used_in3, int64_t from_at, int64_t to_at)
{
    struct made made = made_at(place, to_at);
    made.changes->runs[0] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1, .job = &gear};
    made.changes->run_count = 1;
    if (used_in3 > 0) {
        made.changes->uses[0] = (struct history_use){
            .kind = HISTORY_MODEL, .material = "ASA", .used_in3 = used_in3, .from_at = from_at, .to_at = to_at};
        made.changes->use_count = 1;
    }
    made_write(&made);
    commit(place, to_at);
}

static void end_run(struct place *place, enum history_result result, int64_t at)
{
    struct history_run *run = &place->history[0].run;
    run->result = result;
    run->source = result == RESULT_RUNNING ? SOURCE_NONE : SOURCE_INFERRED;
    run->ended_at = result == RESULT_RUNNING ? 0 : at;
    run->phase = result == RESULT_RUNNING ? RUN_BUSY : RUN_ENDED;
    keep_run(place, 0, at, at);
}

static void test_a_run_and_its_load(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_run(place, 0, T + 10, T + 10);
    assert_true(place->history[0].run.key > 0);
    assert_rows(place,
                "SELECT job_id, run, job_name, owner, comment, pack, submitted_at - 1700000000, first_seen_at - "
                "1700000000, begun_at - 1700000000, started_at - 1700000000, ended_at, result, result_source, "
                "estimated_s, build_s, layers_total, preparing_s, paused_s, material, support_material_key, "
                "model_needed_in3, support_needed_in3, model_used_in3 FROM job JOIN owner USING (owner_key) JOIN "
                "material ON material_key = model_material_key",
                "7|1|gear|anna|for B|gear|-490|10|10|-90|NULL|NULL|NULL|7200|100|NULL|NULL|0|ASA|NULL|10.5|NULL|0.5");
    struct history_run before = place->history[0].run;
    place_close(place, T + 20);
    place_open(place, T + 30);
    struct history_run *run = &place->history[0].run;
    assert_int_equal(run->key, before.key);
    assert_int_equal(run->phase, RUN_BUSY);
    assert_string_equal(run->job_name, "gear");
    assert_true(run->submitted.printer_s == 5000 && run->submitted.at == T - 490);
    assert_true(run->started.printer_s == 5400 && run->started.at == T - 90);
    assert_true(run->counted_at == T + 10 && run->used_at == T + 10 && run->seen_at == T + 10);
    assert_true(isnan(run->preparing_s) && isnan(run->layers_total) && isnan(run->used_in3[HISTORY_SUPPORT]));
    assert_true(run->build_s == 100 && run->used_in3[HISTORY_MODEL] == 0.5 && run->spool_used_in3[0] == 0.25);
    assert_true(run->kept_used_in3[HISTORY_MODEL] == 0.5 && run->is_begin_watched);
    assert_string_equal(run->material[HISTORY_MODEL], "ASA");
    assert_string_equal(run->material[HISTORY_SUPPORT], "");
    assert_int_equal(run->result, RESULT_RUNNING);
    assert_int_equal(place->history[1].run.phase, RUN_NONE);
    end_run(place, RESULT_FAILED, T + 40);
    place_close(place, T + 50);
    place_open(place, T + 60);
    assert_int_equal(place->history[0].run.result, RESULT_FAILED);
    assert_int_equal(place->history[0].run.source, SOURCE_INFERRED);
    assert_int_equal(place->history[0].run.ended_at, T + 40);
    assert_int_equal(number_of(place, "SELECT count(*) FROM job"), 1);
}

#define MATERIAL_ROWS                                                                                                  \
    "SELECT day, kind, material, round(used_in3, 6), round(wasted_in3, 6), jobs_ended FROM material_day JOIN "         \
    "material USING (material_key) ORDER BY day"

static void test_results_are_booked_and_unbooked(void **state)
{
    struct place *place = *state;
    int64_t midnight = T - T % DAY + DAY;
    place_open(place, T);
    begin_run(place, midnight - 3 * HOUR);
    keep_run(place, 4, midnight - 3 * HOUR, midnight + HOUR); /* a quarter of it on the second day */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|1.0|0.0|0");
    end_run(place, RESULT_CANCELLED, midnight + HOUR);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|0\n2023-11-15|model|ASA|1.0|1.0|1");
    end_run(place, RESULT_CANCELLED, midnight + HOUR); /* said again: counted once */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|0\n2023-11-15|model|ASA|1.0|1.0|1");
    end_run(place, RESULT_FAILED, midnight - HOUR); /* known better: the day before */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|1\n2023-11-15|model|ASA|1.0|1.0|0");
    end_run(place, RESULT_RUNNING, midnight + 2 * HOUR); /* it goes on after all */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|1.0|0.0|0");
    keep_run(place, 2, midnight + 2 * HOUR, midnight + 3 * HOUR);
    end_run(place, RESULT_COMPLETED, midnight + 3 * HOUR);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|3.0|0.0|1");
    end_run(place, RESULT_UNKNOWN, midnight + 3 * HOUR);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|3.0|0.0|1");
    end_run(place, RESULT_FAILED, midnight + 3 * HOUR);
    keep_run(place, 1, midnight + 3 * HOUR, midnight + 3 * HOUR); /* told late, by a run that is waste already */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|0\n2023-11-15|model|ASA|4.0|4.0|1");
    assert_int_equal(number_of(place, "SELECT count(*) FROM run_use"), 2);
    place->history[0].run.phase = RUN_GONE;
    keep_run(place, 0, midnight + 4 * HOUR, midnight + 4 * HOUR);
    assert_int_equal(number_of(place, "SELECT count(*) FROM run_use"), 2); /* it may come back */
    end_run(place, RESULT_RUNNING, midnight + 4 * HOUR);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|4.0|0.0|0");
    end_run(place, RESULT_FAILED, midnight + 4 * HOUR);
    place->history[0].run.phase = RUN_GONE;
    keep_run(place, 0, midnight + 4 * HOUR, midnight + 4 * HOUR);
    begin_run(place, midnight + 5 * HOUR); /* the next one */
    keep_run(place, 0, midnight + 5 * HOUR, midnight + 5 * HOUR);
    assert_int_equal(number_of(place, "SELECT count(*) FROM run_use"), 0);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|0\n2023-11-15|model|ASA|4.0|4.0|1");
}

/* A spool of another material in mid-build. */
static void test_another_material(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_run(place, 1, T + 10, T + 20);
    strcpy(place->history[0].run.material[HISTORY_MODEL], "PC");
    struct made made = made_at(place, T + 30);
    made.changes->runs[0] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1};
    made.changes->run_count = 1;
    made.changes->uses[0] = (struct history_use){
        .kind = HISTORY_MODEL, .material = "PC", .used_in3 = 2, .from_at = T + 20, .to_at = T + 30};
    made.changes->uses[1] = (struct history_use){
        .kind = HISTORY_SUPPORT, .material = "", .used_in3 = 3, .from_at = T + 30, .to_at = T + 30};
    made.changes->use_count = 2;
    made_write(&made);
    commit(place, T + 30);
    assert_rows(place, MATERIAL_ROWS ", material",
                "2023-11-14|support||3.0|0.0|0\n2023-11-14|model|ASA|1.0|0.0|0\n2023-11-14|model|PC|2.0|0.0|0");
    assert_rows(place,
                "SELECT material, owner_key IS NOT NULL FROM job JOIN material ON material_key = "
                "model_material_key",
                "PC|1");
}

/* A run that is replaced and its successor in one poll; the event is of the new one. */
static void test_two_runs_in_one_poll(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_run(place, 0, T + 10, T + 10);
    struct made made = made_at(place, T + 20);
    struct history_run old = made.history->run;
    old.phase = RUN_GONE;
    old.result = RESULT_UNKNOWN;
    old.ended_at = T + 15;
    begin_run(place, T + 20);
    made.history->run.run = 2;
    made.changes->runs[0] = (struct history_run_change){.run = old};
    made.changes->runs[1] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1, .job = &gear};
    made.changes->run_count = 2;
    made.changes->events[0] = (struct history_event){EVENT_JOB_ENDED, "unknown", T + 20, 0};
    made.changes->events[1] = (struct history_event){EVENT_JOB_BEGAN, "it began", T + 20, 1};
    made.changes->events[2] = (struct history_event){EVENT_STATE, "building", T + 20, SIZE_MAX};
    made.changes->event_count = 3;
    made_write(&made);
    commit(place, T + 20);
    assert_rows(place, "SELECT run, result FROM job", "1|unknown\n2|NULL");
    assert_rows(place, "SELECT kind, run FROM event LEFT JOIN job USING (job_key) WHERE event.printer_key = 1",
                "job_ended|1\njob_began|2\nstate|NULL");
    assert_int_equal(place->history[0].run.key, number_of(place, "SELECT job_key FROM job WHERE run = 2"));
    assert_rows(place, "SELECT run FROM run_now JOIN job USING (job_key)", "2");
    /* Its material was unknown to nobody: the row of the end names it. */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|0.0|0.0|1");
}

/* ---- spools, samples -------------------------------------------------------------------------------------------------------- */

static void change_spool(struct place *place, int what, int64_t at, double left_in3)
{
    struct history_spool *here = &place->history[0].spools[1];
    struct made made = made_at(place, at);
    if (what == SPOOL_LOADED)
        *here = (struct history_spool){.is_here = 1,
                                       .kind = "model",
                                       .material = "ASA",
                                       .bay = 1,
                                       .initial_in3 = 92.3,
                                       .loaded_in3 = left_in3,
                                       .loaded_at = at};
    here->left_in3 = left_in3;
    made.changes->spools[0].place = 1;
    made.changes->spools[0].what = what;
    made.changes->spools[0].spool = *here;
    made.changes->spools[0].at = at;
    made.changes->spool_count = 1;
    if (what == SPOOL_REMOVED)
        *here = (struct history_spool){0};
    made_write(&made);
    commit(place, at);
}

static void test_a_spool(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    change_spool(place, SPOOL_LOADED, T + 10, 80);
    change_spool(place, SPOOL_LEFT, T + 20, 70);
    place_close(place, T + 30);
    place_open(place, T + 40);
    assert_int_equal(place->history[0].spool_count, 2);
    assert_int_equal(place->history[0].spools[0].is_here, 0);
    assert_true(place->history[0].spools[1].is_here && place->history[0].spools[1].key == 1);
    assert_true(place->history[0].spools[1].left_in3 == 70 && place->history[0].spools[1].kept_left_in3 == 70);
    assert_string_equal(place->history[0].spools[1].material, "ASA");
    change_spool(place, SPOOL_REMOVED, T + 50, 60);
    change_spool(place, SPOOL_LOADED, T + 60, 92.3);
    assert_rows(place,
                "SELECT place, bay, kind, material, serial, loaded_at - 1700000000, removed_at - 1700000000, "
                "initial_in3, loaded_in3, left_in3 FROM spool JOIN material USING (material_key)",
                "1|1|model|ASA|NULL|10|50|92.3|80.0|60.0\n1|1|model|ASA|NULL|60|NULL|92.3|92.3|92.3");
}

static void take_sample(struct place *place, int64_t at, double model_temp_c, double odometer)
{
    struct made made = made_at(place, at);
    struct status status = {.document = &(struct document){0}, .odometer_count = 2};
    status.odometers[0] = (struct status_odometer){"tipOdometer", odometer, 500, NAN};
    status.odometers[1] = (struct status_odometer){"unknownOdometer", NAN, NAN, NAN};
    made.status = &status;
    made.changes->sample_is_due = true;
    made.history->sample = (struct history_sample){
        .at = at,
        .temp_c = {model_temp_c, NAN, 70},
        .set_c = {320,            NAN,             70},
        .layer = 12,
        .progress_ratio = 0.1234,
        .used_in3 = {1.5,          NAN}
    };
    made_write(&made);
}

static void test_samples_and_their_hours(void **state)
{
    struct place *place = *state;
    int64_t hour_at = T - T % HOUR + HOUR;
    place_open(place, T);
    take_sample(place, hour_at + 600, 300, 10);  /* for 1200 s */
    take_sample(place, hour_at + 1800, 310, 11); /* for 1800 s: to the hour's end */
    commit(place, hour_at);
    place_close(place, hour_at + 1800); /* the hour goes on with another poller */
    place_open(place, hour_at + 1810);
    assert_rows(place, "SELECT count(*) FROM sample_hour", "0");
    take_sample(place, hour_at + 3 * HOUR, NAN, 12);
    commit(place, hour_at);
    assert_rows(place,
                "SELECT hour_began_at, samples, model_temp_c_min, model_temp_c_mean, model_temp_c_max, "
                "support_temp_c_mean, layer_min, progress_ratio_max, model_used_in3_mean FROM sample_hour",
                "1700002800|2|300.0|306.0|310.0|NULL|12|0.1234|1.5");
    assert_rows(place,
                "SELECT at, model_temp_c, envelope_set_c, layer, progress_e4, model_used_e4_in3, "
                "support_used_e4_in3 FROM sample ORDER BY at LIMIT 1",
                "1700003400|300.0|70.0|12|1234|15000|NULL");
    take_sample(place, hour_at + 4 * HOUR, 300, 13);
    commit(place, hour_at);
    assert_rows(place, "SELECT samples, model_temp_c_mean, envelope_temp_c_mean FROM sample_hour ORDER BY 1 LIMIT 1",
                "1|NULL|70.0");
    assert_rows(place, "SELECT odometer, day, value, limit_warn, limit_error FROM odometer_day",
                "tipOdometer|2023-11-14|11.0|500.0|NULL\ntipOdometer|2023-11-15|13.0|500.0|NULL");
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

/* ---- retention ------------------------------------------------------------------------------------------------------------------ */

static void test_samples_go_a_little_at_a_time(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    for (int i = 0; i < 1300; i++)
        take_sample(place, T + 60 * i, 300 + i % 7, 1);
    commit(place, T);
    place->fleet.samples_kept_s = 100 * 60; /* of 1300 minutes */
    int64_t now = T + 1300 * 60;
    static const int left[] = {800, 300, 100, 100};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(store_retain(place->store, &place->fleet, now), 0);
        commit(place, now);
        assert_int_equal(number_of(place, "SELECT count(*) FROM sample"), left[i]);
    }
    assert_int_equal(number_of(place, "SELECT min(at) FROM sample"), now - 100 * 60);
    /* Long after: all but those of the hour that is not rolled up. */
    assert_int_equal(store_retain(place->store, &place->fleet, now + 90 * DAY), 0);
    commit(place, now);
    int64_t last_hour = (T + 1299 * 60) - (T + 1299 * 60) % HOUR;
    assert_int_equal(number_of(place, "SELECT min(at) FROM sample"), last_hour + T % 60);
    assert_int_equal(number_of(place, "SELECT sum(samples) FROM sample_hour") +
                         number_of(place, "SELECT count(*) FROM sample"),
                     1300);
}

static void test_events_go_and_numbers_stay(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    for (int i = 0; i < 600; i++) {
        struct history_event event = {EVENT_STATE, "idle", T + i, SIZE_MAX};
        assert_int_equal(store_write_event(place->store, &event, 1, 0), 0);
    }
    int64_t first = number_of(place, "SELECT min(seq) FROM event");
    place->fleet.events_kept_s = DAY;
    assert_int_equal(store_retain(place->store, &place->fleet, T + DAY), 0); /* nothing is too old */
    assert_int_equal(store_retain(place->store, &place->fleet, T + DAY + 10), 0);
    commit(place, T);
    assert_int_equal(number_of(place, "SELECT count(*) FROM event"), 601 - 11); /* one of the poller */
    assert_int_equal(store_retain(place->store, &place->fleet, T + 3 * DAY), 0);
    commit(place, T);
    assert_int_equal(number_of(place, "SELECT count(*) FROM event"), 590 - STORE_RETAIN_ROWS);
    assert_int_equal(store_retain(place->store, &place->fleet, T + 3 * DAY), 0);
    commit(place, T);
    assert_int_equal(number_of(place, "SELECT count(*) FROM event"), 0);
    place_close(place, T + 3 * DAY);
    assert_int_equal(number_of(place, "SELECT seq FROM event"), first + 601);
}

static void test_a_call_removes_no_more_than_its_share(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    for (int i = 0; i < 300; i++) {
        struct history_event event = {EVENT_STATE, "idle", T + i, SIZE_MAX};
        assert_int_equal(store_write_event(place->store, &event, 1, 0), 0);
        take_sample(place, T + 60 * i, 300, 1);
    }
    commit(place, T);
    int64_t before = number_of(place, "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM sample)");
    place->fleet.samples_kept_s = place->fleet.events_kept_s = DAY;
    assert_int_equal(store_retain(place->store, &place->fleet, T + 9 * DAY), 0);
    commit(place, T);
    assert_int_equal(number_of(place, "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM sample)"),
                     before - STORE_RETAIN_ROWS);
}

static void test_people_are_forgotten(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    end_run(place, RESULT_COMPLETED, T + 20);
    place->history[0].run.phase = RUN_GONE;
    keep_run(place, 0, T + 30, T + 30);
    begin_run(place, T + 40); /* ended long ago, and its part is in there still */
    end_run(place, RESULT_COMPLETED, T + 50);
    for (int i = 0; i < 3; i++)
        assert_int_equal(store_retain(place->store, &place->fleet, T + 900 * DAY), 0); /* kept for ever */
    commit(place, T);
    assert_int_equal(number_of(place, "SELECT count(*) FROM job WHERE job_name = 'gear'"), 2);
    place->fleet.people_kept_s = DAY;
    assert_int_equal(store_retain(place->store, &place->fleet, T + DAY + 20), 0); /* not yet */
    commit(place, T);
    assert_int_equal(number_of(place, "SELECT count(*) FROM job WHERE job_name = 'gear'"), 2);
    assert_int_equal(store_retain(place->store, &place->fleet, T + DAY + 60), 0);
    commit(place, T);
    assert_rows(place, "SELECT job_name, owner_key, comment, pack, build_s FROM job",
                "NULL|NULL|NULL|NULL|100\ngear|1|for B|gear|100");
    assert_int_equal(number_of(place, "SELECT count(*) FROM owner"), 1);
    place->history[0].run.phase = RUN_GONE;
    keep_run(place, 0, T + 60, T + 60);
    assert_int_equal(store_retain(place->store, &place->fleet, T + DAY + 60), 0);
    assert_int_equal(store_retain(place->store, &place->fleet, T + DAY + 60), 0);
    commit(place, T);
    assert_int_equal(number_of(place, "SELECT count(job_name) + count(owner_key) FROM job"), 0);
    assert_int_equal(number_of(place, "SELECT count(*) FROM owner"), 0);
}

/* What a removed printer said last is forgotten like all else; the last job of one that is there stays as it is. */
static void test_people_of_a_removed_printer(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    place_poll_fixture(place, 0, T + 10, "fortus450-building");
    place_poll_fixture(place, 1, T + 10, "fortus450-building");
    place_close(place, T + 20);
    place->fleet.printer_count = 1;
    place->fleet.people_kept_s = DAY;
    place_open(place, T + 30);
    assert_int_equal(store_retain(place->store, &place->fleet, T + 2 * DAY), 0);
    commit(place, T);
    assert_rows(place,
                "SELECT n.owner, n.job_name, n.pack, (SELECT count(*) FROM queue_now q WHERE q.printer_key = "
                "n.printer_key), j.job_name, j.owner_key IS NULL FROM printer_now n JOIN job j USING (printer_key) "
                "ORDER BY printer_key",
                "anna|bracket_@Zz9xY|bracket, foot|2|bracket_@Zz9xY|0\nNULL|NULL|NULL|0|NULL|1");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, place_setup, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_piece_fills_its_days),
        TEST(test_everything_adds_up),
        TEST(test_sums_wait_within_an_hour),
        TEST(test_what_was_built_unseen_is_spread),
        TEST(test_another_zone_from_now_on),
        TEST(test_a_day_that_comes_back),
        TEST(test_a_new_printer_begins_with_its_day),
        TEST(test_a_new_printer_just_after_midnight),
        TEST(test_rows_keep_what_was_true),
        TEST(test_the_poller_tells_how_the_last_one_ended),
        TEST(test_a_clock_that_goes_back),
        TEST(test_migrated),
        TEST(test_a_run_and_its_load),
        TEST(test_results_are_booked_and_unbooked),
        TEST(test_another_material),
        TEST(test_two_runs_in_one_poll),
        TEST(test_a_spool),
        TEST(test_samples_and_their_hours),
        TEST(test_a_crash),
        TEST(test_a_write_that_fails),
        TEST(test_the_present_after_a_rollback),
        TEST(test_samples_go_a_little_at_a_time),
        TEST(test_events_go_and_numbers_stay),
        TEST(test_a_call_removes_no_more_than_its_share),
        TEST(test_people_are_forgotten),
        TEST(test_people_of_a_removed_printer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
