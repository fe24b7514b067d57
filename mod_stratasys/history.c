#include "history.h"
#include "utf8.h"
#include <math.h>
#include <string.h>

int64_t history_gap_s(int interval_ms)
{
    int64_t three_intervals_s = (3 * (int64_t)interval_ms + 999) / 1000;
    return three_intervals_s > HISTORY_GAP_MIN_S ? three_intervals_s : HISTORY_GAP_MIN_S;
}

void history_begin(struct history_printer *printer, int64_t at)
{
    memset(printer, 0, sizeof *printer);
    printer->state = STATE_UNOBSERVED;
    printer->state_began_at = at;
    printer->submitted.printer_s = NAN;
    printer->started.printer_s = NAN;
}

void history_resume(struct history_printer *printer, const struct history_saved *saved)
{
    history_begin(printer, saved->state_began_at);
    if (saved->state < STATE_COUNT)
        printer->state = saved->state;
    utf8_line(saved->status_text ? saved->status_text : "", printer->status_text, sizeof printer->status_text);
    printer->polled_at = saved->polled_at;
    printer->answered_at = saved->answered_at;
    printer->failed_at = saved->failed_at;
    printer->failed_polls = saved->failed_polls;
    printer->submitted = saved->submitted;
    printer->started = saved->started;
}

static bool history_set_state(struct history_printer *printer, enum state state, const char *text, int64_t began_at)
{
    char line[HISTORY_TEXT_BYTES];

    utf8_line(text ? text : "", line, sizeof line);
    if (printer->state == state && strcmp(printer->status_text, line) == 0)
        return false;
    /* Another word for the same state (Paused after Pending Pause) does not begin it anew. */
    if (printer->state != state)
        printer->state_began_at = began_at;
    printer->state = state;
    memcpy(printer->status_text, line, sizeof line);
    return true;
}

/* Places a time of the printer's clock on the server's. It stays where it was placed first: both clocks tick in whole
 * seconds, so the next poll would place it a second or two off, and hours off once the printer's clock was set. */
static void history_place(struct history_time *time, double printer_s, const struct history_poll *poll)
{
    double placed_at = status_time_at(poll->status, printer_s, (double)poll->at);

    if (isnan(placed_at)) {
        *time = (struct history_time){NAN, 0};
        return;
    }
    if (time->printer_s != printer_s)
        *time = (struct history_time){printer_s, (int64_t)placed_at};
}

static void history_answered(struct history_printer *printer, const struct history_poll *poll,
                             struct history_changes *changes)
{
    const struct status *status = poll->status;

    changes->trouble_ended = printer->failed_polls > 0;
    changes->state_changed |= history_set_state(printer, state_of_status(status, poll->words, poll->word_count),
                                                status->status_text, poll->at);
    history_place(&printer->submitted, status->current.submit_time, poll);
    history_place(&printer->started, status->current.start_time, poll);
    printer->answered_at = poll->at;
    printer->failed_at = 0;
    printer->failed_polls = 0;
}

static void history_failed(struct history_printer *printer, const struct history_poll *poll,
                           struct history_changes *changes)
{
    changes->trouble_began = printer->failed_polls == 0;
    if (printer->failed_polls++ == 0)
        printer->failed_at = poll->at;
    if (printer->failed_polls >= poll->offline_after)
        changes->state_changed |= history_set_state(printer, STATE_OFFLINE, "", printer->failed_at);
}

struct history_changes history_step(struct history_printer *printer, const struct history_poll *poll)
{
    struct history_changes changes = {0};

    if (printer->polled_at != 0 && poll->at - printer->polled_at > history_gap_s(poll->interval_ms)) {
        changes.was_unobserved = true;
        changes.state_changed |= history_set_state(printer, STATE_UNOBSERVED, "", printer->polled_at);
        printer->failed_polls = 0;
        printer->failed_at = 0;
    }
    if (poll->status)
        history_answered(printer, poll, &changes);
    else
        history_failed(printer, poll, &changes);
    printer->polled_at = poll->at;
    return changes;
}
