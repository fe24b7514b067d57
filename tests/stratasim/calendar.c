#include "calendar.h"

#include "rng.h"

#include <stdbool.h>
#include <stddef.h>

enum { SUBJECT_LAB = 1, SUBJECT_DAY = 2, SUBJECT_SERVICE = 20, SUNDAY = 0, SATURDAY = 6, EPOCH_WEEKDAY = 4 };

struct calendar calendar_of(uint64_t seed, uint64_t printer)
{
    static const int64_t zones_west_s[] = {21600, 18000, 28800, 0, -3600, -3600};
    struct rng rng = rng_of(seed, 0, SUBJECT_LAB);
    struct rng place = rng_of(seed, printer, SUBJECT_SERVICE);
    struct calendar calendar = {
        .seed = seed,
        .west_s = zones_west_s[rng_next(&rng) % (sizeof zones_west_s / sizeof *zones_west_s)],
        .open_s = rng_between(&rng, 15, 17) * HOUR_S / 2,
        .close_s = rng_between(&rng, 36, 40) * HOUR_S / 2,
        .is_service = rng_chance(&place, 0.5),
    };
    if (calendar.is_service) {
        calendar.open_s = 0;
        calendar.close_s = DAY_S;
    }
    return calendar;
}

static bool lab_is_open(const struct calendar *calendar, int64_t day)
{
    int64_t weekday = ((day + EPOCH_WEEKDAY) % 7 + 7) % 7;
    if (calendar->is_service || weekday == SUNDAY)
        return calendar->is_service;
    struct rng rng = rng_of(calendar->seed, (uint64_t)day, SUBJECT_DAY);
    return rng_chance(&rng, weekday == SATURDAY ? 0.15 : 0.97);
}

static int64_t day_of(int64_t local_s)
{
    return local_s >= 0 ? local_s / DAY_S : -((-local_s + DAY_S - 1) / DAY_S);
}

int64_t calendar_after(const struct calendar *calendar, int64_t unix_s, int64_t work_s)
{
    int64_t local_s = unix_s - calendar->west_s;
    for (int64_t day = day_of(local_s);; day++) {
        int64_t from = day * DAY_S + calendar->open_s, to = day * DAY_S + calendar->close_s;
        if (local_s > from)
            from = local_s;
        if (from >= to || !lab_is_open(calendar, day))
            continue;
        if (from + work_s <= to)
            return from + work_s + calendar->west_s;
        work_s -= to - from;
    }
}
