/* Requests and answers over HTTP: which paths are ours, methods, conditions, headers. */
#ifndef API_H
#define API_H

#include "config.h"

/* httpd's translate_name and map_to_storage hooks: take the paths that are ours, before any file is looked for. */
int api_translate(request_rec *request);
int api_map(request_rec *request);

/* httpd's handler hook: answers what api_translate took. */
int api_handle(request_rec *request);

#endif
