/* The module record, and where it hooks into httpd. */
#include "api.h"
#include "ap_mpm.h"
#include "endpoints.h"
#include "http_config.h"
#include "http_core.h"
#include "http_log.h"
#include "http_request.h"
#include "mpm_common.h"
#include "supervisor.h"

extern module AP_MODULE_DECLARE_DATA stratasys_module;

static int stratasys_post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *server)
{
    struct config_server *config = ap_get_module_config(server->module_config, &stratasys_module);

    (void)plog;
    (void)ptemp;
    /* At the start httpd reads its configuration twice; the first time is only a trial. */
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG)
        return OK;
    config_finish(pconf, config);
    supervisor_begin(pconf, server, config);
    return OK;
}

enum { STRATASYS_THREADS_A_STREAM = 4 }; /* so many threads of a process are for one slow reader of a long list */

static apr_status_t stratasys_child_exit(void *data)
{
    endpoints_end(data);
    return APR_SUCCESS;
}

static void stratasys_child_init(apr_pool_t *pool, server_rec *server)
{
    struct config_server *config = ap_get_module_config(server->module_config, &stratasys_module);

    int threads = 1;

    ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads);
    config->endpoints =
        endpoints_begin(config->fleet.database_path, config->fleet.raw_dir, config->polls,
                        threads > STRATASYS_THREADS_A_STREAM ? threads / STRATASYS_THREADS_A_STREAM : 1);
    if (config->endpoints)
        apr_pool_cleanup_register(pool, config->endpoints, stratasys_child_exit, apr_pool_cleanup_null);
    else
        ap_log_error(APLOG_MARK, APLOG_CRIT, 0, server, "no memory for the answers of mod_stratasys");
}

static void stratasys_register_hooks(apr_pool_t *pool)
{
    (void)pool;
    ap_hook_post_config(stratasys_post_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(stratasys_child_init, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_monitor(supervisor_monitor, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_translate_name(api_translate, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_map_to_storage(api_map, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_handler(api_handle, NULL, NULL, APR_HOOK_MIDDLE);
}

#pragma GCC visibility push(default)
AP_DECLARE_MODULE(stratasys) = {
    STANDARD20_MODULE_STUFF, config_create_location, config_merge_location,    config_create_server,
    config_merge_server,     config_directives,      stratasys_register_hooks, AP_MODULE_FLAG_NONE,
};
#pragma GCC visibility pop
