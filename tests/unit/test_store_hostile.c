/* What a printer, or the server's clock, must not be able to do to the history file. */
#include "store_help.h"
#include "store_internal.h"

static char *text_of(const char *format, const char *value, int length)
{
    char *text = calloc(1, (size_t)length + 4096), *long_value = malloc((size_t)length + 1);

    for (int i = 0; i < length; i++)
        long_value[i] = value[i % (int)strlen(value)];
    long_value[length] = 0;
    sprintf(text, format, long_value);
    free(long_value);
    return text;
}

#define GENERAL                                                                                                        \
    "set machineStatus(general) {\n-modelerType paia\n-modelerStatus {Building}\n-serverTime 1700000000\n};\n"
#define JOB(fields) GENERAL "set machineStatus(currentJob) {\n-jobId 7\n-submitTime 1699999000\n" fields "\n};\n"

/* Every one of them gets a row that is kept for ever. */
static void test_names_without_end_are_cut(void **state)
{
    (void)state;
    static const struct {
        const char *format, *longest;
    } names[] = {
        {JOB("-jobName w\n-owner {%s}"),                                                                               "SELECT max(length(CAST(owner AS BLOB))) FROM owner" },
        {JOB("-jobName {%s}"),                                                                                         "SELECT max(length(CAST(job_name AS BLOB))) FROM job"},
        {GENERAL "set machineStatus(mariner) {\n-productSerialNumber {%s}\n};\nset machineStatus(currentJob) {\n};\n",
         "SELECT max(length(CAST(serial AS BLOB))) FROM printer_era"                                                                                                        },
        {"set machineStatus(general) {\n-modelerType {%s}\n-modelerStatus {Idle}\n};\n",
         "SELECT max(length(CAST(codename AS BLOB))) FROM printer_era"                                                                                                      },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct place *place = place_make();
        char *text = text_of(names[i].format, "\xe2\x82\xac", 300000);
        place_open(place, T);
        place_poll(place, 0, T + 10, text);
        place_poll(place, 0, T + 20, text);
        /* 256 bytes hold 85 characters of three. */
        assert_rows(place, names[i].longest, "255");
        free(text);
        place_teardown((void **)&place);
    }
}

/* The same owner once, however long. */
static void test_long_owners_share_a_row(void **state)
{
    (void)state;
    struct place *place = place_make();
    char *text = text_of(JOB("-jobName w\n-owner {%s}"), "long", 5000);

    place_open(place, T);
    place_poll(place, 0, T + 10, text);
    place_poll(place, 1, T + 20, text);
    assert_rows(place, "SELECT count(*) FROM owner", "1");
    assert_rows(place, "SELECT count(*), count(DISTINCT owner_key) FROM job", "2|1");
    free(text);
    place_teardown((void **)&place);
}

static int write_at(struct place *place, int64_t at)
{
    struct history_changes *changes = calloc(1, sizeof *changes);
    struct history_poll poll = {.at = at, .interval_ms = 10000, .offline_after = 3, .sample_interval_s = 60};
    struct store_row row = {
        .printer = place->rows[0], .history = &place->history[0], .changes = changes, .trouble = "made up"};

    history_step(&place->history[0], &poll, changes);
    int result = store_write(place->store, &row);
    free(changes);
    return result;
}

/* 70 years of hours for each printer, and no time until then when it is set right again. */
static void test_a_clock_that_leaps_writes_nothing(void **state)
{
    (void)state;
    struct place *place = place_make();

    place_open(place, T);
    place_poll(place, 0, T + 10, JOB("-jobName w"));
    for (int64_t wrong_at = 10; wrong_at < INT64_C(10000000000); wrong_at += INT64_C(4070908800)) {
        assert_int_equal(write_at(place, wrong_at), -1);
        assert_non_null(strstr(store_error(place->store), "clock"));
        assert_int_equal(store_load(place->store, place->rows[0], &place->history[0]), 0);
        assert_int_equal(store_commit(place->store, wrong_at), -1);
    }
    assert_rows(place, "SELECT count(*) FROM usage_day WHERE day <> '2023-11-14'", "0");
    assert_rows(place, "SELECT heartbeat_at FROM poller", "1700000010");
    place_poll(place, 0, T + 20, JOB("-jobName w"));
    assert_rows(place, "SELECT covered_at FROM printer_reading WHERE printer_key = 1", "1700000020");
    place_teardown((void **)&place);
}

/* Nor does a poller begin by it: neither with a new database nor with an old one. */
static void test_a_poller_waits_for_its_clock(void **state)
{
    (void)state;
    struct place *place = place_make();
    char error[STORE_ERROR_BYTES];

    assert_int_equal(store_open(place->database, &place->store, error), STORE_OK);
    assert_int_equal(store_take_fleet(place->store, &place->fleet, 100, place->rows), -1);
    assert_non_null(strstr(store_error(place->store), "clock"));
    place_close(place, 100);
    place_open(place, T);
    place_close(place, T + 10);
    assert_int_equal(store_open(place->database, &place->store, error), STORE_OK);
    assert_int_equal(store_take_fleet(place->store, &place->fleet, INT64_C(4070908800), place->rows), -1);
    place_close(place, INT64_C(4070908800));
    assert_rows(place, "SELECT stopped_at FROM poller", "1700000010");
    place_open(place, T + 20);
    /* Nine years in a cupboard are no reason to refuse. */
    place_close(place, T + 30);
    place_open(place, T + 9 * 365 * INT64_C(86400));
    place_teardown((void **)&place);
}

#define ODOMETER(built)                                                                                                \
    GENERAL "set machineStatus(mariner) {\n-buildTimeOdometer " built "\n};\nset machineStatus(currentJob) {\n};\n"

/* By a clock that was set back it was seen before its history begins: no day is made for that. */
static void test_what_was_built_lies_within_the_history(void **state)
{
    (void)state;
    struct place *place = place_make();

    place_open(place, T);
    place_poll(place, 0, T + 10, ODOMETER("100"));
    place_poll(place, 0, T - 40 * 86400, ODOMETER("100"));
    for (int i = 0; i < 4; i++)
        place_poll(place, 0, T + 86400 + 10 * i, NULL);
    place_poll(place, 0, T + 86440, ODOMETER("200"));
    assert_rows(place, "SELECT min(day), total(unobserved_build_s) FROM usage_day WHERE printer = 'lab'",
                "2023-11-14|100.0");
    assert_rows(place, "SELECT count(*) FROM usage_hour WHERE covered_until_at < 1699920000", "0");
    place_teardown((void **)&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_without_end_are_cut),
        cmocka_unit_test(test_long_owners_share_a_row),
        cmocka_unit_test(test_a_clock_that_leaps_writes_nothing),
        cmocka_unit_test(test_a_poller_waits_for_its_clock),
        cmocka_unit_test(test_what_was_built_lies_within_the_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
