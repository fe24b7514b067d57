/* endpoint_status_keys.c: the keys of the last status text, and what none of them may show. */
#include "document.h"
#include "v1.h"
#include "endpoints_internal.h"
#include "walk_help.h"

static const char KEY_FIELDS[] = "section,position,key,value";

/* The rows that the text should give, by its own order. */
static json_t *expected_of(const char *text, unsigned hidden)
{
    struct document *document = document_read(text, strlen(text));
    json_t *items = json_array();
    for (size_t s = 0; s < document->section_count; s++) {
        const struct document_section *section = &document->sections[s];
        int is_list = strcmp(section->name, "cassette") == 0 || strcmp(section->name, "queue") == 0;
        for (size_t g = 0; g < section->group_count; g++)
            for (size_t k = 0; k < section->groups[g].key_count; k++) {
                const struct document_key *key = &section->groups[g].keys[k];
                char *value = v1_text(key->value);
                if (!(expose_of_section_key(section->name, key->name) & hidden))
                    json_array_append_new(items, json_pack("{s:s, s:o, s:s, s:s}", "section", section->name, "position",
                                                           is_list ? json_integer((json_int_t)g + 1) : json_null(),
                                                           "key", key->name, "value", value));
                free(value);
            }
    }
    document_free(document);
    return items;
}

static void test_every_key_of_every_machine(void **state)
{
    struct desk *desk = *state;
    for (size_t i = 0; i < FIXTURE_COUNT; i++) {
        size_t length;
        char *text = fixture_read(fixture_names[i], &length);
        json_t *expected = expected_of(text, 0), *whole = ask_api(desk, "printers/lab/keys", WALK_ALL, T);
        assert_number(whole, "total", 0); /* it has not answered yet */
        json_decref(whole);
        place_poll(desk->place, 0, T + (int)i, text);
        whole = ask_api(desk, "printers/lab/keys", WALK_ALL, T + (int)i);
        assert_same_lines(json_object_get(whole, "items"), expected, KEY_FIELDS, fixture_names[i]);
        assert_number(whole, "total", (double)json_array_size(expected));
        assert_null_key(whole, "next");
        json_t *pages = items_of_pages(desk, "printers/lab/keys?limit=7", 7);
        assert_same_lines(pages, expected, KEY_FIELDS, "pages");
        json_t *all = ask_api(desk, "printers/lab/keys?limit=all", WALK_ALL, T + (int)i);
        assert_same_lines(json_object_get(all, "items"), expected, KEY_FIELDS, "all");
        json_decref(all);
        json_decref(pages);
        json_decref(whole);
        json_decref(expected);
        free(text);
        char path[160];
        snprintf(path, sizeof path, "%s/lab.sts", desk->place->folder);
        unlink(path);
        pour(desk, "UPDATE printer_reading SET change_seq = change_seq + 1000000");
    }
}

static void assert_row(const json_t *items, size_t i, const char *section, int position, const char *key,
                       const char *value)
{
    const json_t *row = json_array_get(items, i);
    assert_text(row, "section", section);
    assert_text(row, "key", key);
    assert_text(row, "value", value);
    if (position)
        assert_number(row, "position", position);
    else
        assert_null_key(row, "position");
}

static void test_order_and_values(void **state)
{
    struct desk *desk = *state;
    place_poll(desk->place, 0, T,
               "set machineStatus(general) {\n\t-modelerStatus {Idle}\n\t-note \" a {b} \"\n\t-empty {}\n};\n"
               "set machineStatus(cassette) {\n{\n\t-spool 0\n}\n{\n\t-spool 1\n}\n};\n"
               "set machineStatus(queue) {\n{\n\t-jobId 7\n}\n};\nset machineStatus(paia) {\n\t-tip 1\n\t-tip 2\n};\n");
    json_t *json = ask_api(desk, "printers/lab/keys", 0, T), *items = json_object_get(json, "items");
    assert_int_equal(json_array_size(items), 8);
    assert_row(items, 0, "general", 0, "modelerStatus", "Idle");
    assert_row(items, 1, "general", 0, "note", "a b");
    assert_row(items, 2, "general", 0, "empty", "");
    assert_row(items, 3, "cassette", 1, "spool", "0");
    assert_row(items, 4, "cassette", 2, "spool", "1");
    assert_row(items, 5, "queue", 1, "jobId", "7");
    assert_row(items, 6, "paia", 0, "tip", "1");
    assert_row(items, 7, "paia", 0, "tip", "2");
    json_decref(json);
}

static void test_the_last_text_of_a_printer_that_is_offline(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T, "uprint-idle");
    json_t *before = ask_api(desk, "printers/lab/keys", 0, T);
    for (int i = 1; i <= 4; i++)
        place_poll(desk->place, 0, T + 10 * i, NULL);
    json_t *after = ask_api(desk, "printers/lab/keys", 0, T + 41);
    assert_true(json_array_size(json_object_get(before, "items")) > 20);
    assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);
    pour(desk, "UPDATE printer SET configured = 0 WHERE printer = 'lab'");
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/keys", 0, T + 42, 404));
}

/* ---- what is hidden --------------------------------------------------------------------------------------------------- */

static void test_what_is_exposed(void **state)
{
    struct desk *desk = *state;
    for (size_t i = 0; i < FIXTURE_COUNT; i++) {
        size_t length;
        char *text = fixture_read(fixture_names[i], &length);
        place_poll(desk->place, 0, T + (int)i, text);
        for (unsigned expose = 0; expose <= WALK_ALL; expose++) {
            json_t *expected = expected_of(text, WALK_ALL & ~expose);
            json_t *json = ask_api(desk, "printers/lab/keys", expose, T + (int)i);
            assert_same_lines(json_object_get(json, "items"), expected, KEY_FIELDS, fixture_names[i]);
            assert_number(json, "total", (double)json_array_size(expected)); /* nor is it counted */
            json_decref(json);
            json_decref(expected);
        }
        free(text);
    }
}

/* Nowhere in an answer, in JSON and CSV, is the word where people are not exposed. Returns whether it is where they are. */
static int assert_hidden(struct desk *desk, int64_t at, const char *text, const char *word)
{
    static const char *const forms[] = {"printers/lab/keys", "printers/lab/keys?format=csv",
                                        "printers/lab/keys?fields=value", "printers/lab/keys?limit=5"};
    place_poll(desk->place, 0, at, text);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (unsigned expose = 0; expose <= EXPOSE_IDENTITY; expose++) {
            struct ready *ready = ask(desk, ENDPOINT_API, forms[i], expose, at);
            assert_int_equal(ready->http_status, 200);
            if (memmem(ready->bytes, ready->length, word, strlen(word)))
                fail_msg("%s\n%s", text, ready->bytes);
            ready_release(ready);
        }
    struct ready *ready = ask(desk, ENDPOINT_API, "printers/lab/keys", WALK_ALL, at);
    int is_shown = memmem(ready->bytes, ready->length, word, strlen(word)) != NULL;
    ready_release(ready);
    return is_shown;
}

/* Names that break the text that they stand in. */
static void test_hostile_names(void **state)
{
    struct desk *desk = *state;
    static const char *const names[] = {
        "SECRET",
        "{SECRET}",
        "SECRET {a} \\}",
        "SECRET }",
        "} SECRET",
        "SECRET {",
        "{{ SECRET",
        "a\n\t-layer SECRET",
        "a }\n\t-layer SECRET",
        "a {\n\t-layer SECRET\n",
        "\"\n\t-totalLayers SECRET",
        "<img src=x onerror=alert(1)>\"'&; SECRET",
        "SECRET\xff\xfe",
        "}\n\t-SECRET 1",
        "{ \\\n\t-layer {SECRET}\n\t-x {",
        "a }\n{\n\t-layer SECRET\n}\n{",
    };
    static const char *const forms[] = {
        "set machineStatus(general) {\n\t-modelerStatus Idle\n};\nset machineStatus(%s) {\n\t-jobid 4\n\t-%s "
        "{%s}\n\t-totalLayers 3\n};\n",
        "set machineStatus(general) {\n\t-modelerStatus Idle\n};\nset machineStatus(%s) {\n{\n\t-jobid "
        "4\n}\n{\n\t-jobid 5\n\t-%s {%s}\n\t-totalLayers 3\n}\n};\n",
    };
    static const char *const sections[] = {"currentJob", "previousJob", "queue", "general", "strange"};
    static const char *const keys_of_people[] = {"jobName", "owner", "comment", "pack", "lastJobName"};
    int64_t at = T;
    int shown = 0;
    for (size_t name = 0; name < sizeof names / sizeof *names; name++)
        for (size_t section = 0; section < 5; section++)
            for (size_t form = 0; form < 2; form++) {
                char text[1024];
                snprintf(text, sizeof text, forms[form], sections[section], keys_of_people[(name + section) % 5],
                         names[name]);
                shown += assert_hidden(desk, at++, text, "SECRET");
            }
    assert_true(shown > (at - T) / 2); /* not all: of a value that cannot be read the further lines are left out */
}

static void assert_keys(struct desk *desk, unsigned expose, const char *const *names)
{
    json_t *json = ask_api(desk, "printers/lab/keys", expose, T), *items = json_object_get(json, "items");
    size_t count = 0;
    for (; names[count]; count++)
        assert_text(json_array_get(items, count), "key", names[count]);
    assert_int_equal(json_array_size(items), count);
    json_decref(json);
}

/* Keys that no known machine has, and a job that cannot be read. */
static void test_unknown_keys_of_jobs(void **state)
{
    struct desk *desk = *state;
    static const char *const nobodys[] = {"modelerStatus", "note", "jobId", "partTip", NULL};
    static const char *const identity[] = {"modelerStatus", "hostName", "ipAddress", "sn", "note",
                                           "jobId",         "producer", "partTip",   NULL};
    static const char *const people[] = {"modelerStatus", "note",       "jobId",   "fileName",
                                         "userName",      "department", "partTip", NULL};
    static const char *const all[] = {"modelerStatus", "hostName", "ipAddress", "sn",         "note",
                                      "jobId",         "fileName", "userName",  "department", "hostName",
                                      "producer",      "partTip",  "jobId",     "layer",      NULL};
    place_poll(
        desk->place, 0, T,
        "set machineStatus(general) {\n\t-modelerStatus Idle\n\t-hostName h\n\t-ipAddress i\n\t-sn 1\n\t-note n\n};\n"
        "set machineStatus(currentJob) {\n\t-jobId 4\n\t-fileName f\n\t-userName u\n\t-department d\n\t-hostName h\n"
        "\t-producer {12.5 (6135)}\n\t-partTip T16\n};\n"
        "set machineStatus(previousJob) {\n\t-jobId 3\n\t-layer {x\n};\n");
    assert_keys(desk, EXPOSE_NONE, nobodys);
    assert_keys(desk, EXPOSE_IDENTITY, identity);
    assert_keys(desk, EXPOSE_PEOPLE, people);
    assert_keys(desk, WALK_ALL, all);
}

/* ---- texts that are not usual ----------------------------------------------------------------------------------------- */

enum { MANY = 2500, SHOWN = 2000 };

static char *many_keys(const char *value)
{
    struct buffer text = {0};
    for (int section = 0; section < 5; section++) {
        buffer_format(&text, "set machineStatus(section%d) {\n", section);
        for (int i = 0; i < MANY / 5; i++)
            buffer_format(&text, "\t-key%d {%s %d}\n", i, value, i);
        buffer_text(&text, "};\n");
    }
    return text.bytes;
}

/* More than any printer says: the first of them, at once or page by page. */
static void test_very_many_keys(void **state)
{
    struct desk *desk = *state;
    char *text = many_keys("many");
    place_poll(desk->place, 0, T, text);
    json_t *expected = expected_of(text, 0);
    assert_int_equal(json_array_size(expected), MANY);
    while (json_array_size(expected) > SHOWN)
        json_array_remove(expected, SHOWN);
    static const char *const at_once[] = {"printers/lab/keys", "printers/lab/keys?limit=all"};
    for (size_t i = 0; i < 2; i++) {
        json_t *page = ask_api(desk, at_once[i], 0, T);
        assert_same_lines(json_object_get(page, "items"), expected, KEY_FIELDS, at_once[i]);
        assert_number(page, "total", SHOWN);
        assert_null_key(page, "next");
        json_decref(page);
    }
    json_t *pages = items_of_pages(desk, "printers/lab/keys?limit=999", 999);
    assert_same_lines(pages, expected, KEY_FIELDS, "pages");
    json_decref(pages);
    json_decref(expected);
    free(text);
}

/* An answer is kept ready until the printer was asked again: nobody reads the text for it. */
static void test_kept_until_the_next_poll(void **state)
{
    struct desk *desk = *state;
    place_poll_fixture(desk->place, 0, T, "uprint-idle");
    for (int i = 0; i < 2; i++) {
        const char *path = i ? "printers/lab/keys" : "printers/lab/keys?limit=all";
        struct ready *first = ask(desk, ENDPOINT_API, path, 0, T), *second = ask(desk, ENDPOINT_API, path, 0, T + 5);
        assert_ptr_equal(first, second);
        assert_true(first->due_at > T);
        place_poll_fixture(desk->place, 0, T + 10 * (i + 1), i ? "uprint-idle" : "f170-building");
        struct ready *third = ask(desk, ENDPOINT_API, path, 0, T + 10 * (i + 1));
        assert_string_not_equal(third->etag, first->etag);
        ready_release(first);
        ready_release(second);
        ready_release(third);
    }
}

static void test_texts_without_sections(void **state)
{
    struct desk *desk = *state;
    static const char *const texts[] = {"noise", "set machineStatus(general) {\n};\n", "set machineStatus() {\n};\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(rawfile_write(desk->place->folder, "lab", texts[i], strlen(texts[i])), 0);
        pour(desk, "UPDATE printer_reading SET change_seq = change_seq + 1");
        json_t *json = ask_api(desk, "printers/lab/keys", WALK_ALL, T);
        assert_number(json, "total", 0);
        json_decref(json);
    }
}

static void test_cursors(void **state)
{
    struct desk *desk = *state;
    static const char *const no_cursors[] = {"",     "~",   "1",    "~x",    "~-1",   "~1x",
                                             "~%20", "~+1", "~1,2", "key~1", "~1%00", "~0x1"};
    place_poll_fixture(desk->place, 0, T, "uprint-idle");
    for (size_t i = 0; i < sizeof no_cursors / sizeof *no_cursors; i++) {
        char path[WALK_TEXT_BYTES];
        snprintf(path, sizeof path, "printers/lab/keys?cursor=%s", no_cursors[i]);
        json_decref(ask_json(desk, ENDPOINT_API, path, 0, T, 400));
    }
    json_t *json = ask_api(desk, "printers/lab/keys?cursor=~99999999999999999999999", 0, T); /* behind all */
    assert_int_equal(json_array_size(json_object_get(json, "items")), 0);
    assert_null_key(json, "next");
    json_decref(json);
    json_decref(ask_json(desk, ENDPOINT_API, "printers/lab/keys?sort=key", 0, T, 400));
    json_decref(ask_json(desk, ENDPOINT_API, "printers/nobody/keys", 0, T, 404));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, desk_setup_open, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_key_of_every_machine),
        TEST(test_order_and_values),
        TEST(test_the_last_text_of_a_printer_that_is_offline),
        TEST(test_what_is_exposed),
        TEST(test_hostile_names),
        TEST(test_unknown_keys_of_jobs),
        TEST(test_very_many_keys),
        TEST(test_kept_until_the_next_poll),
        TEST(test_texts_without_sections),
        TEST(test_cursors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
