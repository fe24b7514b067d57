#include "interrupt.h"
#include <stddef.h>

static const int interrupt_signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { INTERRUPT_COUNT = sizeof interrupt_signals / sizeof *interrupt_signals };

void interrupt_hold(struct interrupt *interrupt)
{
    struct sigaction action;

    sigemptyset(&interrupt->watched);
    for (int i = 0; i < INTERRUPT_COUNT; i++)
        if (sigaction(interrupt_signals[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(&interrupt->watched, interrupt_signals[i]);
    sigprocmask(SIG_BLOCK, &interrupt->watched, &interrupt->mask_before);
}

int interrupt_waits(const struct interrupt *interrupt)
{
    sigset_t pending;

    sigpending(&pending);
    for (int i = 0; i < INTERRUPT_COUNT; i++)
        if (sigismember(&interrupt->watched, interrupt_signals[i]) && sigismember(&pending, interrupt_signals[i]))
            return 1;
    return 0;
}

void interrupt_release(const struct interrupt *interrupt)
{
    sigprocmask(SIG_SETMASK, &interrupt->mask_before, NULL);
}
