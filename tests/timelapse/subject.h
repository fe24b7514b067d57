/* A simulated printer that is polled: its life, and what it answers. Knows the simulator and nothing of the module. */
#ifndef SUBJECT_H
#define SUBJECT_H

#include "plan.h"

enum { SUBJECT_TRUTH_BEFORE_S = 30 * 86400 };

struct subject;

/* The printer of that number, from 1, of the plan's seed and temper. The caller frees it. NULL without memory. */
struct subject *subject_create(const struct plan *plan, int64_t number);
void subject_free(struct subject *subject);

/* The status text at a true time, *length bytes, valid until the next call; NULL: it does not answer, or there is no
 * memory. */
const char *subject_answer(struct subject *subject, int64_t true_s, size_t *length);

/* The first moment after true_s at which something in its life changes, other than figures that move steadily. */
int64_t subject_next_change(struct subject *subject, int64_t true_s);

/* Writes what really happened to all printers of the plan, and some time before: what they show at first. Returns 0, or -1 with errno. */
int subject_write_truth(const struct plan *plan);

#endif
