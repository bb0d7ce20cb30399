/*
 * Trust by reading (COMMUNITY 3.4): what an account did with what others
 * wrote, what each level takes of it, and who is to rise or fall. Any thread.
 */
#ifndef SERVER_STORE_COMMUNITY_TRUST_H
#define SERVER_STORE_COMMUNITY_TRUST_H

#include "common/buf.h"
#include "server/store/store.h"

enum { TRUST_MAX = 4 };
/* The highest level that reading leads to, and the one below it. */
enum { TRUST_READING = 3, TRUST_FALLEN = 2 };

/* What was posted of late, in boards open to all; zero it to begin. */
struct trust_count {
	uint64_t after;		/* article */
	int64_t since;		/* seconds since 1970; 0: it has not begun */
	uint32_t threads, posts;
	uint32_t board;		/* looked at last */
	bool open;		/* that one is */
};

/*
 * A slice of the count; at its end, when it says true, the store knows the
 * sums. Until then as much is wanted as can be wanted at all.
 */
bool view_trust_count(struct view *v, struct trust_count *c, int64_t now);

/* Where a walk over all accounts stands; zero it to begin. */
struct trust_walk {
	uint32_t after;		/* account */
	int level;		/* it has earned, or keeps; see below */
};

/*
 * Goes on to the next account whose level should change: it is w->after then,
 * and its level should be w->level; or w->level is -1, and this was a slice.
 * True at the end.
 */
bool view_trust_walk(struct view *v, struct trust_walk *w, int64_t now);

/* The level the account should have; its own when reading changes nothing. */
int view_trust_level(struct view *v, uint32_t account, int64_t now);

/* What comes next for an account. */
struct trust_way {
	int level;		/* the next one, or the one it has to keep */
	int64_t until;		/* it is kept that long; 0: it is the next */
};

/* False when there is no level above. */
bool view_trust_way(struct view *v, uint32_t account, struct trust_way *out);
/*
 * Appends a line for everything that the account still lacks for the level
 * and that reading can bring, for people: "Trust-Needs: articles read: 12 of
 * 30". How many there are; -1 when reading does not lead there.
 */
int view_trust_needs(struct view *v, uint32_t account, int level, int64_t now,
    struct buf *out);

#endif
