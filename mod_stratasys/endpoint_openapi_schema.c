/* The schemas of the OpenAPI document: of shapes, by what keys.c knows, and of the lists of them. */
#include "endpoint_openapi.h"
#include <stdio.h>
#include <string.h>

/* ---- one key ----------------------------------------------------------------------------------------------------- */

static const struct openapi_type {
    const char *types, *format; /* a blank between two types */
} openapi_types[] = {
    [KEY_INTEGER] = {"integer",       "int64" },
      [KEY_NUMBER] = {"number",        "double"},
      [KEY_TEXT] = {"string",        NULL    },
    [KEY_BOOLEAN] = {"boolean",       NULL    },
      [KEY_ANY] = {"string number", NULL    },
};

/* What the end of a name says of its value; the first that fits. */
static const struct openapi_unit {
    const char *ending, *unit, *words; /* unit by UCUM */
} openapi_units[] = {
    {"_at",  NULL,      "Unix seconds"},
    {"_in3", "[cin_i]", "cubic inches"},
    {"_s",   "s",       "seconds"     },
    {"_c",   "Cel",     "°C"         },
};

/* What a value lies between; the first that fits. most below least: no bound. */
static const struct openapi_range {
    const char *ending;
    int least, most;
} openapi_ranges[] = {
    {"build_estimate_ratio", 0, -1},
    {"_ratio",               0, 1 },
    {"weekday",              1, 7 },
    {"hour_of_day",          0, 23},
};

/* Whether the name, or what it is the least, mean or greatest of, ends so. */
static int openapi_ends_with(const char *name, const char *ending)
{
    static const char *const figures[] = {"", "_min", "_mean", "_max"};
    char whole[ROW_NAME_BYTES];

    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        size_t length = strlen(name), ending_length = (size_t)snprintf(whole, sizeof whole, "%s%s", ending, figures[i]);
        if (length >= ending_length && strcmp(name + length - ending_length, whole) == 0)
            return 1;
    }
    return 0;
}

static const struct openapi_unit *openapi_unit_of(const char *name)
{
    for (size_t i = 0; i < sizeof openapi_units / sizeof *openapi_units; i++)
        if (openapi_ends_with(name, openapi_units[i].ending) || strcmp(name, openapi_units[i].ending + 1) == 0)
            return &openapi_units[i];
    return NULL;
}

static json_t *openapi_with_range(json_t *schema, const char *name)
{
    for (size_t i = 0; i < sizeof openapi_ranges / sizeof *openapi_ranges; i++) {
        const struct openapi_range *range = &openapi_ranges[i];
        if (!openapi_ends_with(name, range->ending))
            continue;
        schema = openapi_with(schema, "minimum", json_integer(range->least));
        return range->most < range->least ? schema : openapi_with(schema, "maximum", json_integer(range->most));
    }
    return schema;
}

static void openapi_say_when(struct buffer *text, const struct key *key, const char *asked_by)
{
    if (asked_by)
        buffer_format(text, " Only where `%s` asks for it.", asked_by);
    openapi_say_needs(text, key->kind);
}

/* Says the unit unless the description does. */
static json_t *openapi_with_description(json_t *schema, const struct key *key, const char *asked_by)
{
    struct buffer text = {0};
    const struct openapi_unit *unit = openapi_unit_of(key->name);

    openapi_say(&text, key->description);
    if (unit && !strstr(key->description, unit->words))
        buffer_format(&text, " In %s.", unit->words);
    openapi_say_when(&text, key, asked_by);
    return openapi_with(schema, "description", openapi_text(&text));
}

/* asked_by: the parameter without which it is not there; NULL: none. */
static json_t *openapi_key(const struct key *key, const char *asked_by)
{
    const struct openapi_type *type = &openapi_types[key->type];
    const struct openapi_unit *unit = openapi_unit_of(key->name);
    json_t *schema = json_pack("{s:o}", "type", openapi_and(openapi_words(type->types), json_string("null")));

    if (type->format)
        schema = openapi_with(schema, "format", json_string(type->format));
    if (key->choices)
        schema = openapi_with(schema, "enum", openapi_and(openapi_words(key->choices), json_null()));
    schema = openapi_with_range(schema, key->name);
    if (unit && unit->unit)
        schema = openapi_with(schema, "x-unit", json_string(unit->unit));
    return openapi_with_needs(openapi_with_description(schema, key, asked_by), key->kind);
}

/* ---- what follows from a key ------------------------------------------------------------------------------------- */

static const struct openapi_derived {
    enum row_form form;
    const char *type, *format, *unit, *description; /* of the key that it follows from */
} openapi_derived[] = {
    {ROW_TIME,  "string", "date-time", NULL,  "as RFC 3339, in UTC"                                        },
    {ROW_LOCAL, "string", NULL,        NULL,
     "as local time of StratasysTimeZone, such as 2025-03-30 14:05:00: in CSV, and where `fields` names it"},
    {ROW_CM3,   "number", "double",    "cm3", "in cubic centimetres"                                       },
};

enum { OPENAPI_DERIVED = sizeof openapi_derived / sizeof *openapi_derived };

static json_t *openapi_derived_key(const struct openapi_derived *derived, const struct key *key, const char *asked_by)
{
    struct buffer text = {0};
    json_t *schema = json_pack("{s:[s,s]}", "type", derived->type, "null");

    buffer_format(&text, "`%s` %s.", key->name, derived->description);
    openapi_say_when(&text, key, asked_by);
    if (derived->format)
        schema = openapi_with(schema, "format", json_string(derived->format));
    if (derived->unit)
        schema = openapi_with(schema, "x-unit", json_string(derived->unit));
    return openapi_with_needs(openapi_with(schema, "description", openapi_text(&text)), key->kind);
}

/* ---- shapes ------------------------------------------------------------------------------------------------------ */

/* Lists that stand inside of an object. */
static const struct openapi_child {
    const struct row_shape *parent;
    const char *key;
    const struct row_shape *shape;
    const char *description;
} openapi_children[] = {
    {&shape_printer, "queue",  &shape_queued_job,
     "The waiting jobs, the next one first; null: the printer never answered."                                  },
    {&shape_printer, "spools", &shape_spool,      "The spools, loaded or not; null: the printer never answered."},
};

enum { OPENAPI_CHILDREN = sizeof openapi_children / sizeof *openapi_children };

/* The endpoint that has rows of it in a list, where fields= makes any choice of keys, in forms that JSON else does not
 * have; NULL: none. */
static const struct endpoint *openapi_listing(const struct row_shape *shape)
{
    for (size_t i = 0; i < endpoint_count; i++)
        if (endpoint_table[i].list && endpoint_table[i].list->shape == shape)
            return &endpoint_table[i];
    return NULL;
}

/* The parameter without which the column is not there; NULL: it always is. */
static const char *openapi_asked_by(const struct row_column *column, const struct endpoint *listing)
{
    static const enum query_parameter asking[] = {QUERY_GROUP_BY, QUERY_STEP};

    for (size_t i = 0; column->only_if && listing && i < sizeof asking / sizeof *asking; i++)
        if (listing->parameters & (1u << asking[i]))
            return query_rules[asking[i]].name;
    return NULL;
}

json_t *openapi_with_key(json_t *properties, const struct key *key, int is_listed, const char *asked_by)
{
    char name[ROW_NAME_BYTES];

    properties = openapi_with(properties, key->name, openapi_key(key, asked_by));
    for (int i = 0; i < OPENAPI_DERIVED; i++)
        if ((is_listed || openapi_derived[i].form != ROW_LOCAL) &&
            row_derived_name(key->name, openapi_derived[i].form, name))
            properties = openapi_with(properties, name, openapi_derived_key(&openapi_derived[i], key, asked_by));
    return properties;
}

static json_t *openapi_properties(const struct row_shape *shape)
{
    const struct endpoint *listing = openapi_listing(shape);
    json_t *properties = json_object();

    for (size_t i = 0; i < shape->count; i++)
        properties = openapi_with_key(properties, key_find(shape->columns[i].key), listing != NULL,
                                      openapi_asked_by(&shape->columns[i], listing));
    for (int i = 0; i < OPENAPI_CHILDREN; i++)
        if (openapi_children[i].parent == shape)
            properties = openapi_with(properties, openapi_children[i].key,
                                      json_pack("{s:[s,s], s:o, s:s}", "type", "array", "null", "items",
                                                openapi_ref("schemas", openapi_children[i].shape->name), "description",
                                                openapi_children[i].description));
    return properties;
}

/* The keys that are always there, unless fields= chooses. */
static json_t *openapi_required(const struct row_shape *shape)
{
    char name[ROW_NAME_BYTES];
    json_t *names = json_array();

    for (size_t i = 0; i < shape->count; i++) {
        const struct row_column *column = &shape->columns[i];
        if (column->only_if || key_find(column->key)->kind != EXPOSE_NONE)
            continue;
        names = openapi_and(names, json_string(column->key));
        for (int d = 0; d < OPENAPI_DERIVED; d++)
            if (openapi_derived[d].form != ROW_LOCAL && row_derived_name(column->key, openapi_derived[d].form, name))
                names = openapi_and(names, json_string(name));
    }
    for (int i = 0; i < OPENAPI_CHILDREN; i++)
        if (openapi_children[i].parent == shape)
            names = openapi_and(names, json_string(openapi_children[i].key));
    return names;
}

static json_t *openapi_shape(const struct row_shape *shape)
{
    json_t *schema = json_pack("{s:s, s:o, s:b}", "type", "object", "properties", openapi_properties(shape),
                               "additionalProperties", 0);
    return openapi_listing(shape) ? schema : openapi_with(schema, "required", openapi_required(shape));
}

json_t *openapi_field_names(const struct row_shape *shape)
{
    char name[ROW_NAME_BYTES];
    json_t *names = json_array();

    for (size_t i = 0; i < shape->count; i++) {
        names = openapi_and(names, json_string(shape->columns[i].key));
        for (int d = 0; d < OPENAPI_DERIVED; d++)
            if (row_derived_name(shape->columns[i].key, openapi_derived[d].form, name))
                names = openapi_and(names, json_string(name));
    }
    return names;
}

json_t *openapi_csv_head(const struct row_shape *shape)
{
    struct buffer head = {0};
    struct row_plan plan;
    const struct csv_form form = {',', '.', 0};

    row_plan_all(&plan, shape, 0, EXPOSE_IDENTITY | EXPOSE_PEOPLE, 1, NULL);
    row_write_csv_head(&head, &plan, &form);
    return openapi_text(&head);
}

unsigned openapi_needs_of_shape(const struct row_shape *shape)
{
    unsigned needs = EXPOSE_NONE;

    for (size_t i = 0; i < shape->count; i++)
        needs |= key_find(shape->columns[i].key)->kind;
    return needs;
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

static void openapi_list_name(const struct row_shape *shape, char name[ROW_NAME_BYTES])
{
    snprintf(name, ROW_NAME_BYTES, "%sList", shape->name);
}

/* What lists add to items, total and next. */
static const struct openapi_extra {
    const struct endpoint_list *list;
    const char *keys;
} openapi_extras[] = {
    {&list_events, "first_seq last_seq is_gap"},
};

static const char *openapi_extra_keys(const struct endpoint_list *list)
{
    for (size_t i = 0; i < sizeof openapi_extras / sizeof *openapi_extras; i++)
        if (openapi_extras[i].list == list)
            return openapi_extras[i].keys;
    return "";
}

static json_t *openapi_list_properties(const struct endpoint_list *list)
{
    size_t i;
    json_t *key, *extra = openapi_words(openapi_extra_keys(list));
    json_t *properties = json_pack(
        "{s:{s:s, s:o}, s:{s:[s,s], s:s, s:i, s:s}, s:{s:[s,s], s:s, s:s}}", "items", "type", "array", "items",
        openapi_ref("schemas", list->shape->name), "total", "type", "integer", "null", "format", "int64", "minimum", 0,
        "description", "How many rows there are in all: on the first page, null on those that a cursor asks for.",
        "next", "type", "string", "null", "format", "uri-reference", "description",
        "Address of the next page, as in the header `Link`; null: this is the last one.");

    json_array_foreach(extra, i, key)
    {
        const char *name = json_string_value(key);
        properties = openapi_with(properties, name, openapi_key(key_find(name), NULL));
    }
    json_decref(extra);
    return properties;
}

static json_t *openapi_list(const struct endpoint_list *list)
{
    json_t *required = openapi_words("items total next");
    json_t *extra = openapi_words(openapi_extra_keys(list));

    if (json_array_extend(required, extra)) {
        json_decref(required);
        required = NULL;
    }
    json_decref(extra);
    return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "required", required, "properties",
                     openapi_list_properties(list), "additionalProperties", 0);
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static json_t *openapi_with_shape(json_t *schemas, const struct row_shape *shape)
{
    return json_object_get(schemas, shape->name) ? schemas : openapi_with(schemas, shape->name, openapi_shape(shape));
}

static json_t *openapi_with_schemas_of(json_t *schemas, const struct endpoint *endpoint)
{
    char name[ROW_NAME_BYTES];

    if (endpoint->shape)
        schemas = openapi_with_shape(schemas, endpoint->shape);
    if (!endpoint->list)
        return schemas;
    openapi_list_name(endpoint->list->shape, name);
    schemas = openapi_with_shape(schemas, endpoint->list->shape);
    return json_object_get(schemas, name) ? schemas : openapi_with(schemas, name, openapi_list(endpoint->list));
}

json_t *openapi_schemas(void)
{
    json_t *schemas = json_object();

    for (size_t i = 0; i < endpoint_count; i++)
        schemas = openapi_with_schemas_of(schemas, &endpoint_table[i]);
    for (int i = 0; i < OPENAPI_CHILDREN; i++)
        schemas = openapi_with_shape(schemas, openapi_children[i].shape);
    return openapi_with_fixed(openapi_with_shape(schemas, &shape_printer_health));
}

/* Of an object of a shape that fields= can choose from elsewhere, all keys are there. */
json_t *openapi_schema_of(const struct endpoint *endpoint)
{
    char name[ROW_NAME_BYTES];

    if (endpoint->list) {
        openapi_list_name(endpoint->list->shape, name);
        return openapi_ref("schemas", name);
    }
    if (!openapi_listing(endpoint->shape))
        return openapi_ref("schemas", endpoint->shape->name);
    return json_pack("{s:[o], s:o}", "allOf", openapi_ref("schemas", endpoint->shape->name), "required",
                     openapi_required(endpoint->shape));
}
