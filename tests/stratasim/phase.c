#include "phase.h"

static const struct {
    const char *word, *state;
    bool running;
} PHASES[PHASE_COUNT] = {
    [PHASE_IDLE] = {"Idle",            "idle",         false},
    [PHASE_READY] = {"Ready to Build",  "idle",         false},
    [PHASE_HOMING] = {"Finding Home",    "preparing",    true },
    [PHASE_WARMING] = {"Building",        "preparing",    true },
    [PHASE_BUILDING] = {"Building",        "building",     true },
    [PHASE_PENDING_PAUSE] = {"Pending Pause",   "building",     true },
    [PHASE_PAUSED] = {"Paused",          "paused",       true },
    [PHASE_LOAD_MODEL] = {"Load Model",      "maintenance",  true },
    [PHASE_LOAD_SUPPORT] = {"Load Support",    "maintenance",  true },
    [PHASE_STOPPED] = {"Build Stopped",   "error",        false},
    [PHASE_ERROR] = {"Build Error",     "error",        false},
    [PHASE_PART_DONE] = {"Part Done",       "part_waiting", false},
    [PHASE_TIP_MAINTENANCE] = {"Tip Maintenance", "maintenance",  false},
    [PHASE_DOOR_OPEN] = {"Door Open",       "maintenance",  false},
    [PHASE_SYSTEM_ERROR] = {"System Error",    "error",        false},
};

const char *phase_word(enum life_phase phase)
{
    return PHASES[phase].word;
}

const char *phase_state(enum life_phase phase)
{
    return PHASES[phase].state;
}

bool phase_is_running(enum life_phase phase)
{
    return PHASES[phase].running;
}
