/* What reading the parameters and judging their values share. */
#ifndef QUERY_INTERNAL_H
#define QUERY_INTERNAL_H

#include "query.h"

/* The next word of list, which moves behind it, is *word. Returns its length, 0 at the end. list may be NULL. */
size_t query_next_word(const char **list, const char **word);

/* Whether value, which is not empty, is of the rule's type; its words are those of the endpoint, shown here or not. */
int query_value_is_right(const struct query_rule *rule, const struct query_allowed *allowed, const char *value);

/* What the location must expose for the keys that a right value names. */
unsigned query_value_needs(const struct query_rule *rule, const char *value);

/* Writes what may be written, for people: "a whole number from 1 to 1000, or all". Returns text. */
enum { QUERY_REMEDY_BYTES = 1024 };
const char *query_value_remedy(const struct query_rule *rule, const struct query_allowed *allowed,
                               char text[QUERY_REMEDY_BYTES]);

#endif
