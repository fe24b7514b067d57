/* endpoint_states.c: when printers were in which state, against SELECTs on the view. */
#include "series_help.h"

enum { ROUNDS = 20, FLEET = 100, FLEET_STRETCHES = 2000 };

/* The machine behind lab, and its group, became another one now and then. */
static void pour_all(const struct desk *desk)
{
    pour_states(desk, 1);
    pour_states(desk, 2);
    pour(desk,
         "INSERT INTO printer_era (printer_key, began_at, name, fleet_group, product, serial) SELECT 1, began_at, "
         "'Name of ' || began_at, CASE WHEN began_at % 3 THEN 'g' ELSE 'h' END, 'Big \"one\"', 'S' || began_at FROM "
         "state_span WHERE printer_key = 1 AND began_at % 11 = 0");
}

/* ---- of one printer ------------------------------------------------------------------------------------------------------ */

#define STATE_FIELDS "printer,state,status_text,began_at,ended_at,duration_s,name,product,location,fleet_group,serial"

static size_t assert_states(struct desk *desk, int64_t from_at, int64_t to_at, const char *state, const char *down)
{
    char path[WALK_TEXT_BYTES], sql[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "printers/lab/states?from=%lld&to=%lld&sort=%sbegan_at%s%s", (long long)from_at,
             (long long)to_at, *down ? "-" : "", state ? "&state=" : "", state ? state : "");
    snprintf(sql, sizeof sql,
             "SELECT " STATE_FIELDS " FROM state_history WHERE printer = 'lab' AND began_at < %lld AND "
             "(ended_at IS NULL OR ended_at > %lld) %s%s%s ORDER BY began_at %s",
             (long long)to_at, (long long)from_at, state ? "AND state = '" : "", state ? state : "", state ? "'" : "",
             down);
    return assert_list(desk, path, 1 + (int)any(60), STATE_FIELDS, sql);
}

static void test_states_of_any_range(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    int64_t last_at = number(desk, "SELECT max(began_at) FROM state_span WHERE printer_key = 1");
    for (int i = 0; i < ROUNDS; i++) {
        int64_t from_at = T - 1000 + any(last_at - T + 2000), to_at = from_at + 1 + any(any(2) ? 10000 : 1000000);
        assert_states(desk, from_at, to_at, any(3) ? NULL : any_state(), any(2) ? "" : "DESC");
    }
    assert_int_equal(assert_states(desk, 0, last_at + 1, NULL, ""), STRETCHES + 1);
    assert_int_equal(assert_states(desk, last_at + 999999, last_at + 9999999, NULL, ""), 1); /* it lasts */
    assert_int_equal(assert_states(desk, 0, T, NULL, ""), 0);
}

/* The second of a bound belongs to what begins in it. */
static void test_states_at_exact_bounds(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    for (int i = 0; i < ROUNDS; i++) {
        char sql[WALK_TEXT_BYTES];
        snprintf(sql, sizeof sql,
                 "SELECT began_at FROM state_span WHERE printer_key = 1 ORDER BY began_at LIMIT 1 OFFSET %d",
                 (int)any(STRETCHES));
        int64_t at = number(desk, sql);
        for (int from = -1; from <= 1; from++)
            for (int to = from + 1; to <= 2; to++)
                assert_states(desk, at + from, at + to, NULL, any(2) ? "" : "DESC");
        assert_int_equal(assert_states(desk, at, at + 1, NULL, ""), 1);
    }
    json_t *json = ask_api(desk, "printers/lab/states?from=1700000500&to=1700000500", 0, T);
    assert_number(json, "total", 0);
    json_decref(json);
}

static void test_states_hide_the_serial(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    json_t *json = ask_api(desk, "printers/lab/states?limit=1", EXPOSE_PEOPLE, T);
    assert_null(json_object_get(json_array_get(json_object_get(json, "items"), 0), "serial"));
    json_decref(json);
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/states?fields=serial", EXPOSE_PEOPLE, T, 403));
    json_decref(ask_json(desk, ENDPOINT_API, "printers/nobody/states", WALK_ALL, T, 404));
}

/* Of one that is in the configuration no longer. */
static void test_a_printer_of_the_past(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    pour(desk, "UPDATE printer SET configured = 0 WHERE printer_key = 2");
    json_t *json = ask_api(desk, "printers/shop/states", 0, T);
    assert_number(json, "total", STRETCHES + 1);
    json_decref(json);
    json = ask_api(desk, "states", 0, T);
    assert_number(json, "total", 2 * (STRETCHES + 1) + 1);
    json_decref(json);
}

/* ---- of all printers --------------------------------------------------------------------------------------------------- */

/* One or several of these narrow it down. */
static const struct narrowing {
    const char *parameter, *sql;
} narrowings[] = {
    {"printer=lab",                "printer = 'lab'"           },
    {"printer=shop",               "printer = 'shop'"          },
    {"fleet_group=g",              "fleet_group = 'g'"         },
    {"fleet_group=nobody",         "fleet_group = 'nobody'"    },
    {"product=Big%20%22one%22",    "product = 'Big \"one\"'"   },
    {"product=uPrint%20SE%20Plus", "product = 'uPrint SE Plus'"},
    {"state=building",             "state = 'building'"        },
    {"state=error",                "state = 'error'"           },
};

enum { NARROWINGS = sizeof narrowings / sizeof *narrowings };

/* bits: which of the narrowings. */
static size_t assert_all_states(struct desk *desk, int64_t from_at, int64_t to_at, unsigned bits)
{
    struct buffer path = {0}, sql = {0};
    buffer_format(&path, "states?from=%lld&to=%lld", (long long)from_at, (long long)to_at);
    buffer_format(&sql,
                  "SELECT " STATE_FIELDS " FROM state_history WHERE began_at < %lld AND (ended_at IS NULL OR ended_at "
                  "> %lld)",
                  (long long)to_at, (long long)from_at);
    for (int i = 0; i < NARROWINGS; i++)
        if (bits & (1u << i)) {
            buffer_format(&path, "&%s", narrowings[i].parameter);
            buffer_format(&sql, " AND %s", narrowings[i].sql);
        }
    buffer_text(&sql, " ORDER BY printer, began_at");
    size_t rows = assert_list(desk, path.bytes, 1 + (int)any(120), STATE_FIELDS, sql.bytes);
    buffer_free(&path);
    buffer_free(&sql);
    return rows;
}

static void test_all_states_of_any_range(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    int64_t last_at = number(desk, "SELECT max(began_at) FROM state_span");
    for (int i = 0; i < ROUNDS; i++) {
        int64_t from_at = T - 1000 + any(last_at - T + 2000), to_at = from_at + 1 + any(any(2) ? 10000 : 1000000);
        assert_all_states(desk, from_at, to_at, 0);
        for (unsigned narrowing = 0; narrowing < NARROWINGS; narrowing++)
            assert_all_states(desk, from_at, to_at, 1u << narrowing);
    }
    assert_int_equal(assert_all_states(desk, 0, last_at + 1, 0), 2 * (STRETCHES + 1) + 1);
    assert_int_equal(assert_all_states(desk, last_at + 999999, last_at + 9999999, 0), 3); /* they last */
    assert_true(assert_all_states(desk, 0, last_at, 1u << 2) > 50);
    assert_true(assert_all_states(desk, 0, last_at, 1u << 2 | 1u << 6 | 1) > 5);
    assert_int_equal(assert_all_states(desk, 0, last_at, 1u << 2 | 1u << 1), 0); /* shop never was of that group */
    json_t *json = ask_api(desk, "states?from=1700000500&to=1700000500", 0, T);
    assert_number(json, "total", 0);
    json_decref(json);
}

static void test_all_states_hide_the_serial(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    json_t *json = ask_api(desk, "states?limit=1", EXPOSE_PEOPLE, T);
    assert_null(json_object_get(json_array_get(json_object_get(json, "items"), 0), "serial"));
    json_decref(json);
    json_decref(ask_json(desk, ENDPOINT_API, "states?fields=serial", EXPOSE_PEOPLE, T, 403));
    json_decref(ask_json(desk, ENDPOINT_API, "states?printer=nobody", WALK_ALL, T, 400));
    json_decref(ask_json(desk, ENDPOINT_API, "states?sort=began_at", WALK_ALL, T, 400));
}

static void test_cursors_that_are_none(void **state)
{
    struct desk *desk = *state;
    static const char *const no_cursors[] = {"",
                                             "~",
                                             "lab,1",
                                             "~lab",
                                             "~,x",
                                             "~lab,x",
                                             "~lab,-1",
                                             "~lab,1,1",
                                             "~lab,1x",
                                             "~lab,%201",
                                             "~lab,1.5",
                                             "~%00,1",
                                             "~lab,99999999999999999999",
                                             "began_at~lab,1",
                                             "~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,1",
                                             "~lab,1%27--"};
    pour_all(desk);
    for (size_t i = 0; i < sizeof no_cursors / sizeof *no_cursors; i++) {
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "states?cursor=%s", no_cursors[i]);
        json_decref(ask_json(desk, ENDPOINT_API, path, WALK_ALL, T, 400));
    }
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/states?cursor=at~1", WALK_ALL, T, 400));
}

/* A place that was made up shows nothing that was not asked for. */
static void test_cursors_that_are_made_up(void **state)
{
    struct desk *desk = *state;
    static const char *const places[] = {"lab,0", "lab,",  "shop,0", "kitchen,5",
                                         "zzz,0", "%27,0", ",0",     "lab,9223372036854775807"};
    pour_all(desk);
    for (size_t place = 0; place < sizeof places / sizeof *places; place++) {
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "states?printer=shop&from=1700100000&to=1700200000&limit=1000&cursor=~%s",
                 places[place]);
        json_t *json = ask_api(desk, path, 0, T), *items = json_object_get(json, "items"), *item;
        size_t i;
        assert_int_equal(json_array_size(items) > 0, strcmp(places[place], "zzz,0") != 0);
        json_array_foreach(items, i, item)
        {
            assert_text(item, "printer", "shop");
            assert_true(json_integer_value(json_object_get(item, "began_at")) < 1700200000);
        }
        json_decref(json);
    }
}

/* ---- effort ------------------------------------------------------------------------------------------------------------ */

/* Wherever a page lies, it costs what its rows cost. */
static void test_pages_cost_the_same_everywhere(void **state)
{
    struct desk *desk = *state;
    pour_many(desk);
    walked_begin();
    for (int place = 1; place < 20; place += 6)
        for (int down = 0; down < 2; down++) {
            char path[WALK_TEXT_BYTES];
            const char *sort = down ? "-began_at" : "began_at";
            snprintf(path, sizeof path, "printers/lab/states?sort=%s&cursor=%s~%d&limit=50", sort, sort,
                     T + place * 60000);
            int64_t steps = steps_of(desk, path);
            if (steps > 51 * 90 + 500)
                fail_msg("%s: %lld steps", path, (long long)steps);
        }
    walked_end();
}

/* A state that is rare is looked for in windows. */
static void test_a_rare_state(void **state)
{
    struct desk *desk = *state;
    pour_many(desk);
    walked_begin();
    assert_true(steps_of(desk, "printers/lab/states?state=building&limit=50&cursor=began_at~1700600000") <
                51 * 150 + 4096 * 5);
    assert_true(steps_of(desk, "printers/lab/states?state=error&cursor=began_at~1700000000") < 20000 * 20);
    walked_end();
    assert_int_equal(assert_states(desk, 0, 1900000000, "error", ""), 4);
    assert_int_equal(assert_states(desk, 0, 1900000000, "error", "DESC"), 4);
    assert_int_equal(assert_states(desk, 0, 1900000000, "building", "DESC"), 10000 - 4);
    assert_int_equal(assert_states(desk, 0, 1900000000, "paused", ""), 0);
}

/* Printers with years of stretches of a minute each. */
static void pour_fleet(const struct desk *desk)
{
    pour_format(
        desk,
        "DELETE FROM state_span; WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
        "INSERT INTO printer (printer_key, printer, place, configured, interval_ms, timeout_ms) SELECT i, 'f' || "
        "i, i, 1, 10000, 5000 FROM n;"
        "INSERT INTO printer_era (printer_key, began_at, fleet_group) SELECT printer_key, 0, CASE printer_key %% "
        "10 WHEN 0 THEN 'tens' END FROM printer WHERE printer_key >= 10;"
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
        "INSERT INTO state_span SELECT printer_key, %d + i * 60, CASE WHEN i %% 2 THEN 'building' ELSE 'idle' END, "
        "NULL, %d + i * 60 FROM printer, n WHERE printer_key >= 10",
        FLEET + 9, FLEET_STRETCHES - 1, T, T + 60);
}

/* A page of a range costs what its rows and its printers cost, not what lies around it. */
static void test_a_range_of_a_fleet(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *more;
        int rows, printers;
    } asked[] = {
        {"",                  10 * FLEET, FLEET     },
        {"&state=building",   5 * FLEET,  FLEET     },
        {"&fleet_group=tens", FLEET,      FLEET / 10},
        {"&printer=f55",      10,         1         },
        {"&printer=lab",      0,          1         },
    };
    pour_fleet(desk);
    walked_begin();
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "states?from=%d&to=%d&limit=1000%s", T + 60000 + 1, T + 60600, asked[i].more);
        int64_t steps = steps_of(desk, path);
        json_t *json = ask_api(desk, path, WALK_ALL, T);
        assert_number(json, "total", asked[i].rows);
        json_decref(json);
        if (steps > asked[i].rows * 120 + asked[i].printers * 200 + 2500)
            fail_msg("%s: %lld steps", path, (long long)steps);
    }
    walked_end();
}

/* Looking for what is rare, or not there, comes to an end in time. */
static void test_a_long_search_is_cut_into_pages(void **state)
{
    struct desk *desk = *state;
    pour_fleet(desk);
    pour(desk, "UPDATE state_span SET state = 'error' WHERE printer_key = 95 AND began_at = 1700006000");
    json_t *items = items_of_pages(desk, "states?state=error", 100);
    assert_int_equal(json_array_size(items), 1);
    assert_text(json_array_get(items, 0), "printer", "f95");
    json_decref(items);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, desk_setup_open, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_states_of_any_range),
        TEST(test_states_at_exact_bounds),
        TEST(test_states_hide_the_serial),
        TEST(test_a_printer_of_the_past),
        TEST(test_all_states_of_any_range),
        TEST(test_all_states_hide_the_serial),
        TEST(test_cursors_that_are_none),
        TEST(test_cursors_that_are_made_up),
        TEST(test_pages_cost_the_same_everywhere),
        TEST(test_a_rare_state),
        TEST(test_a_range_of_a_fleet),
        TEST(test_a_long_search_is_cut_into_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
