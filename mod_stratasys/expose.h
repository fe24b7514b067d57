/* What the readers of a location may see beside the rest (StratasysExpose): kinds that can be put together. */
#ifndef EXPOSE_H
#define EXPOSE_H

enum expose { EXPOSE_NONE = 0, EXPOSE_IDENTITY = 1, EXPOSE_PEOPLE = 2 };

/* The kind of a key of /api/v1 (job_name: people), EXPOSE_NONE for one that everybody may see. */
enum expose expose_of_key(const char *key);

/* The same for a key of a status text (jobName: people). Keys that contain version, serial, mfglot, mfgdate or
 * usagedate in any case are identity. */
enum expose expose_of_status_key(const char *key);

#endif
