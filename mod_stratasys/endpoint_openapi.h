/*
 * What the files of the OpenAPI document share. Builders give a new reference, or NULL without memory. A json_t that
 * they are given is theirs, and where it is NULL they give NULL: only the end has to look.
 */
#ifndef ENDPOINT_OPENAPI_H
#define ENDPOINT_OPENAPI_H

#include "endpoints_internal.h"

/* ---- JSON and sentences ------------------------------------------------------------------------------------------ */

/* The object with that member, too; the list with that item. */
json_t *openapi_with(json_t *object, const char *key, json_t *value);
json_t *openapi_and(json_t *list, json_t *item);

/* A reference to #/components/KIND/NAME. */
json_t *openapi_ref(const char *kind, const char *name);

/* The words of a text that has a blank between two. */
json_t *openapi_words(const char *words);

/* Appends a sentence, which gets its capital and its full stop. */
void openapi_say(struct buffer *text, const char *sentence);

/* Appends what the location must expose for it; nothing for none. */
void openapi_say_needs(struct buffer *text, unsigned needs);

/* The text, and an empty buffer; of one sentence alone. */
json_t *openapi_text(struct buffer *text);
json_t *openapi_sentence(const char *sentence);

/* The object with x-needs, ["identity", "people"]; as it is where nothing is needed. */
json_t *openapi_with_needs(json_t *object, unsigned needs);

/* ---- parts of the document --------------------------------------------------------------------------------------- */

/* All of components. */
json_t *openapi_schemas(void);
json_t *openapi_parameters(void);
json_t *openapi_headers(void);
json_t *openapi_responses(void);

/* Of one endpoint. */
json_t *openapi_parameters_of(const struct endpoint *endpoint);
json_t *openapi_responses_of(const struct endpoint *endpoint);

/* What its 200 holds, where that is JSON of a shape. */
json_t *openapi_schema_of(const struct endpoint *endpoint);

/* All that fields= may name. */
json_t *openapi_field_names(const struct row_shape *shape);

/* The first line of its CSV, where everything is exposed and no parameter asks for more. */
json_t *openapi_csv_head(const struct row_shape *shape);

/* What must be exposed for any key of the shape. */
unsigned openapi_needs_of_shape(const struct row_shape *shape);

/* ---- parts of schemas -------------------------------------------------------------------------------------------- */

/* The properties with a key and what follows from it. is_listed: fields= makes any choice of them; asked_by: the
 * parameter without which the key is not there, NULL: none. */
json_t *openapi_with_key(json_t *properties, const struct key *key, int is_listed, const char *asked_by);

/* The schemas with those of answers that have no shape. */
json_t *openapi_with_fixed(json_t *schemas);

#endif
