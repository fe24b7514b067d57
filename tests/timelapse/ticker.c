#include "ticker.h"

#include <time.h>
#include <unistd.h>

enum { LOOK_POLLS = 128, DAY_BYTES = 16 };

static const double TERMINAL_GAP_S = 0.1, FILE_GAP_S = 5;

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void ticker_begin(struct ticker *ticker, const struct plan *plan)
{
    *ticker = (struct ticker){.plan = plan, .began_s = now_s(), .is_terminal = isatty(STDERR_FILENO) != 0};
    ticker->is_told = !plan->quiet && (plan->progress || ticker->is_terminal);
}

static void tell(const struct ticker *ticker, int64_t true_s)
{
    const struct plan *plan = ticker->plan;
    time_t at = (time_t)true_s;
    struct tm local;
    char day[DAY_BYTES];
    double share = (double)(true_s - plan->from_s) / (double)(plan_ends_s(plan) - plan->from_s);
    double seconds = ticker_seconds(ticker);
    strftime(day, sizeof day, "%Y-%m-%d", localtime_r(&at, &local));
    fprintf(stderr, "%s  %s  %3.0f %%  %lld polls, %.0f a second%s", ticker->is_terminal ? "\r" : "", day, 100 * share,
            (long long)ticker->polls, (double)ticker->polls / (seconds > 0 ? seconds : 1),
            ticker->is_terminal ? "   " : "\n");
}

void ticker_tick(struct ticker *ticker, int64_t true_s)
{
    if (++ticker->polls < ticker->next_look_polls || !ticker->is_told)
        return;
    ticker->next_look_polls = ticker->polls + LOOK_POLLS;
    double seconds = ticker_seconds(ticker);
    if (ticker->told_s > 0 && seconds - ticker->told_s < (ticker->is_terminal ? TERMINAL_GAP_S : FILE_GAP_S))
        return;
    ticker->told_s = seconds;
    tell(ticker, true_s);
}

void ticker_end(struct ticker *ticker)
{
    if (!ticker->is_told || ticker->polls == 0)
        return;
    tell(ticker, plan_ends_s(ticker->plan));
    if (ticker->is_terminal)
        fputc('\n', stderr);
}

double ticker_seconds(const struct ticker *ticker)
{
    return now_s() - ticker->began_s;
}
