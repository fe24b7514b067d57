/* The checks, in SQL. */
#include "check.h"
#include "history.h"

/* SQL is laid out as SQL. */
/* clang-format off */

/* ---- words ----------------------------------------------------------------------------------------------------------- */

#define EACH_STATE(X)                                                                                                  \
    X("idle") X("preparing") X("building") X("paused") X("part_waiting") X("maintenance") X("error") X("offline")      \
    X("unmapped") X("unobserved")

_Static_assert(STATE_COUNT == 10, "EACH_STATE names every state");
_Static_assert(RUN_WAITING == 1 && RUN_BUSY == 2 && RUN_ENDED == 3 && RUN_GONE == 4, "run_now.phase below");

#define PLUS(state)  " + " state "_s"
#define STATES_S     "(0" EACH_STATE(PLUS) ")"

#define TIME(at) "datetime(" at ", 'unixepoch')"
#define JOB                                                                                                            \
    "p.printer || ': job ' || coalesce(j.job_id, '?') || ', run ' || j.run || ', first seen ' || "                     \
    TIME("j.first_seen_at")

/* Sums of the same numbers in another order. */
#define DIFFER(one, other) "abs(" one " - " other ") > 1e-6 * max(1.0, abs(" one "), abs(" other "))"

/* ---- time ------------------------------------------------------------------------------------------------------------ */

static const char stretches[] =
    "SELECT p.printer || fault FROM (SELECT printer_key, CASE WHEN next_at IS NULL AND ended_at IS NOT NULL THEN "
    "printf(': the last stretch of states, which lasts, ended at %s', " TIME("ended_at") ") "
    "WHEN next_at IS NOT NULL AND ended_at IS NULL THEN printf(': the stretch that began at %s has no end, and is "
    "not the last', " TIME("began_at") ") WHEN ended_at <= began_at THEN printf(': the stretch that began at %s ends "
    "before', " TIME("began_at") ") WHEN ended_at < next_at THEN printf(': a hole of %d s from %s', next_at - "
    "ended_at, " TIME("ended_at") ") WHEN ended_at > next_at THEN printf(': two stretches share %d s from %s', "
    "ended_at - next_at, " TIME("next_at") ") END AS fault FROM (SELECT printer_key, began_at, ended_at, "
    "lead(began_at) OVER (PARTITION BY printer_key ORDER BY began_at) AS next_at FROM state_span)) JOIN printer p "
    "USING (printer_key) WHERE fault IS NOT NULL";

/* A local date comes back where clocks or zones are set back over midnight: part of its time is not its own. */
#define ZONE_GOES_BACK                                                                                                 \
    "WITH back (at) AS (SELECT began_at FROM (SELECT began_at, offset_s, "                                             \
    "  lag(offset_s) OVER (ORDER BY began_at) AS before_s FROM zone_offset) "                                          \
    "  WHERE date(began_at + offset_s, 'unixepoch') < date(began_at + before_s, 'unixepoch'))"

static const char days[] =
    ZONE_GOES_BACK
    " SELECT printf('%s, %s: its states add up to %d s, %d s are covered, the day has %d s', p.printer, "
    "day, states_s, covered_s, day_s) FROM (SELECT printer_key, day, day_began_at, day_s, "
    "covered_until_at, covered_until_at - day_began_at AS covered_s, " STATES_S " AS states_s "
    "FROM usage_day) JOIN printer p USING (printer_key) JOIN printer_reading r USING (printer_key) "
    "WHERE states_s > day_s OR states_s > covered_s OR (r.summed_at > covered_until_at AND states_s <> day_s) OR "
    "(states_s < covered_s AND NOT EXISTS (SELECT 1 FROM back WHERE at > day_began_at AND at <= covered_until_at))";

static const char hours[] =
    "SELECT printf('%s, hour from %s: its states add up to %d s, %d s are covered, the hour has %d s', p.printer, "
    TIME("hour_began_at") ", states_s, covered_s, hour_s) FROM (SELECT printer_key, hour_began_at, hour_s, "
    "covered_until_at, covered_until_at - hour_began_at AS covered_s, " STATES_S " AS states_s "
    "FROM usage_hour) JOIN printer p USING (printer_key) JOIN printer_reading r USING (printer_key) "
    "WHERE states_s > hour_s OR states_s <> covered_s OR (r.summed_at > covered_until_at AND states_s <> hour_s)";

#define SUMMED(state) ", coalesce(sum(h." state "_s), 0) AS " state "_parts"
#define DIFFERENCE(state)                                                                                              \
    " || CASE WHEN " state "_s <> " state "_parts THEN printf(', " state " %d s but %d s in its parts', "              \
    state "_s, " state "_parts) ELSE '' END"

#define BUILD_DIFFERENCE                                                                                               \
    " || CASE WHEN abs(unobserved_build_s - build_parts) > 0.01 THEN "                                                 \
    "printf(', built unobserved %.1f s but %.1f s in its parts', unobserved_build_s, build_parts) ELSE '' END"

/* Where a date comes back, another day's hours lie between its own: only then is each hour's date looked at. */
static const char hours_of_days[] =
    ZONE_GOES_BACK ", "
    "sums AS (SELECT d.*" EACH_STATE(SUMMED) ", total(h.unobserved_build_s) AS build_parts "
    "FROM usage_day d LEFT JOIN usage_hour h ON h.printer_key = d.printer_key AND h.hour_began_at >= d.day_began_at "
    "AND h.hour_began_at < d.covered_until_at AND (NOT EXISTS (SELECT 1 FROM back) OR d.day = "
    "date(h.hour_began_at + coalesce("
    "(SELECT offset_s FROM zone_offset WHERE began_at <= h.hour_began_at ORDER BY began_at DESC LIMIT 1), "
    "(SELECT offset_s FROM zone_offset ORDER BY began_at LIMIT 1), 0), 'unixepoch')) "
    "GROUP BY d.day, d.printer_key), "
    "told AS (SELECT printer_key, day, ''" EACH_STATE(DIFFERENCE) BUILD_DIFFERENCE " AS fault FROM sums), "
    "totals AS (SELECT printer_key, sum(day_s) AS day_s, sum(hour_s) AS hour_s FROM ("
    "SELECT printer_key, sum(" STATES_S ") AS day_s, 0 AS hour_s FROM usage_day GROUP BY printer_key UNION ALL "
    "SELECT printer_key, 0, sum(" STATES_S ") FROM usage_hour GROUP BY printer_key) GROUP BY printer_key) "
    "SELECT printf('%s, %s%s', p.printer, day, fault) FROM told JOIN printer p USING (printer_key) WHERE fault <> '' "
    "UNION ALL SELECT printf('%s: %d s by its days, %d s by its hours', p.printer, day_s, hour_s) FROM totals "
    "JOIN printer p USING (printer_key) WHERE day_s <> hour_s";

static const char days_of_months[] =
    "WITH parts AS (SELECT substr(day, 1, 7) AS month, printer_key" EACH_STATE(SUMMED) ", "
    "total(h.unobserved_build_s) AS build_parts FROM usage_day h GROUP BY 1, 2), "
    "told AS (SELECT m.printer_key, m.month, ''" EACH_STATE(DIFFERENCE) BUILD_DIFFERENCE " AS fault "
    "FROM usage_month m JOIN parts USING (month, printer_key) "
    "UNION ALL SELECT printer_key, month, ', has days and no row' FROM parts WHERE NOT EXISTS "
    "(SELECT 1 FROM usage_month m WHERE m.month = parts.month AND m.printer_key = parts.printer_key) "
    "UNION ALL SELECT printer_key, month, ', has no days' FROM usage_month m WHERE NOT EXISTS "
    "(SELECT 1 FROM usage_day d WHERE d.day > m.month AND d.day < m.month || '-99' AND d.printer_key = m.printer_key)) "
    "SELECT printf('%s, %s%s', p.printer, month, fault) FROM told JOIN printer p USING (printer_key) WHERE fault <> ''";

#define BY_DAYS(state)                                                                                                 \
    " SELECT printer_key, '" state "', sum(" state "_s), 0 FROM usage_day GROUP BY printer_key UNION ALL"

static const char days_of_stretches[] =
    "WITH seconds (printer_key, state, day_s, span_s) AS (" EACH_STATE(BY_DAYS) " SELECT printer_key, state, 0, "
    "sum(max(0, min(coalesce(ended_at, summed_at), summed_at) - began_at)) FROM state_span JOIN printer_reading "
    "USING (printer_key) GROUP BY printer_key, state) SELECT printf('%s: %s for %d s by its days, for %d s by its "
    "stretches', p.printer, state, total(day_s), total(span_s)) FROM seconds JOIN printer p USING (printer_key) "
    "GROUP BY printer_key, state HAVING total(day_s) <> total(span_s)";

static const char offsets[] =
    "SELECT printf('%s: the offset stays %d s', " TIME("began_at") ", offset_s) FROM (SELECT began_at, offset_s, "
    "lag(offset_s) OVER (ORDER BY began_at) AS before_s FROM zone_offset) "
    "WHERE offset_s = before_s";

/* ---- material -------------------------------------------------------------------------------------------------------- */

#define BY_JOBS(kind, counts)                                                                                          \
    " UNION ALL SELECT printer_key, '" kind "', 0, total(CASE WHEN " counts " THEN " kind "_used_in3 END) FROM job "   \
    "GROUP BY printer_key"

#define MATERIAL_AGREES(column, counts, word)                                                                          \
    "WITH amounts (printer_key, kind, by_day, by_job) AS (SELECT printer_key, kind, total(" column "), 0 "             \
    "FROM material_day GROUP BY printer_key, kind" BY_JOBS("model", counts) BY_JOBS("support", counts) "), "           \
    "sums AS (SELECT printer_key, kind, total(by_day) AS by_day, total(by_job) AS by_job FROM amounts "                \
    "GROUP BY printer_key, kind) "                                                                                     \
    "SELECT printf('%s, %s: %.6f in3 " word " by its days, %.6f in3 by its jobs', p.printer, kind, by_day, by_job) "   \
    "FROM sums JOIN printer p USING (printer_key) WHERE " DIFFER("by_day", "by_job")

static const char use[] = MATERIAL_AGREES("used_in3", "1", "used");
static const char waste[] = MATERIAL_AGREES("wasted_in3", "result IN ('cancelled', 'failed')", "wasted");

static const char waste_of_use[] =
    "SELECT printf('%s, %s, %s: %.6f in3 used and %.6f in3 of it wasted', p.printer, day, kind, used_in3, "
    "wasted_in3) FROM material_day JOIN printer p USING (printer_key) "
    "WHERE used_in3 < 0 OR wasted_in3 < 0 OR wasted_in3 > used_in3 + 1e-6";

static const char jobs_ended[] =
    "WITH counts (printer_key, by_day, by_job) AS (SELECT printer_key, sum(jobs_ended), 0 "
    "FROM material_day GROUP BY printer_key UNION ALL SELECT printer_key, 0, count(*) "
    "FROM job WHERE ended_at IS NOT NULL AND result IS NOT NULL GROUP BY printer_key), sums AS (SELECT printer_key, "
    "sum(by_day) AS by_day, sum(by_job) AS by_job FROM counts GROUP BY printer_key) SELECT printf('%s: %d jobs by "
    "its days, %d by its jobs', p.printer, by_day, by_job) FROM sums JOIN printer p USING (printer_key) "
    "WHERE by_day <> by_job UNION ALL SELECT printf('%s, %s, %s: %d jobs', p.printer, day, kind, jobs_ended) "
    "FROM material_day JOIN printer p USING (printer_key) WHERE jobs_ended < 0 OR (kind <> 'model' AND jobs_ended "
    "<> 0)";

/* ---- jobs ------------------------------------------------------------------------------------------------------------ */

static const char times[] =
    "SELECT " JOB " || fault FROM (SELECT *, CASE WHEN submitted_at > first_seen_at THEN ', was submitted after "
    "that' WHEN begun_at < submitted_at THEN ', began before it was submitted' "
    "WHEN unloaded_at < first_seen_at THEN ', was taken out before that' "
    "WHEN ended_at < started_at THEN printf(', ended %d s before it was started', started_at - ended_at) "
    "WHEN ended_at < begun_at THEN printf(', ended %d s before it began', begun_at - ended_at) "
    "WHEN unloaded_at < ended_at THEN printf(', was taken out %d s before it ended', ended_at - unloaded_at) "
    "WHEN unloaded_at IS NOT NULL AND ended_at IS NULL THEN ', was taken out and has no end' END AS fault "
    "FROM job) j JOIN printer p USING (printer_key) WHERE fault IS NOT NULL";

static const char results[] =
    "SELECT " JOB " || fault FROM (SELECT *, CASE WHEN result IS NOT NULL AND result NOT IN ('completed', "
    "'cancelled', 'failed', 'unknown') THEN ', has a result that there is not' "
    "WHEN ended_at IS NULL AND result IS NOT NULL THEN ', is ' || result || ' and has no end' "
    "WHEN ended_at IS NOT NULL AND result IS NULL THEN ', has an end and no result' "
    "WHEN result IN ('completed', 'cancelled', 'failed') AND result_source IS NULL THEN ', is ' || result || ', and "
    "nothing says so' WHEN coalesce(result, 'unknown') = 'unknown' AND result_source IS NOT NULL THEN ', has no "
    "result, and something says so' END AS fault FROM job) j JOIN printer p USING (printer_key) "
    "WHERE fault IS NOT NULL";

/* A job is known by its number, its submission and its name; a row whose names were blanked, by the first two. One that gave
 * way to another before it began, or is built once more after another, is there again with another beginning or none. */
static const char runs[] =
    "SELECT printf('%s: job %d, submitted %s, has run %d %d times', p.printer, job_id, " TIME("submitted_at") ", "
    "run, count(*)) FROM job JOIN printer p USING (printer_key) "
    "WHERE job_id IS NOT NULL AND submitted_at IS NOT NULL AND coalesce(started_at, begun_at) IS NOT NULL "
    "GROUP BY printer_key, job_id, submitted_at, job_name, run, coalesce(started_at, begun_at) HAVING count(*) > 1";

static const char unfinished[] =
    "SELECT " JOB " || ', is not finished, and not what the printer is at' FROM job j JOIN printer p USING "
    "(printer_key) WHERE j.result IS NULL AND NOT EXISTS (SELECT 1 FROM run_now n "
    "WHERE n.printer_key = j.printer_key AND n.job_key = j.job_key AND n.phase IN (1, 2)) "
    "UNION ALL SELECT " JOB " || ', is finished, and yet what the printer is at' FROM run_now n JOIN job j USING "
    "(job_key) JOIN printer p ON p.printer_key = n.printer_key "
    "WHERE n.phase IN (1, 2) AND j.result IS NOT NULL";

static const char run_uses[] =
    "SELECT DISTINCT " JOB " || ', is over' FROM run_use u JOIN job j USING (job_key) JOIN printer p USING "
    "(printer_key) WHERE NOT EXISTS (SELECT 1 FROM run_now n WHERE n.job_key = u.job_key)";

/* ---- what is looked up ----------------------------------------------------------------------------------------------- */

/* The index tells how many jobs have a word, and not the words of a job: one that is made anew has to tell the same. */
static const char words[] =
    "CREATE VIRTUAL TABLE temp.made_text USING fts5 (job_name, owner, comment, pack, content = '', columnsize = 0, "
    "detail = none, tokenize = \"unicode61 remove_diacritics 2\");"
    "INSERT INTO temp.made_text (rowid, job_name, owner, comment, pack) SELECT job_key, job_name, "
    "(SELECT owner FROM owner o WHERE o.owner_key = j.owner_key), comment, pack FROM job j;"
    "CREATE VIRTUAL TABLE temp.found_word USING fts5vocab (main, job_text, row);"
    "CREATE VIRTUAL TABLE temp.made_word USING fts5vocab (temp, made_text, row);"
    "SELECT printf('a word of %d jobs is found in %d', sum(jobs), sum(found)) FROM ("
    "SELECT term, doc AS found, 0 AS jobs FROM temp.found_word UNION ALL SELECT term, 0, doc FROM temp.made_word) "
    "GROUP BY term HAVING sum(found) <> sum(jobs)";

static const char totals[] =
    "WITH jobs AS (SELECT printer_key, count(*) AS told, coalesce((SELECT sum(t.jobs) FROM job_total t "
    "WHERE t.printer_key = j.printer_key), 0) AS counted FROM job j WHERE ended_at IS NOT NULL AND result IS NOT NULL "
    "GROUP BY printer_key), material AS (SELECT printer_key, kind, sum(used_in3) AS by_day, coalesce((SELECT t.used_in3 "
    "FROM material_total t WHERE t.printer_key = d.printer_key AND t.kind = d.kind AND t.material_key = "
    "d.material_key), 0) AS counted FROM material_day d GROUP BY printer_key, kind, material_key) "
    "SELECT printf('%s: %d jobs in all, %d by its jobs', p.printer, counted, told) FROM jobs JOIN printer p USING "
    "(printer_key) WHERE counted < told UNION ALL SELECT printf('%s, %s: %.6f in3 used in all, %.6f in3 by its days', "
    "p.printer, kind, counted, by_day) FROM material JOIN printer p USING (printer_key) WHERE counted < by_day AND "
    DIFFER("counted", "by_day");

/* ---- the file -------------------------------------------------------------------------------------------------------- */

static const char integrity[] =
    "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'";

static const char references[] =
    "SELECT printf('%s of %s names a row of %s that is not there', coalesce('row ' || \"rowid\", 'a row'), "
    "\"table\", parent) FROM pragma_foreign_key_check";

const struct check checks[] = {
    {"the file is sound",                                                 integrity        },
    {"what rows name is there",                                           references       },
    {"offsets of the time zone differ from one to the next",              offsets          },
    {"each printer's states follow each other without hole or overlap",   stretches        },
    {"each day's states add up to its length",                            days             },
    {"each hour's states add up to its length",                           hours            },
    {"the hours add up to their days",                                    hours_of_days    },
    {"the days add up to their months",                                   days_of_months   },
    {"the days add up to the stretches of states",                        days_of_stretches},
    {"the material of the days is that of the jobs",                      use              },
    {"the waste of the days is that of cancelled and failed jobs",        waste            },
    {"no day wastes more than it uses",                                   waste_of_use     },
    {"the days count every job that ended, once",                         jobs_ended       },
    {"the times of each job are in order",                                times            },
    {"a job has a result when it has ended",                              results          },
    {"no run of a job is there twice",                                    runs             },
    {"an unfinished job is what its printer is at, one for each printer", unfinished       },
    {"no use is kept apart but for the last job of each printer",         run_uses         },
    {"every job is found by its words, and by no others",                 words            },
    {"the totals are not below the history",                              totals           },
};
const size_t check_count = sizeof checks / sizeof *checks;
