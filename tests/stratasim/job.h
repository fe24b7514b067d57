/* A job of a simulated printer: what it will need, and what became of it so far. */
#ifndef JOB_H
#define JOB_H

#include "family.h"

#include <stdint.h>

enum job_fate { FATE_COMPLETE, FATE_WITHDRAWN, FATE_CANCELLED_WARMING, FATE_CANCELLED, FATE_FAILED };

enum job_result { RESULT_NONE, RESULT_COMPLETED, RESULT_CANCELLED, RESULT_FAILED };

/* The same moment on the true clock and on the printer's; 0 on both: not yet. */
struct job_time {
    int64_t true_s, printer_s;
};

struct job {
    uint64_t number; /* from 1 within a printer's life; 0: no job */
    int64_t id;      /* as the printer counts, which starts again at times */
    struct job_time submitted, started, ended;
    enum job_result result;
    int64_t preparing_s;                  /* before it is started */
    int64_t build_s, paused_s, loading_s; /* from started to ended */
    double used_in3[SIDE_COUNT];
    const struct family_material *material[SIDE_COUNT];
    /* How it would go; fixed when it is submitted. */
    int64_t actual_s, estimated_s;
    int64_t layers;
    double needed_in3[SIDE_COUNT];
    double low_in[3], high_in[3], slice_in;
    enum job_fate fate;
    int64_t fate_s;  /* build seconds at which a cancel or failure strikes */
    int64_t pause_s; /* build seconds at which somebody pauses it; -1: nobody does */
};

/* Draws what the number-th job of a printer will need: a function of seed, printer and number. */
struct job job_draw(uint64_t seed, uint64_t printer, uint64_t number, const struct family *family);

/* After build_s seconds of building: material used, and the layer that is being built (1 to layers). */
double job_used_in3(const struct job *job, enum family_side side, int64_t build_s);
int64_t job_layer(const struct job *job, int64_t build_s);

/* The first build second at which the job has used more than used_in3 of a side; beyond actual_s: never. */
int64_t job_used_up_s(const struct job *job, enum family_side side, double used_in3);

/* "completed" and so on; NULL for RESULT_NONE. */
const char *job_result_name(enum job_result result);

#endif
