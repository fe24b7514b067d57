#include "report_table.h"
#include "machines.h"
#include "page.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { TEXT_BYTES = 64, CLOCK_TOLERANCE_S = 2 };

/* ---- values ----------------------------------------------------------------------------------------------------- */

/* `2 h 05 min`, the two largest units that matter. */
static const char *duration_text(double seconds, char text[TEXT_BYTES])
{
    int64_t s = (int64_t)fmin(fabs(seconds), 1e12);

    if (s >= 86400)
        snprintf(text, TEXT_BYTES, "%lld d %lld h", (long long)(s / 86400), (long long)(s % 86400 / 3600));
    else if (s >= 3600)
        snprintf(text, TEXT_BYTES, "%lld h %lld min", (long long)(s / 3600), (long long)(s % 3600 / 60));
    else if (s >= 60)
        snprintf(text, TEXT_BYTES, "%lld min", (long long)(s / 60));
    else
        snprintf(text, TEXT_BYTES, "%lld s", (long long)s);
    return text;
}

/* A time of this computer's clock in local time; one of a printer's clock in UTC. */
static const char *time_text(const struct reading *reading, double at, char text[TEXT_BYTES])
{
    struct tm parts;
    struct tm *calendar = reading_calendar(at, reading->printer != NULL, &parts);

    if (!calendar)
        return NULL;
    strftime(text, TEXT_BYTES,
             reading->printer ? "%a %Y-%m-%d %H:%M %Z" : "%a %Y-%m-%d %H:%M UTC by the printer's clock", calendar);
    return text;
}

static void time_row(const struct reading *reading, const char *label, double at)
{
    char text[TEXT_BYTES];

    if (time_text(reading, at, text))
        page_row(label, "%s", text);
}

static void text_row(const char *label, const char *text)
{
    if (text)
        page_row(label, "%s", text);
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

static void print_printer(const struct reading *reading)
{
    const struct status *status = reading->status;
    const char *product = machine_product(status->codename);
    struct page_line line = {.used = 0};

    if (product)
        page_add(&line, "%s (%s)", product, status->codename);
    else
        page_add(&line, "%s", status->codename ? status->codename : "of an unknown kind");
    if (reading->printer)
        page_add(&line, " at %s", reading->printer);
    page_print("Printer", &line);
    page_row("State", "%s, says: %s", state_name(reading->state),
             status->status_text ? status->status_text : "nothing");
    text_row("Explanation", status->explanation);
}

static void print_job(const struct reading *reading)
{
    const struct status_job *job = &reading->status->current;
    struct page_line line = {.used = 0};

    if (!status_has_job(job)) {
        page_row("Job", "none");
        return;
    }
    page_add(&line, "%s", job->job_name ? job->job_name : "without a name");
    if (job->job_id > 0)
        page_add(&line, " (id %.0f)", job->job_id);
    page_print("Job", &line);
    text_row("Owner", job->owner);
    text_row("Parts", job->pack);
    text_row("Comment", job->comment);
    time_row(reading, "Submitted", reading_time(reading, job->submit_time));
    time_row(reading, "Started", reading_time(reading, job->start_time));
}

static const struct {
    const char *source, *words;
} progress_sources[] = {
    {"time",           "by build time"    },
    {"model_material", "by model material"},
    {"layers",         "by layers"        },
    {"state",          "as it is built"   },
};

static const char *source_words(const char *source)
{
    for (size_t i = 0; i < sizeof progress_sources / sizeof *progress_sources; i++)
        if (strcmp(progress_sources[i].source, source) == 0)
            return progress_sources[i].words;
    return source;
}

/* A whole is reached when it is: 99.6 % is no 100 %. */
static double percent(double ratio)
{
    return floor(ratio * 100);
}

static void print_measures(const struct reading *reading)
{
    const struct progress *p = &reading->progress;
    const struct status_job *job = &reading->status->current;
    const struct {
        const char *name;
        double ratio;
    } measures[] = {
        {"time",             p->time_ratio   },
        {"model material",   p->model_ratio  },
        {"support material", p->support_ratio},
        {"layers",           p->layer_ratio  },
    };
    struct page_line line = {.used = 0};

    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (!isnan(measures[i].ratio))
            page_add(&line, "%s%s %.0f %%", line.used ? ", " : "", measures[i].name, percent(measures[i].ratio));
    if (!isnan(p->layer_ratio))
        page_add(&line, " (%.0f of %.0f)", job->layer, job->layers_total);
    page_print("Reported", &line);
}

static void print_time_left(const struct reading *reading)
{
    const struct status_job *job = &reading->status->current;
    char left[TEXT_BYTES], built[TEXT_BYTES], estimated[TEXT_BYTES];

    if (!isnan(reading->progress.remaining_s))
        page_row("Time left", "%s", duration_text(reading->progress.remaining_s, left));
    time_row(reading, "Ends", reading_eta(reading));
    if (status_has_job(job) && job->estimated_s > 0)
        page_row("Build time", "%s of %s estimated", job->build_s >= 0 ? duration_text(job->build_s, built) : "unknown",
                 duration_text(job->estimated_s, estimated));
}

static void print_progress(const struct reading *reading)
{
    const struct progress *p = &reading->progress;

    if (p->best_source)
        page_row("Progress", "%.0f %% %s", percent(p->best_ratio), source_words(p->best_source));
    print_measures(reading);
    print_time_left(reading);
}

static void print_material(const char *label, const char *kind, const char *material, double used_in3,
                           double needed_in3)
{
    struct page_line line = {.used = 0};

    if (!material && !(needed_in3 > 0))
        return;
    page_add(&line, "%s: %s", kind, material ? material : "unknown");
    if (used_in3 >= 0 && needed_in3 > 0)
        page_add(&line, ", used %.2f of %.2f in³ (%.1f of %.1f cm³)", used_in3, needed_in3, reading_cm3(used_in3),
                 reading_cm3(needed_in3));
    page_print(label, &line);
}

static void print_materials(const struct reading *reading)
{
    const struct status_job *job = &reading->status->current;

    if (!status_has_job(job))
        return;
    print_material("Material", "model", job->model_material, job->model_used_in3, job->model_needed_in3);
    print_material("", "support", job->support_material, job->support_used_in3, job->support_needed_in3);
}

static void print_queued(const struct status_job *job, size_t position)
{
    char estimated[TEXT_BYTES];
    struct page_line line = {.used = 0};

    page_add(&line, "%zu. %s", position, job->job_name ? job->job_name : "without a name");
    if (job->job_id > 0)
        page_add(&line, " (id %.0f)", job->job_id);
    if (job->owner)
        page_add(&line, ", owner %s", job->owner);
    if (job->estimated_s > 0)
        page_add(&line, ", %s", duration_text(job->estimated_s, estimated));
    if (job->model_needed_in3 > 0)
        page_add(&line, ", model %.2f in³ (%.1f cm³)", job->model_needed_in3, reading_cm3(job->model_needed_in3));
    page_print(position == 1 ? "Queue" : "", &line);
}

static void print_queue(const struct status *status)
{
    if (status->queue_count == 0)
        page_row("Queue", "empty");
    for (size_t i = 0; i < status->queue_count; i++)
        print_queued(&status->queue[i], i + 1);
}

static const char *or_dash(const char *text)
{
    return text ? text : "-";
}

static void print_spool(const struct status_spool *spool, const char *label)
{
    char bay[TEXT_BYTES];
    struct page_line line = {.used = 0};

    snprintf(bay, sizeof bay, "%.0f", spool->bay);
    page_add_cell(&line, bay, 3);
    page_add_cell(&line, or_dash(spool->kind), 7);
    page_add_cell(&line, or_dash(spool->material), 12);
    page_add_cell(&line, or_dash(spool->spool_status), 10);
    if (spool->is_loaded != 0 && !isnan(spool->left_in3)) {
        page_add(&line, "%6.2f in³ %7.1f cm³", spool->left_in3, reading_cm3(spool->left_in3));
        if (!isnan(reading_left_ratio(spool)))
            page_add(&line, " %3.0f %%", percent(reading_left_ratio(spool)));
    }
    page_print(label, &line);
}

static void print_spools(const struct status *status)
{
    for (size_t i = 0; i < status->spool_count; i++)
        print_spool(&status->spools[i], i == 0 ? "Spools left" : "");
}

static void print_temperatures(const struct status *status)
{
    const struct {
        const char *name;
        double temp_c, set_c;
    } places[] = {
        {"model",    status->model_temp_c,    status->model_set_c   },
        {"support",  status->support_temp_c,  status->support_set_c },
        {"envelope", status->envelope_temp_c, status->envelope_set_c},
    };
    const char *label = "Temperatures";

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct page_line line = {.used = 0};
        if (isnan(places[i].temp_c))
            continue;
        page_add(&line, "%-8s %4.0f °C", places[i].name, places[i].temp_c);
        if (!isnan(places[i].set_c))
            page_add(&line, ", set %4.0f °C", places[i].set_c);
        page_print(label, &line);
        label = "";
    }
}

static void print_clock(const struct reading *reading)
{
    char text[TEXT_BYTES];
    double offset_s = reading_clock_offset(reading);

    if (!reading->printer)
        time_row(reading, "Text of", reading_positive(reading->status->server_time));
    else if (fabs(offset_s) <= CLOCK_TOLERANCE_S)
        page_row("Clock", "the printer's is right");
    else if (!isnan(offset_s))
        page_row("Clock", "the printer's is %s %s", duration_text(offset_s, text), offset_s > 0 ? "ahead" : "behind");
}

static void print_sections(const struct document *document)
{
    struct page_line line = {.used = 0};

    for (size_t i = 0; i < document->section_count; i++) {
        size_t keys = 0;
        for (size_t j = 0; j < document->sections[i].group_count; j++)
            keys += document->sections[i].groups[j].key_count;
        page_add(&line, "%s%s (%zu key%s)", line.used ? ", " : "", document->sections[i].name, keys,
                 keys == 1 ? "" : "s");
    }
    page_print("Sections", &line);
}

int report_table_print(const struct reading *reading)
{
    const struct status *status = reading->status;

    print_printer(reading);
    print_job(reading);
    print_progress(reading);
    print_materials(reading);
    print_queue(status);
    print_spools(status);
    print_temperatures(status);
    print_clock(reading);
    text_row("Serial", status->serial);
    text_row("Version", status->controller_version);
    print_sections(status->document);
    if (status->document->damage_count > 0)
        page_row("Damage", "%s", status->document->damage);
    return fflush(stdout) || ferror(stdout) ? -1 : 0;
}
