/* endpoint_spools.c: spools while they were in a printer, against SELECTs on the view. */
#include "series_help.h"

#define FIELDS                                                                                                         \
    "printer,bay,kind,material,serial,loaded_at,removed_at,initial_in3,loaded_in3,left_in3,used_in3,initial_cm3,"      \
    "loaded_cm3,left_cm3,used_cm3,name,product,location,fleet_group,printer_serial"

enum { ROUNDS = 40, SPOOLS = 300 };

static void pour_spool(struct buffer *sql, int printer_key, int64_t loaded_at, int64_t removed_at)
{
    static const char *const serials[] = {"NULL", "'S1'", "'S2'", "'<b>'"};
    char removed[32];
    snprintf(removed, sizeof removed, "%lld", (long long)removed_at);
    buffer_format(sql, "INSERT INTO spool VALUES (NULL, %d, 0, %s, '%s', %d, %s, %lld, %s, %s, %s, %s);", printer_key,
                  any(5) ? "1" : "NULL", any(2) ? "model" : "support", 1 + (int)any(2), serials[any(4)],
                  (long long)loaded_at, removed_at ? removed : "NULL", any(5) ? "56.5" : "NULL",
                  any(5) ? "50.25" : "NULL", any(5) ? "12.0" : "NULL");
}

/* Several are loaded in the same second; of a tenth the end is not there yet. */
static void pour_spools(const struct desk *desk)
{
    struct buffer sql = {0};
    int64_t at = T;
    buffer_text(&sql, "BEGIN; INSERT OR REPLACE INTO material VALUES (1, 'P430_BLK'), (2, '');");
    for (int i = 0; i < SPOOLS; i++) {
        at += any(3) ? any(50000) : 0;
        for (int key = 1; key <= 2; key++)
            pour_spool(&sql, key, at, any(10) ? at + 1 + any(200000) : 0);
    }
    buffer_format(
        &sql,
        "INSERT INTO printer_era (printer_key, began_at, name, fleet_group, product, serial) VALUES (1, %lld, "
        "'Other', 'g', 'Mojo', 'S9'); COMMIT",
        (long long)(T + at) / 2);
    pour(desk, sql.bytes);
    buffer_free(&sql);
}

static size_t assert_spools(struct desk *desk, int64_t from_at, int64_t to_at, int is_up)
{
    char path[WALK_TEXT_BYTES], sql[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "printers/lab/spools?from=%lld&to=%lld%s", (long long)from_at, (long long)to_at,
             is_up ? "&sort=loaded_at" : "");
    /* The view has no column that orders spools of one second: the serial column and all others tell them apart no more than the list
     * does, so both are in the order in which they were put in. */
    snprintf(sql, sizeof sql,
             "SELECT h.*, 'lab' AS printer FROM (SELECT row_number() OVER (ORDER BY loaded_at) AS i, * FROM "
             "spool_history WHERE printer = 'lab') h WHERE loaded_at < %lld AND (removed_at IS NULL OR removed_at > "
             "%lld) ORDER BY loaded_at %s, i %s",
             (long long)to_at, (long long)from_at, is_up ? "" : "DESC", is_up ? "" : "DESC");
    return assert_list(desk, path, 1 + (int)any(50), FIELDS, sql);
}

static void test_any_range(void **state)
{
    struct desk *desk = *state;
    pour_spools(desk);
    int64_t last_at = number(desk, "SELECT max(loaded_at) FROM spool WHERE printer_key = 1");
    for (int i = 0; i < ROUNDS; i++) {
        int64_t from_at = T - 1000 + any(last_at - T + 2000);
        assert_spools(desk, from_at, from_at + 1 + any(any(2) ? 10000 : 1000000), (int)any(2));
    }
    assert_int_equal(assert_spools(desk, 0, last_at + 1, 0), SPOOLS);
    assert_int_equal(assert_spools(desk, 0, last_at + 1, 1), SPOOLS);
    assert_int_equal(assert_spools(desk, 0, T, 0), 0);
    assert_true(assert_spools(desk, last_at + 9999999, last_at + 99999999, 0) > 10); /* still in there */
}

static void test_at_exact_bounds(void **state)
{
    struct desk *desk = *state;
    pour_format(desk,
                "INSERT OR REPLACE INTO material VALUES (1, 'P430_BLK'); INSERT INTO spool VALUES (NULL, 1, 0, 1, "
                "'model', 1, 'S', %d, %d, 56, 50, 12)",
                T + 100, T + 200);
    static const struct {
        int from, to, rows;
    } ranges[] = {
        {0,   100, 0},
        {0,   101, 1},
        {100, 101, 1},
        {150, 160, 1},
        {199, 300, 1},
        {200, 300, 0},
        {150, 150, 0}
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "printers/lab/spools?from=%d&to=%d", T + ranges[i].from, T + ranges[i].to);
        json_t *json = ask_api(desk, path, WALK_ALL, T);
        assert_number(json, "total", ranges[i].rows);
        json_decref(json);
    }
}

static void test_serials_are_hidden(void **state)
{
    struct desk *desk = *state;
    pour_spools(desk);
    json_t *json = ask_api(desk, "printers/lab/spools?limit=1", EXPOSE_PEOPLE, T);
    json_t *item = json_array_get(json_object_get(json, "items"), 0);
    assert_non_null(json_object_get(item, "loaded_at"));
    assert_null(json_object_get(item, "serial"));
    assert_null(json_object_get(item, "printer_serial"));
    json_decref(json);
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/spools?fields=serial", EXPOSE_PEOPLE, T, 403));
    json_decref(ask_json(desk, ENDPOINT_API, "printers/nobody/spools", WALK_ALL, T, 404));
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/spools?cursor=-loaded_at~1", WALK_ALL, T, 400));
}

/* Wherever a page lies, it costs what its rows cost. */
static void test_effort(void **state)
{
    struct desk *desk = *state;
    pour(desk,
         "INSERT OR REPLACE INTO material VALUES (1, 'P430_BLK'); WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT "
         "i + 1 FROM n WHERE i < 19999) INSERT INTO spool (printer_key, place, material_key, loaded_at, removed_at) "
         "SELECT 1 + i % 2, 0, 1, 1700000000 + i * 60, 1700000060 + i * 60 FROM n");
    walked_begin();
    for (int place = 1; place < 20; place += 6) {
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "printers/lab/spools?limit=50&cursor=-loaded_at~%d,0", T + place * 60000);
        int64_t steps = steps_of(desk, path);
        if (steps > 51 * 110 + 500)
            fail_msg("%s: %lld steps", path, (long long)steps);
        strcat(path, "&from=2001"); /* looked for in windows */
        steps = steps_of(desk, path);
        if (steps > 51 * 110 + 4096 * 12)
            fail_msg("%s: %lld steps", path, (long long)steps);
    }
    walked_end();
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, desk_setup_open, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_any_range),
        TEST(test_at_exact_bounds),
        TEST(test_serials_are_hidden),
        TEST(test_effort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
