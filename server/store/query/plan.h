/*
 * The planner of lists: from a query it chooses the index to walk, the rest
 * of the query is a filter. One step looks at one row, so that whoever asks
 * can stop after so many and go on with another view.
 *
 *	thread:			the articles of that thread
 *	by: @account		what the account wrote here
 *	asker: @account		the same
 *	is: or state: of a question	the questions in that state, by board
 *	is:faq			the FAQ of the boards
 *	older: newer: of questions	by the time they were asked
 *	board: one name		threads by activity, articles by number; what
 *				a view shows by its number there
 *	nothing of these	the same, board after board
 *	owns: badge:		the accounts that have it
 *	is: or role: of an office	those with an office
 *	is:hidden is:removed	what belongs to the boards and stands nowhere
 *
 * What stands in no board is found by who asks for it: what is hidden by
 * is:hidden, thread:, by: or asker:, what was removed by is: or state:removed.
 *
 * sort: gathers the first rows by a number or a time (limit: at most
 * LIMIT_SORT then), whatever the index. Its key may stand with "-" in front:
 * the most first.
 */
#ifndef SERVER_STORE_QUERY_PLAN_H
#define SERVER_STORE_QUERY_PLAN_H

#include "server/store/query/match.h"

enum plan_of {
	PLAN_ARTICLES,
	PLAN_THREADS,		/* the articles that began them */
	PLAN_USERS,
	PLAN_BOARDS,		/* by name */
};

enum plan_step {
	PLAN_ROW,
	PLAN_SKIP,		/* looked at one that it is not */
	PLAN_END,
};

struct plan;

/* What is asked for. */
struct plan_ask {
	/* Checked, without @me; stays valid as long as the plan. */
	const struct query *query;
	enum plan_of of;
	uint32_t account;	/* whose view.mine is meant; 0: nobody's */
	struct slice after;	/* token to go on behind; p NULL: begin */
	uint64_t limit;		/* so many rows are wanted at most */
	int64_t now;
};

/*
 * ERR_SYNTAX or ERR_NOTFOUND with a remedy in err_detail(), then there is no
 * plan.
 */
enum err plan_new(
    struct view *v, const struct plan_ask *ask, struct plan **out);
void plan_free(struct plan **p);
/*
 * From now on what fn says no to is left out, before rows are put in order,
 * so that what somebody may not see takes no place from what he may.
 */
typedef bool plan_sees_fn(const struct subject *s, void *arg);
void plan_sees(struct plan *p, plan_sees_fn *fn, void *arg);
/*
 * One step, in the view of now. PLAN_ROW: *s is what was found, its slices
 * are valid as those of the view.
 */
enum plan_step plan_next(struct plan *p, struct view *v, struct subject *s);
/* About how many bytes were read for that step. */
size_t plan_cost(const struct plan *p);
/* Appends the token of the row that came last: after: goes on behind it. */
void plan_token(const struct plan *p, struct buf *out);
/*
 * The board that the row was found in (an article may stand in several), 0
 * when the index knows none or it is a view: its first one then.
 */
uint32_t plan_board(const struct plan *p);

#endif
