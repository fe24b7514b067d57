/* How a printer's history begins: with the whole local day, of which nobody saw the beginning. */
#include "store_internal.h"
#include "utf8.h"

/* How the present was found. */
struct store_beginning {
    struct history_printer history;
    int64_t seen_at; /* the state is accounted for until here */
    int64_t day_at;  /* when the local day began in which the state did */
    int is_known;    /* nothing is to be begun */
};

static int store_read_beginning(struct store *store, const struct store_printer *printer, int64_t at,
                                struct store_beginning *beginning)
{
    sqlite3_stmt *statement = store_keyed(store, STORE_BEGIN_LOAD, printer->key);
    struct history_printer *history = &beginning->history;
    struct zone_span day;

    if (!statement)
        return -1;
    int found = store_next(store, statement);
    beginning->is_known = found == 0;
    if (found <= 0)
        return found;
    const char *text = (const char *)sqlite3_column_text(statement, 1);
    int64_t state_began_at = sqlite3_column_int64(statement, 2);
    int64_t seen_at = sqlite3_column_int64(statement, 3);
    history_begin(history, state_began_at > 0 ? state_began_at : seen_at > 0 ? seen_at : at);
    history->state = state_by_name((const char *)sqlite3_column_text(statement, 0));
    utf8_line(text ? text : "", history->status_text, sizeof history->status_text);
    sqlite3_reset(statement);
    if (history->state == STATE_COUNT || seen_at == 0)
        history->state = STATE_UNOBSERVED;
    beginning->seen_at = seen_at > history->state_began_at ? seen_at : history->state_began_at;
    store_day(store, history->state_began_at, &day);
    beginning->day_at = day.began_at;
    return 0;
}

static int store_sum_stretch(struct store *store, struct store_printer *printer, enum state state, int64_t from_at,
                             int64_t to_at)
{
    struct history_piece piece = {.state = state, .from_at = from_at, .to_at = to_at};

    return from_at < to_at ? store_sum(store, printer, &piece) : 0;
}

static int store_set_times(struct store *store, enum store_statement which, const struct store_printer *printer,
                           int64_t at)
{
    sqlite3_stmt *statement = store_keyed(store, which, printer->key);

    if (!statement)
        return -1;
    store_bind_time(statement, 2, at);
    return store_run(store, statement);
}

static int store_begin_stretches(struct store *store, struct store_printer *printer, struct store_beginning *beginning)
{
    struct history_printer *history = &beginning->history;
    struct history_span unseen = {
        .state = STATE_UNOBSERVED, .began_at = beginning->day_at, .ended_at = history->state_began_at};

    if (store_sum_stretch(store, printer, unseen.state, unseen.began_at, unseen.ended_at))
        return -1;
    if (history->state == STATE_UNOBSERVED) {
        history->state_began_at = beginning->day_at;
        return store_set_times(store, STORE_BEGIN_NOW, printer, beginning->day_at);
    }
    if (unseen.began_at < unseen.ended_at && store_write_span(store, printer, &unseen))
        return -1;
    return store_sum_stretch(store, printer, history->state, history->state_began_at, beginning->seen_at);
}

int store_begin_history(struct store *store, struct store_printer *printer, int64_t at)
{
    struct store_beginning beginning;

    if (store_read_beginning(store, printer, at, &beginning))
        return -1;
    if (store_take_era(store, printer, beginning.is_known ? at : beginning.day_at, at))
        return -1;
    if (beginning.is_known)
        return 0;
    printer->pending = (struct history_piece){0};
    if (store_begin_stretches(store, printer, &beginning) || store_flush(store, printer))
        return -1;
    beginning.history.span_began_at = beginning.history.state_began_at;
    if (store_write_open_span(store, printer, &beginning.history))
        return -1;
    return store_set_times(store, STORE_BEGIN_READING, printer, beginning.seen_at);
}
