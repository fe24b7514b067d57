/* rawfile.c: texts that come back as they went. */
#include "libproto_help.h"
#include "rawfile.h"
#include "session.h"
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

struct folder {
    char path[64];
};

static int setup(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    strcpy(folder->path, "/tmp/test_rawfile.XXXXXX");
    *state = folder;
    return mkdtemp(folder->path) ? 0 : -1;
}

static int teardown(void **state)
{
    struct folder *folder = *state;
    DIR *entries = opendir(folder->path);
    for (struct dirent *entry; (entry = readdir(entries));)
        unlinkat(dirfd(entries), entry->d_name, 0);
    closedir(entries);
    int result = rmdir(folder->path);
    free(folder);
    return result;
}

static int entry_count(const char *path)
{
    int count = 0;
    DIR *entries = opendir(path);
    while (readdir(entries))
        count++;
    closedir(entries);
    return count - 2;
}

static void assert_read(const struct folder *folder, const char *printer, const char *bytes, size_t length)
{
    char *got;
    size_t got_length;
    assert_int_equal(rawfile_read(folder->path, printer, &got, &got_length), 0);
    assert_int_equal(got_length, length);
    assert_memory_equal(got, bytes, length);
    free(got);
}

static void test_comes_back(void **state)
{
    struct folder *folder = *state;
    static const char bytes[] = "set\0machine\xff\r\n";
    assert_int_equal(rawfile_write(folder->path, "lab", bytes, sizeof bytes), 0);
    assert_int_equal(rawfile_write(folder->path, "lab-2", "", 0), 0);
    assert_read(folder, "lab", bytes, sizeof bytes);
    assert_read(folder, "lab-2", "", 0);
    assert_int_equal(rawfile_write(folder->path, "lab", "short", 5), 0); /* nothing of the longer one stays */
    assert_read(folder, "lab", "short", 5);
    assert_int_equal(entry_count(folder->path), 2);
}

static void test_replaced_as_a_whole(void **state)
{
    struct folder *folder = *state;
    char path[128], old[4] = "";
    assert_int_equal(rawfile_write(folder->path, "lab", "old", 3), 0);
    snprintf(path, sizeof path, "%s/lab.sts", folder->path);
    FILE *reader = fopen(path, "rb");
    assert_int_equal(rawfile_write(folder->path, "lab", "new", 3), 0);
    assert_int_equal(fread(old, 1, 3, reader), 3); /* who reads the old text reads it to its end */
    assert_string_equal(old, "old");
    fclose(reader);
}

static void test_who_may_read(void **state)
{
    struct folder *folder = *state;
    char path[128];
    struct stat info;
    mode_t mask = umask(0);
    assert_int_equal(rawfile_write(folder->path, "lab", "a", 1), 0);
    umask(mask);
    snprintf(path, sizeof path, "%s/lab.sts", folder->path);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
}

static void test_absent(void **state)
{
    struct folder *folder = *state;
    char *bytes, path[128], name[5000];
    size_t length;
    assert_int_equal(rawfile_read(folder->path, "lab", &bytes, &length), -1);
    assert_int_equal(errno, ENOENT);
    snprintf(path, sizeof path, "%s/absent", folder->path);
    assert_int_equal(rawfile_write(path, "lab", "a", 1), -1);
    assert_int_equal(errno, ENOENT);
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(rawfile_write(folder->path, name, "a", 1), -1);
    assert_int_equal(errno, ENAMETOOLONG);
    assert_int_equal(rawfile_read(folder->path, name, &bytes, &length), -1);
    assert_int_equal(errno, ENAMETOOLONG);
}

static void test_links_are_not_followed(void **state)
{
    struct folder *folder = *state;
    char path[128], target[128], *bytes;
    size_t length;
    snprintf(target, sizeof target, "%s/target", folder->path);
    snprintf(path, sizeof path, "%s/lab.new", folder->path);
    assert_int_equal(symlink(target, path), 0);
    assert_int_equal(rawfile_write(folder->path, "lab", "a", 1), -1);
    assert_int_equal(access(target, F_OK), -1);
    snprintf(path, sizeof path, "%s/lab.sts", folder->path);
    assert_int_equal(rawfile_write(folder->path, "target", "a", 1), 0);
    assert_int_equal(symlink("target.sts", path), 0);
    assert_int_equal(rawfile_read(folder->path, "lab", &bytes, &length), -1);
}

static void test_too_large(void **state)
{
    struct folder *folder = *state;
    char path[128], *bytes;
    size_t length;
    snprintf(path, sizeof path, "%s/lab.sts", folder->path);
    assert_int_equal(rawfile_write(folder->path, "lab", "a", 1), 0);
    assert_int_equal(truncate(path, SESSION_PAYLOAD_MAX), 0);
    assert_int_equal(rawfile_read(folder->path, "lab", &bytes, &length), 0);
    assert_int_equal(length, SESSION_PAYLOAD_MAX);
    free(bytes);
    assert_int_equal(truncate(path, SESSION_PAYLOAD_MAX + 1), 0);
    assert_int_equal(rawfile_read(folder->path, "lab", &bytes, &length), -1);
    assert_int_equal(errno, EFBIG);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_comes_back), TEST(test_replaced_as_a_whole),    TEST(test_who_may_read),
        TEST(test_absent),     TEST(test_links_are_not_followed), TEST(test_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
