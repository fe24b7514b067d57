/*
 * The history file: its one writer. Only this room and the endpoints know SQLite; another database would fit behind
 * this header. Not for use by two threads at once.
 */
#ifndef STORE_H
#define STORE_H

#include "fleet.h"
#include "history.h"
#include "progress.h"

enum {
    STORE_ERROR_BYTES = 512,
    STORE_TEXT_MAX = 4096, /* bytes of one text; a list of parts is the longest that makes sense */
    STORE_NAME_MAX = 256,  /* bytes of a name of which each new one is a row for ever: an owner, a machine, a job */
    STORE_RETAIN_ROWS = 500,
    STORE_SUM_INTERVAL_S = 60 /* the sums of hours, days and months are at most so far behind */
};

struct store;

enum store_result {
    STORE_OK,
    STORE_LOCKED, /* another poller writes this database */
    STORE_FAILED  /* the message says why and what to do */
};

/*
 * Opens the database at path, makes and migrates it, and takes the poller's lock, which lies beside it and ends with
 * the process. On STORE_OK *store is to be closed with store_close; else error holds a text for people.
 */
enum store_result store_open(const char *path, struct store **store, char error[STORE_ERROR_BYTES]);

/* Commits what is pending, notes that the poller stopped in good order at that time, closes. NULL is harmless. */
void store_close(struct store *store, int64_t stopped_at);

/* What went wrong last, for people; valid until the next call. */
const char *store_error(const struct store *store);

/* A configured printer in the store: its key, and what was written of it last. Owned by the store. */
struct store_printer;

/*
 * Takes over the configuration: printers[i] stands for fleet->printers[i]; printers that are no longer there stay in the
 * database as not configured. Renews the offsets of the process's own time zone (the caller has set TZ), keeps the past
 * ones; begins the history of printers that have none with the local day, unobserved until now. Notes that the poller
 * began at that time. Returns 0, or -1.
 */
int store_take_fleet(struct store *store, const struct fleet *fleet, int64_t began_at,
                     struct store_printer *printers[]);

/* Reads how a printer was left by what was committed last: at the start, and after a transaction that failed. Returns 0,
 * or -1. */
int store_load(struct store *store, struct store_printer *printer, struct history_printer *history);

/* One printer after a poll, as it is to be shown and kept. */
struct store_row {
    struct store_printer *printer;
    struct history_printer *history; /* takes the keys of new runs and spools */
    const struct history_changes *changes;
    const char *trouble;         /* NULL: the poll was answered */
    const struct status *status; /* NULL: it was not; the last job, spools and temperatures stay */
    struct progress progress;    /* of status */
    const char *product;         /* as configured, or NULL */
};

/* Writes a row; the transaction is begun where none is. Returns 0; or -1, nothing of the transaction is kept, and every
 * printer is to be loaded again. */
int store_write(struct store *store, const struct store_row *row);

/* Commits what was written, with the poller's sign of life. Returns 0; or -1 as store_write. */
int store_commit(struct store *store, int64_t at);

/*
 * Removes a little of what is older than fleet says (samples, events), and blanks names of jobs that are over for longer;
 * at most STORE_RETAIN_ROWS rows, within the running transaction. To be called now and then. Returns 0; or -1 as store_write.
 */
int store_retain(struct store *store, const struct fleet *fleet, int64_t at);

#endif
