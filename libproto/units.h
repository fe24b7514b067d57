/* Numbers that more than one room needs to tell people what a printer says. */
#ifndef UNITS_H
#define UNITS_H

#define UNITS_CM3_PER_IN3 16.387064

/* The last second of the year 9999, UTC: RFC 3339 and browsers know no later one. */
#define UNITS_TIME_MAX_S 253402300799

#endif
