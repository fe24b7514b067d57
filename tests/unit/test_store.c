/* store_present.c, store_fleet.c, store.c: polls in, rows out. */
#include "store_help.h"
#include "store_internal.h"

static void test_every_value(void **state)
{
    struct place *place = *state;
    place_poll_fixture(place, 0, T + 10, "fortus450-building");
    /* The printer's clock stands at 1583224500: its times lie 3600 s and 4500 s before the poll. */
    assert_rows(place,
                "SELECT state, status_text, explanation, state_began_at - 1700000000, trouble, failed_at, damage, "
                "controller_version, job_id, job_name, owner, comment, pack, submitted_at - 1700000010, "
                "started_at - 1700000010, estimated_s, layers_total, model_material, model_needed_in3, "
                "support_material, support_needed_in3, model_set_c, support_set_c, envelope_set_c "
                "FROM printer_now WHERE printer_key = 1",
                "building|Building|NULL|10|NULL|NULL|NULL|5.8.1.0|60|bracket_@Zz9xY|anna|NULL|bracket, foot|-4500|"
                "-3600|14000|120|ASA|10.5|SR35|2.5|330.0|213.0|95.0");
    assert_rows(place,
                "SELECT polled_at - 1700000000, answered_at - 1700000000, failed_polls, "
                "clock_offset_s + 1700000010, model_temp_c, support_temp_c, envelope_temp_c, layer, build_s, "
                "model_used_in3, support_used_in3, round(time_ratio, 4), layer_ratio, round(model_ratio, 4), "
                "support_ratio, round(progress_ratio, 4), progress_source, eta_at - 1700000010 "
                "FROM printer_reading WHERE printer_key = 1",
                "10|10|0|1583224500|329.0|213.0|94.0|12|3300|2.25|1.125|0.2357|0.1|0.2143|0.45|0.2357|time|10700");
    assert_rows(place,
                "SELECT place, bay, kind, material, color, color_rgb, spool_status, is_loaded, initial_in3, left_in3, "
                "serial, lot, made_on, first_used_on FROM spool_now ORDER BY place LIMIT 2",
                "0|0|model|ASA_IVR|Ivory|f0ead6|ACTIVE|1|92.31|60.5|500001|77012|02142020|NULL\n"
                "1|1|model|NULL|NULL|NULL|NOT LOADED|0|92.31|0.0|NULL|77012|02142020|NULL");
    assert_rows(place,
                "SELECT place, job_id, job_name, owner, comment, pack, submitted_at - 1700000010, estimated_s, "
                "model_material, model_needed_in3, support_material, support_needed_in3 FROM queue_now ORDER BY place",
                "1|61|gear|bert|NULL|NULL|-4499|3600|NULL|1.5|NULL|0.0\n"
                "2|62|cover; v2|carla|NULL|NULL|-4498|7200|NULL|3.0|NULL|0.0");
    assert_rows(place, "SELECT codename, serial, product FROM printer WHERE printer_key = 1",
                "waikiki|W10001|Fortus 450mc");
}

/* Units as integers are integers: nobody sees 12.0 layers. */
static void test_integers_are_integers(void **state)
{
    struct place *place = *state;
    place_poll_fixture(place, 0, T + 10, "fortus450-building");
    assert_rows(place,
                "SELECT typeof(job_id), typeof(estimated_s), typeof(layers_total), typeof(layer), typeof(build_s), "
                "typeof(eta_at), typeof(clock_offset_s), typeof(bay) FROM printer_now JOIN printer_reading USING "
                "(printer_key) JOIN spool_now USING (printer_key) LIMIT 1",
                "integer|integer|integer|integer|integer|integer|integer|integer");
}

static void test_no_job_is_null(void **state)
{
    struct place *place = *state;
    place_poll_fixture(place, 0, T + 10, "fortus450-building");
    place_poll_fixture(place, 0, T + 20, "uprint-idle");
    assert_rows(place,
                "SELECT coalesce(job_id, job_name, owner, comment, pack, submitted_at, started_at, estimated_s, "
                "layers_total, model_material, model_needed_in3, support_material, support_needed_in3, layer, build_s, "
                "model_used_in3, support_used_in3, time_ratio, layer_ratio, model_ratio, support_ratio, "
                "progress_ratio, progress_source, eta_at) FROM printer_now JOIN printer_reading USING (printer_key) "
                "WHERE printer_key = 1",
                "NULL");
    assert_rows(place, "SELECT count(*) FROM queue_now", "0");
    assert_rows(place, "SELECT codename, product FROM printer WHERE printer_key = 1", "paia|uPrint SE");
}

/* How many rows a poll writes beside those of other printers and of the commit. */
static int written_by(struct place *place, int64_t at, const char *text)
{
    int before = sqlite3_total_changes(place->store->db);
    place_write(place, 0, at, text);
    int rows = sqlite3_total_changes(place->store->db) - before;
    assert_int_equal(store_commit(place->store, at), 0);
    return rows;
}

/* The fixture at a later second of the printer's clock, to be freed. */
static char *fixture_later(const char *fixture, int seconds)
{
    size_t length;
    char *text = fixture_read(fixture, &length), from[64], to[64];
    long server_time = strtol(strstr(text, "-serverTime ") + strlen("-serverTime "), NULL, 10);
    free(text);
    snprintf(from, sizeof from, "-serverTime %ld", server_time);
    snprintf(to, sizeof to, "-serverTime %ld", server_time + seconds);
    return fixture_with(fixture, from, to);
}

static void test_a_poll_without_news_writes_one_row(void **state)
{
    struct place *place = *state;
    static const int clocks[] = {10, 19, 31}; /* two clocks of whole seconds are never in step */
    for (size_t i = 0; i < FIXTURE_COUNT; i++)
        for (int poll = 0; poll < 3; poll++) {
            char *text = fixture_later(fixture_names[i], clocks[poll]);
            int rows = written_by(place, T + 100 * (int64_t)i + 10 * (poll + 1), text);
            if (poll == 0 ? rows < 2 : rows != 1)
                fail_msg("%s: poll %d writes %d rows", fixture_names[i], poll, rows);
            free(text);
        }
    written_by(place, T + 100 * FIXTURE_COUNT, NULL);
    assert_int_equal(written_by(place, T + 100 * FIXTURE_COUNT + 10, NULL), 1);
}

static void test_spools_come_and_go(void **state)
{
    struct place *place = *state;
    static const struct {
        const char *fixture, *count;
    } steps[] = {
        {"uprint-idle",        "2"},
        {"fortus450-building", "4"},
        {"uprint-idle",        "2"},
    };
    for (int i = 0; i < 3; i++) {
        place_poll_fixture(place, 0, T + 10 * i, steps[i].fixture);
        place_poll_fixture(place, 1, T + 10 * i, "fortus450-building");
        assert_rows(place, "SELECT count(*) FROM spool_now WHERE printer_key = 1", steps[i].count);
    }
    assert_rows(place, "SELECT material FROM spool_now WHERE printer_key = 1 ORDER BY place", "P430_IVR\nSR30");
    place_poll(place, 0, T + 40, "set machineStatus(general) {\n\t-modelerType paia\n\t-modelerStatus Idle\n};\n");
    assert_rows(place, "SELECT count(*) FROM spool_now WHERE printer_key = 1", "0");
    assert_rows(place, "SELECT count(*) FROM spool_now WHERE printer_key = 2", "4"); /* another one's stay */
}

static void test_what_is_left_follows(void **state)
{
    struct place *place = *state;
    char *less = fixture_with("fortus450-building", "60.5", "59.5");
    place_poll_fixture(place, 0, T + 10, "fortus450-building");
    place_poll(place, 0, T + 20, less);
    free(less);
    assert_rows(place, "SELECT left_in3 FROM spool_now WHERE printer_key = 1 AND place = 0", "59.5");
    place_poll_fixture(place, 0, T + 30, "fortus450-building");
    assert_rows(place, "SELECT left_in3 FROM spool_now WHERE printer_key = 1 AND place = 0", "60.5");
}

static void test_queue_shrinks(void **state)
{
    struct place *place = *state;
    static const char one[] = "set machineStatus(general) {\n\t-modelerType waikiki\n};\nset machineStatus(queue) "
                              "{\n{\n\t-jobName {cover; v2}\n\t-jobid 62\n}\n};\n";
    place_poll_fixture(place, 0, T + 10, "fortus450-building");
    place_poll_fixture(place, 1, T + 10, "fortus450-building");
    place_poll(place, 0, T + 20, one);
    assert_rows(place, "SELECT place, job_id, job_name, owner FROM queue_now WHERE printer_key = 1",
                "1|62|cover; v2|NULL");
    assert_rows(place, "SELECT count(*) FROM queue_now WHERE printer_key = 2", "2");
}

/* A cut text says nothing of the machine; a whole one without a serial says that there is none. */
static void test_a_damaged_text_keeps_the_machine(void **state)
{
    struct place *place = *state;
    place_poll_fixture(place, 0, T + 10, "fortus450-building");
    sqlite3 *db = place_person(place);
    char *before = rows_of(db, "SELECT codename, serial, product FROM printer WHERE printer_key = 1");
    sqlite3_close(db);
    place_poll(place, 0, T + 20, "set machineStatus(general) {\n\t-modelerStatus {Building}\n};\n");
    assert_rows(place, "SELECT codename, serial, product FROM printer WHERE printer_key = 1", before);
    free(before);
    place_poll(place, 0, T + 30,
               "set machineStatus(general) {\n\t-modelerStatus {Idle}\n};\nset machineStatus(currentJob) {};\n");
    assert_rows(place, "SELECT codename, serial, product FROM printer WHERE printer_key = 1", "NULL|NULL|NULL");
}

static void test_failed_polls_keep_what_is_known(void **state)
{
    struct place *place = *state;
    place_poll_fixture(place, 0, T + 10, "fortus450-building");
    for (int i = 2; i <= 4; i++) {
        place_poll(place, 0, T + 10 * i, NULL);
        assert_rows(place, "SELECT state, trouble, failed_at - 1700000000 FROM printer_now WHERE printer_key = 1",
                    i < 4 ? "building|cannot connect: Connection refused|20"
                          : "offline|cannot connect: Connection refused|20");
    }
    assert_rows(place,
                "SELECT job_name, layer, model_temp_c, polled_at - 1700000000, answered_at - 1700000000, failed_polls "
                "FROM printer_now JOIN printer_reading USING (printer_key) WHERE printer_key = 1",
                "bracket_@Zz9xY|12|329.0|40|10|3");
    assert_rows(place, "SELECT count(*) FROM spool_now UNION ALL SELECT count(*) FROM queue_now", "4\n2");
    place_poll_fixture(place, 0, T + 50, "fortus450-building");
    assert_rows(place,
                "SELECT state, trouble, failed_at, failed_polls, state_began_at - 1700000000 FROM printer_now JOIN "
                "printer_reading USING (printer_key) WHERE printer_key = 1",
                "building|NULL|NULL|0|50");
}

static void test_the_next_poller_goes_on(void **state)
{
    struct place *place = *state;
    place_poll_fixture(place, 0, T + 10, "fortus450-building");
    place_poll_fixture(place, 1, T + 10, "uprint-idle");
    place_poll(place, 1, T + 20, NULL);
    place_close(place, T + 25);
    assert_rows(place, "SELECT began_at - 1700000000, stopped_at - 1700000000 FROM poller", "0|25");
    place_open(place, T + 30);
    assert_rows(place, "SELECT began_at - 1700000000, stopped_at FROM poller", "30|NULL");
    assert_int_equal(place->history[0].state, STATE_BUILDING);
    assert_int_equal(place->history[0].state_began_at, T + 10);
    assert_string_equal(place->history[0].status_text, "Building");
    assert_int_equal(place->history[0].polled_at, T + 10);
    assert_int_equal(place->history[0].started.at, T + 10 - 3600);
    assert_int_equal(place->history[1].failed_polls, 1);
    assert_int_equal(place->history[1].failed_at, T + 20);
    assert_int_equal(place->history[2].state, STATE_UNOBSERVED);
    place_poll_fixture(place, 0, T + 40, "fortus450-building");
    assert_rows(place, "SELECT state_began_at - 1700000000 FROM printer_now WHERE printer_key = 1", "10");
}

static void test_a_removed_printer_stays_unconfigured(void **state)
{
    struct place *place = *state;
    place_poll_fixture(place, 1, T + 10, "uprint-idle");
    place_close(place, T + 20);
    int64_t attic = 3;
    place->printers[1] = place->printers[2];
    place->fleet.printer_count = 2;
    place_open(place, T + 30);
    assert_int_equal(place->rows[1]->key, attic); /* a key is for ever */
    assert_rows(place, "SELECT printer, configured FROM printer_info ORDER BY printer", "attic|1\nlab|1\nshop|0");
    assert_rows(place, "SELECT printer FROM printer_current", "lab\nattic");
    assert_rows(place, "SELECT status_text FROM printer_now WHERE printer_key = 2", "Idle");
    place_close(place, T + 40);
    place->fleet.printer_count = 3;
    place->printers[2].id = "shop";
    place_open(place, T + 50);
    assert_rows(place, "SELECT printer FROM printer_current", "lab\nattic\nshop"); /* in the configuration's order */
}

static void test_configuration(void **state)
{
    struct place *place = *state;
    place_close(place, T);
    place->printers[0].name = "Lab \"one\"; DROP TABLE printer; --";
    place->printers[0].product = "Own name";
    place->printers[0].location = "R\xc3\xa4ume";
    place->printers[0].fleet_group = "g";
    place->printers[0].webcam = "/cam";
    place->fleet.time_zone = "Europe/Berlin";
    place_open(place, T + 10);
    place_poll_fixture(place, 0, T + 20, "uprint-idle");
    assert_rows(place,
                "SELECT name, product, location, fleet_group, webcam, place, interval_ms, timeout_ms FROM printer "
                "WHERE printer = 'lab'",
                "Lab \"one\"; DROP TABLE printer; --|Own name|R\xc3\xa4ume|g|/cam|0|10000|5000");
    assert_rows(place, "SELECT time_zone FROM about", "Europe/Berlin");
    place_close(place, T + 30);
    place->printers[0] = (struct fleet_printer){.id = "lab", .interval_ms = 20000, .timeout_ms = 1000};
    place_open(place, T + 40);
    place_poll_fixture(place, 0, T + 50, "uprint-idle");
    assert_rows(place, "SELECT name, product, location, interval_ms FROM printer WHERE printer = 'lab'",
                "NULL|uPrint SE|NULL|20000");
}

static void test_hostile_texts(void **state)
{
    struct place *place = *state;
    char name[251];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    const char *const names[] = {"'); DROP TABLE printer_now; --",
                                 "\"quoted\" 'twice' `thrice`",
                                 "?1 :a @b $c %s %n",
                                 "\x01\x1b[31m\x7f",
                                 "\xe2\x80\xae\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
                                 name};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char to[300];
        snprintf(to, sizeof to, "-jobName {%s}", names[i]);
        char *text = fixture_with("fortus450-building", "-jobName {bracket_@Zz9xY}", to);
        place_poll(place, 0, T + 10 + (int64_t)i, text);
        free(text);
        assert_rows(place, "SELECT job_name FROM printer_now WHERE printer_key = 1", names[i]);
    }
    char *text = fixture_with("fortus450-building", "-jobName {gear}", "-jobName {M\xfcll}"); /* of a PC with CP1252 */
    place_poll(place, 0, T + 30, text);
    free(text);
    assert_rows(place, "SELECT job_name FROM queue_now WHERE printer_key = 1 AND place = 1", "M\xc3\xbcll");
}

/* A name of 1 MB would be sent to every reader of the page, again and again. */
static void test_a_text_without_end_is_cut(void **state)
{
    struct place *place = *state;
    char *to = calloc(1, 20000);
    strcpy(to, "-jobName {x");
    for (size_t used = strlen(to); used < 19000; used += 3)
        strcpy(to + used, "\xe2\x82\xac");
    strcat(to, "}");
    char *text = fixture_with("fortus450-building", "-jobName {bracket_@Zz9xY}", to);
    place_poll(place, 0, T + 10, text);
    /* 1 byte and 1365 characters of 3: the next one would be cut in two */
    assert_rows(place, "SELECT length(CAST(job_name AS BLOB)), length(job_name) FROM printer_now WHERE printer_key = 1",
                "4096|1366");
    free(text);
    free(to);
}

static void test_change_numbers(void **state)
{
    struct place *place = *state;
    assert_rows(place, "SELECT change_seq FROM poller", "1"); /* the fleet was taken over */
    place_poll_fixture(place, 0, T + 10, "uprint-idle");
    place_poll_fixture(place, 1, T + 10, "uprint-idle");
    assert_rows(place, "SELECT change_seq FROM printer_reading ORDER BY printer_key", "2\n3\n1");
    assert_int_equal(store_commit(place->store, T + 15), 0); /* a sign of life */
    assert_rows(place, "SELECT change_seq, heartbeat_at - 1700000000 FROM poller", "4|15");
    assert_rows(place, "SELECT change_seq FROM printer_reading ORDER BY printer_key", "2\n3\n1");
    place_close(place, T + 20);
    place_open(place, T + 30);
    assert_rows(place, "SELECT change_seq FROM poller", "6"); /* goes on rising */
    assert_rows(place, "SELECT DISTINCT change_seq FROM printer_reading", "6");
}

static void test_what_fails_is_not_kept(void **state)
{
    struct place *place = *state;
    place_poll_fixture(place, 0, T + 10, "uprint-idle");
    sqlite3 *person = place_person(place);
    assert_int_equal(sqlite3_exec(person, "DROP TABLE spool_now", NULL, NULL, NULL), SQLITE_OK);
    struct status status = {.document = &(struct document){0}, .spool_count = 1, .status_text = "Paused"};
    struct history_changes changes = {0};
    struct store_row row = {
        .printer = place->rows[0], .history = &place->history[0], .changes = &changes, .status = &status};
    place->history[0].state = STATE_PAUSED;
    assert_int_equal(store_write(place->store, &row), -1);
    assert_non_null(strstr(store_error(place->store), "spool_now"));
    assert_int_equal(store_commit(place->store, T + 20), 0); /* and the store goes on */
    char *rows = rows_of(person, "SELECT state, change_seq FROM printer_now, poller WHERE printer_key = 1");
    assert_string_equal(rows, "idle|3");
    free(rows);
    sqlite3_close(person);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, place_setup_open, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_value),
        TEST(test_integers_are_integers),
        TEST(test_no_job_is_null),
        TEST(test_a_poll_without_news_writes_one_row),
        TEST(test_spools_come_and_go),
        TEST(test_what_is_left_follows),
        TEST(test_queue_shrinks),
        TEST(test_a_damaged_text_keeps_the_machine),
        TEST(test_failed_polls_keep_what_is_known),
        TEST(test_the_next_poller_goes_on),
        TEST(test_a_removed_printer_stays_unconfigured),
        TEST(test_configuration),
        TEST(test_hostile_texts),
        TEST(test_a_text_without_end_is_cut),
        TEST(test_change_numbers),
        TEST(test_what_fails_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
