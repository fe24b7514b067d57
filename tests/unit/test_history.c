/* history.c: lists of polls, and what they make of a printer. */
#include "history.h"
#include "history_event.h"
#include "libproto_help.h"
#include "utf8.h"
#include <math.h>

enum { T = 1700000000, INTERVAL_MS = 10000, OFFLINE_AFTER = 3 };

/* A status as far as history looks at it; a printer's clock that is right. */
static struct status status_saying(const char *word, double started, double build_s, int64_t at)
{
    static struct document whole;
    struct status status = {.document = &whole, .status_text = word, .server_time = (double)at};
    status.start_time = status.build_s = NAN;
    status.current.submit_time = 0;
    status.current.start_time = started;
    status.current.build_s = build_s;
    return status;
}

static struct history_changes poll_at(struct history_printer *printer, int64_t at, const struct status *status)
{
    struct history_poll poll = {.at = at, .status = status, .interval_ms = INTERVAL_MS, .offline_after = OFFLINE_AFTER};
    struct history_changes changes;
    memset(&changes, 0xa5, sizeof changes); /* what was there before does not count */
    history_step(printer, &poll, &changes);
    return changes;
}

static struct history_changes say(struct history_printer *printer, int64_t at, const char *word)
{
    struct status status = status_saying(word, (double)T, 60, at);
    return poll_at(printer, at, &status);
}

struct life {
    int second;       /* after T */
    const char *word; /* NULL: the poll failed */
    double started, build_s;
    enum state state; /* what is to come out of it */
    int began;        /* second since when */
    int is_change;
};

static void live(const struct life *life, size_t count)
{
    struct history_printer printer;
    history_begin(&printer, T);
    for (size_t i = 0; i < count; i++) {
        int64_t at = T + life[i].second;
        struct status status = status_saying(life[i].word, life[i].started, life[i].build_s, at);
        struct history_changes changes = poll_at(&printer, at, life[i].word ? &status : NULL);
        if (printer.state != life[i].state || printer.state_began_at != T + life[i].began ||
            changes.state_changed != life[i].is_change)
            fail_msg("second %d: %s since %d, changed %d; expected %s since %d, changed %d", life[i].second,
                     state_name(printer.state), (int)(printer.state_began_at - T), changes.state_changed,
                     state_name(life[i].state), life[i].began, life[i].is_change);
        assert_int_equal(printer.polled_at, at);
    }
}

#define LIVE(life) live(life, sizeof life / sizeof *life)

static void test_never_polled(void **state)
{
    (void)state;
    struct history_printer printer;
    history_begin(&printer, T);
    assert_int_equal(printer.state, STATE_UNOBSERVED);
    assert_int_equal(printer.state_began_at, T);
    assert_int_equal(printer.polled_at, 0);
    assert_string_equal(printer.status_text, "");
}

static void test_a_job_from_start_to_end(void **state)
{
    (void)state;
    static const struct life life[] = {
        {10,  "Idle",           0,       0,  STATE_IDLE,         10,  1},
        {20,  "Idle",           0,       0,  STATE_IDLE,         10,  0},
        {30,  "Ready to Build", 0,       0,  STATE_IDLE,         10,  1}, /* another word for the same state */
        {40,  "Building",       0,       0,  STATE_PREPARING,    40,  1},
        {50,  "Building",       0,       0,  STATE_PREPARING,    40,  0},
        {60,  "Building",       T + 55., 5,  STATE_BUILDING,     60,  1},
        {70,  "Pending Pause",  T + 55., 15, STATE_BUILDING,     60,  1},
        {80,  "Paused",         T + 55., 20, STATE_PAUSED,       80,  1},
        {90,  "Building",       T + 55., 30, STATE_BUILDING,     90,  1},
        {100, "Part Done",      T + 55., 40, STATE_PART_WAITING, 100, 1},
        {110, "Polishing",      T + 55., 40, STATE_UNMAPPED,     110, 1},
        {120, "Polishing",      T + 55., 40, STATE_UNMAPPED,     110, 0},
        {130, "Grinding",       T + 55., 40, STATE_UNMAPPED,     110, 1},
    };
    LIVE(life);
}

static void test_preparing_ends_with_start_or_build_time(void **state)
{
    (void)state;
    static const struct life by_start[] = {
        {10, "Building", 0,       0, STATE_PREPARING, 10, 1},
        {20, "Building", T + 15., 0, STATE_BUILDING,  20, 1},
    };
    static const struct life by_build_time[] = {
        {10, "Building", NAN, NAN, STATE_PREPARING, 10, 1},
        {20, "Building", 0,   1,   STATE_BUILDING,  20, 1},
    };
    LIVE(by_start);
    LIVE(by_build_time);
}

static void test_offline_begins_at_the_first_failure(void **state)
{
    (void)state;
    static const struct life life[] = {
        {10, "Idle", 0, 0, STATE_IDLE,    10, 1},
        {20, NULL,   0, 0, STATE_IDLE,    10, 0},
        {30, NULL,   0, 0, STATE_IDLE,    10, 0},
        {40, "Idle", 0, 0, STATE_IDLE,    10, 0}, /* two failures are none */
        {50, NULL,   0, 0, STATE_IDLE,    10, 0},
        {60, NULL,   0, 0, STATE_IDLE,    10, 0},
        {70, NULL,   0, 0, STATE_OFFLINE, 50, 1},
        {80, NULL,   0, 0, STATE_OFFLINE, 50, 0},
        {90, "Idle", 0, 0, STATE_IDLE,    90, 1},
    };
    LIVE(life);
}

static void test_a_printer_that_never_answered(void **state)
{
    (void)state;
    static const struct life life[] = {
        {1,  NULL, 0, 0, STATE_UNOBSERVED, 0, 0},
        {11, NULL, 0, 0, STATE_UNOBSERVED, 0, 0},
        {21, NULL, 0, 0, STATE_OFFLINE,    1, 1},
    };
    LIVE(life);
}

static void test_trouble_is_told_once(void **state)
{
    (void)state;
    struct history_printer printer;
    history_begin(&printer, T);
    say(&printer, T + 10, "Idle");
    struct history_changes changes = poll_at(&printer, T + 20, NULL);
    assert_true(changes.trouble_began);
    assert_int_equal(printer.failed_at, T + 20);
    changes = poll_at(&printer, T + 30, NULL);
    assert_false(changes.trouble_began);
    assert_int_equal(printer.failed_at, T + 20);
    assert_int_equal(printer.failed_polls, 2);
    assert_int_equal(printer.answered_at, T + 10);
    changes = say(&printer, T + 40, "Idle");
    assert_true(changes.trouble_ended);
    assert_int_equal(printer.failed_at, 0);
    assert_int_equal(printer.failed_polls, 0);
    changes = say(&printer, T + 50, "Idle");
    assert_false(changes.trouble_ended);
}

static void test_gap(void **state)
{
    (void)state;
    assert_int_equal(history_gap_s(1000), 60);
    assert_int_equal(history_gap_s(20000), 60);
    assert_int_equal(history_gap_s(20001), 61); /* rounded up: never shorter than three intervals */
    assert_int_equal(history_gap_s(3600000), 10800);
    assert_int_equal(history_gap_s(2147483647), 6442451); /* no overflow */
    static const struct life life[] = {
        {10,  "Idle", 0, 0, STATE_IDLE,       10,  1},
        {70,  "Idle", 0, 0, STATE_IDLE,       10,  0}, /* 60 s: still covered */
        {131, "Idle", 0, 0, STATE_IDLE,       131, 1}, /* 61 s: begins anew */
        {141, NULL,   0, 0, STATE_IDLE,       131, 0},
        {151, NULL,   0, 0, STATE_IDLE,       131, 0},
        {161, NULL,   0, 0, STATE_OFFLINE,    141, 1},
        {300, NULL,   0, 0, STATE_UNOBSERVED, 161, 1}, /* a failure after a gap is the first one */
        {310, NULL,   0, 0, STATE_UNOBSERVED, 161, 0},
        {320, NULL,   0, 0, STATE_OFFLINE,    300, 1},
    };
    LIVE(life);
}

/* The parts of the time in their order: "idle 60" and so on. */
static void accounted(const struct life *life, size_t count, int offline_after, const char *wanted)
{
    struct history_printer printer;
    char text[1024] = "";
    int64_t covered_at = T;
    history_begin(&printer, T);
    for (size_t i = 0; i < count; i++) {
        struct status status = status_saying(life[i].word, life[i].started, life[i].build_s, T + life[i].second);
        struct history_poll poll = {.at = T + life[i].second,
                                    .status = life[i].word ? &status : NULL,
                                    .interval_ms = INTERVAL_MS,
                                    .offline_after = offline_after};
        struct history_changes changes;
        history_step(&printer, &poll, &changes);
        for (size_t p = 0; p < changes.piece_count; p++) {
            const struct history_piece *piece = &changes.pieces[p];
            assert_int_equal(piece->from_at, covered_at);
            covered_at = piece->to_at;
            sprintf(text + strlen(text), "%s%s %d", text[0] ? ", " : "", state_name(piece->state),
                    (int)(piece->to_at - piece->from_at));
        }
        assert_int_equal(covered_at, printer.covered_at);
    }
    assert_string_equal(text, wanted);
}

#define ACCOUNTED(life, offline_after, wanted) accounted(life, sizeof life / sizeof *life, offline_after, wanted)

static void test_time_is_accounted_for(void **state)
{
    (void)state;
    static const struct life short_failures[] = {
        {10, "Idle", 0, 0, 0, 0, 0},
        {20, NULL,   0, 0, 0, 0, 0},
        {60, NULL,   0, 0, 0, 0, 0},
        {70, "Idle", 0, 0, 0, 0, 0}
    };
    ACCOUNTED(short_failures, 100, "unobserved 10, idle 60");
    static const struct life long_failures[] = {
        {10, "Idle", 0, 0, 0, 0, 0},
        {30, NULL,   0, 0, 0, 0, 0},
        {60, NULL,   0, 0, 0, 0, 0},
        {71, "Idle", 0, 0, 0, 0, 0}
    };
    ACCOUNTED(long_failures, 100, "unobserved 10, unobserved 61");
    ACCOUNTED(long_failures, 2, "unobserved 10, idle 20, offline 30, offline 11");
    static const struct life first_failure_late[] = {
        {10, "Idle", 0, 0, 0, 0, 0},
        {70, NULL,   0, 0, 0, 0, 0},
        {80, NULL,   0, 0, 0, 0, 0},
        {90, NULL,   0, 0, 0, 0, 0}
    };
    ACCOUNTED(first_failure_late, 3, "unobserved 10, idle 60, offline 20");
    static const struct life poller_down_then_fails[] = {
        {10, "Idle", 0, 0, 0, 0, 0},
        {71, NULL,   0, 0, 0, 0, 0},
        {81, NULL,   0, 0, 0, 0, 0},
        {91, NULL,   0, 0, 0, 0, 0}
    };
    ACCOUNTED(poller_down_then_fails, 3, "unobserved 10, unobserved 61, offline 20");
    static const struct life offline_then_down[] = {
        {10, "Idle", 0, 0, 0, 0, 0},
        {20, NULL,   0, 0, 0, 0, 0},
        {30, NULL,   0, 0, 0, 0, 0},
        {95, "Idle", 0, 0, 0, 0, 0}
    };
    ACCOUNTED(offline_then_down, 2, "unobserved 10, idle 10, offline 10, unobserved 65");
    static const struct life clock_back[] = {
        {4000, "Idle",      0, 0, 0, 0, 0},
        {400,  "Idle",      0, 0, 0, 0, 0},
        {410,  "Door Open", 0, 0, 0, 0, 0},
        {3990, NULL,        0, 0, 0, 0, 0},
        {3995, "Door Open", 0, 0, 0, 0, 0},
        {4020, "Door Open", 0, 0, 0, 0, 0}
    };
    ACCOUNTED(clock_back, 3, "unobserved 4000, maintenance 20");
    static const struct life clock_forward[] = {
        {10,   "Idle", 0, 0, 0, 0, 0},
        {20,   "Idle", 0, 0, 0, 0, 0},
        {3630, "Idle", 0, 0, 0, 0, 0}
    };
    ACCOUNTED(clock_forward, 3, "unobserved 10, idle 10, unobserved 3610");
}

static int tells_gap(const struct history_changes *changes)
{
    for (size_t i = 0; i < changes->event_count; i++)
        if (strcmp(changes->events[i].kind, EVENT_UNOBSERVED) == 0)
            return 1;
    return 0;
}

static void test_gap_is_told(void **state)
{
    (void)state;
    struct history_printer printer;
    history_begin(&printer, T);
    static const struct {
        int64_t at;
        int is_gap;
    } polls[] = {
        {T + 1000, 0}, /* the first poll follows none */
        {T + 1060, 0},
        {T + 1121, 1},
        {T + 500,  0}, /* a server whose clock was set back saw no gap */
    };
    for (size_t i = 0; i < sizeof polls / sizeof *polls; i++) {
        struct history_changes changes = say(&printer, polls[i].at, "Idle");
        assert_int_equal(tells_gap(&changes), polls[i].is_gap);
    }
}

static struct history_printer resumed(enum state state, const char *text)
{
    struct history_printer printer;
    history_begin(&printer, T - 5000);
    printer.state = state;
    strcpy(printer.status_text, text);
    printer.polled_at = printer.answered_at = printer.covered_at = T;
    printer.submitted = (struct history_time){T - 9002, T - 9000};
    return printer;
}

static void test_resume_keeps_since_when(void **state)
{
    (void)state;
    struct history_printer printer = resumed(STATE_BUILDING, "Building");
    assert_false(say(&printer, T + 60, "Building").state_changed);
    assert_int_equal(printer.state_began_at, T - 5000);

    printer = resumed(STATE_BUILDING, "Building");
    struct history_changes changes = say(&printer, T + 61, "Building");
    assert_true(changes.state_changed);
    assert_true(tells_gap(&changes));
    assert_int_equal(printer.state_began_at, T + 61);
}

static void test_resume_within_failures(void **state)
{
    (void)state;
    struct history_printer printer;
    history_begin(&printer, T - 50);
    printer.state = STATE_IDLE;
    printer.covered_at = printer.answered_at = T - 20;
    printer.polled_at = T;
    printer.failed_at = T - 10;
    printer.failed_polls = 2;
    struct history_changes changes = poll_at(&printer, T + 10, NULL);
    assert_false(changes.trouble_began);
    assert_int_equal(printer.state, STATE_OFFLINE);
    assert_int_equal(printer.state_began_at, T - 10);
}

/* Submitted by a printer whose clock is ahead seconds ahead. */
static void submit_seen(struct history_printer *printer, int64_t at, double submit_time, double ahead)
{
    struct status status = status_saying("Idle", 0, 0, at);
    status.server_time = (double)at + ahead;
    status.current.submit_time = submit_time;
    poll_at(printer, at, &status);
}

static void test_places_a_clock_that_is_hours_off(void **state)
{
    (void)state;
    struct history_printer printer;
    history_begin(&printer, T);
    const double ahead = 14 * 3600;
    submit_seen(&printer, T + 100, T + ahead + 40, ahead);
    assert_int_equal(printer.submitted.at, T + 40);
    assert_int_equal(printer.started.at, 0); /* 0 is 'not yet', not 1970 */
    submit_seen(&printer, T + 110, 0, ahead);
    assert_int_equal(printer.submitted.at, 0);
}

static void test_a_place_does_not_tremble(void **state)
{
    (void)state;
    struct history_printer printer;
    history_begin(&printer, T);
    submit_seen(&printer, T + 100, T + 40, 0);
    for (int i = 1; i < 10; i++) {
        submit_seen(&printer, T + 100 + i, T + 40, i % 3 - 1);
        assert_int_equal(printer.submitted.at, T + 40);
    }
    submit_seen(&printer, T + 120, T + 42, 0); /* another job, 2 s later */
    assert_int_equal(printer.submitted.at, T + 42);
}

static void test_a_place_outlives_a_clock_that_is_set(void **state)
{
    (void)state;
    struct history_printer printer;
    const double ahead = 14 * 3600;
    history_begin(&printer, T);
    submit_seen(&printer, T + 100, T + ahead + 40, ahead);
    /* The clock is put right, the job's time stays by the old one: it would lie in the future. */
    submit_seen(&printer, T + 110, T + ahead + 40, 0);
    assert_int_equal(printer.submitted.at, T + 40);
    /* The next job's time is by the new clock. */
    submit_seen(&printer, T + 130, T + 125, 0);
    assert_int_equal(printer.submitted.at, T + 125);
}

static void test_a_place_outlives_a_restart(void **state)
{
    (void)state;
    struct history_printer printer = resumed(STATE_IDLE, "Idle");
    submit_seen(&printer, T + 10, T - 9002, 0); /* the same job, placed 2 s off by the last poller */
    assert_int_equal(printer.submitted.at, T - 9000);
    printer = resumed(STATE_IDLE, "Idle");
    submit_seen(&printer, T + 10, T - 9001, 0); /* another one */
    assert_int_equal(printer.submitted.at, T - 9001);
}

static void test_times_without_a_clock(void **state)
{
    (void)state;
    static const double clocks[] = {0, -5, NAN};
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        struct history_printer printer;
        struct status status = status_saying("Idle", T, 0, T);
        status.server_time = clocks[i];
        history_begin(&printer, T);
        poll_at(&printer, T + 10, &status);
        assert_int_equal(printer.started.at, 0);
    }
    struct history_printer printer;
    struct status status = status_saying("Idle", 1e15, 0, T); /* the largest number that a status can hold */
    history_begin(&printer, T);
    poll_at(&printer, T + 10, &status);
    assert_true(printer.started.at > 0);
}

static void test_hostile_text(void **state)
{
    (void)state;
    char text[600];
    struct history_printer printer;
    history_begin(&printer, T);
    for (size_t shift = 0; shift < 4; shift++) { /* characters of three bytes at each place of the cut */
        memset(text, 'a', shift);
        for (size_t i = shift; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "\xe2\x82\xac", 4);
        say(&printer, T + (int)shift, text);
        size_t length = strlen(printer.status_text);
        assert_true(length < HISTORY_TEXT_BYTES);
        assert_true(length >= HISTORY_TEXT_BYTES - 4);
        assert_true(utf8_valid(printer.status_text, length));
        /* The same text is no change, though what is kept of it is shorter. */
        assert_false(say(&printer, T + 10, text).state_changed);
    }
    say(&printer, T + 20, "Idle\n\x1b[31m\xe2\x80\xaez");
    assert_string_equal(printer.status_text, "Idle??[31m?z");
}

static void test_words_of_the_administrator(void **state)
{
    (void)state;
    const struct state_word words[] = {
        {"Polishing", STATE_MAINTENANCE}
    };
    struct status status = status_saying("Polishing", 0, 0, T);
    struct history_poll poll = {.at = T + 1,
                                .status = &status,
                                .interval_ms = INTERVAL_MS,
                                .offline_after = OFFLINE_AFTER,
                                .words = words,
                                .word_count = 1};
    struct history_printer printer;
    history_begin(&printer, T);
    struct history_changes changes;
    history_step(&printer, &poll, &changes);
    assert_int_equal(printer.state, STATE_MAINTENANCE);
    assert_string_equal(printer.status_text, "Polishing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_never_polled),
        cmocka_unit_test(test_a_job_from_start_to_end),
        cmocka_unit_test(test_preparing_ends_with_start_or_build_time),
        cmocka_unit_test(test_offline_begins_at_the_first_failure),
        cmocka_unit_test(test_a_printer_that_never_answered),
        cmocka_unit_test(test_trouble_is_told_once),
        cmocka_unit_test(test_gap),
        cmocka_unit_test(test_time_is_accounted_for),
        cmocka_unit_test(test_gap_is_told),
        cmocka_unit_test(test_resume_keeps_since_when),
        cmocka_unit_test(test_resume_within_failures),
        cmocka_unit_test(test_places_a_clock_that_is_hours_off),
        cmocka_unit_test(test_a_place_does_not_tremble),
        cmocka_unit_test(test_a_place_outlives_a_clock_that_is_set),
        cmocka_unit_test(test_a_place_outlives_a_restart),
        cmocka_unit_test(test_times_without_a_clock),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_words_of_the_administrator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
