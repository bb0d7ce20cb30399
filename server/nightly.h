/*
 * What the server does by itself, on a thread of its own: every minute what
 * boards say of the age of their articles ("boards" in stoad.conf), every
 * night and at the start the FAQ and trust by reading. The writer does it in
 * small events, one at a time, so that those who post wait no longer than for
 * each other.
 */
#ifndef SERVER_NIGHTLY_H
#define SERVER_NIGHTLY_H

#include "server/store/store.h"

struct nightly;
struct server;

/* What a round works with. Its views must be closed before it asks. */
struct job {
	struct server *server;
	struct reader *reader;
	int64_t now;		/* when the round began */
};

/*
 * Has the writer do it and waits. ERR_BUSY: it is time to end; else what
 * became of it, i->why.
 */
enum err job_ask(struct job *j, struct intent *i);
/* True when it is time to end. */
bool job_over(struct job *j);

/*
 * Needs the store, its writer and the configuration. Waits a moment for the
 * first round, so that nobody sees what went out of date meanwhile.
 */
enum err nightly_start(struct server *s, struct nightly **out);
/* Before the writer is stopped. */
void nightly_stop(struct nightly **n);

#endif
