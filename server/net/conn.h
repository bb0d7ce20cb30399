/*
 * A connection: bytes between a socket and a session. While nothing is under
 * way it owns no buffer: input is parsed in the worker's scratch room and
 * output written from there; only what is left over is copied.
 */
#ifndef SERVER_NET_CONN_H
#define SERVER_NET_CONN_H

#include <sys/queue.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "server/net/session.h"
#include "server/net/wire.h"
#include "server/net/worker.h"
#include "server/report/metric.h"

enum { CONN_INPUT = 65536, WHEEL_SLOTS = 256 };

enum conn_phase {
	CONN_SHAKING,	/* hands are shaken by TLS; nothing is read before */
	CONN_TALKING,
	CONN_LEAVING,	/* all is said; what still comes is dropped */
};

struct conn {
	struct event readable, writable;
	struct worker *worker;
	struct wire wire;
	enum conn_phase phase;
	enum session_want want;
	bool armed;		/* readable is added */
	bool armed_write;	/* writable is added */
	bool out_reads;		/* TLS must read before it can write on */
	bool queued;		/* in worker->ready or ->shaking */
	bool woken;		/* in the list of woken ones */
	bool dead;		/* closed, waits for its tasks */
	bool eof;		/* the peer sends no more */
	bool watches;		/* in worker->watching */
	bool stopping;		/* says 400, closes when its tasks are done */
	struct buf in, out;	/* left over */
	size_t out_at;		/* sent of out */
	size_t in_at;		/* parsed of in */
	uint64_t said;		/* what the session had said at `active` */
	uint32_t dropped;	/* bytes read since LEAVING */
	/* Seconds, as worker->now: */
	uint32_t active;	/* the last command or block */
	uint32_t begun;		/* the line or block it is in; 0: none */
	uint32_t full;		/* out was empty before */
	uint32_t progress;	/* output last went out */
	uint32_t rest;		/* no turn before; 0: none */
	uint32_t look;		/* its slot of the wheel */
	size_t held;		/* bytes it is counted with */
	enum metric kind;	/* what it is counted as */
	struct address address;
	TAILQ_ENTRY(conn) ready;
	LIST_ENTRY(conn) slot;	/* of the wheel, or of the dead */
	SLIST_ENTRY(conn) wake;
	LIST_ENTRY(conn) watching;
	struct session session;
};

TAILQ_HEAD(conn_queue, conn);
LIST_HEAD(conn_list, conn);
SLIST_HEAD(conn_stack, conn);

/* What the connections of a worker use of it. */
struct worker {
	struct desk desk;		/* first: notify() finds the worker */
	struct event_base *base;
	struct address_table *addresses;
	char *in;			/* CONN_INPUT bytes of scratch room */
	struct buf out;
	struct deflater *deflater;	/* NULL: nobody needed it yet */
	struct buf packed;		/* what it made of out */
	uint32_t now;			/* seconds, rising */
	struct conn_queue ready;	/* want a turn */
	struct conn_queue shaking;	/* the same, in their handshakes */
	struct event turn;		/* runs them after the next poll */
	struct conn_list wheel[WHEEL_SLOTS];
	/* Are shown events: those who have not seen a batch, and the others. */
	struct conn_list watching[2];
	unsigned unseen;		/* which of the two */
	struct conn_list gone;		/* dead ones with tasks pending */
	unsigned open;			/* connections, dead ones too */
	struct inbox *inbox;
	bool stopping;
	bool pressed;			/* memory is short: somebody must go */
};

/* Takes the arrival, greets. */
void conn_open(struct worker *w, const struct arrival *a);
/*
 * Runs some of those that are ready and some of those that shake hands;
 * true when there are more.
 */
bool conn_run_ready(struct worker *w);
/* A task of its session is done; all of them come before conn_answer(). */
void conn_task(struct conn_stack *woken, struct task *t);
/* Answers the tasks that are done. */
void conn_answer(struct conn *c);
/* Says goodbye, at once or after its tasks. */
void conn_stop(struct conn *c);

/* --- for crowd.c --------------------------------------------------------- */

/* After the session had its turn: writes, and arranges for the next one. */
void conn_settle(struct conn *c);
/* It has rested: waits for what its session wants. */
void conn_rested(struct conn *c);

#endif
