/* Values of directives as people write them. Plain C: every function returns a text for people on failure, which says
 * what would be right and belongs to the caller's buffer or is constant, or NULL when all is well. */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include <stddef.h>
#include <stdint.h>

enum { CONFIG_HOST_MAX = 253, CONFIG_TIME_BYTES = 32 };

#define CONFIG_TIME_MAX_MS (3660 * 86400000LL) /* ten years */

/* A time: digits and one of ms, s, min, h, d; a bare number is seconds. 0 to CONFIG_TIME_MAX_MS. */
const char *config_value_time(const char *text, int64_t *time_ms);

/* Writes a time as people write it, in the largest unit that needs no fraction. */
void config_value_time_text(int64_t time_ms, char text[CONFIG_TIME_BYTES]);

/* An ID: [a-z0-9][a-z0-9_-]*, at most FLEET_ID_MAX bytes. */
const char *config_value_id(const char *text);

/* HOST, HOST:PORT, [IPv6], [IPv6]:PORT; host receives the host without brackets (room for CONFIG_HOST_MAX + 1 bytes);
 * *port stays where none is given. */
const char *config_value_host(const char *text, char *host, uint16_t *port);

/* A webcam's address: a path on this server, https://…, or http://… (*is_plain becomes 1). */
const char *config_value_webcam(const char *text, int *is_plain);

/* An IANA zone; only its name is checked where the server has no zone files. */
const char *config_value_zone(const char *text);

/* The next word of *line, which moves behind it: words end at blanks outside of double quotes; a backslash inside of
 * quotes takes the next character as it is. word (of word_size bytes) receives it without its quotes; "" at the end. */
const char *config_value_word(const char **line, char *word, size_t word_size);

#endif
