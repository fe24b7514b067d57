#include "life_inside.h"

#include "fate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SUBJECT_LIFE = 3, HEAT_TAU_S = 5 * MINUTE_S, COOL_TAU_S = 25 * MINUTE_S, ROOM_C = 24 };

/* ---- records ---------------------------------------------------------------------------------------------------- */

void life_tell(struct life *life, struct life_record record)
{
    if (life->watcher)
        life->watcher(life->watcher_context, &record);
}

bool life_is_out(const struct life *life)
{
    return life->due_s[EVENT_OUTAGE_ENDS] != LIFE_NEVER_S;
}

static const char *word_of(const struct family *family, enum life_phase phase)
{
    return family->words[phase] ? family->words[phase] : phase_word(phase);
}

static void note_state(struct life *life)
{
    const char *state = life_is_out(life) ? "offline" : phase_state(life->phase);
    const char *word = life_is_out(life) ? "" : word_of(life->family, life->phase);
    if (state == life->state && word == life->word)
        return;
    if (life->state)
        life_tell(life, (struct life_record){.kind = RECORD_STATE,
                                             .from_s = life->state_since_s,
                                             .to_s = life->now_s,
                                             .state = life->state,
                                             .word = life->word});
    life->state = state;
    life->word = word;
    life->state_since_s = life->now_s;
}

/* ---- clock and temperatures ------------------------------------------------------------------------------------- */

static int64_t life_printer_clock_s(const struct life *life, int64_t at_s)
{
    return at_s + life->clock_offset_s + (at_s - life->clock_since_s) * life->clock_drift_ppm / 1000000;
}

struct job_time life_time_now(const struct life *life)
{
    return (struct job_time){life->now_s, life_printer_clock_s(life, life->now_s)};
}

static void clock_is_set(struct life *life)
{
    bool is_contrary = life->temper == TEMPER_CONTRARY;
    life->clock_offset_s = life->clock_home_s + rng_between(&life->rng, -90, 90);
    if (is_contrary && rng_chance(&life->rng, 0.6))
        life->clock_offset_s += rng_between(&life->rng, -9 * HOUR_S, 9 * HOUR_S);
    life->clock_since_s = life->now_s;
    int64_t least_s = is_contrary ? 2 * DAY_S : 40 * DAY_S, days = is_contrary ? 20 : 260;
    life->due_s[EVENT_CLOCK_IS_SET] = life->now_s + least_s + rng_between(&life->rng, 0, days) * DAY_S;
}

static double life_temperature_c(const struct life *life, int heater, int64_t at_s)
{
    double target = life->hot ? life->family->build_c[heater] : life->family->standby_c[heater];
    double tau_s = life->hot ? HEAT_TAU_S : COOL_TAU_S;
    double since = (double)(at_s - life->heat_since_s) / tau_s;
    return target + (life->heat_from_c[heater] - target) / (1 + since * since);
}

void life_heat(struct life *life, bool hot)
{
    if (life->hot == hot)
        return;
    for (int i = 0; i < HEATER_COUNT; i++)
        life->heat_from_c[i] = life_temperature_c(life, i, life->now_s);
    life->hot = hot;
    life->heat_since_s = life->now_s;
}

static void cools(struct life *life)
{
    life_heat(life, false);
    life->due_s[EVENT_COOLS] = LIFE_NEVER_S;
}

/* ---- what comes from outside ------------------------------------------------------------------------------------ */

static void plan_next_job(struct life *life)
{
    life->sends_again = life->temper == TEMPER_CONTRARY && rng_chance(&life->rng, 0.07);
    if (life->sends_again) {
        life->due_s[EVENT_JOB_ARRIVES] = life->now_s + rng_between(&life->rng, 5, 180);
        return;
    }
    life->due_s[EVENT_JOB_ARRIVES] =
        calendar_after(&life->calendar, life->now_s, 1 + rng_wait_s(&life->rng, life->job_gap_s));
}

static struct job draw_job(struct life *life)
{
    uint64_t number = ++life->jobs_seen;
    if (!life->sends_again || !life->sent.number)
        return job_draw(life->seed, life->printer, number, life->family);
    struct job job = life->sent;
    job.number = number;
    job.fate = FATE_COMPLETE;
    return job;
}

static struct job receive_job(struct life *life)
{
    bool is_contrary = life->temper == TEMPER_CONTRARY;
    struct job job = draw_job(life);
    if (is_contrary)
        fate_make_contrary(life->seed, life->printer, life->family, &job);
    if (rng_chance(&life->rng, is_contrary ? 1.0 / 40 : 1.0 / 400))
        life->job_ids = 0;
    job.id = ++life->job_ids;
    job.submitted = life_time_now(life);
    for (int side = 0; side < SIDE_COUNT; side++)
        job.material[side] = life->spools[life->active[side]].material;
    life->sent = job;
    return job;
}

static void job_arrives(struct life *life)
{
    /* The longer the queue, the more people look for another printer. */
    if (rng_chance(&life->rng, 1 - (double)life->queued / LIFE_QUEUE_MAX))
        life->queue[life->queued++] = receive_job(life);
    if (life->phase == PHASE_IDLE)
        life_take_next_job(life);
    plan_next_job(life);
}

/* Without power a running job is lost; the printer comes back without it. */
static void lose_power(struct life *life)
{
    if (phase_is_running(life->phase) || life_is_in_turns(life)) {
        life_book_phase(life);
        if (life_is_laying(life->phase))
            life_stop_building(life);
        life->job.fate = FATE_POWER_LOST;
        life_end_job(life, RESULT_FAILED);
        life_take_next_job(life);
    }
    life->due_s[EVENT_COOLS] = LIFE_NEVER_S;
    life_heat(life, false);
}

static void outage_begins(struct life *life)
{
    life->due_s[EVENT_OUTAGE_BEGINS] = LIFE_NEVER_S;
    life->due_s[EVENT_OUTAGE_ENDS] = life->outage.to_s;
    if (life->outage.power)
        lose_power(life);
}

static void plan_next_outage(struct life *life)
{
    life->outage = outage_after(life->seed, life->printer, LIFE_ANCHOR_S, life->now_s);
    life->due_s[EVENT_OUTAGE_BEGINS] = life->outage.from_s;
    life->due_s[EVENT_OUTAGE_ENDS] = LIFE_NEVER_S;
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
    [EVENT_PHASE_ENDS] = life_phase_ends,
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
        life->active[side] = side * life_bays_of_side(life);
        life_load_spool(life, life->active[side], life_draw_material(life, side));
    }
}

static void begin(struct life *life)
{
    size_t kept = offsetof(struct life, rng);
    memset((char *)life + kept, 0, sizeof *life - kept);
    life->rng = rng_of(life->seed, life->printer, SUBJECT_LIFE);
    life->now_s = life->phase_since_s = life->heat_since_s = LIFE_ANCHOR_S;
    for (enum event event = 0; event < EVENT_COUNT; event++)
        life->due_s[event] = LIFE_NEVER_S;
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
    life->calendar = calendar_of(seed, printer);
    begin(life);
    return life;
}

void life_set_temper(struct life *life, enum life_temper temper)
{
    life->temper = temper;
    begin(life);
}

enum life_temper life_temper(const struct life *life)
{
    return life->temper;
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
    bool off = life_is_out(life) && life->outage.power;
    return (off ? life->outage.from_s : at_s) - LIFE_ANCHOR_S - life->off_total_s;
}

void life_at(struct life *life, int64_t unix_s, struct life_moment *moment)
{
    int64_t at_s = unix_s > LIFE_ANCHOR_S ? unix_s : LIFE_ANCHOR_S;
    go_to(life, at_s);
    *moment = (struct life_moment){
        .at_s = unix_s,
        .printer_s = life_printer_clock_s(life, unix_s),
        .reachable = !life_is_out(life),
        .powered = !(life_is_out(life) && life->outage.power),
        .phase = life->phase,
        .phase_since_s = life->phase_since_s,
        .phase_ends_s = life->due_s[EVENT_PHASE_ENDS],
        .job = life->job,
        .last = life->last,
        .older = life->older,
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
        moment->temperature_c[i] = life_temperature_c(life, i, at_s);
    int64_t *seconds = life_job_seconds(&moment->job, moment->phase);
    if (seconds)
        *seconds += at_s - life->phase_since_s;
    if (life_is_laying(life->phase))
        build_on(moment, at_s - life->phase_since_s);
}
