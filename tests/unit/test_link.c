/* link.c: conversations over loopback with libproto's printer, which does as it should or not. */
#include "libproto_help.h"
#include "link.h"
#include "session_printer.h"
#include "utf8.h"
#include <netinet/in.h>
#include <poll.h>

enum { PATIENCE_MS = 30000 };

static const char text[] = "set machineStatus(general) {\n\t-modelerType paia\n};\n";

/* What the printer's side does beside its conversation. */
struct conduct {
    struct session_variant variant;
    const char *payload;
    size_t payload_length;
    size_t piece;       /* bytes of one send; 0: as many as fit */
    size_t close_after; /* bytes sent; 0: never before the end */
    int resets;         /* closes by a reset */
    const char *says;   /* instead of a conversation */
};

struct place {
    int listener;
    struct sockaddr_storage address;
    socklen_t address_length;
};

static struct place place_begin(int listens)
{
    struct place place = {.address_length = sizeof(struct sockaddr_in)};
    struct sockaddr_in *address = (struct sockaddr_in *)&place.address;
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    place.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(place.listener, (struct sockaddr *)address, sizeof *address), 0);
    assert_int_equal(getsockname(place.listener, (struct sockaddr *)address, &place.address_length), 0);
    if (listens)
        assert_int_equal(listen(place.listener, 1), 0);
    return place;
}

static enum link_result link_wait(struct link *link)
{
    struct pollfd fd = {.fd = link->fd, .events = link_events(link)};
    return poll(&fd, 1, 0) == 1 ? link_step(link, fd.revents) : LINK_WAITS;
}

struct talk {
    int fd;
    size_t sent;
    struct session_printer printer;
    const struct conduct *conduct;
};

static void talk_close(struct talk *talk)
{
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    if (talk->conduct->resets)
        setsockopt(talk->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(talk->fd);
    talk->fd = -1;
}

static const char *talk_output(struct talk *talk, size_t *length)
{
    const char *says = talk->conduct->says;
    if (!says)
        return session_printer_output(&talk->printer, length);
    *length = strlen(says) - talk->sent;
    return says + talk->sent;
}

/* One go of the printer: takes what came, sends a piece, closes when it is time. */
static void talk_step(struct talk *talk)
{
    const struct conduct *conduct = talk->conduct;
    char bytes[4096];
    size_t length;
    ssize_t got = recv(talk->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got > 0 && !conduct->says)
        assert_int_not_equal(session_printer_feed(&talk->printer, bytes, (size_t)got), SESSION_ERROR);
    const char *output = talk_output(talk, &length);
    if (conduct->piece && length > conduct->piece)
        length = conduct->piece;
    if (conduct->close_after && length > conduct->close_after - talk->sent)
        length = conduct->close_after - talk->sent;
    ssize_t sent = length ? send(talk->fd, output, length, MSG_DONTWAIT | MSG_NOSIGNAL) : 0;
    if (sent > 0) {
        talk->sent += (size_t)sent;
        session_printer_sent(&talk->printer, conduct->says ? 0 : (size_t)sent);
    }
    talk_output(talk, &length);
    int is_over = conduct->says ? length == 0 : talk->printer.result == SESSION_DONE && length == 0;
    if (is_over || (conduct->close_after && talk->sent == conduct->close_after))
        talk_close(talk);
}

/* Waits until one of the sides can go on. */
static void talk_wait(const struct talk *talk, const struct link *link)
{
    struct pollfd fds[] = {
        {.fd = link->fd, .events = link_events(link)},
        {.fd = talk->fd, .events = POLLIN | POLLOUT }
    };
    assert_true(poll(fds, 2, PATIENCE_MS) > 0);
}

static enum link_result converse(struct link *link, const struct conduct *conduct)
{
    struct place place = place_begin(1);
    struct talk talk = {.conduct = conduct};
    assert_int_equal(session_printer_begin(&talk.printer, conduct->payload ? conduct->payload : text,
                                           conduct->payload ? conduct->payload_length : strlen(text),
                                           &conduct->variant),
                     0);
    enum link_result result = link_open(link, &place.address, place.address_length);
    assert_int_not_equal(result, LINK_FAILED);
    talk.fd = accept(place.listener, NULL, NULL);
    while (result == LINK_WAITS) {
        talk_wait(&talk, link);
        if (talk.fd >= 0)
            talk_step(&talk);
        result = link_wait(link);
    }
    if (talk.fd >= 0)
        close(talk.fd);
    close(place.listener);
    session_printer_end(&talk.printer);
    return result;
}

static void assert_text(const struct conduct *conduct)
{
    struct link link;
    if (converse(&link, conduct) != LINK_DONE)
        fail_msg("%s", link.trouble);
    assert_true(link.session.payload_used >= strlen(text));
    assert_memory_equal(link.session.payload, text, strlen(text));
    link_close(&link);
    assert_int_equal(link.fd, -1);
    link_close(&link);
}

static void test_variants(void **state)
{
    (void)state;
    static const struct conduct conducts[] = {
        {.piece = 0                                    },
        {.piece = 1                                    },
        {.piece = 63                                   },
        {.variant = {.size_blanks = 1, .names_file = 1}},
        {.variant = {.transferred = TRANSFERRED_PACKET}, .piece = 7},
        {.variant = {.transferred = TRANSFERRED_INSIDE}                                             },
    };
    for (size_t i = 0; i < sizeof conducts / sizeof *conducts; i++)
        assert_text(&conducts[i]);
}

static void test_largest_text(void **state)
{
    (void)state;
    struct conduct conduct = {.payload = malloc(SESSION_PAYLOAD_MAX), .payload_length = SESSION_PAYLOAD_MAX};
    memset((char *)conduct.payload, 'a', SESSION_PAYLOAD_MAX);
    struct link link;
    assert_int_equal(converse(&link, &conduct), LINK_DONE);
    assert_int_equal(link.session.payload_used, SESSION_PAYLOAD_MAX);
    link_close(&link);
    free((char *)conduct.payload);
}

static void assert_trouble(const struct conduct *conduct, const char *expected)
{
    struct link link;
    assert_int_equal(converse(&link, conduct), LINK_FAILED);
    if (!strstr(link.trouble, expected))
        fail_msg("\"%s\" does not say \"%s\"", link.trouble, expected);
    assert_true(utf8_valid(link.trouble, strlen(link.trouble)));
    link_close(&link);
}

static void test_closed_early(void **state)
{
    (void)state;
    for (size_t sent = 1; sent < 3 * 64 + sizeof text - 1; sent += 9) {
        struct conduct conduct = {.close_after = sent};
        assert_trouble(&conduct, "");
    }
    struct conduct conduct = {.variant = {.size_error = 100}};
    assert_trouble(&conduct, "51 of 151");
}

static void test_reset(void **state)
{
    (void)state;
    struct conduct conduct = {.close_after = 64, .resets = 1};
    assert_trouble(&conduct, "connection broke");
}

static void test_noise(void **state)
{
    (void)state;
    char noise[256];
    for (size_t i = 0; i < sizeof noise - 1; i++)
        noise[i] = (char)(255 - i % 200);
    noise[sizeof noise - 1] = '\0';
    struct conduct conduct = {.says = noise};
    assert_trouble(&conduct, "SendFile");
}

static void test_refused(void **state)
{
    (void)state;
    struct place place = place_begin(0);
    struct link link;
    enum link_result result = link_open(&link, &place.address, place.address_length);
    while (result == LINK_WAITS) {
        struct pollfd fd = {.fd = link.fd, .events = link_events(&link)};
        assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
        result = link_step(&link, fd.revents);
    }
    assert_int_equal(result, LINK_FAILED);
    assert_string_equal(link.trouble, "cannot connect: Connection refused");
    link_close(&link);
    close(place.listener);
}

static void test_no_such_family(void **state)
{
    (void)state;
    struct sockaddr_storage address = {.ss_family = 250};
    struct link link;
    assert_int_equal(link_open(&link, &address, sizeof address), LINK_FAILED);
    assert_non_null(strstr(link.trouble, "no socket"));
    assert_int_equal(link.fd, -1);
    link_close(&link);
}

/* Goes on with the link alone until the printer's side would have to do something. */
static void settle(struct link *link)
{
    while (link_events(link) & POLLOUT) {
        struct pollfd fd = {.fd = link->fd, .events = link_events(link)};
        assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
        assert_int_equal(link_step(link, fd.revents), LINK_WAITS);
    }
}

static void frame_send(int fd, const char *word)
{
    char frame[FRAME_BYTES] = "";
    strcpy(frame, word);
    assert_int_equal(send(fd, frame, sizeof frame, 0), sizeof frame);
}

static void test_time_out_says_what_was_missing(void **state)
{
    (void)state;
    struct place place = place_begin(1);
    struct link link;
    assert_int_equal(link_open(&link, &place.address, place.address_length), LINK_WAITS);
    int printer = accept(place.listener, NULL, NULL);
    link_time_out(&link, 500);
    assert_string_equal(link.trouble, link.is_connected ? "connected, but no complete answer within 0.5 s"
                                                        : "no connection within 0.5 s");
    settle(&link);
    link_time_out(&link, 5000);
    assert_string_equal(link.trouble, "connected, but no complete answer within 5 s");

    static const char *const words[] = {"SendFile", "NA", "100"};
    for (size_t i = 0; i < 3; i++)
        frame_send(printer, words[i]);
    assert_int_equal(send(printer, "0123456789", 10, 0), 10);
    while (link.session.payload_used < 10) {
        struct pollfd fd = {.fd = link.fd, .events = link_events(&link)};
        assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
        assert_int_equal(link_step(&link, fd.revents), LINK_WAITS);
    }
    link_time_out(&link, 5000);
    assert_string_equal(link.trouble, "only 10 of 100 bytes of the status text within 5 s");
    link_close(&link);
    close(printer);
    close(place.listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_variants),       cmocka_unit_test(test_largest_text),
        cmocka_unit_test(test_closed_early),   cmocka_unit_test(test_reset),
        cmocka_unit_test(test_noise),          cmocka_unit_test(test_refused),
        cmocka_unit_test(test_no_such_family), cmocka_unit_test(test_time_out_says_what_was_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
