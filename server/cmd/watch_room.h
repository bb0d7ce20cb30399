/* What XWATCH keeps: for a session, and for all of a worker. */
#ifndef SERVER_CMD_WATCH_ROOM_H
#define SERVER_CMD_WATCH_ROOM_H

#include "proto/query.h"
#include "server/cmd/watch.h"
#include "server/net/session.h"
#include "server/store/store.h"
#include "server/watch/hub.h"

/* What a session watches. */
struct watch {
	struct watch_filter *filter;
	uint64_t owner;		/* whose it is, for hub_take() */
	uint64_t at;		/* the last event that it has passed */
	uint64_t left;		/* so many more are shown */
	uint64_t end;		/* when it ends, clock_mono_ms(); 0: never */
	uint64_t beat;		/* when the next heartbeat is due */
	uint64_t version;	/* of the figures it was told */
	bool bounded;		/* max= or for= ends it */
};

/* One event of a batch, as all sessions of the worker find it. */
struct watch_item {
	bool sound;		/* false: it could not be read */
	bool everybody;		/* may know of it */
	struct event event;
	size_t begin, end;	/* its line in the room's text */
};

/* What the watchers of one worker share. */
struct watch_room {
	struct hub_ear *ear;	/* how the hub reaches the worker */
	struct watch_filter *filters;
	const struct hub_batch *batch;	/* that is shown now */
	struct watch_item *item;	/* of it, owned */
	int nitems;			/* that are made, in its order */
	struct buf text;
	uint64_t until;		/* clock_mono_us(): others have a turn then */
	uint64_t serial;	/* of the batch */
};

/* Item i of the batch. */
const struct watch_item *watch_room_item(struct desk *d, int i);

/* --- filters -------------------------------------------------------------- */

/* A query; those who ask the same share one, and what it found. */
struct watch_filter {
	struct watch_filter *next;
	unsigned users;
	struct query query;
	struct watch_kpi *kpi;	/* a stream of figures; NULL: of events */
	bool all;		/* those of who keeps order, too */
	uint64_t serial;	/* of the batch that was looked at */
	unsigned char asked[HUB_BATCH / 8];	/* which of it */
	unsigned char pass[HUB_BATCH / 8];	/* which of these pass */
	char text[2 * LIMIT_LINE];
};

/* What a filter is for. */
enum watch_kind { WATCH_EVENTS, WATCH_FIGURES, WATCH_ALL_FIGURES };

/*
 * The filter of a query, in which "@me" is name. ERR_SYNTAX with a remedy
 * when it cannot be watched, *column is where; ERR_DENIED when nobody asks.
 */
enum err watch_filter_take(struct watch_room *room, const struct query *q,
    struct slice name, enum watch_kind kind, struct watch_filter **out,
    int *column);
void watch_filter_leave(struct watch_room *room, struct watch_filter **f);
/* Whether item i of the batch passes. */
bool watch_filter_passes(struct desk *d, struct watch_filter *f, int i);

/* --- figures (watch_kpi.c) ------------------------------------------------ */

/*
 * ERR_SYNTAX with a remedy, *column is where. all: figures for those who keep
 * order, too.
 */
enum err watch_kpi_new(const struct query *q, bool all,
    struct watch_kpi **out, int *column);
void watch_kpi_free(struct watch_kpi **k);
/* A session that watches it goes. */
void watch_kpi_leave(struct watch_kpi *k, const struct session *s);
/* Something did, that may change figures. */
void watch_kpi_happened(struct watch_kpi *k);
/*
 * Makes the session compute them when that is due and nobody does it: what it
 * has to do as a long answer, at whose end it watches on. NULL: nothing.
 */
produce_fn *watch_kpi_lead(struct session *s, struct view *v);
/* Appends what the session has not been told; may end the watch. */
void watch_kpi_tell(struct session *s);

#endif
