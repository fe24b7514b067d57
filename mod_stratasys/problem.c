/* Errors as RFC 9457 problem+json. */
#include "endpoints_internal.h"

static const struct problem_of_database problem_texts[] = {
    [READER_OK] = {"ok",         NULL,                                                 NULL                   },
    [READER_MISSING] = {"missing",    "There is no database yet.",
                   "The poller makes it when it begins; if it stays so, look into the httpd's error log."     },
    [READER_UNREADABLE] = {"unreadable", "The database cannot be read.",
                   "Look into the httpd's error log; its directory must belong to the httpd's User and Group."},
    [READER_OTHER] = {"other",      "The file is a database of another program.",
                   "Name a file of its own with StratasysDatabase."                                           },
    [READER_NEWER] = {"newer",      "The database was written by a newer mod_stratasys.",
                   "Restart httpd with the newer module, or name another file with StratasysDatabase."        },
    [READER_OLDER] = {"older",      "The database is still of an older mod_stratasys.",
                   "The poller brings it up to date when it begins."                                          },
};

const struct problem_of_database *problem_of_database(enum reader_trouble trouble)
{
    return &problem_texts[trouble];
}

int problem_set(struct ready *ready, int http_status, const char *title, const char *detail)
{
    ready->http_status = http_status;
    ready->content_type = "application/problem+json";
    return endpoint_set_json(ready, json_pack("{s:s, s:s, s:i, s:s}", "type", "about:blank", "title", title, "status",
                                              http_status, "detail", detail));
}

struct ready *problem_ready(int http_status, const char *title, const char *detail)
{
    struct ready *ready = ready_new(http_status, NULL);

    if (ready && problem_set(ready, http_status, title, detail) == 0)
        return ready;
    ready_release(ready);
    return NULL;
}

struct ready *problem_database(enum reader_trouble trouble)
{
    const struct problem_of_database *of = problem_of_database(trouble);
    return problem_ready(503, of->problem, of->remedy);
}
