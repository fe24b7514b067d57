/* The schemas of answers that have no shape: health, busy, the routes of the original program, problems. */
#include "endpoint_openapi.h"

static json_t *openapi_problem(void)
{
    return json_pack(
        "{s:s, s:s, s:[s,s,s,s], s:{s:{s:s, s:s, s:s}, s:{s:s, s:s}, s:{s:s, s:i, s:i, s:s}, s:{s:s, s:s}}, s:b}",
        "type", "object", "description", "A problem by RFC 9457.", "required", "type", "title", "status", "detail",
        "properties", "type", "type", "string", "format", "uri-reference", "description",
        "Always about:blank: the status says what kind of problem it is.", "title", "type", "string", "description",
        "What is wrong, in short.", "status", "type", "integer", "minimum", 400, "maximum", 599, "description",
        "The HTTP status.", "detail", "type", "string", "description",
        "What exactly is wrong, and what would be right.", "additionalProperties", 0);
}

static json_t *openapi_health(void)
{
    static const char *const names[] = {"status",  "problem",   "remedy",          "poller",           "database",
                                        "version", "time_zone", "poller_began_at", "poller_stopped_at"};
    json_t *properties = json_object();

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        properties = openapi_with_key(properties, key_find(names[i]), 0, NULL);
    properties = openapi_with(
        properties, "printers",
        json_pack("{s:s, s:o, s:s}", "type", "array", "items", openapi_ref("schemas", shape_printer_health.name),
                  "description", "Each printer's last poll. A printer in trouble does not make `status` trouble."));
    return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "required",
                     openapi_words("status problem remedy poller database version time_zone printers"), "properties",
                     properties, "additionalProperties", 0);
}

static json_t *openapi_busy(void)
{
    return json_pack("{s:s, s:[s,s], s:s}", "type", "string", "enum", "0", "1", "description",
                     "1: preparing, building or paused. 0: anything else.");
}

static json_t *openapi_busy_unknown(void)
{
    return json_pack("{s:s, s:s, s:s}", "type", "string", "const", "unknown", "description",
                     "The printer is offline, or nobody watches it.");
}

static json_t *openapi_v1_section(void)
{
    return json_pack("{s:s, s:{s:s}, s:s}", "type", "object", "additionalProperties", "type", "string", "description",
                     "The keys of a section of the status text without their dash; every value is a text.");
}

static json_t *openapi_v1_queue(void)
{
    return json_pack("{s:s, s:o, s:s}", "type", "array", "items", openapi_ref("schemas", "V1Section"), "description",
                     "One object for each waiting job; [] where none waits.");
}

static json_t *openapi_v1_material(void)
{
    return json_pack("{s:s, s:[s], s:{s:{s:s, s:o}}, s:{s:s}, s:s}", "type", "object", "required", "spools",
                     "properties", "spools", "type", "array", "items", openapi_ref("schemas", "V1Section"),
                     "additionalProperties", "type", "string", "description",
                     "The keys of the last spool, as texts, and all spools.");
}

static json_t *openapi_v1_machine(void)
{
    return json_pack("{s:s, s:[s], s:{s:{s:s, s:s}}, s:{s:s}, s:s}", "type", "object", "required", "machineName",
                     "properties", "machineName", "type", "string", "description",
                     "Family of the machine: Fortus, uPrint, Dimension, Mojo, F170 and so on, or Other.",
                     "additionalProperties", "type", "string", "description",
                     "The keys of the machine's own section, as texts.");
}

static json_t *openapi_v1_unavailable(void)
{
    return json_pack("{s:s, s:[s], s:{s:{s:s, s:[s,s]}}, s:b, s:s}", "type", "object", "required", "status",
                     "properties", "status", "type", "string", "enum", "offline", "unobserved", "additionalProperties",
                     0, "description", "The printer does not answer, or nobody watches it.");
}

static json_t *openapi_itself(void)
{
    return json_pack("{s:s, s:[s,s,s]}", "type", "object", "required", "openapi", "info", "paths");
}

static const struct openapi_fixed {
    const char *name;
    json_t *(*schema)(void);
} openapi_fixed[] = {
    {"Health",        openapi_health        },
    {"Busy",          openapi_busy          },
    {"BusyUnknown",   openapi_busy_unknown  },
    {"V1Section",     openapi_v1_section    },
    {"V1Queue",       openapi_v1_queue      },
    {"V1Material",    openapi_v1_material   },
    {"V1Machine",     openapi_v1_machine    },
    {"V1Unavailable", openapi_v1_unavailable},
    {"OpenApi",       openapi_itself        },
    {"Problem",       openapi_problem       },
};

json_t *openapi_with_fixed(json_t *schemas)
{
    for (size_t i = 0; i < sizeof openapi_fixed / sizeof *openapi_fixed; i++)
        schemas = openapi_with(schemas, openapi_fixed[i].name, openapi_fixed[i].schema());
    return schemas;
}
