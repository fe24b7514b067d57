/* endpoint_metrics.c and its table: what Prometheus is told, and what never. */
#include "endpoint_metrics.h"
#include "endpoints_help.h"
#include "made_help.h"
#include "utf8.h"

enum { SERIES_MAX = 4096 };

/* ---- the text --------------------------------------------------------------------------------------------------------- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}

/* The length of the braces that text begins with, with escapes in the values; 0: there are none. */
static size_t labels_length(const char *text)
{
    const char *at = text;
    if (*at != '{')
        return 0;
    do {
        at++;
        assert_true(is_name_character(*at));
        while (is_name_character(*at))
            at++;
        assert_int_equal(*at++, '=');
        assert_int_equal(*at++, '"');
        for (; *at != '"'; at++) {
            assert_true(*at != '\n' && *at != '\0');
            if (*at == '\\')
                assert_non_null(strchr("\\\"n", *++at));
        }
        at++;
    } while (*at == ',');
    assert_int_equal(*at, '}');
    return (size_t)(at + 1 - text);
}

/* Reads a sample, whose family was introduced right before it; gives its series without its value, to be freed. */
static char *read_sample(const char *line, const char *family)
{
    size_t name = 0;
    char *end;
    while (is_name_character(line[name]))
        name++;
    if (strlen(family) != name || strncmp(line, family, name) != 0)
        fail_msg("%.100s stands below %s", line, family);
    size_t length = name + labels_length(line + name);
    assert_int_equal(line[length], ' ');
    assert_true(isfinite(strtod(line + length + 1, &end)) && *end == '\n');
    return strndup(line, length);
}

/* As the format wants it: every family once, with its help and type; every series once; nothing that is no number. */
static void assert_sound(const char *text)
{
    char family[100] = "", *all[SERIES_MAX], *families[100];
    size_t count = 0, family_count = 0;
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        char type[10];
        if (*line != '#') {
            assert_true(count < SERIES_MAX);
            all[count++] = read_sample(line, family);
            continue;
        }
        assert_int_equal(sscanf(line, "# HELP %99s", family), 1);
        line = strchr(line, '\n') + 1;
        assert_int_equal(sscanf(line, "# TYPE %*s %9s", type), 1);
        assert_int_equal(strncmp(line + strlen("# TYPE "), family, strlen(family)), 0);
        size_t length = strlen(family);
        assert_int_equal(strcmp(type, "counter") == 0, strcmp(family + length - 6, "_total") == 0);
        families[family_count++] = strdup(family);
    }
    qsort(all, count, sizeof *all, compare_texts);
    qsort(families, family_count, sizeof *families, compare_texts);
    for (size_t i = 1; i < count; i++)
        assert_string_not_equal(all[i - 1], all[i]);
    for (size_t i = 1; i < family_count; i++)
        assert_string_not_equal(families[i - 1], families[i]);
    for (size_t i = 0; i < count; i++)
        free(all[i]);
    for (size_t i = 0; i < family_count; i++)
        free(families[i]);
}

/* What is told now, to be freed; *lapses_at and *due_at as the answer has them, unless NULL. */
static char *told_until(struct desk *desk, int64_t now, int64_t *lapses_at, int64_t *due_at)
{
    struct ready *ready = ask(desk, ENDPOINT_METRICS, "", EXPOSE_NONE, now);
    assert_int_equal(ready->http_status, 200);
    assert_string_equal(ready->content_type, "text/plain; version=0.0.4; charset=utf-8");
    char *text = strndup(ready->bytes, ready->length);
    assert_int_equal(strlen(text), ready->length);
    assert_true(utf8_valid(text, ready->length));
    assert_sound(text);
    if (lapses_at)
        *lapses_at = ready->lapses_at;
    if (due_at)
        *due_at = ready->due_at;
    ready_release(ready);
    return text;
}

static char *told(struct desk *desk, int64_t now)
{
    return told_until(desk, now, NULL, NULL);
}

/* The value of a series (without "stratasys_"), as text up to the end of its line; NULL: it has none. */
static const char *value_of(const char *text, const char *series)
{
    char line[600];
    snprintf(line, sizeof line, "\nstratasys_%s ", series);
    const char *found = strstr(text, line);
    return found ? found + strlen(line) : NULL;
}

static double number_told(const char *text, const char *series)
{
    const char *value = value_of(text, series);
    if (!value)
        fail_msg("nothing of %s in %s", series, text);
    return strtod(value, NULL);
}

static void assert_told(const char *text, const char *series, const char *value)
{
    const char *is = value_of(text, series);
    if (!is || strncmp(is, value, strlen(value)) != 0 || is[strlen(value)] != '\n')
        fail_msg("%s is %.20s, not %s", series, is ? is : "not told", value);
}

/* No series begins so. */
static void assert_silent(const char *text, const char *beginning)
{
    char line[200];
    snprintf(line, sizeof line, "\nstratasys_%s", beginning);
    const char *found = strstr(text, line);
    if (found)
        fail_msg("told: %.100s", found + 1);
}

/* ---- one printer ------------------------------------------------------------------------------------------------------ */

static void test_a_printer_that_builds(void **state)
{
    static const char *const samples[][2] = {
        {"build_info{version=\"0.1.0\"}",                                                                   "1"             },
        {"poller_up",                                                                                       "1"             },
        {"poller_start_timestamp_seconds",                                                                  "1700000000"    },
        {"printer_info{printer=\"lab\",name=\"\",product=\"Fortus 450mc\",location=\"\",fleet_group=\"\"}", "1"             },
        {"printer_state{printer=\"lab\",state=\"building\"}",                                               "1"             },
        {"printer_state{printer=\"lab\",state=\"idle\"}",                                                   "0"             },
        {"printer_state_start_timestamp_seconds{printer=\"lab\"}",                                          "1700000010"    },
        {"printer_up{printer=\"lab\"}",                                                                     "1"             },
        {"printer_last_poll_timestamp_seconds{printer=\"lab\"}",                                            "1700000010"    },
        {"printer_last_answer_timestamp_seconds{printer=\"lab\"}",                                          "1700000010"    },
        {"printer_failed_polls{printer=\"lab\"}",                                                           "0"             },
        {"printer_temperature_celsius{printer=\"lab\",kind=\"model\"}",                                     "329"           },
        {"printer_temperature_celsius{printer=\"lab\",kind=\"support\"}",                                   "213"           },
        {"printer_temperature_celsius{printer=\"lab\",kind=\"envelope\"}",                                  "94"            },
        {"printer_set_temperature_celsius{printer=\"lab\",kind=\"model\"}",                                 "330"           },
        {"printer_set_temperature_celsius{printer=\"lab\",kind=\"support\"}",                               "213"           },
        {"printer_set_temperature_celsius{printer=\"lab\",kind=\"envelope\"}",                              "95"            },
        {"job_progress_ratio{printer=\"lab\"}",                                                             "0.235714285714"},
        {"job_eta_timestamp_seconds{printer=\"lab\"}",                                                      "1700010710"    },
        {"job_build_seconds{printer=\"lab\"}",                                                              "3300"          },
        {"job_estimated_seconds{printer=\"lab\"}",                                                          "14000"         },
        {"queue_jobs{printer=\"lab\"}",                                                                     "2"             },
        {"spool_left_ratio{printer=\"lab\",spool=\"0\",kind=\"model\",material=\"ASA_IVR\"}",               "0.655400281659"},
        {"spool_left_ratio{printer=\"lab\",spool=\"2\",kind=\"support\",material=\"SR35\"}",                "0"             },
        {"spool_left_cubic_meters{printer=\"lab\",spool=\"3\",kind=\"support\",material=\"SR35\"}",         "0.000544869878"},
        {"jobs_total{printer=\"lab\",kind=\"completed\"}",                                                  "0"             },
    };
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    char *text = told(desk, T + 11);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const char *value = value_of(text, samples[i][0]);
        char expected[40];
        snprintf(expected, sizeof expected, "%s", samples[i][1]);
        if (!value || strcspn(value, "\n") == 0 || fabs(strtod(value, NULL) - strtod(expected, NULL)) > 1e-12)
            fail_msg("%s is %.20s, not %s", samples[i][0], value ? value : "not told", expected);
    }
    assert_silent(text, "spool_left_ratio{printer=\"lab\",spool=\"1\""); /* there is none in that bay */
    assert_silent(text, "spool_left_cubic_meters{printer=\"lab\",spool=\"1\"");
    free(text);
}

/* Exactly one of ten, whichever it is. */
static void test_every_state_has_a_series(void **state)
{
    char series[100];
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    for (enum state now = 0; now < STATE_COUNT; now++) {
        char sql[100];
        snprintf(sql, sizeof sql, "UPDATE printer_now SET state = '%s'; UPDATE poller SET change_seq = change_seq + 1",
                 state_name(now));
        execute(desk->place, sql);
        char *text = told(desk, T + 11);
        for (enum state other = 0; other < STATE_COUNT; other++) {
            snprintf(series, sizeof series, "printer_state{printer=\"lab\",state=\"%s\"}", state_name(other));
            assert_told(text, series, other == now ? "1" : "0");
            snprintf(series, sizeof series, "printer_state_seconds_total{printer=\"lab\",state=\"%s\"}",
                     state_name(other));
            assert_non_null(value_of(text, series));
        }
        assert_int_equal(value_of(text, "job_eta_timestamp_seconds{printer=\"lab\"}") != NULL, now == STATE_BUILDING);
        free(text);
    }
}

static const char *const said_by_the_printer[] = {
    "printer_temperature_celsius{printer=\"lab\"",
    "printer_set_temperature_celsius{printer=\"lab\"",
    "job_progress_ratio{printer=\"lab\"",
    "job_eta_timestamp_seconds{printer=\"lab\"",
    "job_build_seconds{printer=\"lab\"",
    "job_estimated_seconds{printer=\"lab\"",
    "queue_jobs{printer=\"lab\"",
    "spool_left_ratio{printer=\"lab\"",
    "spool_left_cubic_meters{printer=\"lab\"",
};

static void assert_says(const char *text, int says)
{
    for (size_t i = 0; i < sizeof said_by_the_printer / sizeof *said_by_the_printer; i++) {
        char line[100];
        snprintf(line, sizeof line, "\nstratasys_%s", said_by_the_printer[i]);
        if ((strstr(text, line) != NULL) != says)
            fail_msg("%s is%s told", said_by_the_printer[i], says ? " not" : "");
    }
}

static void test_a_printer_that_was_never_polled(void **state)
{
    struct desk *desk = *state;
    char *text = told(desk, T + 1);
    assert_told(text, "printer_state{printer=\"lab\",state=\"unobserved\"}", "1");
    assert_told(text, "jobs_total{printer=\"lab\",kind=\"failed\"}", "0");
    assert_told(text, "printer_state_seconds_total{printer=\"lab\",state=\"building\"}", "0");
    assert_true(number_told(text, "printer_state_seconds_total{printer=\"lab\",state=\"unobserved\"}") > 0);
    assert_says(text, 0);
    assert_silent(text, "printer_up");
    assert_silent(text, "printer_failed_polls");
    assert_silent(text, "printer_last_");
    free(text);
}

static void test_a_printer_that_is_off(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    place_poll(desk->place, 0, T + 20, NULL);
    char *text = told(desk, T + 21);
    assert_told(text, "printer_up{printer=\"lab\"}", "0");
    assert_told(text, "printer_state{printer=\"lab\",state=\"building\"}", "1"); /* one failed poll says little */
    assert_says(text, 1);
    free(text);
    place_poll(desk->place, 0, T + 30, NULL);
    place_poll(desk->place, 0, T + 40, NULL);
    text = told(desk, T + 41);
    assert_told(text, "printer_up{printer=\"lab\"}", "0");
    assert_told(text, "printer_failed_polls{printer=\"lab\"}", "3");
    assert_told(text, "printer_state{printer=\"lab\",state=\"offline\"}", "1");
    assert_told(text, "printer_state_start_timestamp_seconds{printer=\"lab\"}", "1700000020");
    assert_told(text, "printer_last_answer_timestamp_seconds{printer=\"lab\"}", "1700000010");
    assert_told(text, "printer_last_poll_timestamp_seconds{printer=\"lab\"}", "1700000040");
    assert_says(text, 0);
    free(text);
}

/* Nothing is written any more: the state lapses at the same second as in api/v1/printers, and then the poller is silent. */
static void test_nobody_watches(void **state)
{
    enum { LAPSES_AT = T + 10 + 1 + 35 };
    struct desk *desk = *state;
    int64_t lapses_at, due_at;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    free(told_until(desk, T + 11, &lapses_at, &due_at));
    assert_int_equal(due_at, T + 20);
    assert_int_equal(lapses_at, T + 10 + 21); /* the sign of life */
    for (int64_t now = T + 11; now < T + 60; now++) {
        char *text = told_until(desk, now, &lapses_at, NULL);
        json_t *printer = ask_api(desk, "printers/lab", EXPOSE_NONE, now);
        int is_watched = now <= LAPSES_AT;
        assert_text(printer, "state", is_watched ? "building" : "unobserved");
        assert_told(text, "printer_state{printer=\"lab\",state=\"building\"}", is_watched ? "1" : "0");
        assert_told(text, "printer_state{printer=\"lab\",state=\"unobserved\"}", is_watched ? "0" : "1");
        assert_says(text, is_watched);
        assert_int_equal(value_of(text, "printer_up{printer=\"lab\"}") != NULL, is_watched);
        assert_told(text, "printer_last_answer_timestamp_seconds{printer=\"lab\"}", "1700000010");
        assert_told(text, "poller_up", now <= T + 10 + 20 ? "1" : "0");
        if (lapses_at)
            assert_true(lapses_at > now);
        json_decref(printer);
        free(text);
    }
    assert_int_equal(lapses_at, 0);
}

static void test_a_poller_that_stopped(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    place_close(desk->place, T + 12);
    char *text = told(desk, T + 13);
    assert_told(text, "poller_up", "0");
    assert_told(text, "printer_state{printer=\"lab\",state=\"building\"}", "1");
    free(text);
}

/* ---- labels ----------------------------------------------------------------------------------------------------------- */

static void test_names_are_escaped(void **state)
{
    struct desk *desk = *state;
    execute(desk->place, "UPDATE printer SET name = 'a\"b\\c' || char(10) || 'd', product = CAST(x'41ff42' AS TEXT), "
                         "location = '{x=\"1\"} 2', fleet_group = 'Z\u00fcrich' WHERE printer = 'lab'");
    char *text = told(desk, T + 1);
    assert_told(text,
                "printer_info{printer=\"lab\",name=\"a\\\"b\\\\c\\nd\",product=\"A\u00ff"
                "B\",location=\"{x=\\\"1\\\"} "
                "2\",fleet_group=\"Z\u00fcrich\"}",
                "1");
    free(text);
}

/* Cut, and at a character. */
static void test_long_names(void **state)
{
    struct desk *desk = *state;
    execute(desk->place, "UPDATE printer SET name = 'x' || replace(hex(zeroblob(5000)), '00', '\u00fc'), product = "
                         "replace(hex(zeroblob(5000)), '00', char(10)), location = hex(zeroblob(128)) || 'x' "
                         "WHERE printer = 'lab'");
    char *text = told(desk, T + 1);
    const char *line = strstr(text, "\nstratasys_printer_info{printer=\"lab\",");
    const char *name = strstr(line, "name=\"x"), *product = strstr(line, "product=\""),
               *location = strstr(line, "location=\"");
    assert_int_equal(product - name - strlen("name=\"\","), METRIC_LABEL_BYTES - 1);
    assert_int_equal(location - product - strlen("product=\"\","), 2 * METRIC_LABEL_BYTES);
    assert_int_equal(strstr(line, "fleet_group") - location - strlen("location=\"\","), METRIC_LABEL_BYTES);
    free(text);
}

/* Whatever a machine says of its bays: every spool is a series of its own. */
static void test_spools_of_one_bay(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    execute(desk->place, "UPDATE spool_now SET bay = NULL, kind = NULL, material = NULL, is_loaded = 1");
    char *text = told(desk, T + 11);
    assert_told(text, "spool_left_ratio{printer=\"lab\",spool=\"1\",kind=\"\",material=\"\"}", "0");
    assert_true(number_told(text, "spool_left_ratio{printer=\"lab\",spool=\"3\",kind=\"\",material=\"\"}") > 0.36);
    free(text);
}

/* What SQLite keeps and Prometheus could take for a figure. */
static void test_figures_that_are_none(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    execute(desk->place,
            "UPDATE spool_now SET initial_in3 = 0, left_in3 = 9e999 WHERE place = 0;"
            "UPDATE spool_now SET is_loaded = NULL WHERE place = 2;"
            "UPDATE spool_now SET left_in3 = -1 WHERE place = 3;"
            "UPDATE printer_reading SET model_temp_c = -9e999, support_temp_c = NULL, envelope_temp_c = 'hot'");
    char *text = told(desk, T + 11);
    assert_silent(text, "spool_left");
    assert_silent(text, "printer_temperature_celsius");
    free(text);
}

static void test_printers_of_the_past_are_not_told(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 1, T + 10, "fortus450-building");
    place_close(desk->place, T + 20);
    desk->place->fleet.printer_count = 1;
    place_open(desk->place, T + 30);
    char *text = told(desk, T + 31);
    assert_non_null(strstr(text, "printer=\"lab\""));
    assert_null(strstr(text, "shop"));
    assert_null(strstr(text, "attic"));
    free(text);
}

/* The same for everybody: nothing of people and machines, and of jobs only how many. */
static void test_nothing_that_a_location_hides(void **state)
{
    static const char *const hidden[] = {"bracket", "anna",     "gear",   "bert",   "carla", "cover",
                                         "foot",    "W10001",   "500001", "500004", "77012", "02142020",
                                         "5.8.1",   "job_name", "owner",  "serial", "Ivory", "http"};
    static const unsigned exposures[] = {EXPOSE_NONE, EXPOSE_IDENTITY, EXPOSE_PEOPLE, EXPOSE_IDENTITY | EXPOSE_PEOPLE};
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T + 10, "fortus450-building");
    char *text = told(desk, T + 11);
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (strstr(text, hidden[i]))
            fail_msg("told: %.100s", strstr(text, hidden[i]));
    for (size_t i = 0; i < 4; i++) {
        struct ready *ready = ask(desk, ENDPOINT_METRICS, "", exposures[i], T + 11);
        assert_int_equal(ready->length, strlen(text));
        assert_memory_equal(ready->bytes, text, ready->length);
        ready_release(ready);
    }
    /* product and names stand on one series alone. */
    const char *info = strstr(text, "product=");
    assert_non_null(info);
    for (const char *at = text; (at = strstr(at, "Fortus")) != NULL; at++)
        assert_int_equal(at - info, strlen("product=\""));
    free(text);
}

static void test_it_takes_no_parameters(void **state)
{
    struct desk *desk = *state;
    json_decref(ask_json(desk, ENDPOINT_METRICS, "?name=x", EXPOSE_NONE, T, 400));
    json_decref(ask_json(desk, ENDPOINT_METRICS, "printers", EXPOSE_NONE, T, 404));
}

/* ---- counters --------------------------------------------------------------------------------------------------------- */

static void test_sums_of_states(void **state)
{
    struct desk *desk = *state;
    int64_t month = T - T % DAY + 40 * DAY;
    spend(desk->place, STATE_BUILDING, T + 1000);
    spend(desk->place, STATE_IDLE, month);
    spend(desk->place, STATE_BUILDING, month + 500); /* of another month */
    spend(desk->place, STATE_IDLE, month + 560);
    commit(desk->place, month + 560);
    char *text = told(desk, month + 561);
    assert_told(text, "printer_state_seconds_total{printer=\"lab\",state=\"building\"}", "1500");
    free(text);
}

static void test_results_and_material(void **state)
{
    struct desk *desk = *state;
    begin_run(desk->place, T + 10);
    keep_run(desk->place, 2, T + 10, T + 20);
    end_run(desk->place, RESULT_CANCELLED, T + 30);
    end_run(desk->place, RESULT_RUNNING, T + 40); /* it goes on after all */
    end_run(desk->place, RESULT_COMPLETED, T + 50);
    strcpy(desk->place->history[0].run.material[HISTORY_MODEL], "");
    begin_run(desk->place, T + 60);
    desk->place->history[0].run.material[HISTORY_MODEL][0] = '\0';
    struct made made = made_at(desk->place, T + 70);
    made.changes->uses[0] =
        (struct history_use){.kind = HISTORY_MODEL, .material = "", .used_in3 = 1, .from_at = T + 60, .to_at = T + 70};
    made.changes->runs[0] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1, .job = &gear};
    made.changes->run_count = made.changes->use_count = 1;
    made_write(&made);
    commit(desk->place, T + 70);
    char *text = told(desk, T + 71);
    assert_told(text, "jobs_total{printer=\"lab\",kind=\"cancelled\"}", "1");
    assert_told(text, "jobs_total{printer=\"lab\",kind=\"completed\"}", "0");
    assert_told(text, "material_used_cubic_meters_total{printer=\"lab\",kind=\"model\",material=\"ASA\"}",
                "3.2774128e-05");
    assert_told(text, "material_used_cubic_meters_total{printer=\"lab\",kind=\"model\",material=\"\"}",
                "1.6387064e-05");
    free(text);
}

/* No counter of before is missing or less in after. */
static void assert_none_fell(const char *before, const char *after)
{
    for (const char *line = before; *line; line = strchr(line, '\n') + 1) {
        const char *end = strchr(line, '\n'), *value = memrchr(line, ' ', (size_t)(end - line));
        char series[600];
        if (*line == '#' || !memmem(line, (size_t)(end - line), "_total{", 7))
            continue;
        line += strlen("stratasys_");
        snprintf(series, sizeof series, "%.*s", (int)(value - line), line);
        if (number_told(after, series) < strtod(value, NULL))
            fail_msg("%s fell from %.20s", series, value);
    }
}

/* Whatever is told in whatever order, over restarts of the poller and with results told anew. */
static void test_counters_never_fall(void **state)
{
    enum { STEPS = 400 };
    struct desk *desk = *state;
    struct place *place = desk->place;
    uint32_t dice = 11;
    int64_t at = T;
    char *before = told(desk, at), *after;
    begin_run(place, at);
    for (int i = 0; i < STEPS; i++, free(before), before = after) {
        dice = dice * 1664525 + 1013904223;
        at += 7 + (dice >> 24) * (i % 50 == 0 ? 9000 : 1);
        spend(place, (enum state)((dice >> 16) % STATE_COUNT), at);
        switch ((dice >> 20) % 5) {
        case 0:
            begin_run(place, at);
            break;
        case 1:
            keep_run(place, 1e-7 * (double)(dice >> 8), at - 5, at);
            break;
        case 2:
            place_close(place, at);
            place_open(place, at);
            break;
        default:
            end_run(place, (enum history_result)((dice >> 12) % RESULT_COUNT), at);
        }
        commit(place, at);
        after = told(desk, at);
        assert_none_fell(before, after);
    }
    assert_true(number_told(before, "printer_state_seconds_total{printer=\"lab\",state=\"paused\"}") > 1000);
    assert_true(number_told(before, "jobs_total{printer=\"lab\",kind=\"completed\"}") > 10);
    free(before);
}

/* ---- the table -------------------------------------------------------------------------------------------------------- */

static void test_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < metric_source_count; i++) {
        const struct metric_source *source = &metric_sources[i];
        assert_in_range(source->sample_count, 1, METRIC_SAMPLES_MAX);
        assert_non_null(source->samples[0].name);
        for (size_t j = 0; j < source->sample_count; j++) {
            const struct metric_sample *sample = &source->samples[j];
            assert_non_null(sample->sql);
            assert_true(!sample->name == !sample->help && !sample->name == !sample->type);
            assert_true(sample->name || sample->label);
        }
    }
}

static void test_without_a_database(void **state)
{
    json_decref(ask_json(*state, ENDPOINT_METRICS, "", EXPOSE_NONE, T, 503));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, desk_setup_open, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_table),
        cmocka_unit_test_setup_teardown(test_without_a_database, desk_setup, desk_teardown),
        TEST(test_a_printer_that_builds),
        TEST(test_every_state_has_a_series),
        TEST(test_a_printer_that_was_never_polled),
        TEST(test_a_printer_that_is_off),
        TEST(test_nobody_watches),
        TEST(test_a_poller_that_stopped),
        TEST(test_names_are_escaped),
        TEST(test_long_names),
        TEST(test_spools_of_one_bay),
        TEST(test_figures_that_are_none),
        TEST(test_printers_of_the_past_are_not_told),
        TEST(test_nothing_that_a_location_hides),
        TEST(test_it_takes_no_parameters),
        TEST(test_sums_of_states),
        TEST(test_results_and_material),
        TEST(test_counters_never_fall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
