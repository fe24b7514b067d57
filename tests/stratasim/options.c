#include "options.h"

#include "control.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { TIME_LEAST = 0, VALUE_BYTES = 1024, HELP_COLUMN = 28 };

static const int64_t TIME_MOST = 253402300799; /* the end of the year 9999 */

int options_number(const char *text, int64_t least, int64_t most, int64_t *number)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno || end == text || *end || value < least || value > most)
        return -1;
    *number = value;
    return 0;
}

/* ---- options with a value of their own kind --------------------------------------------------------------------- */

static int take_families(struct options *options, const char *value, char *message, size_t size)
{
    char names[VALUE_BYTES], *rest = NULL;
    snprintf(names, sizeof names, "%s", value);
    options->family_count = 0;
    for (char *name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        const struct family *family = family_named(name);
        if (!family || options->family_count == OPTIONS_FAMILIES_MAX) {
            snprintf(message, size, "--family: '%s' is no family that is simulated; see --help", name);
            return -1;
        }
        options->families[options->family_count++] = family;
    }
    if (options->family_count)
        return 0;
    snprintf(message, size, "--family needs at least one name");
    return -1;
}

static int take_temper(struct options *options, const char *value, char *message, size_t size)
{
    static const char *const names[] = {[TEMPER_USUAL] = "usual", [TEMPER_CONTRARY] = "contrary"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(value, names[i])) {
            options->temper = (enum life_temper)i;
            return 0;
        }
    }
    snprintf(message, size, "--temper: '%s' is neither usual nor contrary", value);
    return -1;
}

static int take_address(struct options *options, const char *value, char *message, size_t size)
{
    if (inet_pton(AF_INET, value, &options->address) == 1)
        return 0;
    snprintf(message, size, "--address: '%s' is no IPv4 address", value);
    return -1;
}

static int take_replay(struct options *options, const char *value, char *message, size_t size)
{
    if (options->replay_count == OPTIONS_REPLAYS_MAX) {
        snprintf(message, size, "--replay: at most %d files", OPTIONS_REPLAYS_MAX);
        return -1;
    }
    options->replays[options->replay_count++] = value;
    return 0;
}

static int take_times(struct options *options, const char *value, char *message, size_t size)
{
    for (const char *from = value;; from++) {
        char text[VALUE_BYTES];
        size_t length = strcspn(from, ",");
        snprintf(text, sizeof text, "%.*s", (int)length, from);
        if (options->at_count == OPTIONS_TIMES_MAX ||
            options_number(text, TIME_LEAST, TIME_MOST, &options->at_s[options->at_count++])) {
            snprintf(message, size, "--at: '%s' is not a time in Unix seconds, or the %dth", text, OPTIONS_TIMES_MAX);
            return -1;
        }
        from += length;
        if (!*from)
            return 0;
    }
}

static int take_fault(struct options *options, const char *value, char *message, size_t size)
{
    char text[VALUE_BYTES], reason[VALUE_BYTES];
    snprintf(text, sizeof text, "%s", value);
    char *kind = strchr(text, ':'), *step = strchr(text, '@');
    if (kind)
        *kind++ = '\0';
    if (step)
        *step++ = '\0';
    int64_t printer;
    if (!kind || options_number(text, 1, OPTIONS_PRINTERS_MAX, &printer) ||
        options->fault_count == OPTIONS_FAULTS_MAX) {
        snprintf(message, size, "--fault: '%s' is not N:KIND[@STEP]", value);
        return -1;
    }
    struct fault fault;
    if (fault_read(kind, step, &fault, reason, sizeof reason)) {
        snprintf(message, size, "--fault: %s", reason);
        return -1;
    }
    options->faults[options->fault_count].printer = printer;
    options->faults[options->fault_count++].fault = fault;
    return 0;
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

enum option_kind { OPTION_NUMBER, OPTION_TEXT, OPTION_FLAG, OPTION_OWN };

static const struct option {
    const char *name, *value;
    enum option_kind kind;
    size_t offset;
    int64_t least, most;
    int (*take)(struct options *options, const char *value, char *message, size_t size);
    const char *help;
} OPTIONS[] = {
#define NUMBER(name, value, field, least, most, help)                                                                  \
    {                                                                                                                  \
        name, value, OPTION_NUMBER, offsetof(struct options, field), least, most, NULL, help                           \
    }
#define TEXT(name, value, field, help)                                                                                 \
    {                                                                                                                  \
        name, value, OPTION_TEXT, offsetof(struct options, field), 0, 0, NULL, help                                    \
    }
#define FLAG(name, field, help)                                                                                        \
    {                                                                                                                  \
        name, NULL, OPTION_FLAG, offsetof(struct options, field), 0, 0, NULL, help                                     \
    }
#define OWN(name, value, take, help)                                                                                   \
    {                                                                                                                  \
        name, value, OPTION_OWN, 0, 0, 0, take, help                                                                   \
    }
    NUMBER("--printers", "N", printers, 1, OPTIONS_PRINTERS_MAX, "how many; 20"),
    OWN("--family", "NAME[,NAME...]", take_families, "which families, in turn; all"),
    OWN("--temper", "NAME", take_temper, "usual; or contrary: what a printer shows is often no sign of what happens"),
    OWN("--address", "A", take_address, "of the first printer, each other has the next; 127.53.0.1"),
    NUMBER("--port", "P", port, 0, 65535, "53742; 0: the kernel chooses one for each printer"),
    NUMBER("--seed", "S", seed, 0, INT64_MAX, "another seed is another fleet; 1"),
    NUMBER("--speed", "N", speed, 1, 1000000, "life runs N times as fast, for looking at only; 1"),
    NUMBER("--start", "TIME", start_s, TIME_LEAST, TIME_MOST, "life's clock at start, Unix seconds; now"),
    OWN("--replay", "FILE", take_replay, "serve this file as it is; printer i serves the i-th, the rest the last"),
    OWN("--fault", "N:KIND[@STEP]", take_fault, "printer N has this fault; see below; can be repeated"),
    TEXT("--truth", "FILE", truth_path,
         "append what really happens as JSON lines; with --from and --to write and exit"),
    NUMBER("--from", "TIME", from_s, TIME_LEAST, TIME_MOST, "begin of the truth, Unix seconds"),
    NUMBER("--to", "TIME", to_s, TIME_LEAST, TIME_MOST, "end of the truth, not included"),
    OWN("--at", "TIME[,TIME...]", take_times, "print the status texts of these moments and exit"),
    NUMBER("--printer", "N", printer, 1, OPTIONS_PRINTERS_MAX, "whose status text --at prints; 1"),
    TEXT("--log", "FILE", log_path, "append one JSON line for each conversation"),
    FLAG("--until-eof", until_eof, "stop when standard input ends"),
    FLAG("--help", help, "print this"),
};

enum { OPTION_COUNT = sizeof OPTIONS / sizeof *OPTIONS };

static const struct option *option_named(const char *name, size_t length)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (strlen(OPTIONS[i].name) == length && !strncmp(OPTIONS[i].name, name, length))
            return &OPTIONS[i];
    return NULL;
}

static int take(const struct option *option, struct options *options, const char *value, char *message, size_t size)
{
    void *field = (char *)options + option->offset;
    switch (option->kind) {
    case OPTION_TEXT:
        *(const char **)field = value;
        return 0;
    case OPTION_FLAG:
        *(bool *)field = true;
        return 0;
    case OPTION_OWN:
        return option->take(options, value, message, size);
    default:
        if (!options_number(value, option->least, option->most, field))
            return 0;
        snprintf(message, size, "%s: '%s' is not a whole number from %lld to %lld", option->name, value,
                 (long long)option->least, (long long)option->most);
        return -1;
    }
}

static int check(const struct options *options, char *message, size_t size)
{
    const char *wrong = NULL;
    bool has_from = options->from_s != INT64_MIN, has_to = options->to_s != INT64_MIN;
    if (has_from != has_to)
        wrong = "--from and --to belong together";
    else if (has_from && !options->truth_path)
        wrong = "--from and --to need --truth";
    else if (has_from && options->from_s >= options->to_s)
        wrong = "--from has to be before --to";
    else if (options->printer > options->printers)
        wrong = "--printer: there are not that many; see --printers";
    for (size_t i = 0; i < options->fault_count; i++)
        if (options->faults[i].printer > options->printers)
            wrong = "--fault: there are not that many printers; see --printers";
    if (!wrong)
        return 0;
    snprintf(message, size, "%s", wrong);
    return -1;
}

static void set_defaults(struct options *options)
{
    *options = (struct options){.printers = 20, .port = 53742, .seed = 1, .speed = 1, .printer = 1};
    options->start_s = options->from_s = options->to_s = INT64_MIN;
    inet_pton(AF_INET, "127.53.0.1", &options->address);
    const struct family *families = family_all(&options->family_count);
    for (size_t i = 0; i < options->family_count; i++)
        options->families[i] = &families[i];
}

int options_read(int count, char **arguments, struct options *options, char *message, size_t message_size)
{
    set_defaults(options);
    for (int i = 1; i < count; i++) {
        const char *argument = arguments[i], *value = strchr(argument, '=');
        size_t length = value ? (size_t)(value++ - argument) : strlen(argument);
        const struct option *option = option_named(argument, length);
        if (!option) {
            snprintf(message, message_size, "'%s' is no option; see --help", argument);
            return -1;
        }
        if (option->kind != OPTION_FLAG && !value)
            value = ++i < count ? arguments[i] : NULL;
        if ((option->kind != OPTION_FLAG) != (value != NULL)) {
            snprintf(message, message_size, "%s takes %s", option->name, option->value ? option->value : "no value");
            return -1;
        }
        if (take(option, options, value, message, message_size))
            return -1;
    }
    return check(options, message, message_size);
}

const struct family *options_family(const struct options *options, int64_t printer)
{
    return options->families[(size_t)(printer - 1) % options->family_count];
}

void options_help(FILE *file)
{
    fprintf(file, "stratasim: simulated Stratasys printers, each on a loopback address of its own.\n\nOptions:\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        char left[HELP_COLUMN * 2];
        snprintf(left, sizeof left, "%s %s", OPTIONS[i].name, OPTIONS[i].value ? OPTIONS[i].value : "");
        fprintf(file, "  %-*s %s\n", HELP_COLUMN, left, OPTIONS[i].help);
    }
    fprintf(file, "\nFaults (KIND), at STEP connect, sendfile, na, size or payload:\n");
    for (int kind = FAULT_NONE + 1; kind < FAULT_KINDS; kind++)
        fprintf(file, "  %-*s %s\n", HELP_COLUMN, fault_name(kind), fault_help(kind));
    fprintf(file, "\nFamilies:\n ");
    size_t family_count;
    const struct family *families = family_all(&family_count);
    for (size_t i = 0; i < family_count; i++)
        fprintf(file, " %s", families[i].codename);
    fprintf(file, "\n\nCommands on standard input, each answered by one line, `ok ...` or `error ...`:\n");
    control_help(file);
    fprintf(file, "\nOn start it prints `printer N ADDRESS PORT FAMILY` for each printer, then `ready`.\n");
}
