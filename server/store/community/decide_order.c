/*
 * Order over articles: flags and what becomes of them, what is hidden,
 * removed, restored or redacted, alarms. COMMUNITY 3.3, 3.7.
 */
#include "server/store/community/decide_order.h"

#include "common/utf8.h"
#include "proto/date.h"

/* Open flags of an article; beyond them nobody learns anything new. */
enum { FLAGS_MAX = 256 };
/* Articles of an account or a thread whose flags are counted. */
enum { FLAGGED_MAX = 1024 };

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

/* --- flags ---------------------------------------------------------------- */

static enum err
check_reason(struct slice reason)
{
	for (int i = 0; flag_reasons[i] != NULL; i++)
		if (slice_is(reason, flag_reasons[i]))
			return OK;
	return err_arg("reason", "reason= is one of " FLAG_REASONS(", "));
}

/* Accounts whose flags are open, each once, as many as are looked for. */
struct crowd {
	uint32_t account[FLAGS_MAX];
	unsigned n, wanted;
};

static void
crowd_add(struct crowd *c, uint32_t account)
{
	for (unsigned i = 0; i < c->n; i++)
		if (c->account[i] == account)
			return;
	if (c->n < c->wanted)
		c->account[c->n++] = account;
}

static void
crowd_add_article(struct crowd *c, struct txn *t, uint64_t article)
{
	struct flag_row f = { .article = article };

	while (c->n < c->wanted && flag_next(t, &f) && f.article == article)
		if (f.rec.state == FLAG_OPEN)
			crowd_add(c, f.account);
}

/* Nobody wants so many; 0 is no limit. */
static bool
crowd_open(struct crowd *c, uint32_t wanted)
{
	c->n = 0;
	c->wanted = wanted < FLAGS_MAX ? wanted : FLAGS_MAX;
	return wanted != 0;
}

/* A new account that several users have flagged is silenced. */
static bool
silences(struct view *v, const struct decision *d, struct crowd *c)
{
	const struct subject *s = d->subject;
	struct account_rec author;
	struct slice text;
	uint64_t article = UINT64_MAX;

	if (!account_get(v->txn, s->mark.author, &author, &text) ||
	    author.trust != 0 || author.silenced > d->event.time ||
	    policy_of(v, POLICY_SILENCE) == 0 ||
	    !crowd_open(c, policy_of(v, POLICY_FLAGS_SILENCE)))
		return false;
	if ((roles_any(account_roles(text)) & ~(unsigned)WHO_MEMBER) != 0)
		return false;
	if (d->round == 0)
		crowd_add(c, d->me->id);
	for (int n = 0; n < FLAGGED_MAX && c->n < c->wanted; n++) {
		article = author_prev(v->txn, s->mark.author, article);
		if (article == 0)
			break;
		crowd_add_article(c, v->txn, article);
	}
	return c->n == c->wanted;
}

/* A thread that several users have flagged is closed for a while. */
static bool
locks(struct view *v, const struct decision *d, struct crowd *c)
{
	const struct subject *s = d->subject;
	struct question_rec q;
	uint64_t article = 0;

	if (!question_find(v->txn, s->root, &q) ||
	    question_locked(&q, d->event.time) ||
	    policy_of(v, POLICY_FLAGS_LOCK_FOR) == 0 ||
	    !crowd_open(c, policy_of(v, POLICY_FLAGS_LOCK)))
		return false;
	if (d->round == 0)
		crowd_add(c, d->me->id);
	for (int n = 0; n < FLAGGED_MAX && c->n < c->wanted; n++) {
		article = view_thread_article(v, s->rec.thread, article);
		if (article == 0)
			break;
		crowd_add_article(c, v->txn, article);
	}
	return c->n == c->wanted;
}

static void
put_users(const struct crowd *c, struct decision *d)
{
	struct buf text = BUF_INIT(LIMIT_LINE);

	buf_printf(&text, "%u users have flagged it", c->n);
	event_put_text(&d->args, buf_slice(&text));
	buf_clear(&text);
}

/* What many flags come to, in an event of its own. */
static enum err
decide_flagged(struct view *v, struct decision *d)
{
	struct crowd c;
	struct event e;
	struct account a;
	bool lock = locks(v, d, &c);

	d->event.actor = SLICE("system");
	if (silences(v, d, &c) &&
	    view_account_by_id(v, d->subject->mark.author, &a)) {
		d->again = lock;
		d->event.act = slice_of(act_table[ACT_SILENCE].name);
		buf_putc(&d->target, '@');
		buf_put_slice(&d->target, a.name);
		put_until(d, d->event.time + policy_of(v, POLICY_SILENCE));
		put_users(&c, d);
		return OK;
	}
	if (!locks(v, d, &c) ||
	    !view_article_event(v, d->subject->root, &e))
		return err_set(ERR_CORRUPT, "flags that come to nothing");
	d->event.act = slice_of(act_table[ACT_LOCK].name);
	buf_put_slice(&d->target, e.target);
	put_until(d, d->event.time + policy_of(v, POLICY_FLAGS_LOCK_FOR));
	put_users(&c, d);
	return OK;
}

static enum err
check_flag(struct view *v, const struct intent *i, const struct decision *d)
{
	uint32_t most = policy_of(v, POLICY_DAY_FLAGS);
	struct account_rec me = d->me->rec;
	struct flag_rec flag;

	if (check_reason(event_arg(i->args, "reason")) != OK)
		return ERR_SYNTAX;
	if (d->me->id == 0)
		return err_set(ERR_DENIED, "role: only an account flags; "
		    "log in, or say as=@name");
	if ((d->who & WHO_OWNER) != 0)
		return err_set(ERR_DENIED, "own: it is yours; cancel takes "
		    "it out");
	if (flag_get(v->txn, d->subject->article, d->me->id, &flag))
		return flag.state == FLAG_OPEN ?
		    err_set(ERR_EXISTS, "you have flagged it already") :
		    err_set(ERR_STATE, "a moderator has looked at your flag "
		    "already");
	if (d->subject->mark.open_flags >= FLAGS_MAX)
		return err_set(ERR_STATE, "so many have flagged it that "
		    "moderators know");
	account_day(&me, d->event.time);
	if (most != 0 && me.day_flags >= most && !d->me->admin)
		return err_set(ERR_SLOW, "%lld that was your last flag of "
		    "today", (long long)(DAY_S - d->event.time % DAY_S));
	return OK;
}

enum err
decide_FLAG(struct view *v, const struct intent *i, struct decision *d)
{
	struct crowd c;
	enum err e;

	if (d->round != 0)
		return decide_flagged(v, d);
	e = check_flag(v, i, d);
	if (e != OK)
		return e;
	text_escape(&d->target, i->target);
	event_put_arg(&d->args, "reason", event_arg(i->args, "reason"));
	d->answers = true;
	d->again = silences(v, d, &c) || locks(v, d, &c);
	return put_line(i, "text", false, d);
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

enum err
decide_UPHOLD(struct view *v, const struct intent *i, struct decision *d)
{
	const struct subject *s = d->subject;

	if (s->mark.open_flags == 0 && s->rec.state != ARTICLE_HIDDEN)
		return err_set(ERR_STATE, "nobody has flagged it; remove "
		    "takes it out");
	text_escape(&d->target, i->target);
	put_verdict(v, s, d);
	return put_line(i, "reason", false, d);
}

/* What stands in its boards, or is hidden; what waits is decide_held()'s. */
enum err
decide_unflag(struct view *v, const struct intent *i, struct decision *d)
{
	const struct subject *s = d->subject;

	if (s->rec.state == ARTICLE_HIDDEN && d->round != 0)
		return decide_RESTORE(v, i, d);
	if ((d->who & (WHO_MODERATOR | WHO_ADMIN)) == 0)
		return err_set(ERR_DENIED, "role: reject is for moderators");
	if (s->mark.open_flags == 0 && s->rec.state != ARTICLE_HIDDEN)
		return err_set(ERR_STATE, "the article does not wait, nor "
		    "has anybody flagged it");
	text_escape(&d->target, i->target);
	d->answers = true;
	d->again = s->rec.state == ARTICLE_HIDDEN;
	return put_line(i, "reason", false, d);
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
