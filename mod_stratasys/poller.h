/*
 * The child process: asks every printer in its interval, and writes what changed. It knows neither httpd nor SQLite.
 * One ppoll waits for sockets, names and signals; nothing in it blocks.
 */
#ifndef POLLER_H
#define POLLER_H

#include "fleet.h"

enum poller_level { POLLER_ERROR, POLLER_WARNING, POLLER_NOTICE };

/* What the process that runs the poller gives it. */
struct poller_host {
    void *context;
    /* Writes a line to the log; message is one line of printable UTF-8. */
    void (*log)(void *context, enum poller_level level, const char *message);
    int64_t parent_pid; /* the poller ends when its parent is no longer this one */
};

/* Polls until SIGTERM, SIGINT or the death of the parent. Call it in a process of its own: it sets signal handlers,
 * the umask and the limit of open files. Returns the exit status: 0, or 1 when it could not begin. */
int poller_run(const struct fleet *fleet, const struct poller_host *host);

#endif
