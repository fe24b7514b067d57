#include "status.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NUMBER_BYTES_MAX = 64 };
static const double number_limit = 1e15;

enum kind { TEXT, NUMBER };

/* A key of the text and the member that its value goes to. */
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
    GENERAL("compatibleCMBVersion", cmb_version, TEXT),
    GENERAL("modelerStatus", status_text, TEXT),
    GENERAL("modelerExplanation", explanation, TEXT),
    GENERAL("partTip", model_tip, TEXT),
    GENERAL("supportTip", support_tip, TEXT),
    GENERAL("cameraEnabled", camera_enabled, TEXT),
    GENERAL("currentModelingLayer", current_layer, NUMBER),
    GENERAL("modCount", mod_count, NUMBER),
    GENERAL("partCurrentTemp", model_temp_c, NUMBER),
    GENERAL("supportCurrentTemp", support_temp_c, NUMBER),
    GENERAL("envelopeCurrentTemp", envelope_temp_c, NUMBER),
    GENERAL("partSetTemp", model_set_c, NUMBER),
    GENERAL("supportSetTemp", support_set_c, NUMBER),
    GENERAL("envelopeSetTemp", envelope_set_c, NUMBER),
    GENERAL("serverTime", server_time, NUMBER),
    GENERAL("serverTimeZoneOffset", zone_offset_s, NUMBER),
    GENERAL("serverTimeDSTValue", zone_dst, NUMBER),
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
    JOB("owner", owner, TEXT),
    JOB("completionStatus", completion_status, TEXT),
    JOB("partMatlName", model_material, TEXT),
    JOB("supportMatlName", support_material, TEXT),
    JOB("partTip", model_tip, TEXT),
    JOB("supportTip", support_tip, TEXT),
    JOB("comment", comment, TEXT),
    JOB("producer", producer, TEXT),
    JOB("pack", pack, TEXT),
    JOB("buildMode", build_mode, TEXT),
    JOB("position", position, NUMBER),
    JOB("jobId", job_id, NUMBER),
    JOB("submitTime", submit_time, NUMBER),
    JOB("startTime", start_time, NUMBER),
    JOB("endTime", end_time, NUMBER),
    JOB("estimatedBuildTime", estimated_s, NUMBER),
    JOB("buildTime", build_s, NUMBER),
    JOB("partTotalMatl", model_needed_in3, NUMBER),
    JOB("supportTotalMatl", support_needed_in3, NUMBER),
    JOB("partConsumed", model_used_in3, NUMBER),
    JOB("supportConsumed", support_used_in3, NUMBER),
    JOB("totalLayers", layers_total, NUMBER),
    JOB("currentLayer", layer, NUMBER),
    JOB("partMinX", min_x_in, NUMBER),
    JOB("partMinY", min_y_in, NUMBER),
    JOB("partMinZ", min_z_in, NUMBER),
    JOB("partMaxX", max_x_in, NUMBER),
    JOB("partMaxY", max_y_in, NUMBER),
    JOB("partMaxZ", max_z_in, NUMBER),
    JOB("sliceHeight", slice_height_in, NUMBER),
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
    SPOOL("familyName", family, TEXT),
    SPOOL("familyDisplayName", family_name, TEXT),
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

double status_number(const char *text)
{
    text += strspn(text, " \t\r\n");
    if (strnlen(text, NUMBER_BYTES_MAX + 1) > NUMBER_BYTES_MAX || !is_number(text))
        return NAN;
    /* glibc hands out its own constant "C" locale here: nothing is allocated. */
    locale_t locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (locale == (locale_t)0)
        return NAN;
    double number = strtod_l(text, NULL, locale);
    freelocale(locale);
    return fabs(number) <= number_limit ? number : NAN;
}

/* Fills the members of a structure from a group, which may be NULL: then all are unknown. */
static void fill(void *structure, const struct field *fields, size_t count, const struct document_group *group)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = group != NULL ? document_value(group, fields[i].key) : NULL;
        void *member = (char *)structure + fields[i].offset;
        if (fields[i].kind == NUMBER)
            *(double *)member = value != NULL ? status_number(value) : NAN;
        else
            *(const char **)member = value != NULL && *value != '\0' ? value : NULL;
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

static void read_machine(struct status *status)
{
    const struct document_section *section = document_machine(status->document);
    status->machine_section = section != NULL ? section->name : NULL;
    fill(status, machine_fields, COUNT(machine_fields), first_group(section));
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
