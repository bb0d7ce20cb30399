/*
 * Listening sockets: they accept on the main thread and hand connections to
 * the workers in turn.
 */
#ifndef SERVER_NET_LISTENER_H
#define SERVER_NET_LISTENER_H

#include "common/err.h"
#include "server/net/address.h"
#include "server/net/worker.h"

struct event_base;
struct listeners;
struct server;

struct listeners *listeners_new(
    struct server *server, struct address_table *addresses);
/* "ADDR:PORT", "[ADDR]:PORT" or ":PORT"; binds, does not accept yet. */
enum err listeners_add_inet(
    struct listeners *l, const char *where, bool tls);
/*
 * A Unix socket, in place of one that nobody answers; ERR_BUSY when somebody
 * does. It is removed by listeners_free().
 */
enum err listeners_add_unix(struct listeners *l, const char *path);
/* Begins to accept, on the thread that runs base. */
void listeners_start(struct listeners *l, struct event_base *base,
    struct worker **workers, int nworkers);
void listeners_free(struct listeners **l);

#endif
