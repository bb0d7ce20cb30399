/*
 * XWATCH: a session that is shown events as they happen, until its client
 * says the next thing. First it reads what it missed in the journal, then it
 * gets the batches of server/watch/hub.h, by its worker.
 */
#ifndef SERVER_CMD_WATCH_H
#define SERVER_CMD_WATCH_H

#include <stdbool.h>

struct desk;
struct hub_batch;
struct hub_ear;
struct session;
struct watch_room;

/* --- for the session ------------------------------------------------------ */

/*
 * Appends what it watches of the batch that its worker has begun, as far as
 * there is time; goes on with that when it is called again.
 */
void watch_hear(struct session *s);
/* Whether it has heard all of it. */
bool watch_heard(const struct session *s);
/* Once a second: the heartbeat, and the end of for=. */
void watch_tick(struct session *s);
/* Batches were lost: it goes on from the journal. */
void watch_again(struct session *s);
/* Whether it ends by itself, by max= or for=. */
bool watch_ends(const struct session *s);
/* Ends the block; the next command is read then. */
void watch_stop(struct session *s);
/* Forgets the watch without a word. */
void watch_free(struct session *s);

/* --- for the worker (watch_room.c) ---------------------------------------- */

struct watch_room *watch_room_new(struct hub_ear *ear);
void watch_room_free(struct watch_room **room);
/*
 * A moment for a batch, for watch_hear(), in the view of now; the same batch
 * again until it is over.
 */
void watch_room_begin(struct desk *d, const struct hub_batch *b);
void watch_room_end(struct desk *d, bool over);
/* Whether the moment has passed. */
bool watch_room_late(const struct desk *d);

#endif
