/* Asks one printer for its status text, as the poller does, and waits for it. */
#ifndef FETCH_H
#define FETCH_H

#include "bytes.h"
#include "complain.h"

/* Asks the printer that target (HOST[:PORT]) names; timeout_ms bounds all of it, the look-up of its name too. CTL_OK
 * with text to be freed by bytes_free; CTL_USAGE, CTL_NO_CONNECTION or CTL_PROTOCOL after a complaint. */
enum ctl_exit fetch_text(const char *target, int timeout_ms, struct bytes *text);

#endif
