/* What the readers of a location may see beside the rest (StratasysExpose): kinds that can be put together. */
#ifndef EXPOSE_H
#define EXPOSE_H

enum expose {
    EXPOSE_NONE = 0,
    EXPOSE_IDENTITY = 1,
    EXPOSE_PEOPLE = 2,
    EXPOSE_OMITTED = 4 /* what the original program left out of its answers; no location shows it there */
};

/* The kinds, as bits, of a key of a status text, in any case: keys that contain jobname, owner, comment, user, author, mail or
 * filename, and pack, are people; those that contain version, serial, mfglot, mfgdate or usagedate are identity and omitted; those that
 * contain hostname, ipaddr or macaddr, and udn and sn, are identity. */
unsigned expose_of_status_key(const char *key);

/* The same where the original program's clients do not ask, and in that section: producer, the version of what sent a job, is identity
 * too; and in the sections of jobs all is people's but for the keys that are known not to be. */
unsigned expose_of_section_key(const char *section, const char *key);

#endif
