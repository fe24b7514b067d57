#include "page.h"
#include "utf8.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char PAGE_CUT[] = "...";

static void page_add_arguments(struct page_line *line, const char *format, va_list arguments)
{
    size_t room = sizeof line->text - line->used;
    int length = vsnprintf(line->text + line->used, room, format, arguments);

    if (length >= 0 && (size_t)length < room) {
        line->used += (size_t)length;
        return;
    }
    line->used = sizeof line->text - 1;
    memcpy(line->text + sizeof line->text - sizeof PAGE_CUT, PAGE_CUT, sizeof PAGE_CUT);
}

void page_add(struct page_line *line, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    page_add_arguments(line, format, arguments);
    va_end(arguments);
}

static int is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* The bytes of the first so many characters of text. */
static size_t bytes_of(const char *text, size_t characters)
{
    size_t length = 0;

    while (text[length] && (is_continuation(text[length]) || characters-- > 0))
        length++;
    return length;
}

static size_t characters_of(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += !is_continuation(*text);
    return count;
}

void page_add_cell(struct page_line *line, const char *text, size_t columns)
{
    size_t characters = characters_of(text), cut = sizeof PAGE_CUT - 1;

    if (characters > columns)
        page_add(line, "%.*s%s ", (int)bytes_of(text, columns - cut), text, PAGE_CUT);
    else
        page_add(line, "%s%*s ", text, (int)(columns - characters), "");
}

/* The bytes of text that go on one row: up to a blank where there is one. */
static size_t page_break(const char *text, size_t columns)
{
    size_t most = bytes_of(text, columns), length = most;

    if (text[most] == '\0')
        return most;
    while (length > 0 && text[length] != ' ')
        length--;
    return length > 0 ? length : most;
}

void page_print(const char *label, const struct page_line *line)
{
    char shown[PAGE_LINE_BYTES];
    const char *rest = utf8_line(line->text, shown, sizeof shown);

    while (*rest) {
        size_t length = page_break(rest, PAGE_COLUMNS - PAGE_LABEL_COLUMNS);
        size_t trimmed = length;
        while (trimmed > 0 && rest[trimmed - 1] == ' ')
            trimmed--;
        printf("%-*s%.*s\n", PAGE_LABEL_COLUMNS, label, (int)trimmed, rest);
        label = "";
        rest += length;
        rest += strspn(rest, " ");
    }
}

void page_row(const char *label, const char *format, ...)
{
    struct page_line line = {.used = 0};
    va_list arguments;

    va_start(arguments, format);
    page_add_arguments(&line, format, arguments);
    va_end(arguments);
    page_print(label, &line);
}
