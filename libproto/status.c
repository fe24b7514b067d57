#include "status.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NUMBER_BYTES_MAX = 64, SHORT_DIGITS_MAX = 15 };
static const double number_limit = 1e15;

enum kind { TEXT, NUMBER };

/* A key of the text and the member that its value goes to. The tables are in the order in which printers send the keys,
 * as far as that is known: field_find counts on it. */
struct field {
    const char *key;
    size_t offset;
    enum kind kind;
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define GENERAL(key, member, kind)                                                                                     \
    {                                                                                                                  \
        key, offsetof(struct status, member), kind                                                                     \
    }
static const struct field general_fields[] = {
    GENERAL("modelerType", codename, TEXT),
    GENERAL("controllerVersion", controller_version, TEXT),
    GENERAL("modelerStatus", status_text, TEXT),
    GENERAL("modelerExplanation", explanation, TEXT),
    GENERAL("partCurrentTemp", model_temp_c, NUMBER),
    GENERAL("supportCurrentTemp", support_temp_c, NUMBER),
    GENERAL("envelopeCurrentTemp", envelope_temp_c, NUMBER),
    GENERAL("partSetTemp", model_set_c, NUMBER),
    GENERAL("supportSetTemp", support_set_c, NUMBER),
    GENERAL("envelopeSetTemp", envelope_set_c, NUMBER),
    GENERAL("serverTime", server_time, NUMBER),
    GENERAL("startTime", start_time, NUMBER),
    GENERAL("elapsedBuildTime", build_s, NUMBER),
};

static const struct field machine_fields[] = {
    GENERAL("internalState", internal_state, TEXT),
    GENERAL("productSerialNumber", serial, TEXT),
};
#undef GENERAL

#define JOB(key, member, kind)                                                                                         \
    {                                                                                                                  \
        key, offsetof(struct status_job, member), kind                                                                 \
    }
static const struct field job_fields[] = {
    JOB("jobName", job_name, TEXT),
    JOB("jobId", job_id, NUMBER),
    JOB("jobid", job_id, NUMBER),
    JOB("owner", owner, TEXT),
    JOB("submitTime", submit_time, NUMBER),
    JOB("estimatedBuildTime", estimated_s, NUMBER),
    JOB("startTime", start_time, NUMBER),
    JOB("endTime", end_time, NUMBER),
    JOB("buildTime", build_s, NUMBER),
    JOB("completionStatus", completion_status, TEXT),
    JOB("partMatlName", model_material, TEXT),
    JOB("supportMatlName", support_material, TEXT),
    JOB("partTotalMatl", model_needed_in3, NUMBER),
    JOB("supportTotalMatl", support_needed_in3, NUMBER),
    JOB("partConsumed", model_used_in3, NUMBER),
    JOB("supportConsumed", support_used_in3, NUMBER),
    JOB("totalLayers", layers_total, NUMBER),
    JOB("currentLayer", layer, NUMBER),
    JOB("comment", comment, TEXT),
    JOB("pack", pack, TEXT),
};
#undef JOB

#define SPOOL(key, member, kind)                                                                                       \
    {                                                                                                                  \
        key, offsetof(struct status_spool, member), kind                                                               \
    }
static const struct field spool_fields[] = {
    SPOOL("spool", bay, NUMBER),
    SPOOL("name", material, TEXT),
    SPOOL("colorLabel", color, TEXT),
    SPOOL("colorCode", color_rgb, TEXT),
    SPOOL("mfgDate", made_on, TEXT),
    SPOOL("mfgLot", lot, TEXT),
    SPOOL("1stUsageDate", first_used_on, TEXT),
    SPOOL("serialNumber", serial, TEXT),
    SPOOL("status", spool_status, TEXT),
    SPOOL("initialMatl", initial_in3, NUMBER),
    SPOOL("remainingMatl", left_in3, NUMBER),
};
#undef SPOOL

/* ---- values ---------------------------------------------------------------------------------------------------- */

static size_t digits_at(const char *p)
{
    return strspn(p, "0123456789");
}

static const char *skip_sign(const char *p)
{
    return *p == '+' || *p == '-' ? p + 1 : p;
}

/* Whether p is a decimal number with nothing but blanks behind it. */
static int is_number(const char *p)
{
    p = skip_sign(p);
    size_t digits = digits_at(p);
    p += digits;
    if (*p == '.') {
        size_t decimals = digits_at(++p);
        digits += decimals;
        p += decimals;
    }
    if (digits == 0)
        return 0;
    if (*p == 'e' || *p == 'E') {
        p = skip_sign(p + 1);
        digits = digits_at(p);
        if (digits == 0)
            return 0;
        p += digits;
    }
    return p[strspn(p, " \t\r\n")] == '\0';
}

/* Nearly all numbers have few digits and no exponent. Their digits and the power are exact doubles, so that the quotient
 * is the nearest double, which strtod gives as well. NAN for every other text. */
static double short_number(const char *text)
{
    static const double powers[SHORT_DIGITS_MAX + 1] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                        1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const char *p = skip_sign(text), *point = NULL;
    size_t count = 0;
    int64_t digits = 0;
    for (; count < SHORT_DIGITS_MAX; p++) {
        if (*p == '.' && point == NULL) {
            point = p;
            continue;
        }
        if (*p < '0' || *p > '9')
            break;
        digits = 10 * digits + (*p - '0');
        count++;
    }
    if (count == 0 || *p != '\0')
        return NAN;
    double number = (double)digits / powers[point != NULL ? p - point - 1 : 0];
    return *text == '-' ? -number : number;
}

double status_number(const char *text)
{
    double number = short_number(text);
    if (!isnan(number))
        return number;
    text += strspn(text, " \t\r\n");
    if (strnlen(text, NUMBER_BYTES_MAX + 1) > NUMBER_BYTES_MAX || !is_number(text))
        return NAN;
    /* glibc hands out its own constant "C" locale here: nothing is allocated. */
    locale_t locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (locale == (locale_t)0)
        return NAN;
    number = strtod_l(text, NULL, locale);
    freelocale(locale);
    return fabs(number) <= number_limit ? number : NAN;
}

static void set(void *structure, const struct field *field, const char *value)
{
    void *member = (char *)structure + field->offset;
    if (field->kind == NUMBER)
        *(double *)member = value != NULL ? status_number(value) : NAN;
    else
        *(const char **)member = value != NULL && *value != '\0' ? value : NULL;
}

/* The place of the field of that key, or count. Looks from `from` on, and then at those before it. */
static size_t field_find(const struct field *fields, size_t count, const char *key, size_t from)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = from + i < count ? from + i : from + i - count;
        if (*fields[at].key == *key && strcmp(fields[at].key, key) == 0)
            return at;
    }
    return count;
}

/* Fills the members of a structure from a group, which may be NULL: then all are unknown. Of a key that comes twice
 * the last counts. */
static void fill(void *structure, const struct field *fields, size_t count, const struct document_group *group)
{
    for (size_t i = 0; i < count; i++)
        set(structure, &fields[i], NULL);
    for (size_t i = 0, next = 0; group != NULL && i < group->key_count; i++) {
        size_t found = field_find(fields, count, group->keys[i].name, next);
        if (found == count)
            continue;
        set(structure, &fields[found], group->keys[i].value);
        next = found + 1;
    }
}

/* ---- sections -------------------------------------------------------------------------------------------------- */

static const struct document_group *first_group(const struct document_section *section)
{
    return section != NULL && section->group_count > 0 ? &section->groups[0] : NULL;
}

static const struct document_group *only_group(const struct document *document, const char *section)
{
    return first_group(document_section(document, section));
}

/* Where name has that ending, without regard to case, or NULL. */
static const char *ending_find(const char *name, const char *ending)
{
    size_t length = strlen(name), ending_length = strlen(ending);
    if (length < ending_length)
        return NULL;
    const char *at = name + length - ending_length;
    return (*at | 0x20) == (*ending | 0x20) && strcasecmp(at, ending) == 0 ? at : NULL;
}

static struct status_odometer *odometer_find(struct status *status, const char *name, size_t length)
{
    for (size_t i = 0; i < status->odometer_count; i++) {
        const char *known = status->odometers[i].name;
        if (strncmp(known, name, length) == 0 && known[length] == '\0')
            return &status->odometers[i];
    }
    return NULL;
}

static void read_odometer(struct status *status, const struct document_key *key)
{
    if (ending_find(key->name, "Odometer") == NULL)
        return;
    struct status_odometer *odometer = odometer_find(status, key->name, strlen(key->name));
    if (odometer == NULL && status->odometer_count < STATUS_ODOMETERS_MAX) {
        odometer = &status->odometers[status->odometer_count++];
        *odometer = (struct status_odometer){key->name, NAN, NAN, NAN};
    }
    if (odometer != NULL)
        odometer->value = status_number(key->value);
}

static void read_odometer_limit(struct status *status, const struct document_key *key)
{
    static const struct {
        const char *ending;
        size_t offset;
    } limits[] = {
        {"Warn",  offsetof(struct status_odometer, limit_warn) },
        {"Error", offsetof(struct status_odometer, limit_error)},
    };
    for (size_t i = 0; i < COUNT(limits); i++) {
        const char *ending = ending_find(key->name, limits[i].ending);
        if (ending == NULL)
            continue;
        struct status_odometer *odometer = odometer_find(status, key->name, (size_t)(ending - key->name));
        if (odometer != NULL)
            *(double *)((char *)odometer + limits[i].offset) = status_number(key->value);
    }
}

/* A limit may come before its odometer. */
static void read_odometers(struct status *status, const struct document_group *group)
{
    for (size_t i = 0; i < group->key_count; i++)
        read_odometer(status, &group->keys[i]);
    for (size_t i = 0; status->odometer_count > 0 && i < group->key_count; i++)
        read_odometer_limit(status, &group->keys[i]);
}

static void read_machine(struct status *status)
{
    const struct document_section *section = document_machine(status->document);
    const struct document_group *group = first_group(section);
    fill(status, machine_fields, COUNT(machine_fields), group);
    if (group != NULL)
        read_odometers(status, group);
}

static int is_loaded(const struct document_group *group)
{
    static const char *const loaded[] = {"Loaded", "ACTIVE", "IDLE"};
    const char *name = document_value(group, "name"), *text = document_value(group, "status");
    if ((name != NULL && *name == '\0') || (text != NULL && strcasecmp(text, "NOT LOADED") == 0))
        return 0;
    for (size_t i = 0; name != NULL && text != NULL && i < COUNT(loaded); i++) {
        if (strcasecmp(text, loaded[i]) == 0)
            return 1;
    }
    return -1;
}

/* The first half of the bays; where their number is odd the middle one is unknown. */
static const char *kind_of_bay(double bay, size_t bays)
{
    double middle = ((double)bays - 1) / 2;
    if (bay < 0 || bay >= (double)bays || bay == middle)
        return NULL;
    return bay < middle ? "model" : "support";
}

static void read_spools(struct status *status)
{
    const struct document_section *section = document_section(status->document, "cassette");
    size_t count = section != NULL ? section->group_count : 0;
    status->spool_count = count < STATUS_SPOOLS_MAX ? count : STATUS_SPOOLS_MAX;
    for (size_t i = 0; i < status->spool_count; i++) {
        struct status_spool *spool = &status->spools[i];
        fill(spool, spool_fields, COUNT(spool_fields), &section->groups[i]);
        if (isnan(spool->bay))
            spool->bay = (double)i;
        spool->is_loaded = is_loaded(&section->groups[i]);
        spool->kind = kind_of_bay(spool->bay, count);
    }
}

static void read_queue(struct status *status)
{
    const struct document_section *section = document_section(status->document, "queue");
    size_t count = section != NULL ? section->group_count : 0;
    status->queue_count = count < STATUS_QUEUE_MAX ? count : STATUS_QUEUE_MAX;
    for (size_t i = 0; i < status->queue_count; i++)
        fill(&status->queue[i], job_fields, COUNT(job_fields), &section->groups[i]);
}

/* Every machine tells its job, or that it has none: without that section nothing is known of the job. */
static void report_cut(struct document *document)
{
    if (document_section(document, "general") && !document_section(document, "currentJob"))
        document_add_damage(document, "there is no section currentJob: the text seems to be cut");
}

struct status *status_read(const char *text, size_t length)
{
    struct status *status = calloc(1, sizeof *status);
    if (status == NULL)
        return NULL;
    struct document *document = status->document = document_read(text, length);
    if (document == NULL) {
        free(status);
        return NULL;
    }
    fill(status, general_fields, COUNT(general_fields), only_group(document, "general"));
    read_machine(status);
    fill(&status->current, job_fields, COUNT(job_fields), only_group(document, "currentJob"));
    fill(&status->previous, job_fields, COUNT(job_fields), only_group(document, "previousJob"));
    read_spools(status);
    read_queue(status);
    report_cut(document);
    return status;
}

void status_free(struct status *status)
{
    if (status == NULL)
        return;
    document_free(status->document);
    free(status);
}

double status_build_odometer_s(const struct status *status)
{
    for (size_t i = 0; i < status->odometer_count; i++) {
        if (strcasecmp(status->odometers[i].name, "buildTimeOdometer") == 0)
            return status->odometers[i].value;
    }
    return NAN;
}

double status_time_at(const struct status *status, double printer_s, double at)
{
    if (!(printer_s > 0) || !(status->server_time > 0))
        return NAN;
    return trunc(at + printer_s - status->server_time);
}

int status_has_job(const struct status_job *job)
{
    return job->job_name != NULL || job->job_id > 0 || job->job_id < 0;
}
