/* Whether a query holds for an event: what XWATCH and XLIST event ask. */
#include "common/text.h"
#include "proto/span.h"
#include "proto/wildmat.h"
#include "server/store/query/match.h"
#include "server/store/community/rows.h"

struct look {
	struct view *v;
	const struct event *e;
	int64_t now;
	bool looked;		/* for what it was done to */
	bool found;		/* that is there */
	struct subject s;
	bool read;		/* as people read it */
	struct event shown;
	struct buf text;
};

/* What nobody reads in it, nobody finds it by either. */
static const struct event *
shown(struct look *l)
{
	if (!l->read) {
		l->read = true;
		l->shown = *l->e;
		view_event_shown(l->v, &l->shown, false, &l->text);
	}
	return &l->shown;
}

static void
find_subject(struct look *l)
{
	l->looked = true;
	l->found = subject_target(l->v->txn, l->e->target, &l->s);
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

/*
 * Any value is the field, or (part) a part of it. Names and message-ids have
 * nothing to escape.
 */
static bool
field_is(const struct query_term *t, struct slice field, bool part)
{
	struct slice rest = t->value, one;

	while (query_next_value(&rest, &one))
		if (slice_ieq(field, one) || (part && one.p[0] != '@' &&
		    text_holds(field, one)))
			return true;
	return false;
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
subject_passes(struct look *l, const struct query_term *t)
{
	if (!l->looked)
		find_subject(l);
	return l->found ?
	    match_term(l->v->txn, t, &l->s, true, l->now) : t->negated;
}

/* What the event itself tells; false when it is about something else. */
static bool
of_event(struct look *l, const struct query_term *t, bool *holds)
{
	switch (t->key) {
	case QUERY_BY:
		*holds = field_is(t, shown(l)->actor, true);
		return true;
	case QUERY_ACT:
		*holds = field_is(t, l->e->act, false);
		return true;
	case QUERY_TARGET:
		*holds = field_is(t, shown(l)->target, false);
		return true;
	case QUERY_SINCE:
	case QUERY_UNTIL:
	case QUERY_OLDER:
	case QUERY_NEWER:
		*holds = time_holds(l, t);
		return true;
	default:
		return false;
	}
}

/* The rest, for which its subject may have to be found. */
static bool
of_subject(struct look *l, const struct query_term *t)
{
	if (query_key_domains(t->key) == QUERY_OF_LIST)
		return true;
	if (t->key == QUERY_BOARD && sent_to(l->e, t->value))
		return !t->negated;
	if (t->key == QUERY_WORD && line_holds(shown(l), t->value))
		return !t->negated;
	return subject_passes(l, t);
}

static bool
passes(struct look *l, const struct query *q)
{
	bool holds;

	for (int i = 0; i < q->n; i++)
		if (of_event(l, &q->term[i], &holds) &&
		    holds == q->term[i].negated)
			return false;
	for (int i = 0; i < q->n; i++)
		if (!of_event(l, &q->term[i], &holds) &&
		    !of_subject(l, &q->term[i]))
			return false;
	return true;
}

bool
view_match_event(struct view *v, const struct query *q,
    const struct event *e, int64_t now)
{
	struct look l;
	bool is;

	l.v = v;
	l.e = e;
	l.now = now;
	l.looked = l.read = false;
	buf_init(&l.text, 2 * LIMIT_HEADER);
	is = passes(&l, q);
	buf_clear(&l.text);
	return is;
}
