/* endpoint_odometers.c: odometers by day, against SELECTs on the view. */
#include "series_help.h"

#define FIELDS "printer,day,odometer,value,limit_warn,limit_error"

enum { ROUNDS = 30, DAYS = 400 };

/* Odometers from 2023-11-15 on, one of which came later; the zone is three hours ahead. */
static void pour_odometers(const struct desk *desk)
{
    pour_format(
        desk,
        "DELETE FROM zone_offset; INSERT INTO zone_offset VALUES (0, 10800);"
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d), o (name, since, warn, "
        "error) AS (VALUES ('tipTimeOdometer', 0, NULL, NULL), ('a,b odometer', 100, 1000, 2000.5), ('Z\x01' || "
        "char(8238) || '%%<img>', 0, NULL, 5)) "
        "INSERT INTO odometer_day (printer_key, odometer, day, value, limit_warn, limit_error) SELECT p.printer_key, "
        "o.name, date('2023-11-15', '+' || i || ' days'), i * 10.25, warn, error FROM n, o, printer p WHERE i >= "
        "since AND i %% 7 <> 3 AND p.printer_key < 3",
        DAYS - 1);
}

static size_t assert_odometers(struct desk *desk, const char *from, const char *to, const char *range, int is_up)
{
    char path[WALK_TEXT_BYTES], sql[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "printers/lab/odometers?%s%s%s%s%s", from[0] ? "&from=" : "", from, to[0] ? "&to=" : "",
             to, is_up ? "&sort=day" : "");
    snprintf(sql, sizeof sql,
             "SELECT " FIELDS " FROM odometer_daily WHERE printer = 'lab' AND %s ORDER BY day %s, "
             "odometer",
             range, is_up ? "" : "DESC");
    return assert_list(desk, path, 1 + (int)any(120), FIELDS, sql);
}

static void test_any_range(void **state)
{
    struct desk *desk = *state;
    pour_odometers(desk);
    assert_true(assert_odometers(desk, "", "", "1", 0) > 800);
    assert_true(assert_odometers(desk, "", "", "1", 1) > 800);
    for (int i = 0; i < ROUNDS; i++) {
        char sql[WALK_TEXT_BYTES], from[16], to[16], range[100];
        int first = (int)any(DAYS), last = first + (int)any(60);
        for (int end = 0; end < 2; end++) {
            snprintf(sql, sizeof sql, "SELECT strftime('%%s', '2023-11-15', '+%d days')", end ? last : first);
            json_t *items = items_of_select(desk, sql);
            time_t at = atoll(json_string_value(json_object_iter_value(json_object_iter(json_array_get(items, 0)))));
            strftime(end ? to : from, sizeof to, "%Y-%m-%d", gmtime(&at));
            json_decref(items);
        }
        snprintf(range, sizeof range, "day BETWEEN '%s' AND '%s'", from, to);
        assert_odometers(desk, from, to, range, (int)any(2));
    }
}

/* Where a bound lies within a local day, all of it counts. */
static void test_bounds_within_a_day(void **state)
{
    struct desk *desk = *state;
    pour_odometers(desk);
    assert_int_equal(assert_odometers(desk, "2023-11-20T00:00:00", "2023-11-20T00:00:01", "day = '2023-11-20'", 0), 2);
    assert_int_equal(assert_odometers(desk, "2023-11-20T23:59:59", "2023-11-21T00:00:00", "day = '2023-11-20'", 0), 2);
    assert_int_equal(assert_odometers(desk, "2023-11-20T20:59:59Z", "2023-11-20T21:00:01Z",
                                      "day IN ('2023-11-20', '2023-11-21')", 1),
                     4);
    assert_int_equal(assert_odometers(desk, "2023-11-20T10:00", "2023-11-20T10:00", "0", 0), 0);
    assert_int_equal(assert_odometers(desk, "2020", "2021", "0", 0), 0);
}

static void test_of_a_printer_of_the_past_and_of_none(void **state)
{
    struct desk *desk = *state;
    pour_odometers(desk);
    pour(desk, "UPDATE printer SET configured = 0 WHERE printer_key = 2");
    json_t *json = ask_api(desk, "printers/shop/odometers", 0, T);
    assert_true(json_integer_value(json_object_get(json, "total")) > 800);
    json_decref(json);
    json = ask_api(desk, "printers/attic/odometers", 0, T);
    assert_number(json, "total", 0);
    json_decref(json);
    json_decref(ask_json(desk, ENDPOINT_API, "printers/nobody/odometers", 0, T, 404));
}

static void test_cursors(void **state)
{
    struct desk *desk = *state;
    static const char *const no_cursors[] = {"",
                                             "-day",
                                             "-day~",
                                             "-day~1",
                                             "day~2023-11-20,1",
                                             "-day~2023-11-20",
                                             "-day~2023-11-20,",
                                             "-day~2023-11-20,x",
                                             "-day~2023-11-20,-1",
                                             "-day~2023-11-2,1",
                                             "-day~2023-11-201,1",
                                             "-day~2023-11-20,1,1",
                                             "-day~2023'11-20,1"};
    pour_odometers(desk);
    for (size_t i = 0; i < sizeof no_cursors / sizeof *no_cursors; i++) {
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "printers/lab/odometers?cursor=%s", no_cursors[i]);
        json_decref(ask_json(desk, ENDPOINT_API, path, 0, T, 400));
    }
    static const char *const made_up[] = {"9999-12-31,0", "----------,0", "2024-02-01,99999999999999999999"};
    for (size_t i = 0; i < sizeof made_up / sizeof *made_up; i++) {
        char path[WALK_TEXT_BYTES];
        size_t k;
        json_t *item;
        snprintf(path, sizeof path, "printers/lab/odometers?from=2024-02&to=2024-02&limit=1000&cursor=-day~%s",
                 made_up[i]);
        json_t *json = ask_api(desk, path, 0, T);
        json_array_foreach(json_object_get(json, "items"), k, item)
            assert_memory_equal(json_string_value(json_object_get(item, "day")), "2024-02", 7);
        json_decref(json);
    }
}

/* All days of one printer may be sorted for a page, but no other's are looked at. */
static void test_effort(void **state)
{
    struct desk *desk = *state;
    char own[WALK_TEXT_BYTES];
    pour_odometers(desk);
    snprintf(own, sizeof own, "printers/lab/odometers?limit=10");
    walked_begin();
    walked_forget();
    json_decref(ask_api(desk, own, 0, T));
    int64_t steps = walked.steps;
    pour(desk, "INSERT INTO odometer_day (printer_key, odometer, day, value) SELECT 3, odometer || n, day, value FROM "
               "odometer_day, (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) WHERE printer_key = 1");
    walked_forget();
    json_decref(ask_api(desk, own, 0, T));
    assert_true(walked.steps <= steps + 200);
    walked_end();
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, desk_setup_open, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_any_range),
        TEST(test_bounds_within_a_day),
        TEST(test_of_a_printer_of_the_past_and_of_none),
        TEST(test_cursors),
        TEST(test_effort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
