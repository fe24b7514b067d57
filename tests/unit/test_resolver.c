/* resolver.c: addresses need no look-up, names get an answer for each question. */
#include "libproto_help.h"
#include "resolver.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>

enum { PATIENCE_MS = 30000 };

static void test_numeric(void **state)
{
    (void)state;
    struct sockaddr_storage address;
    assert_int_equal(resolver_numeric("10.0.0.5", 53742, &address), sizeof(struct sockaddr_in));
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)&address;
    assert_int_equal(v4->sin_family, AF_INET);
    assert_int_equal(ntohs(v4->sin_port), 53742);
    assert_int_equal(ntohl(v4->sin_addr.s_addr), 0x0a000005);

    assert_int_equal(resolver_numeric("2001:db8::5", 1, &address), sizeof(struct sockaddr_in6));
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&address;
    assert_int_equal(v6->sin6_family, AF_INET6);
    assert_int_equal(ntohs(v6->sin6_port), 1);
    assert_int_equal(v6->sin6_addr.s6_addr[15], 5);

    static const char *const names[] = {"printer.example.org", "localhost", "10.0.0.5x", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(resolver_numeric(names[i], 1, &address), 0);
}

/* Waits for one answer as the poller does. */
static struct resolver_answer take(struct resolver *resolver)
{
    struct resolver_answer answer;
    struct pollfd fd = {.fd = resolver_fd(resolver), .events = POLLIN};
    while (!resolver_take(resolver, &answer))
        assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
    return answer;
}

/* Waits until count answers lie ready; the descriptor counts them. */
static void wait_for(const struct resolver *resolver, uint64_t count)
{
    struct pollfd fd = {.fd = resolver_fd(resolver), .events = POLLIN};
    for (uint64_t seen = 0, more; seen < count; seen += more) {
        assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
        assert_int_equal(read(fd.fd, &more, sizeof more), sizeof more);
    }
}

/* One for all tests: its thread lives as long as the process. */
static int setup(void **state)
{
    *state = resolver_begin(4);
    return *state ? 0 : -1;
}

static void test_each_question_has_its_answer(void **state)
{
    struct resolver *resolver = *state;
    static const char *const hosts[] = {"127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"};
    for (int round = 0; round < 3; round++) { /* round and round in the queues */
        unsigned seen = 0;
        for (size_t i = 0; i < 4; i++)
            resolver_ask(resolver, i, hosts[i], (uint16_t)(100 + i));
        wait_for(resolver, 4);
        for (size_t i = 0; i < 4; i++) {
            struct resolver_answer answer = take(resolver);
            assert_true(answer.item < 4);
            const struct sockaddr_in *v4 = (const struct sockaddr_in *)&answer.address;
            assert_int_equal(answer.address_length, sizeof *v4);
            assert_int_equal(ntohl(v4->sin_addr.s_addr), 0x7f000001 + answer.item);
            assert_int_equal(ntohs(v4->sin_port), 100 + answer.item);
            seen |= 1u << answer.item;
        }
        assert_int_equal(seen, 15);
    }
}

static void test_a_name_of_this_machine(void **state)
{
    struct resolver *resolver = *state;
    resolver_ask(resolver, 7, "localhost", 53742);
    struct resolver_answer answer = take(resolver);
    assert_int_equal(answer.item, 7);
    assert_true(answer.address_length > 0);
    assert_string_equal(answer.trouble, "");
}

static void test_no_name(void **state)
{
    struct resolver *resolver = *state;
    resolver_ask(resolver, 3, "no..name", 53742); /* refused without asking anybody */
    struct resolver_answer answer = take(resolver);
    assert_int_equal(answer.item, 3);
    assert_int_equal(answer.address_length, 0);
    assert_non_null(strstr(answer.trouble, "the name of its host has no address: "));
}

static void test_quiet_when_all_is_taken(void **state)
{
    struct resolver *resolver = *state;
    struct resolver_answer answer;
    struct pollfd fd = {.fd = resolver_fd(resolver), .events = POLLIN};
    assert_int_equal(resolver_take(resolver, &answer), 0);
    assert_int_equal(poll(&fd, 1, 0), 0); /* no busy loop */
    resolver_ask(resolver, 0, "127.0.0.1", 1);
    assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
    assert_int_equal(resolver_take(resolver, &answer), 1);
    assert_int_equal(resolver_take(resolver, &answer), 0);
    assert_int_equal(poll(&fd, 1, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numeric),
        cmocka_unit_test(test_each_question_has_its_answer),
        cmocka_unit_test(test_a_name_of_this_machine),
        cmocka_unit_test(test_no_name),
        cmocka_unit_test(test_quiet_when_all_is_taken),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
