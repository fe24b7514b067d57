#include "expose.h"
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct expose_key {
    const char *key;
    enum expose kind;
};

/* `damage` quotes lines of a status text that could not be read, and those may hold names. */
static const struct expose_key expose_keys[] = {
    {"damage",             EXPOSE_PEOPLE  },
    {"job_name",           EXPOSE_PEOPLE  },
    {"owner",              EXPOSE_PEOPLE  },
    {"comment",            EXPOSE_PEOPLE  },
    {"pack",               EXPOSE_PEOPLE  },
    {"serial",             EXPOSE_IDENTITY},
    {"controller_version", EXPOSE_IDENTITY},
    {"lot",                EXPOSE_IDENTITY},
    {"made_on",            EXPOSE_IDENTITY},
    {"first_used_on",      EXPOSE_IDENTITY},
};

static const char *const expose_status_people[] = {"jobName", "owner", "comment", "pack"};

static const char *const expose_status_identity[] = {"version", "serial", "mfglot", "mfgdate", "usagedate"};

enum expose expose_of_key(const char *key)
{
    for (size_t i = 0; i < sizeof expose_keys / sizeof *expose_keys; i++)
        if (strcmp(expose_keys[i].key, key) == 0)
            return expose_keys[i].kind;
    return EXPOSE_NONE;
}

enum expose expose_of_status_key(const char *key)
{
    for (size_t i = 0; i < sizeof expose_status_people / sizeof *expose_status_people; i++)
        if (strcasecmp(key, expose_status_people[i]) == 0)
            return EXPOSE_PEOPLE;
    for (size_t i = 0; i < sizeof expose_status_identity / sizeof *expose_status_identity; i++)
        if (strcasestr(key, expose_status_identity[i]))
            return EXPOSE_IDENTITY;
    return EXPOSE_NONE;
}
