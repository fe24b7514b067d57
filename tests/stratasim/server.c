#include "server.h"

#include "bytes.h"
#include "control.h"
#include "conversation.h"
#include "render.h"
#include "truth.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 128, EVENTS_MAX = 256, TICK_MS = 1000, LINE_BYTES = 4096 };

/* What the loop waits for; the first member of everything that has a descriptor in it. */
enum source { SOURCE_PRINTER, SOURCE_CONVERSATION, SOURCE_SIGNAL, SOURCE_CONTROL };

struct server_printer {
    enum source source;
    int64_t number;
    const struct family *family;
    struct sockaddr_in address; /* with the port that it got */
    int listener;               /* -1: refuses connections */
    struct fault fault;
    struct life *life; /* NULL until somebody asks */
    bool replays;
    struct bytes replay;
    struct truth *truth;
    unsigned open_conversations;
};

struct talk {
    enum source source;
    struct conversation conversation;
    struct server_printer *printer;
    bool overlap, waits_to_write;
    int64_t accepted_at_ms;
    struct talk *next, **link;
};

struct server {
    const struct options *options;
    struct server_printer *printers;
    int epoll, signals;
    enum source signal_source, control_source;
    struct talk *talks;
    FILE *log, *truth;
    int64_t start_ms, start_life_s, advanced_s, next_tick_ms;
    char line[LINE_BYTES];
    size_t line_used;
    bool stop;
};

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t server_life_s(const struct server *server)
{
    int64_t run_ms = clock_ms(CLOCK_MONOTONIC) - server->start_ms;
    return server->start_life_s + server->advanced_s + run_ms * server->options->speed / 1000;
}

struct server_printer *server_printer(struct server *server, int64_t number)
{
    return number >= 1 && number <= server->options->printers ? &server->printers[number - 1] : NULL;
}

struct life *server_life(struct server *server, struct server_printer *printer)
{
    if (!printer->life && !printer->replays) {
        printer->life = life_create((uint64_t)server->options->seed, (uint64_t)printer->number, printer->family);
        if (printer->life)
            life_set_temper(printer->life, server->options->temper);
    }
    return printer->replays ? NULL : printer->life;
}

/* ---- listening -------------------------------------------------------------------------------------------------- */

static int watch(const struct server *server, int fd, uint32_t events, void *source)
{
    struct epoll_event event = {.events = events, .data.ptr = source};
    return epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event);
}

static int start_listening(const struct server *server, struct server_printer *printer)
{
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    struct sockaddr *address = (struct sockaddr *)&printer->address;
    socklen_t length = sizeof printer->address;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) || bind(fd, address, length) ||
        listen(fd, BACKLOG) || getsockname(fd, address, &length) || watch(server, fd, EPOLLIN, printer)) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    printer->listener = fd;
    return 0;
}

static void stop_listening(struct server_printer *printer)
{
    close(printer->listener);
    printer->listener = -1;
}

static bool should_listen(struct server *server, struct server_printer *printer)
{
    if (printer->fault.kind == FAULT_REFUSE)
        return false;
    return printer->replays ||
           life_is_reachable((uint64_t)server->options->seed, (uint64_t)printer->number, server_life_s(server));
}

static int listen_or_not(struct server *server, struct server_printer *printer)
{
    bool should = should_listen(server, printer);
    if (should && printer->listener < 0)
        return start_listening(server, printer);
    if (!should && printer->listener >= 0)
        stop_listening(printer);
    return 0;
}

int server_set_fault(struct server *server, struct server_printer *printer, struct fault fault)
{
    printer->fault = fault;
    return listen_or_not(server, printer);
}

int server_replay(struct server *server, struct server_printer *printer, const char *path)
{
    struct bytes file = {0};
    if (bytes_add_file(&file, path)) {
        bytes_free(&file);
        return -1;
    }
    bytes_free(&printer->replay);
    printer->replay = file;
    printer->replays = true;
    return listen_or_not(server, printer);
}

/* ---- conversations ---------------------------------------------------------------------------------------------- */

static void write_log(const struct server *server, const struct talk *talk)
{
    enum fault_kind fault = talk->conversation.fault.kind;
    json_t *json = json_pack("{s:I s:I s:I s:s s:o s:b}", "printer", (json_int_t)talk->printer->number, "at_ms",
                             (json_int_t)talk->accepted_at_ms, "ended_ms", (json_int_t)clock_ms(CLOCK_REALTIME),
                             "result", talk->conversation.result, "fault",
                             fault ? json_string(fault_name(fault)) : json_null(), "overlap", talk->overlap);
    if (!json)
        return;
    json_dumpf(json, server->log, JSON_COMPACT);
    fputc('\n', server->log);
    json_decref(json);
}

static void end_talk(struct server *server, struct talk *talk)
{
    if (server->log)
        write_log(server, talk);
    *talk->link = talk->next;
    if (talk->next)
        talk->next->link = talk->link;
    talk->printer->open_conversations--;
    conversation_end(&talk->conversation);
    free(talk);
}

static void go_on(struct server *server, struct talk *talk)
{
    struct conversation *c = &talk->conversation;
    conversation_go_on(c, clock_ms(CLOCK_MONOTONIC));
    if (c->mode == DRIPPING && server->next_tick_ms > c->next_byte_ms)
        server->next_tick_ms = c->next_byte_ms;
    if (c->mode == OVER) {
        end_talk(server, talk);
    } else if (c->is_blocked != talk->waits_to_write) {
        talk->waits_to_write = c->is_blocked;
        struct epoll_event event = {.events = EPOLLIN | (c->is_blocked ? EPOLLOUT : 0), .data.ptr = talk};
        epoll_ctl(server->epoll, EPOLL_CTL_MOD, c->fd, &event);
    }
}

static void make_payload(struct server *server, struct server_printer *printer, struct bytes *out)
{
    static const char garbage[] = "<html><body>503 the printer's web page</body></html>\n";
    struct life *life = server_life(server, printer);
    if (printer->fault.kind == FAULT_GARBAGE_TEXT) {
        bytes_add(out, garbage, sizeof garbage - 1);
    } else if (printer->replays) {
        bytes_add(out, printer->replay.data, printer->replay.length);
    } else if (life) {
        struct life_moment moment;
        life_at(life, server_life_s(server), &moment);
        render_status(life, &moment, printer->fault.kind == FAULT_DAMAGE, out);
    }
}

static struct talk *begin_talk(struct server *server, struct server_printer *printer, int fd)
{
    static const struct session_variant plain = {0};
    struct talk *talk = calloc(1, sizeof *talk);
    if (!talk) {
        close(fd);
        return NULL;
    }
    struct bytes payload = {0};
    make_payload(server, printer, &payload);
    int failed = conversation_begin(&talk->conversation, fd, payload.data, payload.length,
                                    printer->replays ? &plain : &printer->family->variant, printer->fault,
                                    clock_ms(CLOCK_MONOTONIC));
    bytes_free(&payload);
    if (failed) {
        free(talk);
        return NULL;
    }
    talk->source = SOURCE_CONVERSATION;
    talk->printer = printer;
    talk->overlap = printer->open_conversations++ > 0;
    talk->next = server->talks;
    talk->link = &server->talks;
    if (talk->next)
        talk->next->link = &talk->next;
    server->talks = talk;
    return talk;
}

static void accept_one(struct server *server, struct server_printer *printer)
{
    int fd = accept4(printer->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    int64_t accepted_at_ms = clock_ms(CLOCK_REALTIME);
    struct talk *talk = begin_talk(server, printer, fd);
    if (!talk)
        return;
    talk->accepted_at_ms = accepted_at_ms;
    if (watch(server, fd, EPOLLIN, talk))
        end_talk(server, talk);
    else
        go_on(server, talk);
}

/* ---- control ---------------------------------------------------------------------------------------------------- */

static void do_line(struct server *server, char *line)
{
    char answer[CONTROL_ANSWER_BYTES];
    control_do(server, line, answer, sizeof answer);
    puts(answer);
    fflush(stdout);
}

static void do_lines(struct server *server)
{
    char *from = server->line, *end = server->line + server->line_used;
    for (char *line_end; (line_end = memchr(from, '\n', (size_t)(end - from))); from = line_end + 1) {
        *line_end = '\0';
        do_line(server, from);
    }
    server->line_used = (size_t)(end - from);
    memmove(server->line, from, server->line_used);
    if (server->line_used == sizeof server->line)
        server->line_used = 0; /* no command is that long */
}

/* Reads what there is; false at the end of standard input. */
static bool read_control(struct server *server)
{
    ssize_t length = read(STDIN_FILENO, server->line + server->line_used, sizeof server->line - server->line_used);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (length <= 0)
        return false;
    server->line_used += (size_t)length;
    do_lines(server);
    return true;
}

static void control_ended(struct server *server)
{
    epoll_ctl(server->epoll, EPOLL_CTL_DEL, STDIN_FILENO, NULL);
    server->stop |= server->options->until_eof;
}

static void watch_control(struct server *server)
{
    if (!watch(server, STDIN_FILENO, EPOLLIN, &server->control_source))
        return;
    /* A file, /dev/null or nothing at all: it cannot be waited for, and need not be. */
    while (read_control(server))
        ;
    server->stop |= server->options->until_eof;
}

/* ---- the loop --------------------------------------------------------------------------------------------------- */

/* Life went on: some printers can be reached or cannot, and something ended. */
static void follow_life(struct server *server)
{
    for (int64_t i = 0; i < server->options->printers; i++) {
        struct server_printer *printer = &server->printers[i];
        listen_or_not(server, printer);
        if (printer->truth)
            truth_advance(printer->truth, server_life_s(server));
    }
    if (server->truth)
        fflush(server->truth);
}

/* Ends conversations, so it must not run between the events of one batch. */
static void tick(struct server *server, int64_t now_ms)
{
    server->next_tick_ms = now_ms + TICK_MS;
    for (struct talk *talk = server->talks, *next; talk; talk = next) {
        next = talk->next;
        go_on(server, talk);
    }
    follow_life(server);
}

void server_advance(struct server *server, int64_t seconds)
{
    server->advanced_s += seconds;
    follow_life(server);
}

static void dispatch(struct server *server, enum source *source)
{
    switch (*source) {
    case SOURCE_PRINTER:
        accept_one(server, (struct server_printer *)(void *)source);
        break;
    case SOURCE_CONVERSATION:
        go_on(server, (struct talk *)(void *)source);
        break;
    case SOURCE_SIGNAL:
        server->stop = true;
        break;
    case SOURCE_CONTROL:
        if (!read_control(server))
            control_ended(server);
    }
}

static void announce(const struct server *server)
{
    for (int64_t i = 0; i < server->options->printers; i++) {
        const struct server_printer *printer = &server->printers[i];
        char address[INET_ADDRSTRLEN];
        inet_ntop(AF_INET, &printer->address.sin_addr, address, sizeof address);
        printf("printer %" PRId64 " %s %d %s\n", printer->number, address, ntohs(printer->address.sin_port),
               printer->replays ? "replay" : printer->family->codename);
    }
    puts("ready");
    fflush(stdout);
}

int server_run(struct server *server)
{
    announce(server);
    watch_control(server);
    while (!server->stop) {
        int64_t wait_ms = server->next_tick_ms - clock_ms(CLOCK_MONOTONIC);
        struct epoll_event events[EVENTS_MAX];
        int count = epoll_wait(server->epoll, events, EVENTS_MAX, wait_ms > 0 ? (int)wait_ms : 0);
        if (count < 0 && errno != EINTR)
            return -1;
        for (int i = 0; i < count; i++)
            dispatch(server, events[i].data.ptr);
        int64_t now_ms = clock_ms(CLOCK_MONOTONIC);
        if (now_ms >= server->next_tick_ms)
            tick(server, now_ms);
    }
    return 0;
}

/* ---- opening and closing ---------------------------------------------------------------------------------------- */

static void raise_limit_of_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit))
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* The next address that is neither a network's nor a broadcast address. */
static struct in_addr address_after(struct in_addr address)
{
    uint32_t number = ntohl(address.s_addr);
    do
        number++;
    while ((number & 0xff) == 0 || (number & 0xff) == 0xff);
    return (struct in_addr){htonl(number)};
}

static int watch_signals(struct server *server)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    signal(SIGPIPE, SIG_IGN);
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    server->signal_source = SOURCE_SIGNAL;
    server->control_source = SOURCE_CONTROL;
    if (server->epoll < 0 || sigprocmask(SIG_BLOCK, &signals, NULL))
        return -1;
    server->signals = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    return server->signals < 0 ? -1 : watch(server, server->signals, EPOLLIN, &server->signal_source);
}

static void set_up_printers(struct server *server)
{
    const struct options *options = server->options;
    struct in_addr address = options->address;
    for (int64_t i = 0; i < options->printers; i++, address = address_after(address)) {
        struct server_printer *printer = &server->printers[i];
        printer->source = SOURCE_PRINTER;
        printer->number = i + 1;
        printer->family = options_family(options, i + 1);
        printer->listener = -1;
        printer->address.sin_family = AF_INET;
        printer->address.sin_addr = address;
        printer->address.sin_port = htons((uint16_t)options->port);
    }
    for (size_t i = 0; i < options->fault_count; i++)
        server->printers[options->faults[i].printer - 1].fault = options->faults[i].fault;
}

/* Every printer listens once, so that its port is known even when it is out of reach at first. */
static int listen_all(struct server *server, char *message, size_t message_size)
{
    for (int64_t i = 0; i < server->options->printers; i++) {
        struct server_printer *printer = &server->printers[i];
        if (start_listening(server, printer)) {
            char address[INET_ADDRSTRLEN];
            inet_ntop(AF_INET, &printer->address.sin_addr, address, sizeof address);
            snprintf(message, message_size, "cannot listen on %s port %d: %s", address,
                     ntohs(printer->address.sin_port), strerror(errno));
            return -1;
        }
        listen_or_not(server, printer);
    }
    return 0;
}

static int load_replays(struct server *server, char *message, size_t message_size)
{
    const struct options *options = server->options;
    for (int64_t i = 0; options->replay_count && i < options->printers; i++) {
        size_t last = options->replay_count - 1;
        const char *path = options->replays[(size_t)i < last ? (size_t)i : last];
        if (server_replay(server, &server->printers[i], path)) {
            snprintf(message, message_size, "%s: %s", path, strerror(errno));
            return -1;
        }
    }
    return 0;
}

static FILE *open_to_append(const char *path, char *message, size_t message_size)
{
    FILE *file = fopen(path, "ae");
    if (file)
        setvbuf(file, NULL, _IOLBF, 0);
    else
        snprintf(message, message_size, "%s: %s", path, strerror(errno));
    return file;
}

static int open_files(struct server *server, char *message, size_t message_size)
{
    const struct options *options = server->options;
    if (options->log_path && !(server->log = open_to_append(options->log_path, message, message_size)))
        return -1;
    if (!options->truth_path)
        return 0;
    server->truth = open_to_append(options->truth_path, message, message_size);
    for (int64_t i = 0; server->truth && i < options->printers; i++) {
        struct server_printer *printer = &server->printers[i];
        if (!printer->replays)
            printer->truth = truth_follow(server->truth, (uint64_t)options->seed, (uint64_t)printer->number,
                                          printer->family, options->temper, server->start_life_s);
    }
    return server->truth ? 0 : -1;
}

struct server *server_open(const struct options *options, char *message, size_t message_size)
{
    struct server *server = calloc(1, sizeof *server);
    struct server_printer *printers = calloc((size_t)options->printers, sizeof *printers);
    if (!server || !printers) {
        snprintf(message, message_size, "no memory for %" PRId64 " printers", options->printers);
        free(server);
        free(printers);
        return NULL;
    }
    *server = (struct server){.options = options, .printers = printers, .epoll = -1, .signals = -1};
    server->start_ms = clock_ms(CLOCK_MONOTONIC);
    server->start_life_s = options->start_s != INT64_MIN ? options->start_s : (int64_t)time(NULL);
    raise_limit_of_descriptors();
    set_up_printers(server);
    if (watch_signals(server))
        snprintf(message, message_size, "cannot set up: %s", strerror(errno));
    else if (!listen_all(server, message, message_size) && !load_replays(server, message, message_size) &&
             !open_files(server, message, message_size))
        return server;
    server_close(server);
    return NULL;
}

static void close_printer(struct server_printer *printer)
{
    if (printer->listener >= 0)
        close(printer->listener);
    life_free(printer->life);
    truth_free(printer->truth);
    bytes_free(&printer->replay);
}

void server_close(struct server *server)
{
    for (struct talk *talk = server->talks, *next; talk; talk = next) {
        next = talk->next;
        if (!*talk->conversation.result)
            snprintf(talk->conversation.result, sizeof talk->conversation.result, "stopped");
        end_talk(server, talk);
    }
    for (int64_t i = 0; i < server->options->printers; i++)
        close_printer(&server->printers[i]);
    if (server->log)
        fclose(server->log);
    if (server->truth)
        fclose(server->truth);
    close(server->signals);
    close(server->epoll);
    free(server->printers);
    free(server);
}
