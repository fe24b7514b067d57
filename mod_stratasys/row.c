#include "row.h"
#include "units.h"
#include "utf8.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROW_JSON_BYTES = 8192 }; /* of a usual row */

/* ---- what is shown ---------------------------------------------------------------------------------------------------- */

/* What follows from a column by the end of its name. */
static const struct row_rule {
    const char *ending, *derived_ending;
    enum row_form form;
    int in_json, in_csv;
} row_rules[] = {
    {"at",   "time",  ROW_TIME,  1, 0},
    {"at",   "local", ROW_LOCAL, 0, 1},
    {"_in3", "_cm3",  ROW_CM3,   1, 1},
};

enum { ROW_RULES = sizeof row_rules / sizeof *row_rules };

/* "at" is an ending of its own word only: of "at" and "polled_at", not of "format". */
static int row_ends_with(const char *key, const char *ending)
{
    size_t length = strlen(key), ending_length = strlen(ending);

    if (length < ending_length || strcmp(key + length - ending_length, ending) != 0)
        return 0;
    return length == ending_length || ending[0] == '_' || key[length - ending_length - 1] == '_';
}

static int row_derive_name(const char *key, const struct row_rule *rule, char name[ROW_NAME_BYTES])
{
    if (!row_ends_with(key, rule->ending))
        return 0;
    snprintf(name, ROW_NAME_BYTES, "%.*s%s", (int)(strlen(key) - strlen(rule->ending)), key, rule->derived_ending);
    return 1;
}

int row_derived_name(const char *key, enum row_form form, char name[ROW_NAME_BYTES])
{
    for (int i = 0; i < ROW_RULES; i++)
        if (row_rules[i].form == form && row_derive_name(key, &row_rules[i], name))
            return 1;
    return 0;
}

/* The column's place in the SELECT, which it joins when it is not there yet. */
static int row_plan_column(struct row_plan *plan, size_t place)
{
    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->columns[i] == place)
            return (int)i;
    plan->columns[plan->column_count] = (unsigned char)place;
    return (int)plan->column_count++;
}

static void row_plan_cell(struct row_plan *plan, size_t place, enum row_form form, const char *name)
{
    struct row_cell *cell = &plan->cells[plan->cell_count++];

    snprintf(cell->name, sizeof cell->name, "%s", name);
    cell->key = key_find(plan->shape->columns[place].key);
    cell->form = form;
    cell->column = row_plan_column(plan, place);
}

static int row_is_there(const struct row_column *column, unsigned has_bits)
{
    return column->only_if == 0 || (column->only_if & has_bits);
}

static int row_is_hidden(const struct row_column *column, unsigned expose)
{
    return (key_find(column->key)->kind & ~expose) != 0;
}

void row_plan_all(struct row_plan *plan, const struct row_shape *shape, unsigned has_bits, unsigned expose, int is_csv,
                  const struct zone *zone)
{
    char name[ROW_NAME_BYTES];

    *plan = (struct row_plan){.shape = shape, .zone = zone};
    for (size_t i = 0; i < shape->count; i++) {
        const struct row_column *column = &shape->columns[i];
        if (!row_is_there(column, has_bits) || row_is_hidden(column, expose))
            continue;
        row_plan_cell(plan, i, ROW_AS_IS, column->key);
        for (int rule = 0; rule < ROW_RULES; rule++)
            if ((is_csv ? row_rules[rule].in_csv : row_rules[rule].in_json) &&
                row_derive_name(column->key, &row_rules[rule], name))
                row_plan_cell(plan, i, row_rules[rule].form, name);
    }
}

/* Finds the column that a field names, itself or derived, and its form. */
static int row_find_field(const struct row_plan *plan, unsigned has_bits, const char *field, size_t *place,
                          enum row_form *form)
{
    char name[ROW_NAME_BYTES];

    for (*place = 0; *place < plan->shape->count; (*place)++) {
        const struct row_column *column = &plan->shape->columns[*place];
        *form = ROW_AS_IS;
        if (!row_is_there(column, has_bits))
            continue;
        if (strcmp(column->key, field) == 0)
            return 1;
        for (int rule = 0; rule < ROW_RULES; rule++) {
            *form = row_rules[rule].form;
            if (row_derive_name(column->key, &row_rules[rule], name) && strcmp(name, field) == 0)
                return 1;
        }
    }
    return 0;
}

static enum row_trouble row_plan_field(struct row_plan *plan, unsigned has_bits, unsigned expose, const char *field)
{
    size_t place;
    enum row_form form;

    if (!row_find_field(plan, has_bits, field, &place, &form))
        return ROW_NO_SUCH_FIELD;
    if (row_is_hidden(&plan->shape->columns[place], expose))
        return ROW_HIDDEN_FIELD;
    for (size_t i = 0; i < plan->cell_count; i++)
        if (strcmp(plan->cells[i].name, field) == 0)
            return ROW_FIELD_TWICE;
    if (plan->cell_count == ROW_CELLS_MAX)
        return ROW_TOO_MANY_FIELDS;
    row_plan_cell(plan, place, form, field);
    return ROW_OK;
}

enum row_trouble row_plan_fields(struct row_plan *plan, const struct row_shape *shape, unsigned has_bits,
                                 unsigned expose, const struct zone *zone, const char *fields,
                                 char wrong[ROW_NAME_BYTES])
{
    enum row_trouble trouble = ROW_OK;

    *plan = (struct row_plan){.shape = shape, .zone = zone};
    while (trouble == ROW_OK) {
        size_t length = strcspn(fields, ",");
        snprintf(wrong, ROW_NAME_BYTES, "%.*s", (int)length, fields);
        trouble = length < ROW_NAME_BYTES ? row_plan_field(plan, has_bits, expose, wrong) : ROW_NO_SUCH_FIELD;
        if (fields[length] == '\0')
            break;
        fields += length + 1;
    }
    return trouble;
}

void row_columns(const struct row_plan *plan, struct buffer *sql)
{
    for (size_t i = 0; i < plan->column_count; i++) {
        const struct row_column *column = &plan->shape->columns[plan->columns[i]];
        buffer_format(sql, "%s%s AS %s", i ? ", " : "", column->sql ? column->sql : column->key, column->key);
    }
}

/* ---- values ----------------------------------------------------------------------------------------------------------- */

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

static json_t *row_json_value(sqlite3_stmt *statement, const struct row_cell *cell)
{
    switch (sqlite3_column_type(statement, cell->column)) {
    case SQLITE_INTEGER:
        if (cell->key->type == KEY_BOOLEAN)
            return json_boolean(sqlite3_column_int(statement, cell->column));
        return json_integer(sqlite3_column_int64(statement, cell->column));
    case SQLITE_FLOAT:
        return row_json_real(sqlite3_column_double(statement, cell->column));
    case SQLITE_TEXT:
        return row_json_string((const char *)sqlite3_column_text(statement, cell->column));
    default:
        return json_null();
    }
}

/* Writes a time, moved by offset_s, in that format of strftime. */
static void row_time_text(time_t at, const char *format, char text[ROW_NAME_BYTES])
{
    struct tm parts;

    text[0] = '\0';
    if (gmtime_r(&at, &parts))
        strftime(text, ROW_NAME_BYTES, format, &parts);
}

/* The text of a cell that is derived from a time or a volume; "" for NULL. */
static void row_derived_text(const struct row_plan *plan, sqlite3_stmt *statement, const struct row_cell *cell,
                             char text[ROW_NAME_BYTES])
{
    int64_t at = sqlite3_column_int64(statement, cell->column);

    text[0] = '\0';
    if (sqlite3_column_type(statement, cell->column) == SQLITE_NULL)
        return;
    if (cell->form == ROW_TIME)
        row_time_text(at, "%Y-%m-%dT%H:%M:%SZ", text);
    else if (plan->zone)
        row_time_text(at + zone_offset_s(plan->zone, at), "%Y-%m-%d %H:%M:%S", text);
}

static json_t *row_json_cell(const struct row_plan *plan, sqlite3_stmt *statement, const struct row_cell *cell)
{
    char text[ROW_NAME_BYTES];

    if (cell->form == ROW_AS_IS || sqlite3_column_type(statement, cell->column) == SQLITE_NULL)
        return row_json_value(statement, cell);
    if (cell->form == ROW_CM3)
        return row_json_real(sqlite3_column_double(statement, cell->column) * UNITS_CM3_PER_IN3);
    row_derived_text(plan, statement, cell, text);
    return text[0] ? json_string(text) : json_null();
}

json_t *row_json(const struct row_plan *plan, sqlite3_stmt *statement)
{
    json_t *object = json_object();

    for (size_t i = 0; object && i < plan->cell_count; i++) {
        const struct row_cell *cell = &plan->cells[i];
        if (json_object_set_new_nocheck(object, cell->name, row_json_cell(plan, statement, cell)) == 0)
            continue;
        json_decref(object);
        return NULL;
    }
    return object;
}

void row_write_json(struct buffer *buffer, json_t *json)
{
    size_t flags = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(ROW_REAL_DIGITS);
    size_t room = ROW_JSON_BYTES, length = 0;
    char *bytes = NULL;

    /* It tells how much it needs where that is more than there is. */
    for (; json && (bytes = buffer_reserve(buffer, room)); room = length) {
        length = json_dumpb(json, bytes, room, flags);
        if (length <= room)
            break;
    }
    if (bytes && length > 0)
        buffer_wrote(buffer, length);
    else
        buffer->failed = 1;
    json_decref(json);
}

/* ---- CSV -------------------------------------------------------------------------------------------------------------- */

static void row_write_csv_number(struct buffer *buffer, const struct csv_form *form, double number, int is_first)
{
    char text[ROW_NAME_BYTES] = "";

    if (isfinite(number))
        sqlite3_snprintf(sizeof text, text, "%.*g", ROW_REAL_DIGITS, number); /* a point in every locale */
    csv_number(buffer, form, text, is_first);
}

static void row_write_csv_value(struct buffer *buffer, sqlite3_stmt *statement, const struct row_cell *cell,
                                const struct csv_form *form, int is_first)
{
    char text[ROW_NAME_BYTES] = "";
    const char *value;

    switch (sqlite3_column_type(statement, cell->column)) {
    case SQLITE_INTEGER:
        snprintf(text, sizeof text, "%lld", (long long)sqlite3_column_int64(statement, cell->column));
        csv_number(buffer, form, text, is_first);
        return;
    case SQLITE_FLOAT:
        row_write_csv_number(buffer, form, sqlite3_column_double(statement, cell->column), is_first);
        return;
    case SQLITE_TEXT:
        value = (const char *)sqlite3_column_text(statement, cell->column);
        buffer->failed |= !value; /* no memory */
        csv_text(buffer, form, value ? value : "", is_first);
        return;
    default:
        csv_number(buffer, form, "", is_first);
    }
}

void row_write_csv(struct buffer *buffer, const struct row_plan *plan, sqlite3_stmt *statement,
                   const struct csv_form *form)
{
    char text[ROW_NAME_BYTES];

    for (size_t i = 0; i < plan->cell_count; i++) {
        const struct row_cell *cell = &plan->cells[i];
        if (cell->form == ROW_AS_IS || sqlite3_column_type(statement, cell->column) == SQLITE_NULL) {
            row_write_csv_value(buffer, statement, cell, form, i == 0);
        } else if (cell->form == ROW_CM3) {
            double in3 = sqlite3_column_double(statement, cell->column);
            row_write_csv_number(buffer, form, in3 * UNITS_CM3_PER_IN3, i == 0);
        } else {
            row_derived_text(plan, statement, cell, text);
            csv_number(buffer, form, text, i == 0); /* a date to spreadsheets, not a text */
        }
    }
    csv_end_line(buffer);
}

void row_write_csv_head(struct buffer *buffer, const struct row_plan *plan, const struct csv_form *form)
{
    for (size_t i = 0; i < plan->cell_count; i++)
        csv_text(buffer, form, plan->cells[i].name, i == 0);
    csv_end_line(buffer);
}

sqlite3_int64 row_column(sqlite3_stmt *statement, const char *name)
{
    for (int i = 0; i < sqlite3_column_count(statement); i++)
        if (strcmp(sqlite3_column_name(statement, i), name) == 0)
            return sqlite3_column_int64(statement, i);
    return 0;
}
