/* Lists that the planner walks; boards among them. */
#include "server/cmd/list_kind.h"
#include "server/cmd/sees.h"

/* Open questions of a board that are counted, and bytes that stands for. */
enum { OPEN_MOST = 10000, OPEN_COST = 16 };

static bool
sees(const struct subject *s, void *arg)
{
	return list_tells(arg, s);
}

enum err
list_plan_begin(struct list *l, struct view *v, struct slice after,
    enum plan_of of)
{
	const struct plan_ask ask = {
		.query = &l->query,
		.of = of,
		.account = sees_me(l->session)->id,
		.after = after,
		.limit = l->limit,
		.now = l->now,
	};
	enum err e = plan_new(v, &ask, &l->plan);

	if (e == OK)
		plan_sees(l->plan, sees, l);
	return e;
}

enum list_step
list_plan_next(struct list *l, struct view *v, struct subject *s)
{
	enum plan_step step = plan_next(l->plan, v, s);

	l->cost += plan_cost(l->plan);
	switch (step) {
	case PLAN_ROW:
		return LIST_ROW;
	case PLAN_SKIP:
		return LIST_SKIP;
	case PLAN_END:
		break;
	}
	return LIST_END;
}

void
list_plan_token(const struct list *l, struct buf *out)
{
	plan_token(l->plan, out);
}

void
list_plan_end(struct list *l)
{
	plan_free(&l->plan);
}

/* --- board ---------------------------------------------------------------- */

static enum err
begin_board(struct list *l, struct view *v, struct slice after)
{
	return list_plan_begin(l, v, after, PLAN_BOARDS);
}

/* Whether the column was asked for; some take time to fill. */
static bool
wants(const struct list *l, int column)
{
	return memchr(l->cols, column, (size_t)l->ncols) != NULL;
}

static void
put_number(struct list *l, struct view *v, const struct subject *s,
    enum query_key key)
{
	int64_t n;

	if (!wants(l, l->row.n)) {
		row_put(&l->row, SLICE(""));
		return;
	}
	n = view_number(v, s, key, l->now, OPEN_MOST);
	l->cost += (size_t)n * OPEN_COST;
	row_put_u64(&l->row, (uint64_t)n);
}

static void
put_span(struct row *r, uint32_t seconds)
{
	if (seconds == UINT32_MAX)
		row_put(r, SLICE(""));
	else
		row_put_u64(r, seconds);
}

static enum list_step
next_board(struct list *l, struct view *v)
{
	struct row *r = &l->row;
	struct subject s;
	struct board b;
	enum list_step step = list_plan_next(l, v, &s);

	if (step != LIST_ROW)
		return step;
	if (!view_board_by_id(v, s.board, &b))
		return LIST_SKIP;
	row_put(r, b.name);
	row_put(r, b.kind);
	row_put(r, slice_make(&b.status, 1));
	row_put_u64(r, b.low);
	row_put_u64(r, b.high);
	row_put_u64(r, b.count);
	row_put_u64(r, b.threads);
	row_put(r, b.title);
	row_put_time(r, b.created);
	put_number(l, v, &s, QUERY_OPEN);
	put_number(l, v, &s, QUERY_MODERATORS);
	put_span(r, s.row.sla);
	put_span(r, s.row.hold);
	return LIST_ROW;
}

const struct list_kind list_kind_board = {
	.name = "board",
	.columns = "name kind status low high count threads title created "
	    "open moderators sla hold",
	.domains = QUERY_OF_BOARD,
	.begin = begin_board,
	.next = next_board,
	.token = list_plan_token,
	.end = list_plan_end,
};
