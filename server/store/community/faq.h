/*
 * The FAQ: what is asked again and again and has an answer that helped, by
 * demand, help and age (COMMUNITY 3.6). Each entry comes and goes by an event.
 */
#ifndef SERVER_STORE_COMMUNITY_FAQ_H
#define SERVER_STORE_COMMUNITY_FAQ_H

#include "server/store/store.h"

/* Most entries of a board. */
enum { FAQ_TOP = 20 };

struct faq_entry {
	uint64_t root;
	uint32_t score;		/* thousandths */
};

/* A walk over the solved questions of a board; zero it, set board. */
struct faq_walk {
	uint32_t board;
	uint64_t after;
	int n;
	struct faq_entry top[FAQ_TOP];	/* best first */
};

/* A slice of it; true when it is at its end. now: seconds since 1970. */
bool view_faq_walk(struct view *v, struct faq_walk *w, int64_t now);
/*
 * Up to max entries of a board as they stand, best first; how many. Any
 * thread, as the walk.
 */
int view_faq(struct view *v, uint32_t board, struct faq_entry *out, int max);

#endif
