/* One printer's present: what a poll found, as rows. A row that did not change is not written. */
#include "machines.h"
#include "store_internal.h"
#include <math.h>
#include <stddef.h>

/* What no struct says as it is kept. */
struct store_made {
    const char *state, *damage;
    int64_t change_seq, summed_at, eta_at;
};

#define OF_MADE(column, kind, member)                                                                                  \
    {                                                                                                                  \
        column, kind, STORE_OF_MADE, offsetof(struct store_made, member)                                               \
    }
#define OF_STATUS(column, kind, member)                                                                                \
    {                                                                                                                  \
        column, kind, STORE_OF_ROW, offsetof(struct status, member)                                                    \
    }
#define OF_JOB(column, kind, member)                                                                                   \
    {                                                                                                                  \
        column, kind, STORE_OF_JOB, offsetof(struct status_job, member)                                                \
    }
#define OF_HISTORY(column, kind, member)                                                                               \
    {                                                                                                                  \
        column, kind, STORE_OF_HISTORY, offsetof(struct history_printer, member)                                       \
    }
#define OF_PLACED(column, kind, member)                                                                                \
    {                                                                                                                  \
        column, kind, STORE_OF_PLACED, offsetof(struct history_printer, member)                                        \
    }
#define OF_PROGRESS(column, kind, member)                                                                              \
    {                                                                                                                  \
        column, kind, STORE_OF_PROGRESS, offsetof(struct progress, member)                                             \
    }
#define OF_SPOOL(column, kind, member)                                                                                 \
    {                                                                                                                  \
        column, kind, STORE_OF_ROW, offsetof(struct status_spool, member)                                              \
    }

static const struct store_field now_fields[] = {
    OF_MADE("state", STORE_TEXT, state),
    OF_HISTORY("status_text", STORE_LINE, status_text),
    OF_STATUS("explanation", STORE_TEXT, explanation),
    OF_HISTORY("state_began_at", STORE_TIME, state_began_at),
    OF_MADE("damage", STORE_TEXT, damage),
    OF_STATUS("controller_version", STORE_TEXT, controller_version),
    OF_JOB("job_id", STORE_POSITIVE, job_id),
    OF_JOB("job_name", STORE_TEXT, job_name),
    OF_JOB("owner", STORE_TEXT, owner),
    OF_JOB("comment", STORE_TEXT, comment),
    OF_JOB("pack", STORE_TEXT, pack),
    OF_PLACED("submitted_at", STORE_TIME, submitted.at),
    OF_PLACED("started_at", STORE_TIME, started.at),
    OF_PLACED("submitted_printer_s", STORE_NUMBER, submitted.printer_s),
    OF_PLACED("started_printer_s", STORE_NUMBER, started.printer_s),
    OF_JOB("estimated_s", STORE_POSITIVE, estimated_s),
    OF_JOB("layers_total", STORE_POSITIVE, layers_total),
    OF_JOB("model_material", STORE_TEXT, model_material),
    OF_JOB("model_needed_in3", STORE_NUMBER, model_needed_in3),
    OF_JOB("support_material", STORE_TEXT, support_material),
    OF_JOB("support_needed_in3", STORE_NUMBER, support_needed_in3),
    OF_STATUS("model_set_c", STORE_NUMBER, model_set_c),
    OF_STATUS("support_set_c", STORE_NUMBER, support_set_c),
    OF_STATUS("envelope_set_c", STORE_NUMBER, envelope_set_c),
};
const struct store_table store_now_table = {now_fields, sizeof now_fields / sizeof *now_fields, 2};

static const struct store_field reading_fields[] = {
    OF_MADE("change_seq", STORE_COUNT, change_seq),
    OF_HISTORY("polled_at", STORE_TIME, polled_at),
    OF_HISTORY("answered_at", STORE_TIME, answered_at),
    OF_HISTORY("failed_polls", STORE_INT, failed_polls),
    OF_HISTORY("covered_at", STORE_TIME, covered_at),
    OF_MADE("summed_at", STORE_TIME, summed_at),
    OF_HISTORY("clock_offset_s", STORE_ROUNDED, clock_offset_s),
    OF_HISTORY("build_odometer_s", STORE_NUMBER, build_odometer_s),
    OF_STATUS("model_temp_c", STORE_NUMBER, model_temp_c),
    OF_STATUS("support_temp_c", STORE_NUMBER, support_temp_c),
    OF_STATUS("envelope_temp_c", STORE_NUMBER, envelope_temp_c),
    OF_JOB("layer", STORE_NUMBER, layer),
    OF_JOB("build_s", STORE_NUMBER, build_s),
    OF_JOB("model_used_in3", STORE_NUMBER, model_used_in3),
    OF_JOB("support_used_in3", STORE_NUMBER, support_used_in3),
    OF_PROGRESS("time_ratio", STORE_NUMBER, time_ratio),
    OF_PROGRESS("layer_ratio", STORE_NUMBER, layer_ratio),
    OF_PROGRESS("model_ratio", STORE_NUMBER, model_ratio),
    OF_PROGRESS("support_ratio", STORE_NUMBER, support_ratio),
    OF_PROGRESS("progress_ratio", STORE_NUMBER, best_ratio),
    OF_PROGRESS("progress_source", STORE_TEXT, best_source),
    OF_MADE("eta_at", STORE_TIME, eta_at),
};
const struct store_table store_reading_table = {reading_fields, sizeof reading_fields / sizeof *reading_fields, 2};

static const struct store_field spool_now_fields[] = {
    OF_SPOOL("bay", STORE_NUMBER, bay),
    OF_SPOOL("kind", STORE_TEXT, kind),
    OF_SPOOL("material", STORE_TEXT, material),
    OF_SPOOL("color", STORE_TEXT, color),
    OF_SPOOL("color_rgb", STORE_TEXT, color_rgb),
    OF_SPOOL("spool_status", STORE_TEXT, spool_status),
    OF_SPOOL("is_loaded", STORE_INT, is_loaded),
    OF_SPOOL("initial_in3", STORE_NUMBER, initial_in3),
    OF_SPOOL("left_in3", STORE_NUMBER, left_in3),
    OF_SPOOL("serial", STORE_TEXT, serial),
    OF_SPOOL("lot", STORE_TEXT, lot),
    OF_SPOOL("made_on", STORE_TEXT, made_on),
    OF_SPOOL("first_used_on", STORE_TEXT, first_used_on),
};
const struct store_table store_spool_now_table = {spool_now_fields, sizeof spool_now_fields / sizeof *spool_now_fields,
                                                  3};

/* The place of a time trembles by a second or two from poll to poll; the printer's own time does not. */
struct store_queued {
    int64_t submitted_at;
    double submitted_printer_s;
};
static const struct store_field queue_fields[] = {
    OF_JOB("job_id", STORE_POSITIVE, job_id),
    OF_JOB("job_name", STORE_TEXT, job_name),
    OF_JOB("owner", STORE_TEXT, owner),
    OF_JOB("comment", STORE_TEXT, comment),
    OF_JOB("pack", STORE_TEXT, pack),
    {"submitted_at",        STORE_TREMBLING, STORE_OF_MADE, offsetof(struct store_queued, submitted_at)       },
    {"submitted_printer_s", STORE_NUMBER,    STORE_OF_MADE, offsetof(struct store_queued, submitted_printer_s)},
    OF_JOB("estimated_s", STORE_POSITIVE, estimated_s),
    OF_JOB("model_material", STORE_TEXT, model_material),
    OF_JOB("model_needed_in3", STORE_NUMBER, model_needed_in3),
    OF_JOB("support_material", STORE_TEXT, support_material),
    OF_JOB("support_needed_in3", STORE_NUMBER, support_needed_in3),
};
const struct store_table store_queue_table = {queue_fields, sizeof queue_fields / sizeof *queue_fields, 3};

/* The statement for a row of the printer, its key and, unless below 0, its place bound. */
static sqlite3_stmt *store_row_statement(struct store *store, enum store_statement which, const struct store_row *row,
                                         int64_t place)
{
    sqlite3_stmt *statement = store_statement(store, which);

    if (!statement)
        return NULL;
    sqlite3_bind_int64(statement, 1, row->printer->key);
    if (place >= 0)
        sqlite3_bind_int64(statement, 2, place);
    return statement;
}

static int store_write_identity(struct store *store, const struct store_row *row)
{
    const struct status *status = row->status;
    const char *product = row->product ? row->product : machine_product(status->codename);
    int is_damaged = status->document->damage_count > 0;
    uint64_t hash = store_hash_number(1, (uint64_t)is_damaged);

    hash = store_hash_text(store_hash_text(store_hash_text(hash, status->codename), status->serial), product);
    if (hash == row->printer->written.identity)
        return 0;
    sqlite3_stmt *statement = store_row_statement(store, STORE_IDENTITY, row, -1);
    if (!statement)
        return -1;
    store_bind_name(statement, 2, status->codename);
    store_bind_name(statement, 3, status->serial);
    store_bind_text(statement, 4, product);
    sqlite3_bind_int(statement, 5, is_damaged);
    row->printer->written.identity = hash;
    if (store_run(store, statement))
        return -1;
    return store_take_era(store, row->printer, row->history->polled_at, row->history->polled_at);
}

static int store_write_now(struct store *store, const struct store_row *row, const struct store_values *values)
{
    uint64_t hash = store_hash_fields(&store_now_table, values, 1);

    if (hash == row->printer->written.now)
        return 0;
    sqlite3_stmt *statement = store_row_statement(store, STORE_NOW, row, -1);
    if (!statement)
        return -1;
    store_bind_fields(statement, &store_now_table, values);
    row->printer->written.now = hash;
    return store_run(store, statement);
}

static int store_write_now_failed(struct store *store, const struct store_row *row)
{
    const struct history_printer *history = row->history;
    uint64_t hash = store_hash_number(2, (uint64_t)history->state);

    hash = store_hash_text(store_hash_text(hash, history->status_text), row->trouble);
    hash = store_hash_number(store_hash_number(hash, (uint64_t)history->state_began_at), (uint64_t)history->failed_at);
    if (hash == row->printer->written.now)
        return 0;
    sqlite3_stmt *statement = store_row_statement(store, STORE_NOW_FAILED, row, -1);
    if (!statement)
        return -1;
    store_bind_text(statement, 2, state_name(history->state));
    store_bind_text(statement, 3, history->status_text);
    store_bind_time(statement, 4, history->state_began_at);
    store_bind_text(statement, 5, row->trouble);
    store_bind_time(statement, 6, history->failed_at);
    row->printer->written.now = hash;
    return store_run(store, statement);
}

static int store_cut(struct store *store, enum store_statement which, const struct store_row *row, size_t first_gone)
{
    sqlite3_stmt *statement = store_row_statement(store, which, row, (int64_t)first_gone);

    return statement ? store_run(store, statement) : -1;
}

static int store_write_spool(struct store *store, const struct store_row *row, size_t place)
{
    struct store_values values = {.of = {[STORE_OF_ROW] = &row->status->spools[place]}};
    uint64_t *written = &row->printer->written.spools[place];
    uint64_t hash = store_hash_fields(&store_spool_now_table, &values, 1);

    if (hash == *written)
        return 0;
    sqlite3_stmt *statement = store_row_statement(store, STORE_SPOOL_NOW, row, (int64_t)place);
    if (!statement)
        return -1;
    store_bind_fields(statement, &store_spool_now_table, &values);
    *written = hash;
    return store_run(store, statement);
}

static int store_write_spools(struct store *store, const struct store_row *row)
{
    struct store_written *written = &row->printer->written;
    size_t count = row->status->spool_count;

    for (size_t i = 0; i < count; i++)
        if (store_write_spool(store, row, i))
            return -1;
    if (written->spool_count == count)
        return 0;
    for (size_t i = count; i < STATUS_SPOOLS_MAX; i++)
        written->spools[i] = 0;
    written->spool_count = count;
    return store_cut(store, STORE_SPOOLS_GONE, row, count);
}

static struct store_queued store_place_queued(const struct store_row *row, const struct status_job *job)
{
    double submitted_at = status_time_at(row->status, job->submit_time, (double)row->history->answered_at);

    if (isnan(submitted_at))
        return (struct store_queued){0, NAN};
    return (struct store_queued){(int64_t)submitted_at, job->submit_time};
}

static int store_write_queued(struct store *store, const struct store_row *row, size_t index)
{
    const struct status_job *job = &row->status->queue[index];
    struct store_queued queued = store_place_queued(row, job);
    struct store_values values = {
        .of = {[STORE_OF_JOB] = job, [STORE_OF_MADE] = &queued}
    };
    sqlite3_stmt *statement = store_row_statement(store, STORE_QUEUE, row, (int64_t)index + 1);

    if (!statement)
        return -1;
    store_bind_fields(statement, &store_queue_table, &values);
    return store_run(store, statement);
}

static int store_write_queue(struct store *store, const struct store_row *row)
{
    size_t count = row->status->queue_count;
    uint64_t hash = store_hash_number(1, count);

    for (size_t i = 0; i < count; i++) {
        struct store_queued queued = store_place_queued(row, &row->status->queue[i]);
        struct store_values values = {
            .of = {[STORE_OF_JOB] = &row->status->queue[i], [STORE_OF_MADE] = &queued}
        };
        hash = store_hash_fields(&store_queue_table, &values, hash);
    }
    if (hash == row->printer->written.queue)
        return 0;
    row->printer->written.queue = hash;
    for (size_t i = 0; i < count; i++)
        if (store_write_queued(store, row, i))
            return -1;
    return store_cut(store, STORE_QUEUE_GONE, row, count + 1);
}

static struct store_made store_make(const struct store *store, const struct store_row *row)
{
    int has_eta = status_has_job(&row->status->current) && !isnan(row->progress.remaining_s);

    return (struct store_made){
        .state = state_name(row->history->state),
        .damage = row->status->document->damage,
        .change_seq = store->change_seq + 1,
        .summed_at = row->printer->pending.from_at,
        .eta_at = has_eta ? row->history->answered_at + llround(row->progress.remaining_s) : 0,
    };
}

static struct store_values store_values_of(const struct store_row *row, const struct store_made *made)
{
    struct store_values values = {
        .of = {[STORE_OF_ROW] = row->status, [STORE_OF_HISTORY] = row->history, [STORE_OF_MADE] = made}
    };

    if (status_has_job(&row->status->current)) {
        values.of[STORE_OF_JOB] = &row->status->current;
        values.of[STORE_OF_PLACED] = row->history;
        values.of[STORE_OF_PROGRESS] = &row->progress;
    }
    return values;
}

int store_write_present(struct store *store, const struct store_row *row)
{
    if (!row->status)
        return store_write_now_failed(store, row);
    struct store_made made = store_make(store, row);
    struct store_values values = store_values_of(row, &made);
    if (store_write_identity(store, row) || store_write_now(store, row, &values) || store_write_spools(store, row))
        return -1;
    return store_write_queue(store, row);
}

static int store_write_reading_failed(struct store *store, const struct store_row *row)
{
    sqlite3_stmt *statement = store_row_statement(store, STORE_READING_FAILED, row, -1);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, store->change_seq + 1);
    store_bind_time(statement, 3, row->history->polled_at);
    sqlite3_bind_int(statement, 4, row->history->failed_polls);
    store_bind_time(statement, 5, row->history->covered_at);
    store_bind_time(statement, 6, row->printer->pending.from_at);
    return store_run(store, statement);
}

int store_write_reading(struct store *store, const struct store_row *row)
{
    if (!row->status)
        return store_write_reading_failed(store, row);
    struct store_made made = store_make(store, row);
    struct store_values values = store_values_of(row, &made);
    sqlite3_stmt *statement = store_row_statement(store, STORE_READING, row, -1);
    if (!statement)
        return -1;
    store_bind_fields(statement, &store_reading_table, &values);
    return store_run(store, statement);
}
