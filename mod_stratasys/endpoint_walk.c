#include "endpoint_walk.h"
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int walk_is_down(const struct endpoint_request *request)
{
    return request->sort[0] == '-';
}

/* ---- places ----------------------------------------------------------------------------------------------------------- */

static int walk_key_count(const struct walk *walk)
{
    return walk->keys[1] ? 2 : 1;
}

static int walk_compare(const struct walk *walk, const struct walk_place *a, const struct walk_place *b)
{
    for (int i = 0; i < walk_key_count(walk); i++)
        if (a->keys[i] != b->keys[i])
            return a->keys[i] < b->keys[i] ? -1 : 1;
    return 0;
}

/* What comes from a client: whole numbers with a comma between, as walk_pass writes them. */
static int walk_read(const struct walk *walk, const char *text, struct walk_place *place)
{
    for (int i = 0; i < walk_key_count(walk); i++) {
        char *end;
        if ((i > 0 && *text++ != ',') || !isdigit((unsigned char)*text))
            return -1;
        errno = 0;
        place->keys[i] = strtoll(text, &end, 10);
        if (errno)
            return -1;
        text = end;
    }
    return *text == '\0' ? 0 : -1;
}

/* Beyond what was asked for it leads nowhere. */
static void walk_narrow(struct walk *walk, const struct walk_place *place)
{
    if (walk->is_down && walk_compare(walk, place, &walk->below) < 0)
        walk->below = *place;
    if (!walk->is_down && walk_compare(walk, place, &walk->above) > 0)
        walk->above = *place;
}

int walk_begin(const struct list_chunk *chunk, struct walk *walk)
{
    struct walk_place place;

    if (chunk->position[0] == '\0')
        return 0;
    if (walk_read(walk, chunk->position, &place))
        return problem_note(&chunk->request->problem, 400, "This is no cursor of this list",
                            "Take the cursor from `next` of the page before.");
    walk_narrow(walk, &place);
    return 0;
}

void walk_pass(struct list_chunk *chunk, const struct walk *walk, const struct walk_place *place)
{
    int length = snprintf(chunk->position, sizeof chunk->position, "%lld", (long long)place->keys[0]);

    if (walk->keys[1])
        snprintf(chunk->position + length, sizeof chunk->position - (size_t)length, ",%lld", (long long)place->keys[1]);
}

/* ---- statements ------------------------------------------------------------------------------------------------------- */

/* From FROM on, without an order. */
static void walk_write_from(const struct walk *walk, int is_filtered, struct buffer *sql)
{
    buffer_format(sql, " FROM %s WHERE ", walk->table);
    if (walk->keys[1])
        buffer_format(sql, "(%s, %s) > (?1, ?2) AND (%s, %s) < (?3, ?4)", walk->keys[0], walk->keys[1], walk->keys[0],
                      walk->keys[1]);
    else
        buffer_format(sql, "%s > ?1 AND %s < ?3", walk->keys[0], walk->keys[0]);
    buffer_format(sql, "%s%s", walk->found, is_filtered ? walk->filter : "");
}

static void walk_write_order(const struct walk *walk, struct buffer *sql)
{
    const char *down = walk->is_down ? " DESC" : "";

    buffer_format(sql, " ORDER BY %s%s", walk->keys[0], down);
    if (walk->keys[1])
        buffer_format(sql, ", %s%s", walk->keys[1], down);
}

/* "at AS _key, seq AS _key2" */
static void walk_write_keys(const struct walk *walk, struct buffer *sql)
{
    buffer_format(sql, "%s AS _key", walk->keys[0]);
    if (walk->keys[1])
        buffer_format(sql, ", %s AS _key2", walk->keys[1]);
}

static sqlite3_stmt *walk_prepare(struct endpoint_request *request, const struct walk *walk, struct buffer *sql)
{
    sqlite3_stmt *statement = endpoint_statement(request, sql);

    if (!statement)
        return NULL;
    for (int i = 0; i < walk_key_count(walk); i++) {
        sqlite3_bind_int64(statement, 1 + i, walk->above.keys[i]);
        sqlite3_bind_int64(statement, 3 + i, walk->below.keys[i]);
    }
    walk->bind(request, statement);
    return statement;
}

/* The key of the row that statement stands on: its columns from `column` on. */
static struct walk_place walk_place_of(const struct walk *walk, sqlite3_stmt *statement, int column)
{
    struct walk_place place = {{0}};

    for (int i = 0; i < walk_key_count(walk); i++)
        place.keys[i] = sqlite3_column_int64(statement, column + i);
    return place;
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

/* The last row of the next window, all rows counted. Returns 1, or 0 where the walk ends before it, or -1. */
static int walk_find_window(struct endpoint_request *request, const struct walk *walk, struct walk_place *last)
{
    struct buffer sql = {0};

    buffer_text(&sql, "SELECT ");
    walk_write_keys(walk, &sql);
    walk_write_from(walk, 0, &sql);
    walk_write_order(walk, &sql);
    buffer_format(&sql, " LIMIT 1 OFFSET %d", WALK_WINDOW_ROWS - 1);
    sqlite3_stmt *statement = walk_prepare(request, walk, &sql);
    int result = statement ? sqlite3_step(statement) : SQLITE_ERROR;
    if (result == SQLITE_ROW)
        *last = walk_place_of(walk, statement, 0);
    sqlite3_reset(statement);
    return result == SQLITE_ROW ? 1 : result == SQLITE_DONE ? 0 : -1;
}

/* The walk as far as that row, which is its last one. */
static struct walk walk_until(const struct walk *walk, const struct walk_place *last)
{
    struct walk part = *walk;
    int64_t *end = walk->is_down ? part.above.keys : part.below.keys;

    for (int i = 0; i < WALK_KEYS; i++)
        end[i] = last->keys[i];
    end[walk_key_count(walk) - 1] += walk->is_down ? -1 : 1;
    return part;
}

/* The statement of the rows; behind the plan's columns come the keys. */
static sqlite3_stmt *walk_select(struct endpoint_request *request, const struct walk *walk)
{
    struct buffer sql = {0}, more = {0};

    walk_write_keys(walk, &more);
    walk_write_from(walk, 1, &more);
    walk_write_order(walk, &more);
    if (!more.failed)
        endpoint_select(request, &sql, more.bytes);
    buffer_free(&more);
    return walk_prepare(request, walk, &sql);
}

/* Writes rows until the chunk is full. Returns 1 when there are more, 0 when there are none, or -1. */
static int walk_rows(struct list_chunk *chunk, const struct walk *walk)
{
    sqlite3_stmt *statement = walk_select(chunk->request, walk);
    int result = SQLITE_ERROR;

    while (statement && (result = sqlite3_step(statement)) == SQLITE_ROW && chunk->rows < chunk->limit) {
        struct walk_place place = walk_place_of(walk, statement, (int)chunk->request->plan.column_count);
        list_add(chunk, statement);
        walk_pass(chunk, walk, &place);
    }
    sqlite3_reset(statement);
    return result == SQLITE_ROW ? 1 : result == SQLITE_DONE ? 0 : -1;
}

/* Passes the next window, or all that is left, and narrows the walk to what is behind. */
static int walk_window(struct list_chunk *chunk, struct walk *walk)
{
    struct walk_place last;
    int has_more = walk->filter[0] ? walk_find_window(chunk->request, walk, &last) : 0;

    if (has_more < 0)
        return -1;
    struct walk part = has_more ? walk_until(walk, &last) : *walk;
    int is_full = walk_rows(chunk, &part);
    if (is_full != 0)
        return is_full < 0 ? -1 : 0;
    chunk->is_end = !has_more;
    if (has_more) {
        walk_pass(chunk, walk, &last);
        walk_narrow(walk, &last);
    }
    return 0;
}

int walk_fetch_within(struct list_chunk *chunk, const struct walk *whole, int *windows)
{
    struct walk walk = *whole;

    if (walk_begin(chunk, &walk))
        return -1;
    for (; *windows > 0 && !chunk->is_end && chunk->rows < chunk->limit; (*windows)--)
        if (walk_window(chunk, &walk))
            return -1;
    return 0;
}

int walk_fetch(struct list_chunk *chunk, const struct walk *walk)
{
    int windows = WALK_WINDOWS_MAX;

    return walk_fetch_within(chunk, walk, &windows);
}

int walk_count(struct endpoint_request *request, const struct walk *walk, int64_t *total)
{
    struct buffer sql = {0};

    buffer_text(&sql, "SELECT count(*)");
    walk_write_from(walk, 1, &sql);
    sqlite3_stmt *statement = walk_prepare(request, walk, &sql);
    int result = statement ? sqlite3_step(statement) : SQLITE_ERROR;
    if (result == SQLITE_ROW)
        *total = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return result == SQLITE_ROW ? 0 : -1;
}
