/* When a sample is kept: something changed beyond what a reading trembles by, and the last one is old enough. */
#include "history_internal.h"
#include "progress.h"
#include <math.h>
#include <string.h>

#define SAMPLE_DEAD_BAND_C 1.0
#define SAMPLE_RESOLUTION  1e-4 /* of ratios and cubic inches, as they are kept */

static struct history_sample sample_of(const struct history_step *step)
{
    const struct status *status = step->poll->status;
    const struct status_job *job = &status->current;
    int has_job = status_has_job(job);
    struct history_sample sample = {
        .at = step->at,
        .temp_c = {status->model_temp_c,    status->support_temp_c, status->envelope_temp_c},
        .set_c = {status->model_set_c,                       status->support_set_c,                           status->envelope_set_c},
        .layer = has_job ? job->layer : NAN,
        .progress_ratio = progress_of(status, step->printer->state).best_ratio,
        .used_in3 = {has_job ? job->model_used_in3 : NAN, has_job ? job->support_used_in3 : NAN},
    };
    return sample;
}

static int sample_moved(double was, double now, double dead_band)
{
    if (isnan(was) || isnan(now))
        return isnan(was) != isnan(now);
    return fabs(was - now) > dead_band;
}

static int sample_is_other(const struct history_sample *was, const struct history_sample *now)
{
    for (int i = 0; i < HISTORY_HEATERS; i++)
        if (sample_moved(was->temp_c[i], now->temp_c[i], SAMPLE_DEAD_BAND_C) ||
            sample_moved(was->set_c[i], now->set_c[i], 0))
            return 1;
    for (enum history_kind kind = 0; kind < HISTORY_KINDS; kind++)
        if (sample_moved(was->used_in3[kind], now->used_in3[kind], SAMPLE_RESOLUTION / 2))
            return 1;
    return sample_moved(was->layer, now->layer, 0) ||
           sample_moved(was->progress_ratio, now->progress_ratio, SAMPLE_RESOLUTION / 2);
}

void history_sample_step(struct history_step *step)
{
    struct history_sample *last = &step->printer->sample;
    struct history_sample now = sample_of(step);

    if (last->at > 0 && (step->at - last->at < step->poll->sample_interval_s || !sample_is_other(last, &now)))
        return;
    *last = now;
    step->changes->sample_is_due = true;
}
