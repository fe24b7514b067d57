#include "fleet_lines.h"

#include "config_value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 4096, WORD_BYTES = 512, KEY_COUNT = 4 };

struct fleet_lines {
    size_t count;
    struct fleet_printer *printers;
};

static void set(struct fleet_printer *printer, char *word)
{
    const struct {
        const char *key, **text;
    } keys[KEY_COUNT] = {
        {"name",        &printer->name       },
        {"product",     &printer->product    },
        {"location",    &printer->location   },
        {"fleet_group", &printer->fleet_group}
    };
    char *value = strchr(word, '=');
    if (!value)
        return;
    *value++ = '\0';
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (!strcmp(word, keys[i].key))
            *keys[i].text = strdup(value);
}

/* "StratasysPrinter ID HOST key=value ..."; 0, or -1 for any other line. */
static int take(struct fleet_printer *printer, const char *line)
{
    char word[WORD_BYTES];
    if (config_value_word(&line, word, sizeof word) || strcmp(word, "StratasysPrinter"))
        return -1;
    if (config_value_word(&line, word, sizeof word) || config_value_id(word))
        return -1;
    printer->id = strdup(word);
    if (config_value_word(&line, word, sizeof word))
        return -1;
    while (!config_value_word(&line, word, sizeof word) && *word)
        set(printer, word);
    return 0;
}

static int read_file(struct fleet_lines *lines, const char *path)
{
    char line[LINE_BYTES];
    FILE *file = fopen(path, "re");
    if (!file)
        return -1;
    size_t taken = 0;
    while (taken < lines->count && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (!take(&lines->printers[taken], line))
            taken++;
    }
    fclose(file);
    if (taken == lines->count)
        return 0;
    errno = ENODATA;
    return -1;
}

static void number_them(struct fleet_lines *lines, int64_t first)
{
    char id[FLEET_ID_MAX];
    for (size_t i = 0; i < lines->count; i++) {
        snprintf(id, sizeof id, "p%lld", (long long)first + (long long)i);
        lines->printers[i].id = strdup(id);
    }
}

struct fleet_lines *fleet_lines_read(const struct plan *plan, char message[PLAN_MESSAGE_BYTES])
{
    const char *path = plan->fleet_path;
    size_t count = (size_t)plan->printers;
    struct fleet_lines *lines = calloc(1, sizeof *lines);
    if (!lines)
        return NULL;
    lines->count = count;
    lines->printers = calloc(count, sizeof *lines->printers);
    for (size_t i = 0; lines->printers && i < count; i++) {
        lines->printers[i].host = "127.0.0.1";
        lines->printers[i].port = FLEET_PORT;
        lines->printers[i].interval_ms = (int)plan->interval_s * 1000;
        lines->printers[i].timeout_ms = FLEET_TIMEOUT_MS;
    }
    if (lines->printers && !path)
        number_them(lines, plan->first);
    if (lines->printers && (!path || !read_file(lines, path)))
        return lines;
    snprintf(message, PLAN_MESSAGE_BYTES, "--fleet: %zu StratasysPrinter lines could not be read: %s", count,
             strerror(errno));
    fleet_lines_free(lines);
    return NULL;
}

void fleet_lines_free(struct fleet_lines *lines)
{
    if (!lines)
        return;
    for (size_t i = 0; lines->printers && i < lines->count; i++) {
        const struct fleet_printer *printer = &lines->printers[i];
        const char *const texts[] = {printer->id, printer->name, printer->product, printer->location,
                                     printer->fleet_group};
        for (size_t text = 0; text < sizeof texts / sizeof *texts; text++)
            free((char *)(uintptr_t)texts[text]);
    }
    free(lines->printers);
    free(lines);
}

const struct fleet_printer *fleet_lines_printers(const struct fleet_lines *lines)
{
    return lines->printers;
}
