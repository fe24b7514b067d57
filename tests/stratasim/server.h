/* The simulated printers' sockets, one loop for all of them. Status texts are made only when they are asked for. */
#ifndef SERVER_H
#define SERVER_H

#include "fault.h"
#include "life.h"
#include "options.h"

#include <stdint.h>

struct server;
struct server_printer;

/* Opens a listening socket for each printer. Returns a server to be freed with server_close, or NULL with one line
 * for people in message. */
struct server *server_open(const struct options *options, char *message, size_t message_size);
void server_close(struct server *server);

/* Prints where each printer is, then `ready`, and serves until a signal or the end of standard input says stop.
 * Returns 0, or -1 with errno. */
int server_run(struct server *server);

/* The printer of that number (from 1), or NULL. */
struct server_printer *server_printer(struct server *server, int64_t number);

/* Life's clock. */
int64_t server_life_s(const struct server *server);
void server_advance(struct server *server, int64_t seconds);

/* The printer's life, or NULL while it replays a file. Stays the server's. */
struct life *server_life(struct server *server, struct server_printer *printer);

/* Holds from the next conversation on. Returns 0, or -1 with errno when it should listen and cannot. */
int server_set_fault(struct server *server, struct server_printer *printer, struct fault fault);

/* Serves the file's bytes instead of a life. Returns 0, or -1 with errno. */
int server_replay(struct server *server, struct server_printer *printer, const char *path);

#endif
