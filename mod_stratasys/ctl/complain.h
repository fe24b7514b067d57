/* What the command line says on standard error, and the exit codes that go with it. */
#ifndef COMPLAIN_H
#define COMPLAIN_H

/* Promised to scripts; --help says what they mean. */
enum ctl_exit { CTL_OK, CTL_DAMAGED, CTL_USAGE, CTL_NO_CONNECTION, CTL_PROTOCOL, CTL_FILE };

/* Prints one line; whatever could do something to a terminal becomes `?`. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

#endif
