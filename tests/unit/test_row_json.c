/* row_json.c: SELECTs of one row, and the JSON that they become. */
#include "libproto_help.h"
#include "row_json.h"

struct question {
    sqlite3 *db;
    sqlite3_stmt *statement;
};

static struct question ask(const char *sql)
{
    struct question question;
    assert_int_equal(sqlite3_open(":memory:", &question.db), SQLITE_OK);
    if (sqlite3_prepare_v2(question.db, sql, -1, &question.statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(question.db));
    assert_int_equal(sqlite3_step(question.statement), SQLITE_ROW);
    return question;
}

static void ask_end(struct question *question)
{
    sqlite3_finalize(question->statement);
    sqlite3_close(question->db);
}

static void assert_row(const char *sql, unsigned expose, const char *expected)
{
    struct question question = ask(sql);
    size_t length;
    char *text = row_json_text(row_json(question.statement, expose), &length);
    assert_non_null(text);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
    free(text);
    ask_end(&question);
}

static void test_values(void **state)
{
    (void)state;
    assert_row("SELECT 1 AS a, -9223372036854775807 AS b, 0.5 AS c, 'x' AS d, NULL AS e, '' AS f", 0,
               "{\"a\":1,\"b\":-9223372036854775807,\"c\":0.5,\"d\":\"x\",\"e\":null,\"f\":\"\"}");
    assert_row("SELECT 12.75 AS a, 0.1 + 0.2 AS b", 0, "{\"a\":12.75,\"b\":0.3}"); /* no digits that mean nothing */
    assert_row("SELECT 9e999 AS a, -9e999 AS b_in3, 1e308 AS c_in3", 0,
               "{\"a\":null,\"b_in3\":null,\"b_cm3\":null,\"c_in3\":1e308,\"c_cm3\":null}"); /* JSON has no infinity */
}

static void test_booleans(void **state)
{
    (void)state;
    assert_row("SELECT 1 AS is_a, 0 AS is_b, NULL AS is_c, 1 AS this_d", 0,
               "{\"is_a\":true,\"is_b\":false,\"is_c\":null,\"this_d\":1}");
}

static void test_times(void **state)
{
    (void)state;
    assert_row("SELECT 1700000000 AS polled_at", 0,
               "{\"polled_at\":1700000000,\"polled_time\":\"2023-11-14T22:13:20Z\"}");
    assert_row("SELECT NULL AS polled_at", 0, "{\"polled_at\":null,\"polled_time\":null}");
    assert_row("SELECT 4102444800 AS a_at", 0, "{\"a_at\":4102444800,\"a_time\":\"2100-01-01T00:00:00Z\"}");
    assert_row("SELECT 1 AS at, 2 AS flat", 0, "{\"at\":1,\"flat\":2}"); /* no x_at */
    assert_row("SELECT 1000000000000000 AS a_at", 0,
               "{\"a_at\":1000000000000000,\"a_time\":\"31690708-07-05T01:46:40Z\"}");
    assert_row("SELECT 9223372036854775807 AS a_at", 0, "{\"a_at\":9223372036854775807,\"a_time\":null}");
}

static void test_volumes(void **state)
{
    (void)state;
    assert_row("SELECT 1.0 AS left_in3, NULL AS initial_in3, 56.3 AS x_in3", 0,
               "{\"left_in3\":1.0,\"left_cm3\":16.387064,\"initial_in3\":null,\"initial_cm3\":null,"
               "\"x_in3\":56.3,\"x_cm3\":922.5917032}");
}

static void test_what_is_left_out(void **state)
{
    (void)state;
    static const char sql[] = "SELECT 'p' AS printer, 7 AS _key, 1 AS _lapses_at, 'j' AS job_name, 's' AS serial";
    assert_row(sql, EXPOSE_NONE, "{\"printer\":\"p\"}");
    assert_row(sql, EXPOSE_IDENTITY, "{\"printer\":\"p\",\"serial\":\"s\"}");
    assert_row(sql, EXPOSE_PEOPLE, "{\"printer\":\"p\",\"job_name\":\"j\"}");
    assert_row(sql, EXPOSE_IDENTITY | EXPOSE_PEOPLE, "{\"printer\":\"p\",\"job_name\":\"j\",\"serial\":\"s\"}");
}

static void test_texts_that_need_care(void **state)
{
    (void)state;
    assert_row("SELECT 'a\"b\\c' || char(10, 1, 0x202e) AS a", 0, "{\"a\":\"a\\\"b\\\\c\\n\\u0001\xe2\x80\xae\"}");
}

static void test_column(void **state)
{
    (void)state;
    struct question question = ask("SELECT 7 AS _key, NULL AS a, 'x' AS b");
    assert_int_equal(row_json_column(question.statement, "_key"), 7);
    assert_int_equal(row_json_column(question.statement, "a"), 0);
    assert_int_equal(row_json_column(question.statement, "absent"), 0);
    ask_end(&question);
}

static void test_text_of_nothing(void **state)
{
    (void)state;
    size_t length = 7;
    assert_null(row_json_text(NULL, &length));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_booleans),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_volumes),
        cmocka_unit_test(test_what_is_left_out),
        cmocka_unit_test(test_texts_that_need_care),
        cmocka_unit_test(test_column),
        cmocka_unit_test(test_text_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
