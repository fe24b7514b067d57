/* The runs of jobs: when they began and ended, what they spent. */
#include "history_internal.h"
#include "utf8.h"
#include <math.h>
#include <string.h>

enum {
    RUN_TREMBLE_S = 2,         /* both clocks tick in whole seconds */
    RUN_OLDEST_S = 366 * 86400 /* an older time is one of a clock that was not set */
};

static int run_is_current(const struct history_run *run)
{
    return run->phase == RUN_WAITING || run->phase == RUN_BUSY || run->phase == RUN_ENDED;
}

/* ---- what is kept ------------------------------------------------------------------------------------------------ */

/* The place of the printer's run among the changes: where it is already, else a new one. SIZE_MAX where there is none
 * left. */
static size_t run_place(struct history_changes *changes)
{
    for (size_t i = 0; i < changes->run_count; i++)
        if (changes->runs[i].is_of_printer)
            return i;
    if (changes->run_count == HISTORY_RUNS_MAX)
        return SIZE_MAX;
    changes->runs[changes->run_count] = (struct history_run_change){.is_of_printer = 1};
    return changes->run_count++;
}

static void run_use(struct history_changes *changes, size_t index, struct history_run *run, enum history_kind kind,
                    int64_t at)
{
    double used_in3 = run->used_in3[kind] - (isnan(run->kept_used_in3[kind]) ? 0 : run->kept_used_in3[kind]);

    if (!(used_in3 > 0) || changes->use_count == HISTORY_USES_MAX)
        return;
    struct history_use *use = &changes->uses[changes->use_count++];
    *use = (struct history_use){.run = index, .kind = kind, .used_in3 = used_in3, .from_at = run->used_at, .to_at = at};
    memcpy(use->material, run->material[kind], sizeof use->material);
    run->kept_used_in3[kind] = run->used_in3[kind];
}

/* Keeps the run as it is, with what it used since it was kept last until used_until_at. job: its texts, or NULL. */
static size_t run_keep_until(struct history_step *step, const struct status_job *job, int64_t used_until_at)
{
    struct history_run *run = &step->printer->run;
    size_t index = run_place(step->changes);

    if (index == SIZE_MAX)
        return index;
    if (used_until_at < run->used_at)
        used_until_at = run->used_at;
    for (enum history_kind kind = 0; kind < HISTORY_KINDS; kind++)
        run_use(step->changes, index, run, kind, used_until_at);
    if (job)
        step->changes->runs[index].job = job;
    step->changes->runs[index].run = *run;
    return index;
}

static size_t run_keep(struct history_step *step, const struct status_job *job)
{
    struct history_run *run = &step->printer->run;
    size_t index = run_keep_until(step, job, run->ended_at > 0 ? run->ended_at : step->at);

    run->used_at = step->at;
    return index;
}

/* Counts the time until until_at as spent in the printer's present state. */
static void run_count(struct history_printer *printer, int64_t until_at)
{
    struct history_run *run = &printer->run;
    double spent_s = (double)(until_at - run->counted_at);

    if (until_at <= run->counted_at)
        return;
    if (run->phase == RUN_BUSY && printer->state == STATE_PREPARING)
        run->preparing_s += spent_s;
    if (run->phase == RUN_BUSY && printer->state == STATE_PAUSED)
        run->paused_s += spent_s;
    run->counted_at = until_at;
}

void history_run_pause(struct history_step *step, int64_t until_at)
{
    struct history_run *run = &step->printer->run;

    if (!run_is_current(run))
        return;
    run_count(step->printer, until_at);
    run_keep_until(step, NULL, run->seen_at);
    if (run->used_at < run->seen_at)
        run->used_at = run->seen_at;
}

/* ---- beginning --------------------------------------------------------------------------------------------------- */

/* A time of the printer's clock on the server's, not after now; 0 where there is none that can be. */
static int64_t run_time_at(const struct history_step *step, double printer_s)
{
    double placed_at = status_time_at(step->poll->status, printer_s, (double)step->poll->at);

    if (!(placed_at > (double)(step->at - RUN_OLDEST_S)) || placed_at <= 0)
        return 0;
    return placed_at > (double)step->at ? step->at : (int64_t)placed_at;
}

/* What the last answer did not show lies after it. */
static int64_t run_bound(const struct history_step *step, int64_t time_at)
{
    const struct history_run *run = &step->printer->run;

    if (time_at < step->seen_at)
        time_at = step->seen_at;
    if (time_at < run->known_before_at)
        time_at = run->known_before_at;
    return time_at > step->at ? step->at : time_at;
}

static void run_take_identity(struct history_step *step, const struct status_job *job, int number)
{
    struct history_run *run = &step->printer->run;
    struct history_time submitted = {job->submit_time, run_time_at(step, job->submit_time)};

    for (size_t i = 0; i < step->changes->run_count; i++)
        step->changes->runs[i].is_of_printer = 0;
    /* All runs of a job were submitted at the same moment, whatever clock was set between them. */
    if (number > 1)
        submitted = run->submitted;
    *run = (struct history_run){.phase = RUN_WAITING,
                                .job_id = job->job_id,
                                .run = number,
                                .first_seen_at = step->at,
                                .seen_at = step->seen_at,
                                .counted_at = step->at,
                                .used_at = step->at,
                                .known_before_at = step->seen_at,
                                .is_begin_watched = !step->was_unseen};
    history_job_name(job, run->job_name);
    run->submitted = submitted;
    run->started.printer_s = run->preparing_s = NAN;
    run->estimated_s = run->build_s = run->layers_total = NAN;
    for (enum history_kind kind = 0; kind < HISTORY_KINDS; kind++)
        run->needed_in3[kind] = run->used_in3[kind] = run->kept_used_in3[kind] = NAN;
}

/* What is missing in a text is as it was; what a printer has counted does not shrink. */
static void run_take_material(struct history_run *run, enum history_kind kind, const char *material, double needed_in3,
                              double used_in3)
{
    if (material && material[0])
        utf8_line(material, run->material[kind], sizeof run->material[kind]);
    if (needed_in3 >= 0)
        run->needed_in3[kind] = needed_in3;
    if (used_in3 >= 0)
        run->used_in3[kind] = fmax(run->used_in3[kind], used_in3);
}

static void run_take_figures(struct history_run *run, const struct status_job *job)
{
    /* A printer that has set its figures back says nothing of the build any more. */
    if (job->build_s < run->build_s - HISTORY_ROUNDED_S)
        return;
    if (job->estimated_s > 0)
        run->estimated_s = job->estimated_s;
    if (job->layers_total > 0)
        run->layers_total = job->layers_total;
    if (job->build_s >= 0)
        run->build_s = fmax(run->build_s, job->build_s);
    run_take_material(run, HISTORY_MODEL, job->model_material, job->model_needed_in3, job->model_used_in3);
    run_take_material(run, HISTORY_SUPPORT, job->support_material, job->support_needed_in3, job->support_used_in3);
}

/* A start that is written anew when a clock is set is the same moment. */
static void run_take_start(struct history_step *step, const struct status_job *job)
{
    struct history_run *run = &step->printer->run;
    int was_known = run->started.printer_s > 0;

    if (!(job->start_time > 0))
        return;
    run->started.printer_s = job->start_time;
    /* By which clock it started, before that was set or after, nobody saw. */
    if (was_known || run->ended_at > 0 || (step->was_unseen && step->is_clock_set))
        return;
    run->started.at = run_time_at(step, job->start_time);
    if (run->started.at > 0)
        run->started.at = run_bound(step, run->started.at);
}

/* Its beginning was seen by nobody. */
static void run_begin_unseen(struct history_step *step)
{
    struct history_run *run = &step->printer->run;

    run->counted_at = run->used_at = step->at;
    if (run->started.at > 0)
        run->counted_at = run->used_at = run->started.at;
    else
        run->unobserved_s = NAN;
    if (run->started.at == 0 && step->seen_at > 0)
        run->used_at = step->seen_at;
}

/* The operator has started it. */
static void run_set_busy(struct history_step *step)
{
    struct history_run *run = &step->printer->run;
    int is_watched = !step->was_unseen && (run->is_begin_watched || run->first_seen_at < step->at);

    run->phase = RUN_BUSY;
    if (is_watched) {
        run->begun_at = run->started.at > 0 ? run->started.at : step->at;
        if (run->begun_at < run->submitted.at)
            run->begun_at = run->submitted.at;
        run->preparing_s = 0;
        run->counted_at = run->used_at = step->at;
    } else {
        run_begin_unseen(step);
    }
    history_spool_begin(step->printer);
}

static int run_is_begun(const struct history_step *step, const struct status_job *job)
{
    enum state state = step->printer->state;

    return state_is_busy(state) || state == STATE_PART_WAITING || job->start_time > 0 || job->build_s > 0;
}

/* ---- ending ------------------------------------------------------------------------------------------------------ */

static void run_tell_end(struct history_step *step, size_t index)
{
    const struct history_run *run = &step->printer->run;
    char duration[HISTORY_DURATION_BYTES];
    const char *result = history_result_name(run->result);

    if (run->result == RESULT_UNKNOWN)
        result = "it is over; how it ended is unknown";
    if (run->build_s > 0)
        history_tell(step, EVENT_JOB_ENDED, index, "%s, built for %s", result,
                     history_duration((int64_t)run->build_s, duration));
    else
        history_tell(step, EVENT_JOB_ENDED, index, "%s", result);
}

/* What was built since it was seen last. build_before_s: what was built by then. */
static double run_built_s(const struct history_run *run, double build_before_s)
{
    double built_s = run->build_s - (isnan(build_before_s) ? 0 : build_before_s);
    return built_s > 0 ? built_s : 0;
}

/* The earliest moment at which it can have ended in a time that nobody watched; now where nothing is known. */
static int64_t run_earliest_end(const struct history_step *step, double build_before_s)
{
    const struct history_run *run = &step->printer->run;
    int64_t end_at = run->seen_at + (int64_t)run_built_s(run, build_before_s);
    int64_t built_at = run->started.at + (int64_t)run_built_s(run, 0);

    if (run->started.at > 0 && built_at > end_at)
        end_at = built_at;
    return step->seen_at == 0 && run->started.at == 0 ? step->at : run_bound(step, end_at);
}

/* When it ended: by the printer's own time, since it lies idle, or now. Since it stood still, or within a time that nobody
 * watched, it may have been at any moment: the earliest one, and how long that time was. */
static void run_set_end(struct history_step *step, double end_printer_s, double build_before_s)
{
    struct history_run *run = &step->printer->run;
    int64_t end_at = step->is_clock_set ? 0 : run_time_at(step, end_printer_s);

    /* It went on when nobody looked. */
    if (run_built_s(run, build_before_s) > HISTORY_ROUNDED_S)
        run->stopped_at = run->ended_unseen_s = 0;
    if (end_at > 0 && end_at >= step->seen_at - RUN_TREMBLE_S) {
        run->ended_at = run_bound(step, end_at);
        run->ended_unseen_s = 0;
    } else if (run->stopped_at > 0) {
        run->ended_at = run->stopped_at;
        if (step->old_state != STATE_IDLE)
            run->ended_unseen_s = step->at - run->ended_at;
    } else {
        run->ended_at = step->was_unseen ? run_earliest_end(step, build_before_s) : step->at;
        run->ended_unseen_s = step->at - run->ended_at;
    }
    int64_t first_at = run->started.at > run->begun_at ? run->started.at : run->begun_at;
    if (run->ended_at < first_at) {
        int64_t later_s = first_at - run->ended_at;
        run->ended_at = first_at;
        run->ended_unseen_s = run->ended_unseen_s > later_s ? run->ended_unseen_s - later_s : 0;
    }
}

static int64_t run_first_of(int64_t one, int64_t other, int64_t none)
{
    return one > 0 ? one : other > 0 ? other : none;
}

/* Of the time since the last answer, what lies between its start and its end. */
static double run_unseen_s(const struct history_step *step)
{
    const struct history_run *run = &step->printer->run;
    int64_t from_at = run->counted_at > run->started.at ? run->counted_at : run->started.at;
    int64_t until_at = run_first_of(run->ended_at, run->stopped_at, step->at);

    return step->printer->state == STATE_PREPARING || until_at < from_at ? 0 : (double)(until_at - from_at);
}

/* What went by unseen since the last answer, of a run that had begun. */
static void run_take_unseen(struct history_step *step, double build_before_s)
{
    struct history_run *run = &step->printer->run;
    double unseen_s = run_unseen_s(step);
    double built_s = run_built_s(run, build_before_s);

    if (!step->was_unseen)
        return;
    run->unobserved_s += unseen_s;
    if (!isnan(run->unobserved_s))
        built_s = fmin(built_s, unseen_s);
    run->unobserved_build_s += built_s;
    history_add_unseen_build(step, built_s);
    run->counted_at = step->at;
}

/* Whether the printer says that the job at hand is over. Not while it works: a final word may be left from before, as may an
 * end that lies before its start: by the server's clock, for the printer's may have been set in between. */
static int run_is_over(const struct history_step *step, const struct status_job *job)
{
    enum history_result word = history_result_of_word(job->completion_status);
    double end_at = status_time_at(step->poll->status, job->end_time, (double)step->poll->at);
    double start_at = (double)(step->printer->run.started.at - RUN_TREMBLE_S);

    if (state_is_busy(step->printer->state))
        return 0;
    return step->printer->state == STATE_PART_WAITING || (end_at <= (double)step->poll->at && end_at >= start_at) ||
           (word != RESULT_RUNNING && word != RESULT_UNKNOWN);
}

/* It goes on after it stood still, or was taken for ended: what nobody saw until then was its own time. */
static void run_unstop(struct history_run *run)
{
    run->unobserved_s += (double)run->ended_unseen_s;
    run->ended_unseen_s = run->stopped_at = 0;
}

/* It stands still in an error, or lies there idle: the end, unless it goes on. */
static void run_see_stop(struct history_step *step, double build_before_s)
{
    struct history_run *run = &step->printer->run;
    enum state state = step->printer->state;

    if (state_is_busy(state))
        run_unstop(run);
    if (state != STATE_ERROR && state != STATE_IDLE)
        return;
    if (run->stopped_at == 0) {
        run->stopped_at = step->was_unseen ? run_earliest_end(step, build_before_s) : step->at;
        run->ended_unseen_s = step->at - run->stopped_at;
    }
}

/* It began and ended since the last answer, by a clock that was not set meanwhile. */
static int run_is_within(const struct history_step *step, const struct status_job *job)
{
    const struct history_poll *poll = step->poll;
    double start_at = status_time_at(poll->status, job->start_time, (double)poll->at);
    double end_at = status_time_at(poll->status, job->end_time, (double)poll->at);
    double seen_at = (double)step->printer->answered_at;

    if (step->is_clock_set || step->seen_at == 0 || !(job->build_s > 0))
        return 0;
    return start_at >= seen_at - RUN_TREMBLE_S && end_at > seen_at && end_at <= (double)poll->at &&
           start_at <= end_at && job->build_s <= end_at - start_at + RUN_TREMBLE_S;
}

/* The printer's last words on a job that is no longer its current one. A hint: only with the very same start, or one that
 * nobody can have seen. */
static const struct status_job *run_last_words(const struct history_step *step)
{
    const struct history_run *run = &step->printer->run;
    const struct status_job *previous = &step->poll->status->previous;

    if (!history_job_is_of(run, previous, 0) || !(previous->start_time > 0))
        return NULL;
    if (run->started.printer_s > 0)
        return previous->start_time == run->started.printer_s ? previous : NULL;
    return run_is_within(step, previous) ? previous : NULL;
}

/* Without last words it may have been anything, whatever it stood in. */
static void run_judge_gone(struct history_run *run, const struct status_job *last_words)
{
    run->result = RESULT_UNKNOWN;
    run->source = SOURCE_NONE;
    if (last_words)
        run->result = history_verdict(last_words, STATE_IDLE, &run->source);
}

/* It left while it was waiting or busy. */
static void run_break_off(struct history_step *step, const struct status_job *last_words, double build_before_s)
{
    struct history_run *run = &step->printer->run;

    run_set_end(step, last_words ? last_words->end_time : NAN, build_before_s);
    if (run->phase == RUN_BUSY)
        run_take_unseen(step, build_before_s);
}

/* The printer's current job is no longer this one. */
static void run_leave(struct history_step *step)
{
    struct history_run *run = &step->printer->run;
    const struct status_job *last_words = run_last_words(step);
    double build_before_s = run->build_s;

    if (last_words) {
        run_take_start(step, last_words);
        run_take_figures(run, last_words);
    }
    if (last_words && run->phase == RUN_WAITING)
        run_set_busy(step);
    enum history_phase was = run->phase;
    enum history_result result_before = run->result;
    if (was == RUN_ENDED && run->unloaded_at == 0 && step->old_state == STATE_PART_WAITING && !step->was_unseen)
        run->unloaded_at = step->at;
    if (was != RUN_ENDED)
        run_break_off(step, last_words, build_before_s);
    if (was != RUN_ENDED || run->result == RESULT_UNKNOWN)
        run_judge_gone(run, last_words);
    run->phase = RUN_GONE;
    size_t index = run_keep(step, NULL);
    if (was == RUN_BUSY || (was == RUN_ENDED && run->result != result_before))
        run_tell_end(step, index);
    /* After a gap the spools tell also of what nobody saw. */
    if (was == RUN_BUSY && !step->was_unseen)
        history_spool_agree(step, run, index);
}

/* ---- a job that nobody saw --------------------------------------------------------------------------------------- */

/* previousJob tells of a job that began and ended since the last answer. It is a hint: on some machines it never ran, on
 * others it is an old one. */
static void run_take_missed(struct history_step *step)
{
    const struct status *status = step->poll->status;
    const struct status_job *job = &status->previous;
    struct history_run *run = &step->printer->run;

    if (!status_has_job(job) || history_job_is_of(run, job, 0) || history_job_is_both(job, &status->current) ||
        !run_is_within(step, job))
        return;
    run_take_identity(step, job, 1);
    run_take_start(step, job);
    run_take_figures(run, job);
    run->phase = RUN_GONE;
    run->ended_at = run_bound(step, run_time_at(step, job->end_time));
    run->result = history_verdict(job, STATE_IDLE, &run->source);
    run->used_at = run->started.at;
    if (step->was_unseen) {
        run->unobserved_s = (double)(run->ended_at - run->started.at);
        run->unobserved_build_s = run->build_s;
        history_add_unseen_build(step, run->build_s);
    }
    history_tell(step, EVENT_JOB_ENDED, run_keep(step, job), "it began and ended while nobody looked");
}

/* ---- one answer -------------------------------------------------------------------------------------------------- */

/* It goes on after it was taken for ended, or for gone. */
static void run_reopen(struct history_step *step)
{
    struct history_run *run = &step->printer->run;

    run->phase = run->begun_at > 0 || run->started.printer_s > 0 || run->build_s > 0 ? RUN_BUSY : RUN_WAITING;
    run->result = RESULT_RUNNING;
    run->source = SOURCE_NONE;
    run->ended_at = run->unloaded_at = 0;
    run->counted_at = step->at;
    /* It was watched as it stood still. */
    if (run->stopped_at > 0)
        run->ended_unseen_s = 0;
    run_unstop(run);
}

/* It is the current job once more, after a text without it. */
static void run_come_back(struct history_step *step)
{
    struct history_run *run = &step->printer->run;
    enum state state = step->printer->state;
    int has_begun = run->begun_at > 0 || run->started.printer_s > 0 || run->build_s > 0;

    if (has_begun && (run->result != RESULT_UNKNOWN || state == STATE_IDLE || state == STATE_PART_WAITING))
        run->phase = RUN_ENDED;
    else
        run_reopen(step);
}

static void run_see_ended(struct history_step *step, const struct status_job *job)
{
    struct history_run *run = &step->printer->run;

    if (state_is_busy(step->printer->state)) {
        run_reopen(step);
        return;
    }
    if (run->unloaded_at == 0 && step->old_state == STATE_PART_WAITING && step->printer->state != STATE_PART_WAITING &&
        !step->was_unseen)
        run->unloaded_at = step->at;
    if (run->result != RESULT_UNKNOWN)
        return;
    run->result = history_verdict(job, step->printer->state, &run->source);
    if (run->result != RESULT_UNKNOWN)
        run_tell_end(step, run_keep(step, NULL));
}

/* Of a run that goes on, or has ended just now. */
static void run_see_busy(struct history_step *step, const struct status_job *job, double build_before_s)
{
    struct history_run *run = &step->printer->run;

    if (!run_is_over(step, job)) {
        run_see_stop(step, build_before_s);
        run_take_unseen(step, build_before_s);
        return;
    }
    run_set_end(step, job->end_time, build_before_s);
    run_take_unseen(step, build_before_s);
    run->phase = RUN_ENDED;
    enum state old_state = step->was_unseen ? STATE_UNOBSERVED : step->old_state;
    run->result = history_verdict_of_stop(job, old_state, step->printer->state, step->printer->status_text, &run->source);
    size_t index = run_keep(step, NULL);
    run_tell_end(step, index);
    history_spool_agree(step, run, index);
}

/* What was used until now was of the old material. */
static int run_material_changes(const struct history_run *run, const struct status_job *job)
{
    const char *const materials[HISTORY_KINDS] = {job->model_material, job->support_material};
    char line[HISTORY_SHORT_BYTES];

    for (enum history_kind kind = 0; kind < HISTORY_KINDS; kind++)
        if (run->phase == RUN_BUSY && run->material[kind][0] && materials[kind] && materials[kind][0] &&
            strcmp(run->material[kind], utf8_line(materials[kind], line, sizeof line)) != 0)
            return 1;
    return 0;
}

static void run_take_answer(struct history_step *step, const struct status_job *job)
{
    struct history_run *run = &step->printer->run;
    char name[HISTORY_TEXT_BYTES];

    if (run_material_changes(run, job))
        run_keep(step, NULL);
    if (strlen(history_job_name(job, name)) > strlen(run->job_name))
        memcpy(run->job_name, name, sizeof run->job_name);
    run_take_start(step, job);
    run_take_figures(run, job);
}

static void run_go_on(struct history_step *step)
{
    struct history_run *run = &step->printer->run;
    const struct status_job *job = &step->poll->status->current;
    double build_before_s = run->build_s;
    enum history_phase was = run->phase;
    int is_new = run->first_seen_at == step->at;
    int is_damaged = step->poll->status->document->damage_count > 0;

    run_take_answer(step, job);
    if (run->phase == RUN_WAITING && run_is_begun(step, job)) {
        run_set_busy(step);
        history_tell(step, EVENT_JOB_BEGAN, run_place(step->changes),
                     run->begun_at > 0 ? "it begins" : "it is under way; its beginning was not seen");
    }
    if (run->phase == RUN_BUSY)
        run_see_busy(step, job, build_before_s);
    else if (run->phase == RUN_ENDED)
        run_see_ended(step, job);
    run->seen_at = step->at;
    /* A damaged text may hold half of the texts that are known. */
    if (step->changes->sample_is_due || step->changes->state_changed || run->phase != was || is_new)
        run_keep(step, is_damaged && !is_new ? NULL : job);
}

/* A text that does not tell of the job tells of the time. */
static void run_see_nothing(struct history_step *step)
{
    struct history_run *run = &step->printer->run;

    if (run->phase == RUN_BUSY && step->was_unseen)
        run_take_unseen(step, run->build_s);
}

void history_run_step(struct history_step *step)
{
    struct history_run *run = &step->printer->run;
    const struct status *status = step->poll->status;
    const struct status_job *job = &status->current;

    if (!history_job_is_told(status)) {
        run_see_nothing(step);
        return;
    }
    int is_same = history_job_is_of(run, job, status->document->damage_count > 0) && !history_job_is_again(step);
    if (is_same && run->phase == RUN_GONE)
        run_come_back(step);
    if (!is_same && run_is_current(run))
        run_leave(step);
    if (!is_same)
        run_take_missed(step);
    if (!status_has_job(job))
        return;
    if (!is_same)
        run_take_identity(step, job, history_job_is_of(run, job, 0) ? run->run + 1 : 1);
    run_go_on(step);
}
