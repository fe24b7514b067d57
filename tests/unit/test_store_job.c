/* store_job.c, store_spool.c, store_sample.c: what belongs to a run, to a spool, to an hour of samples. */
#include "made_help.h"

/* ---- jobs ---------------------------------------------------------------------------------------------------------------- */

static void test_a_run_and_its_load(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_run(place, 0, T + 10, T + 10);
    assert_true(place->history[0].run.key > 0);
    assert_rows(place,
                "SELECT job_id, run, job_name, owner, comment, pack, submitted_at - 1700000000, first_seen_at - "
                "1700000000, begun_at - 1700000000, started_at - 1700000000, ended_at, result, result_source, "
                "estimated_s, build_s, layers_total, preparing_s, paused_s, material, support_material_key, "
                "model_needed_in3, support_needed_in3, model_used_in3 FROM job JOIN owner USING (owner_key) JOIN "
                "material ON material_key = model_material_key",
                "7|1|gear|anna|for B|gear|-490|10|10|-90|NULL|NULL|NULL|7200|100|NULL|NULL|0|ASA|NULL|10.5|NULL|0.5");
    struct history_run before = place->history[0].run;
    place_close(place, T + 20);
    place_open(place, T + 30);
    struct history_run *run = &place->history[0].run;
    assert_int_equal(run->key, before.key);
    assert_int_equal(run->phase, RUN_BUSY);
    assert_string_equal(run->job_name, "gear");
    assert_true(run->submitted.printer_s == 5000 && run->submitted.at == T - 490);
    assert_true(run->started.printer_s == 5400 && run->started.at == T - 90);
    assert_true(run->counted_at == T + 10 && run->used_at == T + 10 && run->seen_at == T + 10);
    assert_true(isnan(run->preparing_s) && isnan(run->layers_total) && isnan(run->used_in3[HISTORY_SUPPORT]));
    assert_true(run->build_s == 100 && run->used_in3[HISTORY_MODEL] == 0.5 && run->spool_used_in3[0] == 0.25);
    assert_true(run->kept_used_in3[HISTORY_MODEL] == 0.5 && run->is_begin_watched);
    assert_string_equal(run->material[HISTORY_MODEL], "ASA");
    assert_string_equal(run->material[HISTORY_SUPPORT], "");
    assert_int_equal(run->result, RESULT_RUNNING);
    assert_int_equal(place->history[1].run.phase, RUN_NONE);
    end_run(place, RESULT_FAILED, T + 40);
    place_close(place, T + 50);
    place_open(place, T + 60);
    assert_int_equal(place->history[0].run.result, RESULT_FAILED);
    assert_int_equal(place->history[0].run.source, SOURCE_INFERRED);
    assert_int_equal(place->history[0].run.ended_at, T + 40);
    assert_int_equal(number_of(place, "SELECT count(*) FROM job"), 1);
}

/* The row of a run is written now and then, the present at every poll: what a killed poller saw last is not lost. */
static void test_the_last_figures_outlive_the_poller(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    place->history[0].run.started.printer_s = NAN;
    keep_run(place, 0, T + 10, T + 10);
    execute(place, "UPDATE printer_now SET job_id = 7, submitted_printer_s = 5000 WHERE printer_key = 1");
    execute(place, "UPDATE printer_reading SET answered_at = 1700000040, build_s = 130, model_used_in3 = 0.75 "
                   "WHERE printer_key = 1");
    place_close(place, T + 50);
    place_open(place, T + 60);
    const struct history_run *run = &place->history[0].run;
    assert_true(run->build_s == 130 && run->seen_at == T + 40 && run->used_at == T + 10);
    assert_true(run->used_in3[HISTORY_MODEL] == 0.75 && run->kept_used_in3[HISTORY_MODEL] == 0.5);
    execute(place, "UPDATE printer_now SET job_id = 8 WHERE printer_key = 1"); /* figures of another job */
    place_close(place, T + 70);
    place_open(place, T + 80);
    assert_true(place->history[0].run.build_s == 100);
}

static void test_results_are_booked_and_unbooked(void **state)
{
    struct place *place = *state;
    int64_t midnight = T - T % DAY + DAY;
    place_open(place, T);
    begin_run(place, midnight - 3 * HOUR);
    keep_run(place, 4, midnight - 3 * HOUR, midnight + HOUR); /* a quarter of it on the second day */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|1.0|0.0|0");
    end_run(place, RESULT_CANCELLED, midnight + HOUR);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|0\n2023-11-15|model|ASA|1.0|1.0|1");
    end_run(place, RESULT_CANCELLED, midnight + HOUR); /* said again: counted once */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|0\n2023-11-15|model|ASA|1.0|1.0|1");
    end_run(place, RESULT_FAILED, midnight - HOUR); /* known better: the day before */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|1\n2023-11-15|model|ASA|1.0|1.0|0");
    end_run(place, RESULT_RUNNING, midnight + 2 * HOUR); /* it goes on after all */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|1.0|0.0|0");
    keep_run(place, 2, midnight + 2 * HOUR, midnight + 3 * HOUR);
    end_run(place, RESULT_COMPLETED, midnight + 3 * HOUR);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|3.0|0.0|1");
    end_run(place, RESULT_UNKNOWN, midnight + 3 * HOUR);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|3.0|0.0|1");
    end_run(place, RESULT_FAILED, midnight + 3 * HOUR);
    keep_run(place, 1, midnight + 3 * HOUR, midnight + 3 * HOUR); /* told late, by a run that is waste already */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|0\n2023-11-15|model|ASA|4.0|4.0|1");
    assert_int_equal(number_of(place, "SELECT count(*) FROM run_use"), 2);
    place->history[0].run.phase = RUN_GONE;
    keep_run(place, 0, midnight + 4 * HOUR, midnight + 4 * HOUR);
    assert_int_equal(number_of(place, "SELECT count(*) FROM run_use"), 2); /* it may come back */
    end_run(place, RESULT_RUNNING, midnight + 4 * HOUR);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|0.0|0\n2023-11-15|model|ASA|4.0|0.0|0");
    end_run(place, RESULT_FAILED, midnight + 4 * HOUR);
    place->history[0].run.phase = RUN_GONE;
    keep_run(place, 0, midnight + 4 * HOUR, midnight + 4 * HOUR);
    begin_run(place, midnight + 5 * HOUR); /* the next one */
    keep_run(place, 0, midnight + 5 * HOUR, midnight + 5 * HOUR);
    assert_int_equal(number_of(place, "SELECT count(*) FROM run_use"), 0);
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|3.0|3.0|0\n2023-11-15|model|ASA|4.0|4.0|1");
}

/* A spool of another material in mid-build. */
static void test_another_material(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_run(place, 1, T + 10, T + 20);
    strcpy(place->history[0].run.material[HISTORY_MODEL], "PC");
    struct made made = made_at(place, T + 30);
    made.changes->runs[0] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1};
    made.changes->run_count = 1;
    made.changes->uses[0] = (struct history_use){
        .kind = HISTORY_MODEL, .material = "PC", .used_in3 = 2, .from_at = T + 20, .to_at = T + 30};
    made.changes->uses[1] = (struct history_use){
        .kind = HISTORY_SUPPORT, .material = "", .used_in3 = 3, .from_at = T + 30, .to_at = T + 30};
    made.changes->use_count = 2;
    made_write(&made);
    commit(place, T + 30);
    assert_rows(place, MATERIAL_ROWS ", material",
                "2023-11-14|support||3.0|0.0|0\n2023-11-14|model|ASA|1.0|0.0|0\n2023-11-14|model|PC|2.0|0.0|0");
    assert_rows(place,
                "SELECT material, owner_key IS NOT NULL FROM job JOIN material ON material_key = "
                "model_material_key",
                "PC|1");
}

/* A run that is replaced and its successor in one poll; the event is of the new one. */
static void test_two_runs_in_one_poll(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 10);
    keep_run(place, 0, T + 10, T + 10);
    struct made made = made_at(place, T + 20);
    struct history_run old = made.history->run;
    old.phase = RUN_GONE;
    old.result = RESULT_UNKNOWN;
    old.ended_at = T + 15;
    begin_run(place, T + 20);
    made.history->run.run = 2;
    made.changes->runs[0] = (struct history_run_change){.run = old};
    made.changes->runs[1] = (struct history_run_change){.run = made.history->run, .is_of_printer = 1, .job = &gear};
    made.changes->run_count = 2;
    made.changes->events[0] = (struct history_event){EVENT_JOB_ENDED, "unknown", T + 20, 0};
    made.changes->events[1] = (struct history_event){EVENT_JOB_BEGAN, "it began", T + 20, 1};
    made.changes->events[2] = (struct history_event){EVENT_STATE, "building", T + 20, SIZE_MAX};
    made.changes->event_count = 3;
    made_write(&made);
    commit(place, T + 20);
    assert_rows(place, "SELECT run, result FROM job", "1|unknown\n2|NULL");
    assert_rows(place, "SELECT kind, run FROM event LEFT JOIN job USING (job_key) WHERE event.printer_key = 1",
                "job_ended|1\njob_began|2\nstate|NULL");
    assert_int_equal(place->history[0].run.key, number_of(place, "SELECT job_key FROM job WHERE run = 2"));
    assert_rows(place, "SELECT run FROM run_now JOIN job USING (job_key)", "2");
    /* Its material was unknown to nobody: the row of the end names it. */
    assert_rows(place, MATERIAL_ROWS, "2023-11-14|model|ASA|0.0|0.0|1");
}

/* Another job's turn came in between; begin_run gives the same job with its submission placed 500 s before. */
static void test_a_job_that_is_built_again_later(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    begin_run(place, T + 1000);
    keep_run(place, 0, T + 1000, T + 1000);
    end_run(place, RESULT_CANCELLED, T + 2000);
    begin_run(place, T + 3000); /* submitted at another time: another job */
    keep_run(place, 0, T + 3000, T + 3000);
    end_run(place, RESULT_CANCELLED, T + 4000);
    begin_run(place, T + 5000);
    place->history[0].run.submitted.at = T + 503; /* placed anew, it trembles */
    keep_run(place, 0, T + 5000, T + 5000);
    assert_rows(place, "SELECT first_seen_at - 1700000000, run FROM job", "1000|1\n3000|1\n5000|2");
    assert_int_equal(place->history[0].run.run, 2);
    end_run(place, RESULT_COMPLETED, T + 6000);
    assert_rows(place, "SELECT first_seen_at - 1700000000, run, result FROM job WHERE run = 2", "5000|2|completed");
}

/* ---- spools, samples -------------------------------------------------------------------------------------------------------- */

static void change_spool(struct place *place, int what, int64_t at, double left_in3)
{
    struct history_spool *here = &place->history[0].spools[1];
    struct made made = made_at(place, at);
    if (what == SPOOL_LOADED)
        *here = (struct history_spool){.is_here = 1,
                                       .kind = "model",
                                       .material = "ASA",
                                       .bay = 1,
                                       .initial_in3 = 92.3,
                                       .loaded_in3 = left_in3,
                                       .loaded_at = at};
    here->left_in3 = left_in3;
    made.changes->spools[0].place = 1;
    made.changes->spools[0].what = what;
    made.changes->spools[0].spool = *here;
    made.changes->spools[0].at = at;
    made.changes->spool_count = 1;
    if (what == SPOOL_REMOVED)
        *here = (struct history_spool){0};
    made_write(&made);
    commit(place, at);
}

static void test_a_spool(void **state)
{
    struct place *place = *state;
    place_open(place, T);
    change_spool(place, SPOOL_LOADED, T + 10, 80);
    change_spool(place, SPOOL_LEFT, T + 20, 70);
    place_close(place, T + 30);
    place_open(place, T + 40);
    assert_int_equal(place->history[0].spool_count, 2);
    assert_int_equal(place->history[0].spools[0].is_here, 0);
    assert_true(place->history[0].spools[1].is_here && place->history[0].spools[1].key == 1);
    assert_true(place->history[0].spools[1].left_in3 == 70 && place->history[0].spools[1].kept_left_in3 == 70);
    assert_string_equal(place->history[0].spools[1].material, "ASA");
    change_spool(place, SPOOL_REMOVED, T + 50, 60);
    change_spool(place, SPOOL_LOADED, T + 60, 92.3);
    assert_rows(place,
                "SELECT place, bay, kind, material, serial, loaded_at - 1700000000, removed_at - 1700000000, "
                "initial_in3, loaded_in3, left_in3 FROM spool JOIN material USING (material_key)",
                "1|1|model|ASA|NULL|10|50|92.3|80.0|60.0\n1|1|model|ASA|NULL|60|NULL|92.3|92.3|92.3");
}

static void test_samples_and_their_hours(void **state)
{
    struct place *place = *state;
    int64_t hour_at = T - T % HOUR + HOUR;
    place_open(place, T);
    take_sample(place, hour_at + 600, 300, 10);  /* for 1200 s */
    take_sample(place, hour_at + 1800, 310, 11); /* for 1800 s: to the hour's end */
    commit(place, hour_at);
    place_close(place, hour_at + 1800); /* the hour goes on with another poller */
    place_open(place, hour_at + 1810);
    assert_rows(place, "SELECT count(*) FROM sample_hour", "0");
    take_sample(place, hour_at + 3 * HOUR, NAN, 12);
    commit(place, hour_at);
    assert_rows(place,
                "SELECT hour_began_at, samples, model_temp_c_min, model_temp_c_mean, model_temp_c_max, "
                "support_temp_c_mean, layer_min, progress_ratio_max, model_used_in3_mean FROM sample_hour",
                "1700002800|2|300.0|306.0|310.0|NULL|12|0.1234|1.5");
    assert_rows(place,
                "SELECT at, model_temp_c, envelope_set_c, layer, progress_e4, model_used_e4_in3, "
                "support_used_e4_in3 FROM sample ORDER BY at LIMIT 1",
                "1700003400|300.0|70.0|12|1234|15000|NULL");
    take_sample(place, hour_at + 4 * HOUR, 300, 13);
    commit(place, hour_at);
    assert_rows(place, "SELECT samples, model_temp_c_mean, envelope_temp_c_mean FROM sample_hour ORDER BY 1 LIMIT 1",
                "1|NULL|70.0");
    assert_rows(place, "SELECT odometer, day, value, limit_warn, limit_error FROM odometer_day",
                "tipOdometer|2023-11-14|11.0|500.0|NULL\ntipOdometer|2023-11-15|13.0|500.0|NULL");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, place_setup, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_run_and_its_load),
        TEST(test_the_last_figures_outlive_the_poller),
        TEST(test_results_are_booked_and_unbooked),
        TEST(test_another_material),
        TEST(test_two_runs_in_one_poll),
        TEST(test_a_job_that_is_built_again_later),
        TEST(test_a_spool),
        TEST(test_samples_and_their_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
