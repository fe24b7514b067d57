/* Ctrl-C and its like, held back until what was begun is cleared away. */
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include <signal.h>

struct interrupt {
    sigset_t watched, mask_before;
};

/* From now on SIGINT, SIGTERM and SIGHUP wait, but for those that this process ignores. */
void interrupt_hold(struct interrupt *interrupt);

/* Whether one of them waits. */
int interrupt_waits(const struct interrupt *interrupt);

/* Lets them through: does not return when one waits. */
void interrupt_release(const struct interrupt *interrupt);

#endif
