/* StratasysServe and StratasysExpose: what a <Location> has. */
#include "config_internal.h"
#include "expose.h"
#include "apr_strings.h"

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

const char *config_serve(cmd_parms *cmd, void *record, const char *what)
{
    struct config_location *location = record;

    location->path = config_location_path(cmd);
    if (!location->path)
        return config_misplaced(cmd);
    if (!config_find_name(config_served, sizeof config_served / sizeof *config_served, what, &location->serve))
        return config_wrong(cmd, what, "is nothing that can be served: write any of gui, api, metrics and v1");
    return NULL;
}

const char *config_expose(cmd_parms *cmd, void *record, const char *what)
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
