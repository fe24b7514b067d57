/*
 * What changed since the last poll: statuses and times in, changes out. Pure: no SQL, no clock, no socket; a list of
 * statuses and times tests everything in it. What a printer must be remembered by is in struct history_printer, which the
 * store saves and gives back: after a crash, and after a transaction that failed, history goes on from what was kept.
 *
 * The server's clock counts. Time is accounted for only forward: after a step backwards it stands still until the clock has
 * caught up, so no stretch begins before the last one ended.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include "states.h"
#include <stdint.h>

enum {
    HISTORY_TEXT_BYTES = 256,
    HISTORY_SHORT_BYTES = 64, /* materials, serials */
    HISTORY_GAP_MIN_S = 60,
    HISTORY_HEATERS = 3,
    HISTORY_SPANS_MAX = 4,
    HISTORY_PIECES_MAX = 4,
    HISTORY_RUNS_MAX = 4,
    HISTORY_USES_MAX = 8,
    HISTORY_SPOOL_CHANGES_MAX = 2 * STATUS_SPOOLS_MAX,
    HISTORY_EVENTS_MAX = 24,
    HISTORY_EVENT_BYTES = 160
};

enum history_kind { HISTORY_MODEL, HISTORY_SUPPORT, HISTORY_KINDS };

/* A time of the printer's own clock and its place on the server's. */
struct history_time {
    double printer_s; /* NAN: none */
    int64_t at;       /* Unix seconds of the server; 0: none */
};

/* ---- a run of a job ---------------------------------------------------------------------------------------------- */

enum history_phase {
    RUN_NONE,
    RUN_WAITING, /* the printer's current job, and it has not begun */
    RUN_BUSY,    /* begun, not ended */
    RUN_ENDED,   /* ended, and still the printer's current job: the part may be in there */
    RUN_GONE     /* no longer current */
};

enum history_result { RESULT_RUNNING, RESULT_COMPLETED, RESULT_CANCELLED, RESULT_FAILED, RESULT_UNKNOWN, RESULT_COUNT };

/* Who says so: the printer's own final word, or an inference from its state and its consumption. */
enum history_source { SOURCE_NONE, SOURCE_PRINTER, SOURCE_INFERRED, SOURCE_COUNT };

/* A job is known by job_id, submitted.printer_s and job_name together; run counts its starts. Times 0: unknown or not yet.
 * Numbers NAN: unknown. */
struct history_run {
    int64_t key; /* the store's; 0: it has no row yet */
    enum history_phase phase;
    double job_id;
    char job_name[HISTORY_TEXT_BYTES]; /* cut at a character */
    int run;                           /* 1, 2, ... */
    struct history_time submitted, started;
    int64_t first_seen_at;
    int64_t seen_at;  /* last answer that showed it as the current job */
    int64_t begun_at; /* first seen busy; 0: not watched */
    int64_t ended_at, unloaded_at;
    int64_t ended_unseen_s; /* the end lies within so many seconds after ended_at; 0: it was watched */
    enum history_result result;
    enum history_source source;
    double estimated_s, build_s, layers_total;
    double preparing_s, paused_s; /* seen so, until counted_at; preparing_s NAN: its beginning was not watched */
    double unobserved_s;          /* between start and end; NAN: nobody knows since when */
    double unobserved_build_s;
    char material[HISTORY_KINDS][HISTORY_SHORT_BYTES];
    double needed_in3[HISTORY_KINDS], used_in3[HISTORY_KINDS];
    /* Only for the poller. */
    int is_begin_watched;                /* its first sight followed an answer without it */
    int64_t known_before_at;             /* nothing of it can be earlier; 0: no bound */
    int64_t counted_at;                  /* its seconds are counted until here; the state has been the same since */
    int64_t used_at;                     /* kept_used_in3 is kept until here; after a restart: seen_at */
    double kept_used_in3[HISTORY_KINDS]; /* used_in3 of the last change */
    int64_t stopped_at;                  /* since when it stands still in an error; 0: it does not */
    double spool_used_in3[HISTORY_KINDS]; /* what the spools lost meanwhile; NAN: cannot be said */
};

/* ---- one printer ------------------------------------------------------------------------------------------------- */

struct history_spool {
    int64_t key; /* the store's; 0: no spool in this place, or no row yet */
    int is_here;
    char kind[HISTORY_SHORT_BYTES], material[HISTORY_SHORT_BYTES], serial[HISTORY_SHORT_BYTES];
    double bay, initial_in3, loaded_in3, left_in3;
    double kept_left_in3; /* left_in3 of its last change */
    int64_t loaded_at;
};

/* The last sample kept. */
struct history_sample {
    int64_t at; /* 0: none yet */
    double temp_c[HISTORY_HEATERS], set_c[HISTORY_HEATERS]; /* model, support, envelope */
    double layer, progress_ratio, used_in3[HISTORY_KINDS];
};

/* One printer as the last poll left it. All Unix seconds by the server's clock; 0: never. */
struct history_printer {
    enum state state;
    char status_text[HISTORY_TEXT_BYTES]; /* cut at a character; "" unknown */
    int64_t state_began_at;
    int64_t span_began_at; /* since when state and status_text are both the same: the open stretch of state_span */
    int64_t polled_at;     /* last poll, answered or not, as the clock said */
    int64_t answered_at;   /* last poll that was answered */
    int64_t failed_at;     /* first of the failures in a row; 0: the last poll was answered */
    int failed_polls;
    int64_t covered_at;    /* time is accounted for until here; 0: nothing is yet */
    double clock_offset_s; /* printer's clock minus the server's, at the last answer; NAN unknown */
    double build_odometer_s;
    int is_damaged;
    char controller_version[HISTORY_SHORT_BYTES], serial[HISTORY_SHORT_BYTES];
    struct history_time submitted, started; /* of the current job, for the present */
    struct history_run run;                 /* the current job, or the last one */
    size_t spool_count;
    struct history_spool spools[STATUS_SPOOLS_MAX]; /* by place */
    struct history_sample sample;
};

/* ---- one poll ---------------------------------------------------------------------------------------------------- */

struct history_poll {
    int64_t at;
    const struct status *status; /* NULL: it failed */
    int interval_ms;
    int offline_after; /* failures in a row until it is offline */
    int64_t sample_interval_s;
    const struct state_word *words;
    size_t word_count;
};

/* A stretch of one state and one status_text that has ended. The open one is that of the printer: state, status_text, since
 * span_began_at. */
struct history_span {
    enum state state;
    char status_text[HISTORY_TEXT_BYTES];
    int64_t began_at, ended_at; /* never empty */
};

/* Time newly accounted for: pieces follow each other without holes up to covered_at. */
struct history_piece {
    enum state state;
    int64_t from_at, to_at;
};

/* What was built between two times while nobody saw it; the time itself is in pieces, of this poll or of earlier ones. */
struct history_unseen_build {
    int64_t from_at, to_at;
    double build_s; /* 0: nothing, or not known */
};

/* A run as it is to be kept now: a row where it has none (the store then sets printer->run.key where the run is that one),
 * else the row's new figures. */
struct history_run_change {
    struct history_run run;
    int is_of_printer;            /* it is printer->run itself; else it is over and need not be known again */
    const struct status_job *job; /* owner, comment, pack, the whole name: of the poll's status; NULL: as they were */
};

/* Material used between two times by runs[run]: to be spread evenly over that time. */
struct history_use {
    size_t run; /* of history_changes.runs */
    enum history_kind kind;
    char material[HISTORY_SHORT_BYTES]; /* "" unknown */
    double used_in3;
    int64_t from_at, to_at;
};

struct history_spool_change {
    size_t place;
    enum { SPOOL_LOADED, SPOOL_LEFT, SPOOL_REMOVED } what; /* SPOOL_LEFT: less is left */
    struct history_spool spool;
    int64_t at;
};

struct history_event {
    const char *kind; /* of the closed list in history_event.h */
    char text[HISTORY_EVENT_BYTES];
    int64_t at;
    size_t run; /* of history_changes.runs; SIZE_MAX: of no run */
};

/* What a poll changed. Lists that are full lose what comes later (their bounds are beyond what one poll can hold). */
struct history_changes {
    bool state_changed;   /* state, status_text or since when */
    bool trouble_began;   /* the first failure in a row */
    bool trouble_ended;   /* the first answer after failures */
    bool sample_is_due;   /* printer->sample is to be kept, with the odometers */
    size_t span_count, piece_count, run_count, use_count, spool_count, event_count;
    struct history_span spans[HISTORY_SPANS_MAX];
    struct history_piece pieces[HISTORY_PIECES_MAX];
    struct history_unseen_build unseen_build;
    struct history_run_change runs[HISTORY_RUNS_MAX];
    struct history_use uses[HISTORY_USES_MAX];
    struct history_spool_change spools[HISTORY_SPOOL_CHANGES_MAX];
    struct history_event events[HISTORY_EVENTS_MAX];
};

/* A printer that was never polled: unobserved since `at`. */
void history_begin(struct history_printer *printer, int64_t at);

/*
 * Takes one poll and says what it changed. Two answers no more than max(3 intervals, 60 s) apart cover the time between; a
 * longer gap is unobserved from the one to the other. Offline begins at the first of the failures; until there are
 * offline_after of them the last state stands, and the time since the last answer is not yet accounted for.
 * changes may be used again: only counts and flags are reset.
 */
void history_step(struct history_printer *printer, const struct history_poll *poll, struct history_changes *changes);

/* The longest time in seconds between two answers that still covers what lies between. */
int64_t history_gap_s(int interval_ms);

/* Words of the schema: "completed", NULL while it runs; "printer", NULL. */
const char *history_result_name(enum history_result result);
const char *history_source_name(enum history_source source);
const char *history_kind_name(enum history_kind kind);

#endif
