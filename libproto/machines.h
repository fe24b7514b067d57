/* The machines that are known by their codename (modelerType). Source and confidence: the table in machines.c. */
#ifndef MACHINES_H
#define MACHINES_H

/* The product's name ("Fortus 450mc"), or NULL for a codename that nobody has listed. */
const char *machine_product(const char *codename);

/* The name the original program gave the machine's family: Fortus, uPrint, Dimension, Mojo, F170 …, "Other" for
 * every codename that nobody has listed and for NULL. */
const char *machine_family(const char *codename);

#endif
