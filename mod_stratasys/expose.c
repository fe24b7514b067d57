#include "expose.h"
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* Machines that nobody has listed have names of their own for such things (lastJobName). */
static const struct expose_word {
    const char *word;
    unsigned kinds;
    int is_whole; /* the key itself, not a part of one */
} expose_words[] = {
    {"jobname",   EXPOSE_PEOPLE,                    0},
    {"owner",     EXPOSE_PEOPLE,                    0},
    {"comment",   EXPOSE_PEOPLE,                    0},
    {"pack",      EXPOSE_PEOPLE,                    1},
    {"version",   EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"serial",    EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"mfglot",    EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"mfgdate",   EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"usagedate", EXPOSE_IDENTITY | EXPOSE_OMITTED, 0},
    {"udn",       EXPOSE_IDENTITY,                  1}, /* unique device name */
};

unsigned expose_of_status_key(const char *key)
{
    unsigned kinds = EXPOSE_NONE;

    for (size_t i = 0; i < sizeof expose_words / sizeof *expose_words; i++) {
        const struct expose_word *word = &expose_words[i];
        if (word->is_whole ? strcasecmp(key, word->word) == 0 : strcasestr(key, word->word) != NULL)
            kinds |= word->kinds;
    }
    return kinds;
}
