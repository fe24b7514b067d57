/*
 * A status text as it came: sections, groups, keys, values; nothing is interpreted, nothing unknown is lost.
 *
 * The text is Tcl source, one `set machineStatus(NAME) { LIST };` for each section. A section that Tcl itself would
 * read is read exactly as Tcl reads it. One that it would not (a job name with an unbalanced brace) ends at the next
 * `set machineStatus(` at the start of a line and is read line by line (`-key value`, one pair of outer braces or
 * quotes taken off; the further lines of a value are left out); it is marked as damaged and the others are kept. Nesting ends at section, group, value: a list in a
 * value stays text, however deep.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

enum {
    DOCUMENT_TEXT_MAX = 1024 * 1024,
    DOCUMENT_SECTIONS_MAX = 16,
    DOCUMENT_GROUPS_MAX = 256, /* spools of a cassette, jobs of a queue */
    DOCUMENT_KEYS_MAX = 1024,  /* of one group; the largest seen has 79 */
    DOCUMENT_NAME_MAX = 128,   /* bytes of a section's or key's name */
    DOCUMENT_DAMAGE_BYTES = 512
};

struct document_key {
    const char *name;  /* without its dash; valid UTF-8 */
    const char *value; /* valid UTF-8, "" when empty */
};

struct document_group {
    struct document_key *keys;
    size_t key_count;
};

struct document_section {
    const char *name;
    struct document_group *groups; /* one for general, the machine and the jobs; one for each spool or queued job */
    size_t group_count;
    bool damaged;
};

struct document {
    struct document_section *sections; /* in the order of the text; a name that comes twice counts as its last */
    size_t section_count;
    size_t damage_count;                /* what could not be read as Tcl, or went beyond a bound */
    char damage[DOCUMENT_DAMAGE_BYTES]; /* the first of it, for people; "" when there is none */
};

/* Reads length bytes. Returns a document to be freed with document_free, or NULL without memory. A text without any
 * section is a document with none, and damage says so. Never reads behind text + length; needs no NUL there. */
struct document *document_read(const char *text, size_t length);
void document_free(struct document *document);

/* Counts one more damage, which a reader of the document found; what is for people. */
void document_add_damage(struct document *document, const char *what);

/* The section of that name, or NULL. */
const struct document_section *document_section(const struct document *document, const char *name);

/* The machine section: the first whose name is none of general, cassette, currentJob, previousJob, queue; or NULL. */
const struct document_section *document_machine(const struct document *document);

/* The value of key in group (the last where it comes twice), or NULL. Case matters, except that jobId and jobid are
 * the same key. */
const char *document_value(const struct document_group *group, const char *key);

#endif
