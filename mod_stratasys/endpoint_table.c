/* The one table of what can be asked: requests, the 404 body, OpenAPI and the heads of CSV are made of it. */
#include "endpoints_internal.h"
#include "v1.h"

#define PRINTERS_OF (QUERY(PRINTER) | QUERY(FLEET_GROUP) | QUERY(PRODUCT))
#define RANGE       (QUERY(FROM) | QUERY(TO))
#define JOBS_OF     (RANGE | QUERY(BY) | QUERY(OWNER) | QUERY(RESULT) | QUERY(MATERIAL) | QUERY(Q))
#define LIST        (QUERY(LIMIT) | QUERY(CURSOR) | QUERY(FIELDS) | QUERY(FORMAT) | QUERY(BOM) | QUERY(SEP) | QUERY(DECIMAL))
#define TEXT        "text/plain"

const struct endpoint endpoint_table[] = {
    {ENDPOINT_API,       "printers",                                          "The fleet now",                                     ENDPOINT_OF_FLEET,                     .list = &list_printers                                                                             },
    {                                                    ENDPOINT_API,     "printers/ID",                                   "One printer now",                                 ENDPOINT_OF_PRINTER,            .render = endpoint_printer,
     .shape = &shape_printer},
    {                                                                                                                                                                                                                                                                                                     ENDPOINT_API, "printers/ID/raw",       "The last status text as the printer sent it",                                 ENDPOINT_OF_PRINTER,
     .render = endpoint_raw,                                                                                                                                                                                                                             .content_type = TEXT, .needs = EXPOSE_IDENTITY | EXPOSE_PEOPLE},
    {            ENDPOINT_API,       "printers/ID/busy",                                  "1 or 0 for access control; 503 while nobody knows", ENDPOINT_OF_PRINTER,
     .render = endpoint_busy,                                                                                                                                                                                                                                                  .content_type = TEXT},
    {                                ENDPOINT_API,       "printers/ID/jobs",                                  "The jobs of one printer",                           ENDPOINT_OF_HISTORY,                   .list = &list_printer_jobs,
     .parameters = JOBS_OF | QUERY(SORT)},
    {                                                                                                                                                                                                                                                                                           ENDPOINT_API,       "printers/ID/states",                                "Its stretches of one state",                        ENDPOINT_OF_HISTORY,                   .list = &list_states,
     .parameters = RANGE | QUERY(STATE) | QUERY(SORT)},
    {                                                                                                                                                                                                                                                                              ENDPOINT_API,       "printers/ID/samples",                               "Its temperatures, progress and material over time", ENDPOINT_OF_HISTORY,
     .list = &list_samples,                                                                                                                                                                                                                                                    .parameters = RANGE | QUERY(STEP) | QUERY(SORT)},
    {     ENDPOINT_API,       "printers/ID/samples/hourly",
     "The same as least, mean and greatest of each hour, which are kept for ever",                                                 ENDPOINT_OF_HISTORY,
     .list = &list_sample_hours,                                                                                                                                                                                                                                               .parameters = RANGE | QUERY(SORT)},
    {                   ENDPOINT_API,       "jobs",                                              "The jobs of all printers",                          ENDPOINT_OF_FLEET,                     .list = &list_jobs,
     .parameters = JOBS_OF | PRINTERS_OF | QUERY(SORT)},
    {                                                                                                                                                                                                                                                                             ENDPOINT_API,       "jobs/UID",                                          "One job",                                           ENDPOINT_OF_JOB,                       .render = endpoint_job,                                                                              .shape = &shape_job},
    {ENDPOINT_API,       "utilization",                                       "Seconds in each state, busy and observed",          ENDPOINT_OF_FLEET,
     .list = &list_utilization,                                                                                                                                                                                                                                                .parameters = RANGE | PRINTERS_OF | QUERY(GROUP_BY)},
    { ENDPOINT_API,       "materials",                                         "Material used and wasted",                          ENDPOINT_OF_FLEET,                     .list = &list_materials,
     .parameters = RANGE | PRINTERS_OF | QUERY(GROUP_BY) | QUERY(MATERIAL) | QUERY(MATERIAL_KIND)},
    {                                                                                                                                                                                                                                  ENDPOINT_API,       "owners",                                            "Jobs, hours and material by owner",                 ENDPOINT_OF_FLEET,                     .list = &list_owners,
     .parameters = JOBS_OF | PRINTERS_OF | QUERY(GROUP_BY), .needs = EXPOSE_PEOPLE},
    {                                                                                                                                                                                                                                                                         ENDPOINT_API,                  "outcomes",                                                          "Jobs, hours and material by how they ended",                                                                                  ENDPOINT_OF_FLEET,                  .list = &list_outcomes,
     .parameters = JOBS_OF | PRINTERS_OF | QUERY(GROUP_BY)},
    {ENDPOINT_API,                  "estimates",                                                          "Estimated against actual build time of completed jobs",                                                                                 ENDPOINT_OF_FLEET,
     .list = &list_estimates,        .parameters = JOBS_OF | PRINTERS_OF | QUERY(GROUP_BY)},
    {                                                                                                                                                                                                                                                                                                       ENDPOINT_API,                  "waiting",                                                          "How long parts waited to be taken out, and jobs in the queue",                                                                                   ENDPOINT_OF_FLEET,
     .list = &list_waiting, .parameters = JOBS_OF | PRINTERS_OF | QUERY(GROUP_BY)},
    {                                                                                                                                                                                                                                                                                                         ENDPOINT_API,                  "events",                                                          "What happened",                                                                                    ENDPOINT_OF_FLEET,                                                 .list = &list_events,
     .parameters = RANGE | QUERY(AFTER) | QUERY(PRINTER) | QUERY(EVENT_KIND) | QUERY(SORT)},
    {ENDPOINT_API,                  "health",                                                          "Poller, database, each printer's last poll",                                                                                    ENDPOINT_OF_FLEET,
     .render = endpoint_health                  },
    {                                                                                                                                                                                                                                                                                                     ENDPOINT_API,       "openapi.json",                                      "OpenAPI 3.1 of all of this",                        ENDPOINT_OF_NOTHING,                   .render = endpoint_openapi                                                                         },
    {ENDPOINT_METRICS,                "",                          "The fleet for Prometheus",                                   ENDPOINT_OF_FLEET,            .render = endpoint_metrics,
     .content_type = "text/plain; version=0.0.4; charset=utf-8"},
    {                                                                                                                                                                                                                                                                  ENDPOINT_V1,       "ID/status", "What the printer says of itself (section general)",                                 ENDPOINT_OF_PRINTER,
     .render = endpoint_v1,                                                                                                                                                                                                                              .variant = V1_STATUS},
    {                                                    ENDPOINT_V1,          "ID/job",              "The current job (section currentJob)",                                 ENDPOINT_OF_PRINTER,                 .render = endpoint_v1,
     .variant = V1_JOB},
    {                                                                                                                                                                                                                                                                                                           ENDPOINT_V1,        "ID/queue",                                  "The waiting jobs",                                 ENDPOINT_OF_PRINTER,                 .render = endpoint_v1,                                                                                 .variant = V1_QUEUE},
    {                                                    ENDPOINT_V1,     "ID/material",                   "The last spool, and all of them",                                 ENDPOINT_OF_PRINTER,                 .render = endpoint_v1,
     .variant = V1_MATERIAL},
    {                                                                                                                                                                                                                                                                                                      ENDPOINT_V1,    "ID/extstatus",                         "The machine's own section",                                 ENDPOINT_OF_PRINTER,                 .render = endpoint_v1,
     .variant = V1_EXTSTATUS},
};
const size_t endpoint_count = sizeof endpoint_table / sizeof *endpoint_table;

unsigned endpoint_parameters(const struct endpoint *endpoint)
{
    return endpoint->parameters | (endpoint->list ? LIST : 0);
}
