/* endpoint_report*.c: random histories over changes of summer time and of eras, against SELECTs on the views. */
#include "endpoint_report.h"
#include "walk_help.h"
#include <math.h>

enum { ROUNDS = 4, JOBS = 300, ERAS = 4, FIRST_ERA_AT = 1600000000, SUMMER_S = 7200, WINTER_S = 3600, DAY_S = 86400 };

static unsigned long chance = 1;

static int64_t any(int64_t bound)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((chance >> 33) % (unsigned long)bound);
}

/* ---- a history -------------------------------------------------------------------------------------------------------- */

/* The end of summer time, a new year that begins in the week of the old one, the beginning of summer time. */
static const struct zone_span stretches[] = {
    {1729375200, 1730674800}, /* 2024-10-20 to 2024-11-04 */
    {1735340400, 1736031600}, /* 2024-12-28 to 2025-01-05 */
    {1743030000, 1743719400}, /* 2025-03-27 to 2025-04-04 00:30 */
};

enum { STRETCHES = sizeof stretches / sizeof *stretches };

static struct zone berlin(void)
{
    struct zone zone = {0};
    zone_add(&zone, 1711846800, SUMMER_S);
    zone_add(&zone, 1729990800, WINTER_S);
    zone_add(&zone, 1743296400, SUMMER_S);
    zone_add(&zone, 1761440400, WINTER_S);
    return zone;
}

enum { STATES = 10 };

/* Eras begin at midnight: then the days, which have the names of their beginning, tell what their hours do. Some are not known. */
static void pour_eras(struct buffer *sql)
{
    static const char *const groups[] = {"'red'", "'blue'", "NULL", "'Ärger & Co'"};
    static const char *const products[] = {"'F370'", "'uPrint'", "NULL"};
    struct zone zone = berlin();
    for (int key = 1; key <= PLACE_PRINTERS; key++)
        for (int i = 0; i < ERAS; i++) {
            int64_t at = stretches[any(STRETCHES)].began_at + any(8) * DAY_S;
            at = i == 0 ? FIRST_ERA_AT : zone_day(&zone, at).began_at;
            buffer_format(
                sql,
                "INSERT INTO printer_era (printer_key, began_at, name, fleet_group, product) VALUES (%d, %lld, "
                "'n', %s, %s);",
                key, (long long)at, groups[any(4)], products[any(3)]);
        }
}

#define ERA_AT(key, at)                                                                                                \
    "(SELECT era_key FROM printer_era WHERE printer_key = " key " AND began_at <= " at                                 \
    " ORDER BY began_at DESC, era_key DESC LIMIT 1)"

static void pour_hour(struct buffer *sql, int key, struct zone_span hour, int64_t covered_until_at)
{
    int64_t rest_s = covered_until_at - hour.began_at, seconds[STATES] = {0};
    while (rest_s > 0) {
        int64_t part_s = 1 + any(rest_s);
        seconds[any(STATES)] += part_s;
        rest_s -= part_s;
    }
    buffer_format(sql, "INSERT INTO usage_hour SELECT %d, %lld, %lld, " ERA_AT("%d", "%lld") ", %lld", key,
                  (long long)hour.began_at, (long long)(hour.ended_at - hour.began_at), key, (long long)hour.began_at,
                  (long long)covered_until_at);
    for (int i = 0; i < STATES; i++)
        buffer_format(sql, ", %lld", (long long)seconds[i]);
    buffer_format(sql, ", %lld * 0.25;", (long long)any(1000));
}

/* Some printers come later, some hours are not there. */
static void pour_hours(struct buffer *sql)
{
    struct zone zone = berlin();
    for (int key = 1; key <= PLACE_PRINTERS; key++)
        for (int i = 0; i < STRETCHES; i++) {
            struct zone_span hour;
            for (int64_t at = stretches[i].began_at + (key == 3) * DAY_S; at < stretches[i].ended_at;
                 at = hour.ended_at) {
                hour = zone_hour(&zone, at);
                if (any(100))
                    pour_hour(sql, key, hour,
                              hour.ended_at < stretches[i].ended_at ? hour.ended_at : stretches[i].ended_at);
            }
        }
}

/* As the store sums up. */
static const char pour_days[] =
    "INSERT INTO usage_day SELECT day, p.printer_key, h.printer, 'n', h.product, 'l', h.fleet_group, "
    "min(hour_began_at), "
    "sum(hour_s), max(covered_until_at), sum(idle_s), sum(preparing_s), sum(building_s), sum(paused_s), "
    "sum(part_waiting_s), sum(maintenance_s), sum(error_s), sum(offline_s), sum(unmapped_s), sum(unobserved_s), "
    "sum(unobserved_build_s) FROM utilization_hourly h JOIN printer p ON p.printer = h.printer GROUP BY 1, 2;"
    "INSERT INTO usage_month SELECT substr(day, 1, 7), printer_key, printer, sum(idle_s), sum(preparing_s), "
    "sum(building_s), sum(paused_s), sum(part_waiting_s), sum(maintenance_s), sum(error_s), sum(offline_s), "
    "sum(unmapped_s), sum(unobserved_s), sum(unobserved_build_s) FROM usage_day GROUP BY 1, 2;";

/* What was used on each day, r, is scattered without chance. */
static void pour_materials(struct buffer *sql)
{
    buffer_format(
        sql,
        "INSERT INTO material_day SELECT day, printer_key, kind, material_key, (SELECT era_key FROM printer_era e "
        "WHERE e.printer_key = d.printer_key AND e.began_at <= d.day_began_at ORDER BY e.began_at DESC, era_key DESC "
        "LIMIT 1), r / 3 %% 400 * 0.25, r / 7 %% 40 * 0.25, r / 11 %% 3 FROM "
        "(SELECT *, (n * 2654435761 + %lld) %% 4294967296 >> 12 AS r FROM "
        "(SELECT *, day_began_at / 3600 * 64 + printer_key * 16 + material_key * 4 + (kind = 'model') AS n "
        "FROM usage_day CROSS JOIN material CROSS JOIN (SELECT 'model' AS kind UNION ALL SELECT 'support'))) AS d "
        "WHERE r %% 3 <> 0;",
        (long long)any(1000000));
}

static void add_or_null(struct buffer *sql, int is_null, int64_t number)
{
    if (is_null)
        buffer_text(sql, ", NULL");
    else
        buffer_format(sql, ", %lld", (long long)number);
}

static void pour_job(struct buffer *sql, int i)
{
    static const char *const results[] = {"'completed'", "'completed'", "'cancelled'", "'failed'", "'unknown'"};
    static const char *const names[] = {"'left bracket'", "'gear'", "'Brackets'", "NULL"};
    struct zone_span stretch = stretches[any(STRETCHES)];
    int64_t at = stretch.began_at + any(stretch.ended_at - stretch.began_at), key = 1 + any(PLACE_PRINTERS);
    int is_running = i < 4, is_sent = any(5) != 0;
    buffer_format(
        sql,
        "INSERT INTO job (printer_key, era_key, run, job_name, owner_key, first_seen_at, submitted_at, begun_at, "
        "started_at, ended_at, unloaded_at, result, estimated_s, build_s, model_material_key, "
        "support_material_key, model_used_in3, support_used_in3) SELECT %lld, (SELECT era_key FROM printer_era "
        "WHERE printer_key = %lld ORDER BY era_key LIMIT 1 OFFSET %lld), %d, %s",
        (long long)key, (long long)key, (long long)any(ERAS), any(6) ? 1 : 2, names[any(4)]);
    add_or_null(sql, any(5) == 0, 1 + any(3));
    add_or_null(sql, 0, at - 90000);
    add_or_null(sql, any(8) == 0, at - 200000 - any(90000));
    add_or_null(sql, !is_sent || any(4) == 0, at - 90000 + any(1000));
    add_or_null(sql, !is_sent || any(6) == 0, at - 80000 + any(70000));
    add_or_null(sql, is_running, at);
    add_or_null(sql, is_running || any(3) == 0, at + any(60000));
    buffer_format(sql, ", %s", is_running ? "NULL" : results[any(5)]);
    add_or_null(sql, any(9) == 0, any(9) ? any(9000) : 0);
    add_or_null(sql, !is_sent || any(9) == 0, any(9) ? any(9000) : 0);
    add_or_null(sql, any(9) == 0, 1 + any(3));
    add_or_null(sql, any(9) == 0, 1 + any(3));
    for (int kind = 0; kind < 2; kind++)
        if (any(5))
            buffer_format(sql, ", %lld * 0.25", (long long)any(400));
        else
            buffer_text(sql, ", NULL");
    buffer_text(sql, ";");
}

static void pour_history(const struct desk *desk)
{
    struct buffer sql = {0};
    struct zone zone = berlin();
    buffer_text(&sql, "BEGIN; DELETE FROM usage_hour; DELETE FROM usage_day; DELETE FROM usage_month; DELETE FROM "
                      "material_day; DELETE FROM material_total; DELETE FROM job; DELETE FROM printer_era; DELETE FROM "
                      "zone_offset; INSERT OR IGNORE INTO owner VALUES (1, 'anna'), (2, 'Zoë'), (3, 'bob'); INSERT OR "
                      "IGNORE INTO material VALUES (1, 'ABS'), (2, ''), (3, 'PC');");
    for (size_t i = 0; i < zone.count; i++)
        buffer_format(&sql, "INSERT INTO zone_offset VALUES (%lld, %d);", (long long)zone.changes[i].began_at,
                      zone.changes[i].offset_s);
    pour_eras(&sql);
    pour_hours(&sql);
    buffer_text(&sql, pour_days);
    pour_materials(&sql);
    for (int i = 0; i < JOBS; i++)
        pour_job(&sql, i);
    buffer_text(&sql, "COMMIT;");
    pour(desk, sql.bytes);
    buffer_free(&sql);
}

/* ---- questions and SELECTs that ask the same ---------------------------------------------------------------------------- */

/* Columns of `base` that a row is of. A week is its Thursday's. */
#define THURSDAY "date(day, '-3 days', 'weekday 4')"
static const struct grouping {
    const char *word, *fields, *columns, *order;
} periods[] =
    {
        {"",             "",                     "",                                                                 ""                   },
        {"hour",         "period,",              "hour AS period, ",                                                 "hour_began_at, "    },
        {"day",          "period,",              "day AS period, ",                                                  "day, "              },
        {"week",         "period,",
         "printf('%s-W%02d', strftime('%Y', " THURSDAY "), (strftime('%j', " THURSDAY ") - 1) / 7 + 1) AS period, ",
         THURSDAY ", "                                                                                                                    },
        {"month",        "period,",              "substr(day, 1, 7) AS period, ",                                    "substr(day, 1, 7), "},
        {"year",         "period,",              "substr(day, 1, 4) AS period, ",                                    "substr(day, 1, 4), "},
        {"weekday-hour", "weekday,hour_of_day,", "weekday, CAST(substr(hour, 12, 2) AS INTEGER) AS hour_of_day, ",
         "weekday, substr(hour, 12, 2), "                                                                                                 },
},
  dimensions[] = {
      {"", "", "", ""},
      {"printer", "printer,", "printer, ", "printer, "},
      {"fleet_group", "fleet_group,", "fleet_group, ", "fleet_group, "},
      {"product", "product,", "product, ", "product, "},
};

enum { PERIODS_ASKED = sizeof periods / sizeof *periods, DIMENSIONS = sizeof dimensions / sizeof *dimensions };

#define OFFSET_AT(at) "(SELECT offset_s FROM zone_offset WHERE began_at <= " at " ORDER BY began_at DESC LIMIT 1)"

/* base: what is summed up, with day, hour, weekday and hour_began_at of the time that it is asked by. */
#define JOBS_BASE                                                                                                      \
    "timed AS (SELECT *, %s AS t FROM job_history), local AS (SELECT *, t + " OFFSET_AT(                               \
        "t") " AS l FROM timed), "                                                                                     \
             "base AS (SELECT *, date(l, 'unixepoch') AS day, strftime('%%Y-%%m-%%d %%H:00', l, 'unixepoch') AS "      \
             "hour, "                                                                                                  \
             "(strftime('%%w', l, 'unixepoch') + 6) %% 7 + 1 AS weekday, t - l %% 3600 AS hour_began_at FROM local "   \
             "WHERE %s%s)"

/* clang-format off */
/* As the API writes numbers: with twelve digits. Sums of nothing are 0. */
#define WRITTEN(number) "CASE WHEN " number " IS NOT NULL THEN CAST(printf('%.12g', " number ") AS REAL) END"
#define SUM(what)       "coalesce(sum(" what "), 0)"
#define CM3(sum)        WRITTEN("sum(" sum ") * 16.387064")

/* A sum is 0 of no jobs, and unknown of jobs that did not tell. */
#define SUM_OF(sum, jobs)  "CASE WHEN " SUM(jobs) " = 0 THEN 0 ELSE sum(" sum ") FILTER (WHERE " jobs ") END"
#define BEGUN(result)      "is_begun AND result IS '" result "'"
#define OF_RESULT(result)  SUM(BEGUN(result)) " AS " result "_jobs, " SUM_OF("build_s", BEGUN(result)) " AS " result "_build_s, "
#define SHARE(what) \
    WRITTEN("(1.0 * (CASE WHEN count(*) FILTER (WHERE is_begun AND result = 'completed') = 0 THEN 0 " \
            "ELSE sum(" what ") FILTER (WHERE is_begun AND result = 'completed') END) / " \
            "sum(" what ") FILTER (WHERE is_begun AND result <> 'unknown'))")
#define PRINTERS "count(DISTINCT printer) AS printers, "

static const char utilization_columns[] =
    PRINTERS SUM("covered_until_at - hour_began_at") " AS calendar_s, " SUM("observed_s") " AS observed_s, "
    SUM("busy_s") " AS busy_s, " SUM("idle_s") " AS idle_s, " SUM("preparing_s") " AS preparing_s, "
    SUM("building_s") " AS building_s, " SUM("paused_s") " AS paused_s, " SUM("part_waiting_s") " AS part_waiting_s, "
    SUM("maintenance_s") " AS maintenance_s, " SUM("error_s") " AS error_s, " SUM("offline_s") " AS offline_s, "
    SUM("unmapped_s") " AS unmapped_s, " SUM("unobserved_s") " AS unobserved_s, "
    "coalesce(sum(unobserved_build_s), 0.0) AS unobserved_build_s, "
    WRITTEN("1.0 * sum(busy_s) / sum(covered_until_at - hour_began_at)") " AS busy_calendar_ratio, "
    WRITTEN("1.0 * sum(busy_s) / sum(observed_s)") " AS busy_observed_ratio";

static const char material_columns[] =
    "kind, material, " PRINTERS "sum(used_in3) AS used_in3, " CM3("used_in3") " AS used_cm3, "
    "sum(wasted_in3) AS wasted_in3, " CM3("wasted_in3") " AS wasted_cm3, sum(jobs_ended) AS jobs_ended";

static const char owner_columns[] =
    "owner, " PRINTERS "count(*) AS jobs, sum(result IS 'completed') AS completed_jobs, "
    "sum(result IS 'cancelled') AS cancelled_jobs, sum(result IS 'failed') AS failed_jobs, "
    "sum(result IS 'unknown') AS unknown_jobs, sum(result IS NULL) AS running_jobs, sum(build_s) AS build_s, "
    "sum(model_used_in3) AS model_used_in3, sum(support_used_in3) AS support_used_in3";

static const char outcome_columns[] =
    PRINTERS OF_RESULT("completed") OF_RESULT("cancelled") OF_RESULT("failed") OF_RESULT("unknown")
    SUM("is_begun") " AS jobs, " SUM("is_begun AND result IS NULL") " AS running_jobs, "
    SUM("NOT is_begun") " AS never_begun_jobs, " SUM_OF("build_s", "is_begun") " AS build_s, "
    SUM_OF("model_used_in3", "is_begun") " AS model_used_in3, "
    SUM_OF("support_used_in3", "is_begun") " AS support_used_in3, "
    WRITTEN("(1.0 * sum(is_begun AND result = 'completed') / sum(is_begun AND result <> 'unknown'))") " AS completed_jobs_ratio, "
    SHARE("build_s") " AS completed_build_ratio, "
    SHARE("coalesce(model_used_in3, 0) + coalesce(support_used_in3, 0)") " AS completed_material_ratio";

static const char estimate_columns[] =
    PRINTERS "count(*) AS jobs, " SUM("estimated_s") " AS estimated_s, " SUM("build_s") " AS build_s, "
    WRITTEN("1.0 * sum(build_s) / sum(estimated_s)") " AS build_estimate_ratio, "
    SUM("abs(build_s - estimated_s) * 10 > estimated_s") " AS off_by_10_percent_jobs";

static const char waiting_columns[] =
    PRINTERS "count(waited_s) AS parts, " WRITTEN("avg(waited_s)") " AS waited_mean_s, max(waited_s) AS waited_max_s, "
    SUM("coalesce(waited_s > 8 * 3600, 0)") " AS waited_over_8_h_parts, count(queued_s) AS queued_jobs, "
    WRITTEN("avg(queued_s)") " AS queued_mean_s, max(queued_s) AS queued_max_s";

static const struct asked {
    const char *path, *fields, *columns, *where, *sub_order;
} asked[] = {
    {"utilization",
     "printers,calendar_s,observed_s,busy_s,idle_s,preparing_s,building_s,paused_s,part_waiting_s,maintenance_s,error_s,"
     "offline_s,unmapped_s,unobserved_s,unobserved_build_s,busy_calendar_ratio,busy_observed_ratio",
     utilization_columns, "1", ""},
    {"materials", "kind,material,printers,used_in3,used_cm3,wasted_in3,wasted_cm3,jobs_ended",
     material_columns, "1", "kind, material, "},
    {"owners",
     "owner,printers,jobs,completed_jobs,cancelled_jobs,failed_jobs,unknown_jobs,running_jobs,build_s,model_used_in3,"
     "support_used_in3",
     owner_columns, "is_begun", "owner, "},
    {"outcomes",
     "printers,jobs,completed_jobs,cancelled_jobs,failed_jobs,unknown_jobs,running_jobs,never_begun_jobs,build_s,"
     "completed_build_s,cancelled_build_s,failed_build_s,unknown_build_s,completed_jobs_ratio,completed_build_ratio,"
     "completed_material_ratio,model_used_in3,support_used_in3",
     outcome_columns, "1", ""},
    {"estimates", "printers,jobs,estimated_s,build_s,build_estimate_ratio,off_by_10_percent_jobs",
     estimate_columns, "result = 'completed' AND estimated_s > 0 AND build_s > 0", ""},
    {"waiting", "printers,parts,waited_mean_s,waited_max_s,waited_over_8_h_parts,queued_jobs,queued_mean_s,queued_max_s",
     waiting_columns, "(waited_s IS NOT NULL OR queued_s IS NOT NULL)", ""},
};
/* clang-format on */

enum { ASKED = sizeof asked / sizeof *asked, UTILIZATION = 0, MATERIALS = 1, FIRST_OF_JOBS = 2 };

/* Filters: what the question says, and the SELECT. */
struct filter {
    const char *query, *sql;
};

static const struct filter of_printers[] = {
    {"",                                             ""                                },
    {"",                                             ""                                },
    {"&printer=lab",                                 " AND printer = 'lab'"            },
    {"&fleet_group=%C3%84rger%20%26%20Co",           " AND fleet_group = 'Ärger & Co'"},
    {"&product=F370",                                " AND product = 'F370'"           },
    {"&printer=shop&product=uPrint&fleet_group=red",
     " AND printer = 'shop' AND product = 'uPrint' AND fleet_group = 'red'"            },
    {"&fleet_group=nobody",                          " AND 0"                          },
};

static const struct filter of_jobs[] = {
    {"",                                    ""                                                                           },
    {"",                                    ""                                                                           },
    {"&owner=anna",                         " AND owner = 'anna'"                                                        },
    {"&owner=nobody",                       " AND 0"                                                                     },
    {"&result=failed",                      " AND result = 'failed'"                                                     },
    {"&result=running",                     " AND result IS NULL"                                                        },
    {"&material=PC",                        " AND 'PC' IN (coalesce(model_material, ''), coalesce(support_material, ''))"},
    {"&q=brack",                            " AND job_name LIKE '%brack%'"                                               },
    {"&q=brack&owner=bob&result=completed", " AND job_name LIKE '%brack%' AND owner = 'bob' AND result = 'completed'"    },
};

static const struct filter of_materials[] = {
    {"",              ""                     },
    {"&kind=support", " AND kind = 'support'"},
    {"&material=ABS", " AND material = 'ABS'"},
};

#define ANY_OF(filters) (&(filters)[any((int64_t)(sizeof(filters) / sizeof *(filters)))])

/* A range of days, or any one; both 0: none. */
static struct zone_span any_range(int is_days)
{
    struct zone zone = berlin();
    struct zone_span range = {stretches[any(STRETCHES)].began_at + any(14 * DAY_S),
                              stretches[any(STRETCHES)].began_at + any(14 * DAY_S)};
    if (range.began_at > range.ended_at)
        range = (struct zone_span){range.ended_at, range.began_at};
    if (is_days)
        range = (struct zone_span){zone_day(&zone, range.began_at).began_at, zone_day(&zone, range.ended_at).ended_at};
    return any(4) ? range : (struct zone_span){0, 0};
}

/* The conditions of the range: sums begin and end with their hours, materials with their days, jobs with the second. */
static void write_range(struct buffer *sql, size_t which, struct zone_span range)
{
    struct zone zone = berlin();
    char first[ZONE_DATE_BYTES], last[ZONE_DATE_BYTES];
    if (range.ended_at == 0)
        return;
    zone_date(zone_day_number(&zone, range.began_at), first);
    zone_date(zone_day_number(&zone, range.ended_at - 1), last);
    if (which == MATERIALS)
        buffer_format(sql, " AND day BETWEEN '%s' AND '%s'", first, last);
    else if (which == UTILIZATION)
        buffer_format(sql, " AND hour_began_at + hour_s > %lld AND hour_began_at < %lld", (long long)range.began_at,
                      (long long)range.ended_at);
    else
        buffer_format(sql, " AND t >= %lld AND t < %lld", (long long)range.began_at, (long long)range.ended_at);
}

/* A question and its SELECT. */
struct question {
    struct buffer path, fields, sql;
};

static void question_free(struct question *question)
{
    buffer_free(&question->path);
    buffer_free(&question->fields);
    buffer_free(&question->sql);
}

static void write_base(struct buffer *sql, size_t which, int is_timed, const char *by, const char *where)
{
    if (which == UTILIZATION)
        buffer_format(sql, "base AS (SELECT * FROM utilization_hourly WHERE 1%s)", where);
    else if (which == MATERIALS)
        buffer_format(sql, "base AS (SELECT * FROM material_usage WHERE 1%s)", where);
    else
        buffer_format(sql, JOBS_BASE, by, is_timed ? "t IS NOT NULL" : "1", where);
}

static void write_select(struct buffer *sql, const struct asked *ask, const struct grouping *period,
                         const struct grouping *dimension)
{
    size_t length = strlen(period->order) + strlen(dimension->order) + strlen(ask->sub_order);
    buffer_format(sql, " SELECT %s%s%s FROM base WHERE %s", period->columns, dimension->columns, ask->columns,
                  ask->where);
    if (length == 0)
        return;
    for (int i = 0; i < 2; i++) {
        buffer_format(sql, " %s BY %s%s%s", i ? "ORDER" : "GROUP", period->order, dimension->order, ask->sub_order);
        sql->length -= strlen(", "); /* behind the last one */
        sql->bytes[sql->length] = '\0';
    }
}

static struct question any_question(size_t which, const struct grouping *period, const struct grouping *dimension)
{
    static const struct filter bys[] = {
        {"",              "ended_at"    },
        {"&by=started",   "started_at"  },
        {"&by=submitted", "submitted_at"}
    };
    struct question question = {.path = {0}};
    struct buffer where = {0};
    const struct filter *by = which < FIRST_OF_JOBS ? &bys[0] : ANY_OF(bys), *printers = ANY_OF(of_printers), *more;
    struct zone_span range = any_range(any(2) == 0);
    more = which == MATERIALS ? ANY_OF(of_materials) : which == UTILIZATION ? &of_jobs[0] : ANY_OF(of_jobs);
    write_range(&where, which, range);
    buffer_format(&where, "%s%s", printers->sql, more->sql);
    buffer_text(&question.sql, "WITH ");
    write_base(&question.sql, which, period->word[0] != '\0', by->sql, where.bytes);
    write_select(&question.sql, &asked[which], period, dimension);
    buffer_format(&question.fields, "%s%s%s", period->fields, dimension->fields, asked[which].fields);
    buffer_format(&question.path, "%s?fields=%s%s%s%s", asked[which].path, question.fields.bytes, by->query,
                  printers->query, more->query);
    if (range.ended_at)
        buffer_format(&question.path, "&from=%lld&to=%lld", (long long)range.began_at, (long long)range.ended_at);
    if (period->word[0] || dimension->word[0])
        buffer_format(&question.path, "&group_by=%s%s%s", dimension->word,
                      period->word[0] && dimension->word[0] ? "," : "", period->word);
    buffer_free(&where);
    return question;
}

static void test_sums_are_the_views(void **state)
{
    struct desk *desk = *state;
    size_t rows = 0;
    for (int round = 0; round < ROUNDS; round++) {
        pour_history(desk);
        for (size_t which = 0; which < ASKED; which++)
            for (size_t period = 0; period < PERIODS_ASKED; period++)
                for (size_t dimension = 0; dimension < DIMENSIONS; dimension++) {
                    if (which == MATERIALS && strstr(periods[period].word, "hour"))
                        continue;
                    struct question question = any_question(which, &periods[period], &dimensions[dimension]);
                    rows += assert_list(desk, question.path.bytes, (int)(any(3) ? 20 + any(300) : 1 + any(9)),
                                        question.fields.bytes, question.sql.bytes);
                    question_free(&question);
                }
    }
    assert_true(rows > 5000);
}

/* ---- what rows say of themselves ---------------------------------------------------------------------------------------- */

static json_t *rows_at(struct desk *desk, const char *path)
{
    json_t *page = ask_api(desk, path, WALK_ALL, T), *rows = json_incref(json_object_get(page, "items"));
    json_decref(page);
    return rows;
}

static void assert_span(json_t *rows, size_t i, const char *period, int64_t began_at, int64_t ended_at)
{
    const json_t *row = json_array_get(rows, i);
    if (period)
        assert_text(row, "period", period);
    assert_number(row, "began_at", (double)began_at);
    assert_number(row, "ended_at", (double)ended_at);
}

/* From 2024-10-26 22:30 to 2024-10-27 03:15: rounded to hours, and one hour comes twice. */
#define NIGHT "from=1729974600&to=1729995300"

static void test_rows_say_when(void **state)
{
    struct desk *desk = *state;
    pour_history(desk);
    json_t *rows = rows_at(desk, "utilization?" NIGHT);
    assert_span(rows, 0, NULL, 1729972800, 1729998000);
    json_decref(rows);
    rows = rows_at(desk, "utilization?group_by=day&" NIGHT);
    assert_int_equal(json_array_size(rows), 2);
    assert_span(rows, 0, "2024-10-26", 1729972800, 1729980000);
    assert_span(rows, 1, "2024-10-27", 1729980000, 1729998000);
    json_decref(rows);
    rows = rows_at(desk, "utilization?group_by=hour&" NIGHT);
    assert_int_equal(json_array_size(rows), 7);
    assert_span(rows, 4, "2024-10-27 02:00", 1729987200, 1729990800);
    assert_span(rows, 5, "2024-10-27 02:00", 1729990800, 1729994400);
    json_decref(rows);
    rows = rows_at(desk, "materials?group_by=month&" NIGHT);
    assert_span(rows, 0, "2024-10", 1729893600, 1730070000);
    json_decref(rows);
    rows = rows_at(desk, "outcomes?" NIGHT);
    assert_span(rows, 0, NULL, 1729974600, 1729995300);
    json_decref(rows);
    rows = rows_at(desk, "utilization?group_by=weekday-hour");
    assert_span(rows, 0, NULL, stretches[0].began_at, stretches[STRETCHES - 1].ended_at);
    json_decref(rows);
}

/* A period is told whole, as far as it was asked for: it may not be over. */
static void test_periods_are_whole(void **state)
{
    struct desk *desk = *state;
    pour_history(desk);
    json_t *rows = rows_at(desk, "utilization?group_by=year&from=2024-11-01");
    assert_int_equal(json_array_size(rows), 2);
    assert_span(rows, 0, "2024", 1730415600, 1735686000);
    assert_span(rows, 1, "2025", 1735686000, 1767222000);
    json_decref(rows);
    rows = rows_at(desk, "utilization?group_by=week&from=2024-12-30&to=2024-12-31");
    assert_span(rows, 0, "2025-W01", 1735513200, 1735686000);
    json_decref(rows);
}

static void test_nothing_was_counted(void **state)
{
    static const char *const none[] = {"materials?", "owners?", "utilization?group_by=printer&",
                                       "outcomes?group_by=day&", "waiting?group_by=weekday-hour&"};
    struct desk *desk = *state;
    pour(desk, "DELETE FROM usage_day; DELETE FROM usage_hour; DELETE FROM usage_month");
    json_t *rows = rows_at(desk, "utilization");
    assert_int_equal(json_array_size(rows), 1);
    assert_null_key(json_array_get(rows, 0), "began_at");
    assert_number(json_array_get(rows, 0), "busy_s", 0);
    assert_null_key(json_array_get(rows, 0), "busy_calendar_ratio");
    json_decref(rows);
    pour_history(desk);
    rows = rows_at(desk, "outcomes?from=2001&to=2002");
    assert_number(json_array_get(rows, 0), "jobs", 0);
    assert_number(json_array_get(rows, 0), "build_s", 0);
    assert_null_key(json_array_get(rows, 0), "completed_jobs_ratio");
    json_decref(rows);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        char path[128];
        snprintf(path, sizeof path, "%sfrom=2001&to=2002", none[i]);
        rows = rows_at(desk, path);
        assert_int_equal(json_array_size(rows), 0);
        json_decref(rows);
    }
}

static void test_what_cannot_be_asked(void **state)
{
    static const struct {
        const char *path;
        unsigned expose;
        int http_status;
    } wrong[] = {
        {"utilization?group_by=printer,product",                                            WALK_ALL,        400},
        {"materials?group_by=hour",                                                         WALK_ALL,        400},
        {"materials?group_by=printer,weekday-hour",                                         WALK_ALL,        400},
        {"outcomes?q=%2B",                                                                  WALK_ALL,        400},
        {"outcomes?q=gear",                                                                 EXPOSE_IDENTITY, 403},
        {"owners",                                                                          EXPOSE_IDENTITY, 403},
        {"utilization?group_by=day&cursor=day~1729375200.1",                                WALK_ALL,        400},
        {"utilization?group_by=day&cursor=day~x",                                           WALK_ALL,        400},
        {"utilization?group_by=day&cursor=day~99999999999999999999.ffffffffffffffffffffff", WALK_ALL,        400},
        {"utilization?group_by=day&cursor=day~-9223372036854775808.",                       WALK_ALL,        400},
        {"utilization?group_by=hour&cursor=day~1729375200.1",                               WALK_ALL,        400},
        {"owners?cursor=~0.1",                                                              WALK_ALL,        400},
    };
    struct desk *desk = *state;
    pour_history(desk);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        json_decref(ask_json(desk, ENDPOINT_API, wrong[i].path, wrong[i].expose, T, wrong[i].http_status));
}

/* ---- what SQLite did ---------------------------------------------------------------------------------------------------- */

/* A statement whose rows are added up. */
static const char *sums_of(const char *sql)
{
    return strstr(sql, "SELECT") == sql && !strstr(sql, "sqlite_") && !strstr(sql, "?1 AS printer") ? sql : NULL;
}

/* Notes in `read` which table of the history is read, and makes sure that it is found by an index. */
static void note_table(sqlite3 *db, const char *sql, int may_scan, struct buffer *read)
{
    static const char *const tables[] = {"usage_hour", "usage_day", "usage_month", "material_day", "job"};
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql), *plan = rows_of(db, explain);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char from[64], scan[64];
        snprintf(from, sizeof from, "FROM %s WHERE %s", tables[i], i == 4 ? "" : strrchr(tables[i], '_') + 1);
        snprintf(scan, sizeof scan, "SCAN %s", tables[i]);
        if (!may_scan && strstr(plan, scan) && !strstr(plan, "job_running"))
            fail_msg("%s\n%s", sql, plan);
        if (strstr(sql, "printer_key, ") && strstr(sql, from)) {
            buffer_format(read, "%s ", tables[i]);
            assert_null(strstr(plan, "B-TREE"));
        }
    }
    sqlite3_free(explain);
    free(plan);
}

/* What is added up for that question comes from these tables, in that order. */
static void assert_reads(struct desk *desk, const char *path, const char *tables, int may_scan)
{
    struct buffer read = {0};
    sqlite3 *db = place_person(desk->place);
    walked_forget();
    json_decref(ask_api(desk, path, WALK_ALL, T));
    for (int i = 0; i < walked.count; i++)
        if (sums_of(walked.sql[i]))
            note_table(db, walked.sql[i], may_scan, &read);
    if (!read.bytes || strcmp(read.bytes, tables) != 0)
        fail_msg("%s reads %s", path, read.bytes ? read.bytes : "nothing");
    buffer_free(&read);
    sqlite3_close(db);
}

static void test_indexes_are_used(void **state)
{
    struct desk *desk = *state;
    walked_begin();
    pour_history(desk);
    assert_reads(desk, "utilization?group_by=month,printer&limit=1000", "usage_month ", 0);
    assert_reads(desk, "utilization?printer=lab&from=2024-12&to=2025-03", "usage_month ", 0);
    assert_reads(desk, "utilization?group_by=month,fleet_group", "usage_day ", 0);
    assert_reads(desk, "utilization?product=F370", "usage_day ", 0);
    assert_reads(desk, "utilization?from=2024-10-22&to=2024-10-29", "usage_day ", 0);
    assert_reads(desk, "utilization?group_by=month&from=1729974600&to=1730400000", "usage_hour usage_day usage_hour ",
                 0);
    assert_reads(desk, "utilization?" NIGHT, "usage_hour ", 0);
    assert_reads(desk, "utilization?group_by=weekday-hour,product&fleet_group=red&limit=1000", "usage_hour ", 0);
    assert_reads(desk, "materials?group_by=product,week&limit=1000", "material_day ", 0);
    assert_reads(desk, "outcomes", "job job ", 0);
    assert_reads(desk, "outcomes?from=2024&group_by=month,fleet_group", "job ", 0);
    assert_reads(desk, "owners?from=2024&group_by=month&printer=lab&result=failed&limit=1000", "job ", 0);
    assert_reads(desk, "estimates?from=2024&group_by=month&owner=anna", "job ", 0);
    assert_reads(desk, "waiting?by=started&from=2024", "job ", 0);
    assert_reads(desk, "waiting", "job ", 1);
    walked_end();
}

/* A page reads what is on it: its steps hang on neither the range nor the place. */
static void test_pages_read_little(void **state)
{
    enum { ROWS = 10, PAGES = 8, STEPS_OF_ROW = 200, STEPS_OF_NAMES = 1000 };
    static const char *const paths[] = {
        "utilization?group_by=hour,printer&limit=10", "utilization?group_by=day,printer&limit=10",
        "materials?group_by=day,printer&limit=10", "outcomes?group_by=hour,printer&limit=10"};
    struct desk *desk = *state;
    walked_begin();
    pour_history(desk);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char *url = strdup(paths[i]);
        for (int page = 0; url && page < PAGES; page++) {
            walked_forget();
            json_t *answer = ask_api(desk, url, WALK_ALL, T);
            if (page > 0 && walked.steps > STEPS_OF_NAMES + ROWS * STEPS_OF_ROW)
                fail_msg("%s: %lld steps", url, (long long)walked.steps);
            free(url);
            url = next_of(answer);
            json_decref(answer);
        }
        assert_non_null(url);
        free(url);
    }
    walked_end();
}

/* ---- groups ------------------------------------------------------------------------------------------------------------- */

static void test_groups_are_bounded(void **state)
{
    const double first[2] = {0, NAN};
    struct report_groups groups = {.figures = 2, .words = 1};
    size_t group;
    (void)state;
    for (int i = 0; i < REPORT_GROUPS_MAX; i++) {
        struct report_key key = {1000 - i % 7, i / 7, i % 3, 0};
        assert_int_equal(report_groups_find(&groups, &key, first, &group), 0);
        assert_int_equal(group, i);
        assert_true(isnan(groups.sums[2 * group + 1]));
        groups.sums[2 * group + 1] = i;
    }
    struct report_key known = {1000 - 3, 10, 73 % 3, 0}, one_more = {0, 0, 0, 1};
    assert_int_equal(report_groups_find(&groups, &known, first, &group), 0);
    assert_int_equal(group, 73);
    assert_int_equal((int)groups.sums[2 * group + 1], 73);
    assert_int_equal(report_groups_find(&groups, &one_more, first, &group), 1);
    report_groups_empty(&groups);
    assert_int_equal(report_groups_find(&groups, &one_more, first, &group), 0);
    assert_int_equal(group, 0);
    report_groups_free(&groups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sums_are_the_views, desk_setup_open, desk_teardown),
        cmocka_unit_test_setup_teardown(test_rows_say_when, desk_setup_open, desk_teardown),
        cmocka_unit_test_setup_teardown(test_periods_are_whole, desk_setup_open, desk_teardown),
        cmocka_unit_test_setup_teardown(test_nothing_was_counted, desk_setup_open, desk_teardown),
        cmocka_unit_test_setup_teardown(test_what_cannot_be_asked, desk_setup_open, desk_teardown),
        cmocka_unit_test_setup_teardown(test_indexes_are_used, desk_setup_open, desk_teardown),
        cmocka_unit_test_setup_teardown(test_pages_read_little, desk_setup_open, desk_teardown),
        cmocka_unit_test(test_groups_are_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
