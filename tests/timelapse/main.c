/*
 * timelapse: the lives of simulated printers, polled into a history at full speed over simulated time. Everything from a
 * status text to the database is the module's own: libproto, history, store. `timelapse --help` tells all.
 *
 *   plan         the command line
 *   subject      a printer's life and its status text (tests/stratasim)
 *   archive      history and store, driven as the poller does (mod_stratasys)
 *   fleet_lines  the names of the printers
 *   feed         all polls in the order of time, lived and read ahead by a thread
 *   lapse        from the one to the other
 *   ticker       progress
 */
#include "lapse.h"
#include "subject.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_WRONG = 1, EXIT_USAGE = 2 };

static int become(const char *name)
{
    if (!name || geteuid() != 0)
        return 0;
    errno = 0;
    const struct passwd *user = getpwnam(name);
    if (!user) {
        errno = errno ? errno : ENOENT;
        return -1;
    }
    return initgroups(name, user->pw_gid) || setgid(user->pw_gid) || setuid(user->pw_uid) ? -1 : 0;
}

static int complain(const char *what, const char *why)
{
    fprintf(stderr, "timelapse: %s: %s\n", what, why);
    return EXIT_WRONG;
}

int main(int count, char **arguments)
{
    struct plan plan;
    struct lapse_count done;
    char message[PLAN_MESSAGE_BYTES];
    if (plan_read(count, arguments, &plan, message)) {
        fprintf(stderr, "timelapse: %s\n", message);
        return EXIT_USAGE;
    }
    if (plan.help) {
        plan_help(stdout);
        return 0;
    }
    umask(027);
    if (become(plan.user))
        return complain(plan.user, strerror(errno));
    if (lapse_run(&plan, &done, message))
        return complain(plan.database_path, message);
    if (plan.truth_path && subject_write_truth(&plan))
        return complain(plan.truth_path, strerror(errno));
    if (!plan.quiet)
        printf("%lld polls in %.1f s: %.0f a second\n", (long long)done.polls, done.seconds,
               (double)done.polls / (done.seconds > 0 ? done.seconds : 1));
    return 0;
}
