/*
 * Listening sockets: they accept on the main thread and hand connections to
 * the workers in turn.
 */
#ifndef SERVER_NET_LISTENER_H
#define SERVER_NET_LISTENER_H

#include "common/err.h"
#include "server/conf/conf.h"
#include "server/net/address.h"
#include "server/net/worker.h"

struct event_base;
struct listeners;
struct server;

struct listeners *listeners_new(
    struct server *server, struct address_table *addresses);
/*
 * "ADDR:PORT", "[ADDR]:PORT" or ":PORT": sockets that listen, one for each
 * address that the name has. They are the caller's.
 */
enum { LISTENER_FDS = 4 };
enum err listener_bind(const char *where, int fd[LISTENER_FDS], int *n);
/* Whether where can be understood: its host and port are known here. */
enum err listener_check(const char *where);
/*
 * A Unix socket, in place of one that nobody answers; ERR_BUSY when somebody
 * does.
 */
enum err listener_bind_unix(const char *path, int *out);
/* Accepts from fd, which is theirs now, from listeners_start() on. */
void listeners_add(
    struct listeners *l, int fd, const char *where, bool tls);
/*
 * Closes those that do not stand in keep, and makes the others TLS or not;
 * what they accepted lives on.
 */
void listeners_keep(
    struct listeners *l, const struct conf_listen *keep, int n);
/* listener_bind_unix(); the path is removed by listeners_free(). */
enum err listeners_add_unix(struct listeners *l, const char *path);
/* Begins to accept, on the thread that runs base. */
void listeners_start(struct listeners *l, struct event_base *base,
    struct worker **workers, int nworkers);
void listeners_free(struct listeners **l);

#endif
