/* From the outcome of a poll to the store, the raw file and the log. */
#include "poller_internal.h"
#include "rawfile.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Every printer as the database has it. */
static int poller_load(struct poller *poller)
{
    for (size_t i = 0; i < poller->fleet->printer_count; i++)
        if (store_load(poller->store, poller->printers[i].stored, &poller->printers[i].history))
            return -1;
    poller->must_load = 0;
    return 0;
}

static int poller_take_fleet(struct poller *poller)
{
    size_t count = poller->fleet->printer_count;
    struct store_printer **stored = calloc(count + 1, sizeof *stored);
    int result = stored ? store_take_fleet(poller->store, poller->fleet, time(NULL), stored) : -1;

    for (size_t i = 0; result == 0 && i < count; i++)
        poller->printers[i].stored = stored[i];
    free(stored);
    return result ? -1 : poller_load(poller);
}

/* While httpd restarts, the old poller holds the lock for a moment: that is told only when it lasts. */
static void poller_tell_closed(const struct poller *poller, enum store_result why, const char *error,
                               char told[STORE_ERROR_BYTES])
{
    int is_brief = why == STORE_LOCKED && poller_now_ms() - poller->began_ms < POLLER_LOCK_PATIENCE_MS;

    if (is_brief || strcmp(error, told) == 0)
        return;
    poller_log(poller, POLLER_ERROR, NULL, "%s; trying again until it works", error);
    snprintf(told, STORE_ERROR_BYTES, "%s", error);
}

int poller_open_store(struct poller *poller)
{
    char error[STORE_ERROR_BYTES], told[STORE_ERROR_BYTES] = "";

    for (;;) {
        enum store_result result = store_open(poller->fleet->database_path, &poller->store, error);
        if (result == STORE_OK && poller_take_fleet(poller) == 0)
            return 0;
        if (result == STORE_OK) {
            memcpy(error, store_error(poller->store), sizeof error);
            store_close(poller->store, time(NULL));
            poller->store = NULL;
            result = STORE_FAILED;
        }
        poller_tell_closed(poller, result, error, told);
        if (poller_wait(poller, NULL, 0, POLLER_OPEN_AGAIN_MS))
            return -1;
    }
}

/* What was not kept did not happen: the history goes on from what the database has, and the time is seen as a gap. */
static void poller_store_result(struct poller *poller, int result)
{
    if (result && !poller->store_failed)
        poller_log(poller, POLLER_ERROR, NULL, "%s; polls go on, and are kept again when it works",
                   store_error(poller->store));
    if (!result && poller->store_failed)
        poller_log(poller, POLLER_NOTICE, NULL, "the database is written again");
    poller->store_failed = result != 0;
    if (!result)
        return;
    poller->must_load = 1;
    poller->is_dirty = 0; /* the other printers' rows of that transaction are lost, too */
}

static void poller_keep_raw(const struct poller *poller, struct poller_printer *printer, const char *text,
                            size_t length)
{
    const char *id = printer->config->id;
    int failed = rawfile_write(poller->fleet->raw_dir, id, text, length) != 0;

    if (failed && !printer->raw_failed)
        poller_log(poller, POLLER_ERROR, id, "its status text cannot be kept in %s: %s", poller->fleet->raw_dir,
                   strerror(errno));
    printer->raw_failed = failed;
}

static void poller_tell(const struct poller *poller, struct poller_printer *printer,
                        const struct history_changes *changes, const struct status *status, const char *trouble)
{
    const char *id = printer->config->id;

    if (changes->trouble_began)
        poller_log(poller, POLLER_WARNING, id, "%s (%s, port %d; tried again every %g s; said once until it answers)",
                   trouble, printer->config->host, printer->config->port, printer->config->interval_ms / 1000.0);
    if (changes->trouble_ended)
        poller_log(poller, POLLER_NOTICE, id, "answers again");
    if (!status)
        return;
    int is_damaged = status->document->damage_count > 0;
    if (is_damaged && !printer->was_damaged)
        poller_log(poller, POLLER_WARNING, id, "its status text is damaged: %s", status->document->damage);
    printer->was_damaged = is_damaged;
}

/* Reads what a printer sent; what is no status text at all is as good as no answer, and *trouble says so. */
static struct status *poller_read(const char *text, size_t length, const char **trouble)
{
    struct status *status = text ? status_read(text, length) : NULL;

    if (text && !status)
        *trouble = "no memory for its status text";
    if (status && !status->codename && !status->status_text) {
        status_free(status);
        status = NULL;
        *trouble = "it answered with something that is no status text";
    }
    return status;
}

/* The trouble as everybody may read it: bytes of the printer's are for the log. */
static const char *poller_without_quote(const char *trouble, char text[SESSION_ERROR_BYTES])
{
    const char *quote = trouble ? strstr(trouble, SESSION_QUOTE) : NULL;

    if (!quote)
        return trouble;
    snprintf(text, SESSION_ERROR_BYTES, "%.*s", (int)(quote - trouble), trouble);
    return text;
}

static void poller_write(struct poller *poller, struct poller_printer *printer, const struct status *status,
                         const char *trouble)
{
    char public_trouble[SESSION_ERROR_BYTES];
    const struct history_changes *changes = &poller->changes;
    struct store_row row = {.printer = printer->stored,
                            .history = &printer->history,
                            .changes = changes,
                            .trouble = poller_without_quote(trouble, public_trouble),
                            .status = status,
                            .product = printer->config->product};

    if (status)
        row.progress = progress_of(status, printer->history.state);
    if (store_write(poller->store, &row))
        poller_store_result(poller, -1);
    else
        poller->is_dirty = 1;
    poller->is_urgent |=
        changes->state_changed || changes->trouble_began || changes->trouble_ended || changes->event_count > 0;
}

void poller_record(struct poller *poller, struct poller_printer *printer, const char *text, size_t length,
                   const char *trouble)
{
    struct status *status = poller_read(text, length, &trouble);
    struct history_poll poll = {.at = time(NULL),
                                .status = status,
                                .interval_ms = printer->config->interval_ms,
                                .offline_after = poller->fleet->offline_after,
                                .sample_interval_s = poller->fleet->sample_interval_s,
                                .words = poller->fleet->words,
                                .word_count = poller->fleet->word_count};

    if (status)
        poller_keep_raw(poller, printer, text, length);
    if (poller->must_load && poller_load(poller)) {
        poller_store_result(poller, -1);
        status_free(status);
        return;
    }
    history_step(&printer->history, &poll, &poller->changes);
    poller_tell(poller, printer, &poller->changes, status, trouble);
    poller_write(poller, printer, status, trouble);
    status_free(status);
}

static int poller_retain(struct poller *poller, int64_t now_ms)
{
    if (!poller->is_dirty || now_ms - poller->retained_ms < POLLER_RETAIN_GAP_MS)
        return 0;
    poller->retained_ms = now_ms;
    return store_retain(poller->store, poller->fleet, time(NULL));
}

void poller_commit(struct poller *poller, int64_t now_ms)
{
    int64_t since_ms = now_ms - poller->committed_ms;
    int is_due = (poller->is_urgent && since_ms >= POLLER_COMMIT_GAP_MS) ||
                 (poller->is_dirty && since_ms >= poller->lazy_ms) || since_ms >= POLLER_HEARTBEAT_MS;
    int has_rows = poller->is_dirty;

    /* Without the rows there is no sign of life: who looks sees that nothing is kept. */
    if (!is_due || (poller->must_load && !has_rows))
        return;
    int result = poller_retain(poller, now_ms);
    if (result == 0)
        result = store_commit(poller->store, time(NULL));
    poller->committed_ms = now_ms;
    poller->is_dirty = poller->is_urgent = 0;
    /* A sign of life that could be written says nothing of rows. */
    if (result || has_rows)
        poller_store_result(poller, result);
}
