/*
 * How a connection ends: politely behind its last answer, or at once. It is
 * gone then, but for one whose tasks are not done yet.
 */
#ifndef SERVER_NET_LEAVE_H
#define SERVER_NET_LEAVE_H

#include "server/net/conn.h"

/* All is said; waits until the peer has read it, where that may be lost. */
void leave_begin(struct conn *c);
/* In CONN_LEAVING: what still comes is read and dropped. */
void leave_drop(struct conn *c);
/* Closes it. */
void leave_now(struct conn *c);
/* The same; what the peer did not read the kernel need not keep either. */
void leave_abruptly(struct conn *c);
/* A dead one's tasks were answered; it is freed when these were the last. */
void leave_drained(struct conn *c);

#endif
