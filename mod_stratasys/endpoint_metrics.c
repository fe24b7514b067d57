/* The fleet for Prometheus, in its text format: one name after the other, each with all of its samples. */
#include "endpoint_metrics.h"
#include "utf8.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { METRIC_NUMBER_BYTES = 32, METRIC_STATE_BYTES = 32 };

/* ---- text ------------------------------------------------------------------------------------------------------------- */

/* The length of text, or of as much as a label shows of it, cut at a character. */
static size_t metric_label_length(const char *text)
{
    size_t length = strnlen(text, METRIC_LABEL_BYTES);

    if (length == METRIC_LABEL_BYTES)
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    return length;
}

/* A label and its value, with a comma behind others. NULL, unknown, is "": to Prometheus the same as no such label. */
static void metric_write_label(struct buffer *labels, const char *name, const char *text)
{
    char value[UTF8_GROWTH * METRIC_LABEL_BYTES + 1] = "";

    if (text)
        utf8_from_bytes(text, metric_label_length(text), value);
    if (labels->length)
        buffer_text(labels, ",");
    buffer_text(labels, name);
    buffer_text(labels, "=\"");
    for (const char *at = value; *at;) {
        size_t plain = strcspn(at, "\\\"\n");
        buffer_add(labels, at, plain);
        at += plain;
        if (*at) {
            buffer_add(labels, *at == '\n' ? "\\n" : (const char[]){'\\', *at}, 2);
            at++;
        }
    }
    buffer_text(labels, "\"");
}

/* Writes the value of a column, with a point in whatever language the server runs. Returns 0 where there is none. */
static int metric_number(sqlite3_stmt *statement, int column, char number[METRIC_NUMBER_BYTES])
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        sqlite3_snprintf(METRIC_NUMBER_BYTES, number, "%lld", sqlite3_column_int64(statement, column));
        return 1;
    case SQLITE_FLOAT:
        sqlite3_snprintf(METRIC_NUMBER_BYTES, number, "%.*g", ROW_REAL_DIGITS,
                         sqlite3_column_double(statement, column));
        return isfinite(sqlite3_column_double(statement, column));
    default:
        return 0;
    }
}

/* ---- samples ---------------------------------------------------------------------------------------------------------- */

/* A list of labels, in braces where there are any. `own` is of the sample: a constant, in which nothing is to be escaped. */
static void metric_write_labels(struct buffer *out, const struct buffer *of_row, const char *own)
{
    if (!of_row->length && !own)
        return;
    buffer_text(out, "{");
    if (of_row->length)
        buffer_add(out, of_row->bytes, of_row->length);
    if (of_row->length && own)
        buffer_text(out, ",");
    if (own)
        buffer_text(out, own);
    buffer_text(out, "}");
}

static void metric_write_sample(struct buffer *out, const char *name, const struct buffer *of_row, const char *own,
                                const char *number)
{
    buffer_text(out, "stratasys_");
    buffer_text(out, name);
    metric_write_labels(out, of_row, own);
    buffer_text(out, " ");
    buffer_text(out, number);
    buffer_text(out, "\n");
}

static void metric_write_head(struct buffer *out, const struct metric_sample *family)
{
    buffer_format(out, "# HELP stratasys_%s %s\n# TYPE stratasys_%s %s\n", family->name, family->help, family->name,
                  family->type);
}

/* What one source tells: a text for each of its families, at the place of the family's first sample. */
struct metric_texts {
    const struct metric_source *source;
    struct buffer families[METRIC_SAMPLES_MAX];
    struct buffer labels; /* of the row */
};

static void metric_write_row(struct metric_texts *texts, sqlite3_stmt *statement)
{
    const struct metric_source *source = texts->source;
    char number[METRIC_NUMBER_BYTES];
    size_t family = 0;

    buffer_empty(&texts->labels);
    for (int i = 0; i < source->label_count; i++)
        metric_write_label(&texts->labels, sqlite3_column_name(statement, i),
                           (const char *)sqlite3_column_text(statement, i));
    for (size_t i = 0; i < source->sample_count; i++) {
        const struct metric_sample *sample = &source->samples[i];
        family = sample->name ? i : family;
        if (metric_number(statement, source->label_count + (int)i, number))
            metric_write_sample(&texts->families[family], source->samples[family].name, &texts->labels, sample->label,
                                number);
    }
}

/* Appends the families that have samples, and empties them all. */
static void metric_write_families(struct metric_texts *texts, struct buffer *body)
{
    for (size_t i = 0; i < texts->source->sample_count; i++) {
        struct buffer *family = &texts->families[i];
        if (family->length) {
            metric_write_head(body, &texts->source->samples[i]);
            buffer_add(body, family->bytes, family->length);
        }
        body->failed |= family->failed;
        buffer_free(family);
    }
    body->failed |= texts->labels.failed;
    buffer_free(&texts->labels);
}

/* ---- sources ---------------------------------------------------------------------------------------------------------- */

static sqlite3_stmt *metric_select(struct endpoint_request *request, const struct metric_source *source)
{
    struct buffer sql = {0};

    buffer_format(&sql, "SELECT %s", source->labels);
    for (size_t i = 0; i < source->sample_count; i++)
        buffer_format(&sql, "%s%s", i || source->label_count ? ", " : "", source->samples[i].sql);
    buffer_text(&sql, source->from);
    sqlite3_stmt *statement = endpoint_statement(request, &sql);
    if (statement && sqlite3_bind_parameter_count(statement) > 0)
        sqlite3_bind_int64(statement, 9, request->question.now);
    return statement;
}

static int metric_write_source(struct endpoint_request *request, const struct metric_source *source,
                               struct buffer *body)
{
    struct metric_texts texts = {.source = source};
    sqlite3_stmt *statement = metric_select(request, source);
    int result = SQLITE_ERROR;

    while (statement && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        endpoint_note_times(request->ready, statement);
        metric_write_row(&texts, statement);
    }
    sqlite3_reset(statement);
    metric_write_families(&texts, body);
    return result == SQLITE_DONE ? 0 : -1;
}

/* ---- sums ------------------------------------------------------------------------------------------------------------- */

static void metric_write_sum(struct buffer *body, const struct metric_sum *sum)
{
    char number[METRIC_NUMBER_BYTES], state_label[METRIC_STATE_BYTES];
    struct buffer labels = {0};

    metric_write_label(&labels, "printer", sum->printer);
    for (enum state state = 0; state < STATE_COUNT; state++) {
        snprintf(state_label, sizeof state_label, "state=\"%s\"", state_name(state));
        snprintf(number, sizeof number, "%lld", (long long)sum->state_s[state]);
        metric_write_sample(body, metric_seconds.name, &labels, state_label, number);
    }
    body->failed |= labels.failed;
    buffer_free(&labels);
}

static int metric_write_seconds(struct endpoint_request *request, struct buffer *body)
{
    struct metric_sums sums = {0};
    int result = metric_sums_read(request, &sums), is_begun = 0;

    for (size_t i = 0; i < sums.count; i++) {
        if (!sums.list[i].is_counted)
            continue;
        if (!is_begun++)
            metric_write_head(body, &metric_seconds);
        metric_write_sum(body, &sums.list[i]);
    }
    metric_sums_free(&sums);
    return result;
}

static int metric_write_all(struct endpoint_request *request, struct buffer *body)
{
    for (size_t i = 0; i < metric_source_count; i++)
        if (metric_write_source(request, &metric_sources[i], body))
            return -1;
    return metric_write_seconds(request, body);
}

int endpoint_metrics(struct endpoint_request *request)
{
    struct buffer body = {0};

    if (metric_write_all(request, &body) == 0)
        return endpoint_set_body(request->ready, &body);
    buffer_free(&body);
    return -1;
}
