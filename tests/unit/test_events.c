/* endpoint_events.c: events against SELECTs on the view, and what a client that reads on by `after` may rely on. */
#include "history_event.h"
#include "schema.h"
#include "store_internal.h"
#include "walk_help.h"

enum { ROUNDS = 60, EVENTS = 1500, DAY = 86400 };

static unsigned long chance = 7;

static int64_t any(int64_t bound)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((chance >> 33) % (unsigned long)bound);
}

static const char *any_kind(void)
{
    static const char *const kinds[] = {EVENT_STATE,     EVENT_STATE,   EVENT_STATE,
                                        EVENT_JOB_BEGAN, EVENT_OFFLINE, EVENT_CLOCK};
    return kinds[any(6)];
}

/* Events of all printers and of the poller; their times go back now and then, and many fall into one second. */
static void pour_events(const struct desk *desk)
{
    struct buffer sql = {0};
    int64_t at = T;
    buffer_text(&sql, "BEGIN; DELETE FROM event;");
    for (int i = 0; i < EVENTS; i++) {
        at += any(3) ? any(200) : 0;
        if (any(100) == 0)
            at -= any(3000);
        buffer_format(&sql,
                      "INSERT INTO event (at, printer_key, kind, text, job_key) VALUES (%lld, nullif(%lld, 0), '%s', "
                      "'event %d', NULL);",
                      (long long)at, (long long)any(4), any_kind(), i);
    }
    buffer_text(&sql, "COMMIT");
    pour(desk, sql.bytes);
    buffer_free(&sql);
}

static int64_t number(const struct desk *desk, const char *sql)
{
    json_t *items = items_of_select(desk, sql);
    int64_t is = json_integer_value(json_object_iter_value(json_object_iter(json_array_get(items, 0))));
    json_decref(items);
    return is;
}

/* ---- against the view -------------------------------------------------------------------------------------------------- */

#define EVENT_FIELDS "seq,at,printer,kind,text,job_uid"

struct filter {
    int64_t after, from_at, to_at; /* below 0: none */
    const char *printer, *kind, *sort;
};

static void add(char text[WALK_TEXT_BYTES], const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, WALK_TEXT_BYTES - used, format, arguments);
    va_end(arguments);
}

static void add_number(char path[WALK_TEXT_BYTES], char sql[WALK_TEXT_BYTES], const char *parameter,
                       const char *condition, int64_t value)
{
    if (value < 0)
        return;
    add(path, "&%s=%lld", parameter, (long long)value);
    add(sql, " AND %s %lld", condition, (long long)value);
}

static size_t assert_events(struct desk *desk, const struct filter *filter)
{
    char path[WALK_TEXT_BYTES] = "events?fields=" EVENT_FIELDS,
         sql[WALK_TEXT_BYTES] = "SELECT " EVENT_FIELDS " FROM event_history WHERE 1";
    const char *sort = filter->sort                                                        ? filter->sort
                       : filter->after < 0 && (filter->from_at >= 0 || filter->to_at >= 0) ? "at"
                                                                                           : "seq";
    const char *down = sort[0] == '-' ? "DESC" : "";
    add_number(path, sql, "after", "seq >", filter->after);
    add_number(path, sql, "from", "at >=", filter->from_at);
    add_number(path, sql, "to", "at <", filter->to_at);
    if (filter->printer) {
        add(path, "&printer=%s", filter->printer);
        add(sql, " AND printer = '%s'", filter->printer);
    }
    if (filter->kind) {
        add(path, "&kind=%s", filter->kind);
        add(sql, " AND kind = '%s'", filter->kind);
    }
    if (filter->sort)
        add(path, "&sort=%s", filter->sort);
    if (strstr(sort, "at"))
        add(sql, " ORDER BY at %s, seq %s", down, down);
    else
        add(sql, " ORDER BY seq %s", down);
    return assert_list(desk, path, 1 + (int)any(200), EVENT_FIELDS, sql);
}

static void test_events_of_any_filter(void **state)
{
    struct desk *desk = *state;
    static const char *const printers[] = {"lab", "shop", "attic", "lab"};
    static const char *const sorts[] = {"seq", "-seq", "at", "-at"};
    size_t found = 0;
    pour_events(desk);
    int64_t first = number(desk, "SELECT min(seq) FROM event"), last_at = number(desk, "SELECT max(at) FROM event");
    for (int i = 0; i < ROUNDS; i++) {
        struct filter filter = {.after = any(2) ? -1 : first - 10 + any(EVENTS + 20),
                                .from_at = any(2) ? -1 : T - 100 + any(last_at - T + 200),
                                .to_at = -1,
                                .printer = any(2) ? NULL : printers[any(4)],
                                .kind = any(2) ? NULL : any_kind(),
                                .sort = any(2) ? NULL : sorts[any(4)]};
        if (any(2))
            filter.to_at = (filter.from_at < 0 ? T : filter.from_at) + any(any(2) ? 1000 : 100000);
        found += assert_events(desk, &filter);
    }
    assert_true(found > EVENTS);
    assert_int_equal(assert_events(desk, &(struct filter){-1, -1, -1, NULL, NULL, NULL}), EVENTS);
}

static void test_events_at_exact_bounds(void **state)
{
    struct desk *desk = *state;
    pour_events(desk);
    for (int i = 0; i < ROUNDS / 3; i++) {
        char sql[WALK_TEXT_BYTES];
        snprintf(sql, sizeof sql, "SELECT at FROM event ORDER BY seq LIMIT 1 OFFSET %d", (int)any(EVENTS));
        int64_t at = number(desk, sql);
        for (int from = -1; from <= 1; from++)
            for (int to = from; to <= 2; to++)
                assert_events(desk, &(struct filter){-1, at + from, at + to, NULL, NULL, any(2) ? "at" : "-at"});
        assert_true(assert_events(desk, &(struct filter){-1, at, at + 1, NULL, NULL, NULL}) > 0);
    }
}

/* ---- where a client stands --------------------------------------------------------------------------------------------- */

/* The server's clock stands still meanwhile: one that went back would be an event. */
static void commit(const struct desk *desk)
{
    assert_int_equal(store_commit(desk->place->store, T), 0);
}

static void write_event(const struct desk *desk, int64_t at)
{
    struct history_event event = {EVENT_STATE, "idle", at, SIZE_MAX};
    assert_int_equal(store_write_event(desk->place->store, &event, 1, 0), 0);
    commit(desk);
}

/* Events of before that time go, as they do with age. */
static void remove_events(const struct desk *desk, int64_t before_at)
{
    desk->place->fleet.events_kept_s = DAY;
    for (int i = 0; i < 5; i++)
        assert_int_equal(store_retain(desk->place->store, &desk->place->fleet, before_at + DAY), 0);
    commit(desk);
}

static void assert_stand(struct desk *desk, const char *query, int64_t first, int64_t last, int is_gap)
{
    char path[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "events?%s", query);
    json_t *json = ask_api(desk, path, 0, T);
    if (first)
        assert_number(json, "first_seq", (double)first);
    else
        assert_null_key(json, "first_seq");
    assert_number(json, "last_seq", (double)last);
    if (json_is_true(json_object_get(json, "is_gap")) != is_gap)
        fail_msg("%s: is_gap is not %d", path, is_gap);
    json_decref(json);
}

static void assert_stand_after(struct desk *desk, int64_t after, int64_t first, int64_t last, int is_gap)
{
    static const char *const others[] = {"", "&printer=lab&kind=clock", "&sort=-seq&limit=1", "&from=0&sort=at"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char query[WALK_TEXT_BYTES];
        snprintf(query, sizeof query, "after=%lld%s", (long long)after, others[i]);
        assert_stand(desk, query, first, last, is_gap);
    }
    char path[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "events?after=%lld&limit=all", (long long)after);
    json_t *json = stream_of(desk, path, NULL);
    assert_number(json, "last_seq", (double)last);
    assert_int_equal(json_is_true(json_object_get(json, "is_gap")), is_gap);
    json_decref(json);
}

static void test_where_a_client_stands(void **state)
{
    struct desk *desk = *state;
    write_event(desk, T); /* the second one: the poller has told that it began */
    for (int i = 2; i < 50; i++)
        write_event(desk, T + i);
    int64_t first = number(desk, "SELECT first_event_seq FROM about"), last = first + 49;
    assert_stand(desk, "", first, last, 0);
    assert_stand_after(desk, 0, first, last, 0); /* nothing was ever before the first one */
    assert_stand_after(desk, first - 1, first, last, 0);
    assert_stand_after(desk, first, first, last, 0);
    assert_stand_after(desk, last - 1, first, last, 0);
    assert_stand_after(desk, last, first, last, 0);
    assert_stand_after(desk, last + 1, first, last, 1); /* a number that was never given */
    assert_stand_after(desk, INT64_MAX, first, last, 1);

    remove_events(desk, T + 20);
    int64_t kept = first + 20;
    assert_stand(desk, "", kept, last, 0);
    assert_stand_after(desk, 0, kept, last, 1);
    assert_stand_after(desk, first, kept, last, 1);
    assert_stand_after(desk, kept - 2, kept, last, 1);
    assert_stand_after(desk, kept - 1, kept, last, 0);
    assert_stand_after(desk, kept, kept, last, 0);
    assert_stand_after(desk, last, kept, last, 0);

    remove_events(desk, T + 9999);
    assert_stand(desk, "", 0, last, 0);
    assert_stand_after(desk, 0, 0, last, 1);
    assert_stand_after(desk, last - 1, 0, last, 1);
    assert_stand_after(desk, last, 0, last, 0);
    assert_stand_after(desk, last + 1, 0, last, 1);
}

/* The server's clock was a month ahead for a while: what was written then is kept longer than what came later. */
static void test_what_went_out_of_turn_is_missed(void **state)
{
    struct desk *desk = *state;
    write_event(desk, T + 30 * DAY);
    write_event(desk, T + 1);
    write_event(desk, T + 2);
    int64_t last = number(desk, "SELECT max(seq) FROM event"), ahead = last - 2;
    assert_stand_after(desk, ahead, ahead - 1, last, 0);
    remove_events(desk, T + 2);
    assert_stand_after(desk, ahead, ahead, last, 1);
    assert_stand_after(desk, ahead - 1, ahead, last, 0);
    assert_stand_after(desk, last - 1, ahead, last, 0);
    remove_events(desk, T + 3);
    assert_stand_after(desk, ahead, ahead, last, 1);
    assert_stand_after(desk, last, ahead, last, 0);
}

/* As the program before left it, which had removed some already: nobody knows whether. */
static void make_version_2(const struct place *place, const char *rows)
{
    char pragma[128];
    sqlite3 *db;
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = 2; PRAGMA application_id = %d", SCHEMA_APPLICATION_ID);
    assert_int_equal(sqlite3_open(place->database, &db), SQLITE_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(sqlite3_exec(db, schema_steps[i].sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, rows, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, pragma, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void test_a_migrated_database(void **state)
{
    struct desk *desk = *state;
    make_version_2(desk->place, "INSERT INTO event (seq, at, kind, text) VALUES (77001, 1699000000, 'state', 'idle'), "
                                "(77002, 1699000001, 'state', 'idle')");
    place_open(desk->place, T);
    commit(desk);
    int64_t last = number(desk, "SELECT seq FROM sqlite_sequence WHERE name = 'event'");
    assert_stand_after(desk, 0, 77001, last, 0);
    assert_stand_after(desk, 77001, 77001, last, 0);
    remove_events(desk, 1699000001);
    assert_stand_after(desk, 0, 77002, last, 1);
    assert_stand_after(desk, 77001, 77002, last, 0);
}

static void test_a_database_without_events(void **state)
{
    struct desk *desk = *state;
    place_open(desk->place, T);
    pour(desk, "DELETE FROM event; UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'event'; UPDATE about SET "
               "first_event_seq = 5001");
    assert_stand(desk, "", 0, 5000, 0);
    assert_stand_after(desk, 0, 0, 5000, 0);
    assert_stand_after(desk, 5000, 0, 5000, 0);
    assert_stand_after(desk, 5001, 0, 5000, 1);
}

/* ---- while it is written ------------------------------------------------------------------------------------------------ */

static void assert_rising(const json_t *items, int64_t first, int64_t last)
{
    size_t i;
    json_t *item;
    json_array_foreach(items, i, item)
        assert_int_equal(json_integer_value(json_object_get(item, "seq")), first + (int64_t)i);
    assert_int_equal(json_array_size(items), last - first + 1);
}

/* A client that always asks behind the last one that it got. */
static void test_who_polls_gets_all_once(void **state)
{
    struct desk *desk = *state;
    json_t *got = json_array();
    int64_t first = number(desk, "SELECT min(seq) FROM event"), after = 0;
    for (int i = 0; i < 300; i++) {
        for (int64_t more = any(4); more > 0; more--)
            write_event(desk, T + i);
        if (i % 50 == 10) {
            place_close(desk->place, T); /* the poller begins anew, and tells so */
            place_open(desk->place, T);
            commit(desk);
        }
        if (any(3))
            continue;
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "events?after=%lld&limit=%d", (long long)after, 1 + (int)any(20));
        json_t *page = ask_api(desk, path, 0, T), *items = json_object_get(page, "items");
        assert_true(json_is_false(json_object_get(page, "is_gap")));
        json_array_extend(got, items);
        if (json_array_size(items) > 0)
            after = json_integer_value(json_object_get(json_array_get(items, json_array_size(items) - 1), "seq"));
        json_decref(page);
        if (i > 100)
            remove_events(desk, T + i - 100);
    }
    assert_true(after > first + 200);
    assert_rising(got, first, after);
    json_decref(got);
}

/* Pages while events come and go: what was read may go, what was not is told to be missing. */
static void test_pages_while_it_is_written(void **state)
{
    struct desk *desk = *state;
    for (int i = 1; i < 100; i++)
        write_event(desk, T + i);
    int64_t first = number(desk, "SELECT min(seq) FROM event");
    json_t *got = json_array();
    char *url = strdup("events?after=0&limit=10"), *next;
    for (int pages = 0; url; pages++, free(url), url = next) {
        json_t *page = ask_api(desk, url, 0, T);
        assert_true(json_is_false(json_object_get(page, "is_gap")));
        json_array_extend(got, json_object_get(page, "items"));
        next = next_of(page);
        json_decref(page);
        remove_events(desk, T + (int64_t)json_array_size(got) - 5); /* of those that were read */
        if (pages < 5)
            write_event(desk, T + 200 + pages);
    }
    assert_rising(got, first, first + 99 + 5);
    json_decref(got);

    json_t *page = ask_api(desk, "events?limit=3", 0, T);
    url = next_of(page);
    json_decref(page);
    remove_events(desk, T + 204);
    page = ask_api(desk, url, 0, T);
    assert_true(json_is_true(json_object_get(page, "is_gap")));
    free(url);
    json_decref(page);
}

static int64_t written_between;

static void write_between(struct desk *desk)
{
    if (written_between++ < 3)
        write_event(desk, T + 1);
}

static void test_a_stream_while_it_is_written(void **state)
{
    struct desk *desk = *state;
    pour(desk,
         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO event (at, kind, "
         "text) SELECT 1700000000, 'state', 'idle' FROM n");
    int64_t first = number(desk, "SELECT min(seq) FROM event");
    written_between = 0;
    json_t *json = stream_of(desk, "events?limit=all", write_between);
    assert_rising(json_object_get(json, "items"), first, first + 4000 + 3);
    assert_number(json, "last_seq", (double)first + 4000 + 3);
    json_decref(json);
}

/* ---- hostile ------------------------------------------------------------------------------------------------------------ */

static void test_hostile_questions(void **state)
{
    struct desk *desk = *state;
    static const char *const wrong[] = {"cursor=seq~",
                                        "cursor=seq~-1",
                                        "cursor=seq~1,1",
                                        "cursor=at~1,1",
                                        "cursor=-seq~1",
                                        "sort=at&cursor=at~1",
                                        "sort=at&cursor=at~1,",
                                        "sort=at&cursor=at~,1",
                                        "sort=at&cursor=at~1,1,1",
                                        "sort=at&cursor=at~1,-1",
                                        "sort=at&cursor=at~1;1",
                                        "sort=at&cursor=at~1,99999999999999999999",
                                        "after=-1",
                                        "after=x",
                                        "after=9223372036854775808",
                                        "after=1e3",
                                        "after=",
                                        "kind=model",
                                        "sort=text",
                                        "sort=--seq",
                                        "from=1&to=0",
                                        "printer=lab%27%20OR%201--",
                                        "state=idle"};
    pour_events(desk);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "events?%s", wrong[i]);
        json_decref(ask_json(desk, ENDPOINT_API, path, WALK_ALL, T, 400));
    }
    static const char *const empty[] = {"cursor=seq~9223372036854775807",
                                        "sort=-seq&cursor=-seq~0",
                                        "after=9223372036854775807",
                                        "sort=at&cursor=at~9223372036854775807,9223372036854775807",
                                        "sort=-at&cursor=-at~0,0",
                                        "from=2200-01-01",
                                        "to=0",
                                        "from=0&to=0"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "events?%s", empty[i]);
        json_t *json = ask_api(desk, path, 0, T);
        assert_int_equal(json_array_size(json_object_get(json, "items")), 0);
        assert_null_key(json, "next");
        json_decref(json);
    }
}

/* A place before what was asked for shows no more of it. */
static void test_a_cursor_widens_nothing(void **state)
{
    struct desk *desk = *state;
    pour_events(desk);
    int64_t last = number(desk, "SELECT max(seq) FROM event");
    char path[WALK_TEXT_BYTES];
    snprintf(path, sizeof path, "events?after=%lld&cursor=seq~0", (long long)last - 3);
    json_t *json = ask_api(desk, path, 0, T);
    assert_rising(json_object_get(json, "items"), last - 2, last);
    json_decref(json);
}

/* ---- effort ------------------------------------------------------------------------------------------------------------- */

/* A kind is rare, but for some at the ends of the first windows from either side. */
static void pour_many(const struct desk *desk, int count)
{
    pour_format(
        desk,
        "DELETE FROM event; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO "
        "event (seq, at, printer_key, kind, text) SELECT i, 1700000000 + i * 10, 1 + i %% 3, CASE WHEN i %% 5000 = 77 "
        "OR "
        "i BETWEEN 4090 AND 4100 OR i BETWEEN %d - 4100 AND %d - 4090 THEN 'machine' ELSE 'state' END, 'idle' FROM n",
        count, count, count);
}

static void test_pages_cost_the_same_everywhere(void **state)
{
    struct desk *desk = *state;
    static const char *const queries[] = {
        "after=%d",
        "sort=-seq&after=3&cursor=-seq~%d",
        "cursor=seq~%d",
        "printer=shop&after=%d",
        "printer=shop&sort=-seq&cursor=-seq~%d",
    };
    static const char *const ranges[] = {"from=%lld&sort=at&cursor=at~%lld,0", "to=%lld&sort=-at&cursor=-at~%lld,0",
                                         "from=%lld&to=1800000000&sort=at&cursor=at~%lld,0"};
    pour_many(desk, 20000);
    walked_begin();
    for (int place = 500; place < 20000; place += 6000) {
        char path[WALK_TEXT_BYTES], query[WALK_TEXT_BYTES / 2];
        for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
            snprintf(query, sizeof query, queries[i], place);
            snprintf(path, sizeof path, "events?limit=50&%s%s", query, strstr(query, "cursor") ? "" : "&cursor=seq~0");
            if (steps_of(desk, path) > 51 * 60 + 500)
                fail_msg("%s: %lld steps", path, (long long)walked.steps);
        }
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
            snprintf(query, sizeof query, ranges[i], T + 10LL * place, T + 10LL * place);
            snprintf(path, sizeof path, "events?limit=50&%s", query);
            if (steps_of(desk, path) > 51 * 60 + 500)
                fail_msg("%s: %lld steps", path, (long long)walked.steps);
        }
    }
    walked_end();
}

/* The first page's count is the only thing that passes all rows. */
static void test_counts(void **state)
{
    struct desk *desk = *state;
    pour_many(desk, 20000);
    walked_begin();
    assert_true(steps_of(desk, "events?limit=10") < 20000 * 6);
    assert_true(steps_of(desk, "events?limit=10&kind=machine") < 20000 * 25);
    assert_true(steps_of(desk, "events?limit=10&from=1700000000") < 20000 * 25);
    assert_true(steps_of(desk, "events?limit=10&printer=lab&from=1700000000") < 20000 * 25);
    walked_end();
}

/* What is rare is looked for as far as a bound: then the page is short, and its next one goes on. */
static void test_a_rare_kind(void **state)
{
    struct desk *desk = *state;
    pour_many(desk, 250000);
    json_t *items = items_of_pages(desk, "events?kind=server_clock", 100);
    assert_int_equal(json_array_size(items), 0);
    json_decref(items);
    assert_int_equal(assert_events(desk, &(struct filter){-1, -1, -1, NULL, EVENT_MACHINE, NULL}), 72);
    assert_int_equal(assert_events(desk, &(struct filter){-1, -1, -1, NULL, EVENT_MACHINE, "-at"}), 72);
    assert_true(assert_events(desk, &(struct filter){-1, 0, -1, "lab", EVENT_MACHINE, "at"}) > 0);
    walked_begin();
    json_t *json = ask_api(desk, "events?kind=server_clock&cursor=seq~0", 0, T);
    assert_true(json_is_string(json_object_get(json, "next")));
    assert_true(walked.steps < 50 * 4096 * 16);
    json_decref(json);
    walked_end();
}

#define TEST(function)       cmocka_unit_test_setup_teardown(function, desk_setup_open, desk_teardown)
#define TEST_EMPTY(function) cmocka_unit_test_setup_teardown(function, desk_setup, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_events_of_any_filter),
        TEST(test_events_at_exact_bounds),
        TEST(test_where_a_client_stands),
        TEST(test_what_went_out_of_turn_is_missed),
        TEST_EMPTY(test_a_migrated_database),
        TEST_EMPTY(test_a_database_without_events),
        TEST(test_who_polls_gets_all_once),
        TEST(test_pages_while_it_is_written),
        TEST(test_a_stream_while_it_is_written),
        TEST(test_hostile_questions),
        TEST(test_a_cursor_widens_nothing),
        TEST(test_pages_cost_the_same_everywhere),
        TEST(test_counts),
        TEST(test_a_rare_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
