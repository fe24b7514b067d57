#include "machines.h"

#include <stddef.h>
#include <string.h>

/*
 * Codenames as printers and client programs were seen to use them. How sure each is:
 *   high: seen on such a machine; medium: named by programs or files for it; guess: inferred from its siblings.
 */
static const struct machine {
    const char *codename, *product, *family;
} machines[] = {
    {"paia",    "uPrint SE",                 "uPrint"   }, /* high; SE and SE Plus alike */
    {"hana",    "uPrint",                    "uPrint"   }, /* medium */
    {"lahaina", "HP Designjet 3D",           "Designjet"}, /* medium */
    {"kapaa",   "Fortus 250mc",              "Fortus"   }, /* high */
    {"sst1230", "Dimension SST 1200/1200es", "Dimension"}, /* high */
    {"bst1230", "Dimension BST 1200/1200es", "Dimension"}, /* guess */
    {"lffs",    "Fortus 900mc",              "Fortus"   }, /* medium to high */
    {"waikiki", "Fortus 450mc",              "Fortus"   }, /* high */
    {"solo",    "Mojo",                      "Mojo"     }, /* medium to high */
    {"dorado1", "F170",                      "F170"     }, /* high */
    {"dorado2", "F270",                      "F270"     }, /* guess */
    {"dorado3", "F370",                      "F370"     }, /* high */
};

static const struct machine *find(const char *codename)
{
    for (size_t i = 0; codename != NULL && i < sizeof machines / sizeof *machines; i++) {
        if (strcmp(machines[i].codename, codename) == 0)
            return &machines[i];
    }
    return NULL;
}

const char *machine_product(const char *codename)
{
    const struct machine *machine = find(codename);
    return machine != NULL ? machine->product : NULL;
}

const char *machine_family(const char *codename)
{
    const struct machine *machine = find(codename);
    return machine != NULL ? machine->family : "Other";
}
