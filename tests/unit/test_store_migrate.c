/* store_migrate.c and store_open: whose file it is, and what becomes of it. */
#include "schema.h"
#include "store_help.h"
#include <sys/stat.h>

static sqlite3 *person(const char *path)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

static void execute(const struct place *place, const char *sql)
{
    char *message = NULL;
    sqlite3 *db = person(place->database);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(db);
}

static void assert_opens(const struct place *place)
{
    struct store *store;
    char error[STORE_ERROR_BYTES] = "";
    if (store_open(place->database, &store, error) != STORE_OK)
        fail_msg("%s", error);
    store_close(store, T);
}

static void assert_refused(const struct place *place, enum store_result result, const char *expected)
{
    struct store *store = NULL;
    char error[STORE_ERROR_BYTES] = "";
    assert_int_equal(store_open(place->database, &store, error), result);
    assert_null(store);
    if (!strstr(error, expected) || !strstr(error, place->database))
        fail_msg("\"%s\" does not say \"%s\" and which file", error, expected);
}

/* The bytes of the database file as a number, to see that nobody wrote to it. */
static unsigned long bytes_of(const struct place *place)
{
    unsigned long sum = 5381;
    FILE *file = fopen(place->database, "rb");
    for (int byte; (byte = fgetc(file)) != EOF;)
        sum = sum * 33 + (unsigned)byte;
    fclose(file);
    return sum;
}

static void test_steps_rise_without_gaps(void **state)
{
    (void)state;
    assert_true(schema_step_count > 0);
    for (size_t i = 0; i < schema_step_count; i++)
        assert_int_equal(schema_steps[i].version, i + 1);
}

static void test_fresh(void **state)
{
    struct place *place = *state;
    char expected[64];
    assert_opens(place);
    snprintf(expected, sizeof expected, "%d", (int)schema_step_count);
    assert_rows(place, "PRAGMA user_version", expected);
    snprintf(expected, sizeof expected, "%d", SCHEMA_APPLICATION_ID);
    assert_rows(place, "PRAGMA application_id", expected);
    assert_rows(place, "PRAGMA journal_mode", "wal");
    assert_rows(place, "PRAGMA integrity_check", "ok");
    assert_rows(place, "SELECT count(*), length(database_uid) FROM about", "1|32");
}

/* Opened again, and migrated step by step by programs of each age: the same schema. */
static void test_migrated_is_fresh(void **state)
{
    struct place *place = *state;
    assert_opens(place);
    sqlite3 *db = person(place->database);
    char *fresh = rows_of(db, "SELECT type, name, sql FROM sqlite_master ORDER BY name");
    char *about = rows_of(db, "SELECT * FROM about");
    assert_non_null(strstr(fresh, "CREATE TABLE printer_now"));
    sqlite3_close(db);
    assert_opens(place);
    assert_rows(place, "SELECT type, name, sql FROM sqlite_master ORDER BY name", fresh);
    assert_rows(place, "SELECT * FROM about", about);
    free(about);
    for (size_t age = 1; age < schema_step_count; age++) {
        char pragma[96];
        assert_int_equal(unlink(place->database), 0);
        for (size_t i = 0; i < age; i++)
            execute(place, schema_steps[i].sql);
        snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d; PRAGMA application_id = %d", (int)age,
                 SCHEMA_APPLICATION_ID);
        execute(place, pragma);
        assert_opens(place);
        assert_rows(place, "SELECT type, name, sql FROM sqlite_master ORDER BY name", fresh);
    }
    free(fresh);
}

static void test_a_step_that_fails_changes_nothing(void **state)
{
    struct place *place = *state;
    char pragma[96];
    /* A table of the last name that the first step makes: what came before it has to go again. */
    snprintf(pragma, sizeof pragma, "CREATE TABLE queue_now (a); PRAGMA application_id = %d", SCHEMA_APPLICATION_ID);
    execute(place, pragma);
    assert_refused(place, STORE_FAILED, "could not be brought to schema version 1");
    assert_rows(place, "SELECT name FROM sqlite_master", "queue_now");
    assert_rows(place, "PRAGMA user_version", "0");
}

static void test_newer(void **state)
{
    struct place *place = *state;
    assert_opens(place);
    execute(place, "PRAGMA user_version = 999");
    assert_refused(place, STORE_FAILED, "has schema version 999, and this mod_stratasys knows versions up to");
    assert_refused(place, STORE_FAILED, "Install the newer");
    assert_rows(place, "PRAGMA user_version", "999");
}

static void test_of_another_program(void **state)
{
    struct place *place = *state;
    static const char *const others[] = {
        "CREATE TABLE about (a)",  "PRAGMA application_id = 1", "PRAGMA application_id = -5",
        "PRAGMA user_version = 1", "PRAGMA user_version = -1",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        execute(place, "CREATE TABLE IF NOT EXISTS theirs (a)");
        execute(place, others[i]);
        unsigned long before = bytes_of(place);
        assert_refused(place, STORE_FAILED, "is a database of another program");
        assert_int_equal(bytes_of(place), before); /* not even its journal mode */
    }
}

static void test_no_database_at_all(void **state)
{
    struct place *place = *state;
    FILE *file = fopen(place->database, "wb");
    for (int i = 0; i < 2000; i++)
        fputs("notes ", file);
    fclose(file);
    unsigned long before = bytes_of(place);
    assert_refused(place, STORE_FAILED, "not a database");
    assert_int_equal(bytes_of(place), before);
}

static void test_no_place(void **state)
{
    struct place *place = *state;
    strcat(place->database, "/absent/test.db");
    assert_refused(place, STORE_FAILED, "that belongs to httpd's User and Group");
}

static void test_an_empty_file_is_a_fresh_one(void **state)
{
    struct place *place = *state;
    fclose(fopen(place->database, "wb"));
    assert_opens(place);
    assert_rows(place, "SELECT count(*) FROM printer_info", "0");
}

static void test_two_pollers(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    assert_refused(place, STORE_LOCKED, "another poller writes");
    /* What opens and closes the files elsewhere in the process does not drop the lock. */
    char lock[160];
    snprintf(lock, sizeof lock, "%s-poller", place->database);
    fclose(fopen(lock, "rb"));
    fclose(fopen(place->database, "rb"));
    assert_refused(place, STORE_LOCKED, "another poller writes");
    place_poll_fixture(place, 0, T + 10, "uprint-idle"); /* the first one writes on */
    place_close(place, T + 20);
    assert_opens(place);
}

static void test_wal_stays_for_readers(void **state)
{
    struct place *place = *state;
    char path[160];
    assert_opens(place);
    snprintf(path, sizeof path, "%s-wal", place->database);
    assert_int_equal(access(path, F_OK), 0);
    snprintf(path, sizeof path, "%s-shm", place->database);
    assert_int_equal(access(path, F_OK), 0);
}

static void test_without_its_row(void **state)
{
    struct place *place = *state;
    assert_opens(place);
    execute(place, "DELETE FROM poller");
    assert_refused(place, STORE_FAILED, "poller");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, place_setup, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps_rise_without_gaps),
        TEST(test_fresh),
        TEST(test_migrated_is_fresh),
        TEST(test_a_step_that_fails_changes_nothing),
        TEST(test_newer),
        TEST(test_of_another_program),
        TEST(test_no_database_at_all),
        TEST(test_no_place),
        TEST(test_an_empty_file_is_a_fresh_one),
        TEST(test_two_pollers),
        TEST(test_wal_stays_for_readers),
        TEST(test_without_its_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
