#include "row_json.h"
#include "units.h"
#include "utf8.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROW_JSON_KEY_BYTES = 64 };

/* Texts are written as valid UTF-8; one that somebody else wrote does not make the whole answer fail. */
static json_t *row_json_string(const char *text)
{
    json_t *json = json_string(text);
    char *valid = json || !text ? NULL : malloc(UTF8_GROWTH * strlen(text) + 1);

    if (!valid)
        return json;
    utf8_from_bytes(text, strlen(text), valid);
    json = json_string(valid);
    free(valid);
    return json;
}

/* SQLite knows infinity, JSON does not. */
static json_t *row_json_real(double number)
{
    return isfinite(number) ? json_real(number) : json_null();
}

static json_t *row_json_value(sqlite3_stmt *statement, int column, const char *key)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        if (strncmp(key, "is_", 3) == 0)
            return json_boolean(sqlite3_column_int(statement, column));
        return json_integer(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
        return row_json_real(sqlite3_column_double(statement, column));
    case SQLITE_TEXT:
        return row_json_string((const char *)sqlite3_column_text(statement, column));
    default:
        return json_null();
    }
}

static json_t *row_json_time(sqlite3_stmt *statement, int column)
{
    char text[32];
    time_t at = sqlite3_column_int64(statement, column);
    struct tm utc;

    if (sqlite3_column_type(statement, column) == SQLITE_NULL || !gmtime_r(&at, &utc))
        return json_null();
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return json_string(text);
}

static json_t *row_json_cm3(sqlite3_stmt *statement, int column)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return json_null();
    return row_json_real(sqlite3_column_double(statement, column) * UNITS_CM3_PER_IN3);
}

/* What follows from a column by its name. */
static const struct {
    const char *ending, *derived_ending;
    json_t *(*value)(sqlite3_stmt *statement, int column);
} row_json_derived[] = {
    {"_at",  "_time", row_json_time},
    {"_in3", "_cm3",  row_json_cm3 },
};

static int row_json_derive(json_t *object, sqlite3_stmt *statement, int column, const char *key)
{
    char derived[ROW_JSON_KEY_BYTES];
    size_t length = strlen(key);

    for (size_t i = 0; i < sizeof row_json_derived / sizeof *row_json_derived; i++) {
        size_t ending = strlen(row_json_derived[i].ending);
        if (length <= ending || strcmp(key + length - ending, row_json_derived[i].ending) != 0)
            continue;
        snprintf(derived, sizeof derived, "%.*s%s", (int)(length - ending), key, row_json_derived[i].derived_ending);
        return json_object_set_new(object, derived, row_json_derived[i].value(statement, column));
    }
    return 0;
}

json_t *row_json(sqlite3_stmt *statement, unsigned expose)
{
    json_t *object = json_object();
    int failed = !object;

    for (int i = 0; !failed && i < sqlite3_column_count(statement); i++) {
        const char *key = sqlite3_column_name(statement, i);
        unsigned kind = expose_of_key(key);
        if (key[0] == '_' || (kind & ~expose))
            continue;
        failed = json_object_set_new(object, key, row_json_value(statement, i, key)) ||
                 row_json_derive(object, statement, i, key);
    }
    if (!failed)
        return object;
    json_decref(object);
    return NULL;
}

sqlite3_int64 row_json_column(sqlite3_stmt *statement, const char *name)
{
    for (int i = 0; i < sqlite3_column_count(statement); i++)
        if (strcmp(sqlite3_column_name(statement, i), name) == 0)
            return sqlite3_column_int64(statement, i);
    return 0;
}

char *row_json_text(json_t *json, size_t *length)
{
    char *text = json ? json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(ROW_JSON_REAL_DIGITS)) : NULL;

    json_decref(json);
    if (text)
        *length = strlen(text);
    return text;
}
