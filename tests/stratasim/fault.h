/* What can be wrong with a simulated printer, on demand. */
#ifndef FAULT_H
#define FAULT_H

#include <stddef.h>

enum fault_kind {
    FAULT_NONE,
    FAULT_REFUSE,
    FAULT_HANG,
    FAULT_CLOSE,
    FAULT_TRUNCATE,
    FAULT_SIZE_SMALL,
    FAULT_SIZE_LARGE,
    FAULT_SIZE_HANG,
    FAULT_NOISE,
    FAULT_DRIP,
    FAULT_ENDLESS,
    FAULT_DAMAGE,
    FAULT_GARBAGE_TEXT,
    FAULT_KINDS
};

/* Where in the conversation it begins. */
enum fault_step { STEP_CONNECT, STEP_SENDFILE, STEP_NA, STEP_SIZE, STEP_PAYLOAD, FAULT_STEPS };

struct fault {
    enum fault_kind kind;
    enum fault_step step;
};

/* Reads KIND and STEP (NULL or "": the kind's own). Returns 0, or -1 with a message for people in message. */
int fault_read(const char *kind, const char *step, struct fault *fault, char *message, size_t message_size);

const char *fault_name(enum fault_kind kind);

/* One line of help on each kind: what it does. NULL beyond the last. */
const char *fault_help(enum fault_kind kind);

#endif
