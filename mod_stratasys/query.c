#include "query_internal.h"
#include "buffer.h"
#include "config_value.h"
#include "expose.h"
#include "utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUERY_NAMES_BYTES = 512 };

/* One request's parameters while they are read. */
struct query_reading {
    struct query *query;
    const struct query_allowed *allowed;
    struct problem *problem;
};

/* ---- bytes ------------------------------------------------------------------------------------------------------- */

static int query_hex(char digit)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *found = digit ? strchr(digits, digit) : NULL;

    if (!found)
        return -1;
    return (int)(found - digits) < 16 ? (int)(found - digits) : (int)(found - digits) - 6;
}

/* Decodes in place what ends with a NUL, and writes a NUL behind it. Returns the place of a bad encoding, or NULL. */
static const char *query_decode(char *text, size_t *length)
{
    char *to = text;

    for (const char *from = text; *from; from++) {
        if (*from != '%') {
            *to++ = *from == '+' ? ' ' : *from;
            continue;
        }
        int high = query_hex(from[1]), low = high < 0 ? -1 : query_hex(from[2]);
        if (low < 0)
            return from;
        *to++ = (char)(high << 4 | low);
        from += 2;
    }
    *to = '\0';
    *length = (size_t)(to - text);
    return NULL;
}

static int query_read_encoded(struct query_reading *reading, char *text, size_t *length)
{
    char echo[PROBLEM_ECHO_BYTES], three[4];
    const char *bad = query_decode(text, length);

    if (!bad)
        return 0;
    snprintf(three, sizeof three, "%s", bad);
    return problem_note(reading->problem, 400, "Bad percent encoding",
                        "\"%s\" encodes nothing: behind %% come two hexadecimal digits; a percent sign itself is %%25.",
                        problem_echo(three, echo));
}

/* A NUL, what moves a terminal's cursor, and what nobody sees: C0, DEL and C1 of valid UTF-8. */
static int query_is_control(const char *text, size_t i, size_t length)
{
    unsigned char byte = (unsigned char)text[i];

    return byte < ' ' || byte == 0x7f || (byte == 0xc2 && i + 1 < length && (unsigned char)text[i + 1] < 0xa0);
}

static int query_check_text(struct query_reading *reading, const char *what, const char *name, const char *text,
                            size_t length, const char *fine)
{
    char echo[PROBLEM_ECHO_BYTES];

    for (size_t i = 0; i < length; i++)
        if (query_is_control(text, i, length) && (!text[i] || !strchr(fine, text[i])))
            return problem_note(reading->problem, 400, "Control character",
                                "%s \"%s\" holds a control character: nothing here is found by one, leave it out.",
                                what, problem_echo(name, echo));
    if (!utf8_valid(text, length))
        return problem_note(reading->problem, 400, "Not UTF-8",
                            "%s \"%s\" is not valid UTF-8: encode the text as UTF-8 before it is percent-encoded.",
                            what, problem_echo(name, echo));
    return 0;
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static int query_is_allowed(const struct query_allowed *allowed, size_t parameter)
{
    return (allowed->parameters & 1u << parameter) != 0;
}

/* The names of what may be asked here, with commas between. */
static const char *query_names(const struct query_allowed *allowed, char names[QUERY_NAMES_BYTES])
{
    size_t used = 0;

    names[0] = '\0';
    for (size_t i = 0; i < QUERY_PARAMETERS && used < QUERY_NAMES_BYTES; i++)
        if (query_is_allowed(allowed, i) && !(query_rules[i].needs & ~allowed->expose))
            used +=
                (size_t)snprintf(names + used, QUERY_NAMES_BYTES - used, "%s%s", used ? ", " : "", query_rules[i].name);
    return names;
}

/* Two parameters share a name, and an endpoint takes but one of them. */
static size_t query_find(const struct query_allowed *allowed, const char *name)
{
    size_t i = 0;

    while (i < QUERY_PARAMETERS && (!query_is_allowed(allowed, i) || strcmp(query_rules[i].name, name) != 0))
        i++;
    return i;
}

static int query_unknown(struct query_reading *reading, const char *name)
{
    char echo[PROBLEM_ECHO_BYTES], names[QUERY_NAMES_BYTES];

    problem_echo(name, echo);
    if (query_names(reading->allowed, names)[0] == '\0')
        return problem_note(reading->problem, 400, "Unknown parameter",
                            "\"%s\" is not known here: this address takes no parameters.", echo);
    return problem_note(reading->problem, 400, "Unknown parameter", "\"%s\" is not known here. Allowed: %s.", echo,
                        names);
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

static int query_hidden(struct query_reading *reading, const char *what, unsigned needs)
{
    unsigned hidden = needs & ~reading->allowed->expose;

    if (!hidden)
        return 0;
    return problem_note(reading->problem, 403, "Not shown here",
                        "\"%s\" asks by %s, which this location does not show: see StratasysExpose %s.", what,
                        hidden & EXPOSE_PEOPLE ? "people" : "serials", hidden & EXPOSE_PEOPLE ? "people" : "identity");
}

static int query_check_length(struct query_reading *reading, const struct query_rule *rule, size_t length)
{
    char remedy[QUERY_REMEDY_BYTES];

    if (length == 0)
        return problem_note(reading->problem, 400, "Empty value",
                            "\"%s\" is empty: leave the parameter out, or write %s.", rule->name,
                            query_value_remedy(rule, reading->allowed, remedy));
    if (length > QUERY_TEXT_BYTES_MAX)
        return problem_note(reading->problem, 400, "Value too long", "\"%s\" is longer than %d bytes.", rule->name,
                            QUERY_TEXT_BYTES_MAX);
    return 0;
}

static int query_check_value(struct query_reading *reading, const struct query_rule *rule, const char *value,
                             size_t length)
{
    char remedy[QUERY_REMEDY_BYTES], echo[PROBLEM_ECHO_BYTES];
    int is_choice = rule->type == QUERY_IS_CHOICE; /* a tab may be one */

    if (query_check_length(reading, rule, length) ||
        query_check_text(reading, "The value of", rule->name, value, length, is_choice ? "\t" : ""))
        return -1;
    if (!query_value_is_right(rule, reading->allowed, value))
        return problem_note(reading->problem, 400, "Value not allowed", "\"%s\" cannot be \"%s\": write %s.",
                            rule->name, problem_echo(value, echo), query_value_remedy(rule, reading->allowed, remedy));
    return query_hidden(reading, problem_echo(value, echo), query_value_needs(rule, value));
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* name=value, or a name alone. */
static int query_read_piece(struct query_reading *reading, char *name)
{
    char *value = strchr(name, '=');
    size_t name_length, length;

    if (value)
        *value++ = '\0';
    else
        value = name + strlen(name);
    if (query_read_encoded(reading, value, &length) || query_read_encoded(reading, name, &name_length) ||
        query_check_text(reading, "The name", name, name, name_length, ""))
        return -1;
    size_t parameter = query_find(reading->allowed, name);
    if (parameter == QUERY_PARAMETERS)
        return query_unknown(reading, name);
    const struct query_rule *rule = &query_rules[parameter];
    if (reading->query->values[parameter])
        return problem_note(reading->problem, 400, "Parameter given twice", "\"%s\" is given twice: write it once.",
                            rule->name);
    if (query_hidden(reading, rule->name, rule->needs) || query_check_value(reading, rule, value, length))
        return -1;
    reading->query->values[parameter] = value;
    return 0;
}

static int query_read_pieces(struct query_reading *reading, char *args)
{
    char *rest;

    for (char *piece = strtok_r(args, "&", &rest); piece; piece = strtok_r(NULL, "&", &rest))
        if (query_read_piece(reading, piece))
            return -1;
    return 0;
}

int query_read(struct query *query, const char *args, const struct query_allowed *allowed, struct problem *problem)
{
    struct query_reading reading = {query, allowed, problem};

    *query = (struct query){.memory = strdup(args ? args : "")};
    if (!query->memory)
        return problem_note(problem, 500, "Out of memory", "The server has no memory left for this request.");
    if (query_read_pieces(&reading, query->memory) == 0)
        return 0;
    query_free(query);
    return -1;
}

void query_free(struct query *query)
{
    free(query->memory);
    *query = (struct query){0};
}

/* ---- use --------------------------------------------------------------------------------------------------------- */

int64_t query_number(const struct query *query, enum query_parameter parameter, int64_t otherwise)
{
    const struct query_rule *rule = &query_rules[parameter];
    const char *value = query->values[parameter];
    int64_t time_ms;

    if (!value || query_is_word(rule->choices, value, strlen(value)))
        return otherwise;
    if (rule->type == QUERY_IS_TIME)
        return config_value_time(value, &time_ms) ? otherwise : time_ms / 1000;
    return strtoll(value, NULL, 10);
}

#define QUERY_PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

static void query_write_escaped(struct buffer *buffer, const char *text, size_t length, const char *plain)
{
    for (size_t i = 0; i < length; i++)
        if (strchr(plain, text[i]))
            buffer_add(buffer, text + i, 1);
        else
            buffer_format(buffer, "%%%02X", (unsigned)(unsigned char)text[i]);
}

void query_write_path(struct buffer *buffer, const char *path, size_t length)
{
    query_write_escaped(buffer, path, length, QUERY_PLAIN "/");
}

void query_write(struct buffer *buffer, enum query_parameter parameter, const char *value)
{
    buffer_format(buffer, "%s=", query_rules[parameter].name);
    query_write_escaped(buffer, value, strlen(value), QUERY_PLAIN ",:");
}
