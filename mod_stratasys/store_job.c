/* Runs of jobs: their rows, how their results count, and what they used by day. */
#include "store_internal.h"
#include <math.h>
#include <stddef.h>

/* What of a run no struct says as it is kept. */
struct store_run {
    const char *result, *source;
    int64_t material_keys[HISTORY_KINDS];
    int64_t job_key;
    int phase;
};

enum {
    STORE_RUNS_KNOWN_S = 90 * 86400, /* so long after a run ended the next one is looked for */
    STORE_TREMBLE_S = 5              /* a time of the printer is placed anew, by clocks that tick in seconds */
};

#define OF_RUN(column, kind, member)                                                                                   \
    {                                                                                                                  \
        column, kind, STORE_OF_ROW, offsetof(struct history_run, member)                                               \
    }
#define OF_MADE(column, kind, member)                                                                                  \
    {                                                                                                                  \
        column, kind, STORE_OF_MADE, offsetof(struct store_run, member)                                                \
    }

/* What changes at the edges of a run, indexed columns among it. */
static const struct store_field job_edges_fields[] = {
    OF_RUN("job_id", STORE_NUMBER, job_id),
    OF_RUN("run", STORE_INT, run),
    OF_RUN("submitted_at", STORE_TIME, submitted.at),
    OF_RUN("first_seen_at", STORE_TIME, first_seen_at),
    OF_RUN("begun_at", STORE_TIME, begun_at),
    OF_RUN("started_at", STORE_TIME, started.at),
    OF_RUN("ended_at", STORE_TIME, ended_at),
    OF_RUN("unloaded_at", STORE_TIME, unloaded_at),
    OF_RUN("ended_unseen_s", STORE_TIME, ended_unseen_s),
    OF_MADE("result", STORE_TEXT, result),
    OF_MADE("result_source", STORE_TEXT, source),
    OF_RUN("estimated_s", STORE_ROUNDED, estimated_s),
    OF_RUN("layers_total", STORE_NUMBER, layers_total),
    OF_MADE("model_material_key", STORE_TIME, material_keys[HISTORY_MODEL]),
    OF_MADE("support_material_key", STORE_TIME, material_keys[HISTORY_SUPPORT]),
    OF_RUN("model_needed_in3", STORE_NUMBER, needed_in3[HISTORY_MODEL]),
    OF_RUN("support_needed_in3", STORE_NUMBER, needed_in3[HISTORY_SUPPORT]),
};
const struct store_table store_job_edges_table = {job_edges_fields, sizeof job_edges_fields / sizeof *job_edges_fields,
                                                  2};

/* What moves while it lasts. */
static const struct store_field job_figures_fields[] = {
    OF_RUN("build_s", STORE_ROUNDED, build_s),
    OF_RUN("preparing_s", STORE_ROUNDED, preparing_s),
    OF_RUN("paused_s", STORE_ROUNDED, paused_s),
    OF_RUN("unobserved_s", STORE_ROUNDED, unobserved_s),
    OF_RUN("unobserved_build_s", STORE_ROUNDED, unobserved_build_s),
    OF_RUN("model_used_in3", STORE_NUMBER, used_in3[HISTORY_MODEL]),
    OF_RUN("support_used_in3", STORE_NUMBER, used_in3[HISTORY_SUPPORT]),
};
const struct store_table store_job_figures_table = {job_figures_fields,
                                                    sizeof job_figures_fields / sizeof *job_figures_fields, 2};

static const struct store_field run_now_fields[] = {
    OF_MADE("job_key", STORE_COUNT, job_key),
    OF_MADE("phase", STORE_INT, phase),
    OF_RUN("is_begin_watched", STORE_INT, is_begin_watched),
    OF_RUN("submitted_printer_s", STORE_NUMBER, submitted.printer_s),
    OF_RUN("started_printer_s", STORE_NUMBER, started.printer_s),
    OF_RUN("known_before_at", STORE_TIME, known_before_at),
    OF_RUN("seen_at", STORE_TIME, seen_at),
    OF_RUN("counted_at", STORE_TIME, counted_at),
    OF_RUN("stopped_at", STORE_TIME, stopped_at),
    OF_RUN("spool_model_in3", STORE_NUMBER, spool_used_in3[HISTORY_MODEL]),
    OF_RUN("spool_support_in3", STORE_NUMBER, spool_used_in3[HISTORY_SUPPORT]),
};
const struct store_table store_run_now_table = {run_now_fields, sizeof run_now_fields / sizeof *run_now_fields, 2};

/* ---- sums by day --------------------------------------------------------------------------------------------------- */

/* What is to be added to a day's row of a kind and material. */
struct store_material_day {
    int64_t at; /* a time of that day */
    enum history_kind kind;
    int64_t material_key;
    double used_in3, wasted_in3;
    int jobs_ended;
};

static int store_add_material_day(struct store *store, const struct store_printer *printer,
                                  const struct store_material_day *add)
{
    struct zone_span day;
    sqlite3_stmt *statement = store_statement(store, STORE_MATERIAL_DAY);

    if (!statement)
        return -1;
    store_bind_text(statement, 1, store_day(store, add->at, &day));
    sqlite3_bind_int64(statement, 2, printer->key);
    store_bind_text(statement, 3, history_kind_name(add->kind));
    sqlite3_bind_int64(statement, 4, add->material_key);
    sqlite3_bind_int64(statement, 5, printer->era_key);
    sqlite3_bind_double(statement, 6, add->used_in3);
    sqlite3_bind_double(statement, 7, add->wasted_in3);
    sqlite3_bind_int(statement, 8, add->jobs_ended);
    return store_run(store, statement);
}

static int store_is_waste(enum history_result result)
{
    return result == RESULT_CANCELLED || result == RESULT_FAILED;
}

/* ---- results -------------------------------------------------------------------------------------------------------- */

/* A run's result as the sums of its day know it. */
struct store_booking {
    enum history_result result;
    int64_t at, material_key;
};

static int store_read_booking(struct store *store, int64_t key, int64_t unknown_key, struct store_booking *booking)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_JOB_RESULT, key);
    int found = statement ? store_next(store, statement) : -1;

    *booking = (struct store_booking){.result = RESULT_RUNNING};
    if (found <= 0)
        return found;
    booking->result = store_result_by_name((const char *)sqlite3_column_text(statement, 0));
    booking->at = sqlite3_column_int64(statement, 1);
    booking->material_key =
        sqlite3_column_type(statement, 2) == SQLITE_NULL ? unknown_key : sqlite3_column_int64(statement, 2);
    sqlite3_reset(statement);
    return 0;
}

static int store_book_end(struct store *store, const struct store_printer *printer, const struct store_booking *booking,
                          int count)
{
    struct store_material_day add = {
        .at = booking->at, .kind = HISTORY_MODEL, .material_key = booking->material_key, .jobs_ended = count};

    return booking->result == RESULT_RUNNING ? 0 : store_add_material_day(store, printer, &add);
}

static int store_book_waste(struct store *store, const struct store_printer *printer, int64_t key, double sign)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_RUN_WASTE, key);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, printer->key);
    sqlite3_bind_int64(statement, 3, printer->era_key);
    sqlite3_bind_double(statement, 4, sign);
    return store_run(store, statement);
}

static int store_book(struct store *store, const struct store_printer *printer, int64_t key,
                      const struct store_booking *old, const struct store_booking *new)
{
    int was_waste = store_is_waste(old->result), is_waste = store_is_waste(new->result);

    if (old->result == new->result && old->at == new->at && old->material_key == new->material_key)
        return 0;
    if (store_book_end(store, printer, old, -1) || store_book_end(store, printer, new, 1))
        return -1;
    return was_waste == is_waste ? 0 : store_book_waste(store, printer, key, is_waste ? 1 : -1);
}

/* ---- rows ------------------------------------------------------------------------------------------------------------ */

static int store_add_job(struct store *store, const struct store_row *row, const struct history_run *run, int64_t *key)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_JOB_NEW, row->printer->key);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, row->printer->era_key);
    sqlite3_bind_int(statement, 3, run->run);
    sqlite3_bind_int64(statement, 4, run->first_seen_at);
    store_bind_text(statement, 5, run->job_name);
    if (store_run(store, statement))
        return -1;
    *key = sqlite3_last_insert_rowid(store->db);
    return 0;
}

static int store_write_table(struct store *store, enum store_statement which, const struct store_table *table,
                             int64_t key, const struct store_values *values)
{
    sqlite3_stmt *statement = store_keyed(store, which, key);

    if (!statement)
        return -1;
    store_bind_fields(statement, table, values);
    return store_run(store, statement);
}

/* The edges, and what hangs on the result. */
static int store_write_edges(struct store *store, const struct store_row *row, const struct history_run *run,
                             struct store_run *made, const struct store_values *values)
{
    struct store_booking old, new = {.result = run->result, .at = run->ended_at ? run->ended_at : run->first_seen_at};
    int64_t unknown_key = 0;

    if (store_material_key(store, "", &unknown_key) || store_read_booking(store, made->job_key, unknown_key, &old))
        return -1;
    new.material_key = made->material_keys[HISTORY_MODEL] ? made->material_keys[HISTORY_MODEL] : unknown_key;
    if (store_write_table(store, STORE_JOB_EDGES, &store_job_edges_table, made->job_key, values))
        return -1;
    return store_book(store, row->printer, made->job_key, &old, &new);
}

static int store_write_names(struct store *store, struct store_printer *printer, const struct status_job *job,
                             int64_t key)
{
    int64_t owner_key;
    uint64_t hash = store_hash_text(store_hash_number(1, (uint64_t)key), job->job_name);

    hash = store_hash_text(store_hash_text(store_hash_text(hash, job->owner), job->comment), job->pack);
    if (hash == printer->written.run_names)
        return 0;
    if (store_owner_key(store, job->owner, &owner_key))
        return -1;
    sqlite3_stmt *statement = store_keyed(store, STORE_JOB_NAMES, key);
    if (!statement)
        return -1;
    store_bind_name(statement, 2, job->job_name);
    if (owner_key)
        sqlite3_bind_int64(statement, 3, owner_key);
    store_bind_text(statement, 4, job->comment);
    store_bind_text(statement, 5, job->pack);
    printer->written.run_names = hash;
    return store_run(store, statement);
}

/* The keys of a run's materials; 0 where it is not known. */
static int store_take_materials(struct store *store, struct store_printer *printer, const struct history_run *run,
                                struct store_run *made)
{
    for (int kind = 0; kind < HISTORY_KINDS; kind++)
        if (run->material[kind][0] && store_cached_material_key(store, &printer->materials[kind], run->material[kind],
                                                                &made->material_keys[kind]))
            return -1;
    return 0;
}

static int store_forget_use(struct store *store, enum store_statement which, int64_t key)
{
    sqlite3_stmt *statement = store_keyed(store, which, key);
    return statement ? store_run(store, statement) : -1;
}

/* A job that was another one's turn in between, and is built again: the next of its runs that ended not too long ago. */
static int store_number_run(struct store *store, const struct store_row *row, struct history_run *run)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_JOB_RUNS, row->printer->key);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, run->first_seen_at - STORE_RUNS_KNOWN_S);
    sqlite3_bind_double(statement, 3, run->job_id);
    store_bind_text(statement, 4, run->job_name);
    sqlite3_bind_int64(statement, 5, run->submitted.at - STORE_TREMBLE_S);
    sqlite3_bind_int64(statement, 6, run->submitted.at + STORE_TREMBLE_S);
    if (store_first(store, statement))
        return -1;
    run->run += sqlite3_column_int(statement, 0);
    sqlite3_reset(statement);
    return 0;
}

int store_write_run(struct store *store, const struct store_row *row, const struct history_run_change *change,
                    int64_t *key)
{
    struct history_run known = change->run;
    const struct history_run *run = &known;
    struct store_run made = {.result = history_result_name(run->result),
                             .source = history_source_name(run->source),
                             .job_key = run->key,
                             .phase = (int)run->phase};
    struct store_values values = {
        .of = {[STORE_OF_ROW] = run, [STORE_OF_MADE] = &made}
    };

    if (!run->key && run->run == 1 && run->submitted.at > 0 && store_number_run(store, row, &known))
        return -1;
    if (!made.job_key && store_add_job(store, row, run, &made.job_key))
        return -1;
    *key = made.job_key;
    if (store_take_materials(store, row->printer, run, &made))
        return -1;
    uint64_t hash = store_hash_fields(&store_job_edges_table, &values, (uint64_t)made.job_key);
    if (hash != row->printer->written.run_edges && store_write_edges(store, row, run, &made, &values))
        return -1;
    row->printer->written.run_edges = hash;
    if (store_write_table(store, STORE_JOB_FIGURES, &store_job_figures_table, made.job_key, &values))
        return -1;
    if (change->job && store_write_names(store, row->printer, change->job, made.job_key))
        return -1;
    if (!change->is_of_printer)
        return 0;
    row->history->run.key = made.job_key;
    row->history->run.run = run->run;
    if (!run->key && store_forget_use(store, STORE_RUN_USE_REPLACED, row->printer->key))
        return -1;
    return store_write_table(store, STORE_RUN_NOW, &store_run_now_table, row->printer->key, &values);
}

/* ---- use ------------------------------------------------------------------------------------------------------------- */

static int store_add_run_use(struct store *store, int64_t key, const struct store_material_day *add)
{
    struct zone_span day;
    sqlite3_stmt *statement = store_keyed(store, STORE_RUN_USE, key);

    if (!statement)
        return -1;
    store_bind_text(statement, 2, store_day(store, add->at, &day));
    store_bind_text(statement, 3, history_kind_name(add->kind));
    sqlite3_bind_int64(statement, 4, add->material_key);
    sqlite3_bind_double(statement, 5, add->used_in3);
    return store_run(store, statement);
}

int store_write_use(struct store *store, const struct store_row *row, const struct history_run *run,
                    const struct history_use *use, int64_t job_key)
{
    struct store_material_day add = {.at = use->from_at, .kind = use->kind};
    double per_s = use->used_in3 / (double)(use->to_at - use->from_at);
    int64_t until_at;

    if (isnan(use->used_in3))
        return 0;
    if (store_cached_material_key(store, &row->printer->materials[use->kind], use->material, &add.material_key))
        return -1;
    do {
        struct zone_span day;
        store_day(store, add.at, &day);
        until_at = day.ended_at < use->to_at ? day.ended_at : use->to_at;
        add.used_in3 = use->from_at < use->to_at ? per_s * (double)(until_at - add.at) : use->used_in3;
        add.wasted_in3 = store_is_waste(run->result) ? add.used_in3 : 0;
        if (store_add_run_use(store, job_key, &add) || store_add_material_day(store, row->printer, &add))
            return -1;
        add.at = until_at;
    } while (add.at < use->to_at);
    return 0;
}

int store_end_run(struct store *store, const struct history_run_change *change, int64_t key)
{
    /* The printer's last run may come back, and go on. */
    if (change->run.phase != RUN_GONE || change->is_of_printer)
        return 0;
    return store_forget_use(store, STORE_RUN_USE_GONE, key);
}
