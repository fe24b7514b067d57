/* StratasysPrinter lines of a configuration as a fleet, so that a time-lapse's printers are those of httpd. */
#ifndef FLEET_LINES_H
#define FLEET_LINES_H

#include "fleet.h"
#include "plan.h"

struct fleet_lines;

/* Reads as many StratasysPrinter lines as the plan has printers from its file; without one: p1, p2, ... Of the keys
 * location, fleet_group, name and product are taken over. NULL with one line for people in message. The caller frees it. */
struct fleet_lines *fleet_lines_read(const struct plan *plan, char message[PLAN_MESSAGE_BYTES]);
void fleet_lines_free(struct fleet_lines *lines);

const struct fleet_printer *fleet_lines_printers(const struct fleet_lines *lines);

#endif
