/*
 * Order over articles: what is hidden, removed, restored or redacted, alarms.
 * COMMUNITY 3.3, 3.7.
 */
#include "server/store/community/decide_order.h"

/* --- what can be done to what was taken out ------------------------------ */

static bool
is_possible(enum act_id act, enum article_state state)
{
	switch (act) {
	case ACT_RESTORE:
	case ACT_ACK:
		return state == ARTICLE_HIDDEN || state == ARTICLE_REMOVED;
	case ACT_REDACT:
		return state != ARTICLE_HELD && state != ARTICLE_REJECTED;
	case ACT_REMOVE:
		return state == ARTICLE_HIDDEN || state == ARTICLE_REMOVED;
	case ACT_HIDE:
	case ACT_UPHOLD:
		return state == ARTICLE_HIDDEN;
	default:
		return false;
	}
}

enum err
check_cooled(struct view *v, uint64_t article, int64_t now)
{
	int64_t wait = policy_of(v, POLICY_HIDDEN_EDIT) - now;
	struct event hid;

	if (view_tombstone(v, article, &hid))
		wait += event_act_time(&hid);
	return wait <= 0 ? OK : err_set(ERR_SLOW, "%lld s to go: the article "
	    "is hidden; its author may edit it then, and a moderator looks "
	    "at that", (long long)wait);
}

/* What the author may do to it while it is hidden. */
static bool
is_edit(enum act_id act, const struct decision *d)
{
	return (act == ACT_RETITLE || act == ACT_TAG) &&
	    (d->who & (WHO_OWNER | WHO_ASKER)) != 0;
}

enum err
check_article_state(struct view *v, enum act_id act, const struct decision *d)
{
	const struct subject *s = d->subject;
	enum article_state state = (enum article_state)s->rec.state;

	if (s->domain != DOMAIN_ARTICLE ||
	    (state == ARTICLE_HERE && s->rec.nplaces != 0))
		return OK;
	if (state != ARTICLE_HERE && state != ARTICLE_EXPIRED &&
	    is_possible(act, state))
		return OK;
	if (state == ARTICLE_HIDDEN && is_edit(act, d))
		return check_cooled(v, s->article, d->event.time);
	switch (state) {
	case ARTICLE_HERE:
		return err_set(ERR_STATE, "a control article stands in no "
		    "board; name what it was about");
	case ARTICLE_HIDDEN:
		return err_set(ERR_STATE, "the article is hidden until a "
		    "moderator has looked at it");
	case ARTICLE_REMOVED:
		return err_set(ERR_STATE, "the article is removed; a "
		    "moderator may restore it");
	case ARTICLE_HELD:
		return err_set(ERR_STATE, "the article waits for a "
		    "moderator; publish or reject it");
	case ARTICLE_CANCELLED:
	case ARTICLE_SUPERSEDED:
		return err_set(ERR_STATE, "its author has taken the article "
		    "back");
	case ARTICLE_EXPIRED:
	case ARTICLE_REJECTED:
		break;
	}
	return err_set(ERR_NOTFOUND, "no article with that message-id");
}

/* --- out of sight --------------------------------------------------------- */

enum err
decide_HIDE(struct view *v, const struct intent *i, struct decision *d)
{
	(void)v;
	if (d->subject->rec.state == ARTICLE_HIDDEN)
		return err_set(ERR_EXISTS, "it is hidden already");
	text_escape(&d->target, i->target);
	return put_line(i, "reason", true, d);
}

/* Points for those whose flags were right; the author's loss. */
static void
put_verdict(struct view *v, const struct subject *s, struct decision *d)
{
	uint32_t give = policy_of(v, POLICY_POINTS_FLAG);
	uint32_t cap = policy_of(v, POLICY_POINTS_DAY);
	int minus = (int)policy_of(v, POLICY_POINTS_REMOVED);

	if (s->mark.open_flags != 0 && give != 0) {
		event_put_arg_u64(&d->args, "give", give);
		if (cap != 0)
			event_put_arg_u64(&d->args, "cap", cap);
	}
	if (s->mark.author != 0 && minus != 0 &&
	    points_left(v, s->mark.author, 0, -minus, d->now) != 0)
		event_put_arg_u64(&d->args, "minus", (uint64_t)minus);
}

/* What was said of it before: by the flags, else when it was hidden. */
static void
put_grounds(struct view *v, const struct subject *s, struct decision *d)
{
	struct buf text = BUF_INIT(LIMIT_TITLE);
	struct article_row row;
	struct event e;

	view_flag_reasons(v, s->article, &text);
	if (text.len == 0 && view_article_row(v, s->article, &row) &&
	    view_article_event(v, row.since, &e))
		text_unescape(&text, event_text(e.args));
	if (text.len != 0)
		event_put_text(&d->args, buf_slice(&text));
	buf_clear(&text);
}

/* A removal has a reason, also where the moderator only agrees. */
enum err
decide_UPHOLD(struct view *v, const struct intent *i, struct decision *d)
{
	const struct subject *s = d->subject;
	enum err e;

	if (s->mark.open_flags == 0 && s->rec.state != ARTICLE_HIDDEN)
		return err_set(ERR_STATE, "nobody has flagged it; remove "
		    "takes it out");
	text_escape(&d->target, i->target);
	put_verdict(v, s, d);
	e = put_line(i, "reason", false, d);
	if (e == OK && event_text(i->args).len == 0)
		put_grounds(v, s, d);
	return e;
}

enum err
decide_REMOVE(struct view *v, const struct intent *i, struct decision *d)
{
	if (d->subject->rec.state == ARTICLE_REMOVED)
		return err_set(ERR_EXISTS, "it is removed already");
	text_escape(&d->target, i->target);
	put_verdict(v, d->subject, d);
	return put_line(i, "reason", true, d);
}

/* Where the thread stands now; else where the article was sent. */
static enum err
put_back(struct view *v, const struct subject *s, struct decision *d)
{
	uint32_t board[LIMIT_BOARDS];
	int n = home_boards(v->txn, s->article, board);
	struct buf list = BUF_INIT(LIMIT_HEADER / 4);
	struct board b;
	enum err e = OK;

	for (int i = 0; i < n && e == OK; i++) {
		if (!view_board_by_id(v, board[i], &b))
			continue;
		if (b.high >= LIMIT_NUMBER)
			e = err_set(ERR_STATE, "%.*s has no numbers left",
			    SLICE_ARG(b.name));
		if (list.len != 0)
			buf_putc(&list, ',');
		buf_put_slice(&list, b.name);
		buf_putc(&list, ':');
		buf_put_u64(&list, b.high + 1);
	}
	if (e == OK && list.len == 0)
		e = err_set(ERR_STATE, "its boards are no more");
	if (e == OK)
		event_put_arg(&d->args, "boards", buf_slice(&list));
	buf_clear(&list);
	return e;
}

enum err
decide_RESTORE(struct view *v, const struct intent *i, struct decision *d)
{
	const struct subject *s = d->subject;
	struct event taken;
	uint64_t minus;
	enum err e;

	if (s->rec.state != ARTICLE_HIDDEN && s->rec.state != ARTICLE_REMOVED)
		return err_set(ERR_EXISTS, "it stands in its boards");
	e = put_back(v, s, d);
	if (e != OK)
		return e;
	text_escape(&d->target, i->target);
	d->event.act = slice_of(act_table[ACT_RESTORE].name);
	if (s->rec.state == ARTICLE_REMOVED &&
	    view_tombstone(v, s->article, &taken) &&
	    event_arg_u64(taken.args, "minus", &minus))
		event_put_arg_u64(&d->args, "plus", minus);
	return put_line(i, "reason", false, d);
}

enum err
decide_REDACT(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	struct facts f;
	enum err e;

	if ((d->subject->mark.bits & MARK_REDACTED) != 0)
		return err_set(ERR_EXISTS, "its text is deleted already");
	e = redact_make(v->store, v->txn, d->subject->article, &raw);
	if (e == OK)
		e = facts_of(buf_slice(&raw), &f);
	if (e == OK) {
		text_escape(&d->target, i->target);
		event_put_arg_u64(&d->args, "size", f.size);
		event_put_arg_u64(&d->args, "lines", f.lines);
		e = put_line(i, "reason", true, d);
		facts_clear(&f);
	}
	buf_clear(&raw);
	return e;
}

/* --- alarms --------------------------------------------------------------- */

enum queue_kind
alarm_kind(const struct subject *s, uint64_t *id)
{
	switch (s->domain) {
	case DOMAIN_USER:
		*id = s->account;
		return QUEUE_USER;
	case DOMAIN_BOARD:
		*id = s->board;
		return QUEUE_BOARD;
	case DOMAIN_ARTICLE:
		break;
	}
	*id = s->article;
	return QUEUE_ALARM;
}

enum err
decide_ALARM(struct view *v, const struct intent *i, struct decision *d)
{
	uint64_t id;
	enum queue_kind kind = alarm_kind(d->subject, &id);
	int64_t since;

	if (queue_seek(v->txn, kind, id, &since))
		return err_set(ERR_EXISTS, "it stands in the queue already");
	text_escape(&d->target, i->target);
	return put_line(i, "reason", false, d);
}

enum err
decide_ACK(struct view *v, const struct intent *i, struct decision *d)
{
	uint64_t id;
	enum queue_kind kind = alarm_kind(d->subject, &id);
	int64_t since;

	if (!queue_seek(v->txn, kind, id, &since) &&
	    (kind != QUEUE_USER ||
	    !queue_seek(v->txn, QUEUE_APPEAL, id, &since)))
		return err_set(ERR_EXISTS, "no alarm of it waits");
	text_escape(&d->target, i->target);
	return put_line(i, "text", false, d);
}
