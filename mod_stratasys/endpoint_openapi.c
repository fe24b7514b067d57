/* api/v1/openapi.json: OpenAPI 3.1 of what the location serves, made of the tables of endpoints, parameters and keys. */
#include "endpoint_openapi.h"
#include "version.h"
#include <ctype.h>
#include <string.h>

/* ---- about it --------------------------------------------------------------------------------------------------------- */

static const char OPENAPI_ABOUT[] =
    "What your Stratasys FDM printers do now and did before, as mod_stratasys in this Apache httpd watches them. "
    "It only reads: GET, HEAD and OPTIONS.\n\n"
    "**Numbers** are in base units, which stand at the end of their names: `_s` seconds, `_c` °C, `_in3` cubic inches "
    "and "
    "beside it `_cm3` cubic centimetres, `_ratio` 0 to 1. What is unknown is `null`, never 0 or an empty text.\n\n"
    "**Times** are Unix seconds (`_at`), with the same as RFC 3339 in UTC beside it (`_time`). Days, weeks, months and "
    "years "
    "are those of StratasysTimeZone. `from` is included, `to` is not; both also take dates and words such as "
    "`2025-03`, "
    "`today` or `7d`.\n\n"
    "**Lists** are `{\"items\": […], \"total\": …, \"next\": …}`: pages of 100 rows, or as many as `limit` says. "
    "Follow `next` "
    "until it is null; `limit=all` sends all rows at once. `format=csv` gives the same rows for spreadsheets.\n\n"
    "**Asking again** is cheap: nothing in a body changes only because time passes, and every 200 has an `ETag`. With "
    "it in "
    "`If-None-Match` the answer is 304 until something has happened. `max-age` in `Cache-Control` says when the next "
    "poll is "
    "due.\n\n"
    "**Errors** are `application/problem+json` (RFC 9457), and say what is wrong and what would be right. A parameter "
    "that an "
    "address does not know is an error, too.\n\n"
    "**What is hidden:** each location of the server exposes what its readers may see (StratasysExpose). Keys that it "
    "does not "
    "expose are absent, and what asks by them is answered with 403.";

/* The names of all keys of that kind, each in backquotes. */
static void openapi_say_keys(struct buffer *text, const char *what, enum expose kind)
{
    const char *between = "";

    buffer_format(text, " %s: ", what);
    for (size_t i = 0; i < key_count; i++)
        if (keys[i].kind == kind) {
            buffer_format(text, "%s`%s`", between, keys[i].name);
            between = ", ";
        }
    buffer_text(text, ".");
}

static json_t *openapi_info(void)
{
    struct buffer about = {0};

    buffer_text(&about, OPENAPI_ABOUT);
    openapi_say_keys(&about, "Only with `identity`", EXPOSE_IDENTITY);
    openapi_say_keys(&about, "Only with `people`", EXPOSE_PEOPLE);
    return json_pack("{s:s, s:s, s:s, s:o, s:{s:s, s:s}}", "title", "mod_stratasys", "summary",
                     "Stratasys printers: state, history, reports", "version", STRATASYS_VERSION, "description",
                     openapi_text(&about), "license", "name", "Apache License 2.0", "identifier", "Apache-2.0");
}

/* By how the pattern begins; the last one is for all others. */
static const struct openapi_tag {
    enum endpoint_area area;
    const char *beginning, *name, *description;
} openapi_tags[] = {
    {ENDPOINT_API,     "printers", "Printers",        "The fleet now, and the history of each printer."                            },
    {ENDPOINT_API,     "states",   "Printers",        NULL                                                                         },
    {ENDPOINT_API,     "jobs",     "Jobs",            "Every run of a job, for ever."                                              },
    {ENDPOINT_API,     "events",   "Events",          "What happened, to be read on without losing anything."                      },
    {ENDPOINT_API,     "health",   "Server",          "The server itself, and this document."                                      },
    {ENDPOINT_API,     "openapi",  "Server",          NULL                                                                         },
    {ENDPOINT_API,     "",         "Reports",         "Sums by printer, group, product, owner or material, and by calendar period."},
    {ENDPOINT_METRICS, "",         "Metrics",         "For Prometheus."                                                            },
    {ENDPOINT_V1,      "",         "Original routes",
     "The JSON of the program that this one began as, for its clients: texts as the printer sends them. New programs "
     "are "
     "better off with the others."                                                                                                 },
};

enum { OPENAPI_TAGS = sizeof openapi_tags / sizeof *openapi_tags };

static const char *openapi_tag_of(const struct endpoint *endpoint)
{
    int i = 0;

    while (i < OPENAPI_TAGS - 1 &&
           (openapi_tags[i].area != endpoint->area ||
            strncmp(endpoint->pattern, openapi_tags[i].beginning, strlen(openapi_tags[i].beginning)) != 0))
        i++;
    return openapi_tags[i].name;
}

static json_t *openapi_tag_list(const struct endpoint_question *question)
{
    json_t *tags = json_array();

    for (int i = 0; i < OPENAPI_TAGS; i++)
        if (openapi_tags[i].description && question->places[openapi_tags[i].area])
            tags = openapi_and(tags, json_pack("{s:s, s:s}", "name", openapi_tags[i].name, "description",
                                               openapi_tags[i].description));
    return tags;
}

/* ---- addresses -------------------------------------------------------------------------------------------------------- */

/* The place as an address: without braces, which would be variables. */
static json_t *openapi_servers(const char *path, size_t length)
{
    struct buffer address = {0};

    query_write_path(&address, path, length);
    return json_pack("[{s:o}]", "url", length ? openapi_text(&address) : json_string("/"));
}

/* Where the addresses of the other areas begin: above their place, whose own name makes them differ from those of the API. */
static size_t openapi_above(const char *place)
{
    const char *name = strrchr(place, '/');
    return name ? (size_t)(name - place) : 0;
}

/* "/printers/{id}", "/v1/{id}/job", "/metrics". */
static json_t *openapi_path(const struct endpoint *endpoint, const char *place)
{
    struct buffer path = {0};
    const char *pattern = endpoint->pattern, *variable = strpbrk(pattern, "IU");

    if (endpoint->area != ENDPOINT_API)
        buffer_text(&path, place + openapi_above(place));
    if (pattern[0])
        buffer_text(&path, "/");
    if (!variable)
        buffer_text(&path, pattern);
    else
        buffer_format(&path, "%.*s{%s}%s", (int)(variable - pattern), pattern, variable[0] == 'U' ? "uid" : "id",
                      variable + strspn(variable, "UID"));
    return openapi_text(&path);
}

/* ---- operations ------------------------------------------------------------------------------------------------------- */

/* Writes a word of a pattern with a capital; in the singular where one of many follows. */
static void openapi_write_name(struct buffer *name, const char *word, size_t length, int is_one)
{
    buffer_format(name, "%c%.*s", toupper((unsigned char)word[0]), (int)length - 1 - is_one, word + 1);
}

/* A good name for a function: "listPrinterJobs", "getV1Status". */
static json_t *openapi_operation_id(const struct endpoint *endpoint)
{
    static const char *const areas[ENDPOINT_AREAS] = {"", "V1", "Metrics"};
    struct buffer name = {0};
    size_t length;

    buffer_format(&name, "%s%s", endpoint->list ? "list" : "get", areas[endpoint->area]);
    for (const char *word = endpoint->pattern; *word; word += length + strspn(word + length, "/")) {
        length = strcspn(word, "/");
        int is_one = strncmp(word + length, "/ID", 3) == 0 || strncmp(word + length, "/UID", 4) == 0;
        if (islower((unsigned char)word[0]))
            openapi_write_name(&name, word, strcspn(word, "/."), is_one);
    }
    return openapi_text(&name);
}

static json_t *openapi_operation(const struct endpoint *endpoint)
{
    struct buffer text = {0};
    json_t *operation = json_pack("{s:o, s:s, s:[s]}", "operationId", openapi_operation_id(endpoint), "summary",
                                  endpoint->summary, "tags", openapi_tag_of(endpoint));

    if (endpoint->description)
        openapi_say(&text, endpoint->description);
    openapi_say_needs(&text, endpoint->needs);
    if (text.length)
        operation = openapi_with(operation, "description", openapi_text(&text));
    operation = openapi_with(operation, "parameters", openapi_parameters_of(endpoint));
    operation = openapi_with(operation, "responses", openapi_responses_of(endpoint));
    return openapi_with_needs(operation, endpoint->needs);
}

static json_t *openapi_with_endpoint(json_t *paths, const struct endpoint *endpoint, const char *place)
{
    json_t *path = openapi_path(endpoint, place), *item = json_object();

    if (endpoint->area != ENDPOINT_API)
        item = openapi_with(item, "servers", openapi_servers(place, openapi_above(place)));
    item = openapi_with(item, "get", openapi_operation(endpoint));
    paths = openapi_with(paths, json_string_value(path), item);
    json_decref(path);
    return paths;
}

static json_t *openapi_paths(const struct endpoint_question *question)
{
    json_t *paths = json_object();

    for (size_t i = 0; i < endpoint_count; i++)
        if (question->places[endpoint_table[i].area])
            paths = openapi_with_endpoint(paths, &endpoint_table[i], question->places[endpoint_table[i].area]);
    return paths;
}

/* ---- the document ----------------------------------------------------------------------------------------------------- */

int endpoint_openapi(struct endpoint_request *request)
{
    const struct endpoint_question *question = &request->question;
    const char *place = question->places[ENDPOINT_API];

    return endpoint_set_json(request->ready,
                             json_pack("{s:s, s:o, s:o, s:o, s:o, s:{s:o, s:o, s:o, s:o}}", "openapi", "3.1.0", "info",
                                       openapi_info(), "servers", openapi_servers(place, strlen(place)), "tags",
                                       openapi_tag_list(question), "paths", openapi_paths(question), "components",
                                       "schemas", openapi_schemas(), "parameters", openapi_parameters(), "headers",
                                       openapi_headers(), "responses", openapi_responses()));
}
