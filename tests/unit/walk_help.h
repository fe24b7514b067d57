/* What the tests of lists share: all pages of one, its stream, a SELECT of the same rows, and what SQLite did for them. */
#ifndef WALK_HELP_H
#define WALK_HELP_H

#include "buffer.h"
#include "endpoints_help.h"
#include <stdarg.h>

#define WALK_PLACE "/stratasys/api/v1/"
enum { WALK_ALL = EXPOSE_IDENTITY | EXPOSE_PEOPLE, WALK_TEXT_BYTES = 4096, WALK_SQL_MAX = 64 };

/* Somebody writes SQL into the database, as the poller does: with a new change number. */
static inline void pour(const struct desk *desk, const char *sql)
{
    char *message = NULL;
    sqlite3 *db = place_person(desk->place);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_exec(db, "UPDATE poller SET change_seq = change_seq + 1", NULL, NULL, NULL);
    sqlite3_close(db);
}

static inline void pour_format(const struct desk *desk, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *sql = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    pour(desk, sql);
    sqlite3_free(sql);
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

/* The values of the fields (commas between) of a list's items, a line for each. To be freed. */
static inline char *lines_of(const json_t *items, const char *fields)
{
    struct buffer text = {0};
    size_t i, length;
    json_t *item;
    json_array_foreach(items, i, item)
    {
        for (const char *field = fields; *field; field += length + (field[length] == ',')) {
            char name[64];
            length = strcspn(field, ",");
            snprintf(name, sizeof name, "%.*s", (int)length, field);
            const json_t *value = json_object_get(item, name);
            if (!value)
                fail_msg("no %s in an item", name);
            char *is = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
            buffer_format(&text, "%s|", is);
            free(is);
        }
        buffer_text(&text, "\n");
    }
    return text.bytes ? text.bytes : strdup("");
}

static inline json_t *json_of(sqlite3_stmt *statement, int column)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        return json_integer(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
        return json_real(sqlite3_column_double(statement, column));
    case SQLITE_TEXT:
        return json_string((const char *)sqlite3_column_text(statement, column));
    default:
        return json_null();
    }
}

/* The rows of a SELECT, as the items of a list would be. */
static inline json_t *items_of_select(const struct desk *desk, const char *sql)
{
    sqlite3 *db = place_person(desk->place);
    sqlite3_stmt *statement;
    json_t *items = json_array();
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        json_t *item = json_object();
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            json_object_set_new(item, sqlite3_column_name(statement, i), json_of(statement, i));
        json_array_append_new(items, item);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return items;
}

/* The path of the next page, to be freed; NULL: there is none. */
static inline char *next_of(const json_t *page)
{
    const char *next = json_string_value(json_object_get(page, "next"));
    if (!next)
        return NULL;
    assert_memory_equal(next, WALK_PLACE, strlen(WALK_PLACE));
    return strdup(next + strlen(WALK_PLACE));
}

/* All items, page by page. The first one tells their number, the others do not. */
static inline json_t *items_of_pages(struct desk *desk, const char *path, int limit)
{
    json_t *items = json_array(), *total = NULL;
    for (char *url = strdup(path), *next; url; url = next) {
        json_t *page = ask_api(desk, url, WALK_ALL, T), *part = json_object_get(page, "items");
        assert_true(json_array_size(part) <= (size_t)limit);
        if (!total)
            total = json_incref(json_object_get(page, "total"));
        else
            assert_null_key(page, "total");
        json_array_extend(items, part);
        next = next_of(page);
        json_decref(page);
        free(url);
    }
    assert_int_equal(json_integer_value(total), json_array_size(items));
    json_decref(total);
    return items;
}

/* A stream that is read bit by bit; `between` is called before each bit, NULL: nothing happens then. */
static inline json_t *stream_of(struct desk *desk, const char *path, void (*between)(struct desk *desk))
{
    char *own_path = strdup(path), *query = strchr(own_path, '?');
    struct endpoint_question question = {
        .area = ENDPOINT_API,
        .path = own_path,
        .query = query + 1,
        .expose = WALK_ALL,
        .now = T,
        .places = {"/stratasys/api/v1", "/stratasys/v1", "/stratasys/metrics"}
    };
    struct buffer text = {0};
    *query = '\0';
    struct ready *ready = endpoints_answer(desk->endpoints, &question);
    assert_int_equal(ready->http_status, 200);
    buffer_add(&text, ready->bytes, ready->length);
    for (int more = 1; more > 0;) {
        if (between)
            between(desk);
        more = ready_more(ready, &text);
        assert_true(more >= 0);
    }
    json_t *json = json_loadb(text.bytes, text.length, 0, NULL);
    assert_non_null(json);
    ready_release(ready);
    buffer_free(&text);
    free(own_path);
    return json;
}

static inline void assert_same_lines(const json_t *items, const json_t *expected, const char *fields, const char *what)
{
    char *is = lines_of(items, fields), *should = lines_of(expected, fields);
    size_t same = 0, line = 0;
    while (is[same] && is[same] == should[same])
        if (is[same++] == '\n')
            line = same;
    if (is[same] != should[same])
        fail_msg("%s: %zu rows, expected %zu; first other one:\n%.*s\nexpected\n%.*s", what, json_array_size(items),
                 json_array_size(expected), (int)strcspn(is + line, "\n"), is + line, (int)strcspn(should + line, "\n"),
                 should + line);
    free(is);
    free(should);
}

/* The pages and the stream of the list show what the SELECT does. Returns how many rows that are. */
static inline size_t assert_list(struct desk *desk, const char *path, int limit, const char *fields, const char *sql)
{
    char url[WALK_TEXT_BYTES + 16];
    json_t *expected = items_of_select(desk, sql);
    snprintf(url, sizeof url, "%s&limit=%d", path, limit);
    json_t *pages = items_of_pages(desk, url, limit);
    assert_same_lines(pages, expected, fields, url);
    snprintf(url, sizeof url, "%s&limit=all", path);
    json_t *stream = stream_of(desk, url, NULL);
    assert_same_lines(json_object_get(stream, "items"), expected, fields, url);
    assert_number(stream, "total", (double)json_array_size(expected));
    size_t rows = json_array_size(expected);
    json_decref(stream);
    json_decref(pages);
    json_decref(expected);
    return rows;
}

/* ---- what SQLite did --------------------------------------------------------------------------------------------------- */

static struct walked {
    char *sql[WALK_SQL_MAX]; /* what was run, as often as it was */
    int count;
    int64_t steps;
} walked;

static inline int walked_note(unsigned event, void *context, void *statement, void *time_ns)
{
    (void)event, (void)context, (void)time_ns;
    walked.steps += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
    if (walked.count < WALK_SQL_MAX)
        walked.sql[walked.count++] = strdup(sqlite3_sql(statement));
    return 0;
}

static inline int walked_open(sqlite3 *db, char **message, const struct sqlite3_api_routines *routines)
{
    (void)message, (void)routines;
    return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, walked_note, NULL);
}

static inline void walked_forget(void)
{
    for (int i = 0; i < walked.count; i++)
        free(walked.sql[i]);
    walked.count = 0;
    walked.steps = 0;
}

/* From now on every connection that is opened tells what it does. */
static inline void walked_begin(void)
{
    walked_forget();
    assert_int_equal(sqlite3_auto_extension((void (*)(void))walked_open), SQLITE_OK);
}

static inline void walked_end(void)
{
    sqlite3_reset_auto_extension();
    walked_forget();
}

/* No statement sorts, or reads a table of the history as a whole. */
static inline void assert_plans(const struct desk *desk)
{
    static const char *const tables[] = {
        "SCAN e", "SCAN s", "SCAN t", "SCAN sample", "SCAN state_span", "SCAN state_history", "B-TREE"};
    sqlite3 *db = place_person(desk->place);
    for (int i = 0; i < walked.count; i++) {
        char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", walked.sql[i]);
        if (strncmp(walked.sql[i], "SELECT", 6) == 0 && !strstr(walked.sql[i], "sqlite_")) {
            char *plan = rows_of(db, sql);
            for (size_t table = 0; table < sizeof tables / sizeof *tables; table++)
                if (strstr(plan, tables[table]))
                    fail_msg("%s\n%s", walked.sql[i], plan);
            free(plan);
        }
        sqlite3_free(sql);
    }
    sqlite3_close(db);
}

/* The steps of SQLite for that question. */
static inline int64_t steps_of(struct desk *desk, const char *path)
{
    walked_forget();
    json_decref(ask_api(desk, path, WALK_ALL, T));
    assert_true(walked.count > 0);
    assert_plans(desk);
    return walked.steps;
}

#endif
