/* endpoint_jobs.c, endpoint_search*.c, endpoint_words.c: which jobs are listed, and in which order. */
#include "jobs_help.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_random_questions),
        TEST(test_random_questions_to_a_long_history),
        TEST(test_jobs_of_a_printer),
        TEST(test_a_job),
        TEST(test_keys),
        TEST(test_who_sees_what),
        TEST(test_words),
        TEST(test_both_ways_split_alike),
        TEST(test_hostile_words),
        TEST(test_cursors_that_are_none),
        TEST(test_pages_of_a_history_that_goes_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
