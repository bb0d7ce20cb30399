/*
 * What waits for somebody: articles for a moderator, questions whose time is
 * over, flags, alarms and appeals; each for those who may see to it.
 */
#include "proto/wildmat.h"
#include "server/cmd/list_kind.h"
#include "server/cmd/moderate.h"
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/store/query/match.h"
#include "server/store/community/order.h"

/*
 * Articles that wait come first, then what stands in the queue; the other way
 * round in the order of clocks, as that is how escalated ones lie there.
 */
enum part { PART_HELD, PART_QUEUE };

static bool
by_clock(const struct list *l)
{
	const struct query_term *t = query_get(&l->query, QUERY_SORT);

	return t != NULL && slice_is(t->value, "sla");
}

/* The token is a number for what is held, else "kind.time.id". */
static enum err
begin_queue(struct list *l, struct view *v, struct slice after)
{
	struct slice rest = after, kind = slice_cut(&rest, '.');
	struct slice time = slice_cut(&rest, '.');
	uint64_t k;

	(void)v;
	l->board = by_clock(l) ? PART_QUEUE : PART_HELD;
	if (after.p == NULL)
		return OK;
	if (slice_u64(after, &l->at)) {
		l->board = PART_HELD;
		return OK;
	}
	if (!slice_u64(kind, &k) || k > UINT8_MAX ||
	    !query_number(time, &l->queue.time) ||
	    !slice_u64(rest, &l->queue.id))
		return err_arg("after",
		    "after: is what #more of this list said");
	l->queue.kind = (uint8_t)k;
	l->board = PART_QUEUE;
	return OK;
}

static void
token_queue(const struct list *l, struct buf *out)
{
	if (l->board == PART_HELD)
		buf_put_u64(out, l->at);
	else
		buf_printf(out, "%u.%lld.%llu", l->queue.kind,
		    (long long)l->queue.time,
		    (unsigned long long)l->queue.id);
}

/* --- what is held --------------------------------------------------------- */

/* Whether one of its boards is asked for. */
static bool
board_holds(const struct query_term *t, const struct event *e)
{
	struct slice name;
	size_t at = 0;

	while (view_event_board(e, &at, &name))
		if (wildmat_match(t->value, name))
			return true;
	return false;
}

/* It stands in no board yet: the event says where it is to go. */
static bool
held_holds(struct list *l, struct view *v, const struct event *e,
    const struct subject *s)
{
	struct query rest = l->query;

	rest.n = 0;
	for (int i = 0; i < l->query.n; i++) {
		const struct query_term *t = &l->query.term[i];

		if (t->key != QUERY_BOARD)
			rest.term[rest.n++] = *t;
		else if (board_holds(t, e) == t->negated)
			return false;
	}
	return view_match(v, &rest, s, l->now);
}

static enum list_step
next_held(struct list *l, struct view *v)
{
	uint64_t id = view_held_next(v, l->at), bytes = 0;
	struct row *r = &l->row;
	struct subject s;
	struct placed at;
	struct event e;

	if (id == 0)
		return LIST_END;
	l->at = id;
	/* Its overview is made from the bytes. */
	if (view_article_event(v, id, &e) &&
	    event_arg_u64(e.args, "size", &bytes))
		l->cost = (size_t)bytes;
	if (!view_article_event(v, id, &e) ||
	    !view_subject_article(v, id, &s) ||
	    !moderates_any(l->session, &e) || !held_holds(l, v, &e, &s) ||
	    !select_aside(l->session, id, &at))
		return LIST_SKIP;
	row_put(r, over_part(at.over, OVER_MSGID));
	row_put_raw(r, event_arg(e.args, "boards"));
	row_put_time(r, e.time);
	list_put_actor(r, v, &e);
	row_put_header(r, over_part(at.over, OVER_FROM));
	row_put_header(r, over_part(at.over, OVER_SUBJECT));
	row_put(r, over_part(at.over, OVER_BYTES));
	row_put(r, SLICE("held"));
	row_put_raw(r, e.target);
	for (int i = 0; i < 4; i++)
		row_put(r, SLICE(""));
	row_put_raw(r, event_arg(e.args, "why"));
	row_put_u64(r, e.seq);
	list_put_title(l, s.root, &at);
	return LIST_ROW;
}

/* --- what stands in the queue --------------------------------------------- */

static bool
find_subject(struct view *v, const struct queue_row *q, struct subject *s)
{
	switch ((enum queue_kind)q->kind) {
	case QUEUE_ESCALATED:
	case QUEUE_FLAGGED:
	case QUEUE_ALARM:
		return view_subject_article(v, q->id, s);
	case QUEUE_BOARD:
		return view_subject_board(v, (uint32_t)q->id, s);
	case QUEUE_APPEAL:
	case QUEUE_USER:
		return view_subject_user(v, (uint32_t)q->id, s);
	}
	return false;
}

/* That a question is escalated is no secret; the rest is for who decides. */
static unsigned
who_may(enum queue_kind kind)
{
	switch (kind) {
	case QUEUE_ESCALATED:
		return WHO_GUEST;
	case QUEUE_FLAGGED:
	case QUEUE_APPEAL:
		return WHO_MODERATOR | WHO_ADMIN;
	case QUEUE_ALARM:
	case QUEUE_BOARD:
	case QUEUE_USER:
		break;
	}
	return WHO_MODERATOR | WHO_STAFF | WHO_MANAGER | WHO_ADMIN;
}

static bool
is_told(struct list *l, struct view *v, const struct queue_row *q,
    struct subject *s)
{
	return find_subject(v, q, s) && (actor_who(sees_me(l->session), s) &
	    who_may((enum queue_kind)q->kind)) != 0 &&
	    (s->domain != DOMAIN_ARTICLE || list_tells(l, s)) &&
	    view_match(v, &l->query, s, l->now);
}

/* state sla holder metoo; of what asks nothing empty ones. */
static void
put_question(struct row *r, struct view *v, const struct subject *s,
    bool escalated, int64_t now)
{
	const struct question_rec *q = &s->question;

	if (s->domain != DOMAIN_ARTICLE || !s->asks) {
		for (int i = 0; i < 4; i++)
			row_put(r, SLICE(""));
		return;
	}
	row_put(r, slice_of(
	    question_state_name((enum question_state)q->state)));
	if (escalated && q->due != 0)
		row_put_time(r, q->due);
	else
		row_put(r, SLICE(""));
	list_put_account(r, v, q->claimed > now ? q->claimer : q->assignee);
	row_put_u64(r, q->metoo);
}

static void
put_target(struct row *r, const struct subject *s, struct slice msgid)
{
	struct buf name = BUF_INIT(LIMIT_ACCOUNT_NAME + 2);

	if (s->domain == DOMAIN_USER) {
		buf_putc(&name, '@');
		buf_put_slice(&name, s->name);
		row_put(r, buf_slice(&name));
	} else {
		row_put(r, s->domain == DOMAIN_BOARD ? s->board_name : msgid);
	}
	buf_clear(&name);
}

static void
put_reasons(struct row *r, struct view *v, uint64_t article)
{
	struct buf b = BUF_INIT(LIMIT_LINE);

	view_flag_reasons(v, article, &b);
	row_put(r, buf_slice(&b));
	buf_clear(&b);
}

/* What it is called: a board by its title, an account by its person. */
static void
put_name(struct row *r, const struct subject *s, const struct placed *at)
{
	if (s->domain == DOMAIN_BOARD)
		row_put(r, s->title);
	else if (s->domain == DOMAIN_USER)
		row_put(r, s->person);
	else
		row_put_header(r, over_part(at->over, OVER_SUBJECT));
}

static enum list_step
next_queued(struct list *l, struct view *v)
{
	const struct queue_row *q = &l->queue;
	struct row *r = &l->row;
	struct slice line, msgid;
	struct event e = { .seq = 0 };
	struct placed at;
	struct subject s;

	if (!view_queue_next(v, &l->queue))
		return LIST_END;
	if (!is_told(l, v, q, &s) ||
	    !list_sort_wants(l, "metoo", s.asks, s.question.metoo))
		return LIST_SKIP;
	line = view_event(v, q->seq);
	if (line.p != NULL && event_parse(line, &e) != OK)
		return LIST_SKIP;
	list_overview(l, v, s.article, &at);
	msgid = over_part(at.over, OVER_MSGID);
	row_put(r, msgid);
	row_put(r, s.board_name);
	row_put_time(r, e.time);
	/* Who flagged an article is told by XLIST flag alone. */
	if (q->kind == QUEUE_FLAGGED || line.p == NULL)
		row_put_raw(r, SLICE(""));
	else
		list_put_actor(r, v, &e);
	row_put_header(r, over_part(at.over, OVER_FROM));
	put_name(r, &s, &at);
	row_put(r, over_part(at.over, OVER_BYTES));
	row_put(r, slice_of(queue_kind_name((enum queue_kind)q->kind)));
	put_target(r, &s, msgid);
	put_question(r, v, &s, q->kind == QUEUE_ESCALATED, l->now);
	if (q->kind == QUEUE_FLAGGED)
		put_reasons(r, v, q->id);
	else
		row_put_raw(r, event_text(e.args));
	row_put_u64(r, q->seq);
	if (s.domain == DOMAIN_ARTICLE)
		list_put_title(l, s.root, &at);
	else
		put_name(r, &s, &at);
	return LIST_ROW;
}

static enum list_step
next_queue(struct list *l, struct view *v)
{
	bool queue = l->board == PART_QUEUE;
	enum list_step step = queue ? next_queued(l, v) : next_held(l, v);

	if (step != LIST_END || queue != by_clock(l))
		return step;
	l->board = queue ? PART_HELD : PART_QUEUE;
	return LIST_SKIP;
}

const struct list_kind list_kind_queue = {
	.name = "queue",
	.columns = "mid board since actor author subject bytes why target "
	    "state sla holder metoo reason seq title",
	.domains = QUERY_OF_ARTICLE | QUERY_OF_USER | QUERY_OF_BOARD,
	.sorts = "since sla metoo seq",
	.orders = "sla",
	.begin = begin_queue,
	.next = next_queue,
	.token = token_queue,
};
