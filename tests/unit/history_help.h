/* What the tests of the history share: a made-up printer's answers, and a stand-in for the store that keeps what every poll
 * changed and checks what must always be true of it. */
#ifndef HISTORY_HELP_H
#define HISTORY_HELP_H

#include "history.h"
#include "history_event.h"
#include "libproto_help.h"
#include "utf8.h"
#include <math.h>

/* Polls are rows that say only what matters. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

enum { T = 1700000000, INTERVAL_MS = 10000, OFFLINE_AFTER = 3, ROWS_MAX = 4096, TOLD_MAX = 4096 };

/* One poll. All times are seconds after T, those of the printer too; 0 is none. Texts NULL: not told. */
struct said {
    int second;
    const char *word; /* NULL: the poll failed */
    const char *name; /* of the current job; NULL: there is none */
    double id, submit, start, end, build_s, used, needed;
    const char *completion;
    const char *material; /* NULL: P430 */
    double support_used;
    double ahead_s; /* how far the printer's clock is ahead; its times are by it */
    int has_no_clock;
    enum { WHOLE, DAMAGED, DAMAGED_ELSEWHERE } is_damaged;
    struct status_job previous; /* times after T, as above; job_name NULL: none */
    double odometer_s;          /* 0: it has none */
    struct status_spool spools[2];
    int spool_count;
    double temp_c;
    const char *serial, *version;
    double elapsed_s; /* of the general section, which tells of the build too */
};

/* The store: rows by key, which is the index + 1. */
struct row {
    struct history_run run;
    double uses_in3[HISTORY_KINDS];
    int told_began, told_ended;
};

struct kept {
    struct history_printer printer, saved; /* saved: what the database would give back */
    struct history_changes changes;
    struct row rows[ROWS_MAX];
    size_t row_count;
    int64_t covered_at, span_ended_at;
    double state_s[STATE_COUNT], unseen_build_s;
    char told[TOLD_MAX]; /* the kinds of all events but "state", each with a blank */
    int interval_ms, offline_after;
    int64_t sample_interval_s;
    int was_set_back; /* the server's clock */
};

static inline struct kept *kept_new(int64_t began_at)
{
    struct kept *kept = calloc(1, sizeof *kept);
    assert_non_null(kept);
    history_begin(&kept->printer, began_at);
    kept->saved = kept->printer;
    kept->covered_at = kept->span_ended_at = began_at;
    kept->interval_ms = INTERVAL_MS;
    kept->offline_after = OFFLINE_AFTER;
    kept->sample_interval_s = 60;
    return kept;
}

/* ---- what must always be true ------------------------------------------------------------------------------------ */

static inline void kept_check_time(struct kept *kept, int64_t at)
{
    const struct history_changes *changes = &kept->changes;

    for (size_t i = 0; i < changes->piece_count; i++) {
        assert_int_equal(changes->pieces[i].from_at, kept->covered_at);
        assert_true(changes->pieces[i].to_at > changes->pieces[i].from_at);
        kept->covered_at = changes->pieces[i].to_at;
        kept->state_s[changes->pieces[i].state] += (double)(changes->pieces[i].to_at - changes->pieces[i].from_at);
    }
    assert_int_equal(kept->covered_at, kept->printer.covered_at);
    for (size_t i = 0; i < changes->span_count; i++) {
        assert_int_equal(changes->spans[i].began_at, kept->span_ended_at);
        assert_true(changes->spans[i].ended_at > changes->spans[i].began_at);
        kept->span_ended_at = changes->spans[i].ended_at;
    }
    assert_int_equal(kept->printer.span_began_at, kept->span_ended_at);
    assert_true(kept->printer.state_began_at <= kept->printer.span_began_at);
    assert_true(kept->printer.span_began_at <= kept->printer.covered_at);
    if (kept->changes.unseen_build.from_at != 0) {
        assert_true(changes->unseen_build.from_at <= changes->unseen_build.to_at);
        assert_true(changes->unseen_build.build_s >= 0);
        assert_true(changes->unseen_build.build_s <=
                    (double)(changes->unseen_build.to_at - changes->unseen_build.from_at));
        kept->unseen_build_s += changes->unseen_build.build_s;
    }
    (void)at;
}

static inline void kept_check_run(const struct history_run *run, int64_t now_at, int was_set_back)
{
    int is_over = run->result != RESULT_RUNNING;

    assert_true(run->first_seen_at <= now_at && run->seen_at <= now_at);
    assert_true(run->started.at <= now_at && run->begun_at <= now_at && run->ended_at <= now_at);
    assert_true(run->submitted.at <= now_at);
    assert_int_equal(is_over, run->ended_at > 0);
    assert_int_equal(is_over, run->phase == RUN_ENDED || run->phase == RUN_GONE);
    assert_true((run->source != SOURCE_NONE) == (is_over && run->result != RESULT_UNKNOWN));
    if (is_over) {
        assert_true(run->ended_at >= run->started.at && run->ended_at >= run->begun_at);
        assert_true(run->ended_unseen_s >= 0 && run->ended_at + run->ended_unseen_s <= now_at);
        assert_true(run->unloaded_at == 0 || run->unloaded_at >= run->ended_at);
    }
    assert_true(run->started.at == 0 || run->started.at >= run->known_before_at);
    assert_true(run->begun_at == 0 || run->begun_at >= run->submitted.at);
    assert_false(run->unobserved_s < 0 || run->unobserved_build_s < 0 || run->paused_s < 0 || run->preparing_s < 0);
    /* While the server's clock stands still, nobody knows when what was. */
    if (is_over && run->started.at > 0 && !was_set_back)
        assert_false(run->unobserved_s > (double)(run->ended_at - run->started.at));
    assert_true(utf8_valid(run->job_name, strlen(run->job_name)));
}

static inline void kept_take_runs(struct kept *kept, int64_t now_at)
{
    struct history_changes *changes = &kept->changes;
    size_t keys[HISTORY_RUNS_MAX], of_printer = 0;

    for (size_t i = 0; i < changes->run_count; i++) {
        struct history_run_change *change = &changes->runs[i];
        kept_check_run(&change->run, now_at, kept->was_set_back);
        if (change->run.key == 0) {
            assert_true(kept->row_count < ROWS_MAX);
            change->run.key = (int64_t)++kept->row_count;
        }
        keys[i] = (size_t)change->run.key - 1;
        kept->rows[keys[i]].run = change->run;
        if (change->is_of_printer) {
            of_printer++;
            kept->printer.run.key = change->run.key;
            kept->saved.run = change->run;
        }
    }
    assert_true(of_printer <= 1);
    for (size_t i = 0; i < changes->use_count; i++) {
        const struct history_use *use = &changes->uses[i];
        assert_true(use->run < changes->run_count);
        assert_true(use->used_in3 > 0 && use->from_at <= use->to_at && use->to_at <= now_at && use->from_at > 0);
        kept->rows[keys[use->run]].uses_in3[use->kind] += use->used_in3;
    }
    for (size_t i = 0; i < changes->run_count; i++)
        for (int kind = 0; kind < HISTORY_KINDS; kind++) {
            double used = changes->runs[i].run.used_in3[kind], sum = kept->rows[keys[i]].uses_in3[kind];
            assert_true(fabs((isnan(used) ? 0 : used) - sum) <= 1e-9 * (1 + fabs(sum)));
        }
    for (size_t i = 0; i < changes->event_count; i++) {
        const struct history_event *event = &changes->events[i];
        assert_true(event->run == SIZE_MAX || event->run < changes->run_count);
        if (event->run != SIZE_MAX && strcmp(event->kind, EVENT_JOB_BEGAN) == 0)
            kept->rows[keys[event->run]].told_began++;
        if (event->run != SIZE_MAX && strcmp(event->kind, EVENT_JOB_ENDED) == 0)
            kept->rows[keys[event->run]].told_ended++;
    }
}

static inline void kept_take_rest(struct kept *kept)
{
    const struct history_changes *changes = &kept->changes;
    struct history_run run = kept->saved.run;
    struct history_spool spools[STATUS_SPOOLS_MAX];

    memcpy(spools, kept->saved.spools, sizeof spools);
    for (size_t i = 0; i < changes->spool_count; i++) {
        const struct history_spool_change *change = &changes->spools[i];
        assert_true(change->place < STATUS_SPOOLS_MAX);
        spools[change->place] = change->what == SPOOL_REMOVED ? (struct history_spool){0} : change->spool;
    }
    kept->saved = kept->printer;
    kept->saved.run = run;
    memcpy(kept->saved.spools, spools, sizeof spools);
    for (size_t i = 0; i < changes->event_count; i++) {
        assert_true(utf8_valid(changes->events[i].text, strlen(changes->events[i].text)));
        size_t used = strlen(kept->told);
        if (strcmp(changes->events[i].kind, EVENT_STATE) != 0 && used + 40 < sizeof kept->told)
            snprintf(kept->told + used, sizeof kept->told - used, "%s ", changes->events[i].kind);
    }
}

/* ---- polls ------------------------------------------------------------------------------------------------------- */

static inline double said_time(double second, double ahead_s)
{
    return second != 0 && !isnan(second) ? T + second + ahead_s : second;
}

static inline void said_status(const struct said *said, struct status *status, struct document *document)
{
    struct status_job *job = &status->current;

    *document = (struct document){.damage_count = said->is_damaged != WHOLE};
    *status = (struct status){.document = document, .status_text = said->word, .serial = said->serial};
    status->controller_version = said->version;
    status->server_time = said->has_no_clock ? NAN : T + said->second + said->ahead_s;
    status->start_time = NAN;
    status->build_s = said->elapsed_s;
    status->model_temp_c = said->temp_c;
    *job = (struct status_job){.job_name = said->name,
                               .job_id = said->id,
                               .completion_status = said->completion,
                               .model_material = said->material ? said->material : "P430",
                               .support_material = "SR30",
                               .submit_time = said_time(said->submit, said->ahead_s),
                               .start_time = said_time(said->start, said->ahead_s),
                               .end_time = said_time(said->end, said->ahead_s),
                               .build_s = said->build_s,
                               .model_used_in3 = said->used,
                               .model_needed_in3 = said->needed,
                               .support_used_in3 = said->support_used};
    /* Of a job that the damage has swallowed not even zeros are left. */
    if (said->is_damaged == DAMAGED && !said->name)
        job->job_id = job->submit_time = NAN;
    status->previous = said->previous;
    status->previous.submit_time = said_time(said->previous.submit_time, said->ahead_s);
    status->previous.start_time = said_time(said->previous.start_time, said->ahead_s);
    status->previous.end_time = said_time(said->previous.end_time, said->ahead_s);
    if (said->odometer_s > 0)
        status->odometers[status->odometer_count++] =
            (struct status_odometer){"buildTimeOdometer", said->odometer_s, NAN, NAN};
    status->spool_count = (size_t)said->spool_count;
    memcpy(status->spools, said->spools, sizeof said->spools);
}

static inline void kept_step(struct kept *kept, int64_t at, const struct status *status)
{
    struct history_poll poll = {.at = at,
                                .status = status,
                                .interval_ms = kept->interval_ms,
                                .offline_after = kept->offline_after,
                                .sample_interval_s = kept->sample_interval_s};
    int64_t now_at = at > kept->covered_at ? at : kept->covered_at;

    kept->was_set_back |= at < kept->printer.polled_at;
    history_step(&kept->printer, &poll, &kept->changes);
    kept_check_time(kept, at);
    kept_take_runs(kept, now_at);
    kept_take_rest(kept);
}

static inline void kept_poll(struct kept *kept, const struct said *said)
{
    struct status status;
    struct document document;

    said_status(said, &status, &document);
    kept_step(kept, T + said->second, said->word ? &status : NULL);
}

/* The poller ended and begins anew: what the store gives back. */
static inline void kept_resume(struct kept *kept)
{
    struct history_run *run = &kept->saved.run;

    run->used_at = run->seen_at;
    memcpy(run->kept_used_in3, run->used_in3, sizeof run->used_in3);
    kept->saved.sample = (struct history_sample){0};
    kept->printer = kept->saved;
}

static inline struct kept *kept_live(const struct said *said, size_t count)
{
    struct kept *kept = kept_new(T);
    for (size_t i = 0; i < count; i++)
        kept_poll(kept, &said[i]);
    return kept;
}

#define LIVE(said) kept_live(said, sizeof said / sizeof *said)

/* ---- what is to come out ----------------------------------------------------------------------------------------- */

/* Times are seconds after T, 0: none. Numbers NAN: unknown. */
struct want {
    int run;
    enum history_result result;
    enum history_source source;
    int begun, started, ended, ended_unseen_s, unloaded;
    double build_s, preparing_s, paused_s, unobserved_s, unobserved_build_s, used;
};

static inline void want_time(const char *what, size_t row, int64_t at, int second)
{
    int64_t wanted_at = second ? T + second : 0;
    if (at != wanted_at)
        fail_msg("row %zu: %s is %lld, not %d", row, what, at ? (long long)(at - T) : 0, second);
}

static inline void want_number(const char *what, size_t row, double is, double wanted)
{
    if (isnan(is) != isnan(wanted) || fabs(is - wanted) > 1e-6)
        fail_msg("row %zu: %s is %g, not %g", row, what, is, wanted);
}

static inline void kept_want(struct kept *kept, const struct want *wants, size_t count)
{
    for (size_t i = 0; i < count && i < kept->row_count; i++) {
        /* The row of a run that lasts is as old as the last sample. */
        int is_last = kept->printer.run.key == (int64_t)i + 1;
        const struct history_run *run = is_last ? &kept->printer.run : &kept->rows[i].run;
        const struct want *want = &wants[i];
        if (run->run != want->run || run->result != want->result || run->source != want->source)
            fail_msg("row %zu: run %d, result %d by %d; not run %d, result %d by %d", i, run->run, run->result,
                     run->source, want->run, want->result, want->source);
        want_time("begun_at", i, run->begun_at, want->begun);
        want_time("started_at", i, run->started.at, want->started);
        want_time("ended_at", i, run->ended_at, want->ended);
        want_time("unloaded_at", i, run->unloaded_at, want->unloaded);
        want_number("ended_unseen_s", i, (double)run->ended_unseen_s, want->ended_unseen_s);
        want_number("build_s", i, run->build_s, want->build_s);
        want_number("preparing_s", i, run->preparing_s, want->preparing_s);
        want_number("paused_s", i, run->paused_s, want->paused_s);
        want_number("unobserved_s", i, run->unobserved_s, want->unobserved_s);
        want_number("unobserved_build_s", i, run->unobserved_build_s, want->unobserved_build_s);
        want_number("used_in3", i, run->used_in3[HISTORY_MODEL], want->used);
    }
    assert_int_equal(kept->row_count, count);
}

#define WANT(kept, wants) kept_want(kept, wants, sizeof wants / sizeof *wants)

/* Plays polls, compares the rows, forgets all. */
#define LIVE_AND_WANT(said, wants)                                                                                     \
    do {                                                                                                               \
        struct kept *played = LIVE(said);                                                                              \
        WANT(played, wants);                                                                                           \
        free(played);                                                                                                  \
    } while (0)

#endif
