/* JSON and sentences of the OpenAPI document. */
#include "endpoint_openapi.h"
#include <ctype.h>
#include <string.h>

json_t *openapi_with(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) == 0)
        return object;
    json_decref(object);
    return NULL;
}

json_t *openapi_and(json_t *list, json_t *item)
{
    if (json_array_append_new(list, item) == 0)
        return list;
    json_decref(list);
    return NULL;
}

json_t *openapi_ref(const char *kind, const char *name)
{
    return json_pack("{s:o}", "$ref", json_sprintf("#/components/%s/%s", kind, name));
}

json_t *openapi_words(const char *words)
{
    json_t *list = json_array();

    for (size_t length; words && *(words += strspn(words, " ")); words += length) {
        length = strcspn(words, " ");
        list = openapi_and(list, json_stringn(words, length));
    }
    return list;
}

/* Names of keys stay as they are. */
static int openapi_begins_with_name(const char *sentence)
{
    return memchr(sentence, '_', strcspn(sentence, " ")) != NULL;
}

void openapi_say(struct buffer *text, const char *sentence)
{
    size_t length = strlen(sentence);
    int first = (unsigned char)sentence[0];

    if (length == 0)
        return;
    buffer_format(text, "%s%c%s%s", text->length ? " " : "",
                  openapi_begins_with_name(sentence) ? first : toupper(first), sentence + 1,
                  strchr(".:", sentence[length - 1]) ? "" : ".");
}

void openapi_say_needs(struct buffer *text, unsigned needs)
{
    static const char *const kinds[] = {[EXPOSE_IDENTITY] = "`identity`",
                                        [EXPOSE_PEOPLE] = "`people`",
                                        [EXPOSE_IDENTITY | EXPOSE_PEOPLE] = "`identity` and `people`"};

    if (needs)
        buffer_format(text, "%sOnly where the location exposes %s.", text->length ? " " : "",
                      kinds[needs & (EXPOSE_IDENTITY | EXPOSE_PEOPLE)]);
}

json_t *openapi_text(struct buffer *text)
{
    json_t *json = text->failed || !text->bytes ? NULL : json_stringn(text->bytes, text->length);

    buffer_free(text);
    return json;
}

json_t *openapi_sentence(const char *sentence)
{
    struct buffer text = {0};

    openapi_say(&text, sentence);
    return openapi_text(&text);
}

json_t *openapi_with_needs(json_t *object, unsigned needs)
{
    json_t *kinds = json_array();

    if (!needs) {
        json_decref(kinds);
        return object;
    }
    if (needs & EXPOSE_IDENTITY)
        kinds = openapi_and(kinds, json_string("identity"));
    if (needs & EXPOSE_PEOPLE)
        kinds = openapi_and(kinds, json_string("people"));
    return openapi_with(object, "x-needs", kinds);
}
