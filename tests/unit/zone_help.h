/* What the tests of zones share: zones by name, and libc as the one that knows. */
#ifndef ZONE_HELP_H
#define ZONE_HELP_H

#include "libproto_help.h"
#include "zone.h"
#include <time.h>

enum { HOUR = 3600, DAY = 86400 };
#define BEGIN INT64_C(1072915200) /* 2004-01-01 */
#define END   INT64_C(2082758400) /* 2036-01-01 */

static inline void setenv_zone(const char *name)
{
    assert_int_equal(setenv("TZ", name, 1), 0);
    tzset();
}

/* The zone of that name from 2004 to 2036; skips the test where the machine does not have it. */
static inline void zone_named(struct zone *zone, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    if (access(path, R_OK) != 0) {
        print_message("no %s: skipped\n", path);
        skip();
    }
    setenv_zone(name);
    zone_read(zone, BEGIN, END);
}

static inline struct tm libc_local(int64_t at)
{
    time_t when = at;
    struct tm local;
    assert_non_null(localtime_r(&when, &local));
    return local;
}

static inline uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* A test with its zone, named by both. */
#define OF(test, zone)                                                                                                 \
    {                                                                                                                  \
#test " " zone, test, NULL, NULL, zone                                                                         \
    }

#endif
