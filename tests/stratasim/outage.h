/* When a printer cannot be reached: at most one outage a week, a function of seed, printer and week. */
#ifndef OUTAGE_H
#define OUTAGE_H

#include <stdbool.h>
#include <stdint.h>

struct outage {
    int64_t from_s, to_s; /* true time, to_s not included */
    bool power;           /* the printer itself is off or restarts; else the network is down */
};

/* The first outage that ends after unix_s; none begins before anchor_s. */
struct outage outage_after(uint64_t seed, uint64_t printer, int64_t anchor_s, int64_t unix_s);

#endif
