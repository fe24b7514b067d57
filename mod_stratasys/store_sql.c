/* The SQL of the writer, one text for each statement. In it {columns}, {values} and {sets} are those of its table of fields;
 * {sum} is the column of one state's seconds. */
#include "store_internal.h"
#include <string.h>

/* ?5: the text is damaged, and what it does not say stays as it was. */
#define IDENTITY_VALUES                                                                                                \
    "(coalesce(?2, CASE WHEN ?5 THEN codename END), coalesce(?3, CASE WHEN ?5 THEN serial END), "                      \
    "coalesce(?4, CASE WHEN ?5 THEN product END))"

/* The printer's present era. */
#define ERA_LAST "(SELECT max(era_key) FROM printer_era WHERE printer_key = ?1)"

/* Something is known now that the era does not know. */
#define ERA_FILLS                                                                                                      \
    "(e.product IS NULL AND p.product IS NOT NULL) OR (e.codename IS NULL AND p.codename IS NOT NULL) OR "             \
    "(e.serial IS NULL AND p.serial IS NOT NULL)"

/* What the configuration says counts as it is; what the machine says counts only where it says something. */
#define ERA_DIFFERS                                                                                                    \
    "e.name IS NOT p.name OR e.location IS NOT p.location OR e.fleet_group IS NOT p.fleet_group OR "                   \
    "coalesce(e.product <> p.product, 0) OR coalesce(e.codename <> p.codename, 0) OR coalesce(e.serial <> p.serial, "  \
    "0)"

/* In the order of the sample's measures. */
#define EACH(measure) measure "_min, " measure "_mean, " measure "_max"
/* clang-format off */
#define MEASURES EACH("model_temp_c") ", " EACH("support_temp_c") ", " EACH("envelope_temp_c") ", " \
    EACH("model_set_c") ", " EACH("support_set_c") ", " EACH("envelope_set_c") ", " \
    EACH("layer") ", " EACH("progress_ratio") ", " EACH("model_used_in3") ", " EACH("support_used_in3")
/* clang-format on */

static const char *const store_texts[STORE_SUM_ADD] = {
    /* ---- the poller and the fleet ---- */
    [STORE_POLLER_LAST] = "SELECT stopped_at IS NOT NULL, heartbeat_at FROM poller",
    [STORE_POLLER_BEGAN] = "UPDATE poller SET began_at = ?1, stopped_at = NULL, version = ?2",
    [STORE_POLLER_ALIVE] = "UPDATE poller SET change_seq = ?1, heartbeat_at = ?2",
    [STORE_POLLER_STOPPED] = "UPDATE poller SET stopped_at = ?1",
    [STORE_TIME_ZONE] = "UPDATE about SET time_zone = ?1 WHERE time_zone IS NOT ?1",
    [STORE_ZONE_LOAD] = "SELECT began_at, offset_s FROM zone_offset ORDER BY began_at",
    [STORE_ZONE_FORGET] = "DELETE FROM zone_offset",
    [STORE_ZONE_ADD] = "INSERT INTO zone_offset (began_at, offset_s) VALUES (?1, ?2)",
    [STORE_ZONE_HOUR] = "UPDATE usage_hour SET hour_s = hour_s + ?2 WHERE hour_began_at = ?1 AND printer_key IN "
                        "(SELECT printer_key FROM printer)",
    [STORE_ZONE_DAY] = "UPDATE usage_day SET day_s = day_s + ?2 WHERE day = ?1",
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
    /* ---- the beginning of a history, and eras ---- */
    [STORE_BEGIN_LOAD] = "SELECT n.state, n.status_text, n.state_began_at, "
                         "CASE WHEN n.state = 'offline' THEN r.polled_at ELSE r.answered_at END "
                         "FROM printer_now n JOIN printer_reading r USING (printer_key) WHERE n.printer_key = ?1 AND "
                         "NOT EXISTS (SELECT 1 FROM state_span s WHERE s.printer_key = ?1)",
    [STORE_BEGIN_NOW] = "UPDATE printer_now SET state_began_at = ?2 WHERE printer_key = ?1",
    [STORE_BEGIN_READING] = "UPDATE printer_reading SET covered_at = ?2, summed_at = ?2 WHERE printer_key = ?1",
    [STORE_ERA_LOAD] = "SELECT " ERA_LAST,
    [STORE_ERA_COMPARE] = "SELECT e.era_key, " ERA_DIFFERS ", " ERA_FILLS " FROM printer p JOIN printer_era e "
                          "WHERE p.printer_key = ?1 AND e.era_key = " ERA_LAST,
    [STORE_ERA_ADD] = "INSERT INTO printer_era (printer_key, began_at, name, product, location, fleet_group, "
                      "codename, serial) SELECT printer_key, ?2, name, product, location, fleet_group, codename, "
                      "serial FROM printer WHERE printer_key = ?1",
    [STORE_ERA_FILL] = "UPDATE printer_era SET (product, codename, serial) = (SELECT "
                       "coalesce(printer_era.product, p.product), coalesce(printer_era.codename, p.codename), "
                       "coalesce(printer_era.serial, p.serial) FROM printer p WHERE p.printer_key = ?1) "
                       "WHERE era_key = ?2",
    [STORE_ERA_FILL_DAYS] = "UPDATE usage_day SET product = (SELECT product FROM printer WHERE printer_key = ?1) "
                            "WHERE day >= ?2 AND printer_key = ?1 AND product IS NULL",
    /* ---- how a printer was left ---- */
    [STORE_LOAD] = "SELECT n.state, n.status_text, n.state_began_at, r.polled_at, r.answered_at, n.failed_at, "
                   "r.failed_polls, n.submitted_at, n.submitted_printer_s, n.started_at, n.started_printer_s, "
                   "r.covered_at, r.summed_at, r.clock_offset_s, n.damage IS NOT NULL, n.controller_version, "
                   "p.serial, (SELECT max(began_at) FROM state_span s WHERE s.printer_key = ?1), r.build_odometer_s "
                   "FROM printer_now n JOIN printer_reading r USING (printer_key) JOIN printer p USING (printer_key) "
                   "WHERE printer_key = ?1",
    [STORE_LOAD_RUN] =
        "SELECT j.job_key, n.phase, j.job_id, j.job_name, j.run, j.submitted_at, n.submitted_printer_s, j.started_at, "
        "n.started_printer_s, j.first_seen_at, n.seen_at, j.begun_at, j.ended_at, j.unloaded_at, j.ended_unseen_s, "
        "j.result, j.result_source, j.estimated_s, j.build_s, j.layers_total, j.preparing_s, j.paused_s, "
        "j.unobserved_s, j.unobserved_build_s, m.material, s.material, j.model_needed_in3, j.support_needed_in3, "
        "j.model_used_in3, j.support_used_in3, n.is_begin_watched, n.known_before_at, n.counted_at, n.stopped_at, "
        "n.spool_model_in3, n.spool_support_in3, r.answered_at, r.build_s, r.model_used_in3, r.support_used_in3 "
        "FROM run_now n JOIN job j USING (job_key) JOIN printer_now p ON p.printer_key = n.printer_key "
        "LEFT JOIN printer_reading r ON r.printer_key = n.printer_key AND p.job_id IS j.job_id AND "
        "p.submitted_printer_s IS n.submitted_printer_s AND p.started_printer_s IS n.started_printer_s "
        "LEFT JOIN material m ON m.material_key = j.model_material_key "
        "LEFT JOIN material s ON s.material_key = j.support_material_key WHERE n.printer_key = ?1",
    [STORE_LOAD_SPOOLS] = "SELECT s.place, s.spool_key, s.kind, m.material, s.serial, s.bay, s.initial_in3, "
                          "s.loaded_in3, s.left_in3, s.loaded_at FROM spool s JOIN material m USING (material_key) "
                          "WHERE s.printer_key = ?1 AND s.removed_at IS NULL ORDER BY s.place",
    [STORE_LOAD_SAMPLE] = "SELECT max(at) FROM sample WHERE printer_key = ?1",
    [STORE_LOAD_HOUR] =
        "SELECT at, model_temp_c, support_temp_c, envelope_temp_c, model_set_c, support_set_c, "
        "envelope_set_c, layer, progress_e4 / 1e4, model_used_e4_in3 / 1e4, "
        "support_used_e4_in3 / 1e4 FROM sample WHERE printer_key = ?1 AND at >= ?2 AND at < ?3 ORDER BY at",
    /* ---- the present ---- */
    [STORE_IDENTITY] = "UPDATE printer SET (codename, serial, product) = " IDENTITY_VALUES
                       " WHERE printer_key = ?1 AND (codename, serial, product) IS NOT " IDENTITY_VALUES,
    [STORE_NOW] = "UPDATE printer_now SET trouble = NULL, failed_at = NULL, {sets} WHERE printer_key = ?1",
    [STORE_NOW_FAILED] = "UPDATE printer_now SET state = ?2, status_text = ?3, state_began_at = ?4, trouble = ?5, "
                         "failed_at = ?6 WHERE printer_key = ?1",
    [STORE_READING] = "UPDATE printer_reading SET {sets} WHERE printer_key = ?1",
    [STORE_READING_FAILED] = "UPDATE printer_reading SET change_seq = ?2, polled_at = ?3, failed_polls = ?4, "
                             "covered_at = ?5, summed_at = ?6 WHERE printer_key = ?1",
    [STORE_READING_SUMMED] = "UPDATE printer_reading SET summed_at = ?2 WHERE printer_key = ?1",
    [STORE_SPOOL_NOW] = "INSERT OR REPLACE INTO spool_now (printer_key, place, {columns}) VALUES (?1, ?2, {values})",
    [STORE_SPOOLS_GONE] = "DELETE FROM spool_now WHERE printer_key = ?1 AND place >= ?2",
    [STORE_QUEUE] = "INSERT OR REPLACE INTO queue_now (printer_key, place, {columns}) VALUES (?1, ?2, {values})",
    [STORE_QUEUE_GONE] = "DELETE FROM queue_now WHERE printer_key = ?1 AND place >= ?2",
    /* ---- states and their sums ---- */
    [STORE_SPAN_ENDED] = "INSERT INTO state_span (printer_key, began_at, state, status_text, ended_at) "
                         "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (printer_key, began_at) DO UPDATE SET "
                         "state = ?3, status_text = ?4, ended_at = ?5",
    [STORE_SPAN_OPEN] = "INSERT INTO state_span (printer_key, began_at, state, status_text) VALUES (?1, ?2, ?3, ?4) "
                        "ON CONFLICT (printer_key, began_at) DO UPDATE SET state = ?3, status_text = ?4, "
                        "ended_at = NULL",
    [STORE_SPAN_FIRST] = "SELECT min(began_at) FROM state_span WHERE printer_key = ?1",
    /* ---- jobs and material ---- */
    [STORE_MATERIAL_FIND] = "SELECT material_key FROM material WHERE material = ?1",
    [STORE_MATERIAL_NEW] = "INSERT INTO material (material) VALUES (?1)",
    [STORE_OWNER_FIND] = "SELECT owner_key FROM owner WHERE owner = ?1",
    [STORE_OWNER_NEW] = "INSERT INTO owner (owner) VALUES (?1)",
    [STORE_JOB_NEW] =
        "INSERT INTO job (printer_key, era_key, run, first_seen_at, job_name) VALUES (?1, ?2, ?3, ?4, ?5)",
    [STORE_JOB_RUNS] = "SELECT coalesce(max(run), 0) FROM job WHERE printer_key = ?1 AND ended_at > ?2 AND job_id = ?3 "
                       "AND job_name IS ?4 AND submitted_at BETWEEN ?5 AND ?6",
    [STORE_JOB_RESULT] = "SELECT result, coalesce(ended_at, first_seen_at), model_material_key FROM job "
                         "WHERE job_key = ?1 AND result IS NOT NULL",
    [STORE_JOB_EDGES] = "UPDATE job SET {sets} WHERE job_key = ?1",
    [STORE_JOB_FIGURES] = "UPDATE job SET {sets} WHERE job_key = ?1",
    [STORE_JOB_NAMES] = "UPDATE job SET job_name = ?2, owner_key = ?3, comment = ?4, pack = ?5 WHERE job_key = ?1",
    [STORE_RUN_NOW] = "INSERT OR REPLACE INTO run_now (printer_key, {columns}) VALUES (?1, {values})",
    [STORE_RUN_USE] = "INSERT INTO run_use (job_key, day, kind, material_key, used_in3) VALUES (?1, ?2, ?3, ?4, ?5) "
                      "ON CONFLICT (job_key, day, kind, material_key) DO UPDATE SET used_in3 = used_in3 + ?5",
    [STORE_RUN_USE_GONE] = "DELETE FROM run_use WHERE job_key = ?1",
    [STORE_RUN_USE_REPLACED] =
        "DELETE FROM run_use WHERE job_key = (SELECT job_key FROM run_now WHERE printer_key = ?1)",
    [STORE_RUN_WASTE] = "INSERT INTO material_day (day, printer_key, kind, material_key, era_key, wasted_in3) "
                        "SELECT day, ?2, kind, material_key, ?3, ?4 * used_in3 FROM run_use WHERE job_key = ?1 "
                        "ON CONFLICT (day, printer_key, kind, material_key) DO UPDATE SET "
                        "wasted_in3 = max(0.0, wasted_in3 + excluded.wasted_in3)",
    [STORE_MATERIAL_DAY] =
        "INSERT INTO material_day (day, printer_key, kind, material_key, era_key, used_in3, wasted_in3, jobs_ended) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (day, printer_key, kind, material_key) DO UPDATE SET "
        "used_in3 = used_in3 + ?6, wasted_in3 = wasted_in3 + ?7, jobs_ended = jobs_ended + ?8",
    [STORE_SPOOL_LOADED] =
        "INSERT INTO spool (printer_key, place, bay, kind, material_key, serial, loaded_at, initial_in3, loaded_in3, "
        "left_in3) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [STORE_SPOOL_LEFT] = "UPDATE spool SET left_in3 = ?2 WHERE spool_key = ?1",
    [STORE_SPOOL_REMOVED] = "UPDATE spool SET left_in3 = ?2, removed_at = ?3 WHERE spool_key = ?1",
    /* ---- events and samples ---- */
    [STORE_EVENT] = "INSERT INTO event (at, printer_key, kind, text, job_key) VALUES (?1, ?2, ?3, ?4, ?5)",
    [STORE_SAMPLE] = "INSERT OR REPLACE INTO sample (printer_key, {columns}) VALUES (?1, {values})",
    [STORE_SAMPLE_HOUR] = "INSERT OR REPLACE INTO sample_hour (printer_key, hour_began_at, samples, " MEASURES
                          ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
                          "?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)",
    [STORE_ODOMETER] = "INSERT OR REPLACE INTO odometer_day (printer_key, odometer, day, value, limit_warn, "
                       "limit_error) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    /* ---- what is kept no longer ---- */
    [STORE_RETAIN_NEXT] = "SELECT p.printer_key, (SELECT max(at) FROM sample s WHERE s.printer_key = p.printer_key) "
                          "FROM printer p WHERE p.printer_key > ?1 ORDER BY p.printer_key LIMIT 1",
    [STORE_RETAIN_SAMPLES] = "DELETE FROM sample WHERE printer_key = ?1 AND at IN (SELECT at FROM sample WHERE "
                             "printer_key = ?1 AND at < ?2 ORDER BY at LIMIT ?3)",
    [STORE_RETAIN_EVENTS] = "DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE at < ?1 ORDER BY at LIMIT ?2)",
    /* A printer that is configured no longer says nothing of its last job any more. */
    [STORE_RETAIN_PEOPLE] = "UPDATE job SET job_name = NULL, owner_key = NULL, comment = NULL, pack = NULL "
                            "WHERE job_key > ?1 AND job_key <= ?2 AND coalesce(ended_at, first_seen_at) < ?3 AND "
                            "NOT (job_name IS NULL AND owner_key IS NULL AND comment IS NULL AND pack IS NULL) AND "
                            "NOT EXISTS (SELECT 1 FROM run_now n JOIN printer p USING (printer_key) WHERE "
                            "n.printer_key = job.printer_key AND n.job_key = job.job_key AND n.phase <> ?4 AND "
                            "p.configured = 1)",
    [STORE_RETAIN_NOW] = "UPDATE printer_now SET job_name = NULL, owner = NULL, comment = NULL, pack = NULL WHERE "
                         "printer_key IN (SELECT printer_key FROM printer JOIN printer_reading USING (printer_key) "
                         "WHERE configured = 0 AND answered_at < ?1)",
    [STORE_RETAIN_QUEUE] = "DELETE FROM queue_now WHERE printer_key IN (SELECT printer_key FROM printer JOIN "
                           "printer_reading USING (printer_key) WHERE configured = 0 AND answered_at < ?1)",
    [STORE_RETAIN_JOBS] = "SELECT (SELECT min(job_key) FROM job), (SELECT max(job_key) FROM job)",
    [STORE_RETAIN_OWNERS] = "DELETE FROM owner WHERE owner_key IN (SELECT owner_key FROM owner o WHERE NOT EXISTS "
                            "(SELECT 1 FROM job j WHERE j.owner_key = o.owner_key) LIMIT ?1)",
    /* Words that were taken out lie in the file, marked, until their part of the index is merged. */
    [STORE_RETAIN_WORDS] = "INSERT INTO job_text (job_text) VALUES ('optimize')",
};

static const struct store_table *const store_tables[STORE_SUM_ADD] = {
    [STORE_NOW] = &store_now_table,
    [STORE_READING] = &store_reading_table,
    [STORE_SPOOL_NOW] = &store_spool_now_table,
    [STORE_QUEUE] = &store_queue_table,
    [STORE_JOB_EDGES] = &store_job_edges_table,
    [STORE_JOB_FIGURES] = &store_job_figures_table,
    [STORE_RUN_NOW] = &store_run_now_table,
    [STORE_SAMPLE] = &store_sample_table,
};

/* The sums: ?1 the printer, ?2 its era, ?3 the local date, ?4 and ?5 when the hour or the day began and its length, ?6 until
 * when time is summed, ?7 what is added. A date that comes back, where a zone was changed, has two stretches in one row: both
 * lengths count. */
static const char *const store_sum_texts[] = {
    [STORE_BY_HOUR] = "INSERT INTO usage_hour (printer_key, hour_began_at, hour_s, era_key, covered_until_at, {sum}) "
                      "VALUES (?1, ?4, ?5, ?2, ?6, ?7) ON CONFLICT (hour_began_at, printer_key) DO UPDATE SET "
                      "covered_until_at = max(covered_until_at, ?6), {sum} = {sum} + ?7",
    [STORE_BY_DAY] =
        "INSERT INTO usage_day (day, printer_key, printer, name, product, location, fleet_group, day_began_at, day_s, "
        "covered_until_at, {sum}) SELECT ?3, ?1, p.printer, e.name, e.product, e.location, e.fleet_group, ?4, ?5, ?6, "
        "?7 FROM printer_era e JOIN printer p USING (printer_key) WHERE e.era_key = ?2 "
        "ON CONFLICT (day, printer_key) DO UPDATE SET "
        "day_s = CASE WHEN day_began_at < ?4 AND covered_until_at <= ?4 THEN day_s + ?5 ELSE day_s END, "
        "covered_until_at = max(covered_until_at, ?6), {sum} = {sum} + ?7",
    [STORE_BY_MONTH] = "INSERT INTO usage_month (month, printer_key, printer, {sum}) "
                       "VALUES (substr(?3, 1, 7), ?1, (SELECT printer FROM printer WHERE printer_key = ?1), ?7) "
                       "ON CONFLICT (month, printer_key) DO UPDATE SET {sum} = {sum} + ?7",
};

static const char *store_text_of(enum store_statement which)
{
    return which >= STORE_SUM_ADD ? store_sum_texts[(which - STORE_SUM_ADD) / STORE_SUMS] : store_texts[which];
}

/* ---- filling in ----------------------------------------------------------------------------------------------------- */

static void store_add_fields(sqlite3_str *sql, const struct store_table *table, char what)
{
    for (size_t i = 0; i < table->count; i++) {
        const char *column = table->fields[i].column;
        int parameter = table->first + (int)i;
        sqlite3_str_appendall(sql, i > 0 ? ", " : "");
        if (what == 'c')
            sqlite3_str_appendall(sql, column);
        else if (what == 'v')
            sqlite3_str_appendf(sql, "?%d", parameter);
        else
            sqlite3_str_appendf(sql, "%s = ?%d", column, parameter);
    }
}

static void store_add_sum(sqlite3_str *sql, enum store_statement which)
{
    unsigned sum = (which - STORE_SUM_ADD) % STORE_SUMS;

    if (sum == STATE_COUNT)
        sqlite3_str_appendall(sql, "unobserved_build_s");
    else
        sqlite3_str_appendf(sql, "%s_s", state_name((enum state)sum));
}

char *store_sql(enum store_statement which)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);

    for (const char *rest = store_text_of(which); *rest;) {
        size_t plain = strcspn(rest, "{");
        sqlite3_str_append(sql, rest, (int)plain);
        rest += plain;
        if (!*rest)
            break;
        if (strncmp(rest, "{sum}", 5) == 0)
            store_add_sum(sql, which);
        else
            store_add_fields(sql, store_tables[which], rest[1]);
        rest = strchr(rest, '}') + 1;
    }
    return sqlite3_str_finish(sql);
}
