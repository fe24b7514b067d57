#include "placeholder.h"
#include "utf8.h"
#include <string.h>

/* The bytes that a byte may become: count of them from first on; 0: it stays. */
struct range {
    unsigned char first;
    unsigned count;
};

static struct range range_of_ascii(const char *name, size_t i)
{
    char c = name[i];
    int is_first_digit = i == 0 || name[i - 1] < '0' || name[i - 1] > '9';

    if (i > 0 && name[i - 1] == '\\')
        return (struct range){0, 0};
    if (c >= 'a' && c <= 'z')
        return (struct range){'a', 26};
    if (c >= 'A' && c <= 'Z')
        return (struct range){'A', 26};
    if (c >= '0' && c <= '9')
        return is_first_digit ? (struct range){'1', 9} : (struct range){'0', 10};
    return (struct range){0, 0};
}

/* Of UTF-8 the lead bytes are made one that any following bytes are valid behind; other encodings get letters of CP1252. */
static struct range range_of_high(unsigned char c, int is_utf8)
{
    if (!is_utf8)
        return (struct range){0xe0, 16};
    if (c < 0xc0)
        return (struct range){0xa0, 32};
    return (struct range){c < 0xe0 ? 0xc3 : c < 0xf0 ? 0xe5 : 0xf1, 1};
}

void placeholder_write(const char *name, size_t length, unsigned number, char *out)
{
    int is_utf8 = utf8_valid(name, length);

    memcpy(out, name, length);
    for (size_t i = length; i-- > 0;) {
        unsigned char c = (unsigned char)name[i];
        struct range range = c >= 0x80 ? range_of_high(c, is_utf8) : range_of_ascii(name, i);
        if (range.count == 0)
            continue;
        out[i] = (char)(range.first + number % range.count);
        number /= range.count;
    }
}
