/* One connection to a peer, from its greeting to its end. */
#ifndef SERVER_FEED_TALK_H
#define SERVER_FEED_TALK_H

#include "server/feed/source.h"
#include "server/feed/stream.h"
#include "server/net/wire.h"

/* Milliseconds. */
struct talk_times {
	unsigned answer;	/* how long a peer may take */
	unsigned oldest;	/* that an offer may take in all */
	unsigned idle;		/* without an article, then it is closed */
	unsigned stop;		/* for last answers when we end */
};

extern const struct talk_times talk_times;

struct talk {
	struct wire *wire;	/* connected; stays the caller's */
	int bell;		/* readable when something happened */
	const struct talk_times *times;
	struct stream *stream;
	struct source *source;
	/*
	 * Called whenever the bell rang and at least every second: false ends
	 * the talk in good order.
	 */
	bool (*heard)(void *arg);
	void *arg;
};

/*
 * Goes on until the talk ends; why is in stream->error, which is empty when
 * we have ended it.
 */
void talk_run(struct talk *t);

#endif
