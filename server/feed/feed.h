/*
 * Other news servers: who they are, what they were asked to send, and the
 * threads that send to them. The journal is the queue; DIR/feed/NAME says
 * how far it was sent.
 */
#ifndef SERVER_FEED_FEED_H
#define SERVER_FEED_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "common/slice.h"
#include "proto/limits.h"

struct feeds;
struct server;

/*
 * Sets server->feeds, names and offers, and starts what the configuration
 * says. The store is open and its writer runs.
 */
enum err feeds_start(struct server *server);
/* server->conf has changed: peers come, go and change. One thread. */
void feeds_reload(struct server *server);
/* Ends all within a second, each place in the journal written down. */
void feeds_stop(struct server *server);

enum feed_state {
	FEED_NONE,		/* nothing is sent to it */
	FEED_IDLE,		/* all is sent */
	FEED_CONNECTING,
	FEED_SENDING,
	FEED_WAITING,		/* for the next try; see error */
};

/* A peer as it is now; the numbers are since the start of stoad. */
struct feed_status {
	char name[LIMIT_BOARD_NAME + 1];
	enum feed_state state;
	int64_t since;		/* of the state; seconds since 1970 */
	uint64_t queued;	/* events not looked at, articles under way */
	uint64_t deferred;	/* articles that it wants later */
	uint64_t seq;		/* all up to this event is done */
	uint64_t offered, sent, refused, rejected, dropped;
	uint64_t received, denied;
	char error[160];	/* of the last try, "" when that was good */
};

const char *feed_state_name(enum feed_state state);
/* The first peer whose name sorts behind after ("" to begin). Any thread. */
bool feed_status_next(
    struct feeds *f, struct slice after, struct feed_status *out);
/* Tries again at once, what was put off too. ERR_NOTFOUND. Any thread. */
enum err feed_retry(struct feeds *f, struct slice name);
/*
 * Goes on behind event seq: what is older is not sent any more, what is
 * newer is, if it was or not. ERR_NOTFOUND. Any thread.
 */
enum err feed_seek(struct feeds *f, struct slice name, uint64_t seq);
/* An article of a peer was stored, or was not; f may be NULL. Any thread. */
void feed_count_in(struct feeds *f, const char *name, bool stored);

#endif
