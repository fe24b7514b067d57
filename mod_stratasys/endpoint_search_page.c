/* A page of a search: walked along its order, or gathered from the jobs of a filter. */
#include "endpoint_search.h"
#include <limits.h>

enum {
    /* A first walk: so many jobs for each that is wanted. Where it does not fill the page, looking up is tried. */
    SEARCH_WALK_EACH = 20,
    SEARCH_WALK_LEAST = 500,
    /* Where nothing can be looked up a page is given up after so many. Splitting
     * a job's words takes the time of several. */
    SEARCH_WALK_MAX = 40000,
    SEARCH_WALK_WORDS_MAX = 20000,
    /* Jobs that are looked up and put in order: at once so few for each that is wanted,
     * up to so few; so many after the first walk. */
    SEARCH_GATHER_EACH = 25,
    SEARCH_GATHER_FEW = 2500,
    SEARCH_GATHER_MAX = 10000,
    /* Of a range with more jobs the first one is looked for on the first page alone. */
    SEARCH_JUMP_MAX = 40000,
    /* A word that one of so many jobs has is not looked up: it has too many. */
    SEARCH_COMMON_WORD = 100
};

enum search_outcome { SEARCH_FAILED = -1, SEARCH_FULL, SEARCH_PAUSED, SEARCH_EXHAUSTED };

/* A walk as far as it went. */
struct search_walk {
    struct search_page *page;
    int jobs_max;
    int jobs;                      /* looked at */
    unsigned all_words;            /* their bits */
    int jobs_with_word[WORDS_MAX]; /* of those jobs */
};

/* ---- places ------------------------------------------------------------------------------------------------------ */

static int64_t search_extreme(const struct search *search)
{
    return search->is_descending ? INT64_MAX : INT64_MIN;
}

struct search_place search_first_place(const struct search *search)
{
    int64_t extreme = search_extreme(search);

    return (struct search_place){.is_unknown = !search->order, .at = extreme, .key = extreme};
}

static int search_has_unknown(const struct search *search)
{
    return !search->order || search->by != search->order;
}

/* The times between which the order is walked: the range, where it is of the
 * same time, and what lies behind the place. */
static void search_bind_place(const struct search *search, sqlite3_stmt *statement, const struct search_place *place)
{
    int is_range = search->by && search->by == search->order;
    int64_t least = is_range ? search->request->from_at : INT64_MIN,
            most = is_range ? search->request->to_at - 1 : INT64_MAX;

    if (search->is_descending && place->at < most)
        most = place->at;
    if (!search->is_descending && place->at > least)
        least = place->at;
    sqlite3_bind_int64(statement, SEARCH_AT_LEAST, least);
    sqlite3_bind_int64(statement, SEARCH_AT_MOST, most);
    sqlite3_bind_int64(statement, SEARCH_AT_PLACE, place->at);
    sqlite3_bind_int64(statement, SEARCH_AT_KEY, place->key);
}

/* ---- walking ----------------------------------------------------------------------------------------------------- */

/* An index that begins with the filter goes in the order of ended_at, too. */
static const char *search_walk_from(const struct search *search)
{
    if (search->order->range == SEARCH_ENDED && (search->filters & SEARCH_OWNER))
        return "job_owner WHERE owner_key = ?4 AND";
    if (search->order->range == SEARCH_ENDED && (search->filters & SEARCH_PRINTER))
        return "job_printer WHERE printer_key = ?3 AND";
    return NULL;
}

/* Jobs whose time is known. */
static void search_write_known(const struct search *search, struct buffer *sql)
{
    const char *column = search->order->column, *from = search_walk_from(search);

    buffer_text(sql, " FROM job INDEXED BY ");
    if (from)
        buffer_text(sql, from);
    else
        buffer_format(sql, "%s WHERE", search->order->index);
    buffer_format(sql, " %s >= ?11 AND %s <= ?12 AND (%s <> ?13 OR job_key %c ?14) ORDER BY %s%s, job_key%s", column,
                  column, column, search->is_descending ? '<' : '>', column, search->is_descending ? " DESC" : "",
                  search->is_descending ? " DESC" : "");
}

/* Those whose time is not known, and all where the order is by number. Jobs without an end are those that run: few. */
static void search_write_unknown(const struct search *search, struct buffer *sql)
{
    int is_running = search->order && search->order->range == SEARCH_ENDED;

    buffer_format(sql, " FROM job %s job_key %c ?14 ORDER BY job_key%s",
                  is_running ? "INDEXED BY job_running WHERE ended_at IS NULL AND" : "NOT INDEXED WHERE",
                  search->is_descending ? '<' : '>', search->is_descending ? " DESC" : "");
}

/* Every job is a row, and tells whether it is one that is asked for. */
static void search_write_walk(const struct search *search, int is_unknown, struct buffer *sql)
{
    const char *column = search->order ? search->order->column : NULL;
    unsigned filters = search->filters & ~(unsigned)SEARCH_WORDS;

    if (!is_unknown && search->by == search->order)
        filters &= ~(unsigned)search->by->range;
    buffer_format(sql, "SELECT %s, job_key, ", column ? column : "NULL");
    search_write_filters(sql, filters);
    if (is_unknown && column)
        buffer_format(sql, " AND %s IS NULL", column);
    buffer_format(sql, ", %s", search->filters & SEARCH_WORDS ? search_found_words : "0");
    if (is_unknown)
        search_write_unknown(search, sql);
    else
        search_write_known(search, sql);
}

/* Takes the job that statement stands on, if it is asked for. The one behind a
 * full page only tells that there is more. */
static enum search_outcome search_take(struct search_walk *walk, sqlite3_stmt *statement)
{
    struct search_page *page = walk->page;
    unsigned words = (unsigned)sqlite3_column_int(statement, 3);
    int is_asked_for = words == walk->all_words && sqlite3_column_int(statement, 2);

    if (is_asked_for && page->count == page->limit)
        return SEARCH_FULL;
    page->place.at = sqlite3_column_int64(statement, 0);
    page->place.key = sqlite3_column_int64(statement, 1);
    if (is_asked_for)
        page->keys[page->count++] = page->place.key;
    for (int i = 0; words >> i; i++)
        walk->jobs_with_word[i] += words >> i & 1;
    return ++walk->jobs < walk->jobs_max ? SEARCH_EXHAUSTED : SEARCH_PAUSED;
}

static enum search_outcome search_walk_part(struct search *search, struct search_walk *walk)
{
    struct buffer sql = {0};
    enum search_outcome outcome = SEARCH_EXHAUSTED;
    int result = SQLITE_DONE;

    search_write_walk(search, walk->page->place.is_unknown, &sql);
    sqlite3_stmt *statement = search_statement(search, &sql);
    if (!statement)
        return SEARCH_FAILED;
    search_bind_place(search, statement, &walk->page->place);
    while (outcome == SEARCH_EXHAUSTED && (result = sqlite3_step(statement)) == SQLITE_ROW)
        outcome = search_take(walk, statement);
    sqlite3_reset(statement);
    return result == SQLITE_ROW || result == SQLITE_DONE ? outcome : SEARCH_FAILED;
}

/* On from the page's place. */
static enum search_outcome search_walk(struct search *search, struct search_walk *walk)
{
    struct search_place *place = &walk->page->place;

    if (!place->is_unknown) {
        enum search_outcome outcome = search_walk_part(search, walk);
        if (outcome != SEARCH_EXHAUSTED)
            return outcome;
        *place = (struct search_place){1, search_extreme(search), search_extreme(search)};
    }
    return search_has_unknown(search) ? search_walk_part(search, walk) : SEARCH_EXHAUSTED;
}

/* ---- gathering --------------------------------------------------------------------------------------------------- */

static void search_write_behind(const struct search *search, int is_unknown, struct buffer *sql)
{
    const char *column = search->order ? search->order->column : NULL;
    char sign = search->is_descending ? '<' : '>';

    if (!column)
        buffer_format(sql, "job_key %c ?14", sign);
    else if (is_unknown)
        buffer_format(sql, "%s IS NULL AND job_key %c ?14", column, sign);
    else
        buffer_format(sql, "(%s IS NULL OR %s %c ?13 OR (%s = ?13 AND job_key %c ?14))", column, column, sign, column,
                      sign);
}

static sqlite3_stmt *search_prepare_gather(struct search *search, const struct search_source *source, int is_unknown)
{
    const char *column = search->order ? search->order->column : NULL, *down = search->is_descending ? " DESC" : "";
    struct buffer sql = {0};

    buffer_format(&sql, "SELECT %s, job_key", column ? column : "NULL");
    search_write_source(search, source, &sql);
    buffer_text(&sql, " AND ");
    search_write_behind(search, is_unknown, &sql);
    buffer_text(&sql, " ORDER BY ");
    if (column)
        buffer_format(&sql, "%s IS NULL, %s%s, ", column, column, down);
    buffer_format(&sql, "job_key%s LIMIT ?15", down);
    return search_statement(search, &sql);
}

/* The rest of the page from the jobs of that source. */
static int search_gather(struct search *search, const struct search_source *source, struct search_page *page)
{
    sqlite3_stmt *statement = search_prepare_gather(search, source, page->place.is_unknown);
    int result;

    if (!statement)
        return -1;
    search_bind_place(search, statement, &page->place);
    sqlite3_bind_int(statement, SEARCH_AT_LIMIT, page->limit - page->count + 1);
    while ((result = sqlite3_step(statement)) == SQLITE_ROW && page->count < page->limit) {
        page->place.is_unknown = sqlite3_column_type(statement, 0) == SQLITE_NULL;
        page->place.at = sqlite3_column_int64(statement, 0);
        page->place.key = sqlite3_column_int64(statement, 1);
        page->keys[page->count++] = page->place.key;
    }
    sqlite3_reset(statement);
    page->is_end = result == SQLITE_DONE;
    return result == SQLITE_ROW || result == SQLITE_DONE ? 0 : -1;
}

/* ---- jumping ----------------------------------------------------------------------------------------------------- */

/* Finds where in the order the first job of the range is that lies behind the page's place: its time, or its number. */
static sqlite3_stmt *search_prepare_jump(struct search *search, int is_unknown)
{
    unsigned filters = search->by->range == SEARCH_ENDED ? SEARCH_IN_FACT : search->by->range;
    const char *what = is_unknown ? "job_key" : search->order->column;
    struct buffer sql = {0};

    buffer_format(&sql, "SELECT %s(%s) FROM job INDEXED BY %s WHERE ", search->is_descending ? "max" : "min", what,
                  search->by->index);
    search_write_filters(&sql, search->filters & filters);
    buffer_text(&sql, " AND ");
    search_write_behind(search, is_unknown, &sql);
    return search_statement(search, &sql);
}

/* Before all jobs of that time, or of that number. */
static void search_set_before(const struct search *search, struct search_place *place, int64_t first)
{
    if (place->is_unknown)
        place->key = search->is_descending ? first + 1 : first - 1;
    else if (place->at != first)
        *place = (struct search_place){0, first, search_extreme(search)};
}

/* The walk goes on where the statement says that the first job can be; where it says none, there is none. */
static int search_jump_to(struct search *search, struct search_page *page, sqlite3_stmt *statement, int *is_end)
{
    if (!statement)
        return -1;
    search_bind_place(search, statement, &page->place);
    int result = sqlite3_step(statement);
    *is_end = result == SQLITE_DONE;
    if (result == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL)
        search_set_before(search, &page->place, sqlite3_column_int64(statement, 0));
    sqlite3_reset(statement);
    return result == SQLITE_ROW || result == SQLITE_DONE ? 0 : -1;
}

/* A range of one time may lie far away in the order of another. All its jobs are looked at, which takes longer than a page
 * may, where they are many and it is not the first one; then they are near, too, for the first one was brought there. */
static int search_jump_to_range(struct search *search, struct search_page *page)
{
    const struct search_source *source;
    int is_end;

    if (search_find_source(search, search->by->range, page->is_first ? INT_MAX - 1 : SEARCH_JUMP_MAX, &source))
        return -1;
    return source ? search_jump_to(search, page, search_prepare_jump(search, page->place.is_unknown), &is_end) : 0;
}

/* Words are found in the order of the numbers. */
static int search_jump_to_words(struct search *search, struct search_page *page)
{
    struct buffer sql = {0};

    buffer_format(&sql, "SELECT rowid FROM job_text WHERE job_text MATCH ?10 AND rowid %c ?14 ORDER BY rowid%s LIMIT 1",
                  search->is_descending ? '<' : '>', search->is_descending ? " DESC" : "");
    return search_jump_to(search, page, search_statement(search, &sql), &page->is_end);
}

/* An empty page need not be: the walk goes on where it can find something. */
static int search_jump(struct search *search, const struct search_walk *walk)
{
    int has_rare_words = (walk->all_words & ~search->common_words) != 0;

    if (!search->order && has_rare_words)
        return search_jump_to_words(search, walk->page);
    if (search->by && search->by != search->order && !(search->order && search_walk_from(search)))
        return search_jump_to_range(search, walk->page);
    return 0;
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

/* Filters that are walked along: nothing is gained by gathering their jobs. */
static unsigned search_walked_along(const struct search *search)
{
    unsigned filters = search->by && search->by == search->order ? search->by->range : 0;

    if (!search->order || search->order->range != SEARCH_ENDED)
        return filters;
    return filters | (search->filters & SEARCH_OWNER ? SEARCH_OWNER : search->filters & SEARCH_PRINTER);
}

/* Words that too many of the jobs have that were looked at. */
static unsigned search_common_words(const struct search_walk *walk)
{
    unsigned common = 0;

    for (int i = 0; i < WORDS_MAX; i++)
        if (walk->jobs_with_word[i] > walk->jobs / SEARCH_COMMON_WORD)
            common |= 1u << i;
    return common;
}

/* Where few jobs can be looked up. Common words are not: MATCH reads all that it finds before it tells the first. */
static int search_find_few(struct search *search, const struct search_walk *walk, const struct search_source **source)
{
    unsigned filters = ~search_walked_along(search);

    search->common_words = search_common_words(walk);
    if (search->common_words == walk->all_words)
        filters &= ~(unsigned)SEARCH_WORDS;
    return search_find_source(search, filters, SEARCH_GATHER_MAX, source);
}

static int search_walk_on(struct search *search, struct search_walk *walk)
{
    walk->jobs_max += search->filters & SEARCH_WORDS ? SEARCH_WALK_WORDS_MAX : SEARCH_WALK_MAX;
    enum search_outcome outcome = search_walk(search, walk);
    walk->page->is_end = outcome == SEARCH_EXHAUSTED;
    return outcome == SEARCH_FAILED ? -1 : 0;
}

static int search_look_up(struct search *search, struct search_walk *walk)
{
    const struct search_source *source;
    struct search_page *page = walk->page;

    if (search_find_few(search, walk, &source))
        return -1;
    if (source)
        return search_gather(search, source, page);
    if (page->count == 0 && search_jump(search, walk))
        return -1;
    return page->is_end ? 0 : search_walk_on(search, walk);
}

static int search_walk_first(struct search *search, struct search_page *page)
{
    struct search_walk walk = {.page = page,
                               .jobs_max = SEARCH_WALK_LEAST + SEARCH_WALK_EACH * page->limit,
                               .all_words = words_all(&search->words)};
    enum search_outcome outcome = search_walk(search, &walk);

    page->is_end = outcome == SEARCH_EXHAUSTED;
    if (outcome == SEARCH_PAUSED)
        return search_look_up(search, &walk);
    return outcome == SEARCH_FAILED ? -1 : 0;
}

int search_find(struct search *search, struct search_page *page)
{
    const struct search_source *source;
    unsigned filters = ~(search_walked_along(search) | SEARCH_WORDS);
    int few =
        page->limit * SEARCH_GATHER_EACH < SEARCH_GATHER_FEW ? page->limit * SEARCH_GATHER_EACH : SEARCH_GATHER_FEW;

    page->count = 0;
    page->is_end = search->is_nothing;
    if (page->is_end)
        return 0;
    if (search_find_source(search, filters, few, &source))
        return -1;
    return source ? search_gather(search, source, page) : search_walk_first(search, page);
}
