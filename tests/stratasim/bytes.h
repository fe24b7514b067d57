/* A text that grows. */
#ifndef BYTES_H
#define BYTES_H

#include <stddef.h>
#include <stdint.h>

struct bytes {
    char *data; /* owned; terminated once anything was added */
    size_t length, capacity;
    int failed; /* without memory: what was added since is missing */
};

void bytes_add(struct bytes *bytes, const char *data, size_t length);
void bytes_text(struct bytes *bytes, const char *text);
void bytes_integer(struct bytes *bytes, int64_t number);
/* Six significant digits, without trailing zeros, as the printers write them. */
void bytes_real(struct bytes *bytes, double number);
void bytes_print(struct bytes *bytes, const char *format, ...) __attribute__((format(printf, 2, 3)));
void bytes_free(struct bytes *bytes);

/* Appends the whole file; 0, or -1 with errno. */
int bytes_add_file(struct bytes *bytes, const char *path);

#endif
