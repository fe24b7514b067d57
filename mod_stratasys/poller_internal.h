/* What the files of the poller share. */
#ifndef POLLER_INTERNAL_H
#define POLLER_INTERNAL_H

#include "history.h"
#include "link.h"
#include "poller.h"
#include "resolver.h"
#include "schedule.h"
#include "store.h"
#include <poll.h>
#include <signal.h>

enum {
    POLLER_WAKE_MAX_MS = 1000,     /* the parent's death is noticed within this time */
    POLLER_FIRST_POLL_GAP_MS = 10, /* between the first polls of two printers */
    POLLER_COMMIT_GAP_MS = 250,    /* at most 4 transactions a second */
    POLLER_COMMIT_LAZY_MS = 2000,  /* figures that only moved are kept together */
    POLLER_HEARTBEAT_MS = 5000,    /* a sign of life even when nothing was polled */
    POLLER_RETAIN_GAP_MS = 60000,  /* between two looks for old rows */
    POLLER_OPEN_AGAIN_MS = 250,    /* until the database can be opened */
    POLLER_LOCK_PATIENCE_MS = 5000,
    POLLER_ADDRESS_KEPT_MS = 5 * 60000,     /* then a name is looked up again */
    POLLER_LINKS_MAX = 4096,                /* connections at the same time */
    POLLER_PAYLOADS_MAX = 64 * 1024 * 1024, /* bytes of all texts that are being received */
    POLLER_SPARE_FDS = 64,
    POLLER_LINE_BYTES = 1024,
    POLLER_TROUBLE_BYTES = SESSION_ERROR_BYTES
};

enum poller_phase { POLLER_RESTS, POLLER_RESOLVES, POLLER_TALKS };

struct poller_printer {
    const struct fleet_printer *config;
    struct store_printer *stored;
    struct history_printer history;
    enum poller_phase phase;
    struct link link;
    struct sockaddr_storage address;
    socklen_t address_length; /* 0: not known yet */
    int is_name;              /* the address comes from the resolver, */
    int is_asked;             /* which is looking it up now */
    int64_t resolved_ms;
    int64_t poll_began_ms;
    size_t payload_bytes;        /* its part of the poller's */
    int64_t offset_ms;           /* its place in the interval */
    int was_damaged, raw_failed; /* told in the log already */
};

struct poller {
    const struct fleet *fleet;
    const struct poller_host *host;
    struct poller_printer *printers;
    struct schedule schedule; /* of each printer: its next poll, or the end of the running one */
    struct resolver *resolver;
    struct store *store;
    struct pollfd *fds; /* 0: the resolver; then one for each talking printer */
    size_t *talking;    /* printers whose phase is POLLER_TALKS, in the order of fds */
    size_t talking_count, links_max;
    size_t payload_bytes; /* memory for the texts that are being received */
    sigset_t wait_mask;   /* the signals that ppoll lets through */
    int64_t began_ms, committed_ms, lazy_ms;
    int is_dirty, is_urgent; /* something, something to be seen at once, waits for the commit */
    int store_failed;
    int must_load;                  /* what was written last is lost: printers are as the database has them */
    int64_t retained_ms;            /* when old rows were looked for last */
    struct history_changes changes; /* of the poll that is taken */
    unsigned random;
};

/* Milliseconds of a clock that is never set. */
int64_t poller_now_ms(void);

/* Logs one line about a printer (NULL: about the poller itself); what a printer sent in it is made printable. */
void poller_log(const struct poller *poller, enum poller_level level, const char *printer, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Starts what is due: polls, and the end of those whose time is up. */
void poller_due(struct poller *poller, int64_t now_ms);

/* Goes on with what ppoll reported, and takes the resolver's answers. */
void poller_ready(struct poller *poller);

/* Takes the outcome of a poll: history, store, log. text is NULL when it failed, and trouble says why. */
void poller_record(struct poller *poller, struct poller_printer *printer, const char *text, size_t length,
                   const char *trouble);

/* Commits what is to be committed by now. */
void poller_commit(struct poller *poller, int64_t now_ms);

/* Opens the store, waiting for it as long as it takes. Returns 0, or -1 when the poller is to stop. */
int poller_open_store(struct poller *poller);

/* Waits at most timeout_ms for a signal or fds. Returns 0, or -1 when the poller is to stop. */
int poller_wait(struct poller *poller, struct pollfd *fds, size_t count, int64_t timeout_ms);

#endif
