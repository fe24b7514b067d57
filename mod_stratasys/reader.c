#include "reader.h"
#include "schema.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { READER_BUSY_TIMEOUT_MS = 2000 };

struct reader_pool {
    pthread_mutex_t lock;
    struct reader *idle;
    unsigned generation;
    uint64_t device, inode; /* of the file that generation counts */
    char *path;
};

struct reader_pool *reader_begin(const char *path)
{
    struct reader_pool *pool = calloc(1, sizeof *pool);

    if (!pool)
        return NULL;
    pool->path = strdup(path);
    if (!pool->path) {
        free(pool);
        return NULL;
    }
    pthread_mutex_init(&pool->lock, NULL);
    return pool;
}

static void reader_close(struct reader *reader)
{
    for (int i = 0; i < READER_STATEMENTS; i++)
        sqlite3_finalize(reader->statements[i]);
    for (int i = 0; i < READER_KEPT; i++) {
        sqlite3_finalize(reader->kept[i].statement);
        free(reader->kept[i].sql);
    }
    sqlite3_close(reader->db);
    free(reader);
}

void reader_end(struct reader_pool *pool)
{
    while (pool->idle) {
        struct reader *reader = pool->idle;
        pool->idle = reader->next;
        reader_close(reader);
    }
    pthread_mutex_destroy(&pool->lock);
    free(pool->path);
    free(pool);
}

static enum reader_trouble reader_check_schema(sqlite3 *db)
{
    static const enum reader_trouble troubles[] = {
        [SCHEMA_UNREADABLE] = READER_UNREADABLE, [SCHEMA_EMPTY] = READER_MISSING, [SCHEMA_OTHER] = READER_OTHER,
        [SCHEMA_OLDER] = READER_OLDER,           [SCHEMA_CURRENT] = READER_OK,    [SCHEMA_NEWER] = READER_NEWER,
    };
    int version;

    return troubles[schema_of(db, &version)];
}

/* Counts the files that were seen under the path, so that bytes rendered from another one are not taken for its. */
static unsigned reader_generation(struct reader_pool *pool, const struct reader *reader)
{
    pthread_mutex_lock(&pool->lock);
    if (pool->device != reader->device || pool->inode != reader->inode) {
        pool->device = reader->device;
        pool->inode = reader->inode;
        pool->generation++;
    }
    unsigned generation = pool->generation;
    pthread_mutex_unlock(&pool->lock);
    return generation;
}

static struct reader *reader_open(struct reader_pool *pool, enum reader_trouble *trouble)
{
    struct stat info;
    struct reader *reader = calloc(1, sizeof *reader);

    *trouble = READER_UNREADABLE;
    if (!reader)
        return NULL;
    if (stat(pool->path, &info)) {
        *trouble = errno == ENOENT ? READER_MISSING : READER_UNREADABLE;
        free(reader);
        return NULL;
    }
    reader->device = info.st_dev;
    reader->inode = info.st_ino;
    if (sqlite3_open_v2(pool->path, &reader->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(reader->db, READER_BUSY_TIMEOUT_MS);
        *trouble = reader_check_schema(reader->db);
    }
    if (*trouble != READER_OK) {
        reader_close(reader);
        return NULL;
    }
    reader->generation = reader_generation(pool, reader);
    return reader;
}

/* A later file may get the number of one that is gone: it counts as another one all the same. */
static void reader_forget(struct reader_pool *pool, const struct reader *reader)
{
    pthread_mutex_lock(&pool->lock);
    if (pool->device == reader->device && pool->inode == reader->inode)
        pool->device = pool->inode = 0;
    pthread_mutex_unlock(&pool->lock);
}

static int reader_is_current(const struct reader_pool *pool, const struct reader *reader)
{
    struct stat info;

    return stat(pool->path, &info) == 0 && info.st_dev == reader->device && info.st_ino == reader->inode &&
           reader_check_schema(reader->db) == READER_OK;
}

struct reader *reader_take(struct reader_pool *pool, int64_t now, enum reader_trouble *trouble)
{
    pthread_mutex_lock(&pool->lock);
    struct reader *reader = pool->idle;
    if (reader)
        pool->idle = reader->next;
    pthread_mutex_unlock(&pool->lock);
    if (reader && reader->checked_at != now && !reader_is_current(pool, reader)) {
        reader_forget(pool, reader);
        reader_close(reader);
        reader = NULL;
    }
    *trouble = READER_OK;
    if (!reader)
        reader = reader_open(pool, trouble);
    if (reader)
        reader->checked_at = now;
    return reader;
}

/* A reset statement ends its read transaction: no bytes go out while one is open. */
void reader_give(struct reader_pool *pool, struct reader *reader)
{
    if (!reader)
        return;
    for (int i = 0; i < READER_STATEMENTS; i++)
        sqlite3_reset(reader->statements[i]);
    for (int i = 0; i < READER_KEPT; i++)
        sqlite3_reset(reader->kept[i].statement);
    reader_let_go(reader);
    pthread_mutex_lock(&pool->lock);
    reader->next = pool->idle;
    pool->idle = reader;
    pthread_mutex_unlock(&pool->lock);
}

sqlite3_stmt *reader_statement(struct reader *reader, enum reader_statement which)
{
    sqlite3_stmt **statement = &reader->statements[which];

    if (!*statement &&
        sqlite3_prepare_v3(reader->db, reader_sql(which), -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK)
        return NULL;
    sqlite3_reset(*statement);
    sqlite3_clear_bindings(*statement);
    return *statement;
}

/* The place of that text; else the one that was used longest ago, emptied. */
static struct reader_kept *reader_place(struct reader *reader, const char *sql)
{
    struct reader_kept *oldest = &reader->kept[0];

    for (int i = 0; i < READER_KEPT; i++) {
        struct reader_kept *kept = &reader->kept[i];
        if (kept->sql && strcmp(kept->sql, sql) == 0)
            return kept;
        if (kept->used < oldest->used)
            oldest = kept;
    }
    sqlite3_finalize(oldest->statement);
    free(oldest->sql);
    *oldest = (struct reader_kept){.sql = NULL};
    return oldest;
}

sqlite3_stmt *reader_prepare(struct reader *reader, const char *sql)
{
    struct reader_kept *kept = reader_place(reader, sql);

    kept->used = ++reader->uses;
    if (!kept->sql) {
        kept->sql = strdup(sql);
        if (!kept->sql || sqlite3_prepare_v3(reader->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &kept->statement, NULL)) {
            free(kept->sql);
            *kept = (struct reader_kept){.sql = NULL};
            return NULL;
        }
    }
    sqlite3_reset(kept->statement);
    sqlite3_clear_bindings(kept->statement);
    return kept->statement;
}

int reader_hold(struct reader *reader)
{
    return sqlite3_exec(reader->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK ? 0 : -1;
}

int reader_let_go(struct reader *reader)
{
    if (sqlite3_get_autocommit(reader->db))
        return 0;
    return sqlite3_exec(reader->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK ? 0 : -1;
}
