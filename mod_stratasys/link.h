/* One conversation with a printer over a socket that never blocks. */
#ifndef LINK_H
#define LINK_H

#include "session.h"
#include <sys/socket.h>

struct link {
    int fd; /* -1: closed */
    int is_connected;
    struct session session;
    char trouble[SESSION_ERROR_BYTES]; /* after LINK_FAILED: what is wrong, for people */
};

enum link_result { LINK_WAITS, LINK_DONE, LINK_FAILED };

/* Connects and starts the conversation. LINK_WAITS: give what ppoll says of fd to link_step. */
enum link_result link_open(struct link *link, const struct sockaddr_storage *address, socklen_t address_length);

/* What ppoll is to wait for: POLLIN, POLLOUT or both. */
short link_events(const struct link *link);

/* Goes on after ppoll said revents. LINK_DONE: the text is link->session.payload, payload_used bytes. */
enum link_result link_step(struct link *link, short revents);

/* Says in link->trouble what the printer was waited for in vain, when time is up. */
void link_time_out(struct link *link, int timeout_ms);

/* Closes the socket and frees the text. Harmless on a closed link (fd is -1). */
void link_close(struct link *link);

#endif
