/* What people write into jobs: names, owners, comments, packs; bytes of any encoding, now and then a trap. */
#ifndef PROSE_H
#define PROSE_H

#include <stdbool.h>
#include <stdint.h>

enum { PROSE_NAME_BYTES = 224, PROSE_OWNER_BYTES = 48, PROSE_COMMENT_BYTES = 96, PROSE_PACK_BYTES = 640 };

struct prose {
    char name[PROSE_NAME_BYTES];
    char owner[PROSE_OWNER_BYTES];
    char comment[PROSE_COMMENT_BYTES];
    char pack[PROSE_PACK_BYTES];
};

/* The texts of a job: a function of seed, printer and the job's number. The parts of pack are joined by separator. */
void prose_write(uint64_t seed, uint64_t printer, uint64_t number, const char *separator, struct prose *prose);

#endif
