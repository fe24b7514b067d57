/* The parameters of the OpenAPI document: those of query_rules.c, and what stands for ID and UID in a path. */
#include "endpoint_openapi.h"
#include "config_value.h"
#include <stdlib.h>
#include <string.h>

/* ---- what a value may be ---------------------------------------------------------------------------------------------- */

static json_t *openapi_text_schema(const struct query_rule *rule, const struct endpoint_list *list)
{
    (void)rule, (void)list;
    return json_pack("{s:s, s:i, s:i}", "type", "string", "minLength", 1, "maxLength", QUERY_TEXT_BYTES_MAX);
}

static json_t *openapi_choice_schema(const struct query_rule *rule, const struct endpoint_list *list)
{
    (void)list;
    return json_pack("{s:s, s:o}", "type", "string", "enum", openapi_words(rule->choices));
}

static json_t *openapi_number_schema(const struct query_rule *rule, const struct endpoint_list *list)
{
    json_t *number =
        json_pack("{s:s, s:s, s:I}", "type", "integer", "format", "int64", "minimum", (json_int_t)rule->least);

    if (rule->most < INT64_MAX)
        number = openapi_with(number, "maximum", json_integer(rule->most));
    if (!rule->choices)
        return number;
    return json_pack("{s:[o,o]}", "oneOf", number, openapi_choice_schema(rule, list));
}

static json_t *openapi_time_schema(const struct query_rule *rule, const struct endpoint_list *list)
{
    (void)rule, (void)list;
    return json_pack("{s:s, s:s}", "type", "string", "pattern", "^[0-9]{1,12}(ms|s|min|h|d)?$");
}

static json_t *openapi_sort_schema(const struct query_rule *rule, const struct endpoint_list *list)
{
    size_t i;
    json_t *word, *sorts = openapi_words(list->sorts), *choices = json_array();

    (void)rule;
    json_array_foreach(sorts, i, word)
    {
        choices = openapi_and(choices, json_incref(word));
        choices = openapi_and(choices, json_sprintf("-%s", json_string_value(word)));
    }
    /* The choices are in pairs, the descending one behind. */
    json_t *otherwise = json_incref(json_array_get(choices, list->is_newest_first ? 1 : 0));
    json_decref(sorts);
    return json_pack("{s:s, s:o, s:o}", "type", "string", "enum", choices, "default", otherwise);
}

/* Appends those of the words that are periods, or those that are not. */
static void openapi_write_groups(struct buffer *text, const char *groups, int is_period, const char *between)
{
    size_t i, count = 0;
    json_t *word, *words = openapi_words(groups);

    json_array_foreach(words, i, word)
    {
        const char *name = json_string_value(word);
        if (query_is_word(QUERY_PERIODS, name, strlen(name)) == is_period)
            buffer_format(text, "%s%s", count++ ? between : "", name);
    }
    json_decref(words);
}

/* A dimension, a period, or one of each in any order. */
static json_t *openapi_group_schema(const struct query_rule *rule, const struct endpoint_list *list)
{
    struct buffer dimensions = {0}, periods = {0}, pattern = {0};

    (void)rule;
    openapi_write_groups(&dimensions, list->groups, 0, "|");
    openapi_write_groups(&periods, list->groups, 1, "|");
    if (dimensions.length && periods.length)
        buffer_format(&pattern, "^((%s)(,(%s))?|(%s)(,(%s))?)$", dimensions.bytes, periods.bytes, periods.bytes,
                      dimensions.bytes);
    else
        buffer_format(&pattern, "^(%s%s)$", dimensions.length ? dimensions.bytes : "",
                      periods.length ? periods.bytes : "");
    buffer_free(&dimensions);
    buffer_free(&periods);
    return json_pack("{s:s, s:o}", "type", "string", "pattern", openapi_text(&pattern));
}

static json_t *openapi_fields_schema(const struct endpoint_list *list)
{
    return json_pack("{s:s, s:{s:s, s:o}, s:i, s:b}", "type", "array", "items", "type", "string", "enum",
                     openapi_field_names(list->shape), "minItems", 1, "uniqueItems", 1);
}

static json_t *(*const openapi_value_schemas[])(const struct query_rule *rule, const struct endpoint_list *list) = {
    [QUERY_IS_TEXT] = openapi_text_schema,     [QUERY_IS_MOMENT] = openapi_text_schema,
    [QUERY_IS_CHOICE] = openapi_choice_schema, [QUERY_IS_NUMBER] = openapi_number_schema,
    [QUERY_IS_TIME] = openapi_time_schema,     [QUERY_IS_SORT] = openapi_sort_schema,
    [QUERY_IS_GROUP] = openapi_group_schema,
};

/* ---- what is said of it ----------------------------------------------------------------------------------------------- */

static void openapi_say_groups(struct buffer *text, const char *before, const char *groups, int is_period)
{
    struct buffer words = {0};

    openapi_write_groups(&words, groups, is_period, "`, `");
    if (words.length)
        buffer_format(text, " %s: `%s`.", before, words.bytes);
    buffer_free(&words);
}

static void openapi_say_times(struct buffer *text, const struct query_rule *rule)
{
    char least[CONFIG_TIME_BYTES], most[CONFIG_TIME_BYTES];

    config_value_time_text(rule->least * 1000, least);
    config_value_time_text(rule->most * 1000, most);
    buffer_format(text, " A whole number and `s`, `min`, `h` or `d`, from `%s` to `%s`.", least, most);
}

static json_t *openapi_describe(const struct query_rule *rule, const struct endpoint_list *list)
{
    struct buffer text = {0};

    openapi_say(&text, rule->description);
    if (rule->type == QUERY_IS_GROUP) {
        openapi_say_groups(&text, "Dimensions", list->groups, 0);
        openapi_say_groups(&text, "Periods, of StratasysTimeZone", list->groups, 1);
    }
    if (rule->type == QUERY_IS_TIME)
        openapi_say_times(&text, rule);
    openapi_say_needs(&text, rule->needs);
    return openapi_text(&text);
}

static int openapi_are_words_of(const char *groups, const char *example)
{
    size_t first = strcspn(example, ",");

    return query_is_word(groups, example, first) &&
           (!example[first] || query_is_word(groups, example + first + 1, strlen(example + first + 1)));
}

/* The rule's example where this endpoint takes it. */
static json_t *openapi_example(const struct query_rule *rule, const struct endpoint_list *list)
{
    if (rule->type == QUERY_IS_NUMBER)
        return json_integer(strtoll(rule->example, NULL, 10));
    if (rule->type == QUERY_IS_GROUP && !openapi_are_words_of(list->groups, rule->example))
        return json_stringn(list->groups, strcspn(list->groups, " "));
    return json_string(rule->example);
}

/* ---- parameters ------------------------------------------------------------------------------------------------------- */

static json_t *openapi_parameter(enum query_parameter parameter, const struct endpoint_list *list)
{
    const struct query_rule *rule = &query_rules[parameter];
    json_t *json =
        json_pack("{s:s, s:s, s:o}", "name", rule->name, "in", "query", "description", openapi_describe(rule, list));

    if (parameter == QUERY_FIELDS) {
        json = openapi_with(json, "style", json_string("form"));
        json = openapi_with(json, "explode", json_false());
        json = openapi_with(json, "schema", openapi_fields_schema(list));
    } else {
        json = openapi_with(json, "schema", openapi_value_schemas[rule->type](rule, list));
    }
    if (rule->example)
        json = openapi_with(json, "example", openapi_example(rule, list));
    return openapi_with_needs(json, rule->needs);
}

/* Whether it is the same wherever it is taken, and no other has its name. */
static int openapi_is_shared(int parameter)
{
    const struct query_rule *rule = &query_rules[parameter];

    if (rule->type == QUERY_IS_SORT || rule->type == QUERY_IS_GROUP || parameter == QUERY_FIELDS)
        return 0;
    for (int i = 0; i < QUERY_PARAMETERS; i++)
        if (i != parameter && strcmp(query_rules[i].name, rule->name) == 0)
            return 0;
    return 1;
}

static json_t *openapi_id_parameter(void)
{
    return json_pack(
        "{s:s, s:s, s:b, s:s, s:{s:s, s:s, s:i}, s:s}", "name", "id", "in", "path", "required", 1, "description",
        "ID of the printer, as its StratasysPrinter line names it; where there is history, also of one that "
        "is not configured any more.",
        "schema", "type", "string", "pattern", "^[a-z0-9][a-z0-9_-]*$", "maxLength", FLEET_ID_MAX, "example", "uprint");
}

static json_t *openapi_uid_parameter(void)
{
    return json_pack("{s:s, s:s, s:b, s:s, s:{s:s, s:s, s:i}, s:i}", "name", "uid", "in", "path", "required", 1,
                     "description", "Number of the run of a job: its `job_uid`.", "schema", "type", "integer", "format",
                     "int64", "minimum", 1, "example", 1);
}

static json_t *openapi_known_parameter(void)
{
    return json_pack("{s:s, s:s, s:s, s:{s:s}}", "name", "If-None-Match", "in", "header", "description",
                     "The `ETag` of the answer that is there already: where it is still true, 304 comes instead.",
                     "schema", "type", "string");
}

json_t *openapi_parameters(void)
{
    json_t *parameters = json_object();

    for (int i = 0; i < QUERY_PARAMETERS; i++)
        if (openapi_is_shared(i))
            parameters =
                openapi_with(parameters, query_rules[i].name, openapi_parameter((enum query_parameter)i, NULL));
    parameters = openapi_with(parameters, "id", openapi_id_parameter());
    parameters = openapi_with(parameters, "uid", openapi_uid_parameter());
    return openapi_with(parameters, "known", openapi_known_parameter());
}

json_t *openapi_parameters_of(const struct endpoint *endpoint)
{
    json_t *parameters = json_array();

    if (strstr(endpoint->pattern, "UID"))
        parameters = openapi_and(parameters, openapi_ref("parameters", "uid"));
    else if (strstr(endpoint->pattern, "ID"))
        parameters = openapi_and(parameters, openapi_ref("parameters", "id"));
    for (int i = 0; i < QUERY_PARAMETERS; i++)
        if (endpoint_parameters(endpoint) & (1u << i))
            parameters = openapi_and(parameters, openapi_is_shared(i)
                                                     ? openapi_ref("parameters", query_rules[i].name)
                                                     : openapi_parameter((enum query_parameter)i, endpoint->list));
    return openapi_and(parameters, openapi_ref("parameters", "known"));
}
