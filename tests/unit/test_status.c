/* status.c: numbers, jobs, spools and the queue out of a status text. */
#include "libproto_help.h"
#include "status.h"

#include <locale.h>
#include <math.h>

static struct status *read_fixture(const char *name)
{
    size_t length;
    char *text = fixture_read(name, &length);
    struct status *status = status_read(text, length);
    assert_non_null(status);
    free(text); /* status owns all it points to */
    return status;
}

static struct status *read_text(const char *text)
{
    struct status *status = status_read(text, strlen(text));
    assert_non_null(status);
    return status;
}

static void assert_number(double number, double expected)
{
    if (number != expected)
        fail_msg("%.17g is not %.17g", number, expected);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double number;
    } good[] = {
        {"0",                       0                      },
        {"-3",                      -3                     },
        {"+7",                      7                      },
        {" 24.3891 ",               24.3891                },
        {"-0.002",                  -0.002                 },
        {".5",                      0.5                    },
        {"5.",                      5                      },
        {"1e3",                     1000                   },
        {"1.5E-2",                  0.015                  },
        {"900000011.000000",        900000011              },
        {"007",                     7                      },
        {"1e15",                    1e15                   },
        {"-1e15",                   -1e15                  },
        {"1e-400",                  0                      },
        {"1542567285\r\n",          1542567285             },
        {"0.1",                     0.1                    },
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
    };
    static const char *const bad[] = {
        "",       " ",
        "-",      ".",
        "nan",    "NaN",
        "inf",    "-infinity",
        "0x10",   "1e400",
        "-1e400", "1,5",
        "1 2",    "12a",
        "--1",    "+-1",
        "1e",     "1e+",
        "e5",     "1.2.3",
        "1e16",   "1000000000000001",
        "1_000",  "\xd9\xa1",
        "1\v",    "0000000000000000000000000000000000000000000000000000000000000000000000001"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_number(status_number(good[i].text), good[i].number);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (!isnan(status_number(bad[i])))
            fail_msg("\"%s\" was taken for a number", bad[i]);
    }
}

/* Short numbers have a reader of their own: nothing may tell it from strtod. */
static void test_numbers_are_those_of_strtod(void **state)
{
    (void)state;
    static const char *const numbers[] = {"999999999999999",
                                          "99999999999999.9",
                                          "0.00000000000001",
                                          ".000000000000001",
                                          "123456789012345.",
                                          "12345678901234.5",
                                          "1234567890.123456",
                                          "0000000000000001",
                                          "0.000000000000001",
                                          "-.5",
                                          "-0",
                                          "+000.100"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_number(status_number(numbers[i]), strtod(numbers[i], NULL));
        assert_int_equal(signbit(status_number(numbers[i])) != 0, *numbers[i] == '-');
    }
    for (uint64_t i = 0, seed = 1; i < 20000; i++) {
        char text[32];
        seed = seed * 6364136223846793005 + 1442695040888963407;
        snprintf(text, sizeof text, "%.*f", (int)(i % 12), (double)(seed >> 40) / (double)(1 + i));
        assert_number(status_number(text), strtod(text, NULL));
    }
}

static void test_numbers_in_a_locale_with_a_comma(void **state)
{
    (void)state;
    static const char *const locales[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "nl_NL.UTF-8"};
    const char *set = NULL;
    for (size_t i = 0; set == NULL && i < sizeof locales / sizeof *locales; i++)
        set = setlocale(LC_NUMERIC, locales[i]);
    if (set == NULL) {
        print_message("no locale with a decimal comma is installed\n");
        skip();
    }
    double number = status_number("1.5");
    int is_unknown = isnan(status_number("1,5"));
    setlocale(LC_NUMERIC, "C");
    assert_number(number, 1.5);
    assert_true(is_unknown);
}

static void test_building_with_queue(void **state)
{
    (void)state;
    struct status *status = read_fixture("fortus450-building");
    assert_string_equal(status->codename, "waikiki");
    assert_string_equal(status->controller_version, "5.8.1.0");
    assert_string_equal(status->status_text, "Building");
    assert_null(status->explanation);
    assert_number(status->model_temp_c, 329);
    assert_number(status->support_temp_c, 213);
    assert_number(status->envelope_temp_c, 94);
    assert_number(status->model_set_c, 330);
    assert_number(status->support_set_c, 213);
    assert_number(status->envelope_set_c, 95);
    assert_number(status->server_time, 1583224500);
    assert_number(status->start_time, 1583220900);
    assert_number(status->build_s, 3300);
    assert_null(status->internal_state);
    assert_string_equal(status->serial, "W10001");
    assert_int_equal(status->queue_count, 2);
    assert_string_equal(status->queue[0].job_name, "gear");
    assert_string_equal(status->queue[1].job_name, "cover; v2");
    assert_number(status->queue[1].job_id, 62);
    assert_number(status->queue[1].estimated_s, 7200);
    assert_string_equal(status->queue[1].owner, "carla");
    status_free(status);
}

static void test_job(void **state)
{
    (void)state;
    struct status *status = read_fixture("fortus450-building");
    const struct status_job *job = &status->current;
    assert_true(status_has_job(job));
    assert_string_equal(job->job_name, "bracket_@Zz9xY");
    assert_string_equal(job->owner, "anna");
    assert_null(job->completion_status);
    assert_string_equal(job->model_material, "ASA");
    assert_string_equal(job->support_material, "SR35");
    assert_string_equal(job->pack, "bracket, foot");
    assert_null(job->comment);
    assert_number(job->job_id, 60);
    assert_number(job->submit_time, 1583220000);
    assert_number(job->start_time, 1583220900);
    assert_number(job->end_time, 0);
    assert_number(job->estimated_s, 14000);
    assert_number(job->build_s, 3300);
    assert_number(job->model_needed_in3, 10.5);
    assert_number(job->support_needed_in3, 2.5);
    assert_number(job->model_used_in3, 2.25);
    assert_number(job->support_used_in3, 1.125);
    assert_number(job->layers_total, 120);
    assert_number(job->layer, 12);
    assert_false(status_has_job(&status->previous));
    status_free(status);
}

static void assert_spool(const struct status_spool *spool, double bay, const char *material, const char *kind,
                         int loaded)
{
    assert_number(spool->bay, bay);
    if (material == NULL)
        assert_null(spool->material);
    else
        assert_string_equal(spool->material, material);
    if (kind == NULL)
        assert_null(spool->kind);
    else
        assert_string_equal(spool->kind, kind);
    assert_int_equal(spool->is_loaded, loaded);
}

static void test_spools_with_bays(void **state)
{
    (void)state;
    struct status *status = read_fixture("fortus450-building");
    assert_int_equal(status->spool_count, 4);
    assert_spool(&status->spools[0], 0, "ASA_IVR", "model", 1);
    assert_spool(&status->spools[1], 1, NULL, "model", 0);
    assert_spool(&status->spools[2], 2, "SR35", "support", 1);
    assert_spool(&status->spools[3], 3, "SR35", "support", 1);
    const struct status_spool *spool = &status->spools[0];
    assert_string_equal(spool->color, "Ivory");
    assert_string_equal(spool->color_rgb, "f0ead6");
    assert_string_equal(spool->made_on, "02142020");
    assert_string_equal(spool->lot, "77012");
    assert_null(spool->first_used_on);
    assert_string_equal(spool->serial, "500001");
    assert_string_equal(spool->spool_status, "ACTIVE");
    assert_number(spool->initial_in3, 92.31);
    assert_number(spool->left_in3, 60.5);
    status_free(status);
}

static void test_spools_without_bays(void **state)
{
    (void)state;
    struct status *status = read_fixture("mojo-idle");
    assert_int_equal(status->spool_count, 2);
    assert_spool(&status->spools[0], 0, "P430_IVR", "model", 1);
    assert_spool(&status->spools[1], 1, "SR30", "support", 1);
    assert_string_equal(status->spools[1].first_used_on, "Tue Mar 3 08:15:00 2020");
    assert_string_equal(status->spools[1].serial, "700002.000000");
    status_free(status);
    status = read_fixture("unknown-machine");
    assert_int_equal(status->spool_count, 1);
    assert_spool(&status->spools[0], 0, "NEW_MATL", NULL, 1);
    status_free(status);
}

static void test_is_loaded(void **state)
{
    (void)state;
    static const struct {
        const char *spool;
        int is_loaded;
    } cases[] = {
        {"-name A -status Loaded",       1 },
        {"-name A -status ACTIVE",       1 },
        {"-name A -status idle",         1 },
        {"-name A -status {NOT LOADED}", 0 },
        {"-name {} -status Loaded",      0 },
        {"-name {}",                     0 },
        {"-name A -status Jammed",       -1},
        {"-name A -status {}",           -1},
        {"-name A",                      -1},
        {"-status Loaded",               -1},
        {"-status {NOT LOADED}",         0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        snprintf(text, sizeof text, "set machineStatus(cassette) {\n{%s}\n};", cases[i].spool);
        struct status *status = read_text(text);
        assert_int_equal(status->spool_count, 1);
        assert_int_equal(status->spools[0].is_loaded, cases[i].is_loaded);
        status_free(status);
    }
}

static void test_bays(void **state)
{
    (void)state;
    struct status *status =
        read_text("set machineStatus(cassette) {{-spool 2} {-spool x} {-spool 0} {-spool -1} {-spool 9}};");
    assert_spool(&status->spools[0], 2, NULL, NULL, -1); /* the middle of five */
    assert_spool(&status->spools[1], 1, NULL, "model", -1);
    assert_spool(&status->spools[2], 0, NULL, "model", -1);
    assert_spool(&status->spools[3], -1, NULL, NULL, -1);
    assert_spool(&status->spools[4], 9, NULL, NULL, -1);
    status_free(status);
}

static void test_unknown_is_unknown(void **state)
{
    (void)state;
    struct status *status =
        read_text("set machineStatus(general) {-partCurrentTemp {} -supportCurrentTemp nan -modelerType {}};");
    assert_true(isnan(status->model_temp_c));
    assert_true(isnan(status->support_temp_c));
    assert_true(isnan(status->envelope_temp_c));
    assert_null(status->codename);
    assert_null(status->serial);
    assert_true(isnan(status->current.job_id));
    assert_true(isnan(status->previous.build_s));
    assert_false(status_has_job(&status->current));
    assert_int_equal(status->spool_count, 0);
    assert_int_equal(status->queue_count, 0);
    status_free(status);
}

static void test_no_status_text_at_all(void **state)
{
    (void)state;
    struct status *status = read_text("HTTP/1.1 400 Bad Request\r\n\r\n");
    assert_null(status->codename);
    assert_null(status->status_text);
    assert_true(status->document->damage_count > 0);
    status_free(status);
    status = status_read("", 0);
    assert_non_null(status);
    assert_null(status->codename);
    status_free(status);
    status_free(NULL);
}

static void test_has_job(void **state)
{
    (void)state;
    static const struct {
        const char *job;
        int has_job;
    } cases[] = {
        {"-jobName a -jobId 0",  1},
        {"-jobName {} -jobId 0", 0},
        {"-jobName {} -jobid 4", 1},
        {"-jobName {}",          0},
        {"",                     0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        snprintf(text, sizeof text, "set machineStatus(currentJob) {%s};", cases[i].job);
        struct status *status = read_text(text);
        assert_int_equal(status_has_job(&status->current), cases[i].has_job);
        status_free(status);
    }
}

/* The printer's clock is 14 hours ahead of the one that says 1000000. */
static void test_times_on_another_clock(void **state)
{
    (void)state;
    struct status status = {.server_time = 1000000 + 14 * 3600};
    assert_true(status_time_at(&status, 999000 + 14 * 3600, 1000000) == 999000);
    assert_true(status_time_at(&status, 1000700.9 + 14 * 3600, 1000000) == 1000700);
    assert_true(isnan(status_time_at(&status, 0, 1000000)));
    assert_true(isnan(status_time_at(&status, NAN, 1000000)));
    status.server_time = 0;
    assert_true(isnan(status_time_at(&status, 999000, 1000000)));
    status.server_time = NAN;
    assert_true(isnan(status_time_at(&status, 999000, 1000000)));
}

static void assert_odometer(const struct status_odometer *odometer, const char *name, double value, double warn,
                            double error)
{
    assert_string_equal(odometer->name, name);
    const double given[] = {odometer->value, odometer->limit_warn, odometer->limit_error};
    const double expected[] = {value, warn, error};
    for (size_t i = 0; i < 3; i++) {
        if (isnan(expected[i]))
            assert_true(isnan(given[i]));
        else
            assert_number(given[i], expected[i]);
    }
}

static void test_odometers_of_machines(void **state)
{
    (void)state;
    struct status *status = read_fixture("uprint-idle");
    assert_int_equal(status->odometer_count, 3);
    assert_odometer(&status->odometers[0], "runTimeOdometer", 6000123, NAN, NAN);
    assert_odometer(&status->odometers[1], "buildTimeOdometer", 2000456, NAN, NAN);
    assert_odometer(&status->odometers[2], "tipTimeOdometer", 700789, NAN, NAN);
    assert_number(status_build_odometer_s(status), 2000456);
    status_free(status);
    status = read_fixture("fortus450-building");
    assert_int_equal(status->odometer_count, 2);
    assert_odometer(&status->odometers[1], "supportTipOdometer", 20.25, NAN, NAN);
    assert_true(isnan(status_build_odometer_s(status)));
    status_free(status);
    status = read_fixture("f170-building");
    assert_int_equal(status->odometer_count, 1);
    assert_odometer(&status->odometers[0], "modelExtruderOdometer", 12345, 3272175, NAN);
    status_free(status);
}

static void test_odometers_and_limits(void **state)
{
    (void)state;
    struct status *status = read_text("set machineStatus(general) {-runTimeOdometer 1};\n"
                                      "set machineStatus(otter) {-aOdometerError 30 -aOdometer 10 -aOdometerWarn 20 "
                                      "-bODOMETER {} -bODOMETERwarn x -aWarn 1 -Warn 2 -cOdometerWarn 3 -odometers 4 "
                                      "-abOdometer 5 -aOdometer 11 -BuildTimeOdometer 7.5 -Odometer 6};\n");
    assert_int_equal(status->odometer_count, 5);
    assert_odometer(&status->odometers[0], "aOdometer", 11, 20, 30); /* of what comes twice the last counts */
    assert_odometer(&status->odometers[1], "bODOMETER", NAN, NAN, NAN);
    assert_odometer(&status->odometers[2], "abOdometer", 5, NAN, NAN);
    assert_odometer(&status->odometers[4], "Odometer", 6, NAN, NAN);
    assert_number(status_build_odometer_s(status), 7.5);
    status_free(status);
    status = read_text("set machineStatus(general) {-runTimeOdometer 1};\n");
    assert_int_equal(status->odometer_count, 0);
    assert_true(isnan(status_build_odometer_s(status)));
    status_free(status);
}

static void test_more_odometers_than_fit(void **state)
{
    (void)state;
    char text[2048];
    size_t used = (size_t)sprintf(text, "set machineStatus(otter) {");
    for (int i = 0; i < STATUS_ODOMETERS_MAX + 4; i++)
        used += (size_t)sprintf(text + used, "-x%dOdometer %d -x%dOdometerWarn %d ", i, i, i, 100 + i);
    sprintf(text + used, "-x0Odometer 50};\n");
    struct status *status = read_text(text);
    assert_int_equal(status->odometer_count, STATUS_ODOMETERS_MAX);
    assert_odometer(&status->odometers[0], "x0Odometer", 50, 100, NAN);
    assert_odometer(&status->odometers[15], "x15Odometer", 15, 115, NAN);
    status_free(status);
}

/* The keys of a group in any order, and between others. */
static void test_order_of_keys_does_not_matter(void **state)
{
    (void)state;
    struct status *status = read_text("set machineStatus(currentJob) {-pack p -x 0 -totalLayers 2 -jobid 3 -owner a "
                                      "-jobName b -endTime 4 -jobName c -jobId 5 -owner {} -totalLayer 9};\n");
    const struct status_job *job = &status->current;
    assert_string_equal(job->pack, "p");
    assert_number(job->layers_total, 2);
    assert_number(job->end_time, 4);
    assert_number(job->job_id, 5);
    assert_string_equal(job->job_name, "c");
    assert_null(job->owner);
    status_free(status);
}

static void test_more_than_fits(void **state)
{
    (void)state;
    char text[4096];
    size_t used = (size_t)sprintf(text, "set machineStatus(cassette) {");
    for (int i = 0; i < STATUS_SPOOLS_MAX + 4; i++)
        used += (size_t)sprintf(text + used, "{-spool %d} ", i);
    used += (size_t)sprintf(text + used, "};\nset machineStatus(queue) {");
    for (int i = 0; i < STATUS_QUEUE_MAX + 4; i++)
        used += (size_t)sprintf(text + used, "{-jobId %d} ", i);
    sprintf(text + used, "};\n");
    struct status *status = read_text(text);
    assert_int_equal(status->spool_count, STATUS_SPOOLS_MAX);
    assert_string_equal(status->spools[9].kind, "model"); /* half of 20 */
    assert_string_equal(status->spools[10].kind, "support");
    assert_int_equal(status->queue_count, STATUS_QUEUE_MAX);
    assert_number(status->queue[STATUS_QUEUE_MAX - 1].job_id, STATUS_QUEUE_MAX - 1);
    assert_int_equal(document_section(status->document, "queue")->group_count, STATUS_QUEUE_MAX + 4);
    status_free(status);
}

static void test_every_family(void **state)
{
    (void)state;
    static const struct {
        const char *name, *codename, *section, *text, *serial;
        size_t spools;
    } expected[] = {
        {"uprint-idle",             "paia",    "mariner", "Idle",        "U10001", 2},
        {"fortus250-warming-up",    "kapaa",   "mariner", "Building",    "K10001", 2},
        {"dimension1200-part-done", "sst1230", "mariner", "Part Done",   "D10001", 2},
        {"fortus450-building",      "waikiki", "waikiki", "Building",    "W10001", 4},
        {"fortus900-paused",        "lffs",    "lffs",    "Paused",      "L10001", 4},
        {"mojo-idle",               "solo",    "solo",    "Queue Empty", "M10001", 2},
        {"f170-building",           "dorado1", "dorado1", "Building",    "F10001", 2},
        {"f370-door-open",          "dorado3", "dorado3", "Door Open",   "F30001", 4},
        {"unknown-machine",         "otter",   "otter9",  "Polishing",   "O10001", 1},
    };
    assert_int_equal(sizeof expected / sizeof *expected, FIXTURE_COUNT);
    for (size_t i = 0; i < FIXTURE_COUNT; i++) {
        struct status *status = read_fixture(expected[i].name);
        assert_string_equal(status->document->damage, "");
        assert_string_equal(status->codename, expected[i].codename);
        assert_string_equal(document_machine(status->document)->name, expected[i].section);
        assert_string_equal(status->status_text, expected[i].text);
        assert_string_equal(status->serial, expected[i].serial);
        assert_int_equal(status->spool_count, expected[i].spools);
        status_free(status);
    }
}

/* A text that ends between two sections is whole by its grammar, and yet says nothing of the job. */
static void test_a_cut_text_is_damaged(void **state)
{
    (void)state;
    struct status *cut = read_text("set machineStatus(general) {\n\t-modelerStatus {Building}\n};\n");
    assert_string_equal(cut->document->damage, "there is no section currentJob: the text seems to be cut");
    status_free(cut);
    struct status *whole = read_text("set machineStatus(general) {\n\t-modelerStatus {Idle}\n};\n"
                                     "set machineStatus(currentJob) {\n\t-jobName {}\n};\n");
    assert_int_equal(whole->document->damage_count, 0);
    status_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_a_cut_text_is_damaged),
        cmocka_unit_test(test_numbers_are_those_of_strtod),
        cmocka_unit_test(test_numbers_in_a_locale_with_a_comma),
        cmocka_unit_test(test_building_with_queue),
        cmocka_unit_test(test_job),
        cmocka_unit_test(test_spools_with_bays),
        cmocka_unit_test(test_spools_without_bays),
        cmocka_unit_test(test_is_loaded),
        cmocka_unit_test(test_bays),
        cmocka_unit_test(test_unknown_is_unknown),
        cmocka_unit_test(test_no_status_text_at_all),
        cmocka_unit_test(test_has_job),
        cmocka_unit_test(test_times_on_another_clock),
        cmocka_unit_test(test_odometers_of_machines),
        cmocka_unit_test(test_odometers_and_limits),
        cmocka_unit_test(test_more_odometers_than_fit),
        cmocka_unit_test(test_order_of_keys_does_not_matter),
        cmocka_unit_test(test_more_than_fits),
        cmocka_unit_test(test_every_family),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
