#include "fate.h"

#include "calendar.h"
#include "rng.h"

enum { SUBJECT_FATE = 0x70000000, RUNS_MAX = 4, SHORT_JOB_S = 10 * MINUTE_S };

#define AT_PART(least, most) .strikes_in = PHASE_BUILDING, .from = (least), .to = (most)
#define ONCE(end)                                                                                                      \
    {                                                                                                                  \
        .result = (end)                                                                                                \
    }
#define FOR_SECONDS(end, shown)                                                                                        \
    {                                                                                                                  \
        .result = (end), .phase = (shown), .least_s = 1, .most_s = 8                                                   \
    }
#define FOR(end, shown, least, most)                                                                                   \
    {                                                                                                                  \
        .result = (end), .phase = (shown), .least_s = (least), .most_s = (most)                                        \
    }
#define UNTIL_SOMEBODY_COMES(end, shown)                                                                               \
    {                                                                                                                  \
        .result = (end), .phase = (shown), .least_s = 2 * MINUTE_S, .most_s = 40 * MINUTE_S,                           \
        .waits_for_somebody = true                                                                                     \
    }

// clang-format off
static const struct fate FATES[FATE_COUNT] = {
    [FATE_COMPLETE] = {.name = "completed"},
    [FATE_WITHDRAWN] = {.name = "withdrawn"},
    [FATE_CANCELLED_WARMING] = {.name = "cancelled warming"},
    [FATE_CANCELLED] = {.name = "cancelled"},
    [FATE_FAILED] = {.name = "failed"},
    [FATE_POWER_LOST] = {.name = "power lost"},

    [FATE_SILENT_END] = {.name = "silent end", .share = 0.06, AT_PART(1, 1),
        .turns = {ONCE(RESULT_COMPLETED)}},
    [FATE_LATE_CANCEL] = {.name = "late cancel", .share = 0.05, AT_PART(0.98, 0.994),
        .turns = {UNTIL_SOMEBODY_COMES(RESULT_CANCELLED, PHASE_PART_DONE)}},
    [FATE_EARLY_PART_DONE] = {.name = "early part done", .share = 0.04, AT_PART(0.38, 0.42),
        .turns = {UNTIL_SOMEBODY_COMES(RESULT_CANCELLED, PHASE_PART_DONE)}},
    [FATE_BRIEF_FAILURE] = {.name = "brief failure", .share = 0.05, AT_PART(0.05, 0.995),
        .turns = {FOR_SECONDS(RESULT_FAILED, PHASE_ERROR)}},
    [FATE_FAILED_WARMING] = {.name = "failed warming", .share = 0.04, .strikes_in = PHASE_HOMING,
        .turns = {FOR(RESULT_NONE, PHASE_WARMING, MINUTE_S, 20 * MINUTE_S), FOR_SECONDS(RESULT_FAILED, PHASE_ERROR)}},
    [FATE_FAILED_START] = {.name = "failed start", .share = 0.04, .strikes_in = PHASE_READY,
        .turns = {FOR_SECONDS(RESULT_NONE, PHASE_HOMING), ONCE(RESULT_FAILED)}},
    [FATE_SILENT_CANCEL] = {.name = "silent cancel", .share = 0.05, AT_PART(0.05, 0.995),
        .turns = {ONCE(RESULT_CANCELLED)}},
    [FATE_STOPPED_BY_FAILURE] = {.name = "stopped by failure", .share = 0.05, AT_PART(0.05, 0.995),
        .turns = {UNTIL_SOMEBODY_COMES(RESULT_FAILED, PHASE_STOPPED)}},
    [FATE_ERROR_OVERCOME] = {.name = "error overcome", .share = 0.05, AT_PART(0.05, 0.95),
        .turns = {FOR(RESULT_NONE, PHASE_ERROR, 2 * MINUTE_S, 20 * MINUTE_S)}},
    [FATE_ERROR_THEN_CANCEL] = {.name = "error then cancel", .share = 0.04, AT_PART(0.05, 0.95),
        .turns = {FOR(RESULT_NONE, PHASE_ERROR, 2 * MINUTE_S, 20 * MINUTE_S), FOR_SECONDS(RESULT_NONE, PHASE_BUILDING),
         ONCE(RESULT_CANCELLED)}},
    [FATE_DOOR_THEN_CANCEL] = {.name = "door then cancel", .share = 0.04, AT_PART(0.05, 0.995),
        .turns = {FOR(RESULT_NONE, PHASE_DOOR_OPEN, MINUTE_S, 15 * MINUTE_S), ONCE(RESULT_CANCELLED)}},
    [FATE_SYSTEM_ERROR_THEN_CANCEL] = {.name = "system error then cancel", .share = 0.04, AT_PART(0.05, 0.995),
        .turns = {FOR(RESULT_NONE, PHASE_SYSTEM_ERROR, MINUTE_S, 15 * MINUTE_S), ONCE(RESULT_CANCELLED)}},
    [FATE_BRIEF_JOB] = {.name = "brief job", .share = 0.06, AT_PART(1, 1),
        .turns = {ONCE(RESULT_COMPLETED)}, .is_brief = true},
    [FATE_SPOOL_IN_PAUSE] = {.name = "spool in pause", .share = 0.04, AT_PART(0.05, 0.9),
        .turns = {FOR(RESULT_NONE, PHASE_PAUSED, 2 * MINUTE_S, 10 * MINUTE_S),
         {.phase = PHASE_PAUSED, .least_s = MINUTE_S, .most_s = 10 * MINUTE_S, .changes_spool = true}}},
    [FATE_LONG_PAUSE] = {.name = "long pause", .share = 0.04, AT_PART(0.05, 0.9),
        .turns = {FOR(RESULT_NONE, PHASE_PENDING_PAUSE, 15, MINUTE_S),
         FOR(RESULT_NONE, PHASE_PAUSED, 6 * HOUR_S, 30 * HOUR_S)}},
    [FATE_LONG_WAIT] = {.name = "long wait", .share = 0.04, AT_PART(1, 1),
        .turns = {FOR(RESULT_COMPLETED, PHASE_PART_DONE, 60 * HOUR_S, 90 * HOUR_S)}},
    [FATE_FALSE_WORD_AND_PART_DONE] = {.name = "false word and part done", .share = 0.02, AT_PART(0.38, 0.42),
        .turns = {UNTIL_SOMEBODY_COMES(RESULT_CANCELLED, PHASE_PART_DONE)}, .says_completed = true},
    [FATE_FALSE_WORD_AND_STOPPED] = {.name = "false word and stopped", .share = 0.02, AT_PART(0.38, 0.42),
        .turns = {UNTIL_SOMEBODY_COMES(RESULT_CANCELLED, PHASE_STOPPED)}, .says_completed = true},
    [FATE_POWER_CUT] = {.name = "power cut", .share = 0.04, AT_PART(0.05, 0.995),
        .turns = {{.result = RESULT_FAILED, .cuts_power = true}}},
};
// clang-format on

const struct fate *fate_of(enum job_fate fate)
{
    return &FATES[fate];
}

bool fate_is_over(const struct fate_turn *turn)
{
    return !turn->result && !turn->most_s;
}

static enum job_fate draw(struct rng *rng, enum job_fate usual)
{
    double lot = rng_unit(rng);
    for (enum job_fate fate = 0; fate < FATE_COUNT; fate++) {
        if (lot < FATES[fate].share)
            return fate;
        lot -= FATES[fate].share;
    }
    return usual;
}

static void make_brief(struct rng *rng, struct job *job)
{
    int64_t actual_s = rng_between(rng, 3, 28);
    for (int side = 0; side < SIDE_COUNT; side++)
        job->needed_in3[side] *= (double)actual_s / (double)job->actual_s;
    job->actual_s = actual_s;
    job->estimated_s = actual_s + rng_between(rng, 0, MINUTE_S);
    job->layers = rng_between(rng, 2, 5);
    job->high_in[2] = job->low_in[2] + (double)job->layers * job->slice_in;
}

static bool suits(const struct fate *fate, const struct family *family, const struct job *job)
{
    if (fate->is_brief && (job->run > 1 || job->file != job->number))
        return false; /* the same file cannot have become another */
    if (fate->says_completed && !*family->completion->completed)
        return false;
    return fate->is_brief || job->actual_s >= SHORT_JOB_S;
}

void fate_make_contrary(uint64_t seed, uint64_t printer, const struct family *family, struct job *job)
{
    struct rng rng = rng_of(seed, printer, SUBJECT_FATE + job->number * RUNS_MAX + job->run);
    enum job_fate drawn = draw(&rng, job->fate);
    const struct fate *fate = &FATES[drawn];
    if (drawn == job->fate || !suits(fate, family, job))
        return;
    job->fate = drawn;
    job->pause_s = -1;
    if (fate->is_brief)
        make_brief(&rng, job);
    job->fate_s = (int64_t)((double)job->actual_s * rng_real(&rng, fate->from, fate->to));
}
