#include "life_inside.h"

#include "fate.h"

enum { RUNS_MOST = 3 };

static const double RUN_AGAIN_CHANCE = 0.15;

bool life_is_struck(const struct life *life, enum life_phase phase)
{
    const struct fate *fate = fate_of(life->job.fate);
    if (fate_is_over(fate->turns) || fate->strikes_in != phase)
        return false;
    return phase != PHASE_BUILDING || life->job.build_s == life->job.fate_s;
}

int64_t life_strikes_at_s(const struct life *life)
{
    bool strikes = !fate_is_over(fate_of(life->job.fate)->turns) && life->job.fate_s > life->job.build_s;
    return strikes ? life->job.fate_s : INT64_MAX;
}

bool life_is_in_turns(const struct life *life)
{
    return life->job.turn && !life->job.result;
}

/* Too short for anybody to see the printer out of reach. */
static void cut_power(struct life *life)
{
    life->due_s[EVENT_COOLS] = LIFE_NEVER_S;
    life_heat(life, false);
}

static int64_t turn_ends_s(struct life *life, const struct fate_turn *turn)
{
    if (turn->waits_for_somebody)
        return life_operator_after_s(life, turn->least_s, (double)turn->most_s);
    return life->now_s + rng_between(&life->rng, turn->least_s, turn->most_s);
}

static void finish_turns(struct life *life)
{
    life->job.turn = 0;
    if (life->job.result)
        life_take_next_job(life);
    else
        life_build(life);
}

void life_take_turn(struct life *life)
{
    const struct fate_turn *turn;
    do {
        turn = &fate_of(life->job.fate)->turns[life->job.turn++];
        if (fate_is_over(turn)) {
            finish_turns(life);
            return;
        }
        if (turn->changes_spool)
            life_change_spool(life, rng_chance(&life->rng, 0.7) ? SIDE_MODEL : SIDE_SUPPORT);
        if (turn->result)
            life_end_job(life, turn->result);
        if (turn->cuts_power)
            cut_power(life);
    } while (!turn->most_s);
    life_enter(life, turn->phase, turn_ends_s(life, turn));
}

bool life_runs_again(struct life *life)
{
    const struct job *job = &life->job;
    bool can = life->temper == TEMPER_CONTRARY && job->begun_s && job->run < RUNS_MOST;
    bool is_wanted = job->result == RESULT_CANCELLED || job->result == RESULT_FAILED;
    return can && is_wanted && rng_chance(&life->rng, RUN_AGAIN_CHANCE);
}

void life_run_again(struct life *life)
{
    struct job *job = &life->job;
    job->run++;
    job->started = job->ended = (struct job_time){0, 0};
    job->begun_s = 0;
    job->result = RESULT_NONE;
    job->preparing_s = job->build_s = job->paused_s = job->loading_s = job->halted_s = 0;
    job->used_in3[SIDE_MODEL] = job->used_in3[SIDE_SUPPORT] = 0;
    job->fate = FATE_COMPLETE;
    job->pause_s = -1;
    job->turn = 0;
    fate_make_contrary(life->seed, life->printer, life->family, job);
    life_make_ready(life);
}
