#include "csv.h"
#include <stdint.h>
#include <string.h>

/* ---- what a spreadsheet would run --------------------------------------------------------------------------------- */

struct csv_range {
    uint32_t first, last;
};

/* Blanks, and what is not seen: a spreadsheet, or what a text goes through on its way into one, may drop them. */
static const struct csv_range csv_unseen[] = {
    {0x0001,  0x0020 },
    {0x007f,  0x00a0 },
    {0x00ad,  0x00ad }, /* soft hyphen */
    {0x034f,  0x034f },
    {0x061c,  0x061c },
    {0x115f,  0x1160 }, /* Hangul fillers */
    {0x1680,  0x1680 },
    {0x17b4,  0x17b5 },
    {0x180b,  0x180f },
    {0x2000,  0x200f }, /* blanks of many widths, of none, and marks of direction */
    {0x2028,  0x202f },
    {0x205f,  0x206f },
    {0x2800,  0x2800 }, /* Braille without a dot */
    {0x3000,  0x3000 },
    {0x3164,  0x3164 },
    {0xfe00,  0xfe0f },
    {0xfeff,  0xfeff },
    {0xffa0,  0xffa0 },
    {0xfff9,  0xfffd },
    {0xe0000, 0xe0fff},
};

/* = + - @, and what becomes one of them where text is normalized or typed on another keyboard. */
static const struct csv_range csv_formula[] = {
    {'+',    '+'   },
    {'-',    '-'   },
    {'=',    '='   },
    {'@',    '@'   },
    {0x207a, 0x207c}, /* superscript + - = */
    {0x208a, 0x208c}, /* subscript */
    {0x2212, 0x2212}, /* minus */
    {0xfe62, 0xfe63}, /* small + - */
    {0xfe66, 0xfe66}, /* small = */
    {0xfe6b, 0xfe6b}, /* small @ */
    {0xff0b, 0xff0b}, /* full-width */
    {0xff0d, 0xff0d},
    {0xff1d, 0xff1d},
    {0xff20, 0xff20},
};

#define CSV_IS_OF(table, code) csv_is_of(table, sizeof table / sizeof *table, code)

static int csv_is_of(const struct csv_range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return 1;
    return 0;
}

/* The character at text, its bytes to *bytes. Of bytes that are no UTF-8 something, but never beyond the NUL. */
static uint32_t csv_character(const char *text, size_t *bytes)
{
    unsigned char lead = (unsigned char)text[0];
    size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    uint32_t code = more ? lead & (0x3fu >> more) : lead;

    for (*bytes = 1; more > 0 && ((unsigned char)text[*bytes] & 0xc0) == 0x80; more--)
        code = code << 6 | ((unsigned char)text[(*bytes)++] & 0x3f);
    return code;
}

static int csv_begins_line(char character)
{
    return character == '\t' || character == '\r' || character == '\n';
}

/* Whether text begins as a formula does. */
static int csv_is_formula(const char *text)
{
    size_t bytes;
    uint32_t code;

    while (CSV_IS_OF(csv_unseen, code = csv_character(text, &bytes))) {
        if (csv_begins_line(*text))
            return 1;
        text += bytes;
    }
    return CSV_IS_OF(csv_formula, code);
}

/* The same of what stands behind the end of a cell, for who reads the text with another separator: quotes open its cell,
 * and tabs and line ends are ends of their own. */
static int csv_is_formula_inside(const char *text)
{
    size_t bytes;
    uint32_t code;

    while (code = csv_character(text, &bytes), code == '"' || CSV_IS_OF(csv_unseen, code)) {
        if (csv_begins_line(*text))
            return 0;
        text += bytes;
    }
    return CSV_IS_OF(csv_formula, code);
}

/* ---- cells -------------------------------------------------------------------------------------------------------- */

static void csv_separate(struct buffer *buffer, const struct csv_form *form, int is_first)
{
    if (!is_first)
        buffer_add(buffer, &form->separator, 1);
}

static int csv_is_blank(char character)
{
    return character == ' ' || character == '\t';
}

/* Texts that look like numbers are quoted, so that a spreadsheet can be told to leave them as they are ("0012", "1e5"). */
static int csv_must_quote(const struct csv_form *form, const char *text, int is_first)
{
    size_t length = strlen(text);

    if (length == 0)
        return is_first;
    return csv_is_blank(text[0]) || strchr("0123456789.", text[0]) || csv_is_blank(text[length - 1]) ||
           strchr(text, form->separator) || text[strcspn(text, "\"\r\n")] != '\0';
}

/* A character that ends a cell for somebody else, and the apostrophe that a formula behind it needs. */
static void csv_write_end(struct buffer *buffer, const struct csv_form *form, const char *text)
{
    buffer_add(buffer, text, 1);
    if (*text == '"')
        buffer_add(buffer, text, 1);
    else if ((csv_begins_line(*text) || *text != form->separator) && csv_is_formula_inside(text + 1))
        buffer_text(buffer, "'");
}

void csv_begin(struct buffer *buffer, const struct csv_form *form)
{
    if (form->has_bom)
        buffer_text(buffer, "\xef\xbb\xbf");
}

void csv_text(struct buffer *buffer, const struct csv_form *form, const char *text, int is_first)
{
    const char *quote = csv_must_quote(form, text, is_first) ? "\"" : "";

    csv_separate(buffer, form, is_first);
    buffer_text(buffer, quote);
    if (csv_is_formula(text))
        buffer_text(buffer, "'");
    while (*text) {
        size_t length = strcspn(text, "\",;\t\r\n");
        buffer_add(buffer, text, length);
        text += length;
        if (*text)
            csv_write_end(buffer, form, text++);
    }
    buffer_text(buffer, quote);
}

void csv_number(struct buffer *buffer, const struct csv_form *form, const char *number, int is_first)
{
    const char *point = strchr(number, '.');
    const char *quote = (point && form->decimal == form->separator) || (is_first && !*number) ? "\"" : "";

    csv_separate(buffer, form, is_first);
    buffer_text(buffer, quote);
    buffer_add(buffer, number, point ? (size_t)(point - number) : strlen(number));
    if (point) {
        buffer_add(buffer, &form->decimal, 1);
        buffer_text(buffer, point + 1);
    }
    buffer_text(buffer, quote);
}

void csv_end_line(struct buffer *buffer)
{
    buffer_text(buffer, "\r\n");
}
