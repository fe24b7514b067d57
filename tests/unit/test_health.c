/* endpoint_health.c, problem.c, reader.c: what is told of the poller and of the database. */
#include "endpoints_help.h"
#include "schema.h"

static void assert_health(struct desk *desk, int64_t now, int http_status, const char *poller, const char *database)
{
    json_t *json = ask_json(desk, ENDPOINT_API, "health", 0, now, http_status);
    assert_text(json, "poller", poller);
    assert_text(json, "database", database);
    assert_text(json, "status", http_status == 200 ? "ok" : "trouble");
    assert_int_equal(json_is_string(json_object_get(json, "problem")), http_status != 200);
    assert_int_equal(json_is_string(json_object_get(json, "remedy")), http_status != 200);
    assert_true(json_is_array(json_object_get(json, "printers")));
    if (strcmp(database, "ok") == 0 && strcmp(poller, "never") != 0)
        assert_text(json, "time_zone", "UTC"); /* the server's own, as store_help.h sets it */
    else
        assert_null_key(json, "time_zone");
    json_decref(json);
}

/* Everything else is a problem that says the same. */
static void assert_no_database(struct desk *desk, int64_t now, const char *title)
{
    static const char *const paths[] = {"printers", "printers/lab", "printers/lab/busy"};
    for (size_t i = 0; i < 3; i++) {
        json_t *json = ask_json(desk, ENDPOINT_API, paths[i], 0, now, 503);
        assert_text(json, "title", title);
        assert_number(json, "status", 503);
        json_decref(json);
    }
    json_decref(ask_json(desk, ENDPOINT_V1, "lab/status", 0, now, 503));
}

static void execute(const struct place *place, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void test_running_and_silent(void **state)
{
    struct desk *desk = *state;
    place_open(desk->place, T);
    assert_health(desk, T, 200, "running", "ok");
    assert_health(desk, T + 20, 200, "running", "ok");
    assert_health(desk, T + 21, 503, "silent", "ok"); /* by itself: nothing was written */
    assert_int_equal(store_commit(desk->place->store, T + 22), 0);
    assert_health(desk, T + 23, 200, "running", "ok");
}

static void test_printers_in_health(void **state)
{
    struct desk *desk = *state;
    place_open(desk->place, T);
    place_poll_fixture(desk->place, 0, T + 10, "uprint-idle");
    place_poll(desk->place, 1, T + 10, NULL);
    json_t *json = ask_api(desk, "health", 0, T + 11); /* a printer in trouble is no trouble of the poller */
    json_t *printers = json_object_get(json, "printers");
    assert_int_equal(json_array_size(printers), PLACE_PRINTERS);
    assert_number(json_array_get(printers, 0), "polled_at", T + 10);
    assert_text(json_array_get(printers, 0), "state", "idle");
    assert_text(json_array_get(printers, 1), "trouble", "cannot connect: Connection refused");
    assert_number(json_array_get(printers, 1), "failed_polls", 1);
    assert_null_key(json_array_get(printers, 2), "polled_at");
    assert_number(json, "poller_began_at", T);
    assert_null_key(json, "poller_stopped_at");
    assert_null(json_object_get(json, "_heartbeat_at"));
    json_decref(json);
}

static void test_the_zone_is_named(void **state)
{
    struct desk *desk = *state;
    desk->place->fleet.time_zone = "Europe/Berlin";
    place_open(desk->place, T);
    json_t *json = ask_api(desk, "health", 0, T + 1);
    assert_text(json, "time_zone", "Europe/Berlin");
    json_decref(json);
    place_close(desk->place, T + 2);
    json = ask_json(desk, ENDPOINT_API, "health", 0, T + 3, 503);
    assert_text(json, "time_zone", "Europe/Berlin");
    json_decref(json);
}

static void test_health_stays_the_same_while_nothing_happens(void **state)
{
    struct desk *desk = *state;
    place_open(desk->place, T);
    place_poll_fixture(desk->place, 0, T + 10, "uprint-idle");
    struct ready *before = ask(desk, ENDPOINT_API, "health", 0, T + 11);
    assert_int_equal(store_commit(desk->place->store, T + 15), 0); /* a sign of life is no news */
    struct ready *after = ask(desk, ENDPOINT_API, "health", 0, T + 16);
    assert_string_equal(before->etag, after->etag);
    ready_release(before);
    ready_release(after);
}

static void test_stopped(void **state)
{
    struct desk *desk = *state;
    place_open(desk->place, T);
    place_close(desk->place, T + 5);
    assert_health(desk, T + 6, 503, "stopped", "ok");
    place_open(desk->place, T + 8);
    assert_health(desk, T + 9, 200, "running", "ok");
}

static void test_never(void **state)
{
    struct desk *desk = *state;
    char error[STORE_ERROR_BYTES];
    assert_int_equal(store_open(desk->place->database, &desk->place->store, error), STORE_OK);
    assert_health(desk, T, 503, "never", "ok");
}

static void test_another_httpd_polls(void **state)
{
    struct desk *desk = *state;
    struct desk other = {desk->place, endpoints_begin(desk->place->database, desk->place->folder, 0, 2)};
    assert_health(&other, T, 503, "off", "missing");
    place_open(desk->place, T);
    assert_health(&other, T + 1, 200, "running", "ok");
    place_close(desk->place, T + 2);
    assert_health(&other, T + 3, 200, "off", "ok"); /* as configured */
    endpoints_end(other.endpoints);
}

static void test_missing(void **state)
{
    struct desk *desk = *state;
    assert_health(desk, T, 503, "never", "missing");
    assert_no_database(desk, T, "There is no database yet.");
    fclose(fopen(desk->place->database, "wb")); /* just made, and empty */
    assert_health(desk, T, 503, "never", "missing");
    place_open(desk->place, T);
    assert_health(desk, T, 200, "running", "ok"); /* at once */
}

static void test_unreadable(void **state)
{
    struct desk *desk = *state;
    FILE *file = fopen(desk->place->database, "wb");
    for (int i = 0; i < 2000; i++)
        fputs("notes ", file);
    fclose(file);
    assert_health(desk, T, 503, "never", "unreadable");
    assert_no_database(desk, T, "The database cannot be read.");
}

static void test_of_another_program(void **state)
{
    struct desk *desk = *state;
    execute(desk->place, "CREATE TABLE theirs (a)"); /* most programs give their files no number */
    assert_health(desk, T, 503, "never", "other");
    assert_no_database(desk, T, "The file is a database of another program.");
    execute(desk->place, "PRAGMA application_id = 77; PRAGMA user_version = 1");
    assert_health(desk, T + 1, 503, "never", "other");
}

static void test_newer_and_older(void **state)
{
    struct desk *desk = *state;
    place_open(desk->place, T);
    assert_health(desk, T, 200, "running", "ok");
    execute(desk->place, "PRAGMA user_version = 999");
    assert_health(desk, T + 1, 503, "never", "newer");
    assert_no_database(desk, T + 1, "The database was written by a newer mod_stratasys.");
    execute(desk->place, "PRAGMA user_version = 0");
    assert_health(desk, T + 2, 503, "never", "older");
    assert_no_database(desk, T + 2, "The database is still of an older mod_stratasys.");
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", (int)schema_step_count);
    execute(desk->place, pragma);
    assert_health(desk, T + 3, 200, "running", "ok");
}

/* Poller and database anew, with the same change numbers as before. */
static void begin_anew(struct place *place, const char *fixture)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char path[160];
    if (place->store)
        place_close(place, T);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s%s", place->database, endings[i]);
        unlink(path);
    }
    place_open(place, T);
    place_poll_fixture(place, 0, T + 10, fixture);
}

static void assert_codename(struct desk *desk, int64_t now, const char *codename)
{
    json_t *json = ask_api(desk, "printers/lab", 0, now);
    assert_text(json, "codename", codename);
    json_decref(json);
}

static void test_a_replaced_database_is_noticed(void **state)
{
    struct desk *desk = *state;
    static const char *const fixtures[] = {"fortus450-building", "uprint-idle"};
    static const char *const codenames[] = {"waikiki", "paia"};
    for (int i = 0; i < 6; i++) {
        begin_anew(desk->place, fixtures[i % 2]);
        assert_codename(desk, T + 11 + i, codenames[i % 2]);
    }
}

/* The file was seen to be gone; the one that comes then may have its predecessor's number on the disk. */
static void test_a_removed_database_is_noticed(void **state)
{
    struct desk *desk = *state;
    static const char *const fixtures[] = {"fortus450-building", "uprint-idle"};
    static const char *const codenames[] = {"waikiki", "paia"};
    for (int i = 0; i < 6; i++) {
        begin_anew(desk->place, fixtures[i % 2]);
        assert_codename(desk, T + 11 + 2 * i, codenames[i % 2]);
        place_close(desk->place, T + 10);
        assert_int_equal(unlink(desk->place->database), 0);
        assert_health(desk, T + 12 + 2 * i, 503, "never", "missing");
    }
}

static void test_texts_that_are_no_utf8(void **state)
{
    struct desk *desk = *state;
    place_open(desk->place, T);
    place_poll_fixture(desk->place, 0, T + 10, "uprint-idle");
    json_decref(ask_api(desk, "printers", 0, T + 11));
    execute(desk->place, "UPDATE printer SET location = CAST(x'42fc726f' AS TEXT) WHERE printer_key = 1");
    place_poll_fixture(desk->place, 0, T + 20, "uprint-idle");
    json_t *json = ask_api(desk, "printers", 0, T + 21); /* one such text does not hide the fleet */
    assert_text(json_array_get(json_object_get(json, "items"), 0), "location", "B\xc3\xbcro");
    json_decref(json);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, desk_setup, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_running_and_silent),
        TEST(test_printers_in_health),
        TEST(test_the_zone_is_named),
        TEST(test_health_stays_the_same_while_nothing_happens),
        TEST(test_stopped),
        TEST(test_never),
        TEST(test_another_httpd_polls),
        TEST(test_missing),
        TEST(test_unreadable),
        TEST(test_of_another_program),
        TEST(test_newer_and_older),
        TEST(test_a_replaced_database_is_noticed),
        TEST(test_a_removed_database_is_noticed),
        TEST(test_texts_that_are_no_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
