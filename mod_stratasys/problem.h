/* What is wrong with a request, and what is allowed: becomes RFC 9457 problem+json. */
#ifndef PROBLEM_H
#define PROBLEM_H

enum { PROBLEM_TITLE_BYTES = 80, PROBLEM_DETAIL_BYTES = 1536, PROBLEM_ECHO_CHARACTERS = 64, PROBLEM_ECHO_BYTES = 264 };

struct problem {
    int http_status; /* 0: none */
    char title[PROBLEM_TITLE_BYTES];
    char detail[PROBLEM_DETAIL_BYTES];
};

/* Notes the problem unless there is one; always returns -1. Bytes of the client's in detail are made harmless: valid
 * UTF-8 without control characters. What does not fit is cut off at a character. */
int problem_note(struct problem *problem, int http_status, const char *title, const char *detail, ...)
    __attribute__((format(printf, 4, 5)));

/* What the client wrote, for a detail: harmless, with an ellipsis behind PROBLEM_ECHO_CHARACTERS. Returns echo. */
const char *problem_echo(const char *text, char echo[PROBLEM_ECHO_BYTES]);

#endif
