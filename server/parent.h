/*
 * The parent process: reads the configuration with the rights it was started
 * with, binds ports, and hands both to the child, at the start and at each
 * SIGHUP.
 */
#ifndef SERVER_PARENT_H
#define SERVER_PARENT_H

#include "server/net/listener.h"
#include "server/source.h"

/* A socket that listens for conf.listen[place]. */
struct bound {
	int fd, place;
};

struct parent {
	const struct source *source;
	struct loaded now;
	struct bound bound[CONF_LISTEN_MAX * LISTENER_FDS];
	int nbound;
	/* A reload under way: what the child has not taken yet. */
	struct loaded next;
	bool waiting, again;
};

/* Binds what p->now says. */
enum err parent_bind(struct parent *p);
/* The parent's part until the child ends; the status to exit with. */
int parent_run(struct parent *p);

#endif
