/* A status text with what follows from it, for the reports. */
#ifndef READING_H
#define READING_H

#include "progress.h"

struct reading {
    const char *printer;   /* HOST[:PORT]; NULL: a saved text */
    double answered_at;    /* Unix seconds by this computer's clock; NAN: a saved text */
    struct status *status; /* owned */
    enum state state;
    struct progress progress;
};

/* Reads text. Returns 0, or -1 without memory. */
int reading_begin(struct reading *reading, const char *text, size_t length, const char *printer, double answered_at);
void reading_end(struct reading *reading);

/* What is wrong with the text, or NULL. */
const char *reading_trouble(const struct reading *reading);

/* A time of the printer's clock, placed on this computer's; a saved text's time stays as it is. NAN: unknown. */
double reading_time(const struct reading *reading, double printer_s);

/* When the build ends by this computer's clock; NAN for a saved text, which says nothing about now. */
double reading_eta(const struct reading *reading);

/* The printer's clock minus this computer's, in seconds; NAN: unknown. */
double reading_clock_offset(const struct reading *reading);

/* What a loaded spool still holds, 0 to 1; NAN: unknown. */
double reading_left_ratio(const struct status_spool *spool);

/* number when it is above 0; else NAN, where printers write 0 for 'none'. */
double reading_positive(double number);

double reading_cm3(double in3);

/* The parts of UTC (is_local 0) or local time, for times from 1970 to 9999; NULL for others. */
struct tm;
struct tm *reading_calendar(double at, int is_local, struct tm *parts);

#endif
