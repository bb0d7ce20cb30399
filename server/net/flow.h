/*
 * The bytes of a connection on their way: what the socket is asked for, what
 * is left over of input and output. On the worker's thread.
 */
#ifndef SERVER_NET_FLOW_H
#define SERVER_NET_FLOW_H

#include "server/net/conn.h"

/* Whether to be told when the socket is readable; writable. */
void flow_arm(struct conn *c, bool on);
void flow_arm_write(struct conn *c, bool on);
/* It gets a turn after the next poll; or none. */
void flow_ready(struct conn *c);
void flow_unready(struct conn *c);

/* The input that was not parsed yet; borrowed. */
struct slice flow_rest(const struct conn *c);
/* Keeps that of it, or of the worker's room, and overwrites what is done. */
void flow_keep(struct conn *c, struct slice in);
/* Overwrites and drops all of it. */
void flow_forget(struct conn *c);

/* Sends from *s what the peer takes; false when the connection broke. */
bool flow_send(struct conn *c, struct slice *s);
/* Writes the worker's scratch output; false when the connection is over. */
bool flow_flush(struct conn *c);

#endif
