/* The act "publish": a moderator lets an article into its boards. */
#ifndef SERVER_CMD_PUBLISH_H
#define SERVER_CMD_PUBLISH_H

#include "server/cmd/change.h"

/*
 * Makes the final bytes of the article that waits, hands the change to the
 * writer and takes it; answers at once when they cannot be made.
 */
void publish_submit(struct session *s, struct change **c);

#endif
