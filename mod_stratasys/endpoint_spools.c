/* The spools that were in one printer, each while it was there. */
#include "endpoint_walk.h"

/* clang-format off */ /* it cannot align what some rows do not have */
static const struct row_column spool_stay_columns[] = {
    {.key = "printer", .sql = "?5"},
    {.key = "bay"},
    {.key = "kind"},
    {.key = "material", .sql = "(SELECT nullif(material, '') FROM material m WHERE m.material_key = s.material_key)"},
    {.key = "serial", .sql = "s.serial"},
    {.key = "loaded_at"},
    {.key = "removed_at"},
    {.key = "initial_in3"},
    {.key = "loaded_in3"},
    {.key = "left_in3"},
    {.key = "used_in3", .sql = "loaded_in3 - left_in3"},
    {.key = "name"},
    {.key = "product"},
    {.key = "location"},
    {.key = "fleet_group"},
    {.key = "printer_serial", .sql = "e.serial"},
};
/* clang-format on */
static const struct row_shape shape_spool_stay = {"SpoolStay", spool_stay_columns,
                                                  sizeof spool_stay_columns / sizeof *spool_stay_columns};

enum { SPOOLS_PRINTER = WALK_BOUND, SPOOLS_FROM };

static void spools_bind(struct endpoint_request *request, sqlite3_stmt *statement)
{
    sqlite3_bind_text(statement, SPOOLS_PRINTER, request->id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, SPOOLS_FROM, request->from_at);
}

/* As the view spool_history, with the number that tells two spools of one second apart. */
static struct walk spools_walk(const struct endpoint_request *request)
{
    int is_empty = request->from_at == request->to_at;

    return (struct walk){
        .table = "spool s INDEXED BY spool_loaded LEFT JOIN printer_era e ON e.era_key = (SELECT era_key FROM "
                 "printer_era WHERE printer_key = s.printer_key AND began_at <= s.loaded_at ORDER BY began_at DESC, "
                 "era_key DESC LIMIT 1)",
        .found = " AND s.printer_key = (" ENDPOINT_PRINTER_KEY("?5") ")",
        .filter = request->query.values[QUERY_FROM] ? " AND (s.removed_at IS NULL OR s.removed_at > ?6)" : "",
        .keys = {"s.loaded_at", "s.spool_key"},
        .above = {{-1, INT64_MAX}            },
        .below = {{is_empty ? -1 : request->to_at, INT64_MIN}},
        .is_down = walk_is_down(request),
        .bind = spools_bind,
    };
}

static int spools_fetch(struct list_chunk *chunk)
{
    struct walk walk = spools_walk(chunk->request);

    return walk_fetch(chunk, &walk);
}

static int spools_count(struct endpoint_request *request, int64_t *total)
{
    struct walk walk = spools_walk(request);

    return walk_count(request, &walk, total);
}

const struct endpoint_list list_spools = {.shape = &shape_spool_stay,
                                          .fetch = spools_fetch,
                                          .count = spools_count,
                                          .sorts = "loaded_at",
                                          .is_newest_first = 1};
