/*
 * Retention: what boards say of the age of their articles ("boards" in
 * stoad.conf) is done by a thread of its own, at start and every minute.
 */
#ifndef SERVER_EXPIRE_H
#define SERVER_EXPIRE_H

#include "common/err.h"

struct expire;
struct server;

/*
 * Needs the store, its writer and the configuration. Waits a moment for the
 * first round, so that nobody sees what went out of date meanwhile.
 */
enum err expire_start(struct server *s, struct expire **out);
/* Before the writer is stopped. */
void expire_stop(struct expire **x);

#endif
