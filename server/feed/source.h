/*
 * Articles for a peer, from the journal in its order: those of the boards
 * that go to it, and that it has not sent or passed on itself.
 */
#ifndef SERVER_FEED_SOURCE_H
#define SERVER_FEED_SOURCE_H

#include "server/conf/conf.h"
#include "server/feed/queue.h"
#include "server/store/store.h"

struct source {
	struct reader *reader;
	struct view *view;		/* NULL while none is open */
	const struct conf_peer *peer;	/* what goes to it */
	bool more;		/* stopped early, so that others get a turn */
	uint64_t end;		/* the last event that was seen */
	struct buf raw;
	uint64_t raw_id;	/* the article in raw, 0: none */
};

/* ERR_IO when the store has no reader left. */
enum err source_init(struct source *s, struct store *store);
void source_clear(struct source *s);
/*
 * Adds the next article to the queue: one that was put off and is due, or
 * the next of the journal. False when there is none now; more is set when
 * it is only for now.
 */
bool source_next(struct source *s, struct queue *q);
/* Appends the bytes of an article, without Xref; false when it is gone. */
bool source_text(struct source *s, uint64_t id, struct buf *out);
/* Before every wait: gives the snapshot back. */
void source_rest(struct source *s);

#endif
