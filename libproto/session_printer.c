#include "session_printer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(struct session_printer *p, const char *text)
{
    snprintf(p->error, sizeof p->error, "%s", text);
    p->result = SESSION_ERROR;
    p->step = PRINTER_ENDED;
}

/* Appends `Transferred: N` to the payload; N counts its own bytes too. */
static size_t append_transferred(char *payload, size_t length)
{
    size_t total = length, before;
    do {
        before = total;
        total = length + (size_t)snprintf(NULL, 0, "Transferred: %zu", before);
    } while (total != before);
    sprintf(payload + length, "Transferred: %zu", total);
    return total;
}

int session_printer_begin(struct session_printer *p, const char *payload, size_t length,
                          const struct session_variant *variant)
{
    memset(p, 0, sizeof *p);
    p->payload = malloc(length + FRAME_BYTES);
    if (p->payload == NULL)
        return -1;
    if (length > 0)
        memcpy(p->payload, payload, length);
    p->variant = *variant;
    p->payload_size = length;
    if (variant->transferred == TRANSFERRED_INSIDE)
        p->payload_size = append_transferred(p->payload, length);
    return 0;
}

void session_printer_end(struct session_printer *p)
{
    free(p->output);
    free(p->payload);
    memset(p, 0, sizeof *p);
}

const char *session_printer_output(const struct session_printer *p, size_t *length)
{
    *length = p->output_used - p->output_sent;
    return *length > 0 ? p->output + p->output_sent : "";
}

void session_printer_sent(struct session_printer *p, size_t length)
{
    p->output_sent += length;
    if (p->output_sent >= p->output_used)
        p->output_sent = p->output_used = 0;
}

static void queue_bytes(struct session_printer *p, const char *bytes, size_t length)
{
    size_t needed = p->output_used + length;
    if (needed > p->output_capacity) {
        char *grown = realloc(p->output, needed);
        if (grown == NULL) {
            fail(p, "no memory");
            return;
        }
        p->output = grown;
        p->output_capacity = needed;
    }
    memcpy(p->output + p->output_used, bytes, length);
    p->output_used = needed;
}

static void queue_frame(struct session_printer *p, const char *text)
{
    char frame[FRAME_BYTES];
    frame_write(frame, text);
    queue_bytes(p, frame, FRAME_BYTES);
}

static void answer_request(struct session_printer *p)
{
    queue_frame(p, "SendFile");
    if (p->variant.names_file)
        queue_frame(p, "status.sts");
    queue_frame(p, "NA");
}

static void answer_size(struct session_printer *p)
{
    char text[FRAME_BYTES];
    snprintf(text, sizeof text, "%ld%*s", (long)p->payload_size + p->variant.size_error, p->variant.size_blanks, "");
    queue_frame(p, text);
}

static void answer_payload(struct session_printer *p)
{
    queue_bytes(p, p->payload, p->payload_size);
    if (p->variant.transferred == TRANSFERRED_PACKET) {
        char text[FRAME_BYTES];
        snprintf(text, sizeof text, "Transferred: %zu", p->payload_size);
        queue_frame(p, text);
    }
    p->result = SESSION_DONE;
}

/* What the client has to send in each step, and what the printer does then. */
static const struct {
    const char *expected;
    void (*answer)(struct session_printer *);
    enum session_printer_step next;
} steps[] = {
    [PRINTER_COMMAND] = {"GetFile",    NULL,           PRINTER_FILE   },
      [PRINTER_FILE] = {"status.sts", NULL,           PRINTER_NA     },
    [PRINTER_NA] = {"NA",         answer_request, PRINTER_OK_NAME},
      [PRINTER_OK_NAME] = {"OK",         answer_size,    PRINTER_OK_SIZE},
    [PRINTER_OK_SIZE] = {"OK",         answer_payload, PRINTER_ENDED  },
};

static void take_frame(struct session_printer *p)
{
    enum session_printer_step step = p->step;
    if (!frame_is(p->frame, steps[step].expected)) {
        char shown[FRAME_SHOW_BYTES], text[SESSION_ERROR_BYTES];
        frame_show(p->frame, shown);
        snprintf(text, sizeof text, "expected the packet %s, got \"%s\"", steps[step].expected, shown);
        fail(p, text);
        return;
    }
    p->step = steps[step].next;
    if (steps[step].answer != NULL)
        steps[step].answer(p);
}

enum session_result session_printer_feed(struct session_printer *p, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length && p->result == SESSION_MORE; i++) {
        p->frame[p->frame_used++] = bytes[i];
        if (p->frame_used == FRAME_BYTES) {
            p->frame_used = 0;
            take_frame(p);
        }
    }
    return p->result;
}
