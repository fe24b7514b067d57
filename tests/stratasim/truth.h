/* What really happened, as JSON lines: for tests to hold a history against. Times are true Unix seconds. */
#ifndef TRUTH_H
#define TRUTH_H

#include "life.h"

#include <stdio.h>

/*
 * Writes all that lies or reaches into from_s <= t < to_s of one printer's life: its jobs, states and spools. What has
 * not ended at to_s has null for its end. Returns 0, or -1 without memory.
 *
 * A job has a line for each of its runs, from 1. submitted <= begun (homing begins) <= started <= ended <= unloaded (a
 * completed part is taken out), null where it did not happen; from started to ended it is built, paused, loading
 * material or halted (in error, or its door is open). file is the number of the first job made of the same file. fate
 * says in a word how it was to go. unloaded of a completed job is null while the part waits at to_s.
 */
int truth_write(FILE *file, uint64_t seed, uint64_t printer, const struct family *family, enum life_temper temper,
                int64_t from_s, int64_t to_s);

/* Follows a printer's life and appends each thing as it ends; a completed job when its part is taken out. */
struct truth;

/* NULL without memory. file stays the caller's. */
struct truth *truth_follow(FILE *file, uint64_t seed, uint64_t printer, const struct family *family,
                           enum life_temper temper, int64_t from_s);

/* Appends what ended until unix_s. */
void truth_advance(struct truth *truth, int64_t unix_s);
void truth_free(struct truth *truth);

/* The true state at unix_s as one line of JSON, without a newline; the caller frees it. NULL without memory. */
char *truth_of_moment(struct life *life, int64_t unix_s);

#endif
