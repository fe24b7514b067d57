/* frame.c: packets of 64 bytes. */
#include "frame.h"
#include "libproto_help.h"

static void frame_of(char frame[FRAME_BYTES], const char *bytes, size_t length)
{
    memset(frame, 0, FRAME_BYTES);
    memcpy(frame, bytes, length);
}

static void test_write_pads_with_nul(void **state)
{
    (void)state;
    char frame[FRAME_BYTES];
    memset(frame, 'x', sizeof frame);
    frame_write(frame, "OK");
    assert_memory_equal(frame, "OK", 2);
    for (size_t i = 2; i < FRAME_BYTES; i++)
        assert_int_equal(frame[i], 0);
}

static void test_write_cuts_at_63_bytes(void **state)
{
    (void)state;
    char frame[FRAME_BYTES], text[101];
    memset(text, 'a', 100);
    text[100] = '\0';
    frame_write(frame, text);
    assert_int_equal(frame[62], 'a');
    assert_int_equal(frame[63], 0);
    assert_int_equal(frame_text_length(frame), 63);
}

static void test_text_ends_at_nul_without_blanks(void **state)
{
    (void)state;
    char frame[FRAME_BYTES];
    frame_of(frame, "SendFile \t ", 11);
    assert_int_equal(frame_text_length(frame), 8);
    assert_true(frame_is(frame, "SendFile"));
    assert_false(frame_is(frame, "SendFil"));
    assert_false(frame_is(frame, "SendFile2"));
    frame_of(frame, "NA\0left over", 12);
    assert_true(frame_is(frame, "NA"));
}

static void test_frame_without_nul(void **state)
{
    (void)state;
    char bytes[FRAME_BYTES];
    memset(bytes, 'z', sizeof bytes);
    struct guarded g = guarded_copy(bytes, sizeof bytes);
    assert_int_equal(frame_text_length(g.bytes), FRAME_BYTES);
    assert_false(frame_is(g.bytes, "z"));
    memset(g.bytes, ' ', FRAME_BYTES);
    assert_int_equal(frame_text_length(g.bytes), 0);
    guarded_free(&g);
}

static void test_show_escapes(void **state)
{
    (void)state;
    char frame[FRAME_BYTES], shown[FRAME_SHOW_BYTES];
    frame_of(frame, "a\x01\xff~\x7f b\"\n", 9);
    frame_show(frame, shown);
    assert_string_equal(shown, "a\\x01\\xff~\\x7f b\"\\x0a");
    memset(frame, 0xff, sizeof frame);
    frame_show(frame, shown);
    assert_int_equal(strlen(shown), FRAME_SHOW_BYTES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_pads_with_nul),
        cmocka_unit_test(test_write_cuts_at_63_bytes),
        cmocka_unit_test(test_text_ends_at_nul_without_blanks),
        cmocka_unit_test(test_frame_without_nul),
        cmocka_unit_test(test_show_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
