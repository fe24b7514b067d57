/* What the reports show: their figures, and what follows from them. */
#include "endpoint_report.h"

enum { REPORT_UTILIZATION, REPORT_MATERIALS, REPORT_OWNERS, REPORT_OUTCOMES, REPORT_ESTIMATES, REPORT_WAITING };

static const struct report *const reports[] = {
    [REPORT_UTILIZATION] = &report_utilization, [REPORT_MATERIALS] = &report_materials, [REPORT_OWNERS] = &report_owners,
    [REPORT_OUTCOMES] = &report_outcomes,       [REPORT_ESTIMATES] = &report_estimates, [REPORT_WAITING] = &report_waiting,
};

const struct report *report_of(const struct endpoint_request *request)
{
    return reports[request->endpoint->list->variant];
}

#define UTILIZATION_CALENDAR "(" UTILIZATION_OBSERVED " + unobserved_s)"
#define UTILIZATION_OBSERVED                                                                                           \
    "(idle_s + preparing_s + building_s + paused_s + part_waiting_s + maintenance_s + error_s + offline_s + "          \
    "unmapped_s)"
#define UTILIZATION_BUSY "(preparing_s + building_s + paused_s)"

static const struct row_column utilization_columns[] = {
    REPORT_KEYS,
    {.key = "printers"},
    {.key = "calendar_s", .sql = UTILIZATION_CALENDAR},
    {.key = "observed_s", .sql = UTILIZATION_OBSERVED},
    {.key = "busy_s", .sql = UTILIZATION_BUSY},
    {.key = "idle_s"},
    {.key = "preparing_s"},
    {.key = "building_s"},
    {.key = "paused_s"},
    {.key = "part_waiting_s"},
    {.key = "maintenance_s"},
    {.key = "error_s"},
    {.key = "offline_s"},
    {.key = "unmapped_s"},
    {.key = "unobserved_s"},
    {.key = "unobserved_build_s"},
    {.key = "busy_calendar_ratio", .sql = UTILIZATION_BUSY " * 1.0 / " UTILIZATION_CALENDAR},
    {.key = "busy_observed_ratio", .sql = UTILIZATION_BUSY " * 1.0 / " UTILIZATION_OBSERVED},
};

static const struct row_column material_columns[] = {
    REPORT_KEYS,
    {.key = "kind"},
    {.key = "material", .sql = "sub"},
    {.key = "printers"},
    {.key = "used_in3"},
    {.key = "wasted_in3"},
    {.key = "jobs_ended"},
};

/* Where no job was counted a sum is 0; of jobs that did not tell, it is unknown. */
#define OF_JOBS(jobs, sum) "CASE WHEN " jobs " = 0 THEN 0 ELSE " sum " END"
#define JOBS               "(completed_jobs + cancelled_jobs + failed_jobs + unknown_jobs + running_jobs)"
#define KNOWN(what)        "(coalesce(completed" what ", 0) + coalesce(cancelled" what ", 0) + coalesce(failed" what ", 0))"
#define COMPLETED(what)    OF_JOBS("completed_jobs", "completed" what) " * 1.0 / " KNOWN(what)

static const struct row_column owner_columns[] = {
    REPORT_KEYS,
    {.key = "owner", .sql = "sub"},
    {.key = "printers"},
    {.key = "jobs", .sql = JOBS},
    {.key = "completed_jobs"},
    {.key = "cancelled_jobs"},
    {.key = "failed_jobs"},
    {.key = "unknown_jobs"},
    {.key = "running_jobs"},
    {.key = "build_s"},
    {.key = "model_used_in3"},
    {.key = "support_used_in3"},
};

static const struct row_column outcome_columns[] = {
    REPORT_KEYS,
    {.key = "printers"},
    {.key = "jobs", .sql = JOBS},
    {.key = "completed_jobs"},
    {.key = "cancelled_jobs"},
    {.key = "failed_jobs"},
    {.key = "unknown_jobs"},
    {.key = "running_jobs"},
    {.key = "never_begun_jobs"},
    {.key = "build_s", .sql = OF_JOBS(JOBS, "build_s")},
    {.key = "completed_build_s", .sql = OF_JOBS("completed_jobs", "completed_build_s")},
    {.key = "cancelled_build_s", .sql = OF_JOBS("cancelled_jobs", "cancelled_build_s")},
    {.key = "failed_build_s", .sql = OF_JOBS("failed_jobs", "failed_build_s")},
    {.key = "unknown_build_s", .sql = OF_JOBS("unknown_jobs", "unknown_build_s")},
    {.key = "model_used_in3", .sql = OF_JOBS(JOBS, "model_used_in3")},
    {.key = "support_used_in3", .sql = OF_JOBS(JOBS, "support_used_in3")},
    {.key = "completed_jobs_ratio", .sql = COMPLETED("_jobs")},
    {.key = "completed_build_ratio", .sql = COMPLETED("_build_s")},
    {.key = "completed_material_ratio", .sql = COMPLETED("_in3")},
};

static const struct row_column estimate_columns[] = {
    REPORT_KEYS,
    {.key = "printers"},
    {.key = "jobs"},
    {.key = "estimated_s"},
    {.key = "build_s"},
    {.key = "build_estimate_ratio", .sql = "build_s * 1.0 / estimated_s"},
    {.key = "off_by_10_percent_jobs"},
};

static const struct row_column waiting_columns[] = {
    REPORT_KEYS,
    {.key = "printers"},
    {.key = "parts"},
    {.key = "waited_mean_s", .sql = "waited_s * 1.0 / parts"},
    {.key = "waited_max_s"},
    {.key = "waited_over_8_h_parts"},
    {.key = "queued_jobs"},
    {.key = "queued_mean_s", .sql = "queued_s * 1.0 / queued_jobs"},
    {.key = "queued_max_s"},
};

#define SHAPE(name, columns)                                                                                           \
    {                                                                                                                  \
        name, columns, sizeof columns / sizeof *columns                                                                \
    }

static const struct row_shape shape_utilization = SHAPE("Utilization", utilization_columns);
static const struct row_shape shape_material = SHAPE("MaterialUse", material_columns);
static const struct row_shape shape_owner = SHAPE("OwnerSums", owner_columns);
static const struct row_shape shape_outcome = SHAPE("Outcomes", outcome_columns);
static const struct row_shape shape_estimate = SHAPE("Estimates", estimate_columns);
static const struct row_shape shape_waiting = SHAPE("Waiting", waiting_columns);

#define REPORT_LIST(shape_of, which, periods)                                                                          \
    {                                                                                                                  \
        .shape = &(shape_of), .fetch = report_fetch, .count = report_count, .prepare = report_prepare,                 \
        .groups = REPORT_DIMENSIONS " " periods, .variant = (which)                                                    \
    }

const struct endpoint_list list_utilization = REPORT_LIST(shape_utilization, REPORT_UTILIZATION, QUERY_PERIODS);
const struct endpoint_list list_materials = REPORT_LIST(shape_material, REPORT_MATERIALS, "day week month year");
const struct endpoint_list list_owners = REPORT_LIST(shape_owner, REPORT_OWNERS, QUERY_PERIODS);
const struct endpoint_list list_outcomes = REPORT_LIST(shape_outcome, REPORT_OUTCOMES, QUERY_PERIODS);
const struct endpoint_list list_estimates = REPORT_LIST(shape_estimate, REPORT_ESTIMATES, QUERY_PERIODS);
const struct endpoint_list list_waiting = REPORT_LIST(shape_waiting, REPORT_WAITING, QUERY_PERIODS);
