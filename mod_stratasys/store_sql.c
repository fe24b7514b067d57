/* The SQL of the writer, one text for each statement. A row that did not change is not written: the comparison by IS NOT
 * is what keeps a poll of an idle printer small. */
#include "store_internal.h"

#define NOW_COLUMNS                                                                                                    \
    "(state, status_text, explanation, state_began_at, trouble, failed_at, damage, controller_version, job_id, "       \
    "job_name, owner, comment, pack, submitted_at, started_at, estimated_s, layers_total, model_material, "            \
    "model_needed_in3, support_material, support_needed_in3, model_set_c, support_set_c, envelope_set_c, "             \
    "submitted_printer_s, started_printer_s)"
#define NOW_VALUES                                                                                                     \
    "(?2, ?3, ?4, ?5, NULL, NULL, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "   \
    "?23, ?24, ?25)"

/* ?5: the text is damaged, and what it does not say stays as it was. */
#define IDENTITY_VALUES                                                                                                \
    "(coalesce(?2, CASE WHEN ?5 THEN codename END), coalesce(?3, CASE WHEN ?5 THEN serial END), "                      \
    "coalesce(?4, CASE WHEN ?5 THEN product END))"

static const char *const store_texts[STORE_STATEMENTS] = {
    [STORE_POLLER_BEGAN] = "UPDATE poller SET began_at = ?1, stopped_at = NULL, version = ?2",
    [STORE_POLLER_ALIVE] = "UPDATE poller SET change_seq = ?1, heartbeat_at = ?2",
    [STORE_POLLER_STOPPED] = "UPDATE poller SET stopped_at = ?1",
    [STORE_TIME_ZONE] = "UPDATE about SET time_zone = ?1 WHERE time_zone IS NOT ?1",
    [STORE_FLEET_FORGET] = "UPDATE printer SET configured = 0",
    [STORE_FLEET_PRINTER] =
        "INSERT INTO printer (printer, name, product, location, fleet_group, webcam, place, interval_ms, timeout_ms, "
        "configured) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1) "
        "ON CONFLICT (printer) DO UPDATE SET name = ?2, product = coalesce(?3, product), location = ?4, "
        "fleet_group = ?5, webcam = ?6, place = ?7, interval_ms = ?8, timeout_ms = ?9, configured = 1",
    [STORE_FLEET_KEY] = "SELECT printer_key FROM printer WHERE printer = ?1",
    [STORE_FLEET_NOW] = "INSERT INTO printer_now (printer_key, state, state_began_at) VALUES (?1, 'unobserved', ?2) "
                        "ON CONFLICT (printer_key) DO NOTHING",
    [STORE_FLEET_READING] = "INSERT INTO printer_reading (printer_key, change_seq, failed_polls) VALUES (?1, ?2, 0) "
                            "ON CONFLICT (printer_key) DO UPDATE SET change_seq = ?2",
    [STORE_LOAD] = "SELECT n.state, n.status_text, n.state_began_at, r.polled_at, r.answered_at, n.failed_at, "
                   "r.failed_polls, n.submitted_at, n.submitted_printer_s, n.started_at, n.started_printer_s "
                   "FROM printer_now n JOIN printer_reading r USING (printer_key) WHERE printer_key = ?1",
    [STORE_IDENTITY] = "UPDATE printer SET (codename, serial, product) = " IDENTITY_VALUES
                       " WHERE printer_key = ?1 AND (codename, serial, product) IS NOT " IDENTITY_VALUES,
    [STORE_NOW] = "UPDATE printer_now SET " NOW_COLUMNS " = " NOW_VALUES " WHERE printer_key = ?1 AND " NOW_COLUMNS
                  " IS NOT " NOW_VALUES,
    [STORE_NOW_FAILED] = "UPDATE printer_now SET (state, status_text, state_began_at, trouble, failed_at) = "
                         "(?2, ?3, ?4, ?5, ?6) WHERE printer_key = ?1 AND "
                         "(state, status_text, state_began_at, trouble, failed_at) IS NOT (?2, ?3, ?4, ?5, ?6)",
    [STORE_READING] = "UPDATE printer_reading SET change_seq = ?2, polled_at = ?3, answered_at = ?4, failed_polls = 0, "
                      "clock_offset_s = ?5, model_temp_c = ?6, support_temp_c = ?7, envelope_temp_c = ?8, layer = ?9, "
                      "build_s = ?10, model_used_in3 = ?11, support_used_in3 = ?12, time_ratio = ?13, "
                      "layer_ratio = ?14, model_ratio = ?15, support_ratio = ?16, progress_ratio = ?17, "
                      "progress_source = ?18, eta_at = ?19 WHERE printer_key = ?1",
    [STORE_READING_FAILED] = "UPDATE printer_reading SET change_seq = ?2, polled_at = ?3, failed_polls = ?4 "
                             "WHERE printer_key = ?1",
    [STORE_SPOOL] =
        "INSERT INTO spool_now (printer_key, place, bay, kind, material, color, color_rgb, spool_status, is_loaded, "
        "initial_in3, left_in3, serial, lot, made_on, first_used_on) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) "
        "ON CONFLICT (printer_key, place) DO UPDATE SET bay = ?3, kind = ?4, material = ?5, color = ?6, color_rgb = "
        "?7, "
        "spool_status = ?8, is_loaded = ?9, initial_in3 = ?10, left_in3 = ?11, serial = ?12, lot = ?13, made_on = ?14, "
        "first_used_on = ?15 WHERE (bay, kind, material, color, color_rgb, spool_status, is_loaded, initial_in3, "
        "left_in3, serial, lot, made_on, first_used_on) IS NOT (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
        "?15)",
    [STORE_SPOOLS_GONE] = "DELETE FROM spool_now WHERE printer_key = ?1 AND place >= ?2",
    /* The place of a time trembles by a second or two from poll to poll; the printer's own time does not. */
    [STORE_QUEUE] =
        "INSERT INTO queue_now (printer_key, place, job_id, job_name, owner, comment, pack, submitted_at, estimated_s, "
        "model_material, model_needed_in3, support_material, support_needed_in3, submitted_printer_s) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
        "ON CONFLICT (printer_key, place) DO UPDATE SET job_id = ?3, job_name = ?4, owner = ?5, comment = ?6, "
        "pack = ?7, submitted_at = ?8, estimated_s = ?9, model_material = ?10, model_needed_in3 = ?11, "
        "support_material = ?12, support_needed_in3 = ?13, submitted_printer_s = ?14 WHERE (job_id, job_name, owner, "
        "comment, pack, estimated_s, model_material, model_needed_in3, support_material, support_needed_in3, "
        "submitted_printer_s) IS NOT (?3, ?4, ?5, ?6, ?7, ?9, ?10, ?11, ?12, ?13, ?14)",
    [STORE_QUEUE_GONE] = "DELETE FROM queue_now WHERE printer_key = ?1 AND place >= ?2",
};

const char *store_sql(enum store_statement which)
{
    return store_texts[which];
}
