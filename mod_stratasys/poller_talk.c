/* Which printer is asked when, and the conversations that are under way. */
#include "poller_internal.h"
#include <stdio.h>
#include <stdlib.h>

/* The next place of the printer's own in its interval, at least half an interval away: the fleet's polls stay spread. */
static int64_t poller_next_poll_ms(const struct poller *poller, const struct poller_printer *printer)
{
    int64_t interval_ms = printer->config->interval_ms;
    int64_t first_ms = poller->began_ms + printer->offset_ms;
    int64_t after_ms = printer->poll_began_ms + interval_ms / 2;

    if (after_ms < first_ms)
        return first_ms;
    return first_ms + ((after_ms - first_ms) / interval_ms + 1) * interval_ms;
}

/* A failing printer is asked a little earlier each time, so that printers that failed together part again. */
static int64_t poller_next_try_ms(struct poller *poller, const struct poller_printer *printer)
{
    int64_t interval_ms = printer->config->interval_ms;

    return printer->poll_began_ms + interval_ms - rand_r(&poller->random) % (interval_ms / 10 + 1);
}

static void poller_rest(struct poller *poller, struct poller_printer *printer, int has_failed)
{
    size_t index = (size_t)(printer - poller->printers);
    int64_t now_ms = poller_now_ms();
    int64_t next_ms = has_failed ? poller_next_try_ms(poller, printer) : poller_next_poll_ms(poller, printer);

    printer->phase = POLLER_RESTS;
    schedule_set(&poller->schedule, index, next_ms > now_ms ? next_ms : now_ms);
}

static void poller_stop_talking(struct poller *poller, struct poller_printer *printer)
{
    size_t index = (size_t)(printer - poller->printers);

    for (size_t i = 0; i < poller->talking_count; i++)
        if (poller->talking[i] == index) {
            poller->talking[i] = poller->talking[--poller->talking_count];
            break;
        }
    link_close(&printer->link);
    poller->payload_bytes -= printer->payload_bytes;
    printer->payload_bytes = 0;
}

static void poller_failed(struct poller *poller, struct poller_printer *printer, const char *trouble)
{
    poller_record(poller, printer, NULL, 0, trouble);
    if (printer->phase == POLLER_TALKS)
        poller_stop_talking(poller, printer);
    if (printer->is_name)
        printer->resolved_ms = 0;
    poller_rest(poller, printer, 1);
}

/* Counts what a conversation holds: many printers together may not fill the memory, each with a text that never ends. */
static int poller_has_room(struct poller *poller, struct poller_printer *printer)
{
    size_t payload_bytes = printer->link.session.payload_capacity;

    poller->payload_bytes += payload_bytes - printer->payload_bytes;
    printer->payload_bytes = payload_bytes;
    return poller->payload_bytes <= POLLER_PAYLOADS_MAX;
}

static void poller_take_result(struct poller *poller, struct poller_printer *printer, enum link_result result)
{
    const struct session *session = &printer->link.session;

    if (result == LINK_FAILED) {
        poller_failed(poller, printer, printer->link.trouble);
    } else if (result == LINK_DONE) {
        poller_record(poller, printer, session->payload, session->payload_used, NULL);
        poller_stop_talking(poller, printer);
        poller_rest(poller, printer, 0);
    } else if (!poller_has_room(poller, printer)) {
        poller_failed(poller, printer, "its text is too long while many others are received");
    }
}

static void poller_talk(struct poller *poller, struct poller_printer *printer)
{
    printer->phase = POLLER_TALKS;
    poller->talking[poller->talking_count++] = (size_t)(printer - poller->printers);
    poller_take_result(poller, printer, link_open(&printer->link, &printer->address, printer->address_length));
}

static void poller_ask_name(struct poller *poller, struct poller_printer *printer)
{
    if (printer->is_asked)
        return;
    printer->is_asked = 1;
    resolver_ask(poller->resolver, (size_t)(printer - poller->printers), printer->config->host, printer->config->port);
}

/* An address that was found once serves until a newer one is there. */
static void poller_begin_poll(struct poller *poller, size_t index, int64_t now_ms)
{
    struct poller_printer *printer = &poller->printers[index];

    printer->poll_began_ms = now_ms;
    schedule_set(&poller->schedule, index, now_ms + printer->config->timeout_ms);
    if (printer->is_name && (printer->resolved_ms == 0 || now_ms - printer->resolved_ms > POLLER_ADDRESS_KEPT_MS))
        poller_ask_name(poller, printer);
    if (printer->address_length > 0)
        poller_talk(poller, printer);
    else
        printer->phase = POLLER_RESOLVES;
}

static void poller_time_is_up(struct poller *poller, struct poller_printer *printer)
{
    char trouble[POLLER_TROUBLE_BYTES];

    if (printer->phase == POLLER_TALKS) {
        link_time_out(&printer->link, printer->config->timeout_ms);
        poller_failed(poller, printer, printer->link.trouble);
        return;
    }
    snprintf(trouble, sizeof trouble, "the name of its host was not looked up within %g s",
             printer->config->timeout_ms / 1000.0);
    poller_failed(poller, printer, trouble);
}

void poller_due(struct poller *poller, int64_t now_ms)
{
    struct schedule *schedule = &poller->schedule;

    while (schedule->count > 0 && schedule->due_ms[schedule_first(schedule)] <= now_ms) {
        size_t index = schedule_first(schedule);
        struct poller_printer *printer = &poller->printers[index];
        if (printer->phase != POLLER_RESTS)
            poller_time_is_up(poller, printer);
        else if (poller->talking_count >= poller->links_max)
            schedule_set(schedule, index, now_ms + POLLER_COMMIT_GAP_MS);
        else
            poller_begin_poll(poller, index, now_ms);
    }
}

static void poller_take_address(struct poller *poller, const struct resolver_answer *answer)
{
    struct poller_printer *printer = &poller->printers[answer->item];

    printer->is_asked = 0;
    if (answer->address_length > 0) {
        printer->address = answer->address;
        printer->address_length = answer->address_length;
        printer->resolved_ms = poller_now_ms();
    }
    if (printer->phase != POLLER_RESOLVES)
        return;
    if (answer->address_length > 0 && poller->talking_count < poller->links_max)
        poller_talk(poller, printer);
    else if (answer->address_length == 0)
        poller_failed(poller, printer, answer->trouble);
}

/* From the last to the first: a conversation that ends gives its place to the last, which was looked at already. */
void poller_ready(struct poller *poller)
{
    struct resolver_answer answer;

    for (size_t i = poller->talking_count; i-- > 0;) {
        struct poller_printer *printer = &poller->printers[poller->talking[i]];
        if (poller->fds[i + 1].revents)
            poller_take_result(poller, printer, link_step(&printer->link, poller->fds[i + 1].revents));
    }
    if (poller->fds[0].revents)
        while (resolver_take(poller->resolver, &answer))
            poller_take_address(poller, &answer);
}
