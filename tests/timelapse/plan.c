#include "plan.h"

#include "config_value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VALUE_BYTES = 256, HELP_COLUMN = 30, DEFAULT_INTERVAL_S = 60, DEFAULT_COMMIT_POLLS = 2000 };

static const int64_t TIME_MOST_S = 4102444800; /* the end of 2099 */

static int number_of(const char *text, int64_t least, int64_t most, int64_t *number)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno || end == text || *end || value < least || value > most)
        return -1;
    *number = value;
    return 0;
}

/* Unix seconds, or a date: its local midnight. */
static int time_of(const char *text, int64_t *unix_s)
{
    struct tm local = {.tm_isdst = -1};
    const char *end = strptime(text, "%Y-%m-%d", &local);
    if (!end || *end)
        return number_of(text, 1, TIME_MOST_S, unix_s);
    *unix_s = mktime(&local);
    return *unix_s > 0 && *unix_s <= TIME_MOST_S ? 0 : -1;
}

/* The two halves of ONE,OTHER; the first one is copied. */
static const char *halve(const char *value, char first[VALUE_BYTES])
{
    const char *comma = strchr(value, ',');
    if (!comma || comma - value >= VALUE_BYTES)
        return NULL;
    snprintf(first, VALUE_BYTES, "%.*s", (int)(comma - value), value);
    return comma + 1;
}

/* ---- options with a value of their own kind --------------------------------------------------------------------- */

static int take_from(struct plan *plan, const char *value)
{
    return time_of(value, &plan->from_s);
}

static int take_to(struct plan *plan, const char *value)
{
    return time_of(value, &plan->to_s);
}

static int take_temper(struct plan *plan, const char *value)
{
    static const char *const names[] = {[PLAN_USUAL] = "usual", [PLAN_CONTRARY] = "contrary", [PLAN_MIXED] = "mixed"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(value, names[i])) {
            plan->temper = (enum plan_temper)i;
            return 0;
        }
    }
    return -1;
}

static int take_gap(struct plan *plan, const char *value)
{
    char from[VALUE_BYTES];
    const char *to = halve(value, from);
    if (!to || plan->gap_count == PLAN_GAPS_MAX)
        return -1;
    int64_t from_s, to_s;
    if (time_of(from, &from_s) || time_of(to, &to_s) || from_s >= to_s)
        return -1;
    if (plan->gap_count && from_s <= plan->gaps[plan->gap_count - 1].to_s)
        return -1;
    plan->gaps[plan->gap_count].from_s = from_s;
    plan->gaps[plan->gap_count++].to_s = to_s;
    return 0;
}

static int take_step(struct plan *plan, const char *value)
{
    char at[VALUE_BYTES];
    const char *by = halve(value, at);
    if (!by || plan->step_count == PLAN_STEPS_MAX)
        return -1;
    int64_t at_s, by_s;
    if (time_of(at, &at_s) || number_of(by, -TIME_MOST_S, TIME_MOST_S, &by_s))
        return -1;
    plan->steps[plan->step_count].at_s = at_s;
    plan->steps[plan->step_count++].by_s = by_s;
    return 0;
}

/* At once: dates that follow are of that zone. */
static int take_zone(struct plan *plan, const char *value)
{
    if (config_value_zone(value) || setenv("TZ", value, 1))
        return -1;
    tzset();
    plan->zone = value;
    return 0;
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

enum option_kind { OPTION_NUMBER, OPTION_TEXT, OPTION_FLAG, OPTION_OWN };

static const struct option {
    const char *name, *value;
    enum option_kind kind;
    size_t offset;
    int64_t least, most;
    int (*take)(struct plan *plan, const char *value);
    const char *wanted; /* of OPTION_OWN: what would be right */
    const char *help;
} OPTIONS[] = {
#define NUMBER(name, value, field, least, most, help)                                                                  \
    {                                                                                                                  \
        name, value, OPTION_NUMBER, offsetof(struct plan, field), least, most, NULL, NULL, help                        \
    }
#define TEXT(name, value, field, help)                                                                                 \
    {                                                                                                                  \
        name, value, OPTION_TEXT, offsetof(struct plan, field), 0, 0, NULL, NULL, help                                 \
    }
#define FLAG(name, field, help)                                                                                        \
    {                                                                                                                  \
        name, NULL, OPTION_FLAG, offsetof(struct plan, field), 0, 0, NULL, NULL, help                                  \
    }
#define OWN(name, value, take, wanted, help)                                                                           \
    {                                                                                                                  \
        name, value, OPTION_OWN, 0, 0, 0, take, wanted, help                                                           \
    }
    TEXT("--database", "FILE", database_path, "the history to write"),
    OWN("--zone", "NAME", take_zone, "an IANA zone such as Europe/Berlin",
        "of days, and of the dates given after it; the environment's"),
    OWN("--from", "TIME", take_from, "Unix seconds or YYYY-MM-DD", "first poll: Unix seconds or YYYY-MM-DD"),
    OWN("--to", "TIME", take_to, "Unix seconds or YYYY-MM-DD",
        "end, not included; now, with a last poll of each printer"),
    NUMBER("--printers", "N", printers, 1, PLAN_PRINTERS_MAX, "how many, of all families in turn; 20"),
    NUMBER("--first", "N", first, 1, PLAN_PRINTERS_MAX, "the number of the first of them; 1"),
    NUMBER("--seed", "S", seed, 0, INT64_MAX, "as stratasim's: the same seed is the same fleet; 1"),
    OWN("--temper", "NAME", take_temper, "usual, contrary or mixed",
        "usual; contrary: signs mislead; mixed: every second round of the families so"),
    TEXT("--fleet", "FILE", fleet_path, "their StratasysPrinter lines; p1, p2, ... by their numbers"),
    NUMBER("--interval", "SECONDS", interval_s, 1, 86400, "between two polls of a printer; 60"),
    FLAG("--at-changes", at_changes, "poll at each change of a life, and every interval between"),
    OWN("--gap", "FROM,TO", take_gap, "two times, after the gap before", "the poller is stopped then; can be repeated"),
    OWN("--step", "AT,SECONDS", take_step, "a true time and a whole number of seconds",
        "the server's clock goes so far forward (or back) then; can be repeated"),
    NUMBER("--commit", "POLLS", commit_polls, 1, 1000000, "polls in one transaction; 2000"),
    FLAG("--resume", resume, "go on after the last poll that the database holds"),
    TEXT("--truth", "FILE", truth_path, "write what really happened, in the month before too, as JSON lines"),
    TEXT("--user", "NAME", user, "become that user first, where the caller is root"),
    FLAG("--progress", progress, "tell the progress even where standard error is no terminal"),
    FLAG("--quiet", quiet, "print nothing but complaints"),
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

static int take(const struct option *option, struct plan *plan, const char *value, char *message)
{
    void *field = (char *)plan + option->offset;
    switch (option->kind) {
    case OPTION_TEXT:
        *(const char **)field = value;
        return 0;
    case OPTION_FLAG:
        *(bool *)field = true;
        return 0;
    case OPTION_OWN:
        if (!option->take(plan, value))
            return 0;
        snprintf(message, PLAN_MESSAGE_BYTES, "%s: '%.200s' is wrong: write %s", option->name, value, option->wanted);
        return -1;
    default:
        if (!number_of(value, option->least, option->most, field))
            return 0;
        snprintf(message, PLAN_MESSAGE_BYTES, "%s: '%.200s' is not a whole number from %lld to %lld", option->name,
                 value, (long long)option->least, (long long)option->most);
        return -1;
    }
}

static int check(const struct plan *plan, char *message)
{
    const char *wrong = NULL;
    if (!plan->database_path)
        wrong = "--database is missing; see --help";
    else if (!plan->from_s)
        wrong = "--from is missing; see --help";
    else if (plan->from_s >= plan_ends_s(plan))
        wrong = "--from has to be before --to";
    else if (plan->resume && plan->step_count)
        wrong = "--resume cannot be had with --step: the last poll's true time is not known";
    else if (plan->truth_path && !plan->to_s)
        wrong = "--truth needs --to";
    if (!wrong)
        return 0;
    snprintf(message, PLAN_MESSAGE_BYTES, "%s", wrong);
    return -1;
}

int plan_read(int count, char **arguments, struct plan *plan, char message[PLAN_MESSAGE_BYTES])
{
    *plan = (struct plan){
        .printers = 20, .first = 1, .seed = 1, .interval_s = DEFAULT_INTERVAL_S, .commit_polls = DEFAULT_COMMIT_POLLS};
    tzset();
    for (int i = 1; i < count; i++) {
        const char *argument = arguments[i], *value = strchr(argument, '=');
        size_t length = value ? (size_t)(value++ - argument) : strlen(argument);
        const struct option *option = option_named(argument, length);
        if (!option) {
            snprintf(message, PLAN_MESSAGE_BYTES, "'%.200s' is no option; see --help", argument);
            return -1;
        }
        if (option->kind != OPTION_FLAG && !value)
            value = ++i < count ? arguments[i] : NULL;
        if ((option->kind != OPTION_FLAG) != (value != NULL)) {
            snprintf(message, PLAN_MESSAGE_BYTES, "%s takes %s", option->name,
                     option->value ? option->value : "no value");
            return -1;
        }
        if (take(option, plan, value, message))
            return -1;
    }
    return plan->help ? 0 : check(plan, message);
}

void plan_help(FILE *file)
{
    fprintf(file, "timelapse: lives of simulated printers, polled into a history at full speed.\n\nOptions:\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        char left[HELP_COLUMN * 2];
        snprintf(left, sizeof left, "%s %s", OPTIONS[i].name, OPTIONS[i].value ? OPTIONS[i].value : "");
        fprintf(file, "  %-*s %s\n", HELP_COLUMN, left, OPTIONS[i].help);
    }
    fprintf(file, "\nAt its end it prints how many polls it took, and how many a second.\n");
}

int64_t plan_ends_s(const struct plan *plan)
{
    return plan->to_s ? plan->to_s : time(NULL);
}

int64_t plan_stretch_ends_s(const struct plan *plan, size_t gap)
{
    int64_t ends_s = plan_ends_s(plan);
    return gap < plan->gap_count && plan->gaps[gap].from_s < ends_s ? plan->gaps[gap].from_s : ends_s;
}

int64_t plan_server_s(const struct plan *plan, int64_t true_s)
{
    int64_t server_s = true_s;
    for (size_t i = 0; i < plan->step_count; i++)
        if (plan->steps[i].at_s <= true_s)
            server_s += plan->steps[i].by_s;
    return server_s;
}
