/* What the readers of a location may see beside the rest (StratasysExpose): kinds that can be put together. */
#ifndef EXPOSE_H
#define EXPOSE_H

enum expose {
    EXPOSE_NONE = 0,
    EXPOSE_IDENTITY = 1,
    EXPOSE_PEOPLE = 2,
    EXPOSE_OMITTED = 4 /* what the original program left out of its answers; no location shows it there */
};

/* The kinds, as bits, of a key of a status text, in any case: keys that contain jobname, owner or comment, and pack, are people;
 * those that contain version, serial, mfglot, mfgdate or usagedate are identity and omitted; udn is identity. */
unsigned expose_of_status_key(const char *key);

#endif
