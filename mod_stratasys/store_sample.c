/* Samples, what an hour of them comes to, and the odometers at the end of a day. */
#include "store_internal.h"
#include <math.h>
#include <stddef.h>

#define OF_SAMPLE(column, kind, member)                                                                                \
    {                                                                                                                  \
        column, kind, STORE_OF_ROW, offsetof(struct history_sample, member)                                            \
    }

static const struct store_field sample_fields[] = {
    OF_SAMPLE("at", STORE_TIME, at),
    OF_SAMPLE("model_temp_c", STORE_NUMBER, temp_c[0]),
    OF_SAMPLE("support_temp_c", STORE_NUMBER, temp_c[1]),
    OF_SAMPLE("envelope_temp_c", STORE_NUMBER, temp_c[2]),
    OF_SAMPLE("model_set_c", STORE_NUMBER, set_c[0]),
    OF_SAMPLE("support_set_c", STORE_NUMBER, set_c[1]),
    OF_SAMPLE("envelope_set_c", STORE_NUMBER, set_c[2]),
    OF_SAMPLE("layer", STORE_NUMBER, layer),
    OF_SAMPLE("progress_e4", STORE_E4, progress_ratio),
    OF_SAMPLE("model_used_e4_in3", STORE_E4, used_in3[HISTORY_MODEL]),
    OF_SAMPLE("support_used_e4_in3", STORE_E4, used_in3[HISTORY_SUPPORT]),
};
const struct store_table store_sample_table = {sample_fields, sizeof sample_fields / sizeof *sample_fields, 2};

/* ---- an hour --------------------------------------------------------------------------------------------------------- */

/* The last sample holds until then. */
static void store_hold(struct store_sample_hour *hour, int64_t until_at)
{
    double held_s = until_at > hour->last_at ? (double)(until_at - hour->last_at) : 0;

    for (int i = 0; i < STORE_MEASURES; i++) {
        if (isnan(hour->last[i]))
            continue;
        hour->weighted[i] += held_s * hour->last[i];
        hour->weight_s[i] += held_s;
    }
}

static void store_add_sample(struct store_sample_hour *hour, int64_t at, const double values[STORE_MEASURES])
{
    if (hour->count++ > 0)
        store_hold(hour, at);
    for (int i = 0; i < STORE_MEASURES; i++) {
        hour->last[i] = values[i];
        hour->min[i] = fmin(hour->min[i], values[i]); /* the number, where one is NAN */
        hour->max[i] = fmax(hour->max[i], values[i]);
    }
    hour->last_at = at;
}

/* Begins with what is kept of that hour: of an earlier poller, or from before a clock was set back. */
static int store_begin_hour(struct store *store, struct store_printer *printer, int64_t at)
{
    struct store_sample_hour *hour = &printer->hour;
    sqlite3_stmt *statement = store_keyed(store, STORE_LOAD_HOUR, printer->key);
    double values[STORE_MEASURES];
    int found = -1;

    *hour = (struct store_sample_hour){.span = zone_hour(&store->zone, at)};
    for (int i = 0; i < STORE_MEASURES; i++)
        hour->min[i] = hour->max[i] = NAN;

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 2, hour->span.began_at);
    sqlite3_bind_int64(statement, 3, hour->span.ended_at);
    while ((found = store_next(store, statement)) > 0) {
        for (int i = 0; i < STORE_MEASURES; i++)
            values[i] =
                sqlite3_column_type(statement, 1 + i) == SQLITE_NULL ? NAN : sqlite3_column_double(statement, 1 + i);
        store_add_sample(hour, sqlite3_column_int64(statement, 0), values);
    }
    return found;
}

static int store_roll_up(struct store *store, struct store_printer *printer)
{
    struct store_sample_hour *hour = &printer->hour;
    sqlite3_stmt *statement = store_statement(store, STORE_SAMPLE_HOUR);

    if (!statement)
        return -1;
    store_hold(hour, hour->span.ended_at);
    sqlite3_bind_int64(statement, 1, printer->key);
    sqlite3_bind_int64(statement, 2, hour->span.began_at);
    sqlite3_bind_int64(statement, 3, hour->count);
    for (int i = 0; i < STORE_MEASURES; i++) {
        sqlite3_bind_double(statement, 4 + 3 * i, hour->min[i]);
        sqlite3_bind_double(statement, 5 + 3 * i, hour->weight_s[i] > 0 ? hour->weighted[i] / hour->weight_s[i] : NAN);
        sqlite3_bind_double(statement, 6 + 3 * i, hour->max[i]);
    }
    return store_run(store, statement);
}

int store_load_sample_hour(struct store *store, struct store_printer *printer)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_LOAD_SAMPLE, printer->key);

    printer->hour = (struct store_sample_hour){0};

    if (!statement)
        return -1;
    int found = store_next(store, statement);
    int64_t last_at = found > 0 ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    if (found < 0)
        return -1;
    return last_at ? store_begin_hour(store, printer, last_at) : 0;
}

static int store_take_sample(struct store *store, struct store_printer *printer, const struct history_sample *sample)
{
    struct store_sample_hour *hour = &printer->hour;
    double values[STORE_MEASURES] = {
        sample->temp_c[0],
        sample->temp_c[1],
        sample->temp_c[2],
        sample->set_c[0],
        sample->set_c[1],
        sample->set_c[2],
        sample->layer,
        sample->progress_ratio,
        sample->used_in3[HISTORY_MODEL],
        sample->used_in3[HISTORY_SUPPORT],
    };

    if (sample->at < hour->span.began_at || sample->at >= hour->span.ended_at) {
        if (hour->count > 0 && store_roll_up(store, printer))
            return -1;
        if (store_begin_hour(store, printer, sample->at))
            return -1;
    }
    store_add_sample(hour, sample->at, values);
    return 0;
}

/* ---- odometers --------------------------------------------------------------------------------------------------------- */

static int store_write_odometer(struct store *store, const struct store_printer *printer, const char *date,
                                const struct status_odometer *odometer)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_ODOMETER, printer->key);

    if (!statement)
        return -1;
    store_bind_text(statement, 2, odometer->name);
    store_bind_text(statement, 3, date);
    sqlite3_bind_double(statement, 4, odometer->value);
    sqlite3_bind_double(statement, 5, odometer->limit_warn);
    sqlite3_bind_double(statement, 6, odometer->limit_error);
    return store_run(store, statement);
}

static int store_write_odometers(struct store *store, const struct store_row *row)
{
    struct zone_span day;
    const char *date = store_day(store, row->history->sample.at, &day);

    for (size_t i = 0; i < row->status->odometer_count; i++)
        if (!isnan(row->status->odometers[i].value) &&
            store_write_odometer(store, row->printer, date, &row->status->odometers[i]))
            return -1;
    return 0;
}

int store_write_sample(struct store *store, const struct store_row *row)
{
    struct store_values values = {.of = {[STORE_OF_ROW] = &row->history->sample}};

    if (store_take_sample(store, row->printer, &row->history->sample))
        return -1;
    sqlite3_stmt *statement = store_keyed(store, STORE_SAMPLE, row->printer->key);

    if (!statement)
        return -1;
    store_bind_fields(statement, &store_sample_table, &values);
    if (store_run(store, statement))
        return -1;
    return row->status ? store_write_odometers(store, row) : 0;
}
