/*
 * Local days and hours, from a table of the changes of a zone's offset alone: the database keeps that table, so that a
 * report stays as it was when tzdata or the machine changes. zone.c is pure; zone_read alone asks the C library.
 *
 * A time is Unix seconds within ±2^62, an offset the seconds to add to UTC for local time.
 */
#ifndef ZONE_H
#define ZONE_H

#include <stddef.h>
#include <stdint.h>

struct zone_change {
    int64_t began_at;
    int32_t offset_s; /* from began_at on, until the next change */
};

/*
 * Sorted by began_at, each offset another than the one before. The first offset holds before the first change too;
 * without any change the zone is UTC. Owns nothing: copied by assignment, {0} is UTC.
 */
enum { ZONE_CHANGES_MAX = 1024 };
struct zone {
    size_t count;
    struct zone_change changes[ZONE_CHANGES_MAX];
};

/* Adds a change later than all others. Nothing happens when the offset is the last one's or the table is full. */
void zone_add(struct zone *zone, int64_t began_at, int32_t offset_s);

/*
 * Fills *zone with the process's current zone: the offset at from_at as its first change, then every change until to_at,
 * that second included. The caller has set TZ and called tzset. Changes that undo each other within a week may be missed.
 * At most ZONE_READ_WEEKS_MAX weeks (200 years) are read, and as many changes as fit.
 */
enum { ZONE_READ_WEEKS_MAX = 10436 };
void zone_read(struct zone *zone, int64_t from_at, int64_t to_at);

/*
 * The IANA name of this process's zone, by TZ or else by /etc/localtime, as a text that belongs to the caller's bytes; NULL
 * where it has none (a rule such as CET-1CEST, or a copied file).
 */
enum { ZONE_NAME_BYTES = 64 };
const char *zone_read_name(char name[ZONE_NAME_BYTES]);

/*
 * Makes *zone, which the database holds, what *fresh says from now_at on, and leaves all before now_at as it was. A zone
 * without any change has no past to keep: it becomes *fresh whole. When the table is full, the last changes are dropped.
 * Where *zone begins at now_at or later, its first change moves to the second before. Returns whether *zone changed.
 */
int zone_renew(struct zone *zone, const struct zone *fresh, int64_t now_at);

/* The offset at that time; a binary search. */
int32_t zone_offset_s(const struct zone *zone, int64_t at);

/* From began_at on, ended_at not included; never empty. */
struct zone_span {
    int64_t began_at, ended_at;
};

/*
 * The stretch around `at` in which the offset and the local hour stay the same: 3600 s, less where the offset changes
 * within an hour. A local hour that comes twice is two spans. These spans follow each other without hole or overlap, and
 * none lies in two days.
 */
struct zone_span zone_hour(const struct zone *zone, int64_t at);

/* The local date at that time, as days since 1970-01-01. */
int64_t zone_day_number(const struct zone *zone, int64_t at);

/*
 * The stretch around `at` in which the local date stays the same: 86400 s, more or less where the offset changes. These
 * spans follow each other without hole or overlap. A date may be skipped (Apia, 2011-12-30). One may also come back,
 * where clocks are set back from just after midnight (St. John's until 2011): then two spans have the same date.
 */
struct zone_span zone_day(const struct zone *zone, int64_t at);

/*
 * The first second at which the local clock shows local_s or more; local_s counts from 1970-01-01 00:00 of that clock, within
 * ±2^62. A local time that comes twice is the first one, a skipped one is where clocks went on.
 */
int64_t zone_from_local(const struct zone *zone, int64_t local_s);

/* A Gregorian date, before 1582 too. */
struct zone_civil {
    int64_t year;
    int month, day; /* from 1 on */
};

/* The date of a day, and the day of a date, as days since 1970-01-01. Months beyond 12 are the next year's; days beyond a
 * month go on in the next. */
struct zone_civil zone_civil(int64_t day_number);
int64_t zone_day_of_civil(int64_t year, int month, int day);

/* Writes that day as YYYY-MM-DD, Gregorian; days before 1970-01-01 as that day, days after 9999-12-31 as that day. */
enum { ZONE_DATE_BYTES = 16 };
void zone_date(int64_t day_number, char date[ZONE_DATE_BYTES]);

#endif
