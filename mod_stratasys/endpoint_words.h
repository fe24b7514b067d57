/* The words that people search jobs by: split as the index job_text (schema/003_lookup.sql) splits them. */
#ifndef ENDPOINT_WORDS_H
#define ENDPOINT_WORDS_H

#include "query.h"
#include "reader.h"

enum { WORDS_MAX = 8, WORDS_MATCH_BYTES = QUERY_TEXT_BYTES_MAX + (WORDS_MAX + 1) * 8 };

/*
 * What is searched. In SQL found_words(text, a, b, …) tells which words of text are the beginning of a word of a, b, …, a bit for each, the
 * first word the lowest: what MATCH finds in job_text, asked of one row.
 */
struct words {
    int count; /* 0: there is none in the text; above WORDS_MAX: there are too many */
    char terms
        [WORDS_MATCH_BYTES]; /* of MATCH, one for each word, a blank between two; no byte of them is syntax of the text's own */
};

/* Splits text, and teaches the reader's connection found_words. Returns 0, or -1 when SQLite refuses. */
int words_read(struct reader *reader, const char *text, struct words *words);

/* The bits of all words. */
unsigned words_all(const struct words *words);

/* Writes what MATCH is to be given for all words but those of the bits `without`. */
void words_match(const struct words *words, unsigned without, char match[WORDS_MATCH_BYTES]);

#endif
