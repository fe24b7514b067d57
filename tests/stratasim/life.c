#include "life.h"

#include "calendar.h"
#include "outage.h"
#include "rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SUBJECT_LIFE = 3,
    COOL_AFTER_S = 20 * MINUTE_S,
    HEAT_TAU_S = 5 * MINUTE_S,
    COOL_TAU_S = 25 * MINUTE_S,
    ROOM_C = 24,
    TIP_LIFE_S = 2000 * HOUR_S
};

static const int64_t NEVER_S = INT64_MAX;

/* What can happen; of those due at the same second the first one happens first. */
enum event {
    EVENT_OUTAGE_ENDS,
    EVENT_OUTAGE_BEGINS,
    EVENT_PHASE_ENDS,
    EVENT_JOB_ARRIVES,
    EVENT_COOLS,
    EVENT_CLOCK_IS_SET,
    EVENT_COUNT
};

struct life {
    uint64_t seed, printer;
    const struct family *family;
    struct calendar calendar;
    life_watcher *watcher;
    void *watcher_context;
    /* Below: what the cursor has reached; all of it begins again at the anchor. */
    struct rng rng;
    int64_t now_s;
    int64_t due_s[EVENT_COUNT];
    struct outage outage; /* the present or next one */
    enum life_phase phase;
    int64_t phase_since_s;
    struct job job, last;
    struct job queue[LIFE_QUEUE_MAX];
    size_t queued;
    uint64_t jobs_seen;
    int64_t job_ids;
    int64_t last_layer;
    struct life_spool spools[FAMILY_BAYS_MAX];
    unsigned active[SIDE_COUNT];
    uint64_t spools_seen;
    bool hot;
    int64_t heat_since_s;
    double heat_from_c[HEATER_COUNT];
    int64_t off_total_s, build_total_s, tip_s, odometer_base_s;
    int64_t clock_home_s, clock_offset_s, clock_since_s, clock_drift_ppm;
    double job_gap_s; /* opening hours between two jobs, on average */
    const char *state, *word;
    int64_t state_since_s;
};

/* ---- records ---------------------------------------------------------------------------------------------------- */

static void tell(struct life *life, struct life_record record)
{
    if (life->watcher)
        life->watcher(life->watcher_context, &record);
}

static bool is_out(const struct life *life)
{
    return life->due_s[EVENT_OUTAGE_ENDS] != NEVER_S;
}

static const char *word_of(const struct family *family, enum life_phase phase)
{
    return family->words[phase] ? family->words[phase] : phase_word(phase);
}

static void note_state(struct life *life)
{
    const char *state = is_out(life) ? "offline" : phase_state(life->phase);
    const char *word = is_out(life) ? "" : word_of(life->family, life->phase);
    if (state == life->state && word == life->word)
        return;
    if (life->state)
        tell(life, (struct life_record){.kind = RECORD_STATE,
                                        .from_s = life->state_since_s,
                                        .to_s = life->now_s,
                                        .state = life->state,
                                        .word = life->word});
    life->state = state;
    life->word = word;
    life->state_since_s = life->now_s;
}

/* ---- clock and temperatures ------------------------------------------------------------------------------------- */

static int64_t printer_clock_s(const struct life *life, int64_t at_s)
{
    return at_s + life->clock_offset_s + (at_s - life->clock_since_s) * life->clock_drift_ppm / 1000000;
}

static struct job_time time_now(const struct life *life)
{
    return (struct job_time){life->now_s, printer_clock_s(life, life->now_s)};
}

static void clock_is_set(struct life *life)
{
    life->clock_offset_s = life->clock_home_s + rng_between(&life->rng, -90, 90);
    life->clock_since_s = life->now_s;
    life->due_s[EVENT_CLOCK_IS_SET] = life->now_s + rng_between(&life->rng, 40, 300) * DAY_S;
}

static double temperature_c(const struct life *life, int heater, int64_t at_s)
{
    double target = life->hot ? life->family->build_c[heater] : life->family->standby_c[heater];
    double tau_s = life->hot ? HEAT_TAU_S : COOL_TAU_S;
    double since = (double)(at_s - life->heat_since_s) / tau_s;
    return target + (life->heat_from_c[heater] - target) / (1 + since * since);
}

static void heat(struct life *life, bool hot)
{
    if (life->hot == hot)
        return;
    for (int i = 0; i < HEATER_COUNT; i++)
        life->heat_from_c[i] = temperature_c(life, i, life->now_s);
    life->hot = hot;
    life->heat_since_s = life->now_s;
}

static void cools(struct life *life)
{
    heat(life, false);
    life->due_s[EVENT_COOLS] = NEVER_S;
}

/* ---- spools ----------------------------------------------------------------------------------------------------- */

static unsigned bays_of_side(const struct life *life)
{
    return life->family->bays / SIDE_COUNT;
}

static const struct family_material *draw_material(struct life *life, enum family_side side)
{
    const struct family_material *materials = life->family->materials[side];
    return &materials[rng_next(&life->rng) % family_material_count(life->family, side)];
}

static void remove_spool(struct life *life, unsigned bay)
{
    struct life_spool *spool = &life->spools[bay];
    if (spool->number)
        tell(life,
             (struct life_record){
                 .kind = RECORD_REMOVED, .from_s = spool->loaded_s, .to_s = life->now_s, .spool = spool, .bay = bay});
    *spool = (struct life_spool){0};
}

static void load_spool(struct life *life, unsigned bay, const struct family_material *material)
{
    remove_spool(life, bay);
    double full_in3 = life->family->full_in3;
    bool is_new = rng_chance(&life->rng, 0.8);
    life->spools[bay] = (struct life_spool){
        .number = ++life->spools_seen,
        .material = material,
        .initial_in3 = full_in3,
        .left_in3 = is_new ? full_in3 : full_in3 * rng_real(&life->rng, 0.3, 0.95),
        .loaded_s = life->now_s,
    };
    tell(life, (struct life_record){.kind = RECORD_LOADED,
                                    .from_s = life->now_s,
                                    .to_s = life->now_s,
                                    .spool = &life->spools[bay],
                                    .bay = bay});
}

/* The bay of that side with the same material and something left, beside the one in use; or the one in use. */
static unsigned other_bay(const struct life *life, enum family_side side)
{
    unsigned used = life->active[side], first = side * bays_of_side(life);
    for (unsigned bay = first; bay < first + bays_of_side(life); bay++) {
        const struct life_spool *spool = &life->spools[bay];
        if (bay != used && spool->number && spool->material == life->spools[used].material && spool->left_in3 > 0)
            return bay;
    }
    return used;
}

/* Somebody puts a new spool into the bay in use, and looks after a spare one where there is room. */
static void change_spool(struct life *life, enum family_side side)
{
    bool same = life->job.build_s > 0 || rng_chance(&life->rng, 0.6);
    const struct family_material *material = life->spools[life->active[side]].material;
    if (!same || !material)
        material = draw_material(life, side);
    load_spool(life, life->active[side], material);
    unsigned first = side * bays_of_side(life);
    for (unsigned bay = first; bay < first + bays_of_side(life); bay++) {
        bool is_spent = life->spools[bay].left_in3 <= 0;
        if (bay != life->active[side] && is_spent && rng_chance(&life->rng, 0.5))
            load_spool(life, bay, rng_chance(&life->rng, 0.7) ? material : draw_material(life, side));
    }
    life->job.material[side] = material;
}

static void use_material(struct life *life, int64_t build_s)
{
    for (int side = 0; side < SIDE_COUNT; side++) {
        struct life_spool *spool = &life->spools[life->active[side]];
        double used_in3 = job_used_in3(&life->job, side, build_s);
        spool->left_in3 = fmax(0, spool->left_in3 - (used_in3 - life->job.used_in3[side]));
        life->job.used_in3[side] = used_in3;
    }
}

/* ---- phases ----------------------------------------------------------------------------------------------------- */

static bool is_laying(enum life_phase phase)
{
    return phase == PHASE_BUILDING || phase == PHASE_PENDING_PAUSE;
}

static void enter(struct life *life, enum life_phase phase, int64_t ends_s)
{
    life->phase = phase;
    life->phase_since_s = life->now_s;
    life->due_s[EVENT_PHASE_ENDS] = ends_s;
}

static int64_t operator_after(struct life *life, int64_t least_s, double mean_s)
{
    return calendar_after(&life->calendar, life->now_s, least_s + rng_wait_s(&life->rng, mean_s));
}

/* When the job's present stretch of building ends, in build seconds: by its end, its fate, a pause or a spent spool. */
static int64_t stretch_ends_s(const struct life *life)
{
    const struct job *job = &life->job;
    int64_t ends_s = job->actual_s;
    if ((job->fate == FATE_CANCELLED || job->fate == FATE_FAILED) && job->fate_s < ends_s)
        ends_s = job->fate_s;
    if (job->pause_s > job->build_s && job->pause_s < ends_s)
        ends_s = job->pause_s;
    for (int side = 0; side < SIDE_COUNT; side++) {
        double last_in3 = job->used_in3[side] + life->spools[life->active[side]].left_in3;
        int64_t spent_s = job_used_up_s(job, side, last_in3);
        if (spent_s < ends_s)
            ends_s = spent_s;
    }
    return ends_s;
}

static void build(struct life *life)
{
    int64_t left_s = stretch_ends_s(life) - life->job.build_s;
    enter(life, PHASE_BUILDING, life->now_s + (left_s > 0 ? left_s : 1));
}

static void take_next_job(struct life *life)
{
    life->job = (struct job){0};
    if (life->tip_s > TIP_LIFE_S) {
        enter(life, PHASE_TIP_MAINTENANCE, operator_after(life, 25 * MINUTE_S, 15 * MINUTE_S));
        return;
    }
    if (!life->queued) {
        enter(life, PHASE_IDLE, NEVER_S);
        return;
    }
    life->job = life->queue[0];
    memmove(life->queue, life->queue + 1, --life->queued * sizeof *life->queue);
    for (int side = 0; side < SIDE_COUNT; side++)
        life->job.material[side] = life->spools[life->active[side]].material;
    bool beside_it = rng_chance(&life->rng, 0.4);
    enter(life, PHASE_READY, operator_after(life, 60, beside_it ? 3 * MINUTE_S : 40 * MINUTE_S));
}

static void end_job(struct life *life, enum job_result result)
{
    life->job.ended = time_now(life);
    life->job.result = result;
    if (life->job.started.true_s)
        life->last_layer = job_layer(&life->job, life->job.build_s);
    life->last = life->job;
    if (life->hot)
        life->due_s[EVENT_COOLS] = life->now_s + COOL_AFTER_S;
    tell(life, (struct life_record){
                   .kind = RECORD_JOB, .from_s = life->job.submitted.true_s, .to_s = life->now_s, .job = &life->job});
}

static void ready_ends(struct life *life)
{
    if (life->job.fate == FATE_WITHDRAWN) {
        end_job(life, RESULT_CANCELLED);
        take_next_job(life);
        return;
    }
    for (int side = 0; side < SIDE_COUNT; side++) {
        const struct life_spool *spool = &life->spools[life->active[side]];
        if (spool->left_in3 < 0.04 * spool->initial_in3 && other_bay(life, side) == life->active[side]) {
            enter(life, side == SIDE_MODEL ? PHASE_LOAD_MODEL : PHASE_LOAD_SUPPORT,
                  operator_after(life, 3 * MINUTE_S, 4 * MINUTE_S));
            return;
        }
    }
    enter(life, PHASE_HOMING, life->now_s + rng_between(&life->rng, 30, 90));
}

static void homing_ends(struct life *life)
{
    int64_t full_s = rng_between(&life->rng, 5 * MINUTE_S, 40 * MINUTE_S);
    heat(life, true);
    life->due_s[EVENT_COOLS] = NEVER_S;
    enter(life, PHASE_WARMING, life->now_s + full_s);
}

static void warming_ends(struct life *life)
{
    if (life->job.fate == FATE_CANCELLED_WARMING) {
        end_job(life, RESULT_CANCELLED);
        take_next_job(life);
        return;
    }
    life->job.started = time_now(life);
    build(life);
}

/* A bay of the same material takes over by itself; else the printer waits for somebody. */
static bool goes_on_with_material(struct life *life)
{
    for (int side = 0; side < SIDE_COUNT; side++) {
        struct life_spool *spool = &life->spools[life->active[side]];
        bool is_spent =
            job_used_up_s(&life->job, side, life->job.used_in3[side] + spool->left_in3) <= life->job.build_s + 1;
        if (!is_spent)
            continue;
        spool->left_in3 = 0;
        unsigned bay = other_bay(life, side);
        if (bay == life->active[side]) {
            enter(life, side == SIDE_MODEL ? PHASE_LOAD_MODEL : PHASE_LOAD_SUPPORT,
                  operator_after(life, 4 * MINUTE_S, 12 * MINUTE_S));
            return false;
        }
        life->active[side] = bay;
    }
    return true;
}

static void stop_building(struct life *life)
{
    int64_t built_s = life->now_s - life->phase_since_s;
    use_material(life, life->job.build_s + built_s);
    life->job.build_s += built_s;
    life->build_total_s += built_s;
    life->tip_s += built_s;
}

/* It builds on to the end of the layer. */
static void pend_pause(struct life *life)
{
    int64_t left_s = life->job.actual_s - life->job.build_s - 1, pending_s = rng_between(&life->rng, 15, 120);
    enter(life, PHASE_PENDING_PAUSE, life->now_s + (pending_s < left_s ? pending_s : left_s));
}

static void building_ends(struct life *life)
{
    stop_building(life);
    const struct job *job = &life->job;
    bool struck = job->build_s >= job->fate_s;
    if (job->build_s >= job->actual_s) {
        end_job(life, RESULT_COMPLETED);
        enter(life, PHASE_PART_DONE, operator_after(life, 2 * MINUTE_S, 45 * MINUTE_S));
    } else if (job->fate == FATE_FAILED && struck) {
        end_job(life, RESULT_FAILED);
        enter(life, PHASE_ERROR, operator_after(life, 5 * MINUTE_S, 50 * MINUTE_S));
    } else if ((job->fate == FATE_CANCELLED && struck) || job->build_s == job->pause_s) {
        pend_pause(life);
    } else if (goes_on_with_material(life)) {
        build(life);
    }
}

static void pending_pause_ends(struct life *life)
{
    stop_building(life);
    enter(life, PHASE_PAUSED, life->now_s + 30 + rng_wait_s(&life->rng, 40 * MINUTE_S));
}

static void paused_ends(struct life *life)
{
    if (life->job.fate == FATE_CANCELLED && life->job.build_s >= life->job.fate_s) {
        end_job(life, RESULT_CANCELLED);
        enter(life, PHASE_STOPPED, operator_after(life, MINUTE_S, 15 * MINUTE_S));
    } else {
        build(life);
    }
}

static void load_ends(struct life *life)
{
    change_spool(life, life->phase == PHASE_LOAD_MODEL ? SIDE_MODEL : SIDE_SUPPORT);
    if (life->job.started.true_s)
        build(life);
    else
        enter(life, PHASE_HOMING, life->now_s + rng_between(&life->rng, 30, 90));
}

static void tip_maintenance_ends(struct life *life)
{
    life->tip_s = 0;
    take_next_job(life);
}

static void (*const PHASE_ENDS[PHASE_COUNT])(struct life *) = {
    [PHASE_READY] = ready_ends,
    [PHASE_HOMING] = homing_ends,
    [PHASE_WARMING] = warming_ends,
    [PHASE_BUILDING] = building_ends,
    [PHASE_PENDING_PAUSE] = pending_pause_ends,
    [PHASE_PAUSED] = paused_ends,
    [PHASE_LOAD_MODEL] = load_ends,
    [PHASE_LOAD_SUPPORT] = load_ends,
    [PHASE_STOPPED] = take_next_job,
    [PHASE_ERROR] = take_next_job,
    [PHASE_PART_DONE] = take_next_job,
    [PHASE_TIP_MAINTENANCE] = tip_maintenance_ends,
};

/* Books the phase's time on the job before anything about the phase changes. */
static int64_t *job_seconds_of_phase(struct job *job, enum life_phase phase)
{
    switch (phase) {
    case PHASE_HOMING:
    case PHASE_WARMING:
        return &job->preparing_s;
    case PHASE_PAUSED:
        return &job->paused_s;
    case PHASE_LOAD_MODEL:
    case PHASE_LOAD_SUPPORT:
        return job->started.true_s ? &job->loading_s : NULL;
    default:
        return NULL;
    }
}

static void book_phase(struct life *life)
{
    int64_t *seconds = job_seconds_of_phase(&life->job, life->phase);
    if (seconds)
        *seconds += life->now_s - life->phase_since_s;
}

static void phase_ends(struct life *life)
{
    if (is_out(life) && life->outage.power) {
        life->due_s[EVENT_PHASE_ENDS] = life->outage.to_s + MINUTE_S;
        return;
    }
    book_phase(life);
    PHASE_ENDS[life->phase](life);
}

/* ---- what comes from outside ------------------------------------------------------------------------------------ */

static void plan_next_job(struct life *life)
{
    life->due_s[EVENT_JOB_ARRIVES] =
        calendar_after(&life->calendar, life->now_s, 1 + rng_wait_s(&life->rng, life->job_gap_s));
}

static void job_arrives(struct life *life)
{
    /* The longer the queue, the more people look for another printer. */
    if (rng_chance(&life->rng, 1 - (double)life->queued / LIFE_QUEUE_MAX)) {
        struct job job = job_draw(life->seed, life->printer, ++life->jobs_seen, life->family);
        if (rng_chance(&life->rng, 1.0 / 400))
            life->job_ids = 0;
        job.id = ++life->job_ids;
        job.submitted = time_now(life);
        for (int side = 0; side < SIDE_COUNT; side++)
            job.material[side] = life->spools[life->active[side]].material;
        life->queue[life->queued++] = job;
    }
    if (life->phase == PHASE_IDLE)
        take_next_job(life);
    plan_next_job(life);
}

/* Without power a running job is lost; the printer comes back without it. */
static void lose_power(struct life *life)
{
    if (phase_is_running(life->phase)) {
        book_phase(life);
        if (is_laying(life->phase))
            stop_building(life);
        end_job(life, RESULT_FAILED);
        take_next_job(life);
    }
    life->due_s[EVENT_COOLS] = NEVER_S;
    heat(life, false);
}

static void outage_begins(struct life *life)
{
    life->due_s[EVENT_OUTAGE_BEGINS] = NEVER_S;
    life->due_s[EVENT_OUTAGE_ENDS] = life->outage.to_s;
    if (life->outage.power)
        lose_power(life);
}

static void plan_next_outage(struct life *life)
{
    life->outage = outage_after(life->seed, life->printer, LIFE_ANCHOR_S, life->now_s);
    life->due_s[EVENT_OUTAGE_BEGINS] = life->outage.from_s;
    life->due_s[EVENT_OUTAGE_ENDS] = NEVER_S;
}

static void outage_ends(struct life *life)
{
    if (life->outage.power)
        life->off_total_s += life->outage.to_s - life->outage.from_s;
    plan_next_outage(life);
}

static void (*const EVENTS[EVENT_COUNT])(struct life *) = {
    [EVENT_OUTAGE_ENDS] = outage_ends,
    [EVENT_OUTAGE_BEGINS] = outage_begins,
    [EVENT_PHASE_ENDS] = phase_ends,
    [EVENT_JOB_ARRIVES] = job_arrives,
    [EVENT_COOLS] = cools,
    [EVENT_CLOCK_IS_SET] = clock_is_set,
};

/* ---- the cursor ------------------------------------------------------------------------------------------------- */

static enum event next_event(const struct life *life)
{
    enum event next = 0;
    for (enum event event = 1; event < EVENT_COUNT; event++)
        if (life->due_s[event] < life->due_s[next])
            next = event;
    return next;
}

static void begin_clock(struct life *life)
{
    static const int64_t wrong_hours[] = {14, -5, 1, -1};
    struct rng *rng = &life->rng;
    bool far_off = rng_chance(rng, 0.25);
    life->clock_home_s = far_off ? wrong_hours[rng_next(rng) % 4] * HOUR_S : 0;
    life->clock_home_s += rng_chance(rng, 0.3) ? rng_between(rng, -11 * MINUTE_S, 11 * MINUTE_S) : 0;
    life->clock_drift_ppm = rng_between(rng, -20, 20);
    clock_is_set(life);
}

static void begin_spools(struct life *life)
{
    for (enum family_side side = 0; side < SIDE_COUNT; side++) {
        life->active[side] = side * bays_of_side(life);
        load_spool(life, life->active[side], draw_material(life, side));
    }
}

static void begin(struct life *life)
{
    size_t kept = offsetof(struct life, rng);
    memset((char *)life + kept, 0, sizeof *life - kept);
    life->rng = rng_of(life->seed, life->printer, SUBJECT_LIFE);
    life->now_s = life->phase_since_s = life->heat_since_s = LIFE_ANCHOR_S;
    for (enum event event = 0; event < EVENT_COUNT; event++)
        life->due_s[event] = NEVER_S;
    life->odometer_base_s = rng_between(&life->rng, 0, 9000) * HOUR_S;
    life->tip_s = rng_between(&life->rng, 0, 1200) * HOUR_S;
    life->job_ids = rng_between(&life->rng, 0, 60);
    life->job_gap_s = rng_real(&life->rng, 4, 9) * HOUR_S;
    for (int i = 0; i < HEATER_COUNT; i++)
        life->heat_from_c[i] = ROOM_C;
    begin_clock(life);
    begin_spools(life);
    plan_next_outage(life);
    plan_next_job(life);
    note_state(life);
}

/* Moves the cursor so that every event up to unix_s has happened and none after it. */
static void go_to(struct life *life, int64_t unix_s)
{
    if (unix_s < life->now_s)
        begin(life);
    for (enum event event; life->due_s[event = next_event(life)] <= unix_s;) {
        life->now_s = life->due_s[event];
        EVENTS[event](life);
        note_state(life);
    }
}

struct life *life_create(uint64_t seed, uint64_t printer, const struct family *family)
{
    struct life *life = calloc(1, sizeof *life);
    if (!life)
        return NULL;
    life->seed = seed;
    life->printer = printer;
    life->family = family;
    life->calendar = calendar_of(seed);
    begin(life);
    return life;
}

void life_free(struct life *life)
{
    free(life);
}

uint64_t life_seed(const struct life *life)
{
    return life->seed;
}

uint64_t life_printer(const struct life *life)
{
    return life->printer;
}

const struct family *life_family(const struct life *life)
{
    return life->family;
}

void life_watch(struct life *life, life_watcher *watcher, void *context)
{
    life->watcher = watcher;
    life->watcher_context = context;
    begin(life);
}

const char *life_state(const struct life *life, const char **word, int64_t *since_s)
{
    *word = life->word;
    *since_s = life->state_since_s;
    return life->state;
}

bool life_is_reachable(uint64_t seed, uint64_t printer, int64_t unix_s)
{
    return unix_s < outage_after(seed, printer, LIFE_ANCHOR_S, unix_s).from_s;
}

int64_t life_next_change(struct life *life, int64_t unix_s)
{
    go_to(life, unix_s);
    return life->due_s[next_event(life)];
}

/* ---- a moment --------------------------------------------------------------------------------------------------- */

/* The job and its spools as they are so many seconds into the present stretch of building. */
static void build_on(struct life_moment *moment, int64_t built_s)
{
    struct job *job = &moment->job;
    job->build_s += built_s;
    moment->build_total_s += built_s;
    moment->tip_s += built_s;
    for (int side = 0; side < SIDE_COUNT; side++) {
        double used_in3 = job_used_in3(job, side, job->build_s);
        double *left_in3 = &moment->spools[moment->active[side]].left_in3;
        *left_in3 = fmax(0, *left_in3 - (used_in3 - job->used_in3[side]));
        job->used_in3[side] = used_in3;
    }
}

static int64_t power_on_s(const struct life *life, int64_t at_s)
{
    bool off = is_out(life) && life->outage.power;
    return (off ? life->outage.from_s : at_s) - LIFE_ANCHOR_S - life->off_total_s;
}

void life_at(struct life *life, int64_t unix_s, struct life_moment *moment)
{
    int64_t at_s = unix_s > LIFE_ANCHOR_S ? unix_s : LIFE_ANCHOR_S;
    go_to(life, at_s);
    *moment = (struct life_moment){
        .at_s = unix_s,
        .printer_s = printer_clock_s(life, unix_s),
        .reachable = !is_out(life),
        .powered = !(is_out(life) && life->outage.power),
        .phase = life->phase,
        .phase_since_s = life->phase_since_s,
        .phase_ends_s = life->due_s[EVENT_PHASE_ENDS],
        .job = life->job,
        .last = life->last,
        .queued = life->queued,
        .active = {life->active[SIDE_MODEL], life->active[SIDE_SUPPORT]},
        .last_layer = life->last_layer,
        .hot = life->hot,
        .power_on_s = 3 * life->odometer_base_s + power_on_s(life, at_s),
        .build_total_s = life->odometer_base_s + life->build_total_s,
        .tip_s = life->tip_s,
    };
    memcpy(moment->queue, life->queue, sizeof moment->queue);
    memcpy(moment->spools, life->spools, sizeof moment->spools);
    for (int i = 0; i < HEATER_COUNT; i++)
        moment->temperature_c[i] = temperature_c(life, i, at_s);
    int64_t *seconds = job_seconds_of_phase(&moment->job, moment->phase);
    if (seconds)
        *seconds += at_s - life->phase_since_s;
    if (is_laying(life->phase))
        build_on(moment, at_s - life->phase_since_s);
}
