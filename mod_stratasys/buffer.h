/* Bytes that grow, bounded: answers and SQL texts are written into them. */
#ifndef BUFFER_H
#define BUFFER_H

#include <stddef.h>

enum { BUFFER_BYTES_MAX = 64 * 1024 * 1024 };

/* {0} is empty. Without memory, and beyond BUFFER_BYTES_MAX, it fails once and for all: only the end has to look. */
struct buffer {
    char *bytes; /* owned; terminated unless NULL */
    size_t length, room;
    int failed;
};

void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room behind the bytes, at least that long, to be written to; buffer_wrote says how much of it was. NULL when it failed. */
char *buffer_reserve(struct buffer *buffer, size_t length);
void buffer_wrote(struct buffer *buffer, size_t length);

/* The bytes, to be freed by the caller, and an empty buffer; NULL when it failed (or is empty). */
char *buffer_take(struct buffer *buffer, size_t *length);

/* Forgets what it holds, keeps the room. */
void buffer_empty(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

#endif
