/* What one printer answers now: whether it is busy, its raw text, the routes of the original program. */
#include "endpoints_internal.h"
#include "rawfile.h"
#include "states.h"
#include "v1.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Copies text as the body. Returns 0, or -1 without memory. */
static int endpoint_set_text(struct ready *ready, const char *text, size_t length)
{
    ready->bytes = malloc(length + 1);
    if (!ready->bytes)
        return -1;
    memcpy(ready->bytes, text, length);
    ready->length = length;
    return 0;
}

/* The state of the request's printer, STATE_COUNT when SQLite fails. */
static enum state endpoint_state(struct endpoint_request *request)
{
    sqlite3_stmt *statement = reader_statement(request->reader, READER_STATE);
    enum state state = STATE_COUNT;

    if (!statement)
        return state;
    sqlite3_bind_text(statement, 1, request->id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 9, request->question.now);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        endpoint_note_times(request->ready, statement);
        state = state_by_name((const char *)sqlite3_column_text(statement, 0));
    }
    sqlite3_reset(statement);
    return state;
}

int endpoint_busy(struct endpoint_request *request)
{
    enum state state = endpoint_state(request);

    if (state == STATE_COUNT)
        return -1;
    if (state == STATE_OFFLINE || state == STATE_UNOBSERVED) {
        request->ready->http_status = 503;
        return endpoint_set_text(request->ready, "unknown", strlen("unknown"));
    }
    return endpoint_set_text(request->ready, state_is_busy(state) ? "1" : "0", 1);
}

int endpoint_raw(struct endpoint_request *request)
{
    if (endpoint_state(request) == STATE_COUNT)
        return -1;
    if (rawfile_read(request->endpoints->raw_dir, request->id, &request->ready->bytes, &request->ready->length) == 0)
        return 0;
    if (errno != ENOENT)
        return -1;
    return problem_set(request->ready, 503, "No status text yet",
                       "This printer has not answered since the server was started.");
}

static int endpoint_v1_unavailable(struct ready *ready, const char *status)
{
    ready->http_status = 503;
    return endpoint_set_json(ready, json_pack("{s:s}", "status", status));
}

int endpoint_v1(struct endpoint_request *request)
{
    char *text;
    size_t length;
    enum state state = endpoint_state(request);

    if (state == STATE_COUNT)
        return -1;
    if (state == STATE_OFFLINE || state == STATE_UNOBSERVED)
        return endpoint_v1_unavailable(request->ready, state_name(state));
    if (rawfile_read(request->endpoints->raw_dir, request->id, &text, &length))
        return errno == ENOENT ? endpoint_v1_unavailable(request->ready, state_name(STATE_UNOBSERVED)) : -1;
    struct document *document = document_read(text, length);
    free(text);
    if (!document)
        return -1;
    int result = endpoint_set_json(
        request->ready, v1_answer(document, (enum v1_route)request->endpoint->variant, request->question.expose));
    document_free(document);
    return result;
}
