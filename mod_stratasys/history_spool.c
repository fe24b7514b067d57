/* The spools: which lie in the printer, what is left on them, and whether that agrees with what the jobs say. */
#include "history_internal.h"
#include "utf8.h"
#include <math.h>
#include <string.h>

/* What a reading trembles by is far less than a fiftieth of a full spool; more than that is a fuller spool. */
#define SPOOL_RISE_RATIO    0.02
#define SPOOL_LOW_RATIO     0.1
#define SPOOL_DIFFERS_RATIO 0.02
#define SPOOL_DIFFERS_IN3   0.05

static void spool_change(struct history_step *step, size_t place, int what, const struct history_spool *spool)
{
    struct history_changes *changes = step->changes;

    if (changes->spool_count == HISTORY_SPOOL_CHANGES_MAX)
        return;
    struct history_spool_change *change = &changes->spools[changes->spool_count++];
    change->place = place;
    change->what = what;
    change->spool = *spool;
    change->at = step->at;
}

static int spool_is_here(const struct status_spool *spool)
{
    return spool->material && spool->material[0] && spool->is_loaded != 0;
}

static void spool_text(char out[HISTORY_SHORT_BYTES], const char *text)
{
    utf8_line(text ? text : "", out, HISTORY_SHORT_BYTES);
}

static struct history_spool spool_of(const struct status_spool *spool, int64_t at)
{
    struct history_spool taken = {.is_here = spool_is_here(spool), .bay = spool->bay, .loaded_at = at};

    spool_text(taken.kind, spool->kind);
    spool_text(taken.material, spool->material);
    spool_text(taken.serial, spool->serial);
    taken.initial_in3 = spool->initial_in3;
    taken.loaded_in3 = taken.left_in3 = taken.kept_left_in3 = spool->left_in3;
    return taken;
}

/* Another serial or material, or more on it than there was. */
static int spool_is_other(const struct history_spool *known, const struct history_spool *now)
{
    if (strcmp(known->material, now->material) != 0)
        return 1;
    if (known->serial[0] && now->serial[0] && strcmp(known->serial, now->serial) != 0)
        return 1;
    return now->left_in3 > known->left_in3 + SPOOL_RISE_RATIO * (now->initial_in3 > 0 ? now->initial_in3 : 1);
}

/* A job says P430, its spool P430_BLK: the same by prefix. */
static int spool_is_of_job(const struct history_spool *spool, const struct history_run *run, enum history_kind kind)
{
    size_t length = strlen(run->material[kind]);

    return strcmp(spool->kind, history_kind_name(kind)) == 0 &&
           strncmp(spool->material, run->material[kind], length) == 0;
}

/* What is not there loses nothing: then nothing can be compared. */
void history_spool_begin(struct history_printer *printer)
{
    struct history_run *run = &printer->run;

    for (enum history_kind kind = 0; kind < HISTORY_KINDS; kind++) {
        run->spool_used_in3[kind] = NAN;
        for (size_t i = 0; i < printer->spool_count; i++)
            if (printer->spools[i].is_here && spool_is_of_job(&printer->spools[i], run, kind))
                run->spool_used_in3[kind] = run->used_in3[kind];
    }
}

/* Only while the run's job tells what it used, too: what it used after it was seen last, no one can compare. */
static void spool_lose(struct history_step *step, const struct history_spool *known, double left_in3)
{
    struct history_run *run = &step->printer->run;
    const struct status *status = step->poll->status;

    if (!history_job_is_of(run, &status->current, status->document->damage_count > 0))
        return;
    for (enum history_kind kind = 0; kind < HISTORY_KINDS; kind++)
        if (run->phase == RUN_BUSY && known->left_in3 > left_in3 && spool_is_of_job(known, run, kind))
            run->spool_used_in3[kind] += known->left_in3 - left_in3;
}

static void spool_tell_left(struct history_step *step, const struct history_spool *known, double left_in3)
{
    double low_in3 = SPOOL_LOW_RATIO * known->initial_in3;

    if (known->left_in3 > 0 && left_in3 <= 0)
        history_tell(step, EVENT_MATERIAL_OUT, SIZE_MAX, "%s is used up", known->material);
    else if (known->left_in3 > low_in3 && left_in3 <= low_in3)
        history_tell(step, EVENT_MATERIAL_LOW, SIZE_MAX, "%s: %.1f cubic inches are left", known->material, left_in3);
}

/* The spool that was there is there still. */
static void spool_go_on(struct history_step *step, size_t place, const struct history_spool *now)
{
    struct history_spool *known = &step->printer->spools[place];

    spool_tell_left(step, known, now->left_in3);
    spool_lose(step, known, now->left_in3);
    /* What a reading trembles by is not lost anew each time. */
    known->left_in3 = fmin(known->left_in3, now->left_in3);
    known->bay = now->bay;
    if (!(step->changes->sample_is_due || step->changes->state_changed) || isnan(known->left_in3) ||
        known->left_in3 == known->kept_left_in3)
        return;
    known->kept_left_in3 = known->left_in3;
    spool_change(step, place, SPOOL_LEFT, known);
}

static void spool_tell(struct history_step *step, const char *kind, const struct history_spool *spool, const char *end)
{
    if (isnan(spool->left_in3))
        history_tell(step, kind, SIZE_MAX, "%s", spool->material);
    else
        history_tell(step, kind, SIZE_MAX, "%s, %.1f cubic inches%s", spool->material, spool->left_in3, end);
}

/* What it lost after it was seen last nobody knows: then the comparison with the job is off. */
static void spool_remove(struct history_step *step, size_t place, int is_emptied_by_job)
{
    struct history_spool *known = &step->printer->spools[place];
    struct history_run *run = &step->printer->run;

    spool_change(step, place, SPOOL_REMOVED, known);
    spool_tell(step, EVENT_MATERIAL_REMOVED, known, " were left");
    for (enum history_kind kind = 0; kind < HISTORY_KINDS; kind++)
        if (run->phase == RUN_BUSY && (step->was_unseen || is_emptied_by_job) && spool_is_of_job(known, run, kind))
            run->spool_used_in3[kind] = NAN;
    *known = (struct history_spool){0};
}

static void spool_load(struct history_step *step, size_t place, const struct history_spool *now)
{
    step->printer->spools[place] = *now;
    spool_change(step, place, SPOOL_LOADED, now);
    spool_tell(step, EVENT_MATERIAL_LOADED, now, "");
}

static void spool_see(struct history_step *step, size_t place, const struct status_spool *spool)
{
    struct history_spool *known = &step->printer->spools[place];
    struct history_spool now = spool_of(spool, step->at);
    int was_here = known->is_here;

    if (was_here && now.is_here && !spool_is_other(known, &now)) {
        spool_go_on(step, place, &now);
        return;
    }
    if (was_here)
        spool_remove(step, place, state_is_busy(step->old_state) && step->old_state != STATE_PAUSED);
    if (now.is_here)
        spool_load(step, place, &now);
}

void history_spool_step(struct history_step *step)
{
    const struct status *status = step->poll->status;
    struct history_printer *printer = step->printer;

    /* A damaged text may have lost its spools. */
    if (status->document->damage_count > 0 && status->spool_count < printer->spool_count)
        return;
    for (size_t i = 0; i < status->spool_count; i++)
        spool_see(step, i, &status->spools[i]);
    for (size_t i = status->spool_count; i < printer->spool_count; i++)
        if (printer->spools[i].is_here)
            spool_remove(step, i, 0);
    printer->spool_count = status->spool_count;
}

void history_spool_agree(struct history_step *step, const struct history_run *run, size_t index)
{
    for (enum history_kind kind = 0; kind < HISTORY_KINDS; kind++) {
        double used_in3 = run->used_in3[kind], lost_in3 = run->spool_used_in3[kind];
        double allowed_in3 = SPOOL_DIFFERS_IN3 + SPOOL_DIFFERS_RATIO * used_in3;

        if (fabs(used_in3 - lost_in3) > allowed_in3)
            history_tell(step, EVENT_MATERIAL_DIFFERS, index,
                         "%s: the job says it used %.2f cubic inches, the spools lost %.2f", history_kind_name(kind),
                         used_in3, lost_in3);
    }
}
