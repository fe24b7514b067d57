/* What the tests of states and samples over time share: chance, and stretches of states. */
#ifndef SERIES_HELP_H
#define SERIES_HELP_H

#include "walk_help.h"

enum { STRETCHES = 400 };

static unsigned long chance = 1;

static inline int64_t any(int64_t bound)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((chance >> 33) % (unsigned long)bound);
}

static inline int64_t number(const struct desk *desk, const char *sql)
{
    json_t *items = items_of_select(desk, sql);
    int64_t is = json_integer_value(json_object_iter_value(json_object_iter(json_array_get(items, 0))));
    json_decref(items);
    return is;
}

static inline const char *any_state(void)
{
    static const char *const names[] = {"idle",         "preparing", "building",  "paused",
                                        "part_waiting", "offline",   "unobserved"};
    return names[any(7)];
}

/* Stretches from T on, one after the other; the last one lasts. Returns where it begins. */
static inline int64_t pour_states(const struct desk *desk, int printer_key)
{
    struct buffer sql = {0};
    int64_t at = T;
    buffer_format(&sql, "BEGIN; DELETE FROM state_span WHERE printer_key = %d;", printer_key);
    for (int i = 0; i < STRETCHES; i++) {
        int64_t end = at + 1 + any(any(10) ? 900 : 30000);
        buffer_format(&sql, "INSERT INTO state_span VALUES (%d, %lld, '%s', %s, %lld);", printer_key, (long long)at,
                      any_state(), any(3) ? "'Word'" : "NULL", (long long)end);
        at = end;
    }
    buffer_format(&sql, "INSERT INTO state_span VALUES (%d, %lld, 'idle', 'Idle', NULL);", printer_key, (long long)at);
    buffer_format(&sql, "UPDATE printer_reading SET covered_at = %lld WHERE printer_key = %d; COMMIT",
                  (long long)at + 5000, printer_key);
    pour(desk, sql.bytes);
    buffer_free(&sql);
    return at;
}

/* A stretch of a minute each, an error now and then, with a sample and an hour beside each. */
static inline void pour_many(const struct desk *desk)
{
    pour(desk,
         "DELETE FROM state_span; WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999) "
         "INSERT INTO state_span SELECT 1, 1700000000 + i * 60, CASE WHEN i % 5000 = 77 THEN 'error' WHEN i % 2 THEN "
         "'building' ELSE 'idle' END, NULL, 1700000060 + i * 60 FROM n;"
         "INSERT INTO sample (printer_key, at, layer) SELECT 1, began_at, 7 FROM state_span;"
         "INSERT INTO sample_hour (printer_key, hour_began_at, samples) SELECT 1, began_at * 10, 7 FROM state_span;"
         "UPDATE printer_reading SET covered_at = 1701200000 WHERE printer_key = 1");
}

#endif
