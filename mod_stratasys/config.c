#include "config_internal.h"
#include "config_value.h"
#include "apr_strings.h"

extern module AP_MODULE_DECLARE_DATA stratasys_module;

/* ---- the records ---------------------------------------------------------------------------------------------------- */

void *config_create_server(apr_pool_t *pool, server_rec *server)
{
    struct config_server *config = apr_pcalloc(pool, sizeof *config);

    (void)server;
    config->printers = apr_array_make(pool, 8, sizeof(struct fleet_printer));
    config->words = apr_array_make(pool, 4, sizeof(struct state_word));
    config->polls = 1;
    policy_begin(&config->policy);
    config->fleet = (struct fleet){
        .database_path = FLEET_DATABASE,
        .offline_after = FLEET_OFFLINE_AFTER,
        .sample_interval_s = FLEET_SAMPLE_INTERVAL_S,
        .samples_kept_s = FLEET_SAMPLES_KEPT_S,
        .events_kept_s = FLEET_EVENTS_KEPT_S,
        .interval_ms = FLEET_INTERVAL_MS,
        .timeout_ms = FLEET_TIMEOUT_MS,
    };
    return config;
}

void *config_merge_server(apr_pool_t *pool, void *base, void *virtual_host)
{
    (void)pool;
    (void)virtual_host;
    return base;
}

/* What a printer leaves open, the whole fleet's directives say, wherever in the file they stand. */
void config_finish(apr_pool_t *pool, struct config_server *config)
{
    struct fleet_printer *printers = (struct fleet_printer *)config->printers->elts;

    for (int i = 0; i < config->printers->nelts; i++) {
        if (printers[i].interval_ms == 0)
            printers[i].interval_ms = config->fleet.interval_ms;
        if (printers[i].timeout_ms == 0)
            printers[i].timeout_ms = config->fleet.timeout_ms;
    }
    config->fleet.raw_dir = ap_runtime_dir_relative(pool, "stratasys");
    config->fleet.printers = printers;
    config->fleet.printer_count = (size_t)config->printers->nelts;
    config->fleet.words = (const struct state_word *)config->words->elts;
    config->fleet.word_count = (size_t)config->words->nelts;
}

/* ---- what setters share --------------------------------------------------------------------------------------------- */

struct config_server *config_main(cmd_parms *cmd, const char **error)
{
    *error = NULL;
    if (cmd->server->is_virtual || cmd->path) {
        *error = apr_psprintf(cmd->pool,
                              "%s belongs to the main server: move it out of <%s>; there is one fleet and one poller "
                              "for each httpd",
                              cmd->cmd->name, cmd->path ? "Location>, <Directory" : "VirtualHost");
        return NULL;
    }
    return ap_get_module_config(cmd->server->module_config, &stratasys_module);
}

const char *config_wrong(cmd_parms *cmd, const char *value, const char *why)
{
    return apr_psprintf(cmd->pool, "%s: \"%s\" %s", cmd->cmd->name, value, why);
}

const char *config_time(cmd_parms *cmd, const char *text, int64_t at_least_ms, int64_t at_most_ms, int64_t *time_ms)
{
    char least[CONFIG_TIME_BYTES], most[CONFIG_TIME_BYTES];
    const char *why = config_value_time(text, time_ms);

    if (why)
        return config_wrong(cmd, text, why);
    if (*time_ms >= at_least_ms && *time_ms <= at_most_ms)
        return NULL;
    config_value_time_text(at_least_ms, least);
    config_value_time_text(at_most_ms, most);
    return config_wrong(cmd, text, apr_psprintf(cmd->pool, "is out of range: write a time from %s to %s", least, most));
}

const char *config_time_ms(cmd_parms *cmd, const char *value, int64_t at_least_ms, int64_t at_most_ms, int *time_ms)
{
    int64_t given_ms;
    const char *error = config_time(cmd, value, at_least_ms, at_most_ms, &given_ms);

    if (!error)
        *time_ms = (int)given_ms;
    return error;
}

/* ---- the fleet's directives ------------------------------------------------------------------------------------------ */

static const char *config_database(cmd_parms *cmd, void *location, const char *path)
{
    const char *error;
    struct config_server *config = config_main(cmd, &error);

    (void)location;
    if (!config)
        return error;
    const char *full = ap_server_root_relative(cmd->pool, path);
    size_t length = strlen(path);
    if (!full || length == 0 || path[length - 1] == '/')
        return config_wrong(cmd, path, "is no file: write its whole path, such as " FLEET_DATABASE);
    config->fleet.database_path = full;
    return NULL;
}

static const char *config_zone(cmd_parms *cmd, void *location, const char *zone)
{
    const char *error;
    struct config_server *config = config_main(cmd, &error);

    (void)location;
    if (!config)
        return error;
    const char *why = config_value_zone(zone);
    if (why)
        return config_wrong(cmd, zone, why);
    config->fleet.time_zone = zone;
    return NULL;
}

static const char *config_interval(cmd_parms *cmd, void *location, const char *text)
{
    const char *error;
    struct config_server *config = config_main(cmd, &error);

    (void)location;
    return config ? config_time_ms(cmd, text, FLEET_INTERVAL_MIN_MS, CONFIG_INTERVAL_MAX_MS, &config->fleet.interval_ms)
                  : error;
}

static const char *config_timeout(cmd_parms *cmd, void *location, const char *text)
{
    const char *error;
    struct config_server *config = config_main(cmd, &error);

    (void)location;
    return config ? config_time_ms(cmd, text, CONFIG_TIMEOUT_MIN_MS, CONFIG_TIMEOUT_MAX_MS, &config->fleet.timeout_ms)
                  : error;
}

static const char *config_offline_after(cmd_parms *cmd, void *location, const char *text)
{
    const char *error;
    struct config_server *config = config_main(cmd, &error);
    size_t digits = strspn(text, "0123456789");
    int count = digits > 0 && digits < 5 && text[digits] == '\0' ? atoi(text) : 0;

    (void)location;
    if (!config)
        return error;
    if (count < 1 || count > CONFIG_OFFLINE_AFTER_MAX)
        return config_wrong(cmd, text,
                            apr_psprintf(cmd->pool,
                                         "is no number of failed polls: write a whole number from 1 to %d, such as %d",
                                         CONFIG_OFFLINE_AFTER_MAX, FLEET_OFFLINE_AFTER));
    config->fleet.offline_after = count;
    return NULL;
}

static const char *config_sample_interval(cmd_parms *cmd, void *location, const char *text)
{
    const char *error;
    int64_t time_ms = 0;
    struct config_server *config = config_main(cmd, &error);

    (void)location;
    if (config && !(error = config_time(cmd, text, CONFIG_SAMPLE_INTERVAL_MIN_MS, CONFIG_INTERVAL_MAX_MS, &time_ms)))
        config->fleet.sample_interval_s = time_ms / 1000;
    return error;
}

static const char *config_retention(cmd_parms *cmd, void *location, const char *what, const char *text)
{
    const char *error;
    int64_t time_ms = 0;
    struct config_server *config = config_main(cmd, &error);

    (void)location;
    if (!config)
        return error;
    const struct {
        const char *what;
        int64_t *kept_s;
    } kinds[] = {
        {"samples", &config->fleet.samples_kept_s},
        {"events",  &config->fleet.events_kept_s },
        {"people",  &config->fleet.people_kept_s }
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(what, kinds[i].what) == 0) {
            error = config_time(cmd, text, CONFIG_RETENTION_MIN_MS, CONFIG_TIME_MAX_MS, &time_ms);
            if (!error)
                *kinds[i].kept_s = time_ms / 1000;
            return error;
        }
    return config_wrong(cmd, what,
                        "is nothing that can be kept: write samples, events or people, and a time: "
                        "StratasysRetention samples 90d");
}

/* The states that a printer can be in by its own words. */
static int config_is_own_state(enum state state)
{
    return state < STATE_COUNT && state != STATE_OFFLINE && state != STATE_UNMAPPED && state != STATE_UNOBSERVED;
}

static const char *config_state(cmd_parms *cmd, void *location, const char *text, const char *name)
{
    const char *error;
    struct config_server *config = config_main(cmd, &error);
    struct state_word word = {text, state_by_name(name)};

    (void)location;
    if (!config)
        return error;
    if (!config_is_own_state(word.state))
        return config_wrong(cmd, name,
                            "is no state: write idle, preparing, building, paused, part_waiting, "
                            "maintenance or error: StratasysState \"Load Model\" maintenance");
    APR_ARRAY_PUSH(config->words, struct state_word) = word;
    return NULL;
}

static const char *config_poller(cmd_parms *cmd, void *location, const char *text)
{
    const char *error;
    struct config_server *config = config_main(cmd, &error);
    int is_on = strcasecmp(text, "on") == 0;

    (void)location;
    if (!config)
        return error;
    if (!is_on && strcasecmp(text, "off") != 0)
        return config_wrong(cmd, text, "is neither On nor Off: write StratasysPoller On or StratasysPoller Off");
    config->polls = is_on;
    return NULL;
}

/* Everything is allowed everywhere by httpd, so that our own message says where it belongs. */
#define ANYWHERE (RSRC_CONF | ACCESS_CONF)

const command_rec config_directives[] = {
    AP_INIT_RAW_ARGS("StratasysPrinter", config_printer, NULL, ANYWHERE, "ID HOST[:PORT] [key=value ...]: one printer"),
    AP_INIT_TAKE1("StratasysDatabase", config_database, NULL, ANYWHERE, "PATH: the history file"),
    AP_INIT_TAKE1("StratasysTimeZone", config_zone, NULL, ANYWHERE, "NAME: IANA zone of days and reports"),
    AP_INIT_TAKE1("StratasysInterval", config_interval, NULL, ANYWHERE, "TIME between polls, at least 1s; 10s"),
    AP_INIT_TAKE1("StratasysTimeout", config_timeout, NULL, ANYWHERE, "longest TIME of one whole poll; 5s"),
    AP_INIT_TAKE1("StratasysOfflineAfter", config_offline_after, NULL, ANYWHERE,
                  "N: failed polls in a row until a printer is offline; 3"),
    AP_INIT_TAKE1("StratasysSampleInterval", config_sample_interval, NULL, ANYWHERE,
                  "TIME between two samples of a printer at the least; 1min"),
    AP_INIT_TAKE2("StratasysRetention", config_retention, NULL, ANYWHERE,
                  "samples|events|people TIME: how long they are kept"),
    AP_INIT_TAKE2("StratasysState", config_state, NULL, ANYWHERE, "\"TEXT\" STATE: what a printer's word means"),
    AP_INIT_TAKE1("StratasysPoller", config_poller, NULL, ANYWHERE, "On, or Off to serve only"),
    AP_INIT_ITERATE("StratasysServe", config_serve, NULL, ANYWHERE, "gui api metrics v1: what this <Location> serves"),
    AP_INIT_ITERATE("StratasysExpose", config_expose, NULL, ANYWHERE,
                    "none|identity|people ...: what readers of this <Location> see beside the rest"),
    {.name = NULL},
};
