/* Which job a status tells of, and whether it was started again. */
#include "history_internal.h"
#include "utf8.h"
#include <math.h>
#include <string.h>

enum { JOB_SLACK_S = 60 /* between a printer's build time and its start */ };

static int job_same_number(double one, double other)
{
    return one == other || (isnan(one) && isnan(other));
}

/* A damaged text may have lost its job, or half of the job's name: that is no other job, and none. Where its numbers are there
 * and zero, there is none: the damage lies elsewhere. */
int history_job_is_told(const struct status *status)
{
    if (status->document->damage_count == 0)
        return 1;
    const struct status_job *job = &status->current;
    if (!status_has_job(job))
        return job->job_id == 0 && job->submit_time == 0;
    return !isnan(job->submit_time) && !isnan(job->job_id);
}

/* 0 is no time. */
static int job_same_time(double one, double other)
{
    return one > 0 || other > 0 ? one == other : 1;
}

char *history_job_name(const struct status_job *job, char name[HISTORY_TEXT_BYTES])
{
    return utf8_line(job->job_name ? job->job_name : "", name, HISTORY_TEXT_BYTES);
}

/* Half a name, of a text that was damaged, is that of the same job where the numbers are the same. */
static int job_is_name(const struct history_run *run, const struct status_job *job)
{
    char name[HISTORY_TEXT_BYTES];
    size_t known = strlen(run->job_name), now = strlen(history_job_name(job, name));

    if (!(job->job_id > 0) || !(job->submit_time > 0))
        return strcmp(run->job_name, name) == 0;
    return strncmp(run->job_name, name, known < now ? known : now) == 0;
}

int history_job_is_of(const struct history_run *run, const struct status_job *job, int is_damaged)
{
    if (run->phase == RUN_NONE || !status_has_job(job))
        return 0;
    if (!job_same_number(run->job_id, job->job_id) || !job_same_time(run->submitted.printer_s, job->submit_time))
        return 0;
    return is_damaged || job_is_name(run, job);
}

/* Of a printer that tells no start: its build time begins anew, or the part was taken out and it builds. */
static int job_is_built_again(const struct history_step *step, int build_fell)
{
    const struct history_run *run = &step->printer->run;
    enum state state = step->printer->state;
    double since_s = (double)(step->at - run->seen_at + JOB_SLACK_S);

    if (run->unloaded_at > 0 && state_is_busy(state))
        return 1;
    return build_fell &&
           (state == STATE_IDLE || state == STATE_PREPARING || step->poll->status->current.build_s <= since_s);
}

/* The same job has been started anew: its build time fell, or its start is another one and lies after it was seen last. A
 * start by which it would have been built before it began was only written anew: the clock was set, or it goes on. */
int history_job_is_again(const struct history_step *step)
{
    const struct history_run *run = &step->printer->run;
    const struct status_job *job = &step->poll->status->current;
    int build_fell = job->build_s < run->build_s - HISTORY_ROUNDED_S;

    if (run->phase == RUN_WAITING || (job->start_time > 0 && job->start_time == run->started.printer_s))
        return 0;
    if (!(job->start_time > 0))
        return job_is_built_again(step, build_fell);
    if (build_fell || !(run->started.printer_s > 0))
        return build_fell;
    double start_at = status_time_at(step->poll->status, job->start_time, (double)step->poll->at);
    return start_at > (double)run->seen_at && !(job->build_s > (double)(step->poll->at + JOB_SLACK_S) - start_at);
}

int history_job_is_both(const struct status_job *job, const struct status_job *current)
{
    return job_same_number(job->job_id, current->job_id) && job_same_time(job->submit_time, current->submit_time) &&
           job->start_time == current->start_time;
}
