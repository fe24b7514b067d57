#include "truth.h"

#include "fate.h"
#include "prose.h"
#include "utf8.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { TRUTH_TEXT_BYTES = UTF8_GROWTH * PROSE_NAME_BYTES + 1 };

struct truth {
    FILE *file;
    struct life *life;
    int64_t from_s;
};

static json_t *time_or_null(int64_t unix_s)
{
    return unix_s ? json_integer(unix_s) : json_null();
}

static json_t *text_of(const char *bytes)
{
    char text[TRUTH_TEXT_BYTES];
    size_t length = utf8_from_bytes(bytes, strlen(bytes), text);
    return json_stringn(text, length);
}

static json_t *job_names(const struct life *life, const struct job *job)
{
    struct prose prose;
    prose_write(life_seed(life), life_printer(life), job->file, ",", &prose);
    return json_pack("{s:s s:I s:I s:I s:I s:I s:o s:o}", "type", "job", "printer", (json_int_t)life_printer(life),
                     "number", (json_int_t)job->number, "file", (json_int_t)job->file, "run", (json_int_t)job->run,
                     "job_id", (json_int_t)job->id, "name", text_of(prose.name), "owner", text_of(prose.owner));
}

static json_t *job_times(const struct job *job)
{
    const char *result = job_result_name(job->result);
    return json_pack("{s:I s:o s:o s:o s:o s:o s:s s:I s:I s:I s:I s:I s:I s:I}", "submitted",
                     (json_int_t)job->submitted.true_s, "begun", time_or_null(job->begun_s), "started",
                     time_or_null(job->started.true_s), "ended", time_or_null(job->ended.true_s), "unloaded",
                     time_or_null(job->unloaded_s), "result", result ? json_string(result) : json_null(), "fate",
                     fate_of(job->fate)->name, "estimated_s", (json_int_t)job->estimated_s, "build_s",
                     (json_int_t)job->build_s, "preparing_s", (json_int_t)job->preparing_s, "paused_s",
                     (json_int_t)job->paused_s, "loading_s", (json_int_t)job->loading_s, "halted_s",
                     (json_int_t)job->halted_s, "layers", (json_int_t)job->layers);
}

static json_t *job_materials(const struct job *job)
{
    return json_pack("{s:s s:s s:f s:f s:f s:f}", "model_material", job->material[SIDE_MODEL]->spool_name,
                     "support_material", job->material[SIDE_SUPPORT]->spool_name, "model_needed_in3",
                     job->needed_in3[SIDE_MODEL], "support_needed_in3", job->needed_in3[SIDE_SUPPORT], "model_used_in3",
                     job->used_in3[SIDE_MODEL], "support_used_in3", job->used_in3[SIDE_SUPPORT]);
}

static json_t *job_as_json(const struct life *life, const struct job *job)
{
    json_t *json = job_names(life, job), *times = job_times(job), *materials = job_materials(job);
    json_object_update(json, times);
    json_object_update(json, materials);
    json_decref(times);
    json_decref(materials);
    return json;
}

static json_t *state_as_json(const struct life *life, const char *state, const char *word, int64_t from_s, int64_t to_s)
{
    return json_pack("{s:s s:I s:s s:s s:I s:o}", "type", "state", "printer", (json_int_t)life_printer(life), "state",
                     state, "text", word, "from", (json_int_t)from_s, "to", time_or_null(to_s));
}

static json_t *spool_as_json(const struct life *life, const struct life_record *record)
{
    return json_pack("{s:s s:I s:s s:I s:I s:I s:s s:f s:f}", "type", "material", "printer",
                     (json_int_t)life_printer(life), "event", record->kind == RECORD_LOADED ? "loaded" : "removed",
                     "at", (json_int_t)record->to_s, "bay", (json_int_t)record->bay, "spool",
                     (json_int_t)record->spool->number, "material", record->spool->material->spool_name, "initial_in3",
                     record->spool->initial_in3, "left_in3", record->spool->left_in3);
}

static void write_line(FILE *file, json_t *json)
{
    if (!json)
        return;
    json_dumpf(json, file, JSON_COMPACT | JSON_REAL_PRECISION(9));
    fputc('\n', file);
    json_decref(json);
}

static void watch(void *context, const struct life_record *record)
{
    struct truth *truth = context;
    bool is_spool = record->kind == RECORD_LOADED || record->kind == RECORD_REMOVED;
    if (is_spool ? record->to_s < truth->from_s : record->to_s <= truth->from_s)
        return;
    if (record->kind == RECORD_JOB)
        write_line(truth->file, job_as_json(truth->life, record->job));
    else if (record->kind == RECORD_STATE)
        write_line(truth->file, state_as_json(truth->life, record->state, record->word, record->from_s, record->to_s));
    else
        write_line(truth->file, spool_as_json(truth->life, record));
}

struct truth *truth_follow(FILE *file, uint64_t seed, uint64_t printer, const struct family *family,
                           enum life_temper temper, int64_t from_s)
{
    struct truth *truth = calloc(1, sizeof *truth);
    struct life *life = life_create(seed, printer, family);
    if (!truth || !life) {
        free(truth);
        life_free(life);
        return NULL;
    }
    *truth = (struct truth){file, life, from_s};
    life_set_temper(life, temper);
    life_watch(life, watch, truth);
    return truth;
}

void truth_advance(struct truth *truth, int64_t unix_s)
{
    struct life_moment moment;
    life_at(truth->life, unix_s, &moment);
}

void truth_free(struct truth *truth)
{
    if (truth)
        life_free(truth->life);
    free(truth);
}

/* A job that has completed is at hand until its part is taken out; any other was told as it ended. */
static bool is_job_untold(const struct job *job, int64_t from_s)
{
    if (!job->number)
        return false;
    return job->result == RESULT_COMPLETED ? job->ended.true_s > from_s : job->result == RESULT_NONE;
}

/* What lasts beyond the end: the present state, the job at hand, the jobs that wait. */
static void write_unended(struct truth *truth, int64_t to_s)
{
    struct life_moment moment;
    life_at(truth->life, to_s - 1, &moment);
    int64_t since_s;
    const char *word, *state = life_state(truth->life, &word, &since_s);
    write_line(truth->file, state_as_json(truth->life, state, word, since_s, 0));
    if (is_job_untold(&moment.job, truth->from_s))
        write_line(truth->file, job_as_json(truth->life, &moment.job));
    for (size_t i = 0; i < moment.queued; i++)
        write_line(truth->file, job_as_json(truth->life, &moment.queue[i]));
}

int truth_write(FILE *file, uint64_t seed, uint64_t printer, const struct family *family, enum life_temper temper,
                int64_t from_s, int64_t to_s)
{
    struct truth *truth = truth_follow(file, seed, printer, family, temper, from_s);
    if (!truth)
        return -1;
    write_unended(truth, to_s);
    truth_free(truth);
    return 0;
}

char *truth_of_moment(struct life *life, int64_t unix_s)
{
    struct life_moment moment;
    life_at(life, unix_s, &moment);
    int64_t since_s;
    const char *word, *state = life_state(life, &word, &since_s);
    json_t *json = state_as_json(life, state, word, since_s, 0);
    json_object_set_new(json, "at", json_integer(unix_s));
    json_object_set_new(json, "printer_clock", json_integer(moment.printer_s));
    json_object_set_new(json, "queued", json_integer((json_int_t)moment.queued));
    json_object_set_new(json, "job", moment.job.number ? job_as_json(life, &moment.job) : json_null());
    char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(9));
    json_decref(json);
    return text;
}
