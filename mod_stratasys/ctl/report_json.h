/* A reading as one JSON object; its keys are those of /api/v1/printers. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "reading.h"

/* Prints it to standard output, in ASCII. Returns 0, or -1 when it could not be made or written. */
int report_json_print(const struct reading *reading);

#endif
