/* What Prometheus is told: its samples, and the SELECTs that they come from. */
#ifndef ENDPOINT_METRICS_H
#define ENDPOINT_METRICS_H

#include "endpoints_internal.h"

enum {
    METRIC_SAMPLES_MAX = 48, /* of a source */
    METRIC_LABEL_BYTES = 256 /* of a label's value: longer ones, which only another program writes, are cut */
};

/* One sample of each row of its source. Those of one family (of one name) stand together. */
struct metric_sample {
    const char *name;        /* of the family, behind "stratasys_"; NULL: of the sample above */
    const char *type, *help; /* likewise */
    const char *sql;         /* the value; NULL is unknown, and no sample */
    const char *label; /* what tells it from the others of its family and row: "state=\"idle\""; NULL: it is alone */
};

/* ?9 is the present second. Beside the samples a row may have _lapses_at and _due_at, as endpoint_note_times reads them. */
struct metric_source {
    int label_count;
    const char *labels; /* the first columns, which are labels of every sample; they tell one row from all others */
    const char *from;   /* with further columns before it: ", x AS _lapses_at FROM …" */
    const struct metric_sample *samples;
    size_t sample_count;
};

extern const struct metric_source metric_sources[];
extern const size_t metric_source_count;

/* The family of the sums below, without a source. */
extern const struct metric_sample metric_seconds;

/* Seconds in each state since the history began. */
struct metric_sum {
    int64_t printer_key;
    char printer[FLEET_ID_MAX + 1];
    int is_counted; /* 0: there is no time of it yet */
    int64_t state_s[STATE_COUNT];
};

struct metric_sums {
    struct metric_sum *list; /* owned; the configured printers */
    size_t count, room;
};

/* Reads them; sums is empty before, and to be freed also on failure. Returns 0, or -1. */
int metric_sums_read(struct endpoint_request *request, struct metric_sums *sums);
void metric_sums_free(struct metric_sums *sums);

#endif
