#include "rawfile.h"
#include "session.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RAWFILE_PATH_BYTES = 4096 };

static int rawfile_path(char path[RAWFILE_PATH_BYTES], const char *directory, const char *printer, const char *ending)
{
    if (snprintf(path, RAWFILE_PATH_BYTES, "%s/%s.%s", directory, printer, ending) < RAWFILE_PATH_BYTES)
        return 0;
    errno = ENAMETOOLONG;
    return -1;
}

static int rawfile_put(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno != EINTR)
            return -1;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
    return 0;
}

int rawfile_write(const char *directory, const char *printer, const char *bytes, size_t length)
{
    char path[RAWFILE_PATH_BYTES], fresh[RAWFILE_PATH_BYTES];

    if (rawfile_path(path, directory, printer, "sts") || rawfile_path(fresh, directory, printer, "new"))
        return -1;
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (fd < 0)
        return -1;
    int failed = rawfile_put(fd, bytes, length);
    if (close(fd) || failed)
        return -1;
    return rename(fresh, path);
}

static int rawfile_get(int fd, char **bytes, size_t *length)
{
    struct stat info;

    if (fstat(fd, &info))
        return -1;
    if (info.st_size > SESSION_PAYLOAD_MAX) {
        errno = EFBIG;
        return -1;
    }
    *bytes = malloc((size_t)info.st_size + 1);
    if (!*bytes)
        return -1;
    /* The file is never written again under its name, so one read gets all of it. */
    ssize_t got = read(fd, *bytes, (size_t)info.st_size);
    if (got < 0) {
        free(*bytes);
        return -1;
    }
    *length = (size_t)got;
    return 0;
}

int rawfile_read(const char *directory, const char *printer, char **bytes, size_t *length)
{
    char path[RAWFILE_PATH_BYTES];

    if (rawfile_path(path, directory, printer, "sts"))
        return -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return -1;
    int result = rawfile_get(fd, bytes, length);
    close(fd);
    return result;
}
