#include "progress.h"
#include <math.h>

/* A share only means something against a positive whole; what goes beyond the whole says that the whole was wrong. */
static double progress_ratio(double part, double whole)
{
    if (!(part >= 0) || !(whole > 0))
        return NAN;
    return part / whole < 1 ? part / whole : 1;
}

static int progress_layers_are_fresh(const struct status_job *job)
{
    return job->build_s >= PROGRESS_STALE_LAYER_S;
}

static void progress_choose(struct progress *p, const struct status_job *job)
{
    const struct {
        const char *source;
        double ratio;
        int usable;
    } measures[] = {
        {"time",           p->time_ratio,  p->time_ratio < 1                                   },
        {"model_material", p->model_ratio, p->model_ratio < 1                                  },
        {"layers",         p->layer_ratio, p->layer_ratio < 1 && progress_layers_are_fresh(job)},
    };
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (measures[i].usable) {
            p->best_ratio = measures[i].ratio;
            p->best_source = measures[i].source;
            return;
        }
}

struct progress progress_of(const struct status *status, enum state state)
{
    const struct status_job *job = &status->current;
    struct progress p = {NAN, NAN, NAN, NAN, NAN, NULL, NAN};

    if (!status_has_job(job))
        return p;
    p.time_ratio = progress_ratio(job->build_s, job->estimated_s);
    p.layer_ratio = progress_ratio(job->layer, job->layers_total);
    p.model_ratio = progress_ratio(job->model_used_in3, job->model_needed_in3);
    p.support_ratio = progress_ratio(job->support_used_in3, job->support_needed_in3);
    if (state == STATE_PART_WAITING) {
        p.best_ratio = 1;
        p.best_source = "state";
        return p;
    }
    progress_choose(&p, job);
    if (state == STATE_BUILDING && p.time_ratio < 1)
        p.remaining_s = job->estimated_s - job->build_s;
    return p;
}
