/*
 * The life of one simulated printer: a function of seed, printer number, family and time. It begins at LIFE_ANCHOR_S,
 * before which the printer is new and idle, and goes from event to event. A cursor stays at the moment last asked
 * for, so small steps forward are cheap; an earlier moment begins again at the anchor. No clock, no socket.
 */
#ifndef LIFE_H
#define LIFE_H

#include "family.h"
#include "job.h"
#include "phase.h"

#include <stdint.h>

enum { LIFE_ANCHOR_S = 1577836800, LIFE_QUEUE_MAX = 8 };

struct life;

/* In a contrary life much goes another way than a printer's texts let one think; fate.h tells how. */
enum life_temper { TEMPER_USUAL, TEMPER_CONTRARY };

struct life_spool {
    uint64_t number;                        /* from 1 within a printer's life; 0: an empty bay */
    const struct family_material *material; /* NULL: an empty bay */
    double initial_in3, left_in3;
    int64_t loaded_s;
};

/* All that is true of a printer at one moment. Copies; the pointers are to constants. */
struct life_moment {
    int64_t at_s;      /* true time */
    int64_t printer_s; /* the printer's own clock */
    bool reachable;    /* false: refuses connections */
    bool powered;      /* false: restarting, or without power */
    enum life_phase phase;
    int64_t phase_since_s;
    int64_t phase_ends_s; /* as planned; INT64_MAX while it waits for a job */
    struct job job;       /* number 0: none */
    struct job last;      /* the job that ended last, perhaps the one at hand; number 0: none yet */
    struct job older;     /* the one that ended before that */
    size_t queued;
    struct job queue[LIFE_QUEUE_MAX];
    struct life_spool spools[FAMILY_BAYS_MAX];
    unsigned active[SIDE_COUNT]; /* the bay in use */
    int64_t last_layer;          /* the layer that the job before this one ended at */
    bool hot;                    /* heated for building, or not yet cooled to standby */
    double temperature_c[HEATER_COUNT];
    int64_t power_on_s, build_total_s, tip_s; /* odometers */
};

enum life_record_kind { RECORD_JOB, RECORD_STATE, RECORD_LOADED, RECORD_REMOVED };

/* Something that has come to its end (a job, a stretch of one state) or has happened (a spool). A job's comes when the
 * job has ended, but a completed one's only when the part has been taken out. to_s is the end of the job in both. */
struct life_record {
    enum life_record_kind kind;
    int64_t from_s, to_s;
    const struct job *job;          /* RECORD_JOB */
    const char *state, *word;       /* RECORD_STATE: the true state, and the status text beside it */
    const struct life_spool *spool; /* RECORD_LOADED, RECORD_REMOVED */
    unsigned bay;
};

typedef void life_watcher(void *context, const struct life_record *record);

/* A printer, numbered from 1. The caller frees it with life_free. NULL without memory. */
struct life *life_create(uint64_t seed, uint64_t printer, const struct family *family);
void life_free(struct life *life);

/* Begins the life anew at the anchor, with that temper; a life is created with the usual one. */
void life_set_temper(struct life *life, enum life_temper temper);

uint64_t life_seed(const struct life *life);
uint64_t life_printer(const struct life *life);
const struct family *life_family(const struct life *life);
enum life_temper life_temper(const struct life *life);

/* What is true at unix_s. */
void life_at(struct life *life, int64_t unix_s, struct life_moment *moment);

/* The true state where the cursor stands, the status text beside it ("" when offline), and since when. */
const char *life_state(const struct life *life, const char **word, int64_t *since_s);

/* The first moment after unix_s at which something other than a ramp (temperature, layer, material, build time)
 * changes. */
int64_t life_next_change(struct life *life, int64_t unix_s);

/* Whether a printer answers at unix_s: the same as its moment's reachable, but without living until then. */
bool life_is_reachable(uint64_t seed, uint64_t printer, int64_t unix_s);

/* Goes back to the anchor, and from there on calls watcher with each record as the cursor passes it. Asking for an
 * earlier moment repeats records. NULL ends it. */
void life_watch(struct life *life, life_watcher *watcher, void *context);

#endif
