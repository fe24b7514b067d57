/* The files of the GUI. */
#include "api_internal.h"
#include "apr_strings.h"

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

int api_answer_asset(request_rec *request, const struct api_route *route)
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
int api_answer_redirect(request_rec *request, const struct api_route *route)
{
    (void)route;
    apr_table_setn(request->headers_out, "Location",
                   apr_pstrcat(request->pool, ap_escape_uri(request->pool, request->uri), "/", NULL));
    return HTTP_MOVED_PERMANENTLY;
}
