/*
 * The kinds of XLIST. A kind knows its columns, the query keys it serves,
 * where to begin and what comes next; the rest is common (xlist.c).
 */
#ifndef SERVER_CMD_LIST_KIND_H
#define SERVER_CMD_LIST_KIND_H

#include "proto/command.h"
#include "proto/query.h"
#include "server/cmd/row.h"
#include "server/store/store.h"

struct session;

enum list_step {
	LIST_ROW,	/* the row is filled */
	LIST_SKIP,	/* looked at one that the query leaves out */
	LIST_END,
};

/* A list that is being written; lives on the heap while it is. */
struct list {
	const struct list_kind *kind;
	struct session *session;	/* whose list it is */
	char text[LIMIT_LINE];		/* the query's own copy */
	struct query query;
	struct row row;
	unsigned char cols[ROW_CELLS];
	int ncols;
	uint64_t limit, count;
	size_t cost;			/* bytes read for the last row */
	int64_t since;
	/* Where it stands; each kind uses its own. */
	uint32_t board;
	uint64_t thread, at;
	struct thread_cursor cursor;
	char after[LIMIT_BOARD_NAME + 1];
};

struct list_kind {
	const char *name;
	const char *columns;	/* separated by blanks; only ever appended */
	uint64_t keys;		/* bits 1ull << enum query_key */
	const char *takes;	/* the same for people */
	enum right right;	/* who may see it; ANY is who may read */
	/*
	 * Finds the beginning; after is the token to go on behind, or p NULL.
	 * ERR_NOTFOUND or ERR_SYNTAX with a remedy in err_detail().
	 */
	enum err (*begin)(struct list *l, struct view *v, struct slice after);
	enum list_step (*next)(struct list *l, struct view *v);
	/* Appends the token of the row that next() gave last. */
	void (*token)(const struct list *l, struct buf *out);
};


/* The board that a "board:" term names exactly. */
enum err list_board(struct list *l, struct view *v);
/* Whether author and subject pass the query's words and by: terms. */
bool list_passes(const struct list *l, struct view *v, uint64_t id,
    struct slice author, struct slice subject);

extern const struct list_kind list_kind_board, list_kind_thread,
    list_kind_article, list_kind_user, list_kind_event, list_kind_peer,
    list_kind_queue;

#endif
