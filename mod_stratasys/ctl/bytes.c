#include "bytes.h"
#include "complain.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_standard(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

static int bytes_take(const char *path, FILE *file, struct bytes *bytes)
{
    bytes->length = bytes->data ? fread(bytes->data, 1, BYTES_FILE_MAX, file) : 0;
    if (bytes->data && !ferror(file))
        return 0;
    complain("%s cannot be read: %s", path, bytes->data ? strerror(errno) : "no memory");
    bytes_free(bytes);
    return -1;
}

int bytes_read(const char *path, struct bytes *bytes)
{
    FILE *file = is_standard(path) ? stdin : fopen(path, "rb");

    *bytes = (struct bytes){NULL, 0};
    if (!file) {
        complain("%s cannot be opened: %s", path, strerror(errno));
        return -1;
    }
    bytes->data = malloc(BYTES_FILE_MAX);
    int result = bytes_take(path, file, bytes);
    if (file != stdin)
        fclose(file);
    return result;
}

/* Control bytes, and C1 controls as UTF-8 writes them. */
static int is_harmful(const struct bytes *bytes)
{
    for (size_t i = 0; i < bytes->length; i++) {
        unsigned char c = (unsigned char)bytes->data[i];
        unsigned char next = i + 1 < bytes->length ? (unsigned char)bytes->data[i + 1] : 0;
        if ((c < ' ' && !strchr("\t\r\n", c)) || c == '\0' || c == 0x7f || (c == 0xc2 && next >= 0x80 && next < 0xa0))
            return 1;
    }
    return 0;
}

static int write_and_close(FILE *file, const struct bytes *bytes)
{
    int failed = fwrite(bytes->data, 1, bytes->length, file) != bytes->length;

    failed |= fflush(file) != 0;
    return file != stdout && fclose(file) ? -1 : -failed;
}

int bytes_write(const char *path, const struct bytes *bytes)
{
    if (is_standard(path) && isatty(STDOUT_FILENO) && is_harmful(bytes)) {
        complain("the text holds control bytes, which are not for a terminal: use --output FILE");
        return -1;
    }
    FILE *file = is_standard(path) ? stdout : fopen(path, "wb");
    if (file && write_and_close(file, bytes) == 0)
        return 0;
    complain("%s cannot be written: %s", is_standard(path) ? "standard output" : path, strerror(errno));
    return -1;
}

void bytes_free(struct bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct bytes){NULL, 0};
}
