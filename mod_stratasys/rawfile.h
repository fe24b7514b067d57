/* The last status text of each printer, as it came, one file for each in httpd's runtime directory. */
#ifndef RAWFILE_H
#define RAWFILE_H

#include <stddef.h>

/* Replaces the file of a printer as a whole: a reader sees the old text or the new one. Returns 0, or -1 with errno. */
int rawfile_write(const char *directory, const char *printer, const char *bytes, size_t length);

/* Reads the file of a printer: *bytes is to be freed by the caller. Returns 0, or -1 with errno. */
int rawfile_read(const char *directory, const char *printer, char **bytes, size_t *length);

#endif
