/* The JSON of the program that this project starts from, made of a printer's last status text. */
#ifndef V1_H
#define V1_H

#include "document.h"
#include <jansson.h>

enum v1_route { V1_STATUS, V1_JOB, V1_QUEUE, V1_MATERIAL, V1_EXTSTATUS };

/*
 * What that route answers for the document, as a new reference; NULL without memory. Keys are without their dash, every
 * value is a text without quotes and braces, trimmed. Keys about versions, serials, lots and dates are left out
 * everywhere (as the original did); in the queue, where it did not, unless expose holds EXPOSE_IDENTITY. Keys about people
 * are left out unless it holds EXPOSE_PEOPLE.
 */
json_t *v1_answer(const struct document *document, enum v1_route route, unsigned expose);

/* The value of a key as those routes give it: without quotes and braces, trimmed. To be freed; NULL without memory. */
char *v1_text(const char *value);

#endif
