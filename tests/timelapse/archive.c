#include "archive.h"

#include "fleet_lines.h"
#include "history.h"
#include "progress.h"
#include "status.h"
#include "store.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* So often that old rows go as fast as new ones come: a poll makes one sample at most. */
enum { RETAIN_POLLS = STORE_RETAIN_ROWS / 2 };

struct archive {
    struct fleet_lines *lines;
    struct fleet fleet;
    struct store *store; /* NULL: closed */
    struct store_printer **stored;
    struct history_printer *histories;
    struct history_changes changes;
    int64_t commit_polls, uncommitted_polls, unretained_polls;
    char error[STORE_ERROR_BYTES];
};

struct archive *archive_create(const struct plan *plan, char message[PLAN_MESSAGE_BYTES])
{
    size_t count = (size_t)plan->printers;
    struct archive *archive = calloc(1, sizeof *archive);
    if (!archive)
        return NULL;
    archive->commit_polls = plan->commit_polls;
    archive->stored = calloc(count, sizeof *archive->stored);
    archive->histories = calloc(count, sizeof *archive->histories);
    archive->lines = fleet_lines_read(plan, message);
    if (!archive->lines || !archive->stored || !archive->histories) {
        archive_free(archive);
        return NULL;
    }
    archive->fleet = (struct fleet){
        .printers = fleet_lines_printers(archive->lines),
        .printer_count = count,
        .interval_ms = (int)plan->interval_s * 1000,
        .timeout_ms = FLEET_TIMEOUT_MS,
        .database_path = plan->database_path,
        .time_zone = plan->zone,
        .offline_after = FLEET_OFFLINE_AFTER,
        .sample_interval_s = FLEET_SAMPLE_INTERVAL_S,
        .samples_kept_s = FLEET_SAMPLES_KEPT_S,
        .events_kept_s = FLEET_EVENTS_KEPT_S,
    };
    return archive;
}

void archive_free(struct archive *archive)
{
    if (!archive)
        return;
    fleet_lines_free(archive->lines);
    free(archive->stored);
    free(archive->histories);
    free(archive);
}

static int fail(struct archive *archive)
{
    snprintf(archive->error, sizeof archive->error, "%s", store_error(archive->store));
    return -1;
}

int archive_open(struct archive *archive, int64_t began_at)
{
    if (store_open(archive->fleet.database_path, &archive->store, archive->error) != STORE_OK) {
        archive->store = NULL;
        return -1;
    }
    if (store_take_fleet(archive->store, &archive->fleet, began_at, archive->stored))
        return fail(archive);
    for (size_t i = 0; i < archive->fleet.printer_count; i++)
        if (store_load(archive->store, archive->stored[i], &archive->histories[i]))
            return fail(archive);
    archive->uncommitted_polls = archive->unretained_polls = 0;
    return 0;
}

void archive_close(struct archive *archive, int64_t stopped_at)
{
    store_close(archive->store, stopped_at);
    archive->store = NULL;
}

int64_t archive_polled_at(const char *path)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *latest = NULL;
    int64_t polled_at = 0;
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(database, "SELECT MAX(polled_at) FROM printer_reading", -1, &latest, NULL) == SQLITE_OK &&
        sqlite3_step(latest) == SQLITE_ROW)
        polled_at = sqlite3_column_int64(latest, 0);
    sqlite3_finalize(latest);
    sqlite3_close(database);
    return polled_at;
}

static int write_row(struct archive *archive, size_t index, const struct status *status)
{
    struct store_row row = {.printer = archive->stored[index],
                            .history = &archive->histories[index],
                            .changes = &archive->changes,
                            .trouble = status ? NULL : "connection refused",
                            .status = status};
    if (status)
        row.progress = progress_of(status, archive->histories[index].state);
    return store_write(archive->store, &row);
}

static int settle(struct archive *archive, int64_t at)
{
    if (++archive->unretained_polls >= RETAIN_POLLS) {
        archive->unretained_polls = 0;
        if (store_retain(archive->store, &archive->fleet, at))
            return -1;
    }
    if (++archive->uncommitted_polls < archive->commit_polls)
        return 0;
    archive->uncommitted_polls = 0;
    return store_commit(archive->store, at);
}

int archive_record(struct archive *archive, size_t index, int64_t at, struct status *status)
{
    struct history_poll poll = {.at = at,
                                .status = status,
                                .interval_ms = archive->fleet.interval_ms,
                                .offline_after = archive->fleet.offline_after,
                                .sample_interval_s = archive->fleet.sample_interval_s};
    history_step(&archive->histories[index], &poll, &archive->changes);
    int result = write_row(archive, index, status);
    status_free(status);
    if (!result)
        result = settle(archive, at);
    return result ? fail(archive) : 0;
}

const char *archive_error(const struct archive *archive)
{
    return archive->error;
}
