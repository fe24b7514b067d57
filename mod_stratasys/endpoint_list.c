/* Lists: a page as bytes, or all rows as a stream that is read piece by piece. */
#include "endpoints_internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

static void list_separate(struct list_chunk *chunk)
{
    if (!chunk->request->is_csv && chunk->before + chunk->rows > 0)
        buffer_text(chunk->out, ",");
    chunk->rows++;
}

void list_add_json(struct list_chunk *chunk, json_t *json)
{
    list_separate(chunk);
    row_write_json(chunk->out, json);
}

void list_add(struct list_chunk *chunk, sqlite3_stmt *statement)
{
    struct endpoint_request *request = chunk->request;

    if (!request->is_csv) {
        list_add_json(chunk, row_json(&request->plan, statement));
        return;
    }
    list_separate(chunk);
    row_write_csv(chunk->out, &request->plan, statement, &request->csv);
}

/* ---- places ----------------------------------------------------------------------------------------------------------- */

/* A cursor is the order that it belongs to, a tilde, and the list's position. */
static int list_take_cursor(struct endpoint_request *request, char position[LIST_POSITION_BYTES])
{
    const char *cursor = request->query.values[QUERY_CURSOR];
    size_t length = strlen(request->sort);

    position[0] = '\0';
    if (!cursor)
        return 0;
    if (strncmp(cursor, request->sort, length) != 0 || cursor[length] != '~' || cursor[length + 1] == '\0' ||
        strlen(cursor + length + 1) >= LIST_POSITION_BYTES)
        return problem_note(&request->problem, 400, "This is no cursor of this list",
                            "Take the cursor from `next` of the page before, with the same sort and group_by.");
    snprintf(position, LIST_POSITION_BYTES, "%s", cursor + length + 1);
    return 0;
}

/* The address of the page behind the chunk; NULL without memory. */
static char *list_next_url(struct endpoint_request *request, const struct list_chunk *chunk)
{
    struct buffer url = {0};
    const char *place = request->question.places[request->question.area];
    char cursor[ROW_NAME_BYTES + LIST_POSITION_BYTES];
    size_t length;

    snprintf(cursor, sizeof cursor, "%s~%s", request->sort, chunk->position);
    query_write_path(&url, place, strlen(place));
    buffer_text(&url, "/");
    query_write_path(&url, request->question.path, strlen(request->question.path));
    buffer_text(&url, "?");
    for (int i = 0; i < QUERY_PARAMETERS; i++)
        if (request->query.values[i] && i != QUERY_CURSOR) {
            query_write(&url, (enum query_parameter)i, request->query.values[i]);
            buffer_text(&url, "&");
        }
    query_write(&url, QUERY_CURSOR, cursor);
    return buffer_take(&url, &length);
}

/* ---- what is around the rows ------------------------------------------------------------------------------------------ */

static void list_write_begin(struct endpoint_request *request, struct buffer *out)
{
    if (!request->is_csv) {
        buffer_text(out, "{\"items\":[");
        return;
    }
    csv_begin(out, &request->csv);
    row_write_csv_head(out, &request->plan, &request->csv);
}

/* total below 0: not counted; next_url NULL: no more. */
static void list_write_end(struct endpoint_request *request, struct buffer *out, int64_t total, const char *next_url)
{
    const struct endpoint_list *list = request->endpoint->list;

    if (request->is_csv)
        return;
    buffer_text(out, "],\"total\":");
    row_write_json(out, total < 0 ? json_null() : json_integer(total));
    buffer_text(out, ",\"next\":");
    row_write_json(out, next_url ? json_string(next_url) : json_null());
    if (list->extra)
        list->extra(request, out);
    buffer_text(out, "}");
}

/* "printers-lab-jobs.csv": the path, without what a file system could take amiss. */
static char *list_file_name(const struct endpoint_request *request)
{
    struct buffer name = {0};
    size_t length;

    for (const char *c = request->question.path; *c; c++)
        buffer_format(&name, "%c", *c == '/' ? '-' : *c);
    buffer_text(&name, ".csv");
    return buffer_take(&name, &length);
}

static int list_set_type(struct endpoint_request *request)
{
    if (!request->is_csv)
        return 0;
    request->ready->content_type = "text/csv; charset=utf-8; header=present";
    request->ready->file_name = list_file_name(request);
    return request->ready->file_name ? 0 : -1;
}

/* ---- a page ----------------------------------------------------------------------------------------------------------- */

static int list_count_rows(struct endpoint_request *request, const struct list_chunk *chunk, int64_t *total)
{
    const struct endpoint_list *list = request->endpoint->list;

    *total = -1;
    if (request->query.values[QUERY_CURSOR] || request->is_csv)
        return 0;
    *total = chunk->is_end ? chunk->rows : chunk->total;
    return *total < 0 && list->count ? list->count(request, total) : 0;
}

static int list_render_page(struct endpoint_request *request, struct list_chunk *chunk)
{
    int64_t total;
    struct ready *ready = request->ready;

    chunk->limit = (int)query_number(&request->query, QUERY_LIMIT, LIST_LIMIT);
    if (request->endpoint->list->fetch(chunk) || list_count_rows(request, chunk, &total))
        return -1;
    if (!chunk->is_end && !(ready->next_url = list_next_url(request, chunk)))
        return -1;
    list_write_end(request, chunk->out, total, ready->next_url);
    return 0;
}

/* ---- a stream --------------------------------------------------------------------------------------------------------- */

struct list_stream {
    struct ready_stream stream;
    struct endpoint_request request; /* the question's texts outlive it, the query is its own */
    struct list_chunk chunk;
    unsigned generation; /* of the file that it began with */
    int is_ended, is_counted;
};

static int list_fetch_piece(struct list_stream *stream, struct buffer *out)
{
    struct list_chunk *chunk = &stream->chunk;

    chunk->request = &stream->request;
    chunk->out = out;
    chunk->before += chunk->rows;
    chunk->rows = 0;
    chunk->limit = LIST_CHUNK_ROWS;
    if (stream->request.endpoint->list->fetch(chunk) || out->failed)
        return -1;
    stream->is_ended = chunk->is_end;
    if (stream->is_ended)
        list_write_end(&stream->request, out,
                       stream->request.query.values[QUERY_CURSOR] ? -1 : chunk->before + chunk->rows, NULL);
    return 0;
}

/* Each piece is read by a connection that it gives back: none is held while bytes go out. The client may take long to read: whose file
 * it is has to be looked at again. */
static int list_stream_next(struct ready_stream *self, struct buffer *out)
{
    struct list_stream *stream = (struct list_stream *)self;
    struct endpoint_request *request = &stream->request;
    enum reader_trouble trouble;

    if (stream->is_ended)
        return 0;
    request->reader = reader_take(request->endpoints->readers, time(NULL), &trouble);
    if (!request->reader)
        return -1;
    int result = request->reader->generation != stream->generation || reader_hold(request->reader) ||
                         list_fetch_piece(stream, out)
                     ? -1
                     : 1;
    reader_give(request->endpoints->readers, request->reader);
    request->reader = NULL;
    return result;
}

static void list_stream_end(struct ready_stream *self)
{
    struct list_stream *stream = (struct list_stream *)self;

    if (stream->is_counted)
        atomic_fetch_sub(&stream->request.endpoints->streams, 1);
    if (stream->chunk.forget)
        stream->chunk.forget(stream->chunk.kept);
    query_free(&stream->request.query);
    free(stream);
}

/* A place among the streams, which list_stream_end gives back. What the first piece has to its end needs none: so lists that are read
 * slowly do not keep short ones from others. Returns 0, or -1 with the problem. */
static int list_stream_count(struct list_stream *stream)
{
    struct endpoints *endpoints = stream->request.endpoints;

    if (stream->is_ended)
        return 0;
    stream->is_counted = 1;
    if (atomic_fetch_add(&endpoints->streams, 1) < endpoints->streams_max)
        return 0;
    return problem_note(&stream->request.problem, 503, "Too many long lists at once",
                        "Others are being read whole at the moment. Ask again in a while, or for pages: limit=1000.");
}

/* The first piece is the answer's body; the stream takes over the query. */
static int list_render_stream(struct endpoint_request *request, struct list_chunk *chunk)
{
    struct list_stream *stream = calloc(1, sizeof *stream);

    if (!stream)
        return -1;
    stream->stream = (struct ready_stream){list_stream_next, list_stream_end};
    stream->request = *request;
    stream->chunk = *chunk;
    stream->chunk.is_stream = 1;
    stream->generation = request->reader->generation;
    stream->request.plan.zone = &stream->request.zone;
    if (list_fetch_piece(stream, chunk->out) || list_stream_count(stream)) {
        request->problem = stream->request.problem;
        stream->request.query = (struct query){.memory = NULL};
        list_stream_end(&stream->stream);
        return -1;
    }
    stream->request.ready = NULL;
    stream->request.reader = NULL;
    request->query = (struct query){.memory = NULL};
    if (stream->is_ended)
        list_stream_end(&stream->stream);
    else
        request->ready->stream = &stream->stream;
    return 0;
}

int list_is_stream(const struct endpoint_request *request)
{
    const char *limit = request->query.values[QUERY_LIMIT], *format = request->query.values[QUERY_FORMAT];

    if (!request->endpoint->list || request->endpoint->list->is_short)
        return 0;
    return limit ? strcmp(limit, "all") == 0 : format && strcmp(format, "csv") == 0;
}

int list_render(struct endpoint_request *request)
{
    struct buffer out = {0};
    struct list_chunk chunk = {.request = request, .out = &out, .total = -1};
    int is_stream = list_is_stream(request);

    if (endpoint_prepare(request, request->endpoint->list->shape) || list_take_cursor(request, chunk.position) ||
        list_set_type(request) || endpoint_note_due(request))
        return -1;
    list_write_begin(request, &out);
    if ((is_stream ? list_render_stream(request, &chunk) : list_render_page(request, &chunk)) == 0)
        return endpoint_set_body(request->ready, &out);
    buffer_free(&out);
    return -1;
}
