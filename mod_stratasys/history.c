#include "history_internal.h"
#include "utf8.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { CLOCK_MOVED_S = 60 };

int64_t history_gap_s(int interval_ms)
{
    int64_t three_intervals_s = (3 * (int64_t)interval_ms + 999) / 1000;
    return three_intervals_s > HISTORY_GAP_MIN_S ? three_intervals_s : HISTORY_GAP_MIN_S;
}

const char *history_kind_name(enum history_kind kind)
{
    return kind == HISTORY_MODEL ? "model" : "support";
}

void history_begin(struct history_printer *printer, int64_t at)
{
    memset(printer, 0, sizeof *printer);
    printer->state = STATE_UNOBSERVED;
    printer->state_began_at = printer->span_began_at = printer->covered_at = at;
    printer->submitted.printer_s = NAN;
    printer->started.printer_s = NAN;
    printer->clock_offset_s = NAN;
    printer->build_odometer_s = NAN;
}

/* ---- words for people -------------------------------------------------------------------------------------------- */

void history_tell(struct history_step *step, const char *kind, size_t run, const char *format, ...)
{
    struct history_changes *changes = step->changes;
    char text[2 * HISTORY_EVENT_BYTES];
    va_list arguments;

    if (changes->event_count == HISTORY_EVENTS_MAX)
        return;
    struct history_event *event = &changes->events[changes->event_count++];
    *event = (struct history_event){.kind = kind, .at = step->at, .run = run};
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    utf8_line(text, event->text, sizeof event->text);
}

char *history_duration(int64_t duration_s, char text[HISTORY_DURATION_BYTES])
{
    int64_t minutes = duration_s / 60, hours = minutes / 60;

    if (hours >= 48)
        snprintf(text, HISTORY_DURATION_BYTES, "%lld d %lld h", (long long)(hours / 24), (long long)(hours % 24));
    else if (hours > 0)
        snprintf(text, HISTORY_DURATION_BYTES, "%lld h %lld min", (long long)hours, (long long)(minutes % 60));
    else if (minutes > 0)
        snprintf(text, HISTORY_DURATION_BYTES, "%lld min", (long long)minutes);
    else
        snprintf(text, HISTORY_DURATION_BYTES, "%lld s", (long long)duration_s);
    return text;
}

/* ---- time and states --------------------------------------------------------------------------------------------- */

/* Accounts for the time until until_at as spent in the present state. */
static void history_cover(struct history_step *step, int64_t until_at)
{
    struct history_printer *printer = step->printer;
    struct history_changes *changes = step->changes;

    if (until_at <= printer->covered_at)
        return;
    if (changes->piece_count < HISTORY_PIECES_MAX)
        changes->pieces[changes->piece_count++] = (struct history_piece){printer->state, printer->covered_at, until_at};
    printer->covered_at = until_at;
}

static void history_end_span(struct history_step *step, int64_t ended_at)
{
    struct history_printer *printer = step->printer;
    struct history_changes *changes = step->changes;

    if (ended_at <= printer->span_began_at || changes->span_count == HISTORY_SPANS_MAX)
        return;
    struct history_span *span = &changes->spans[changes->span_count++];
    span->state = printer->state;
    memcpy(span->status_text, printer->status_text, sizeof span->status_text);
    span->began_at = printer->span_began_at;
    span->ended_at = ended_at;
}

static int history_is_unseen(enum state state)
{
    return state == STATE_OFFLINE || state == STATE_UNOBSERVED;
}

/* All time until began_at is accounted for already. */
static void history_set_state(struct history_step *step, enum state state, const char *text, int64_t began_at)
{
    struct history_printer *printer = step->printer;
    char line[HISTORY_TEXT_BYTES];

    utf8_line(text ? text : "", line, sizeof line);
    if (printer->state == state && strcmp(printer->status_text, line) == 0)
        return;
    if (!history_is_unseen(printer->state))
        history_run_pause(step, began_at);
    history_end_span(step, began_at);
    /* Another word for the same state (Paused after Pending Pause) does not begin it anew. */
    if (printer->state != state)
        printer->state_began_at = began_at;
    printer->span_began_at = began_at;
    printer->state = state;
    memcpy(printer->status_text, line, sizeof line);
    step->changes->state_changed = true;
}

/* What lies between the last time that is accounted for and until_at was watched by nobody, when it is long. */
static void history_close_gap(struct history_step *step, int64_t until_at)
{
    struct history_printer *printer = step->printer;
    char text[HISTORY_DURATION_BYTES];

    if (until_at - printer->covered_at <= history_gap_s(step->poll->interval_ms))
        return;
    if (printer->polled_at != 0)
        history_tell(step, EVENT_UNOBSERVED, SIZE_MAX, "nobody watched for %s",
                     history_duration(until_at - printer->covered_at, text));
    history_set_state(step, STATE_UNOBSERVED, "", printer->covered_at);
    history_cover(step, until_at);
}

static void history_failed(struct history_step *step)
{
    struct history_printer *printer = step->printer;
    int64_t gap_s = history_gap_s(step->poll->interval_ms);

    /* Failures in a row are those that one poller saw. */
    if (printer->polled_at != 0 && step->poll->at - printer->polled_at > gap_s) {
        history_close_gap(step, step->at);
        printer->failed_polls = 0;
    }
    step->changes->trouble_began = printer->failed_polls == 0;
    if (printer->failed_polls++ == 0)
        printer->failed_at = step->at;
    if (printer->state != STATE_OFFLINE && printer->failed_polls >= step->poll->offline_after) {
        history_close_gap(step, printer->failed_at);
        history_cover(step, printer->failed_at);
        history_set_state(step, STATE_OFFLINE, "", printer->failed_at);
        history_tell(step, EVENT_OFFLINE, SIZE_MAX, "it does not answer");
    }
    if (printer->state == STATE_OFFLINE)
        history_cover(step, step->at);
}

/* ---- an answer --------------------------------------------------------------------------------------------------- */

void history_place(struct history_time *time, double printer_s, const struct history_poll *poll)
{
    double placed_at = status_time_at(poll->status, printer_s, (double)poll->at);

    if (isnan(placed_at)) {
        *time = (struct history_time){NAN, 0};
        return;
    }
    if (time->printer_s != printer_s)
        *time = (struct history_time){printer_s, (int64_t)placed_at};
}

static void history_see_clock(struct history_step *step)
{
    struct history_printer *printer = step->printer;
    const struct history_poll *poll = step->poll;
    double offset_s = poll->status->server_time > 0 ? poll->status->server_time - (double)poll->at : NAN;
    double moved_s = offset_s - printer->clock_offset_s;
    char text[HISTORY_DURATION_BYTES];

    if (isnan(offset_s))
        return;
    step->is_clock_set = fabs(moved_s) > CLOCK_MOVED_S;
    /* When it is the server's clock that went back, the store says so once for all printers. */
    if (step->is_clock_set && poll->at >= printer->answered_at)
        history_tell(step, EVENT_CLOCK, SIZE_MAX, "its clock went %s by %s against the server's",
                     moved_s > 0 ? "forward" : "back", history_duration((int64_t)fabs(moved_s), text));
    printer->clock_offset_s = offset_s;
}

/* Takes over a text that tells one machine or version from another. Whether it was known and is another one now. */
static int history_is_other(char known[HISTORY_SHORT_BYTES], const char *text)
{
    char line[HISTORY_SHORT_BYTES];

    if (!text || !utf8_line(text, line, sizeof line)[0] || strcmp(known, line) == 0)
        return 0;
    int was_known = known[0] != 0;
    memcpy(known, line, sizeof line);
    return was_known;
}

static void history_see_machine(struct history_step *step)
{
    struct history_printer *printer = step->printer;
    const struct status *status = step->poll->status;
    int is_damaged = status->document->damage_count > 0;

    if (is_damaged != printer->is_damaged)
        history_tell(step, EVENT_DAMAGE, SIZE_MAX, "%s",
                     is_damaged ? "its status text is damaged" : "its status text is whole again");
    printer->is_damaged = is_damaged;
    if (history_is_other(printer->serial, status->serial)) {
        printer->build_odometer_s = NAN;
        history_tell(step, EVENT_MACHINE, SIZE_MAX, "another machine answers: its serial number is another one");
    }
    if (history_is_other(printer->controller_version, status->controller_version))
        history_tell(step, EVENT_VERSION, SIZE_MAX, "its controller has another version");
}

void history_add_unseen_build(struct history_step *step, double build_s)
{
    struct history_unseen_build *unseen = &step->changes->unseen_build;

    if (step->was_unseen && step->seen_at > 0 && !step->has_odometer)
        unseen->build_s = fmin(unseen->build_s + build_s, (double)(unseen->to_at - unseen->from_at));
}

/* What the machine's own counter says was built while nobody saw it; it knows also of jobs that nobody saw. */
static void history_see_odometer(struct history_step *step)
{
    struct history_printer *printer = step->printer;
    double odometer_s = status_build_odometer_s(step->poll->status);
    double built_s = odometer_s - printer->build_odometer_s;

    if (built_s >= 0)
        history_add_unseen_build(step, built_s);
    step->has_odometer = built_s >= 0;
    if (!isnan(odometer_s))
        printer->build_odometer_s = odometer_s;
}

static void history_tell_state(struct history_step *step, enum state was)
{
    struct history_printer *printer = step->printer;

    if (was == STATE_OFFLINE || step->old_state == STATE_OFFLINE)
        history_tell(step, EVENT_ONLINE, SIZE_MAX, "it answers again");
    if (step->changes->state_changed)
        history_tell(step, EVENT_STATE, SIZE_MAX, "%s; it says: %s", state_name(printer->state), printer->status_text);
}

/* Since when nobody saw it: until the first failure the last state stands. */
static int64_t history_unseen_since(const struct history_step *step)
{
    int64_t began_at = step->printer->state_began_at;

    if (!step->was_unseen || step->seen_at == 0)
        return step->at;
    return began_at - step->seen_at <= history_gap_s(step->poll->interval_ms) ? began_at : step->seen_at;
}

/* A job that an earlier version saw, which kept no runs. */
static int history_is_inherited(const struct history_printer *printer, const struct status_job *job)
{
    return printer->run.phase == RUN_NONE && job->submit_time > 0 && printer->submitted.printer_s == job->submit_time;
}

static void history_answered(struct history_step *step)
{
    struct history_printer *printer = step->printer;
    const struct history_poll *poll = step->poll;
    const struct status *status = poll->status;

    /* The last answer did show it: nothing bounds when it began. */
    if (history_is_inherited(printer, &status->current))
        step->seen_at = 0;
    step->changes->trouble_ended = printer->failed_polls > 0;
    history_close_gap(step, step->at);
    history_cover(step, step->at);
    enum state was = printer->state;
    step->was_unseen = history_is_unseen(was) || step->seen_at == 0;
    step->changes->unseen_build = (struct history_unseen_build){history_unseen_since(step), step->at, 0};
    history_set_state(step, state_of_status(status, poll->words, poll->word_count), status->status_text, step->at);
    history_place(&printer->submitted, status->current.submit_time, poll);
    history_place(&printer->started, status->current.start_time, poll);
    history_tell_state(step, was);
    history_see_clock(step);
    history_see_machine(step);
    history_see_odometer(step);
    history_sample_step(step);
    history_spool_step(step);
    history_run_step(step);
    printer->answered_at = poll->at;
    printer->failed_at = 0;
    printer->failed_polls = 0;
}

static void history_reset(struct history_changes *changes)
{
    changes->state_changed = changes->trouble_began = changes->trouble_ended = changes->sample_is_due = false;
    changes->span_count = changes->piece_count = changes->run_count = changes->use_count = 0;
    changes->spool_count = changes->event_count = 0;
    changes->unseen_build = (struct history_unseen_build){0, 0, 0};
}

/* When it was seen last, in the time that is accounted for: a clock that was set back since has less. */
static int64_t history_last_seen(const struct history_printer *printer)
{
    if (!history_is_unseen(printer->state))
        return printer->covered_at;
    return printer->answered_at < printer->state_began_at ? printer->answered_at : printer->state_began_at;
}

void history_step(struct history_printer *printer, const struct history_poll *poll, struct history_changes *changes)
{
    struct history_step step = {.printer = printer, .poll = poll, .changes = changes};

    history_reset(changes);
    step.at = poll->at > printer->covered_at ? poll->at : printer->covered_at;
    step.seen_at = history_last_seen(printer);
    step.old_state = printer->state;
    if (poll->status)
        history_answered(&step);
    else
        history_failed(&step);
    printer->polled_at = poll->at;
}
