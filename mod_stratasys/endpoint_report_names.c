/* Names of the rows of a report. */
#include "endpoint_report.h"
#include <stdlib.h>
#include <string.h>

/* Of keys that count up from 1, so that they are places in an array; and for how many there is room at first. */
enum { REPORT_KEYS_MAX = 10000000, REPORT_KEYS_FIRST = 1024, REPORT_TEXTS_FIRST = 64 };

void report_names_free(struct report_names *names)
{
    for (int32_t i = 0; i < names->count; i++)
        free(names->texts[i]);
    free(names->texts);
    free(names->of_key);
    *names = (struct report_names){0};
}

/* Puts a copy of text (NULL: none) behind the others. Returns its place, or -1 without memory. */
static int32_t report_names_append(struct report_names *names, const char *text)
{
    if (names->count == names->room) {
        int32_t room = names->room ? 2 * names->room : REPORT_TEXTS_FIRST;
        char **texts = realloc(names->texts, (size_t)room * sizeof *texts);
        if (!texts)
            return -1;
        names->texts = texts;
        names->room = room;
    }
    char *copy = text ? strdup(text) : NULL;
    if (text && !copy)
        return -1;
    names->texts[names->count] = copy;
    return names->count++;
}

static int report_names_set_key(struct report_names *names, int64_t key, int32_t place)
{
    if (key < 0 || key > REPORT_KEYS_MAX)
        return -1;
    if (key >= names->key_count) {
        int64_t count = key < REPORT_KEYS_FIRST ? REPORT_KEYS_FIRST : 2 * key;
        int32_t *of_key = realloc(names->of_key, (size_t)count * sizeof *of_key);
        if (!of_key)
            return -1;
        memset(of_key + names->key_count, 0, (size_t)(count - names->key_count) * sizeof *of_key);
        names->of_key = of_key;
        names->key_count = count;
    }
    names->of_key[key] = place;
    return 0;
}

/* Equal texts follow each other. */
static int report_names_take(struct report_names *names, int64_t key, const char *text)
{
    const char *last = names->texts[names->count - 1];
    int32_t place = 0;

    if (text && last && strcmp(text, last) == 0)
        place = names->count - 1;
    else if (text)
        place = report_names_append(names, text);
    return place < 0 ? -1 : report_names_set_key(names, key, place);
}

int report_names_read(struct report_names *names, struct reader *reader, const char *sql)
{
    sqlite3_stmt *statement = reader_prepare(reader, sql);
    int result = SQLITE_ERROR;

    if (!statement || report_names_append(names, NULL) < 0)
        return -1;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW)
        if (report_names_take(names, sqlite3_column_int64(statement, 0),
                              (const char *)sqlite3_column_text(statement, 1)))
            break;
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? 0 : -1;
}

int32_t report_names_of_key(const struct report_names *names, int64_t key)
{
    return key >= 0 && key < names->key_count ? names->of_key[key] : 0;
}

int32_t report_names_of_text(struct report_names *names, const char *text)
{
    if (!text)
        return 0;
    for (int32_t i = 1; i < names->count; i++)
        if (strcmp(names->texts[i], text) == 0)
            return i;
    return report_names_append(names, text);
}
