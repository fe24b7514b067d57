/*
 * What becomes of jobs. The usual fates are lived by life_phases.c, in the way that a printer's texts let one expect.
 * The contrary ones are told here as turns: in each of them something that is usually a sign of one result goes with
 * another, or there is no sign at all.
 */
#ifndef FATE_H
#define FATE_H

#include "job.h"
#include "phase.h"

#include <stdbool.h>
#include <stdint.h>

enum { FATE_TURNS_MAX = 3 };

/* What happens as the turn begins, and then the phase that the printer stays in. */
struct fate_turn {
    enum job_result result; /* the job ends with it; RESULT_NONE: it goes on */
    enum life_phase phase;
    int64_t least_s, most_s; /* how long; most_s is the mean where it waits for somebody. Both 0: it shows no phase */
    bool waits_for_somebody; /* in opening hours */
    bool changes_spool;
    bool cuts_power;
};

struct fate {
    const char *name;
    double share;                               /* of the jobs of a contrary life; 0 for a usual fate */
    enum life_phase strikes_in;                 /* as this phase ends: ready, homing or building */
    double from, to;                            /* part of the build at which it strikes, for building */
    struct fate_turn turns[FATE_TURNS_MAX + 1]; /* one of nothing but zeros ends them; all zeros: a usual fate */
    bool is_brief;                              /* a job of seconds */
    bool says_completed;                        /* whatever its result; only where a family has a word for that */
};

const struct fate *fate_of(enum job_fate fate);

/* Whether nothing more happens: after the last turn the job is built on, or let go if it has ended. */
bool fate_is_over(const struct fate_turn *turn);

/* Draws the fate of a job's run in a contrary life, often the one it has: a function of seed, printer, the job's
 * number and run. A job of a brief fate becomes short. */
void fate_make_contrary(uint64_t seed, uint64_t printer, const struct family *family, struct job *job);

#endif
