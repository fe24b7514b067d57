/* What the files of the store share. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "store.h"
#include "zone.h"
#include <sqlite3.h>

/* ---- statements -------------------------------------------------------------------------------------------------- */

/* What time is summed by, and what is summed: the seconds of each state, and what was built unseen. */
enum store_period { STORE_BY_HOUR, STORE_BY_DAY, STORE_BY_MONTH, STORE_PERIODS };
enum { STORE_SUMS = STATE_COUNT + 1 };

enum store_statement {
    STORE_POLLER_LAST,
    STORE_POLLER_BEGAN,
    STORE_POLLER_ALIVE,
    STORE_POLLER_STOPPED,
    STORE_TIME_ZONE,
    STORE_ZONE_LOAD,
    STORE_ZONE_FORGET,
    STORE_ZONE_ADD,
    STORE_ZONE_HOUR,
    STORE_ZONE_DAY,
    STORE_FLEET_FORGET,
    STORE_FLEET_PRINTER,
    STORE_FLEET_KEY,
    STORE_FLEET_NOW,
    STORE_FLEET_READING,
    STORE_BEGIN_LOAD,
    STORE_BEGIN_NOW,
    STORE_BEGIN_READING,
    STORE_ERA_LOAD,
    STORE_ERA_COMPARE,
    STORE_ERA_ADD,
    STORE_ERA_FILL,
    STORE_ERA_FILL_DAYS,
    STORE_LOAD,
    STORE_LOAD_RUN,
    STORE_LOAD_SPOOLS,
    STORE_LOAD_SAMPLE,
    STORE_LOAD_HOUR,
    STORE_IDENTITY,
    STORE_NOW,
    STORE_NOW_FAILED,
    STORE_READING,
    STORE_READING_FAILED,
    STORE_READING_SUMMED,
    STORE_SPOOL_NOW,
    STORE_SPOOLS_GONE,
    STORE_QUEUE,
    STORE_QUEUE_GONE,
    STORE_SPAN_ENDED,
    STORE_SPAN_OPEN,
    STORE_SPAN_FIRST,
    STORE_MATERIAL_FIND,
    STORE_MATERIAL_NEW,
    STORE_OWNER_FIND,
    STORE_OWNER_NEW,
    STORE_JOB_NEW,
    STORE_JOB_RUNS,
    STORE_JOB_RESULT,
    STORE_JOB_EDGES,
    STORE_JOB_FIGURES,
    STORE_JOB_NAMES,
    STORE_RUN_NOW,
    STORE_RUN_USE,
    STORE_RUN_USE_GONE,
    STORE_RUN_USE_REPLACED,
    STORE_RUN_WASTE,
    STORE_MATERIAL_DAY,
    STORE_SPOOL_LOADED,
    STORE_SPOOL_LEFT,
    STORE_SPOOL_REMOVED,
    STORE_EVENT,
    STORE_SAMPLE,
    STORE_SAMPLE_HOUR,
    STORE_ODOMETER,
    STORE_RETAIN_NEXT,
    STORE_RETAIN_SAMPLES,
    STORE_RETAIN_EVENTS,
    STORE_RETAIN_PEOPLE,
    STORE_RETAIN_NOW,
    STORE_RETAIN_QUEUE,
    STORE_RETAIN_JOBS,
    STORE_RETAIN_OWNERS,
    STORE_RETAIN_WORDS,
    STORE_SUM_ADD, /* one for each sum of each period: period * STORE_SUMS + sum */
    STORE_STATEMENTS = STORE_SUM_ADD + STORE_PERIODS * STORE_SUMS
};

/* The SQL of a statement, as sqlite3_malloc made it: to be freed with sqlite3_free. Every one is prepared by a test. */
char *store_sql(enum store_statement which);

/* ---- fields: a table of columns binds them, makes their SQL, and tells whether they changed ---------------------- */

enum store_kind {
    STORE_TEXT,     /* const char * */
    STORE_LINE,     /* char[] */
    STORE_NUMBER,   /* double; a column of integers takes it as an integer */
    STORE_POSITIVE, /* double; the printer writes 0 for 'none' */
    STORE_ROUNDED,  /* double */
    STORE_E4,       /* double, kept in ten-thousandths */
    STORE_TIME,     /* int64_t; 0: unknown */
    STORE_COUNT,    /* int64_t */
    STORE_INT,      /* int; below 0: unknown */
    STORE_TREMBLING /* as STORE_TIME; moves by itself, which is no change */
};

/* Where a field's value lies: in which of the structs given. */
enum store_source {
    STORE_OF_ROW,
    STORE_OF_JOB,
    STORE_OF_HISTORY,
    STORE_OF_PLACED,
    STORE_OF_PROGRESS,
    STORE_OF_MADE,
    STORE_SOURCES
};

struct store_field {
    const char *column;
    enum store_kind kind;
    enum store_source source;
    size_t offset;
};

struct store_table {
    const struct store_field *fields;
    size_t count;
    int first; /* parameter of the first field; those before are the row's key */
};

/* One pointer for each source that the table uses; NULL: its fields are unknown. */
struct store_values {
    const void *of[STORE_SOURCES];
};

extern const struct store_table store_now_table, store_reading_table, store_spool_now_table, store_queue_table;
extern const struct store_table store_run_now_table, store_job_edges_table, store_job_figures_table;
extern const struct store_table store_sample_table;

void store_bind_fields(sqlite3_stmt *statement, const struct store_table *table, const struct store_values *values);

/* A number that is another one when a value is (in all likelihood); never 0.
 * seed: what came before, or which row it is. */
uint64_t store_hash_fields(const struct store_table *table, const struct store_values *values, uint64_t seed);
uint64_t store_hash_text(uint64_t hash, const char *text);
uint64_t store_hash_number(uint64_t hash, uint64_t number);

/* ---- the store --------------------------------------------------------------------------------------------------- */

/* A text and its key in a table of texts. */
struct store_word {
    char text[HISTORY_SHORT_BYTES];
    int64_t key; /* 0: none yet */
};

enum { STORE_MEASURES = 10 };

/* Words of forgotten people in the index: marked as taken out, and in the file until its parts are merged. */
enum store_forgotten {
    STORE_FORGOTTEN_NONE, /* as far as this poller knows */
    STORE_FORGOTTEN_LEFT,
    STORE_FORGOTTEN_MERGED /* by the running transaction */
};

/* The samples of the hour that is not rolled up yet. */
struct store_sample_hour {
    struct zone_span span;
    int64_t count;   /* 0: there is none */
    int64_t last_at; /* of the last sample */
    double last[STORE_MEASURES], min[STORE_MEASURES], max[STORE_MEASURES];
    double weighted[STORE_MEASURES], weight_s[STORE_MEASURES];
};

/* Hashes of what was written last; 0: not known. */
struct store_written {
    uint64_t identity, now, queue, run_edges, run_names;
    uint64_t spools[STATUS_SPOOLS_MAX];
    size_t spool_count; /* SIZE_MAX: not known */
};

struct store_printer {
    int64_t key, era_key;
    /* Time that is accounted for and not yet in the sums. */
    struct history_piece pending; /* from_at == to_at: none */
    int64_t hour_ended_at;        /* of the hour in which pending begins */
    struct store_written written;
    struct store_word materials[HISTORY_KINDS]; /* of the job, used last */
    struct store_sample_hour hour;
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[STORE_STATEMENTS]; /* prepared at their first use */
    int lock_fd;
    int in_transaction;
    int64_t change_seq; /* of the last commit */
    int64_t clock_at;   /* the server's clock at the last commit */
    int64_t latest_at;  /* what it said at the latest of all commits, as far as is known; 0: none */
    struct zone zone;
    struct zone_span day; /* the day asked for last */
    char day_date[ZONE_DATE_BYTES];
    struct store_printer *printers; /* of the fleet, in its order; NULL: none was taken */
    size_t printer_count;
    int64_t retained_key, retained_job; /* how far retention has come in its round */
    enum store_forgotten forgotten;
    char error[STORE_ERROR_BYTES];
};

/* The statement, prepared, reset and without bindings; NULL with store->error set. */
sqlite3_stmt *store_statement(struct store *store, enum store_statement which);

/* The same, of a row: its key is the first parameter. */
sqlite3_stmt *store_keyed(struct store *store, enum store_statement which, int64_t key);

/* Runs a bound statement that returns no rows. Returns 0, or -1 with store->error set. */
int store_run(struct store *store, sqlite3_stmt *statement);

/* Steps to the next row. Returns 1; 0 where there is none, or -1 with store->error set, and the statement is reset. */
int store_next(struct store *store, sqlite3_stmt *statement);

/* Steps to the first row, which must be there. Returns 0; or -1 with store->error set, and the statement is reset. */
int store_first(struct store *store, sqlite3_stmt *statement);

/* Binds a text of UTF-8, NULL where it is NULL or empty; cut after STORE_TEXT_MAX bytes (the raw text keeps all). It
 * must outlive the statement's run. */
void store_bind_text(sqlite3_stmt *statement, int index, const char *text);

/* The same, cut after STORE_NAME_MAX bytes. */
void store_bind_name(sqlite3_stmt *statement, int index, const char *name);

/* The bytes of a text of UTF-8 that are kept: at most max, cut between two characters. */
int store_text_length(const char *text, int max);

/* Binds Unix seconds, NULL for what is not in years 1970 to 9999. */
void store_bind_time(sqlite3_stmt *statement, int index, int64_t at);

/* Whether the server's clock can be right at that time. Returns 0; or -1, for nothing is to be written by it: time is
 * never taken back, and a moment in another century would be the history's last one. */
int store_judge_clock(struct store *store, int64_t at);

/* Begins a transaction where none is. Returns 0, or -1. */
int store_begin(struct store *store);

/* Gives up the transaction; keeps the message of what failed. What the printers remember of it ends with store_load.
 * Returns -1 always, for `return store_rollback(store)`. */
int store_rollback(struct store *store);

/* The schema version of a database, 0 for an empty one; -1 with a text for people in error where it is not ours to
 * write: another program's, a newer one's, unreadable. */
int store_version(sqlite3 *db, const char *path, char error[STORE_ERROR_BYTES]);

/* Brings a database to the newest schema. Returns 0, or -1 with a text for people in error. */
int store_migrate(sqlite3 *db, const char *path, char error[STORE_ERROR_BYTES]);

/* ---- one subject each; what returns an int returns 0, or -1 with store->error set ------------------------------ */

/* store_zone.c: the offsets of the process's zone from now on. */
int store_renew_zone(struct store *store, int64_t now_at);

/* The local day around `at`: its span, its date until the next call. */
const char *store_day(struct store *store, int64_t at, struct zone_span *span);

/* store_era.c: the printer's present era, made where there is none (then from began_at), filled or followed by another
 * (from `at`) as the row of the printer is now. */
int store_take_era(struct store *store, struct store_printer *printer, int64_t began_at, int64_t at);

/* store_begin.c: the history of a printer that has none: the local day of its present state, unobserved until then. */
int store_begin_history(struct store *store, struct store_printer *printer, int64_t at);

/* store_present.c: the rows of the present, but for the reading, which is written last. */
int store_write_present(struct store *store, const struct store_row *row);
int store_write_reading(struct store *store, const struct store_row *row);

/* store_history.c: what changed. */
int store_write_changes(struct store *store, const struct store_row *row);
int store_write_event(struct store *store, const struct history_event *event, int64_t printer_key, int64_t job_key);
int store_write_open_span(struct store *store, const struct store_printer *printer,
                          const struct history_printer *history);
int store_write_span(struct store *store, const struct store_printer *printer, const struct history_span *span);

/* store_sums.c: takes a piece into the sums, soon or at once. */
int store_sum(struct store *store, struct store_printer *printer, const struct history_piece *piece);
int store_flush(struct store *store, struct store_printer *printer);
int store_sum_up(struct store *store); /* all that waits, of every printer: the poller ends */
int store_sum_unseen_build(struct store *store, struct store_printer *printer,
                           const struct history_unseen_build *build);

/* store_load.c: RESULT_RUNNING for NULL and for words nobody knows. */
enum history_result store_result_by_name(const char *name);

/* store_job.c: a run's rows, its key in *key. Then, after its use was booked, what is over. */
int store_write_run(struct store *store, const struct store_row *row, const struct history_run_change *change,
                    int64_t *key);
int store_write_use(struct store *store, const struct store_row *row, const struct history_run *run,
                    const struct history_use *use, int64_t job_key);
int store_end_run(struct store *store, const struct history_run_change *change, int64_t key);

/* store_word.c: the key of a text, which gets a row where it has none. "" is the unknown material; an owner of "" or
 * NULL is none, key 0. cached: what was asked for last. */
int store_material_key(struct store *store, const char *material, int64_t *key);
int store_cached_material_key(struct store *store, struct store_word *cached, const char *material, int64_t *key);
int store_owner_key(struct store *store, const char *owner, int64_t *key);

/* store_spool.c */
int store_write_spool_change(struct store *store, const struct store_row *row,
                             const struct history_spool_change *change);

/* store_retain.c: takes words of forgotten people out of the file, where there are any. */
int store_merge_words(struct store *store);

/* store_sample.c */
int store_write_sample(struct store *store, const struct store_row *row);
int store_load_sample_hour(struct store *store, struct store_printer *printer);

#endif
