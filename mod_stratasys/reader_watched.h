/* SQL that says how a printer is now, by ?9, the present second: as in the view printer_current. */
#ifndef READER_WATCHED_H
#define READER_WATCHED_H

/* A printer is unobserved when its last poll is older than three intervals and one time-out. */
#define READER_WATCHED                                                                                                 \
    "(SELECT *, (polled_at + 1) * 1000 + 3 * interval_ms + timeout_ms AS lapses_ms, polled_at IS NULL OR "             \
    "(polled_at + 1) * 1000 + 3 * interval_ms + timeout_ms < ?9 * 1000 AS lapsed FROM printer "                        \
    "JOIN printer_now USING (printer_key) JOIN printer_reading USING (printer_key) WHERE configured = 1)"

#define READER_STATE_OF  "CASE WHEN lapsed THEN 'unobserved' ELSE state END"
#define READER_STATE_NOW READER_STATE_OF " AS state"

/* Since when it is in that state; when the build ends by its estimate. */
#define READER_STATE_BEGAN "CASE WHEN lapsed THEN coalesce(polled_at, state_began_at) ELSE state_began_at END"
#define READER_ETA         "CASE WHEN NOT lapsed AND state = 'building' THEN eta_at END"

/* For endpoint_note_times. */
#define READER_TIMES                                                                                                   \
    "CASE WHEN NOT lapsed THEN lapses_ms / 1000 + 1 END AS _lapses_at, (polled_at * 1000 + interval_ms + 999) / 1000 " \
    "AS _due_at"

#endif
