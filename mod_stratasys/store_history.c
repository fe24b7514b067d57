/* What a poll changed: stretches of states, time, and what belongs to a run, in the order in which they rest on each
 * other. */
#include "store_internal.h"

int store_write_span(struct store *store, const struct store_printer *printer, const struct history_span *span)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_SPAN_ENDED, printer->key);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, span->began_at);
    store_bind_text(statement, 3, state_name(span->state));
    store_bind_text(statement, 4, span->status_text);
    sqlite3_bind_int64(statement, 5, span->ended_at);
    return store_run(store, statement);
}

int store_write_open_span(struct store *store, const struct store_printer *printer,
                          const struct history_printer *history)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_SPAN_OPEN, printer->key);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, history->span_began_at);
    store_bind_text(statement, 3, state_name(history->state));
    store_bind_text(statement, 4, history->status_text);
    return store_run(store, statement);
}

static int store_write_spans(struct store *store, const struct store_row *row)
{
    for (size_t i = 0; i < row->changes->span_count; i++)
        if (store_write_span(store, row->printer, &row->changes->spans[i]))
            return -1;
    return row->changes->state_changed ? store_write_open_span(store, row->printer, row->history) : 0;
}

static int store_write_pieces(struct store *store, const struct store_row *row)
{
    const struct history_changes *changes = row->changes;
    struct store_printer *printer = row->printer;

    for (size_t i = 0; i < changes->piece_count; i++)
        if (store_sum(store, printer, &changes->pieces[i]))
            return -1;
    /* After a crash what waits is taken for time in the present state. */
    if (printer->pending.state != row->history->state && store_flush(store, printer))
        return -1;
    return store_sum_unseen_build(store, printer, &changes->unseen_build);
}

int store_write_event(struct store *store, const struct history_event *event, int64_t printer_key, int64_t job_key)
{
    sqlite3_stmt *statement = store_statement(store, STORE_EVENT);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, event->at);
    if (printer_key)
        sqlite3_bind_int64(statement, 2, printer_key);
    store_bind_text(statement, 3, event->kind);
    sqlite3_bind_text(statement, 4, event->text, -1, SQLITE_STATIC);
    if (job_key)
        sqlite3_bind_int64(statement, 5, job_key);
    return store_run(store, statement);
}

static int store_write_runs(struct store *store, const struct store_row *row, int64_t keys[])
{
    const struct history_changes *changes = row->changes;

    for (size_t i = 0; i < changes->run_count; i++)
        if (store_write_run(store, row, &changes->runs[i], &keys[i]))
            return -1;
    for (size_t i = 0; i < changes->use_count; i++) {
        size_t run = changes->uses[i].run;
        if (run < changes->run_count &&
            store_write_use(store, row, &changes->runs[run].run, &changes->uses[i], keys[run]))
            return -1;
    }
    for (size_t i = 0; i < changes->run_count; i++)
        if (store_end_run(store, &changes->runs[i], keys[i]))
            return -1;
    return 0;
}

static int store_write_events(struct store *store, const struct store_row *row, const int64_t keys[])
{
    const struct history_changes *changes = row->changes;

    for (size_t i = 0; i < changes->event_count; i++) {
        const struct history_event *event = &changes->events[i];
        int64_t job_key = event->run < changes->run_count ? keys[event->run] : 0;
        if (store_write_event(store, event, row->printer->key, job_key))
            return -1;
    }
    return 0;
}

int store_write_changes(struct store *store, const struct store_row *row)
{
    int64_t keys[HISTORY_RUNS_MAX] = {0};

    if (store_write_spans(store, row) || store_write_pieces(store, row) || store_write_runs(store, row, keys))
        return -1;
    for (size_t i = 0; i < row->changes->spool_count; i++)
        if (store_write_spool_change(store, row, &row->changes->spools[i]))
            return -1;
    if (row->changes->sample_is_due && store_write_sample(store, row))
        return -1;
    return store_write_events(store, row, keys);
}

int store_write(struct store *store, const struct store_row *row)
{
    if (store_judge_clock(store, row->history->polled_at) || store_begin(store))
        return store_rollback(store);
    if (store_write_present(store, row) || store_write_changes(store, row) || store_write_reading(store, row))
        return store_rollback(store);
    return 0;
}
