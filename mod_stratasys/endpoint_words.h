/* The words that people search jobs by: split as the index job_text (schema/003_lookup.sql) splits them. */
#ifndef ENDPOINT_WORDS_H
#define ENDPOINT_WORDS_H

#include "query.h"
#include "reader.h"

enum { WORDS_MAX = 8, WORDS_MATCH_BYTES = QUERY_TEXT_BYTES_MAX + (WORDS_MAX + 1) * 8 };

/*
 * What is searched. In SQL has_words(text, a, b, …) tells whether each word of text is the beginning of a word of a, b, …: what MATCH finds
 * in job_text, asked of one row.
 */
struct words {
    int count;                     /* 0: there is none in the text; above WORDS_MAX: there are too many */
    char match[WORDS_MATCH_BYTES]; /* for MATCH; no byte of it is syntax of the text's own */
};

/* Splits text, and teaches the reader's connection has_words. Returns 0, or -1 when SQLite refuses. */
int words_read(struct reader *reader, const char *text, struct words *words);

#endif
