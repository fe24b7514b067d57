#include "outage.h"

#include "calendar.h"
#include "rng.h"

enum { SUBJECT_OUTAGE = 0x20000000, OUTAGE_LONGEST_S = 3 * HOUR_S };

/* The outage of a week, counted from the anchor; an empty one (from_s == to_s) in most weeks. */
static struct outage outage_of_week(uint64_t seed, uint64_t printer, int64_t anchor_s, int64_t week)
{
    struct rng rng = rng_of(seed, printer, SUBJECT_OUTAGE + (uint64_t)week);
    int64_t from_s = anchor_s + week * WEEK_S + rng_between(&rng, HOUR_S, WEEK_S - OUTAGE_LONGEST_S - 1);
    if (!rng_chance(&rng, 0.3))
        return (struct outage){from_s, from_s, false};
    bool power = rng_chance(&rng, 0.3);
    bool is_short = rng_chance(&rng, power ? 0.8 : 0.6);
    int64_t length_s =
        is_short ? rng_between(&rng, 45, 6 * MINUTE_S) : rng_between(&rng, 6 * MINUTE_S, OUTAGE_LONGEST_S);
    return (struct outage){from_s, from_s + length_s, power};
}

struct outage outage_after(uint64_t seed, uint64_t printer, int64_t anchor_s, int64_t unix_s)
{
    int64_t week = unix_s > anchor_s ? (unix_s - anchor_s) / WEEK_S : 0;
    for (;; week++) {
        struct outage outage = outage_of_week(seed, printer, anchor_s, week);
        if (outage.to_s > unix_s && outage.to_s > outage.from_s)
            return outage;
    }
}
