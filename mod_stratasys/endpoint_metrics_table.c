#include "endpoint_metrics.h"
#include "health.h"
#include "reader_watched.h"
#include "units.h"
#include "version.h"

#define TEXT_OF(number)    #number
#define TEXT_OF_IT(number) TEXT_OF(number)

#define CUBIC_METERS(in3) in3 " * " TEXT_OF_IT(UNITS_CM3_PER_IN3) "e-6"

/* What a printer says of itself holds while it answers; what it said before it went off would look like the present. */
#define ANSWERS               "NOT lapsed AND state NOT IN ('offline', 'unobserved')"
#define WHILE_IT_ANSWERS(sql) "CASE WHEN " ANSWERS " THEN " sql " END"

#define GAUGE(name, help, sql)                                                                                         \
    {                                                                                                                  \
        name, "gauge", help, sql, NULL                                                                                 \
    }
#define COUNTER(name, help, sql)                                                                                       \
    {                                                                                                                  \
        name, "counter", help, sql, NULL                                                                               \
    }

/* A family that has a sample for each value of one label. */
#define FAMILY(name, type, help, ...)                                                                                  \
    {                                                                                                                  \
        name, type, help, __VA_ARGS__                                                                                  \
    }
#define ANOTHER(...)                                                                                                   \
    {                                                                                                                  \
        NULL, NULL, NULL, __VA_ARGS__                                                                                  \
    }

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- the program ------------------------------------------------------------------------------------------------- */

static const struct metric_sample build_samples[] = {
    GAUGE("build_info", "The version of mod_stratasys that answers.", "1"),
};

#define POLLER_RUNS "began_at IS NOT NULL AND stopped_at IS NULL AND ?9 - heartbeat_at <= " TEXT_OF_IT(HEALTH_SILENT_S)

static const struct metric_sample poller_samples[] = {
    GAUGE("poller_up", "Whether the poller runs and gives signs of life.", POLLER_RUNS),
    GAUGE("poller_start_timestamp_seconds", "When the poller that runs, or ran last, was started.", "began_at"),
};

/* ---- a printer --------------------------------------------------------------------------------------------------- */

static const struct metric_sample info_samples[] = {
    GAUGE("printer_info", "What the configuration and the printer's model say of it.", "1"),
};

#define STATE(name)               READER_STATE_OF " = '" name "'", "state=\"" name "\""
#define TEMPERATURE(column, kind) WHILE_IT_ANSWERS(column), "kind=\"" kind "\""
#define JOBS(result)                                                                                                   \
    "coalesce((SELECT jobs FROM job_total t WHERE t.printer_key = watched.printer_key AND result = '" result "'), 0)", \
        "kind=\"" result "\""

static const struct metric_sample printer_samples[] = {
    FAMILY("printer_state", "gauge", "1 for the state that the printer is in, 0 for the others.", STATE("idle")),
    ANOTHER(STATE("preparing")),
    ANOTHER(STATE("building")),
    ANOTHER(STATE("paused")),
    ANOTHER(STATE("part_waiting")),
    ANOTHER(STATE("maintenance")),
    ANOTHER(STATE("error")),
    ANOTHER(STATE("offline")),
    ANOTHER(STATE("unmapped")),
    ANOTHER(STATE("unobserved")),
    GAUGE("printer_state_start_timestamp_seconds", "Since when the printer is in its state, as far as the poller saw.",
          READER_STATE_BEGAN),
    GAUGE("printer_up", "Whether the last poll was answered; nothing while nobody polls.",
          "CASE WHEN NOT lapsed THEN failed_polls = 0 END"),
    GAUGE("printer_last_poll_timestamp_seconds", "The last poll, answered or not.", "polled_at"),
    GAUGE("printer_last_answer_timestamp_seconds", "The last poll that was answered.", "answered_at"),
    GAUGE("printer_failed_polls", "Polls in a row that were not answered.",
          "CASE WHEN polled_at IS NOT NULL THEN failed_polls END"),
    FAMILY("printer_temperature_celsius", "gauge", "Temperatures of both tips and the chamber.",
           TEMPERATURE("model_temp_c", "model")),
    ANOTHER(TEMPERATURE("support_temp_c", "support")),
    ANOTHER(TEMPERATURE("envelope_temp_c", "envelope")),
    FAMILY("printer_set_temperature_celsius", "gauge", "Their set points.", TEMPERATURE("model_set_c", "model")),
    ANOTHER(TEMPERATURE("support_set_c", "support")),
    ANOTHER(TEMPERATURE("envelope_set_c", "envelope")),
    GAUGE("job_progress_ratio", "How far the current job is, by the best figure there is.",
          WHILE_IT_ANSWERS("progress_ratio")),
    GAUGE("job_eta_timestamp_seconds", "When the build ends by the printer's estimate.", READER_ETA),
    GAUGE("job_build_seconds", "Build time of the current job so far, without pauses.", WHILE_IT_ANSWERS("build_s")),
    GAUGE("job_estimated_seconds", "The printer's estimate of the whole build.", WHILE_IT_ANSWERS("estimated_s")),
    GAUGE("queue_jobs", "Jobs that wait in the printer.",
          WHILE_IT_ANSWERS("(SELECT count(*) FROM queue_now q WHERE q.printer_key = watched.printer_key)")),
    FAMILY("jobs_total", "counter", "Runs of jobs that ended, by their result as it was told first.",
           JOBS("completed")),
    ANOTHER(JOBS("cancelled")),
    ANOTHER(JOBS("failed")),
    ANOTHER(JOBS("unknown")),
};

/* ---- sums -------------------------------------------------------------------------------------------------------- */

const struct metric_sample metric_seconds = COUNTER(
    "printer_state_seconds_total", "Time spent in each state since the history began; at most a minute behind.", NULL);

static const struct metric_sample material_samples[] = {
    COUNTER("material_used_cubic_meters_total", "Material that jobs used, by the printer's own figures.",
            CUBIC_METERS("used_in3")),
};

/* ---- spools ------------------------------------------------------------------------------------------------------ */

/* The figures of a bay that has no spool say nothing. */
#define OF_A_SPOOL(sql) "CASE WHEN " ANSWERS " AND is_loaded = 1 AND left_in3 >= 0 THEN " sql " END"

static const struct metric_sample spool_samples[] = {
    GAUGE("spool_left_ratio", "What is left on a spool, of what was on it when it was new.",
          OF_A_SPOOL("CASE WHEN initial_in3 > 0 THEN min(1.0, left_in3 / initial_in3) END")),
    GAUGE("spool_left_cubic_meters", "What is left on a spool.", OF_A_SPOOL(CUBIC_METERS("left_in3"))),
};

/* ---- where they come from ---------------------------------------------------------------------------------------- */

#define BUILD     " FROM poller"
#define SILENT_AT "heartbeat_at + " TEXT_OF_IT(HEALTH_SILENT_S) " + 1"
#define POLLER    ", CASE WHEN " POLLER_RUNS " THEN " SILENT_AT " END AS _lapses_at FROM poller"
#define PRINTER   " FROM printer WHERE configured = 1"
#define WATCHED   ", " READER_TIMES " FROM " READER_WATCHED " AS watched"
/* Nothing but its place tells a spool from all others of its printer: two may say the same bay. */
#define SPOOL_LABELS "printer, s.place AS spool, kind, material"
#define SPOOLS       " FROM " READER_WATCHED " AS watched JOIN spool_now s USING (printer_key)"
#define MATERIALS                                                                                                      \
    " FROM printer JOIN material_total USING (printer_key) JOIN material USING (material_key) WHERE configured = 1"

#define SAMPLES(list) .samples = list, .sample_count = COUNT(list)

/* The order of rows means nothing to Prometheus. */
const struct metric_source metric_sources[] = {
    {1, "'" STRATASYS_VERSION "' AS version",            BUILD,     SAMPLES(build_samples)   },
    {0, "",                                              POLLER,    SAMPLES(poller_samples)  },
    {5, "printer, name, product, location, fleet_group", PRINTER,   SAMPLES(info_samples)    },
    {1, "printer",                                       WATCHED,   SAMPLES(printer_samples) },
    {4, SPOOL_LABELS,                                    SPOOLS,    SAMPLES(spool_samples)   },
    {3, "printer, kind, material",                       MATERIALS, SAMPLES(material_samples)},
};
const size_t metric_source_count = COUNT(metric_sources);
