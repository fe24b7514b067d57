/* The one table of what can be asked: requests, the 404 body, OpenAPI and the heads of CSV are made of it. */
#include "endpoints_internal.h"
#include "v1.h"

#define PRINTERS_OF (QUERY(PRINTER) | QUERY(FLEET_GROUP) | QUERY(PRODUCT))
#define RANGE       (QUERY(FROM) | QUERY(TO))
#define JOBS_OF     (RANGE | QUERY(BY) | QUERY(OWNER) | QUERY(RESULT) | QUERY(MATERIAL) | QUERY(Q))
#define LIST        (QUERY(LIMIT) | QUERY(CURSOR) | QUERY(FIELDS) | QUERY(FORMAT) | QUERY(BOM) | QUERY(SEP) | QUERY(DECIMAL))
#define TEXT        "text/plain"

/* clang-format off */ /* its columns would be wider than any screen */
const struct endpoint endpoint_table[] = {
    {ENDPOINT_API,       "printers",                                         "All printers now",
     "state, job, progress, queue, spools and temperatures of every configured printer, in the order of the "
     "configuration, all at once unless `limit` says how many. CSV, and rows for which `fields` is given, are flat: "
     "they have no `queue` and no "
     "`spools`",                                                                                                                                                                             ENDPOINT_OF_FLEET,          .list = &list_printers   },
    {                                                                                 ENDPOINT_API,     "printers/ID",                                  "One printer now",
     "what the printer said when it was last asked; while it is offline, or nobody watches it, `state` says so and "
     "figures of the last answer are kept where they still mean something",                                                                                             ENDPOINT_OF_PRINTER, .render = endpoint_printer,   .shape = &shape_printer},
    {                                                                                 ENDPOINT_API, "printers/ID/raw", "The last status text of a printer as it was sent",
     "byte for byte, with all serials, owners and names of jobs that the printer tells: for whoever adds a new "
     "model, or looks for a mistake",                                                                                                                                   ENDPOINT_OF_PRINTER,     .render = endpoint_raw,      .content_type = TEXT, .needs = EXPOSE_IDENTITY | EXPOSE_PEOPLE},
    {                                         ENDPOINT_API,       "printers/ID/busy",                                 "Whether a printer is busy, as 1 or 0",
     "for door locks, lamps and power switches, which need no JSON. Busy is preparing, building or paused. While the "
     "printer is offline or nobody watches it, the status is 503 and the text `unknown`: so nothing is switched off "
     "by mistake",                                                                                                                                                                           ENDPOINT_OF_PRINTER,        .render = endpoint_busy,   .content_type = TEXT},
    {                                                             ENDPOINT_API,       "printers/ID/jobs",                                 "The jobs of one printer",
     "all runs of jobs that were seen on this printer. Without `from` and `to` the whole history",                                                                                           ENDPOINT_OF_HISTORY,
     .list = &list_printer_jobs,                                                                                                                                                                                                                    .parameters = JOBS_OF | QUERY(SORT)},
    {                                              ENDPOINT_API,       "printers/ID/states",                               "The states of one printer over time",
     "one row for each stretch of time in which the printer was in one state with one word for it; the last one "
     "lasts, and has no end. Stretches follow each other without a hole: what nobody watched is `unobserved`",                                                                               ENDPOINT_OF_HISTORY,        .list = &list_states,      .parameters = RANGE | QUERY(STATE) | QUERY(SORT)},
    {ENDPOINT_API,       "states",                                           "The states of all printers over time",
     "the same of one printer after the other: ordered by `printer`, then by `began_at`. A stretch that goes on over "
     "`from` is there, too. Group and product are those of the time when a stretch began",                                                                                                   ENDPOINT_OF_FLEET,          .list = &list_states_of_all, .parameters = RANGE | PRINTERS_OF | QUERY(STATE)},
    {ENDPOINT_API,       "printers/ID/keys",                                 "All keys of a printer's last status text",
     "whatever the printer says of itself, in its own words and in its order, all at once unless `limit` says how many; "
     "of a text of more than 2000 keys, the first 2000. Of a printer that is offline, what it said last: `answered_at` of printers/ID says when. None until it has answered "
     "since the server was started. Keys about versions, serials, lots, dates and addresses come where the location "
     "exposes `identity`; those about users, files, jobs' names, owners, comments and packs, and all keys of jobs that are not known "
     "to be nobody's, where it exposes `people`; sections that are damaged where it exposes both",                                                                                                                                                                             ENDPOINT_OF_PRINTER,        .list = &list_status_keys  },
    {                                 ENDPOINT_API,       "printers/ID/samples",                              "Temperatures, progress and material of one printer over time",
     "what was sampled while something changed, as long as samples are kept (StratasysRetention). `step` gives one "
     "row for each stretch of that length",                                                                                                                                                  ENDPOINT_OF_HISTORY,        .list = &list_samples,     .parameters = RANGE | QUERY(STEP) | QUERY(SORT)},
    {                                  ENDPOINT_API,       "printers/ID/samples/hourly",                       "The samples of one printer by the hour",
     "least, mean and greatest value of each hour; these are kept for ever",                                                                                                                 ENDPOINT_OF_HISTORY,
     .list = &list_sample_hours,                                                                                                                                                                                                                    .parameters = RANGE | QUERY(SORT)},
    {ENDPOINT_API,       "printers/ID/odometers",                            "The odometers of one printer by day",
     "what each stood at last on a day, with the machine's own limits where it has them. Seconds, as far as is known; of "
     "tips (`modelTipOdometer`) the unit is not. It falls when the part that it belongs to is replaced. Where `from` or "
     "`to` lies within a day, that whole day counts",                                                                                                                                        ENDPOINT_OF_HISTORY,        .list = &list_odometers,   .parameters = RANGE | QUERY(SORT)},
    {ENDPOINT_API,       "printers/ID/spools",                               "The spools that were in one printer",
     "one row for each stay of a spool in the printer; one that was taken out and put in again has two. Those that were "
     "there at some time between `from` and `to`",                                                                                                                                           ENDPOINT_OF_HISTORY,        .list = &list_spools,      .parameters = RANGE | QUERY(SORT)},
    {                                                ENDPOINT_API,       "jobs",                                             "The jobs of all printers",
     "all runs of jobs that were seen, on printers that are or were configured. Parameters narrow it down together: "
     "a row has to match all of them",                                                                                                                                                       ENDPOINT_OF_FLEET,          .list = &list_jobs,        .parameters = JOBS_OF | PRINTERS_OF | QUERY(SORT)},
    {                                ENDPOINT_API,       "jobs/UID",                                         "One job",                                                      "one run of a job, by its `job_uid`",           ENDPOINT_OF_JOB,            .render = endpoint_job,
     .shape = &shape_job},
    {                                                                                                                                                                                                                                                                                                             ENDPOINT_API,       "utilization",                                      "Time in each state, busy and observed",
     "seconds that printers spent in each state. The states add up to `calendar_s` exactly, days of summer time "
     "included; the shares are of all time (`busy_calendar_ratio`) and of the time that was watched "
     "(`busy_observed_ratio`). Where `from` or `to` lies within an hour, that whole hour counts: `began_at` and "
     "`ended_at` say what was counted",                                                                                                                                                      ENDPOINT_OF_FLEET,          .list = &list_utilization, .parameters = RANGE | PRINTERS_OF | QUERY(GROUP_BY)},
    {                              ENDPOINT_API,       "materials",                                        "Material used and wasted",
     "model and support material by the printers' own figures. Wasted is what went into runs that were then "
     "cancelled or failed. Kept by day: where `from` or `to` lies within a day, that whole day counts",                                                                                      ENDPOINT_OF_FLEET,          .list = &list_materials,
     .parameters = RANGE | PRINTERS_OF | QUERY(GROUP_BY) | QUERY(MATERIAL) | QUERY(MATERIAL_KIND)},
    {                                                                                                                                                                                                                                    ENDPOINT_API,       "owners",                                           "Jobs, hours and material by owner",
     "who used how much, for billing and for talking about it. Jobs that never began are left out: `outcomes` counts them",                                                                                                                              ENDPOINT_OF_FLEET,          .list = &list_owners,
     .parameters = JOBS_OF | PRINTERS_OF | QUERY(GROUP_BY), .needs = EXPOSE_PEOPLE},
    {                                                                                                                                                                                                                                                                           ENDPOINT_API,                  "outcomes",                                                         "How jobs ended",
     "jobs, build time and material of completed, cancelled and failed jobs. Jobs whose end nobody can know count as "
     "unknown, and are in no rate. By the time that `by` names; jobs that still run count where no range of their "
     "end is asked for",                                                                  ENDPOINT_OF_FLEET,                                                                                                                                                                                                 .list = &list_outcomes,                                                                                                                                        .parameters = JOBS_OF | PRINTERS_OF | QUERY(GROUP_BY)},
    {  ENDPOINT_API,                  "estimates",                                                         "Estimated against actual build time",
     "of completed jobs, whose estimate and whose build time are both known",                                            ENDPOINT_OF_FLEET,
     .list = &list_estimates,                                                                                                         .parameters = JOBS_OF | PRINTERS_OF | QUERY(GROUP_BY)},
    {                                                                                                                                                                                                                                                                                                         ENDPOINT_API,                  "waiting",                                                         "How long parts and jobs waited",
     "built parts until they were taken out, and jobs in the queue until the printer began with them; what nobody "
     "watched is not counted",                                                   ENDPOINT_OF_FLEET,                                                                                                                                                                                           .list = &list_waiting,                                                                                                                                                 .parameters = JOBS_OF | PRINTERS_OF | QUERY(GROUP_BY)},
    {                  ENDPOINT_API,                  "events",                                                         "What happened",
     "to read on without losing anything or seeing it twice, keep the greatest `seq` that you have got and ask for "
     "what is `after` it. Sequence numbers never repeat or fall, not even over a new database. Rows are ordered by "
     "`seq`; where `from` or `to` is given without `sort` and `after`, by time",                                                                     ENDPOINT_OF_FLEET,                                                                                                                                         .list = &list_events,
     .parameters = RANGE | QUERY(AFTER) | QUERY(PRINTER) | QUERY(EVENT_KIND) | QUERY(SORT)},
    { ENDPOINT_API,                  "health",                                                         "Whether poller and database work",
     "200 when all is well and 503 when poller or database are in trouble, with the same body. A printer that does "
     "not answer is no trouble of the server",                                                  ENDPOINT_OF_FLEET,                                                                                                                                                                           .render = endpoint_health                                                                                                                                 },
    {               ENDPOINT_API,       "openapi.json",                                     "This document",                                                "OpenAPI 3.1 of all that this location serves", ENDPOINT_OF_NOTHING,
     .render = endpoint_openapi                                                                                                                                                                                                                   },
    {                                                                                 ENDPOINT_METRICS,                "",                         "The fleet for Prometheus",
     "in the text format of Prometheus, from what was stored: a scrape asks no printer",                                                                                  ENDPOINT_OF_FLEET,
     .render = endpoint_metrics,                                                                                                                                                        .content_type = "text/plain; version=0.0.4; charset=utf-8"},
    {                                                                                 ENDPOINT_V1,       "ID/status",                  "What the printer says of itself",
     "the section `general` of its status text. Here and in the other original routes the ID `uprint` is the first "
     "printer, where no printer has that ID",                                                                                                                           ENDPOINT_OF_PRINTER,      .render = endpoint_v1,      .variant = V1_STATUS},
    {                                                                                 ENDPOINT_V1,          "ID/job",                                  "The current job",                  "the section `currentJob` of its status text",                            ENDPOINT_OF_PRINTER,
     .render = endpoint_v1,                                                                                                                                                                                                      .variant = V1_JOB},
    {                                                                                 ENDPOINT_V1,        "ID/queue",                                 "The waiting jobs",                       "the section `queue` of its status text",                            ENDPOINT_OF_PRINTER,
     .render = endpoint_v1,                                                                                                                                                                                                    .variant = V1_QUEUE},
    {                                                                                 ENDPOINT_V1,     "ID/material",                  "The last spool, and all of them",                    "the section `cassette` of its status text",
     ENDPOINT_OF_PRINTER,                                                                                                                                                                         .render = endpoint_v1,    .variant = V1_MATERIAL},
    {                                                                                 ENDPOINT_V1,    "ID/extstatus",                        "The machine's own section",
     "the section that is the machine's own, with the name of its family",                                                                                              ENDPOINT_OF_PRINTER,      .render = endpoint_v1,
     .variant = V1_EXTSTATUS},
};
/* clang-format on */
const size_t endpoint_count = sizeof endpoint_table / sizeof *endpoint_table;

unsigned endpoint_parameters(const struct endpoint *endpoint)
{
    return endpoint->parameters | (endpoint->list ? LIST : 0);
}
