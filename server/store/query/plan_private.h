/* What the files of the planner share. */
#ifndef SERVER_STORE_QUERY_PLAN_PRIVATE_H
#define SERVER_STORE_QUERY_PLAN_PRIVATE_H

#include "server/store/query/plan.h"
#include "server/store/community/rows.h"
#include "server/store/key.h"

enum plan_index {
	INDEX_THREAD,
	INDEX_AUTHOR,
	INDEX_STATE,
	INDEX_FAQ,
	INDEX_ASKED,
	INDEX_ACTIVE,
	INDEX_NUMBER,
	INDEX_ASIDE,
	INDEX_LOGIN,
	INDEX_OFFICE,
	INDEX_OWNER,
	INDEX_BADGE,
	INDEX_NAME,
};

/* What an index is walked by. */
extern const struct walk {
	char letter;		/* of its tokens */
	enum table table;
	bool back;		/* it is walked backwards */
	bool by_board;		/* a range for each of them */
	size_t klen;		/* of its keys; 0: any */
	size_t plen;		/* of what the keys of a range share; 0: none,
				 * or what is a name (plan_prefix_len()) */
} plan_walks[];

/* Longest key of a walk: the name of a board. */
enum { PLAN_KEY = LIMIT_BOARD_NAME };

/* The first rows by a number (plan_sort.c). */
struct top_row {
	int64_t value;
	uint64_t id;
};

struct top {
	bool wanted, down;	/* down: the most first */
	enum query_key key;	/* QUERY_WORD: by a time */
	enum { TIME_DATE, TIME_ACTIVE, TIME_DUE } time;
	bool behind;		/* rows up to last were given before */
	struct top_row last;
	bool whole;		/* all rows were looked at; row is sorted */
	struct top_row *row;	/* the last in order on top, while gathering */
	size_t n, max, next;
};

struct plan {
	const struct query *q;
	enum plan_of of;
	int64_t now;
	enum plan_index index;
	uint32_t only;		/* the one board that is meant; 0: many */
	bool others;		/* walks the boards that are not meant */
	bool ranged;		/* a range is being walked */
	bool begun;		/* of the one range, or of the boards */
	bool reads;		/* the query looks at overview lines */
	size_t cost;		/* of the last step */
	bool in_view;		/* of a view's own numbers */
	uint32_t board;		/* whose range it is; 0: of none */
	char board_name[LIMIT_BOARD_NAME + 1];
	uint32_t account;
	uint64_t thread;
	struct name_key holders;	/* INDEX_OWNER, INDEX_BADGE */
	unsigned states;	/* bits of enum question_state */
	int state;
	int64_t low, high;	/* INDEX_ASKED: from and to */
	unsigned aside;		/* bits of enum article_state, see plan.h */
	bool then_aside;	/* the index has none of these: walk them too */
	unsigned char key[PLAN_KEY];	/* of the row */
	size_t klen;		/* 0: the range was not begun */
	uint64_t id;		/* of the row: article, account or board */
	plan_sees_fn *sees;	/* NULL: all of them */
	void *sees_arg;
	struct top top;
};

/*
 * What walk to take; view.mine is the account's. ERR_NOTFOUND or ERR_SYNTAX.
 * (plan_index.c)
 */
enum err plan_choose(struct plan *p, struct view *v, uint32_t account);
/* From here on it walks what stands in no board. (plan_index.c) */
void plan_walk_aside(struct plan *p);
/* What all keys of the range begin with, and how long that is. (plan.c) */
void plan_put_prefix(const struct plan *p, unsigned char prefix[PLAN_KEY]);
size_t plan_prefix_len(const struct plan *p);
/*
 * A question stands in such an index by its first board alone, and may stand
 * in the one that is meant as well.
 */
bool plan_crosses(const struct plan *p);
/* Goes on behind a token; false when it is none of this list. (plan_token.c) */
bool plan_resume(struct plan *p, struct view *v, struct slice token);
/* Whether the first board: of the query means the board. */
bool plan_names_board(const struct plan *p, const struct board *b);
/*
 * Whether what stands first in the board may be found: the query means boards
 * of its kind, and it is no view.
 */
bool plan_takes_board(const struct plan *p, const struct board *b);

/* Reads sort:; limit is how many rows are wanted. (plan_sort.c) */
enum err top_init(struct plan *p, uint64_t limit);
void top_add(struct plan *p, struct txn *t, const struct subject *s);
/* All was looked at. */
void top_finish(struct top *top);
/* The next row's id; false at the end. */
bool top_next(struct top *top, uint64_t *id);
bool top_resume(struct top *top, struct slice token);
void top_token(const struct top *top, struct buf *out);

#endif
