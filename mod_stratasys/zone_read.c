#include "zone.h"
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ZONE_WEEK_S = 7 * 86400 };

/* A year beyond what libc can say counts as UTC. */
static int32_t zone_libc_offset_s(int64_t at)
{
    time_t when = at;
    struct tm local;

    return localtime_r(&when, &local) != NULL ? (int32_t)local.tm_gmtoff : 0;
}

/* A second in which the offset stops being the one of low_at; high_at has another. */
static int64_t zone_bisect(int64_t low_at, int64_t high_at)
{
    int32_t offset_s = zone_libc_offset_s(low_at);

    while (high_at - low_at > 1) {
        int64_t middle_at = low_at + (high_at - low_at) / 2;
        if (zone_libc_offset_s(middle_at) == offset_s)
            low_at = middle_at;
        else
            high_at = middle_at;
    }
    return high_at;
}

/* Adds the changes after from_at until to_at: more than one when a week has more. */
static void zone_read_week(struct zone *zone, int64_t from_at, int64_t to_at)
{
    while (zone_libc_offset_s(from_at) != zone_libc_offset_s(to_at)) {
        from_at = zone_bisect(from_at, to_at);
        zone_add(zone, from_at, zone_libc_offset_s(from_at));
    }
}

void zone_read(struct zone *zone, int64_t from_at, int64_t to_at)
{
    zone->count = 0;
    zone_add(zone, from_at, zone_libc_offset_s(from_at));
    for (int week = 0; week < ZONE_READ_WEEKS_MAX && from_at < to_at; week++) {
        int64_t until_at = from_at < to_at - ZONE_WEEK_S ? from_at + ZONE_WEEK_S : to_at;
        zone_read_week(zone, from_at, until_at);
        from_at = until_at;
    }
}

/* What stands behind the folder of tzdata, or the whole of a name that is no path. */
static const char *zone_name_of(const char *text)
{
    static const char folder[] = "/zoneinfo/";
    const char *found = strstr(text, folder);

    if (found)
        return found + strlen(folder);
    return *text == '/' ? NULL : text;
}

/* A rule has commas, or an offset behind its first letters; of names, those with digits have a slash (but EST5EDT and its
 * like, which are taken for rules). */
static int zone_is_name(const char *text)
{
    size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)text[i]) && !strchr("/_+-", text[i]))
            return 0;
    return letters > 0 && length < ZONE_NAME_BYTES && (letters == length || strchr(text, '/'));
}

const char *zone_read_name(char name[ZONE_NAME_BYTES])
{
    char path[PATH_MAX];
    const char *text = getenv("TZ");

    if (text && *text == ':')
        text++;
    if (text)
        text = *text ? zone_name_of(text) : "UTC"; /* as libc reads an empty one */
    else
        text = realpath("/etc/localtime", path) ? zone_name_of(path) : NULL;
    if (!text || !zone_is_name(text))
        return NULL;
    snprintf(name, ZONE_NAME_BYTES, "%s", text);
    return name;
}
