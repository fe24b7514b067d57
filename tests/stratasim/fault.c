#include "fault.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    enum fault_step step; /* where it begins unless told otherwise */
    const char *help;
} KINDS[FAULT_KINDS] = {
    [FAULT_NONE] = {"none",             STEP_CONNECT,  "nothing is wrong"                                                     },
    [FAULT_REFUSE] = {"refuse",           STEP_CONNECT,  "connections are refused"                                              },
    [FAULT_HANG] = {"hang",             STEP_CONNECT,  "silence from STEP on"                                                 },
    [FAULT_CLOSE] = {"close",            STEP_PAYLOAD,  "closes at STEP"                                                       },
    [FAULT_TRUNCATE] = {"truncate",         STEP_PAYLOAD,  "closes after half of the payload"                                     },
    [FAULT_SIZE_SMALL] = {"wrong-size-small", STEP_SIZE,     "promises half of the payload"                                         },
    [FAULT_SIZE_LARGE] = {"wrong-size-large", STEP_SIZE,     "promises more than it has, then closes"                               },
    [FAULT_SIZE_HANG] = {"wrong-size-hang",  STEP_SIZE,     "promises more than it has, then is silent"                            },
    [FAULT_NOISE] = {"noise",            STEP_SENDFILE, "random bytes in place of what STEP should bring"                      },
    [FAULT_DRIP] = {"drip",             STEP_PAYLOAD,  "one byte every 200 ms from STEP on"                                   },
    [FAULT_ENDLESS] = {"endless",          STEP_SIZE,     "size: 999999999 bytes and a stream; na: file names; payload: a stream"},
    [FAULT_DAMAGE] = {"damage",           STEP_PAYLOAD,  "an unbalanced brace in the job's name"                                },
    [FAULT_GARBAGE_TEXT] = {"garbage-text",     STEP_PAYLOAD,  "a payload that is no status text"                                     },
};

static const char *const STEPS[FAULT_STEPS] = {"connect", "sendfile", "na", "size", "payload"};

static int kind_by_name(const char *name)
{
    for (int kind = FAULT_NONE + 1; kind < FAULT_KINDS; kind++)
        if (!strcmp(KINDS[kind].name, name))
            return kind;
    return -1;
}

static int step_by_name(const char *name)
{
    for (int step = 0; step < FAULT_STEPS; step++)
        if (!strcmp(STEPS[step], name))
            return step;
    return -1;
}

int fault_read(const char *kind, const char *step, struct fault *fault, char *message, size_t message_size)
{
    int found = kind_by_name(kind);
    if (found < 0) {
        snprintf(message, message_size, "'%s' is no kind of fault; see --help", kind);
        return -1;
    }
    int at = step && *step ? step_by_name(step) : (int)KINDS[found].step;
    if (at < 0) {
        snprintf(message, message_size, "'%s' is no step; connect, sendfile, na, size and payload are", step);
        return -1;
    }
    *fault = (struct fault){found, at};
    return 0;
}

const char *fault_name(enum fault_kind kind)
{
    return KINDS[kind].name;
}

const char *fault_help(enum fault_kind kind)
{
    return kind < FAULT_KINDS ? KINDS[kind].help : NULL;
}
