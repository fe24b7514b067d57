/* The module's side of a time-lapse: its history and store, driven as the poller does. Knows nothing of the simulator. */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include "plan.h"

struct archive;
struct status;

/* Makes the fleet that the plan names. NULL with one line for people in message. The caller frees it. */
struct archive *archive_create(const struct plan *plan, char message[PLAN_MESSAGE_BYTES]);
void archive_free(struct archive *archive);

/* The poller begins, and stops in good order. began_at and stopped_at are the server's. Returns 0; or -1, and
 * archive_error says why. */
int archive_open(struct archive *archive, int64_t began_at);
void archive_close(struct archive *archive, int64_t stopped_at);

/* The latest poll of any printer that the database at path holds; 0: none, or no such database. Not while it is open. */
int64_t archive_polled_at(const char *path);

/* A poll of printer `index`, from 0; status NULL: it failed; the archive frees it. Commits now and then. Returns 0, or -1 as
 * archive_open. */
int archive_record(struct archive *archive, size_t index, int64_t at, struct status *status);

/* Valid until the next call. */
const char *archive_error(const struct archive *archive);

#endif
