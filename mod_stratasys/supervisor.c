#include "supervisor.h"
#include "ap_mpm.h"
#include "apr_strings.h"
#include "http_log.h"
#include "mpm_common.h"
#include "poller.h"
#include "unixd.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

APLOG_USE_MODULE(stratasys);

extern module AP_MODULE_DECLARE_DATA stratasys_module;

/* The files in the database's directory get its group, so that its members can read them. */
enum { SUPERVISOR_DATABASE_MODE = 02750, SUPERVISOR_RAW_MODE = 0750 };

struct supervisor {
    server_rec *server;
    struct config_server *config;
    apr_pool_t *pool;
    apr_pool_t *child_pool; /* ends with the child; NULL: none runs */
    pid_t child_pid;        /* of the child in child_pool */
};

/* ---- directories ------------------------------------------------------------------------------------------------------ */

static int supervisor_own_directory(const char *path, mode_t mode)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (fd < 0)
        return -1;
    int failed = (geteuid() == 0 && fchown(fd, ap_unixd_config.user_id, ap_unixd_config.group_id)) || fchmod(fd, mode);
    close(fd);
    return failed ? -1 : 0;
}

/* Makes a directory for httpd's user where there is none. Directories only: the parent may be root, and creates no file
 * where a less privileged process could have put a link. When that fails httpd starts all the same: its other pages are
 * worth more than the printers', and the poller tries again. */
static void supervisor_make_directory(server_rec *server, const char *path, mode_t mode)
{
    if (mkdir(path, 0700) == 0 ? supervisor_own_directory(path, mode) == 0 : errno == EEXIST)
        return;
    ap_log_error(APLOG_MARK, APLOG_ERR, errno, server,
                 "the directory %s cannot be made: make it, owned by httpd's User and Group", path);
}

static int supervisor_is_below(const char *path, const char *directory)
{
    size_t length = strlen(directory);

    while (length > 0 && directory[length - 1] == '/')
        length--;
    return length > 0 && strncmp(path, directory, length) == 0 && path[length] == '/';
}

static void supervisor_warn_of_place(apr_pool_t *pool, server_rec *server, const char *database_path)
{
    const char *const passing[] = {"/tmp", "/run", "/var/run", ap_runtime_dir_relative(pool, "")};

    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        if (passing[i] && supervisor_is_below(database_path, passing[i])) {
            ap_log_error(APLOG_MARK, APLOG_WARNING, 0, server,
                         "StratasysDatabase %s is below %s and does not outlive a reboot: better put it below /var/lib",
                         database_path, passing[i]);
            return;
        }
}

/* Without the slash at its end, behind which O_NOFOLLOW would follow a link. */
static const char *supervisor_parent(apr_pool_t *pool, const char *path)
{
    char *parent = ap_make_dirstr_parent(pool, path);

    for (size_t length = strlen(parent); length > 1 && parent[length - 1] == '/'; length--)
        parent[length - 1] = '\0';
    return parent;
}

static void supervisor_make_directories(apr_pool_t *pool, server_rec *server, const struct fleet *fleet)
{
    const char *database_path = fleet->database_path;

    supervisor_warn_of_place(pool, server, database_path);
    supervisor_make_directory(server, supervisor_parent(pool, database_path), SUPERVISOR_DATABASE_MODE);
    supervisor_make_directory(server, fleet->raw_dir, SUPERVISOR_RAW_MODE);
}

/* ---- the child -------------------------------------------------------------------------------------------------------- */

static void supervisor_log(void *context, enum poller_level level, const char *message)
{
    static const int levels[] = {
        [POLLER_ERROR] = APLOG_ERR, [POLLER_WARNING] = APLOG_WARNING, [POLLER_NOTICE] = APLOG_NOTICE};

    ap_log_error(APLOG_MARK, levels[level], 0, (server_rec *)context, "%s", message);
}

/* The child: SIGTERM is still blocked and waits for the poller to take it. It ends by _exit, because exit would clean up
 * the parent's pools, whose cleanups stop other modules' processes. */
static void supervisor_run_child(struct supervisor *supervisor, pid_t parent_pid)
{
    struct poller_host host = {.context = supervisor->server, .log = supervisor_log, .parent_pid = parent_pid};

    prctl(PR_SET_NAME, "stratasys-poll");
    ap_close_listeners();
    if (ap_run_drop_privileges(supervisor->pool, supervisor->server))
        _exit(1);
    /* Only now: a change of user takes it back. The poller itself looks for its parent each second all the same. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    _exit(poller_run(&supervisor->config->fleet, &host));
}

static int supervisor_is_stopping(void)
{
    int state;

    return ap_mpm_query(AP_MPMQ_MPM_STATE, &state) == APR_SUCCESS && state == AP_MPMQ_STOPPING;
}

static void supervisor_ended(int reason, void *data, int status)
{
    struct supervisor *supervisor = data;

    if (reason == APR_OC_REASON_UNREGISTER || reason == APR_OC_REASON_UNWRITABLE || !supervisor->child_pool)
        return;
    apr_proc_other_child_unregister(supervisor);
    /* The pool that is cleared now stops it; prefork's own signal to all its processes may have been faster. */
    if (reason == APR_OC_REASON_RESTART || supervisor_is_stopping())
        return;
    /* httpd gives the number of a signal or an exit status without telling which; the poller's are 0 and 1. */
    if (WTERMSIG(status) > 1)
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, supervisor->server,
                     "the poller was killed by signal %d; a new one follows", WTERMSIG(status));
    else
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, supervisor->server, "the poller ended; a new one follows");
    apr_pool_destroy(supervisor->child_pool);
    supervisor->child_pool = NULL;
}

static void supervisor_start(struct supervisor *supervisor)
{
    apr_proc_t *process;
    sigset_t term, before;
    pid_t parent_pid = getpid();

    apr_pool_create(&supervisor->child_pool, supervisor->pool);
    process = apr_pcalloc(supervisor->child_pool, sizeof *process);
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, &before);
    apr_status_t forked = apr_proc_fork(process, supervisor->child_pool);
    if (forked == APR_INCHILD)
        supervisor_run_child(supervisor, parent_pid);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (forked != APR_INPARENT) {
        ap_log_error(APLOG_MARK, APLOG_ERR, forked, supervisor->server, "the poller could not be started");
        apr_pool_destroy(supervisor->child_pool);
        supervisor->child_pool = NULL;
        return;
    }
    supervisor->child_pid = process->pid;
    apr_pool_note_subprocess(supervisor->child_pool, process, APR_KILL_AFTER_TIMEOUT);
    apr_proc_other_child_register(process, supervisor_ended, supervisor, NULL, supervisor->child_pool);
}

int supervisor_monitor(apr_pool_t *pool, server_rec *server)
{
    struct config_server *config = ap_get_module_config(server->module_config, &stratasys_module);
    struct supervisor *supervisor = config->supervisor;
    int status;

    (void)pool;
    if (!supervisor)
        return OK;
    /* httpd calls this every 10 s and looks for ended children only afterwards: one that ended in the last second would
     * be missed for 10 s more. */
    if (supervisor->child_pool && waitpid(supervisor->child_pid, &status, WNOHANG) == supervisor->child_pid)
        supervisor_ended(APR_OC_REASON_DEATH, supervisor, status);
    if (!supervisor->child_pool)
        supervisor_start(supervisor);
    return OK;
}

void supervisor_begin(apr_pool_t *pool, server_rec *server, struct config_server *config)
{
    supervisor_make_directories(pool, server, &config->fleet);
    if (!config->polls)
        return;
    config->supervisor = apr_pcalloc(pool, sizeof *config->supervisor);
    config->supervisor->server = server;
    config->supervisor->config = config;
    config->supervisor->pool = pool;
    supervisor_start(config->supervisor);
}
