/*
 * When a connection is looked at: its deadlines, on the worker's wheel, and
 * the rests of those who hurry; and what it weighs. On the worker's thread.
 */
#ifndef SERVER_NET_PACE_H
#define SERVER_NET_PACE_H

#include "server/net/conn.h"

/* The second in which the connection is over if nothing changes; 0: never. */
uint32_t pace_deadline(const struct conn *c);
/* Puts it on the wheel; moves it to where it must be looked at next. */
void pace_put(struct conn *c);
void pace_move(struct conn *c);
/* After a turn: what it is in the middle of now, and since when. */
void pace_note(struct conn *c);
/* A deadline came nearer, perhaps. */
void pace_near(struct conn *c);
/* No turn before so many seconds, at least one. */
void pace_rest(struct conn *c, unsigned seconds);
/* Commands were answered: too many in too short a time have a rest. */
void pace_brake(struct conn *c, unsigned commands);

/* Counts what it holds now; above a mark the worker is to free some. */
void pace_account(struct conn *c);

#endif
