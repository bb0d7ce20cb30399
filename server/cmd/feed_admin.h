/* XACT feed: what an operator may want of a feed. */
#ifndef SERVER_CMD_FEED_ADMIN_H
#define SERVER_CMD_FEED_ADMIN_H

#include "server/cmd/change.h"

/* Takes the change: peer= which one, after= the event to go on behind. */
void feed_submit(struct session *s, struct change **c);

#endif
