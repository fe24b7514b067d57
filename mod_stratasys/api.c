#include "api.h"
#include "apr_strings.h"
#include "assets.h"
#include "endpoints.h"
#include "http_log.h"
#include "http_protocol.h"
#include "http_request.h"
#include "util_filter.h"

APLOG_USE_MODULE(stratasys);

extern module AP_MODULE_DECLARE_DATA stratasys_module;

/* One path of ours, found by api_translate and kept with the request. */
struct api_route {
    int (*answer)(request_rec *request, const struct api_route *route);
    const char *path; /* behind the place of what is served: "printers/lab" */
    const struct asset *asset;
    enum endpoint_area area;
};

/* Where a part is served: `name` below the location, or the location itself where that is how its path ends. */
static const struct api_place {
    unsigned serve;
    const char *name;
    int is_folder; /* addresses are below it; else it is one address */
} api_places[ENDPOINT_AREAS] = {
    [ENDPOINT_API] = {SERVE_API,     "/api/v1",  1},
    [ENDPOINT_V1] = {SERVE_V1,      "/v1",      1},
    [ENDPOINT_METRICS] = {SERVE_METRICS, "/metrics", 0},
};

/* Bootstrap's stylesheet draws its controls from data: images. */
static const char API_POLICY[] = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
                                 "frame-ancestors 'self'; object-src 'none'";
static const char API_ALLOW[] = "GET, HEAD, OPTIONS";

enum { API_MAX_AGE_MAX_S = 3600 };

/* ---- sending ---------------------------------------------------------------------------------------------------------- */

static void api_set_security(request_rec *request)
{
    apr_table_setn(request->headers_out, "Content-Security-Policy", API_POLICY);
    apr_table_setn(request->headers_out, "X-Content-Type-Options", "nosniff");
    apr_table_setn(request->headers_out, "Referrer-Policy", "same-origin");
    apr_table_setn(request->headers_out, "Cross-Origin-Resource-Policy", "same-origin");
}

/* Sends bytes that live at least as long as the request. */
static int api_send(request_rec *request, const void *bytes, size_t length)
{
    conn_rec *connection = request->connection;
    apr_bucket_brigade *brigade = apr_brigade_create(request->pool, connection->bucket_alloc);

    ap_set_content_length(request, (apr_off_t)length);
    if (length > 0)
        APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_immortal_create(bytes, length, connection->bucket_alloc));
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(connection->bucket_alloc));
    apr_status_t sent = ap_pass_brigade(request->output_filters, brigade);
    return sent == APR_SUCCESS || connection->aborted ? OK : AP_FILTER_ERROR;
}

static int api_pass(request_rec *request, apr_bucket_brigade *brigade)
{
    apr_status_t sent = ap_pass_brigade(request->output_filters, brigade);

    apr_brigade_cleanup(brigade);
    return sent == APR_SUCCESS && !request->connection->aborted ? 0 : -1;
}

/* Ends a stream that could not be read on so that the client sees it: the last chunk of the transfer is missing. */
static int api_break_off(request_rec *request, apr_bucket_brigade *brigade)
{
    apr_bucket_alloc_t *buckets = request->connection->bucket_alloc;

    ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, request, "the history could not be read on: %s broke off", request->uri);
    request->connection->keepalive = AP_CONN_CLOSE;
    APR_BRIGADE_INSERT_TAIL(brigade, ap_bucket_error_create(HTTP_BAD_GATEWAY, NULL, request->pool, buckets));
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(buckets));
    api_pass(request, brigade);
    return OK;
}

/* Sends an answer piece by piece: one piece is in memory at a time. The buckets are transient, so a slow client makes the network's
 * filter wait, not keep. */
static int api_send_stream(request_rec *request, struct ready *ready)
{
    apr_bucket_alloc_t *buckets = request->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(request->pool, buckets);
    struct buffer piece = {0};
    const char *bytes = ready->bytes;
    size_t length = ready->length;
    int more = 1;

    while (more > 0) {
        APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_transient_create(bytes, length, buckets));
        APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_flush_create(buckets));
        if (api_pass(request, brigade))
            break;
        buffer_empty(&piece);
        more = ready_more(ready, &piece);
        bytes = piece.bytes;
        length = piece.length;
    }
    buffer_free(&piece);
    if (more < 0)
        return api_break_off(request, brigade);
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(buckets));
    api_pass(request, brigade);
    return OK;
}

/* Length of an entity tag without the suffix that a compressing filter put behind it: "x-gzip" is "x". */
static size_t api_tag_length(const char *tag, size_t length)
{
    static const char *const suffixes[] = {"-gzip\"", "-br\"", "-zstd\""};

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t ending = strlen(suffixes[i]);
        if (length > ending && strncmp(tag + length - ending, suffixes[i], ending) == 0)
            return length - ending;
    }
    return length > 0 ? length - 1 : 0;
}

/* Whether If-None-Match names this tag, in a list, weak, or with a filter's suffix. */
static int api_is_known(const char *known, const char *etag)
{
    size_t wanted = api_tag_length(etag, strlen(etag));

    while (known && *known) {
        known += strspn(known, " \t,");
        if (*known == '*')
            return 1;
        if (strncmp(known, "W/", 2) == 0)
            known += 2;
        size_t length = strcspn(known, ",");
        size_t trimmed = length;
        while (trimmed > 0 && (known[trimmed - 1] == ' ' || known[trimmed - 1] == '\t'))
            trimmed--;
        if (api_tag_length(known, trimmed) == wanted && strncmp(known, etag, wanted) == 0)
            return 1;
        known += length;
    }
    return 0;
}

static int api_not_modified(request_rec *request, const char *etag)
{
    const char *known = apr_table_get(request->headers_in, "If-None-Match");

    apr_table_setn(request->headers_out, "ETag", etag);
    if (!known || !api_is_known(known, etag))
        return 0;
    request->status = HTTP_NOT_MODIFIED;
    return 1;
}

/* ---- answers ---------------------------------------------------------------------------------------------------------- */

static apr_status_t api_release(void *data)
{
    ready_release(data);
    return APR_SUCCESS;
}

static const char *api_cache_control(request_rec *request, const struct ready *ready)
{
    int64_t age_s = ready->due_at - apr_time_sec(request->request_time);

    if (age_s < 0 || ready->due_at == 0)
        age_s = 0;
    if (age_s > API_MAX_AGE_MAX_S)
        age_s = API_MAX_AGE_MAX_S;
    return apr_psprintf(request->pool, "private, max-age=%d", (int)age_s);
}

static void api_set_hints(request_rec *request, const struct ready *ready)
{
    if (ready->next_url)
        apr_table_setn(request->headers_out, "Link",
                       apr_pstrcat(request->pool, "<", ready->next_url, ">; rel=\"next\"", NULL));
    if (ready->file_name)
        apr_table_setn(request->headers_out, "Content-Disposition",
                       apr_pstrcat(request->pool, "attachment; filename=\"", ready->file_name, "\"", NULL));
}

/* The bytes are shared with other requests: the request's pool, which outlives their sending, holds them. */
static int api_send_ready(request_rec *request, struct ready *ready)
{
    if (!ready)
        return HTTP_INTERNAL_SERVER_ERROR;
    apr_pool_cleanup_register(request->pool, ready, api_release, apr_pool_cleanup_null);
    api_set_security(request);
    request->status = ready->http_status;
    ap_set_content_type(request, ready->content_type);
    if (ready->http_status != HTTP_OK) {
        apr_table_setn(request->headers_out, "Cache-Control", "no-store");
        return api_send(request, ready->bytes, ready->length);
    }
    apr_table_setn(request->headers_out, "Cache-Control", api_cache_control(request, ready));
    if (api_not_modified(request, ready->etag))
        return api_send(request, NULL, 0);
    api_set_hints(request, ready);
    if (ready->stream && !request->header_only)
        return api_send_stream(request, ready);
    return api_send(request, ready->bytes, ready->length);
}

/* The path at which the location serves that area; NULL where it does not. */
static const char *api_place_path(request_rec *request, const struct config_location *location, enum endpoint_area area)
{
    const struct api_place *place = &api_places[area];
    size_t named = strlen(place->name), located = strlen(location->path);

    if (!(location->serve & place->serve))
        return NULL;
    if (located >= named && strcmp(location->path + located - named, place->name) == 0)
        return location->path;
    return apr_pstrcat(request->pool, location->path, place->name, NULL);
}

static int api_answer_endpoint(request_rec *request, const struct api_route *route)
{
    const struct config_server *config = ap_get_module_config(request->server->module_config, &stratasys_module);
    const struct config_location *location = ap_get_module_config(request->per_dir_config, &stratasys_module);
    struct endpoint_question question = {.area = route->area,
                                         .path = route->path,
                                         .query = request->args,
                                         .expose = location->expose,
                                         .now = apr_time_sec(request->request_time)};

    for (int area = 0; area < ENDPOINT_AREAS; area++)
        question.places[area] = api_place_path(request, location, (enum endpoint_area)area);

    /* child_init found no memory, and said so. */
    if (!config->endpoints)
        return HTTP_INTERNAL_SERVER_ERROR;
    return api_send_ready(request, endpoints_answer(config->endpoints, &question));
}

/* Whether the parameters behind the name of a coding refuse it: "; q=0". */
static int api_is_refused(const char *parameters)
{
    const char *quality = parameters + strspn(parameters, " \t;");

    return strncasecmp(quality, "q=", 2) == 0 && strspn(quality + 2, "0.") == strcspn(quality + 2, " \t;,");
}

static int api_accepts_gzip(request_rec *request)
{
    const char *coding = apr_table_get(request->headers_in, "Accept-Encoding");

    for (; coding; coding = strchr(coding, ',')) {
        coding += strspn(coding, " \t,");
        size_t length = strcspn(coding, " \t;,");
        if (length == strlen("gzip") && strncasecmp(coding, "gzip", length) == 0)
            return !api_is_refused(coding + length);
    }
    return 0;
}

static const char *api_gzip_tag(request_rec *request, const char *etag)
{
    return apr_psprintf(request->pool, "%.*s-gzip\"", (int)strlen(etag) - 1, etag);
}

static int api_answer_asset(request_rec *request, const struct api_route *route)
{
    const struct asset *asset = route->asset;
    int is_gzip = asset->gzip_bytes && api_accepts_gzip(request);

    api_set_security(request);
    ap_set_content_type(request, asset->content_type);
    apr_table_setn(request->headers_out, "Cache-Control",
                   asset->is_immutable ? "private, max-age=31536000, immutable" : "private, no-cache");
    apr_table_setn(request->headers_out, "Vary", "Accept-Encoding");
    apr_table_setn(request->subprocess_env, "no-gzip", "1");
    apr_table_setn(request->subprocess_env, "no-brotli", "1");
    if (api_not_modified(request, is_gzip ? api_gzip_tag(request, asset->etag) : asset->etag))
        return api_send(request, NULL, 0);
    if (!is_gzip)
        return api_send(request, asset->bytes, asset->length);
    apr_table_setn(request->headers_out, "Content-Encoding", "gzip");
    return api_send(request, asset->gzip_bytes, asset->gzip_length);
}

/* The page's own addresses are relative, so it needs the slash at its end. */
static int api_answer_redirect(request_rec *request, const struct api_route *route)
{
    (void)route;
    apr_table_setn(request->headers_out, "Location",
                   apr_pstrcat(request->pool, ap_escape_uri(request->pool, request->uri), "/", NULL));
    return HTTP_MOVED_PERMANENTLY;
}

/* ---- which paths are ours --------------------------------------------------------------------------------------------- */

/* What is behind the place of a served part; NULL: the path is not there. */
static const char *api_behind(const char *location, const char *path, const struct api_place *place)
{
    size_t named = strlen(place->name), located = strlen(location);

    if (located < named || strcmp(location + located - named, place->name) != 0) {
        if (strncmp(path, place->name, named) != 0)
            return NULL;
        path += named;
    }
    if (place->is_folder)
        return *path == '/' ? path + 1 : NULL;
    return *path == '\0' ? path : NULL;
}

static int api_find_endpoint(const struct config_location *location, const char *path, struct api_route *route)
{
    for (int area = 0; area < ENDPOINT_AREAS; area++) {
        const struct api_place *place = &api_places[area];
        const char *behind = location->serve & place->serve ? api_behind(location->path, path, place) : NULL;
        if (behind) {
            *route =
                (struct api_route){.answer = api_answer_endpoint, .path = behind, .area = (enum endpoint_area)area};
            return 1;
        }
    }
    return 0;
}

static int api_find_page(const struct config_location *location, const char *path, struct api_route *route)
{
    if (!(location->serve & SERVE_GUI))
        return 0;
    *route = (struct api_route){.answer = path[0] ? api_answer_asset : api_answer_redirect,
                                .asset = asset_find(path[0] ? path + 1 : "")};
    return route->asset != NULL;
}

int api_translate(request_rec *request)
{
    const struct config_location *location = ap_get_module_config(request->per_dir_config, &stratasys_module);
    struct api_route route;

    if (!location->path || !request->uri || strncmp(request->uri, location->path, strlen(location->path)) != 0)
        return DECLINED;
    const char *path = request->uri + strlen(location->path);
    if (*path != '\0' && *path != '/')
        return DECLINED;
    if (!api_find_endpoint(location, path, &route) && !api_find_page(location, path, &route))
        return DECLINED;
    ap_set_module_config(request->request_config, &stratasys_module, apr_pmemdup(request->pool, &route, sizeof route));
    request->filename = apr_pstrdup(request->pool, request->uri);
    return OK;
}

static const struct api_route *api_route_of(request_rec *request)
{
    return ap_get_module_config(request->request_config, &stratasys_module);
}

int api_map(request_rec *request)
{
    return api_route_of(request) ? OK : DECLINED;
}

static int api_answer_method(request_rec *request)
{
    int is_options = request->method_number == M_OPTIONS;
    static const char text[] = "{\"type\":\"about:blank\",\"title\":\"Only reading is possible\",\"status\":405,"
                               "\"detail\":\"Use GET, HEAD or OPTIONS.\"}";

    apr_table_setn(request->headers_out, "Allow", API_ALLOW);
    api_set_security(request);
    request->status = is_options ? HTTP_OK : HTTP_METHOD_NOT_ALLOWED;
    if (!is_options)
        ap_set_content_type(request, "application/problem+json");
    return api_send(request, text, is_options ? 0 : sizeof text - 1);
}

int api_handle(request_rec *request)
{
    const struct api_route *route = api_route_of(request);

    if (!route)
        return DECLINED;
    int discarded = ap_discard_request_body(request);
    if (discarded != OK)
        return discarded;
    return request->method_number == M_GET ? route->answer(request, route) : api_answer_method(request);
}
