#include "session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAYLOAD_FIRST_BYTES = 4096 };

/* What is awaited in each step, for people. */
static const char *const awaited[] = {
    [SESSION_SENDFILE] = "the packet SendFile",
    [SESSION_ARGUMENTS] = "the packet NA behind SendFile",
    [SESSION_SIZE] = "the packet with the size of status.sts",
    [SESSION_PAYLOAD] = "the status text",
};

__attribute__((format(printf, 2, 3))) static void fail(struct session *s, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(s->error, sizeof s->error, format, arguments);
    va_end(arguments);
    s->result = SESSION_ERROR;
    s->step = SESSION_ENDED;
}

static void fail_unexpected(struct session *s, const char *expected)
{
    char shown[FRAME_SHOW_BYTES];
    frame_show(s->frame, shown);
    fail(s, "expected %s" SESSION_QUOTE "%s\"", expected, shown);
}

static void queue(struct session *s, const char *text)
{
    if (s->output_used + FRAME_BYTES > sizeof s->output) {
        fail(s, "the printer answers before it was asked");
        return;
    }
    frame_write(s->output + s->output_used, text);
    s->output_used += FRAME_BYTES;
}

void session_begin(struct session *s)
{
    memset(s, 0, sizeof *s);
    queue(s, "GetFile");
    queue(s, "status.sts");
    queue(s, "NA");
}

void session_end(struct session *s)
{
    free(s->payload);
    memset(s, 0, sizeof *s);
}

const char *session_output(const struct session *s, size_t *length)
{
    *length = s->output_used - s->output_sent;
    return s->output + s->output_sent;
}

void session_sent(struct session *s, size_t length)
{
    s->output_sent += length;
    if (s->output_sent >= s->output_used)
        s->output_sent = s->output_used = 0;
}

/* The number that the frame holds: digits, then nothing but blanks and NULs. 0 for anything else and for what is
 * larger than a payload may be. */
static size_t size_of(const char frame[FRAME_BYTES])
{
    size_t size = 0, i = 0;
    for (; i < FRAME_BYTES && frame[i] >= '0' && frame[i] <= '9'; i++) {
        size = size * 10 + (size_t)(frame[i] - '0');
        if (size > SESSION_PAYLOAD_MAX)
            return 0;
    }
    for (; i < FRAME_BYTES; i++) {
        if (frame[i] != '\0' && frame[i] != ' ' && frame[i] != '\t')
            return 0;
    }
    return size;
}

static void take_arguments(struct session *s)
{
    if (frame_is(s->frame, "NA")) {
        s->step = SESSION_SIZE;
        queue(s, "OK");
    } else if (++s->argument_count > SESSION_ARGUMENTS_MAX) {
        fail_unexpected(s, awaited[SESSION_ARGUMENTS]);
    }
}

static void take_size(struct session *s)
{
    s->payload_size = size_of(s->frame);
    if (s->payload_size == 0) {
        char expected[96];
        snprintf(expected, sizeof expected, "the size of status.sts (digits, 1 to %d)", SESSION_PAYLOAD_MAX);
        fail_unexpected(s, expected);
        return;
    }
    s->step = SESSION_PAYLOAD;
    queue(s, "OK");
}

static void take_frame(struct session *s)
{
    if (s->step == SESSION_ARGUMENTS)
        take_arguments(s);
    else if (s->step == SESSION_SIZE)
        take_size(s);
    else if (frame_is(s->frame, "SendFile"))
        s->step = SESSION_ARGUMENTS;
    else
        fail_unexpected(s, awaited[SESSION_SENDFILE]);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t feed_frame(struct session *s, const char *bytes, size_t length)
{
    size_t taken = smaller(length, FRAME_BYTES - s->frame_used);
    memcpy(s->frame + s->frame_used, bytes, taken);
    s->frame_used += taken;
    if (s->frame_used == FRAME_BYTES) {
        s->frame_used = 0;
        take_frame(s);
    }
    return taken;
}

/* Makes room for needed bytes. The announced size is only a limit: memory follows what came. */
static int payload_reserve(struct session *s, size_t needed)
{
    if (needed <= s->payload_capacity)
        return 0;
    size_t capacity = s->payload_capacity > 0 ? s->payload_capacity : PAYLOAD_FIRST_BYTES;
    while (capacity < needed)
        capacity *= 2;
    capacity = smaller(capacity, s->payload_size);
    char *grown = realloc(s->payload, capacity);
    if (grown == NULL)
        return -1;
    s->payload = grown;
    s->payload_capacity = capacity;
    return 0;
}

static size_t feed_payload(struct session *s, const char *bytes, size_t length)
{
    size_t taken = smaller(length, s->payload_size - s->payload_used);
    if (payload_reserve(s, s->payload_used + taken) != 0) {
        fail(s, "no memory for %zu bytes of the status text", s->payload_used + taken);
        return taken;
    }
    memcpy(s->payload + s->payload_used, bytes, taken);
    s->payload_used += taken;
    if (s->payload_used == s->payload_size) {
        s->result = SESSION_DONE;
        s->step = SESSION_ENDED;
    }
    return taken;
}

enum session_result session_feed(struct session *s, const char *bytes, size_t length)
{
    while (length > 0 && s->result == SESSION_MORE) {
        size_t taken = s->step == SESSION_PAYLOAD ? feed_payload(s, bytes, length) : feed_frame(s, bytes, length);
        bytes += taken;
        length -= taken;
    }
    return s->result;
}

enum session_result session_closed(struct session *s)
{
    if (s->result != SESSION_MORE)
        return s->result;
    const char *what = awaited[s->step];
    if (s->step == SESSION_PAYLOAD)
        fail(s, "the printer closed the connection after %zu of %zu bytes of %s", s->payload_used, s->payload_size,
             what);
    else if (s->frame_used > 0)
        fail(s, "the printer closed the connection after %zu of %d bytes of %s", s->frame_used, FRAME_BYTES, what);
    else
        fail(s, "the printer closed the connection before %s", what);
    return s->result;
}
