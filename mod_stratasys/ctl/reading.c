#include "reading.h"
#include "units.h"
#include <math.h>
#include <time.h>

int reading_begin(struct reading *reading, const char *text, size_t length, const char *printer, double answered_at)
{
    *reading = (struct reading){.printer = printer, .answered_at = answered_at};
    reading->status = status_read(text, length);
    if (!reading->status)
        return -1;
    reading->state = state_of_status(reading->status, NULL, 0);
    reading->progress = progress_of(reading->status, reading->state);
    return 0;
}

void reading_end(struct reading *reading)
{
    status_free(reading->status);
    reading->status = NULL;
}

const char *reading_trouble(const struct reading *reading)
{
    const struct status *status = reading->status;

    if (!status->codename && !status->status_text)
        return "this is no status text";
    return status->document->damage_count > 0 ? status->document->damage : NULL;
}

double reading_time(const struct reading *reading, double printer_s)
{
    if (isnan(reading->answered_at))
        return reading_positive(printer_s);
    return status_time_at(reading->status, printer_s, reading->answered_at);
}

double reading_eta(const struct reading *reading)
{
    return round(reading->answered_at + reading->progress.remaining_s);
}

double reading_clock_offset(const struct reading *reading)
{
    return reading_positive(reading->status->server_time) - reading->answered_at;
}

double reading_left_ratio(const struct status_spool *spool)
{
    if (spool->is_loaded != 1 || !(spool->initial_in3 > 0) || !(spool->left_in3 >= 0))
        return NAN;
    return fmin(1, spool->left_in3 / spool->initial_in3);
}

double reading_positive(double number)
{
    return number > 0 ? number : NAN;
}

double reading_cm3(double in3)
{
    return in3 * UNITS_CM3_PER_IN3;
}

struct tm *reading_calendar(double at, int is_local, struct tm *parts)
{
    if (!(at >= 0) || at > UNITS_TIME_MAX_S)
        return NULL;
    time_t seconds = (time_t)at;
    return is_local ? localtime_r(&seconds, parts) : gmtime_r(&seconds, parts);
}
