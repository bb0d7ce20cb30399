/*
 * The kinds of XLIST. A kind knows its columns, the query keys it serves,
 * where to begin and what comes next; the rest is common (xlist.c): terms and
 * columns are checked there, rows sorted, cut and gone on with.
 */
#ifndef SERVER_CMD_LIST_KIND_H
#define SERVER_CMD_LIST_KIND_H

#include "proto/command.h"
#include "proto/query.h"
#include "server/cmd/row.h"
#include "server/report/kpi.h"
#include "server/store/query/plan.h"
#include "server/store/query/scan.h"
#include "server/store/store.h"
#include "server/store/community/subject.h"

struct list_sort;
struct session;

/* Longest token of a list: a name or numbers. */
enum { LIST_TOKEN = LIMIT_BOARD_NAME + 64 };

enum list_step {
	LIST_ROW,	/* the row is filled */
	LIST_SKIP,	/* looked at one that the query leaves out */
	LIST_END,
};

/* A list that is being written; lives on the heap while it is. */
struct list {
	const struct list_kind *kind;
	struct session *session;	/* whose list it is */
	char text[2 * LIMIT_LINE];	/* the query's own copy */
	struct query query;
	struct row row;
	unsigned char cols[ROW_CELLS];
	int ncols;
	int column;			/* where the query is at fault */
	uint64_t limit, count;
	size_t cost;			/* bytes read for the last row */
	int64_t since;			/* INT64_MIN: whenever */
	int64_t now;			/* when it was asked for */
	bool gathered;			/* all of it went by */
	struct list_sort *sort;		/* rows are gathered, then told */
	char token[LIST_TOKEN];		/* of the last row of a full list */
	/* Where it stands; each kind uses its own. */
	uint32_t board;
	uint64_t at;
	char after[LIMIT_BOARD_NAME + 1];
	struct plan *plan;
	struct flag_row flag;
	struct queue_row queue;
	struct kpi_query figures;
	struct kpi_run *kpi;
	struct kpi_row figure;
	struct leaders *leaders;
};

struct list_kind {
	const char *name;
	const char *columns;	/* separated by blanks; only ever appended */
	/*
	 * What its rows are, enum query_domain: all keys of these are served
	 * and checked by query_check(). 0: those of keys alone, bits 1ull <<
	 * enum query_key.
	 */
	unsigned domains;
	uint64_t keys;
	const char *takes;	/* the keys for people */
	const char *sorts;	/* numbers and times that sort: may name */
	const char *orders;	/* values of sort: that it walks by itself */
	enum right right;	/* who may see it; ANY is who may read */
	/*
	 * Finds the beginning; after is the token to go on behind, or p NULL.
	 * ERR_NOTFOUND or ERR_SYNTAX with a remedy in err_detail(); the key
	 * that it is about in err_key(), or l->column set.
	 */
	enum err (*begin)(struct list *l, struct view *v, struct slice after);
	enum list_step (*next)(struct list *l, struct view *v);
	/* Appends the token of the row that next() gave last. */
	void (*token)(const struct list *l, struct buf *out);
	/* Frees what it holds besides; may be NULL. */
	void (*end)(struct list *l);
};

/*
 * A board or a thread that is named must be one the session may know of:
 * ERR_NOTFOUND, in the same words whether it is closed or not there.
 */
enum err list_check_names(struct list *l);
/* Whether the session may be told a row about it, see above. */
bool list_tells(struct list *l, const struct subject *s);
/*
 * The overview line of an article wherever it is, if the session may see it;
 * from the desk's text. False: the line is empty.
 */
bool list_overview(struct list *l, struct view *v, uint64_t id,
    struct placed *out);

/*
 * A cell with what the thread of an article is called: the title that it was
 * given, else the Subject of its root, which is the article itself when root
 * is 0. Empty when the session may not see the root.
 */
void list_put_title(
    struct list *l, uint64_t root, const struct placed *article);

/* A cell "@anna"; an empty one when there is no such account. */
void list_put_account(struct row *r, struct view *v, uint32_t id);

/* Who did it, by the name that stays of who left. */
void list_put_actor(
    struct row *r, struct view *v, const struct event *event);

/* The token is a number, l->at; what begin() and token() may be then. */
enum err list_begin_at(struct list *l, struct view *v, struct slice after);
void list_token_at(const struct list *l, struct buf *out);
/* The token is a name, l->after. */
enum err list_begin_name(struct list *l, struct view *v, struct slice after);
void list_token_name(const struct list *l, struct buf *out);

/*
 * What the planner finds: begin(), token() and end() of such a kind, and how
 * its next() comes to the next one. (list_plan.c)
 */
enum err list_plan_begin(struct list *l, struct view *v, struct slice after,
    enum plan_of of);
enum list_step list_plan_next(
    struct list *l, struct view *v, struct subject *s);
void list_plan_token(const struct list *l, struct buf *out);
void list_plan_end(struct list *l);

/* --- sort: (list_sort.c) -------------------------------------------------- */

/*
 * Begins to gather when the query says sort:, else does nothing. Takes the
 * token of a sorted list out of *after, which becomes p NULL. ERR_SYNTAX.
 */
enum err list_sort_begin(struct list *l, struct slice *after);
void list_sort_add(struct list *l);
/*
 * False when a row with that value in the column (there: it has one) would
 * not be kept, so that it need not be made.
 */
bool list_sort_wants(
    struct list *l, const char *column, bool there, int64_t key);
/* The next line, in order; false at the end. */
bool list_sort_next(struct list *l, struct slice *line);
/* Whether there were more rows than it may tell. */
bool list_sort_cut(const struct list *l);
/* Appends the token of the line that came last. */
void list_sort_token(const struct list *l, struct buf *out);
void list_sort_free(struct list *l);

extern const struct list_kind list_kind_article, list_kind_board,
    list_kind_event, list_kind_flag, list_kind_kpi, list_kind_modlog,
    list_kind_peer, list_kind_queue, list_kind_rule, list_kind_thread,
    list_kind_user, list_kind_view, list_kind_badge, list_kind_leader,
    list_kind_ledger, list_kind_read, list_kind_product;

#endif
