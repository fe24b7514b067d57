/*
 * Times as people and programs write them into from= and to=. Pure. A text names a span: an instant is a span of a second
 * without length (began_at == ended_at), a date is its day. from= takes where it begins, to= where it ends.
 */
#ifndef MOMENT_H
#define MOMENT_H

#include "zone.h"

struct moment {
    int64_t began_at, ended_at; /* Unix seconds */
    int64_t lapses_at;          /* from this second on the same text means something else; 0: never */
};

/*
 * Reads text, by the zone and the present second:
 *   1735686000, 1735686000000       Unix seconds; milliseconds from 100,000,000,000 on; fractions (1735686000.5) are cut
 *                                   off. From 0 to the end of the year 9999
 *   2025-03-30T14:05:00+02:00       RFC 3339: Z, an offset, a blank in place of the plus; seconds and their fraction may
 *                                   be absent; the T may be a blank or small. Without an offset it is local time: of one
 *                                   that comes twice the first, in place of one that was skipped the second after the
 *                                   gap. A leap second (:60) is the second before it
 *   2025-03-30, 2025-W13,           a local day, week, month, year, as reports label their periods (a number of four
 *   2025-03, 2025                   digits is a year); a date that the zone skipped is empty
 *   now, today, yesterday           now is an instant that lapses with the next second
 *   week, month, year               this one, whole: until its end
 *   last-week, last-month, last-year
 *   7d, 30d, …                      so many local days, today being the last of them: 1d to 3660d
 *   24h, …                          so many local hours, the present one being the last of them: 1h to 8760h
 * Names in any case. Days are period.h's. Returns 0, or -1 when it is none of these (2025-02-30, an offset beyond ±14:00,
 * 25:00 are not); then *moment stays as it was.
 */
int moment_read(const char *text, const struct zone *zone, int64_t now, struct moment *moment);

/* What may be written, for people, without a full stop. */
#define MOMENT_ALLOWED                                                                                                 \
    "Unix seconds or milliseconds (1743336300), a time (2025-03-30T14:05:00+02:00, 2025-03-30T12:05Z, or local "       \
    "without "                                                                                                         \
    "an offset), a day, week, month or year (2025-03-30, 2025-W13, 2025-03, 2025), now, today, yesterday, week, "      \
    "month, "                                                                                                          \
    "year, last-week, last-month, last-year, 1d to 3660d for so many days until today, or 1h to 8760h for so many "    \
    "hours "                                                                                                           \
    "until this one"

#endif
