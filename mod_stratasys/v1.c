#include "v1.h"
#include "expose.h"
#include "machines.h"
#include <stdlib.h>
#include <string.h>

static int v1_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The original knew no Tcl: it took every brace and quote out of a value. */
char *v1_text(const char *value)
{
    size_t used = 0, begin = 0;
    char *text = malloc(strlen(value) + 1);

    if (!text)
        return NULL;
    for (const char *c = value; *c; c++)
        if (!strchr("{}\"", *c))
            text[used++] = *c;
    while (used > 0 && v1_is_blank(text[used - 1]))
        used--;
    while (begin < used && v1_is_blank(text[begin]))
        begin++;
    memmove(text, text + begin, used - begin);
    text[used - begin] = '\0';
    return text;
}

static json_t *v1_value(const char *value)
{
    char *text = v1_text(value);
    json_t *json = text ? json_string(text) : NULL;

    free(text);
    return json;
}

/* Adds the keys of a group to object; later ones replace earlier ones. */
static int v1_add_group(json_t *object, const struct document_group *group, unsigned hidden)
{
    for (size_t i = 0; i < group->key_count; i++)
        if (!(expose_of_status_key(group->keys[i].name) & hidden) &&
            json_object_set_new(object, group->keys[i].name, v1_value(group->keys[i].value)))
            return -1;
    return 0;
}

static json_t *v1_or_none(json_t *json, int failed)
{
    if (!failed)
        return json;
    json_decref(json);
    return NULL;
}

/* All groups of a section in one object: of several spools the last one's keys stay, as they always did. */
static json_t *v1_section(const struct document_section *section, unsigned hidden)
{
    json_t *object = json_object();
    int failed = !object;

    for (size_t i = 0; !failed && section && i < section->group_count; i++)
        failed = v1_add_group(object, &section->groups[i], hidden);
    return v1_or_none(object, failed);
}

static json_t *v1_list(const struct document_section *section, unsigned hidden)
{
    json_t *list = json_array();
    int failed = !list;

    for (size_t i = 0; !failed && section && i < section->group_count; i++) {
        json_t *object = json_object();
        failed = !object || v1_add_group(object, &section->groups[i], hidden);
        failed = failed ? (json_decref(object), 1) : json_array_append_new(list, object);
    }
    return v1_or_none(list, failed);
}

static json_t *v1_material(const struct document *document, unsigned hidden)
{
    const struct document_section *cassette = document_section(document, "cassette");
    json_t *object = v1_section(cassette, hidden);

    return v1_or_none(object, !object || json_object_set_new(object, "spools", v1_list(cassette, hidden)));
}

static json_t *v1_extstatus(const struct document *document, unsigned hidden)
{
    const struct document_section *general = document_section(document, "general");
    const char *codename =
        general && general->group_count > 0 ? document_value(&general->groups[0], "modelerType") : NULL;
    json_t *object = v1_section(document_machine(document), hidden);

    return v1_or_none(object,
                      !object || json_object_set_new(object, "machineName", json_string(machine_family(codename))));
}

json_t *v1_answer(const struct document *document, enum v1_route route, unsigned expose)
{
    unsigned unexposed = (EXPOSE_IDENTITY | EXPOSE_PEOPLE) & ~expose;
    unsigned hidden = EXPOSE_OMITTED | unexposed;

    switch (route) {
    case V1_STATUS:
        return v1_section(document_section(document, "general"), hidden);
    case V1_JOB:
        return v1_section(document_section(document, "currentJob"), hidden);
    case V1_QUEUE:
        return v1_list(document_section(document, "queue"), unexposed);
    case V1_MATERIAL:
        return v1_material(document, hidden);
    case V1_EXTSTATUS:
        return v1_extstatus(document, hidden);
    }
    return NULL;
}
