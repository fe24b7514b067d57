/* What each type of parameter takes, and how that is told. */
#include "query_internal.h"
#include "config_value.h"
#include "keys.h"
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUERY_KEY_BYTES = 48 };

/* ---- words -------------------------------------------------------------------------------------------------------- */

size_t query_next_word(const char **list, const char **word)
{
    if (!*list)
        return 0;
    *word = *list + strspn(*list, " ");
    size_t length = strcspn(*word, " ");
    *list = *word + length;
    return length;
}

int query_is_word(const char *list, const char *text, size_t length)
{
    const char *word;

    for (size_t i; (i = query_next_word(&list, &word)) > 0;)
        if (i == length && memcmp(word, text, length) == 0)
            return 1;
    return 0;
}

/* What a location must expose for that key. */
static unsigned query_needs_of_key(const char *word, size_t length)
{
    char name[QUERY_KEY_BYTES];

    snprintf(name, sizeof name, "%.*s", (int)length, word);
    const struct key *key = key_find(name);
    return key ? key->kind : EXPOSE_NONE;
}

/* ---- is it right? ------------------------------------------------------------------------------------------------- */

static int query_is_any(const struct query_rule *rule, const struct query_allowed *allowed, const char *value)
{
    (void)rule, (void)allowed, (void)value;
    return 1;
}

static int query_is_choice(const struct query_rule *rule, const struct query_allowed *allowed, const char *value)
{
    (void)allowed;
    return query_is_word(rule->choices, value, strlen(value)) || query_is_word(rule->also, value, strlen(value));
}

static int query_is_number(const struct query_rule *rule, const struct query_allowed *allowed, const char *value)
{
    if (query_is_choice(rule, allowed, value))
        return 1;
    if (value[strspn(value, "0123456789")] != '\0')
        return 0;
    errno = 0;
    int64_t number = strtoll(value, NULL, 10);
    return errno == 0 && number >= rule->least && number <= rule->most;
}

static int query_is_time(const struct query_rule *rule, const struct query_allowed *allowed, const char *value)
{
    int64_t time_ms;

    (void)allowed;
    if (config_value_time(value, &time_ms))
        return 0;
    return time_ms % 1000 == 0 && time_ms / 1000 >= rule->least && time_ms / 1000 <= rule->most;
}

static int query_is_sort(const struct query_rule *rule, const struct query_allowed *allowed, const char *value)
{
    (void)rule;
    value += value[0] == '-';
    return query_is_word(allowed->sorts, value, strlen(value));
}

static int query_is_period(const char *word, size_t length)
{
    return query_is_word(QUERY_PERIODS, word, length);
}

static int query_is_group(const struct query_rule *rule, const struct query_allowed *allowed, const char *value)
{
    size_t first = strcspn(value, ",");

    (void)rule;
    if (!query_is_word(allowed->groups, value, first))
        return 0;
    if (value[first] == '\0')
        return 1;
    const char *other = value + first + 1;
    return query_is_word(allowed->groups, other, strlen(other)) &&
           query_is_period(value, first) != query_is_period(other, strlen(other));
}

/* ---- what would be right? ----------------------------------------------------------------------------------------- */

static void query_say(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void query_say(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list list;

    va_start(list, format);
    vsnprintf(text + used, QUERY_REMEDY_BYTES - used, format, list);
    va_end(list);
}

static int query_is_either(const char *word, size_t length)
{
    (void)word, (void)length;
    return 1;
}

static int query_is_dimension(const char *word, size_t length)
{
    return !query_is_period(word, length);
}

/* The words that belongs takes and that are shown here, with before in front if there are any. Returns their number. */
static size_t query_say_words(char *text, const char *before, const char *list, unsigned expose,
                              int (*belongs)(const char *word, size_t length))
{
    size_t count = 0;
    const char *word;

    for (size_t length; (length = query_next_word(&list, &word)) > 0;)
        if (belongs(word, length) && !(query_needs_of_key(word, length) & ~expose))
            query_say(text, "%s%.*s", count++ ? ", " : before, (int)length, word);
    return count;
}

static void query_say_example(const struct query_rule *rule, const struct query_allowed *allowed, char *text)
{
    (void)allowed;
    query_say(text, "a value");
    if (rule->example)
        query_say(text, ", such as %s", rule->example);
}

static void query_say_choices(const struct query_rule *rule, const struct query_allowed *allowed, char *text)
{
    (void)allowed;
    query_say_words(text, "one of ", rule->choices, ~0u, query_is_either);
}

static void query_say_number(const struct query_rule *rule, const struct query_allowed *allowed, char *text)
{
    (void)allowed;
    query_say(text, "a whole number from %" PRId64 " to %" PRId64, rule->least, rule->most);
    query_say_words(text, ", or ", rule->choices, ~0u, query_is_either);
}

static void query_say_time(const struct query_rule *rule, const struct query_allowed *allowed, char *text)
{
    char least[CONFIG_TIME_BYTES], most[CONFIG_TIME_BYTES];

    (void)allowed;
    config_value_time_text(rule->least * 1000, least);
    config_value_time_text(rule->most * 1000, most);
    query_say(text, "whole seconds, or a number and s, min, h or d (such as %s), from %s to %s", rule->example, least,
              most);
}

static void query_say_sorts(const struct query_rule *rule, const struct query_allowed *allowed, char *text)
{
    (void)rule;
    query_say_words(text, "one of ", allowed->sorts, allowed->expose, query_is_either);
    query_say(text, ", with a minus before it for descending order");
}

static void query_say_groups(const struct query_rule *rule, const struct query_allowed *allowed, char *text)
{
    (void)rule;
    size_t dimensions = query_say_words(text, "one of ", allowed->groups, allowed->expose, query_is_dimension);
    const char *before = dimensions ? "; one of " : "one of ";
    size_t periods = query_say_words(text, before, allowed->groups, allowed->expose, query_is_period);
    if (dimensions && periods)
        query_say(text, "; or one of each with a comma between");
}

/* ---- by type ------------------------------------------------------------------------------------------------------ */

static const struct {
    int (*is_right)(const struct query_rule *rule, const struct query_allowed *allowed, const char *value);
    void (*say)(const struct query_rule *rule, const struct query_allowed *allowed, char *text);
} query_types[] = {
    [QUERY_IS_TEXT] = {query_is_any,    query_say_example},
      [QUERY_IS_MOMENT] = {query_is_any,    query_say_example},
    [QUERY_IS_CHOICE] = {query_is_choice, query_say_choices},
      [QUERY_IS_NUMBER] = {query_is_number, query_say_number },
    [QUERY_IS_TIME] = {query_is_time,   query_say_time   },
      [QUERY_IS_SORT] = {query_is_sort,   query_say_sorts  },
    [QUERY_IS_GROUP] = {query_is_group,  query_say_groups },
};

int query_value_is_right(const struct query_rule *rule, const struct query_allowed *allowed, const char *value)
{
    return query_types[rule->type].is_right(rule, allowed, value);
}

const char *query_value_remedy(const struct query_rule *rule, const struct query_allowed *allowed,
                               char text[QUERY_REMEDY_BYTES])
{
    text[0] = '\0';
    query_types[rule->type].say(rule, allowed, text);
    return text;
}

unsigned query_value_needs(const struct query_rule *rule, const char *value)
{
    unsigned needs = EXPOSE_NONE;

    if (rule->type != QUERY_IS_SORT && rule->type != QUERY_IS_GROUP)
        return needs;
    value += value[0] == '-';
    for (size_t length; (length = strcspn(value, ",")) > 0; value += length + (value[length] == ','))
        needs |= query_needs_of_key(value, length);
    return needs;
}
