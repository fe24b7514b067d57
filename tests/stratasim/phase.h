/* The phases of a simulated printer's life. */
#ifndef PHASE_H
#define PHASE_H

#include <stdbool.h>

enum life_phase {
    PHASE_IDLE,
    PHASE_READY,
    PHASE_HOMING,
    PHASE_WARMING,
    PHASE_BUILDING,
    PHASE_PENDING_PAUSE,
    PHASE_PAUSED,
    PHASE_LOAD_MODEL,
    PHASE_LOAD_SUPPORT,
    PHASE_STOPPED,
    PHASE_ERROR,
    PHASE_PART_DONE,
    PHASE_TIP_MAINTENANCE,
    PHASE_DOOR_OPEN,
    PHASE_SYSTEM_ERROR,
    PHASE_COUNT
};

/* The usual modelerStatus of a phase. */
const char *phase_word(enum life_phase phase);

/* The state, in the words that the module's users see, that a printer in this phase truly is in. */
const char *phase_state(enum life_phase phase);

/* Whether the operator has started the job and it is neither done nor given up. */
bool phase_is_running(enum life_phase phase);

#endif
