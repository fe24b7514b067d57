/* What is certain of a job's end. Every rule here is one that a printer can break: what does not fit together is unknown. */
#include "history_internal.h"
#include <strings.h>

/* Of what a job needs: above the one it was built to the end, below the other it was not. */
#define BUILT_RATIO 0.995
#define SHORT_RATIO 0.9

const char *history_result_name(enum history_result result)
{
    static const char *const names[RESULT_COUNT] = {NULL, "completed", "cancelled", "failed", "unknown"};
    return names[result];
}

const char *history_source_name(enum history_source source)
{
    static const char *const names[SOURCE_COUNT] = {NULL, "printer", "inferred"};
    return names[source];
}

/* No printer's final words were ever published; these are the plain ones. Any other word is unknown. */
static const struct {
    const char *word;
    enum history_result result;
} words[] = {
    {"In Progress", RESULT_RUNNING  },
    {"Completed",   RESULT_COMPLETED},
    {"Complete",    RESULT_COMPLETED},
    {"Done",        RESULT_COMPLETED},
    {"Finished",    RESULT_COMPLETED},
    {"Success",     RESULT_COMPLETED},
    {"Successful",  RESULT_COMPLETED},
    {"Cancelled",   RESULT_CANCELLED},
    {"Canceled",    RESULT_CANCELLED},
    {"Aborted",     RESULT_CANCELLED},
    {"Failed",      RESULT_FAILED   },
    {"Failure",     RESULT_FAILED   },
    {"Error",       RESULT_FAILED   },
};

enum history_result history_result_of_word(const char *completion_status)
{
    if (!completion_status || !completion_status[0])
        return RESULT_RUNNING;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i].word, completion_status) == 0)
            return words[i].result;
    return RESULT_UNKNOWN;
}

/* Comparisons with NAN are false: what is unknown is neither full nor short. */
static int result_is_full(const struct status_job *job)
{
    return job->model_needed_in3 > 0 && job->model_used_in3 >= BUILT_RATIO * job->model_needed_in3;
}

static int result_is_short(const struct status_job *job)
{
    return job->model_needed_in3 > 0 && job->model_used_in3 < SHORT_RATIO * job->model_needed_in3;
}

enum history_result history_verdict(const struct status_job *job, enum state state, enum history_source *source)
{
    enum history_result word = history_result_of_word(job->completion_status);
    int is_built = state == STATE_PART_WAITING && result_is_full(job);

    *source = SOURCE_NONE;
    if (word == RESULT_COMPLETED || word == RESULT_CANCELLED || word == RESULT_FAILED) {
        if (word == RESULT_COMPLETED ? result_is_short(job) : is_built)
            return RESULT_UNKNOWN;
        *source = SOURCE_PRINTER;
        return word;
    }
    /* A part that waits may be one that was cancelled at nine tenths and has to be taken out all the same. A word that nobody
     * knows tells nothing, for or against. */
    if (is_built) {
        *source = SOURCE_INFERRED;
        return RESULT_COMPLETED;
    }
    return RESULT_UNKNOWN;
}

/* Only where the printer itself says that the job has ended: an error can be overcome, and what comes then is a story of its
 * own. And only by its first word on it: later ones tell of somebody who came. */
static enum history_result result_of_stop(const struct status_job *job, enum state old_state, const char *status_text)
{
    if (!(job->end_time > 0) || !state_is_busy(old_state))
        return RESULT_UNKNOWN;
    if (strcasecmp(status_text, "Build Error") == 0)
        return RESULT_FAILED;
    /* Somebody paused it, and then it was stopped. Without the pause it may have stopped by itself. */
    if (strcasecmp(status_text, "Build Stopped") == 0 && old_state == STATE_PAUSED)
        return RESULT_CANCELLED;
    return RESULT_UNKNOWN;
}

enum history_result history_verdict_of_stop(const struct status_job *job, enum state old_state, enum state state,
                                            const char *status_text, enum history_source *source)
{
    enum history_result result = history_verdict(job, state, source);

    if (result != RESULT_UNKNOWN || history_result_of_word(job->completion_status) != RESULT_RUNNING)
        return result;
    result = result_of_stop(job, old_state, status_text);
    *source = result == RESULT_UNKNOWN ? SOURCE_NONE : SOURCE_INFERRED;
    return result;
}
