#include "job.h"

#include "calendar.h"
#include "rng.h"

#include <math.h>

enum { SUBJECT_JOB = 0x10000000 };

static int64_t draw_actual_s(struct rng *rng)
{
    /* The product of two even draws in the exponent: many jobs of some hours, few of days. */
    double first = rng_real(rng, 0, 4.2), hours = 0.25 * exp2(first + rng_real(rng, 0, 3.6));
    return (int64_t)(hours * HOUR_S) + rng_between(rng, 0, 599);
}

static void draw_fate(struct rng *rng, struct job *job)
{
    static const struct {
        double below;
        enum job_fate fate;
    } fates[] = {
        {0.02,  FATE_WITHDRAWN        },
        {0.035, FATE_CANCELLED_WARMING},
        {0.08,  FATE_CANCELLED        },
        {0.12,  FATE_FAILED           }
    };
    double lot = rng_unit(rng);
    job->fate = FATE_COMPLETE;
    for (size_t i = sizeof fates / sizeof *fates; i-- > 0;)
        if (lot < fates[i].below)
            job->fate = fates[i].fate;
    job->fate_s = (int64_t)((double)job->actual_s * rng_real(rng, 0.01, 0.995));
    job->pause_s = rng_chance(rng, 0.09) ? (int64_t)((double)job->actual_s * rng_real(rng, 0.05, 0.95)) : -1;
}

static void draw_shape(struct rng *rng, struct job *job, const struct family *family)
{
    double hours = (double)job->actual_s / HOUR_S;
    job->needed_in3[SIDE_MODEL] = 0.05 + hours * rng_real(rng, 0.3, 1.1);
    job->needed_in3[SIDE_SUPPORT] = job->needed_in3[SIDE_MODEL] * rng_real(rng, 0.05, 0.6);
    job->slice_in = rng_chance(rng, 0.7) ? 0.01 : 0.007;
    for (int i = 0; i < 3; i++) {
        job->low_in[i] = rng_real(rng, 0.01, 0.4) * (i < 2 ? 1 : 0.03);
        job->high_in[i] =
            job->low_in[i] + (family->size_in[i] - 0.8) * rng_real(rng, 0.1, 1) * fmin(1, 0.2 + hours / 20);
    }
    job->layers = 2 + (int64_t)((job->high_in[2] - job->low_in[2]) / job->slice_in);
}

struct job job_draw(uint64_t seed, uint64_t printer, uint64_t number, const struct family *family)
{
    struct rng rng = rng_of(seed, printer, SUBJECT_JOB + number);
    struct job job = {.number = number, .file = number, .run = 1, .actual_s = draw_actual_s(&rng)};
    double error = rng_real(&rng, -0.22, 0.3);
    job.estimated_s = (int64_t)((double)job.actual_s * (1 + error * rng_unit(&rng)));
    draw_fate(&rng, &job);
    draw_shape(&rng, &job, family);
    return job;
}

static double progress(const struct job *job, int64_t build_s)
{
    return build_s >= job->actual_s ? 1 : (double)build_s / (double)job->actual_s;
}

double job_used_in3(const struct job *job, enum family_side side, int64_t build_s)
{
    double p = progress(job, build_s);
    /* Most of the support is built before half of the model is. */
    return job->needed_in3[side] * (side == SIDE_MODEL ? p : p * (2 - p));
}

int64_t job_used_up_s(const struct job *job, enum family_side side, double used_in3)
{
    double part = used_in3 / job->needed_in3[side];
    if (part >= 1)
        return job->actual_s + 1;
    return (int64_t)((double)job->actual_s * (side == SIDE_MODEL ? part : 1 - sqrt(1 - part))) + 1;
}

int64_t job_layer(const struct job *job, int64_t build_s)
{
    double p = progress(job, build_s);
    return 1 + (int64_t)((double)(job->layers - 1) * p * (0.4 + 0.6 * p));
}

const char *job_result_name(enum job_result result)
{
    static const char *const names[] = {NULL, "completed", "cancelled", "failed"};
    return names[result];
}
