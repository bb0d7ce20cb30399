/* Whether a query holds for an event: what XWATCH and XLIST event ask. */
#include "common/text.h"
#include "proto/span.h"
#include "proto/wildmat.h"
#include "server/store/match.h"
#include "server/store/rows.h"

struct look {
	struct view *v;
	const struct event *e;
	struct subject s;	/* what it was done to */
	bool found;		/* that is there */
	int64_t now;
};

static void
find_subject(struct look *l)
{
	struct txn *t = l->v->txn;
	struct slice target = l->e->target;

	l->s = (struct subject){ .domain = 0 };
	if (slice_starts(target, "<"))
		l->found = subject_article(t, target_id(t, target), &l->s);
	else if (slice_starts(target, "@"))
		l->found = subject_user(
		    t, account_id(t, slice_from(target, 1)), &l->s);
	else
		l->found = subject_board(t, board_id(t, target), &l->s);
}

/* The boards that the article was sent to, wherever it is now. */
static bool
sent_to(const struct event *e, struct slice wildmat)
{
	struct slice name;
	size_t at = 0;

	while (view_event_board(e, &at, &name))
		if (wildmat_match(wildmat, name))
			return true;
	return false;
}

/* Any value is in the escaped field, whole, or (part) as a part of it. */
static bool
field_is(const struct query_term *t, struct slice field, bool part)
{
	struct buf text = BUF_INIT(LIMIT_HEADER);
	struct slice rest = t->value, one;
	bool is = false;

	text_unescape(&text, field);
	while (!is && query_next_value(&rest, &one))
		is = slice_ieq(buf_slice(&text), one) ||
		    (part && one.p[0] != '@' &&
		    text_holds(buf_slice(&text), one));
	buf_clear(&text);
	return is;
}

static bool
line_holds(const struct event *e, struct slice word)
{
	struct buf text = BUF_INIT(LIMIT_HEADER);
	bool is;

	text_unescape(&text, e->args);
	is = text_holds(e->actor, word) || text_holds(e->act, word) ||
	    text_holds(e->target, word) || text_holds(buf_slice(&text), word);
	buf_clear(&text);
	return is;
}

static bool
time_holds(const struct look *l, const struct query_term *t)
{
	int64_t n;

	switch (t->key) {
	case QUERY_SINCE:
		return span_time(t->value, l->now, &n) && l->e->time >= n;
	case QUERY_UNTIL:
		return span_time(t->value, l->now, &n) && l->e->time < n;
	case QUERY_OLDER:
		return span_parse(t->value, &n) && l->e->time < l->now - n;
	default:
		return span_parse(t->value, &n) && l->e->time >= l->now - n;
	}
}

/* What it was done to passes the term, as it is written. */
static bool
subject_passes(const struct look *l, const struct query_term *t)
{
	return l->found ?
	    match_term(l->v->txn, t, &l->s, true, l->now) : t->negated;
}

static bool
passes(const struct look *l, const struct query_term *t)
{
	if (query_key_domains(t->key) == QUERY_OF_LIST)
		return true;
	switch (t->key) {
	case QUERY_BY:
		return field_is(t, l->e->actor, true) != t->negated;
	case QUERY_ACT:
		return field_is(t, l->e->act, false) != t->negated;
	case QUERY_TARGET:
		return field_is(t, l->e->target, false) != t->negated;
	case QUERY_SINCE:
	case QUERY_UNTIL:
	case QUERY_OLDER:
	case QUERY_NEWER:
		return time_holds(l, t) != t->negated;
	case QUERY_BOARD:
		if (sent_to(l->e, t->value))
			return !t->negated;
		return subject_passes(l, t);
	case QUERY_WORD:
		if (line_holds(l->e, t->value))
			return !t->negated;
		return subject_passes(l, t);
	default:
		return subject_passes(l, t);
	}
}

bool
view_match_event(struct view *v, const struct query *q,
    const struct event *e, int64_t now)
{
	struct look l = { .v = v, .e = e, .now = now };

	find_subject(&l);
	for (int i = 0; i < q->n; i++)
		if (!passes(&l, &q->term[i]))
			return false;
	return true;
}
