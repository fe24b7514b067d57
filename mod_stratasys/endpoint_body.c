/* What endpoints make their answers of: SELECTs of what is shown, JSON bodies, the second until which they are true. */
#include "endpoints_internal.h"

void endpoint_select(struct endpoint_request *request, struct buffer *sql, const char *more)
{
    buffer_text(sql, "SELECT ");
    row_columns(&request->plan, sql);
    buffer_format(sql, "%s%s", request->plan.column_count > 0 ? ", " : "", more);
}

sqlite3_stmt *endpoint_statement(struct endpoint_request *request, struct buffer *sql)
{
    sqlite3_stmt *statement = sql->failed || !sql->bytes ? NULL : reader_prepare(request->reader, sql->bytes);

    buffer_free(sql);
    return statement;
}

void endpoint_bind_query(struct endpoint_request *request, sqlite3_stmt *statement, int index,
                         enum query_parameter parameter)
{
    const char *value = request->query.values[parameter];

    if (value)
        sqlite3_bind_text(statement, index, value, -1, SQLITE_STATIC);
}

int endpoint_set_body(struct ready *ready, struct buffer *body)
{
    ready->bytes = buffer_take(body, &ready->length);
    return ready->bytes ? 0 : -1;
}

int endpoint_set_json(struct ready *ready, json_t *json)
{
    struct buffer body = {0};

    row_write_json(&body, json);
    return endpoint_set_body(ready, &body);
}

void endpoint_note_earliest(int64_t *earliest, int64_t at)
{
    if (at > 0 && (*earliest == 0 || at < *earliest))
        *earliest = at;
}

void endpoint_note_times(struct ready *ready, sqlite3_stmt *statement)
{
    endpoint_note_earliest(&ready->lapses_at, row_column(statement, "_lapses_at"));
    endpoint_note_earliest(&ready->due_at, row_column(statement, "_due_at"));
}

int endpoint_note_due(struct endpoint_request *request)
{
    sqlite3_stmt *statement = reader_statement(request->reader, READER_DUE);

    if (!statement || sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    endpoint_note_times(request->ready, statement);
    sqlite3_reset(statement);
    return 0;
}

json_t *endpoint_rows(const struct row_plan *plan, sqlite3_stmt *statement)
{
    json_t *items = json_array();
    int result = SQLITE_ERROR;

    while (items && (result = sqlite3_step(statement)) == SQLITE_ROW)
        if (json_array_append_new(items, row_json(plan, statement)))
            break;
    sqlite3_reset(statement);
    if (result == SQLITE_DONE)
        return items;
    json_decref(items);
    return NULL;
}
