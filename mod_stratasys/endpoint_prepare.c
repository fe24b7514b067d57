/* What the parameters of a request mean: times in the zone of reports, the format, the order, what is shown. */
#include "endpoints_internal.h"
#include "moment.h"
#include <stdio.h>
#include <string.h>

static int endpoint_read_zone(struct endpoint_request *request)
{
    sqlite3_stmt *statement = reader_statement(request->reader, READER_ZONE);
    int result = SQLITE_ERROR;

    request->zone.count = 0;
    while (statement && (result = sqlite3_step(statement)) == SQLITE_ROW)
        zone_add(&request->zone, sqlite3_column_int64(statement, 0), sqlite3_column_int(statement, 1));
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? 0 : -1;
}

/* What the parameter names; 1, or 0 where it was not given, or -1. */
static int endpoint_read_moment(struct endpoint_request *request, enum query_parameter parameter, struct moment *moment)
{
    const char *text = request->query.values[parameter];
    char echo[PROBLEM_ECHO_BYTES];

    if (!text)
        return 0;
    if (moment_read(text, &request->zone, request->question.now, moment))
        return problem_note(&request->problem, 400, "This is no time", "%s=%s is no time. Write " MOMENT_ALLOWED ".",
                            query_rules[parameter].name, problem_echo(text, echo));
    if (request->ready)
        endpoint_note_earliest(&request->ready->lapses_at, moment->lapses_at);
    return 1;
}

/* Of a mistyped ID nothing would be found, without a word. */
static int endpoint_check_printer(struct endpoint_request *request)
{
    const char *id = request->query.values[QUERY_PRINTER];
    char echo[PROBLEM_ECHO_BYTES];
    sqlite3_stmt *statement = id ? reader_statement(request->reader, READER_HISTORY_SEQ) : NULL;

    if (!id)
        return 0;
    if (!statement)
        return -1;
    sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
    int result = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (result == SQLITE_DONE)
        return problem_note(&request->problem, 400, "There is no printer of this ID",
                            "printer=%s: one ID of a StratasysPrinter line, also of one that is there no more.",
                            problem_echo(id, echo));
    return result == SQLITE_ROW ? 0 : -1;
}

/* A last day before the first one is a mistake; a moment that is both is an empty range. */
static int endpoint_is_backwards(const struct moment *from, const struct moment *to)
{
    return from->began_at >= to->ended_at && from->began_at > to->began_at;
}

static int endpoint_read_range(struct endpoint_request *request)
{
    struct moment from, to;
    char from_echo[PROBLEM_ECHO_BYTES], to_echo[PROBLEM_ECHO_BYTES];
    int has_from = endpoint_read_moment(request, QUERY_FROM, &from);
    int has_to = endpoint_read_moment(request, QUERY_TO, &to);

    if (has_from < 0 || has_to < 0)
        return -1;
    request->from_at = has_from ? from.began_at : ENDPOINT_FIRST_AT;
    request->to_at = has_to ? to.ended_at : ENDPOINT_LAST_AT;
    if (has_from && has_to && endpoint_is_backwards(&from, &to))
        return problem_note(&request->problem, 400, "The range ends before it begins",
                            "to=%s is before from=%s: exchange them.",
                            problem_echo(request->query.values[QUERY_TO], to_echo),
                            problem_echo(request->query.values[QUERY_FROM], from_echo));
    return 0;
}

/* Room in a detail for the words around a list of keys. */
enum { ENDPOINT_DETAIL_WORDS = 200 };

static int endpoint_read_fields(struct endpoint_request *request, const struct row_shape *shape)
{
    static const char *const troubles[] = {[ROW_NO_SUCH_FIELD] = "is no key of this list",
                                           [ROW_FIELD_TWICE] = "is there twice",
                                           [ROW_TOO_MANY_FIELDS] = "is one too many",
                                           [ROW_HIDDEN_FIELD] = "is not shown here: see StratasysExpose"};
    char wrong[ROW_NAME_BYTES], allowed[PROBLEM_DETAIL_BYTES - ENDPOINT_DETAIL_WORDS] = "";
    enum row_trouble trouble = row_plan_fields(&request->plan, shape, request->has_bits, request->question.expose,
                                               &request->zone, request->query.values[QUERY_FIELDS], wrong);

    if (trouble == ROW_OK)
        return 0;
    row_plan_all(&request->plan, shape, request->has_bits, request->question.expose, request->is_csv, &request->zone);
    for (size_t i = 0; i < request->plan.cell_count; i++) {
        size_t used = strlen(allowed);
        snprintf(allowed + used, sizeof allowed - used, "%s%s", used ? "," : "", request->plan.cells[i].name);
    }
    return problem_note(&request->problem, trouble == ROW_HIDDEN_FIELD ? 403 : 400,
                        trouble == ROW_HIDDEN_FIELD ? "Not shown here" : "Unknown field",
                        "fields: \"%s\" %s. There are: %s; and x_local beside each x_time.", wrong, troubles[trouble],
                        allowed);
}

static void endpoint_read_sort(struct endpoint_request *request, const struct endpoint_list *list)
{
    const char *sort = request->query.values[QUERY_SORT];

    if (sort)
        snprintf(request->sort, sizeof request->sort, "%s", sort);
    else if (list->sorts)
        snprintf(request->sort, sizeof request->sort, "%s%.*s", list->is_newest_first ? "-" : "",
                 (int)strcspn(list->sorts, " "), list->sorts);
    else
        request->sort[0] = '\0';
}

int endpoint_prepare(struct endpoint_request *request, const struct row_shape *shape)
{
    const struct endpoint_list *list = request->endpoint->list;
    const char *format = request->query.values[QUERY_FORMAT];

    request->is_csv = format && strcmp(format, "csv") == 0;
    request->has_bits = 0;
    if (endpoint_read_zone(request) || endpoint_read_range(request) || endpoint_check_printer(request) ||
        csv_form_read(&request->query, &request->csv, &request->problem))
        return -1;
    if (list)
        endpoint_read_sort(request, list);
    if (list && list->prepare && list->prepare(request))
        return -1;
    if (!shape)
        return 0;
    if (request->query.values[QUERY_FIELDS])
        return endpoint_read_fields(request, shape);
    row_plan_all(&request->plan, shape, request->has_bits, request->question.expose, request->is_csv, &request->zone);
    return 0;
}
