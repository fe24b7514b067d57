/* endpoints.c, endpoint_printers.c, endpoint_status.c: what is answered to whom, and for how long it is true. */
#include "endpoints_help.h"
#include <time.h>

enum { ALL = EXPOSE_IDENTITY | EXPOSE_PEOPLE };

static void test_routes(void **state)
{
    struct desk *desk = *state;
    static const struct {
        enum endpoint_area area;
        const char *path;
        int status;
    } routes[] = {
        {ENDPOINT_API, "printers",              200},
        {ENDPOINT_API, "printers/lab",          200},
        {ENDPOINT_API, "printers/lab/busy",     200},
        {ENDPOINT_API, "printers/lab/raw",      200},
        {ENDPOINT_API, "health",                200},
        {ENDPOINT_V1,  "lab/status",            200},
        {ENDPOINT_V1,  "lab/job",               200},
        {ENDPOINT_V1,  "lab/queue",             200},
        {ENDPOINT_V1,  "lab/material",          200},
        {ENDPOINT_V1,  "lab/extstatus",         200},
        {ENDPOINT_API, "",                      404},
        {ENDPOINT_API, "printers/",             404},
        {ENDPOINT_API, "printers//busy",        404},
        {ENDPOINT_API, "printers/lab/",         404},
        {ENDPOINT_API, "printers/lab/busy/x",   404},
        {ENDPOINT_API, "printers/LAB",          404},
        {ENDPOINT_API, "printers/nobody",       404},
        {ENDPOINT_API, "printers/lab' OR 1 --", 404},
        {ENDPOINT_API, "printers/ID",           404},
        {ENDPOINT_API, "printers/../health",    404},
        {ENDPOINT_API, "lab/status",            404},
        {ENDPOINT_V1,  "printers",              404},
        {ENDPOINT_V1,  "lab",                   404},
        {ENDPOINT_V1,  "nobody/status",         404},
    };
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        struct ready *ready = ask(desk, routes[i].area, routes[i].path, ALL, T + 11);
        if (ready->http_status != routes[i].status)
            fail_msg("%s: %d %.*s", routes[i].path, ready->http_status, (int)ready->length, ready->bytes);
        if (ready->http_status == 404)
            assert_string_equal(ready->content_type, "application/problem+json");
        ready_release(ready);
    }
}

static void test_ids_of_all_lengths(void **state)
{
    struct desk *desk = *state;
    char path[200] = "printers/";
    for (size_t length = 1; length < 100; length++) {
        memset(path + 9, 'a', length);
        path[9 + length] = '\0';
        json_decref(ask_json(desk, ENDPOINT_API, path, ALL, T, 404));
    }
}

static void test_problems(void **state)
{
    struct desk *desk = *state;
    json_t *json = ask_json(desk, ENDPOINT_API, "nothing", ALL, T, 404);
    assert_text(json, "type", "about:blank");
    assert_number(json, "status", 404);
    assert_non_null(strstr(json_string_value(json_object_get(json, "detail")), "printers/ID/busy"));
    json_decref(json);

    struct endpoint_question question = {.area = ENDPOINT_API, .path = "printers", .query = "a=1", .now = T};
    struct ready *ready = endpoints_answer(desk->endpoints, &question);
    assert_int_equal(ready->http_status, 400);
    ready_release(ready);
    question.query = ""; /* a question mark alone asks for nothing */
    ready = endpoints_answer(desk->endpoints, &question);
    assert_int_equal(ready->http_status, 200);
    ready_release(ready);
    /* The original took any query. */
    place_poll_fixture(desk->place, 0, T, "uprint-idle");
    question = (struct endpoint_question){.area = ENDPOINT_V1, .path = "lab/status", .query = "_=1583", .now = T};
    ready = endpoints_answer(desk->endpoints, &question);
    assert_int_equal(ready->http_status, 200);
    ready_release(ready);
}

static void test_raw_is_for_those_who_may_see_all(void **state)
{
    struct desk *desk = *state;
    static const unsigned too_little[] = {EXPOSE_NONE, EXPOSE_IDENTITY, EXPOSE_PEOPLE};
    size_t length;
    char *text = fixture_read("mojo-idle", &length);
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/raw", ALL, T, 503)); /* never answered */
    place_poll(desk->place, 0, T + 10, text);
    for (size_t i = 0; i < 3; i++)
        json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/raw", too_little[i], T + 11, 403));
    assert_answer(desk, ENDPOINT_API, "printers/lab/raw", T + 11, 200, text); /* byte for byte */
    free(text);
}

static void test_a_printer(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    json_t *json = ask_api(desk, "printers/lab", ALL, T + 11);
    assert_text(json, "printer", "lab");
    assert_text(json, "state", "building");
    assert_text(json, "status_text", "Building");
    assert_text(json, "product", "Fortus 450mc");
    assert_text(json, "serial", "W10001");
    assert_text(json, "owner", "anna");
    assert_number(json, "polled_at", T + 10);
    assert_text(json, "polled_time", "2023-11-14T22:13:30Z");
    assert_number(json, "interval_s", 10);
    assert_number(json, "layer", 12);
    assert_number(json, "progress_ratio", 3300 / 14000.);
    assert_text(json, "progress_source", "time");
    assert_number(json, "eta_at", T + 10 + 10700);
    assert_number(json, "model_needed_in3", 10.5);
    assert_number(json, "model_needed_cm3", 10.5 * 16.387064);
    assert_null_key(json, "explanation");
    assert_null_key(json, "trouble");
    assert_null(json_object_get(json, "_key"));
    json_t *queue = json_object_get(json, "queue"), *spools = json_object_get(json, "spools");
    assert_int_equal(json_array_size(queue), 2);
    assert_text(json_array_get(queue, 1), "job_name", "cover; v2");
    assert_number(json_array_get(queue, 1), "position", 2);
    assert_int_equal(json_array_size(spools), 4);
    assert_number(json_array_get(spools, 0), "left_ratio", 60.5 / 92.31);
    assert_true(json_is_true(json_object_get(json_array_get(spools, 0), "is_loaded")));
    assert_null_key(json_array_get(spools, 1), "left_ratio"); /* the figures of a spool that is not there */
    json_decref(json);
}

static void test_the_fleet(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    json_t *json = ask_api(desk, "printers", ALL, T + 11), *one = ask_api(desk, "printers/lab", ALL, T + 11);
    json_t *items = json_object_get(json, "items");
    assert_number(json, "total", PLACE_PRINTERS);
    assert_null_key(json, "next");
    assert_int_equal(json_array_size(items), PLACE_PRINTERS);
    assert_true(json_equal(json_array_get(items, 0), one));
    assert_text(json_array_get(items, 1), "printer", "shop");
    assert_text(json_array_get(items, 1), "state", "unobserved"); /* never polled */
    assert_null_key(json_array_get(items, 1), "polled_at");
    assert_number(json_array_get(items, 1), "state_began_at", T - T % 86400);
    json_decref(json);
    json_decref(one);
}

/* The value of the view's column in the row of that printer, as JSON writes it. */
static void check_view_column(const struct place *place, const json_t *printer, const char *column)
{
    char sql[320], expected[512];
    char *value = json_dumps(json_object_get(printer, column), JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
    assert_non_null(value);
    snprintf(sql, sizeof sql,
             "SELECT '%s', CASE typeof(%s) WHEN 'real' THEN printf('%%.12g', %s) ELSE coalesce(json_quote(%s), 'null') "
             "END FROM printer_current WHERE printer = '%s'",
             column, column, column, column, json_string_value(json_object_get(printer, "printer")));
    snprintf(expected, sizeof expected, "%s|%s", column, value);
    assert_rows(place, sql, expected);
    free(value);
}

/* One that builds, one that is offline, one whose last poll is too old. */
static void test_the_view_says_the_same(void **state)
{
    static const char *const columns[] = {
        "name",           "product",         "state",  "status_text", "state_began_at", "polled_at",  "job_name",
        "progress_ratio", "progress_source", "eta_at", "trouble",     "owner",          "answered_at"};
    struct desk *desk = *state;
    int64_t now = time(NULL);
    place_poll_fixture(desk->place, 0, now - 2, "fortus450-building");
    place_poll_fixture(desk->place, 1, now - 40, "fortus450-building");
    for (int i = 0; i < 3; i++)
        place_poll(desk->place, 1, now - 30 + 10 * i, NULL);
    place_poll_fixture(desk->place, 2, now - 300, "fortus450-building");
    json_t *json = ask_api(desk, "printers", ALL, now), *items = json_object_get(json, "items");
    static const char *const states[] = {"building", "offline", "unobserved"};
    for (size_t i = 0; i < PLACE_PRINTERS; i++) {
        assert_text(json_array_get(items, i), "state", states[i]);
        for (size_t j = 0; j < sizeof columns / sizeof *columns; j++)
            check_view_column(desk->place, json_array_get(items, i), columns[j]);
    }
    json_decref(json);
}

/* Nothing else hangs on what is exposed than these keys. */
static void check_exposed(const json_t *object, unsigned expose, int has_people)
{
    static const char *const people[] = {"job_name", "owner", "comment", "pack"};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(json_object_get(object, people[i]) != NULL, has_people && (expose & EXPOSE_PEOPLE));
}

static void test_what_is_exposed(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    for (unsigned expose = 0; expose <= ALL; expose++) {
        json_t *json = ask_api(desk, "printers/lab", expose, T + 11);
        json_t *spool = json_array_get(json_object_get(json, "spools"), 0);
        int has_identity = (expose & EXPOSE_IDENTITY) != 0;
        check_exposed(json, expose, 1);
        check_exposed(json_array_get(json_object_get(json, "queue"), 0), expose, 1);
        check_exposed(spool, expose, 0);
        assert_int_equal(json_object_get(json, "serial") != NULL, has_identity);
        assert_int_equal(json_object_get(json, "controller_version") != NULL, has_identity);
        static const char *const keys[] = {"serial", "lot", "made_on", "first_used_on"};
        for (size_t i = 0; i < 4; i++)
            assert_int_equal(json_object_get(spool, keys[i]) != NULL, has_identity);
        json_decref(json);

        json = ask_json(desk, ENDPOINT_V1, "lab/queue", expose, T + 11, 200);
        assert_int_equal(json_object_get(json_array_get(json, 0), "owner") != NULL, (expose & EXPOSE_PEOPLE) != 0);
        json_decref(json);
        json = ask_json(desk, ENDPOINT_V1, "lab/job", expose, T + 11, 200);
        assert_int_equal(json_object_get(json, "jobName") != NULL, (expose & EXPOSE_PEOPLE) != 0);
        json_decref(json);
    }
}

/* No text that is hidden comes by another key. */
static void test_nothing_hidden_leaks(void **state)
{
    struct desk *desk = *state;
    static const char *const hidden[] = {"anna",  "bracket", "bert",  "gear", "cover",
                                         "carla", "W10001",  "77012", "5.8.1"};
    static const char *const paths[] = {"printers", "printers/lab", "health", "printers/lab/busy"};
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct ready *ready = ask(desk, ENDPOINT_API, paths[i], EXPOSE_NONE, T + 11);
        for (size_t k = 0; k < sizeof hidden / sizeof *hidden; k++)
            assert_null(memmem(ready->bytes, ready->length, hidden[k], strlen(hidden[k])));
        ready_release(ready);
    }
}

/* What one printer says never hides the others, and a ratio is one. */
static void test_a_spool_of_absurd_numbers(void **state)
{
    struct desk *desk = *state;
    static const char text[] = "set machineStatus(general) {\n\t-modelerType paia\n\t-modelerStatus Idle\n};\n"
                               "set machineStatus(cassette) {\n"
                               "{\n\t-name A\n\t-status Loaded\n\t-initialMatl 1e-310\n\t-remainingMatl -1\n}\n"
                               "{\n\t-name B\n\t-status Loaded\n\t-initialMatl 1e-310\n\t-remainingMatl 1e15\n}\n"
                               "};\n";
    place_poll(desk->place, 0, T + 10, text);
    json_t *json = ask_api(desk, "printers", ALL, T + 11);
    json_t *spools = json_object_get(json_array_get(json_object_get(json, "items"), 0), "spools");
    assert_null_key(json_array_get(spools, 0), "left_ratio");
    assert_number(json_array_get(spools, 1), "left_ratio", 1);
    json_decref(json);
}

/* No RFC 3339 is beyond the year 9999, and a browser's Date ends too. */
static void test_times_beyond_all_calendars(void **state)
{
    struct desk *desk = *state;
    static const char text[] = "set machineStatus(general) {\n\t-modelerType paia\n\t-modelerStatus Building\n"
                               "\t-serverTime 1\n};\n"
                               "set machineStatus(currentJob) {\n\t-jobId 5\n\t-submitTime 1e15\n\t-startTime 2e14\n"
                               "\t-estimatedBuildTime 1e15\n\t-buildTime 60\n};\n"
                               "set machineStatus(queue) {\n{\n\t-jobId 6\n\t-submitTime 1e15\n}\n};\n";
    place_poll(desk->place, 0, T + 10, text);
    json_t *json = ask_api(desk, "printers/lab", ALL, T + 11);
    assert_text(json, "state", "building");
    assert_null_key(json, "submitted_at");
    assert_null_key(json, "started_at");
    assert_null_key(json, "eta_at");
    assert_null_key(json_array_get(json_object_get(json, "queue"), 0), "submitted_at");
    json_decref(json);
}

static void test_etags(void **state)
{
    struct desk *desk = *state;
    struct desk other = {desk->place, endpoints_begin(desk->place->database, desk->place->folder, 1, 2)};
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    place_poll_fixture(desk->place, 1, T + 10, "uprint-idle");
    struct ready *lab = ask(desk, ENDPOINT_API, "printers/lab", 0, T + 11);
    struct ready *fleet = ask(desk, ENDPOINT_API, "printers", 0, T + 11);
    struct ready *elsewhere = ask(&other, ENDPOINT_API, "printers/lab", 0, T + 12);
    assert_ptr_not_equal(lab, elsewhere);
    assert_string_equal(lab->etag, elsewhere->etag);

    place_poll_fixture(desk->place, 1, T + 20, "uprint-idle"); /* another printer */
    struct ready *again = ask(desk, ENDPOINT_API, "printers/lab", 0, T + 21);
    struct ready *fleet_again = ask(desk, ENDPOINT_API, "printers", 0, T + 21);
    assert_ptr_equal(again, lab);
    assert_string_not_equal(fleet->etag, fleet_again->etag);

    place_poll_fixture(desk->place, 0, T + 30, "fortus450-building"); /* polled_at is another one */
    struct ready *later = ask(desk, ENDPOINT_API, "printers/lab", 0, T + 31);
    assert_string_not_equal(later->etag, lab->etag);
    struct ready *exposed = ask(desk, ENDPOINT_API, "printers/lab", ALL, T + 31);
    assert_string_not_equal(exposed->etag, later->etag);
    struct ready *const all[] = {lab, fleet, elsewhere, again, fleet_again, later, exposed};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ready_release(all[i]);
    endpoints_end(other.endpoints);
}

/* A body that did not change keeps its ETag, though the printer was polled again. */
static void test_etag_of_the_same_content(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "uprint-idle");
    struct ready *before = ask(desk, ENDPOINT_V1, "lab/job", 0, T + 11);
    struct ready *busy_before = ask(desk, ENDPOINT_API, "printers/lab/busy", 0, T + 11);
    place_poll_fixture(desk->place, 0, T + 20, "uprint-idle");
    struct ready *after = ask(desk, ENDPOINT_V1, "lab/job", 0, T + 21);
    struct ready *busy_after = ask(desk, ENDPOINT_API, "printers/lab/busy", 0, T + 21);
    assert_ptr_not_equal(before, after);
    assert_string_equal(before->etag, after->etag);
    assert_string_equal(busy_before->etag, busy_after->etag);
    ready_release(before);
    ready_release(after);
    ready_release(busy_before);
    ready_release(busy_after);
}

static void test_lapses_at_the_right_second(void **state)
{
    struct desk *desk = *state;
    /* Three intervals of 10 s, a time-out of 5 s, and the second in which it was polled. */
    const int64_t last = T + 10 + 36;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    struct ready *fresh = ask(desk, ENDPOINT_API, "printers/lab", ALL, T + 11);
    assert_int_equal(fresh->lapses_at, last + 1);
    assert_int_equal(fresh->due_at, T + 20);
    struct ready *still = ask(desk, ENDPOINT_API, "printers/lab", ALL, last);
    assert_ptr_equal(fresh, still);
    assert_answer(desk, ENDPOINT_API, "printers/lab/busy", last, 200, "1");

    json_t *json = ask_api(desk, "printers/lab", ALL, last + 1);
    assert_text(json, "state", "unobserved");
    assert_number(json, "state_began_at", T + 10);
    static const char *const unknown[] = {"status_text", "progress_ratio", "progress_source", "eta_at"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_null_key(json, unknown[i]);
    assert_text(json, "job_name", "bracket_@Zz9xY"); /* what was last known */
    json_decref(json);
    assert_answer(desk, ENDPOINT_API, "printers/lab/busy", last + 1, 503, "unknown");
    assert_answer(desk, ENDPOINT_V1, "lab/status", last + 1, 503, "{\"status\":\"unobserved\"}");
    json = ask_api(desk, "printers", ALL, last + 1);
    assert_text(json_array_get(json_object_get(json, "items"), 0), "state", "unobserved");
    json_decref(json);
    ready_release(fresh);
    ready_release(still);
}

/* The same printer, poll by poll: what it is then, and whether its beginning was seen. */
static void test_whether_the_state_was_seen_to_begin(void **state)
{
    static const struct {
        int second;
        const char *fixture; /* NULL: no answer; "": nobody asks */
        const char *state;
        enum { NO, YES, NOBODY_KNOWS } is_seen;
    } life[] = {
        {0,    "",                   "unobserved", NOBODY_KNOWS}, /* never polled */
        {10,   "fortus450-building", "building",   NO          }, /* nothing is known of before */
        {20,   "fortus450-building", "building",   NO          },
        {30,   "uprint-idle",        "idle",       YES         },
        {40,   NULL,                 "idle",       YES         },
        {50,   NULL,                 "idle",       YES         },
        {60,   NULL,                 "offline",    YES         },
        {70,   NULL,                 "offline",    YES         },
        {80,   "uprint-idle",        "idle",       NO          }, /* it may have built meanwhile */
        {90,   "fortus450-building", "building",   YES         },
        {110,  "fortus450-building", "building",   YES         }, /* a poll that is missing is no gap */
        {300,  "",                   "unobserved", YES         }, /* since the last poll */
        {400,  "fortus450-building", "building",   NO          }, /* the same before and after */
        {410,  "fortus450-building", "building",   NO          },
        {420,  "uprint-idle",        "idle",       YES         },
        {600,  "fortus450-building", "building",   NO          }, /* another one than before */
        {610,  "fortus450-building", "building",   NO          },
        {1000, NULL,                 "unobserved", YES         },
        {1010, NULL,                 "unobserved", YES         },
        {1020, NULL,                 "offline",    NO          }, /* nobody asked when it went */
    };
    struct desk *desk = *state;

    for (size_t i = 0; i < sizeof life / sizeof *life; i++) {
        int64_t at = T + life[i].second;
        if (!life[i].fixture)
            place_poll(desk->place, 0, at, NULL);
        else if (life[i].fixture[0])
            place_poll_fixture(desk->place, 0, at, life[i].fixture);
        json_t *json = ask_api(desk, "printers/lab", ALL, at), *is_seen = json_object_get(json, "is_state_began_seen");
        assert_text(json, "state", life[i].state);
        if (life[i].is_seen == NOBODY_KNOWS ? !json_is_null(is_seen) : json_is_true(is_seen) != life[i].is_seen)
            fail_msg("second %d: it is %s", life[i].second, json_is_true(is_seen) ? "seen" : "not seen");
        json_decref(json);
    }
}

static void test_busy(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *fixture, *body;
    } fixtures[] = {
        {"uprint-idle",             "0"},
        {"fortus250-warming-up",    "1"},
        {"fortus450-building",      "1"},
        {"fortus900-paused",        "1"},
        {"dimension1200-part-done", "0"},
        {"f370-door-open",          "0"},
        {"unknown-machine",         "0"},
    };
    assert_answer(desk, ENDPOINT_API, "printers/lab/busy", T, 503, "unknown");
    for (size_t i = 0; i < sizeof fixtures / sizeof *fixtures; i++) {
        place_poll_fixture(desk->place, 0, T + 1 + (int64_t)i, fixtures[i].fixture);
        assert_answer(desk, ENDPOINT_API, "printers/lab/busy", T + 10, 200, fixtures[i].body);
    }
    for (int i = 0; i < 3; i++)
        place_poll(desk->place, 0, T + 10 + i, NULL);
    assert_answer(desk, ENDPOINT_API, "printers/lab/busy", T + 13, 503, "unknown");
    assert_answer(desk, ENDPOINT_V1, "lab/status", T + 13, 503, "{\"status\":\"offline\"}");
    struct ready *ready = ask(desk, ENDPOINT_API, "printers/lab/busy", 0, T + 13);
    assert_string_equal(ready->content_type, "text/plain");
    ready_release(ready);
}

/* The name that the original program gave its only printer. */
static void test_uprint_is_the_first_printer(void **state)
{
    struct desk *desk = *state;
    struct place *place = desk->place;
    place_poll_fixture(place, 0, T + 10, "f170-building");
    json_t *json = ask_json(desk, ENDPOINT_V1, "uprint/status", 0, T + 11, 200);
    assert_text(json, "modelerType", "dorado1");
    json_decref(json);
    json_decref(ask_json(desk, ENDPOINT_API, "printers/uprint", 0, T + 11, 404)); /* only there */
    place_close(place, T + 12);
    place->printers[2].id = "uprint"; /* a printer of that name goes first */
    place_open(place, T + 13);
    place_poll_fixture(place, 2, T + 14, "uprint-idle");
    json = ask_json(desk, ENDPOINT_V1, "uprint/status", 0, T + 15, 200);
    assert_text(json, "modelerType", "paia");
    json_decref(json);
}

static void test_a_removed_printer_is_gone(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 2, T + 10, "uprint-idle");
    json_decref(ask_api(desk, "printers/attic", 0, T + 11));
    place_close(desk->place, T + 12);
    desk->place->fleet.printer_count = 2;
    place_open(desk->place, T + 13);
    json_decref(ask_json(desk, ENDPOINT_API, "printers/attic", 0, T + 14, 404));
    json_t *json = ask_api(desk, "printers", 0, T + 14);
    assert_number(json, "total", 2);
    json_decref(json);
}

static void test_pages_of_the_fleet(void **state)
{
    struct desk *desk = *state;
    json_t *json = ask_api(desk, "printers?limit=2&fields=printer", ALL, T);
    assert_number(json, "total", PLACE_PRINTERS);
    assert_int_equal(json_array_size(json_object_get(json, "items")), 2);
    char next[256];
    snprintf(next, sizeof next, "%s", json_string_value(json_object_get(json, "next")) + strlen("/stratasys/api/v1/"));
    json_decref(json);
    json = ask_api(desk, next, ALL, T);
    assert_null_key(json, "total");
    assert_null_key(json, "next");
    assert_int_equal(json_array_size(json_object_get(json, "items")), 1);
    assert_text(json_array_get(json_object_get(json, "items"), 0), "printer", "attic");
    json_decref(json);
    json_decref(ask_json(desk, ENDPOINT_API, "events?printer=nobody", ALL, T, 400)); /* a mistyped ID */
    json_decref(ask_json(desk, ENDPOINT_API, "printers?cursor=~x", ALL, T, 400));
    json_decref(ask_json(desk, ENDPOINT_API, "printers?cursor=~-1", ALL, T, 400));
}

/* A printer that nobody watches any more is told by another tag, though nothing was written. */
static void test_tags_of_short_streams(void **state)
{
    struct desk *desk = *state;
    static const char *const paths[] = {"printers?format=csv", "printers?limit=all"};
    place_poll_fixture(desk->place, 0, T, "uprint-idle");
    for (int i = 0; i < 2; i++) {
        struct ready *watched = ask(desk, ENDPOINT_API, paths[i], ALL, T + 1);
        struct ready *again = ask(desk, ENDPOINT_API, paths[i], ALL, T + 2);
        struct ready *lapsed = ask(desk, ENDPOINT_API, paths[i], ALL, T + 1000);
        assert_string_equal(watched->etag, again->etag);
        assert_string_not_equal(watched->etag, lapsed->etag);
        ready_release(watched);
        ready_release(again);
        ready_release(lapsed);
    }
}

static void test_total_is_of_the_first_page(void **state)
{
    json_t *json = ask_api(*state, "printers?limit=all", ALL, T);
    assert_number(json, "total", PLACE_PRINTERS);
    json_decref(json);
    json = ask_api(*state, "printers?limit=all&cursor=~0", ALL, T);
    assert_null_key(json, "total");
    json_decref(json);
}

/* One process may serve the same in two places: each has its own addresses in it. */
static void test_places_are_not_mixed_up(void **state)
{
    struct desk *desk = *state;
    static const char *const places[] = {"/a b/\xc3\xbc/api/v1", "/b/api/v1"};
    static const char *const written[] = {"/a%20b/%C3%BC/api/v1/printers?", "/b/api/v1/printers?"};
    for (int i = 0; i < 2; i++) {
        struct endpoint_question question = {
            .area = ENDPOINT_API, .path = "printers", .query = "limit=1", .now = T, .places = {places[i]}};
        struct ready *ready = endpoints_answer(desk->endpoints, &question);
        assert_int_equal(strncmp(ready->next_url, written[i], strlen(written[i])), 0);
        ready_release(ready);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, desk_setup_open, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_routes),
        TEST(test_ids_of_all_lengths),
        TEST(test_problems),
        TEST(test_raw_is_for_those_who_may_see_all),
        TEST(test_a_printer),
        TEST(test_the_fleet),
        TEST(test_the_view_says_the_same),
        TEST(test_what_is_exposed),
        TEST(test_nothing_hidden_leaks),
        TEST(test_a_spool_of_absurd_numbers),
        TEST(test_times_beyond_all_calendars),
        TEST(test_etags),
        TEST(test_etag_of_the_same_content),
        TEST(test_lapses_at_the_right_second),
        TEST(test_whether_the_state_was_seen_to_begin),
        TEST(test_busy),
        TEST(test_uprint_is_the_first_printer),
        TEST(test_a_removed_printer_is_gone),
        TEST(test_pages_of_the_fleet),
        TEST(test_places_are_not_mixed_up),
        TEST(test_tags_of_short_streams),
        TEST(test_total_is_of_the_first_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
