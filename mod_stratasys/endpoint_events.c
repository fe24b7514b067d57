/* What happened: a list that a client reads on by `after`, without losing an event or seeing one twice. */
#include "endpoint_walk.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct row_column event_columns[] = {
    {.key = "seq"},
    {.key = "at"},
    {.key = "printer", .sql = "(SELECT printer FROM printer p WHERE p.printer_key = e.printer_key)"},
    {.key = "kind"},
    {.key = "text"},
    {.key = "job_uid", .sql = "job_key"},
};
static const struct row_shape shape_event = {"Event", event_columns, sizeof event_columns / sizeof *event_columns};

enum { EVENT_OF_PRINTER = WALK_BOUND, EVENT_OF_KIND, EVENT_FROM, EVENT_TO, EVENT_AFTER };
enum { EVENT_FILTER_BYTES = 256 };

/* What the row alone tells, by the order: the time is the index's in one of them, the number in the other; the index of
 * a printer's events is ordered by the number. */
static const struct event_filter {
    enum query_parameter parameter;
    int if_by_at, if_by_seq;
    const char *sql;
} event_filters[] = {
    {QUERY_PRINTER,    1, 0, " AND e.printer_key = (" ENDPOINT_PRINTER_KEY("?5") ")"},
    {QUERY_EVENT_KIND, 1, 1, " AND e.kind = ?6"                                                         },
    {QUERY_FROM,       0, 1, " AND e.at >= ?7"                                                          },
    {QUERY_TO,         0, 1, " AND e.at < ?8"                                                           },
    {QUERY_AFTER,      1, 0, " AND e.seq > ?9"                                                          },
};

static void events_bind(struct endpoint_request *request, sqlite3_stmt *statement)
{
    endpoint_bind_query(request, statement, EVENT_OF_PRINTER, QUERY_PRINTER);
    endpoint_bind_query(request, statement, EVENT_OF_KIND, QUERY_EVENT_KIND);
    sqlite3_bind_int64(statement, EVENT_FROM, request->from_at);
    sqlite3_bind_int64(statement, EVENT_TO, request->to_at);
    sqlite3_bind_int64(statement, EVENT_AFTER, query_number(&request->query, QUERY_AFTER, -1));
}

static int events_are_by_at(const struct endpoint_request *request)
{
    return strcmp(request->sort + walk_is_down(request), "at") == 0;
}

static void events_write_filter(const struct endpoint_request *request, char filter[EVENT_FILTER_BYTES])
{
    int is_by_at = events_are_by_at(request);
    size_t used = 0;

    filter[0] = '\0';
    for (size_t i = 0; i < sizeof event_filters / sizeof *event_filters; i++) {
        const struct event_filter *part = &event_filters[i];
        if (request->query.values[part->parameter] && (is_by_at ? part->if_by_at : part->if_by_seq))
            used += (size_t)snprintf(filter + used, EVENT_FILTER_BYTES - used, "%s", part->sql);
    }
}

/* filter is where its text lies. */
static struct walk events_walk(const struct endpoint_request *request, char filter[EVENT_FILTER_BYTES])
{
    struct walk walk = {.found = "", .filter = filter, .is_down = walk_is_down(request), .bind = events_bind};

    events_write_filter(request, filter);
    if (events_are_by_at(request)) {
        walk.table = "event e INDEXED BY event_at";
        walk.keys[0] = "e.at";
        walk.keys[1] = "e.seq";
        walk.above = (struct walk_place){{request->from_at - 1, INT64_MAX}};
        walk.below = (struct walk_place){{request->to_at, INT64_MIN}};
        return walk;
    }
    walk.table = "event e NOT INDEXED";
    walk.keys[0] = "e.seq";
    walk.above.keys[0] = query_number(&request->query, QUERY_AFTER, -1);
    walk.below.keys[0] = INT64_MAX;
    if (request->query.values[QUERY_PRINTER]) {
        walk.table = "event e INDEXED BY event_printer";
        walk.found = event_filters[0].sql;
    }
    return walk;
}

static int events_fetch(struct list_chunk *chunk)
{
    char filter[EVENT_FILTER_BYTES];
    struct walk walk = events_walk(chunk->request, filter);

    return walk_fetch(chunk, &walk);
}

static int events_count(struct endpoint_request *request, int64_t *total)
{
    char filter[EVENT_FILTER_BYTES];
    struct walk walk = events_walk(request, filter);

    return walk_count(request, &walk, total);
}

/* Who asks for a time gets them by time, unless they read on: so a page of it does not pass all the others. */
static int events_prepare(struct endpoint_request *request)
{
    const char *const *values = request->query.values;

    if (!values[QUERY_SORT] && !values[QUERY_AFTER] && (values[QUERY_FROM] || values[QUERY_TO]))
        snprintf(request->sort, sizeof request->sort, "at");
    return 0;
}

/* ---- where a client stands --------------------------------------------------------------------------------------- */

/* The number behind which events are asked for, -1 where there is none. A page begins where the one before it ended:
 * what was removed up to there has been read. */
static int64_t events_asked_after(const struct endpoint_request *request)
{
    static const char by_seq[] = "seq~";
    const char *cursor = request->query.values[QUERY_CURSOR];
    int64_t after = query_number(&request->query, QUERY_AFTER, -1), read = -1;

    if (cursor && strncmp(cursor, by_seq, strlen(by_seq)) == 0)
        read = strtoll(cursor + strlen(by_seq), NULL, 10);
    return read > after ? read : after;
}

/* Columns of the statement below. */
enum { STAND_FIRST, STAND_LAST, STAND_NEXT, STAND_FIRST_EVER };

/* The numbers follow each other without a hole, so the next one that is kept tells whether any is missing. One that was
 * never given is of another past of this database (it was restored from a copy): from there nothing can be read on. */
static int events_have_gap(sqlite3_stmt *statement, int64_t after)
{
    int64_t last = sqlite3_column_int64(statement, STAND_LAST),
            before_all = sqlite3_column_int64(statement, STAND_FIRST_EVER) - 1;

    if (after < 0)
        return 0;
    return after > last ||
           sqlite3_column_int64(statement, STAND_NEXT) - 1 > (after > before_all ? after : before_all);
}

static void events_write_stand(sqlite3_stmt *statement, int64_t after, struct buffer *out)
{
    buffer_text(out, ",\"first_seq\":");
    if (sqlite3_column_type(statement, STAND_FIRST) == SQLITE_NULL)
        buffer_text(out, "null");
    else
        buffer_format(out, "%lld", (long long)sqlite3_column_int64(statement, STAND_FIRST));
    buffer_format(out, ",\"last_seq\":%lld,\"is_gap\":%s", (long long)sqlite3_column_int64(statement, STAND_LAST),
                  events_have_gap(statement, after) ? "true" : "false");
}

/* Of all events, whatever is filtered. */
static void events_extra(struct endpoint_request *request, struct buffer *out)
{
    static const char sql[] = "SELECT (SELECT min(seq) FROM event), s.seq, "
                              "coalesce((SELECT min(seq) FROM event WHERE seq > ?1), s.seq + 1), "
                              "(SELECT first_event_seq FROM about) FROM sqlite_sequence s WHERE s.name = 'event'";
    int64_t after = events_asked_after(request);
    sqlite3_stmt *statement = reader_prepare(request->reader, sql);

    if (!statement) {
        out->failed = 1;
        return;
    }
    sqlite3_bind_int64(statement, 1, after);
    if (sqlite3_step(statement) == SQLITE_ROW)
        events_write_stand(statement, after, out);
    else
        out->failed = 1;
    sqlite3_reset(statement);
}

const struct endpoint_list list_events = {
    .shape = &shape_event,
    .fetch = events_fetch,
    .count = events_count,
    .sorts = "seq at",
    .prepare = events_prepare,
    .extra = events_extra,
};
