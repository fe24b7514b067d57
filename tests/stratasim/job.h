/* A job of a simulated printer: what it will need, and what became of it so far. */
#ifndef JOB_H
#define JOB_H

#include "family.h"

#include <stdint.h>

enum job_fate {
    FATE_COMPLETE,
    FATE_WITHDRAWN,
    FATE_CANCELLED_WARMING,
    FATE_CANCELLED,
    FATE_FAILED,
    FATE_POWER_LOST, /* of no job from the beginning: it comes over one in an outage */
    /* In contrary lives alone; fate.c tells them. */
    FATE_SILENT_END,
    FATE_LATE_CANCEL,
    FATE_EARLY_PART_DONE,
    FATE_BRIEF_FAILURE,
    FATE_FAILED_WARMING,
    FATE_FAILED_START,
    FATE_SILENT_CANCEL,
    FATE_STOPPED_BY_FAILURE,
    FATE_ERROR_OVERCOME,
    FATE_ERROR_THEN_CANCEL,
    FATE_DOOR_THEN_CANCEL,
    FATE_SYSTEM_ERROR_THEN_CANCEL,
    FATE_BRIEF_JOB,
    FATE_SPOOL_IN_PAUSE,
    FATE_LONG_PAUSE,
    FATE_LONG_WAIT,
    FATE_FALSE_WORD_AND_PART_DONE,
    FATE_FALSE_WORD_AND_STOPPED,
    FATE_POWER_CUT,
    FATE_COUNT
};

enum job_result { RESULT_NONE, RESULT_COMPLETED, RESULT_CANCELLED, RESULT_FAILED };

/* The same moment on the true clock and on the printer's; 0 on both: not yet. */
struct job_time {
    int64_t true_s, printer_s;
};

struct job {
    uint64_t number; /* from 1 within a printer's life; 0: no job */
    uint64_t file;   /* what was sent: the number of the first job made of it, which is usually this one */
    unsigned run;    /* from 1: how often it was made ready */
    int64_t id;      /* as the printer counts, which starts again at times */
    struct job_time submitted, started, ended;
    int64_t begun_s;    /* true time at which homing began; 0: it never did */
    int64_t unloaded_s; /* true time at which the completed part was taken out; 0: not yet, or nothing to take */
    enum job_result result;
    int64_t preparing_s;                            /* before it is started */
    int64_t build_s, paused_s, loading_s, halted_s; /* from started to ended; halted: in error, or by the door */
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
    size_t turn;     /* once its contrary fate has struck: the number of the present turn, from 1 */
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
