/* What endpoints make their answers of: a JSON body, lists of rows, the second until which they are true. */
#include "endpoints_internal.h"
#include "row_json.h"

int endpoint_set_json(struct ready *ready, json_t *json)
{
    ready->bytes = row_json_text(json, &ready->length);
    return ready->bytes ? 0 : -1;
}

void endpoint_note_earliest(int64_t *earliest, int64_t at)
{
    if (at > 0 && (*earliest == 0 || at < *earliest))
        *earliest = at;
}

void endpoint_note_times(struct ready *ready, sqlite3_stmt *statement)
{
    endpoint_note_earliest(&ready->lapses_at, row_json_column(statement, "_lapses_at"));
    endpoint_note_earliest(&ready->due_at, row_json_column(statement, "_due_at"));
}

json_t *endpoint_rows(struct endpoint_request *request, struct ready *ready, sqlite3_stmt *statement, endpoint_row *row)
{
    json_t *items = json_array();
    int result = SQLITE_ERROR;

    while (items && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        endpoint_note_times(ready, statement);
        if (json_array_append_new(items, row(request, statement)))
            break;
    }
    sqlite3_reset(statement);
    if (result == SQLITE_DONE)
        return items;
    json_decref(items);
    return NULL;
}

json_t *endpoint_plain_row(struct endpoint_request *request, sqlite3_stmt *statement)
{
    return row_json(statement, request->question->expose);
}
