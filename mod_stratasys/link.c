#include "link.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    LINK_RECEIVE_BYTES = 16384,
    LINK_RECEIVES_MAX = 8 /* in one step: an endless stream does not keep the loop from the other printers */
};

static enum link_result link_fail(struct link *link, const char *what, int error)
{
    snprintf(link->trouble, sizeof link->trouble, "%s: %s", what, strerror(error));
    return LINK_FAILED;
}

static enum link_result link_session_failed(struct link *link)
{
    snprintf(link->trouble, sizeof link->trouble, "%s", link->session.error);
    return LINK_FAILED;
}

enum link_result link_open(struct link *link, const struct sockaddr_storage *address, socklen_t address_length)
{
    link->is_connected = 0;
    link->trouble[0] = '\0';
    session_begin(&link->session);
    link->fd = socket(address->ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (link->fd < 0)
        return link_fail(link, "no socket", errno);
    if (connect(link->fd, (const struct sockaddr *)address, address_length) == 0)
        return link_step(link, POLLOUT);
    return errno == EINPROGRESS ? LINK_WAITS : link_fail(link, "cannot connect", errno);
}

short link_events(const struct link *link)
{
    size_t length;

    if (!link->is_connected)
        return POLLOUT;
    session_output(&link->session, &length);
    return length > 0 ? POLLIN | POLLOUT : POLLIN;
}

static enum link_result link_connected(struct link *link)
{
    int error = 0;
    socklen_t length = sizeof error;

    if (getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
        error = errno;
    if (error)
        return link_fail(link, "cannot connect", error);
    link->is_connected = 1;
    return LINK_WAITS;
}

static enum link_result link_send(struct link *link)
{
    size_t length;
    const char *bytes = session_output(&link->session, &length);

    if (length == 0)
        return LINK_WAITS;
    ssize_t sent = send(link->fd, bytes, length, MSG_NOSIGNAL);
    if (sent >= 0)
        session_sent(&link->session, (size_t)sent);
    else if (errno != EAGAIN && errno != EINTR)
        return link_fail(link, "the connection broke while sending", errno);
    return LINK_WAITS;
}

static enum link_result link_receive(struct link *link)
{
    char bytes[LINK_RECEIVE_BYTES];

    for (int i = 0; i < LINK_RECEIVES_MAX; i++) {
        ssize_t length = recv(link->fd, bytes, sizeof bytes, 0);
        if (length < 0 && (errno == EAGAIN || errno == EINTR))
            return LINK_WAITS;
        if (length < 0)
            return link_fail(link, "the connection broke", errno);
        enum session_result result =
            length == 0 ? session_closed(&link->session) : session_feed(&link->session, bytes, (size_t)length);
        if (result == SESSION_DONE)
            return LINK_DONE;
        if (result == SESSION_ERROR)
            return link_session_failed(link);
        if (link_send(link) == LINK_FAILED)
            return LINK_FAILED;
    }
    return LINK_WAITS;
}

enum link_result link_step(struct link *link, short revents)
{
    if (!link->is_connected && link_connected(link) == LINK_FAILED)
        return LINK_FAILED;
    if ((revents & POLLOUT) && link_send(link) == LINK_FAILED)
        return LINK_FAILED;
    if (revents & (POLLIN | POLLHUP | POLLERR))
        return link_receive(link);
    return LINK_WAITS;
}

void link_time_out(struct link *link, int timeout_ms)
{
    const struct session *session = &link->session;
    double timeout_s = timeout_ms / 1000.0;

    if (!link->is_connected)
        snprintf(link->trouble, sizeof link->trouble, "no connection within %g s", timeout_s);
    else if (session->step == SESSION_PAYLOAD)
        snprintf(link->trouble, sizeof link->trouble, "only %zu of %zu bytes of the status text within %g s",
                 session->payload_used, session->payload_size, timeout_s);
    else
        snprintf(link->trouble, sizeof link->trouble, "connected, but no complete answer within %g s", timeout_s);
}

void link_close(struct link *link)
{
    if (link->fd >= 0) {
        close(link->fd);
        session_end(&link->session);
    }
    link->fd = -1;
}
