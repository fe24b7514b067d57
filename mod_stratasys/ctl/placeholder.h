/* Made-up names in the form of real ones. */
#ifndef PLACEHOLDER_H
#define PLACEHOLDER_H

#include <stddef.h>

/* Writes the number-th placeholder for a name of length bytes to out (as many bytes, not terminated): letters become
 * letters of the same case, digits digits, characters beyond ASCII others of the same bytes; all else stays. Nothing
 * but the form of name and number is in it. */
void placeholder_write(const char *name, size_t length, unsigned number, char *out);

#endif
