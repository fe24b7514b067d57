/* What the files of the directives share. */
#ifndef CONFIG_INTERNAL_H
#define CONFIG_INTERNAL_H

#include "config.h"

enum {
    CONFIG_WORD_BYTES = 1024,
    CONFIG_TEXT_MAX = 200, /* bytes of a printer's name, product, location, group */
    CONFIG_OFFLINE_AFTER_MAX = 1000,
    CONFIG_TIMEOUT_MIN_MS = 100,
    CONFIG_TIMEOUT_MAX_MS = 10 * 60000,
    CONFIG_INTERVAL_MAX_MS = 24 * 3600000,
    CONFIG_SAMPLE_INTERVAL_MIN_MS = 1000,
    CONFIG_RETENTION_MIN_MS = 3600000
};

/* The main server's configuration, or NULL with *error set where the directive does not belong. */
struct config_server *config_main(cmd_parms *cmd, const char **error);

/* The error that names the directive, the value and what would be right. */
const char *config_wrong(cmd_parms *cmd, const char *value, const char *why);

/* Reads a time within bounds. Returns NULL, or the error; *time_ms means something without one. */
const char *config_time(cmd_parms *cmd, const char *text, int64_t at_least_ms, int64_t at_most_ms, int64_t *time_ms);

/* The same for a time that fits an int of milliseconds: at_most_ms is no more than INT_MAX. */
const char *config_time_ms(cmd_parms *cmd, const char *text, int64_t at_least_ms, int64_t at_most_ms, int *time_ms);

/* The setters that have a file of their own, as httpd wants them: they return NULL, or the error. */
const char *config_printer(cmd_parms *cmd, void *location, const char *line);
const char *config_serve(cmd_parms *cmd, void *location, const char *what);
const char *config_expose(cmd_parms *cmd, void *location, const char *what);

#endif
