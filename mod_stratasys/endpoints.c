#include "endpoints_internal.h"
#include "v1.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The one table of what can be asked. ID stands for a printer's ID. */
static const struct endpoint endpoint_table[] = {
    {ENDPOINT_API, "printers",         endpoint_fleet,   0,            EXPOSE_NONE                    },
    {ENDPOINT_API, "printers/ID",      endpoint_printer, 0,            EXPOSE_NONE                    },
    {ENDPOINT_API, "printers/ID/raw",  endpoint_raw,     0,            EXPOSE_IDENTITY | EXPOSE_PEOPLE},
    {ENDPOINT_API, "printers/ID/busy", endpoint_busy,    0,            EXPOSE_NONE                    },
    {ENDPOINT_API, "health",           endpoint_health,  0,            EXPOSE_NONE                    },
    {ENDPOINT_V1,  "ID/status",        endpoint_v1,      V1_STATUS,    EXPOSE_NONE                    },
    {ENDPOINT_V1,  "ID/job",           endpoint_v1,      V1_JOB,       EXPOSE_NONE                    },
    {ENDPOINT_V1,  "ID/queue",         endpoint_v1,      V1_QUEUE,     EXPOSE_NONE                    },
    {ENDPOINT_V1,  "ID/material",      endpoint_v1,      V1_MATERIAL,  EXPOSE_NONE                    },
    {ENDPOINT_V1,  "ID/extstatus",     endpoint_v1,      V1_EXTSTATUS, EXPOSE_NONE                    },
};

enum { ENDPOINT_COUNT = sizeof endpoint_table / sizeof *endpoint_table, ENDPOINT_ALLOWED_BYTES = 1024 };

/* The name that the original program gave its only printer. */
static const char ENDPOINT_ORIGINAL_ID[] = "uprint";

struct endpoints *endpoints_begin(const char *database_path, const char *raw_dir, int polls)
{
    struct endpoints *endpoints = calloc(1, sizeof *endpoints);

    if (!endpoints)
        return NULL;
    endpoints->readers = reader_begin(database_path);
    endpoints->cache = ready_begin();
    endpoints->raw_dir = strdup(raw_dir);
    endpoints->polls = polls;
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

/* Matches path against pattern; the part that stands for ID goes to id. */
static int endpoint_matches(const char *pattern, const char *path, char id[FLEET_ID_MAX + 1])
{
    const char *place = strstr(pattern, "ID");

    id[0] = '\0';
    if (!place)
        return strcmp(pattern, path) == 0;
    size_t before = (size_t)(place - pattern);
    if (strncmp(pattern, path, before) != 0)
        return 0;
    size_t length = strcspn(path + before, "/");
    if (length == 0 || length > FLEET_ID_MAX || strcmp(path + before + length, place + 2) != 0)
        return 0;
    memcpy(id, path + before, length);
    id[length] = '\0';
    return 1;
}

static const struct endpoint *endpoint_find(const struct endpoint_question *question, char id[FLEET_ID_MAX + 1])
{
    for (size_t i = 0; i < ENDPOINT_COUNT; i++)
        if (endpoint_table[i].area == question->area && endpoint_matches(endpoint_table[i].pattern, question->path, id))
            return &endpoint_table[i];
    return NULL;
}

static struct ready *endpoint_not_found(const struct endpoint_question *question)
{
    char allowed[ENDPOINT_ALLOWED_BYTES] = "There is: ";
    const char *between = "";

    for (size_t i = 0; i < ENDPOINT_COUNT; i++)
        if (endpoint_table[i].area == question->area) {
            size_t used = strlen(allowed);
            snprintf(allowed + used, sizeof allowed - used, "%s%s", between, endpoint_table[i].pattern);
            between = ", ";
        }
    return problem_ready(404, "There is nothing at this address", allowed);
}

/* The change number of what is asked for; fills in the ID of the first printer for the original's name. Returns 1, or
 * 0 when there is no such printer, or -1 when SQLite fails. */
static int endpoint_seq(struct endpoint_request *request, int64_t *change_seq)
{
    int is_fleet = request->id[0] == '\0';
    sqlite3_stmt *statement = reader_statement(request->reader, is_fleet ? READER_FLEET_SEQ : READER_PRINTER_SEQ);

    if (!statement)
        return -1;
    if (!is_fleet)
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

static int endpoint_render(void *context, struct ready *ready)
{
    struct endpoint_request *request = context;

    return request->endpoint->render(request, ready);
}

static struct ready *endpoint_ask(struct endpoint_request *request)
{
    char key[READY_KEY_BYTES];
    int64_t change_seq = 0;
    int found = endpoint_seq(request, &change_seq);

    if (found == 0 && request->question->area == ENDPOINT_V1 && strcmp(request->id, ENDPOINT_ORIGINAL_ID) == 0 &&
        endpoint_first_id(request))
        found = endpoint_seq(request, &change_seq);
    if (found == 0)
        return problem_ready(404, "There is no printer of this ID",
                             "The IDs are those of the StratasysPrinter lines; …/api/v1/printers lists them.");
    if (found < 0)
        return problem_database(READER_UNREADABLE);
    snprintf(key, sizeof key, "%d %u %s", (int)(request->endpoint - endpoint_table), request->question->expose,
             request->id);
    struct ready *ready = ready_get(request->endpoints->cache, key, change_seq, request->reader->generation,
                                    request->question->now, endpoint_render, request);
    return ready ? ready : problem_database(READER_UNREADABLE);
}

static struct ready *endpoint_without_database(const struct endpoint_request *request, enum reader_trouble trouble)
{
    if (request->endpoint->render == endpoint_health)
        return health_without_database(request->endpoints->polls, trouble);
    return problem_database(trouble);
}

struct ready *endpoints_answer(struct endpoints *endpoints, const struct endpoint_question *question)
{
    struct endpoint_request request = {.endpoints = endpoints, .question = question};
    enum reader_trouble trouble;

    request.endpoint = endpoint_find(question, request.id);
    if (!request.endpoint)
        return endpoint_not_found(question);
    /* The original took any query (its page's script library adds one against caches). */
    if (question->query && question->query[0] && question->area != ENDPOINT_V1)
        return problem_ready(400, "Unknown parameter", "This address takes no parameters.");
    if (request.endpoint->needs & ~question->expose)
        return problem_ready(403, "Not shown here",
                             "This location does not show serials and people: see StratasysExpose identity people.");
    request.reader = reader_take(endpoints->readers, question->now, &trouble);
    if (!request.reader)
        return endpoint_without_database(&request, trouble);
    struct ready *ready = endpoint_ask(&request);
    reader_give(endpoints->readers, request.reader);
    return ready;
}
