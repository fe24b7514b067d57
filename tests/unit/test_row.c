/* row.c: SELECTs of one row, and the JSON and CSV that they become. */
#include "libproto_help.h"
#include "row.h"

enum { SHOWN_AT_TIMES = 1 };

struct question {
    sqlite3 *db;
    sqlite3_stmt *statement;
};

/* The row that the plan selects. */
static struct question ask(const struct row_plan *plan)
{
    struct question question;
    struct buffer sql = {0};
    buffer_text(&sql, "SELECT ");
    row_columns(plan, &sql);
    assert_int_equal(sqlite3_open(":memory:", &question.db), SQLITE_OK);
    if (sqlite3_prepare_v2(question.db, sql.bytes, -1, &question.statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql.bytes, sqlite3_errmsg(question.db));
    assert_int_equal(sqlite3_step(question.statement), SQLITE_ROW);
    buffer_free(&sql);
    return question;
}

static void ask_end(struct question *question)
{
    sqlite3_finalize(question->statement);
    sqlite3_close(question->db);
}

static void assert_json(const struct row_plan *plan, const char *expected)
{
    struct question question = ask(plan);
    struct buffer text = {0};
    row_write_json(&text, row_json(plan, question.statement));
    assert_false(text.failed);
    assert_string_equal(text.bytes, expected);
    buffer_free(&text);
    ask_end(&question);
}

#define SHAPE(columns) {"Shape", columns, sizeof columns / sizeof *columns}

static void assert_row(const struct row_shape *shape, unsigned expose, const char *expected)
{
    struct row_plan plan;
    row_plan_all(&plan, shape, 0, expose, 0, NULL);
    assert_json(&plan, expected);
}

static void test_values(void **state)
{
    (void)state;
    static const struct row_column columns[] = {
        {.key = "job_id", .sql = "1"},        {.key = "seq", .sql = "-9223372036854775807"},
        {.key = "time_ratio", .sql = "0.5"},  {.key = "printer", .sql = "'x'"},
        {.key = "name", .sql = "NULL"},       {.key = "text", .sql = "''"},
        {.key = "model_ratio", .sql = "0.1 + 0.2"}, /* no digits that mean nothing */
        {.key = "layer_ratio", .sql = "9e999"},     /* JSON has no infinity */
    };
    static const struct row_shape shape = SHAPE(columns);
    assert_row(&shape, 0,
               "{\"job_id\":1,\"seq\":-9223372036854775807,\"time_ratio\":0.5,\"printer\":\"x\",\"name\":null,"
               "\"text\":\"\",\"model_ratio\":0.3,\"layer_ratio\":null}");
}

static void test_booleans(void **state)
{
    (void)state;
    static const struct row_column columns[] = {{.key = "is_loaded", .sql = "1"}, {.key = "is_begun", .sql = "NULL"}};
    static const struct row_column none[] = {{.key = "is_loaded", .sql = "0"}, {.key = "run", .sql = "1"}};
    static const struct row_shape shape = SHAPE(columns), other = SHAPE(none);
    assert_row(&shape, 0, "{\"is_loaded\":true,\"is_begun\":null}");
    assert_row(&other, 0, "{\"is_loaded\":false,\"run\":1}");
}

static void assert_time(const char *value, const char *expected)
{
    const struct row_column columns[] = {{.key = "polled_at", .sql = value}};
    const struct row_shape shape = SHAPE(columns);
    assert_row(&shape, 0, expected);
}

static void test_times(void **state)
{
    (void)state;
    assert_time("1700000000", "{\"polled_at\":1700000000,\"polled_time\":\"2023-11-14T22:13:20Z\"}");
    assert_time("NULL", "{\"polled_at\":null,\"polled_time\":null}");
    assert_time("4102444800", "{\"polled_at\":4102444800,\"polled_time\":\"2100-01-01T00:00:00Z\"}");
    assert_time("9223372036854775807", "{\"polled_at\":9223372036854775807,\"polled_time\":null}");
    static const struct row_column at[] = {{.key = "at", .sql = "0"}};
    static const struct row_shape shape = SHAPE(at);
    assert_row(&shape, 0, "{\"at\":0,\"time\":\"1970-01-01T00:00:00Z\"}");
}

static void test_volumes(void **state)
{
    (void)state;
    static const struct row_column columns[] = {{.key = "left_in3", .sql = "1.0"},
                                                {.key = "initial_in3", .sql = "NULL"},
                                                {.key = "used_in3", .sql = "1e308"}};
    static const struct row_shape shape = SHAPE(columns);
    assert_row(&shape, 0,
               "{\"left_in3\":1.0,\"left_cm3\":16.387064,\"initial_in3\":null,\"initial_cm3\":null,"
               "\"used_in3\":1e308,\"used_cm3\":null}");
}

static const struct row_column secret_columns[] = {
    {.key = "printer", .sql = "'p'"},
    {.key = "job_name", .sql = "'j'"},
    {.key = "serial", .sql = "'s'"},
    {.key = "state", .sql = "'idle'", .only_if = SHOWN_AT_TIMES},
};
static const struct row_shape secret_shape = SHAPE(secret_columns);

static void test_what_is_left_out(void **state)
{
    (void)state;
    assert_row(&secret_shape, EXPOSE_NONE, "{\"printer\":\"p\"}");
    assert_row(&secret_shape, EXPOSE_IDENTITY, "{\"printer\":\"p\",\"serial\":\"s\"}");
    assert_row(&secret_shape, EXPOSE_PEOPLE, "{\"printer\":\"p\",\"job_name\":\"j\"}");
    assert_row(&secret_shape, EXPOSE_IDENTITY | EXPOSE_PEOPLE, "{\"printer\":\"p\",\"job_name\":\"j\",\"serial\":\"s\"}");
    struct row_plan plan;
    row_plan_all(&plan, &secret_shape, SHOWN_AT_TIMES, EXPOSE_NONE, 0, NULL);
    assert_json(&plan, "{\"printer\":\"p\",\"state\":\"idle\"}");
}

static const struct row_column many_columns[] = {
    {.key = "ended_at", .sql = "1700000000"}, {.key = "printer", .sql = "'=p'"}, {.key = "used_in3", .sql = "0.5"}};
static const struct row_shape many_shape = SHAPE(many_columns);

static void test_fields(void **state)
{
    (void)state;
    struct row_plan plan;
    char wrong[ROW_NAME_BYTES];
    assert_int_equal(row_plan_fields(&plan, &many_shape, 0, 0, NULL, "used_cm3,printer,ended_time", wrong), ROW_OK);
    assert_json(&plan, "{\"used_cm3\":8.193532,\"printer\":\"=p\",\"ended_time\":\"2023-11-14T22:13:20Z\"}");
    assert_int_equal(row_plan_fields(&plan, &many_shape, 0, 0, NULL, "used_in3", wrong), ROW_OK);
    assert_int_equal(plan.column_count, 1); /* what is not shown is not read */
    static const struct {
        const char *fields, *wrong;
        enum row_trouble trouble;
    } troubles[] = {
        {"", "", ROW_NO_SUCH_FIELD},           {"printer,", "", ROW_NO_SUCH_FIELD},
        {"nothing", "nothing", ROW_NO_SUCH_FIELD}, {"printer,printer", "printer", ROW_FIELD_TWICE},
        {"state", "state", ROW_NO_SUCH_FIELD},     {"printer,job_name", "job_name", ROW_HIDDEN_FIELD},
        {"serial", "serial", ROW_HIDDEN_FIELD},
    };
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        const struct row_shape *shape = strstr(troubles[i].fields, "printer,printer") ? &many_shape : &secret_shape;
        assert_int_equal(row_plan_fields(&plan, shape, 0, 0, NULL, troubles[i].fields, wrong), troubles[i].trouble);
        assert_string_equal(wrong, troubles[i].wrong);
    }
}

static void assert_csv(const struct csv_form *form, const char *expected)
{
    struct row_plan plan;
    struct zone zone = {0};
    zone_add(&zone, 0, 3600);
    row_plan_all(&plan, &many_shape, 0, 0, 1, &zone);
    struct question question = ask(&plan);
    struct buffer text = {0};
    row_write_csv_head(&text, &plan, form);
    row_write_csv(&text, &plan, question.statement, form);
    assert_string_equal(text.bytes, expected);
    buffer_free(&text);
    ask_end(&question);
}

static void test_csv(void **state)
{
    (void)state;
    assert_csv(&(struct csv_form){.separator = ',', .decimal = '.'},
               "ended_at,ended_local,printer,used_in3,used_cm3\r\n"
               "1700000000,2023-11-14 23:13:20,'=p,0.5,8.193532\r\n");
    assert_csv(&(struct csv_form){.separator = ';', .decimal = ','},
               "ended_at;ended_local;printer;used_in3;used_cm3\r\n"
               "1700000000;2023-11-14 23:13:20;'=p;0,5;8,193532\r\n");
}

static void test_texts_that_need_care(void **state)
{
    (void)state;
    static const struct row_column columns[] = {{.key = "text", .sql = "'a\"b\\c' || char(10, 1, 0x202e)"},
                                                {.key = "name", .sql = "CAST(x'41ff' AS TEXT)"}};
    static const struct row_shape shape = SHAPE(columns);
    assert_row(&shape, 0, "{\"text\":\"a\\\"b\\\\c\\n\\u0001\xe2\x80\xae\",\"name\":\"A\xc3\xbf\"}");
}

static void test_column(void **state)
{
    (void)state;
    static const struct row_column columns[] = {{.key = "at", .sql = "7"}, {.key = "name", .sql = "NULL"}};
    static const struct row_shape shape = SHAPE(columns);
    struct row_plan plan;
    row_plan_all(&plan, &shape, 0, 0, 0, NULL);
    struct question question = ask(&plan);
    assert_int_equal(row_column(question.statement, "at"), 7);
    assert_int_equal(row_column(question.statement, "name"), 0);
    assert_int_equal(row_column(question.statement, "absent"), 0);
    ask_end(&question);
}

static void test_json_of_nothing_fails(void **state)
{
    (void)state;
    struct buffer text = {0};
    row_write_json(&text, NULL);
    assert_true(text.failed);
    buffer_free(&text);
}

/* Whoever adds a key says what it is. */
static void test_keys_are_described(void **state)
{
    (void)state;
    for (size_t i = 0; i < key_count; i++) {
        assert_ptr_equal(key_find(keys[i].name), &keys[i]); /* once */
        assert_true(strlen(keys[i].description) > 3);
        assert_int_equal(keys[i].type == KEY_BOOLEAN, strncmp(keys[i].name, "is_", 3) == 0);
    }
    assert_null(key_find("nothing"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_booleans),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_volumes),
        cmocka_unit_test(test_what_is_left_out),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_texts_that_need_care),
        cmocka_unit_test(test_column),
        cmocka_unit_test(test_json_of_nothing_fails),
        cmocka_unit_test(test_keys_are_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
