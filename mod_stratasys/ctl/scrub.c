#include "scrub.h"
#include "document.h"
#include "placeholder.h"
#include "scrub_walk.h"
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    /* A name that stands under another key too is replaced there, unless it is so short that it may be chance. */
    ECHO_BYTES_MIN = 3,
    ECHO_DIGITS_MIN = 6,
    PLACEHOLDER_TRIES_MAX = 100
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- keys ------------------------------------------------------------------------------------------------------- */

static const char *const name_keys[] = {"jobName", "owner", "comment", "udn"};
static const char LIST_KEY[] = "pack"; /* names with commas between */
static const char *const name_key_parts[] = {"serial", "mfglot"};

/* Their values are the machine's own words, also where somebody named a job like one. */
static const char *const machine_keys[] = {
    "modelerType", "modelerStatus", "internalState",     "completionStatus", "status",
    "name",        "familyName",    "familyDisplayName", "partMatlName",     "supportMatlName",
    "partTip",     "supportTip",    "buildMode",         "colorLabel",       "materials"};
static const char *const machine_words[] = {"true", "false", "none"};

enum key_kind { KEY_OTHER, KEY_NAME, KEY_LIST, KEY_MACHINE };

static int is_one_of(const char *word, const char *const *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(word, table[i]) == 0)
            return 1;
    return 0;
}

static enum key_kind kind_of_key(const char *key)
{
    for (size_t i = 0; i < COUNT(name_key_parts); i++)
        if (strcasestr(key, name_key_parts[i]))
            return KEY_NAME;
    if (is_one_of(key, name_keys, COUNT(name_keys)))
        return KEY_NAME;
    if (strcasecmp(key, LIST_KEY) == 0)
        return KEY_LIST;
    return is_one_of(key, machine_keys, COUNT(machine_keys)) ? KEY_MACHINE : KEY_OTHER;
}

static size_t span_length(struct scrub_span span)
{
    return (size_t)(span.end - span.begin);
}

/* The span as a text of at most size - 1 bytes. */
static char *span_text(struct scrub_span span, char *out, size_t size)
{
    size_t length = span_length(span) < size ? span_length(span) : size - 1;

    memcpy(out, span.begin, length);
    out[length] = '\0';
    return out;
}

static enum key_kind kind_of_entry(const struct scrub_entry *entry)
{
    char key[DOCUMENT_NAME_MAX + 1];

    return kind_of_key(span_text(entry->key, key, sizeof key));
}

/* ---- names ------------------------------------------------------------------------------------------------------ */

/* A name of the text; or a placeholder that is taken: then its span is the placeholder of the name that has it. */
struct name {
    struct scrub_span span;
    int is_placeholder, is_assigned;
    char placeholder[];
};

struct scrub {
    const char *original; /* a copy of the text as it came: what spans point into */
    char *text;
    struct scrub_entries entries;
    void *names; /* tsearch's tree of struct name */
    unsigned number;
    int has_failed;
};

static int name_compare(const void *left, const void *right)
{
    const struct scrub_span a = ((const struct name *)left)->span, b = ((const struct name *)right)->span;

    if (span_length(a) != span_length(b))
        return span_length(a) < span_length(b) ? -1 : 1;
    return memcmp(a.begin, b.begin, span_length(a));
}

static struct name *name_find(const struct scrub *s, struct scrub_span span)
{
    struct name wanted = {.span = span};
    struct name **found = tfind(&wanted, &s->names, name_compare);

    return found ? *found : NULL;
}

static void name_add(struct scrub *s, struct scrub_span span, int is_placeholder)
{
    if (span_length(span) == 0 || name_find(s, span))
        return;
    struct name *name = calloc(1, sizeof *name + span_length(span));
    if (name)
        *name = (struct name){.span = span, .is_placeholder = is_placeholder};
    if (name && tsearch(name, &s->names, name_compare))
        return;
    free(name);
    s->has_failed = 1;
}

/* A placeholder that is neither a name of the text nor another one's; where names are so short that none is left, at
 * least not its own. */
static void name_assign(struct scrub *s, struct name *name)
{
    size_t length = span_length(name->span);
    struct scrub_span made = {name->placeholder, name->placeholder + length};

    for (int i = 0; i < PLACEHOLDER_TRIES_MAX; i++) {
        placeholder_write(name->span.begin, length, ++s->number, name->placeholder);
        if (!name_find(s, made))
            break;
    }
    if (memcmp(name->placeholder, name->span.begin, length) == 0)
        placeholder_write(name->span.begin, length, ++s->number, name->placeholder);
    name->is_assigned = 1;
    name_add(s, made, 1);
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

/* The next name of a value: all of it, or up to a comma. Serials are known without the zeros behind their point. */
static struct scrub_span name_take(struct scrub_span *value, enum key_kind kind)
{
    const char *comma = kind == KEY_LIST ? memchr(value->begin, ',', span_length(*value)) : NULL;
    struct scrub_span name = {value->begin, comma ? comma : value->end};
    const char *point = name.end;

    value->begin = comma ? comma + 1 : value->end;
    while (name.begin < name.end && *name.begin == ' ')
        name.begin++;
    while (point > name.begin && point[-1] == '0')
        point--;
    if (point - name.begin > 1 && point[-1] == '.' && point[-2] >= '0' && point[-2] <= '9')
        name.end = point - 1;
    return name;
}

static void names_collect(struct scrub *s)
{
    for (size_t i = 0; i < s->entries.count; i++) {
        struct scrub_span value = s->entries.items[i].value;
        enum key_kind kind = kind_of_entry(&s->entries.items[i]);
        while ((kind == KEY_NAME || kind == KEY_LIST) && value.begin < value.end)
            name_add(s, name_take(&value, kind), 0);
    }
}

static int is_echo(struct scrub_span span)
{
    char text[16];
    size_t length = span_length(span);

    span_text(span, text, sizeof text);
    if (length < ECHO_BYTES_MIN || is_one_of(text, machine_words, COUNT(machine_words)))
        return 0;
    return length >= ECHO_DIGITS_MIN || strspn(text, "0123456789.-") < length;
}

static void name_replace(struct scrub *s, struct scrub_span span)
{
    struct name *name = name_find(s, span);

    if (!name || name->is_placeholder)
        return;
    if (!name->is_assigned)
        name_assign(s, name);
    memcpy(s->text + (span.begin - s->original), name->placeholder, span_length(span));
}

static void names_replace(struct scrub *s)
{
    for (size_t i = 0; i < s->entries.count; i++) {
        struct scrub_span value = s->entries.items[i].value;
        enum key_kind kind = kind_of_entry(&s->entries.items[i]);
        while (kind != KEY_MACHINE && value.begin < value.end) {
            struct scrub_span span = name_take(&value, kind);
            if (kind != KEY_OTHER || is_echo(span))
                name_replace(s, span);
        }
    }
}

/* ---- the proof -------------------------------------------------------------------------------------------------- */

/* Whether the value has anything that a placeholder can differ in. */
static int is_telling(const char *value)
{
    for (; *value; value++)
        if ((unsigned char)*value >= 0x80 ||
            strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
            return 1;
    return 0;
}

static int is_group_scrubbed(const struct document_group *before, const struct document_group *after)
{
    if (before->key_count != after->key_count)
        return 0;
    for (size_t i = 0; i < before->key_count; i++) {
        const struct document_key *was = &before->keys[i], *is = &after->keys[i];
        enum key_kind kind = kind_of_key(was->name);
        int is_name = kind == KEY_NAME || kind == KEY_LIST;
        if (strcmp(was->name, is->name) != 0)
            return 0;
        if (is_name && is_telling(was->value) && strcmp(was->value, is->value) == 0)
            return 0;
    }
    return 1;
}

static int is_section_scrubbed(const struct document_section *before, const struct document_section *after)
{
    if (strcmp(before->name, after->name) != 0 || before->group_count != after->group_count ||
        before->damaged != after->damaged)
        return 0;
    for (size_t i = 0; i < before->group_count; i++)
        if (!is_group_scrubbed(&before->groups[i], &after->groups[i]))
            return 0;
    return 1;
}

/* Reads both texts as the reports do: the same sections and keys, and no name as it was. */
static const char *scrub_check(const struct document *before, const struct document *after)
{
    if (!before || !after)
        return "there is no memory for it";
    if (before->section_count == 0)
        return "it is no status text";
    int is_good = before->section_count == after->section_count;
    for (size_t i = 0; is_good && i < before->section_count; i++)
        is_good = is_section_scrubbed(&before->sections[i], &after->sections[i]);
    return is_good ? NULL : "it is written in a way that leaves doubts whether all names were found";
}

static const char *scrub_prove(const struct scrub *s, size_t length)
{
    struct document *before = document_read(s->original, length), *after = document_read(s->text, length);
    const char *message = scrub_check(before, after);

    document_free(before);
    document_free(after);
    return message;
}

const char *scrub_text(char *text, size_t length)
{
    struct scrub s = {.text = text};
    char *original = malloc(length + 1);

    if (length > DOCUMENT_TEXT_MAX || !original) {
        free(original);
        return original ? "it is longer than a status text may be" : "there is no memory for it";
    }
    memcpy(original, text, length);
    s.original = original;
    s.has_failed = scrub_walk(original, length, &s.entries);
    names_collect(&s);
    if (!s.has_failed)
        names_replace(&s);
    const char *message = s.has_failed ? "there is no memory for it" : scrub_prove(&s, length);
    tdestroy(s.names, free);
    free(s.entries.items);
    free(original);
    return message;
}
