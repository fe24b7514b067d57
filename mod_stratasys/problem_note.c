#include "problem.h"
#include "utf8.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { UTF8_BYTES_MAX = 4, PROBLEM_RAW_BYTES = 2 * PROBLEM_DETAIL_BYTES };

int problem_note(struct problem *problem, int http_status, const char *title, const char *detail, ...)
{
    char raw[PROBLEM_RAW_BYTES]; /* longer than what is shown, so that no half character is */
    va_list list;

    if (problem->http_status)
        return -1;
    va_start(list, detail);
    vsnprintf(raw, sizeof raw, detail, list);
    va_end(list);
    problem->http_status = http_status;
    utf8_line(title, problem->title, sizeof problem->title);
    utf8_line(raw, problem->detail, sizeof problem->detail);
    return -1;
}

/* The bytes of the first count characters of valid UTF-8. */
static size_t problem_bytes_of(const char *text, size_t count)
{
    size_t i = 0;

    for (; text[i]; i++) {
        int begins = ((unsigned char)text[i] & 0xc0) != 0x80;
        if (begins && count-- == 0)
            break;
    }
    return i;
}

const char *problem_echo(const char *text, char echo[PROBLEM_ECHO_BYTES])
{
    char line[(PROBLEM_ECHO_CHARACTERS + 1) * UTF8_BYTES_MAX + 1]; /* one more shows that there are more */

    utf8_line(text, line, sizeof line);
    size_t length = problem_bytes_of(line, PROBLEM_ECHO_CHARACTERS);
    snprintf(echo, PROBLEM_ECHO_BYTES, "%.*s%s", (int)length, line, line[length] ? "…" : "");
    return echo;
}
