#include "life_inside.h"

#include "fate.h"

#include <string.h>

enum { COOL_AFTER_S = 20 * MINUTE_S, TIP_LIFE_S = 2000 * HOUR_S };

bool life_is_laying(enum life_phase phase)
{
    return phase == PHASE_BUILDING || phase == PHASE_PENDING_PAUSE;
}

void life_enter(struct life *life, enum life_phase phase, int64_t ends_s)
{
    life->phase = phase;
    life->phase_since_s = life->now_s;
    life->due_s[EVENT_PHASE_ENDS] = ends_s;
}

int64_t life_operator_after_s(struct life *life, int64_t least_s, double mean_s)
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
    if (life_strikes_at_s(life) < ends_s)
        ends_s = life_strikes_at_s(life);
    for (int side = 0; side < SIDE_COUNT; side++) {
        double last_in3 = job->used_in3[side] + life->spools[life->active[side]].left_in3;
        int64_t spent_s = job_used_up_s(job, side, last_in3);
        if (spent_s < ends_s)
            ends_s = spent_s;
    }
    return ends_s;
}

void life_build(struct life *life)
{
    int64_t left_s = stretch_ends_s(life) - life->job.build_s;
    life_enter(life, PHASE_BUILDING, life->now_s + (left_s > 0 ? left_s : 1));
}

void life_make_ready(struct life *life)
{
    for (int side = 0; side < SIDE_COUNT; side++)
        life->job.material[side] = life->spools[life->active[side]].material;
    bool beside_it = rng_chance(&life->rng, 0.4);
    life_enter(life, PHASE_READY, life_operator_after_s(life, 60, beside_it ? 3 * MINUTE_S : 40 * MINUTE_S));
}

static void tell_job(struct life *life)
{
    life_tell(life, (struct life_record){.kind = RECORD_JOB,
                                         .from_s = life->job.submitted.true_s,
                                         .to_s = life->job.ended.true_s,
                                         .job = &life->job});
}

static void take_part_out(struct life *life)
{
    life->job.unloaded_s = life->last.unloaded_s = life->now_s;
    tell_job(life);
}

void life_take_next_job(struct life *life)
{
    if (life->job.result == RESULT_COMPLETED)
        take_part_out(life);
    if (life_runs_again(life)) {
        life_run_again(life);
        return;
    }
    life->job = (struct job){0};
    if (life->tip_s > TIP_LIFE_S) {
        life_enter(life, PHASE_TIP_MAINTENANCE, life_operator_after_s(life, 25 * MINUTE_S, 15 * MINUTE_S));
        return;
    }
    if (!life->queued) {
        life_enter(life, PHASE_IDLE, LIFE_NEVER_S);
        return;
    }
    life->job = life->queue[0];
    memmove(life->queue, life->queue + 1, --life->queued * sizeof *life->queue);
    life_make_ready(life);
}

void life_end_job(struct life *life, enum job_result result)
{
    life->job.ended = life_time_now(life);
    life->job.result = result;
    if (life->job.started.true_s)
        life->last_layer = job_layer(&life->job, life->job.build_s);
    life->older = life->last;
    life->last = life->job;
    if (life->hot)
        life->due_s[EVENT_COOLS] = life->now_s + COOL_AFTER_S;
    if (result != RESULT_COMPLETED)
        tell_job(life);
}

static void begin_job(struct life *life)
{
    bool is_brief = fate_of(life->job.fate)->is_brief;
    life->job.begun_s = life->now_s;
    if (life_is_struck(life, PHASE_READY))
        life_take_turn(life);
    else
        life_enter(life, PHASE_HOMING, life->now_s + rng_between(&life->rng, is_brief ? 1 : 30, is_brief ? 10 : 90));
}

static void ready_ends(struct life *life)
{
    if (life->job.fate == FATE_WITHDRAWN) {
        life_end_job(life, RESULT_CANCELLED);
        life_take_next_job(life);
        return;
    }
    for (int side = 0; side < SIDE_COUNT; side++) {
        const struct life_spool *spool = &life->spools[life->active[side]];
        if (spool->left_in3 < 0.04 * spool->initial_in3 && life_other_bay(life, side) == life->active[side]) {
            life_enter(life, side == SIDE_MODEL ? PHASE_LOAD_MODEL : PHASE_LOAD_SUPPORT,
                       life_operator_after_s(life, 3 * MINUTE_S, 4 * MINUTE_S));
            return;
        }
    }
    begin_job(life);
}

static void homing_ends(struct life *life)
{
    bool is_brief = fate_of(life->job.fate)->is_brief;
    int64_t full_s = rng_between(&life->rng, is_brief ? 1 : 5 * MINUTE_S, is_brief ? 10 : 40 * MINUTE_S);
    life_heat(life, true);
    life->due_s[EVENT_COOLS] = LIFE_NEVER_S;
    if (life_is_struck(life, PHASE_HOMING))
        life_take_turn(life);
    else
        life_enter(life, PHASE_WARMING, life->now_s + full_s);
}

static void warming_ends(struct life *life)
{
    if (life->job.fate == FATE_CANCELLED_WARMING) {
        life_end_job(life, RESULT_CANCELLED);
        life_take_next_job(life);
        return;
    }
    life->job.started = life_time_now(life);
    life_build(life);
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
        unsigned bay = life_other_bay(life, side);
        if (bay == life->active[side]) {
            life_enter(life, side == SIDE_MODEL ? PHASE_LOAD_MODEL : PHASE_LOAD_SUPPORT,
                       life_operator_after_s(life, 4 * MINUTE_S, 12 * MINUTE_S));
            return false;
        }
        life->active[side] = bay;
    }
    return true;
}

void life_stop_building(struct life *life)
{
    int64_t built_s = life->now_s - life->phase_since_s;
    life_use_material(life, life->job.build_s + built_s);
    life->job.build_s += built_s;
    life->build_total_s += built_s;
    life->tip_s += built_s;
}

/* It builds on to the end of the layer. */
static void pend_pause(struct life *life)
{
    int64_t left_s = life->job.actual_s - life->job.build_s - 1, pending_s = rng_between(&life->rng, 15, 120);
    life_enter(life, PHASE_PENDING_PAUSE, life->now_s + (pending_s < left_s ? pending_s : left_s));
}

static void building_ends(struct life *life)
{
    life_stop_building(life);
    const struct job *job = &life->job;
    bool struck = job->build_s >= job->fate_s;
    if (life_is_struck(life, PHASE_BUILDING)) {
        life_take_turn(life);
    } else if (job->build_s >= job->actual_s) {
        life_end_job(life, RESULT_COMPLETED);
        life_enter(life, PHASE_PART_DONE, life_operator_after_s(life, 2 * MINUTE_S, 45 * MINUTE_S));
    } else if (job->fate == FATE_FAILED && struck) {
        life_end_job(life, RESULT_FAILED);
        life_enter(life, PHASE_ERROR, life_operator_after_s(life, 5 * MINUTE_S, 50 * MINUTE_S));
    } else if ((job->fate == FATE_CANCELLED && struck) || job->build_s == job->pause_s) {
        pend_pause(life);
    } else if (goes_on_with_material(life)) {
        life_build(life);
    }
}

static void pending_pause_ends(struct life *life)
{
    life_stop_building(life);
    life_enter(life, PHASE_PAUSED, life->now_s + 30 + rng_wait_s(&life->rng, 40 * MINUTE_S));
}

static void paused_ends(struct life *life)
{
    if (life->job.fate == FATE_CANCELLED && life->job.build_s >= life->job.fate_s) {
        life_end_job(life, RESULT_CANCELLED);
        life_enter(life, PHASE_STOPPED, life_operator_after_s(life, MINUTE_S, 15 * MINUTE_S));
    } else {
        life_build(life);
    }
}

static void load_ends(struct life *life)
{
    life_change_spool(life, life->phase == PHASE_LOAD_MODEL ? SIDE_MODEL : SIDE_SUPPORT);
    if (life->job.started.true_s)
        life_build(life);
    else
        begin_job(life);
}

static void tip_maintenance_ends(struct life *life)
{
    life->tip_s = 0;
    life_take_next_job(life);
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
    [PHASE_STOPPED] = life_take_next_job,
    [PHASE_ERROR] = life_take_next_job,
    [PHASE_PART_DONE] = life_take_next_job,
    [PHASE_TIP_MAINTENANCE] = tip_maintenance_ends,
};

static void turn_ends(struct life *life)
{
    if (life_is_laying(life->phase))
        life_stop_building(life);
    life_take_turn(life);
}

int64_t *life_job_seconds(struct job *job, enum life_phase phase)
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
    case PHASE_ERROR:
    case PHASE_DOOR_OPEN:
    case PHASE_SYSTEM_ERROR:
        return job->result ? NULL : &job->halted_s;
    default:
        return NULL;
    }
}

void life_book_phase(struct life *life)
{
    int64_t *seconds = life_job_seconds(&life->job, life->phase);
    if (seconds)
        *seconds += life->now_s - life->phase_since_s;
}

void life_phase_ends(struct life *life)
{
    if (life_is_out(life) && life->outage.power) {
        life->due_s[EVENT_PHASE_ENDS] = life->outage.to_s + MINUTE_S;
        return;
    }
    life_book_phase(life);
    if (life->job.turn)
        turn_ends(life);
    else
        PHASE_ENDS[life->phase](life);
}
