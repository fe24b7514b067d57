/* buffer.c: bytes that grow, up to a bound, and a failure that lasts. */
#include "buffer.h"
#include "libproto_help.h"

static void test_grows(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    for (int i = 0; i < 5000; i++) {
        char byte = (char)('a' + i % 26);
        buffer_add(&buffer, &byte, 1);
        assert_int_equal(buffer.length, i + 1);
        assert_true(buffer.room > buffer.length);
        assert_int_equal(buffer.bytes[buffer.length], '\0');
    }
    for (int i = 0; i < 5000; i++)
        assert_int_equal(buffer.bytes[i], 'a' + i % 26);
    assert_false(buffer.failed);
    buffer_free(&buffer);
    assert_null(buffer.bytes);
}

/* Around every room that it could have, the NUL has a place, too. */
static void test_every_length(void **state)
{
    (void)state;
    char *bytes = malloc(5000);
    memset(bytes, 'x', 5000);
    for (size_t length = 1; length < 5000; length++) {
        struct buffer buffer = {0};
        buffer_add(&buffer, bytes, length);
        buffer_text(&buffer, "yz");
        assert_int_equal(buffer.length, length + 2);
        assert_string_equal(buffer.bytes + length - 1, "xyz");
        buffer_free(&buffer);
    }
    free(bytes);
}

static void test_bytes_and_texts(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_text(&buffer, "");
    assert_int_equal(buffer.length, 0);
    buffer_add(&buffer, "a\0b", 3);
    buffer_text(&buffer, "cd");
    buffer_format(&buffer, "%d-%s", -5, "x");
    buffer_format(&buffer, "%s", "");
    assert_int_equal(buffer.length, 9);
    assert_memory_equal(buffer.bytes, "a\0bcd-5-x", 10);
    buffer_free(&buffer);
}

static void test_long_format(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_text(&buffer, "ab");
    buffer_format(&buffer, "%*d|", 100000, 7);
    assert_int_equal(buffer.length, 100003);
    assert_string_equal(buffer.bytes + 100000, " 7|");
    buffer_free(&buffer);
}

static void test_take(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    size_t length = 42;
    assert_null(buffer_take(&buffer, &length));
    buffer_text(&buffer, "abc");
    char *bytes = buffer_take(&buffer, &length);
    assert_string_equal(bytes, "abc");
    assert_int_equal(length, 3);
    free(bytes);
    assert_null(buffer.bytes);
    assert_int_equal(buffer.length + buffer.room, 0);
    buffer_text(&buffer, "d"); /* goes on as a new one */
    assert_string_equal(buffer.bytes, "d");
    buffer_free(&buffer);
}

static void test_empty(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_empty(&buffer);
    buffer_text(&buffer, "abc");
    size_t room = buffer.room;
    buffer_empty(&buffer);
    assert_int_equal(buffer.length, 0);
    assert_string_equal(buffer.bytes, "");
    assert_int_equal(buffer.room, room);
    buffer_text(&buffer, "d");
    assert_string_equal(buffer.bytes, "d");
    buffer_free(&buffer);
}

/* The bound counts the NUL, and what failed stays so, whatever comes, and keeps what it had from being taken. */
static void test_bound(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    size_t length = BUFFER_BYTES_MAX - 1;
    char *bytes = calloc(1, BUFFER_BYTES_MAX);
    assert_non_null(bytes);
    buffer_add(&buffer, bytes, length);
    assert_false(buffer.failed);
    buffer_add(&buffer, "x", 1);
    assert_true(buffer.failed);
    assert_int_equal(buffer.length, length);
    buffer_text(&buffer, "");
    buffer_format(&buffer, "%d", 1);
    assert_true(buffer.failed);
    assert_int_equal(buffer.length, length);
    buffer_empty(&buffer);
    assert_true(buffer.failed);
    assert_null(buffer_take(&buffer, &length)); /* the sanitizer looks whether they are freed */
    assert_false(buffer.failed);
    buffer_add(&buffer, bytes, BUFFER_BYTES_MAX);
    assert_true(buffer.failed);
    buffer_free(&buffer);
    buffer_add(&buffer, bytes, SIZE_MAX);
    assert_true(buffer.failed);
    buffer_free(&buffer);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grows),       cmocka_unit_test(test_every_length), cmocka_unit_test(test_bytes_and_texts),
        cmocka_unit_test(test_long_format), cmocka_unit_test(test_take),         cmocka_unit_test(test_empty),
        cmocka_unit_test(test_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
