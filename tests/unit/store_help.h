/* What the tests of store and endpoints share: a database in a folder of its own, written as the poller writes it. */
#ifndef STORE_HELP_H
#define STORE_HELP_H

#include "libproto_help.h"
#include "rawfile.h"
#include "store.h"
#include <dirent.h>
#include <sqlite3.h>
#include <time.h>

enum { T = 1700000000, PLACE_PRINTERS = 3 };

struct place {
    char folder[64], database[128];
    struct fleet fleet;
    struct fleet_printer printers[PLACE_PRINTERS];
    struct store *store;
    struct store_printer *rows[PLACE_PRINTERS]; /* the printers in the store */
    struct history_printer history[PLACE_PRINTERS];
};

/* An empty folder; no database yet. */
static inline struct place *place_make(void)
{
    static const char *const ids[PLACE_PRINTERS] = {"lab", "shop", "attic"};
    struct place *place = calloc(1, sizeof *place);
    strcpy(place->folder, "/tmp/test_store.XXXXXX");
    setenv("TZ", "UTC", 1);
    tzset();
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->database, sizeof place->database, "%s/test.db", place->folder);
    for (int i = 0; i < PLACE_PRINTERS; i++)
        place->printers[i] = (struct fleet_printer){
            .id = ids[i], .host = "10.0.0.5", .port = FLEET_PORT, .interval_ms = 10000, .timeout_ms = 5000};
    place->fleet = (struct fleet){.printers = place->printers,
                                  .printer_count = PLACE_PRINTERS,
                                  .database_path = place->database,
                                  .raw_dir = place->folder,
                                  .offline_after = 3};
    return place;
}

/* A poller begins. */
static inline void place_open(struct place *place, int64_t at)
{
    char error[STORE_ERROR_BYTES] = "";
    if (store_open(place->database, &place->store, error) != STORE_OK)
        fail_msg("%s", error);
    if (store_take_fleet(place->store, &place->fleet, at, place->rows))
        fail_msg("%s", store_error(place->store));
    for (size_t i = 0; i < place->fleet.printer_count; i++)
        assert_int_equal(store_load(place->store, place->rows[i], &place->history[i]), 0);
}

/* A poller ends in good order. */
static inline void place_close(struct place *place, int64_t at)
{
    store_close(place->store, at);
    place->store = NULL;
}

/* A printer answers text (NULL: it fails), and the poller writes that without committing it. */
static inline void place_write(struct place *place, int printer, int64_t at, const char *text)
{
    struct status *status = text ? status_read(text, strlen(text)) : NULL;
    struct history_poll poll = {.at = at,
                                .status = status,
                                .interval_ms = 10000,
                                .offline_after = place->fleet.offline_after,
                                .sample_interval_s = FLEET_SAMPLE_INTERVAL_S};
    struct history_changes *changes = calloc(1, sizeof *changes);
    history_step(&place->history[printer], &poll, changes);
    struct store_row row = {.printer = place->rows[printer],
                            .history = &place->history[printer],
                            .changes = changes,
                            .trouble = text ? NULL : "cannot connect: Connection refused",
                            .status = status,
                            .product = place->printers[printer].product};
    if (status) {
        row.progress = progress_of(status, place->history[printer].state);
        assert_int_equal(rawfile_write(place->folder, place->printers[printer].id, text, strlen(text)), 0);
    }
    if (store_write(place->store, &row))
        fail_msg("%s", store_error(place->store));
    status_free(status);
    free(changes);
}

static inline void place_poll(struct place *place, int printer, int64_t at, const char *text)
{
    place_write(place, printer, at, text);
    if (store_commit(place->store, at))
        fail_msg("%s", store_error(place->store));
}

static inline void place_poll_fixture(struct place *place, int printer, int64_t at, const char *fixture)
{
    size_t length;
    char *text = fixture_read(fixture, &length);
    place_poll(place, printer, at, text);
    free(text);
}

/* The fixture with the first `from` in it replaced, to be freed. */
static inline char *fixture_with(const char *fixture, const char *from, const char *to)
{
    size_t length;
    char *text = fixture_read(fixture, &length), *out = malloc(length + strlen(to) + 1);
    char *found = strstr(text, from);
    if (!found)
        fail_msg("no \"%s\" in %s", from, fixture);
    sprintf(out, "%.*s%s%s", (int)(found - text), text, to, found + strlen(from));
    free(text);
    return out;
}

/* Another connection to the database, as a person has. */
static inline sqlite3 *place_person(const struct place *place)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(place->database, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    return db;
}

/* The rows of a SELECT, values between '|', rows between newlines, to be freed. */
static inline char *rows_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    char *rows = calloc(1, 65536);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    for (int row = 0; sqlite3_step(statement) == SQLITE_ROW; row++)
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            size_t used = strlen(rows);
            snprintf(rows + used, 65536 - used, "%s%s", i ? "|" : row ? "\n" : "", text ? text : "NULL");
        }
    sqlite3_finalize(statement);
    return rows;
}

static inline void assert_rows(const struct place *place, const char *sql, const char *expected)
{
    sqlite3 *db = place_person(place);
    char *rows = rows_of(db, sql);
    assert_string_equal(rows, expected);
    free(rows);
    sqlite3_close(db);
}

static inline int place_setup(void **state)
{
    *state = place_make();
    return 0;
}

static inline int place_setup_open(void **state)
{
    struct place *place = place_make();
    place_open(place, T);
    *state = place;
    return 0;
}

static inline int place_teardown(void **state)
{
    struct place *place = *state;
    if (place->store)
        place_close(place, T);
    DIR *entries = opendir(place->folder);
    for (struct dirent *entry; (entry = readdir(entries));)
        unlinkat(dirfd(entries), entry->d_name, 0);
    closedir(entries);
    int result = rmdir(place->folder);
    free(place);
    return result;
}

#endif
