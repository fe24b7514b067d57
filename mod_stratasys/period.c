#include "period.h"
#include <stdio.h>

enum { PERIOD_HOUR_S = 3600, PERIOD_DAY_S = 86400, PERIOD_WEEK_DAYS = 7, PERIOD_THURSDAY = 4 };

static int64_t period_modulo(int64_t dividend, int64_t divisor)
{
    return (dividend % divisor + divisor) % divisor;
}

static int period_weekday_of(int64_t day)
{
    return (int)period_modulo(day + PERIOD_THURSDAY - 1, PERIOD_WEEK_DAYS) + 1; /* 1970-01-01 was a Thursday */
}

/* ---- days -------------------------------------------------------------------------------------------------------- */

struct zone_span period_of_days(const struct zone *zone, int64_t first_day, int64_t last_day)
{
    return (struct zone_span){
        zone_from_local(zone, first_day * PERIOD_DAY_S),
        zone_from_local(zone, (last_day + 1) * PERIOD_DAY_S),
    };
}

/* The day whose span `at` lies in: a later date than the clock's when that one has begun before. */
static int64_t period_day_around(const struct zone *zone, int64_t at)
{
    int64_t day = zone_day_number(zone, at);

    while (zone_from_local(zone, (day + 1) * PERIOD_DAY_S) <= at)
        day++;
    return day;
}

struct period_days period_days_around(enum period period, int64_t day)
{
    struct zone_civil date = zone_civil(day);
    int64_t monday = day - period_weekday_of(day) + 1;

    switch (period) {
    case PERIOD_WEEK:
        return (struct period_days){monday, monday + PERIOD_WEEK_DAYS - 1};
    case PERIOD_MONTH:
        return (struct period_days){
            zone_day_of_civil(date.year, date.month, 1),
            zone_day_of_civil(date.year, date.month + 1, 1) - 1,
        };
    case PERIOD_YEAR:
        return (struct period_days){zone_day_of_civil(date.year, 1, 1), zone_day_of_civil(date.year + 1, 1, 1) - 1};
    default:
        return (struct period_days){day, day};
    }
}

struct zone_span period_around(const struct zone *zone, enum period period, int64_t at)
{
    if (period == PERIOD_HOUR)
        return zone_hour(zone, at);
    struct period_days days = period_days_around(period, period_day_around(zone, at));
    return period_of_days(zone, days.first, days.last);
}

/* ---- labels ------------------------------------------------------------------------------------------------------ */

/* A week is the year's that its Thursday lies in. */
static void period_week_label(int64_t day, char label[PERIOD_LABEL_BYTES])
{
    char date[ZONE_DATE_BYTES];
    int64_t thursday = day - period_weekday_of(day) + PERIOD_THURSDAY;
    int64_t day_of_year = thursday - zone_day_of_civil(zone_civil(thursday).year, 1, 1);

    zone_date(thursday, date);
    snprintf(label, PERIOD_LABEL_BYTES, "%.4s-W%02u", date, (uint8_t)(day_of_year / PERIOD_WEEK_DAYS + 1));
}

static void period_hour_label(const struct zone *zone, int64_t at, char label[PERIOD_LABEL_BYTES])
{
    char date[ZONE_DATE_BYTES];

    zone_date(zone_day_number(zone, at), date);
    snprintf(label, PERIOD_LABEL_BYTES, "%s %02u:00", date, (uint8_t)period_hour_of_day(zone, at));
}

void period_label(const struct zone *zone, enum period period, int64_t at, char label[PERIOD_LABEL_BYTES])
{
    static const int length[PERIODS] = {[PERIOD_DAY] = 10, [PERIOD_MONTH] = 7, [PERIOD_YEAR] = 4}; /* of YYYY-MM-DD */
    char date[ZONE_DATE_BYTES];

    if (period == PERIOD_HOUR) {
        period_hour_label(zone, at, label);
        return;
    }
    int64_t day = period_day_around(zone, at);
    if (period == PERIOD_WEEK) {
        period_week_label(day, label);
        return;
    }
    zone_date(day, date);
    snprintf(label, PERIOD_LABEL_BYTES, "%.*s", length[period], date);
}

/* ---- the local clock --------------------------------------------------------------------------------------------- */

int period_weekday(const struct zone *zone, int64_t at)
{
    return period_weekday_of(zone_day_number(zone, at));
}

int period_hour_of_day(const struct zone *zone, int64_t at)
{
    return (int)(period_modulo(at + zone_offset_s(zone, at), PERIOD_DAY_S) / PERIOD_HOUR_S);
}
