/*
 * The SELECTs behind the endpoints. Column names are the JSON keys; those that begin with `_` are for the program.
 * ?1 is the printer's ID or key, ?9 the present second.
 */
#include "reader.h"

/* A printer is unobserved when its last poll is older than three intervals and one time-out: as in printer_current. */
#define WATCHED                                                                                                        \
    "(SELECT *, (polled_at + 1) * 1000 + 3 * interval_ms + timeout_ms AS lapses_ms, polled_at IS NULL OR "             \
    "(polled_at + 1) * 1000 + 3 * interval_ms + timeout_ms < ?9 * 1000 AS lapsed FROM printer "                        \
    "JOIN printer_now USING (printer_key) JOIN printer_reading USING (printer_key) WHERE configured = 1) "

#define UNLESS_LAPSED(column) "CASE WHEN NOT lapsed THEN " column " END AS " column ", "

#define STATE "CASE WHEN lapsed THEN 'unobserved' ELSE state END AS state, "
#define LAPSES                                                                                                         \
    "CASE WHEN NOT lapsed THEN lapses_ms / 1000 + 1 END AS _lapses_at, (polled_at * 1000 + interval_ms + 999) / 1000 " \
    "AS _due_at "

/* What the printer says of itself is said by one that answers. */
#define STATUS_TEXT                                                                                                    \
    UNLESS_LAPSED("status_text") "CASE WHEN NOT lapsed AND state <> 'offline' THEN explanation END AS explanation, "
#define PROGRESS UNLESS_LAPSED("progress_ratio") UNLESS_LAPSED("progress_source")

#define PRINTERS                                                                                                       \
    "SELECT printer, name, product, codename, location, fleet_group, webcam, " STATE STATUS_TEXT                       \
    "CASE WHEN lapsed THEN coalesce(polled_at, state_began_at) ELSE state_began_at END AS state_began_at, "            \
    "polled_at, answered_at, failed_polls, trouble, damage, interval_ms / 1000.0 AS interval_s, "                      \
    "job_id, job_name, owner, comment, pack, submitted_at, started_at, estimated_s, build_s, layer, layers_total, "    \
    "model_material, model_needed_in3, model_used_in3, support_material, support_needed_in3, "                         \
    "support_used_in3, " PROGRESS "time_ratio, layer_ratio, model_ratio, support_ratio, "                              \
    "CASE WHEN NOT lapsed AND state = 'building' THEN eta_at END AS eta_at, "                                          \
    "model_temp_c, model_set_c, support_temp_c, support_set_c, envelope_temp_c, envelope_set_c, clock_offset_s, "      \
    "serial, controller_version, printer_key AS _key, " LAPSES "FROM " WATCHED

static const char *const reader_texts[READER_STATEMENTS] = {
    [READER_FLEET_SEQ] = "SELECT change_seq FROM poller",
    [READER_PRINTER_SEQ] = "SELECT r.change_seq FROM printer p JOIN printer_reading r USING (printer_key) "
                           "WHERE p.printer = ?1 AND p.configured = 1",
    [READER_FIRST_ID] = "SELECT printer FROM printer WHERE configured = 1 ORDER BY place LIMIT 1",
    [READER_PRINTERS] = PRINTERS "ORDER BY place",
    [READER_PRINTER] = PRINTERS "WHERE printer = ?1",
    [READER_SPOOLS] = "SELECT bay, kind, material, color, color_rgb, spool_status, is_loaded, initial_in3, left_in3, "
                      "CASE WHEN is_loaded AND initial_in3 > 0 AND left_in3 >= 0 THEN min(1.0, left_in3 / initial_in3) "
                      "END AS left_ratio, "
                      "serial, lot, made_on, first_used_on FROM spool_now WHERE printer_key = ?1 ORDER BY place",
    [READER_QUEUE] = "SELECT place AS position, job_id, job_name, owner, comment, pack, submitted_at, estimated_s, "
                     "model_material, model_needed_in3, support_material, support_needed_in3 "
                     "FROM queue_now WHERE printer_key = ?1 ORDER BY place",
    [READER_STATE] = "SELECT " STATE LAPSES "FROM " WATCHED "WHERE printer = ?1",
    [READER_POLLER] = "SELECT began_at AS poller_began_at, stopped_at AS poller_stopped_at, heartbeat_at AS "
                      "_heartbeat_at FROM poller",
    [READER_HEALTH] = "SELECT printer, " STATE "polled_at, answered_at, failed_polls, trouble, " LAPSES "FROM " WATCHED
                      "ORDER BY place",
};

const char *reader_sql(enum reader_statement which)
{
    return reader_texts[which];
}
