#include "states.h"

#include <string.h>
#include <strings.h>

static const char *const names[STATE_COUNT] = {
    [STATE_IDLE] = "idle",
    [STATE_PREPARING] = "preparing",
    [STATE_BUILDING] = "building",
    [STATE_PAUSED] = "paused",
    [STATE_PART_WAITING] = "part_waiting",
    [STATE_MAINTENANCE] = "maintenance",
    [STATE_ERROR] = "error",
    [STATE_OFFLINE] = "offline",
    [STATE_UNMAPPED] = "unmapped",
    [STATE_UNOBSERVED] = "unobserved",
};

/* Idle, Building and Part Done were seen; the others are those of the panels in the vendor's guides. */
static const struct state_word words[] = {
    {"Idle",                                  STATE_IDLE        },
    {"Queue Empty",                           STATE_IDLE        },
    {"Standby",                               STATE_IDLE        },
    {"Ready to Build",                        STATE_IDLE        }, /* has a job, but an operator has to start it */
    {"Wait for Part",                         STATE_IDLE        }, /* ready; waits for a part's file to be sent */
    {"Finding Home",                          STATE_PREPARING   },
    {"Building",                              STATE_BUILDING    },
    {"Pending Pause",                         STATE_BUILDING    }, /* builds on to the end of the layer */
    {"Paused",                                STATE_PAUSED      },
    {"Part Done",                             STATE_PART_WAITING},
    {"Completed Build",                       STATE_PART_WAITING},
    {"Build Complete",                        STATE_PART_WAITING},
    {"Remove Part and Replace Modeling Base", STATE_PART_WAITING},
    {"Load Material",                         STATE_MAINTENANCE },
    {"Load Model",                            STATE_MAINTENANCE },
    {"Load Support",                          STATE_MAINTENANCE },
    {"Unloading",                             STATE_MAINTENANCE },
    {"Load Failed",                           STATE_MAINTENANCE }, /* the operator is at it, and tries again */
    {"Maintenance",                           STATE_MAINTENANCE },
    {"Head Maintenance",                      STATE_MAINTENANCE },
    {"Tip Maintenance",                       STATE_MAINTENANCE },
    {"Door Open",                             STATE_MAINTENANCE },
    {"Shutting Down",                         STATE_MAINTENANCE }, /* on purpose, by somebody at the panel */
    {"Can't Find Home",                       STATE_ERROR       },
    {"Build Error",                           STATE_ERROR       },
    {"Build Stopped",                         STATE_ERROR       }, /* a pause has its own word: this build has ended early */
    {"System Error",                          STATE_ERROR       },
};

const char *state_name(enum state state)
{
    return names[state];
}

enum state state_by_name(const char *name)
{
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (strcmp(names[i], name) == 0)
            return (enum state)i;
    }
    return STATE_COUNT;
}

int state_is_busy(enum state state)
{
    return state == STATE_PREPARING || state == STATE_BUILDING || state == STATE_PAUSED;
}

static const struct state_word *word_find(const char *text, const struct state_word *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(table[i].text, text) == 0)
            return &table[i];
    }
    return NULL;
}

/* NAN, unknown, is not above 0. */
static int has_begun(const struct status *status)
{
    return status->current.start_time > 0 || status->current.build_s > 0 || status->start_time > 0 ||
           status->build_s > 0;
}

enum state state_of_status(const struct status *status, const struct state_word *extra, size_t extra_count)
{
    if (status->status_text == NULL)
        return STATE_UNMAPPED;
    const struct state_word *word = word_find(status->status_text, extra, extra_count);
    if (word == NULL)
        word = word_find(status->status_text, words, sizeof words / sizeof *words);
    if (word == NULL)
        return STATE_UNMAPPED;
    return word->state == STATE_BUILDING && !has_begun(status) ? STATE_PREPARING : word->state;
}
