/* progress.c: what a job's figures say about how far it is. */
#include "libproto_help.h"
#include "progress.h"
#include <math.h>

/* A job with nothing but a name; what a test knows it fills in. */
static struct status job_named(const char *name)
{
    struct status status = {.current = {.job_name = name}};
    struct status_job *job = &status.current;
    job->job_id = job->layer = job->layers_total = job->build_s = job->estimated_s = NAN;
    job->model_used_in3 = job->model_needed_in3 = job->support_used_in3 = job->support_needed_in3 = NAN;
    return status;
}

static void assert_unknown(const struct progress *p)
{
    assert_true(isnan(p->best_ratio));
    assert_null(p->best_source);
    assert_true(isnan(p->remaining_s));
}

static void assert_best(const struct progress *p, double ratio, const char *source)
{
    assert_non_null(p->best_source);
    assert_string_equal(p->best_source, source);
    assert_true(fabs(p->best_ratio - ratio) < 1e-9);
}

/* One instant of a real build: 22 % of the layers, 50 % of the time, 48 % of the model, 98 % of the support. */
static struct status half_built(void)
{
    struct status status = job_named("half");
    struct status_job *job = &status.current;
    job->layer = 22;
    job->layers_total = 100;
    job->build_s = 10000;
    job->estimated_s = 20000;
    job->model_used_in3 = 4.8;
    job->model_needed_in3 = 10;
    job->support_used_in3 = 9.8;
    job->support_needed_in3 = 10;
    return status;
}

static void test_measures_that_disagree(void **state)
{
    (void)state;
    struct status status = half_built();
    struct progress p = progress_of(&status, STATE_BUILDING);
    assert_true(fabs(p.layer_ratio - 0.22) < 1e-9);
    assert_true(fabs(p.time_ratio - 0.50) < 1e-9);
    assert_true(fabs(p.model_ratio - 0.48) < 1e-9);
    assert_true(fabs(p.support_ratio - 0.98) < 1e-9);
    assert_best(&p, 0.5, "time");
    assert_true(p.remaining_s == 10000);
}

static void test_stale_layer(void **state)
{
    (void)state;
    struct status status = job_named("stale");
    status.current.layer = 34;
    status.current.layers_total = 35;
    status.current.build_s = 55;
    status.current.estimated_s = 14137;
    struct progress p = progress_of(&status, STATE_BUILDING);
    assert_best(&p, 55 / 14137., "time");
    assert_true(p.layer_ratio > 0.97); /* as reported */

    status.current.estimated_s = 0;
    p = progress_of(&status, STATE_BUILDING);
    assert_unknown(&p);
    status.current.build_s = NAN;
    p = progress_of(&status, STATE_BUILDING);
    assert_unknown(&p);
    status.current.build_s = PROGRESS_STALE_LAYER_S - 1;
    p = progress_of(&status, STATE_BUILDING);
    assert_unknown(&p);
    status.current.build_s = PROGRESS_STALE_LAYER_S;
    p = progress_of(&status, STATE_BUILDING);
    assert_best(&p, 34 / 35., "layers");
    assert_true(isnan(p.remaining_s));
}

static void test_no_estimate(void **state)
{
    (void)state;
    static const double estimates[] = {0, -1, NAN};
    for (size_t i = 0; i < sizeof estimates / sizeof *estimates; i++) {
        struct status status = half_built();
        status.current.estimated_s = estimates[i];
        struct progress p = progress_of(&status, STATE_BUILDING);
        assert_true(isnan(p.time_ratio));
        assert_best(&p, 0.48, "model_material");
        assert_true(isnan(p.remaining_s));
    }
}

static void test_overrun(void **state)
{
    (void)state;
    struct status status = half_built();
    status.current.build_s = 20001;
    struct progress p = progress_of(&status, STATE_BUILDING);
    assert_true(p.time_ratio == 1);
    assert_best(&p, 0.48, "model_material");
    assert_true(isnan(p.remaining_s)); /* never a time that has passed */
    status.current.model_used_in3 = 11;
    p = progress_of(&status, STATE_BUILDING);
    assert_best(&p, 0.22, "layers");
    status.current.layer = 100;
    p = progress_of(&status, STATE_BUILDING);
    assert_unknown(&p); /* it builds on, and nothing says how far it is */
}

static void test_built(void **state)
{
    (void)state;
    struct status status = half_built();
    struct progress p = progress_of(&status, STATE_PART_WAITING);
    assert_best(&p, 1, "state");
    assert_true(isnan(p.remaining_s));
    assert_true(fabs(p.time_ratio - 0.5) < 1e-9);
}

static void test_no_job(void **state)
{
    (void)state;
    struct status status = half_built();
    static const enum state states[] = {STATE_IDLE, STATE_BUILDING, STATE_PART_WAITING};
    status.current.job_name = NULL;
    status.current.job_id = 0;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct progress p = progress_of(&status, states[i]);
        assert_unknown(&p);
        assert_true(isnan(p.time_ratio) && isnan(p.layer_ratio) && isnan(p.model_ratio) && isnan(p.support_ratio));
    }
    status.current.job_id = 7; /* a job without a name is one */
    struct progress p = progress_of(&status, STATE_BUILDING);
    assert_best(&p, 0.5, "time");
}

static void test_only_a_build_that_runs_has_a_time_left(void **state)
{
    (void)state;
    struct status status = half_built();
    for (int i = 0; i < STATE_COUNT; i++) {
        struct progress p = progress_of(&status, (enum state)i);
        assert_int_equal(!isnan(p.remaining_s), i == STATE_BUILDING);
        if (i != STATE_PART_WAITING)
            assert_best(&p, 0.5, "time");
    }
    status.current.build_s = 0;
    struct progress p = progress_of(&status, STATE_PREPARING);
    assert_best(&p, 0, "time");
    assert_true(isnan(p.remaining_s));
}

static void test_nonsense(void **state)
{
    (void)state;
    struct status status = half_built();
    status.current.build_s = -1;
    status.current.model_used_in3 = -0.5;
    status.current.layer = 1e15;
    struct progress p = progress_of(&status, STATE_BUILDING);
    assert_true(isnan(p.time_ratio) && isnan(p.model_ratio));
    assert_true(p.layer_ratio == 1);
    assert_unknown(&p);
}

/* The capture of a real machine, where it is there. */
static void test_capture(void **state)
{
    (void)state;
    const char *captures = getenv("STRATASYS_CAPTURES");
    char path[4096], text[65536];
    snprintf(path, sizeof path, "%s/fortus450mc-building.sts", captures ? captures : "../shared/captures");
    FILE *file = fopen(path, "rb");
    if (!file) {
        print_message("no captures: skipped\n");
        skip();
    }
    size_t length = fread(text, 1, sizeof text, file);
    fclose(file);
    struct status *status = status_read(text, length);
    struct progress p = progress_of(status, state_of_status(status, NULL, 0));
    assert_int_equal(lround(100 * p.layer_ratio), 22);
    assert_int_equal(lround(100 * p.time_ratio), 50);
    assert_int_equal(lround(100 * p.model_ratio), 48);
    assert_int_equal(lround(100 * p.support_ratio), 98);
    assert_string_equal(p.best_source, "time");
    status_free(status);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measures_that_disagree),
        cmocka_unit_test(test_stale_layer),
        cmocka_unit_test(test_no_estimate),
        cmocka_unit_test(test_overrun),
        cmocka_unit_test(test_built),
        cmocka_unit_test(test_no_job),
        cmocka_unit_test(test_only_a_build_that_runs_has_a_time_left),
        cmocka_unit_test(test_nonsense),
        cmocka_unit_test(test_capture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
