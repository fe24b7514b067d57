#include "tcl_list.h"

#include <stdint.h>
#include <string.h>

/* What a byte may mean, so that a run of those which mean nothing is one short loop. */
enum { SPACE = 1, BRACE = 2, QUOTE = 4, BACKSLASH = 8 };
static const unsigned char meanings[256] = {
    [' '] = SPACE,  ['\t'] = SPACE, ['\n'] = SPACE, ['\v'] = SPACE, ['\f'] = SPACE,
    ['\r'] = SPACE, ['{'] = BRACE,  ['}'] = BRACE,  ['"'] = QUOTE,  ['\\'] = BACKSLASH,
};

static int has_meaning(char c, int wanted)
{
    return (meanings[(unsigned char)c] & wanted) != 0;
}

/* The first byte from p on that means one of wanted, or end. */
static const char *find(const char *p, const char *end, int wanted)
{
    while (p < end && !has_meaning(*p, wanted))
        p++;
    return p;
}

int tcl_has_space(const struct tcl_element *element)
{
    const char *end = element->bytes + element->length;
    return find(element->bytes, end, SPACE) < end;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

/* Reads up to most hex digits at p; a digit that would lead beyond Unicode is not taken. Returns their number. */
static size_t read_hex(const char *p, const char *end, size_t most, uint32_t *code)
{
    size_t count = 0;
    *code = 0;
    while (count < most && p + count < end && hex_value(p[count]) >= 0 && *code <= 0x10fff)
        *code = *code << 4 | (uint32_t)hex_value(p[count++]);
    return count;
}

static size_t read_octal(const char *p, const char *end, uint32_t *code)
{
    size_t count = 0;
    *code = 0;
    while (count < 3 && p + count < end && p[count] >= '0' && p[count] <= '7' && *code < 0x20)
        *code = *code << 3 | (uint32_t)(p[count++] - '0');
    return count;
}

/* Writes code as UTF-8. Never more bytes than the shortest sequence that names it: \xHH, \ooo, \uHHH. */
static size_t write_code(char *out, uint32_t code)
{
    if (code >= 0xd800 && code <= 0xdfff)
        code = 0xfffd;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = bytes - 1; i > 0; i--, code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3f));
    out[0] = (char)(leads[bytes] | code);
    return bytes;
}

static const struct {
    char letter, meaning;
    size_t hex_digits;
} escapes[] = {
    {'a', '\a', 0},
    {'b', '\b', 0},
    {'f', '\f', 0},
    {'n', '\n', 0},
    {'r', '\r', 0},
    {'t', '\t', 0},
    {'v', '\v', 0},
    {'x', 'x',  2},
    {'u', 'u',  4},
    {'U', 'U',  8},
};

/* The code of a letter's escape at p (the letter); returns the bytes taken, 0 when the letter means itself. */
static size_t read_letter(const char *p, const char *end, uint32_t *code)
{
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        if (*p != escapes[i].letter)
            continue;
        size_t digits = read_hex(p + 1, end, escapes[i].hex_digits, code);
        if (digits == 0)
            *code = (unsigned char)escapes[i].meaning;
        return 1 + digits;
    }
    return 0;
}

/* Replaces the backslash sequence at p: writes to out, its length to *written; returns the bytes taken from p. */
static size_t replace_backslash(const char *p, const char *end, char *out, size_t *written)
{
    const char *next = p + 1;
    uint32_t code;
    size_t taken;
    *written = 1;
    if (next == end) {
        *out = '\\';
        return 1;
    }
    if (*next == '\n') {
        *out = ' ';
        for (next++; next < end && (*next == ' ' || *next == '\t');)
            next++;
        return (size_t)(next - p);
    }
    taken = read_octal(next, end, &code);
    if (taken == 0)
        taken = read_letter(next, end, &code);
    if (taken == 0) {
        *out = *next;
        return 2;
    }
    *written = write_code(out, code);
    return 1 + taken;
}

const char *tcl_brace_end(const char *open, const char *end)
{
    size_t depth = 0;
    for (const char *p = open; (p = find(p, end, BRACE | BACKSLASH)) < end; p++) {
        if (*p == '{')
            depth++;
        else if (*p == '}' && --depth == 0)
            return p + 1;
        else if (*p == '\\' && end - p > 1)
            p++;
    }
    return NULL;
}

static int is_word_end(const char *p, const char *end)
{
    return p == end || has_meaning(*p, SPACE);
}

static enum tcl_list_result fail(const char **message, const char *text)
{
    *message = text;
    return TCL_LIST_ERROR;
}

static enum tcl_list_result read_braced(const char **cursor, const char *end, struct tcl_element *element,
                                        const char **message)
{
    const char *after = tcl_brace_end(*cursor, end);
    if (after == NULL)
        return fail(message, "a brace is not closed");
    if (!is_word_end(after, end))
        return fail(message, "a closing brace is followed by other text");
    *element = (struct tcl_element){*cursor + 1, (size_t)(after - *cursor) - 2, 0};
    *cursor = after;
    return TCL_LIST_ELEMENT;
}

/* Reads up to what means last, replacing backslash sequences; only then scratch is used. Returns where it stopped. */
static const char *read_word(const char *begin, const char *end, int last, char *scratch, struct tcl_element *element)
{
    const char *p = find(begin, end, last | BACKSLASH);
    *element = (struct tcl_element){begin, (size_t)(p - begin), last == SPACE};
    if (p == end || *p != '\\')
        return p;
    char *out = (char *)memcpy(scratch, begin, element->length) + element->length;
    while (p < end && !has_meaning(*p, last)) {
        size_t written = 1;
        if (*p == '\\')
            p += replace_backslash(p, end, out, &written);
        else
            *out = *p++;
        out += written;
    }
    *element = (struct tcl_element){scratch, (size_t)(out - scratch), 0};
    return p;
}

static enum tcl_list_result read_quoted(const char **cursor, const char *end, char *scratch,
                                        struct tcl_element *element, const char **message)
{
    const char *quote = read_word(*cursor + 1, end, QUOTE, scratch, element);
    if (quote == end)
        return fail(message, "a quote is not closed");
    if (!is_word_end(quote + 1, end))
        return fail(message, "a closing quote is followed by other text");
    *cursor = quote + 1;
    return TCL_LIST_ELEMENT;
}

enum tcl_list_result tcl_list_next(const char **cursor, const char *end, char *scratch, struct tcl_element *element,
                                   const char **message)
{
    while (*cursor < end && has_meaning(**cursor, SPACE))
        ++*cursor;
    if (*cursor == end)
        return TCL_LIST_END;
    if (**cursor == '{')
        return read_braced(cursor, end, element, message);
    if (**cursor == '"')
        return read_quoted(cursor, end, scratch, element, message);
    *cursor = read_word(*cursor, end, SPACE, scratch, element);
    return TCL_LIST_ELEMENT;
}
