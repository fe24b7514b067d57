/* history_result.c, and what history_run.c makes of it: what is certain of a job's end. */
#include "history_internal.h"
#include "history_help.h"

#define U       NAN
#define UNKNOWN RESULT_UNKNOWN, SOURCE_NONE

static void test_words(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum history_result result;
    } words[] = {
        {NULL, RESULT_RUNNING},          {"", RESULT_RUNNING},
        {"In Progress", RESULT_RUNNING}, {"completed", RESULT_COMPLETED},
        {"Success", RESULT_COMPLETED},   {"CANCELED", RESULT_CANCELLED},
        {"Cancelled", RESULT_CANCELLED}, {"Failed", RESULT_FAILED},
        {"Completed ", RESULT_UNKNOWN},  {"Not Completed", RESULT_UNKNOWN},
        {"Fertig", RESULT_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (history_result_of_word(words[i].word) != words[i].result)
            fail_msg("%s: %d", words[i].word, history_result_of_word(words[i].word));
}

static void test_names(void **state)
{
    (void)state;
    assert_null(history_result_name(RESULT_RUNNING));
    assert_string_equal(history_result_name(RESULT_CANCELLED), "cancelled");
    assert_null(history_source_name(SOURCE_NONE));
    assert_string_equal(history_source_name(SOURCE_INFERRED), "inferred");
    assert_string_equal(history_kind_name(HISTORY_SUPPORT), "support");
}

static void test_verdicts(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        double used, needed;
        enum state state;
        enum history_result result;
        enum history_source source;
    } verdicts[] = {
        /* By the state and what was used. */
        {"", 10, 10, STATE_PART_WAITING, RESULT_COMPLETED, SOURCE_INFERRED},
        {NULL, 9.95, 10, STATE_PART_WAITING, RESULT_COMPLETED, SOURCE_INFERRED},
        {"In Progress", 10, 10, STATE_PART_WAITING, RESULT_COMPLETED, SOURCE_INFERRED},
        {"", 9.94, 10, STATE_PART_WAITING, UNKNOWN},
        {"", 10, 10, STATE_IDLE, UNKNOWN},
        {"", U, 10, STATE_PART_WAITING, UNKNOWN},
        {"", 10, U, STATE_PART_WAITING, UNKNOWN},
        {"", 0, 0, STATE_PART_WAITING, UNKNOWN},
        /* A word that nobody knows is no sign. */
        {"Fertig", 10, 10, STATE_PART_WAITING, RESULT_COMPLETED, SOURCE_INFERRED},
        {"Fertig", 9, 10, STATE_PART_WAITING, UNKNOWN},
        /* By the printer's word, where nothing speaks against it. */
        {"Completed", 9.5, 10, STATE_PART_WAITING, RESULT_COMPLETED, SOURCE_PRINTER},
        {"Completed", U, U, STATE_IDLE, RESULT_COMPLETED, SOURCE_PRINTER},
        {"Completed", 8.9, 10, STATE_PART_WAITING, UNKNOWN},
        {"Cancelled", 5, 10, STATE_PART_WAITING, RESULT_CANCELLED, SOURCE_PRINTER},
        {"Cancelled", 9.9, 10, STATE_PART_WAITING, RESULT_CANCELLED, SOURCE_PRINTER},
        {"Cancelled", 10, 10, STATE_PART_WAITING, UNKNOWN},
        {"Failed", 10, 10, STATE_PART_WAITING, UNKNOWN},
        {"Failed", 10, 10, STATE_ERROR, RESULT_FAILED, SOURCE_PRINTER},
    };
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        struct status_job job = {.completion_status = verdicts[i].word,
                                 .model_used_in3 = verdicts[i].used,
                                 .model_needed_in3 = verdicts[i].needed};
        enum history_source source;
        enum history_result result = history_verdict(&job, verdicts[i].state, &source);
        if (result != verdicts[i].result || source != verdicts[i].source)
            fail_msg("verdict %zu: %d by %d", i, result, source);
    }
}

/* A build of ten cubic inches that was seen building, and what came then; words and results alone. */
struct end {
    const char *why;
    struct said said[6];
    enum history_result result;
    enum history_source source;
};

#define AT(second, word) second, word, "wheel", 7, -100, 15, 0
#define OVER(second, word) second, word, "wheel", 7, -100, 15, 28
#define GONE(second)     second, "Idle"
#define LAST(word_, start_)                                                                                            \
    .previous = {.job_name = "wheel",                                                                                  \
                 .job_id = 7,                                                                                          \
                 .submit_time = -100,                                                                                  \
                 .start_time = start_,                                                                                 \
                 .end_time = 38,                                                                                       \
                 .build_s = 15,                                                                                        \
                 .model_used_in3 = 5,                                                                                  \
                 .model_needed_in3 = 10,                                                                               \
                 .completion_status = word_}

static const struct end ends[] = {
    {"built to the end, no word", {{AT(30, "Part Done"), 15, 10, 10}}, RESULT_COMPLETED, SOURCE_INFERRED},
    {"cancelled at 98 %", {{AT(30, "Part Done"), 15, 9.8, 10}, {GONE(40)}}, UNKNOWN},
    {"cancelled at 98 %, says so", {{AT(30, "Part Done"), 15, 9.8, 10, "Cancelled"}}, RESULT_CANCELLED, SOURCE_PRINTER},
    {"cleared between two polls", {{GONE(30)}}, UNKNOWN},
    {"cleared after a gap", {{AT(30, "Build Error"), 15, 5, 10}, {GONE(1030)}}, UNKNOWN},
    {"failed", {{OVER(30, "Build Error"), 15, 5, 10}}, RESULT_FAILED, SOURCE_INFERRED},
    {"failed, and gone",
     {{OVER(30, "Build Error"), 15, 5, 10}, {OVER(40, "Build Error"), 15, 5, 10}, {GONE(50)}},
     RESULT_FAILED,
     SOURCE_INFERRED},
    {"failed, another job follows",
     {{OVER(30, "Build Error"), 15, 5, 10}, {40, "Building", "axle", 8, -50, 35, 0, 5, 1, 10}},
     RESULT_FAILED,
     SOURCE_INFERRED},
    {"an error without an end, perhaps overcome and cancelled",
     {{AT(30, "Build Error"), 15, 5, 10}, {AT(40, "Build Error"), 15, 5, 10}, {GONE(50)}},
     UNKNOWN},
    {"an error, and then an end in it", {{AT(30, "Build Error"), 15, 5, 10}, {OVER(40, "Build Error"), 15, 5, 10}}, UNKNOWN},
    {"over in an error after a gap", {{OVER(1030, "Build Error"), 15, 5, 10}, {GONE(1040)}}, UNKNOWN},
    {"over in an error, with a word that nobody knows", {{OVER(30, "Build Error"), 15, 5, 10, "Halted"}}, UNKNOWN},
    {"an error that was cleared",
     {{AT(30, "Build Error"), 15, 5, 10}, {AT(40, "Door Open"), 15, 5, 10}, {GONE(50)}},
     UNKNOWN},
    {"an error, and then idle", {{AT(30, "Build Error"), 15, 5, 10}, {AT(40, "Idle"), 15, 5, 10}, {GONE(50)}}, UNKNOWN},
    {"another error", {{AT(30, "Build Error"), 15, 5, 10}, {AT(40, "System Error"), 15, 5, 10}, {GONE(50)}}, UNKNOWN},
    {"an error, and a part",
     {{AT(30, "Build Error"), 15, 5, 10}, {AT(40, "Part Done"), 15, 5, 10}, {GONE(50)}},
     UNKNOWN},
    {"an error that passed",
     {{AT(30, "Build Error"), 15, 5, 10}, {AT(40, "Building"), 16, 5, 10}, {GONE(50)}},
     UNKNOWN},
    {"an error of the system", {{AT(30, "System Error"), 15, 5, 10}, {GONE(40)}}, UNKNOWN},
    {"paused, stopped, gone",
     {{AT(25, "Paused"), 15, 5, 10}, {OVER(35, "Build Stopped"), 15, 5, 10}, {GONE(50)}},
     RESULT_CANCELLED,
     SOURCE_INFERRED},
    {"paused, stopped without an end", {{AT(25, "Paused"), 15, 5, 10}, {AT(35, "Build Stopped"), 15, 5, 10}, {GONE(50)}}, UNKNOWN},
    {"stopped by itself", {{OVER(30, "Build Stopped"), 15, 5, 10}, {GONE(40)}}, UNKNOWN},
    {"paused, a gap, stopped",
     {{AT(25, "Paused"), 15, 5, 10}, {OVER(1030, "Build Stopped"), 15, 5, 10}, {GONE(1040)}},
     UNKNOWN},
    {"its last words", {{GONE(40), LAST("Cancelled", 15)}}, RESULT_CANCELLED, SOURCE_PRINTER},
    {"its last words against its figures", {{GONE(40), LAST("Completed", 15)}}, UNKNOWN},
    {"its last words against what was seen",
     {{AT(30, "Build Error"), 15, 5, 10}, {GONE(40), LAST("Completed", 15)}},
     UNKNOWN},
    {"words that nobody knows", {{AT(30, "Build Error"), 15, 5, 10}, {GONE(40), LAST("Hm", 15)}}, UNKNOWN},
    {"words of another run", {{GONE(40), LAST("Cancelled", 14)}}, UNKNOWN},
    {"no last words", {{AT(30, "Build Error"), 15, 5, 10}, {GONE(40), LAST("In Progress", 15)}}, UNKNOWN},
    {"a word that comes later",
     {{AT(30, "Part Done"), 15, 9, 10}, {AT(40, "Part Done"), 15, 9, 10, "Completed"}},
     RESULT_COMPLETED,
     SOURCE_PRINTER},
    {"a word after it is gone",
     {{AT(30, "Part Done"), 15, 5, 10}, {GONE(40), LAST("Failed", 15)}},
     RESULT_FAILED,
     SOURCE_PRINTER},
    {"a word from before, while it builds",
     {{AT(30, "Building"), 15, 5, 10, "Cancelled"}},
     RESULT_RUNNING,
     SOURCE_NONE},
    {"an end from before its start",
     {{30, "Door Open", "wheel", 7, -100, 15, 10, 15, 5, 10}},
     RESULT_RUNNING,
     SOURCE_NONE},
    {"an end to come", {{30, "Door Open", "wheel", 7, -100, 15, 500, 15, 5, 10}}, RESULT_RUNNING, SOURCE_NONE},
    {"an end, and no word", {{30, "Idle", "wheel", 7, -100, 15, 28, 15, 10, 10}}, UNKNOWN},
    {"gone, while the damage lies elsewhere", {{GONE(30), .is_damaged = DAMAGED_ELSEWHERE}}, UNKNOWN},
    {"swallowed by the damage", {{GONE(30), .is_damaged = DAMAGED}}, RESULT_RUNNING, SOURCE_NONE},
    {"a reboot", {{30, NULL}, {40, NULL}, {50, NULL}, {100, "Finding Home"}, {110, "Idle"}}, UNKNOWN},
};

static void test_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct kept *kept = kept_new(T);
        kept_poll(kept, &(struct said){10, "Idle"});
        kept_poll(kept, &(struct said){AT(20, "Building"), 5, 1, 10});
        for (size_t p = 0; p < 6 && ends[i].said[p].second; p++)
            kept_poll(kept, &ends[i].said[p]);
        const struct history_run *run = &kept->rows[0].run;
        if (run->result != ends[i].result || run->source != ends[i].source)
            fail_msg("%s: %d by %d", ends[i].why, run->result, run->source);
        free(kept);
    }
}

static void test_it_ended_since_it_stood_still(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"},
        {AT(20, "Building"), 5, 1, 10},
        {AT(30, "Build Error"), 8, 5, 10},
        {AT(80, "Build Error"), 8, 5, 10},
        {AT(130, "Build Error"), 8, 5, 10},
        {GONE(140)},
    };
    static const struct want wants[] = {{1, RESULT_UNKNOWN, SOURCE_NONE, 15, 15, 30, 110, 0, 8, 0, 0, 0, 0, 5}};
    LIVE_AND_WANT(said, wants);
    /* The printer says when. */
    static const struct said when[] = {
        {10, "Idle"},
        {AT(20, "Building"), 5, 1, 10},
        {AT(30, "Build Error"), 8, 5, 10},
        {AT(80, "Build Error"), 8, 5, 10},
        {130, "Build Error", "wheel", 7, -100, 15, 95, 8, 5, 10},
    };
    static const struct want when_wants[] = {{1, RESULT_UNKNOWN, SOURCE_NONE, 15, 15, 95, 0, 0, 8, 0, 0, 0, 0, 5}};
    LIVE_AND_WANT(when, when_wants);
    /* It went on when nobody looked: the error was not its end. */
    static const struct said on[] = {
        {10, "Idle"},
        {AT(20, "Building"), 5, 1, 10},
        {AT(30, "Build Error"), 8, 5, 10},
        {AT(1030, "Part Done"), 508, 10, 10},
    };
    static const struct want on_wants[] = {
        {1, RESULT_COMPLETED, SOURCE_INFERRED, 15, 15, 530, 500, 0, 508, 0, 0, 500, 500, 10}};
    LIVE_AND_WANT(on, on_wants);
}

static void test_it_goes_on_after_its_end(void **state)
{
    (void)state;
    static const struct said said[] = {
        {10, "Idle"},
        {AT(20, "Building"), 5, 1, 10},
        {AT(30, "Door Open"), 8, 5, 10, "Cancelled"}, /* the word was left from before */
        {AT(40, "Building"), 12, 6, 10},
        {AT(50, "Part Done"), 20, 10, 10},
    };
    static const struct want wants[] = {{1, RESULT_COMPLETED, SOURCE_INFERRED, 15, 15, 50, 0, 0, 20, 0, 0, 0, 0, 10}};
    LIVE_AND_WANT(said, wants);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_it_ended_since_it_stood_still),
        cmocka_unit_test(test_it_goes_on_after_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
