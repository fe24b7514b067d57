/*
 * The client's side of the conversation that fetches status.sts from a printer. Bytes in, bytes out: no socket, no
 * clock. The order of packets is that of the protocol note (GetFile, status.sts, NA; SendFile, NA; OK; size; OK;
 * payload). Nothing else is ever sent.
 *
 *   session_begin; then until it is not SESSION_MORE: send session_output, session_sent, receive, session_feed.
 */
#ifndef SESSION_H
#define SESSION_H

#include "frame.h"
#include <stddef.h>

enum {
    SESSION_PAYLOAD_MAX = 1024 * 1024, /* a status text has 3 to 4 KB */
    SESSION_ARGUMENTS_MAX = 4,         /* packets between SendFile and NA: a file name is conceivable */
    SESSION_ERROR_BYTES = 384,
    SESSION_OUTPUT_BYTES = 3 * FRAME_BYTES
};

enum session_result { SESSION_MORE, SESSION_DONE, SESSION_ERROR };

enum session_step { SESSION_SENDFILE, SESSION_ARGUMENTS, SESSION_SIZE, SESSION_PAYLOAD, SESSION_ENDED };

struct session {
    enum session_result result;
    enum session_step step;
    char frame[FRAME_BYTES]; /* the packet being received */
    size_t frame_used;
    unsigned argument_count;
    char *payload; /* owned; grows with what arrives, never ahead of it by more than its double */
    size_t payload_size, payload_used, payload_capacity;
    char output[SESSION_OUTPUT_BYTES];
    size_t output_used, output_sent;
    char error[SESSION_ERROR_BYTES];
};

/* What stands in error before bytes of the printer's, which may be names of people: to be cut off there where those may not be
 * shown. */
#define SESSION_QUOTE ", got \""

/* Starts a conversation in s; the request is ready in session_output. */
void session_begin(struct session *s);

/* Frees what s owns; s may begin again. Harmless on a session that is all zero bytes. */
void session_end(struct session *s);

/* The bytes to send now (owned by s), their number in *length; 0 when there are none. */
const char *session_output(const struct session *s, size_t *length);

/* Says that the first length bytes of session_output were sent. */
void session_sent(struct session *s, size_t length);

/* Takes bytes from the printer, in pieces of any size. SESSION_DONE: the payload is whole, later bytes are ignored.
 * SESSION_ERROR sticks; s->error says what was expected and what came. */
enum session_result session_feed(struct session *s, const char *bytes, size_t length);

/* Says that the printer closed the connection: an error unless the payload is whole. */
enum session_result session_closed(struct session *s);

#endif
