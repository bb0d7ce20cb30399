/* Articles that a feed sends whether they are wanted or not. */
#ifndef SERVER_CMD_FEED_H
#define SERVER_CMD_FEED_H

#include "server/net/session.h"

/*
 * Takes the answer that stands behind mark in the output back, reads the
 * article to its end, and gives that answer then.
 */
void feed_swallow(struct session *s, size_t mark);
/* The session is over: others may send what it was to send. */
void feed_leave(struct session *s);

#endif
