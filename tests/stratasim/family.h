/* The families of printers that are simulated: their spellings, materials and quirks. */
#ifndef FAMILY_H
#define FAMILY_H

#include "phase.h"
#include "session_printer.h"

#include <stdbool.h>
#include <stddef.h>

enum { FAMILY_BAYS_MAX = 4 };

enum family_side { SIDE_MODEL, SIDE_SUPPORT, SIDE_COUNT };

enum family_heater { HEATER_MODEL, HEATER_SUPPORT, HEATER_ENVELOPE, HEATER_COUNT };

/* One material as a spool names it, as a job names it, and its colour. */
struct family_material {
    const char *spool_name, *job_name, *color_label, *color_rgb, *group, *group_label;
};

enum family_previous { PREVIOUS_EMPTY, PREVIOUS_NEVER_RAN };

/* What completionStatus says; all of them "" where a family leaves it empty. */
struct family_completion {
    const char *in_progress, *completed, *cancelled, *failed;
};

struct family {
    const char *codename, *section;
    const struct layout *layout; /* the keys of its status text, in order */
    const char *controller_version, *cmb_version, *product_version, *producer;
    const char *serial_prefix;
    const char *model_tip, *support_tip; /* as general spells them */
    unsigned bays;                       /* the first half holds model material */
    double full_in3;
    double size_in[3];
    int build_c[HEATER_COUNT], standby_c[HEATER_COUNT];
    const struct family_material *materials[SIDE_COUNT]; /* each ends with a spool_name of NULL */
    const char *internal_idle, *internal_warming, *internal_building;
    const struct family_completion *completion;
    enum family_previous previous;
    const char *words[PHASE_COUNT]; /* modelerStatus where it is not the usual word */
    struct session_variant variant;
    bool crlf, no_last_newline, set_point_0_while_building, support_set_point_moves;
    size_t last_nuls; /* after the text, counted by the size */
};

/* The families in their order, *count of them. */
const struct family *family_all(size_t *count);

/* The family of that codename, or NULL. */
const struct family *family_named(const char *codename);

/* The number of a side's materials. */
size_t family_material_count(const struct family *family, enum family_side side);

#endif
