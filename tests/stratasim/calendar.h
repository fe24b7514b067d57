/* When people are in the lab. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <stdint.h>

enum { DAY_S = 86400, WEEK_S = 7 * DAY_S, HOUR_S = 3600, MINUTE_S = 60 };

struct calendar {
    uint64_t seed;
    int64_t west_s;          /* of UTC; the lab knows no DST */
    int64_t open_s, close_s; /* of the local day */
};

/* The lab of that seed: all its printers share it. */
struct calendar calendar_of(uint64_t seed);

/* The moment at which work_s seconds of the lab's opening hours have gone by since unix_s. */
int64_t calendar_after(const struct calendar *calendar, int64_t unix_s, int64_t work_s);

#endif
