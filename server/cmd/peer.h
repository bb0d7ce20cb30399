/* A session that is another news server. */
#ifndef SERVER_CMD_PEER_H
#define SERVER_CMD_PEER_H

#include "server/net/session.h"

struct server;

/*
 * Finds out whether it is a peer, by its address or account, when either or
 * the configuration has changed; a peer has the right to feed.
 */
void peer_refresh(struct session *s);
/* Whether the address is that of a peer. Any thread. */
bool peer_known(struct server *server, const struct ip *ip);

#endif
