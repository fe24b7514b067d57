/* endpoint_series.c: samples and their hours, against SELECTs on the views. */
#include "series_help.h"

enum { ROUNDS = 20, SAMPLES = 1500 };

/* Samples from some time after T on. */
static void pour_samples(const struct desk *desk, int printer_key)
{
    struct buffer sql = {0};
    int64_t at = T + 4000;
    buffer_text(&sql, "BEGIN;");
    for (int i = 0; i < SAMPLES; i++) {
        at += 60 + any(any(20) ? 300 : 9000);
        buffer_format(&sql, "INSERT INTO sample VALUES (%d, %lld, %s, 250.5, 70, 310, 300, 75, %lld, %lld, %s, %lld);",
                      printer_key, (long long)at, any(9) ? "301.25" : "NULL", (long long)any(200),
                      (long long)any(10001), any(5) ? "12345" : "NULL",
                      (long long)any(9000) * 10); /* of which no cm3 is halfway between two roundings */
        if (i % 7 == 0)
            buffer_format(&sql,
                          "INSERT OR REPLACE INTO sample_hour (printer_key, hour_began_at, samples, model_temp_c_min, "
                          "layer_mean, support_used_in3_max) VALUES (%d, %lld, %d, %lld, %lld.5, NULL);",
                          printer_key, (long long)(at - at % 3600), i, (long long)any(300), (long long)any(90));
    }
    buffer_text(&sql, "COMMIT");
    pour(desk, sql.bytes);
    buffer_free(&sql);
}

static void pour_all(const struct desk *desk)
{
    for (int key = 1; key <= 2; key++) {
        pour_states(desk, key);
        pour_samples(desk, key);
    }
}

/* ---- samples ----------------------------------------------------------------------------------------------------------- */

#define FIGURES                                                                                                        \
    "model_temp_c,support_temp_c,envelope_temp_c,model_set_c,support_set_c,envelope_set_c,layer,progress_ratio,"       \
    "model_used_in3,support_used_in3,model_used_cm3,support_used_cm3"
#define SAMPLE_FIELDS "printer,at," FIGURES

static size_t assert_samples(struct desk *desk, const char *list, const char *view, const char *fields, int64_t from_at,
                             int64_t to_at, const char *down)
{
    char path[WALK_TEXT_BYTES], sql[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "printers/lab/%s?from=%lld&to=%lld&sort=%sat", list, (long long)from_at,
             (long long)to_at, *down ? "-" : "");
    snprintf(sql, sizeof sql, "SELECT %s FROM %s WHERE printer = 'lab' AND at >= %lld AND at < %lld ORDER BY at %s",
             fields, view, (long long)from_at, (long long)to_at, down);
    return assert_list(desk, path, 1 + (int)any(300), fields, sql);
}

#define HOUR_FIELDS "printer,at,samples,model_temp_c_min,model_temp_c_mean,layer_mean,layer_max,support_used_in3_max"

static void test_samples_and_hours_of_any_range(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    int64_t last_at = number(desk, "SELECT max(at) FROM sample WHERE printer_key = 1");
    for (int i = 0; i < ROUNDS; i++) {
        int64_t from_at = T + any(last_at - T), to_at = from_at + any(any(2) ? 10000 : 1000000);
        assert_samples(desk, "samples", "sample_history", SAMPLE_FIELDS, from_at, to_at, any(2) ? "" : "DESC");
        assert_samples(desk, "samples/hourly", "sample_hourly", HOUR_FIELDS, from_at, to_at, any(2) ? "" : "DESC");
    }
    assert_int_equal(assert_samples(desk, "samples", "sample_history", SAMPLE_FIELDS, 0, last_at + 1, ""), SAMPLES);
    assert_int_equal(assert_samples(desk, "samples", "sample_history", SAMPLE_FIELDS, last_at, last_at + 1, ""), 1);
    assert_int_equal(assert_samples(desk, "samples", "sample_history", SAMPLE_FIELDS, last_at - 1, last_at, ""), 0);
    assert_true(assert_samples(desk, "samples/hourly", "sample_hourly", HOUR_FIELDS, 0, last_at, "DESC") > 100);
}

/* Of one that is in the configuration no longer. */
static void test_a_printer_of_the_past(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    pour(desk, "UPDATE printer SET configured = 0 WHERE printer_key = 2");
    json_t *json = ask_api(desk, "printers/shop/samples", 0, T);
    assert_number(json, "total", SAMPLES);
    json_decref(json);
}

static void test_a_state_is_of_steps_only(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    json_t *json = ask_api(desk, "printers/lab/samples?limit=1", WALK_ALL, T);
    assert_null(json_object_get(json_array_get(json_object_get(json, "items"), 0), "state"));
    json_decref(json);
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/samples?fields=state", WALK_ALL, T, 400));
    json_decref(ask_api(desk, "printers/lab/samples?fields=state&step=1h", WALK_ALL, T));
}

/* ---- steps ------------------------------------------------------------------------------------------------------------- */

/* Every multiple of the step in a range that lies in what is known of the printer. */
static size_t assert_steps(struct desk *desk, int64_t from_at, int64_t to_at, int step_s, const char *down)
{
    char path[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "printers/lab/samples?step=%ds&from=%lld&to=%lld&sort=%sat", step_s, (long long)from_at,
             (long long)to_at, *down ? "-" : "");
    char *sql =
        sqlite3_mprintf("WITH RECURSIVE step (at) AS (SELECT (%lld + %d - 1) / %d * %d UNION ALL SELECT at + %d FROM "
                        "step WHERE at < %lld), "
                        "known AS (SELECT at FROM step WHERE at < %lld AND at >= (SELECT min(began_at) FROM state_span "
                        "WHERE printer_key = 1) "
                        "AND at <= (SELECT covered_at FROM printer_reading WHERE printer_key = 1)) "
                        "SELECT 'lab' AS printer, known.at, h.state, " FIGURES
                        " FROM known LEFT JOIN state_span h ON h.printer_key = 1 AND "
                        "h.began_at = (SELECT began_at FROM state_span WHERE printer_key = 1 AND began_at <= known.at "
                        "ORDER BY began_at DESC "
                        "LIMIT 1) LEFT JOIN sample_history s ON s.printer = 'lab' AND h.state <> 'offline' AND h.state "
                        "<> 'unobserved' AND "
                        "s.at = (SELECT at FROM sample WHERE printer_key = 1 AND at <= known.at ORDER BY at DESC LIMIT "
                        "1) ORDER BY known.at %s",
                        (long long)from_at, step_s, step_s, step_s, step_s, (long long)to_at, (long long)to_at, down);
    size_t rows = assert_list(desk, path, 1 + (int)any(300), "printer,at,state," FIGURES, sql);
    sqlite3_free(sql);
    return rows;
}

static void test_steps_of_any_range(void **state)
{
    struct desk *desk = *state;
    pour_all(desk);
    int64_t last_at = number(desk, "SELECT covered_at FROM printer_reading WHERE printer_key = 1");
    for (int i = 0; i < ROUNDS; i++) {
        int64_t from_at = T - 5000 + any(last_at - T + 10000), to_at = from_at + any(any(2) ? 10000 : 100000);
        assert_steps(desk, from_at, to_at, 60 + (int)any(any(2) ? 100 : 5000), any(2) ? "" : "DESC");
    }
    assert_true(assert_steps(desk, T - 90000, last_at + 90000, 300, "DESC") > 1000);
    assert_true(assert_steps(desk, T - 90000, last_at + 90000, 86400, "") >= 1);
}

static void assert_step(struct desk *desk, int64_t at, const char *state, const char *key, double figure)
{
    char path[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "printers/lab/samples?step=100s&from=%lld&to=%lld", (long long)at, (long long)at + 1);
    json_t *json = ask_api(desk, path, 0, T), *item = json_array_get(json_object_get(json, "items"), 0);
    assert_number(json, "total", 1);
    assert_number(item, "at", (double)at);
    assert_text(item, "state", state);
    if (figure < 0)
        assert_null_key(item, key);
    else
        assert_number(item, key, figure);
    json_decref(json);
}

/* Made by hand: a first stretch that nobody watched, a build, an hour offline, idle until the last poll. */
static void pour_day(const struct desk *desk)
{
    pour_format(desk,
                "DELETE FROM state_span; INSERT INTO state_span VALUES (1, %d, 'unobserved', NULL, %d), "
                "(1, %d, 'building', 'Building', %d), (1, %d, 'offline', NULL, %d), (1, %d, 'idle', 'Idle', NULL); "
                "UPDATE printer_reading SET covered_at = %d WHERE printer_key = 1; "
                "INSERT INTO sample (printer_key, at, model_temp_c) VALUES (1, %d, 10), (1, %d, 20), (1, %d, 30)",
                T, T + 1000, T + 1000, T + 2000, T + 2000, T + 3000, T + 3000, T + 4000, T + 1150, T + 1900, T + 3500);
}

static void test_steps_say_what_is_known(void **state)
{
    struct desk *desk = *state;
    pour_day(desk);
    assert_step(desk, T, "unobserved", "model_temp_c", -1);
    assert_step(desk, T + 1000, "building", "model_temp_c", -1); /* before the first sample */
    assert_step(desk, T + 1200, "building", "model_temp_c", 10);
    assert_step(desk, T + 1800, "building", "model_temp_c", 10);
    assert_step(desk, T + 1900, "building", "model_temp_c", 20);
    assert_step(desk, T + 2000, "offline", "model_temp_c", -1);
    assert_step(desk, T + 2900, "offline", "model_temp_c", -1);
    assert_step(desk, T + 3000, "idle", "model_temp_c", 20); /* nothing had changed */
    assert_step(desk, T + 3500, "idle", "model_temp_c", 30);
    assert_step(desk, T + 4000, "idle", "model_temp_c", 30); /* the last poll */
    pour_format(desk, "DELETE FROM sample WHERE at < %d", T + 3000);
    assert_step(desk, T + 1900, "building", "model_temp_c", -1); /* kept no longer */
    assert_step(desk, T + 3000, "idle", "model_temp_c", -1);
    assert_step(desk, T + 3600, "idle", "model_temp_c", 30);
}

static void assert_span(struct desk *desk, const char *query, int64_t first_at, int64_t last_at, int rows)
{
    char path[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "printers/lab/samples?%s", query);
    json_t *json = ask_api(desk, path, 0, T + 9000), *items = json_object_get(json, "items");
    assert_number(json, "total", rows);
    assert_int_equal(json_array_size(items), rows);
    if (rows) {
        assert_number(json_array_get(items, 0), "at", (double)first_at);
        assert_number(json_array_get(items, (size_t)rows - 1), "at", (double)last_at);
    }
    json_decref(json);
}

static void test_steps_lie_in_what_is_known(void **state)
{
    struct desk *desk = *state;
    pour_day(desk);
    assert_span(desk, "step=100s", T + 1200, T + 4000, 29);
    assert_span(desk, "step=100s&sort=-at", T + 4000, T + 1200, 29);
    assert_span(desk, "step=100s&from=0", T, T + 4000, 41);
    assert_span(desk, "step=100s&from=2000-01-01&to=2200-01-01", T, T + 4000, 41);
    assert_span(desk, "step=100s&from=now", 0, 0, 0);
    assert_span(desk, "step=100s&to=1700001000", 0, 0, 0);
    assert_span(desk, "step=100s&from=1700001000&to=1700001200", T + 1000, T + 1100, 2);
    assert_span(desk, "step=100s&from=1700001001&to=1700001201", T + 1100, T + 1200, 2);
    assert_span(desk, "step=100s&from=1700001100&to=1700001100", 0, 0, 0);
    json_t *json = ask_api(desk, "printers/shop/samples?step=1h&from=0", 0, T); /* never polled */
    assert_number(json, "total", 0);
    json_decref(json);
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/samples?step=59s", 0, T, 400));
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/samples?step=2d", 0, T, 400));
}

/* ---- hostile ----------------------------------------------------------------------------------------------------------- */

static void test_cursors_of_others(void **state)
{
    struct desk *desk = *state;
    static const char *const no_cursors[] = {
        "",      "at",    "at~", "at~x",   "at~-1",  "at~1x",     "at~%201",        "at~1,2", "at~99999999999999999999",
        "-at~1", "seq~1", "~1",  "at~0x1", "at~1.5", "at~1%27--", "at~%F0%9F%98%80"};
    static const char *const lists[] = {"samples?", "samples?step=60s&", "samples/hourly?"};
    pour_all(desk);
    for (size_t list = 0; list < 3; list++)
        for (size_t i = 0; i < sizeof no_cursors / sizeof *no_cursors; i++) {
            char path[WALK_TEXT_BYTES];
            snprintf(path, sizeof path, "printers/lab/%ssort=at&cursor=%s", lists[list], no_cursors[i]);
            json_decref(ask_json(desk, ENDPOINT_API, path, WALK_ALL, T, 400));
        }
}

/* A place that was made up leads nowhere else than a true one. */
static void test_cursors_beyond_the_range(void **state)
{
    struct desk *desk = *state;
    static const char *const queries[] = {"samples?sort=at&cursor=at~", "samples?sort=-at&cursor=-at~",
                                          "samples?step=1h&sort=at&cursor=at~", "samples?step=1h&sort=-at&cursor=-at~"};
    static const char *const places[] = {"0", "9223372036854775807"};
    pour_all(desk);
    for (int query = 0; query < 4; query++)
        for (int place = 0; place < 2; place++) {
            char path[WALK_TEXT_BYTES];
            snprintf(path, sizeof path, "printers/lab/%s%s&from=1700100000&to=1700200000&limit=1000", queries[query],
                     places[place]);
            json_t *json = ask_api(desk, path, 0, T), *items = json_object_get(json, "items"), *item;
            size_t i;
            assert_int_equal(json_array_size(items) > 0, query % 2 == place);
            json_array_foreach(items, i, item)
            {
                int64_t at = json_integer_value(json_object_get(item, "at"));
                assert_true(at >= 1700100000 && at < 1700200000);
            }
            json_decref(json);
        }
}

/* ---- effort ------------------------------------------------------------------------------------------------------------ */

/* Wherever a page lies, it costs what its rows cost. */
static void test_pages_cost_the_same_everywhere(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *list;
        int per_row;
    } lists[] = {
        {"samples?sort=at&cursor=at~",            60 },
        {"samples?sort=-at&cursor=-at~",          60 },
        {"samples?step=60s&sort=at&cursor=at~",   150},
        {"samples?step=60s&sort=-at&cursor=-at~", 150},
        {"samples/hourly?sort=at&cursor=at~",     90 },
    };
    pour_many(desk);
    walked_begin();
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (int place = 1; place < 20; place += 6) {
            char path[WALK_TEXT_BYTES];
            snprintf(path, sizeof path, "printers/lab/%s%d&limit=50", lists[i].list, T + place * 60000);
            if (strstr(path, "hourly"))
                snprintf(path, sizeof path, "printers/lab/%s%lld&limit=50", lists[i].list,
                         ((long long)T + place * 60000) * 10);
            int64_t steps = steps_of(desk, path);
            if (steps > 51 * lists[i].per_row + 500)
                fail_msg("%s: %lld steps", path, (long long)steps);
        }
    walked_end();
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, desk_setup_open, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_printer_of_the_past),
        TEST(test_samples_and_hours_of_any_range),
        TEST(test_a_state_is_of_steps_only),
        TEST(test_steps_of_any_range),
        TEST(test_steps_say_what_is_known),
        TEST(test_steps_lie_in_what_is_known),
        TEST(test_cursors_of_others),
        TEST(test_cursors_beyond_the_range),
        TEST(test_pages_cost_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
