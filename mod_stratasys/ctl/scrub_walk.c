#include "scrub_walk.h"
#include "tcl_list.h"
#include <stdlib.h>
#include <string.h>

static const char SECTION_BEGIN[] = "set machineStatus(";
/* Looking for the brace that ends a section may read on to the end in vain: no more often than this, all in all. */
enum { BRACES_PER_BYTE = 4 };

static const char TCL_BLANKS[] = " \t\n\v\f\r";

struct walker {
    const char *end;
    struct scrub_entries *entries;
    char *scratch; /* room for the whole text */
    size_t brace_budget;
    int has_failed;
};

static size_t span_length(struct scrub_span span)
{
    return (size_t)(span.end - span.begin);
}

static void entry_add(struct walker *w, struct scrub_span key, struct scrub_span value)
{
    struct scrub_entries *entries = w->entries;

    if (entries->count == entries->capacity) {
        size_t capacity = entries->capacity > 0 ? 2 * entries->capacity : 256;
        struct scrub_entry *grown = realloc(entries->items, capacity * sizeof *grown);
        if (!grown) {
            w->has_failed = 1;
            return;
        }
        entries->items = grown;
        entries->capacity = capacity;
    }
    entries->items[entries->count++] = (struct scrub_entry){key, value};
}

static struct scrub_span trim(struct scrub_span span)
{
    while (span.begin < span.end && (*span.begin == '\0' || strchr(TCL_BLANKS, *span.begin)))
        span.begin++;
    while (span.begin < span.end && (span.end[-1] == '\0' || strchr(TCL_BLANKS, span.end[-1])))
        span.end--;
    return span;
}

/* Takes off one pair of braces or quotes. */
static struct scrub_span unwrap(struct scrub_span span)
{
    if (span_length(span) < 2)
        return span;
    char first = *span.begin, last = span.end[-1];
    if ((first == '{' && last == '}') || (first == '"' && last == '"'))
        return (struct scrub_span){span.begin + 1, span.end - 1};
    return span;
}

static int is_key(struct scrub_span span)
{
    if (span_length(span) < 2 || *span.begin != '-')
        return 0;
    for (const char *p = span.begin; p < span.end; p++)
        if (*p != '\0' && strchr(TCL_BLANKS, *p))
            return 0;
    return 1;
}

/* ---- Tcl lists -------------------------------------------------------------------------------------------------- */

/* The next element of list as it is written; list moves behind it. */
static enum tcl_list_result element_take(struct walker *w, struct scrub_span *list, struct scrub_span *element)
{
    const char *message;
    struct tcl_element read;
    const char *begin = list->begin;
    enum tcl_list_result result = tcl_list_next(&list->begin, list->end, w->scratch, &read, &message);

    *element = trim((struct scrub_span){begin, list->begin});
    return result;
}

/* Returns 0 at the end of a list of keys and values, -1 when it is none. */
static int walk_group(struct walker *w, struct scrub_span list)
{
    struct scrub_span key, value;

    for (;;) {
        enum tcl_list_result result = element_take(w, &list, &key);
        if (result != TCL_LIST_ELEMENT)
            return result == TCL_LIST_END ? 0 : -1;
        if (!is_key(key) || element_take(w, &list, &value) != TCL_LIST_ELEMENT)
            return -1;
        entry_add(w, (struct scrub_span){key.begin + 1, key.end}, unwrap(value));
    }
}

static int walk_groups(struct walker *w, struct scrub_span list)
{
    struct scrub_span group;

    for (;;) {
        enum tcl_list_result result = element_take(w, &list, &group);
        if (result != TCL_LIST_ELEMENT)
            return result == TCL_LIST_END ? 0 : -1;
        if (walk_group(w, unwrap(group)))
            return -1;
    }
}

/* As tcl_brace_end, within the budget. */
static const char *brace_end(struct walker *w, const char *open)
{
    size_t length = (size_t)(w->end - open);
    const char *limit = open + (length < w->brace_budget ? length : w->brace_budget);
    const char *close = tcl_brace_end(open, limit);

    w->brace_budget -= (size_t)((close ? close : limit) - open);
    return close;
}

/* The list of the section whose name begins at p, when it is one. Returns the byte behind it, or NULL. */
static const char *walk_section(struct walker *w, const char *p)
{
    size_t count = w->entries->count;
    struct scrub_span first;
    const char *open = memchr(p, ')', (size_t)(w->end - p));

    for (open = open ? open + 1 : w->end; open < w->end && (*open == ' ' || *open == '\t');)
        open++;
    const char *close = open < w->end && *open == '{' ? brace_end(w, open) : NULL;
    if (!close)
        return NULL;
    struct scrub_span list = {open + 1, close - 1}, rest = list;
    int is_flat = element_take(w, &rest, &first) == TCL_LIST_ELEMENT && is_key(first);
    if ((is_flat ? walk_group(w, list) : walk_groups(w, list)) == 0)
        return close;
    w->entries->count = count;
    return NULL;
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

static int is_frame(struct scrub_span line)
{
    for (const char *p = line.begin; p < line.end; p++)
        if (!strchr("{}; ", *p))
            return 0;
    return 1;
}

static int has_closing_brace(struct scrub_span span)
{
    return memchr(span.begin, '}', span_length(span)) != NULL;
}

/* goes_on: the value of key goes on in this line, whatever that begins with; then whether it does in the next one. */
static void walk_line(struct walker *w, struct scrub_span line, struct scrub_span *key, int *goes_on)
{
    if (!*goes_on && line.begin < line.end && *line.begin == '-') {
        const char *p = line.begin + 1;
        while (p < line.end && !strchr(TCL_BLANKS, *p))
            p++;
        *key = (struct scrub_span){line.begin + 1, p};
        struct scrub_span value = trim((struct scrub_span){p, line.end});
        entry_add(w, *key, unwrap(value));
        *goes_on = span_length(value) > 1 && *value.begin == '{' && !has_closing_brace(value);
        return;
    }
    if (!is_frame(line))
        entry_add(w, *key, line);
    *goes_on = *goes_on && !has_closing_brace(line);
}

static void walk_lines(struct walker *w, struct scrub_span text)
{
    struct scrub_span key = {text.begin, text.begin};
    int goes_on = 0;

    while (text.begin < text.end) {
        const char *newline = memchr(text.begin, '\n', span_length(text));
        const char *end = newline ? newline : text.end;
        walk_line(w, trim((struct scrub_span){text.begin, end}), &key, &goes_on);
        text.begin = newline ? newline + 1 : text.end;
    }
}

/* ---- the text --------------------------------------------------------------------------------------------------- */

static int is_header(const struct walker *w, const char *p)
{
    return (size_t)(w->end - p) >= sizeof SECTION_BEGIN && memcmp(p, SECTION_BEGIN, sizeof SECTION_BEGIN - 1) == 0;
}

/* The next line at or behind p that begins a section, or the end. */
static const char *next_header(const struct walker *w, const char *p)
{
    for (;;) {
        const char *newline = memchr(p, '\n', (size_t)(w->end - p));
        if (!newline)
            return w->end;
        p = newline + 1;
        if (is_header(w, p))
            return p;
    }
}

int scrub_walk(const char *text, size_t length, struct scrub_entries *entries)
{
    struct walker w = {.end = text + length,
                       .entries = entries,
                       .scratch = malloc(length + 1),
                       .brace_budget = BRACES_PER_BYTE * length};

    *entries = (struct scrub_entries){NULL, 0, 0};
    for (const char *p = text; w.scratch && p < w.end;) {
        const char *close = is_header(&w, p) ? walk_section(&w, p + sizeof SECTION_BEGIN - 1) : NULL;
        const char *from = close ? close : p, *next = next_header(&w, from);
        walk_lines(&w, (struct scrub_span){from, next});
        p = next;
    }
    int failed = w.has_failed || !w.scratch;
    free(w.scratch);
    return failed ? -1 : 0;
}
