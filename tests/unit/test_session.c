/* session.c and session_printer.c: the conversation, from both sides. */
#include "libproto_help.h"
#include "session.h"
#include "session_printer.h"

static const char text[] = "set machineStatus(general) {\n\t-modelerStatus {Idle}\n};\n";
enum { TEXT_BYTES = sizeof text - 1 };

/* What a printer sends: packets, then raw bytes. */
struct script {
    char bytes[4096];
    size_t length;
};

static void add_packet(struct script *script, const char *packet)
{
    frame_write(script->bytes + script->length, packet);
    script->length += FRAME_BYTES;
}

static void add_bytes(struct script *script, const char *bytes, size_t length)
{
    memcpy(script->bytes + script->length, bytes, length);
    script->length += length;
}

static struct script good_script(const char *size)
{
    struct script script = {.length = 0};
    add_packet(&script, "SendFile");
    add_packet(&script, "NA");
    add_packet(&script, size);
    add_bytes(&script, text, TEXT_BYTES);
    return script;
}

/* Sends everything that is to be sent; returns how many OKs were in it. */
static int drain(struct session *s)
{
    size_t length;
    int oks = 0;
    const char *output = session_output(s, &length);
    for (size_t i = 0; i + FRAME_BYTES <= length; i += FRAME_BYTES)
        oks += frame_is(output + i, "OK");
    session_sent(s, length);
    return oks;
}

static enum session_result feed_sent(struct session *s, const char *bytes, size_t length)
{
    session_begin(s);
    drain(s);
    return session_feed(s, bytes, length);
}

static void assert_text(const struct session *s)
{
    assert_int_equal(s->result, SESSION_DONE);
    assert_int_equal(s->payload_used, TEXT_BYTES);
    assert_memory_equal(s->payload, text, TEXT_BYTES);
    assert_string_equal(s->error, "");
}

static void assert_fails(const struct script *script, const char *message)
{
    struct session s;
    assert_int_equal(feed_sent(&s, script->bytes, script->length), SESSION_ERROR);
    assert_string_equal(s.error, message);
    assert_int_equal(session_feed(&s, text, TEXT_BYTES), SESSION_ERROR);
    assert_int_equal(session_closed(&s), SESSION_ERROR);
    assert_string_equal(s.error, message);
    session_end(&s);
}

static void test_request_is_three_packets(void **state)
{
    (void)state;
    struct session s;
    session_begin(&s);
    size_t length;
    const char *output = session_output(&s, &length);
    assert_int_equal(length, 3 * FRAME_BYTES);
    assert_true(frame_is(output, "GetFile"));
    assert_true(frame_is(output + FRAME_BYTES, "status.sts"));
    assert_true(frame_is(output + 2 * FRAME_BYTES, "NA"));
    session_sent(&s, 100);
    session_output(&s, &length);
    assert_int_equal(length, 3 * FRAME_BYTES - 100);
    session_sent(&s, length);
    session_output(&s, &length);
    assert_int_equal(length, 0);
    session_end(&s);
}

static void test_one_ok_for_name_and_one_for_size(void **state)
{
    (void)state;
    struct session s;
    struct script script = good_script("55");
    assert_int_equal(feed_sent(&s, script.bytes, FRAME_BYTES), SESSION_MORE);
    assert_int_equal(drain(&s), 0);
    session_feed(&s, script.bytes + FRAME_BYTES, FRAME_BYTES);
    assert_int_equal(drain(&s), 1);
    session_feed(&s, script.bytes + 2 * FRAME_BYTES, FRAME_BYTES);
    assert_int_equal(drain(&s), 1);
    session_feed(&s, script.bytes + 3 * FRAME_BYTES, TEXT_BYTES);
    assert_int_equal(drain(&s), 0);
    assert_text(&s);
    session_end(&s);
}

static void test_every_split_in_two(void **state)
{
    (void)state;
    struct script script = good_script("55");
    for (size_t at = 0; at <= script.length; at++) {
        struct session s;
        feed_sent(&s, script.bytes, at);
        assert_int_equal(s.result, at == script.length ? SESSION_DONE : SESSION_MORE);
        session_feed(&s, script.bytes + at, script.length - at);
        assert_text(&s);
        session_end(&s);
    }
}

static void test_byte_by_byte_before_a_guard_page(void **state)
{
    (void)state;
    struct script script = good_script("55");
    struct guarded g = guarded_copy(script.bytes, script.length);
    struct session s, whole;
    session_begin(&s);
    drain(&s);
    for (size_t i = 0; i < script.length; i++) {
        assert_int_equal(s.result, SESSION_MORE);
        session_feed(&s, g.bytes + i, 1);
    }
    assert_text(&s);
    feed_sent(&whole, g.bytes, script.length);
    assert_text(&whole);
    session_end(&s);
    session_end(&whole);
    guarded_free(&g);
}

static void test_sizes(void **state)
{
    (void)state;
    static const struct {
        const char *size;
        int is_good;
    } sizes[] = {
        {"55",                                                             1},
        {"55 ",                                                            1},
        {"55 \t  ",                                                        1},
        {"055",                                                            1},
        {"",                                                               0},
        {" 55",                                                            0},
        {"55x",                                                            0},
        {"0",                                                              0},
        {"-55",                                                            0},
        {"+55",                                                            0},
        {"5 5",                                                            0},
        {"5.5",                                                            0},
        {"1048577",                                                        0},
        {"18446744073709551671",                                           0},
        {"99999999999999999999999999999999999999999999999999999999999999", 0},
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct session s;
        struct script script = good_script(sizes[i].size);
        feed_sent(&s, script.bytes, script.length);
        if (sizes[i].is_good) {
            assert_text(&s);
        } else {
            assert_int_equal(s.result, SESSION_ERROR);
            assert_non_null(strstr(s.error, "expected the size of status.sts (digits, 1 to 1048576), got \""));
            assert_non_null(strstr(s.error, sizes[i].size));
        }
        session_end(&s);
    }
}

static void test_size_with_bytes_behind_its_nul(void **state)
{
    (void)state;
    struct script script = good_script("55");
    script.bytes[2 * FRAME_BYTES + 63] = '7';
    assert_fails(&script, "expected the size of status.sts (digits, 1 to 1048576), got \"55\"");
}

static void test_wrong_packets(void **state)
{
    (void)state;
    struct script script = {.length = 0};
    add_packet(&script, "Busy\x01");
    assert_fails(&script, "expected the packet SendFile, got \"Busy\\x01\"");
    script.length = 0;
    add_packet(&script, "SendFile");
    for (int i = 0; i < SESSION_ARGUMENTS_MAX; i++)
        add_packet(&script, "x");
    struct session s;
    assert_int_equal(feed_sent(&s, script.bytes, script.length), SESSION_MORE);
    session_end(&s);
    add_packet(&script, "y");
    assert_fails(&script, "expected the packet NA behind SendFile, got \"y\"");
}

static void test_longest_message_fits(void **state)
{
    (void)state;
    struct script script = {.length = 0};
    add_packet(&script, "SendFile");
    add_packet(&script, "NA");
    memset(script.bytes + script.length, 0xff, FRAME_BYTES);
    script.length += FRAME_BYTES;
    struct session s;
    assert_int_equal(feed_sent(&s, script.bytes, script.length), SESSION_ERROR);
    assert_non_null(strstr(s.error, "\\xff\""));
    session_end(&s);
}

static void test_answers_before_the_request_is_sent(void **state)
{
    (void)state;
    struct session s;
    struct script script = good_script("55");
    session_begin(&s);
    assert_int_equal(session_feed(&s, script.bytes, script.length), SESSION_ERROR);
    assert_string_equal(s.error, "the printer answers before it was asked");
    session_end(&s);
}

static void test_closing_early_names_the_step(void **state)
{
    (void)state;
    static const struct {
        size_t fed;
        const char *message;
    } cases[] = {
        {0,                    "the printer closed the connection before the packet SendFile"                   },
        {10,                   "the printer closed the connection after 10 of 64 bytes of the packet SendFile"  },
        {FRAME_BYTES,          "the printer closed the connection before the packet NA behind SendFile"         },
        {2 * FRAME_BYTES,      "the printer closed the connection before the packet with the size of status.sts"},
        {3 * FRAME_BYTES,      "the printer closed the connection after 0 of 55 bytes of the status text"       },
        {3 * FRAME_BYTES + 54, "the printer closed the connection after 54 of 55 bytes of the status text"      },
    };
    struct script script = good_script("55");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session s;
        assert_int_equal(feed_sent(&s, script.bytes, cases[i].fed), SESSION_MORE);
        assert_int_equal(session_closed(&s), SESSION_ERROR);
        assert_string_equal(s.error, cases[i].message);
        session_end(&s);
    }
}

static void test_closing_after_the_end_is_no_error(void **state)
{
    (void)state;
    struct session s;
    struct script script = good_script("55");
    add_packet(&script, "Transferred: 55");
    assert_int_equal(feed_sent(&s, script.bytes, script.length), SESSION_DONE);
    assert_int_equal(session_closed(&s), SESSION_DONE);
    assert_text(&s);
    session_end(&s);
}

static void test_memory_follows_what_came(void **state)
{
    (void)state;
    struct session s;
    struct script script = good_script("1048576");
    feed_sent(&s, script.bytes, script.length);
    assert_int_equal(s.result, SESSION_MORE);
    assert_true(s.payload_capacity <= 4096);
    char piece[1000];
    memset(piece, '{', sizeof piece);
    while (s.result == SESSION_MORE) {
        session_feed(&s, piece, sizeof piece);
        assert_true(s.payload_capacity <= 4096 || s.payload_capacity <= 2 * s.payload_used);
    }
    assert_int_equal(s.result, SESSION_DONE);
    assert_int_equal(s.payload_used, SESSION_PAYLOAD_MAX);
    session_end(&s);
}

static void test_end_of_nothing(void **state)
{
    (void)state;
    struct session s = {0};
    struct session_printer p = {0};
    session_end(&s);
    session_printer_end(&p);
    session_begin(&s);
    assert_int_equal(s.result, SESSION_MORE);
    session_end(&s);
}

/* ---- the client and the printer with each other ------------------------------------------------------------------ */

static size_t at_most(size_t length, size_t piece)
{
    return length < piece ? length : piece;
}

/* Lets both talk in pieces of at most piece bytes, until neither has anything to say. */
static void talk(struct session *s, struct session_printer *p, size_t piece)
{
    for (;;) {
        size_t up, down;
        const char *output = session_output(s, &up);
        up = at_most(up, piece);
        session_printer_feed(p, output, up);
        session_sent(s, up);
        output = session_printer_output(p, &down);
        down = at_most(down, piece);
        session_feed(s, output, down);
        session_printer_sent(p, down);
        if (up == 0 && down == 0)
            return;
    }
}

static void assert_variant(const struct session_variant *variant, size_t piece)
{
    struct session s;
    struct session_printer p;
    session_begin(&s);
    assert_int_equal(session_printer_begin(&p, text, TEXT_BYTES, variant), 0);
    talk(&s, &p, piece);
    assert_int_equal(p.result, SESSION_DONE);
    assert_int_equal(s.result, SESSION_DONE);
    assert_memory_equal(s.payload, text, TEXT_BYTES);
    if (variant->transferred == TRANSFERRED_INSIDE) {
        assert_int_equal(s.payload_used, TEXT_BYTES + strlen("Transferred: 70"));
        assert_memory_equal(s.payload + TEXT_BYTES, "Transferred: 70", strlen("Transferred: 70"));
    } else {
        assert_int_equal(s.payload_used, TEXT_BYTES);
    }
    session_end(&s);
    session_printer_end(&p);
}

static void test_all_variants_in_all_pieces(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 200; piece += piece < 70 ? 1 : 17) {
        for (int i = 0; i < 12; i++) {
            struct session_variant variant = {
                .size_blanks = i % 2, .names_file = i / 2 % 2, .transferred = (enum session_transferred)(i / 4)};
            assert_variant(&variant, piece);
        }
    }
}

static void test_transferred_counts_itself(void **state)
{
    (void)state;
    /* With two digits it would be 100 bytes, which takes three. */
    char payload[85], expected[] = "Transferred: 101";
    memset(payload, 'x', sizeof payload);
    struct session_variant variant = {.transferred = TRANSFERRED_INSIDE};
    struct session_printer p;
    assert_int_equal(session_printer_begin(&p, payload, sizeof payload, &variant), 0);
    assert_int_equal(p.payload_size, 101);
    assert_memory_equal(p.payload + sizeof payload, expected, strlen(expected));
    session_printer_end(&p);
}

static void test_wrong_size_is_noticed(void **state)
{
    (void)state;
    struct session_variant variant = {.size_error = 1};
    struct session s;
    struct session_printer p;
    session_begin(&s);
    assert_int_equal(session_printer_begin(&p, text, TEXT_BYTES, &variant), 0);
    talk(&s, &p, 1460);
    assert_int_equal(p.result, SESSION_DONE);
    assert_int_equal(s.result, SESSION_MORE);
    assert_int_equal(session_closed(&s), SESSION_ERROR);
    assert_string_equal(s.error, "the printer closed the connection after 55 of 56 bytes of the status text");
    session_end(&s);
    session_printer_end(&p);
}

static void test_printer_refuses_all_else(void **state)
{
    (void)state;
    static const struct {
        const char *packets[5];
        const char *message;
    } cases[] = {
        {{"PutFile"},                               "expected the packet GetFile, got \"PutFile\""     },
        {{"GetFile", "other.sts"},                  "expected the packet status.sts, got \"other.sts\""},
        {{"GetFile", "status.sts", "x"},            "expected the packet NA, got \"x\""                },
        {{"GetFile", "status.sts", "NA", "NO"},     "expected the packet OK, got \"NO\""               },
        {{"GetFile", "status.sts", "NA", "OK", ""}, "expected the packet OK, got \"\""                 },
    };
    struct session_variant variant = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session_printer p;
        struct script script = {.length = 0};
        assert_int_equal(session_printer_begin(&p, text, TEXT_BYTES, &variant), 0);
        for (size_t k = 0; k < 5 && cases[i].packets[k] != NULL; k++)
            add_packet(&script, cases[i].packets[k]);
        assert_int_equal(session_printer_feed(&p, script.bytes, script.length), SESSION_ERROR);
        assert_string_equal(p.error, cases[i].message);
        session_printer_end(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_is_three_packets),
        cmocka_unit_test(test_one_ok_for_name_and_one_for_size),
        cmocka_unit_test(test_every_split_in_two),
        cmocka_unit_test(test_byte_by_byte_before_a_guard_page),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_size_with_bytes_behind_its_nul),
        cmocka_unit_test(test_wrong_packets),
        cmocka_unit_test(test_longest_message_fits),
        cmocka_unit_test(test_answers_before_the_request_is_sent),
        cmocka_unit_test(test_closing_early_names_the_step),
        cmocka_unit_test(test_closing_after_the_end_is_no_error),
        cmocka_unit_test(test_memory_follows_what_came),
        cmocka_unit_test(test_end_of_nothing),
        cmocka_unit_test(test_all_variants_in_all_pieces),
        cmocka_unit_test(test_transferred_counts_itself),
        cmocka_unit_test(test_wrong_size_is_noticed),
        cmocka_unit_test(test_printer_refuses_all_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
