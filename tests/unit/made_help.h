/* What the tests of the store share that make up what a poll changed, and look at the rows that come of it. */
#ifndef MADE_HELP_H
#define MADE_HELP_H

#include "history_event.h"
#include "store_help.h"
#include "store_internal.h"
#include <math.h>

enum { HOUR = 3600, DAY = 86400 };

/* ---- made up polls -------------------------------------------------------------------------------------------------- */

/* A poll of the first printer that is filled in by a test. */
struct made {
    struct place *place;
    struct history_printer *history;
    struct history_changes *changes;
    struct status *status; /* NULL: no answer */
};

static inline struct made made_at(struct place *place, int64_t at)
{
    struct made made = {.place = place, .history = &place->history[0]};
    made.changes = calloc(1, sizeof *made.changes);
    made.history->polled_at = at;
    return made;
}

/* The time until `at` was spent in that state. */
static inline void made_piece(struct made *made, enum state state, int64_t at)
{
    struct history_printer *history = made->history;
    made->changes->pieces[made->changes->piece_count++] =
        (struct history_piece){.state = state, .from_at = history->covered_at, .to_at = at};
    history->covered_at = at;
}

/* It is in another state since then; the span of the last one is over. */
static inline void made_state(struct made *made, enum state state, int64_t at)
{
    struct history_printer *history = made->history;
    if (history->span_began_at < at)
        made->changes->spans[made->changes->span_count++] =
            (struct history_span){.state = history->state, .began_at = history->span_began_at, .ended_at = at};
    history->state = state;
    history->state_began_at = history->span_began_at = at;
    made->changes->state_changed = true;
}

/* Writes it; what was made is gone. */
static inline int made_try(struct made *made)
{
    struct store_row row = {.printer = made->place->rows[0],
                            .history = made->history,
                            .changes = made->changes,
                            .trouble = made->status ? NULL : "made up",
                            .status = made->status};
    int result = store_write(made->place->store, &row);
    free(made->changes);
    made->changes = NULL;
    return result;
}

static inline void made_write(struct made *made)
{
    if (made_try(made))
        fail_msg("%s", store_error(made->place->store));
}

static inline void commit(struct place *place, int64_t at)
{
    if (store_commit(place->store, at))
        fail_msg("%s", store_error(place->store));
}

/* The first printer is in that state until `at`. */
static inline void spend(struct place *place, enum state state, int64_t at)
{
    struct made made = made_at(place, at);
    if (place->history[0].state != state)
        made_state(&made, state, place->history[0].covered_at);
    made_piece(&made, state, at);
    made_write(&made);
}

static inline void set_zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

static inline int64_t number_of(const struct place *place, const char *sql)
{
    sqlite3 *db = place_person(place);
    char *rows = rows_of(db, sql);
    int64_t number = strtoll(rows, NULL, 10);
    free(rows);
    sqlite3_close(db);
    return number;
}

static inline void execute(const struct place *place, const char *sql)
{
    char *message = NULL;
    sqlite3 *db = place_person(place);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(db);
}

#define STATES                                                                                                         \
    "(idle_s + preparing_s + building_s + paused_s + part_waiting_s + maintenance_s + error_s + offline_s + "          \
    "unmapped_s + unobserved_s)"

/* Every row adds up to what it covers, hours, days and months to the same, and all of it to the time that went by. */
static inline void assert_adds_up(const struct place *place)
{
    assert_rows(place, "SELECT day, printer FROM usage_day WHERE " STATES " <> covered_until_at - day_began_at", "");
    assert_rows(place, "SELECT * FROM usage_hour WHERE " STATES " <> covered_until_at - hour_began_at", "");
    assert_rows(place, "SELECT * FROM usage_day WHERE " STATES " > day_s", "");
    assert_rows(place, "SELECT * FROM usage_hour WHERE " STATES " > hour_s OR hour_s > 3600", "");
    assert_rows(place,
                "SELECT printer_key FROM printer_reading r WHERE summed_at - (SELECT min(began_at) FROM state_span s "
                "WHERE s.printer_key = r.printer_key) <> (SELECT sum(" STATES ") FROM usage_day d WHERE "
                "d.printer_key = r.printer_key) OR summed_at > covered_at",
                "");
    assert_rows(place,
                "SELECT printer_key FROM printer WHERE (SELECT sum(" STATES ") FROM usage_day d WHERE d.printer_key = "
                "printer.printer_key) <> (SELECT sum(" STATES ") FROM usage_hour h WHERE h.printer_key = "
                "printer.printer_key)",
                "");
    assert_rows(
        place,
        "SELECT month, printer, idle_s, preparing_s, building_s, paused_s, part_waiting_s, maintenance_s, error_s, "
        "offline_s, unmapped_s, unobserved_s, round(unobserved_build_s, 3) FROM usage_month EXCEPT "
        "SELECT substr(day, 1, 7), printer, sum(idle_s), sum(preparing_s), sum(building_s), sum(paused_s), "
        "sum(part_waiting_s), sum(maintenance_s), sum(error_s), sum(offline_s), sum(unmapped_s), "
        "sum(unobserved_s), round(sum(unobserved_build_s), 3) FROM usage_day GROUP BY 1, printer_key",
        "");
    assert_rows(
        place, "SELECT substr(day, 1, 7), printer_key FROM usage_day EXCEPT SELECT month, printer_key FROM usage_month",
        "");
}

/* ---- made up runs and samples ------------------------------------------------------------------------------------- */

static const struct status_job gear = {.job_name = "gear", .owner = "anna", .comment = "for B", .pack = "gear"};

static inline void begin_run(struct place *place, int64_t at)
{
    place->history[0].run = (struct history_run){
        .phase = RUN_BUSY,
        .job_id = 7,
        .job_name = "gear",
        .run = 1,
        .submitted = {5000,  at - 500},
        .started = {5400,  at - 100},
        .first_seen_at = at,
        .seen_at = at,
        .begun_at = at,
        .counted_at = at,
        .used_at = at,
        .is_begin_watched = 1,
        .estimated_s = 7200,
        .build_s = 99.6,
        .layers_total = NAN,
        .preparing_s = NAN,
        .material = {"ASA", ""      },
        .needed_in3 = {10.5,  NAN     },
        .used_in3 = {0.5,   NAN     },
        .kept_used_in3 = {0.5,   NAN     },
        .spool_used_in3 = {0.25,  NAN     }
    };
}

/* Writes the printer's run as it is, with what it used between two times; 0: nothing. */
static inline void keep_run(struct place *place, double used_in3, int64_t from_at, int64_t to_at)
{
    struct made made = made_at(place, to_at);
    made.changes->runs[0] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1, .job = &gear};
    made.changes->run_count = 1;
    if (used_in3 > 0) {
        made.changes->uses[0] = (struct history_use){
            .kind = HISTORY_MODEL, .material = "ASA", .used_in3 = used_in3, .from_at = from_at, .to_at = to_at};
        made.changes->use_count = 1;
    }
    made_write(&made);
    commit(place, to_at);
}

static inline void end_run(struct place *place, enum history_result result, int64_t at)
{
    struct history_run *run = &place->history[0].run;
    run->result = result;
    run->source = result == RESULT_RUNNING ? SOURCE_NONE : SOURCE_INFERRED;
    run->ended_at = result == RESULT_RUNNING ? 0 : at;
    run->phase = result == RESULT_RUNNING ? RUN_BUSY : RUN_ENDED;
    keep_run(place, 0, at, at);
}

static inline void take_sample(struct place *place, int64_t at, double model_temp_c, double odometer)
{
    struct made made = made_at(place, at);
    struct status status = {.document = &(struct document){0}, .odometer_count = 2};
    status.odometers[0] = (struct status_odometer){"tipOdometer", odometer, 500, NAN};
    status.odometers[1] = (struct status_odometer){"unknownOdometer", NAN, NAN, NAN};
    made.status = &status;
    made.changes->sample_is_due = true;
    made.history->sample = (struct history_sample){
        .at = at,
        .temp_c = {model_temp_c, NAN, 70},
        .set_c = {320,            NAN,             70},
        .layer = 12,
        .progress_ratio = 0.1234,
        .used_in3 = {1.5,          NAN}
    };
    made_write(&made);
}

#define MATERIAL_ROWS                                                                                                  \
    "SELECT day, kind, material, round(used_in3, 6), round(wasted_in3, 6), jobs_ended FROM material_day JOIN "         \
    "material USING (material_key) ORDER BY day"

#endif
