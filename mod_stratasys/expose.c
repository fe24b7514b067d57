#include "expose.h"
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Machines that nobody has listed have names of their own for such things (lastJobName). */
static const struct expose_word {
    const char *word;
    unsigned kinds;
    int is_whole; /* the key itself, not a part of one */
} expose_words[] = {
    {"jobname",   EXPOSE_PEOPLE,                    0},
    {"owner",     EXPOSE_PEOPLE,                    0},
    {"comment",   EXPOSE_PEOPLE,                    0},
    {"user",      EXPOSE_PEOPLE,                    0},
    {"author",    EXPOSE_PEOPLE,                    0},
    {"mail",      EXPOSE_PEOPLE,                    0},
    {"filename",  EXPOSE_PEOPLE,                    0},
    {"pack",      EXPOSE_PEOPLE,                    1},
    {"version",   EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"serial",    EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"mfglot",    EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"mfgdate",   EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"usagedate", EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"hostname",  EXPOSE_IDENTITY,                  0},
    {"ipaddr",    EXPOSE_IDENTITY,                  0},
    {"macaddr",   EXPOSE_IDENTITY,                  0},
    {"udn",       EXPOSE_IDENTITY,                  1}, /* unique device name */
    {"sn",        EXPOSE_IDENTITY,                  1},
};

/* The keys of a job that tell of no person, as far as machines are known. */
static const char *const expose_job_keys[] = {
    "position",        "jobId",           "submitTime",    "estimatedBuildTime", "startTime",
    "endTime",         "buildTime",       "buildMode",     "sliceHeight",        "completionStatus",
    "partMatlName",    "supportMatlName", "partTotalMatl", "supportTotalMatl",   "partConsumed",
    "supportConsumed", "partTip",         "supportTip",    "totalLayers",        "currentLayer",
    "partMinX",        "partMinY",        "partMinZ",      "partMaxX",           "partMaxY",
    "partMaxZ",        "producer",
};
static const char *const expose_job_sections[] = {"currentJob", "previousJob", "queue"};

static int expose_has(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(words[i], word) == 0)
            return 1;
    return 0;
}

unsigned expose_of_status_key(const char *key)
{
    unsigned kinds = EXPOSE_NONE;

    for (size_t i = 0; i < COUNT(expose_words); i++) {
        const struct expose_word *word = &expose_words[i];
        if (word->is_whole ? strcasecmp(key, word->word) == 0 : strcasestr(key, word->word) != NULL)
            kinds |= word->kinds;
    }
    return kinds;
}

unsigned expose_of_section_key(const char *section, const char *key)
{
    unsigned kinds = expose_of_status_key(key);

    if (strcasecmp(key, "producer") == 0)
        kinds |= EXPOSE_IDENTITY;
    if (expose_has(expose_job_sections, COUNT(expose_job_sections), section) &&
        !expose_has(expose_job_keys, COUNT(expose_job_keys), key))
        kinds |= EXPOSE_PEOPLE;
    return kinds;
}
