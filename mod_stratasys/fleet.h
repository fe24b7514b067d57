/* What the administrator configured, as plain data: what httpd's side hands to the poller. */
#ifndef FLEET_H
#define FLEET_H

#include "states.h"
#include <stddef.h>
#include <stdint.h>

#define FLEET_DATABASE "/var/lib/mod_stratasys/stratasys.db"

enum {
    FLEET_PORT = 53742, /* the printers' own */
    FLEET_INTERVAL_MS = 10 * 1000,
    FLEET_INTERVAL_MIN_MS = 1000,
    FLEET_TIMEOUT_MS = 5 * 1000,
    FLEET_OFFLINE_AFTER = 3,
    FLEET_SAMPLE_INTERVAL_S = 60,
    FLEET_SAMPLES_KEPT_S = 90 * 86400,
    FLEET_EVENTS_KEPT_S = 400 * 86400,
    FLEET_PRINTERS_MAX = 10000,
    FLEET_ID_MAX = 64
};

struct fleet_printer {
    const char *id, *host;                                        /* host: a name or an address without brackets */
    const char *name, *product, *location, *fleet_group, *webcam; /* NULL where not given */
    uint16_t port;
    int interval_ms, timeout_ms;
};

/* All texts live as long as the fleet does. */
struct fleet {
    const struct fleet_printer *printers; /* in the order of the configuration */
    size_t printer_count;
    const struct state_word *words; /* StratasysState */
    size_t word_count;
    int interval_ms, timeout_ms; /* of printers that have none of their own */
    const char *database_path;
    const char *raw_dir;   /* the last status text of each printer lies there as ID.sts */
    const char *time_zone; /* NULL: the server's */
    int offline_after;
    /* For the history: how often a sample is kept, and how long what is kept. */
    int64_t sample_interval_s;
    int64_t samples_kept_s, events_kept_s, people_kept_s; /* 0: for ever */
};

#endif
