/* Random lives: what must always be true is checked by history_help.h after every poll. */
#include "history_help.h"

#define U NAN

/* The same numbers on every machine. */
static uint32_t dice(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % sides;
}

#define PICK(seed, list) list[dice(seed, (uint32_t)(sizeof list / sizeof *list))]

/* ---- statuses without any sense ---------------------------------------------------------------------------------- */

static const char *const words[] = {"Idle",          "Building",  "Building",       "Building",     "Paused",
                                    "Pending Pause", "Part Done", "Build Error",    "Door Open",    "Build Stopped",
                                    "System Error",  "Dancing",   "Ready to Build", "Finding Home", ""};
static const char *const names[] = {NULL, NULL, "wheel", "whee", "axle", "\xe2\x82\xac", ""};
static const char *const finals[] = {NULL, "", "In Progress", "Completed", "Cancelled", "Failed", "Fertig"};
static const char *const materials[] = {"P430", "ASA", "", NULL};
static const double ids[] = {0, 7, 8, -3, U, 7.5};
static const double times[] = {0, 0, 100, 200, 5000, 90000, -1e6, -5e9, 1e15, U};
static const double numbers[] = {0, 1, 5, 60, 3000, 2e5, -4, 1e15, U, 0.5};
static const int waits_s[] = {0, 1, 10, 10, 10, 10, 30, 60, 61, 100, 5000, 90000, -10, -3600, -86400};

static double a_number(uint64_t *seed)
{
    return PICK(seed, numbers) + (dice(seed, 2) ? 0 : dice(seed, 100));
}

static struct status_job a_job(uint64_t *seed, double now_s)
{
    double near_s = now_s - dice(seed, 3000);
    return (struct status_job){
        .job_name = PICK(seed, names),
        .completion_status = PICK(seed, finals),
        .model_material = PICK(seed, materials),
        .support_material = PICK(seed, materials),
        .job_id = PICK(seed, ids),
        .submit_time = PICK(seed, times),
        .start_time = dice(seed, 2) ? near_s : PICK(seed, times),
        .end_time = dice(seed, 2) ? near_s + dice(seed, 3000) : PICK(seed, times),
        .estimated_s = a_number(seed),
        .build_s = a_number(seed),
        .model_needed_in3 = a_number(seed),
        .support_needed_in3 = a_number(seed),
        .model_used_in3 = a_number(seed),
        .support_used_in3 = a_number(seed),
        .layers_total = a_number(seed),
        .layer = a_number(seed),
    };
}

static struct status_spool a_spool(uint64_t *seed)
{
    static const char *const serials[] = {"1", "2", "", NULL};
    return (struct status_spool){.material = PICK(seed, materials),
                                 .kind = dice(seed, 2) ? "model" : "support",
                                 .serial = PICK(seed, serials),
                                 .bay = dice(seed, 3),
                                 .initial_in3 = a_number(seed),
                                 .left_in3 = a_number(seed),
                                 .is_loaded = (int)dice(seed, 3) - 1};
}

static void any_status(uint64_t *seed, int64_t at, struct status *status, struct document *document)
{
    *document = (struct document){.damage_count = dice(seed, 5) == 0};
    *status = (struct status){.document = document,
                              .status_text = PICK(seed, words),
                              .serial = dice(seed, 9) ? "A" : "B",
                              .server_time = dice(seed, 9) ? (double)at + (double)dice(seed, 3) : a_number(seed)};
    status->start_time = status->build_s = NAN;
    status->current = a_job(seed, status->server_time);
    status->previous = a_job(seed, status->server_time);
    status->model_temp_c = a_number(seed);
    status->spool_count = dice(seed, STATUS_SPOOLS_MAX + 1);
    for (size_t i = 0; i < status->spool_count; i++)
        status->spools[i] = a_spool(seed);
    if (dice(seed, 2))
        status->odometers[status->odometer_count++] =
            (struct status_odometer){"buildTimeOdometer", a_number(seed), NAN, NAN};
}

static void test_statuses_without_sense(void **state)
{
    (void)state;
    for (uint64_t life = 1; life <= 300; life++) {
        uint64_t seed = life * 7919;
        struct kept *kept = kept_new(T);
        int64_t at = T;
        kept->sample_interval_s = dice(&seed, 2) ? 60 : 0;
        kept->offline_after = 1 + (int)dice(&seed, 12);
        kept->interval_ms = dice(&seed, 2) ? 10000 : 60000;
        /* Every other life keeps its job for a while. */
        struct status status;
        struct document document;
        for (int i = 0; i < 400; i++) {
            struct status_job job = status.current;
            at += PICK(&seed, waits_s);
            any_status(&seed, at, &status, &document);
            if (i > 0 && life % 2 && dice(&seed, 20)) {
                double build_s = status.current.build_s;
                status.current = job;
                if (dice(&seed, 4) == 0)
                    status.current.build_s = build_s;
            }
            if (dice(&seed, 40) == 0)
                kept_resume(kept);
            kept_step(kept, at, dice(&seed, 6) ? &status : NULL);
        }
        assert_true(kept->row_count > 0);
        free(kept);
    }
}

/* ---- a life that makes sense, kept by two pollers, one of which is restarted all the time ------------------------------ */

enum work { EMPTY, QUEUED, HEATING, BUILDING, PAUSED, DONE, BROKEN };

struct machine {
    uint64_t seed;
    int64_t clock_s; /* its own */
    enum work work;
    int has_start, has_submit, has_build, has_final;
    int job_count;
    struct said said; /* times are seconds after T, by its own clock */
};

static void machine_send_job(struct machine *machine)
{
    struct said *said = &machine->said;
    double odometer_s = said->odometer_s;

    *said = (struct said){.name = machine->job_count % 3 ? "wheel" : "axle",
                          .id = 1 + machine->job_count++ % 5,
                          .needed = 10,
                          .odometer_s = odometer_s};
    said->submit = machine->has_submit ? (double)machine->clock_s : 0;
    machine->work = QUEUED;
}

static void machine_start(struct machine *machine)
{
    machine->said.build_s = machine->said.used = machine->said.start = machine->said.end = 0;
    machine->said.completion = "";
    machine->work = HEATING;
}

static void machine_end(struct machine *machine, enum work work)
{
    machine->said.end = machine->has_final ? (double)machine->clock_s : 0;
    machine->said.completion = machine->has_final ? (work == DONE ? "Completed" : "Failed") : "";
    machine->work = work;
}

static void machine_clear(struct machine *machine)
{
    machine->said = (struct said){.odometer_s = machine->said.odometer_s};
    machine->work = EMPTY;
}

static void machine_build(struct machine *machine, int seconds)
{
    struct said *said = &machine->said;

    said->used = fmin(10, said->used + seconds / 300.0);
    said->build_s += machine->has_build ? seconds : 0;
    said->odometer_s += seconds;
    if (said->used >= 10)
        machine_end(machine, DONE);
    else if (dice(&machine->seed, 20) == 0)
        machine->work = PAUSED;
    else if (dice(&machine->seed, 60) == 0)
        machine_end(machine, BROKEN);
}

static void machine_live(struct machine *machine, int seconds)
{
    uint64_t *seed = &machine->seed;

    machine->clock_s += seconds;
    switch (machine->work) {
    case EMPTY:
        if (dice(seed, 4) == 0)
            machine_send_job(machine);
        break;
    case QUEUED:
        if (dice(seed, 4) == 0)
            machine_start(machine);
        break;
    case HEATING:
        if (dice(seed, 3) == 0) {
            machine->said.start = machine->has_start ? (double)machine->clock_s : 0;
            machine->work = BUILDING;
        } else if (dice(seed, 20) == 0) {
            machine_clear(machine);
        }
        break;
    case BUILDING:
        machine_build(machine, seconds);
        break;
    case PAUSED:
        if (dice(seed, 4) == 0)
            machine->work = BUILDING;
        break;
    case DONE:
    case BROKEN:
        if (dice(seed, 5) == 0)
            dice(seed, 4) ? machine_clear(machine) : machine_start(machine);
        break;
    }
}

static struct said machine_say(const struct machine *machine, int64_t at)
{
    static const char *const says[] = {"Idle",   "Ready to Build", "Building",   "Building",
                                       "Paused", "Part Done",      "Build Error"};
    struct said said = machine->said;

    said.second = (int)(at - T);
    said.word = says[machine->work];
    said.ahead_s = (double)(machine->clock_s - said.second);
    /* said_time adds how far the clock is ahead; its times are by it already. */
    double *const own[] = {&said.submit, &said.start, &said.end};
    for (size_t i = 0; i < 3; i++)
        *own[i] = *own[i] > 0 ? *own[i] - said.ahead_s : 0;
    return said;
}

static void run_edges(const struct history_run *run, char text[400])
{
    snprintf(text, 400,
             "run %d phase %d result %d by %d, seen %lld submitted %lld begun %lld started %lld ended until %lld "
             "unloaded %lld, prepared %g paused %g needed %g",
             run->run, run->phase, run->result, run->source, (long long)run->first_seen_at,
             (long long)run->submitted.at, (long long)run->begun_at, (long long)run->started.at,
             (long long)(run->ended_at + run->ended_unseen_s), (long long)run->unloaded_at, run->preparing_s,
             run->paused_s, run->needed_in3[0]);
}

/* An end that nobody watched lies between two times; after a restart they may be further apart, by what was not kept. */
static void assert_end_within(const struct history_run *one, const struct history_run *other)
{
    double earlier_s = (double)(one->ended_at - other->ended_at);

    if (one->started.at > 0)
        assert_float_equal(earlier_s, 0, 60);
    assert_true(earlier_s >= 0);
    assert_true(isnan(one->unobserved_s) == isnan(other->unobserved_s));
    if (!isnan(one->unobserved_s))
        assert_float_equal(one->unobserved_s - other->unobserved_s, earlier_s, 1e-6);
}

/* What moves while a run lasts is kept with the samples: a restart may cost what moved since. */
static void assert_same_figures(const struct history_run *one, const struct history_run *other, double lost_s)
{
    const double figures[][2] = {
        {one->build_s,            other->build_s           },
        {one->unobserved_build_s, other->unobserved_build_s},
        {300 * one->used_in3[0],  300 * other->used_in3[0] }
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (fabs(figures[i][0] - figures[i][1]) > lost_s + 1e-6)
            fail_msg("figure %zu: %g, %g", i, figures[i][0], figures[i][1]);
}

static void assert_same(uint64_t life, const struct kept *one, const struct kept *other)
{
    assert_int_equal(one->row_count, other->row_count);
    for (size_t i = 0; i < one->row_count; i++) {
        int is_last = one->printer.run.key == (int64_t)i + 1;
        const struct history_run *run = is_last ? &one->printer.run : &one->rows[i].run;
        const struct history_run *other_run = is_last ? &other->printer.run : &other->rows[i].run;
        char text[400], other_text[400];
        run_edges(run, text);
        run_edges(other_run, other_text);
        if (strcmp(text, other_text) != 0)
            fail_msg("life %d, row %zu:\n%s\n%s", (int)life, i, text, other_text);
        assert_end_within(run, other_run);
        assert_same_figures(run, other_run, (double)(one->sample_interval_s + run->ended_at - other_run->ended_at));
    }
    for (int i = 0; i < STATE_COUNT; i++)
        assert_float_equal(one->state_s[i], other->state_s[i], 1e-6);
    if (strcmp(one->told, other->told) != 0)
        fail_msg("life %d: %s\n%s", (int)life, one->told, other->told);
}

static void live_twice(uint64_t life)
{
    static const int steps_s[] = {10, 10, 10, 10, 10, 10, 10, 20, 60, 61, 1000, 30000};
    struct machine machine = {.seed = life * 104729, .clock_s = 5000, .said.odometer_s = 1};
    struct kept *steady = kept_new(T), *restarted = kept_new(T);
    uint64_t *seed = &machine.seed;
    int64_t at = T;

    machine.has_start = dice(seed, 4) > 0;
    machine.has_submit = dice(seed, 4) > 0;
    machine.has_build = dice(seed, 4) > 0;
    machine.has_final = dice(seed, 2);
    steady->offline_after = restarted->offline_after = 1 + (int)dice(seed, 9);
    steady->sample_interval_s = restarted->sample_interval_s = life % 2 ? 60 : 0;
    for (int i = 0; i < 600; i++) {
        int seconds = PICK(seed, steps_s);
        machine_live(&machine, seconds);
        at += seconds;
        if (dice(seed, 300) == 0)
            at += dice(seed, 2) ? 3600 : -3600;
        struct said said = machine_say(&machine, at);
        if (dice(seed, 8) == 0)
            said.word = NULL;
        kept_poll(steady, &said);
        if (dice(seed, 6) == 0)
            kept_resume(restarted);
        kept_poll(restarted, &said);
    }
    assert_true(steady->row_count > 5);
    assert_same(life, steady, restarted);
    free(steady);
    free(restarted);
}

static void test_a_restart_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t life = 1; life <= 150; life++)
        live_twice(life);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statuses_without_sense),
        cmocka_unit_test(test_a_restart_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
