/* Random numbers that depend on nothing but what they are made of. */
#ifndef RNG_H
#define RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
    uint64_t state;
};

/* A stream of its own for each triple: the same triple always gives the same numbers. */
struct rng rng_of(uint64_t seed, uint64_t printer, uint64_t subject);

uint64_t rng_next(struct rng *rng);

/* 0 <= x < 1. */
double rng_unit(struct rng *rng);

/* lowest <= x < highest. */
double rng_real(struct rng *rng, double lowest, double highest);

/* lowest <= x <= highest. */
int64_t rng_between(struct rng *rng, int64_t lowest, int64_t highest);

bool rng_chance(struct rng *rng, double probability);

/* Time until something that happens once in mean_s on average, at most six times that. */
int64_t rng_wait_s(struct rng *rng, double mean_s);

#endif
