#include "moment.h"
#include "period.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOMENT_MINUTE_S = 60, MOMENT_HOUR_S = 3600, MOMENT_DAY_S = 86400, MOMENT_WEEK_DAYS = 7 };
enum {
    MOMENT_OFFSET_MAX_S = 14 * MOMENT_HOUR_S,
    MOMENT_DAYS_MAX = 3660,
    MOMENT_HOURS_MAX = 8760,
    MOMENT_DIGITS_MAX = 15
};

#define MOMENT_MS_MIN INT64_C(100000000000)    /* from here on a number is milliseconds */
#define MOMENT_MS_MAX INT64_C(253402300799999) /* the end of the year 9999 */

static const char moment_digits[] = "0123456789";

/* ---- pieces: each moves *text behind what it takes and returns whether it was there ------------------------------ */

/* One character out of any: that one, or 0. */
static char moment_take_one(const char **text, const char *any)
{
    return **text != '\0' && strchr(any, **text) != NULL ? *(*text)++ : '\0';
}

/* Exactly so many digits, at most nine, that make a number from low to high. */
static int moment_take_number(const char **text, int digits, int low, int high, int *number)
{
    *number = 0;
    for (int i = 0; i < digits; i++) {
        char digit = moment_take_one(text, moment_digits);
        if (digit == '\0')
            return 0;
        *number = *number * 10 + digit - '0';
    }
    return *number >= low && *number <= high;
}

/* A fraction may be absent, but not a point without digits. */
static int moment_take_fraction(const char **text)
{
    if (!moment_take_one(text, "."))
        return 1;
    size_t digits = strspn(*text, moment_digits);
    *text += digits;
    return digits > 0;
}

/* 14:05, 14:05:00, 14:05:00.5; a leap second counts as the one before. */
static int moment_take_clock(const char **text, int *second_of_day)
{
    int hour, minute, second = 0;

    if (!moment_take_number(text, 2, 0, 23, &hour) || !moment_take_one(text, ":") ||
        !moment_take_number(text, 2, 0, 59, &minute))
        return 0;
    if (moment_take_one(text, ":") && (!moment_take_number(text, 2, 0, 60, &second) || !moment_take_fraction(text)))
        return 0;
    *second_of_day = hour * MOMENT_HOUR_S + minute * MOMENT_MINUTE_S + (second < 60 ? second : 59);
    return 1;
}

/* Z, +02:00, -02:00; a blank is a plus that a client forgot to encode. */
static int moment_take_offset(const char **text, int *offset_s)
{
    int hours, minutes;

    *offset_s = 0;
    if (moment_take_one(text, "Zz"))
        return 1;
    char sign = moment_take_one(text, "+- ");
    if (!sign || !moment_take_number(text, 2, 0, 14, &hours) || !moment_take_one(text, ":") ||
        !moment_take_number(text, 2, 0, 59, &minutes))
        return 0;
    *offset_s = (hours * MOMENT_HOUR_S + minutes * MOMENT_MINUTE_S) * (sign == '-' ? -1 : 1);
    return abs(*offset_s) <= MOMENT_OFFSET_MAX_S;
}

/* ---- dates ------------------------------------------------------------------------------------------------------- */

/* The days of the year, or the month, that begins with that month. */
static struct period_days moment_days_of(enum period period, int year, int month)
{
    return period_days_around(period, zone_day_of_civil(year, month, 1));
}

/* The Monday of week 1: that of the 4th of January. */
static int64_t moment_week_1(int year)
{
    return period_days_around(PERIOD_WEEK, zone_day_of_civil(year, 1, 4)).first;
}

static int moment_take_week(const char **text, int year, struct period_days *days)
{
    int week;

    if (!moment_take_number(text, 2, 1, 53, &week))
        return 0;
    days->first = moment_week_1(year) + (int64_t)MOMENT_WEEK_DAYS * (week - 1);
    days->last = days->first + MOMENT_WEEK_DAYS - 1;
    return days->first < moment_week_1(year + 1);
}

static int moment_take_day(const char **text, int year, int month, struct period_days *days)
{
    int day;

    if (!moment_take_number(text, 2, 1, 31, &day))
        return 0;
    days->first = days->last = zone_day_of_civil(year, month, day);
    return days->last <= moment_days_of(PERIOD_MONTH, year, month).last;
}

/* 2025, 2025-W13, 2025-03 or 2025-03-30. */
static int moment_take_date(const char **text, struct period_days *days)
{
    int year, month;

    if (!moment_take_number(text, 4, 0, 9999, &year))
        return 0;
    *days = moment_days_of(PERIOD_YEAR, year, 1);
    if (!moment_take_one(text, "-"))
        return 1;
    if (moment_take_one(text, "Ww"))
        return moment_take_week(text, year, days);
    if (!moment_take_number(text, 2, 1, 12, &month))
        return 0;
    *days = moment_days_of(PERIOD_MONTH, year, month);
    return !moment_take_one(text, "-") || moment_take_day(text, year, month, days);
}

/* ---- forms: each reads the whole text and returns whether it is of its kind; else *moment stays as it is --------- */

static int moment_set(struct moment *moment, struct zone_span span, int64_t lapses_at)
{
    *moment = (struct moment){span.began_at, span.ended_at, lapses_at};
    return 1;
}

static int moment_is_number(const char *text, struct moment *moment)
{
    size_t digits = strspn(text, moment_digits);
    const char *rest = text + digits;

    if (digits == 0 || digits > MOMENT_DIGITS_MAX || !moment_take_fraction(&rest) || *rest != '\0')
        return 0;
    int64_t number = strtoll(text, NULL, 10);
    if (number > MOMENT_MS_MAX)
        return 0;
    int64_t at = number < MOMENT_MS_MIN ? number : number / 1000;
    return moment_set(moment, (struct zone_span){at, at}, 0);
}

static int moment_is_date(const char *text, const struct zone *zone, struct moment *moment)
{
    struct period_days days;

    if (!moment_take_date(&text, &days) || *text != '\0')
        return 0;
    return moment_set(moment, period_of_days(zone, days.first, days.last), 0);
}

static int moment_is_time(const char *text, const struct zone *zone, struct moment *moment)
{
    struct period_days days;
    int second_of_day, offset_s;

    if (!moment_take_date(&text, &days) || days.first != days.last || !moment_take_one(&text, "Tt ") ||
        !moment_take_clock(&text, &second_of_day))
        return 0;
    int64_t local_s = days.first * MOMENT_DAY_S + second_of_day;
    int64_t at = zone_from_local(zone, local_s);
    if (*text != '\0') {
        if (!moment_take_offset(&text, &offset_s) || *text != '\0')
            return 0;
        at = local_s - offset_s;
    }
    return moment_set(moment, (struct zone_span){at, at}, 0);
}

static const struct {
    const char *name;
    enum period period;
    int is_last; /* the one before this one */
} moment_names[] = {
    {"today",      PERIOD_DAY,   0},
    {"yesterday",  PERIOD_DAY,   1},
    {"week",       PERIOD_WEEK,  0},
    {"last-week",  PERIOD_WEEK,  1},
    {"month",      PERIOD_MONTH, 0},
    {"last-month", PERIOD_MONTH, 1},
    {"year",       PERIOD_YEAR,  0},
    {"last-year",  PERIOD_YEAR,  1},
};

static int moment_is_name(const char *text, const struct zone *zone, int64_t now, struct moment *moment)
{
    for (size_t i = 0; i < sizeof moment_names / sizeof *moment_names; i++)
        if (strcasecmp(text, moment_names[i].name) == 0) {
            struct zone_span this = period_around(zone, moment_names[i].period, now);
            struct zone_span last = period_around(zone, moment_names[i].period, this.began_at - 1);
            return moment_set(moment, moment_names[i].is_last ? last : this, this.ended_at);
        }
    if (strcasecmp(text, "now") != 0)
        return 0;
    return moment_set(moment, (struct zone_span){now, now}, now + 1);
}

/* "24h", "7d": a number with that unit behind it, and nothing more. */
static int moment_take_count(const char *text, const char *unit, int most, int *count)
{
    size_t digits = strspn(text, moment_digits);

    return digits <= 4 && moment_take_number(&text, (int)digits, 1, most, count) && moment_take_one(&text, unit) &&
           *text == '\0';
}

static int moment_is_hours(const char *text, const struct zone *zone, int64_t now, struct moment *moment)
{
    int hours;

    if (!moment_take_count(text, "hH", MOMENT_HOURS_MAX, &hours))
        return 0;
    struct zone_span span = zone_hour(zone, now);
    int64_t lapses_at = span.ended_at;
    while (--hours > 0)
        span.began_at = zone_hour(zone, span.began_at - 1).began_at;
    return moment_set(moment, span, lapses_at);
}

static int moment_is_days(const char *text, const struct zone *zone, int64_t now, struct moment *moment)
{
    int days;

    if (!moment_take_count(text, "dD", MOMENT_DAYS_MAX, &days))
        return 0;
    struct zone_span today = period_around(zone, PERIOD_DAY, now);
    int64_t last_day = zone_day_number(zone, today.began_at);
    return moment_set(moment, period_of_days(zone, last_day - days + 1, last_day), today.ended_at);
}

int moment_read(const char *text, const struct zone *zone, int64_t now, struct moment *moment)
{
    int is_read = moment_is_date(text, zone, moment) || moment_is_time(text, zone, moment) ||
                  moment_is_number(text, moment) || /* after dates: four digits are a year */
                  moment_is_name(text, zone, now, moment) || moment_is_hours(text, zone, now, moment) ||
                  moment_is_days(text, zone, now, moment);

    return is_read ? 0 : -1;
}
