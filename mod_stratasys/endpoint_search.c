#include "endpoint_search.h"
#include <string.h>

enum {
    SEARCH_COUNT_SOURCE_MAX = 100000,
    /* Of so many of the newest jobs: where more have the words than these and so many for each that the other filters
     * leave, all jobs are scanned. In microseconds on a machine of 2020 a job that is scanned takes 0.16, and 1.5 more
     * where its words are split; one whose words are looked up 0.4. */
    SEARCH_SAMPLE = 1000,
    SEARCH_SCAN_COMMON = 400,
    SEARCH_SCAN_EACH = 3
};

/* ---- what can be asked by ---------------------------------------------------------------------------------------- */

static const struct search_time search_times[] = {
    {"ended",     "ended_at",     "job_fact",      SEARCH_ENDED    },
    {"started",   "started_at",   "job_started",   SEARCH_STARTED  },
    {"submitted", "submitted_at", "job_submitted", SEARCH_SUBMITTED},
};

enum { SEARCH_TIMES = sizeof search_times / sizeof *search_times };

const struct search_time *search_time_by_name(const char *name)
{
    for (int i = 0; i < SEARCH_TIMES; i++)
        if (strcmp(search_times[i].name, name) == 0)
            return &search_times[i];
    return NULL;
}

const struct search_time *search_time_by_column(const char *column)
{
    for (int i = 0; i < SEARCH_TIMES; i++)
        if (strcmp(search_times[i].column, column) == 0)
            return &search_times[i];
    return NULL;
}

#define FOUND_WORDS                                                                                                    \
    "found_words(?9, job.job_name, (SELECT o.owner FROM owner o WHERE o.owner_key = job.owner_key), job.comment, "     \
    "job.pack)"
const char search_found_words[] = FOUND_WORDS;

/* The words come last: they are what takes longest to test. */
static const struct {
    enum search_filter filter;
    const char *sql;
} search_filters[] = {
    {SEARCH_ENDED,     "ended_at >= ?1 AND ended_at < ?2"                },
    {SEARCH_STARTED,   "started_at >= ?1 AND started_at < ?2"            },
    {SEARCH_SUBMITTED, "submitted_at >= ?1 AND submitted_at < ?2"        },
    {SEARCH_PRINTER,   "printer_key = ?3"                                },
    {SEARCH_OWNER,     "owner_key = ?4"                                  },
    {SEARCH_GROUP,     ENDPOINT_IS_OF_GROUP("?5")                        },
    {SEARCH_PRODUCT,   ENDPOINT_IS_OF_PRODUCT("?6")                      },
    {SEARCH_RESULT,    "result = ?7"                                     },
    {SEARCH_RUNNING,   "result IS NULL"                                  },
    {SEARCH_MATERIAL,  "?8 IN (model_material_key, support_material_key)"},
    {SEARCH_WORDS,     FOUND_WORDS " = ?16"                              },
};

/* The words come first: where they are rare, little is to be counted of the others. */
/* clang-format off */ /* it would make one line of the first */
static const struct search_source search_sources[] = {
    {SEARCH_WORDS,     0,            "job_text CROSS JOIN job ON job_key = job_text.rowid", "job_text",
     "job_text MATCH ?10"},
    {SEARCH_RUNNING,   0,            "job INDEXED BY job_running",   NULL, "ended_at IS NULL AND result IS NULL"},
    {SEARCH_OWNER,     SEARCH_ENDED, "job INDEXED BY job_owner",     NULL, NULL},
    {SEARCH_PRINTER,   SEARCH_ENDED, "job INDEXED BY job_printer",   NULL, NULL},
    {SEARCH_ENDED,     0,            "job INDEXED BY job_fact",      NULL, NULL},
    {SEARCH_STARTED,   0,            "job INDEXED BY job_started",   NULL, NULL},
    {SEARCH_SUBMITTED, 0,            "job INDEXED BY job_submitted", NULL, NULL},
};
/* clang-format on */

enum {
    SEARCH_FILTERS = sizeof search_filters / sizeof *search_filters,
    SEARCH_SOURCES = sizeof search_sources / sizeof *search_sources
};

/* ---- what is asked ----------------------------------------------------------------------------------------------- */

/* The key of a name, which sql finds; without one the search finds nothing. name NULL: not asked by. */
static int search_read_key(struct search *search, enum search_filter filter, const char *name, const char *sql,
                           int64_t *key)
{
    if (!name)
        return 0;
    sqlite3_stmt *statement = reader_prepare(search->request->reader, sql);
    if (!statement)
        return -1;
    search->filters |= filter;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        *key = sqlite3_column_int64(statement, 0);
    else
        search->is_nothing = 1;
    sqlite3_reset(statement);
    return result == SQLITE_ROW || result == SQLITE_DONE ? 0 : -1;
}

static int search_read_keys(struct search *search)
{
    struct endpoint_request *request = search->request;
    const char *const *values = request->query.values;
    const char *printer = request->id[0] ? request->id : values[QUERY_PRINTER];

    return search_read_key(search, SEARCH_PRINTER, printer, ENDPOINT_PRINTER_KEY("?1"), &search->printer_key) ||
                   search_read_key(search, SEARCH_OWNER, values[QUERY_OWNER],
                                   "SELECT owner_key FROM owner WHERE owner = ?1", &search->owner_key) ||
                   search_read_key(search, SEARCH_MATERIAL, values[QUERY_MATERIAL],
                                   "SELECT material_key FROM material WHERE material = ?1", &search->material_key)
               ? -1
               : 0;
}

static int search_read_words(struct search *search)
{
    struct endpoint_request *request = search->request;
    const char *text = request->query.values[QUERY_Q];
    char echo[PROBLEM_ECHO_BYTES];

    if (!text)
        return 0;
    search->filters |= SEARCH_WORDS;
    if (words_read(request->reader, text, &search->words))
        return -1;
    if (search->words.count == 0)
        return problem_note(&request->problem, 400, "No word to search for",
                            "q=\"%s\" has no letter or digit: write beginnings of words.", problem_echo(text, echo));
    if (search->words.count > WORDS_MAX)
        return problem_note(&request->problem, 400, "Too many words", "q= takes at most %d words.", WORDS_MAX);
    return 0;
}

static void search_read_range(struct search *search)
{
    const char *const *values = search->request->query.values;

    if (!values[QUERY_FROM] && !values[QUERY_TO])
        return;
    search->by = search_time_by_name(values[QUERY_BY] ? values[QUERY_BY] : "ended");
    search->filters |= search->by->range;
}

int search_begin(struct search *search, struct endpoint_request *request)
{
    const char *const *values = request->query.values;

    *search = (struct search){.request = request, .is_descending = request->sort[0] == '-'};
    search->order = search_time_by_column(request->sort + search->is_descending);
    search_read_range(search);
    if (values[QUERY_FLEET_GROUP])
        search->filters |= SEARCH_GROUP;
    if (values[QUERY_PRODUCT])
        search->filters |= SEARCH_PRODUCT;
    if (values[QUERY_RESULT])
        search->filters |= strcmp(values[QUERY_RESULT], "running") == 0 ? SEARCH_RUNNING : SEARCH_RESULT;
    return search_read_keys(search) || search_read_words(search) ? -1 : 0;
}

/* ---- statements -------------------------------------------------------------------------------------------------- */

sqlite3_stmt *search_statement(struct search *search, struct buffer *sql)
{
    struct endpoint_request *request = search->request;
    char match[WORDS_MATCH_BYTES];
    sqlite3_stmt *statement = endpoint_statement(request, sql);

    if (!statement)
        return NULL;
    sqlite3_bind_int64(statement, SEARCH_AT_FROM, request->from_at);
    sqlite3_bind_int64(statement, SEARCH_AT_TO, request->to_at);
    sqlite3_bind_int64(statement, SEARCH_AT_PRINTER, search->printer_key);
    sqlite3_bind_int64(statement, SEARCH_AT_OWNER, search->owner_key);
    endpoint_bind_query(request, statement, SEARCH_AT_GROUP, QUERY_FLEET_GROUP);
    endpoint_bind_query(request, statement, SEARCH_AT_PRODUCT, QUERY_PRODUCT);
    endpoint_bind_query(request, statement, SEARCH_AT_RESULT, QUERY_RESULT);
    sqlite3_bind_int64(statement, SEARCH_AT_MATERIAL, search->material_key);
    endpoint_bind_query(request, statement, SEARCH_AT_WORDS, QUERY_Q);
    words_match(&search->words, search->common_words, match);
    sqlite3_bind_text(statement, SEARCH_AT_MATCH, match, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(statement, SEARCH_AT_ALL_WORDS, words_all(&search->words));
    return statement;
}

void search_write_filters(struct buffer *sql, unsigned filters)
{
    const char *before = "";

    for (int i = 0; i < SEARCH_FILTERS; i++)
        if (filters & search_filters[i].filter) {
            buffer_format(sql, "%s%s", before, search_filters[i].sql);
            before = " AND ";
        }
    if (before[0] == '\0')
        buffer_text(sql, "1");
}

static void search_write_where(const struct search_source *source, unsigned filters, struct buffer *sql)
{
    buffer_text(sql, " WHERE ");
    if (source->where)
        buffer_format(sql, "%s AND ", source->where);
    search_write_filters(sql, filters);
}

/* The filters that are still to be tested of the source's jobs. */
static unsigned search_rest(const struct search *search, const struct search_source *source)
{
    return source->where && !search->common_words ? search->filters & ~(unsigned)source->filter : search->filters;
}

void search_write_source(const struct search *search, const struct search_source *source, struct buffer *sql)
{
    buffer_format(sql, " FROM %s", source->from);
    search_write_where(source, search_rest(search, source), sql);
}

/* The first value of the first row. Returns 0, or -1. */
static int search_read_number(sqlite3_stmt *statement, int64_t *number)
{
    int result = sqlite3_step(statement);
    *number = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return result == SQLITE_ROW ? 0 : -1;
}

/* How many jobs the source has, counted up to `most` and one. */
static int search_probe(struct search *search, const struct search_source *source, int64_t most, int64_t *count)
{
    struct buffer sql = {0};

    buffer_format(&sql, "SELECT count(*) FROM (SELECT 1 FROM %s", source->probe ? source->probe : source->from);
    search_write_where(source, search->filters & (source->where ? 0 : source->filter | source->narrowed_by), &sql);
    buffer_text(&sql, " LIMIT ?15)");
    sqlite3_stmt *statement = search_statement(search, &sql);
    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, SEARCH_AT_LIMIT, most + 1);
    return search_read_number(statement, count);
}

int search_find_source(struct search *search, unsigned filters, int most, const struct search_source **source)
{
    int64_t count, least = most + INT64_C(1);

    *source = NULL;
    for (int i = 0; i < SEARCH_SOURCES && least > 0; i++) {
        if (!(search->filters & filters & search_sources[i].filter))
            continue;
        if (search_probe(search, &search_sources[i], least - 1, &count))
            return -1;
        if (count < least) {
            least = count;
            *source = &search_sources[i];
        }
    }
    return 0;
}

/* ---- how many ---------------------------------------------------------------------------------------------------- */

static const struct search_source search_whole = {.from = "job NOT INDEXED"},
                                  search_texts = {SEARCH_WORDS, 0, "job_text", NULL, "job_text MATCH ?10"},
                                  search_over = {.from = "job INDEXED BY job_fact", .where = "ended_at >= ?11"},
                                  search_under_way = {.from = "job INDEXED BY job_running",
                                                      .where = "ended_at IS NULL"};

/* The source of that filter. */
static const struct search_source *search_source_of(unsigned filter)
{
    const struct search_source *source = search_sources;

    while (source->filter != filter)
        source++;
    return source;
}

/* Whether so many jobs have the words, and so few are left by the other filters, that scanning all is faster than
 * looking up the words: the newest jobs tell. */
static int search_is_scan_faster(struct search *search, int64_t *is_faster)
{
    struct buffer sql = {0};

    buffer_format(&sql, "SELECT sum(has_words) > %d + %d * sum(is_other) FROM (SELECT ", SEARCH_SCAN_COMMON,
                  SEARCH_SCAN_EACH);
    search_write_filters(&sql, SEARCH_WORDS);
    buffer_text(&sql, " AS has_words, ");
    search_write_filters(&sql, search->filters & ~(unsigned)SEARCH_WORDS);
    buffer_text(&sql, " AS is_other FROM job NOT INDEXED ORDER BY job_key DESC LIMIT ?15)");
    sqlite3_stmt *statement = search_statement(search, &sql);
    if (!statement)
        return -1;
    sqlite3_bind_int(statement, SEARCH_AT_LIMIT, SEARCH_SAMPLE);
    return search_read_number(statement, is_faster);
}

/* Where few jobs cannot be looked up. Scanning the table is faster than finding many of its rows by an index. */
static int search_find_large_source(struct search *search, const struct search_source **source)
{
    int64_t is_scan = 0;

    *source = &search_whole;
    if (search->filters == SEARCH_WORDS)
        *source = &search_texts;
    else if (search->by && search->filters == search->by->range)
        *source = search_source_of(search->filters);
    else if ((search->filters & SEARCH_WORDS) && search_is_scan_faster(search, &is_scan))
        return -1;
    else if ((search->filters & SEARCH_WORDS) && !is_scan)
        *source = search_source_of(SEARCH_WORDS);
    return 0;
}

static void search_write_count(const struct search *search, const struct search_source *source, struct buffer *sql)
{
    buffer_text(sql, "(SELECT count(*)");
    search_write_source(search, source, sql);
    buffer_text(sql, ")");
}

/* Jobs that have ended are all in job_fact, with what is asked by. */
static void search_write_fact_count(const struct search *search, struct buffer *sql)
{
    search_write_count(search, &search_over, sql);
    buffer_text(sql, " + ");
    search_write_count(search, &search_under_way, sql);
}

int search_count(struct search *search, int64_t *total)
{
    const struct search_source *source;
    struct buffer sql = {0};

    *total = 0;
    if (search->is_nothing)
        return 0;
    if (search_find_source(search, ~(unsigned)SEARCH_WORDS, SEARCH_COUNT_SOURCE_MAX, &source))
        return -1;
    if (!source && (search->filters & ~(unsigned)SEARCH_IN_FACT) && search_find_large_source(search, &source))
        return -1;
    buffer_text(&sql, "SELECT ");
    if (search->filters == 0)
        buffer_text(&sql, "count(*) FROM job");
    else if (source)
        search_write_count(search, source, &sql);
    else
        search_write_fact_count(search, &sql);
    sqlite3_stmt *statement = search_statement(search, &sql);
    if (!statement)
        return -1;
    sqlite3_bind_int64(statement, SEARCH_AT_LEAST, INT64_MIN);
    return search_read_number(statement, total);
}
