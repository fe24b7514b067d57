#include "prose.h"

#include "rng.h"

#include <stdio.h>
#include <string.h>

enum { SUBJECT_PROSE = 0x30000000, GRABCAD_LETTERS = 5, PACK_MAX = 14 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const PARTS[] = {
    "bracket",    "gear_housing", "drone arm",  "enclosure_lid", "fixture",       "jig",         "impeller",
    "lens mount", "hinge",        "valve-body", "wing rib",      "robot_gripper", "cable clip",  "sensor_case",
    "duct_elbow", "handle",       "tray",       "chess set",     "bone_model",    "wheel hub",   "manifold",
    "test-piece", "prosthesis",   "knob",       "Geh\xe4use",    "Br\374cke",     "T\xfcrgriff", "Abdeckung gro\xdf",
};
/* What has a meaning in Tcl, HTML, CSV or a terminal, and text in UTF-8; braces in pairs. */
static const char *const ODD_PARTS[] = {
    "part \"final\"", "<b>bold</b>",      "plate;rev2",          "cost $5 [draft]",  "a{1}b",       "=SUM(A1)",
    "x' OR '1'='1",   "50% infill, thin", "gr\303\274\303\237e", "\xe9t\xe9 & co",   "tab\tinside", "&lt;tag&gt;",
    "[exec reboot]",  "$env(HOME)",       "caf\xe9 #3",          "{already braced}",
};
static const char *const UNBALANCED_PARTS[] = {"left{over", "right}over", "}{", "tail{{"};
static const char *const OWNERS[] = {
    "lab_print",   "m.keller",     "A. Nguyen",     "sofia",       "J\xf6rg M\xfcller", "student17",
    "robotics",    "p.okafor",     "Workshop PC 2", "h.lindqvist", "Fran\xe7ois",       "capstone_team4",
    "O'Neill, R.", "design\\cad3", "t.yamada",      "staff",
};
static const char *const COMMENTS[] = {"",
                                       "",
                                       "",
                                       "Sent from the workshop PC",
                                       "urgent!",
                                       "solid, 2 contours",
                                       "for Tuesday; do not move",
                                       "pr\374fen",
                                       "see drawing <A-12>"};

static const char *pick(struct rng *rng, const char *const *texts, size_t count)
{
    return texts[rng_next(rng) % count];
}

static void write_suffix(struct rng *rng, char *name, size_t size)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    size_t used = strlen(name);
    if (used + GRABCAD_LETTERS + 3 > size)
        return;
    name[used++] = '_';
    name[used++] = '@';
    for (int i = 0; i < GRABCAD_LETTERS; i++)
        name[used++] = letters[rng_next(rng) % (sizeof letters - 1)];
    name[used] = '\0';
}

static void write_long(struct rng *rng, char *name, size_t size)
{
    int revision = (int)rng_between(rng, 2, 40);
    const char *second = pick(rng, PARTS, COUNT(PARTS)), *first = pick(rng, PARTS, COUNT(PARTS));
    snprintf(name, size, "%s %s with a name that somebody typed to tell it from all the others, revision %d, %s", first,
             second, revision, "to be printed on the machine beside the window");
}

static void write_version(struct rng *rng, char *name, size_t size)
{
    int version = (int)rng_between(rng, 1, 12);
    snprintf(name, size, "%s_v%d", pick(rng, PARTS, COUNT(PARTS)), version);
}

static void write_plate(struct rng *rng, char *name, size_t size)
{
    int plate = (int)rng_between(rng, 1, 4), copies = (int)rng_between(rng, 1, 99);
    snprintf(name, size, "%s_%d_plate%d", pick(rng, PARTS, COUNT(PARTS)), copies, plate);
}

static void write_name(struct rng *rng, char *name, size_t size)
{
    double lot = rng_unit(rng);
    if (lot < 0.004)
        snprintf(name, size, "%s", pick(rng, UNBALANCED_PARTS, COUNT(UNBALANCED_PARTS)));
    else if (lot < 0.06)
        snprintf(name, size, "%s", pick(rng, ODD_PARTS, COUNT(ODD_PARTS)));
    else if (lot < 0.08)
        write_long(rng, name, size);
    else if (lot < 0.5)
        write_version(rng, name, size);
    else
        write_plate(rng, name, size);
    if (rng_chance(rng, 0.6))
        write_suffix(rng, name, size);
}

static void write_pack(struct rng *rng, const char *separator, char *pack, size_t size)
{
    int64_t count = rng_chance(rng, 0.6) ? 1 : rng_between(rng, 2, PACK_MAX);
    size_t used = 0;
    for (int64_t i = 0; i < count; i++) {
        int part = (int)rng_between(rng, 1, 9);
        used += (size_t)snprintf(pack + used, size - used, "%s%s_%d", i ? separator : "",
                                 pick(rng, PARTS, COUNT(PARTS)), part);
    }
}

void prose_write(uint64_t seed, uint64_t printer, uint64_t number, const char *separator, struct prose *prose)
{
    struct rng rng = rng_of(seed, printer, SUBJECT_PROSE + number);
    write_name(&rng, prose->name, sizeof prose->name);
    snprintf(prose->owner, sizeof prose->owner, "%s", pick(&rng, OWNERS, COUNT(OWNERS)));
    snprintf(prose->comment, sizeof prose->comment, "%s", pick(&rng, COMMENTS, COUNT(COMMENTS)));
    write_pack(&rng, separator, prose->pack, sizeof prose->pack);
}
