/*
 * What a feed has under way: the articles that were read from the journal
 * and are not answered for yet, and those put off. No I/O; one thread.
 */
#ifndef SERVER_FEED_QUEUE_H
#define SERVER_FEED_QUEUE_H

#include "server/feed/mark.h"

enum item_state {
	ITEM_NEW,	/* to be offered */
	ITEM_OFFERED,	/* CHECK or IHAVE is out */
	ITEM_WANTED,	/* to be sent */
	ITEM_SENT,	/* waits for the verdict */
};

struct item {
	uint64_t id;
	enum item_state state;
	bool deferred;		/* was put off, is tried again */
	char msgid[LIMIT_MSGID + 1];
};

struct queue {
	struct mark mark;
	uint64_t read;		/* the last article looked at */
	struct item item[LIMIT_FEED_WINDOW];
	int n;
	bool changed;		/* mark is not as in the file */
};

/* From what was loaded. */
void queue_init(struct queue *q, uint64_t seq);

static inline bool
queue_room(const struct queue *q)
{
	return q->n < LIMIT_FEED_WINDOW;
}

/* Whether as many are put off as may be; then nothing new is begun. */
bool queue_stuck(const struct queue *q);
/* Takes an article in; there is room. deferred: one that was put off. */
void queue_add(
    struct queue *q, uint64_t id, struct slice msgid, bool deferred);
/* The first in that state; NULL when there is none. */
struct item *queue_first(struct queue *q, enum item_state state);
/* The first with that message-id in that state, or any if it is empty. */
struct item *queue_find(
    struct queue *q, struct slice msgid, enum item_state state);
/* The verdict is known, or it is gone. */
void queue_done(struct queue *q, struct item *i);
/*
 * The peer wants it later. False when it was put off for too long, or too
 * many are: it is given up then.
 */
bool queue_defer(struct queue *q, struct item *i, uint64_t mono, int64_t now);
/* The connection is gone: what has no verdict is offered again. */
void queue_rewind(struct queue *q);
/* An article whose time has come, 0 when there is none; it is out now. */
uint64_t queue_due(struct queue *q, uint64_t mono);
/* A deferred article that queue_due() gave is not there any more. */
void queue_forget(struct queue *q, uint64_t id);
/* When the next one is due; UINT64_MAX: none. */
uint64_t queue_next_due(const struct queue *q);
/* All that were put off are due at once. */
void queue_hurry(struct queue *q);
/* Looked at the article id; brings the mark up to date. */
void queue_pass(struct queue *q, uint64_t id);

#endif
