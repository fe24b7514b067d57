/* Whether poller and database work, and when each printer was last polled. */
#include "endpoints_internal.h"
#include "health.h"
#include "reader_watched.h"
#include "version.h"

struct health {
    const char *poller; /* running, silent, stopped, never, off */
    const char *problem, *remedy;
};

static const struct health health_running = {"running", NULL, NULL};
static const struct health health_off = {"off", NULL, NULL};
static const struct health health_never = {"never", "No poller has written to the database yet.",
                                           "Wait some seconds; if it stays so, look into the httpd's error log."};
static const struct health health_stopped = {"stopped", "The poller was stopped: nobody watches the printers.",
                                             "Start httpd, or set StratasysPoller On."};
static const struct health health_silent = {
    "silent", "The poller gives no sign of life: nobody watches the printers.",
    "httpd starts a new one within some seconds; if it stays so, look into its error log and restart httpd."};

/* With StratasysPoller Off another httpd may poll into the same database; if none does, that is as configured. */
static const struct health *health_of_poller(int polls, sqlite3_stmt *poller, int64_t now)
{
    sqlite3_int64 began_at = row_column(poller, "poller_began_at");
    sqlite3_int64 heartbeat_at = row_column(poller, "_heartbeat_at");

    if (began_at && !row_column(poller, "poller_stopped_at") && now - heartbeat_at <= HEALTH_SILENT_S)
        return &health_running;
    if (!polls)
        return &health_off;
    if (!began_at)
        return &health_never;
    return row_column(poller, "poller_stopped_at") ? &health_stopped : &health_silent;
}

static json_t *health_json(const struct health *health, const char *database, json_t *printers)
{
    return json_pack("{s:s, s:s?, s:s?, s:s, s:s, s:s, s:n, s:o}", "status", health->problem ? "trouble" : "ok",
                     "problem", health->problem, "remedy", health->remedy, "poller", health->poller, "database",
                     database, "version", STRATASYS_VERSION, "time_zone", "printers", printers);
}

static const struct row_column health_columns[] = {
    {.key = "printer"},
    {.key = "state",   .sql = READER_STATE_OF},
    {.key = "polled_at"               },
    {.key = "answered_at"},
    {.key = "failed_polls"               },
    {.key = "trouble"},
};
const struct row_shape shape_printer_health = {"PrinterHealth", health_columns,
                                               sizeof health_columns / sizeof *health_columns};

static const struct row_column health_poller_columns[] = {
    {.key = "poller_began_at"}, {.key = "poller_stopped_at"}, {.key = "time_zone"}};
static const struct row_shape health_poller_shape = {"Poller", health_poller_columns, 3};

static json_t *health_printers(struct endpoint_request *request)
{
    struct buffer sql = {0};

    row_plan_all(&request->plan, &shape_printer_health, 0, request->question.expose, 0, NULL);
    endpoint_select(request, &sql, READER_TIMES " FROM " READER_WATCHED " ORDER BY place");
    sqlite3_stmt *printers = endpoint_statement(request, &sql);
    if (!printers)
        return NULL;
    sqlite3_bind_int64(printers, 9, request->question.now);
    return endpoint_rows(&request->plan, printers);
}

int endpoint_health(struct endpoint_request *request)
{
    struct row_plan plan;
    sqlite3_stmt *poller = reader_statement(request->reader, READER_POLLER);
    json_t *printers = health_printers(request);

    if (!poller || !printers || sqlite3_step(poller) != SQLITE_ROW) {
        json_decref(printers);
        return -1;
    }
    const struct health *health = health_of_poller(request->endpoints->polls, poller, request->question.now);
    if (health == &health_running)
        endpoint_note_earliest(&request->ready->lapses_at, row_column(poller, "_heartbeat_at") + HEALTH_SILENT_S + 1);
    row_plan_all(&plan, &health_poller_shape, 0, request->question.expose, 0, NULL);
    json_t *json = health_json(health, "ok", printers);
    if (json)
        json_object_update_new(json, row_json(&plan, poller));
    sqlite3_reset(poller);
    request->ready->http_status = health->problem ? 503 : 200;
    return endpoint_set_json(request->ready, json);
}

struct ready *health_without_database(int polls, enum reader_trouble trouble)
{
    const struct problem_of_database *of = problem_of_database(trouble);
    const struct health health = {polls ? "never" : "off", of->problem, of->remedy};
    struct ready *ready = ready_new(503, "application/json");

    if (ready && endpoint_set_json(ready, health_json(&health, of->name, json_array())) == 0)
        return ready;
    ready_release(ready);
    return NULL;
}
