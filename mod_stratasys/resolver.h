/* Looks up names in a thread of its own, so that a slow name server delays nobody but the printer of that name. */
#ifndef RESOLVER_H
#define RESOLVER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct resolver;

struct resolver_answer {
    size_t item; /* as asked */
    struct sockaddr_storage address;
    socklen_t address_length; /* 0: not found */
    char trouble[256];        /* why, for people, without the host: a public page shows it */
};

/* Starts the thread; capacity is the largest number of questions under way. Returns NULL when that fails. There is no
 * end: the thread may hang in a look-up for a minute, is never joined, and goes with the process. */
struct resolver *resolver_begin(size_t capacity);

/* A descriptor that is readable while answers wait. */
int resolver_fd(const struct resolver *resolver);

/* Asks for the address of host (which must live until the answer). One question for an item at a time. */
void resolver_ask(struct resolver *resolver, size_t item, const char *host, uint16_t port);

/* Takes one answer. Returns 1, or 0 when none waits. */
int resolver_take(struct resolver *resolver, struct resolver_answer *answer);

/* Reads host as a numeric address, without any look-up. Returns its length in *address, 0 for a name. */
socklen_t resolver_numeric(const char *host, uint16_t port, struct sockaddr_storage *address);

#endif
