/* A plain copy of the history file, made while the poller writes it. */
#include "commands.h"
#include "database.h"
#include "interrupt.h"
#include "reading.h"
#include "schema.h"
#include "utf8.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    BACKUP_PATH_BYTES = 4096,
    BACKUP_STEP_PAGES = 256,       /* a mebibyte, between two looks whether somebody wants it to end */
    BACKUP_CHECK_STEPS = 100000,   /* the same, in steps of SQLite's machine */
    BACKUP_MODE = 0640,            /* names of people are in it */
    BACKUP_HEADER_BYTES = 100,     /* of SQLite's file format, */
    BACKUP_APPLICATION_ID_AT = 68, /* where this stands, big end first */
    BACKUP_TIME_BYTES = 64
};

struct backup {
    const char *database, *file;
    char part[BACKUP_PATH_BYTES]; /* beside file: the copy until it is whole */
    int fd;                       /* of it; -1: none */
    sqlite3 *from, *to;
    struct interrupt interrupt;
};

/* ---- whether FILE may be written ------------------------------------------------------------------------------------ */

static int backup_is_ours(const char *path)
{
    unsigned char header[BACKUP_HEADER_BYTES] = {0}, *id = header + BACKUP_APPLICATION_ID_AT;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t length = fd < 0 ? -1 : read(fd, header, sizeof header);

    if (fd >= 0)
        close(fd);
    return length == (ssize_t)sizeof header && strcmp((char *)header, "SQLite format 3") == 0 &&
           ((uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3]) == SCHEMA_APPLICATION_ID;
}

/* A journal beside it tells of a database in use, and would be taken for the new file's. */
static int backup_has_journal(const char *path)
{
    static const char *const endings[] = {"-wal", "-journal"};
    char journal[BACKUP_PATH_BYTES];

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(journal, sizeof journal, "%s%s", path, endings[i]);
        if (access(journal, F_OK) == 0)
            return 1;
    }
    return 0;
}

static int backup_is_same_file(const struct stat *one, const char *other_path)
{
    struct stat other;

    return stat(other_path, &other) == 0 && one->st_dev == other.st_dev && one->st_ino == other.st_ino;
}

/* Why FILE must not be replaced, or NULL. Reads it before SQLite has anything open: closing a descriptor of a file drops
 * the process's locks of it. */
static const char *backup_objection(const struct backup *backup)
{
    struct stat info;

    if (backup_has_journal(backup->file))
        return "is a database in use: a journal lies beside it";
    if (lstat(backup->file, &info))
        return errno == ENOENT ? NULL : strerror(errno);
    if (backup_is_same_file(&info, backup->database))
        return "is the database itself";
    if (!S_ISREG(info.st_mode))
        return "is there, and no plain file";
    return backup_is_ours(backup->file) ? NULL : "is there, and no backup of a history file: move it away first";
}

/* ---- making it ------------------------------------------------------------------------------------------------------ */

static enum ctl_exit backup_fail(const struct backup *backup, const char *why)
{
    if (!interrupt_waits(&backup->interrupt))
        complain("%s cannot be written: %s", backup->file, why);
    return CTL_FILE;
}

static enum ctl_exit backup_open(struct backup *backup)
{
    /* The copy is worth nothing until it is whole: no journal, and one flush at the end. Exclusive: no -shm beside it. */
    static const char settings[] =
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;";

    if (snprintf(backup->part, sizeof backup->part, "%s.XXXXXX", backup->file) >= (int)sizeof backup->part) {
        backup->part[0] = '\0';
        return backup_fail(backup, strerror(ENAMETOOLONG));
    }
    backup->fd = mkostemp(backup->part, O_CLOEXEC);
    if (backup->fd < 0) {
        backup->part[0] = '\0';
        return backup_fail(backup, strerror(errno));
    }
    if (sqlite3_open_v2(backup->part, &backup->to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_exec(backup->to, settings, NULL, NULL, NULL) != SQLITE_OK)
        return backup_fail(backup, sqlite3_errmsg(backup->to));
    return CTL_OK;
}

/* What is copied is of the moment at which the database was opened, so nothing that is written meanwhile makes it begin
 * anew; and in write-ahead mode that keeps nobody from writing. */
static enum ctl_exit backup_copy(struct backup *backup)
{
    sqlite3_backup *copying = sqlite3_backup_init(backup->to, "main", backup->from, "main");
    int result = copying ? SQLITE_OK : sqlite3_errcode(backup->to);

    while (result == SQLITE_OK && !interrupt_waits(&backup->interrupt))
        result = sqlite3_backup_step(copying, BACKUP_STEP_PAGES);
    sqlite3_backup_finish(copying);
    return result == SQLITE_DONE ? CTL_OK : backup_fail(backup, sqlite3_errstr(result));
}

/* The first row's text of a statement in text, "" without one. */
static int backup_ask(struct backup *backup, const char *sql, char *text, size_t size)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(backup->to, sql, -1, &statement, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_step(statement);
    const char *found = result == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    snprintf(text, size, "%s", found ? found : "");
    sqlite3_finalize(statement);
    return result == SQLITE_ROW ? 0 : -1;
}

static int backup_stop_at_interrupt(void *interrupt)
{
    return interrupt_waits(interrupt);
}

static enum ctl_exit backup_settle(struct backup *backup)
{
    char answer[256];

    sqlite3_progress_handler(backup->to, BACKUP_CHECK_STEPS, backup_stop_at_interrupt, &backup->interrupt);
    if (backup_ask(backup, "PRAGMA journal_mode = DELETE", answer, sizeof answer) || strcmp(answer, "delete") != 0 ||
        backup_ask(backup, "PRAGMA quick_check(1)", answer, sizeof answer))
        return backup_fail(backup, sqlite3_errmsg(backup->to));
    if (strcmp(answer, "ok") == 0)
        return CTL_OK;
    complain("%s is damaged, and %s was not written: %s", backup->database, backup->file, answer);
    return CTL_DAMAGED;
}

/* Some file systems cannot, and the copy is whole anyway. */
static void backup_flush_folder(const char *file)
{
    char path[BACKUP_PATH_BYTES];

    snprintf(path, sizeof path, "%s", file);
    int fd = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

/* Until it is flushed, the copy does not take the place of an older one. The file itself gets the mode, whatever its name has
 * come to stand for in a folder that others may write. */
static enum ctl_exit backup_publish(struct backup *backup)
{
    if (fchmod(backup->fd, BACKUP_MODE) || fsync(backup->fd) || rename(backup->part, backup->file))
        return backup_fail(backup, strerror(errno));
    backup->part[0] = '\0';
    backup_flush_folder(backup->file);
    return CTL_OK;
}

static enum ctl_exit backup_tell(const struct backup *backup, double until_at)
{
    struct stat info = {.st_size = 0};
    struct tm parts, *calendar = until_at > 0 ? reading_calendar(until_at, 1, &parts) : NULL;
    char time[BACKUP_TIME_BYTES], name[BACKUP_PATH_BYTES];

    stat(backup->file, &info);
    utf8_line(backup->file, name, sizeof name);
    if (calendar && strftime(time, sizeof time, "%Y-%m-%d %H:%M:%S %Z", calendar))
        printf("%s: %lld bytes, the history until %s\n", name, (long long)info.st_size, time);
    else
        printf("%s: %lld bytes, no printer has been polled yet\n", name, (long long)info.st_size);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return CTL_OK;
    complain("standard output cannot be written");
    return CTL_FILE;
}

static enum ctl_exit backup_make(struct backup *backup)
{
    char until_at[32];
    enum ctl_exit result = backup_open(backup);

    if (result == CTL_OK)
        result = backup_copy(backup);
    if (result == CTL_OK)
        result = backup_settle(backup);
    if (result == CTL_OK && backup_ask(backup, "SELECT max(polled_at) FROM printer_reading", until_at, sizeof until_at))
        result = backup_fail(backup, sqlite3_errmsg(backup->to));
    sqlite3_close(backup->to);
    if (result == CTL_OK)
        result = backup_publish(backup);
    return result == CTL_OK ? backup_tell(backup, strtod(until_at, NULL)) : result;
}

static void backup_clear(const struct backup *backup)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    char path[BACKUP_PATH_BYTES + 16];

    for (size_t i = 0; backup->part[0] && i < sizeof endings / sizeof *endings; i++) {
        snprintf(path, sizeof path, "%s%s", backup->part, endings[i]);
        unlink(path);
    }
    if (backup->fd >= 0)
        close(backup->fd);
}

enum ctl_exit command_backup(const struct arguments *arguments)
{
    struct backup backup = {.database = arguments->database, .file = arguments->operand, .fd = -1};
    int version;

    if (!*backup.file || strcmp(backup.file, "-") == 0) {
        complain("backup needs the name of a file");
        return CTL_USAGE;
    }
    interrupt_hold(&backup.interrupt);
    const char *objection = backup_objection(&backup);
    if (objection)
        complain("%s %s", backup.file, objection);
    enum ctl_exit result = objection ? CTL_FILE : database_open(backup.database, &backup.from, &version);
    if (result == CTL_OK)
        result = backup_make(&backup);
    sqlite3_close(backup.from);
    backup_clear(&backup);
    interrupt_release(&backup.interrupt);
    return result;
}
