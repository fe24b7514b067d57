/*
 * Calendar periods of a zone: the hours, days, weeks, months and years that reports are grouped by and that people
 * name. Pure. A time is Unix seconds; spans are those of zone.h: from began_at on, ended_at not included.
 */
#ifndef PERIOD_H
#define PERIOD_H

#include "zone.h"

enum period { PERIOD_HOUR, PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_YEAR, PERIODS };

/*
 * The period around `at`: the hour is zone_hour's, the others are whole local days (zone_day's), so that periods follow
 * each other without hole or overlap and none of a kind lies in two longer ones but weeks. Weeks are those of ISO 8601:
 * they begin on Monday. A date lasts from its first second to the first one of a later date: where clocks are set back
 * from just after midnight (zone_day then has dates that come back), what comes back is the later date's, and the days
 * of a name are one.
 */
struct zone_span period_around(const struct zone *zone, enum period period, int64_t at);

/* Writes how the period around `at` is called: "2025-03-30 14:00", "2025-03-30", "2025-W13", "2025-03", "2025"; dates
 * are zone_date's, bounds included. An hour's label is the clock's: one that comes twice has the same, and so have its
 * parts. */
enum { PERIOD_LABEL_BYTES = 24 };
void period_label(const struct zone *zone, enum period period, int64_t at, char label[PERIOD_LABEL_BYTES]);

/* What the clock shows: the local weekday, 1 for Monday to 7 for Sunday, and hour, 0 to 23. */
int period_weekday(const struct zone *zone, int64_t at);
int period_hour_of_day(const struct zone *zone, int64_t at);

/* Local days by their numbers (zone_day_number), both included. */
struct period_days {
    int64_t first, last;
};

/* The days of the period, not an hour, around a day. */
struct period_days period_days_around(enum period period, int64_t day);

/* The span of the local days whose numbers (zone_day_number) are first_day to last_day, both included; a date that the
 * zone skipped is empty, its place is where the next one begins. */
struct zone_span period_of_days(const struct zone *zone, int64_t first_day, int64_t last_day);

#endif
