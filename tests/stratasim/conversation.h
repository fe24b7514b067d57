/* One connection to a simulated printer: the printer's side of the protocol over a socket, with a fault in it. */
#ifndef CONVERSATION_H
#define CONVERSATION_H

#include "fault.h"
#include "rng.h"
#include "session_printer.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    CONVERSATION_DRIP_MS = 200,
    CONVERSATION_DRAIN_MS = 2000,  /* for the client to close once it has everything */
    CONVERSATION_QUIET_MS = 60000, /* without a byte from a client that is not held by a fault */
    CONVERSATION_SIZE_ERROR = 1000,
    CONVERSATION_ENDLESS_BYTES = 999999999
};

enum conversation_mode { TALKING, SILENT, NOISY, DRIPPING, STREAMING, DRAINING, OVER };

struct conversation {
    int fd; /* owned */
    enum conversation_mode mode;
    struct session_printer protocol;
    struct fault fault;
    bool struck;
    uint64_t sent, strikes_at, noise_ends_at; /* positions in the stream of bytes to the client */
    int64_t heard_ms, next_byte_ms;           /* CLOCK_MONOTONIC */
    bool is_blocked;                          /* wants to know when it can write */
    struct rng rng;
    char result[SESSION_ERROR_BYTES + 32]; /* what came of it, once it is over */
};

/* Takes the connection fd. Returns 0, or -1 without memory (fd is closed). now_ms: CLOCK_MONOTONIC, here and below. */
int conversation_begin(struct conversation *c, int fd, const char *payload, size_t length,
                       const struct session_variant *variant, struct fault fault, int64_t now_ms);

/* Does what can be done now: reads, answers, sends. mode is OVER when it has ended. */
void conversation_go_on(struct conversation *c, int64_t now_ms);

/* Closes the connection and frees what c owns. */
void conversation_end(struct conversation *c);

#endif
