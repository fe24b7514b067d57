#include "endpoints_internal.h"
#include "v1.h"
#include "version.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENDPOINT_ALLOWED_BYTES = 1024 };

/* The name that the original program gave its only printer. */
static const char ENDPOINT_ORIGINAL_ID[] = "uprint";

struct endpoints *endpoints_begin(const char *database_path, const char *raw_dir, int polls, int streams_max)
{
    struct endpoints *endpoints = calloc(1, sizeof *endpoints);

    if (!endpoints)
        return NULL;
    endpoints->readers = reader_begin(database_path);
    endpoints->cache = ready_begin();
    endpoints->raw_dir = strdup(raw_dir);
    endpoints->polls = polls;
    endpoints->streams_max = streams_max;
    if (endpoints->readers && endpoints->cache && endpoints->raw_dir)
        return endpoints;
    endpoints_end(endpoints);
    return NULL;
}

void endpoints_end(struct endpoints *endpoints)
{
    if (endpoints->readers)
        reader_end(endpoints->readers);
    if (endpoints->cache)
        ready_end(endpoints->cache);
    free(endpoints->raw_dir);
    free(endpoints);
}

/* ---- which endpoint ------------------------------------------------------------------------------------------------ */

/* Matches path against pattern; the part that stands for ID or UID goes to id. */
static int endpoint_matches(const char *pattern, const char *path, char id[FLEET_ID_MAX + 1])
{
    const char *place = strpbrk(pattern, "IU");

    id[0] = '\0';
    if (!place)
        return strcmp(pattern, path) == 0;
    size_t before = (size_t)(place - pattern);
    if (strncmp(pattern, path, before) != 0)
        return 0;
    size_t length = strcspn(path + before, "/");
    if (length == 0 || length > FLEET_ID_MAX || strcmp(path + before + length, place + strspn(place, "UID")) != 0)
        return 0;
    memcpy(id, path + before, length);
    id[length] = '\0';
    return 1;
}

static const struct endpoint *endpoint_find(const struct endpoint_question *question, char id[FLEET_ID_MAX + 1])
{
    for (size_t i = 0; i < endpoint_count; i++)
        if (endpoint_table[i].area == question->area && endpoint_matches(endpoint_table[i].pattern, question->path, id))
            return &endpoint_table[i];
    return NULL;
}

static struct ready *endpoint_not_found(const struct endpoint_question *question)
{
    char allowed[ENDPOINT_ALLOWED_BYTES] = "There is: ";
    const char *between = "";

    for (size_t i = 0; i < endpoint_count; i++)
        if (endpoint_table[i].area == question->area) {
            size_t used = strlen(allowed);
            snprintf(allowed + used, sizeof allowed - used, "%s%s", between, endpoint_table[i].pattern);
            between = ", ";
        }
    return problem_ready(404, "There is nothing at this address", allowed);
}

/* ---- what its answer hangs on -------------------------------------------------------------------------------------- */

/* The change number of what is asked for. Returns 1, or 0 when there is no such printer, or -1 when SQLite fails. */
static int endpoint_seq(struct endpoint_request *request, int64_t *change_seq)
{
    static const enum reader_statement statements[] = {
        [ENDPOINT_OF_FLEET] = READER_FLEET_SEQ,
        [ENDPOINT_OF_PRINTER] = READER_PRINTER_SEQ,
        [ENDPOINT_OF_HISTORY] = READER_HISTORY_SEQ,
        [ENDPOINT_OF_JOB] = READER_FLEET_SEQ,
    };
    enum reader_statement which = statements[request->endpoint->subject];
    sqlite3_stmt *statement = reader_statement(request->reader, which);

    if (!statement)
        return -1;
    if (which != READER_FLEET_SEQ)
        sqlite3_bind_text(statement, 1, request->id, -1, SQLITE_STATIC);
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        *change_seq = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return result == SQLITE_ROW ? 1 : result == SQLITE_DONE ? 0 : -1;
}

static int endpoint_first_id(struct endpoint_request *request)
{
    sqlite3_stmt *statement = reader_statement(request->reader, READER_FIRST_ID);
    int found = statement && sqlite3_step(statement) == SQLITE_ROW;

    if (found)
        snprintf(request->id, sizeof request->id, "%s", (const char *)sqlite3_column_text(statement, 0));
    if (statement)
        sqlite3_reset(statement);
    return found;
}

/* As endpoint_seq; fills in the ID of the first printer for the original's name. */
static int endpoint_find_seq(struct endpoint_request *request, int64_t *change_seq)
{
    int found = endpoint_seq(request, change_seq);

    if (found == 0 && request->question.area == ENDPOINT_V1 && strcmp(request->id, ENDPOINT_ORIGINAL_ID) == 0 &&
        endpoint_first_id(request))
        found = endpoint_seq(request, change_seq);
    return found;
}

/* What tells one answer from all others. The same may be served in several places, whose addresses stand in the answers. */
static void endpoint_key(const struct endpoint_request *request, struct buffer *key)
{
    const struct endpoint_question *question = &request->question;

    buffer_format(key, "%d %u %s?%s", (int)(request->endpoint - endpoint_table), question->expose, request->id,
                  question->query && question->area != ENDPOINT_V1 ? question->query : "");
    for (int area = 0; area < ENDPOINT_AREAS; area++)
        buffer_format(key, " %s", question->places[area] ? question->places[area] : "");
}

/* ---- answers ------------------------------------------------------------------------------------------------------- */

static int endpoint_make(struct endpoint_request *request)
{
    const struct endpoint *endpoint = request->endpoint;

    if (endpoint->content_type)
        request->ready->content_type = endpoint->content_type;
    return endpoint->render ? endpoint->render(request) : list_render(request);
}

/* All of it is read at one moment. A problem is an answer, too. */
static int endpoint_render(void *context, struct ready *ready)
{
    struct endpoint_request *request = context;

    request->ready = ready;
    if (request->reader && reader_hold(request->reader))
        return -1;
    int result = endpoint_make(request);
    if (request->reader && reader_let_go(request->reader))
        result = -1;
    if (result && request->problem.http_status)
        result = problem_set(ready, request->problem.http_status, request->problem.title, request->problem.detail);
    return result;
}

/* A stream's tag is made of what it hangs on, for its bytes are not known when it is sent: the database and its state, what is asked,
 * and the program that writes it. What turned out to be short has the tag of its bytes, as all other answers. */
static int endpoint_tag_stream(struct endpoint_request *request, struct ready *ready, const struct buffer *key,
                               int64_t change_seq)
{
    struct buffer text = {0};

    if (!ready->stream) {
        ready_tag(ready, ready->bytes, ready->length);
        return 0;
    }
    sqlite3_stmt *statement = reader_statement(request->reader, READER_UID);
    if (!statement || sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    buffer_format(&text, "%s %s %lld %lld %lld %s", STRATASYS_VERSION, (const char *)sqlite3_column_text(statement, 0),
                  (long long)change_seq, (long long)request->from_at, (long long)request->to_at, key->bytes);
    sqlite3_reset(statement);
    if (!text.failed)
        ready_tag(ready, text.bytes, text.length);
    int failed = text.failed;
    buffer_free(&text);
    return failed ? -1 : 0;
}

/* Answers that are in no cache: they are too long for it. */
static struct ready *endpoint_stream(struct endpoint_request *request, const struct buffer *key, int64_t change_seq)
{
    struct ready *ready = ready_new(200, "application/json");

    if (ready && endpoint_render(request, ready) == 0 && endpoint_tag_stream(request, ready, key, change_seq) == 0)
        return ready;
    ready_release(ready);
    return NULL;
}

static struct ready *endpoint_ask(struct endpoint_request *request)
{
    struct buffer key = {0};
    int64_t change_seq = 0;
    int found = request->reader ? endpoint_find_seq(request, &change_seq) : 1;

    if (found == 0)
        return problem_ready(404, "There is no printer of this ID",
                             "The IDs are those of the StratasysPrinter lines; …/api/v1/printers lists them.");
    endpoint_key(request, &key);
    struct ready *ready = NULL;
    if (found > 0 && !key.failed)
        ready = list_is_stream(request) ? endpoint_stream(request, &key, change_seq)
                                        : ready_get(request->endpoints->cache, key.bytes, change_seq,
                                                    request->reader ? request->reader->generation : 0,
                                                    request->question.now, endpoint_render, request);
    buffer_free(&key);
    return ready ? ready : problem_database(READER_UNREADABLE);
}

static struct ready *endpoint_without_database(const struct endpoint_request *request, enum reader_trouble trouble)
{
    if (request->endpoint->render == endpoint_health)
        return health_without_database(request->endpoints->polls, trouble);
    return problem_database(trouble);
}

static struct ready *endpoint_read(struct endpoint_request *request)
{
    enum reader_trouble trouble = READER_OK;

    if (request->endpoint->subject != ENDPOINT_OF_NOTHING)
        request->reader = reader_take(request->endpoints->readers, request->question.now, &trouble);
    if (trouble != READER_OK)
        return endpoint_without_database(request, trouble);
    struct ready *ready = endpoint_ask(request);
    reader_give(request->endpoints->readers, request->reader);
    return ready;
}

/* The original took any query (its page's script library adds one against caches). */
static int endpoint_read_query(struct endpoint_request *request)
{
    const struct endpoint *endpoint = request->endpoint;
    const struct query_allowed allowed = {
        .parameters = endpoint_parameters(endpoint),
        .sorts = endpoint->list ? endpoint->list->sorts : NULL,
        .groups = endpoint->list ? endpoint->list->groups : NULL,
        .expose = request->question.expose,
    };

    return endpoint->area == ENDPOINT_V1
               ? 0
               : query_read(&request->query, request->question.query, &allowed, &request->problem);
}

static struct ready *endpoint_hidden(unsigned kinds)
{
    char detail[PROBLEM_DETAIL_BYTES];

    snprintf(detail, sizeof detail,
             "This location does not show what this address tells: it needs StratasysExpose%s%s.",
             kinds & EXPOSE_IDENTITY ? " identity" : "", kinds & EXPOSE_PEOPLE ? " people" : "");
    return problem_ready(403, "Not shown here", detail);
}

struct ready *endpoints_answer(struct endpoints *endpoints, const struct endpoint_question *question)
{
    struct endpoint_request request;

    /* Its plan is large and is made where it is needed. */
    memset(&request, 0, offsetof(struct endpoint_request, zone));
    request.endpoints = endpoints;
    request.question = *question;
    request.endpoint = endpoint_find(question, request.id);
    if (!request.endpoint)
        return endpoint_not_found(question);
    if (request.endpoint->needs & ~question->expose)
        return endpoint_hidden(request.endpoint->needs);
    if (endpoint_read_query(&request))
        return problem_ready(request.problem.http_status, request.problem.title, request.problem.detail);
    struct ready *ready = endpoint_read(&request);
    query_free(&request.query);
    return ready;
}
