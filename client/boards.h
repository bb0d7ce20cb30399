/* The boards of a server, sorted by name. */
#ifndef CLIENT_BOARDS_H
#define CLIENT_BOARDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/slice.h"

struct board {
	char *name, *title, *kind;
	char status;		/* y, n, m as in LIST ACTIVE */
	uint64_t low, high, count, threads;
	uint64_t open;		/* questions that nobody answered */
	bool view;		/* a queue: its articles stand elsewhere */
	unsigned seen;		/* in which round the server named it */
	unsigned marked;	/* the same with read marks */
	bool linked;		/* a view: it was asked what stands there */
	uint64_t linked_high, linked_count;	/* as it was then */
};

struct boards {
	struct board *board;
	size_t n, cap;
	unsigned round;
	bool loaded;		/* at least one round is complete */
	bool has_open;		/* the server counts open questions */
};

void boards_clear(struct boards *b);
/* A round of asking begins; boards_end() drops what it did not name. */
void boards_begin(struct boards *b);
void boards_end(struct boards *b);
/* Takes rows of XLIST board; more: the "after:" term of a cut list. */
void boards_take(struct boards *b, struct slice block, struct slice *more);
/* Takes LIST ACTIVE and LIST NEWSGROUPS. */
void boards_take_active(struct boards *b, struct slice block);
void boards_take_titles(struct boards *b, struct slice block);
struct board *boards_find(const struct boards *b, struct slice name);

#endif
