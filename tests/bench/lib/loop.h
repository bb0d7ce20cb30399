/* The loop all measurements with a steady load run in. */
#ifndef TESTS_BENCH_LIB_LOOP_H
#define TESTS_BENCH_LIB_LOOP_H

#include "tests/bench/lib/conn.h"

struct loop {
	const struct load_options *opt;
	const struct work *work;
	void *data;		/* the work's own */
	struct conn *conn;
	unsigned nconns;
	int epoll;
	unsigned waiting;	/* connections with an answer to come */
	unsigned resting;	/* connections that ask again later */
	unsigned fresh;		/* connections that had no answer yet */
	uint64_t from, until;	/* ns; what is answered between counts */
	uint64_t answers;
	uint64_t bytes;
	uint64_t seed;
	struct samples time;	/* from request to the whole answer */
};

enum work_state { WORK_ASKED, WORK_MORE, WORK_DONE };

/*
 * What is asked and how its answer is checked. ask() puts a request into
 * c->out. answer() looks at c->in: WORK_MORE when it is not complete,
 * WORK_ASKED when it put a further request of the same piece of work,
 * WORK_DONE when the piece is done and counts.
 */
struct work {
	bool group;		/* enter the board first */
	bool delayed_ack;
	bool reopen;		/* each piece of work is a new connection */
	size_t room;		/* bytes to take at once */
	void (*ask)(struct loop *l, struct conn *c);
	enum work_state (*answer)(struct loop *l, struct conn *c);
};

/*
 * Connects, runs until each connection had an answer (logins are over then),
 * a short warm-up and opt->seconds that count, disconnects.
 */
void loop_run(struct loop *l, const struct load_options *opt,
    const struct work *work, void *data);
void loop_clear(struct loop *l);
/* Pieces of work a second. */
double loop_rate(const struct loop *l);
/*
 * Connects, takes the greeting, logs in with -u; group says whether to enter
 * the board.
 */
void loop_enter(struct conn *c, const struct load_options *opt, bool group);

#endif
