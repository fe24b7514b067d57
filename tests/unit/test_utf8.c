/* utf8.c: text of unknown encoding. */
#include "libproto_help.h"
#include "utf8.h"

static void assert_becomes(const char *bytes, size_t length, const char *expected)
{
    char *out = malloc(UTF8_GROWTH * length + 1);
    struct guarded g = guarded_copy(bytes, length);
    assert_int_equal(utf8_from_bytes(g.bytes, length, out), strlen(expected));
    assert_string_equal(out, expected);
    assert_true(utf8_valid(out, strlen(out)));
    guarded_free(&g);
    free(out);
}

static void test_valid(void **state)
{
    (void)state;
    static const char *const good[] = {"", "a", "é", "€", "零件", "😀", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xc2\x80"};
    static const char *const bad[] = {"\x80",
                                      "\xc3",
                                      "\xc3(",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xe2\x82",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf4\x90\x80\x80",
                                      "\xf8\x88\x80\x80\x80",
                                      "\xff",
                                      "a\xe9z"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(utf8_valid(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
    assert_false(utf8_valid("a\0b", 3));
}

/* Each byte that is not plain, at each place among the eight that are looked at at once. */
static void test_plain_length(void **state)
{
    (void)state;
    for (size_t at = 0; at < 24; at++) {
        for (int byte = 0; byte < 256; byte++) {
            char bytes[24];
            memset(bytes, '\x7f', sizeof bytes);
            memset(bytes, '\1', at);
            bytes[at] = (char)byte;
            struct guarded g = guarded_copy(bytes, sizeof bytes);
            int is_plain = byte > 0 && byte < 0x80;
            assert_int_equal(utf8_plain_length(g.bytes, sizeof bytes), is_plain ? sizeof bytes : at);
            assert_int_equal(utf8_valid(g.bytes, sizeof bytes), is_plain);
            guarded_free(&g);
        }
    }
    assert_int_equal(utf8_plain_length("", 0), 0);
}

static void test_valid_stays(void **state)
{
    (void)state;
    assert_becomes("Lüfter 零件 😀", strlen("Lüfter 零件 😀"), "Lüfter 零件 😀");
    assert_becomes("", 0, "");
}

static void test_cp1252(void **state)
{
    (void)state;
    assert_becomes("J\xfcrgen", 6, "Jürgen");
    assert_becomes("\x80\x93\x94\xff\xa0", 5, "€“”ÿ\xc2\xa0");
    assert_becomes("\x81\x8d\x8f\x90\x9d", 5, "\ufffd\ufffd\ufffd\ufffd\ufffd");
    assert_becomes("\xc3", 1, "Ã");
}

static void test_nul_does_not_decide_the_encoding(void **state)
{
    (void)state;
    assert_becomes("a\0b", 3, "a\ufffdb");
    assert_becomes("é\0", 3, "é\ufffd");
    assert_becomes("\xe9\0", 2, "é\ufffd");
}

static void test_every_byte(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        char in[2] = {(char)byte, (char)0xff}, out[7];
        utf8_from_bytes(in, 2, out);
        assert_true(utf8_valid(out, strlen(out)));
        assert_true(strlen(out) >= 3);
    }
}

static void assert_line(const char *text, size_t size, const char *expected)
{
    char out[64];
    memset(out, 'X', sizeof out);
    assert_ptr_equal(utf8_line(text, out, size), out);
    assert_string_equal(out, expected);
    assert_int_equal(out[size], 'X');
}

static void test_line(void **state)
{
    (void)state;
    assert_line("a\nb\x1b[1m\x7f", 60, "a?b?[1m?");
    assert_line("\xc2\x85x\xc2\xa0", 60, "?x\xc2\xa0");
    assert_line("\u2028\u2029\u202a\u202e\u2066\u2069\u2027\u202f\u2065\u206a", 60, "??????\u2027\u202f\u2065\u206a");
    assert_line("\xff"
                "b",
                60, "?b");
    assert_line("aé€😀", 60, "aé€😀");
}

static void test_line_is_cut_at_a_character(void **state)
{
    (void)state;
    assert_line("aé€", 1, "");
    assert_line("aé€", 2, "a");
    assert_line("aé€", 3, "a");
    assert_line("aé€", 4, "aé");
    assert_line("aé€", 6, "aé");
    assert_line("aé€", 7, "aé€");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_plain_length),
        cmocka_unit_test(test_valid_stays),
        cmocka_unit_test(test_cp1252),
        cmocka_unit_test(test_nul_does_not_decide_the_encoding),
        cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_line_is_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
