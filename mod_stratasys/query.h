/*
 * The parameters of a request: one table of all there are. What an endpoint takes is a set of them; what it does not
 * take is an error, and so is a value that is not allowed: nothing is ignored.
 */
#ifndef QUERY_H
#define QUERY_H

#include "problem.h"
#include <stddef.h>
#include <stdint.h>

enum query_parameter {
    QUERY_FROM,
    QUERY_TO,
    QUERY_BY,
    QUERY_PRINTER,
    QUERY_FLEET_GROUP,
    QUERY_PRODUCT,
    QUERY_OWNER,
    QUERY_RESULT,
    QUERY_MATERIAL,
    QUERY_MATERIAL_KIND,
    QUERY_STATE,
    QUERY_EVENT_KIND,
    QUERY_Q,
    QUERY_GROUP_BY,
    QUERY_AFTER,
    QUERY_STEP,
    QUERY_SORT,
    QUERY_LIMIT,
    QUERY_CURSOR,
    QUERY_FIELDS,
    QUERY_FORMAT,
    QUERY_BOM,
    QUERY_SEP,
    QUERY_DECIMAL,
    QUERY_PARAMETERS
};

#define QUERY(parameter) (1u << QUERY_##parameter)

enum query_type {
    QUERY_IS_TEXT,   /* any text */
    QUERY_IS_MOMENT, /* moment.h */
    QUERY_IS_CHOICE, /* one of choices */
    QUERY_IS_NUMBER, /* a whole number from least to most, or one of choices */
    QUERY_IS_TIME,   /* "10min" as in the configuration, whole seconds from least to most */
    QUERY_IS_SORT,   /* a key of the endpoint's sorts, a minus before it for descending */
    QUERY_IS_GROUP   /* of the endpoint's dimensions and periods, at most one each, a comma between */
};

struct query_rule {
    const char *name;
    enum query_type type;
    unsigned needs;      /* what the location must expose */
    const char *choices; /* with a blank between two; NULL: none */
    const char *also;    /* taken, too, but not told: the characters that the words stand for; NULL: none */
    int64_t least, most; /* of a number; of a time in seconds */
    const char *description, *example; /* for people, without a full stop; a value, or NULL */
};

extern const struct query_rule query_rules[QUERY_PARAMETERS];

enum { QUERY_TEXT_BYTES_MAX = 2048 };

/* The words of groups that are periods; the others are dimensions. */
#define QUERY_PERIODS "hour day week month year weekday-hour"

/* What an endpoint allows beyond the rules. */
struct query_allowed {
    unsigned parameters;        /* QUERY() bits */
    const char *sorts, *groups; /* with a blank between two; NULL: none */
    unsigned expose;            /* a sort or group by a key that is not shown is refused, whether it is listed or not */
};

struct query {
    /* Decoded, valid UTF-8 without control characters, of the right form, never empty; not normalized. A moment's form
     * is not looked at. A tab may stand in sep alone. NULL: not given. */
    const char *values[QUERY_PARAMETERS];
    char *memory; /* owned: where they lie */
};

/* Reads the text behind the question mark (NULL: none). Returns 0 with query to be freed by query_free; -1 with the
 * problem and nothing to free: 400, 403 where the location hides what is asked by, 500 without memory. */
int query_read(struct query *query, const char *args, const struct query_allowed *allowed, struct problem *problem);
void query_free(struct query *query);

/* The value of a number or a time (in seconds); otherwise when it was not given, or as a word (limit=all). */
int64_t query_number(const struct query *query, enum query_parameter parameter, int64_t otherwise);

/* Whether text is one of the words of list, which have a blank between two. */
int query_is_word(const char *list, const char *text, size_t length);

struct buffer;

/* Appends length bytes of a path as an address has them: percent-encoded but for the slashes. */
void query_write_path(struct buffer *buffer, const char *path, size_t length);

/* Appends name=value, percent-encoded. An ampersand before it is the caller's. */
void query_write(struct buffer *buffer, enum query_parameter parameter, const char *value);

#endif
