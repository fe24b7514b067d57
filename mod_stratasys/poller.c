#include "poller_internal.h"
#include "utf8.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A handler cannot be given its poller. */
static volatile sig_atomic_t poller_is_told_to_stop;

static void poller_stop(int signal_number)
{
    (void)signal_number;
    poller_is_told_to_stop = 1;
}

int64_t poller_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void poller_log(const struct poller *poller, enum poller_level level, const char *printer, const char *format, ...)
{
    char text[POLLER_LINE_BYTES], named[POLLER_LINE_BYTES + FLEET_ID_MAX + 16], line[sizeof named];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (printer)
        snprintf(named, sizeof named, "printer %s: %s", printer, text);
    else
        snprintf(named, sizeof named, "%s", text);
    poller->host->log(poller->host->context, level, utf8_line(named, line, sizeof line));
}

static void poller_take_signals(struct poller *poller)
{
    struct sigaction stop = {.sa_handler = poller_stop};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t stops;

    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGHUP, &ignore, NULL);
    sigaction(SIGUSR1, &ignore, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    sigprocmask(SIG_BLOCK, &stops, NULL);
    sigprocmask(SIG_SETMASK, NULL, &poller->wait_mask);
    sigdelset(&poller->wait_mask, SIGTERM);
    sigdelset(&poller->wait_mask, SIGINT);
}

int poller_wait(struct poller *poller, struct pollfd *fds, size_t count, int64_t timeout_ms)
{
    if (timeout_ms > POLLER_WAKE_MAX_MS)
        timeout_ms = POLLER_WAKE_MAX_MS;
    if (timeout_ms < 0)
        timeout_ms = 0;
    struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000};
    if (ppoll(fds, count, &timeout, &poller->wait_mask) < 0)
        for (size_t i = 0; i < count; i++)
            fds[i].revents = 0;
    return poller_is_told_to_stop || getppid() != poller->host->parent_pid ? -1 : 0;
}

static size_t poller_raise_limit(size_t printer_count)
{
    struct rlimit limit;
    size_t links_max = printer_count < POLLER_LINKS_MAX ? printer_count : POLLER_LINKS_MAX;

    if (getrlimit(RLIMIT_NOFILE, &limit))
        return links_max;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < links_max + POLLER_SPARE_FDS)
        links_max = limit.rlim_cur > 2 * POLLER_SPARE_FDS ? limit.rlim_cur - POLLER_SPARE_FDS : POLLER_SPARE_FDS;
    return links_max;
}

static void poller_begin_printer(struct poller *poller, size_t index)
{
    struct poller_printer *printer = &poller->printers[index];
    size_t count = poller->fleet->printer_count;

    printer->config = &poller->fleet->printers[index];
    printer->link.fd = -1;
    printer->offset_ms = (int64_t)index * printer->config->interval_ms / (int64_t)count;
    printer->address_length = resolver_numeric(printer->config->host, printer->config->port, &printer->address);
    printer->is_name = printer->address_length == 0;
    int64_t gap_ms = printer->config->interval_ms / (int64_t)count;
    if (gap_ms > POLLER_FIRST_POLL_GAP_MS)
        gap_ms = POLLER_FIRST_POLL_GAP_MS;
    schedule_set(&poller->schedule, index, poller->began_ms + (int64_t)index * gap_ms);
    if (printer->config->interval_ms < poller->lazy_ms)
        poller->lazy_ms = printer->config->interval_ms;
}

static int poller_begin(struct poller *poller)
{
    size_t count = poller->fleet->printer_count;

    umask(027);
    /* This process is the poller's own: nobody else's local times change. */
    if (poller->fleet->time_zone)
        setenv("TZ", poller->fleet->time_zone, 1);
    tzset();
    poller_take_signals(poller);
    poller->links_max = poller_raise_limit(count);
    poller->began_ms = poller_now_ms();
    poller->lazy_ms = POLLER_COMMIT_LAZY_MS;
    poller->random = (unsigned)getpid();
    poller->printers = calloc(count + 1, sizeof *poller->printers);
    poller->talking = calloc(count + 1, sizeof *poller->talking);
    poller->fds = calloc(count + 1, sizeof *poller->fds);
    poller->resolver = resolver_begin(count + 1);
    if (!poller->printers || !poller->talking || !poller->fds || !poller->resolver ||
        schedule_begin(&poller->schedule, count, poller->began_ms)) {
        poller_log(poller, POLLER_ERROR, NULL, "the poller could not begin: no memory or no thread");
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        poller_begin_printer(poller, i);
    return 0;
}

static int64_t poller_next_wake_ms(const struct poller *poller, int64_t now_ms)
{
    const struct schedule *schedule = &poller->schedule;
    int64_t wake_ms = now_ms + POLLER_WAKE_MAX_MS;

    if (schedule->count > 0 && schedule->due_ms[schedule_first(schedule)] < wake_ms)
        wake_ms = schedule->due_ms[schedule_first(schedule)];
    if (poller->is_urgent && poller->committed_ms + POLLER_COMMIT_GAP_MS < wake_ms)
        wake_ms = poller->committed_ms + POLLER_COMMIT_GAP_MS;
    return wake_ms;
}

static void poller_loop(struct poller *poller)
{
    for (;;) {
        int64_t now_ms = poller_now_ms();
        poller->fds[0] = (struct pollfd){.fd = resolver_fd(poller->resolver), .events = POLLIN};
        for (size_t i = 0; i < poller->talking_count; i++) {
            const struct link *link = &poller->printers[poller->talking[i]].link;
            poller->fds[i + 1] = (struct pollfd){.fd = link->fd, .events = link_events(link)};
        }
        int64_t timeout_ms = poller_next_wake_ms(poller, now_ms) - now_ms;
        if (poller_wait(poller, poller->fds, poller->talking_count + 1, timeout_ms))
            return;
        poller_ready(poller);
        poller_due(poller, poller_now_ms());
        poller_commit(poller, poller_now_ms());
    }
}

static void poller_end(struct poller *poller)
{
    for (size_t i = 0; i < poller->fleet->printer_count; i++)
        link_close(&poller->printers[i].link);
    store_close(poller->store, time(NULL));
    schedule_end(&poller->schedule);
    free(poller->printers);
    free(poller->talking);
    free(poller->fds);
}

int poller_run(const struct fleet *fleet, const struct poller_host *host)
{
    struct poller poller = {.fleet = fleet, .host = host};

    if (poller_begin(&poller))
        return 1;
    if (poller_open_store(&poller) == 0) {
        poller_log(&poller, POLLER_NOTICE, NULL, "the poller began: %zu printers, database %s", fleet->printer_count,
                   fleet->database_path);
        poller_loop(&poller);
    }
    poller_end(&poller);
    return 0;
}
