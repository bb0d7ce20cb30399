/*
 * The sending side of a conversation with a news server (RFC 4644; RFC 3977,
 * 6.3.2): answers in, commands out. It knows no socket and no store.
 */
#ifndef SERVER_FEED_STREAM_H
#define SERVER_FEED_STREAM_H

#include <stdatomic.h>

#include "server/feed/queue.h"

/* What happened since the start; others read them at any time. */
struct feed_counts {
	/* To the peer. */
	_Atomic uint64_t offered;	/* CHECK, IHAVE, or TAKETHIS at once */
	_Atomic uint64_t sent;		/* taken by it */
	_Atomic uint64_t refused;	/* had them: 435, 438 */
	_Atomic uint64_t rejected;	/* did not want them: 437, 439 */
	_Atomic uint64_t put_off;	/* 431, 436 */
	_Atomic uint64_t dropped;	/* put off for too long */
	/* From the peer. */
	_Atomic uint64_t received;	/* stored */
	_Atomic uint64_t denied;	/* not wanted, or there already */
};

/* Where articles come from. */
struct supply {
	/* Adds the next one to the queue; false when there is none now. */
	bool (*next)(void *arg, struct queue *q);
	/* Appends its bytes; false when it is gone. */
	bool (*text)(void *arg, uint64_t id, struct buf *out);
	void *arg;
};

enum stream_phase {
	STREAM_GREETING,
	STREAM_USER,
	STREAM_PASS,
	STREAM_MODE,
	STREAM_READY,
	STREAM_OVER,		/* close; error says why, "": all is well */
};

struct stream {
	enum stream_phase phase;
	struct queue *queue;
	const struct supply *supply;
	struct feed_counts *counts;
	const char *login, *password;	/* NULL: none */
	bool ihave;		/* the peer knows no streaming */
	bool direct;		/* nearly all is wanted: TAKETHIS at once */
	unsigned wanted;	/* moving share of that, of 65536 */
	bool useful;		/* it has answered for an article */
	char error[160];
	struct buf text;	/* scratch */
};

/* The connection is there. login and password must outlive the stream. */
void stream_begin(struct stream *s, struct queue *q,
    const struct supply *supply, struct feed_counts *counts);
void stream_clear(struct stream *s);
/* One line of the peer, without its end; may append commands. */
void stream_line(struct stream *s, struct slice line, struct buf *out);
/* Appends commands until max bytes are out or nothing is to be said. */
void stream_fill(struct stream *s, struct buf *out, size_t max);
/* Whether it waits for an answer. */
bool stream_waits(const struct stream *s);
/* Ends it, with what is wrong. */
void stream_fail(struct stream *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
