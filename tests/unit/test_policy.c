/* policy.c: webcams' origins get into the policy, and nothing else does. */
#include "libproto_help.h"
#include "config_value.h"
#include "policy.h"

#define BEGIN "default-src 'self'; img-src 'self' data:"
#define END   "; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"

static void test_without_webcams(void **state)
{
    (void)state;
    struct policy policy;
    policy_begin(&policy);
    assert_string_equal(policy.text, BEGIN END);
    assert_int_equal(policy_add_webcam(&policy, "/webcam/lab.jpg"), POLICY_OK);
    assert_int_equal(policy_add_webcam(&policy, "/https://cam.example.org/"), POLICY_OK);
    assert_string_equal(policy.text, BEGIN END);
}

static void test_origins_in_their_order(void **state)
{
    (void)state;
    static const char *const webcams[] = {"https://cam.example.org:8443/lab.jpg?x=1",
                                          "https://b.example.org",
                                          "https://CAM.example.org:8443/other.jpg",
                                          "https://b.example.org?now",
                                          "https://b.example.org#x",
                                          "http://b.example.org/a:b@c",
                                          "https://b.example.org:80/",
                                          "https://example.org/x",
                                          "https://b.example/",
                                          "http://10.0.0.9/a.jpg"};
    struct policy policy;
    policy_begin(&policy);
    for (size_t i = 0; i < sizeof webcams / sizeof *webcams; i++)
        assert_int_equal(policy_add_webcam(&policy, webcams[i]), POLICY_OK);
    assert_string_equal(policy.text,
                        BEGIN " https://cam.example.org:8443 https://b.example.org http://b.example.org "
                              "https://b.example.org:80 https://example.org https://b.example http://10.0.0.9" END);
}

/* The configuration refuses most of them before: no more than a named host gets in all the same. */
static void test_nothing_else_gets_in(void **state)
{
    (void)state;
    static const char *const webcams[] = {"https://[2001:db8::5]:8443/a.jpg",
                                          "https://cam;script-src/",
                                          "https://cam;script-src 'unsafe-inline'/",
                                          "https://cam,x/",
                                          "https://*/",
                                          "https://*.example.org/",
                                          "https://'self'/",
                                          "https://cam 'unsafe-eval'/",
                                          "https://cam\r\nX-Evil: 1/",
                                          "https://c\xc3\xa4m.example.org/",
                                          "https://user@cam/",
                                          "https://cam\t/"};
    struct policy policy;
    policy_begin(&policy);
    for (size_t i = 0; i < sizeof webcams / sizeof *webcams; i++) {
        assert_int_equal(policy_add_webcam(&policy, webcams[i]), POLICY_UNNAMEABLE);
        assert_string_equal(policy.text, BEGIN END);
    }
}

/* What the configuration takes, the policy names, but for IPv6. */
static void test_what_the_configuration_takes(void **state)
{
    (void)state;
    char webcam[] = "https://cam0/a.jpg";
    struct policy policy;
    int is_plain;
    policy_begin(&policy);
    for (int c = 1; c < 256; c++) {
        webcam[strlen("https://cam")] = (char)c;
        if (!config_value_webcam(webcam, &is_plain) && policy_add_webcam(&policy, webcam) != POLICY_OK)
            fail_msg("%s", webcam);
    }
    for (const char *c = policy.text + strlen(BEGIN); c < policy.text + policy.sources_end; c++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789.-_:/ ", *c))
            fail_msg("%s", policy.text);
}

static void test_it_is_bounded(void **state)
{
    (void)state;
    struct policy policy;
    char webcam[64], full[POLICY_BYTES_MAX];
    int added = 0;
    policy_begin(&policy);
    for (int i = 0; i < 1000; i++) {
        snprintf(webcam, sizeof webcam, "https://camera-%d.example.org:8443/a.jpg", i);
        if (policy_add_webcam(&policy, webcam) == POLICY_OK)
            added++;
        else
            strcpy(full, policy.text);
    }
    assert_true(added > 60);
    assert_string_equal(policy.text, full); /* as it was, with its end */
    assert_string_equal(policy.text + strlen(policy.text) - strlen(END), END);
    assert_true(strlen(policy.text) + strlen(webcam) > POLICY_BYTES_MAX - 1 - 10);
    assert_int_equal(policy_add_webcam(&policy, webcam), POLICY_FULL);
    assert_int_equal(policy_add_webcam(&policy, "https://camera-0.example.org:8443/b.jpg"), POLICY_OK);
    assert_int_equal(policy_add_webcam(&policy, "/a.jpg"), POLICY_OK);
    assert_string_equal(policy.text, full);
}

static void test_the_longest_host(void **state)
{
    (void)state;
    char webcam[400] = "https://";
    struct policy policy;
    int is_plain;
    memset(webcam + 8, 'a', CONFIG_HOST_MAX);
    strcpy(webcam + 8 + CONFIG_HOST_MAX, ":65535/a.jpg");
    policy_begin(&policy);
    assert_null(config_value_webcam(webcam, &is_plain));
    assert_int_equal(policy_add_webcam(&policy, webcam), POLICY_OK);
    memset(webcam + 8, 'a', CONFIG_HOST_MAX + 8);
    assert_non_null(config_value_webcam(webcam, &is_plain));
    memset(webcam + 8, 'a', 390 - 8);
    assert_int_equal(policy_add_webcam(&policy, webcam), POLICY_UNNAMEABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_webcams),      cmocka_unit_test(test_origins_in_their_order),
        cmocka_unit_test(test_nothing_else_gets_in), cmocka_unit_test(test_what_the_configuration_takes),
        cmocka_unit_test(test_it_is_bounded),        cmocka_unit_test(test_the_longest_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
