/* Text of unknown encoding to valid UTF-8, and into places where bytes have a meaning. */
#ifndef UTF8_H
#define UTF8_H

#include <stddef.h>

/* The number of bytes at the beginning that are ASCII but no NUL. */
size_t utf8_plain_length(const char *bytes, size_t length);

/* Whether length bytes are valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF) without a NUL. */
int utf8_valid(const char *bytes, size_t length);

/* Writes length bytes as terminated UTF-8 to out: text that is UTF-8 as it is; else every byte read as CP1252 (the
 * encoding of the PCs that name jobs), bytes that CP1252 leaves undefined as U+FFFD. A NUL decides nothing and becomes
 * U+FFFD. out has room for UTF8_GROWTH * length + 1 bytes. Returns the length written, without the NUL at the end. */
enum { UTF8_GROWTH = 3 };
size_t utf8_from_bytes(const char *bytes, size_t length, char *out);

/* Copies text to out for one line of a log or terminal: control bytes, DEL, C1 controls, line separators and
 * direction marks (U+2028, U+2029, U+202A-U+202E, U+2066-U+2069) become `?`; cut at a character to fit out_size;
 * always terminated. Returns out. */
char *utf8_line(const char *text, char *out, size_t out_size);

#endif
