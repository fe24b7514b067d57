/* All keys of a printer's last status text, as rows of a list. */
#include "document.h"
#include "endpoints_internal.h"
#include "rawfile.h"
#include "v1.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct row_column status_key_columns[] = {
    {.key = "section"}, {.key = "position"}, {.key = "key"}, {.key = "value"}};
static const struct row_shape shape_status_key = {"StatusKey", status_key_columns,
                                                  sizeof status_key_columns / sizeof *status_key_columns};

/* A row that is bound, not read: so it has the plan, the formats and the bytes of every other list. */
#define STATUS_KEYS_ROW "NULL AS _key FROM (SELECT ?1 AS section, ?2 AS position, ?3 AS key, ?4 AS value)"
enum { STATUS_KEYS_SECTION = 1, STATUS_KEYS_POSITION, STATUS_KEYS_KEY, STATUS_KEYS_VALUE };

/* Of one text: real ones have about 320, and 30 for each job that waits. */
enum { STATUS_KEYS_MAX = 2000 };

/* A chunk being filled. Rows are counted as far as the location shows them. */
struct status_rows {
    struct list_chunk *chunk;
    sqlite3_stmt *row;
    unsigned hidden;
    int64_t limit, first, count;
};

/* ---- what is shown ---------------------------------------------------------------------------------------------------- */

/* What could not be read as Tcl may hold a piece of a name, or of a serial, under any key. */
static int status_keys_hide_section(const struct status_rows *rows, const struct document_section *section)
{
    return section->damaged && rows->hidden != 0;
}

static int status_keys_hide(const struct status_rows *rows, const char *section, const struct document_key *key)
{
    return (expose_of_section_key(section, key->name) & rows->hidden) != 0;
}

/* Whether a section is a list of spools or jobs, also where it has one alone. */
static int status_keys_is_list(const struct document_section *section)
{
    return section->group_count > 1 || strcmp(section->name, "cassette") == 0 || strcmp(section->name, "queue") == 0;
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

static int status_keys_write(struct status_rows *rows, const struct document_key *key)
{
    char *value = v1_text(key->value);

    if (!value)
        return -1;
    sqlite3_reset(rows->row);
    sqlite3_bind_text(rows->row, STATUS_KEYS_KEY, key->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(rows->row, STATUS_KEYS_VALUE, value, -1, SQLITE_STATIC);
    int result = sqlite3_step(rows->row);
    if (result == SQLITE_ROW)
        list_add(rows->chunk, rows->row);
    sqlite3_reset(rows->row);
    free(value);
    return result == SQLITE_ROW ? 0 : -1;
}

static int status_keys_add_group(struct status_rows *rows, const char *section, const struct document_group *group)
{
    for (size_t i = 0; i < group->key_count; i++) {
        if (rows->count == STATUS_KEYS_MAX)
            return 0;
        if (status_keys_hide(rows, section, &group->keys[i]))
            continue;
        if (rows->count++ < rows->first || rows->chunk->rows >= rows->limit)
            continue;
        if (status_keys_write(rows, &group->keys[i]))
            return -1;
    }
    return 0;
}

static int status_keys_add_section(struct status_rows *rows, const struct document_section *section)
{
    sqlite3_clear_bindings(rows->row);
    sqlite3_bind_text(rows->row, STATUS_KEYS_SECTION, section->name, -1, SQLITE_STATIC);
    for (size_t i = 0; i < section->group_count; i++) {
        if (status_keys_is_list(section))
            sqlite3_bind_int64(rows->row, STATUS_KEYS_POSITION, (sqlite3_int64)i + 1);
        if (status_keys_add_group(rows, section->name, &section->groups[i]))
            return -1;
    }
    return 0;
}

/* Adds the rows of the chunk, and counts all. */
static int status_keys_add(struct status_rows *rows, const struct document *document)
{
    for (size_t i = 0; i < document->section_count; i++)
        if (!status_keys_hide_section(rows, &document->sections[i]) &&
            status_keys_add_section(rows, &document->sections[i]))
            return -1;
    return 0;
}

/* ---- the list --------------------------------------------------------------------------------------------------------- */

/* The last text, read; one without any section where the printer has not answered yet. NULL on failure. */
static struct document *status_keys_read(const struct endpoint_request *request)
{
    char *text = NULL;
    size_t length = 0;

    if (rawfile_read(request->endpoints->raw_dir, request->id, &text, &length) && errno != ENOENT)
        return NULL;
    struct document *document = document_read(text ? text : "", length);
    free(text);
    return document;
}

/* The position is how many rows there were before. */
static int status_keys_begin(struct list_chunk *chunk, struct status_rows *rows)
{
    struct endpoint_request *request = chunk->request;
    struct buffer sql = {0};
    char *end = chunk->position;

    *rows = (struct status_rows){
        .chunk = chunk,
        .hidden = (EXPOSE_IDENTITY | EXPOSE_PEOPLE) & ~request->question.expose,
        .limit = query_number(&request->query, QUERY_LIMIT, STATUS_KEYS_MAX),
        .first = chunk->position[0] ? strtoll(chunk->position, &end, 10) : 0,
    };
    if (*end || strspn(chunk->position, "0123456789") != strlen(chunk->position))
        return problem_note(&request->problem, 400, "This is no cursor of this list",
                            "Take the cursor from `next` of the page before.");
    endpoint_select(request, &sql, STATUS_KEYS_ROW);
    rows->row = endpoint_statement(request, &sql);
    return rows->row ? 0 : -1;
}

static int status_keys_fetch(struct list_chunk *chunk)
{
    struct status_rows rows;

    if (status_keys_begin(chunk, &rows))
        return -1;
    struct document *document = status_keys_read(chunk->request);
    int result = document ? status_keys_add(&rows, document) : -1;
    document_free(document);
    sqlite3_clear_bindings(rows.row);
    snprintf(chunk->position, sizeof chunk->position, "%lld", (long long)rows.first + chunk->rows);
    chunk->is_end = rows.first + chunk->rows >= rows.count;
    chunk->total = rows.count;
    return result;
}

const struct endpoint_list list_status_keys = {.shape = &shape_status_key, .fetch = status_keys_fetch, .is_short = 1};
