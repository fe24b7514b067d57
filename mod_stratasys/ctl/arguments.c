#include "arguments.h"
#include "complain.h"
#include "config_value.h"
#include "fleet.h"
#include <string.h>

static const char *take_json(struct arguments *arguments, const char *value)
{
    (void)value;
    arguments->is_json = 1;
    return NULL;
}

static const char *take_scrub(struct arguments *arguments, const char *value)
{
    (void)value;
    arguments->is_scrubbed = 1;
    return NULL;
}

static const char *take_output(struct arguments *arguments, const char *value)
{
    arguments->output = value;
    return *value ? NULL : "is no file";
}

static const char *take_database(struct arguments *arguments, const char *value)
{
    arguments->database = value;
    return *value ? NULL : "is no file";
}

static const char *take_timeout(struct arguments *arguments, const char *value)
{
    int64_t time_ms = 0;
    const char *message = config_value_time(value, &time_ms);

    if (message)
        return message;
    if (time_ms < 1 || time_ms > ARGUMENTS_TIMEOUT_MAX_MS)
        return "is not between 1ms and 1h";
    arguments->timeout_ms = (int)time_ms;
    return NULL;
}

static const struct option {
    unsigned bit;
    const char *name, *value;                                            /* value: NULL for a flag */
    const char *(*take)(struct arguments *arguments, const char *value); /* returns what is wrong, or NULL */
    const char *help;
} options_known[] = {
    {OPTION_JSON,     "--json",     NULL,   take_json,     "one JSON object in place of the table"                      },
    {OPTION_SCRUB,    "--scrub",    NULL,   take_scrub,    "replace serials, lots, owners and names, as scrub does"     },
    {OPTION_OUTPUT,   "--output",   "FILE", take_output,   "write to FILE in place of standard output"                  },
    {OPTION_DATABASE, "--database", "PATH", take_database, "the history file; " FLEET_DATABASE                          },
    {OPTION_TIMEOUT,  "--timeout",  "TIME", take_timeout,  "longest time from look-up to last byte: 500ms, 5s, 1min; 5s"},
};

enum { OPTION_COUNT = sizeof options_known / sizeof *options_known };

/* The option that word names, alone or with `=value`. */
static const struct option *option_find(const char *word, unsigned allowed)
{
    size_t length = strcspn(word, "=");

    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &options_known[i];
        if ((option->bit & allowed) && strlen(option->name) == length && memcmp(option->name, word, length) == 0)
            return option;
    }
    return NULL;
}

/* Takes the option at words[*at], and moves *at to its value where that is a word of its own. */
static int option_take(struct arguments *arguments, const char *command, unsigned allowed, int count, char **words,
                       int *at)
{
    const char *word = words[*at], *value = strchr(word, '=');
    const struct option *option = option_find(word, allowed);

    if (!option) {
        complain("%s has no option %s; see stratasysctl %s --help", command, word, command);
        return -1;
    }
    if (value)
        value++;
    else if (option->value && *at + 1 < count)
        value = words[++*at];
    if (!option->value != !value) {
        complain("%s %s", option->name, value ? "takes no value" : "needs a value");
        return -1;
    }
    const char *message = option->take(arguments, value);
    if (message)
        complain("%s %s %s", option->name, value, message);
    return message ? -1 : 0;
}

static int operand_take(struct arguments *arguments, const char *command, const char *operand, const char *word)
{
    if (!operand || arguments->operand) {
        complain("%s: %s is one argument too many; see stratasysctl %s --help", command, word, command);
        return -1;
    }
    arguments->operand = word;
    return 0;
}

int arguments_read(struct arguments *arguments, const char *command, const char *operand, unsigned options, int count,
                   char **words)
{
    int are_options_over = 0;

    *arguments = (struct arguments){.timeout_ms = ARGUMENTS_TIMEOUT_MS, .database = FLEET_DATABASE};
    for (int i = 0; i < count; i++) {
        int is_option = !are_options_over && words[i][0] == '-' && words[i][1] != '\0';
        if (is_option && strcmp(words[i], "--") == 0)
            are_options_over = 1;
        else if (is_option && strcmp(words[i], "--help") == 0)
            arguments->is_help = 1;
        else if (is_option ? option_take(arguments, command, options, count, words, &i)
                           : operand_take(arguments, command, operand, words[i]))
            return -1;
    }
    if (!operand || arguments->operand || arguments->is_help)
        return 0;
    complain("%s needs %s; see stratasysctl %s --help", command, operand, command);
    return -1;
}

void arguments_print_usage(FILE *out, unsigned options)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &options_known[i];
        if (option->bit & options)
            fprintf(out, " [%s%s%s]", option->name, option->value ? " " : "", option->value ? option->value : "");
    }
}

void arguments_print_help(FILE *out, unsigned options)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &options_known[i];
        if (option->bit & options)
            fprintf(out, "  %-11s%-6s%s\n", option->name, option->value ? option->value : "", option->help);
    }
    fprintf(out, "  %-17s%s\n", "--help", "print help and exit");
}
