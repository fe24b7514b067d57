/* What the tests of libproto share: files, and inputs that end where memory ends. */
#ifndef LIBPROTO_HELP_H
#define LIBPROTO_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* Bytes whose last one lies right before a page that must not be touched. */
struct guarded {
    char *bytes;
    char *map;
    size_t map_bytes;
};

static inline struct guarded guarded_copy(const char *bytes, size_t length)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (length + page - 1) / page * page;
    struct guarded g = {.map_bytes = room + page};
    g.map = mmap(NULL, g.map_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(g.map != MAP_FAILED);
    assert_int_equal(mprotect(g.map + room, page, PROT_NONE), 0);
    g.bytes = g.map + room - length;
    if (length > 0)
        memcpy(g.bytes, bytes, length);
    return g;
}

static inline void guarded_free(struct guarded *g)
{
    munmap(g->map, g->map_bytes);
}

/* The bytes of a made-up text in tests/unit/fixtures, terminated, to be freed. */
static inline char *fixture_read(const char *name, size_t *length)
{
    char path[4096];
    const char *slash = strrchr(__FILE__, '/');
    snprintf(path, sizeof path, "%.*s/fixtures/%s.sts", (int)(slash - __FILE__), __FILE__, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("%s cannot be opened: run the tests from the project's folder", path);
    char *bytes = malloc(65536);
    assert_non_null(bytes);
    *length = fread(bytes, 1, 65535, file);
    bytes[*length] = '\0';
    fclose(file);
    return bytes;
}

static const char *const fixture_names[] = {"uprint-idle",        "fortus250-warming-up", "dimension1200-part-done",
                                            "fortus450-building", "fortus900-paused",     "mojo-idle",
                                            "f170-building",      "f370-door-open",       "unknown-machine"};
enum { FIXTURE_COUNT = sizeof fixture_names / sizeof *fixture_names };

#endif
