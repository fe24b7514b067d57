/* The directives: what an administrator writes, checked, as plain data. */
#ifndef CONFIG_H
#define CONFIG_H

#include "fleet.h"
#include "httpd.h"
#include "http_config.h"
#include "policy.h"

struct endpoints;
struct supervisor;

/* StratasysServe */
enum config_serve { SERVE_GUI = 1, SERVE_API = 2, SERVE_METRICS = 4, SERVE_V1 = 8 };

/* The whole server's; virtual hosts share the main server's. */
struct config_server {
    struct fleet fleet;            /* complete after config_finish */
    apr_array_header_t *printers;  /* struct fleet_printer */
    apr_array_header_t *words;     /* struct state_word */
    int polls;                     /* StratasysPoller */
    struct policy policy;          /* with the webcams of the printers */
    struct supervisor *supervisor; /* of the poller, in the parent */
    struct endpoints *endpoints;   /* of this worker process, from child_init on; NULL: no memory */
};

/* A location's. */
struct config_location {
    const char *path; /* of the <Location>, without a slash at its end ("" for the root); NULL: no StratasysServe */
    unsigned serve, expose;
    int has_expose, exposes_none;
};

extern const command_rec config_directives[];

/* The functions of the module record. */
void *config_create_server(apr_pool_t *pool, server_rec *server);
void *config_merge_server(apr_pool_t *pool, void *base, void *virtual_host);
void *config_create_location(apr_pool_t *pool, char *path);
void *config_merge_location(apr_pool_t *pool, void *outer, void *inner);

/* Completes config->fleet once all directives were read. What it makes lives as long as pool. */
void config_finish(apr_pool_t *pool, struct config_server *config);

#endif
