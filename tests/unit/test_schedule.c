/* schedule.c: against a plain search of the earliest. */
#include "libproto_help.h"
#include "schedule.h"

static int64_t earliest(const struct schedule *schedule)
{
    int64_t least = schedule->due_ms[0];
    for (size_t i = 1; i < schedule->count; i++)
        if (schedule->due_ms[i] < least)
            least = schedule->due_ms[i];
    return least;
}

static void test_first_is_the_earliest(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 3, 7, 100};
    unsigned random = 1;
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct schedule schedule;
        assert_int_equal(schedule_begin(&schedule, counts[c], 5000), 0);
        assert_int_equal(schedule.due_ms[schedule_first(&schedule)], 5000);
        for (int i = 0; i < 5000; i++) {
            random = random * 1103515245u + 12345;
            size_t item = (random >> 8) % counts[c];
            schedule_set(&schedule, item, (random >> 4) % 1000); /* few times: many are equal */
            assert_int_equal(schedule.due_ms[schedule_first(&schedule)], earliest(&schedule));
        }
        schedule_end(&schedule);
    }
}

/* What the poller does: the first one is done and comes again later. */
static void test_everybody_has_a_turn(void **state)
{
    (void)state;
    enum { COUNT = 50, ROUNDS = 20 };
    struct schedule schedule;
    int turns[COUNT] = {0};
    assert_int_equal(schedule_begin(&schedule, COUNT, 0), 0);
    for (int i = 0; i < COUNT * ROUNDS; i++) {
        size_t item = schedule_first(&schedule);
        turns[item]++;
        schedule_set(&schedule, item, schedule.due_ms[item] + 1000);
    }
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(turns[i], ROUNDS);
    schedule_end(&schedule);
}

static void test_empty(void **state)
{
    (void)state;
    struct schedule schedule;
    assert_int_equal(schedule_begin(&schedule, 0, 0), 0);
    schedule_end(&schedule);
    schedule_end(&schedule); /* ended is like never begun */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_is_the_earliest),
        cmocka_unit_test(test_everybody_has_a_turn),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
