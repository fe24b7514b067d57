/*
 * What a status text says, as numbers and texts with names and units. Absent, empty and unreadable values are unknown:
 * NAN for a number, NULL for a text. Numbers are as the printer gave them (0 included: whether 0 means 'none' is
 * decided by who uses them). Times are Unix seconds by the printer's own clock, which may be hours off.
 */
#ifndef STATUS_H
#define STATUS_H

#include "document.h"

enum { STATUS_SPOOLS_MAX = 16, STATUS_QUEUE_MAX = 64, STATUS_ODOMETERS_MAX = 16 };

struct status_job {
    const char *job_name, *owner, *completion_status;
    const char *model_material, *support_material, *comment, *pack;
    double job_id;
    double submit_time, start_time, end_time; /* printer's clock; 0 = not yet */
    double estimated_s, build_s;
    double model_needed_in3, support_needed_in3, model_used_in3, support_used_in3;
    double layers_total, layer;
};

struct status_spool {
    double bay; /* the machine's spool index, or the place in the list */
    const char *material, *color, *color_rgb;
    const char *made_on, *lot, *first_used_on, *serial, *spool_status;
    double initial_in3, left_in3;
    int is_loaded;    /* 1, 0, or -1: unknown */
    const char *kind; /* "model", "support", or NULL; by the bay: the first half of the bays holds model material */
};

/* A counter of the machine section: a key that ends in Odometer. Its unit is not told (mariner counts seconds). */
struct status_odometer {
    const char *name; /* the key as the printer writes it */
    double value;
    double limit_warn, limit_error; /* what the keys NAMEWarn and NAMEError say */
};

struct status {
    struct document *document; /* owned: every text here points into it */
    const char *codename, *controller_version, *status_text, *explanation;
    double model_temp_c, support_temp_c, envelope_temp_c, model_set_c, support_set_c, envelope_set_c;
    double server_time, start_time, build_s; /* build_s: elapsedBuildTime */
    const char *internal_state, *serial;     /* of the machine section */
    struct status_job current, previous;
    struct status_spool spools[STATUS_SPOOLS_MAX];
    size_t spool_count;
    struct status_job queue[STATUS_QUEUE_MAX];
    size_t queue_count;
    struct status_odometer odometers[STATUS_ODOMETERS_MAX]; /* in the order of the text; more are left out */
    size_t odometer_count;
};

/* Reads a status text. Returns a status to be freed with status_free, or NULL without memory. Damage is told by
 * status->document->damage; a text that is no status text at all has neither codename nor status_text. */
struct status *status_read(const char *text, size_t length);
void status_free(struct status *status);

/* Whether there is a job: it has a name, or an id that is not 0. */
int status_has_job(const struct status_job *job);

/* The seconds that the machine has built in its life, by its odometer buildTimeOdometer; NAN where it has none. */
double status_build_odometer_s(const struct status *status);

/* A time of the printer's clock, in whole seconds of the clock by which status came at `at`; NAN where printer_s or the
 * printer's own time is unknown or 0. */
double status_time_at(const struct status *status, double printer_s, double at);

/* Reads a plain decimal number (sign, digits, point, exponent; blanks around it); NAN for anything else, and beyond
 * +-1e15. Does not depend on the locale. */
double status_number(const char *text);

#endif
