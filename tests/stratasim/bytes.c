#include "bytes.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 32 };

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

void bytes_text(struct bytes *bytes, const char *text)
{
    bytes_add(bytes, text, strlen(text));
}

/* Writes the digits so that they end before end; returns where they begin. */
static char *write_digits(uint64_t number, char *end)
{
    do
        *--end = (char)('0' + number % 10);
    while (number /= 10);
    return end;
}

void bytes_integer(struct bytes *bytes, int64_t number)
{
    char digits[NUMBER_BYTES], *end = digits + sizeof digits;
    char *begin = write_digits(number < 0 ? -(uint64_t)number : (uint64_t)number, end);
    if (number < 0)
        *--begin = '-';
    bytes_add(bytes, begin, (size_t)(end - begin));
}

void bytes_real(struct bytes *bytes, double number)
{
    double size = fabs(number), scale = 1e5;
    if (size == 0) {
        bytes_text(bytes, "0");
        return;
    }
    if (!(size >= 1e-3 && size < 1e5)) {
        bytes_print(bytes, "%g", number);
        return;
    }
    /* printf's own way takes most of the time of a status text. */
    int decimals = 5;
    for (double limit = 10; size >= limit; limit *= 10, scale /= 10)
        decimals--;
    for (double limit = 1; size < limit; limit /= 10, scale *= 10)
        decimals++;
    uint64_t scaled = (uint64_t)(size * scale + 0.5);
    for (; decimals && scaled % 10 == 0; decimals--)
        scaled /= 10;
    char digits[NUMBER_BYTES], *end = digits + sizeof digits, *begin = end;
    for (int i = 0; i < decimals; i++, scaled /= 10)
        *--begin = (char)('0' + scaled % 10);
    if (decimals)
        *--begin = '.';
    begin = write_digits(scaled, begin);
    if (number < 0)
        *--begin = '-';
    bytes_add(bytes, begin, (size_t)(end - begin));
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
