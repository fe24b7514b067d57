/* endpoint_openapi.c: the document says all that the tables say, wherever the location serves it. */
#include "endpoints_help.h"
#include "endpoints_internal.h"
#include <ctype.h>

static json_t *read_document(struct desk *desk, const char *api, const char *v1, const char *metrics)
{
    struct endpoint_question question = {
        .area = ENDPOINT_API, .path = "openapi.json", .places = {api, v1, metrics},
                .now = T
    };
    struct ready *ready = endpoints_answer(desk->endpoints, &question);

    assert_non_null(ready);
    if (ready->http_status != 200)
        fail_msg("%d %.*s", ready->http_status, (int)ready->length, ready->bytes);
    json_t *document = json_loadb(ready->bytes, ready->length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(document);
    ready_release(ready);
    return document;
}

static json_t *usual_document(struct desk *desk)
{
    return read_document(desk, "/stratasys/api/v1", "/stratasys/v1", "/stratasys/metrics");
}

/* What a reference points to; what is none is itself. */
static json_t *resolved(json_t *document, json_t *json)
{
    const char *ref = json_string_value(json_object_get(json, "$ref"));
    char kind[40], name[60];

    if (!ref)
        return json;
    assert_int_equal(sscanf(ref, "#/components/%39[^/]/%59s", kind, name), 2);
    json = json_object_get(json_object_get(json_object_get(document, "components"), kind), name);
    if (!json)
        fail_msg("%s is not there", ref);
    return json;
}

/* The path of an endpoint, as a client without knowledge of the code would expect it. */
static void expect_path(const struct endpoint *endpoint, char path[100])
{
    static const char *const before[ENDPOINT_AREAS] = {"/", "/v1/", "/metrics"};
    const char *id = strstr(endpoint->pattern, "UID") ? "UID" : "ID", *found = strstr(endpoint->pattern, id);
    size_t length = found ? (size_t)(found - endpoint->pattern) : strlen(endpoint->pattern);

    snprintf(path, 100, "%s%.*s%s%s", before[endpoint->area], (int)length, endpoint->pattern,
             !found         ? ""
             : id[0] == 'U' ? "{uid}"
                            : "{id}",
             found ? found + strlen(id) : "");
}

static json_t *operation_of(json_t *document, const struct endpoint *endpoint)
{
    char path[100];

    expect_path(endpoint, path);
    json_t *item = json_object_get(json_object_get(document, "paths"), path);
    if (!item)
        fail_msg("%s is not described", path);
    return json_object_get(item, "get");
}

static int has_parameter(json_t *document, json_t *operation, const char *name, const char *in)
{
    size_t i;
    json_t *parameter;

    json_array_foreach(json_object_get(operation, "parameters"), i, parameter)
    {
        parameter = resolved(document, parameter);
        if (strcmp(json_string_value(json_object_get(parameter, "name")), name) == 0 &&
            strcmp(json_string_value(json_object_get(parameter, "in")), in) == 0)
            return json_object_get(parameter, "schema") && json_object_get(parameter, "description");
    }
    return 0;
}

static void test_every_endpoint_is_there(void **state)
{
    json_t *document = usual_document(*state);

    assert_text(document, "openapi", "3.1.0");
    assert_int_equal(json_object_size(json_object_get(document, "paths")), endpoint_count);
    for (size_t i = 0; i < endpoint_count; i++)
        assert_text(operation_of(document, &endpoint_table[i]), "summary", endpoint_table[i].summary);
    json_decref(document);
}

static void test_every_parameter_is_there(void **state)
{
    json_t *document = usual_document(*state);

    for (size_t i = 0; i < endpoint_count; i++) {
        const struct endpoint *endpoint = &endpoint_table[i];
        json_t *operation = operation_of(document, endpoint);
        unsigned count = 1, is_uid = strstr(endpoint->pattern, "UID") != NULL,
                 is_id = strstr(endpoint->pattern, "ID") != NULL;
        assert_true(has_parameter(document, operation, "If-None-Match", "header"));
        if (is_id)
            count += (unsigned)has_parameter(document, operation, is_uid ? "uid" : "id", "path");
        for (int p = 0; p < QUERY_PARAMETERS; p++)
            if (endpoint_parameters(endpoint) & (1u << p)) {
                if (!has_parameter(document, operation, query_rules[p].name, "query"))
                    fail_msg("%s: %s is not described", endpoint->pattern, query_rules[p].name);
                count++;
            }
        assert_int_equal(json_array_size(json_object_get(operation, "parameters")), count);
        assert_int_equal(count >= 1 + is_id, 1);
    }
    json_decref(document);
}

/* A key has a type that knows null, and words for people. */
static void assert_described(json_t *schema, const char *name)
{
    json_t *properties = json_object_get(schema, "properties"), *property = json_object_get(properties, name);
    json_t *type = json_object_get(property, "type");

    if (!property || json_array_size(type) < 2 ||
        strcmp(json_string_value(json_array_get(type, json_array_size(type) - 1)), "null") != 0 ||
        json_string_length(json_object_get(property, "description")) < 5)
        fail_msg("%s is not described", name);
}

static void assert_shape_described(json_t *document, const struct row_shape *shape, int is_listed)
{
    struct row_plan plan;
    json_t *schema = json_object_get(json_object_get(json_object_get(document, "components"), "schemas"), shape->name);

    assert_true(json_is_false(json_object_get(schema, "additionalProperties")));
    for (int is_csv = 0; is_csv <= is_listed; is_csv++) {
        row_plan_all(&plan, shape, ~0u, EXPOSE_IDENTITY | EXPOSE_PEOPLE, is_csv, NULL);
        for (size_t i = 0; i < plan.cell_count; i++)
            assert_described(schema, plan.cells[i].name);
    }
}

static void test_every_key_of_every_shape_is_described(void **state)
{
    json_t *document = usual_document(*state);

    for (size_t i = 0; i < endpoint_count; i++) {
        if (endpoint_table[i].list)
            assert_shape_described(document, endpoint_table[i].list->shape, 1);
        if (endpoint_table[i].shape)
            assert_shape_described(document, endpoint_table[i].shape, 0);
    }
    assert_shape_described(document, &shape_spool, 0);
    assert_shape_described(document, &shape_queued_job, 0);
    assert_shape_described(document, &shape_printer_health, 0);
    json_decref(document);
}

/* Nothing points to where nothing is, and nothing is there that nobody points to. */
static void count_references(json_t *document, json_t *json, json_t *counts)
{
    const char *key;
    size_t i;
    json_t *value;

    if (json_object_get(json, "$ref")) {
        resolved(document, json);
        json_object_set_new(counts, json_string_value(json_object_get(json, "$ref")), json_true());
    }
    json_object_foreach(json, key, value) count_references(document, value, counts);
    json_array_foreach(json, i, value) count_references(document, value, counts);
}

static void test_references(void **state)
{
    json_t *document = usual_document(*state), *counts = json_object(), *components, *component;
    const char *kind, *name;
    char ref[120];

    count_references(document, document, counts);
    json_object_foreach(json_object_get(document, "components"), kind, components)
        json_object_foreach(components, name, component)
    {
        snprintf(ref, sizeof ref, "#/components/%s/%s", kind, name);
        if (!json_object_get(counts, ref))
            fail_msg("nothing refers to %s", ref);
    }
    json_decref(counts);
    json_decref(document);
}

static void test_operations_have_names_of_their_own(void **state)
{
    static const char *const some[] = {"listPrinters", "getPrinter",     "getPrinterBusy", "listPrinterSamplesHourly",
                                       "getJob",       "getOpenapi",     "getMetrics",     "getV1Status",
                                       "listJobs",     "listPrinterJobs"};
    json_t *document = usual_document(*state), *names = json_object();

    for (size_t i = 0; i < endpoint_count; i++) {
        const char *name =
            json_string_value(json_object_get(operation_of(document, &endpoint_table[i]), "operationId"));
        for (const char *c = name; *c; c++)
            assert_true(isalnum((unsigned char)*c));
        assert_null(json_object_get(names, name));
        json_object_set_new(names, name, json_true());
    }
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        if (!json_object_get(names, some[i]))
            fail_msg("%s is no name of an operation", some[i]);
    json_decref(names);
    json_decref(document);
}

static const char *server_of(json_t *json)
{
    return json_string_value(json_object_get(json_array_get(json_object_get(json, "servers"), 0), "url"));
}

/* Addresses are those of the location; what it does not serve is not there. */
static void test_places(void **state)
{
    json_t *document = read_document(*state, "/a b/{c}/api/v1", "/v1", NULL),
           *paths = json_object_get(document, "paths");

    assert_string_equal(server_of(document), "/a%20b/%7Bc%7D/api/v1");
    assert_string_equal(server_of(json_object_get(paths, "/v1/{id}/status")), "/");
    assert_null(json_object_get(paths, "/metrics"));
    assert_null(server_of(json_object_get(paths, "/printers")));
    json_decref(document);

    document = read_document(*state, "/x/api/v1", NULL, "/x/metrics");
    paths = json_object_get(document, "paths");
    assert_string_equal(server_of(json_object_get(paths, "/metrics")), "/x");
    assert_null(json_object_get(paths, "/v1/{id}/status"));
    json_decref(document);
}

static json_t *parameter_of(json_t *document, json_t *operation, const char *name)
{
    size_t i;
    json_t *parameter;

    json_array_foreach(json_object_get(operation, "parameters"), i, parameter)
    {
        parameter = resolved(document, parameter);
        if (strcmp(json_string_value(json_object_get(parameter, "name")), name) == 0)
            return json_object_get(parameter, "schema");
    }
    fail_msg("%s is not there", name);
    return NULL;
}

/* The words of sort and group_by are those of the list; limit is a number or a word. */
static void test_values(void **state)
{
    json_t *document = usual_document(*state);

    for (size_t i = 0; i < endpoint_count; i++) {
        const struct endpoint *endpoint = &endpoint_table[i];
        json_t *operation = operation_of(document, endpoint);
        if (!endpoint->list)
            continue;
        json_t *limit = json_object_get(parameter_of(document, operation, "limit"), "oneOf");
        assert_number(json_array_get(limit, 0), "minimum", 1);
        assert_number(json_array_get(limit, 0), "maximum", 1000);
        assert_string_equal(json_string_value(json_array_get(json_object_get(json_array_get(limit, 1), "enum"), 0)),
                            "all");
        if (!(endpoint->parameters & QUERY(SORT)) || !endpoint->list->sorts)
            continue;
        json_t *sort = parameter_of(document, operation, "sort"), *words = json_object_get(sort, "enum");
        size_t length = strcspn(endpoint->list->sorts, " ");
        const char *first = json_string_value(json_array_get(words, 0));
        assert_true(strlen(first) == length && strncmp(first, endpoint->list->sorts, length) == 0);
        assert_int_equal(json_string_value(json_array_get(words, 1))[0], '-');
        assert_text(sort, "default",
                    json_string_value(json_array_get(words, endpoint->list->is_newest_first ? 1 : 0)));
    }
    json_decref(document);
}

static void test_the_same_bytes_each_time(void **state)
{
    struct desk *desk = *state;
    struct ready *one = ask(desk, ENDPOINT_API, "openapi.json", 0, T);
    struct desk *other = NULL;

    desk_setup((void **)&other);
    struct ready *two = ask(other, ENDPOINT_API, "openapi.json", 0, T + 1000000);
    assert_string_equal(one->etag, two->etag);
    assert_int_equal(one->length, two->length);
    assert_memory_equal(one->bytes, two->bytes, one->length);
    ready_release(one);
    ready_release(two);
    desk_teardown((void **)&other);
    json_decref(ask_json(desk, ENDPOINT_API, "openapi.json?x=1", 0, T, 400));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_endpoint_is_there, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(test_every_parameter_is_there, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(test_every_key_of_every_shape_is_described, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(test_references, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(test_operations_have_names_of_their_own, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(test_places, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(test_values, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(test_the_same_bytes_each_time, desk_setup, desk_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
