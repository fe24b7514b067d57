/* A row of a SELECT as a JSON object: the column names are the keys. */
#ifndef ROW_JSON_H
#define ROW_JSON_H

#include "expose.h"
#include <jansson.h>
#include <sqlite3.h>

enum { ROW_JSON_REAL_DIGITS = 12 };

/*
 * The row that statement stands on, as a new reference; NULL without memory. NULL columns are null; columns named is_*
 * are booleans. A column x_at is followed by x_time (RFC 3339, UTC), a column x_in3 by x_cm3. Columns that begin with
 * `_`, and those of a kind that is not in expose, are left out.
 */
json_t *row_json(sqlite3_stmt *statement, unsigned expose);

/* The value of the column of that name as an integer, 0 where it is NULL or absent. */
sqlite3_int64 row_json_column(sqlite3_stmt *statement, const char *name);

/* The text of a JSON value, compact, to be freed by the caller; its length in *length. NULL without memory. Takes over
 * the reference. */
char *row_json_text(json_t *json, size_t *length);

#endif
