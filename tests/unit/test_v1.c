/* v1.c: the JSON of the original program, of made-up status texts of all families. */
#include "expose.h"
#include "libproto_help.h"
#include "v1.h"

enum { ALL = EXPOSE_IDENTITY | EXPOSE_PEOPLE };

static json_t *answer_of(const char *text, size_t length, enum v1_route route, unsigned expose)
{
    struct document *document = document_read(text, length);
    assert_non_null(document);
    json_t *json = v1_answer(document, route, expose);
    assert_non_null(json);
    document_free(document);
    return json;
}

static json_t *answer(const char *fixture, enum v1_route route, unsigned expose)
{
    size_t length;
    char *text = fixture_read(fixture, &length);
    json_t *json = answer_of(text, length, route, expose);
    free(text);
    return json;
}

static void assert_value(const json_t *object, const char *key, const char *value)
{
    const char *is = json_string_value(json_object_get(object, key));
    if (!is || strcmp(is, value) != 0)
        fail_msg("%s is \"%s\", expected \"%s\"", key, is ? is : "absent", value);
}

static void test_status(void **state)
{
    (void)state;
    json_t *json = answer("uprint-idle", V1_STATUS, EXPOSE_PEOPLE);
    assert_value(json, "modelerType", "paia");
    assert_value(json, "modelerStatus", "Idle");
    assert_value(json, "modelerExplanation", "");
    assert_value(json, "serverTime", "1583224500");
    assert_value(json, "serverTimeZoneOffset", "-3600");
    assert_null(json_object_get(json, "controllerVersion"));
    assert_null(json_object_get(json, "compatibleCMBVersion"));
    json_decref(json);
}

/* The page of the original shows these. */
static void test_job(void **state)
{
    (void)state;
    json_t *json = answer("fortus450-building", V1_JOB, EXPOSE_PEOPLE);
    assert_value(json, "jobName", "bracket_@Zz9xY");
    assert_value(json, "jobid", "60"); /* as it came */
    assert_value(json, "currentLayer", "12");
    assert_value(json, "totalLayers", "120");
    assert_value(json, "estimatedBuildTime", "14000");
    assert_value(json, "buildTime", "3300");
    assert_value(json, "partTip", "T16"); /* came in quotes */
    assert_value(json, "pack", "bracket, foot");
    json_decref(json);

    json = answer("f170-building", V1_JOB, EXPOSE_PEOPLE);
    assert_value(json, "owner", "J\xc3\xbcrgen");
    json_decref(json);
}

static void test_queue(void **state)
{
    (void)state;
    json_t *json = answer("uprint-idle", V1_QUEUE, EXPOSE_PEOPLE);
    assert_true(json_is_array(json));
    assert_int_equal(json_array_size(json), 0);
    json_decref(json);

    json = answer("fortus450-building", V1_QUEUE, EXPOSE_PEOPLE);
    assert_int_equal(json_array_size(json), 2);
    assert_value(json_array_get(json, 0), "jobName", "gear");
    assert_value(json_array_get(json, 1), "jobName", "cover; v2");
    assert_value(json_array_get(json, 1), "estimatedBuildTime", "7200");
    json_decref(json);
}

static void test_material(void **state)
{
    (void)state;
    json_t *json = answer("fortus450-building", V1_MATERIAL, EXPOSE_PEOPLE);
    assert_value(json, "spool", "3"); /* the last one, as it always was */
    assert_value(json, "remainingMatl", "33.25");
    json_t *spools = json_object_get(json, "spools");
    assert_int_equal(json_array_size(spools), 4);
    assert_value(json_array_get(spools, 0), "name", "ASA_IVR");
    assert_value(json_array_get(spools, 1), "status", "NOT LOADED");
    for (size_t i = 0; i < 4; i++) {
        assert_null(json_object_get(json_array_get(spools, i), "serialNumber"));
        assert_null(json_object_get(json_array_get(spools, i), "mfgLot"));
        assert_null(json_object_get(json_array_get(spools, i), "mfgDate"));
    }
    assert_null(json_object_get(json, "serialNumber"));
    json_decref(json);
}

static void test_machine(void **state)
{
    (void)state;
    static const struct {
        const char *fixture, *machine;
    } machines[] = {
        {"uprint-idle",             "uPrint"   },
        {"fortus250-warming-up",    "Fortus"   },
        {"dimension1200-part-done", "Dimension"},
        {"fortus450-building",      "Fortus"   },
        {"fortus900-paused",        "Fortus"   },
        {"mojo-idle",               "Mojo"     },
        {"f170-building",           "F170"     },
        {"f370-door-open",          "F370"     },
        {"unknown-machine",         "Other"    },
    };
    assert_int_equal(sizeof machines / sizeof *machines, FIXTURE_COUNT);
    for (size_t i = 0; i < FIXTURE_COUNT; i++) {
        json_t *json = answer(machines[i].fixture, V1_EXTSTATUS, ALL);
        assert_value(json, "machineName", machines[i].machine);
        assert_null(json_object_get(json, "productSerialNumber")); /* left out even where identity is exposed */
        json_decref(json);
    }
    json_t *json = answer("uprint-idle", V1_EXTSTATUS, EXPOSE_PEOPLE);
    assert_value(json, "tipOffset", "0.501 -0.004");
    assert_value(json, "doorOpen", "false");
    json_decref(json);
}

static void check_plain(const char *key, const json_t *json)
{
    const char *name;
    json_t *value;
    size_t i;

    if (json_is_object(json)) {
        json_object_foreach((json_t *)json, name, value) check_plain(name, value);
    } else if (json_is_array(json)) {
        json_array_foreach(json, i, value) check_plain(key, value);
    } else {
        const char *text = json_string_value(json);
        assert_non_null(text);
        size_t length = strlen(text);
        if (strpbrk(text, "{}\"\r\n") || (length && (strchr(" \t", text[0]) || strchr(" \t", text[length - 1]))))
            fail_msg("%s is \"%s\"", key, text);
    }
}

static void test_values_are_plain(void **state)
{
    (void)state;
    for (size_t i = 0; i < FIXTURE_COUNT; i++)
        for (int route = V1_STATUS; route <= V1_EXTSTATUS; route++) {
            json_t *json = answer(fixture_names[i], (enum v1_route)route, ALL);
            check_plain(fixture_names[i], json);
            json_decref(json);
        }
}

static void test_people(void **state)
{
    (void)state;
    static const char *const keys[] = {"jobName", "owner", "comment", "pack"};
    static const unsigned hiding[] = {EXPOSE_NONE, EXPOSE_IDENTITY}, showing[] = {EXPOSE_PEOPLE, ALL};
    for (size_t i = 0; i < 2; i++) {
        json_t *hidden_job = answer("fortus450-building", V1_JOB, hiding[i]);
        json_t *shown_job = answer("fortus450-building", V1_JOB, showing[i]);
        json_t *hidden_queue = answer("fortus450-building", V1_QUEUE, hiding[i]);
        json_t *shown_queue = answer("fortus450-building", V1_QUEUE, showing[i]);
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            assert_null(json_object_get(hidden_job, keys[k]));
            assert_null(json_object_get(json_array_get(hidden_queue, 0), keys[k]));
            assert_non_null(json_object_get(shown_job, keys[k]));
            assert_non_null(json_object_get(json_array_get(shown_queue, 0), keys[k]));
        }
        assert_non_null(json_object_get(shown_job, "producer"));
        assert_value(hidden_job, "currentLayer", "12");
        assert_value(json_array_get(hidden_queue, 0), "jobid", "61");
        json_decref(hidden_job);
        json_decref(shown_job);
        json_decref(hidden_queue);
        json_decref(shown_queue);
    }
}

/* The queue, too, shows serials and versions only where they are exposed. */
static void test_identity_in_the_queue(void **state)
{
    (void)state;
    static const char text[] = "set machineStatus(queue) {\n{\n\t-jobId 6\n\t-producerVersion {1.6}\n}\n};\n";
    for (unsigned expose = 0; expose <= ALL; expose++) {
        json_t *queue = answer_of(text, strlen(text), V1_QUEUE, expose);
        assert_int_equal(json_object_size(json_array_get(queue, 0)), expose & EXPOSE_IDENTITY ? 2 : 1);
        json_decref(queue);
    }
}

static void test_texts_without_sections(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "noise", "set machineStatus(general) {\n};\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int route = V1_STATUS; route <= V1_EXTSTATUS; route++) {
            json_t *json = answer_of(texts[i], strlen(texts[i]), (enum v1_route)route, ALL);
            assert_int_equal(json_is_array(json), route == V1_QUEUE);
            if (route == V1_EXTSTATUS)
                assert_value(json, "machineName", "Other");
            json_decref(json);
        }
}

static void test_braces_and_quotes_inside(void **state)
{
    (void)state;
    static const char text[] = "set machineStatus(currentJob) {\n\t-jobName { a {b} \"c\" }\n\t-owner \"d e\"\n"
                               "\t-comment {{}}\n};\n";
    json_t *json = answer_of(text, strlen(text), V1_JOB, ALL);
    assert_value(json, "jobName", "a b c");
    assert_value(json, "owner", "d e");
    assert_value(json, "comment", "");
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status),
        cmocka_unit_test(test_job),
        cmocka_unit_test(test_queue),
        cmocka_unit_test(test_identity_in_the_queue),
        cmocka_unit_test(test_material),
        cmocka_unit_test(test_machine),
        cmocka_unit_test(test_values_are_plain),
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_texts_without_sections),
        cmocka_unit_test(test_braces_and_quotes_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
