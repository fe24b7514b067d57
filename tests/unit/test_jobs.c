/* endpoint_jobs.c, endpoint_search*.c, endpoint_words.c: which jobs are listed, in which order, and what that costs. */
#include "endpoints_help.h"
#include "query.h"
#include <inttypes.h>
#include <ctype.h>

enum { ALL = EXPOSE_IDENTITY | EXPOSE_PEOPLE, KEY = 17000000, QUERY_BYTES = 2048, UIDS_MAX = 30000 };

/* ---- a history that is poured in ------------------------------------------------------------------------------------ */

/* What people find again: words of a job, a blank before each, as the test splits them. Bound texts of a query are found by it. */
static void ref_words(sqlite3_context *context, int count, sqlite3_value **values)
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

static sqlite3 *person(struct desk *desk)
{
    sqlite3 *db = place_person(desk->place);
    assert_int_equal(sqlite3_create_function(db, "ref_words", 2, SQLITE_UTF8, NULL, ref_words, NULL, NULL), SQLITE_OK);
    return db;
}

static void pour(struct desk *desk, const char *sql)
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

static void pour_small(struct desk *desk, int jobs, int seed)
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
static void pour_large(struct desk *desk, int jobs)
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

static struct ready *ask_query(struct desk *desk, const char *path, const char *query)
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

static json_t *ask_jobs(struct desk *desk, const char *path, const char *query, int http_status)
{
    struct ready *ready = ask_query(desk, path, query);
    if (ready->http_status != http_status)
        fail_msg("%s?%s: %d %.*s", path, query, ready->http_status, (int)ready->length, ready->bytes);
    json_t *json = json_loadb(ready->bytes, ready->length, 0, NULL);
    assert_non_null(json);
    ready_release(ready);
    return json;
}

static void encode(char *query, const char *name, const char *value)
{
    sprintf(query + strlen(query), "&%s=", name);
    for (; *value; value++)
        sprintf(query + strlen(query), "%%%02X", (unsigned char)*value);
}

struct uids {
    int count;
    int64_t of[UIDS_MAX];
};

static void add_uids(struct uids *uids, const json_t *json)
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
static char *next_of(const json_t *json)
{
    const char *next = json_string_value(json_object_get(json, "next"));
    return next ? strdup(strchr(next, '?') + 1) : NULL;
}

/* The jobs of all pages, or of so many as have `enough`; the first page's total. Only a long history has pages that are given up. */
static void read_pages(struct desk *desk, const char *path, const char *query, int limit, int enough, struct uids *uids,
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

static void read_stream(struct desk *desk, const char *path, const char *query, struct uids *uids)
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

static void case_add(struct case_ *one, const char *name, const char *value, const char *condition)
{
    encode(one->query, name, value);
    char *sql = sqlite3_mprintf(condition, value, value);
    sprintf(one->where + strlen(one->where), " AND %s", sql);
    sqlite3_free(sql);
}

static void case_range(struct case_ *one, const char *by, int from, int to)
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
static void case_sort(struct case_ *one, const char *sort, const char *otherwise)
{
    if (sort)
        encode(one->query, "sort", sort);
    else
        sort = otherwise;
    const char *column = sort + (sort[0] == '-'), *down = sort[0] == '-' ? " DESC" : "";
    sprintf(one->order, "ORDER BY %s IS NULL, %s%s, job_uid%s", column, column, down, down);
}

static void read_right(struct desk *desk, const struct case_ *one, struct uids *uids)
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

static void assert_uids(const struct case_ *one, const char *what, const struct uids *are, const struct uids *right,
                        int count)
{
    for (int i = 0; i < count; i++)
        if (i >= are->count || are->of[i] != right->of[i])
            fail_msg("%s, %s: place %d of %d (%d) is %" PRId64 ", expected %" PRId64 " (%s %s)", one->query, what, i,
                     are->count, right->count, i < are->count ? are->of[i] : -1, right->of[i], one->where, one->order);
}

/* Pages and total are right, and the stream where all is read. */
static void check(struct desk *desk, struct case_ *one, int enough)
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

/* ---- random questions ----------------------------------------------------------------------------------------------- */

static unsigned dice_seed = 20250330;

static int dice(int sides)
{
    dice_seed = dice_seed * 1664525 + 1013904223;
    return (int)((dice_seed >> 10) % (unsigned)sides);
}

static const char *one_of(const char *const *list)
{
    int count = 0;
    while (list[count])
        count++;
    return list[dice(count)];
}

static struct case_ dice_case(int from, int to)
{
    static const struct {
        const char *name, *condition, *values[8];
    } filters[] = {
        {"printer",     "printer = %Q",                                   {"lab", "shop", "attic", "lab"}                                   },
        {"fleet_group", "fleet_group = %Q",                               {"red", "blue", "green"}                                          },
        {"product",     "product = %Q",                                   {"F370", "Mojo", "f370"}                                          },
        {"owner",       "owner = %Q",                                     {"anna", "Bert van Holm", "o'hara", "rare", "Anna"}               },
        {"result",      "result = %Q",                                    {"completed", "cancelled", "failed", "unknown"}                   },
        {"material",    "(model_material = %Q OR support_material = %Q)", {"ABS", "ASA", "SR30", "Gold", "PLA"}                             },
        {"q",
         "ref_words(%Q, coalesce(job_name, '') || ' ' || coalesce(owner, '') || ' ' || coalesce(comment, '') || ' ' || "
         "coalesce(pack, ''))",                                           {"bracket", "LEFT cov", "v3 bracket", "part7", "hol", "a", "none"}},
    };
    static const char *const times[] = {"submitted", "started", "ended", NULL};
    static const char *const sorts[] = {"job_uid",     "-job_uid",     "ended_at",      "-ended_at", "started_at",
                                        "-started_at", "submitted_at", "-submitted_at", NULL};
    struct case_ one = {.path = "jobs", .limit = 1 + dice(dice(4) ? 200 : 30)};
    const char *by = NULL, *otherwise = "-job_uid";
    static const char *const by_sorts[] = {"-submitted_at", "-started_at", "-ended_at"};
    if (dice(2)) {
        int time = dice(3);
        int began = dice(4) ? from + dice(to - from) : 0,
            ended = dice(4) ? (began ? began : from) + dice(to - from) : 0;
        by = time < 2 || dice(2) ? times[time] : NULL;
        case_range(&one, by, began, ended);
        otherwise = began || ended ? by_sorts[time] : otherwise;
    }
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        if (dice(4) == 0)
            case_add(&one, filters[i].name, one_of(filters[i].values), filters[i].condition);
    if (!strstr(one.query, "result=") && dice(10) == 0)
        case_add(&one, "result", "running", "(result IS NULL OR %Q IS NULL)");
    case_sort(&one, dice(5) ? one_of(sorts) : NULL, otherwise);
    encode(one.query, "fields", "job_uid");
    return one;
}

static void test_random_questions(void **state)
{
    struct desk *desk = *state;
    pour_small(desk, 1500, 5);
    for (int i = 0; i < 250; i++) {
        struct case_ one = dice_case(T, T + 40);
        check(desk, &one, UIDS_MAX);
    }
}

static void test_random_questions_to_a_long_history(void **state)
{
    struct desk *desk = *state;
    enum { JOBS = 24000 };
    pour_large(desk, JOBS);
    for (int i = 0; i < 90; i++) {
        struct case_ one = dice_case(T, T + JOBS * 10);
        one.limit = dice(3) ? 1 + dice(40) : 100 + dice(800);
        check(desk, &one, 3 * one.limit);
    }
}

/* ---- what runs ------------------------------------------------------------------------------------------------------ */

/* The statements that a question ran, and their steps. */
static struct watch {
    int is_on, count;
    int64_t steps;
    char *sql[64];
} watch;

static int watch_statement(unsigned kind, void *context, void *statement, void *time)
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

static int watch_connection(sqlite3 *db, char **error, const void *api)
{
    (void)error, (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, watch_statement, NULL);
}

static void watch_begin(void)
{
    for (int i = 0; i < watch.count; i++)
        free(watch.sql[i]);
    watch.count = 0;
    watch.steps = 0;
    watch.is_on = 1;
}

static int watch_saw(const char *piece)
{
    int count = 0;
    watch.is_on = 0;
    for (int i = 0; i < watch.count; i++)
        count += strstr(watch.sql[i], piece) != NULL;
    return count;
}

/* ---- ways -------------------------------------------------------------------------------------------------------------- */

/* Every way to the jobs of a long history: along the order, from few, by words, over a gap, given up and gone on with. */
static void test_ways(void **state)
{
    struct desk *desk = *state;
    enum { JOBS = 24000 };
    static const struct {
        const char *filters, *where, *sort;
        int has_range;
        const char *sql; /* a piece of what must run */
    } ways[] = {
        {"",                               "",                                                         "-job_uid",      0, "FROM job NOT INDEXED WHERE job_key < ?14"             },
        {"&owner=rare",                    " AND owner = 'rare'",                                      "started_at",    0,
         "INDEXED BY job_owner WHERE owner_key = ?4 AND (started_at IS NULL"                                                                                                      },
        {"&owner=anna&result=failed",      " AND owner = 'anna' AND result = 'failed'",                "-started_at",   1,
         "INDEXED BY job_owner WHERE ended_at"                                                                                                                                    },
        {"&result=failed",                 " AND result = 'failed'",                                   "-started_at",   1,
         "SELECT max(started_at) FROM job INDEXED BY job_fact"                                                                                                                    },
        {"&result=failed",                 " AND result = 'failed'",                                   "-job_uid",      1, "SELECT max(job_key) FROM job INDEXED BY job_fact"     },
        {"",                               "",                                                         "-submitted_at", 1, "SELECT max(submitted_at) FROM job INDEXED BY job_fact"},
        {"&material=Gold",                 " AND model_material = 'Gold'",                             "-ended_at",     0, "INDEXED BY job_fact WHERE ended_at >= ?11"            },
        {"&material=Gold&q=bracket",       " AND model_material = 'Gold'",                             "-submitted_at", 0,
         "INDEXED BY job_submitted WHERE submitted_at >= ?11"                                                                                                                     },
        {"&q=bracket+part1777",            " AND (pack = 'part1777' OR pack GLOB 'part1777[0-9]')",    "-job_uid",      0,
         "MATCH ?10 AND found_words("                                                                                                                                             },
        {"&q=part1777",                    " AND (pack = 'part1777' OR pack GLOB 'part1777[0-9]')",    "started_at",    0,
         "MATCH ?10 AND 1 AND (started_at IS NULL"                                                                                                                                },
        {"&q=v3+bert&owner=Bert+van+Holm", " AND owner = 'Bert van Holm' AND job_name = 'bracket_v3'", "-ended_at",     0,
         "INDEXED BY job_owner WHERE owner_key = ?4 AND ended_at >= ?11"                                                                                                          },
        {"&q=early",                       " AND comment = 'early'",                                   "-job_uid",      0, "SELECT rowid FROM job_text WHERE"                     },
        {"&result=running",                " AND result IS NULL",                                      "submitted_at",  0,
         "INDEXED BY job_running WHERE ended_at IS NULL AND result IS NULL AND"                                                                                                   },
    };
    static struct uids right, are;
    json_int_t total;
    pour_large(desk, JOBS);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct case_ one = {.path = "jobs", .limit = 5};
        sprintf(one.query, "fields=job_uid&limit=5%s", ways[i].filters);
        strcpy(one.where, ways[i].where);
        if (ways[i].has_range) /* most of it, but not the last */
            case_range(&one, "ended", T, T + (JOBS - 6000) * 10);
        case_sort(&one, ways[i].sort, NULL);
        read_right(desk, &one, &right);
        assert_true(right.count > 8);
        watch_begin();
        read_pages(desk, one.path, one.query, one.limit, 60, &are, &total);
        if (watch_saw(ways[i].sql) == 0)
            fail_msg("%s: nothing like %s ran", one.query, ways[i].sql);
        assert_uids(&one, "pages", &are, &right, right.count < 60 ? right.count : 60);
        assert_int_equal(total, right.count);
    }
}

/* Words that many jobs have are not looked up: the search for a job far away is given up, and goes on with the next page. */
static void test_a_search_is_given_up_and_goes_on(void **state)
{
    struct desk *desk = *state;
    static struct uids are;
    pour_large(desk, 24000);
    json_t *json = ask_jobs(desk, "jobs", "q=bracket&material=Gold&limit=5&fields=job_uid", 200);
    assert_int_equal(json_array_size(json_object_get(json, "items")), 0);
    assert_number(json, "total", 50);
    char *next = next_of(json);
    assert_non_null(next);
    json_decref(json);
    json = ask_jobs(desk, "jobs", next, 200);
    are.count = 0;
    add_uids(&are, json);
    assert_int_equal(are.count, 5);
    assert_int_equal(are.of[0], KEY + 49);
    free(next);
    json_decref(json);
}

/* ---- a printer's jobs, and one job ---------------------------------------------------------------------------------- */

static void test_jobs_of_a_printer(void **state)
{
    struct desk *desk = *state;
    pour_small(desk, 300, 9);
    struct case_ one = {.path = "printers/shop/jobs", .limit = 40};
    case_sort(&one, NULL, "-job_uid");
    strcpy(one.where, " AND printer = 'shop'");
    check(desk, &one, UIDS_MAX);
    json_decref(ask_jobs(desk, "printers/nobody/jobs", "", 404));
    json_decref(ask_jobs(desk, "printers/shop/jobs", "printer=lab", 400));
}

static void test_a_job(void **state)
{
    struct desk *desk = *state;
    static const char *const none[] = {"x",         "-1",        "0",  "1e3", "17000001", "99999999999999999999",
                                       "17000000x", "+17000000", "%31"};
    char path[100];
    pour_small(desk, 300, 9);
    json_t *json = ask_jobs(desk, "jobs", "limit=1000", 200), *item;
    size_t i;
    assert_int_equal(json_array_size(json_object_get(json, "items")), 300);
    json_array_foreach(json_object_get(json, "items"), i, item)
    {
        sprintf(path, "jobs/%lld", (long long)json_integer_value(json_object_get(item, "job_uid")));
        json_t *job = ask_jobs(desk, path, NULL, 200);
        assert_true(json_equal(job, item));
        json_decref(job);
    }
    json_decref(json);
    for (i = 0; i < sizeof none / sizeof *none; i++) {
        snprintf(path, sizeof path, "jobs/%s", none[i]);
        json_decref(ask_jobs(desk, path, NULL, 404));
    }
}

/* Each key is the view's column. */
static void test_keys(void **state)
{
    struct desk *desk = *state;
    pour_small(desk, 60, 3);
    pour(desk, "UPDATE job SET job_id = 4711, run = 2, begun_at = submitted_at + 5, unloaded_at = ended_at + 60, "
               "ended_unseen_s = 7, "
               "result_source = 'printer', estimated_s = 100, preparing_s = 10, paused_s = 3, unobserved_s = 2, "
               "unobserved_build_s = 1, layers_total = 9, model_needed_in3 = 2.5, support_needed_in3 = 0.5, "
               "support_used_in3 = 0.25");
    sqlite3 *db = person(desk);
    sqlite3_stmt *statement;
    json_t *json = ask_jobs(desk, "jobs", "sort=job_uid&limit=1000", 200);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT * FROM job_history ORDER BY job_uid", -1, &statement, NULL),
                     SQLITE_OK);
    for (size_t row = 0; sqlite3_step(statement) == SQLITE_ROW; row++) {
        json_t *item = json_array_get(json_object_get(json, "items"), row);
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *name = sqlite3_column_name(statement, i);
            json_t *value = json_object_get(item, name);
            if (strcmp(name, "started_local") == 0 || strcmp(name, "ended_local") == 0)
                continue; /* of CSV */
            if (!value)
                fail_msg("no key %s", name);
            if (sqlite3_column_type(statement, i) == SQLITE_NULL)
                assert_true(json_is_null(value));
            else if (json_is_string(value))
                assert_string_equal(json_string_value(value), sqlite3_column_text(statement, i));
            else if (json_is_boolean(value))
                assert_int_equal(json_is_true(value), sqlite3_column_int(statement, i));
            else
                assert_number(item, name, sqlite3_column_double(statement, i));
        }
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    json_decref(json);
}

static void test_who_sees_what(void **state)
{
    struct desk *desk = *state;
    pour_small(desk, 10, 3);
    struct endpoint_question question = {
        .area = ENDPOINT_API, .path = "jobs", .places = {"/a"}, .expose = EXPOSE_NONE, .now = T};
    struct ready *ready = endpoints_answer(desk->endpoints, &question);
    assert_int_equal(ready->http_status, 200);
    assert_null(strstr(ready->bytes, "job_name"));
    assert_null(strstr(ready->bytes, "anna"));
    assert_null(strstr(ready->bytes, "serial"));
    assert_non_null(strstr(ready->bytes, "\"job_uid\":17000000"));
    ready_release(ready);
    static const char *const hidden[] = {"q=bracket", "owner=anna", "fields=owner"};
    for (int i = 0; i < 3; i++) {
        question.query = hidden[i];
        ready = endpoints_answer(desk->endpoints, &question);
        assert_int_equal(ready->http_status, 403);
        ready_release(ready);
    }
}

/* ---- words ---------------------------------------------------------------------------------------------------------- */

static json_int_t count_of(struct desk *desk, const char *q)
{
    char query[4 * QUERY_BYTES] = "limit=1";
    encode(query, "q", q);
    json_t *json = ask_jobs(desk, "jobs", query, 200);
    json_int_t count = json_integer_value(json_object_get(json, "total"));
    json_decref(json);
    return count;
}

static void test_words(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *q;
        int count;
    } words[] = {
        {"muller",           2},
        {"MÜLLER",          2},
        {"mu",               3}, /* and Mutter */
        {"ller",             0},
        {"gehause",          1},
        {"Gehäuse muller",  1},
        {"muller grau",      1}, /* in another text of the job */
        {"grau muller huk",  0},
        {"ßen",             0},
        {"stra",             1},
        {"straße",          1},
        {"kupplung_v2",      1}, /* two words */
        {"v2",               2},
        {"v 2",              0},
        {"日本",           1},
        {"anna",             1},
        {"ann",              1},
        {"kupp* v2",         1}, /* no syntax */
        {"\"kupplung\"",     1},
        {"pack:v2",          0},
        {"muller OR mutter", 0},
        {"NOT muller",       0},
        {"^muller",          2},
        {"muller)",          2},
        {"{muller}",         2},
        {"-muller",          2},
        {"muller' OR 1 --",  0},
    };
    pour(desk,
         NAMES "INSERT INTO job (printer_key, era_key, run, first_seen_at, job_name, owner_key, comment, pack) VALUES "
               "(1, 100, 1, 5, 'Müller Gehäuse', 1, 'Grau bitte', NULL), (1, 100, 1, 6, 'Straße', NULL, 'für "
               "Mu\xcc\x88ller', 'v2'), "
               "(2, 102, 1, 7, 'kupplung_v2', NULL, 'Mutter', '日本語'), (2, 102, 1, 8, NULL, NULL, NULL, NULL)");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (count_of(desk, words[i].q) != words[i].count)
            fail_msg("\"%s\": %lld, expected %d", words[i].q, (long long)count_of(desk, words[i].q), words[i].count);
}

/* The two ways to find words agree: of a few jobs one by one, of many by the index. */
static void test_both_ways_split_alike(void **state)
{
    struct desk *desk = *state;
    static const char names[] =
        NAMES "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199) "
              "INSERT INTO job (printer_key, era_key, run, first_seen_at, job_name, comment) SELECT 1, 100, 1, i, "
              "CASE i % 8 WHEN 0 THEN 'Müll ' || i WHEN 1 THEN 'fünf Ünf' WHEN 2 THEN 'CAFÉ cafe' || i WHEN 3 THEN "
              "'İstanbul IX' "
              "WHEN 4 THEN 'ΙΩΤΑ ὈΔΥΣΣΕΎΣ ος' WHEN 5 THEN 'ǆ ſein x1-y' WHEN 6 THEN '日本 ﬁn' ELSE 'àb a' || char(768) "
              "|| 'c' END, "
              "NULL FROM n;";
    static const char *const words[] = {"mull", "ünf", "cafe", "I", "ι", "Ǆ", "x1", "ſ", "日", "a\xcc\x80", "ﬁ", "ΟΣ"};
    pour(desk, names);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char query[QUERY_BYTES] = "limit=1000&fields=job_uid";
        encode(query, "q", words[i]);
        json_t *json = ask_jobs(desk, "jobs", query, 200);
        json_int_t walked = (json_int_t)json_array_size(json_object_get(json, "items"));
        json_decref(json);
        assert_true(walked > 1);
        assert_int_equal(count_of(desk, words[i]), walked);
    }
}

static void test_hostile_words(void **state)
{
    struct desk *desk = *state;
    static const char *const texts[] = {"\"",
                                        "*",
                                        "NEAR",
                                        "NEAR(a b)",
                                        "AND",
                                        "a AND",
                                        "-",
                                        "^",
                                        ":",
                                        "(",
                                        "))",
                                        "'",
                                        "''; DROP TABLE job",
                                        "\xf0\x9f\x98\x80",
                                        "a\"b",
                                        "\"a",
                                        "a\"*",
                                        "{job_name}: a",
                                        "+",
                                        "a + b",
                                        "%",
                                        "_",
                                        "\\",
                                        "~",
                                        "NOT",
                                        "a NOT b",
                                        "rank",
                                        "?1",
                                        "a:b*",
                                        "…"};
    char query[4 * QUERY_BYTES], text[501];
    pour_small(desk, 700, 3);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int limit = 1; limit < 1000; limit += 998) {
            sprintf(query, "limit=%d", limit);
            encode(query, "q", texts[i]);
            struct ready *ready = ask_query(desk, "jobs", query);
            int has_word = 0;
            for (const char *c = texts[i]; *c; c++)
                has_word |= isalnum((unsigned char)*c) != 0;
            if (ready->http_status != (has_word ? 200 : 400))
                fail_msg("%s: %d %s", texts[i], ready->http_status, ready->bytes);
            ready_release(ready);
        }
    memset(text, 'a', 500);
    text[500] = '\0';
    assert_int_equal(count_of(desk, text), 0);
    for (int i = 1; i < 500; i += 2)
        text[i] = ' ';
    strcpy(query, "limit=1");
    encode(query, "q", text);
    json_t *json = ask_jobs(desk, "jobs", query, 400);
    assert_non_null(strstr(json_string_value(json_object_get(json, "detail")), "8 words"));
    json_decref(json);
    text[15] = '\0'; /* eight */
    count_of(desk, text);
    json = ask_jobs(desk, "jobs", "q=%21%3F", 400);
    assert_text(json, "title", "No word to search for");
    json_decref(json);
}

/* ---- cursors -------------------------------------------------------------------------------------------------------- */

static void test_cursors_that_are_none(void **state)
{
    struct desk *desk = *state;
    static const char *const queries[] = {
        "sort=ended_at&cursor=-ended_at~1:2",
        "sort=-ended_at&cursor=ended_at~1:2",
        "cursor=ended_at~1:2",
        "cursor=-job_uid~",
        "cursor=-job_uid~x",
        "cursor=-job_uid~1:2",
        "cursor=-job_uid~-:2",
        "cursor=-job_uid~01",
        "cursor=-job_uid~%2B1",
        "cursor=-job_uid~1%20",
        "cursor=-job_uid~99999999999999999999",
        "sort=ended_at&cursor=ended_at~5",
        "sort=ended_at&cursor=ended_at~:5",
        "sort=ended_at&cursor=ended_at~-:",
        "sort=ended_at&cursor=ended_at~-5",
        "sort=ended_at&cursor=ended_at~1:2:3",
        "sort=ended_at&cursor=ended_at~%201:2",
        "sort=ended_at&cursor=ended_at~1:2a",
        "from=2023&cursor=-job_uid~5",
        "cursor=~",
        "cursor=-job_uid",
    };
    pour_small(desk, 30, 3);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        json_t *json = ask_jobs(desk, "jobs", queries[i], 400);
        assert_text(json, "title", "This is no cursor of this list");
        json_decref(json);
    }
    json_decref(ask_jobs(desk, "jobs", "sort=ended_at&cursor=ended_at~-9223372036854775808:9223372036854775807", 200));
    json_decref(ask_jobs(desk, "jobs", "sort=-ended_at&cursor=-ended_at~-:-5", 200));
}

/* While pages are read jobs begin, end and go: those that stay as they are come once each. */
static void test_pages_of_a_history_that_goes_on(void **state)
{
    struct desk *desk = *state;
    static struct uids are, right;
    static const char *const sorts[] = {"-job_uid", "ended_at", "-started_at", "submitted_at"};
    enum { JOBS = 600, SPAN = 2 * JOBS };
    struct case_ lasting = {.where = " AND job_uid < 17001200 AND result IS NOT NULL AND job_uid % 28 <> 0",
                            .order = "ORDER BY job_uid"};
    pour_small(desk, JOBS, 11);
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        char sql[800], *next = malloc(100);
        int counts[SPAN] = {0};
        read_right(desk, &lasting, &right);
        assert_true(right.count > JOBS / 2);
        sprintf(next, "fields=job_uid&limit=37&sort=%s", sorts[i]);
        for (int page = 0; next; page++) {
            json_t *json = ask_jobs(desk, "jobs", next, 200);
            free(next);
            next = next_of(json);
            are.count = 0;
            add_uids(&are, json);
            for (int k = 0; k < are.count; k++)
                if (are.of[k] < KEY + SPAN)
                    counts[are.of[k] - KEY]++;
            json_decref(json);
            sprintf(sql,
                    "INSERT INTO job (job_key, printer_key, era_key, run, first_seen_at, started_at) VALUES (%d, 1, "
                    "100, 1, 5, %d);"
                    "UPDATE job SET ended_at = %d, result = 'completed', started_at = %d WHERE job_key = "
                    "(SELECT max(job_key) FROM job WHERE result IS NULL);"
                    "UPDATE job SET comment = 'x%d' WHERE job_key %% 7 = %d;"
                    "DELETE FROM job WHERE job_key = (SELECT min(job_key) FROM job WHERE job_key %% 28 = 0)",
                    KEY + 5000 + (int)i * 200 + page, T + page, T + page * 3, T + page * 2, page, page % 7);
            pour(desk, sql);
        }
        for (int k = 0; k < right.count; k++)
            if (counts[right.of[k] - KEY] != 1)
                fail_msg("%s: job %" PRId64 " came %d times", sorts[i], right.of[k], counts[right.of[k] - KEY]);
    }
}

/* ---- what it costs -------------------------------------------------------------------------------------------------- */

static void found_words(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count, (void)values;
    sqlite3_result_int(context, 1);
}

/* No statement reads a table or an index from end to end. What may be read so is small (the printers' eras, the jobs that run), has a
 * LIMIT (probes), or is what MATCH finds. */
static void assert_plans(struct desk *desk, const char *query)
{
    static const char *const fine[] = {"printer_era",  "(subquery",        "SUBQUERY",
                                       "CONSTANT ROW", "job_text VIRTUAL", "job USING INDEX job_running"};
    sqlite3 *db = place_person(desk->place);
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_create_function(db, "found_words", -1, SQLITE_UTF8, NULL, found_words, NULL, NULL),
                     SQLITE_OK);
    for (int i = 0; i < watch.count; i++) {
        char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", watch.sql[i]);
        if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
            fail_msg("%s: %s", sql, sqlite3_errmsg(db));
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const char *detail = (const char *)sqlite3_column_text(statement, 3);
            int is_fine = strncmp(detail, "SCAN ", 5) != 0;
            for (size_t k = 0; k < sizeof fine / sizeof *fine; k++)
                is_fine |= strncmp(detail + 5, fine[k], strlen(fine[k])) == 0;
            if (!is_fine)
                fail_msg("%s: %s in %s", query, detail, watch.sql[i]);
        }
        sqlite3_finalize(statement);
        sqlite3_free(sql);
    }
    sqlite3_close(db);
}

static const char *const page_filters[] = {"",
                                           "&printer=shop",
                                           "&owner=anna",
                                           "&owner=rare",
                                           "&result=failed",
                                           "&fleet_group=red",
                                           "&product=Mojo",
                                           "&material=ABS",
                                           "&q=bracket",
                                           "&q=part1777",
                                           "&q=none",
                                           "&result=running"};
static const char *const page_sorts[] = {"job_uid",    "-job_uid",    "ended_at",     "-ended_at",
                                         "started_at", "-started_at", "submitted_at", "-submitted_at"};
static const char *const page_ranges[] = {"", "ended", "started", "submitted"};

enum {
    PAGE_SORTS = sizeof page_sorts / sizeof *page_sorts,
    PAGE_RANGES = sizeof page_ranges / sizeof *page_ranges,
    PAGES = sizeof page_filters / sizeof *page_filters * PAGE_SORTS * PAGE_RANGES,
    PAGE_STEPS_MAX = 100000
};

/* A page with one filter, a range and a sort, from amid so many jobs: behind a cursor nothing is counted. */
static void write_page(char *query, int page, int jobs)
{
    const char *filter = page_filters[page / PAGE_RANGES / PAGE_SORTS],
               *sort = page_sorts[page / PAGE_RANGES % PAGE_SORTS], *range = page_ranges[page % PAGE_RANGES];
    int is_down = sort[0] == '-', is_time = !strstr(sort, "job_uid");
    sprintf(query, "limit=20&sort=%s%s&cursor=%s~", sort, filter, sort);
    if (is_time)
        sprintf(query + strlen(query), "%d:", T + jobs * 5);
    sprintf(query + strlen(query), "%d", KEY + jobs / 2);
    if (range[0])
        sprintf(query + strlen(query), "&by=%s&from=%d&to=%d", range, T + (is_down ? jobs * 2 : jobs * 4),
                T + jobs * 7);
}

/* The steps of SQLite that each page takes in a history of so many jobs. */
static void read_steps(struct desk *desk, int jobs, int64_t *steps)
{
    char query[QUERY_BYTES];
    pour_large(desk, jobs);
    for (int page = 0; page < PAGES; page++) {
        write_page(query, page, jobs);
        watch_begin();
        json_decref(ask_jobs(desk, "jobs", query, 200));
        assert_true(watch_saw("job_key") > 0);
        assert_true(watch.steps > 0); /* they were counted */
        if (watch.steps > PAGE_STEPS_MAX)
            fail_msg("%s: %" PRId64 " steps", query, watch.steps);
        steps[page] = watch.steps;
        assert_plans(desk, query);
    }
}

/* A page costs what it costs, whatever the history holds: a step for every tenth job more would be told. What is few, the jobs of an
 * owner, is sorted, and may grow a little. */
static void test_steps(void **state)
{
    enum { JOBS = 24000, TIMES = 4 };
    static int64_t of_few[PAGES], of_many[PAGES];
    char query[QUERY_BYTES];
    read_steps(*state, JOBS, of_few);
    desk_teardown(state);
    desk_setup_open(state);
    read_steps(*state, TIMES * JOBS, of_many);
    for (int page = 0; page < PAGES; page++) {
        write_page(query, page, TIMES * JOBS);
        if (of_many[page] > of_few[page] + (TIMES - 1) * JOBS / 10)
            fail_msg("%s: %" PRId64 " steps, but %" PRId64 " in a shorter history", query, of_many[page], of_few[page]);
    }
}

/* What is counted is read from an index where one knows all that is asked by. */
static void test_counts_read_what_is_small(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *query, *from;
    } counts[] = {
        {"owner=rare",                               "FROM job INDEXED BY job_owner"  },
        {"printer=lab",                              "FROM job INDEXED BY job_printer"},
        {"q=part17",                                 "FROM job_text WHERE"            },
        {"by=started&from=1700000000&to=1700100000", "FROM job INDEXED BY job_started"},
        {"result=running",                           "FROM job INDEXED BY job_running"},
        {"result=failed&product=F370",               "FROM job INDEXED BY job_fact"   },
        {"material=ABS",                             "FROM job NOT INDEXED"           },
        {"q=bracket&material=Gold",                  "FROM job NOT INDEXED"           },
        {"q=part17&material=ABS",                    "FROM job_text CROSS JOIN job"   },
    };
    pour_large(desk, 3000);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char query[QUERY_BYTES], piece[100];
        sprintf(query, "limit=1&%s", counts[i].query);
        sprintf(piece, "SELECT (SELECT count(*) %s", counts[i].from);
        watch_begin();
        json_decref(ask_jobs(desk, "jobs", query, 200));
        if (watch_saw(piece) == 0)
            fail_msg("\"%s\" is not counted %s", counts[i].query, counts[i].from);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_setup_open, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_random_questions),
        TEST(test_random_questions_to_a_long_history),
        TEST(test_ways),
        TEST(test_a_search_is_given_up_and_goes_on),
        TEST(test_jobs_of_a_printer),
        TEST(test_a_job),
        TEST(test_keys),
        TEST(test_who_sees_what),
        TEST(test_words),
        TEST(test_both_ways_split_alike),
        TEST(test_hostile_words),
        TEST(test_cursors_that_are_none),
        TEST(test_pages_of_a_history_that_goes_on),
        TEST(test_steps),
        TEST(test_counts_read_what_is_small),
    };

    sqlite3_auto_extension((void (*)(void))watch_connection);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
