#include "rng.h"

#include <math.h>

enum { WAIT_MEANS_MAX = 6 };

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

struct rng rng_of(uint64_t seed, uint64_t printer, uint64_t subject)
{
    const uint64_t odd = 0x9e3779b97f4a7c15u;
    return (struct rng){mix(mix(mix(seed + odd) + printer * odd) + subject * odd)};
}

uint64_t rng_next(struct rng *rng)
{
    rng->state += 0x9e3779b97f4a7c15u;
    return mix(rng->state);
}

double rng_unit(struct rng *rng)
{
    return (double)(rng_next(rng) >> 11) * 0x1p-53;
}

double rng_real(struct rng *rng, double lowest, double highest)
{
    return lowest + rng_unit(rng) * (highest - lowest);
}

int64_t rng_between(struct rng *rng, int64_t lowest, int64_t highest)
{
    return lowest + (int64_t)(rng_next(rng) % (uint64_t)(highest - lowest + 1));
}

bool rng_chance(struct rng *rng, double probability)
{
    return rng_unit(rng) < probability;
}

int64_t rng_wait_s(struct rng *rng, double mean_s)
{
    double means = -log(1 - rng_unit(rng));
    return (int64_t)(mean_s * (means < WAIT_MEANS_MAX ? means : WAIT_MEANS_MAX));
}
