/*
 * All connections of a worker at once: those who watch, those whose time is
 * over, and who goes when memory is short. On the worker's thread.
 */
#ifndef SERVER_NET_CROWD_H
#define SERVER_NET_CROWD_H

#include "server/net/conn.h"

struct hub_batch;

/* Whether it is one of those who watch. */
void crowd_watch(struct conn *c, bool on);
/*
 * Shows the batch to those who watch, for a moment; false when it has to go on
 * with it, after others had their turn.
 */
bool crowd_hear(struct worker *w, const struct hub_batch *b);
/* Batches were lost: those who watch read the journal themselves. */
void crowd_reread(struct worker *w);
/* Closes those whose time is over; once a second. */
void crowd_tick(struct worker *w);
/* Memory is short: closes the connection of the worker that holds most. */
void crowd_relieve(struct worker *w);

#endif
