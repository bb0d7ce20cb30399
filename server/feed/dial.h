/*
 * A connection to a peer is made by a thread of its own, so that who wants
 * it can go on, or give up, meanwhile.
 */
#ifndef SERVER_FEED_DIAL_H
#define SERVER_FEED_DIAL_H

#include "common/err.h"
#include "server/conf/conf.h"

struct dial;

/*
 * Begins; bell is written to (eventfd) when it is over. ERR_NOMEM.
 */
enum err dial_start(
    const struct conf_peer *peer, int bell, struct dial **out);
/* ERR_BUSY while it goes on; OK with *fd, non-blocking, the caller's. */
enum err dial_result(struct dial *d, int *fd);
/* Forgets it, also while it goes on. */
void dial_drop(struct dial **d);

#endif
