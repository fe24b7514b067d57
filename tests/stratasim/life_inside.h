/* The inside of a life, shared by the files life*.c alone. */
#ifndef LIFE_INSIDE_H
#define LIFE_INSIDE_H

#include "calendar.h"
#include "life.h"
#include "outage.h"
#include "rng.h"

static const int64_t LIFE_NEVER_S = INT64_MAX;

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
    enum life_temper temper;
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
    struct job job, last, older;
    struct job queue[LIFE_QUEUE_MAX];
    size_t queued;
    uint64_t jobs_seen;
    struct job sent;  /* the last job that arrived, as it was then */
    bool sends_again; /* the next one is of the same file */
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

/* ---- life.c ---- */

void life_tell(struct life *life, struct life_record record);
bool life_is_out(const struct life *life);
struct job_time life_time_now(const struct life *life);

/* Heats for building, or lets cool to standby, from the present temperatures on. */
void life_heat(struct life *life, bool hot);

/* ---- life_spools.c ---- */

unsigned life_bays_of_side(const struct life *life);
const struct family_material *life_draw_material(struct life *life, enum family_side side);
void life_load_spool(struct life *life, unsigned bay, const struct family_material *material);

/* The bay of that side with the same material and something left, beside the one in use; or the one in use. */
unsigned life_other_bay(const struct life *life, enum family_side side);

/* Somebody puts a new spool into the bay in use, and looks after the spare ones. */
void life_change_spool(struct life *life, enum family_side side);

/* Takes from the spools what the job needs until build_s. */
void life_use_material(struct life *life, int64_t build_s);

/* ---- life_phases.c ---- */

/* Whether a job's build time goes on in this phase. */
bool life_is_laying(enum life_phase phase);

/* What of the job's times goes on in this phase, but for the build time; or NULL. */
int64_t *life_job_seconds(struct job *job, enum life_phase phase);

void life_enter(struct life *life, enum life_phase phase, int64_t ends_s);

/* When somebody has come and done something that takes least_s, after mean_s of opening hours on average. */
int64_t life_operator_after_s(struct life *life, int64_t least_s, double mean_s);

/* Builds until the next thing happens to the job. */
void life_build(struct life *life);

/* The job at hand stands before the printer until somebody starts it. */
void life_make_ready(struct life *life);

/* The present phase has come to its end: begins the next one. */
void life_phase_ends(struct life *life);

/* Books the phase's time on the job, before anything about the phase changes. */
void life_book_phase(struct life *life);
void life_stop_building(struct life *life);
void life_end_job(struct life *life, enum job_result result);

/* Lets go of the job at hand, a completed one's part is taken out; the next one is from the queue, or it idles. */
void life_take_next_job(struct life *life);

/* ---- life_contrary.c ---- */

/* Whether the job at hand has a contrary fate that strikes as this phase ends. */
bool life_is_struck(const struct life *life, enum life_phase phase);

/* The build second at which it strikes, if that is still to come; else INT64_MAX. */
int64_t life_strikes_at_s(const struct life *life);

/* The next turn of the fate that has struck: its first one, or the one after the present phase. */
void life_take_turn(struct life *life);

/* Whether it has struck and the job has not ended by it yet. */
bool life_is_in_turns(const struct life *life);

/* Whether somebody starts the job at hand, which was cancelled or has failed, once more. */
bool life_runs_again(struct life *life);
void life_run_again(struct life *life);

#endif
