#include "buffer.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER_ROOM = 1024 };

/* Room for so many bytes more and the NUL behind them. */
static int buffer_make_room(struct buffer *buffer, size_t length)
{
    size_t room = buffer->room ? buffer->room : BUFFER_ROOM;

    if (buffer->failed || length >= BUFFER_BYTES_MAX - buffer->length) {
        buffer->failed = 1;
        return -1;
    }
    while (room <= buffer->length + length)
        room *= 2;
    if (room == buffer->room)
        return 0;
    char *bytes = realloc(buffer->bytes, room);
    buffer->failed = !bytes;
    if (!bytes)
        return -1;
    buffer->bytes = bytes;
    buffer->room = room;
    return 0;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0 || buffer_make_room(buffer, length))
        return;
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

char *buffer_reserve(struct buffer *buffer, size_t length)
{
    return buffer_make_room(buffer, length) ? NULL : buffer->bytes + buffer->length;
}

void buffer_wrote(struct buffer *buffer, size_t length)
{
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list list, again;

    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    if (length < 0)
        buffer->failed = 1;
    else if (buffer_make_room(buffer, (size_t)length) == 0) {
        vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
    va_end(list);
}

char *buffer_take(struct buffer *buffer, size_t *length)
{
    char *bytes = buffer->failed ? NULL : buffer->bytes;

    *length = buffer->length;
    if (!bytes)
        free(buffer->bytes);
    else if (buffer->room > 2 * BUFFER_ROOM && (bytes = realloc(buffer->bytes, buffer->length + 1)) == NULL)
        bytes = buffer->bytes; /* what is kept long takes no more room than it needs */
    *buffer = (struct buffer){0};
    return bytes;
}

void buffer_empty(struct buffer *buffer)
{
    buffer->length = 0;
    if (buffer->bytes)
        buffer->bytes[0] = '\0';
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}
