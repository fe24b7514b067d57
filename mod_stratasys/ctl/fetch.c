#include "fetch.h"
#include "config_value.h"
#include "fleet.h"
#include "link.h"
#include "resolver.h"
#include <poll.h>
#include <stdlib.h>
#include <time.h>

struct fetch {
    const char *target;
    int timeout_ms;
    int64_t ends_ms; /* on the monotonic clock */
    struct sockaddr_storage address;
    socklen_t address_length;
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for events of fd. Returns those that came, 0 when time is up, also while bytes drip in. */
static short fetch_wait(const struct fetch *fetch, int fd, short events)
{
    struct pollfd waits = {.fd = fd, .events = events};

    for (int64_t left_ms; (left_ms = fetch->ends_ms - now_ms()) > 0;)
        if (poll(&waits, 1, (int)left_ms) > 0)
            return waits.revents;
    return 0;
}

/* The host's text is not freed: a look-up that hangs may read it until the process ends. */
static enum ctl_exit fetch_look_up(struct fetch *fetch, const char *host, uint16_t port)
{
    struct resolver_answer answer;
    struct resolver *resolver = resolver_begin(1);

    if (!resolver) {
        complain("%s: no thread to look up its name", fetch->target);
        return CTL_NO_CONNECTION;
    }
    resolver_ask(resolver, 0, host, port);
    while (!resolver_take(resolver, &answer))
        if (!fetch_wait(fetch, resolver_fd(resolver), POLLIN)) {
            complain("%s: the name was not looked up within %g s", fetch->target, fetch->timeout_ms / 1000.0);
            return CTL_NO_CONNECTION;
        }
    fetch->address = answer.address;
    fetch->address_length = answer.address_length;
    if (answer.address_length > 0)
        return CTL_OK;
    complain("%s: %s", fetch->target, answer.trouble);
    return CTL_NO_CONNECTION;
}

static enum ctl_exit fetch_find(struct fetch *fetch)
{
    uint16_t port = FLEET_PORT;
    char *host = malloc(CONFIG_HOST_MAX + 1);
    const char *message = host ? config_value_host(fetch->target, host, &port) : "needs more memory than there is";
    enum ctl_exit result = CTL_OK;

    if (message) {
        complain("%s %s", fetch->target, message);
        free(host);
        return CTL_USAGE;
    }
    fetch->address_length = resolver_numeric(host, port, &fetch->address);
    if (fetch->address_length == 0)
        result = fetch_look_up(fetch, host, port);
    else
        free(host);
    return result;
}

static enum link_result fetch_talk(const struct fetch *fetch, struct link *link)
{
    enum link_result result = link_open(link, &fetch->address, fetch->address_length);

    while (result == LINK_WAITS) {
        short events = fetch_wait(fetch, link->fd, link_events(link));
        if (!events) {
            link_time_out(link, fetch->timeout_ms);
            return LINK_FAILED;
        }
        result = link_step(link, events);
    }
    return result;
}

enum ctl_exit fetch_text(const char *target, int timeout_ms, struct bytes *text)
{
    struct fetch fetch = {.target = target, .timeout_ms = timeout_ms, .ends_ms = now_ms() + timeout_ms};
    struct link link = {.fd = -1};
    enum ctl_exit result = fetch_find(&fetch);

    *text = (struct bytes){NULL, 0};
    if (result != CTL_OK)
        return result;
    if (fetch_talk(&fetch, &link) == LINK_DONE) {
        *text = (struct bytes){link.session.payload, link.session.payload_used};
        link.session.payload = NULL;
    } else {
        complain("%s: %s", target, link.trouble);
        result = link.session.result == SESSION_ERROR ? CTL_PROTOCOL : CTL_NO_CONNECTION;
    }
    link_close(&link);
    return result;
}
