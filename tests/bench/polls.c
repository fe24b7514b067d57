/*
 * bench_polls: how many polls a second go through parser, history and store on one core. Takes timelapse's options; the
 * lives of the printers and their texts are made beforehand, a batch at a time, and are not counted. Processor time of this
 * thread.
 */
#include "archive.h"
#include "plan.h"
#include "status.h"
#include "subject.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH_POLLS = 2000 };

struct poll {
    size_t index;
    int64_t true_s;
    char *text; /* NULL: it does not answer */
    size_t length;
};

struct bench {
    struct plan plan;
    struct archive *archive;
    struct subject **subjects;
    struct poll polls[BATCH_POLLS];
    int64_t taken; /* polls */
    double spent_s;
};

static double processor_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static char *copy(const char *text, size_t length)
{
    char *copied = malloc(length);
    if (!copied)
        abort();
    return memcpy(copied, text, length);
}

/* The batch's texts; printers take turns. Returns how many there are before the plan's end. */
static size_t live(struct bench *bench)
{
    const struct plan *plan = &bench->plan;
    for (size_t i = 0; i < BATCH_POLLS; i++) {
        int64_t number = bench->taken + (int64_t)i;
        struct poll *poll = &bench->polls[i];
        poll->index = (size_t)(number % plan->printers);
        poll->true_s = plan->from_s + number / plan->printers * plan->interval_s;
        if (poll->true_s >= plan->to_s)
            return i;
        const char *text = subject_answer(bench->subjects[poll->index], poll->true_s, &poll->length);
        poll->text = text ? copy(text, poll->length) : NULL;
    }
    return BATCH_POLLS;
}

static int take(struct bench *bench, size_t count)
{
    double began_s = processor_s();
    for (size_t i = 0; i < count; i++) {
        struct poll *poll = &bench->polls[i];
        struct status *status = poll->text ? status_read(poll->text, poll->length) : NULL;
        if (archive_record(bench->archive, poll->index, poll->true_s, status))
            return -1;
    }
    bench->spent_s += processor_s() - began_s;
    bench->taken += (int64_t)count;
    for (size_t i = 0; i < count; i++)
        free(bench->polls[i].text);
    return 0;
}

static int run(struct bench *bench)
{
    const struct plan *plan = &bench->plan;
    bench->subjects = calloc((size_t)plan->printers, sizeof *bench->subjects);
    if (!bench->subjects)
        return -1;
    for (int64_t i = 0; i < plan->printers; i++)
        bench->subjects[i] = subject_create(plan, plan->first + i);
    if (archive_open(bench->archive, plan->from_s))
        return -1;
    for (size_t count; (count = live(bench)) > 0;)
        if (take(bench, count))
            return -1;
    archive_close(bench->archive, plan->to_s);
    return 0;
}

int main(int count, char **arguments)
{
    static struct bench bench;
    char message[PLAN_MESSAGE_BYTES];
    if (plan_read(count, arguments, &bench.plan, message) ||
        (!bench.plan.help && !(bench.archive = archive_create(&bench.plan, message)))) {
        fprintf(stderr, "bench_polls: %s\n", message);
        return 2;
    }
    if (bench.plan.help) {
        plan_help(stdout);
        return 0;
    }
    int result = run(&bench);
    if (result)
        fprintf(stderr, "bench_polls: %s\n", archive_error(bench.archive));
    else
        printf("%lld %.3f\n", (long long)bench.taken, bench.spent_s);
    for (int64_t i = 0; i < bench.plan.printers; i++)
        subject_free(bench.subjects[i]);
    free(bench.subjects);
    archive_free(bench.archive);
    return result ? 1 : 0;
}
