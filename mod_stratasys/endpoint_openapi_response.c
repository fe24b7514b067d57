/* The answers of the OpenAPI document: what each status brings, in which form, with which headers. */
#include "endpoint_openapi.h"
#include "v1.h"
#include <string.h>

static const char OPENAPI_JSON[] = "application/json", OPENAPI_PROBLEM[] = "application/problem+json",
                  OPENAPI_CSV[] = "text/csv";

/* What is no list and has no shape: the schemas of its 200, and of the 503 that is its own. */
static const struct openapi_answer {
    endpoint_renderer *render;
    int variant;
    const char *schema, *unavailable, *unavailable_text;
} openapi_answers[] = {
    {endpoint_busy,    0,            "Busy",       "BusyUnknown",   "Nobody knows: the printer is offline, or nobody watches it."},
    {endpoint_health,  0,            "Health",     "Health",
     "The poller or the database is in trouble: `problem` says which, `remedy` what to do."                                      },
    {endpoint_openapi, 0,            "OpenApi",    NULL,            NULL                                                         },
    {endpoint_v1,      V1_STATUS,    "V1Section",  "V1Unavailable", "The printer is offline, or nobody watches it."              },
    {endpoint_v1,      V1_JOB,       "V1Section",  "V1Unavailable", "The printer is offline, or nobody watches it."              },
    {endpoint_v1,      V1_QUEUE,     "V1Queue",    "V1Unavailable", "The printer is offline, or nobody watches it."              },
    {endpoint_v1,      V1_MATERIAL,  "V1Material", "V1Unavailable", "The printer is offline, or nobody watches it."              },
    {endpoint_v1,      V1_EXTSTATUS, "V1Machine",  "V1Unavailable", "The printer is offline, or nobody watches it."              },
};

static const struct openapi_answer *openapi_answer_of(const struct endpoint *endpoint)
{
    for (size_t i = 0; endpoint->render && i < sizeof openapi_answers / sizeof *openapi_answers; i++)
        if (openapi_answers[i].render == endpoint->render && openapi_answers[i].variant == endpoint->variant)
            return &openapi_answers[i];
    return NULL;
}

/* ---- headers ---------------------------------------------------------------------------------------------------------- */

static const struct openapi_header {
    const char *name, *description, *example;
} openapi_header_table[] = {
    {"ETag",
     "Stays while the content does, but that of `limit=all` and of CSV without a limit, when they have more than 1000 rows, changes with every poll; the same from every process of the server. Send it back in `If-None-Match`.", "\"8c3f0a5be1d27946-4b2\""             },
    {"Cache-Control",       "`max-age` is the time until the next poll is due, when there may be something new.",
     "private, max-age=7"                                                                                                                              },
    {"Link",                "Address of the next page; absent on the last one, and where all rows come at once.",
     "</stratasys/api/v1/jobs?cursor=-job_uid~1763811904>; rel=\"next\""                                                                                       },
    {"Content-Disposition", "The name to save CSV under; absent for JSON.",                                         "attachment; filename=\"jobs.csv\""},
};

json_t *openapi_headers(void)
{
    json_t *headers = json_object();

    for (size_t i = 0; i < sizeof openapi_header_table / sizeof *openapi_header_table; i++) {
        const struct openapi_header *header = &openapi_header_table[i];
        headers = openapi_with(headers, header->name,
                               json_pack("{s:s, s:{s:s}, s:s}", "description", header->description, "schema", "type",
                                         "string", "example", header->example));
    }
    return headers;
}

static json_t *openapi_headers_named(const char *names)
{
    size_t i;
    json_t *name, *list = openapi_words(names), *headers = json_object();

    json_array_foreach(list, i, name)
    {
        headers = openapi_with(headers, json_string_value(name), openapi_ref("headers", json_string_value(name)));
    }
    json_decref(list);
    return headers;
}

/* ---- errors ----------------------------------------------------------------------------------------------------------- */

enum openapi_error {
    OPENAPI_UNCHANGED,
    OPENAPI_WRONG,
    OPENAPI_HIDDEN,
    OPENAPI_ABSENT,
    OPENAPI_UNAVAILABLE,
    OPENAPI_ERRORS
};

static const struct openapi_error_text {
    const char *status, *name, *description;
} openapi_errors[OPENAPI_ERRORS] = {
    [OPENAPI_UNCHANGED] = {"304", "NotModified",
                           "Nothing has changed since the answer with that `ETag`; there is no body."                              },
    [OPENAPI_WRONG] =
        {"400", "BadRequest",
                           "A parameter is unknown here, given twice or with a value that is not allowed; the detail says what is."},
    [OPENAPI_HIDDEN] = {"403", "Forbidden",
                           "The location does not show what was asked for or asked by; see StratasysExpose."                       },
    [OPENAPI_ABSENT] = {"404", "NotFound",    "There is nothing of that ID."                                                    },
    [OPENAPI_UNAVAILABLE] =
        {"503", "Unavailable",
                           "What is asked for is not known at the moment, or the database cannot be read; the detail says "
         "why and what to do."                                                                                                     },
};

static json_t *openapi_content(const char *type, const char *schema)
{
    return json_pack("{s:{s:o}}", type, "schema", openapi_ref("schemas", schema));
}

json_t *openapi_responses(void)
{
    json_t *responses = json_object();

    for (int i = 0; i < OPENAPI_ERRORS; i++) {
        json_t *response = json_pack("{s:s}", "description", openapi_errors[i].description);
        response = i == OPENAPI_UNCHANGED
                       ? openapi_with(response, "headers", openapi_headers_named("ETag Cache-Control"))
                       : openapi_with(response, "content", openapi_content(OPENAPI_PROBLEM, "Problem"));
        responses = openapi_with(responses, openapi_errors[i].name, response);
    }
    return responses;
}

/* Whether something of it is refused where the location exposes nothing. */
static int openapi_can_be_hidden(const struct endpoint *endpoint)
{
    unsigned needs = endpoint->needs;

    for (int i = 0; i < QUERY_PARAMETERS; i++)
        if (endpoint_parameters(endpoint) & (1u << i))
            needs |= query_rules[i].needs;
    if (endpoint->list)
        needs |= openapi_needs_of_shape(endpoint->list->shape);
    return needs != EXPOSE_NONE;
}

static int openapi_can_be(const struct endpoint *endpoint, enum openapi_error error)
{
    switch (error) {
    case OPENAPI_WRONG:
        return endpoint->area != ENDPOINT_V1;
    case OPENAPI_HIDDEN:
        return openapi_can_be_hidden(endpoint);
    case OPENAPI_ABSENT:
        return strstr(endpoint->pattern, "ID") != NULL;
    case OPENAPI_UNAVAILABLE:
        return endpoint->subject != ENDPOINT_OF_NOTHING;
    default:
        return 1;
    }
}

/* ---- 200, and a 503 of its own ---------------------------------------------------------------------------------------- */

static const char *openapi_type_of(const struct endpoint *endpoint)
{
    return endpoint->content_type ? endpoint->content_type : OPENAPI_JSON;
}

static json_t *openapi_good_schema(const struct endpoint *endpoint)
{
    const struct openapi_answer *answer = openapi_answer_of(endpoint);

    if (answer)
        return openapi_ref("schemas", answer->schema);
    return endpoint->list || endpoint->shape ? openapi_schema_of(endpoint) : json_pack("{s:s}", "type", "string");
}

static json_t *openapi_good(const struct endpoint *endpoint)
{
    json_t *content = json_pack("{s:{s:o}}", openapi_type_of(endpoint), "schema", openapi_good_schema(endpoint));

    if (endpoint->list)
        content = openapi_with(content, OPENAPI_CSV,
                               json_pack("{s:{s:s, s:s}, s:o}", "schema", "type", "string", "description",
                                         "RFC 4180, with the names of the columns in the first line.", "example",
                                         openapi_csv_head(endpoint->list->shape)));
    return json_pack(
        "{s:o, s:o, s:o}", "description", openapi_sentence(endpoint->summary), "headers",
        openapi_headers_named(endpoint->list ? "ETag Cache-Control Link Content-Disposition" : "ETag Cache-Control"),
        "content", content);
}

static json_t *openapi_unavailable(const struct endpoint *endpoint)
{
    const struct openapi_answer *answer = openapi_answer_of(endpoint);

    if (!answer)
        return openapi_ref("responses", openapi_errors[OPENAPI_UNAVAILABLE].name);
    json_t *content = openapi_content(openapi_type_of(endpoint), answer->unavailable);
    content = openapi_with(content, OPENAPI_PROBLEM, json_pack("{s:o}", "schema", openapi_ref("schemas", "Problem")));
    return json_pack("{s:s, s:o}", "description", answer->unavailable_text, "content", content);
}

json_t *openapi_responses_of(const struct endpoint *endpoint)
{
    json_t *responses = openapi_with(json_object(), "200", openapi_good(endpoint));

    for (int i = 0; i < OPENAPI_ERRORS; i++)
        if (openapi_can_be(endpoint, (enum openapi_error)i))
            responses = openapi_with(responses, openapi_errors[i].status,
                                     i == OPENAPI_UNAVAILABLE ? openapi_unavailable(endpoint)
                                                              : openapi_ref("responses", openapi_errors[i].name));
    return responses;
}
