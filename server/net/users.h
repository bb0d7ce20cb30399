/*
 * Who is at the other end of a Unix socket: the login name for a user id. To
 * know it may mean to ask another machine, so a thread waits for it.
 */
#ifndef SERVER_NET_USERS_H
#define SERVER_NET_USERS_H

#include "server/net/worker.h"

struct users;

struct users *users_start(void);
/*
 * Finds the name of a->peer_uid, then hands the arrival to the worker. False
 * when too many wait already.
 */
bool users_ask(struct users *u, struct worker *w, const struct arrival *a);
/* Who still waits is turned away. */
void users_stop(struct users **u);

#endif
