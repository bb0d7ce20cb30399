/*
 * The one follower of the journal. A thread reads each new event once and
 * hands it, with those that came in the same moment, to every worker some of
 * whose sessions watch; they choose for themselves what they show.
 *
 * Nothing is read while nobody watches. In a storm of events there are at
 * most so many batches a second that the writes to thousands of watchers stay
 * few; a single event goes out at once.
 */
#ifndef SERVER_WATCH_HUB_H
#define SERVER_WATCH_HUB_H

#include <stdatomic.h>

#include "common/buf.h"
#include "common/err.h"

struct hub;
struct store;
struct writer;

enum { HUB_BATCH = 512 };	/* most events of a batch */

/* Events of one moment, shared by all who got it; read only. */
struct hub_batch {
	_Atomic unsigned holders;
	uint64_t last;		/* seq of the last event */
	int n;
	struct hub_line {
		uint64_t seq;
		size_t end;	/* of its line in text */
	} *line;		/* owned */
	struct buf text;	/* lines as in the journal, without ends */
};

/* Line i, as in the journal. */
struct slice hub_line(const struct hub_batch *b, int i);
/* Gives it back. Any thread. */
void hub_batch_free(struct hub_batch **b);

/* One who gets the batches, for all sessions of a worker. */
struct hub_ear {
	/* On the hub's thread; takes the batch; must not wait. */
	void (*hand)(struct hub_ear *ear, struct hub_batch *b);
	struct hub_ear *next;	/* the hub's */
	unsigned sessions;	/* the hub's: that watch */
};

/* Follows what the writer commits. */
enum err hub_start(
    struct store *store, struct writer *writer, struct hub **out);
/* Ends its thread; nobody is handed anything any more. */
void hub_stop(struct hub *hub);
/* After hub_stop() and when nobody watches. */
void hub_free(struct hub **hub);

/* The ear must stay until it is taken out. Any thread, as all below. */
void hub_add(struct hub *hub, struct hub_ear *ear);
void hub_remove(struct hub *hub, struct hub_ear *ear);
/*
 * A session of the ear begins to watch, or ends. seen: the last event of its
 * view. What comes behind hub_last() from now on is handed to the ear.
 */
void hub_enter(struct hub *hub, struct hub_ear *ear, uint64_t seen);
void hub_leave(struct hub *hub, struct hub_ear *ear);
/*
 * One more watch of an owner, an account's id or the bytes of an address,
 * unless it has most already; hub_give() is for each that was taken. Owner 0
 * is nobody, most 0 any number.
 */
bool hub_take(struct hub *hub, uint64_t owner, unsigned most);
void hub_give(struct hub *hub, uint64_t owner);
/* The last event that was handed out. */
uint64_t hub_last(struct hub *hub);

#endif
