/*
 * The printer's side of the conversation, for simulated printers and tests. Bytes in, bytes out: no socket, no clock.
 * The variants are those that were seen on real machines, or are conceivable (the file name).
 */
#ifndef SESSION_PRINTER_H
#define SESSION_PRINTER_H

#include "session.h"

enum session_transferred { TRANSFERRED_ABSENT, TRANSFERRED_PACKET, TRANSFERRED_INSIDE };

struct session_variant {
    int size_blanks;                      /* blanks after the size's digits (Dimension 768: 1) */
    int names_file;                       /* sends `status.sts` between SendFile and NA */
    enum session_transferred transferred; /* INSIDE: the caller's payload is followed by it within the N bytes */
    long size_error;                      /* added to the true size: a wrong size, for faults */
};

enum session_printer_step {
    PRINTER_COMMAND,
    PRINTER_FILE,
    PRINTER_NA,
    PRINTER_OK_NAME,
    PRINTER_OK_SIZE,
    PRINTER_ENDED
};

struct session_printer {
    enum session_result result; /* DONE: all output is queued; the printer closes once it is sent */
    enum session_printer_step step;
    struct session_variant variant;
    char frame[FRAME_BYTES];
    size_t frame_used;
    char *output; /* owned */
    size_t output_used, output_sent, output_capacity;
    char *payload; /* owned copy */
    size_t payload_size;
    char error[SESSION_ERROR_BYTES];
};

/* Starts a conversation that will serve length bytes of payload (copied). Returns 0, or -1 without memory. */
int session_printer_begin(struct session_printer *p, const char *payload, size_t length,
                          const struct session_variant *variant);

/* Frees what p owns. Harmless on one that is all zero bytes. */
void session_printer_end(struct session_printer *p);

/* The bytes to send now (owned by p), their number in *length. */
const char *session_printer_output(const struct session_printer *p, size_t *length);
void session_printer_sent(struct session_printer *p, size_t length);

/* Takes bytes from the client in pieces of any size; several packets in one piece are the rule. Anything but the
 * request for status.sts and the OKs is a SESSION_ERROR that says what came. */
enum session_result session_printer_feed(struct session_printer *p, const char *bytes, size_t length);

#endif
