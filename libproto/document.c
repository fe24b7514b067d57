#include "document.h"

#include "tcl_list.h"
#include "utf8.h"
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char section_begin[] = "set machineStatus(";
static const char section_begin_line[] = "\nset machineStatus(";

enum {
    SECTION_BEGIN_BYTES = sizeof section_begin - 1,
    /* The most that a byte of text can need: a line `-x` with a byte x of CP1252 has three bytes, and takes a struct
     * document_key and four bytes of UTF-8: 20. */
    ARENA_PER_BYTE = 7,
    /* Looking for the brace that ends a section may read to the end of the text in vain, once for each section that
     * is damaged. Six of them, of equal size, read 3.5 times the text; more would be a text that means harm. */
    STRICT_PER_BYTE = 4,
    SHOWN_BYTES = 48 /* of a name or line in the damage */
};

/* What document_read returns: all of it in one block. Structures grow from the arena's front, texts from its back. */
struct block {
    struct document document;
    struct document_section sections[DOCUMENT_SECTIONS_MAX];
    alignas(max_align_t) char arena[];
};

/* A part of the text. */
struct span {
    const char *begin, *end;
};

struct reader {
    struct document *document;
    char *front, *back; /* the free part of the arena */
    const char *cursor, *end;
    size_t strict_budget;
    char *scratch[3];                /* each has room for the whole text: a section's list, a group, an element */
    struct document_section section; /* the one being read */
    bool is_plain;                   /* its texts are known to be ASCII without NUL */
    struct document_group groups[DOCUMENT_GROUPS_MAX];
    struct document_group group;   /* the one being read; its keys lie at the end of the arena's front */
    size_t key_count, group_count; /* those that came, kept or not */
};

/* ---- damage ---------------------------------------------------------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static void damage(struct document *document, const char *format, ...)
{
    if (document->damage_count++ > 0)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(document->damage, sizeof document->damage, format, arguments);
    va_end(arguments);
}

__attribute__((format(printf, 2, 3))) static void damage_in_section(struct reader *r, const char *format, ...)
{
    char name[SHOWN_BYTES], what[DOCUMENT_DAMAGE_BYTES / 2];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    damage(r->document, "section %s: %s", utf8_line(r->section.name, name, sizeof name), what);
}

/* ---- the arena ------------------------------------------------------------------------------------------------- */

static size_t arena_room(const struct reader *r)
{
    return (size_t)(r->back - r->front);
}

/* Memory for a structure, or NULL: no text should come so far. */
static void *keep_structure(struct reader *r, size_t bytes)
{
    if (bytes > arena_room(r)) {
        damage_in_section(r, "there is no room left for it");
        return NULL;
    }
    void *kept = r->front;
    r->front += bytes;
    return kept;
}

static const char *keep_text(struct reader *r, const char *bytes, size_t length)
{
    if (length == 0)
        return "";
    bool is_valid = r->is_plain || utf8_valid(bytes, length);
    size_t needed = (is_valid ? length : UTF8_GROWTH * length) + 1;
    if (needed > arena_room(r)) {
        damage_in_section(r, "there is no room left for its texts");
        return "";
    }
    r->back -= needed;
    if (is_valid)
        *(char *)mempcpy(r->back, bytes, length) = '\0';
    else
        utf8_from_bytes(bytes, length, r->back);
    return r->back;
}

static const char *keep_name(struct reader *r, const char *bytes, size_t length)
{
    if (length > DOCUMENT_NAME_MAX) {
        damage(r->document, "a name is longer than %d bytes and was cut", DOCUMENT_NAME_MAX);
        length = DOCUMENT_NAME_MAX;
        while (length > 0 && ((unsigned char)bytes[length] & 0xc0) == 0x80)
            length--;
    }
    return keep_text(r, bytes, length);
}

/* ---- building sections ----------------------------------------------------------------------------------------- */

static void key_add(struct reader *r, struct span name, struct span value)
{
    if (r->key_count++ >= DOCUMENT_KEYS_MAX) {
        if (r->key_count == DOCUMENT_KEYS_MAX + 1)
            damage_in_section(r, "more than %d keys; the rest was left out", DOCUMENT_KEYS_MAX);
        return;
    }
    struct document_key *key = keep_structure(r, sizeof *key);
    if (key == NULL)
        return;
    if (r->group.key_count++ == 0)
        r->group.keys = key;
    key->name = keep_name(r, name.begin, (size_t)(name.end - name.begin));
    key->value = keep_text(r, value.begin, (size_t)(value.end - value.begin));
}

/* Ends the group that the keys before belong to. */
static void group_add(struct reader *r)
{
    if (r->group_count++ < DOCUMENT_GROUPS_MAX)
        r->groups[r->section.group_count++] = r->group;
    else if (r->group_count == DOCUMENT_GROUPS_MAX + 1)
        damage_in_section(r, "more than %d groups; the rest was left out", DOCUMENT_GROUPS_MAX);
    r->group = (struct document_group){0};
    r->key_count = 0;
}

static void section_clear(struct reader *r)
{
    r->section.group_count = 0;
    r->is_plain = false;
    r->group = (struct document_group){0};
    r->key_count = r->group_count = 0;
}

static void section_open(struct reader *r, struct span name)
{
    r->section = (struct document_section){.name = ""};
    section_clear(r);
    r->section.name = keep_name(r, name.begin, (size_t)(name.end - name.begin));
}

/* Where a section's reading began. */
struct mark {
    char *front, *back;
    size_t damage_count;
};

static struct mark section_mark(const struct reader *r)
{
    return (struct mark){r->front, r->back, r->document->damage_count};
}

/* Forgets all that was read of the section since the mark. */
static void section_undo(struct reader *r, const struct mark *mark)
{
    section_clear(r);
    r->front = mark->front;
    r->back = mark->back;
    r->document->damage_count = mark->damage_count;
    if (mark->damage_count == 0)
        r->document->damage[0] = '\0';
}

/* The place for the section being read: its earlier namesake's or a new one; NULL when there are too many. */
static struct document_section *section_place(struct reader *r)
{
    struct document *document = r->document;
    for (size_t i = 0; i < document->section_count; i++) {
        if (strcmp(document->sections[i].name, r->section.name) == 0)
            return &document->sections[i];
    }
    if (document->section_count == DOCUMENT_SECTIONS_MAX) {
        damage_in_section(r, "left out, as there are more than %d sections", DOCUMENT_SECTIONS_MAX);
        return NULL;
    }
    return &document->sections[document->section_count++];
}

static void section_close(struct reader *r)
{
    size_t bytes = r->section.group_count * sizeof *r->groups;
    r->section.groups = keep_structure(r, bytes);
    if (r->section.groups == NULL)
        r->section.group_count = 0;
    else
        memcpy(r->section.groups, r->groups, bytes);
    struct document_section *place = section_place(r);
    if (place != NULL)
        *place = r->section;
}

/* ---- as Tcl reads it ------------------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

/* A braced word's inside as Tcl's reader of commands takes it: a backslash, a newline and the blanks behind them become
 * one blank. That is in itself where it has no backslash, else a copy in out. */
static struct span unfold(struct span in, char *out)
{
    if (memchr(in.begin, '\\', (size_t)(in.end - in.begin)) == NULL)
        return in;
    struct span unfolded = {out, out};
    for (const char *p = in.begin; p < in.end; p++) {
        bool is_pair = *p == '\\' && in.end - p > 1;
        if (!is_pair || p[1] != '\n') {
            *out++ = *p;
            if (is_pair)
                *out++ = *++p;
            continue;
        }
        *out++ = ' ';
        for (p++; in.end - p > 1 && (p[1] == ' ' || p[1] == '\t');)
            p++;
    }
    unfolded.end = out;
    return unfolded;
}

/* Whether all texts of the list will be ASCII without NUL, whatever it holds: a backslash could make them others. */
static bool is_plain(struct span list)
{
    size_t length = (size_t)(list.end - list.begin);
    return utf8_plain_length(list.begin, length) == length && memchr(list.begin, '\\', length) == NULL;
}

/* A dash and no blank: `{-name x}` in braces is a group. */
static bool is_key(const struct tcl_element *element)
{
    return element->length > 0 && *element->bytes == '-' && (element->is_bare || !tcl_has_space(element));
}

/* Adds the keys of the list of one group. Returns NULL, or what is wrong with it. */
static const char *read_keys(struct reader *r, struct span list)
{
    const char *message = NULL;
    struct tcl_element name, value;
    char *scratch = r->scratch[2];
    for (;;) {
        enum tcl_list_result result = tcl_list_next(&list.begin, list.end, scratch, &name, &message);
        if (result != TCL_LIST_ELEMENT)
            return result == TCL_LIST_END ? NULL : message;
        if (!is_key(&name))
            return "a key does not begin with a dash";
        /* The name may lie in scratch: the value's part begins behind it. */
        result = tcl_list_next(&list.begin, list.end, scratch + name.length, &value, &message);
        if (result != TCL_LIST_ELEMENT)
            return result == TCL_LIST_END ? "a key has no value" : message;
        key_add(r, (struct span){name.bytes + 1, name.bytes + name.length},
                (struct span){value.bytes, value.bytes + value.length});
    }
}

static const char *read_groups(struct reader *r, struct span list)
{
    const char *message = NULL;
    struct tcl_element group;
    for (;;) {
        enum tcl_list_result result = tcl_list_next(&list.begin, list.end, r->scratch[1], &group, &message);
        if (result != TCL_LIST_ELEMENT)
            return result == TCL_LIST_END ? NULL : message;
        message = read_keys(r, (struct span){group.bytes, group.bytes + group.length});
        if (message != NULL)
            return message;
        group_add(r);
    }
}

/* Reads a section's list: keys and values, or groups of them. */
static const char *read_list(struct reader *r, struct span list)
{
    const char *message = NULL, *begin = list.begin;
    struct tcl_element first;
    enum tcl_list_result result = tcl_list_next(&begin, list.end, r->scratch[1], &first, &message);
    if (result != TCL_LIST_ELEMENT)
        return message;
    if (!is_key(&first))
        return read_groups(r, list);
    message = read_keys(r, list);
    if (message == NULL)
        group_add(r);
    return message;
}

/* Whether the command may end at p. What goes on with a key or a brace was closed too early. */
static const char *command_end(const char **p, const char *end)
{
    while (*p < end && is_blank(**p))
        ++*p;
    if (*p < end && **p != ';' && **p != '\n')
        return "its closing brace is followed by other text";
    const char *next = *p;
    while (next < end && (is_blank(*next) || *next == ';' || *next == '\n'))
        next++;
    return next < end && (*next == '-' || *next == '}') ? "it goes on behind its closing brace" : NULL;
}

/* Reads the section whose list begins at open as Tcl would. Returns NULL with the cursor behind it, or why Tcl would
 * not. */
static const char *read_strictly(struct reader *r, const char *open)
{
    if (open == r->end || *open != '{')
        return "it does not begin with a brace";
    size_t length = (size_t)(r->end - open);
    const char *limit = open + (length < r->strict_budget ? length : r->strict_budget);
    const char *close = tcl_brace_end(open, limit);
    r->strict_budget -= (size_t)((close != NULL ? close : limit) - open);
    if (close == NULL)
        return limit == r->end ? "its braces do not balance" : "too many braces of the text do not balance";
    const char *after = close;
    const char *message = command_end(&after, r->end);
    if (message != NULL)
        return message;
    struct span list = unfold((struct span){open + 1, close - 1}, r->scratch[0]);
    struct mark mark = section_mark(r);
    r->is_plain = is_plain(list);
    message = read_list(r, list);
    if (message == NULL)
        r->cursor = after;
    else
        section_undo(r, &mark);
    return message;
}

/* ---- line by line ---------------------------------------------------------------------------------------------- */

static bool is_padding(char c)
{
    return is_blank(c) || c == '\0';
}

static struct span trim(struct span span)
{
    while (span.begin < span.end && is_padding(*span.begin))
        span.begin++;
    while (span.begin < span.end && is_padding(span.end[-1]))
        span.end--;
    return span;
}

/* Takes the next line off rest, trimmed. */
static struct span line_take(struct span *rest)
{
    const char *newline = memchr(rest->begin, '\n', (size_t)(rest->end - rest->begin));
    struct span line = {rest->begin, newline != NULL ? newline : rest->end};
    rest->begin = newline != NULL ? newline + 1 : rest->end;
    return trim(line);
}

static bool line_is(struct span line, char c)
{
    return line.end - line.begin == 1 && *line.begin == c;
}

/* Takes off one pair of braces or quotes. */
static struct span unwrap(struct span value)
{
    if (value.end - value.begin < 2)
        return value;
    char first = *value.begin, last = value.end[-1];
    if ((first == '{' && last == '}') || (first == '"' && last == '"'))
        return (struct span){value.begin + 1, value.end - 1};
    return value;
}

static bool has_closing_brace(struct span line)
{
    return memchr(line.begin, '}', (size_t)(line.end - line.begin)) != NULL;
}

/* Reads the key of a line; returns whether its value goes on in the next one. */
static bool salvage_key(struct reader *r, struct span line)
{
    const char *blank = line.begin;
    while (blank < line.end && !is_padding(*blank))
        blank++;
    struct span value = trim((struct span){blank, line.end});
    if (blank - line.begin > 1)
        key_add(r, (struct span){line.begin + 1, blank}, unwrap(value));
    return value.end - value.begin > 1 && *value.begin == '{' && !has_closing_brace(value);
}

static void salvage(struct reader *r, struct span rest)
{
    bool has_groups = strcmp(r->section.name, "cassette") == 0 || strcmp(r->section.name, "queue") == 0;
    if (rest.begin < rest.end && *rest.begin == '{')
        rest.begin++;
    for (bool goes_on = false; rest.begin < rest.end;) {
        struct span line = line_take(&rest);
        if (goes_on)
            goes_on = !has_closing_brace(line);
        else if (line.begin < line.end && *line.begin == '-')
            goes_on = salvage_key(r, line);
        else if (has_groups && r->key_count > 0 && (line_is(line, '{') || line_is(line, '}')))
            group_add(r);
    }
    if (r->key_count > 0)
        group_add(r);
}

/* ---- the text as a whole --------------------------------------------------------------------------------------- */

static bool is_name_byte(char c)
{
    return (unsigned char)c > ' ' && c != 0x7f && strchr("(){}[]$;\"\\", c) == NULL;
}

/* Reads `set machineStatus(NAME) ` at the cursor. Returns where the list begins, or NULL. */
static const char *header_read(const struct reader *r, struct span *name)
{
    const char *p = r->cursor, *end = r->end;
    if ((size_t)(end - p) < SECTION_BEGIN_BYTES || memcmp(p, section_begin, SECTION_BEGIN_BYTES) != 0)
        return NULL;
    p += SECTION_BEGIN_BYTES;
    name->begin = p;
    while (p < end && is_name_byte(*p))
        p++;
    name->end = p;
    if (name->begin == name->end || end - p < 2 || p[0] != ')' || !is_blank(p[1]))
        return NULL;
    for (p++; p < end && is_blank(*p);)
        p++;
    return p;
}

static const char *next_header(const char *from, const char *end)
{
    const char *newline = memmem(from, (size_t)(end - from), section_begin_line, sizeof section_begin_line - 1);
    return newline != NULL ? newline + 1 : end;
}

static bool read_section(struct reader *r)
{
    struct span name;
    const char *open = header_read(r, &name);
    if (open == NULL)
        return false;
    section_open(r, name);
    const char *why_not = read_strictly(r, open);
    if (why_not != NULL) {
        damage_in_section(r, "%s; it was read line by line", why_not);
        r->section.damaged = true;
        r->cursor = next_header(open, r->end);
        salvage(r, (struct span){open, r->cursor});
    }
    section_close(r);
    return true;
}

/* `Transferred: N`, which some printers put into the text. */
static bool is_transferred(struct span line)
{
    static const char word[] = "Transferred:";
    size_t length = (size_t)(line.end - line.begin);
    if (length < sizeof word || memcmp(line.begin, word, sizeof word - 1) != 0)
        return false;
    struct span number = trim((struct span){line.begin + sizeof word - 1, line.end});
    for (const char *p = number.begin; p < number.end; p++) {
        if (*p < '0' || *p > '9')
            return false;
    }
    return number.begin < number.end;
}

static void damage_outside(struct document *document, struct span line)
{
    char text[UTF8_GROWTH * SHOWN_BYTES + 1], shown[sizeof text];
    size_t length = (size_t)(line.end - line.begin);
    utf8_from_bytes(line.begin, length < SHOWN_BYTES ? length : SHOWN_BYTES, text);
    damage(document, "outside of all sections: \"%s\"", utf8_line(text, shown, sizeof shown));
}

/* Skips a line that is no section. */
static void read_outside(struct reader *r)
{
    struct span rest = {r->cursor, r->end};
    struct span line = line_take(&rest);
    bool is_comment = line.begin < line.end && *line.begin == '#';
    if (!is_comment && !is_transferred(line))
        damage_outside(r->document, line);
    r->cursor = rest.begin;
}

/* Goes to the next thing that is no blank; false at the end. */
static bool next_thing(struct reader *r)
{
    while (r->cursor < r->end && (is_padding(*r->cursor) || *r->cursor == ';' || *r->cursor == '\n'))
        r->cursor++;
    return r->cursor < r->end;
}

static void read_text(struct reader *r)
{
    while (next_thing(r)) {
        if (!read_section(r))
            read_outside(r);
    }
    if (r->document->section_count == 0)
        damage(r->document, "there is no section, set machineStatus(…), in the text");
}

static struct reader *reader_create(const char *text, size_t length)
{
    struct reader *r = malloc(sizeof *r + 3 * length);
    struct block *block = malloc(sizeof *block + ARENA_PER_BYTE * length);
    if (r == NULL || block == NULL) {
        free(r);
        free(block);
        return NULL;
    }
    block->document = (struct document){.sections = block->sections};
    char *scratch = (char *)(r + 1);
    *r = (struct reader){
        .document = &block->document,
        .front = block->arena,
        .back = block->arena + ARENA_PER_BYTE * length,
        .cursor = text,
        .end = text + length,
        .strict_budget = STRICT_PER_BYTE * length,
        .scratch = {scratch, scratch + length, scratch + 2 * length},
    };
    return r;
}

struct document *document_read(const char *text, size_t length)
{
    bool is_cut = length > DOCUMENT_TEXT_MAX;
    if (is_cut)
        length = DOCUMENT_TEXT_MAX;
    while (length > 0 && text[length - 1] == '\0')
        length--;
    struct reader *r = reader_create(text, length);
    if (r == NULL)
        return NULL;
    struct document *document = r->document;
    if (is_cut)
        damage(document, "the text is longer than %d bytes and was cut", DOCUMENT_TEXT_MAX);
    read_text(r);
    free(r);
    return document;
}

void document_free(struct document *document)
{
    free(document); /* the first member of its block */
}

void document_add_damage(struct document *document, const char *what)
{
    damage(document, "%s", what);
}

/* ---- looking things up ----------------------------------------------------------------------------------------- */

const struct document_section *document_section(const struct document *document, const char *name)
{
    for (size_t i = 0; i < document->section_count; i++) {
        if (strcmp(document->sections[i].name, name) == 0)
            return &document->sections[i];
    }
    return NULL;
}

static bool is_common(const char *name)
{
    static const char *const common[] = {"general", "cassette", "currentJob", "previousJob", "queue"};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        if (strcmp(name, common[i]) == 0)
            return true;
    }
    return false;
}

const struct document_section *document_machine(const struct document *document)
{
    for (size_t i = 0; i < document->section_count; i++) {
        if (!is_common(document->sections[i].name))
            return &document->sections[i];
    }
    return NULL;
}

static bool is_job_id(const char *key)
{
    return strcmp(key, "jobId") == 0 || strcmp(key, "jobid") == 0;
}

const char *document_value(const struct document_group *group, const char *key)
{
    bool wants_job_id = is_job_id(key);
    for (size_t i = group->key_count; i > 0; i--) {
        const char *name = group->keys[i - 1].name;
        if (strcmp(name, key) == 0 || (wants_job_id && is_job_id(name)))
            return group->keys[i - 1].value;
    }
    return NULL;
}
