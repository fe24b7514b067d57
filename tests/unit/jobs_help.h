/* What the tests of jobs share: histories, questions, what is right, and the statements that run. */
#ifndef JOBS_HELP_H
#define JOBS_HELP_H

#include "endpoints_help.h"
#include "query.h"
#include <inttypes.h>
#include <ctype.h>

enum { ALL = EXPOSE_IDENTITY | EXPOSE_PEOPLE, KEY = 17000000, QUERY_BYTES = 2048, UIDS_MAX = 30000 };

/* ---- a history that is poured in ------------------------------------------------------------------------------------ */

/* What people find again: words of a job, a blank before each, as the test splits them. Bound texts of a query are found by it. */
static inline void ref_words(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *wanted = (const char *)sqlite3_value_text(values[0]),
               *text = (const char *)sqlite3_value_text(values[1]);
    int found_all = 1;
    (void)count;
    for (const char *w = wanted; *w; w++) {
        size_t length = 0;
        while (isalnum((unsigned char)w[length]))
            length++;
        if (length == 0)
            continue;
        int found = 0;
        for (const char *t = text; *t; t++)
            found |= (t == text || !isalnum((unsigned char)t[-1])) && strncasecmp(t, w, length) == 0;
        found_all &= found;
        w += length - (w[length] == '\0');
    }
    sqlite3_result_int(context, found_all);
}

static inline sqlite3 *person(struct desk *desk)
{
    sqlite3 *db = place_person(desk->place);
    assert_int_equal(sqlite3_create_function(db, "ref_words", 2, SQLITE_UTF8, NULL, ref_words, NULL, NULL), SQLITE_OK);
    return db;
}

static inline void pour(struct desk *desk, const char *sql)
{
    sqlite3 *db = place_person(desk->place);
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
    sqlite3_exec(db, "UPDATE poller SET change_seq = change_seq + 1", NULL, NULL, NULL);
    sqlite3_close(db);
}

#define NAMES                                                                                                          \
    "INSERT INTO printer_era (era_key, printer_key, began_at, name, product, location, fleet_group, serial) VALUES "   \
    "(100, 1, 0, 'One', 'F370', 'Hall', 'red', 'D1'), (101, 1, 1, 'Won', 'F370', NULL, 'blue', 'D1'), "                \
    "(102, 2, 0, 'Two', 'Mojo', NULL, 'red', NULL), (103, 3, 0, NULL, NULL, NULL, NULL, NULL);"                        \
    "INSERT INTO owner VALUES (1, 'anna'), (2, 'Bert van Holm'), (3, 'o''hara'), (4, 'rare');"                         \
    "INSERT INTO material VALUES (1, ''), (2, 'ABS'), (3, 'ASA'), (4, 'SR30'), (5, 'Gold');"

/* Jobs whose figures r0, r1, … are scattered without chance, 0 to 65535. Many share a time, and many have none. */
#define SCATTERED                                                                                                      \
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1), "                               \
    "r AS (SELECT i, (i * 2654435761 + %d) %% 4294967296 >> 16 AS r0, (i * 2246822519 + 7) %% 4294967296 >> 16 AS "    \
    "r1, "                                                                                                             \
    "(i * 3266489917 + 13) %% 4294967296 >> 16 AS r2, (i * 668265263 + 29) %% 4294967296 >> 16 AS r3 FROM n) "
#define POURED                                                                                                         \
    "INSERT INTO job (job_key, printer_key, era_key, job_id, run, job_name, owner_key, comment, pack, submitted_at, "  \
    "first_seen_at, started_at, ended_at, result, build_s, model_material_key, support_material_key, model_used_in3) "

static inline void pour_small(struct desk *desk, int jobs, int seed)
{
    char *sql = sqlite3_mprintf(
        NAMES POURED SCATTERED
        "SELECT %d + i * 2, r0 %% 3 + 1, CASE r0 %% 3 WHEN 0 THEN 100 + (r1 > 30000) ELSE 101 + r0 %% 3 END, i, 1, "
        "CASE r1 %% 4 WHEN 0 THEN NULL WHEN 1 THEN 'bracket_v' || (r2 %% 5) WHEN 2 THEN 'Cover left' ELSE 'lid-' || i "
        "END, "
        "nullif(r2 %% 5, 0), CASE r3 %% 6 WHEN 0 THEN 'for the left hall' END, 'part' || (r3 %% 50), "
        "nullif(%d + r1 %% 40, %d), %d, CASE WHEN r3 %% 4 THEN %d + r2 %% 40 END, CASE WHEN r0 %% 8 THEN %d + r3 %% 40 "
        "END, "
        "CASE WHEN r0 %% 8 = 0 THEN NULL WHEN r1 %% 9 = 0 THEN 'failed' WHEN r1 %% 9 = 1 THEN 'cancelled' "
        "WHEN r1 %% 9 = 2 THEN 'unknown' ELSE 'completed' END, r1, nullif(r2 %% 4, 0), nullif(r3 %% 3, 0) + 2, r1 / "
        "1e4 FROM r",
        jobs, seed, KEY, T, T, T, T, T);
    pour(desk, sql);
    sqlite3_free(sql);
}

/* A long history: times rise with the numbers, but not strictly. The oldest 50 jobs alone are of gold, a
 * good half of them is early, the latest 20 run. */
static inline void pour_large(struct desk *desk, int jobs)
{
    char *sql = sqlite3_mprintf(
        NAMES POURED SCATTERED
        "SELECT %d + i, r0 %% 3 + 1, CASE r0 %% 3 WHEN 0 THEN 100 ELSE 101 + r0 %% 3 END, i, 1, 'bracket_v' || (r2 %% "
        "5), "
        "CASE WHEN r2 %% 400 = 0 THEN 4 ELSE r2 %% 3 + 1 END, CASE WHEN i < %d THEN 'early' END, 'part' || i, %d + i * 10 - r1 %% 500, %d, "
        "CASE WHEN r3 %% 20 THEN %d + i * 10 + r1 %% 300 END, CASE WHEN i < %d THEN %d + i * 10 + r2 %% 900 END, "
        "CASE WHEN i >= %d THEN NULL WHEN r1 %% 9 = 0 THEN 'failed' ELSE 'completed' END, r1, "
        "CASE WHEN i < 50 THEN 5 ELSE 2 END, 4, 1.5 FROM r",
        jobs, 1, KEY, jobs / 2 + 500, T, T, T, jobs - 20, T, jobs - 20);
    pour(desk, sql);
    sqlite3_free(sql);
}

/* ---- questions ------------------------------------------------------------------------------------------------------ */

static inline struct ready *ask_query(struct desk *desk, const char *path, const char *query)
{
    struct endpoint_question question = {
        .area = ENDPOINT_API,
        .path = path,
        .query = query,
        .places = {"/api/v1", "/v1", "/metrics"},
        .expose = ALL,
        .now = T + 1000000
    };
    struct ready *ready = endpoints_answer(desk->endpoints, &question);
    assert_non_null(ready);
    return ready;
}

static inline json_t *ask_jobs(struct desk *desk, const char *path, const char *query, int http_status)
{
    struct ready *ready = ask_query(desk, path, query);
    if (ready->http_status != http_status)
        fail_msg("%s?%s: %d %.*s", path, query ? query : "", ready->http_status, (int)ready->length, ready->bytes);
    json_t *json = json_loadb(ready->bytes, ready->length, 0, NULL);
    assert_non_null(json);
    ready_release(ready);
    return json;
}

static inline void encode(char *query, const char *name, const char *value)
{
    sprintf(query + strlen(query), "&%s=", name);
    for (; *value; value++)
        sprintf(query + strlen(query), "%%%02X", (unsigned char)*value);
}

struct uids {
    int count;
    int64_t of[UIDS_MAX];
};

static inline void add_uids(struct uids *uids, const json_t *json)
{
    json_t *item;
    size_t i;
    json_array_foreach(json_object_get(json, "items"), i, item)
    {
        assert_true(uids->count < UIDS_MAX);
        uids->of[uids->count++] = json_integer_value(json_object_get(item, "job_uid"));
    }
}

/* Where the page's next leads: its query; NULL: nowhere. */
static inline char *next_of(const json_t *json)
{
    const char *next = json_string_value(json_object_get(json, "next"));
    return next ? strdup(strchr(next, '?') + 1) : NULL;
}

/* The jobs of all pages, or of so many as have `enough`; the first page's total. Only a long history has pages that are given up. */
static inline void read_pages(struct desk *desk, const char *path, const char *query, int limit, int enough, struct uids *uids,
                       json_int_t *total)
{
    char *next = strdup(query);
    uids->count = 0;
    *total = -1;
    for (int page = 0; next && uids->count < enough; page++) {
        json_t *json = ask_jobs(desk, path, next, 200);
        size_t rows = json_array_size(json_object_get(json, "items"));
        if (page == 0)
            *total = json_integer_value(json_object_get(json, "total"));
        else
            assert_true(json_is_null(json_object_get(json, "total")));
        add_uids(uids, json);
        free(next);
        next = next_of(json);
        int is_full = rows == (size_t)limit, is_too_long = rows > (size_t)limit;
        if (is_too_long || (enough == UIDS_MAX && (next ? !is_full : rows == 0 && page > 0)))
            fail_msg("%s: page %d has %zu rows", query, page, rows);
        json_decref(json);
    }
    free(next);
}

static inline void read_stream(struct desk *desk, const char *path, const char *query, struct uids *uids)
{
    struct ready *ready = ask_query(desk, path, query);
    struct buffer all = {0};
    assert_int_equal(ready->http_status, 200);
    buffer_add(&all, ready->bytes, ready->length);
    for (int more; (more = ready_more(ready, &all)) != 0;)
        assert_int_equal(more, 1);
    json_t *json = json_loadb(all.bytes, all.length, 0, NULL);
    assert_non_null(json);
    uids->count = 0;
    add_uids(uids, json);
    assert_int_equal(json_integer_value(json_object_get(json, "total")), uids->count);
    json_decref(json);
    buffer_free(&all);
    ready_release(ready);
}

/* ---- what is right -------------------------------------------------------------------------------------------------- */

/* A question and the SELECT on job_history that answers it. */
struct case_ {
    char path[64], query[QUERY_BYTES], where[QUERY_BYTES], order[200];
    int limit;
};

static inline void case_add(struct case_ *one, const char *name, const char *value, const char *condition)
{
    encode(one->query, name, value);
    char *sql = sqlite3_mprintf(condition, value, value);
    sprintf(one->where + strlen(one->where), " AND %s", sql);
    sqlite3_free(sql);
}

static inline void case_range(struct case_ *one, const char *by, int from, int to)
{
    char number[24];
    const char *name = by ? by : "ended";
    if (by)
        encode(one->query, "by", by);
    sprintf(number, "%d", from);
    if (from) {
        encode(one->query, "from", number);
        sprintf(one->where + strlen(one->where), " AND %s_at >= %d", name, from);
    }
    sprintf(number, "%d", to);
    if (to) {
        encode(one->query, "to", number);
        sprintf(one->where + strlen(one->where), " AND %s_at < %d", name, to);
    }
}

/* sort NULL: none is asked for; then it is by the range's time, else by number. */
static inline void case_sort(struct case_ *one, const char *sort, const char *otherwise)
{
    if (sort)
        encode(one->query, "sort", sort);
    else
        sort = otherwise;
    const char *column = sort + (sort[0] == '-'), *down = sort[0] == '-' ? " DESC" : "";
    sprintf(one->order, "ORDER BY %s IS NULL, %s%s, job_uid%s", column, column, down, down);
}

static inline void read_right(struct desk *desk, const struct case_ *one, struct uids *uids)
{
    sqlite3 *db = person(desk);
    sqlite3_stmt *statement;
    char sql[3 * QUERY_BYTES];
    snprintf(sql, sizeof sql, "SELECT job_uid FROM job_history WHERE 1%s %s", one->where, one->order);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    uids->count = 0;
    while (sqlite3_step(statement) == SQLITE_ROW)
        uids->of[uids->count++] = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static inline void assert_uids(const struct case_ *one, const char *what, const struct uids *are, const struct uids *right,
                        int count)
{
    for (int i = 0; i < count; i++)
        if (i >= are->count || are->of[i] != right->of[i])
            fail_msg("%s, %s: place %d of %d (%d) is %" PRId64 ", expected %" PRId64 " (%s %s)", one->query, what, i,
                     are->count, right->count, i < are->count ? are->of[i] : -1, right->of[i], one->where, one->order);
}

/* Pages and total are right, and the stream where all is read. */
static inline void check(struct desk *desk, struct case_ *one, int enough)
{
    static struct uids right, are;
    json_int_t total;
    char limit[24];
    size_t length = strlen(one->query);
    read_right(desk, one, &right);
    sprintf(limit, "%d", one->limit);
    encode(one->query, "limit", limit);
    read_pages(desk, one->path, one->query, one->limit, enough, &are, &total);
    assert_uids(one, "pages", &are, &right, right.count < enough ? right.count : enough);
    if (total != right.count)
        fail_msg("%s: total %lld, expected %d", one->query, (long long)total, right.count);
    if (right.count >= enough)
        return;
    assert_int_equal(are.count, right.count);
    one->query[length] = '\0';
    encode(one->query, "limit", "all");
    read_stream(desk, one->path, one->query, &are);
    assert_int_equal(are.count, right.count);
    assert_uids(one, "stream", &are, &right, right.count);
}

/* ---- what runs ------------------------------------------------------------------------------------------------------ */

/* The statements that a question ran, and their steps. */
static struct watch {
    int is_on, count;
    int64_t steps;
    char *sql[64];
} watch;

static inline int watch_statement(unsigned kind, void *context, void *statement, void *time)
{
    (void)kind, (void)context, (void)time;
    const char *sql = sqlite3_sql(statement);
    int steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
    if (!watch.is_on)
        return 0;
    watch.steps += steps;
    if (!strstr(sql, "job") || strstr(sql, "'main'.'job_text")) /* FTS5's own */
        return 0;
    for (int i = 0; i < watch.count; i++)
        if (strcmp(watch.sql[i], sql) == 0)
            return 0;
    assert_true(watch.count < 64);
    watch.sql[watch.count++] = strdup(sql);
    return 0;
}

static inline int watch_connection(sqlite3 *db, char **error, const void *api)
{
    (void)error, (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, watch_statement, NULL);
}

static inline void watch_begin(void)
{
    for (int i = 0; i < watch.count; i++)
        free(watch.sql[i]);
    watch.count = 0;
    watch.steps = 0;
    watch.is_on = 1;
}

static inline int watch_saw(const char *piece)
{
    int count = 0;
    watch.is_on = 0;
    for (int i = 0; i < watch.count; i++)
        count += strstr(watch.sql[i], piece) != NULL;
    return count;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_setup_open, desk_teardown)

#endif
