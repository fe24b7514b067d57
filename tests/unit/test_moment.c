/* moment.c: every form that a time may be written in, the days of zones that are odd, and what must not be one. */
#include "moment.h"
#include "period.h"
#include "zone_help.h"

static const struct zone utc = {0};

/* Rules in place of a name: they need no tzdata. */
static void berlin_read(struct zone *zone)
{
    setenv_zone("CET-1CEST,M3.5.0,M10.5.0/3");
    zone_read(zone, BEGIN, END);
}

/* "2025-03-30 14:05:00" of UTC. */
static int64_t at(const char *text)
{
    struct tm date = {0};
    const char *end = strptime(text, "%Y-%m-%d %H:%M:%S", &date);
    if (end == NULL || *end != '\0')
        fail_msg("%s is no time of UTC", text);
    return timegm(&date);
}

static struct moment read_or_fail(const char *text, const struct zone *zone, int64_t now)
{
    struct moment moment = {0};
    if (moment_read(text, zone, now, &moment) != 0)
        fail_msg("\"%s\" was refused", text);
    return moment;
}

static void assert_moment(const char *text, const struct zone *zone, int64_t now, struct moment expected)
{
    struct moment moment = read_or_fail(text, zone, now);
    if (moment.began_at != expected.began_at || moment.ended_at != expected.ended_at ||
        moment.lapses_at != expected.lapses_at)
        fail_msg("\"%s\" is %lld to %lld until %lld, not %lld to %lld until %lld", text, (long long)moment.began_at,
                 (long long)moment.ended_at, (long long)moment.lapses_at, (long long)expected.began_at,
                 (long long)expected.ended_at, (long long)expected.lapses_at);
}

static void assert_instant(const char *text, const struct zone *zone, int64_t expected)
{
    assert_moment(text, zone, 1700000000, (struct moment){expected, expected, 0});
}

static void assert_refused(const char *text)
{
    struct zone zone;
    berlin_read(&zone);
    struct moment moment = {-1, -2, -3};
    if (moment_read(text, &zone, 1700000000, &moment) != -1)
        fail_msg("\"%.40s\" was read as %lld to %lld", text, (long long)moment.began_at, (long long)moment.ended_at);
    assert_true(moment.began_at == -1 && moment.ended_at == -2 && moment.lapses_at == -3);
}

/* ---- forms -------------------------------------------------------------------------------------------------------- */

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t at;
    } numbers[] = {
        {"0",                    0           },
        {"5",                    5           },
        {"10000",                10000       },
        {"1735686000",           1735686000  },
        {"01735686000",          1735686000  },
        {"1735686000.5",         1735686000  },
        {"1735686000.999999999", 1735686000  },
        {"99999999999",          99999999999 },
        {"100000000000",         100000000   },
        {"1735686000000",        1735686000  },
        {"1735686000999",        1735686000  },
        {"1735686000999.9",      1735686000  },
        {"253402300799999",      253402300799},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_instant(numbers[i].text, &utc, numbers[i].at);
}

static void test_times(void **state)
{
    (void)state;
    static const struct {
        const char *text, *utc;
    } times[] = {
        {"2025-03-30T14:05:00+02:00",        "2025-03-30 12:05:00"},
        {"2025-03-30T14:05:00 02:00",        "2025-03-30 12:05:00"},
        {"2025-03-30T14:05:07-02:30",        "2025-03-30 16:35:07"},
        {"2025-03-30T14:05:07Z",             "2025-03-30 14:05:07"},
        {"2025-03-30t14:05:07z",             "2025-03-30 14:05:07"},
        {"2025-03-30 14:05:07Z",             "2025-03-30 14:05:07"},
        {"2025-03-30 14:05 02:00",           "2025-03-30 12:05:00"},
        {"2025-03-30T14:05Z",                "2025-03-30 14:05:00"},
        {"2025-03-30T14:05+02:00",           "2025-03-30 12:05:00"},
        {"2025-03-30T14:05:07.25Z",          "2025-03-30 14:05:07"},
        {"2025-03-30T14:05:07.999999+02:00", "2025-03-30 12:05:07"},
        {"2025-03-30T14:05:07-00:00",        "2025-03-30 14:05:07"},
        {"2025-03-30T00:00:00+14:00",        "2025-03-29 10:00:00"},
        {"2025-03-30T23:59:59-14:00",        "2025-03-31 13:59:59"},
        {"2016-12-31T23:59:60Z",             "2016-12-31 23:59:59"},
        {"2024-02-29T00:00Z",                "2024-02-29 00:00:00"},
        {"1969-12-31T23:59:58Z",             "1969-12-31 23:59:58"},
 /* of Berlin */
        {"2025-03-30T14:05:00",              "2025-03-30 12:05:00"},
        {"2025-03-30 14:05",                 "2025-03-30 12:05:00"},
        {"2025-01-30 14:05:07.5",            "2025-01-30 13:05:07"},
        {"2025-03-30T01:59:59",              "2025-03-30 00:59:59"},
        {"2025-03-30T02:30",                 "2025-03-30 01:00:00"}, /* was skipped */
        {"2025-03-30T03:00",                 "2025-03-30 01:00:00"},
        {"2025-10-26T02:30",                 "2025-10-26 00:30:00"}, /* came twice */
        {"2025-10-26T03:00",                 "2025-10-26 02:00:00"},
    };
    struct zone zone;
    berlin_read(&zone);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        assert_instant(times[i].text, &zone, at(times[i].utc));
}

struct span_case {
    const char *text, *began, *ended; /* UTC */
};

static void assert_spans(const struct zone *zone, const struct span_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_moment(cases[i].text, zone, 1700000000, (struct moment){at(cases[i].began), at(cases[i].ended), 0});
}

static void test_dates(void **state)
{
    (void)state;
    static const struct span_case cases[] = {
        {"2025-03-30", "2025-03-29 23:00:00", "2025-03-30 22:00:00"},
        {"2025-10-26", "2025-10-25 22:00:00", "2025-10-26 23:00:00"},
        {"2024-02-29", "2024-02-28 23:00:00", "2024-02-29 23:00:00"},
        {"2025-W13",   "2025-03-23 23:00:00", "2025-03-30 22:00:00"},
        {"2025-w13",   "2025-03-23 23:00:00", "2025-03-30 22:00:00"},
        {"2020-W53",   "2020-12-27 23:00:00", "2021-01-03 23:00:00"},
        {"2021-W01",   "2021-01-03 23:00:00", "2021-01-10 23:00:00"},
        {"2025-W01",   "2024-12-29 23:00:00", "2025-01-05 23:00:00"},
        {"2025-03",    "2025-02-28 23:00:00", "2025-03-31 22:00:00"},
        {"2024-12",    "2024-11-30 23:00:00", "2024-12-31 23:00:00"},
        {"2024-02",    "2024-01-31 23:00:00", "2024-02-29 23:00:00"},
        {"2025",       "2024-12-31 23:00:00", "2025-12-31 23:00:00"},
        {"1735",       "1734-12-31 23:00:00", "1735-12-31 23:00:00"},
    };
    struct zone zone;
    berlin_read(&zone);
    assert_spans(&zone, cases, sizeof cases / sizeof *cases);
}

static void test_first_and_last_years(void **state)
{
    (void)state;
    const int64_t begin = zone_day_of_civil(0, 1, 1) * DAY, end = zone_day_of_civil(10000, 1, 1) * DAY;
    assert_int_equal(read_or_fail("0000", &utc, 0).began_at, begin);
    assert_int_equal(read_or_fail("0000-01-01", &utc, 0).began_at, begin);
    assert_int_equal(read_or_fail("0000-W01", &utc, 0).began_at, begin + 2 * DAY);
    assert_int_equal(read_or_fail("9999", &utc, 0).ended_at, end);
    assert_int_equal(read_or_fail("9999-12-31", &utc, 0).ended_at, end);
    assert_int_equal(read_or_fail("9999-W52", &utc, 0).ended_at, end + 2 * DAY);
}

/* At "2025-03-30 12:05:00" of Berlin, a Sunday: clocks went on that night. */
static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *text, *began, *ended, *lapses;
    } names[] = {
        {"now",        "2025-03-30 10:05:00", "2025-03-30 10:05:00", "2025-03-30 10:05:01"},
        {"today",      "2025-03-29 23:00:00", "2025-03-30 22:00:00", "2025-03-30 22:00:00"},
        {"yesterday",  "2025-03-28 23:00:00", "2025-03-29 23:00:00", "2025-03-30 22:00:00"},
        {"week",       "2025-03-23 23:00:00", "2025-03-30 22:00:00", "2025-03-30 22:00:00"},
        {"month",      "2025-02-28 23:00:00", "2025-03-31 22:00:00", "2025-03-31 22:00:00"},
        {"year",       "2024-12-31 23:00:00", "2025-12-31 23:00:00", "2025-12-31 23:00:00"},
        {"last-week",  "2025-03-16 23:00:00", "2025-03-23 23:00:00", "2025-03-30 22:00:00"},
        {"last-month", "2025-01-31 23:00:00", "2025-02-28 23:00:00", "2025-03-31 22:00:00"},
        {"last-year",  "2023-12-31 23:00:00", "2024-12-31 23:00:00", "2025-12-31 23:00:00"},
        {"1d",         "2025-03-29 23:00:00", "2025-03-30 22:00:00", "2025-03-30 22:00:00"},
        {"2d",         "2025-03-28 23:00:00", "2025-03-30 22:00:00", "2025-03-30 22:00:00"},
        {"7d",         "2025-03-23 23:00:00", "2025-03-30 22:00:00", "2025-03-30 22:00:00"},
        {"07D",        "2025-03-23 23:00:00", "2025-03-30 22:00:00", "2025-03-30 22:00:00"},
        {"30d",        "2025-02-28 23:00:00", "2025-03-30 22:00:00", "2025-03-30 22:00:00"},
        {"3660d",      "2015-03-23 23:00:00", "2025-03-30 22:00:00", "2025-03-30 22:00:00"},
        {"1h",         "2025-03-30 10:00:00", "2025-03-30 11:00:00", "2025-03-30 11:00:00"},
        {"24h",        "2025-03-29 11:00:00", "2025-03-30 11:00:00", "2025-03-30 11:00:00"},
        {"048H",       "2025-03-28 11:00:00", "2025-03-30 11:00:00", "2025-03-30 11:00:00"},
        {"NOW",        "2025-03-30 10:05:00", "2025-03-30 10:05:00", "2025-03-30 10:05:01"},
        {"Last-Month", "2025-01-31 23:00:00", "2025-02-28 23:00:00", "2025-03-31 22:00:00"},
    };
    struct zone zone;
    berlin_read(&zone);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_moment(names[i].text, &zone, at("2025-03-30 10:05:00"),
                      (struct moment){at(names[i].began), at(names[i].ended), at(names[i].lapses)});
}

static void test_allowed_says_every_form(void **state)
{
    (void)state;
    static const char *const forms[] = {"Unix seconds", "milliseconds", "2025-03-30T14:05:00+02:00",
                                        "2025-W13",     "now",          "today",
                                        "yesterday",    "week",         "month",
                                        "year",         "last-week",    "last-month",
                                        "last-year",    "1d",           "3660d",
                                        "8760h"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        assert_non_null(strstr(MOMENT_ALLOWED, forms[i]));
}

/* ---- odd days ----------------------------------------------------------------------------------------------------- */

#define SPANS(name, ...)                                                                                               \
    do {                                                                                                               \
        struct zone zone;                                                                                              \
        zone_named(&zone, name);                                                                                       \
        static const struct span_case cases[] = {__VA_ARGS__};                                                         \
        assert_spans(&zone, cases, sizeof cases / sizeof *cases);                                                      \
    } while (0)

static void test_new_york(void **state)
{
    (void)state;
    SPANS("America/New_York", {"2025-03-09", "2025-03-09 05:00:00", "2025-03-10 04:00:00"},
          {"2025-11-02", "2025-11-02 04:00:00", "2025-11-03 05:00:00"},
          {"2025-W44", "2025-10-27 04:00:00", "2025-11-03 05:00:00"},
          {"2025-11-02T01:30", "2025-11-02 05:30:00", "2025-11-02 05:30:00"},
          {"2025-03-09T02:30", "2025-03-09 07:00:00", "2025-03-09 07:00:00"});
}

static void test_lord_howe(void **state)
{
    (void)state;
    SPANS("Australia/Lord_Howe", {"2024-10-06", "2024-10-05 13:30:00", "2024-10-06 13:00:00"},
          {"2025-04-06", "2025-04-05 13:00:00", "2025-04-06 13:30:00"},
          {"2025-04-06 01:45", "2025-04-05 14:45:00", "2025-04-05 14:45:00"});
}

static void test_apia(void **state)
{
    (void)state;
    SPANS("Pacific/Apia", {"2011-12-29", "2011-12-29 10:00:00", "2011-12-30 10:00:00"},
          {"2011-12-30", "2011-12-30 10:00:00", "2011-12-30 10:00:00"},
          {"2011-12-31", "2011-12-30 10:00:00", "2011-12-31 10:00:00"},
          {"2011-12-30 12:00", "2011-12-30 10:00:00", "2011-12-30 10:00:00"},
          {"2011-W52", "2011-12-26 10:00:00", "2012-01-01 10:00:00"});
}

/* On 31 December the day before was the 29th, but the dates are counted. */
static void test_apia_days(void **state)
{
    (void)state;
    struct zone zone;
    zone_named(&zone, "Pacific/Apia");
    const int64_t now = at("2011-12-30 12:00:00"), midnight = at("2011-12-31 10:00:00");
    assert_moment("yesterday", &zone, now,
                  (struct moment){at("2011-12-29 10:00:00"), at("2011-12-30 10:00:00"), midnight});
    assert_moment("2d", &zone, now, (struct moment){at("2011-12-30 10:00:00"), midnight, midnight});
    assert_moment("3d", &zone, now, (struct moment){at("2011-12-29 10:00:00"), midnight, midnight});
}

/* 00:01 on 1 November 2009 was 23:01 on 31 October. */
static void test_st_johns(void **state)
{
    (void)state;
    SPANS("America/St_Johns", {"2009-10-31", "2009-10-31 02:30:00", "2009-11-01 02:30:00"},
          {"2009-11-01", "2009-11-01 02:30:00", "2009-11-02 03:30:00"},
          {"2009-10", "2009-10-01 02:30:00", "2009-11-01 02:30:00"},
          {"2009-10-31T23:30", "2009-11-01 02:00:00", "2009-11-01 02:00:00"},
          {"2009-11-01T00:00", "2009-11-01 02:30:00", "2009-11-01 02:30:00"});
}

/* ---- whatever zone ------------------------------------------------------------------------------------------------ */

/* A report's label as from= and to= is what the report calls so. */
static void test_labels(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    for (enum period period = PERIOD_DAY; period < PERIODS; period++) {
        struct zone_span span = period_around(&zone, period, BEGIN);
        for (; span.ended_at < END; span = period_around(&zone, period, span.ended_at)) {
            char label[PERIOD_LABEL_BYTES];
            period_label(&zone, period, span.began_at, label);
            assert_moment(label, &zone, 1700000000, (struct moment){span.began_at, span.ended_at, 0});
        }
    }
}

/* Without an offset the clock's times are themselves, but those that come again, and are those of the hours' labels. */
static void test_local_times(void **state)
{
    struct zone zone;
    zone_named(&zone, *state);
    uint32_t seed = 23;
    for (int i = 0; i < 5000; i++) {
        int64_t when = BEGIN + next_random(&seed) % (END - BEGIN), read_at;
        struct tm local = libc_local(when);
        char text[64];
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
        read_at = read_or_fail(text, &zone, 0).began_at;
        if (read_at == when)
            continue;
        assert_in_range(when - read_at, 1, HOUR);
        assert_int_equal(when + local.tm_gmtoff, read_at + libc_local(read_at).tm_gmtoff);
    }
}

static int is_same(struct moment a, struct moment b)
{
    return a.began_at == b.began_at && a.ended_at == b.ended_at;
}

/* Until lapses_at, which is a local midnight, the text means the same, and then it does not. */
static void assert_lapse(const struct zone *zone, const char *text, int64_t now)
{
    struct moment first = read_or_fail(text, zone, now);
    assert_true(first.lapses_at > now);
    assert_true(is_same(first, read_or_fail(text, zone, first.lapses_at - 1)));
    assert_false(is_same(first, read_or_fail(text, zone, first.lapses_at)));
    assert_int_not_equal(libc_local(first.lapses_at).tm_yday, libc_local(first.lapses_at - 1).tm_yday);
}

static void test_lapses(void **state)
{
    static const char *const texts[] = {"today",      "yesterday", "week", "month", "year", "last-week",
                                        "last-month", "last-year", "1d",   "7d",    "30d",  "3660d"};
    struct zone zone;
    zone_named(&zone, *state);
    uint32_t seed = 24;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int j = 0; j < 200; j++)
            assert_lapse(&zone, texts[i], BEGIN + 400 * DAY + next_random(&seed) % (END - BEGIN - 800 * DAY));
        for (size_t j = 3; j + 3 < zone.count; j++)
            for (int minute = -90; minute <= 90; minute += 30)
                assert_lapse(&zone, texts[i], zone.changes[j].began_at + 60 * minute);
    }
}

/* ---- what is none ------------------------------------------------------------------------------------------------- */

static void test_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        /* numbers */
        "",
        " ",
        "-5",
        "-1735686000",
        "+5",
        "0x10",
        "1e9",
        "1,5",
        ".5",
        "5.",
        "1735686000.",
        "1735686000.5.5",
        "1735686000 ",
        " 1735686000",
        "1735686000s",
        "253402300800000",
        "999999999999999",
        "1000000000000000",
        "0000001735686000",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "99999999999999999999999999999999",
        "NaN",
        "inf",
        "null",
        "\xd9\xa1\xd9\xa2\xd9\xa3",
        /* dates */
        "2025-",
        "2025-1",
        "2025-00",
        "2025-13",
        "2025-99",
        "2025-03-",
        "2025-03-1",
        "2025-03-00",
        "2025-03-32",
        "2025-02-29",
        "2025-02-30",
        "1900-02-29",
        "2025-04-31",
        "2025-03-30-01",
        "2025-3-30",
        "25-03-30",
        "02025-03-30",
        "20250330T",
        "2025/03/30",
        "30.03.2025",
        "-2025-03-30",
        "10000-01-01",
        "2025-03-30 ",
        " 2025-03-30",
        /* weeks */
        "2025-W",
        "2025-W1",
        "2025-W00",
        "2025-W53",
        "2025-W54",
        "2025-W99",
        "2020-W54",
        "2025-W13-1",
        "2025W13",
        "2025-W013",
        "9999-W53",
        /* times */
        "2025-03-30T",
        "2025-03-30T14",
        "2025-03-30T14:",
        "2025-03-30T14:5",
        "2025-03-30T14:60",
        "2025-03-30T24:00",
        "2025-03-30T25:00",
        "2025-03-30T14:05:",
        "2025-03-30T14:05:61",
        "2025-03-30T14:05:00.",
        "2025-03-30T14:05:00,5",
        "2025-03-30T14:05:00.Z",
        "2025-03-30T14:05.5",
        "2025-03-30T14:05ZZ",
        "2025-03-30T14:05 Z",
        "2025-03-30T14:05 ",
        "2025-03-30T14:05+",
        "2025-03-30T14:05+02",
        "2025-03-30T14:05+0200",
        "2025-03-30T14:05+02:",
        "2025-03-30T14:05+2:00",
        "2025-03-30T14:05+02:60",
        "2025-03-30T14:05+14:01",
        "2025-03-30T14:05-14:01",
        "2025-03-30T14:05+15:00",
        "2025-03-30T14:05+25:00",
        "2025-03-30T14:05+02:00Z",
        "2025-03-30T14:05+02:00 ",
        "2025-03-30  14:05",
        "2025-03-30T-1:05",
        "2025-03-30X14:05",
        "2025-02-30T14:05",
        "2025-03T14:05",
        "2025-W13T14:05",
        "2025T14:05",
        "T14:05",
        "14:05",
        /* names and days */
        "noww",
        "no",
        "now ",
        " now",
        "now-1d",
        "tomorrow",
        "next-week",
        "last",
        "last-",
        "last-day",
        "last_week",
        "last week",
        "week-",
        "weeks",
        "hour",
        "d",
        "0d",
        "00d",
        "0000d",
        "3661d",
        "9999d",
        "99999d",
        "00001d",
        "4294967297d",
        "7dd",
        "0h",
        "8761h",
        "24hh",
        "24 h",
        "7 d",
        "-7d",
        "+7d",
        "7hd",
        "7w",
        "7.5d",
        "0x7d",
        "1e1d",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_refused(texts[i]);
}

static void test_long_texts(void **state)
{
    (void)state;
    enum { LONG = 1000000 };
    static const char letters[] = "0159-.:+ZTWd aA\xff";
    char *text = malloc(LONG + 1);
    assert_non_null(text);
    for (size_t i = 0; letters[i] != '\0'; i++) {
        memset(text, letters[i], LONG);
        text[LONG] = '\0';
        assert_refused(text);
        memcpy(text, "2025-03-30T14:05:00", 19);
        assert_refused(text);
    }
    free(text);
}

/* As the header promises for all that is read. */
static void assert_harmless(const struct zone *zone, const char *text)
{
    const int64_t now = 1700000000;
    struct moment moment = {-1, -2, -3};
    struct guarded g = guarded_copy(text, strlen(text) + 1);

    if (moment_read(g.bytes, zone, now, &moment) == 0) {
        assert_true(moment.ended_at >= moment.began_at && moment.ended_at <= INT64_C(253402300800) + 3 * DAY);
        assert_true(moment.began_at >= zone_day_of_civil(0, 1, 1) * DAY - DAY);
        assert_true(moment.lapses_at == 0 || moment.lapses_at > now);
    } else {
        assert_true(moment.began_at == -1 && moment.ended_at == -2 && moment.lapses_at == -3);
    }
    guarded_free(&g);
}

static void test_random_bytes(void **state)
{
    (void)state;
    struct zone zone;
    berlin_read(&zone);
    uint32_t seed = 25;
    for (int i = 0; i < 20000; i++) {
        char text[40];
        size_t length = next_random(&seed) % sizeof text;
        for (size_t j = 0; j < length; j++)
            text[j] = (char)(next_random(&seed) % 255 + 1);
        text[length] = '\0';
        assert_harmless(&zone, text);
    }
}

/* What is nearly right goes deeper: a byte of a good text becomes another, or its end. */
static void test_mutations(void **state)
{
    (void)state;
    static const char *const texts[] = {"1735686000", "1735686000000.25", "2025-03-30T14:05:00.5+02:00",
                                        "2025-03-30", "2025-W13",         "2025-03",
                                        "2025",       "last-month",       "3660d",
                                        "now"};
    static const char letters[] = "0123456789-+:.TZWdz \0a";
    struct zone zone;
    berlin_read(&zone);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t j = 0; j < strlen(texts[i]); j++)
            for (size_t k = 0; k < sizeof letters; k++) {
                char text[40];
                snprintf(text, sizeof text, "%s", texts[i]);
                text[j] = letters[k];
                assert_harmless(&zone, text);
            }
}

#define ZONE(zone) OF(test_labels, zone), OF(test_local_times, zone), OF(test_lapses, zone)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_first_and_last_years),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_allowed_says_every_form),
        cmocka_unit_test(test_new_york),
        cmocka_unit_test(test_lord_howe),
        cmocka_unit_test(test_apia),
        cmocka_unit_test(test_apia_days),
        cmocka_unit_test(test_st_johns),
        ZONE("Europe/Berlin"),
        ZONE("America/New_York"),
        ZONE("Australia/Lord_Howe"),
        ZONE("America/St_Johns"),
        ZONE("Pacific/Apia"),
        ZONE("America/Havana"),
        ZONE("America/Asuncion"),
        ZONE("Africa/Casablanca"),
        ZONE("UTC"),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_long_texts),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_mutations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
