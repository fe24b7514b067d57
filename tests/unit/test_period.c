/* period.c: calendar periods follow each other without hole or overlap, and are called what libc calls them. */
#include "period.h"
#include "zone_help.h"

static const struct zone utc = {0};

static int is_in(struct zone_span span, int64_t at)
{
    return at >= span.began_at && at < span.ended_at;
}

static int is_same_span(struct zone_span a, struct zone_span b)
{
    return a.began_at == b.began_at && a.ended_at == b.ended_at;
}

static int64_t length_s(struct zone_span span)
{
    return span.ended_at - span.began_at;
}

/* ---- against libc ------------------------------------------------------------------------------------------------- */

/* The latest local date that libc showed up to then: it may come back for the rest of an hour. */
static struct tm libc_date(int64_t at)
{
    struct tm latest = libc_local(at);
    for (int minute = 1; minute <= 65; minute++) {
        struct tm before = libc_local(at - 60 * minute);
        if (before.tm_year * 366 + before.tm_yday > latest.tm_year * 366 + latest.tm_yday)
            latest = before;
    }
    return latest;
}

static void libc_label(enum period period, int64_t at, char label[PERIOD_LABEL_BYTES])
{
    static const char *const formats[PERIODS] = {"%Y-%m-%d %H:00", "%Y-%m-%d", "%G-W%V", "%Y-%m", "%Y"};
    struct tm date = period == PERIOD_HOUR ? libc_local(at) : libc_date(at);
    assert_true(strftime(label, PERIOD_LABEL_BYTES, formats[period], &date) > 0);
}

static void assert_label(const struct zone *zone, enum period period, int64_t at, const char *expected)
{
    static const char *const names[PERIODS] = {"hour", "day", "week", "month", "year"};
    char label[PERIOD_LABEL_BYTES];
    period_label(zone, period, at, label);
    if (strcmp(label, expected) != 0)
        fail_msg("the %s around %lld is %s, not %s", names[period], (long long)at, label, expected);
}

/* The label is libc's, at both ends of the span too, and not beyond them. */
static void assert_period(const struct zone *zone, enum period period, int64_t at)
{
    char expected[PERIOD_LABEL_BYTES], before[PERIOD_LABEL_BYTES], after[PERIOD_LABEL_BYTES];
    struct zone_span span = period_around(zone, period, at);

    libc_label(period, at, expected);
    assert_true(is_in(span, at));
    assert_label(zone, period, at, expected);
    libc_label(period, span.began_at, before);
    libc_label(period, span.ended_at - 1, after);
    assert_string_equal(before, expected);
    assert_string_equal(after, expected);
    if (period == PERIOD_HOUR)
        return; /* it may come twice */
    libc_label(period, span.began_at - 1, before);
    libc_label(period, span.ended_at, after);
    assert_string_not_equal(before, expected);
    assert_string_not_equal(after, expected);
}

static void assert_periods(const struct zone *zone, int64_t at)
{
    struct tm local = libc_local(at);
    for (enum period period = PERIOD_HOUR; period < PERIODS; period++)
        assert_period(zone, period, at);
    assert_int_equal(period_weekday(zone, at), (local.tm_wday + 6) % 7 + 1);
    assert_int_equal(period_hour_of_day(zone, at), local.tm_hour);
}

static void test_moments(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    uint32_t seed = 21;
    for (int i = 0; i < 200; i++)
        assert_periods(&zone, BEGIN + 400 * DAY + next_random(&seed) % (END - BEGIN - 800 * DAY));
}

static void test_changes(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    for (size_t i = 3; i + 3 < zone.count; i++)
        for (int minute = -120; minute <= 120; minute += 30)
            for (int second = -1; second <= 1; second++)
                assert_periods(&zone, zone.changes[i].began_at + 60 * minute + second);
}

/* ---- one after the other ------------------------------------------------------------------------------------------ */

static void assert_within(const struct zone *zone, struct zone_span span, enum period longer)
{
    struct zone_span first = period_around(zone, longer, span.began_at);
    assert_true(is_same_span(first, period_around(zone, longer, span.ended_at - 1)));
}

/* Which periods of another kind one lies in, whole. */
static const int within[PERIODS][PERIODS] = {
    [PERIOD_HOUR] = {[PERIOD_DAY] = 1,    [PERIOD_WEEK] = 1, [PERIOD_MONTH] = 1, [PERIOD_YEAR] = 1},
    [PERIOD_DAY] = {[PERIOD_WEEK] = 1, [PERIOD_MONTH] = 1, [PERIOD_YEAR] = 1},
    [PERIOD_MONTH] = {[PERIOD_YEAR] = 1                  },
};

/* From 2004 to 2036; hours from 2009 to 2012, which have the odd days of Apia and St. John's. */
static void assert_follow(const struct zone *zone, enum period period, uint32_t *seed)
{
    struct zone_span span = period_around(zone, period, period == PERIOD_HOUR ? BEGIN + 5 * 365 * DAY : BEGIN);
    int64_t end = period == PERIOD_HOUR ? BEGIN + 9 * 365 * DAY : END;

    while (span.ended_at < end) {
        struct zone_span next = period_around(zone, period, span.ended_at);
        assert_int_equal(next.began_at, span.ended_at);
        assert_true(length_s(next) > 0);
        assert_true(is_same_span(period_around(zone, period, next.ended_at - 1), next));
        assert_true(
            is_same_span(period_around(zone, period, next.began_at + next_random(seed) % length_s(next)), next));
        for (enum period longer = period; longer < PERIODS; longer++)
            if (within[period][longer])
                assert_within(zone, next, longer);
        span = next;
    }
}

static void test_follow(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    uint32_t seed = 22;
    for (enum period period = PERIOD_HOUR; period < PERIODS; period++)
        assert_follow(&zone, period, &seed);
}

/* All of one day's seconds are the day's, whatever the days asked for together. */
static void test_of_days(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    for (int64_t day = BEGIN / DAY; day < END / DAY; day++) {
        struct zone_span one = period_of_days(&zone, day, day), ten = period_of_days(&zone, day - 4, day + 5);
        assert_true(one.ended_at >= one.began_at);
        assert_int_equal(one.ended_at, period_of_days(&zone, day + 1, day + 1).began_at);
        assert_int_equal(ten.began_at, period_of_days(&zone, day - 4, day - 4).began_at);
        assert_int_equal(ten.ended_at, period_of_days(&zone, day + 5, day + 5).ended_at);
        if (length_s(one) > 0)
            assert_true(is_same_span(one, period_around(&zone, PERIOD_DAY, one.began_at)));
    }
}

/* ---- by hand ------------------------------------------------------------------------------------------------------ */

/* Of one year each. */
static const struct zone berlin = {
    3, {{1729990800, 3600}, {1743296400, 7200}, {1761440400, 3600}}
};
static const struct zone howe = {
    3, {{0, 37800}, {1728142200, 39600}, {1743865200, 37800}}
};
static const struct zone apia = {
    2, {{1316872800, -36000}, {1325239200, 50400}}
};
static const struct zone st_johns = {
    2, {{1236483060, -9000}, {1257042660, -12600}}
};

static int64_t hours_around(const struct zone *zone, enum period period, int64_t at)
{
    struct zone_span span = period_around(zone, period, at);
    assert_int_equal(length_s(span) % HOUR, 0);
    return length_s(span) / HOUR;
}

static void test_short_and_long(void **state)
{
    (void)state;
    const int64_t spring = berlin.changes[1].began_at, autumn = berlin.changes[2].began_at;
    assert_int_equal(hours_around(&berlin, PERIOD_DAY, spring), 23);
    assert_int_equal(hours_around(&berlin, PERIOD_WEEK, spring), 167);
    assert_int_equal(hours_around(&berlin, PERIOD_MONTH, spring), 31 * 24 - 1);
    assert_int_equal(hours_around(&berlin, PERIOD_YEAR, spring), 365 * 24);
    assert_int_equal(hours_around(&berlin, PERIOD_DAY, autumn), 25);
    assert_int_equal(hours_around(&berlin, PERIOD_WEEK, autumn), 169);
    assert_int_equal(hours_around(&berlin, PERIOD_MONTH, autumn), 31 * 24 + 1);
    assert_label(&berlin, PERIOD_HOUR, spring - 1, "2025-03-30 01:00");
    assert_label(&berlin, PERIOD_HOUR, spring, "2025-03-30 03:00");
    assert_label(&berlin, PERIOD_HOUR, autumn - 1, "2025-10-26 02:00");
    assert_label(&berlin, PERIOD_HOUR, autumn, "2025-10-26 02:00");
    assert_int_equal(period_around(&berlin, PERIOD_HOUR, autumn - 1).ended_at, autumn);
    assert_int_equal(period_around(&berlin, PERIOD_HOUR, autumn).began_at, autumn);
}

static void test_half_hours(void **state)
{
    (void)state;
    const int64_t spring = howe.changes[1].began_at;
    assert_label(&howe, PERIOD_HOUR, spring, "2024-10-06 02:00");
    assert_int_equal(length_s(period_around(&howe, PERIOD_HOUR, spring)), 1800);
    assert_int_equal(length_s(period_around(&howe, PERIOD_DAY, spring)), 24 * HOUR - 1800);
    assert_int_equal(period_hour_of_day(&howe, spring - 1), 1);
    assert_int_equal(period_hour_of_day(&howe, spring), 2);
}

/* Apia had no 30 December 2011. */
static void test_skipped_date(void **state)
{
    (void)state;
    const int64_t change = apia.changes[1].began_at;
    const int64_t skipped = zone_day_of_civil(2011, 12, 30);
    assert_label(&apia, PERIOD_DAY, change - 1, "2011-12-29");
    assert_label(&apia, PERIOD_DAY, change, "2011-12-31");
    assert_int_equal(period_of_days(&apia, skipped, skipped).began_at, change);
    assert_int_equal(period_of_days(&apia, skipped, skipped).ended_at, change);
    assert_int_equal(length_s(period_of_days(&apia, skipped - 1, skipped + 1)), 2 * DAY);
    assert_int_equal(hours_around(&apia, PERIOD_WEEK, change), 6 * 24);
    assert_int_equal(hours_around(&apia, PERIOD_MONTH, change), 30 * 24);
    assert_label(&apia, PERIOD_WEEK, change, "2011-W52");
    assert_int_equal(period_weekday(&apia, change - 1), 4);
    assert_int_equal(period_weekday(&apia, change), 6);
}

/* St. John's went from 00:01 on 1 November 2009 back to 23:01 on 31 October, for 59 minutes. */
static void test_date_that_came_twice(void **state)
{
    (void)state;
    const int64_t change = st_johns.changes[1].began_at, midnight = change - 60;
    static const enum period periods[] = {PERIOD_DAY, PERIOD_MONTH};
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        assert_int_equal(period_around(&st_johns, periods[i], midnight - 1).ended_at, midnight);
        assert_int_equal(period_around(&st_johns, periods[i], midnight).began_at, midnight);
        assert_true(is_in(period_around(&st_johns, periods[i], midnight), change));
        assert_true(is_in(period_around(&st_johns, periods[i], change), change + HOUR));
    }
    assert_int_equal(hours_around(&st_johns, PERIOD_DAY, midnight - 1), 24);
    assert_int_equal(hours_around(&st_johns, PERIOD_DAY, change), 25);
    assert_int_equal(hours_around(&st_johns, PERIOD_WEEK, change), 169);
    assert_label(&st_johns, PERIOD_DAY, change, "2009-11-01");
    assert_label(&st_johns, PERIOD_MONTH, change, "2009-11");
    assert_label(&st_johns, PERIOD_HOUR, change, "2009-10-31 23:00");
    assert_int_equal(period_weekday(&st_johns, change - 1), 7);
    assert_int_equal(period_weekday(&st_johns, change), 6);
    assert_int_equal(period_hour_of_day(&st_johns, change - 1), 0);
    assert_int_equal(period_hour_of_day(&st_johns, change), 23);
}

static void test_weeks_over_years(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        const char *label;
    } weeks[] = {
        {2004, 12, 31, "2004-W53"},
        {2005, 1,  2,  "2004-W53"},
        {2005, 1,  3,  "2005-W01"},
        {2008, 12, 28, "2008-W52"},
        {2008, 12, 29, "2009-W01"},
        {2012, 1,  1,  "2011-W52"},
        {2020, 12, 27, "2020-W52"},
        {2020, 12, 28, "2020-W53"},
        {2021, 1,  1,  "2020-W53"},
        {2021, 1,  3,  "2020-W53"},
        {2021, 1,  4,  "2021-W01"},
        {2024, 12, 29, "2024-W52"},
        {2024, 12, 30, "2025-W01"},
        {2025, 3,  30, "2025-W13"},
        {2026, 12, 31, "2026-W53"},
    };
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
        int64_t at = zone_day_of_civil(weeks[i].year, weeks[i].month, weeks[i].day) * DAY;
        struct zone_span week = period_around(&utc, PERIOD_WEEK, at);
        assert_label(&utc, PERIOD_WEEK, at, weeks[i].label);
        assert_label(&utc, PERIOD_WEEK, at + DAY - 1, weeks[i].label);
        assert_int_equal(length_s(week), 7 * DAY);
        assert_int_equal(period_weekday(&utc, week.began_at), 1);
    }
}

static void test_far_times(void **state)
{
    (void)state;
    const int64_t far = INT64_C(1) << 62;
    char label[PERIOD_LABEL_BYTES];
    for (enum period period = PERIOD_HOUR; period < PERIODS; period++)
        for (int sign = -1; sign <= 1; sign += 2) {
            assert_true(is_in(period_around(&berlin, period, sign * far), sign * far));
            period_label(&berlin, period, sign * far, label);
            assert_memory_equal(label, sign < 0 ? "1970" : "9999", 4);
        }
    assert_label(&utc, PERIOD_DAY, -DAY, "1970-01-01");
    assert_int_equal(period_weekday(&utc, -far) >= 1 && period_weekday(&utc, -far) <= 7, 1);
    assert_int_equal(period_weekday(&utc, -1), 3);
    assert_int_equal(period_hour_of_day(&utc, -1), 23);
}

#define ZONE(zone) OF(test_moments, zone), OF(test_changes, zone), OF(test_follow, zone), OF(test_of_days, zone)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ZONE("Europe/Berlin"),
        ZONE("America/New_York"),
        ZONE("Australia/Lord_Howe"),
        ZONE("America/St_Johns"),
        ZONE("Pacific/Apia"),
        ZONE("America/Havana"),
        ZONE("America/Asuncion"),
        ZONE("Africa/Casablanca"),
        ZONE("Asia/Kathmandu"),
        ZONE("UTC"),
        cmocka_unit_test(test_short_and_long),
        cmocka_unit_test(test_half_hours),
        cmocka_unit_test(test_skipped_date),
        cmocka_unit_test(test_date_that_came_twice),
        cmocka_unit_test(test_weeks_over_years),
        cmocka_unit_test(test_far_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
