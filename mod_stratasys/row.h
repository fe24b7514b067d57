/*
 * A row of a SELECT as a JSON object or a line of CSV. What a row can show is a shape, a constant table; what one request shows
 * of it is a plan: what the location does not expose is left out, so is what fields= does not name.
 */
#ifndef ROW_H
#define ROW_H

#include "buffer.h"
#include "csv.h"
#include "keys.h"
#include "zone.h"
#include <jansson.h>
#include <sqlite3.h>

enum { ROW_COLUMNS_MAX = 80, ROW_CELLS_MAX = 160, ROW_NAME_BYTES = 48, ROW_REAL_DIGITS = 12 };

/* A column of a SELECT: its name is the JSON key, which keys.c knows. */
struct row_column {
    const char *key;
    const char *sql;  /* the expression; NULL: the column of that name */
    unsigned only_if; /* shown where the request has one of these bits; 0: always */
};

struct row_shape {
    const char *name; /* as OpenAPI calls it: "Job" */
    const struct row_column *columns;
    size_t count;
};

/*
 * What follows from a column by its name, and stands behind it: x_at (or at) has x_time (time), RFC 3339 in UTC, in JSON, and
 * x_local (local), "2025-03-30 14:05:00" in the zone of reports, in CSV; x_in3 has x_cm3 in both.
 */
enum row_form { ROW_AS_IS, ROW_TIME, ROW_LOCAL, ROW_CM3 };

struct row_cell {
    char name[ROW_NAME_BYTES];
    const struct key *key; /* of the column that it is made of */
    enum row_form form;
    int column; /* in the SELECT, from 0 */
};

struct row_plan {
    const struct row_shape *shape;
    const struct zone *zone; /* for ROW_LOCAL; not owned */
    size_t column_count, cell_count;
    unsigned char columns[ROW_COLUMNS_MAX]; /* in the order of the SELECT: places in the shape */
    struct row_cell cells[ROW_CELLS_MAX];
};

/* What has_bits, expose and the format let show of shape. zone may be NULL where no CSV is written. */
void row_plan_all(struct row_plan *plan, const struct row_shape *shape, unsigned has_bits, unsigned expose, int is_csv,
                  const struct zone *zone);

/* Why fields= cannot be followed. */
enum row_trouble { ROW_OK, ROW_NO_SUCH_FIELD, ROW_HIDDEN_FIELD, ROW_FIELD_TWICE, ROW_TOO_MANY_FIELDS };

/* Only the cells that fields names (with commas between; derived ones of either format too), in that order. On trouble the name is in
 * wrong. */
enum row_trouble row_plan_fields(struct row_plan *plan, const struct row_shape *shape, unsigned has_bits,
                                 unsigned expose, const struct zone *zone, const char *fields,
                                 char wrong[ROW_NAME_BYTES]);

/* Writes the columns for a SELECT: "expression AS key, …". */
void row_columns(const struct row_plan *plan, struct buffer *sql);

/* The row that statement stands on, whose columns are first those of row_columns, as a new reference; NULL without memory. NULL is
 * null; keys of the type boolean are true and false; infinity is null. */
json_t *row_json(const struct row_plan *plan, sqlite3_stmt *statement);

/* The text of a JSON value, compact, appended. Takes over the reference; without one, or memory, the buffer fails. */
void row_write_json(struct buffer *buffer, json_t *json);

/* The same as a line of CSV; the line of the names. NULL is an empty cell. */
void row_write_csv(struct buffer *buffer, const struct row_plan *plan, sqlite3_stmt *statement,
                   const struct csv_form *form);
void row_write_csv_head(struct buffer *buffer, const struct row_plan *plan, const struct csv_form *form);

/* The value of the column of that name as an integer, 0 where it is NULL or absent. */
sqlite3_int64 row_column(sqlite3_stmt *statement, const char *name);

/* What follows from a key of that name: its derived names in JSON or CSV (NULL: none), for OpenAPI. Writes it to name. */
int row_derived_name(const char *key, enum row_form form, char name[ROW_NAME_BYTES]);

#endif
