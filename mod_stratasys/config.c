#include "config.h"
#include "config_value.h"
#include "expose.h"
#include "utf8.h"
#include "apr_strings.h"
#include "http_log.h"

APLOG_USE_MODULE(stratasys);

#define CONFIG_DATABASE "/var/lib/mod_stratasys/stratasys.db"

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

extern module AP_MODULE_DECLARE_DATA stratasys_module;

/* ---- the records ---------------------------------------------------------------------------------------------------- */

void *config_create_server(apr_pool_t *pool, server_rec *server)
{
    struct config_server *config = apr_pcalloc(pool, sizeof *config);

    (void)server;
    config->printers = apr_array_make(pool, 8, sizeof(struct fleet_printer));
    config->words = apr_array_make(pool, 4, sizeof(struct state_word));
    config->polls = 1;
    config->fleet = (struct fleet){
        .database_path = CONFIG_DATABASE,
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

void *config_create_location(apr_pool_t *pool, char *path)
{
    (void)path;
    return apr_pcalloc(pool, sizeof(struct config_location));
}

void *config_merge_location(apr_pool_t *pool, void *outer, void *inner)
{
    const struct config_location *from = outer, *to = inner;
    struct config_location *merged = apr_pmemdup(pool, to, sizeof *to);

    if (!to->path) {
        merged->path = from->path;
        merged->serve = from->serve;
    }
    if (!to->has_expose) {
        merged->expose = from->expose;
        merged->has_expose = from->has_expose;
    }
    return merged;
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

/* The configuration, or NULL with *error set where the directive does not belong. */
static struct config_server *config_main(cmd_parms *cmd, const char **error)
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

static const char *config_wrong(cmd_parms *cmd, const char *value, const char *why)
{
    return apr_psprintf(cmd->pool, "%s: \"%s\" %s", cmd->cmd->name, value, why);
}

static const char *config_time(cmd_parms *cmd, const char *text, int64_t at_least_ms, int64_t at_most_ms,
                               int64_t *time_ms)
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

/* ---- StratasysPrinter ----------------------------------------------------------------------------------------------- */

/* What goes to the database and on to JSON is valid UTF-8, whatever the configuration file was written in. */
static const char *config_utf8(apr_pool_t *pool, const char *value)
{
    size_t length = strlen(value);
    char *text = apr_palloc(pool, UTF8_GROWTH * length + 1);

    utf8_from_bytes(value, length, text);
    return text;
}

static const char *config_printer_text(cmd_parms *cmd, const char *value, const char **text)
{
    if (strlen(value) > CONFIG_TEXT_MAX)
        return config_wrong(cmd, value,
                            apr_psprintf(cmd->pool, "is too long: write at most %d bytes", CONFIG_TEXT_MAX));
    *text = value[0] ? config_utf8(cmd->pool, value) : NULL;
    return NULL;
}

static const char *config_printer_webcam(cmd_parms *cmd, struct fleet_printer *printer, const char *value)
{
    int is_plain = 0;
    const char *why = config_value_webcam(value, &is_plain);

    if (why)
        return config_wrong(cmd, value, why);
    if (is_plain)
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, cmd->server,
                     "%s line %d: the webcam of printer %s is plain http: a page that came by https does not show it",
                     cmd->directive->filename, cmd->directive->line_num, printer->id);
    printer->webcam = config_utf8(cmd->pool, value);
    return NULL;
}

static const char *config_printer_time(cmd_parms *cmd, const char *value, int64_t at_least_ms, int64_t at_most_ms,
                                       int *time_ms)
{
    int64_t given_ms;
    const char *error = config_time(cmd, value, at_least_ms, at_most_ms, &given_ms);

    if (!error)
        *time_ms = (int)given_ms;
    return error;
}

static const char *config_printer_option(cmd_parms *cmd, struct fleet_printer *printer, const char *key,
                                         const char *value)
{
    const struct {
        const char *key, **text;
    } texts[] = {
        {"name",        &printer->name       },
        {"product",     &printer->product    },
        {"location",    &printer->location   },
        {"fleet_group", &printer->fleet_group}
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(key, texts[i].key) == 0)
            return config_printer_text(cmd, value, texts[i].text);
    if (strcmp(key, "webcam") == 0)
        return config_printer_webcam(cmd, printer, value);
    if (strcmp(key, "interval") == 0)
        return config_printer_time(cmd, value, FLEET_INTERVAL_MIN_MS, CONFIG_INTERVAL_MAX_MS, &printer->interval_ms);
    if (strcmp(key, "timeout") == 0)
        return config_printer_time(cmd, value, CONFIG_TIMEOUT_MIN_MS, CONFIG_TIMEOUT_MAX_MS, &printer->timeout_ms);
    return config_wrong(cmd, key,
                        "is no key of a printer: write name, product, location, fleet_group, interval, timeout or "
                        "webcam, as key=value or key=\"two words\"");
}

static const char *config_printer_options(cmd_parms *cmd, struct fleet_printer *printer, const char *line)
{
    char word[CONFIG_WORD_BYTES];

    for (;;) {
        const char *begin = line + strspn(line, " \t");
        const char *why = config_value_word(&line, word, sizeof word);
        if (why)
            return config_wrong(cmd, begin, why);
        if (word[0] == '\0')
            return NULL;
        char *equals = strchr(word, '=');
        if (!equals)
            return config_wrong(cmd, word, "is no key=value: write for instance name=\"Lab one\"");
        *equals = '\0';
        const char *error = config_printer_option(cmd, printer, word, equals + 1);
        if (error)
            return error;
    }
}

static const char *config_printer_known(cmd_parms *cmd, const struct config_server *config, const char *id)
{
    const struct fleet_printer *printers = (const struct fleet_printer *)config->printers->elts;

    for (int i = 0; i < config->printers->nelts; i++)
        if (strcmp(printers[i].id, id) == 0)
            return config_wrong(cmd, id, "is the ID of an earlier StratasysPrinter: give each printer its own");
    if (config->printers->nelts >= FLEET_PRINTERS_MAX)
        return config_wrong(cmd, id,
                            apr_psprintf(cmd->pool, "is one printer too many: %d are the most", FLEET_PRINTERS_MAX));
    return NULL;
}

/* A copied line: the same machine would be asked twice at once, and counted twice. */
static void config_printer_warn(cmd_parms *cmd, const struct config_server *config, const struct fleet_printer *printer)
{
    const struct fleet_printer *printers = (const struct fleet_printer *)config->printers->elts;

    for (int i = 0; i < config->printers->nelts; i++)
        if (printers[i].port == printer->port && strcasecmp(printers[i].host, printer->host) == 0) {
            ap_log_error(APLOG_MARK, APLOG_WARNING, 0, cmd->server,
                         "%s line %d: printer %s has the same address as printer %s: is one of the lines a copy?",
                         cmd->directive->filename, cmd->directive->line_num, printer->id, printers[i].id);
            return;
        }
}

static const char *config_printer(cmd_parms *cmd, void *location, const char *line)
{
    char id[CONFIG_WORD_BYTES], host_text[CONFIG_WORD_BYTES], host[CONFIG_HOST_MAX + 1];
    struct fleet_printer printer = {.port = FLEET_PORT};
    const char *error, *why;
    struct config_server *config = config_main(cmd, &error);

    (void)location;
    if (!config)
        return error;
    if (config_value_word(&line, id, sizeof id) || config_value_word(&line, host_text, sizeof host_text) ||
        host_text[0] == '\0')
        return "StratasysPrinter takes an ID and a host: StratasysPrinter lab 10.0.0.5 name=\"Lab one\"";
    if ((why = config_value_id(id)))
        return config_wrong(cmd, id, why);
    if ((why = config_value_host(host_text, host, &printer.port)))
        return config_wrong(cmd, host_text, why);
    if ((error = config_printer_known(cmd, config, id)))
        return error;
    printer.id = apr_pstrdup(cmd->pool, id);
    printer.host = apr_pstrdup(cmd->pool, host);
    if ((error = config_printer_options(cmd, &printer, line)))
        return error;
    config_printer_warn(cmd, config, &printer);
    APR_ARRAY_PUSH(config->printers, struct fleet_printer) = printer;
    return NULL;
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
        return config_wrong(cmd, path, "is no file: write its whole path, such as " CONFIG_DATABASE);
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
    return config ? config_printer_time(cmd, text, FLEET_INTERVAL_MIN_MS, CONFIG_INTERVAL_MAX_MS,
                                        &config->fleet.interval_ms)
                  : error;
}

static const char *config_timeout(cmd_parms *cmd, void *location, const char *text)
{
    const char *error;
    struct config_server *config = config_main(cmd, &error);

    (void)location;
    return config
               ? config_printer_time(cmd, text, CONFIG_TIMEOUT_MIN_MS, CONFIG_TIMEOUT_MAX_MS, &config->fleet.timeout_ms)
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

/* ---- the directives of a location ------------------------------------------------------------------------------------ */

struct config_name {
    const char *name;
    unsigned bits;
};

static const struct config_name config_served[] = {
    {"gui",     SERVE_GUI    },
    {"api",     SERVE_API    },
    {"metrics", SERVE_METRICS},
    {"v1",      SERVE_V1     }
};
static const struct config_name config_exposed[] = {
    {"none",     EXPOSE_NONE    },
    {"identity", EXPOSE_IDENTITY},
    {"people",   EXPOSE_PEOPLE  }
};

static int config_find_name(const struct config_name *names, size_t count, const char *name, unsigned *bits)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(names[i].name, name) == 0) {
            *bits |= names[i].bits;
            return 1;
        }
    return 0;
}

/* The path of the <Location> that the directive stands in, without the slash at its end; NULL elsewhere. */
static const char *config_location_path(cmd_parms *cmd)
{
    const ap_directive_t *container = cmd->directive->parent;

    while (container && strncasecmp(container->directive, "<If", 3) == 0)
        container = container->parent;
    if (!container || strcasecmp(container->directive, "<Location") != 0 || !cmd->path || cmd->path[0] != '/' ||
        container->args[0] == '~' || strpbrk(cmd->path, "*?["))
        return NULL;
    size_t length = strlen(cmd->path);
    while (length > 0 && cmd->path[length - 1] == '/')
        length--;
    return apr_pstrndup(cmd->pool, cmd->path, length);
}

static const char *config_misplaced(cmd_parms *cmd)
{
    return apr_psprintf(cmd->pool,
                        "%s belongs into a plain <Location>, whose path it needs to know: <Location \"/stratasys\">",
                        cmd->cmd->name);
}

static const char *config_serve(cmd_parms *cmd, void *record, const char *what)
{
    struct config_location *location = record;

    location->path = config_location_path(cmd);
    if (!location->path)
        return config_misplaced(cmd);
    if (!config_find_name(config_served, sizeof config_served / sizeof *config_served, what, &location->serve))
        return config_wrong(cmd, what, "is nothing that can be served: write any of gui, api, metrics and v1");
    return NULL;
}

static const char *config_expose(cmd_parms *cmd, void *record, const char *what)
{
    struct config_location *location = record;

    if (!config_location_path(cmd))
        return config_misplaced(cmd);
    location->has_expose = 1;
    if (!config_find_name(config_exposed, sizeof config_exposed / sizeof *config_exposed, what, &location->expose))
        return config_wrong(cmd, what,
                            "is nothing that can be shown: write none, or identity (serials, versions, "
                            "lots, dates), people (owners, job names, comments, packs), or both");
    location->exposes_none |= strcasecmp(what, "none") == 0;
    if (location->exposes_none && location->expose != EXPOSE_NONE)
        return config_wrong(cmd, what, "cannot stand beside none and what is shown: write none alone, or leave it out");
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
