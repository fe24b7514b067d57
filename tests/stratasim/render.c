#include "render.h"

#include "calendar.h"
#include "fate.h"
#include "layout.h"
#include "prose.h"
#include "rng.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    SUBJECT_SPOOL = 0x40000000,
    SUBJECT_MACHINE = 4,
    SUBJECT_JITTER = 0x50000000,
    SUBJECT_STALE = 0x60000000,
    SUBJECT_PREVIOUS = 0x68000000,
    SUBJECT_OTHER_MACHINE = 0x78000000,
    VERSION_LASTS_S = 23 * DAY_S,
    MACHINE_LASTS_S = 53 * DAY_S,
    JITTER_S = 20,
    DATE_BYTES = 48,
    SHORT_BYTES = 24,
    MOD_COUNTS = 40
};

/* What the parts of one text share. */
struct view {
    const struct family *family;
    const struct life_moment *moment;
    uint64_t seed, printer;
    enum life_temper temper;
    struct calendar calendar;
    struct bytes *out;
};

/* ---- rows ------------------------------------------------------------------------------------------------------- */

static void add_between(struct bytes *out, const char *before, const char *text, const char *after)
{
    bytes_text(out, before);
    bytes_text(out, text);
    bytes_text(out, after);
}

static void add_value(struct bytes *out, const struct row *row, const char *values)
{
    const void *field = values + row->offset;
    switch (row->kind) {
    case ROW_TEXT:
        bytes_text(out, *(const char *const *)field);
        break;
    case ROW_BRACED:
        add_between(out, "{", *(const char *const *)field, "}");
        break;
    case ROW_QUOTED:
        add_between(out, "\"", *(const char *const *)field, "\"");
        break;
    case ROW_COUNT:
        bytes_integer(out, *(const int64_t *)field);
        break;
    case ROW_BRACED_COUNT:
        bytes_text(out, "{");
        bytes_integer(out, *(const int64_t *)field);
        bytes_text(out, "}");
        break;
    case ROW_REAL:
        bytes_real(out, *(const double *)field);
        break;
    case ROW_FLAG:
        bytes_text(out, *(const int64_t *)field ? "true" : "false");
        break;
    default:
        bytes_text(out, row->fixed);
    }
}

static void add_rows(struct bytes *out, const struct row *row, const void *values)
{
    for (; row->kind != ROW_END; row++) {
        if (row->kind == ROW_TAB) {
            bytes_text(out, "\t\n");
            continue;
        }
        add_between(out, "\t-", row->key, " ");
        add_value(out, row, values);
        bytes_text(out, "\n");
    }
}

static void add_section(struct bytes *out, const char *name, const struct row *rows, const void *values)
{
    bytes_print(out, "set machineStatus(%s) {\n", name);
    add_rows(out, rows, values);
    bytes_text(out, "};\n\n");
}

/* ---- general ---------------------------------------------------------------------------------------------------- */

static bool is_building(const struct life_moment *moment)
{
    return moment->phase == PHASE_BUILDING || moment->phase == PHASE_PENDING_PAUSE;
}

/* In the first minutes of a build the layer is still that of the job before, or far beyond. */
static int64_t shown_layer(const struct view *view)
{
    const struct life_moment *moment = view->moment;
    const struct job *job = &moment->job;
    struct rng rng = rng_of(view->seed, view->printer, SUBJECT_STALE + job->number);
    int64_t stale_s = rng_between(&rng, 40, 300);
    if (!job->started.true_s)
        return 0;
    if (job->build_s >= stale_s)
        return job_layer(job, job->build_s);
    return moment->last_layer && rng_chance(&rng, 0.5) ? moment->last_layer : job->layers - 1;
}

static int64_t jitter_c(const struct view *view, int heater)
{
    struct rng rng =
        rng_of(view->seed, view->printer, SUBJECT_JITTER + (uint64_t)(view->moment->at_s / JITTER_S * 4 + heater));
    return rng_between(&rng, -1, 1);
}

static int64_t set_point_c(const struct view *view, int heater)
{
    const struct family *family = view->family;
    if (family->set_point_0_while_building && is_building(view->moment))
        return 0;
    if (family->support_set_point_moves && heater == HEATER_SUPPORT && is_building(view->moment))
        return view->moment->at_s / (3 * MINUTE_S) % 3 ? family->build_c[heater] : 180;
    return view->moment->hot ? family->build_c[heater] : family->standby_c[heater];
}

static const char *word(const struct view *view)
{
    const char *own = view->family->words[view->moment->phase];
    return own ? own : phase_word(view->moment->phase);
}

/* In a contrary life the controller gets another version now and then, and another machine stands under the same address:
 * the number of the present one, 0 in usual lives. */
static int64_t present_of(const struct view *view, int64_t lasts_s)
{
    if (view->temper == TEMPER_USUAL)
        return 0;
    return (view->moment->at_s + (int64_t)view->printer * DAY_S) / lasts_s;
}

static const char *controller_version(const struct view *view, char version[SHORT_BYTES])
{
    int64_t number = present_of(view, VERSION_LASTS_S);
    snprintf(version, SHORT_BYTES, "%s", view->family->controller_version);
    if (number)
        snprintf(version, SHORT_BYTES, "%s.%d", view->family->controller_version, (int)number);
    return version;
}

static void add_general(const struct view *view)
{
    char version[SHORT_BYTES];
    const struct life_moment *moment = view->moment;
    const struct family *family = view->family;
    int64_t layer = moment->job.number ? shown_layer(view) : 0;
    struct general_values values = {
        .codename = family->codename,
        .controller_version = controller_version(view, version),
        .cmb_version = family->cmb_version,
        .word = word(view),
        .explanation = moment->phase == PHASE_ERROR ? "Extruder stopped moving" : "",
        .model_tip = family->model_tip,
        .support_tip = family->support_tip,
        .layer = layer ? layer : moment->last_layer,
        .mod_count = (int64_t)(moment->last.number % MOD_COUNTS),
        .clock_s = moment->printer_s,
        .zone_west_s = view->calendar.west_s,
        .start_s = moment->job.started.printer_s,
        .build_s = moment->job.build_s,
    };
    for (int i = 0; i < HEATER_COUNT; i++) {
        values.temperature_c[i] = llround(moment->temperature_c[i]) + jitter_c(view, i);
        values.set_c[i] = set_point_c(view, i);
    }
    add_section(view->out, "general", family->layout->general, &values);
}

/* ---- cassette --------------------------------------------------------------------------------------------------- */

static void write_date(const char *format, int64_t unix_s, char *out, size_t size)
{
    time_t seconds = (time_t)unix_s;
    struct tm parts;
    if (!gmtime_r(&seconds, &parts) || !strftime(out, size, format, &parts))
        *out = '\0';
}

static const char *spool_status(const struct view *view, unsigned bay, bool loaded)
{
    const unsigned *active = view->moment->active;
    if (!loaded)
        return "NOT LOADED";
    return bay == active[SIDE_MODEL] || bay == active[SIDE_SUPPORT] ? "ACTIVE" : "IDLE";
}

/* An empty bay keeps dates, lot and size of another spool. */
static const struct life_spool *spool_remembered(const struct view *view, unsigned bay)
{
    const struct life_moment *moment = view->moment;
    if (moment->spools[bay].number)
        return &moment->spools[bay];
    return &moment->spools[moment->active[bay < view->family->bays / 2 ? SIDE_MODEL : SIDE_SUPPORT]];
}

static void add_spool(const struct view *view, unsigned bay)
{
    static const struct family_material none = {"", "", "", "", "", ""};
    const struct life_spool *spool = &view->moment->spools[bay], *remembered = spool_remembered(view, bay);
    const struct family_material *material = spool->number ? spool->material : &none;
    struct rng rng = rng_of(view->seed, view->printer, SUBJECT_SPOOL + remembered->number);
    int64_t made_s = remembered->loaded_s - rng_between(&rng, 30, 900) * DAY_S;
    long serial = (long)rng_between(&rng, 300000000, 499999999);
    char made_long[DATE_BYTES], made_short[DATE_BYTES], first_used[DATE_BYTES];
    char lot[SHORT_BYTES], serial_plain[SHORT_BYTES] = "", serial_real[SHORT_BYTES] = "";
    write_date("%a %b %e %H:%M:%S %Y", made_s, made_long, sizeof made_long);
    write_date("%m%d%Y", made_s, made_short, sizeof made_short);
    write_date("%a %b %e %H:%M:%S %Y", remembered->loaded_s, first_used, sizeof first_used);
    snprintf(lot, sizeof lot, "%d", (int)rng_between(&rng, 7000, 129999));
    if (spool->number) {
        snprintf(serial_plain, sizeof serial_plain, "%ld", serial);
        snprintf(serial_real, sizeof serial_real, "%ld.000000", serial);
    }
    struct spool_values values = {
        .bay = bay,
        .name = material->spool_name,
        .color_label = material->color_label,
        .color_rgb = material->color_rgb,
        .group = material->group,
        .group_label = material->group_label,
        .made_long = made_long,
        .made_short = made_short,
        .lot = lot,
        .first_used = first_used,
        .serial_real = serial_real,
        .serial = serial_plain,
        .status = spool_status(view, bay, spool->number != 0),
        .status_loaded = spool->number ? "Loaded" : "Empty",
        .initial_in3 = remembered->initial_in3,
        .left_in3 = spool->left_in3,
    };
    bytes_text(view->out, "{\n");
    add_rows(view->out, view->family->layout->spool, &values);
    bytes_text(view->out, "}\n");
}

static void add_cassette(const struct view *view)
{
    bytes_text(view->out, "set machineStatus(cassette) {\n");
    for (unsigned bay = 0; bay < view->family->bays; bay++)
        add_spool(view, bay);
    bytes_text(view->out, "};\n\n");
}

/* ---- the machine ------------------------------------------------------------------------------------------------ */

static void write_materials(const struct family *family, char *out, size_t size)
{
    size_t used = 0;
    *out = '\0';
    for (int side = 0; side < SIDE_COUNT; side++)
        for (const struct family_material *material = family->materials[side]; material->spool_name; material++)
            if (!strstr(out, material->job_name))
                used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " " : "", material->job_name);
}

static const char *internal_state(const struct view *view)
{
    const struct family *family = view->family;
    switch (view->moment->phase) {
    case PHASE_HOMING:
    case PHASE_WARMING:
        return family->internal_warming;
    case PHASE_BUILDING:
    case PHASE_PENDING_PAUSE:
        return family->internal_building;
    default:
        return family->internal_idle;
    }
}

static const char *spool_name(const struct view *view, enum family_side side)
{
    return view->moment->spools[view->moment->active[side]].material->spool_name;
}

/* What was measured when the machine was made: the same for all its life. */
static void measure(const struct view *view, struct machine_values *values, char *offset, char *calibration,
                    char *serial, char *udn)
{
    int64_t number = present_of(view, MACHINE_LASTS_S);
    struct rng rng =
        rng_of(view->seed, view->printer, number ? SUBJECT_OTHER_MACHINE + (uint64_t)number : SUBJECT_MACHINE);
    snprintf(serial, SHORT_BYTES, "%s%05d", view->family->serial_prefix, (int)rng_between(&rng, 10000, 99999));
    unsigned node = (unsigned)rng_next(&rng), time_low = (unsigned)rng_next(&rng);
    snprintf(udn, DATE_BYTES, "uuid:%08x-0000-1000-8000-%012x", time_low, node);
    double offset_y = rng_real(&rng, -0.01, 0.01), offset_x = rng_real(&rng, 0.78, 0.82);
    snprintf(offset, SHORT_BYTES, "%.3f %.3f", offset_x, offset_y);
    int used = 0;
    for (int i = 0; i < 4; i++)
        used += snprintf(calibration + used, (size_t)(2 * DATE_BYTES - used), "%s%.4f", i ? " " : "",
                         rng_real(&rng, 7.5, 7.54));
    values->z_offset = round(rng_real(&rng, -0.09, -0.04) * 1e6) / 1e6;
    values->z_clearance = round(rng_real(&rng, -0.006, 0.002) * 1e6) / 1e6;
    values->tip_offset = offset;
    values->calibration = calibration;
    values->serial = serial;
    values->udn = udn;
}

static void add_machine(const struct view *view)
{
    char version[SHORT_BYTES];
    const struct family *family = view->family;
    const struct life_moment *moment = view->moment;
    bool running = phase_is_running(moment->phase), building = is_building(moment);
    struct machine_values values = {
        .internal_state = internal_state(view),
        .home_state = running ? family->internal_building : "",
        .product_version = family->product_version,
        .controller_version = controller_version(view, version),
        .model_name = spool_name(view, SIDE_MODEL),
        .support_name = spool_name(view, SIDE_SUPPORT),
        .power_on_s = moment->power_on_s,
        .build_total_s = moment->build_total_s,
        .tip_s = moment->tip_s,
        .tip_model_h = round((double)moment->tip_s / 3.6) / 1000,
        .tip_support_h = round((double)moment->tip_s / 9) / 1000,
        .curve = building ? moment->job.build_s * 7 % 1800 : -3,
        .x = building ? moment->at_s % 10 : 0,
        .y = building ? moment->at_s / 3 % 12 : 9,
        .z = building ? llround(moment->job.high_in[2]) : 6,
        .model_heat = moment->hot ? 120 + moment->at_s % 60 : 0,
        .support_heat = moment->hot ? 90 + moment->at_s % 70 : 0,
        .chamber_heat = moment->hot,
        .busy = running,
        .lights = moment->phase != PHASE_IDLE,
    };
    for (int i = 0; i < HEATER_COUNT; i++) {
        values.build_c[i] = family->build_c[i];
        values.standby_c[i] = family->standby_c[i];
    }
    char materials[8 * DATE_BYTES], offset[SHORT_BYTES], calibration[2 * DATE_BYTES], serial[SHORT_BYTES],
        udn[DATE_BYTES];
    write_materials(family, materials, sizeof materials);
    values.materials = materials;
    measure(view, &values, offset, calibration, serial, udn);
    add_section(view->out, family->section, family->layout->machine, &values);
}

/* ---- jobs ------------------------------------------------------------------------------------------------------- */

static const char *completion(const struct family *family, const struct job *job)
{
    const struct family_completion *words = family->completion;
    if (job->result && fate_of(job->fate)->says_completed)
        return words->completed;
    switch (job->result) {
    case RESULT_COMPLETED:
        return words->completed;
    case RESULT_CANCELLED:
        return words->cancelled;
    case RESULT_FAILED:
        return words->failed;
    default:
        return job->started.true_s ? words->in_progress : "";
    }
}

/* Tips stay filled where there is no job; layouts show the short ones for jobs. */
static struct job_values no_job(const struct family *family, int64_t position)
{
    return (struct job_values){
        .position = position,
        .name = "",
        .owner = "",
        .completion = "",
        .model_material = "",
        .support_material = "",
        .model_tip = family->model_tip,
        .support_tip = family->support_tip,
        .model_tip_short = family->model_tip,
        .support_tip_short = "T12",
        .comment = "",
        .producer = "",
        .pack = "",
        .build_mode = "none",
    };
}

static struct job_values job_values(const struct view *view, const struct job *job, int64_t position,
                                    const struct prose *prose)
{
    struct job_values values = no_job(view->family, position);
    if (!job->number)
        return values;
    values.name = prose->name;
    values.owner = prose->owner;
    values.comment = prose->comment;
    values.pack = prose->pack;
    values.producer = view->family->producer;
    values.completion = completion(view->family, job);
    values.id = job->id;
    values.submit_s = job->submitted.printer_s;
    values.start_s = job->started.printer_s;
    values.end_s = job->ended.printer_s;
    values.estimated_s = job->estimated_s;
    values.build_s = job->build_s;
    values.layers = job->layers;
    values.slice_in = job->slice_in;
    values.model_material = job->material[SIDE_MODEL]->job_name;
    values.support_material = job->material[SIDE_SUPPORT]->job_name;
    memcpy(values.needed_in3, job->needed_in3, sizeof values.needed_in3);
    memcpy(values.used_in3, job->used_in3, sizeof values.used_in3);
    memcpy(values.low_in, job->low_in, sizeof values.low_in);
    memcpy(values.high_in, job->high_in, sizeof values.high_in);
    return values;
}

static void write_prose(const struct view *view, const struct job *job, struct prose *prose)
{
    const char *separator = view->family->layout->job == LAYOUT_MARINER.job ? "," : ", ";
    prose_write(view->seed, view->printer, job->file, separator, prose);
}

static void add_current_job(const struct view *view, bool damage)
{
    struct prose prose;
    write_prose(view, &view->moment->job, &prose);
    struct job_values values = job_values(view, &view->moment->job, 0, &prose);
    if (view->moment->job.number)
        values.layer = shown_layer(view);
    if (damage)
        values.name = "broken{plate";
    add_section(view->out, "currentJob", view->family->layout->job, &values);
}

static struct job as_if_never_run(struct job job)
{
    job.started = job.ended = (struct job_time){0, 0};
    job.result = RESULT_NONE;
    job.build_s = 0;
    job.used_in3[SIDE_MODEL] = job.used_in3[SIDE_SUPPORT] = 0;
    return job;
}

/* On some families a copy of the current job that never runs; empty on the others. */
static struct job usual_previous(const struct view *view)
{
    if (view->family->previous != PREVIOUS_NEVER_RAN || !view->moment->job.number)
        return (struct job){0};
    struct job never = as_if_never_run(view->moment->job);
    never.id++;
    return never;
}

/* The job before: as it was on printers of odd numbers, as one that never ran on the others; and now and then
 * one that is older. */
static struct job contrary_previous(const struct view *view)
{
    const struct life_moment *moment = view->moment;
    bool is_at_hand = moment->job.number && moment->job.result;
    struct rng rng = rng_of(view->seed, view->printer, SUBJECT_PREVIOUS + moment->last.number);
    bool is_stale = rng_chance(&rng, 0.2);
    struct job job = is_at_hand || is_stale ? moment->older : moment->last;
    return view->printer % 2 ? job : as_if_never_run(job);
}

static void add_previous_job(const struct view *view)
{
    struct job previous = view->temper == TEMPER_CONTRARY ? contrary_previous(view) : usual_previous(view);
    struct prose prose;
    write_prose(view, &previous, &prose);
    struct job_values values = job_values(view, &previous, -1, &prose);
    add_section(view->out, "previousJob", view->family->layout->job, &values);
}

static void add_queue(const struct view *view)
{
    bytes_text(view->out, "set machineStatus(queue) {\n");
    for (size_t i = 0; i < view->moment->queued; i++) {
        struct prose prose;
        write_prose(view, &view->moment->queue[i], &prose);
        struct job_values values = job_values(view, &view->moment->queue[i], (int64_t)i + 1, &prose);
        bytes_text(view->out, "{\n");
        add_rows(view->out, view->family->layout->job, &values);
        bytes_text(view->out, "}\n");
    }
    bytes_text(view->out, "\t};\n");
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

static void add_with_crlf(struct bytes *out, const struct bytes *text)
{
    const char *from = text->data, *end = text->data + text->length;
    for (const char *line_end; (line_end = memchr(from, '\n', (size_t)(end - from))); from = line_end + 1) {
        bytes_add(out, from, (size_t)(line_end - from));
        bytes_add(out, "\r\n", 2);
    }
    bytes_add(out, from, (size_t)(end - from));
}

void render_status(const struct life *life, const struct life_moment *moment, bool damage, struct bytes *out)
{
    const struct family *family = life_family(life);
    struct bytes text = {0};
    struct view view = {.family = family,
                        .moment = moment,
                        .seed = life_seed(life),
                        .printer = life_printer(life),
                        .temper = life_temper(life),
                        .calendar = calendar_of(life_seed(life), life_printer(life)),
                        .out = &text};
    add_general(&view);
    add_cassette(&view);
    add_machine(&view);
    add_current_job(&view, damage);
    add_previous_job(&view);
    add_queue(&view);
    if (family->no_last_newline && text.length)
        text.length--;
    for (size_t i = 0; i < family->last_nuls; i++)
        bytes_add(&text, "", 1);
    if (family->crlf)
        add_with_crlf(out, &text);
    else
        bytes_add(out, text.data, text.length);
    out->failed |= text.failed;
    bytes_free(&text);
}
