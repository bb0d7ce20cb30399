/*
 * A session: what one client has said so far, as an explicit state machine
 * over bytes. It knows no socket: it takes input, appends output, and says
 * what it waits for. All functions run on the worker's thread but
 * task_done().
 *
 *   COMMAND  the next line is a command (tasks of a feed may be pending)
 *   BLOCK    an article or a text comes in, until its final dot
 *   LONG     an answer goes out in slices; no command is read
 *   WATCH    events go out as they happen, until the next command
 *   WAIT     tasks are pending and must be answered before anything is read
 *   CLOSING  the last answer was written; nothing is read any more
 */
#ifndef SERVER_NET_SESSION_H
#define SERVER_NET_SESSION_H

#include <stdatomic.h>

#include "common/buf.h"
#include "proto/command.h"
#include "proto/dot.h"
#include "proto/limits.h"
#include "proto/line.h"
#include "server/cmd/desk.h"
#include "server/net/ip.h"

struct conf;
struct conf_peer;
struct inflater;
struct session;
struct watch;

enum session_state {
	SESSION_COMMAND,
	SESSION_BLOCK,
	SESSION_LONG,
	SESSION_WATCH,
	SESSION_WAIT,
	SESSION_CLOSING,
};

/* What must happen before the next session_run(). */
enum session_want {
	WANT_INPUT,	/* more bytes; the rest of the input is no whole line */
	WANT_TURN,	/* nothing but its output gone and its turn */
	WANT_TASK,	/* session_answer() */
	WANT_CLOSE,	/* output gone, then close */
};

/*
 * Something another thread does for a session: a change with the writer, a
 * password with the hash threads. Answers leave in the order of asking.
 */
struct task {
	struct session *session;
	struct task *next;	/* the session's */
	struct task *next_done;	/* the worker's */
	size_t weight;		/* bytes it holds */
	bool done;
	_Atomic bool unwanted;	/* the session is gone; need not be done */
	/*
	 * On the worker's thread, in order: answers into out and frees the
	 * task; only frees when out is NULL, the session is gone then.
	 */
	void (*finish)(struct task *t, struct buf *out);
};

/*
 * Appends the next part of a long answer, at most about LIMIT_SLICE bytes
 * after looking at no more than about LIMIT_SCAN rows or, when it searches
 * them, LIMIT_SEARCH bytes; true when it was the last. The view is a fresh
 * one each time.
 */
typedef bool produce_fn(struct session *s, struct view *v, struct buf *out);
/* A block has come in; its bytes are the session's until this returns. */
typedef void block_fn(
    struct session *s, enum dot_status status, struct buf *block);

/* Where a walk over article numbers stands. */
struct walk {
	uint32_t board;
	uint64_t next, high;
	void *more;		/* what a command needs besides */
	void (*drop)(void *more);	/* frees that; NULL: free() */
};

struct session {
	struct desk *desk;
	struct buf *out;	/* during session_run() and session_answer() */
	enum session_state state;
	enum right right;
	bool local;		/* this host: passwords may be in clear */
	bool tls;		/* encrypted: so they may, too */
	struct ip ip;		/* where it comes from */
	/* The news server that it is, by what the configuration says. */
	const struct conf *told;	/* that peer was looked up in */
	const struct conf_peer *peer;	/* NULL: none */
	unsigned names;		/* host names of peers as they were then */
	bool named;		/* it was logged in then */
	uint32_t serial;	/* of this session, never 0 */
	uint32_t account;	/* it has logged in as; 0: none */
	bool compressed;	/* COMPRESS was asked */
	bool guest;		/* and counted in server->compressed */
	bool trusted;		/* no brake but that of failed logins */
	bool operator;		/* root by the socket: no account behind it */
	bool gone;		/* its account was ended */
	bool quit;		/* it said so: nothing comes behind that */
	struct {
		unsigned articles, threads;	/* fetched, not told yet */
	} reading;
	bool capable;		/* CAPABILITIES was asked */
	bool sasl;		/* the next line answers a challenge */
	bool feeding;		/* may TAKETHIS: a line may be an article's */
	bool importing;		/* its articles say who wrote them */
	bool offered;		/* feed_leave() has something to do */
	bool barrier;		/* WAIT for all tasks, not for room */
	uint32_t board;		/* selected; 0: none */
	uint64_t current;	/* article number; 0: none */
	uint64_t said;		/* commands and blocks so far */
	unsigned acts, searches;	/* of this turn, for the brakes */
	struct line_reader line;
	struct dot_reader dot;
	struct buf block;
	size_t received;	/* of the block, on the wire */
	block_fn *on_block;
	struct inflater *inflater;	/* begun, for the connection to take */
	char *offer;		/* of TAKETHIS or XACT, until the block's end */
	produce_fn *produce;
	struct walk walk;
	struct watch *watch;	/* of XWATCH; NULL: none */
	struct task *first, *last;
	unsigned tasks;
	size_t weight;
	char name[LIMIT_ACCOUNT_NAME + 1];	/* "": not logged in */
	char asked[LIMIT_ACCOUNT_NAME + 1];	/* by AUTHINFO USER */
};

/* local: the peer is on this host. Nobody is logged in. */
void session_init(struct session *s, struct desk *d, bool local);
/* It meets no brake: this host, the operator, a peer. */
bool session_free(const struct session *s);
/* The first line. */
void session_greet(struct session *s, struct buf *out);
/* Works on the front of *in for one turn. */
enum session_want session_run(
    struct session *s, struct slice *in, struct buf *out);
/* Answers what is done; then session_run() may go on if this is true. */
bool session_answer(struct session *s, struct buf *out);
/* --- while it watches ---------------------------------------------------- */

/* Shows what it wants of the batch that the desk's room has begun. */
void session_hear(struct session *s, struct buf *out);
/* Once a second. */
void session_tick(struct session *s, struct buf *out);
/* Ends the answer. */
void session_unwatch(struct session *s, struct buf *out);

/* Frees what it holds but unfinished tasks. */
void session_close(struct session *s);
/* After session_close(): drops finished tasks; true when none is left. */
bool session_drained(struct session *s);

/* --- for commands ------------------------------------------------------ */

/* Receives a block of at most max bytes, then calls fn. */
void session_receive(struct session *s, size_t max, block_fn *fn);
/*
 * Goes on with a long answer; fn is called at once for the first slice. It
 * finds its place in s->walk.
 */
void session_produce(struct session *s, produce_fn *fn);
/*
 * Compresses what comes behind the present command and its answer, in both
 * directions. False, with the reason in err_detail(), when that cannot be.
 */
bool session_compress(struct session *s);
/* A task was handed out; barrier: nothing else is read before its answer. */
void session_task(struct session *s, struct task *t, bool barrier);
/* Takes back the last task: nobody would do it. */
void session_untask(struct session *s, struct task *t);
/* Closes when the output is gone. */
void session_end(struct session *s);
/* The task is finished; the caller forgets it. Any thread. */
void task_done(struct task *t);

#endif
