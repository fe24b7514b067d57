/* history_run.c: lists of polls, and the runs of jobs that come out. */
#include "history_help.h"

#define U         NAN
#define NONE      RESULT_RUNNING, SOURCE_NONE
#define UNKNOWN   RESULT_UNKNOWN, SOURCE_NONE
#define COMPLETED RESULT_COMPLETED, SOURCE_INFERRED
#define A         "wheel", 7, -100
#define NEEDS     .needed = 10

static void test_a_job_from_queue_to_bin(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"},
        {20, "Ready to Build", A, NEEDS},
        {30, "Building", A, NEEDS},
        {40, "Building", A, NEEDS},
        {50, "Building", A, 45, 0, 5, 0.5, NEEDS},
        {60, "Pending Pause", A, 45, 0, 15, 1.5, NEEDS},
        {70, "Paused", A, 45, 0, 20, 2, NEEDS},
        {80, "Paused", A, 45, 0, 20, 2, NEEDS},
        {90, "Building", A, 45, 0, 22, 2.5, NEEDS},
        {100, "Part Done", A, 45, 97, 29, 9.99, NEEDS},
        {110, "Part Done", A, 45, 97, 29, 9.99, NEEDS},
        {120, "Idle"},
    };
    static const struct want wants[] = {
        {1, COMPLETED, 30, 45, 97, 0, 120, 29, 20, 20, 0, 0, 9.99},
    };
    struct kept *kept = LIVE(said);
    WANT(kept, wants);
    assert_int_equal(kept->rows[0].run.submitted.at, T - 100);
    assert_int_equal(kept->rows[0].run.first_seen_at, T + 20);
    assert_string_equal(kept->told, "job_began job_ended ");
    assert_int_equal(kept->rows[0].told_began, 1);
    assert_int_equal(kept->rows[0].told_ended, 1);
    free(kept);
}

static void test_the_same_file_sent_twice(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Building", A, 5, 0, 5, 1, NEEDS},
        {20, "Part Done", A, 5, 18, 13, 10, NEEDS},
        {30, "Building", "wheel", 8, -50, 25, 0, 4, 1, NEEDS},
        {40, "Part Done", "wheel", 8, -50, 25, 38, 13, 10, NEEDS},
        {50, "Building", "wheel", 7, 45, 46, 0, 3, 1, NEEDS}, /* jobIds start again */
        {60, "Part Done", "wheel", 7, 45, 46, 58, 12, 10, NEEDS},
    };
    static const struct want wants[] = {
        {1, COMPLETED, 0, 5, 18, 0, 30, 13, U, 0, 5, 5, 10},
        {1, COMPLETED, 25, 25, 38, 0, 50, 13, 0, 0, 0, 0, 10},
        {1, COMPLETED, 46, 46, 58, 0, 0, 12, 0, 0, 0, 0, 10},
    };
    LIVE_AND_WANT(said, wants);
}

static void test_other_names_are_other_jobs(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Building", "wheel", 7, -100, 5, 0, 5, 1},
        {20, "Building", "axle", 7, -100, 15, 0, 4, 1},
        {30, "Building", "axle", 8, -100, 25, 0, 4, 1},
        {40, "Building", "axle", 8, -99, 35, 0, 4, 1},
    };
    static const struct want wants[] = {
        {1, UNKNOWN, 0, 5, 20, 0, 0, 5, U, 0, 5, 5, 1},
        {1, UNKNOWN, 15, 15, 30, 0, 0, 4, 0, 0, 0, 0, 1},
        {1, UNKNOWN, 25, 25, 40, 0, 0, 4, 0, 0, 0, 0, 1},
        {1, NONE, 35, 35, 0, 0, 0, 4, 0, 0, 0, 0, 1},
    };
    LIVE_AND_WANT(said, wants);
}

static void test_second_and_third_runs(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"},
        {20, "Building", A, 12, 0, 8, 1, NEEDS},
        {30, "Part Done", A, 12, 27, 15, 10, NEEDS},
        {40, "Building", A, 35, 0, 5, 1, NEEDS}, /* start anew, build time fell */
        {50, "Building", A, 35, 0, 15, 2, NEEDS},
        {60, "Idle", A}, /* it waits to be started a third time */
        {70, "Building", A, 65, 0, 4, 1, NEEDS},
        {80, "Part Done", A, 65, 78, 13, 10, NEEDS},
        {90, "Idle", A, 65, 78, 13, 10, NEEDS}, /* taken out; still the current job */
        {100, "Idle"},
    };
    static const struct want wants[] = {
        {1, COMPLETED, 12, 12, 27, 0, 40, 15, 0, 0, 0, 0, 10},
        {2, UNKNOWN, 35, 35, 60, 0, 0, 15, 0, 0, 0, 0, 2},
        {3, COMPLETED, 65, 65, 78, 0, 90, 13, 0, 0, 0, 0, 10},
    };
    LIVE_AND_WANT(said, wants);
}

static void test_runs_without_a_start(void **state)
{
    (void)state;
    static const struct said by_build[] = {
        {10, "Idle"},
        {20, "Building", A, 0, 0, 8, 1},
        {30, "Building", A, 0, 0, 18, 2},
        {1000, "Building", A, 0, 0, 900, 3},
        {1010, "Part Done", A, 0, 0, 905, 3},
        {1020, "Building", A, 0, 0, 4, 1}, /* build time fell while it builds */
        {1030, "Building", A, 0, 0, 14, 2},
    };
    static const struct want by_build_wants[] = {
        {1, UNKNOWN, 20, 0, 1010, 0, 1020, 905, 0, 0, 970, 882, 3},
        {2, NONE, 1020, 0, 0, 0, 0, 14, 0, 0, 0, 0, 2},
    };
    LIVE_AND_WANT(by_build, by_build_wants);
    static const struct said by_nothing[] = {
        {10, "Idle"},
        {20, "Building", "wheel", 7, 0, 0, 0, U, U},
        {30, "Part Done", "wheel", 7, 0, 0, 0, U, U},
        {40, "Building", "wheel", 7, 0, 0, 0, U, U}, /* more of the same, or anew: nobody can tell */
        {50, "Part Done", "wheel", 7, 0, 0, 0, U, U},
        {60, "Idle", "wheel", 7, 0, 0, 0, U, U}, /* the part is out */
        {70, "Building", "wheel", 7, 0, 0, 0, U, U},
    };
    static const struct want by_nothing_wants[] = {
        {1, UNKNOWN, 20, 0, 50, 0, 60, U, 20, 0, 0, 0, U},
        {2, NONE, 70, 0, 0, 0, 0, U, 0, 0, 0, 0, U},
    };
    LIVE_AND_WANT(by_nothing, by_nothing_wants);
}

static void test_no_clock_and_no_submit_time_is_one_job(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle", .has_no_clock = 1},
        {20, "Building", "wheel", 7, 0, .has_no_clock = 1},
        {30, "Building", "wheel", 7, 0, 25, .build_s = 5, .used = 1, .has_no_clock = 1},
        {40, "Building", "wheel", 7, U, 25, .build_s = 15, .used = 2, .has_no_clock = 1},
        {50, "Part Done", "wheel", 7, 0, 25, 48, 23, 2, 2, .has_no_clock = 1},
        {60, "Idle", .has_no_clock = 1},
    };
    static const struct want wants[] = {
        {1, COMPLETED, 20, 0, 50, 0, 60, 23, 10, 0, 0, 0, 2},
    };
    LIVE_AND_WANT(said, wants);
}

static void test_seen_half_way(void **state)
{
    (void)state;
    /* The very first answer. */
    static const struct said first[] = {
        {5000, "Building", A, 1000, 0, 3000, 6, NEEDS},
        {5010, "Building", A, 1000, 0, 3010, 6.1, NEEDS},
        {5020, "Part Done", A, 1000, 5015, 3015, 10, NEEDS},
    };
    static const struct want first_wants[] = {
        {1, COMPLETED, 0, 1000, 5015, 0, 0, 3015, U, 0, 4000, 3000, 10},
    };
    LIVE_AND_WANT(first, first_wants);
    /* It began after the printer was seen idle, in a gap. */
    static const struct said gap[] = {
        {10, "Idle"},
        {5000, "Building", A, 1000, 0, 3000, 6, NEEDS},
        {5010, "Part Done", A, 1000, 5005, 3005, 10, NEEDS},
    };
    static const struct want gap_wants[] = {
        {1, COMPLETED, 0, 1000, 5005, 0, 0, 3005, U, 0, 4000, 3000, 10},
    };
    LIVE_AND_WANT(gap, gap_wants);
    /* Without a start nobody knows how long it was unobserved. */
    static const struct said no_start[] = {
        {10, "Idle"},
        {5000, "Building", A, 0, 0, 3000, 6, NEEDS},
    };
    static const struct want no_start_wants[] = {
        {1, NONE, 0, 0, 0, 0, 0, 3000, U, 0, U, 3000, 6},
    };
    LIVE_AND_WANT(no_start, no_start_wants);
    /* It waited when it was seen last. */
    static const struct said waited[] = {
        {10, "Ready to Build", A},
        {20, "Ready to Build", A},
        {5000, "Building", A, 1000, 0, 3000, 6, NEEDS},
    };
    static const struct want waited_wants[] = {
        {1, NONE, 0, 1000, 0, 0, 0, 3000, U, 0, 4000, 3000, 6},
    };
    LIVE_AND_WANT(waited, waited_wants);
    /* Built already, at the first sight. */
    static const struct said done[] = {
        {50000, "Part Done", A, 1000, 20000, 3000, 10, NEEDS},
        {50010, "Idle"},
    };
    static const struct want done_wants[] = {
        {1, COMPLETED, 0, 1000, 20000, 0, 50010, 3000, U, 0, 19000, 3000, 10},
    };
    LIVE_AND_WANT(done, done_wants);
}

static void test_impossible_times_are_unknown(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Building", "wheel", 7, 1 - T, 5 - T, 0, 5, 1}, /* 1970 */
        {20, "Part Done", "wheel", 7, 1 - T, 5 - T, 9 - T, 15, 1},
        {30, "Building", "axle", 8, 9000, 9000, 0, 5, 1}, /* hours after now */
    };
    static const struct want wants[] = {
        {1, UNKNOWN, 0, 0, 20, 0, 30, 15, U, 0, U, 5, 1},
        {1, NONE, 30, 30, 0, 0, 0, 5, 0, 0, 0, 0, 1},
    };
    struct kept *kept = LIVE(said);
    WANT(kept, wants);
    assert_int_equal(kept->rows[0].run.submitted.at, 0);
    assert_int_equal(kept->rows[1].run.submitted.at, T + 30);
    free(kept);
    /* A start before the answer that did not show it. */
    static const struct said early[] = {
        {10, "Idle"},
        {20, "Ready to Build", A},
        {30, "Building", A, 3, 0, 5, 1},
        {40, "Part Done", A, 3, 4, 9, 1}, /* an end before it was seen building */
    };
    static const struct want early_wants[] = {
        {1, UNKNOWN, 20, 20, 40, 0, 0, 9, 0, 0, 0, 0, 1},
    };
    LIVE_AND_WANT(early, early_wants);
}

/* The printer's clock is set by an hour between two runs of a job: it was submitted when it was. */
static void test_all_runs_were_submitted_once(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"},
        {20, "Ready to Build", "wheel", 7, 15},
        {30, "Building", "wheel", 7, 15, 28, 0, 2, 1},
        {40, "Build Stopped", "wheel", 7, 15, 28, 0, 12, 1},
        {50, "Ready to Build", "wheel", 7, 15 - 3600, .ahead_s = 3600},
        {60, "Building", "wheel", 7, 15 - 3600, 58, 0, 2, 1, .ahead_s = 3600},
    };
    struct kept *kept = LIVE(said);
    assert_int_equal(kept->rows[1].run.run, 2);
    assert_int_equal(kept->rows[1].run.started.at, T + 58);
    for (int i = 0; i < 2; i++)
        assert_int_equal(kept->rows[i].run.submitted.at, T + 15);
    free(kept);
}

/* The clock went back by hours in mid-build: its end lies before its start by the printer's clock, and is one all the same. */
static void test_an_end_by_a_clock_that_went_back(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"},
        {20, "Building", "wheel", 7, 5, 18, 0, 2, 1},
        {30, "Building", "wheel", 7, 5 + 7200, 18 + 7200, 0, 12, 1, .ahead_s = -7200},
        {40, "Halted By Operator", "wheel", 7, 5 + 7200, 18 + 7200, 38, 20, 1, .ahead_s = -7200},
        {5000, "Idle", .ahead_s = -7200},
    };
    struct kept *kept = LIVE(said);
    assert_int_equal(kept->rows[0].run.ended_at, T + 38);
    assert_int_equal(kept->rows[0].run.ended_unseen_s, 0);
    free(kept);
}

/* A present that a version without runs left behind: the job began long before the answer that it knows. */
static void test_a_job_that_an_earlier_version_saw(void **state)
{
    (void)state;
    struct kept *kept = kept_new(T);
    kept->printer.state = STATE_BUILDING;
    kept->printer.polled_at = kept->printer.answered_at = T;
    kept->printer.submitted = (struct history_time){T - 30000, T - 30000};
    kept_poll(kept, &(struct said){10, "Building", "wheel", 7, -30000, -20000, 0, 15000, 1});
    assert_int_equal(kept->rows[0].run.started.at, T - 20000);
    assert_int_equal(kept->rows[0].run.begun_at, 0);
    free(kept);
}

#define PREVIOUS(job_name_, id_, submit_, start_, end_, build_, word_)                                                 \
    .previous = {.job_name = job_name_,                                                                                \
                 .job_id = id_,                                                                                        \
                 .submit_time = submit_,                                                                               \
                 .start_time = start_,                                                                                 \
                 .end_time = end_,                                                                                     \
                 .build_s = build_,                                                                                    \
                 .model_used_in3 = 2,                                                                                  \
                 .model_needed_in3 = 2,                                                                                \
                 .completion_status = word_}

static void test_between_two_polls(void **state)
{
    (void)state;
    static const struct said truthful[] = {
        {10, "Idle"},
        {5000, "Idle", PREVIOUS("axle", 9, 500, 1000, 3000, 1800, "Completed")},
        {5010, "Idle", PREVIOUS("axle", 9, 500, 1000, 3000, 1800, "Completed")},
        {5020, "Building", A, 5015, 0, 2, 1, PREVIOUS("axle", 9, 500, 1000, 3000, 1800, "Completed")},
    };
    static const struct want truthful_wants[] = {
        {1, RESULT_COMPLETED, SOURCE_PRINTER, 0, 1000, 3000, 0, 0, 1800, U, 0, 2000, 1800, 2},
        {1, NONE, 5015, 5015, 0, 0, 0, 2, 0, 0, 0, 0, 1},
    };
    struct kept *kept = LIVE(truthful);
    WANT(kept, truthful_wants);
    assert_float_equal(kept->unseen_build_s, 1800, 1e-6);
    free(kept);
    /* A short one, watched; the next job is there already. Both are told of at once. */
    static const struct said next[] = {
        {10, "Building", A, 5, 0, 5, 1, NEEDS},
        {20, "Building", A, 5, 0, 14, 1.5, NEEDS},
        {60, "Building", "gear", 10, 35, 50, 0, 8, 1, PREVIOUS("axle", 9, 22, 30, 45, 12, "")},
        {70, "Building", "gear", 10, 35, 50, 0, 18, 2, PREVIOUS("axle", 9, 22, 30, 45, 12, "")},
    };
    static const struct want next_wants[] = {
        {1, UNKNOWN, 0, 5, 60, 0, 0, 14, U, 0, 5, 5, 1.5},
        {1, UNKNOWN, 0, 30, 45, 0, 0, 12, U, 0, 0, 0, 2},
        {1, NONE, 50, 50, 0, 0, 0, 8 + 10, 0, 0, 0, 0, 2},
    };
    LIVE_AND_WANT(next, next_wants);
    /* It ended in the second of the answer; placed a second later by the next one, it is no other job. */
    static const struct said trembling[] = {
        {10, "Idle"},
        {50, "Idle", PREVIOUS("axle", 9, 22, 30, 50, 12, "")},
        {60, "Idle", .ahead_s = -1, PREVIOUS("axle", 9, 23, 31, 51, 12, "")},
    };
    kept = LIVE(trembling);
    assert_int_equal(kept->row_count, 1);
    free(kept);
}

static void test_previous_job_is_a_hint(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct said said;
    } hints[] = {
        {"it never ran", {5000, "Idle", PREVIOUS("axle", 9, 500, 0, 0, 0, "Cancelled")}},
        {"it never built", {5000, "Idle", PREVIOUS("axle", 9, 500, 1000, 3000, 0, "Completed")}},
        {"it has no end", {5000, "Idle", PREVIOUS("axle", 9, 500, 1000, 0, 1000, "Completed")}},
        {"it is old", {5000, "Idle", PREVIOUS("axle", 9, -900, -800, -50, 700, "Completed")}},
        {"it began while another one was seen", {5000, "Idle", PREVIOUS("axle", 9, -900, -800, 50, 700, "Completed")}},
        {"it ends in times to come", {5000, "Idle", PREVIOUS("axle", 9, 500, 1000, 6000, 700, "Completed")}},
        {"it was built for longer", {5000, "Idle", PREVIOUS("axle", 9, 500, 1000, 1500, 700, "Completed")}},
        {"it ended before it began", {5000, "Idle", PREVIOUS("axle", 9, 500, 1000, 900, 50, "Completed")}},
        {"the clock was set",
         {5000, "Idle", .ahead_s = -50000, PREVIOUS("axle", 9, 500, 1000, 3000, 700, "Completed")}},
        {"the printer has no clock", {5000, "Idle", .has_no_clock = 1, PREVIOUS("axle", 9, 500, 1000, 3000, 700, "")}},
        {"it is the current one",
         {5000, "Part Done", "axle", 9, 500, 1000, 3000, 1800, 2, 2, PREVIOUS("axle", 9, 500, 1000, 3000, 1800, "")}},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        struct kept *kept = kept_new(T);
        kept_poll(kept, &(struct said){10, "Idle"});
        kept_poll(kept, &hints[i].said);
        size_t wanted = hints[i].said.name ? 1 : 0;
        if (kept->row_count != wanted)
            fail_msg("%s: %zu runs", hints[i].why, kept->row_count);
        free(kept);
    }
    /* Nobody knows what the first answer's is about. */
    static const struct said first[] = {{5000, "Idle", PREVIOUS("axle", 9, 500, 1000, 3000, 700, "Completed")}};
    struct kept *kept = LIVE(first);
    assert_int_equal(kept->row_count, 0);
    free(kept);
}

static void test_a_waiting_job_that_ran_unseen(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"},
        {20, "Ready to Build", "axle", 9, 15},
        {5000, "Idle", PREVIOUS("axle", 9, 15, 1000, 3000, 1800, "Completed")},
    };
    static const struct want wants[] = {
        {1, RESULT_COMPLETED, SOURCE_PRINTER, 0, 1000, 3000, 0, 0, 1800, U, 0, 2000, 1800, 2},
    };
    LIVE_AND_WANT(said, wants);
    static const struct said gone[] = {
        {10, "Idle"},
        {20, "Ready to Build", "axle", 9, 15},
        {30, "Idle"},
    };
    static const struct want gone_wants[] = {
        {1, UNKNOWN, 0, 0, 30, 0, 0, 0, U, 0, 0, 0, 0},
    };
    struct kept *kept = LIVE(gone);
    WANT(kept, gone_wants);
    assert_string_equal(kept->told, ""); /* it neither began nor ended */
    free(kept);
}

static void test_cancelled_while_heating(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"},
        {20, "Ready to Build", A, NEEDS},
        {30, "Building", A, NEEDS},
        {40, "Building", A, NEEDS},
        {50, "Idle", A, NEEDS}, /* it lies there for a while */
        {100, "Idle", A, NEEDS},
        {150, "Idle"},
    };
    static const struct want wants[] = {
        {1, UNKNOWN, 30, 0, 50, 0, 0, 0, 20, 0, 0, 0, 0},
    };
    LIVE_AND_WANT(said, wants);
    static const struct said again[] = {
        {10, "Idle"},
        {30, "Building", A, NEEDS},
        {50, "Idle", A, NEEDS},
        {60, "Building", A, NEEDS},
        {70, "Building", A, 65, 0, 5, 1, NEEDS},
    };
    static const struct want again_wants[] = {
        {1, NONE, 30, 65, 0, 0, 0, 5, 30, 0, 0, 0, 1},
    };
    LIVE_AND_WANT(again, again_wants);
}

/* Polls every minute while a word is said. */
static int keep_saying(struct kept *kept, struct said said, int until)
{
    for (; said.second <= until; said.second += 60)
        kept_poll(kept, &said);
    return said.second;
}

static void test_a_pause_of_hours_and_a_weekend(void **state)
{
    (void)state;
    struct kept *kept = kept_new(T);
    struct said said = {60, "Idle"};
    kept_poll(kept, &said);
    int second = keep_saying(kept, (struct said){120, "Building", A, 65, 0, 50, 1, NEEDS}, 600);
    second = keep_saying(kept, (struct said){second, "Paused", A, 65, 0, 500, 2, NEEDS}, second + 5 * 3600 - 60);
    second = keep_saying(kept, (struct said){second, "Building", A, 65, 0, 600, 5, NEEDS}, second + 540);
    int done = second;
    second = keep_saying(kept, (struct said){second, "Part Done", A, 65, done - 5, 900, 10, NEEDS}, second + 3 * 86400);
    kept_poll(kept, &(struct said){second, "Idle"});
    struct want wants[] = {
        {1, COMPLETED, 65, 65, done - 5, 0, second, 900, 0, 5 * 3600, 0, 0, 10},
    };
    WANT(kept, wants);
    assert_float_equal(kept->state_s[STATE_PART_WAITING], second - done, 1e-6);
    free(kept);
}

static void test_texts_that_do_not_tell_of_the_job(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"},
        {20, "Building", "wheel {1}", 7, -100, 15, 0, 5, 1, NEEDS},
        {30, "Building", .is_damaged = 1, .elapsed_s = 15},                        /* nothing of it */
        {40, "Building", "whe", 7, -100, 15, 0, 25, 2, NEEDS, .is_damaged = 1},    /* half a name */
        {50, "Building", "wheel {1}", 7, U, 15, 0, 35, 3, NEEDS, .is_damaged = 1}, /* half its numbers */
        {55, "Building", "1} el", 7, -100, 15, 0, 40, 4, NEEDS, .is_damaged = 1},     /* the wrong half */
        {60, "Building", .elapsed_s = 45},                                         /* gone for one text */
        {70, "Building", "wheel {1}", 7, -100, 15, 0, 55, 5, NEEDS},
        {80, "Part Done", "wheel {1}", 7, -100, 15, 78, 63, 10, NEEDS},
        {90, "Idle"},
        {100, "Idle", "wheel {1}", 7, -100, 15, 78, 63, 10, NEEDS}, /* and once more, over */
        {110, "Idle"},
    };
    static const struct want wants[] = {
        {1, COMPLETED, 15, 15, 78, 0, 90, 63, 0, 0, 0, 0, 10},
    };
    struct kept *kept = LIVE(said);
    WANT(kept, wants);
    assert_string_equal(kept->rows[0].run.job_name, "wheel {1}");
    free(kept);
    /* Half a name comes first. */
    static const struct said half[] = {
        {10, "Building", "whe", 7, -100, 5, 0, 5, 1, NEEDS, .is_damaged = 1},
        {20, "Building", "wheel {1}", 7, -100, 5, 0, 15, 2, NEEDS},
    };
    kept = LIVE(half);
    assert_int_equal(kept->row_count, 1);
    assert_string_equal(kept->printer.run.job_name, "wheel {1}");
    free(kept);
    /* A job in the queue goes and comes. */
    static const struct said waiting[] = {{10, "Idle"}, {20, "Idle", A}, {30, "Idle"}, {40, "Idle", A}};
    static const struct want waiting_wants[] = {{1, NONE, 0, 0, 0, 0, 0, 0, U, 0, 0, 0, 0}};
    LIVE_AND_WANT(waiting, waiting_wants);
}

static void test_a_damaged_text_does_not_shorten_names(void **state)
{
    (void)state;
    struct kept *kept = kept_new(T);
    kept->sample_interval_s = 0;
    kept_poll(kept, &(struct said){10, "Building", "wheel", 7, -100, 5, 0, 5, 1, NEEDS});
    assert_non_null(kept->changes.runs[0].job);
    kept_poll(kept, &(struct said){20, "Paused", "whe", 7, -100, 5, 0, 15, 2, NEEDS, .is_damaged = 1});
    assert_int_equal(kept->changes.run_count, 1);
    assert_null(kept->changes.runs[0].job);
    free(kept);
}

static void test_material_by_time(void **state)
{
    (void)state;
    static const struct {
        struct said said;
        int use_count;
        double used;
        int from, to;
        const char *material;
    } polls[] = {
        {{10, "Idle"}, 0, 0, 0, 0, NULL},
        {{20, "Building", A, 15, 0, 5, 1, NEEDS}, 1, 1, 20, 20, "P430"},
        {{30, "Building", A, 15, 0, 15, 2, NEEDS}, 0, 0, 0, 0, NULL},
        {{80, "Building", A, 15, 0, 65, 5, NEEDS}, 1, 4, 20, 80, "P430"}, /* a sample is due */
        {{90, "Building", A, 15, 0, 75, 6, NEEDS}, 0, 0, 0, 0, NULL},
        {{100, "Building", A, 15, 0, 85, 6.5, NEEDS, .material = "ASA"}, 1, 1, 80, 100, "P430"},
        {{110, "Paused", A, 15, 0, 85, 4, NEEDS, .material = "ASA"}, 1, 0.5, 100, 100, "ASA"}, /* less is no less */
        {{120, "Part Done", A, 15, 115, 90, 9, NEEDS, .material = ""}, 1, 2.5, 110, 115, "ASA"},
        {{130, "Part Done", A, 15, 115, 90, 9.5, NEEDS, .material = "ASA"}, 0, 0, 0, 0, NULL},
        {{140, "Idle"}, 1, 0.5, 120, 130, "ASA"},
    };
    struct kept *kept = kept_new(T);
    for (size_t i = 0; i < sizeof polls / sizeof *polls; i++) {
        kept_poll(kept, &polls[i].said);
        const struct history_use *use = &kept->changes.uses[0];
        if ((int)kept->changes.use_count != polls[i].use_count)
            fail_msg("poll %zu: %zu uses", i, kept->changes.use_count);
        if (polls[i].use_count == 0)
            continue;
        if (fabs(use->used_in3 - polls[i].used) > 1e-9 || use->from_at != T + polls[i].from ||
            use->to_at != T + polls[i].to || strcmp(use->material, polls[i].material) != 0)
            fail_msg("poll %zu: %g of %s from %d to %d", i, use->used_in3, use->material, (int)(use->from_at - T),
                     (int)(use->to_at - T));
    }
    free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_job_from_queue_to_bin),
        cmocka_unit_test(test_the_same_file_sent_twice),
        cmocka_unit_test(test_other_names_are_other_jobs),
        cmocka_unit_test(test_second_and_third_runs),
        cmocka_unit_test(test_runs_without_a_start),
        cmocka_unit_test(test_no_clock_and_no_submit_time_is_one_job),
        cmocka_unit_test(test_seen_half_way),
        cmocka_unit_test(test_impossible_times_are_unknown),
        cmocka_unit_test(test_all_runs_were_submitted_once),
        cmocka_unit_test(test_an_end_by_a_clock_that_went_back),
        cmocka_unit_test(test_a_job_that_an_earlier_version_saw),
        cmocka_unit_test(test_between_two_polls),
        cmocka_unit_test(test_previous_job_is_a_hint),
        cmocka_unit_test(test_a_waiting_job_that_ran_unseen),
        cmocka_unit_test(test_cancelled_while_heating),
        cmocka_unit_test(test_a_pause_of_hours_and_a_weekend),
        cmocka_unit_test(test_texts_that_do_not_tell_of_the_job),
        cmocka_unit_test(test_a_damaged_text_does_not_shorten_names),
        cmocka_unit_test(test_material_by_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
