#include "report_json.h"
#include "machines.h"
#include <jansson.h>
#include <math.h>
#include <string.h>
#include <time.h>

enum { JSON_REAL_DIGITS = 12, JSON_KEY_BYTES = 64, JSON_INDENT_BLANKS = 2 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- values: without memory one is absent ----------------------------------------------------------------------- */

static json_t *json_number(double number)
{
    if (!isfinite(number))
        return json_null();
    return number == trunc(number) ? json_integer((json_int_t)number) : json_real(number);
}

static void set_text(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, text && *text ? json_string(text) : json_null());
}

static void set_number(json_t *object, const char *key, double number)
{
    json_object_set_new(object, key, json_number(number));
}

/* key ends in _at; the same time follows as text, under a key that ends in _time. */
static void set_time(json_t *object, const char *key, double at)
{
    char time_key[JSON_KEY_BYTES], text[32] = "";
    struct tm parts;
    struct tm *utc = reading_calendar(at, 0, &parts);

    if (utc)
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", utc);
    snprintf(time_key, sizeof time_key, "%.*s_time", (int)strlen(key) - 3, key);
    set_number(object, key, utc ? trunc(at) : NAN);
    set_text(object, time_key, text);
}

/* key ends in _in3; the same volume follows under a key that ends in _cm3. */
static void set_volume(json_t *object, const char *key, double in3)
{
    char cm3_key[JSON_KEY_BYTES];

    snprintf(cm3_key, sizeof cm3_key, "%.*s_cm3", (int)strlen(key) - 4, key);
    set_number(object, key, in3);
    set_number(object, cm3_key, reading_cm3(in3));
}

/* ---- structures by table ---------------------------------------------------------------------------------------- */

enum kind { TEXT, NUMBER, POSITIVE, TIME, VOLUME };

struct field {
    const char *key;
    enum kind kind;
    size_t offset;
};

static void set_field(json_t *object, const struct reading *reading, const struct field *field, const void *structure)
{
    const char *member = (const char *)structure + field->offset;
    const char *text = field->kind == TEXT ? *(const char *const *)member : NULL;
    double number = field->kind == TEXT ? NAN : *(const double *)member;

    switch (field->kind) {
    case TEXT:
        set_text(object, field->key, text);
        break;
    case NUMBER:
        set_number(object, field->key, number);
        break;
    case POSITIVE:
        set_number(object, field->key, reading_positive(number));
        break;
    case TIME:
        set_time(object, field->key, reading_time(reading, number));
        break;
    case VOLUME:
        set_volume(object, field->key, number);
        break;
    }
}

static void set_fields(json_t *object, const struct reading *reading, const struct field *fields, size_t count,
                       const void *structure)
{
    for (size_t i = 0; i < count; i++)
        set_field(object, reading, &fields[i], structure);
}

#define STATUS(member) offsetof(struct status, member)
static const struct field status_fields[] = {
    {"codename",           TEXT,   STATUS(codename)          },
    {"status_text",        TEXT,   STATUS(status_text)       },
    {"explanation",        TEXT,   STATUS(explanation)       },
    {"internal_state",     TEXT,   STATUS(internal_state)    },
    {"model_temp_c",       NUMBER, STATUS(model_temp_c)      },
    {"model_set_c",        NUMBER, STATUS(model_set_c)       },
    {"support_temp_c",     NUMBER, STATUS(support_temp_c)    },
    {"support_set_c",      NUMBER, STATUS(support_set_c)     },
    {"envelope_temp_c",    NUMBER, STATUS(envelope_temp_c)   },
    {"envelope_set_c",     NUMBER, STATUS(envelope_set_c)    },
    {"serial",             TEXT,   STATUS(serial)            },
    {"controller_version", TEXT,   STATUS(controller_version)},
};
#undef STATUS

#define JOB(member) offsetof(struct status_job, member)
/* Of the current job and of those in the queue. */
static const struct field job_fields[] = {
    {"job_id",             POSITIVE, JOB(job_id)            },
    {"job_name",           TEXT,     JOB(job_name)          },
    {"owner",              TEXT,     JOB(owner)             },
    {"comment",            TEXT,     JOB(comment)           },
    {"pack",               TEXT,     JOB(pack)              },
    {"submitted_at",       TIME,     JOB(submit_time)       },
    {"estimated_s",        POSITIVE, JOB(estimated_s)       },
    {"model_material",     TEXT,     JOB(model_material)    },
    {"model_needed_in3",   VOLUME,   JOB(model_needed_in3)  },
    {"support_material",   TEXT,     JOB(support_material)  },
    {"support_needed_in3", VOLUME,   JOB(support_needed_in3)},
};

static const struct field running_fields[] = {
    {"started_at",       TIME,     JOB(start_time)      },
    {"build_s",          NUMBER,   JOB(build_s)         },
    {"layer",            NUMBER,   JOB(layer)           },
    {"layers_total",     POSITIVE, JOB(layers_total)    },
    {"model_used_in3",   VOLUME,   JOB(model_used_in3)  },
    {"support_used_in3", VOLUME,   JOB(support_used_in3)},
};
#undef JOB

#define SPOOL(member) offsetof(struct status_spool, member)
static const struct field spool_fields[] = {
    {"bay",           NUMBER, SPOOL(bay)          },
    {"kind",          TEXT,   SPOOL(kind)         },
    {"material",      TEXT,   SPOOL(material)     },
    {"color",         TEXT,   SPOOL(color)        },
    {"color_rgb",     TEXT,   SPOOL(color_rgb)    },
    {"spool_status",  TEXT,   SPOOL(spool_status) },
    {"initial_in3",   VOLUME, SPOOL(initial_in3)  },
    {"left_in3",      VOLUME, SPOOL(left_in3)     },
    {"serial",        TEXT,   SPOOL(serial)       },
    {"lot",           TEXT,   SPOOL(lot)          },
    {"made_on",       TEXT,   SPOOL(made_on)      },
    {"first_used_on", TEXT,   SPOOL(first_used_on)},
};
#undef SPOOL

#define PROGRESS(member) offsetof(struct progress, member)
static const struct field progress_fields[] = {
    {"progress_ratio",  NUMBER, PROGRESS(best_ratio)   },
    {"progress_source", TEXT,   PROGRESS(best_source)  },
    {"time_ratio",      NUMBER, PROGRESS(time_ratio)   },
    {"layer_ratio",     NUMBER, PROGRESS(layer_ratio)  },
    {"model_ratio",     NUMBER, PROGRESS(model_ratio)  },
    {"support_ratio",   NUMBER, PROGRESS(support_ratio)},
    {"remaining_s",     NUMBER, PROGRESS(remaining_s)  },
};
#undef PROGRESS

/* A structure of which nothing is known. */
static const struct status_job no_job = {
    .job_id = NAN,
    .submit_time = NAN,
    .start_time = NAN,
    .estimated_s = NAN,
    .build_s = NAN,
    .model_needed_in3 = NAN,
    .support_needed_in3 = NAN,
    .model_used_in3 = NAN,
    .support_used_in3 = NAN,
    .layers_total = NAN,
    .layer = NAN,
};

/* ---- parts of the report ---------------------------------------------------------------------------------------- */

static json_t *queue_json(const struct reading *reading)
{
    json_t *queue = json_array();

    for (size_t i = 0; i < reading->status->queue_count; i++) {
        json_t *job = json_object();
        set_number(job, "position", (double)i + 1);
        set_fields(job, reading, job_fields, COUNT(job_fields), &reading->status->queue[i]);
        json_array_append_new(queue, job);
    }
    return queue;
}

static json_t *spools_json(const struct reading *reading)
{
    json_t *spools = json_array();

    for (size_t i = 0; i < reading->status->spool_count; i++) {
        const struct status_spool *spool = &reading->status->spools[i];
        json_t *object = json_object();
        set_fields(object, reading, spool_fields, COUNT(spool_fields), spool);
        json_object_set_new(object, "is_loaded", spool->is_loaded < 0 ? json_null() : json_boolean(spool->is_loaded));
        set_number(object, "left_ratio", reading_left_ratio(spool));
        json_array_append_new(spools, object);
    }
    return spools;
}

/* Here an empty value is "", as it came. */
static json_t *group_json(const struct document_group *group)
{
    json_t *object = json_object();

    for (size_t i = 0; i < group->key_count; i++)
        json_object_set_new(object, group->keys[i].name, json_string(group->keys[i].value));
    return object;
}

static json_t *sections_json(const struct document *document)
{
    json_t *sections = json_array();

    for (size_t i = 0; i < document->section_count; i++) {
        const struct document_section *section = &document->sections[i];
        json_t *groups = json_array();
        for (size_t j = 0; j < section->group_count; j++)
            json_array_append_new(groups, group_json(&section->groups[j]));
        json_array_append_new(sections, json_pack("{s:s, s:b, s:o}", "name", section->name, "is_damaged",
                                                  section->damaged, "groups", groups));
    }
    return sections;
}

static json_t *reading_json(const struct reading *reading)
{
    const struct status *status = reading->status;
    const struct status_job *job = status_has_job(&status->current) ? &status->current : &no_job;
    json_t *object = json_object();

    set_text(object, "printer", reading->printer);
    set_text(object, "product", machine_product(status->codename));
    set_text(object, "state", state_name(reading->state));
    set_text(object, "damage", status->document->damage);
    set_text(object, "clock", reading->printer ? "computer" : "printer");
    set_time(object, "answered_at", reading->answered_at);
    set_time(object, "printer_clock_at", reading_positive(status->server_time));
    set_number(object, "clock_offset_s", reading_clock_offset(reading));
    set_fields(object, reading, status_fields, COUNT(status_fields), status);
    set_fields(object, reading, job_fields, COUNT(job_fields), job);
    set_fields(object, reading, running_fields, COUNT(running_fields), job);
    set_fields(object, reading, progress_fields, COUNT(progress_fields), &reading->progress);
    set_time(object, "eta_at", reading_eta(reading));
    json_object_set_new(object, "queue", queue_json(reading));
    json_object_set_new(object, "spools", spools_json(reading));
    json_object_set_new(object, "sections", sections_json(status->document));
    return object;
}

int report_json_print(const struct reading *reading)
{
    json_t *object = reading_json(reading);
    size_t flags = JSON_INDENT(JSON_INDENT_BLANKS) | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(JSON_REAL_DIGITS);
    int failed = !object || json_dumpf(object, stdout, flags) || putchar('\n') == EOF || fflush(stdout);

    json_decref(object);
    return failed ? -1 : 0;
}
