/* Sending: headers, conditions, bytes at once and piece by piece. */
#include "api_internal.h"
#include "http_log.h"
#include "util_filter.h"

APLOG_USE_MODULE(stratasys);

extern module AP_MODULE_DECLARE_DATA stratasys_module;

void api_set_security(request_rec *request)
{
    const struct config_server *config = ap_get_module_config(request->server->module_config, &stratasys_module);

    apr_table_setn(request->headers_out, "Content-Security-Policy", config->policy.text);
    apr_table_setn(request->headers_out, "X-Content-Type-Options", "nosniff");
    apr_table_setn(request->headers_out, "Referrer-Policy", "same-origin");
    apr_table_setn(request->headers_out, "Cross-Origin-Resource-Policy", "same-origin");
}

int api_send(request_rec *request, const void *bytes, size_t length)
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

/* The buckets are transient, and flushed: a slow client makes the network's filter wait, not keep. */
int api_send_stream(request_rec *request, struct ready *ready)
{
    apr_bucket_alloc_t *buckets = request->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(request->pool, buckets);
    struct buffer piece = {0};
    const char *bytes = ready->bytes;
    size_t length = ready->length;
    int more = !request->header_only;

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

int api_not_modified(request_rec *request, const char *etag)
{
    const char *known = apr_table_get(request->headers_in, "If-None-Match");

    apr_table_setn(request->headers_out, "ETag", etag);
    if (!known || !api_is_known(known, etag))
        return 0;
    request->status = HTTP_NOT_MODIFIED;
    return 1;
}
