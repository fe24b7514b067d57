/* One printer's present: what a poll found, as rows. */
#include "machines.h"
#include "store_internal.h"
#include "units.h"
#include <math.h>

/* The numbers of a status are doubles; a column of integers takes them as integers, NAN as NULL. */
static void store_bind_number(sqlite3_stmt *statement, int index, double number)
{
    sqlite3_bind_double(statement, index, number);
}

/* Where the printer writes 0 for 'none'. */
static void store_bind_positive(sqlite3_stmt *statement, int index, double number)
{
    sqlite3_bind_double(statement, index, number > 0 ? number : NAN);
}

static void store_bind_time(sqlite3_stmt *statement, int index, int64_t at)
{
    if (at > 0 && at <= UNITS_TIME_MAX_S)
        sqlite3_bind_int64(statement, index, at);
}

static int store_write_identity(struct store *store, const struct store_row *row)
{
    sqlite3_stmt *statement = store_statement(store, STORE_IDENTITY);
    const struct status *status = row->status;

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, row->key);
    store_bind_text(statement, 2, status->codename);
    store_bind_text(statement, 3, status->serial);
    store_bind_text(statement, 4, row->product ? row->product : machine_product(status->codename));
    sqlite3_bind_int(statement, 5, status->document->damage_count > 0);
    return store_run(store, statement);
}

static void store_bind_job(sqlite3_stmt *statement, const struct store_row *row)
{
    const struct status_job *job = &row->status->current;

    if (!status_has_job(job))
        return;
    store_bind_positive(statement, 8, job->job_id);
    store_bind_text(statement, 9, job->job_name);
    store_bind_text(statement, 10, job->owner);
    store_bind_text(statement, 11, job->comment);
    store_bind_text(statement, 12, job->pack);
    store_bind_time(statement, 13, row->history->submitted.at);
    store_bind_time(statement, 14, row->history->started.at);
    store_bind_positive(statement, 15, job->estimated_s);
    store_bind_positive(statement, 16, job->layers_total);
    store_bind_text(statement, 17, job->model_material);
    store_bind_number(statement, 18, job->model_needed_in3);
    store_bind_text(statement, 19, job->support_material);
    store_bind_number(statement, 20, job->support_needed_in3);
    store_bind_number(statement, 24, row->history->submitted.printer_s);
    store_bind_number(statement, 25, row->history->started.printer_s);
}

static int store_write_now(struct store *store, const struct store_row *row)
{
    sqlite3_stmt *statement = store_statement(store, STORE_NOW);
    const struct status *status = row->status;

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, row->key);
    store_bind_text(statement, 2, state_name(row->history->state));
    store_bind_text(statement, 3, row->history->status_text);
    store_bind_text(statement, 4, status->explanation);
    store_bind_time(statement, 5, row->history->state_began_at);
    store_bind_text(statement, 6, status->document->damage);
    store_bind_text(statement, 7, status->controller_version);
    store_bind_job(statement, row);
    store_bind_number(statement, 21, status->model_set_c);
    store_bind_number(statement, 22, status->support_set_c);
    store_bind_number(statement, 23, status->envelope_set_c);
    return store_run(store, statement);
}

static void store_bind_progress(sqlite3_stmt *statement, const struct store_row *row)
{
    const struct status_job *job = &row->status->current;
    const struct progress *progress = &row->progress;

    if (!status_has_job(job))
        return;
    store_bind_number(statement, 9, job->layer);
    store_bind_number(statement, 10, job->build_s);
    store_bind_number(statement, 11, job->model_used_in3);
    store_bind_number(statement, 12, job->support_used_in3);
    store_bind_number(statement, 13, progress->time_ratio);
    store_bind_number(statement, 14, progress->layer_ratio);
    store_bind_number(statement, 15, progress->model_ratio);
    store_bind_number(statement, 16, progress->support_ratio);
    store_bind_number(statement, 17, progress->best_ratio);
    store_bind_text(statement, 18, progress->best_source);
    if (!isnan(progress->remaining_s))
        store_bind_time(statement, 19, row->history->answered_at + llround(progress->remaining_s));
}

static int store_write_reading(struct store *store, const struct store_row *row)
{
    sqlite3_stmt *statement = store_statement(store, STORE_READING);
    const struct status *status = row->status;

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, row->key);
    sqlite3_bind_int64(statement, 2, store->change_seq + 1);
    store_bind_time(statement, 3, row->history->polled_at);
    store_bind_time(statement, 4, row->history->answered_at);
    if (status->server_time > 0)
        store_bind_number(statement, 5, round(status->server_time - (double)row->history->answered_at));
    store_bind_number(statement, 6, status->model_temp_c);
    store_bind_number(statement, 7, status->support_temp_c);
    store_bind_number(statement, 8, status->envelope_temp_c);
    store_bind_progress(statement, row);
    return store_run(store, statement);
}

static int store_write_failure(struct store *store, const struct store_row *row)
{
    sqlite3_stmt *now = store_statement(store, STORE_NOW_FAILED);
    sqlite3_stmt *reading = store_statement(store, STORE_READING_FAILED);

    if (!now || !reading)
        return -1;
    sqlite3_bind_int64(now, 1, row->key);
    store_bind_text(now, 2, state_name(row->history->state));
    store_bind_text(now, 3, row->history->status_text);
    store_bind_time(now, 4, row->history->state_began_at);
    store_bind_text(now, 5, row->trouble);
    store_bind_time(now, 6, row->history->failed_at);
    sqlite3_bind_int64(reading, 1, row->key);
    sqlite3_bind_int64(reading, 2, store->change_seq + 1);
    store_bind_time(reading, 3, row->history->polled_at);
    sqlite3_bind_int(reading, 4, row->history->failed_polls);
    return store_run(store, now) || store_run(store, reading) ? -1 : 0;
}

static int store_write_spool(struct store *store, int64_t key, size_t place, const struct status_spool *spool)
{
    sqlite3_stmt *statement = store_statement(store, STORE_SPOOL);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, key);
    sqlite3_bind_int64(statement, 2, (int64_t)place);
    store_bind_number(statement, 3, spool->bay);
    store_bind_text(statement, 4, spool->kind);
    store_bind_text(statement, 5, spool->material);
    store_bind_text(statement, 6, spool->color);
    store_bind_text(statement, 7, spool->color_rgb);
    store_bind_text(statement, 8, spool->spool_status);
    if (spool->is_loaded >= 0)
        sqlite3_bind_int(statement, 9, spool->is_loaded);
    store_bind_number(statement, 10, spool->initial_in3);
    store_bind_number(statement, 11, spool->left_in3);
    store_bind_text(statement, 12, spool->serial);
    store_bind_text(statement, 13, spool->lot);
    store_bind_text(statement, 14, spool->made_on);
    store_bind_text(statement, 15, spool->first_used_on);
    return store_run(store, statement);
}

static int store_write_queued(struct store *store, const struct store_row *row, size_t index)
{
    sqlite3_stmt *statement = store_statement(store, STORE_QUEUE);
    const struct status_job *job = &row->status->queue[index];
    double submitted_at = status_time_at(row->status, job->submit_time, (double)row->history->answered_at);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, row->key);
    sqlite3_bind_int64(statement, 2, (int64_t)index + 1);
    store_bind_positive(statement, 3, job->job_id);
    store_bind_text(statement, 4, job->job_name);
    store_bind_text(statement, 5, job->owner);
    store_bind_text(statement, 6, job->comment);
    store_bind_text(statement, 7, job->pack);
    if (!isnan(submitted_at))
        store_bind_time(statement, 8, (int64_t)submitted_at);
    store_bind_positive(statement, 9, job->estimated_s);
    store_bind_text(statement, 10, job->model_material);
    store_bind_number(statement, 11, job->model_needed_in3);
    store_bind_text(statement, 12, job->support_material);
    store_bind_number(statement, 13, job->support_needed_in3);
    if (!isnan(submitted_at))
        store_bind_number(statement, 14, job->submit_time);
    return store_run(store, statement);
}

static int store_cut(struct store *store, enum store_statement which, int64_t key, size_t first_gone)
{
    sqlite3_stmt *statement = store_statement(store, which);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, key);
    sqlite3_bind_int64(statement, 2, (int64_t)first_gone);
    return store_run(store, statement);
}

static int store_write_lists(struct store *store, const struct store_row *row)
{
    const struct status *status = row->status;

    for (size_t i = 0; i < status->spool_count; i++)
        if (store_write_spool(store, row->key, i, &status->spools[i]))
            return -1;
    for (size_t i = 0; i < status->queue_count; i++)
        if (store_write_queued(store, row, i))
            return -1;
    if (store_cut(store, STORE_SPOOLS_GONE, row->key, status->spool_count))
        return -1;
    return store_cut(store, STORE_QUEUE_GONE, row->key, status->queue_count + 1);
}

int store_write(struct store *store, const struct store_row *row)
{
    if (store_begin(store))
        return -1;
    if (!row->status)
        return store_write_failure(store, row) ? store_rollback(store) : 0;
    if (store_write_identity(store, row) || store_write_now(store, row) || store_write_reading(store, row) ||
        store_write_lists(store, row))
        return store_rollback(store);
    return 0;
}
