#include "utf8.h"

#include <stdint.h>
#include <string.h>

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

/* CP1252's bytes 0x80 to 0x9f; 0 where it leaves them undefined. All others are as in Unicode. */
static const uint16_t cp1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

/* The forms of UTF-8: lead bytes, number of bytes, least code that may be written so. */
static const struct form {
    unsigned char mask, lead;
    size_t bytes;
    uint32_t least;
} forms[] = {
    {0x80, 0x00, 1, 0      },
    {0xe0, 0xc0, 2, 0x80   },
    {0xf0, 0xe0, 3, 0x800  },
    {0xf8, 0xf0, 4, 0x10000},
};

static const struct form *form_of(unsigned char lead)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if ((lead & forms[i].mask) == forms[i].lead)
            return &forms[i];
    }
    return NULL;
}

/* Reads the character at bytes. Returns its length, or 0 when it is not valid. */
static size_t character_read(const char *bytes, size_t length, uint32_t *code)
{
    const struct form *form = form_of((unsigned char)*bytes);
    if (form == NULL || form->bytes > length)
        return 0;
    *code = (unsigned char)*bytes & (unsigned char)~form->mask;
    for (size_t i = 1; i < form->bytes; i++) {
        if (((unsigned char)bytes[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | ((unsigned char)bytes[i] & 0x3f);
    }
    int is_surrogate = *code >= 0xd800 && *code <= 0xdfff;
    return *code < form->least || *code > 0x10ffff || is_surrogate ? 0 : form->bytes;
}

size_t utf8_plain_length(const char *bytes, size_t length)
{
    static const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    size_t i = 0;
    /* Mostly all are plain, so eight are looked at at once. */
    for (uint64_t eight; length - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, bytes + i, sizeof eight);
        /* The subtraction sets the high bit of the lowest NUL. */
        if (((eight | (eight - ones)) & highs) != 0)
            break;
    }
    while (i < length && (signed char)bytes[i] > 0)
        i++;
    return i;
}

static int is_valid(const char *bytes, size_t length)
{
    uint32_t code;
    for (size_t i = utf8_plain_length(bytes, length), taken; i < length; i += taken) {
        taken = character_read(bytes + i, length - i, &code);
        if (taken == 0)
            return 0;
    }
    return 1;
}

int utf8_valid(const char *bytes, size_t length)
{
    size_t plain = utf8_plain_length(bytes, length);
    bytes += plain;
    length -= plain;
    return length == 0 || (memchr(bytes, '\0', length) == NULL && is_valid(bytes, length));
}

/* Writes a code below U+10000; 0 becomes U+FFFD. */
static char *write_code(char *out, uint32_t code)
{
    if (code == 0)
        return (char *)memcpy(out, replacement, 3) + 3;
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xc0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3f));
    } else {
        *out++ = (char)(0xe0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3f));
        *out++ = (char)(0x80 | (code & 0x3f));
    }
    return out;
}

size_t utf8_from_bytes(const char *bytes, size_t length, char *out)
{
    size_t plain = utf8_plain_length(bytes, length);
    int valid = plain == length || is_valid(bytes + plain, length - plain);
    char *to = (char *)memcpy(out, bytes, plain) + plain;
    for (size_t i = plain; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte != 0 && (byte < 0x80 || valid))
            *to++ = bytes[i];
        else
            to = write_code(to, byte >= 0x80 && byte < 0xa0 ? cp1252[byte - 0x80] : byte);
    }
    *to = '\0';
    return (size_t)(to - out);
}

/* Whether a terminal or a log could do something else than show it. */
static int is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

char *utf8_line(const char *text, char *out, size_t out_size)
{
    size_t length = strlen(text), used = 0;
    while (length > 0) {
        uint32_t code = 0;
        size_t taken = character_read(text, length, &code);
        int is_shown = taken > 0 && !is_control(code);
        size_t bytes = is_shown ? taken : 1;
        if (used + bytes >= out_size)
            break;
        memcpy(out + used, is_shown ? text : "?", bytes);
        used += bytes;
        text += taken > 0 ? taken : 1;
        length -= taken > 0 ? taken : 1;
    }
    if (out_size > 0)
        out[used] = '\0';
    return out;
}
