/* Reads a history file and tells what in it is wrong. */
#include "check.h"
#include "commands.h"
#include "database.h"
#include "schema.h"
#include "utf8.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { CHECK_EXAMPLES = 5, CHECK_TEXT_BYTES = 512 };

struct finding {
    long long wrong; /* rows; 1 when the check could not be made */
    size_t examples;
    char texts[CHECK_EXAMPLES][CHECK_TEXT_BYTES];
};

static void finding_add(struct finding *finding, const char *text)
{
    finding->wrong++;
    if (finding->examples < CHECK_EXAMPLES)
        utf8_line(text, finding->texts[finding->examples++], CHECK_TEXT_BYTES);
}

/* Runs the first statement of *sql and moves it on; returns SQLITE_DONE, or what went wrong. */
static int check_step(sqlite3 *db, const char **sql, struct finding *finding)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db, *sql, -1, &statement, sql);

    while (result == SQLITE_OK && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *found = (const char *)sqlite3_column_text(statement, 0);
        finding_add(finding, found ? found : "a row");
        result = SQLITE_OK;
    }
    sqlite3_finalize(statement);
    return result;
}

static void check_make(sqlite3 *db, const struct check *check, struct finding *finding)
{
    const char *rest = check->sql;
    char text[CHECK_TEXT_BYTES];
    int result = SQLITE_DONE;

    *finding = (struct finding){.wrong = 0};
    while (result == SQLITE_DONE && *rest)
        result = check_step(db, &rest, finding);
    if (result != SQLITE_DONE) {
        snprintf(text, sizeof text, "this could not be checked: %s", sqlite3_errmsg(db));
        finding_add(finding, text);
    }
}

/* ---- telling --------------------------------------------------------------------------------------------------------- */

static void check_print(const struct check *check, const struct finding *finding)
{
    if (finding->wrong == 0)
        printf("%s: ok\n", check->name);
    else
        printf("%s: WRONG, %lld %s\n", check->name, finding->wrong, finding->wrong == 1 ? "time" : "times");
    for (size_t i = 0; i < finding->examples; i++)
        printf("    %s\n", finding->texts[i]);
    if (finding->wrong > (long long)finding->examples)
        printf("    ...\n");
}

static json_t *check_json(const struct check *check, const struct finding *finding)
{
    json_t *examples = json_array();

    for (size_t i = 0; i < finding->examples; i++)
        json_array_append_new(examples, json_string(finding->texts[i]));
    return json_pack("{s:s, s:I, s:o}", "name", check->name, "wrong", (json_int_t)finding->wrong, "examples", examples);
}

static void check_conclude(const char *path, size_t failed)
{
    char name[CHECK_TEXT_BYTES];

    utf8_line(path, name, sizeof name);
    if (failed == 0)
        printf("%s: all %zu checks are ok\n", name, check_count);
    else
        printf("%s: %zu of %zu checks found something wrong\n", name, failed, check_count);
}

static int check_conclude_json(const char *path, json_t *list, size_t failed)
{
    char name[CHECK_TEXT_BYTES];
    json_t *report = json_pack("{s:s, s:b, s:o}", "database", utf8_line(path, name, sizeof name), "is_ok", failed == 0,
                               "checks", list);
    int result = report ? json_dumpf(report, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII) : -1;

    putchar('\n');
    json_decref(report);
    return result;
}

/* ---- the command ----------------------------------------------------------------------------------------------------- */

/* Returns the number of checks that found something; prints each as soon as it is made unless they go to list. */
static size_t check_all(sqlite3 *db, json_t *list)
{
    size_t failed = 0;

    for (size_t i = 0; i < check_count; i++) {
        struct finding finding;
        check_make(db, &checks[i], &finding);
        failed += finding.wrong > 0;
        if (list)
            json_array_append_new(list, check_json(&checks[i], &finding));
        else
            check_print(&checks[i], &finding);
        fflush(stdout);
    }
    return failed;
}

static enum ctl_exit check_database(const struct arguments *arguments, sqlite3 *db)
{
    json_t *list = arguments->is_json ? json_array() : NULL;
    /* Room for sorting, as a million jobs need it. */
    sqlite3_exec(db, "PRAGMA cache_size = -65536", NULL, NULL, NULL);
    size_t failed = check_all(db, list);
    int is_unwritten = 0;

    if (list)
        is_unwritten = check_conclude_json(arguments->database, list, failed);
    else
        check_conclude(arguments->database, failed);
    if (fflush(stdout) || ferror(stdout) || is_unwritten) {
        complain("standard output cannot be written");
        return CTL_FILE;
    }
    return failed ? CTL_DAMAGED : CTL_OK;
}

enum ctl_exit command_check(const struct arguments *arguments)
{
    sqlite3 *db;
    int version;
    enum ctl_exit result = database_open(arguments->database, &db, &version);

    if (result != CTL_OK)
        return result;
    if (version < (int)schema_step_count) {
        complain("%s has schema version %d of %d: the poller brings it up to date when httpd starts",
                 arguments->database, version, (int)schema_step_count);
        result = CTL_FILE;
    } else {
        result = check_database(arguments, db);
    }
    sqlite3_close(db);
    return result;
}
