/* What the files of api share. */
#ifndef API_INTERNAL_H
#define API_INTERNAL_H

#include "api.h"
#include "assets.h"
#include "endpoints.h"
#include "http_protocol.h"

/* One path of ours, found by api_translate and kept with the request. */
struct api_route {
    int (*answer)(request_rec *request, const struct api_route *route);
    const char *path; /* behind the place of what is served: "printers/lab" */
    const struct asset *asset;
    enum endpoint_area area;
};

void api_set_security(request_rec *request);

/* Sends bytes that live at least as long as the request. Returns what a handler returns. */
int api_send(request_rec *request, const void *bytes, size_t length);

/* Sends an answer that has a stream piece by piece: the first and one more piece are in memory. Returns what a handler returns. */
int api_send_stream(request_rec *request, struct ready *ready);

/* Sets the tag, and the status to 304 where the client has what it stands for. Returns whether it has. */
int api_not_modified(request_rec *request, const char *etag);

/* Answer with a file of the GUI; with its address with a slash at its end. */
int api_answer_asset(request_rec *request, const struct api_route *route);
int api_answer_redirect(request_rec *request, const struct api_route *route);

#endif
