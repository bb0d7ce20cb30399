/*
 * Other news servers: who they are, what they were asked to send, and the
 * threads that send to them. The journal is the queue; DIR/feed/NAME says
 * how far it was sent.
 */
#ifndef SERVER_FEED_FEED_H
#define SERVER_FEED_FEED_H

#include "common/err.h"

struct feeds;
struct server;

/*
 * Sets server->names and server->offers, starts what the configuration
 * says. The store is open and its writer runs.
 */
enum err feeds_start(struct server *server, struct feeds **out);
/* server->conf has changed: peers come, go and change. Main thread. */
void feeds_reload(struct feeds *f);
/* Ends all within a second, each place in the journal written down. */
void feeds_stop(struct feeds **f);

#endif
