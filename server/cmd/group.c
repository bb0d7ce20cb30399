/* Selecting a board and moving in it: GROUP, LISTGROUP, NEXT, LAST. */
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/cmd/table.h"

static void
put_group(struct buf *out, const struct board *b, const char *behind)
{
	buf_put_u64(out, REPLY_GROUP);
	buf_putc(out, ' ');
	buf_put_u64(out, b->count);
	buf_putc(out, ' ');
	buf_put_u64(out, b->low);
	buf_putc(out, ' ');
	buf_put_u64(out, b->high);
	buf_putc(out, ' ');
	buf_put_slice(out, b->name);
	buf_puts(out, behind);
	buf_puts(out, "\r\n");
}

/* The board becomes the selected one, its first article the current one. */
static void
select_board(struct session *s, const struct board *b)
{
	struct placed first;

	s->board = b->id;
	s->current = 0;
	if (b->count != 0 &&
	    view_placed_near(s->desk->view, b->id, b->low, 1, &first))
		s->current = first.number;
}

void
cmd_GROUP(struct session *s, const struct request *r)
{
	struct board b;

	if (!sees_find(s, r->argv[0], &b)) {
		reply_put(s->out, REPLY_NO_GROUP);
		return;
	}
	select_board(s, &b);
	put_group(s->out, &b, "");
}

static bool
produce_numbers(struct session *s, struct view *v, struct buf *out)
{
	struct walk *w = &s->walk;

	view_numbers(v, w->board, w->next, w->high, out,
	    out->len + LIMIT_SLICE, &w->next);
	if (w->next != 0)
		return false;
	buf_puts(out, ".\r\n");
	return true;
}

void
cmd_LISTGROUP(struct session *s, const struct request *r)
{
	struct range range = { .low = 1, .high = UINT64_MAX };
	struct board b;

	if (r->argc == 2 && !range_parse(r->argv[1], &range)) {
		command_usage(s, r->cmd);
		return;
	}
	if (r->argc == 0) {
		if (!selected_board(s, &b))
			return;
	} else if (!sees_find(s, r->argv[0], &b)) {
		reply_put(s->out, REPLY_NO_GROUP);
		return;
	}
	select_board(s, &b);
	put_group(s->out, &b, " list follows");
	s->walk = (struct walk){ .board = b.id, .next = range.low,
		.high = range.high < LIMIT_NUMBER ? range.high : LIMIT_NUMBER };
	session_produce(s, produce_numbers);
}

static void
move(struct session *s, int dir)
{
	struct placed at;
	uint64_t from;

	if (!select_check(s))
		return;
	if (s->current == 0) {
		reply_put(s->out, REPLY_NO_CURRENT, "the board was empty");
		return;
	}
	from = dir > 0 ? s->current + 1 : s->current - 1;
	if (from == 0 ||
	    !view_placed_near(s->desk->view, s->board, from, dir, &at)) {
		reply_put(s->out,
		    dir > 0 ? REPLY_NO_NEXT : REPLY_NO_PREVIOUS);
		return;
	}
	s->current = at.number;
	reply_putf(s->out, REPLY_STAT, "%llu %.*s",
	    (unsigned long long)at.number,
	    SLICE_ARG(over_part(at.over, OVER_MSGID)));
}

void
cmd_NEXT(struct session *s, const struct request *r)
{
	(void)r;
	move(s, 1);
}

void
cmd_LAST(struct session *s, const struct request *r)
{
	(void)r;
	move(s, -1);
}
