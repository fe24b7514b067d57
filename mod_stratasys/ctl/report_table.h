/* A reading for people: labelled rows of at most 80 columns, UTF-8, no colours. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "reading.h"

/* Prints it to standard output; what is unknown is left out. Returns 0, or -1 when it could not be written. */
int report_table_print(const struct reading *reading);

#endif
