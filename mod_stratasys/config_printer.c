/* StratasysPrinter. */
#include "config_internal.h"
#include "config_value.h"
#include "utf8.h"
#include "apr_strings.h"
#include "http_log.h"

APLOG_USE_MODULE(stratasys);

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
        return config_time_ms(cmd, value, FLEET_INTERVAL_MIN_MS, CONFIG_INTERVAL_MAX_MS, &printer->interval_ms);
    if (strcmp(key, "timeout") == 0)
        return config_time_ms(cmd, value, CONFIG_TIMEOUT_MIN_MS, CONFIG_TIMEOUT_MAX_MS, &printer->timeout_ms);
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

/* What the browser would refuse to load is said now, and not by an empty picture. */
static void config_printer_admit(cmd_parms *cmd, struct config_server *config, const struct fleet_printer *printer)
{
    static const char remedy[] = "browsers do not show it. Let a path on this server (ProxyPass) fetch the picture";
    enum policy_trouble trouble = printer->webcam ? policy_add_webcam(&config->policy, printer->webcam) : POLICY_OK;

    if (trouble == POLICY_UNNAMEABLE)
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, cmd->server,
                     "%s line %d: the webcam of printer %s has an IPv6 address, which no Content-Security-Policy can "
                     "name: %s, or write a host's name",
                     cmd->directive->filename, cmd->directive->line_num, printer->id, remedy);
    if (trouble == POLICY_FULL)
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, cmd->server,
                     "%s line %d: the webcam of printer %s is on one host too many: the Content-Security-Policy, which "
                     "names them all, would be longer than %d bytes: %s",
                     cmd->directive->filename, cmd->directive->line_num, printer->id, POLICY_BYTES_MAX - 1, remedy);
}

const char *config_printer(cmd_parms *cmd, void *location, const char *line)
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
    config_printer_admit(cmd, config, &printer);
    APR_ARRAY_PUSH(config->printers, struct fleet_printer) = printer;
    return NULL;
}
