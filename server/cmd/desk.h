/*
 * What the sessions of one worker share: its reader of the store, the
 * snapshot of the present wake-up, and room for an article's bytes. Only the
 * worker's thread touches it, but for notify().
 */
#ifndef SERVER_CMD_DESK_H
#define SERVER_CMD_DESK_H

#include <stdint.h>

#include "common/buf.h"

struct actor;
struct reader;
struct server;
struct task;
struct watch_room;
struct view;

struct desk {
	struct server *server;
	struct reader *reader;
	struct view *view;	/* NULL while none is open */
	struct buf raw;		/* scratch; empty between commands */
	struct buf text;	/* likewise */
	struct actor *me;	/* sees_me(), in this view */
	uint32_t me_of;		/* serial of its session; 0: of none */
	struct buf brands;	/* view_staff_brands(), of that event */
	uint64_t brands_of;
	struct watch_room *room;	/* of XWATCH; NULL: none */
	/* Takes a finished task to the desk's thread. Any thread. */
	void (*notify)(struct desk *d, struct task *t);
};

/* False when the store has no reader left (err_detail()). */
bool desk_init(struct desk *d, struct server *server);
void desk_clear(struct desk *d);
/* The snapshot, opened when there is none; NULL on failure. */
struct view *desk_view(struct desk *d);
/* Gives the snapshot back; called before the worker waits. */
void desk_rest(struct desk *d);

#endif
