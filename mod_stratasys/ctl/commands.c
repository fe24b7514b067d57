#include "commands.h"
#include "fetch.h"
#include "report_json.h"
#include "report_table.h"
#include "scrub.h"
#include <math.h>
#include <time.h>

static enum ctl_exit judge(const struct arguments *arguments, const struct reading *reading)
{
    const char *trouble = reading_trouble(reading);

    if (trouble)
        complain("%s: %s", arguments->operand, trouble);
    return trouble ? CTL_DAMAGED : CTL_OK;
}

/* Prints what could be read, also of a damaged text. */
static enum ctl_exit report(const struct arguments *arguments, const struct reading *reading)
{
    int (*print)(const struct reading *) = arguments->is_json ? report_json_print : report_table_print;

    if (reading->status->document->section_count > 0 && print(reading)) {
        complain("standard output cannot be written");
        return CTL_FILE;
    }
    return judge(arguments, reading);
}

/* Reads text (which it frees) and lets `then` go on with it. */
static enum ctl_exit with_reading(const struct arguments *arguments, struct bytes *text, int is_answer,
                                  enum ctl_exit (*then)(const struct arguments *, const struct reading *))
{
    struct reading reading;
    enum ctl_exit result = CTL_FILE;
    int failed = reading_begin(&reading, text->data, text->length, is_answer ? arguments->operand : NULL,
                               is_answer ? (double)time(NULL) : NAN);

    if (failed) {
        complain("%s: no memory for its text", arguments->operand);
    } else {
        result = then(arguments, &reading);
        reading_end(&reading);
    }
    bytes_free(text);
    return result;
}

enum ctl_exit command_status(const struct arguments *arguments)
{
    struct bytes text;
    enum ctl_exit result = fetch_text(arguments->operand, arguments->timeout_ms, &text);

    return result == CTL_OK ? with_reading(arguments, &text, 1, report) : result;
}

enum ctl_exit command_parse(const struct arguments *arguments)
{
    struct bytes text;

    return bytes_read(arguments->operand, &text) ? CTL_FILE : with_reading(arguments, &text, 0, report);
}

/* Writes text as it is, or scrubbed; nothing when that could not be done for certain. */
static enum ctl_exit give_away(const struct arguments *arguments, struct bytes *text, int is_scrubbed)
{
    const char *message = is_scrubbed ? scrub_text(text->data, text->length) : NULL;

    if (message) {
        complain("%s: the text cannot be scrubbed: %s", arguments->operand, message);
        return CTL_DAMAGED;
    }
    return bytes_write(arguments->output, text) ? CTL_FILE : CTL_OK;
}

static enum ctl_exit give_away_and_judge(const struct arguments *arguments, struct bytes *text, int is_scrubbed)
{
    enum ctl_exit result = give_away(arguments, text, is_scrubbed);

    if (result == CTL_OK)
        return with_reading(arguments, text, 1, judge);
    bytes_free(text);
    return result;
}

enum ctl_exit command_raw(const struct arguments *arguments)
{
    struct bytes text;
    enum ctl_exit result = fetch_text(arguments->operand, arguments->timeout_ms, &text);

    return result == CTL_OK ? give_away_and_judge(arguments, &text, arguments->is_scrubbed) : result;
}

enum ctl_exit command_scrub(const struct arguments *arguments)
{
    struct bytes text;

    return bytes_read(arguments->operand, &text) ? CTL_FILE : give_away_and_judge(arguments, &text, 1);
}
