/* Runs of jobs through gaps, power cuts and clocks that are set. */
#include "history_help.h"

#define U         NAN
#define NONE      RESULT_RUNNING, SOURCE_NONE
#define UNKNOWN   RESULT_UNKNOWN, SOURCE_NONE
#define COMPLETED RESULT_COMPLETED, SOURCE_INFERRED
#define A         "wheel", 7, -100
#define NEEDS     .needed = 10

static void test_power_lost(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"}, {20, "Building", A, 15, 0, 5, 1, NEEDS}, {30, NULL},     {40, NULL}, {50, NULL},
        {4000, NULL}, {4010, "Finding Home", .odometer_s = 0}, {4020, "Idle"},
    };
    static const struct want wants[] = {
        {1, UNKNOWN, 15, 15, 20, 3990, 0, 5, 0, 0, 0, 0, 1},
    };
    LIVE_AND_WANT(said, wants);
}

static void test_through_a_gap(void **state)
{
    (void)state;
    /* It goes on behind it. */
    static const struct said on[] = {
        {10, "Idle"},
        {20, "Building", A, 15, 0, 5, 1, NEEDS},
        {1020, "Building", A, 15, 0, 900, 6, NEEDS},
        {1030, "Part Done", A, 15, 1028, 908, 10, NEEDS},
    };
    static const struct want on_wants[] = {
        {1, COMPLETED, 15, 15, 1028, 0, 0, 908, 0, 0, 1000, 895, 10},
    };
    LIVE_AND_WANT(on, on_wants);
    /* It ended in it: the printer says when; or does not. */
    static const struct said told[] = {
        {20, "Idle"},
        {30, "Paused", A, 25, 0, 5, 1, NEEDS},
        {1030, "Part Done", A, 25, 700, 505, 10, NEEDS},
    };
    static const struct want told_wants[] = {
        {1, COMPLETED, 25, 25, 700, 0, 0, 505, 0, 0, 670, 500, 10},
    };
    LIVE_AND_WANT(told, told_wants);
    static const struct said not_told[] = {
        {20, "Idle"},
        {30, "Building", A, 25, 0, 5, 1, NEEDS},
        {1030, "Part Done", A, 25, 0, 505, 10, NEEDS},
    };
    static const struct want not_told_wants[] = {
        {1, COMPLETED, 25, 25, 530, 500, 0, 505, 0, 0, 500, 500, 10},
    };
    LIVE_AND_WANT(not_told, not_told_wants);
    /* Gone without a word. */
    static const struct said gone[] = {
        {20, "Idle"},
        {30, "Building", A, 25, 0, 5, 1, NEEDS},
        {1030, "Idle"},
    };
    static const struct want gone_wants[] = {
        {1, UNKNOWN, 25, 25, 30, 1000, 0, 5, 0, 0, 0, 0, 1},
    };
    LIVE_AND_WANT(gone, gone_wants);
    /* A pause that goes on behind it is paused only where it was seen. */
    static const struct said paused[] = {
        {20, "Idle"},
        {30, "Paused", A, 25, 0, 5, 1, NEEDS},
        {40, "Paused", A, 25, 0, 5, 1, NEEDS},
        {1040, "Paused", A, 25, 0, 5, 1, NEEDS},
        {1060, "Building", A, 25, 0, 5, 1, NEEDS},
    };
    static const struct want paused_wants[] = {
        {1, NONE, 25, 25, 0, 0, 0, 5, 0, 30, 1000, 0, 1},
    };
    LIVE_AND_WANT(paused, paused_wants);
    /* Neither is a damaged text right behind it a pause. */
    static const struct said damaged[] = {
        {20, "Idle"},
        {30, "Paused", A, 25, 0, 5, 1, NEEDS},
        {40, "Paused", A, 25, 0, 5, 1, NEEDS},
        {1040, "Paused", .is_damaged = 1},
        {1060, "Building", A, 25, 0, 5, 1, NEEDS},
    };
    LIVE_AND_WANT(damaged, paused_wants);
}

static void test_an_error_behind_a_gap(void **state)
{
    (void)state;
    static const struct said gone[] = {
        {20, "Idle"},
        {30, "Building", A, 25, 0, 5, 1, NEEDS},
        {1030, "Door Open", A, 25, 0, 105, 2, NEEDS},
        {1040, "Idle", A, 25, 0, 105, 2, NEEDS},
        {1050, "Idle"},
    };
    static const struct want gone_wants[] = {
        {1, UNKNOWN, 25, 25, 1040, 0, 0, 105, 0, 0, 1000, 100, 2},
    };
    LIVE_AND_WANT(gone, gone_wants);
    static const struct said error[] = {
        {20, "Idle"},
        {30, "Building", A, 25, 0, 5, 1, NEEDS},
        {1030, "System Error", A, 25, 0, 105, 2, NEEDS},
        {1050, "Idle"},
    };
    static const struct want error_wants[] = {
        {1, UNKNOWN, 25, 25, 130, 920, 0, 105, 0, 0, 100, 100, 2},
    };
    LIVE_AND_WANT(error, error_wants);
    /* It is mended and goes on: the whole gap was its own. */
    static const struct said mended[] = {
        {20, "Idle"},
        {30, "Building", A, 25, 0, 5, 1, NEEDS},
        {1030, "System Error", A, 25, 0, 105, 2, NEEDS},
        {1050, "Building", A, 25, 0, 106, 2, NEEDS},
    };
    static const struct want mended_wants[] = {
        {1, NONE, 25, 25, 0, 0, 0, 106, 0, 0, 1000, 100, 2},
    };
    struct kept *kept = LIVE(mended);
    kept_poll(kept, &(struct said){1060, "Paused", A, 25, 0, 106, 2, NEEDS});
    WANT(kept, mended_wants);
    free(kept);
}

static void test_a_clock_that_is_set(void **state)
{
    (void)state;
    static const double sets[] = {14 * 3600, -14 * 3600, 90};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        /* The start stays as it was written: by the old clock. said's times are by the clock of its poll. */
        struct said said[] = {
            {10, "Idle"},
            {20, "Building", A, 15, 0, 5, 1, NEEDS},
            {30, "Building", "wheel", 7, -100 - sets[i], 15 - sets[i], 0, 15, 2, NEEDS, .ahead_s = sets[i]},
            {40, "Part Done", "wheel", 7, -100 - sets[i], 15 - sets[i], 38, 23, 10, NEEDS, .ahead_s = sets[i]},
        };
        static const struct want wants[] = {
            {1, COMPLETED, 15, 15, 38, 0, 0, 23, 0, 0, 0, 0, 10},
        };
        struct kept *kept = LIVE(said);
        WANT(kept, wants);
        assert_string_equal(kept->told, "job_began clock job_ended ");
        free(kept);
        /* The start is written anew with the clock: no new run, and no other moment. */
        struct said anew[] = {
            {10, "Idle"},
            {20, "Building", A, 15, 0, 5, 1, NEEDS},
            {30, "Building", "wheel", 7, -100 - sets[i], 17, 0, 15, 2, NEEDS, .ahead_s = sets[i]},
            {40, "Part Done", "wheel", 7, -100 - sets[i], 17, 38, 23, 10, NEEDS, .ahead_s = sets[i]},
        };
        LIVE_AND_WANT(anew, wants);
    }
    /* A start that is written anew when a pause is over. */
    static const struct said resumed[] = {
        {10, "Idle"},
        {20, "Building", A, 15, 0, 5, 1, NEEDS},
        {1000, "Building", A, 15, 0, 900, 1, NEEDS},
        {1010, "Paused", A, 15, 0, 905, 1, NEEDS},
        {1020, "Building", A, 1018, 0, 907, 1, NEEDS},
    };
    struct kept *kept = LIVE(resumed);
    assert_int_equal(kept->row_count, 1);
    assert_int_equal(kept->rows[0].run.started.at, T + 15);
    free(kept);
    /* Set in a gap in which the job began: nobody knows by which clock. */
    static const struct said in_gap[] = {
        {10, "Idle"},
        {5000, "Building", A, 1000, 0, 600, 1, NEEDS, .ahead_s = 7200},
    };
    static const struct want in_gap_wants[] = {
        {1, NONE, 0, 0, 0, 0, 0, 600, U, 0, U, 600, 1},
    };
    LIVE_AND_WANT(in_gap, in_gap_wants);
    /* Nor when it ended. */
    static const struct said end_in_gap[] = {
        {20, "Idle"},
        {30, "Building", A, 25, 0, 5, 1, NEEDS},
        {1030, "Part Done", "wheel", 7, -400, -275, 900, 505, 10, NEEDS, .ahead_s = 300},
    };
    static const struct want end_in_gap_wants[] = {
        {1, COMPLETED, 25, 25, 530, 500, 0, 505, 0, 0, 500, 500, 10},
    };
    LIVE_AND_WANT(end_in_gap, end_in_gap_wants);
}

static void test_the_servers_clock_goes_back(void **state)
{
    (void)state;
    static const int steps[] = {3600, 86400};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int back = -steps[i];
        /* The printer's clock did not move: it is ahead now. */
        struct said said[] = {
            {10, "Idle"},
            {20, "Building", A, 15, 0, 5, 1, NEEDS},
            {30 + back, "Building", "wheel", 7, -100 + back, 15 + back, 0, 15, 2, NEEDS, .ahead_s = steps[i]},
            {40 + back, "Part Done", "wheel", 7, -100 + back, 15 + back, 38 + back, 23, 10, NEEDS, .ahead_s = steps[i]},
            {50 + back, "Idle", .ahead_s = steps[i]},
            {60 + back, "Building", "axle", 8, 51 + back, 55 + back, 0, 5, 1, NEEDS, .ahead_s = steps[i]},
            {70 + back, "Building", "gear", 8, 61 + back, 65 + back, 0, 5, 1, NEEDS, .ahead_s = steps[i]},
            {10, "Building", "gear", 8, 61 + back, 65 + back, 0, 500, 2, NEEDS, .ahead_s = steps[i]},
            {40, "Building", "gear", 8, 61 + back, 65 + back, 0, 515, 3, NEEDS, .ahead_s = steps[i]},
        };
        static const struct want wants[] = {
            {1, COMPLETED, 15, 15, 20, 0, 20, 23, 0, 0, 0, 0, 10},
            {1, UNKNOWN, 20, 20, 20, 0, 0, 5, 0, 0, 0, 0, 1},
            {1, NONE, 20, 20, 0, 0, 0, 515, 0, 0, 0, 0, 3},
        };
        struct kept *kept = LIVE(said);
        WANT(kept, wants);
        assert_null(strstr(kept->told, "clock")); /* the store says it once */
        assert_float_equal(kept->state_s[STATE_BUILDING], 20, 1e-6);
        free(kept);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_power_lost),
        cmocka_unit_test(test_through_a_gap),
        cmocka_unit_test(test_an_error_behind_a_gap),
        cmocka_unit_test(test_a_clock_that_is_set),
        cmocka_unit_test(test_the_servers_clock_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
