/* config_value.c: what an administrator may write, and what is told when it is wrong. */
#include "config_value.h"
#include "fleet.h"
#include "libproto_help.h"

#define COUNT(table) (sizeof table / sizeof *table)

static void test_time(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } right[] = {
        {"0",     0                },
        {"10",    10000            },
        {"500ms", 500              },
        {"10s",   10000            },
        {"5min",  300000           },
        {"1h",    3600000          },
        {"90d",   90 * 86400000LL  },
        {"3660d", 3660 * 86400000LL},
        {"007s",  7000             },
    };
    for (size_t i = 0; i < COUNT(right); i++) {
        int64_t ms = -1;
        if (config_value_time(right[i].text, &ms) || ms != right[i].ms)
            fail_msg("%s is %lld ms", right[i].text, (long long)ms);
    }
    static const char *const wrong[] = {"",    "s",     "-1",   "+1",    "1.5s",     "10 s",          "1m",
                                        "10S", "3661d", "ten",  "1s1s",  "0x10",     "999999999999d", "9999999999999",
                                        " 1s", "1s ",   "1day", "1hour", "\xc2\xb2s"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t ms = 42;
        const char *why = config_value_time(wrong[i], &ms);
        if (!why || ms != 42)
            fail_msg("\"%s\" is taken for %lld ms", wrong[i], (long long)ms);
        assert_non_null(strstr(why, "10s")); /* says what would be right */
    }
}

static void test_id(void **state)
{
    (void)state;
    char longest[FLEET_ID_MAX + 2];
    memset(longest, 'a', sizeof longest);
    longest[FLEET_ID_MAX] = '\0';
    assert_null(config_value_id(longest));
    longest[FLEET_ID_MAX] = 'a';
    longest[FLEET_ID_MAX + 1] = '\0';
    assert_non_null(config_value_id(longest));
    static const char *const right[] = {"a", "0", "lab-1", "uprint", "f_2", "9-_"};
    for (size_t i = 0; i < COUNT(right); i++)
        assert_null(config_value_id(right[i]));
    static const char *const wrong[] = {"", "-a", "_a", "Lab", "a b", "a.b", "a/b", "..", "\xc3\xa4", "a\n", "a%"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (!config_value_id(wrong[i]))
            fail_msg("\"%s\" is taken for an ID", wrong[i]);
}

static void test_host(void **state)
{
    (void)state;
    static const struct {
        const char *text, *host;
        int port;
    } right[] = {
        {"10.0.0.5",            "10.0.0.5",            7    },
        {"10.0.0.5:1",          "10.0.0.5",            1    },
        {"printer.example.org", "printer.example.org", 7    },
        {"lab_1:65535",         "lab_1",               65535},
        {"[2001:db8::5]",       "2001:db8::5",         7    },
        {"[2001:db8::5]:53742", "2001:db8::5",         53742},
        {"[fe80::1%eth0]",      "fe80::1%eth0",        7    },
    };
    for (size_t i = 0; i < COUNT(right); i++) {
        char host[CONFIG_HOST_MAX + 1];
        uint16_t port = 7;
        const char *why = config_value_host(right[i].text, host, &port);
        if (why || strcmp(host, right[i].host) != 0 || port != right[i].port)
            fail_msg("%s: %s", right[i].text, why ? why : host);
    }
    static const char *const wrong[] = {"",       ":80", "a:",     "a:0",       "a:65536",     "a:-1",        "a:80x",
                                        "a b",    "a/b", "user@a", "http://a",  "2001:db8::5", "[::1",        "[::1]x",
                                        "[::1]:", "[]",  "[a b]",  "a\xc3\xa4", "a:0000080",   "[::1]:70000", "a:1:2"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        char host[CONFIG_HOST_MAX + 1];
        uint16_t port = 7;
        if (!config_value_host(wrong[i], host, &port) || port != 7)
            fail_msg("\"%s\" is taken for a host", wrong[i]);
    }
}

static void test_longest_host(void **state)
{
    (void)state;
    char text[CONFIG_HOST_MAX + 2], *host = malloc(CONFIG_HOST_MAX + 1); /* the sanitizer watches its end */
    uint16_t port;
    memset(text, 'a', sizeof text);
    text[CONFIG_HOST_MAX] = '\0';
    assert_null(config_value_host(text, host, &port));
    assert_string_equal(host, text);
    text[CONFIG_HOST_MAX] = 'a';
    text[CONFIG_HOST_MAX + 1] = '\0';
    assert_non_null(config_value_host(text, host, &port));
    free(host);
}

static void test_webcam(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int is_plain;
    } right[] = {
        {"/webcam/lab.jpg",                0},
        {"https://cam.example.org/a.jpg",  0},
        {"http://cam.example.org/a?b=@c",  1},
        {"https://cam.example.org",        0},
        {"https://[2001:db8::5]:8443/a@b", 0},
    };
    for (size_t i = 0; i < COUNT(right); i++) {
        int is_plain = -1;
        assert_null(config_value_webcam(right[i].text, &is_plain));
        assert_int_equal(is_plain, right[i].is_plain);
    }
    static const char *const wrong[] = {"",
                                        "cam.jpg",
                                        "//cam.example.org/a",
                                        "javascript:alert(1)",
                                        "data:a",
                                        "ftp://a/b",
                                        "https://",
                                        "https:///a",
                                        "https://?a",
                                        "https://u:p@h/a",
                                        "http://u@h",
                                        "/a b",
                                        "/a\"b",
                                        "https://h/<b>",
                                        "/\\evil",
                                        "/\r/evil.com",
                                        "/\n/evil.com",
                                        "/\x01/evil.com",
                                        "/a\vb",
                                        "/a\fb",
                                        "/a\x7f",
                                        "\x01/a",
                                        "https://h/a\rb",
                                        "https://h/a\x01",
                                        "https://h\x7f/a",
                                        "HTTPS://h/a"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int is_plain;
        if (!config_value_webcam(wrong[i], &is_plain))
            fail_msg("\"%s\" is taken for a webcam", wrong[i]);
    }
}

static void test_zone(void **state)
{
    (void)state;
    static const char *const right[] = {"Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5"};
    for (size_t i = 0; i < COUNT(right); i++)
        assert_null(config_value_zone(right[i]));
    static const char *const wrong[] = {"",        "/etc/passwd", "../passwd", "Europe/../../etc", "Europe Berlin",
                                        "Europe:B"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (!config_value_zone(wrong[i]))
            fail_msg("\"%s\" is taken for a zone", wrong[i]);
    if (access("/usr/share/zoneinfo/Europe/Berlin", R_OK) == 0) {
        assert_non_null(config_value_zone("Europe/Nowhere"));
        assert_non_null(config_value_zone("Europe")); /* a folder of zones */
    }
}

static void test_words(void **state)
{
    (void)state;
    const char *line = "  lab\t10.0.0.5 name=\"Lab \\\"one\\\"\" x=\"\"y a\\b \"c:\\\\d\"  ";
    static const char *const words[] = {"lab", "10.0.0.5", "name=Lab \"one\"", "x=y", "a\\b", "c:\\d", "", ""};
    for (size_t i = 0; i < COUNT(words); i++) {
        char word[32];
        assert_null(config_value_word(&line, word, sizeof word));
        assert_string_equal(word, words[i]);
    }
}

static void test_words_that_are_wrong(void **state)
{
    (void)state;
    static const char *const open[] = {"\"a", "name=\"a b", "\"a\\\"", "\"", "\"a\\"};
    for (size_t i = 0; i < COUNT(open); i++) {
        char word[32];
        const char *line = open[i];
        assert_non_null(config_value_word(&line, word, sizeof word));
    }
    char *word = malloc(4); /* the sanitizer watches its end */
    const char *line = "abc abcd";
    assert_null(config_value_word(&line, word, 4));
    assert_string_equal(word, "abc");
    assert_string_equal(config_value_word(&line, word, 4), "is too long");
    free(word);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time),   cmocka_unit_test(test_id),
        cmocka_unit_test(test_host),   cmocka_unit_test(test_longest_host),
        cmocka_unit_test(test_webcam), cmocka_unit_test(test_zone),
        cmocka_unit_test(test_words),  cmocka_unit_test(test_words_that_are_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
