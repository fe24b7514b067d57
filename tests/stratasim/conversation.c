#include "conversation.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BLOCK_BYTES = 4096 };

static void finish(struct conversation *c, const char *result, const char *detail)
{
    if (!*c->result)
        snprintf(c->result, sizeof c->result, "%s%s", result, detail);
    c->mode = OVER;
}

/* ---- where a fault strikes -------------------------------------------------------------------------------------- */

/* The position of the first byte of each step in what the printer sends; FAULT_STEPS: of the end. */
static uint64_t position_of(const struct conversation *c, int step)
{
    uint64_t na = (uint64_t)FRAME_BYTES * (c->protocol.variant.names_file ? 2 : 1);
    const uint64_t positions[FAULT_STEPS + 1] = {
        0, 0, na, na + FRAME_BYTES, na + 2 * FRAME_BYTES, na + 2 * FRAME_BYTES + c->protocol.payload_size};
    return positions[step];
}

static uint64_t strike_position(const struct conversation *c)
{
    switch (c->fault.kind) {
    case FAULT_TRUNCATE:
        return position_of(c, STEP_PAYLOAD) + c->protocol.payload_size / 2;
    case FAULT_ENDLESS:
        return position_of(c, c->fault.step == STEP_SIZE ? STEP_PAYLOAD : c->fault.step);
    case FAULT_HANG:
    case FAULT_CLOSE:
    case FAULT_NOISE:
    case FAULT_DRIP:
        return position_of(c, c->fault.step);
    default:
        return UINT64_MAX;
    }
}

static void strike(struct conversation *c)
{
    static const enum conversation_mode modes[FAULT_KINDS] = {
        [FAULT_HANG] = SILENT, [FAULT_CLOSE] = OVER,    [FAULT_TRUNCATE] = OVER,
        [FAULT_NOISE] = NOISY, [FAULT_DRIP] = DRIPPING, [FAULT_ENDLESS] = STREAMING,
    };
    c->struck = true;
    c->mode = modes[c->fault.kind];
    int next = c->fault.step == STEP_CONNECT ? STEP_NA : c->fault.step + 1;
    c->noise_ends_at = position_of(c, next);
    if (c->mode == OVER)
        finish(c, "closed by fault", "");
}

static bool strikes_on_connect(const struct fault *fault)
{
    return fault->step == STEP_CONNECT && (fault->kind == FAULT_HANG || fault->kind == FAULT_CLOSE);
}

static long size_error(struct fault fault, long size)
{
    switch (fault.kind) {
    case FAULT_SIZE_SMALL:
        return -(size / 2);
    case FAULT_SIZE_LARGE:
    case FAULT_SIZE_HANG:
        return CONVERSATION_SIZE_ERROR;
    case FAULT_ENDLESS:
        return fault.step == STEP_SIZE ? CONVERSATION_ENDLESS_BYTES - size : 0;
    default:
        return 0;
    }
}

/* ---- sending ---------------------------------------------------------------------------------------------------- */

/* Sends as much as goes now; the number of bytes sent, 0 when it would block or the client is gone. */
static size_t send_some(struct conversation *c, const char *bytes, size_t length)
{
    ssize_t sent = send(c->fd, bytes, length, MSG_NOSIGNAL);
    if (sent > 0) {
        c->sent += (uint64_t)sent;
        return (size_t)sent;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        c->is_blocked = true;
    else
        finish(c, "client closed", "");
    return 0;
}

static void send_noise(struct conversation *c, size_t length)
{
    char noise[BLOCK_BYTES];
    size_t left = (size_t)(c->noise_ends_at - c->sent);
    if (length > left)
        length = left;
    if (length > sizeof noise)
        length = sizeof noise;
    for (size_t i = 0; i < length; i++)
        noise[i] = (char)rng_next(&c->rng);
    session_printer_sent(&c->protocol, send_some(c, noise, length));
    if (c->mode == NOISY && c->sent >= c->noise_ends_at)
        c->mode = TALKING;
}

static void send_stream(struct conversation *c)
{
    char block[BLOCK_BYTES], frame[FRAME_BYTES] = "status.sts";
    if (c->fault.step != STEP_NA)
        snprintf(frame, sizeof frame, "\t-filler {%052d}", 0);
    for (size_t i = 0; i < sizeof block; i++)
        block[i] = frame[(c->sent + i) % FRAME_BYTES];
    send_some(c, block, sizeof block);
}

static void send_drop(struct conversation *c, const char *bytes, int64_t now_ms)
{
    if (now_ms < c->next_byte_ms)
        return;
    session_printer_sent(&c->protocol, send_some(c, bytes, 1));
    c->next_byte_ms = now_ms + CONVERSATION_DRIP_MS;
}

static void all_is_sent(struct conversation *c, int64_t now_ms)
{
    snprintf(c->result, sizeof c->result, "served");
    c->mode = c->fault.kind == FAULT_SIZE_HANG ? SILENT : DRAINING;
    c->heard_ms = now_ms;
    if (c->mode == DRAINING)
        shutdown(c->fd, SHUT_WR);
}

/* One piece of what is to be sent; false when there is nothing more to do now. */
static bool send_piece(struct conversation *c, int64_t now_ms)
{
    size_t length;
    const char *bytes = session_printer_output(&c->protocol, &length);
    if (c->mode == STREAMING) {
        send_stream(c);
        return false; /* others want their turn */
    }
    if (!length) {
        if (c->protocol.result == SESSION_DONE)
            all_is_sent(c, now_ms);
        return false;
    }
    if (!c->struck && c->sent >= c->strikes_at) {
        strike(c);
        return c->mode != OVER && c->mode != SILENT;
    }
    if (c->mode == DRIPPING) {
        send_drop(c, bytes, now_ms);
        return c->mode != OVER && !c->is_blocked && now_ms >= c->next_byte_ms;
    }
    if (c->mode == NOISY)
        send_noise(c, length);
    else {
        bool cut = !c->struck && length > c->strikes_at - c->sent;
        session_printer_sent(&c->protocol, send_some(c, bytes, cut ? (size_t)(c->strikes_at - c->sent) : length));
    }
    return c->mode != OVER && !c->is_blocked;
}

/* ---- receiving -------------------------------------------------------------------------------------------------- */

static bool listens(const struct conversation *c)
{
    return c->mode == TALKING || c->mode == NOISY || c->mode == DRIPPING;
}

/* Reads one piece; false when there is none now. */
static bool receive_piece(struct conversation *c, int64_t now_ms)
{
    char bytes[BLOCK_BYTES];
    ssize_t length = recv(c->fd, bytes, sizeof bytes, 0);
    if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return false;
    if (length <= 0) {
        finish(c, "client closed", "");
        return false;
    }
    if (c->mode != DRAINING)
        c->heard_ms = now_ms;
    /* What comes after the last OK is the client's own `Transferred`. */
    if (listens(c) && c->protocol.result == SESSION_MORE &&
        session_printer_feed(&c->protocol, bytes, (size_t)length) == SESSION_ERROR)
        finish(c, "protocol error: ", c->protocol.error);
    return c->mode != OVER;
}

static void look_at_clock(struct conversation *c, int64_t now_ms)
{
    int64_t quiet_ms = now_ms - c->heard_ms;
    if (c->mode == DRAINING && quiet_ms > CONVERSATION_DRAIN_MS)
        finish(c, "served", "");
    else if (c->mode == TALKING && quiet_ms > CONVERSATION_QUIET_MS)
        finish(c, "client was silent", "");
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

int conversation_begin(struct conversation *c, int fd, const char *payload, size_t length,
                       const struct session_variant *variant, struct fault fault, int64_t now_ms)
{
    *c = (struct conversation){.fd = fd, .fault = fault, .heard_ms = now_ms, .rng = rng_of((uint64_t)now_ms, 0, 0)};
    if (session_printer_begin(&c->protocol, payload, length, variant)) {
        close(fd);
        return -1;
    }
    c->protocol.variant.size_error = size_error(fault, (long)c->protocol.payload_size);
    c->strikes_at = strike_position(c);
    if (strikes_on_connect(&fault))
        strike(c);
    return 0;
}

void conversation_go_on(struct conversation *c, int64_t now_ms)
{
    c->is_blocked = false;
    while (c->mode != OVER && receive_piece(c, now_ms))
        ;
    while (c->mode != OVER && c->mode != SILENT && c->mode != DRAINING && send_piece(c, now_ms))
        ;
    if (c->mode == STREAMING)
        c->is_blocked = true;
    look_at_clock(c, now_ms);
}

void conversation_end(struct conversation *c)
{
    session_printer_end(&c->protocol);
    close(c->fd);
}
