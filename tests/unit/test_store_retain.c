/* store_retain.c: what is kept no longer goes, a little at a time. */
#include "made_help.h"

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
        TEST(test_samples_go_a_little_at_a_time),         TEST(test_events_go_and_numbers_stay),
        TEST(test_a_call_removes_no_more_than_its_share), TEST(test_people_are_forgotten),
        TEST(test_people_of_a_removed_printer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
