/* The process that runs the poller: started, watched and stopped by httpd's parent. */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

#include "config.h"

/* Makes the directories, and starts the poller where the configuration wants one. What fails is logged. */
void supervisor_begin(apr_pool_t *pool, server_rec *server, struct config_server *config);

/* httpd's monitor hook: starts a new poller where the last one ended. */
int supervisor_monitor(apr_pool_t *pool, server_rec *server);

#endif
