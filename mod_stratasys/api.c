#include "api_internal.h"
#include "apr_strings.h"
#include "http_request.h"

extern module AP_MODULE_DECLARE_DATA stratasys_module;

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

static const char API_ALLOW[] = "GET, HEAD, OPTIONS";

enum { API_MAX_AGE_MAX_S = 3600 };

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
        if (ready->http_status == HTTP_SERVICE_UNAVAILABLE)
            apr_table_setn(request->headers_out, "Retry-After", "10");
        return api_send(request, ready->bytes, ready->length);
    }
    apr_table_setn(request->headers_out, "Cache-Control", api_cache_control(request, ready));
    if (api_not_modified(request, ready->etag))
        return api_send(request, NULL, 0);
    api_set_hints(request, ready);
    if (ready->stream)
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
