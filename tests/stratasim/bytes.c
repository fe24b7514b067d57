#include "bytes.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int make_room(struct bytes *bytes, size_t more)
{
    size_t capacity = bytes->capacity ? bytes->capacity : 4096;
    while (capacity < bytes->length + more + 1)
        capacity *= 2;
    if (capacity == bytes->capacity)
        return 0;
    char *data = realloc(bytes->data, capacity);
    if (!data) {
        bytes->failed = 1;
        return -1;
    }
    bytes->data = data;
    bytes->capacity = capacity;
    return 0;
}

void bytes_add(struct bytes *bytes, const char *data, size_t length)
{
    if (make_room(bytes, length))
        return;
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    bytes->data[bytes->length] = '\0';
}

void bytes_print(struct bytes *bytes, const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length > 0)
        bytes_add(bytes, line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
}

void bytes_free(struct bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct bytes){0};
}

int bytes_add_file(struct bytes *bytes, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    char part[4096];
    for (size_t length; (length = fread(part, 1, sizeof part, file)) > 0;)
        bytes_add(bytes, part, length);
    int failed = ferror(file) || bytes->failed;
    fclose(file);
    if (failed && !errno)
        errno = EIO;
    return failed ? -1 : 0;
}
