/* Whole texts from and to files. */
#ifndef BYTES_H
#define BYTES_H

#include "document.h"

struct bytes {
    char *data; /* owned */
    size_t length;
};

/* A byte more than a status text may have, so that who reads it sees that it is longer. */
enum { BYTES_FILE_MAX = DOCUMENT_TEXT_MAX + 1 };

/* Reads the file, at most BYTES_FILE_MAX bytes of it; `-` is standard input. Returns 0 with bytes to be freed by
 * bytes_free; -1 after a complaint. */
int bytes_read(const char *path, struct bytes *bytes);

/* Writes them to the file, or to standard output (NULL or `-`), which may not be a terminal that they could do something to.
 * Returns 0; -1 after a complaint. */
int bytes_write(const char *path, const struct bytes *bytes);

void bytes_free(struct bytes *bytes);

#endif
