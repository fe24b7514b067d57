/* zone.c and zone_read.c: the days and hours of a table of offsets are libc's, second for second; the past is kept. */
#include "zone_help.h"

/* ---- against libc ------------------------------------------------------------------------------------------------- */

static int same_date(const struct tm *a, const struct tm *b)
{
    return a->tm_year == b->tm_year && a->tm_yday == b->tm_yday;
}

static int same_hour(const struct tm *a, const struct tm *b)
{
    return same_date(a, b) && a->tm_hour == b->tm_hour && a->tm_gmtoff == b->tm_gmtoff;
}

/* That span is the widest around `at` whose ends are the same to libc. What lies within, other moments test. */
static void assert_span(struct zone_span span, int64_t at, int (*same)(const struct tm *, const struct tm *))
{
    struct tm local = libc_local(at), before = libc_local(span.began_at - 1), first = libc_local(span.began_at);
    struct tm last = libc_local(span.ended_at - 1), after = libc_local(span.ended_at);
    if (at < span.began_at || at >= span.ended_at || !same(&local, &first) || !same(&local, &last) ||
        same(&local, &before) || same(&local, &after))
        fail_msg("%lld is not in %lld to %lld", (long long)at, (long long)span.began_at, (long long)span.ended_at);
}

static void assert_moment(const struct zone *zone, int64_t at)
{
    struct tm local = libc_local(at),
              date = {.tm_year = local.tm_year, .tm_mon = local.tm_mon, .tm_mday = local.tm_mday};
    char ours[ZONE_DATE_BYTES], theirs[ZONE_DATE_BYTES];

    assert_int_equal(zone_offset_s(zone, at), local.tm_gmtoff);
    assert_int_equal(zone_day_number(zone, at), timegm(&date) / DAY);
    zone_date(zone_day_number(zone, at), ours);
    strftime(theirs, sizeof theirs, "%Y-%m-%d", &local);
    assert_string_equal(ours, theirs);
    assert_span(zone_hour(zone, at), at, same_hour);
    assert_span(zone_day(zone, at), at, same_date);
}

static void test_moments(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    uint32_t seed = 20;
    for (int i = 0; i < 5000; i++)
        assert_moment(&zone, BEGIN + 2 * DAY + next_random(&seed) % (END - BEGIN - 5 * DAY));
}

/* Every second of the ten minutes before and after each change, and of two days those where something may begin. */
static void test_changes(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    for (size_t i = 1; i < zone.count && zone.changes[i].began_at < END - 5 * DAY; i++) {
        int64_t at = zone.changes[i].began_at;
        assert_true(at > zone.changes[i - 1].began_at);
        assert_true(zone.changes[i].offset_s != zone.changes[i - 1].offset_s);
        for (int second = -600; second <= 600; second++)
            assert_moment(&zone, at + second);
        for (int minute = -2880; minute <= 2880; minute += 15)
            for (int second = -1; second <= 1; second++)
                assert_moment(&zone, at + 60 * minute + second);
    }
}

/* What the clock shows at a moment it had not shown before, and shows a gap's end for all of the gap. */
static void assert_from_local(const struct zone *zone, int64_t at)
{
    int64_t local_s = at + libc_local(at).tm_gmtoff, from_at = zone_from_local(zone, local_s);
    assert_true(from_at <= at);
    assert_true(from_at + libc_local(from_at).tm_gmtoff >= local_s);
    for (int64_t before = from_at - 1; before > from_at - DAY / 2; before -= 599)
        assert_true(before + libc_local(before).tm_gmtoff < local_s);
}

static void test_from_local(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    for (size_t i = 1; i < zone.count && zone.changes[i].began_at < END - 5 * DAY; i++)
        for (int minute = -120; minute <= 120; minute += 20)
            for (int second = -1; second <= 1; second++)
                assert_from_local(&zone, zone.changes[i].began_at + 60 * minute + second);
}

/* From span to span over 30 years. */
static void test_partition(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    struct zone_span day = zone_day(&zone, BEGIN + 2 * DAY), hour = zone_hour(&zone, day.began_at);
    while (day.ended_at < END - 2 * DAY) {
        assert_int_equal(hour.began_at, day.began_at);
        while (hour.ended_at < day.ended_at) {
            struct zone_span next = zone_hour(&zone, hour.ended_at);
            assert_int_equal(next.began_at, hour.ended_at);
            assert_true(next.ended_at > next.began_at && next.ended_at <= next.began_at + HOUR);
            hour = next;
        }
        assert_int_equal(hour.ended_at, day.ended_at);
        hour = zone_hour(&zone, hour.ended_at);
        struct zone_span next = zone_day(&zone, day.ended_at);
        assert_int_equal(next.began_at, day.ended_at);
        assert_int_not_equal(zone_day_number(&zone, next.began_at), zone_day_number(&zone, day.began_at));
        day = next;
    }
}

/* ---- by hand ------------------------------------------------------------------------------------------------------ */

static void assert_date(const struct zone *zone, int64_t at, const char *expected, int64_t length_s)
{
    char date[ZONE_DATE_BYTES];
    struct zone_span day = zone_day(zone, at);
    zone_date(zone_day_number(zone, at), date);
    assert_string_equal(date, expected);
    assert_int_equal(day.ended_at - day.began_at, length_s);
}

static int64_t hour_length_s(const struct zone *zone, int64_t at)
{
    struct zone_span hour = zone_hour(zone, at);
    return hour.ended_at - hour.began_at;
}

/* Berlin in 2024. */
#define SUMMER INT64_C(1711846800)
#define WINTER INT64_C(1729990800)
static const struct zone berlin = {
    3, {{SUMMER - 150 * DAY, 3600}, {SUMMER, 7200}, {WINTER, 3600}}
};

static void test_short_and_long_days(void **state)
{
    (void)state;
    assert_date(&berlin, SUMMER - 2 * HOUR - 1, "2024-03-30", 24 * HOUR);
    assert_date(&berlin, SUMMER - 2 * HOUR, "2024-03-31", 23 * HOUR);
    assert_date(&berlin, SUMMER + 21 * HOUR - 1, "2024-03-31", 23 * HOUR);
    assert_date(&berlin, SUMMER + 21 * HOUR, "2024-04-01", 24 * HOUR);
    assert_date(&berlin, WINTER, "2024-10-27", 25 * HOUR);
    assert_int_equal(zone_hour(&berlin, WINTER - 1).began_at, WINTER - HOUR); /* 02:59:59, and again an hour later */
    assert_int_equal(zone_hour(&berlin, WINTER).ended_at, WINTER + HOUR);
}

static void test_from_local_twice_and_never(void **state)
{
    (void)state;
    const int64_t night = SUMMER + HOUR,
                  autumn = WINTER + HOUR; /* 02:00, shown never and at WINTER - HOUR and WINTER */
    assert_int_equal(zone_from_local(&berlin, night - 1), SUMMER - 1);
    assert_int_equal(zone_from_local(&berlin, night), SUMMER);
    assert_int_equal(zone_from_local(&berlin, night + HOUR - 1), SUMMER);
    assert_int_equal(zone_from_local(&berlin, night + HOUR + 1), SUMMER + 1);
    assert_int_equal(zone_from_local(&berlin, autumn), WINTER - HOUR);
    assert_int_equal(zone_from_local(&berlin, autumn + HOUR - 1), WINTER - 1);
    assert_int_equal(zone_from_local(&berlin, autumn + HOUR), WINTER + HOUR);
}

static void test_half_hours(void **state)
{
    (void)state;
    static const struct zone howe = {
        3, {{0, 37800}, {1728142200, 39600}, {1743865200, 37800}}
    }; /* Lord Howe, 2024 and 2025 */
    assert_int_equal(hour_length_s(&howe, 1728142200 - 1), 3600);   /* 01:59:59 */
    assert_int_equal(hour_length_s(&howe, 1728142200), 1800);       /* 02:30 */
    assert_int_equal(hour_length_s(&howe, 1728142200 + 1800), 3600);
    assert_int_equal(hour_length_s(&howe, 1743865200 - 1), 3600); /* 01:59:59 */
    assert_int_equal(hour_length_s(&howe, 1743865200), 1800);     /* 01:30 again */
    assert_date(&howe, 1728142200, "2024-10-06", 24 * HOUR - 1800);
    assert_date(&howe, 1743865200, "2025-04-06", 24 * HOUR + 1800);
}

static void test_midnight_moves(void **state)
{
    (void)state;
    const int64_t midnight = 100 * DAY; /* the local one, in UTC */
    static const struct zone skipped =
                                 {
                                     2, {{0, 0}, {100 * DAY, 3600}}
    },
                             repeated = {2, {{0, 0}, {100 * DAY, -3600}}},
                             minute_past = {2, {{0, 0}, {100 * DAY + 60, -3600}}},
                             no_date = {2, {{0, -36000}, {100 * DAY + 36000, 50400}}};
    assert_date(&skipped, midnight - 1, "1970-04-10", 24 * HOUR);
    assert_date(&skipped, midnight, "1970-04-11", 23 * HOUR);
    assert_date(&repeated, midnight - 1, "1970-04-10", 25 * HOUR);
    assert_date(&repeated, midnight, "1970-04-10", 25 * HOUR);
    assert_date(&repeated, midnight + HOUR, "1970-04-11", 24 * HOUR);
    assert_date(&minute_past, midnight - 1, "1970-04-10", 24 * HOUR);
    assert_date(&minute_past, midnight, "1970-04-11", 60);
    assert_date(&minute_past, midnight + 60, "1970-04-10", HOUR - 60);
    assert_date(&minute_past, midnight + HOUR, "1970-04-11", 24 * HOUR);
    assert_date(&no_date, midnight + 36000 - 1, "1970-04-10", 24 * HOUR);
    assert_date(&no_date, midnight + 36000, "1970-04-12", 24 * HOUR);
}

static void test_before_the_first_change(void **state)
{
    (void)state;
    static const struct zone west = {1, {{1000 * DAY, -5 * HOUR}}};
    assert_int_equal(zone_offset_s(&west, 0), -5 * HOUR);
    assert_int_equal(zone_day_number(&west, 5 * HOUR - 1), -1);
    assert_int_equal(zone_day_number(&west, 5 * HOUR), 0);
    assert_int_equal(zone_day(&west, 5 * HOUR).ended_at, DAY + 5 * HOUR);
    assert_int_equal(zone_day_number(&west, -DAY), -2);
}

static void test_unset_is_utc(void **state)
{
    (void)state;
    static const struct zone unset = {0};
    assert_int_equal(zone_offset_s(&unset, 1700000000), 0);
    assert_int_equal(zone_day(&unset, DAY - 1).began_at, 0);
    assert_int_equal(zone_day(&unset, DAY - 1).ended_at, DAY);
    assert_int_equal(zone_hour(&unset, HOUR).began_at, HOUR);
    assert_int_equal(zone_hour(&unset, -1).began_at, -HOUR);
    assert_int_equal(zone_day_number(&unset, -1), -1);
}

static void test_far_times(void **state)
{
    (void)state;
    const int64_t far = INT64_C(1) << 62;
    for (int sign = -1; sign <= 1; sign += 2) {
        struct zone_span hour = zone_hour(&berlin, sign * far), day = zone_day(&berlin, sign * far);
        assert_true(hour.began_at <= sign * far && hour.ended_at > sign * far);
        assert_int_equal(hour.ended_at - hour.began_at, HOUR);
        assert_true(day.began_at <= hour.began_at && day.ended_at >= hour.ended_at);
        assert_int_equal(day.ended_at - day.began_at, DAY);
    }
}

/* ---- dates -------------------------------------------------------------------------------------------------------- */

static void test_every_date(void **state)
{
    (void)state;
    char ours[ZONE_DATE_BYTES], theirs[ZONE_DATE_BYTES];
    struct tm date = {0};
    for (int64_t day = 0; date.tm_year + 1900 < 9999 || date.tm_yday < 364; day++) {
        time_t when = day * DAY;
        gmtime_r(&when, &date);
        snprintf(theirs, sizeof theirs, "%04u-%02u-%02u", (date.tm_year + 1900u) % 10000, (date.tm_mon + 1u) % 100,
                 (unsigned)date.tm_mday % 100);
        zone_date(day, ours);
        if (strcmp(ours, theirs) != 0)
            fail_msg("day %lld is %s, not %s", (long long)day, theirs, ours);
    }
    assert_string_equal(ours, "9999-12-31");
}

static void test_dates_beyond(void **state)
{
    (void)state;
    char date[ZONE_DATE_BYTES];
    zone_date(-1, date);
    assert_string_equal(date, "1970-01-01");
    zone_date(INT64_MIN, date);
    assert_string_equal(date, "1970-01-01");
    zone_date(2932897, date);
    assert_string_equal(date, "9999-12-31");
    zone_date(INT64_MAX, date);
    assert_string_equal(date, "9999-12-31");
}

/* Both ways, and over more than two rounds of the calendar, before 1970 too. */
static void test_every_civil(void **state)
{
    (void)state;
    for (int64_t day = -150000; day < 200000; day++) {
        struct zone_civil date = zone_civil(day), next = zone_civil(day + 1);
        int is_next_day = next.day == date.day + 1 && next.month == date.month && next.year == date.year;
        int is_next_month =
            next.day == 1 && next.month == date.month % 12 + 1 && next.year == date.year + date.month / 12;
        if (is_next_day == is_next_month || zone_day_of_civil(date.year, date.month, date.day) != day)
            fail_msg("day %lld is %lld-%d-%d", (long long)day, (long long)date.year, date.month, date.day);
    }
}

static void test_civil(void **state)
{
    (void)state;
    assert_int_equal(zone_day_of_civil(1970, 1, 1), 0);
    assert_int_equal(zone_day_of_civil(0, 1, 1), -719528);
    assert_int_equal(zone_day_of_civil(2024, 2, 29), 19782);
    assert_int_equal(zone_day_of_civil(2024, 2, 30), zone_day_of_civil(2024, 3, 1));
    assert_int_equal(zone_day_of_civil(2024, 13, 1), zone_day_of_civil(2025, 1, 1));
    assert_int_equal(zone_day_of_civil(2024, 27, 1), zone_day_of_civil(2026, 3, 1));
    assert_int_equal(zone_civil(-719529).year, -1);
    assert_int_equal(zone_civil(-719529).month, 12);
    assert_int_equal(zone_civil(-719529).day, 31);
}

/* ---- zone_read ---------------------------------------------------------------------------------------------------- */

static void assert_zone(const struct zone *zone, const struct zone_change *changes, size_t count)
{
    assert_int_equal(zone->count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(zone->changes[i].began_at, changes[i].began_at);
        assert_int_equal(zone->changes[i].offset_s, changes[i].offset_s);
    }
}
#define ASSERT_ZONE(zone, ...)                                                                                         \
    assert_zone(zone, (const struct zone_change[]){__VA_ARGS__},                                                       \
                sizeof(const struct zone_change[]){__VA_ARGS__} / sizeof(struct zone_change))

/* Rules in place of a name: they need no tzdata. */
static void test_read(void **state)
{
    (void)state;
    struct zone zone = berlin;
    setenv_zone("CET-1CEST,M3.5.0,M10.5.0/3");
    zone_read(&zone, SUMMER - 100, WINTER);
    ASSERT_ZONE(&zone, {SUMMER - 100, 3600}, {SUMMER, 7200}, {WINTER, 3600});
    zone_read(&zone, SUMMER - 1, WINTER - 1);
    ASSERT_ZONE(&zone, {SUMMER - 1, 3600}, {SUMMER, 7200});
    zone_read(&zone, SUMMER, SUMMER);
    ASSERT_ZONE(&zone, {SUMMER, 7200});
    zone_read(&zone, WINTER, SUMMER);
    ASSERT_ZONE(&zone, {WINTER, 3600});
}

/* A compiled zone (RFC 8536, version 1): +1 h from 1000000000 s on and +2 h from 1000086400 s on. */
static void test_read_two_changes_in_a_week(void **state)
{
    (void)state;
    static const char file_text[] = "TZif\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\2\0\0\0\3\0\0\0\4"
                                    "\x3b\x9a\xca\x00\x3b\x9c\x1b\x80\1\2"
                                    "\0\0\0\0\0\0\0\0\x0e\x10\0\0\0\0\x1c\x20\0\0"
                                    "ABC";
    char path[] = "/tmp/test_zone.XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, file_text, sizeof file_text), sizeof file_text);
    close(file);
    setenv_zone(path);
    unlink(path);
    struct zone zone;
    zone_read(&zone, 999999999, 1000200000);
    ASSERT_ZONE(&zone, {999999999, 0}, {1000000000, HOUR}, {1000086400, 2 * HOUR});
}

static void test_the_name(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"Europe/Berlin",                                                      "Europe/Berlin"         },
        {":America/Port-au-Prince",                                            "America/Port-au-Prince"},
        {"Etc/GMT-1",                                                          "Etc/GMT-1"             },
        {"/usr/share/zoneinfo/Pacific/Apia",                                   "Pacific/Apia"          },
        {"",                                                                   "UTC"                   },
        {"UTC",                                                                "UTC"                   },
        {"CET-1CEST,M3.5.0,M10.5.0/3",                                         NULL                    },
        {"CET-1",                                                              NULL                    },
        {"/tmp/zone",                                                          NULL                    },
        {"<b>/x",                                                              NULL                    },
        {"a/0123456789012345678901234567890123456789012345678901234567890123", NULL                    },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[ZONE_NAME_BYTES];
        setenv("TZ", names[i][0], 1);
        const char *read = zone_read_name(name);
        if (names[i][1])
            assert_string_equal(read, names[i][1]);
        else
            assert_null(read);
    }
    unsetenv("TZ");
    char name[ZONE_NAME_BYTES];
    const char *own = zone_read_name(name); /* whatever this machine has */
    assert_true(own == NULL || own == name);
}

static void test_read_is_bounded(void **state)
{
    (void)state;
    struct zone zone;
    setenv_zone("CET-1CEST,M3.5.0,M10.5.0/3");
    zone_read(&zone, 0, INT64_C(1) << 62);
    assert_true(zone.count > 390 && zone.count < 410); /* 200 years of two */
    setenv_zone("<+00>0");
    zone_read(&zone, -(INT64_C(1) << 62), INT64_C(1) << 62);
    ASSERT_ZONE(&zone, {-(INT64_C(1) << 62), 0});
}

/* ---- zone_renew --------------------------------------------------------------------------------------------------- */

static void test_renew_an_unset_zone(void **state)
{
    (void)state;
    struct zone zone = {0};
    static const struct zone unset = {0};
    assert_int_equal(zone_renew(&zone, &unset, SUMMER), 0);
    assert_int_equal(zone.count, 0);
    assert_int_equal(zone_renew(&zone, &berlin, SUMMER + DAY), 1);
    assert_zone(&zone, berlin.changes, berlin.count);
    assert_int_equal(zone_renew(&zone, &berlin, SUMMER + DAY), 0);
    assert_zone(&zone, berlin.changes, berlin.count);
}

/* As at every start: what was read begins later than what is held, and tells the same. */
static void test_renew_with_the_same(void **state)
{
    (void)state;
    struct zone zone = berlin;
    static const struct zone fresh = {
        2, {{SUMMER + 9 * DAY, 7200}, {WINTER, 3600}}
    };
    assert_int_equal(zone_renew(&zone, &fresh, SUMMER + 10 * DAY), 0);
    assert_int_equal(zone_renew(&zone, &fresh, WINTER), 0);
    assert_int_equal(zone_renew(&zone, &fresh, WINTER + 10 * DAY), 0);
    assert_zone(&zone, berlin.changes, berlin.count);
}

static void test_renew_another_future(void **state)
{
    (void)state;
    struct zone zone = berlin;
    static const struct zone no_winter =
                                 {
                                     1, {{0, 7200}}
    },
                             later = {3, {{0, 7200}, {WINTER + DAY, 3600}, {WINTER + 9 * DAY, 7200}}};
    assert_int_equal(zone_renew(&zone, &no_winter, WINTER - 1), 1);
    ASSERT_ZONE(&zone, berlin.changes[0], {SUMMER, 7200});
    assert_int_equal(zone_renew(&zone, &later, WINTER), 1);
    ASSERT_ZONE(&zone, berlin.changes[0], {SUMMER, 7200}, {WINTER + DAY, 3600}, {WINTER + 9 * DAY, 7200});
}

/* The change that is held is the moment of the renewal, and another one. */
static void test_renew_at_a_change(void **state)
{
    (void)state;
    struct zone zone = berlin;
    static const struct zone half = {1, {{WINTER, 5400}}}, none = {1, {{0, 7200}}};
    assert_int_equal(zone_renew(&zone, &half, WINTER), 1);
    ASSERT_ZONE(&zone, berlin.changes[0], {SUMMER, 7200}, {WINTER, 5400});
    assert_int_equal(zone_renew(&zone, &none, WINTER), 1);
    ASSERT_ZONE(&zone, berlin.changes[0], {SUMMER, 7200});
}

static void test_renew_keeps_the_past(void **state)
{
    (void)state;
    const int64_t now_at = WINTER + 10 * DAY;
    struct zone zone = berlin;
    static const struct zone india = {
        2, {{0, 19800}, {WINTER + 99 * DAY, 23400}}
    };
    assert_int_equal(zone_renew(&zone, &india, now_at), 1);
    ASSERT_ZONE(&zone, berlin.changes[0], {SUMMER, 7200}, {WINTER, 3600}, {now_at, 19800}, india.changes[1]);
    for (int64_t at = SUMMER - DAY; at < now_at; at += 1800)
        assert_int_equal(zone_offset_s(&zone, at), zone_offset_s(&berlin, at));
    for (int64_t at = now_at; at < WINTER + 200 * DAY; at += 1800)
        assert_int_equal(zone_offset_s(&zone, at), zone_offset_s(&india, at));

    static const struct zone utc = {0};
    assert_int_equal(zone_renew(&zone, &utc, now_at + DAY), 1);
    ASSERT_ZONE(&zone, berlin.changes[0], {SUMMER, 7200}, {WINTER, 3600}, {now_at, 19800}, {now_at + DAY, 0});
}

/* The machine's clock was set back behind all that is held. */
static void test_renew_before_all(void **state)
{
    (void)state;
    struct zone zone = berlin;
    static const struct zone india = {1, {{0, 19800}}};
    assert_int_equal(zone_renew(&zone, &india, 1000), 1);
    ASSERT_ZONE(&zone, {999, 3600}, {1000, 19800});
    assert_int_equal(zone_renew(&zone, &india, 1000), 0);
}

static void test_renew_a_full_table(void **state)
{
    (void)state;
    struct zone zone = {0}, fresh = {0};
    for (int i = 0; i < ZONE_CHANGES_MAX - 1; i++)
        zone_add(&zone, i * HOUR, i % 2 * HOUR);
    for (int i = 0; i < 10; i++)
        zone_add(&fresh, 5000 * HOUR + i * HOUR, i % 2 * HOUR + 60);
    struct zone before = zone;
    assert_int_equal(zone_renew(&zone, &fresh, 4000 * HOUR), 1);
    assert_int_equal(zone.count, ZONE_CHANGES_MAX);
    assert_zone(&before, zone.changes, ZONE_CHANGES_MAX - 1);
    assert_int_equal(zone.changes[ZONE_CHANGES_MAX - 1].began_at, 4000 * HOUR);
    assert_int_equal(zone.changes[ZONE_CHANGES_MAX - 1].offset_s, 60);
    assert_int_equal(zone_renew(&zone, &fresh, 4000 * HOUR), 0);
}

#define ZONE(zone) OF(test_moments, zone), OF(test_changes, zone), OF(test_from_local, zone), OF(test_partition, zone)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ZONE("Europe/Berlin"),
        ZONE("America/New_York"),
        ZONE("Australia/Lord_Howe"),
        ZONE("America/Havana"),
        ZONE("America/St_Johns"),
        ZONE("Pacific/Apia"),
        ZONE("America/Asuncion"),
        ZONE("Africa/Cairo"),
        ZONE("Africa/Casablanca"),
        ZONE("Asia/Beirut"),
        ZONE("Asia/Kathmandu"),
        ZONE("Atlantic/Azores"),
        ZONE("UTC"),
        cmocka_unit_test(test_short_and_long_days),
        cmocka_unit_test(test_from_local_twice_and_never),
        cmocka_unit_test(test_half_hours),
        cmocka_unit_test(test_midnight_moves),
        cmocka_unit_test(test_before_the_first_change),
        cmocka_unit_test(test_unset_is_utc),
        cmocka_unit_test(test_far_times),
        cmocka_unit_test(test_every_date),
        cmocka_unit_test(test_dates_beyond),
        cmocka_unit_test(test_every_civil),
        cmocka_unit_test(test_civil),
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_read_two_changes_in_a_week),
        cmocka_unit_test(test_the_name),
        cmocka_unit_test(test_the_name),
        cmocka_unit_test(test_read_is_bounded),
        cmocka_unit_test(test_renew_an_unset_zone),
        cmocka_unit_test(test_renew_with_the_same),
        cmocka_unit_test(test_renew_another_future),
        cmocka_unit_test(test_renew_at_a_change),
        cmocka_unit_test(test_renew_keeps_the_past),
        cmocka_unit_test(test_renew_before_all),
        cmocka_unit_test(test_renew_a_full_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
