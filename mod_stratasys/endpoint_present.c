/* The present: the fleet, one printer, busy, the raw text, the routes of the original program. */
#include "endpoints_internal.h"
#include "rawfile.h"
#include "row_json.h"
#include "states.h"
#include "v1.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Copies text as the body. Returns 0, or -1 without memory. */
static int endpoint_set_text(struct ready *ready, const char *content_type, const char *text, size_t length)
{
    ready->content_type = content_type;
    ready->bytes = malloc(length + 1);
    if (!ready->bytes)
        return -1;
    memcpy(ready->bytes, text, length);
    ready->length = length;
    return 0;
}

/* The queue or the spools of the printer that `printer` stands on; null where it never answered: an empty list would say
 * that nothing waits. */
static json_t *endpoint_children(struct endpoint_request *request, enum reader_statement which, sqlite3_stmt *printer)
{
    sqlite3_stmt *statement = reader_statement(request->reader, which);
    struct ready no_times = {0};

    if (!statement)
        return NULL;
    if (row_json_column(printer, "answered_at") == 0)
        return json_null();
    sqlite3_bind_int64(statement, 1, row_json_column(printer, "_key"));
    return endpoint_rows(request, &no_times, statement, endpoint_plain_row);
}

static json_t *endpoint_printer_json(struct endpoint_request *request, sqlite3_stmt *statement)
{
    json_t *printer = row_json(statement, request->question->expose);

    if (printer && json_object_set_new(printer, "queue", endpoint_children(request, READER_QUEUE, statement)) == 0 &&
        json_object_set_new(printer, "spools", endpoint_children(request, READER_SPOOLS, statement)) == 0)
        return printer;
    json_decref(printer);
    return NULL;
}

static sqlite3_stmt *endpoint_select(struct endpoint_request *request, enum reader_statement which)
{
    sqlite3_stmt *statement = reader_statement(request->reader, which);

    if (!statement)
        return NULL;
    if (request->id[0])
        sqlite3_bind_text(statement, 1, request->id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 9, request->question->now);
    return statement;
}

int endpoint_printer(struct endpoint_request *request, struct ready *ready)
{
    sqlite3_stmt *statement = endpoint_select(request, READER_PRINTER);

    if (!statement || sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    endpoint_note_times(ready, statement);
    int result = endpoint_set_json(ready, endpoint_printer_json(request, statement));
    sqlite3_reset(statement);
    return result;
}

int endpoint_fleet(struct endpoint_request *request, struct ready *ready)
{
    sqlite3_stmt *statement = endpoint_select(request, READER_PRINTERS);
    json_t *items = statement ? endpoint_rows(request, ready, statement, endpoint_printer_json) : NULL;

    if (!items)
        return -1;
    json_int_t total = (json_int_t)json_array_size(items);
    return endpoint_set_json(ready, json_pack("{s:o, s:I, s:n}", "items", items, "total", total, "next"));
}

/* The state of the request's printer, STATE_COUNT when SQLite fails. */
static enum state endpoint_state(struct endpoint_request *request, struct ready *ready)
{
    sqlite3_stmt *statement = endpoint_select(request, READER_STATE);
    enum state state = STATE_COUNT;

    if (statement && sqlite3_step(statement) == SQLITE_ROW) {
        endpoint_note_times(ready, statement);
        state = state_by_name((const char *)sqlite3_column_text(statement, 0));
    }
    if (statement)
        sqlite3_reset(statement);
    return state;
}

int endpoint_busy(struct endpoint_request *request, struct ready *ready)
{
    enum state state = endpoint_state(request, ready);

    if (state == STATE_COUNT)
        return -1;
    if (state == STATE_OFFLINE || state == STATE_UNOBSERVED) {
        ready->http_status = 503;
        return endpoint_set_text(ready, "text/plain", "unknown", strlen("unknown"));
    }
    return endpoint_set_text(ready, "text/plain", state_is_busy(state) ? "1" : "0", 1);
}

int endpoint_raw(struct endpoint_request *request, struct ready *ready)
{
    if (endpoint_state(request, ready) == STATE_COUNT)
        return -1;
    if (rawfile_read(request->endpoints->raw_dir, request->id, &ready->bytes, &ready->length) == 0) {
        ready->content_type = "text/plain";
        return 0;
    }
    if (errno != ENOENT)
        return -1;
    return problem_set(ready, 503, "No status text yet", "This printer has not answered since the server was started.");
}

static int endpoint_v1_unavailable(struct ready *ready, const char *status)
{
    ready->http_status = 503;
    return endpoint_set_json(ready, json_pack("{s:s}", "status", status));
}

int endpoint_v1(struct endpoint_request *request, struct ready *ready)
{
    char *text;
    size_t length;
    enum state state = endpoint_state(request, ready);

    if (state == STATE_COUNT)
        return -1;
    if (state == STATE_OFFLINE || state == STATE_UNOBSERVED)
        return endpoint_v1_unavailable(ready, state_name(state));
    if (rawfile_read(request->endpoints->raw_dir, request->id, &text, &length))
        return errno == ENOENT ? endpoint_v1_unavailable(ready, state_name(STATE_UNOBSERVED)) : -1;
    struct document *document = document_read(text, length);
    free(text);
    if (!document)
        return -1;
    int result = endpoint_set_json(
        ready, v1_answer(document, (enum v1_route)request->endpoint->variant, request->question->expose));
    document_free(document);
    return result;
}
