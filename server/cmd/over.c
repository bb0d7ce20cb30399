/* OVER and XOVER (RFC 3977, 8.3; RFC 2980, 2.8). */
#include "server/cmd/select.h"
#include "server/cmd/table.h"

static bool
produce_over(struct session *s, struct view *v, struct buf *out)
{
	struct walk *w = &s->walk;

	view_over(v, w->board, w->next, w->high, out, out->len + LIMIT_SLICE,
	    &w->next);
	if (w->next != 0)
		return false;
	buf_puts(out, ".\r\n");
	return true;
}

/* The answer for a range is 224 only if something is in it. */
static void
over_range(struct session *s, struct range range, enum reply_code empty)
{
	struct walk *w = &s->walk;
	struct placed first;

	if (!select_check(s))
		return;
	if (range.high > LIMIT_NUMBER)
		range.high = LIMIT_NUMBER;
	if (range.low > range.high ||
	    !view_placed_near(s->desk->view, s->board, range.low, 1, &first) ||
	    first.number > range.high) {
		reply_put(s->out, empty, "the range holds none");
		return;
	}
	reply_put(s->out, REPLY_OVER);
	*w = (struct walk){ .board = s->board, .next = first.number,
		.high = range.high };
	session_produce(s, produce_over);
}

static void
over_one(struct session *s, const struct placed *at, bool by_msgid)
{
	reply_put(s->out, REPLY_OVER);
	if (by_msgid) {
		ptrdiff_t tab = slice_chr(at->over, '\t');

		buf_putc(s->out, '0');
		buf_put_slice(s->out,
		    slice_from(at->over, tab < 0 ? 0 : (size_t)tab));
	} else {
		buf_put_slice(s->out, at->over);
	}
	buf_puts(s->out, ".\r\n");
}

static void
over(struct session *s, const struct request *r, enum reply_code empty)
{
	struct placed at;
	struct range range;

	if (r->argc == 0) {
		if (select_current(s, &at))
			over_one(s, &at, false);
	} else if (is_msgid(r->argv[0])) {
		if (select_msgid(s, r->argv[0], &at))
			over_one(s, &at, true);
	} else if (range_parse(r->argv[0], &range)) {
		over_range(s, range, empty);
	} else {
		command_usage(s, r->cmd);
	}
}

void
cmd_OVER(struct session *s, const struct request *r)
{
	over(s, r, REPLY_NO_NUMBER);
}

void
cmd_XOVER(struct session *s, const struct request *r)
{
	over(s, r, REPLY_NO_CURRENT);
}
