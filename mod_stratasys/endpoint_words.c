#include "endpoint_words.h"
#include "buffer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* FTS5's own splitter, as job_text has it. */
struct words_splitter {
    fts5_tokenizer api;
    Fts5Tokenizer *tokenizer;
};

typedef int words_visit(void *context, int flags, const char *word, int length, int begin, int end);

/* Visits each word until there are no more, or one visit says that it is enough
 * (SQLITE_DONE). Returns 0, or -1 without memory. */
static int words_split(const struct words_splitter *splitter, const char *text, int length, void *context,
                       words_visit *visit)
{
    int result = splitter->api.xTokenize(splitter->tokenizer, context, FTS5_TOKENIZE_DOCUMENT, text, length, visit);

    return result == SQLITE_OK || result == SQLITE_DONE ? 0 : -1;
}

/* ---- found_words ------------------------------------------------------------------------------------------------- */

/* The words that are looked for, folded, one behind the other. */
struct words_wanted {
    int count;
    size_t lengths[WORDS_MAX];
    struct buffer folded;
};

static void words_forget(void *wanted)
{
    buffer_free(&((struct words_wanted *)wanted)->folded);
    free(wanted);
}

static int words_want(void *context, int flags, const char *word, int length, int begin, int end)
{
    struct words_wanted *wanted = context;

    (void)flags, (void)begin, (void)end;
    if (wanted->count == WORDS_MAX)
        return SQLITE_DONE;
    wanted->lengths[wanted->count++] = (size_t)length;
    buffer_add(&wanted->folded, word, (size_t)length);
    return SQLITE_OK;
}

/* Those of the first argument: split once for all rows of a statement. NULL without memory. */
static const struct words_wanted *words_of_statement(sqlite3_context *context, sqlite3_value *text)
{
    struct words_wanted *wanted = sqlite3_get_auxdata(context, 0);
    const char *bytes = (const char *)sqlite3_value_text(text);

    if (wanted || !bytes || !(wanted = calloc(1, sizeof *wanted)))
        return wanted;
    if (words_split(sqlite3_user_data(context), bytes, sqlite3_value_bytes(text), wanted, words_want) ||
        wanted->folded.failed) {
        words_forget(wanted);
        return NULL;
    }
    sqlite3_set_auxdata(context, 0, wanted, words_forget);
    return sqlite3_get_auxdata(context, 0);
}

struct words_looking {
    const struct words_wanted *wanted;
    unsigned missing; /* a bit for each wanted word that was not found yet */
};

static int words_look(void *context, int flags, const char *word, int length, int begin, int end)
{
    struct words_looking *looking = context;
    const struct words_wanted *wanted = looking->wanted;
    const char *folded = wanted->folded.bytes;

    (void)flags, (void)begin, (void)end;
    for (int i = 0; i < wanted->count; folded += wanted->lengths[i++])
        if (wanted->lengths[i] <= (size_t)length && memcmp(word, folded, wanted->lengths[i]) == 0)
            looking->missing &= ~(1u << i);
    return looking->missing ? SQLITE_OK : SQLITE_DONE;
}

/* What a text has of the wanted words is missing no longer; NULL has none. Returns 0, or -1 without memory. */
static int words_look_into(sqlite3_context *context, sqlite3_value *value, struct words_looking *looking)
{
    const char *text = (const char *)sqlite3_value_text(value);

    if (!text)
        return sqlite3_value_type(value) == SQLITE_NULL ? 0 : -1;
    return words_split(sqlite3_user_data(context), text, sqlite3_value_bytes(value), looking, words_look);
}

static void words_found(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct words_wanted *wanted = words_of_statement(context, values[0]);

    if (!wanted) {
        sqlite3_result_error_nomem(context);
        return;
    }
    struct words_looking looking = {wanted, (1u << wanted->count) - 1};
    for (int i = 1; i < count && looking.missing; i++)
        if (words_look_into(context, values[i], &looking)) {
            sqlite3_result_error_nomem(context);
            return;
        }
    sqlite3_result_int(context, (int)(((1u << wanted->count) - 1) & ~looking.missing));
}

/* ---- words_terms ------------------------------------------------------------------------------------------------- */

struct words_naming {
    const char *text;
    struct buffer terms;
    int count;
};

/* A word as the text writes it: between quotes MATCH splits and folds it once more, and takes nothing for syntax. */
static int words_add_term(void *context, int flags, const char *word, int length, int begin, int end)
{
    struct words_naming *naming = context;

    (void)flags, (void)word, (void)length;
    buffer_format(&naming->terms, "%s\"%.*s\"*", naming->count ? " " : "", end - begin, naming->text + begin);
    return naming->count++ < WORDS_MAX ? SQLITE_OK : SQLITE_DONE;
}

/* The terms of MATCH for a text; NULL where there is no word in it. One word too many tells of all. */
static void words_terms(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct words_naming naming = {.text = (const char *)sqlite3_value_text(values[0])};
    int length = sqlite3_value_bytes(values[0]);

    (void)count;
    if (!naming.text || words_split(sqlite3_user_data(context), naming.text, length, &naming, words_add_term) ||
        naming.terms.failed)
        sqlite3_result_error_nomem(context);
    else if (naming.count > 0)
        sqlite3_result_text(context, naming.terms.bytes, -1, SQLITE_TRANSIENT);
    buffer_free(&naming.terms);
}

/* ---- the splitter ------------------------------------------------------------------------------------------------ */

static void words_drop_splitter(void *data)
{
    struct words_splitter *splitter = data;

    splitter->api.xDelete(splitter->tokenizer);
    free(splitter);
}

static fts5_api *words_fts5(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

/* As the tokenize= of job_text says it. */
static int words_make_splitter(sqlite3 *db, struct words_splitter *splitter)
{
    const char *arguments[] = {"remove_diacritics", "2"};
    fts5_api *api = words_fts5(db);
    void *data;

    if (!api || api->xFindTokenizer(api, "unicode61", &data, &splitter->api) != SQLITE_OK)
        return -1;
    return splitter->api.xCreate(data, arguments, 2, &splitter->tokenizer) == SQLITE_OK ? 0 : -1;
}

/* SQLite drops the splitter with the connection, or at once where it refuses the function that holds it. */
static int words_teach(sqlite3 *db)
{
    enum { FLAGS = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY };
    struct words_splitter *splitter = calloc(1, sizeof *splitter);

    if (!splitter || words_make_splitter(db, splitter)) {
        free(splitter);
        return -1;
    }
    if (sqlite3_create_function_v2(db, "found_words", -1, FLAGS, splitter, words_found, NULL, NULL,
                                   words_drop_splitter) ||
        sqlite3_create_function_v2(db, "words_terms", 1, FLAGS, splitter, words_terms, NULL, NULL, NULL))
        return -1;
    return 0;
}

int words_read(struct reader *reader, const char *text, struct words *words)
{
    static const char sql[] = "SELECT words_terms(?1)";
    sqlite3_stmt *statement = reader_prepare(reader, sql);

    /* A new connection does not know it yet. */
    if (!statement && words_teach(reader->db) == 0)
        statement = reader_prepare(reader, sql);
    if (!statement)
        return -1;
    sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
    int result = sqlite3_step(statement);
    const char *terms = result == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    snprintf(words->terms, sizeof words->terms, "%s", terms ? terms : "");
    words->count = 0;
    for (const char *c = words->terms; *c; c++)
        words->count += *c == '*';
    sqlite3_reset(statement);
    return result == SQLITE_ROW ? 0 : -1;
}

unsigned words_all(const struct words *words)
{
    return (1u << words->count) - 1;
}

void words_match(const struct words *words, unsigned without, char match[WORDS_MATCH_BYTES])
{
    const char *term = words->terms;
    size_t length, used = 0;

    match[0] = '\0';
    for (int i = 0; i < words->count; i++, term += length + (term[length] == ' ')) {
        length = strcspn(term, " ");
        if (!(without & 1u << i))
            used +=
                (size_t)snprintf(match + used, WORDS_MATCH_BYTES - used, "%s%.*s", used ? " " : "", (int)length, term);
    }
}
