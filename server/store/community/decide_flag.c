/* Flags, and what many of them come to. COMMUNITY 3.7. */
#include "server/store/community/decide_order.h"

#include "proto/community.h"

/* Open flags of an article; beyond them nobody learns anything new. */
enum { FLAGS_MAX = 256 };
/* Articles of an account or a thread whose flags are counted. */
enum { FLAGGED_MAX = 1024 };

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
