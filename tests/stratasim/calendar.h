/* When people are in the lab. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <stdint.h>

enum { DAY_S = 86400, WEEK_S = 7 * DAY_S, HOUR_S = 3600, MINUTE_S = 60 };

struct calendar {
    uint64_t seed;
    int64_t west_s;          /* of UTC; the lab knows no DST */
    int64_t open_s, close_s; /* of the local day */
    int is_service;          /* open around the clock, every day */
};

/* The people around a printer: most stand in the lab of that seed, some in a print service that works in shifts. */
struct calendar calendar_of(uint64_t seed, uint64_t printer);

/* The moment at which work_s seconds of the lab's opening hours have gone by since unix_s. */
int64_t calendar_after(const struct calendar *calendar, int64_t unix_s, int64_t work_s);

#endif
