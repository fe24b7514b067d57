#include "zone.h"
#include <stdio.h>

enum { ZONE_HOUR_S = 3600, ZONE_DAY_S = 86400 };

/* ---- the table ---------------------------------------------------------------------------------------------------- */

void zone_add(struct zone *zone, int64_t began_at, int32_t offset_s)
{
    if (zone->count == ZONE_CHANGES_MAX)
        return;
    if (zone->count > 0 && zone->changes[zone->count - 1].offset_s == offset_s)
        return;
    zone->changes[zone->count++] = (struct zone_change){began_at, offset_s};
}

static void zone_add_past(struct zone *next, const struct zone *zone, int64_t now_at)
{
    const struct zone_change *changes = zone->changes;

    /* The first offset is the past's even when it is noted for later: the clock was set back. */
    zone_add(next, changes[0].began_at < now_at ? changes[0].began_at : now_at - 1, changes[0].offset_s);
    for (size_t i = 1; i < zone->count && changes[i].began_at < now_at; i++)
        zone_add(next, changes[i].began_at, changes[i].offset_s);
}

static void zone_add_future(struct zone *next, const struct zone *fresh, int64_t now_at)
{
    zone_add(next, now_at, zone_offset_s(fresh, now_at));
    for (size_t i = 0; i < fresh->count; i++)
        if (fresh->changes[i].began_at > now_at)
            zone_add(next, fresh->changes[i].began_at, fresh->changes[i].offset_s);
}

static int zone_equals(const struct zone *a, const struct zone *b)
{
    if (a->count != b->count)
        return 0;
    for (size_t i = 0; i < a->count; i++)
        if (a->changes[i].began_at != b->changes[i].began_at || a->changes[i].offset_s != b->changes[i].offset_s)
            return 0;
    return 1;
}

int zone_renew(struct zone *zone, const struct zone *fresh, int64_t now_at)
{
    struct zone next = {0};

    if (zone->count > 0) {
        zone_add_past(&next, zone, now_at);
        zone_add_future(&next, fresh, now_at);
    } else {
        next = *fresh;
    }
    if (zone_equals(zone, &next))
        return 0;
    *zone = next;
    return 1;
}

/* ---- days and hours ----------------------------------------------------------------------------------------------- */

/* A stretch of one offset. */
struct zone_stretch {
    struct zone_span span;
    int32_t offset_s;
};

static struct zone_stretch zone_stretch(const struct zone *zone, int64_t at)
{
    size_t low = 0, high = zone->count; /* so many changes have begun: at least low, at most high */

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->changes[middle].began_at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    size_t i = low > 0 ? low - 1 : 0;
    return (struct zone_stretch){
        .span = {i > 0 ? zone->changes[i].began_at : INT64_MIN,
                 i + 1 < zone->count ? zone->changes[i + 1].began_at : INT64_MAX},
        .offset_s = zone->count > 0 ? zone->changes[i].offset_s : 0,
    };
}

static int64_t zone_floor(int64_t dividend, int64_t divisor)
{
    return dividend / divisor - (dividend % divisor < 0);
}

/* The hour or the day around `at`, as far as the offset stays the same. */
static struct zone_span zone_part(const struct zone *zone, int64_t at, int64_t unit_s)
{
    struct zone_stretch stretch = zone_stretch(zone, at);
    int64_t began_at = zone_floor(at + stretch.offset_s, unit_s) * unit_s - stretch.offset_s;
    int64_t ended_at = began_at + unit_s;

    return (struct zone_span){
        began_at > stretch.span.began_at ? began_at : stretch.span.began_at,
        ended_at < stretch.span.ended_at ? ended_at : stretch.span.ended_at,
    };
}

int32_t zone_offset_s(const struct zone *zone, int64_t at)
{
    return zone_stretch(zone, at).offset_s;
}

struct zone_span zone_hour(const struct zone *zone, int64_t at)
{
    return zone_part(zone, at, ZONE_HOUR_S);
}

int64_t zone_day_number(const struct zone *zone, int64_t at)
{
    return zone_floor(at + zone_offset_s(zone, at), ZONE_DAY_S);
}

struct zone_span zone_day(const struct zone *zone, int64_t at)
{
    int64_t day = zone_day_number(zone, at);
    struct zone_span span = zone_part(zone, at, ZONE_DAY_S);

    while (zone_day_number(zone, span.began_at - 1) == day)
        span.began_at = zone_part(zone, span.began_at - 1, ZONE_DAY_S).began_at;
    while (zone_day_number(zone, span.ended_at) == day)
        span.ended_at = zone_part(zone, span.ended_at, ZONE_DAY_S).ended_at;
    return span;
}

int64_t zone_from_local(const struct zone *zone, int64_t local_s)
{
    /* No offset is as long as two days: what ends before did not show local_s yet. */
    struct zone_stretch stretch = zone_stretch(zone, local_s - 2 * ZONE_DAY_S);

    while (stretch.span.ended_at <= local_s - stretch.offset_s)
        stretch = zone_stretch(zone, stretch.span.ended_at);
    int64_t at = local_s - stretch.offset_s;
    return at > stretch.span.began_at ? at : stretch.span.began_at;
}

/* ---- dates -------------------------------------------------------------------------------------------------------- */

enum { ZONE_MARCH_0_TO_1970 = 719468, ZONE_DAYS_OF_400_YEARS = 146097 };

/* Days from 1 March of the year 0 to 1 March of that year: a year that begins in March has its leap day at its end. */
static int64_t zone_days_before_march(int64_t year)
{
    return 365 * year + zone_floor(year, 4) - zone_floor(year, 100) + zone_floor(year, 400);
}

/* From March on, five months are 153 days. */
static int zone_days_from_march(int month)
{
    return (153 * month + 2) / 5;
}

struct zone_civil zone_civil(int64_t day_number)
{
    int64_t day = day_number + ZONE_MARCH_0_TO_1970;
    int64_t year = zone_floor(day * 400, ZONE_DAYS_OF_400_YEARS); /* never too many, at most one too few */

    year += zone_days_before_march(year + 1) <= day;
    int day_of_year = (int)(day - zone_days_before_march(year));
    int month = (5 * day_of_year + 2) / 153;
    return (struct zone_civil){year + (month >= 10), (month + 2) % 12 + 1,
                               day_of_year - zone_days_from_march(month) + 1};
}

int64_t zone_day_of_civil(int64_t year, int month, int day)
{
    int64_t months = year * 12 + month - 3, march_year = zone_floor(months, 12);

    return zone_days_before_march(march_year) + zone_days_from_march((int)(months - march_year * 12)) + day - 1 -
           ZONE_MARCH_0_TO_1970;
}

void zone_date(int64_t day_number, char date[ZONE_DATE_BYTES])
{
    enum { DAY_MAX = 2932896 };
    struct zone_civil civil = zone_civil(day_number < 0 ? 0 : day_number > DAY_MAX ? DAY_MAX : day_number);

    snprintf(date, ZONE_DATE_BYTES, "%04u-%02u-%02u", (uint16_t)civil.year, (uint8_t)civil.month, (uint8_t)civil.day);
}
