/* How a printer was left by what was committed last. */
#include "store_internal.h"
#include "utf8.h"
#include <math.h>
#include <string.h>

static double store_column_number(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL ? NAN : sqlite3_column_double(statement, column);
}

static void store_column_line(sqlite3_stmt *statement, int column, char *line, size_t size)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    utf8_line(text ? text : "", line, size);
}

/* A placed time from two columns: its place, and the printer's own. */
static struct history_time store_column_time(sqlite3_stmt *statement, int column)
{
    return (struct history_time){store_column_number(statement, column + 1), sqlite3_column_int64(statement, column)};
}

enum history_result store_result_by_name(const char *name)
{
    for (enum history_result i = RESULT_RUNNING + 1; name && i < RESULT_COUNT; i++)
        if (strcmp(name, history_result_name(i)) == 0)
            return i;
    return RESULT_RUNNING;
}

static enum history_source store_source_by_name(const char *name)
{
    for (enum history_source i = SOURCE_NONE + 1; name && i < SOURCE_COUNT; i++)
        if (strcmp(name, history_source_name(i)) == 0)
            return i;
    return SOURCE_NONE;
}

static void store_fill_printer(sqlite3_stmt *statement, struct history_printer *history)
{
    enum state state = state_by_name((const char *)sqlite3_column_text(statement, 0));

    history_begin(history, sqlite3_column_int64(statement, 2));
    if (state < STATE_COUNT)
        history->state = state;
    store_column_line(statement, 1, history->status_text, sizeof history->status_text);
    history->polled_at = sqlite3_column_int64(statement, 3);
    history->answered_at = sqlite3_column_int64(statement, 4);
    history->failed_at = sqlite3_column_int64(statement, 5);
    history->failed_polls = sqlite3_column_int(statement, 6);
    history->submitted = store_column_time(statement, 7);
    history->started = store_column_time(statement, 9);
    history->covered_at = sqlite3_column_int64(statement, 11);
    history->clock_offset_s = store_column_number(statement, 13);
    history->is_damaged = sqlite3_column_int(statement, 14);
    store_column_line(statement, 15, history->controller_version, sizeof history->controller_version);
    store_column_line(statement, 16, history->serial, sizeof history->serial);
    history->span_began_at = sqlite3_column_int64(statement, 17);
    history->build_odometer_s = store_column_number(statement, 18);
}

/* What is accounted for and not yet in the sums was spent in the present state. */
static void store_fill_pending(sqlite3_stmt *statement, struct store_printer *printer,
                               const struct history_printer *history)
{
    int64_t summed_at = sqlite3_column_int64(statement, 12);

    printer->pending = (struct history_piece){
        .state = history->state,
        .from_at = summed_at > 0 && summed_at < history->covered_at ? summed_at : history->covered_at,
        .to_at = history->covered_at,
    };
}

static void store_fill_run_figures(sqlite3_stmt *statement, struct history_run *run)
{
    run->estimated_s = store_column_number(statement, 17);
    run->build_s = store_column_number(statement, 18);
    run->layers_total = store_column_number(statement, 19);
    run->preparing_s = store_column_number(statement, 20);
    run->paused_s = sqlite3_column_double(statement, 21);
    run->unobserved_s = store_column_number(statement, 22);
    run->unobserved_build_s = sqlite3_column_double(statement, 23);
    for (int kind = 0; kind < HISTORY_KINDS; kind++) {
        store_column_line(statement, 24 + kind, run->material[kind], sizeof run->material[kind]);
        run->needed_in3[kind] = store_column_number(statement, 26 + kind);
        run->used_in3[kind] = store_column_number(statement, 28 + kind);
        run->kept_used_in3[kind] = run->used_in3[kind];
        run->spool_used_in3[kind] = store_column_number(statement, 34 + kind);
    }
}

/* The present was written at every poll, the run's row only now and then: what the last answer said of the same job. */
static void store_fill_last_figures(sqlite3_stmt *statement, struct history_run *run)
{
    int64_t answered_at = sqlite3_column_int64(statement, 36);
    double build_s = store_column_number(statement, 37);

    if (run->phase != RUN_BUSY || !(build_s >= run->build_s))
        return;
    run->build_s = build_s;
    for (int kind = 0; kind < HISTORY_KINDS; kind++)
        run->used_in3[kind] = fmax(run->used_in3[kind], store_column_number(statement, 38 + kind));
    if (answered_at > run->seen_at)
        run->seen_at = answered_at;
}

static void store_fill_run(sqlite3_stmt *statement, struct history_run *run)
{
    run->key = sqlite3_column_int64(statement, 0);
    run->phase = (enum history_phase)sqlite3_column_int(statement, 1);
    run->job_id = store_column_number(statement, 2);
    store_column_line(statement, 3, run->job_name, sizeof run->job_name);
    run->run = sqlite3_column_int(statement, 4);
    run->submitted = store_column_time(statement, 5);
    run->started = store_column_time(statement, 7);
    run->first_seen_at = sqlite3_column_int64(statement, 9);
    run->seen_at = sqlite3_column_int64(statement, 10);
    run->begun_at = sqlite3_column_int64(statement, 11);
    run->ended_at = sqlite3_column_int64(statement, 12);
    run->unloaded_at = sqlite3_column_int64(statement, 13);
    run->ended_unseen_s = sqlite3_column_int64(statement, 14);
    run->result = store_result_by_name((const char *)sqlite3_column_text(statement, 15));
    run->source = store_source_by_name((const char *)sqlite3_column_text(statement, 16));
    store_fill_run_figures(statement, run);
    run->is_begin_watched = sqlite3_column_int(statement, 30);
    run->known_before_at = sqlite3_column_int64(statement, 31);
    run->counted_at = sqlite3_column_int64(statement, 32);
    run->used_at = run->seen_at;
    run->stopped_at = sqlite3_column_int64(statement, 33);
    store_fill_last_figures(statement, run);
}

static void store_fill_spool(sqlite3_stmt *statement, struct history_printer *history)
{
    int place = sqlite3_column_int(statement, 0);

    if (place < 0 || place >= STATUS_SPOOLS_MAX)
        return;
    struct history_spool *spool = &history->spools[place];
    spool->key = sqlite3_column_int64(statement, 1);
    spool->is_here = 1;
    store_column_line(statement, 2, spool->kind, sizeof spool->kind);
    store_column_line(statement, 3, spool->material, sizeof spool->material);
    store_column_line(statement, 4, spool->serial, sizeof spool->serial);
    spool->bay = store_column_number(statement, 5);
    spool->initial_in3 = store_column_number(statement, 6);
    spool->loaded_in3 = store_column_number(statement, 7);
    spool->left_in3 = store_column_number(statement, 8);
    spool->kept_left_in3 = spool->left_in3;
    spool->loaded_at = sqlite3_column_int64(statement, 9);
    history->spool_count = (size_t)place + 1;
}

static int store_load_printer(struct store *store, struct store_printer *printer, struct history_printer *history)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_LOAD, printer->key);

    if (!statement || store_first(store, statement))
        return -1;
    store_fill_printer(statement, history);
    store_fill_pending(statement, printer, history);
    sqlite3_reset(statement);
    return 0;
}

static int store_load_era(struct store *store, struct store_printer *printer)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_ERA_LOAD, printer->key);

    if (!statement || store_first(store, statement))
        return -1;
    printer->era_key = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return 0;
}

static int store_load_run(struct store *store, const struct store_printer *printer, struct history_run *run)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_LOAD_RUN, printer->key);
    int found = statement ? store_next(store, statement) : -1;

    if (found > 0) {
        store_fill_run(statement, run);
        sqlite3_reset(statement);
    }
    return found < 0 ? -1 : 0;
}

static int store_load_spools(struct store *store, const struct store_printer *printer, struct history_printer *history)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_LOAD_SPOOLS, printer->key);
    int found = -1;

    while (statement && (found = store_next(store, statement)) > 0)
        store_fill_spool(statement, history);
    return found;
}

int store_load(struct store *store, struct store_printer *printer, struct history_printer *history)
{
    /* What a transaction that is gone wrote is not there; what it added is not to be added again. */
    *printer = (struct store_printer){.key = printer->key, .written.spool_count = SIZE_MAX};
    if (store_load_printer(store, printer, history) || store_load_era(store, printer))
        return -1;
    if (store_load_run(store, printer, &history->run) || store_load_spools(store, printer, history))
        return -1;
    return store_load_sample_hour(store, printer);
}
