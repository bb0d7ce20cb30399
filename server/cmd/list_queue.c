/* Articles that wait for a moderator, as a list for those who may decide. */
#include "proto/wildmat.h"
#include "server/cmd/list_kind.h"
#include "server/cmd/moderate.h"
#include "server/cmd/select.h"

#define KEY(id) (1ull << QUERY_##id)

static enum err
begin_queue(struct list *l, struct view *v, struct slice after)
{
	const struct query_term *t = query_get(&l->query, QUERY_BOARD);

	(void)v;
	if (after.p != NULL && !slice_u64(after, &l->at))
		return err_set(ERR_SYNTAX,
		    "after: is what #more of this list said");
	if (t != NULL && (t->cmp != CMP_EQ || !wildmat_valid(t->value)))
		return err_set(ERR_SYNTAX, "board: is a wildmat, like tv.*");
	return OK;
}

/* Whether one of its boards is asked for. */
static bool
asked(const struct list *l, const struct event *e)
{
	const struct query_term *t = query_get(&l->query, QUERY_BOARD);
	struct slice name;
	size_t at = 0;

	while (view_event_board(e, &at, &name))
		if (t == NULL || wildmat_match(t->value, name))
			return true;
	return false;
}

static enum list_step
next_queue(struct list *l, struct view *v)
{
	uint64_t id = view_held_next(v, l->at), bytes = 0;
	struct row *r = &l->row;
	struct placed at;
	struct event e;

	if (id == 0)
		return LIST_END;
	l->at = id;
	/* Its overview is made from the bytes. */
	if (view_article_event(v, id, &e) &&
	    event_arg_u64(e.args, "size", &bytes))
		l->cost = (size_t)bytes;
	if (!view_article_event(v, id, &e) || !asked(l, &e) ||
	    !moderates_any(l->session, &e) ||
	    !select_aside(l->session, id, &at))
		return LIST_SKIP;
	row_put(r, over_part(at.over, OVER_MSGID));
	row_put_raw(r, event_arg(e.args, "boards"));
	row_put_time(r, e.time);
	row_put_raw(r, e.actor);
	row_put_header(r, over_part(at.over, OVER_FROM));
	row_put_header(r, over_part(at.over, OVER_SUBJECT));
	row_put(r, over_part(at.over, OVER_BYTES));
	return LIST_ROW;
}

static void
token_queue(const struct list *l, struct buf *out)
{
	buf_put_u64(out, l->at);
}

const struct list_kind list_kind_queue = {
	.name = "queue",
	.columns = "mid board since actor author subject bytes",
	.keys = KEY(BOARD) | KEY(LIMIT) | KEY(AFTER) | KEY(COLS),
	.takes = "board:WILDMAT limit: after: cols:",
	.begin = begin_queue,
	.next = next_queue,
	.token = token_queue,
};
