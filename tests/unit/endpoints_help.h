/* What the tests of the endpoints share: questions and their answers. */
#ifndef ENDPOINTS_HELP_H
#define ENDPOINTS_HELP_H

#include "endpoints.h"
#include "store_help.h"
#include <jansson.h>

struct desk {
    struct place *place;
    struct endpoints *endpoints;
};

static inline int desk_setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    desk->place = place_make();
    desk->endpoints = endpoints_begin(desk->place->database, desk->place->folder, 1, 2);
    *state = desk;
    return desk->endpoints ? 0 : -1;
}

static inline int desk_setup_open(void **state)
{
    int result = desk_setup(state);
    place_open(((struct desk *)*state)->place, T);
    return result;
}

static inline int desk_teardown(void **state)
{
    struct desk *desk = *state;
    void *place = desk->place;
    endpoints_end(desk->endpoints);
    free(desk);
    return place_teardown(&place);
}

/* path may have a question mark and a query behind it. */
static inline struct ready *ask(struct desk *desk, enum endpoint_area area, const char *path, unsigned expose,
                                int64_t now)
{
    char *own_path = strdup(path), *query = strchr(own_path, '?');
    struct endpoint_question question = {.area = area,
                                         .path = own_path,
                                         .expose = expose,
                                         .now = now,
                                         .places = {"/stratasys/api/v1", "/stratasys/v1", "/stratasys/metrics"}};
    if (query)
        *query++ = '\0';
    question.query = query;
    struct ready *ready = endpoints_answer(desk->endpoints, &question);
    assert_non_null(ready);
    assert_null(ready->stream); /* which would need the texts of the question */
    free(own_path);
    return ready;
}

/* The answer as JSON, which has that status. */
static inline json_t *ask_json(struct desk *desk, enum endpoint_area area, const char *path, unsigned expose,
                               int64_t now, int http_status)
{
    struct ready *ready = ask(desk, area, path, expose, now);
    if (ready->http_status != http_status)
        fail_msg("%s: %d %.*s", path, ready->http_status, (int)ready->length, ready->bytes);
    json_t *json = json_loadb(ready->bytes, ready->length, 0, NULL);
    assert_non_null(json);
    ready_release(ready);
    return json;
}

static inline json_t *ask_api(struct desk *desk, const char *path, unsigned expose, int64_t now)
{
    return ask_json(desk, ENDPOINT_API, path, expose, now, 200);
}

/* The answer is these bytes. */
static inline void assert_answer(struct desk *desk, enum endpoint_area area, const char *path, int64_t now,
                                 int http_status, const char *body)
{
    struct ready *ready = ask(desk, area, path, EXPOSE_IDENTITY | EXPOSE_PEOPLE, now);
    if (ready->http_status != http_status || ready->length != strlen(body) ||
        memcmp(ready->bytes, body, ready->length) != 0)
        fail_msg("%s: %d %.*s", path, ready->http_status, (int)ready->length, ready->bytes);
    ready_release(ready);
}

static inline void assert_text(const json_t *object, const char *key, const char *text)
{
    const char *is = json_string_value(json_object_get(object, key));
    if (!is || strcmp(is, text) != 0)
        fail_msg("%s is \"%s\", expected \"%s\"", key, is ? is : "no text", text);
}

static inline void assert_null_key(const json_t *object, const char *key)
{
    if (!json_is_null(json_object_get(object, key)))
        fail_msg("%s is not null", key);
}

static inline void assert_number(const json_t *object, const char *key, double number)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_number(value) || json_number_value(value) - number > 1e-9 || number - json_number_value(value) > 1e-9)
        fail_msg("%s is %g, expected %g", key, json_number_value(value), number);
}

#endif
