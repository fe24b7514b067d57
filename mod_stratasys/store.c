#include "history_event.h"
#include "store_internal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    STORE_OPEN_PATIENCE_MS = 2000,
    STORE_PATIENCE_MS = 50, /* a write that waits for somebody else keeps all printers waiting */
    STORE_PATH_BYTES = 4096,
    STORE_CLOCK_TREMBLE_S = 2,            /* a clock that is kept right goes back by less */
    STORE_CLOCK_FIRST_S = 1577836800,     /* 2020: a machine without a battery begins in 1970, 1980 or 2000 */
    STORE_CLOCK_LEAP_S = 10 * 366 * 86400 /* nobody leaves a poller alone for longer */
};

/* WAL: readers never wait for the poller. NORMAL: the database stays sound after a power cut, at most the last moments
 * are missing, and a commit does not wait for the disk (Debian's default is FULL). The small cache keeps the poller
 * small; temporary data stay in memory because /var/tmp may not be writable for the httpd's user. */
static const char store_settings[] = "PRAGMA journal_mode = WAL;"
                                     "PRAGMA synchronous = NORMAL;"
                                     "PRAGMA temp_store = MEMORY;"
                                     "PRAGMA cache_size = -1024;"
                                     "PRAGMA journal_size_limit = 8388608;";

static enum store_result store_lock_failed(const char *path, char error[STORE_ERROR_BYTES])
{
    snprintf(
        error, STORE_ERROR_BYTES,
        "the database %s cannot be written: %s. Name a file in a directory of its own (StratasysDatabase) that belongs "
        "to httpd's User and Group",
        path, strerror(errno));
    return STORE_FAILED;
}

/* A lock of the open file, not of the process: nothing that opens and closes the file elsewhere drops it. */
static enum store_result store_lock(const char *path, int *fd, char error[STORE_ERROR_BYTES])
{
    char lock_path[STORE_PATH_BYTES];
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    if (snprintf(lock_path, sizeof lock_path, "%s-poller", path) >= (int)sizeof lock_path) {
        errno = ENAMETOOLONG;
        return store_lock_failed(path, error);
    }
    *fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0)
        return store_lock_failed(path, error);
    if (fcntl(*fd, F_OFD_SETLK, &lock) == 0)
        return STORE_OK;
    if (errno != EAGAIN && errno != EACCES)
        return store_lock_failed(path, error);
    snprintf(error, STORE_ERROR_BYTES, "another poller writes %s", path);
    return STORE_LOCKED;
}

/* Where shared memory is impossible (a network's file system) SQLite keeps another journal without an error, and
 * readers would wait for the poller. */
static int store_has_wal(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    int is_wal = sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &statement, NULL) == SQLITE_OK &&
                 sqlite3_step(statement) == SQLITE_ROW &&
                 strcmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0;

    sqlite3_finalize(statement);
    return is_wal;
}

static int store_set_up(sqlite3 *db, const char *path, char error[STORE_ERROR_BYTES])
{
    int keep_wal = 1;

    sqlite3_busy_timeout(db, STORE_OPEN_PATIENCE_MS);
    /* Without its WAL files a reader of the directory's group could not open the database after httpd stopped. */
    sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &keep_wal);
    /* Before the settings: they would write to another program's file. */
    if (store_version(db, path, error) < 0)
        return -1;
    if (sqlite3_exec(db, store_settings, NULL, NULL, NULL) != SQLITE_OK) {
        snprintf(error, STORE_ERROR_BYTES, "the database %s cannot be used: %s", path, sqlite3_errmsg(db));
        return -1;
    }
    if (!store_has_wal(db)) {
        snprintf(error, STORE_ERROR_BYTES,
                 "the database %s cannot have a write-ahead log: put it on a disk of this machine (StratasysDatabase)",
                 path);
        return -1;
    }
    return store_migrate(db, path, error);
}

static int store_read_seq(struct store *store, const char *path, char error[STORE_ERROR_BYTES])
{
    static const char sql[] = "SELECT change_seq, heartbeat_at, max(coalesce(heartbeat_at, 0), "
                              "(SELECT coalesce(max(covered_at), 0) FROM printer_reading)) FROM poller";
    sqlite3_stmt *statement = NULL;
    int found =
        sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;

    if (found) {
        store->change_seq = sqlite3_column_int64(statement, 0);
        store->clock_at = sqlite3_column_int64(statement, 1);
        store->latest_at = sqlite3_column_int64(statement, 2);
    } else {
        snprintf(error, STORE_ERROR_BYTES, "%s cannot be read, or has lost its row of the poller: %s", path,
                 sqlite3_errmsg(store->db));
    }
    sqlite3_finalize(statement);
    return found ? 0 : -1;
}

static void store_free(struct store *store)
{
    for (int i = 0; i < STORE_STATEMENTS; i++)
        sqlite3_finalize(store->statements[i]);
    free(store->printers);
    sqlite3_close(store->db);
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    free(store);
}

enum store_result store_open(const char *path, struct store **result, char error[STORE_ERROR_BYTES])
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    struct store *store = calloc(1, sizeof *store);

    if (!store) {
        snprintf(error, STORE_ERROR_BYTES, "no memory to open %s", path);
        return STORE_FAILED;
    }
    store->lock_fd = -1;
    enum store_result locked = store_lock(path, &store->lock_fd, error);
    if (locked != STORE_OK) {
        store_free(store);
        return locked;
    }
    if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK) {
        snprintf(error, STORE_ERROR_BYTES, "the database %s cannot be opened: %s", path, sqlite3_errmsg(store->db));
        store_free(store);
        return STORE_FAILED;
    }
    if (store_set_up(store->db, path, error) || store_read_seq(store, path, error)) {
        store_free(store);
        return STORE_FAILED;
    }
    sqlite3_busy_timeout(store->db, STORE_PATIENCE_MS);
    *result = store;
    return STORE_OK;
}

const char *store_error(const struct store *store)
{
    return store->error;
}

static int store_fail(struct store *store)
{
    snprintf(store->error, sizeof store->error, "the database cannot be written: %s", sqlite3_errmsg(store->db));
    return -1;
}

static int store_prepare(struct store *store, enum store_statement which)
{
    char *sql = store_sql(which);
    int result =
        sql ? sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &store->statements[which], NULL)
            : SQLITE_NOMEM;

    sqlite3_free(sql);
    return result == SQLITE_OK ? 0 : store_fail(store);
}

sqlite3_stmt *store_statement(struct store *store, enum store_statement which)
{
    if (!store->statements[which] && store_prepare(store, which))
        return NULL;
    sqlite3_reset(store->statements[which]);
    sqlite3_clear_bindings(store->statements[which]);
    return store->statements[which];
}

sqlite3_stmt *store_keyed(struct store *store, enum store_statement which, int64_t key)
{
    sqlite3_stmt *statement = store_statement(store, which);

    if (statement)
        sqlite3_bind_int64(statement, 1, key);
    return statement;
}

int store_run(struct store *store, sqlite3_stmt *statement)
{
    int result = sqlite3_step(statement);

    if (result != SQLITE_DONE)
        store_fail(store);
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? 0 : -1;
}

int store_next(struct store *store, sqlite3_stmt *statement)
{
    int result = sqlite3_step(statement);

    if (result == SQLITE_ROW)
        return 1;
    if (result != SQLITE_DONE)
        store_fail(store);
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? 0 : -1;
}

int store_first(struct store *store, sqlite3_stmt *statement)
{
    int found = store_next(store, statement);

    if (found == 0)
        snprintf(store->error, sizeof store->error, "the database has lost a row that must be there");
    return found > 0 ? 0 : -1;
}

int store_judge_clock(struct store *store, int64_t at)
{
    int is_ahead = store->latest_at > 0 && at > store->latest_at + STORE_CLOCK_LEAP_S;

    if (at >= STORE_CLOCK_FIRST_S && !is_ahead)
        return 0;
    snprintf(store->error, sizeof store->error,
             "nothing is written to the database: the server's clock, at %lld seconds after 1970, cannot be right%s",
             (long long)at, is_ahead ? " (the history ends more than 10 years before): set it" : ": set it");
    return -1;
}

int store_begin(struct store *store)
{
    if (store->in_transaction)
        return 0;
    if (sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        return store_fail(store);
    store->in_transaction = 1;
    return 0;
}

int store_rollback(struct store *store)
{
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->in_transaction = 0;
    if (store->forgotten == STORE_FORGOTTEN_MERGED)
        store->forgotten = STORE_FORGOTTEN_LEFT;
    /* It may be summed already by what was committed: loading a printer finds out. */
    for (size_t i = 0; i < store->printer_count; i++)
        store->printers[i].pending.from_at = store->printers[i].pending.to_at;
    return -1;
}

static int store_alive(struct store *store, int64_t at)
{
    sqlite3_stmt *statement = store_statement(store, STORE_POLLER_ALIVE);

    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, 1, store->change_seq + 1);
    sqlite3_bind_int64(statement, 2, at);
    return store_run(store, statement);
}

/* Once for all printers, also when it was set while no poller ran. */
static int store_see_clock(struct store *store, int64_t at)
{
    struct history_event event = {.kind = EVENT_SERVER_CLOCK, .at = at};
    int64_t back_s = store->clock_at - at;

    if (back_s <= STORE_CLOCK_TREMBLE_S)
        return 0;
    snprintf(event.text, sizeof event.text,
             "the server's clock went back by %lld s; time is counted on when it has caught up", (long long)back_s);
    return store_write_event(store, &event, 0, 0);
}

int store_commit(struct store *store, int64_t at)
{
    if (store_judge_clock(store, at))
        return store_rollback(store);
    if (store_begin(store))
        return -1;
    if (store_see_clock(store, at) || store_alive(store, at))
        return store_rollback(store);
    if (sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        store_fail(store);
        return store_rollback(store);
    }
    store->in_transaction = 0;
    if (store->forgotten == STORE_FORGOTTEN_MERGED)
        store->forgotten = STORE_FORGOTTEN_NONE;
    store->change_seq++;
    store->clock_at = at;
    if (at > store->latest_at)
        store->latest_at = at;
    return 0;
}

static void store_note_stop(struct store *store, int64_t stopped_at)
{
    struct history_event event = {.kind = EVENT_POLLER_STOPPED, .text = "in good order", .at = stopped_at};
    sqlite3_stmt *statement = store_begin(store) ? NULL : store_statement(store, STORE_POLLER_STOPPED);

    if (!statement)
        return;
    sqlite3_bind_int64(statement, 1, stopped_at);
    /* The next poller does not know of words that are left. */
    if (store_run(store, statement) || store_merge_words(store))
        return;
    /* A poller that took no fleet over has not begun. */
    if (!store->printers || (store_sum_up(store) == 0 && store_write_event(store, &event, 0, 0) == 0))
        store_commit(store, stopped_at);
}

void store_close(struct store *store, int64_t stopped_at)
{
    if (!store)
        return;
    store_note_stop(store, stopped_at);
    store_free(store);
}
