#include "subject.h"

#include "bytes.h"
#include "life.h"
#include "render.h"
#include "truth.h"

#include <stdlib.h>

struct subject {
    struct life *life;
    struct bytes text;
};

static const struct family *family_of(int64_t number)
{
    size_t count;
    const struct family *families = family_all(&count);
    return &families[(size_t)(number - 1) % count];
}

/* Mixed: every second round of the families is contrary. */
static enum life_temper temper_of(const struct plan *plan, int64_t number)
{
    size_t count;
    family_all(&count);
    bool is_second = (size_t)(number - 1) / count % 2 == 1;
    bool is_contrary = plan->temper == PLAN_CONTRARY || (plan->temper == PLAN_MIXED && is_second);
    return is_contrary ? TEMPER_CONTRARY : TEMPER_USUAL;
}

struct subject *subject_create(const struct plan *plan, int64_t number)
{
    struct subject *subject = calloc(1, sizeof *subject);
    if (!subject)
        return NULL;
    subject->life = life_create((uint64_t)plan->seed, (uint64_t)number, family_of(number));
    if (!subject->life) {
        free(subject);
        return NULL;
    }
    life_set_temper(subject->life, temper_of(plan, number));
    return subject;
}

void subject_free(struct subject *subject)
{
    if (!subject)
        return;
    life_free(subject->life);
    bytes_free(&subject->text);
    free(subject);
}

const char *subject_answer(struct subject *subject, int64_t true_s, size_t *length)
{
    struct life_moment moment;
    life_at(subject->life, true_s, &moment);
    if (!moment.reachable)
        return NULL;
    subject->text.length = 0;
    render_status(subject->life, &moment, false, &subject->text);
    *length = subject->text.length;
    return subject->text.failed ? NULL : subject->text.data;
}

int64_t subject_next_change(struct subject *subject, int64_t true_s)
{
    return life_next_change(subject->life, true_s);
}

int subject_write_truth(const struct plan *plan)
{
    FILE *file = fopen(plan->truth_path, "we");
    int failed = !file;
    for (int64_t i = plan->first; !failed && i < plan->first + plan->printers; i++)
        failed = truth_write(file, (uint64_t)plan->seed, (uint64_t)i, family_of(i), temper_of(plan, i),
                             plan->from_s - SUBJECT_TRUTH_BEFORE_S, plan->to_s);
    if (file && fclose(file))
        failed = 1;
    return failed ? -1 : 0;
}
