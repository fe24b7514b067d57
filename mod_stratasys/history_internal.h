/* What the files history*.c share. */
#ifndef HISTORY_INTERNAL_H
#define HISTORY_INTERNAL_H

#include "history.h"
#include "history_event.h"

/* One poll being taken. */
struct history_step {
    struct history_printer *printer;
    const struct history_poll *poll;
    struct history_changes *changes;
    int64_t at;           /* poll->at, and no earlier than what is accounted for */
    int64_t seen_at;      /* the answer before this one, in the time that is accounted for; 0: there was none */
    bool was_unseen;      /* between that one and now the printer was unobserved or offline, or there was none */
    bool is_clock_set;    /* since the last answer the printer's clock or the server's was set */
    bool has_odometer;    /* it has told what was built unseen */
    enum state old_state; /* what the printer was seen in last */
};

/* ---- history.c ---- */

/* Adds an event; the format makes its text. run: SIZE_MAX, or of changes->runs. */
void history_tell(struct history_step *step, const char *kind, size_t run, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Places a time of the printer's clock on the server's. It stays where it was placed first: both clocks tick in whole
 * seconds, so the next poll would place it a second or two off, and hours off once the printer's clock was set. */
void history_place(struct history_time *time, double printer_s, const struct history_poll *poll);

/* What a job was built in a time that nobody watched, where no odometer tells it of all jobs. */
void history_add_unseen_build(struct history_step *step, double build_s);

/* A duration for people: "3 h 20 min". Returns text. */
enum { HISTORY_DURATION_BYTES = 40 };
char *history_duration(int64_t duration_s, char text[HISTORY_DURATION_BYTES]);

/* ---- history_job.c ---- */

enum { HISTORY_ROUNDED_S = 1 }; /* a build time that is kept is rounded: what fell or rose by less did not */

/* Whether status tells of a current job, or of none: a damaged text may have lost it, or half of it. */
int history_job_is_told(const struct status *status);

/* Whether job is that of run. A damaged text may hold half of its name. */
int history_job_is_of(const struct history_run *run, const struct status_job *job, int is_damaged);

/* Whether the current job, which is that of the printer's run, has been started again. */
int history_job_is_again(const struct history_step *step);

/* Whether two jobs of one status are the same one, by its numbers and its start. */
int history_job_is_both(const struct status_job *job, const struct status_job *current);

/* A job's name as it is known here. Returns name. */
char *history_job_name(const struct status_job *job, char name[HISTORY_TEXT_BYTES]);

/* ---- history_run.c ---- */

/* The state is about to change, or nobody sees the printer any more: keeps what the run has spent until then. */
void history_run_pause(struct history_step *step, int64_t until_at);

/* Takes what an answer says of the current job. The printer's state is the new one already. */
void history_run_step(struct history_step *step);

/* ---- history_result.c ---- */

/* What the printer's own final word means; RESULT_RUNNING for none, RESULT_UNKNOWN for one that nobody knows. */
enum history_result history_result_of_word(const char *completion_status);

/* What is certain of a job that has ended, by its figures and the printer's state at that time. */
enum history_result history_verdict(const struct status_job *job, enum state state, enum history_source *source);

/* The same, and what is certain of a job that the printer says has ended in the very moment in which it came to stand still.
 * old_state: what it was seen in before. */
enum history_result history_verdict_of_stop(const struct status_job *job, enum state old_state, enum state state,
                                            const char *status_text, enum history_source *source);

/* ---- history_spool.c ---- */

/* Takes the spools of an answer. Runs after the sample, which says when figures that move are kept. */
void history_spool_step(struct history_step *step);

/* The printer's run has begun: from now on what its spools lose is counted. */
void history_spool_begin(struct history_printer *printer);

/* After a run has ended: tells when what it used and what the spools lost do not agree. run: of changes->runs. */
void history_spool_agree(struct history_step *step, const struct history_run *run, size_t index);

/* ---- history_sample.c ---- */

void history_sample_step(struct history_step *step);

#endif
