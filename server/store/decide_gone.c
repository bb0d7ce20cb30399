/*
 * Articles that go: who may take out what, and what is too old. Somebody who
 * may not see an article is told that there is none.
 */
#include <stdlib.h>

#include "common/endian.h"
#include "common/xalloc.h"
#include "proto/account.h"
#include "proto/article.h"
#include "server/store/community/decide_order.h"
#include "server/store/key.h"

/* Articles of one expire event, so that nobody waits long for the writer. */
enum { EXPIRE_MAX = 256 };

static const char no_article[] = "no article with that message-id";

/* An article, with what is known of it. */
struct taken {
	uint64_t id;
	struct article_rec rec;
	struct place_rec place[LIMIT_BOARDS];
};

static bool
find_subject(struct view *v, struct slice msgid, struct taken *s)
{
	s->id = view_article_id(v, msgid);
	return s->id != 0 &&
	    article_rec_get(v->txn, s->id, &s->rec, s->place);
}

/* --- who may ------------------------------------------------------------ */

/* What a feed brought has no author here. */
static bool
is_author(struct view *v, const struct taken *s, struct slice actor)
{
	struct event e;

	return slice_starts(actor, "@") && view_article_event(v, s->id, &e) &&
	    slice_eq(e.actor, actor);
}

/* All its boards, or any of those that are moderated. */
static bool
is_moderator(struct view *v, const struct taken *s, struct slice actor,
    bool all)
{
	struct account a;
	struct board b;
	int n = 0, mine = 0, ruled = 0;

	if (!slice_starts(actor, "@") ||
	    !view_account(v, slice_from(actor, 1), &a))
		return false;
	for (; n < s->rec.nplaces; n++) {
		bool his;

		if (!view_board_by_id(v, s->place[n].board, &b))
			return false;
		his = account_has_role(a.roles, "moderator", b.name);
		mine += his;
		ruled += his && b.status == 'm';
	}
	if (all)
		return n != 0 && mine == n;
	/* Nobody is left to let it in when no board is moderated any more. */
	return ruled != 0 || (n != 0 && mine == n);
}

/* Whether a key of the posting opens a lock of the article (RFC 8315). */
static bool
is_opened(struct view *v, const struct intent *i, const struct taken *s)
{
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	struct slice locks = { NULL, 0 };
	struct article *a;
	bool opened = false;

	if (i->posting == NULL || i->posting->facts.keys.len == 0 ||
	    i->opens == NULL)
		return false;
	a = xmalloc(sizeof(*a));
	if (body_get(v->store, v->txn, s->id, &raw) == OK &&
	    article_parse(buf_slice(&raw), a) == OK)
		locks = article_value(a, "Cancel-Lock");
	if (locks.len != 0)
		opened = i->opens(i->posting->facts.keys, locks);
	free(a);
	buf_clear(&raw);
	return opened;
}

static bool
may_remove(struct view *v, const struct intent *i, const struct taken *s,
    struct slice actor)
{
	/* Who publishes an article lends it no rights. */
	bool admin = i->admin && slice_eq(actor, i->actor);

	if (!i->relayed && (admin || is_author(v, s, actor) ||
	    is_moderator(v, s, actor, true)))
		return true;
	return is_opened(v, i, s);
}

/* --- what a posting does ------------------------------------------------ */

/*
 * Its author edits what was hidden: after a while, unless it is a moderator
 * who lets that in.
 */
static enum err
check_hidden(struct view *v, const struct intent *i, struct slice actor,
    const struct taken *s, int64_t now)
{
	if (i->relayed || i->posting == NULL || i->posting->facts.control ||
	    !is_author(v, s, actor))
		return err_set(ERR_STATE, "a moderator has taken the article "
		    "out already");
	return i->act == ACT_POST ? check_cooled(v, s->id, now) : OK;
}

/* Why the target cannot be taken out, whoever asks; OK: it can. */
static enum err
check_state(const struct taken *s)
{
	switch ((enum article_state)s->rec.state) {
	case ARTICLE_CANCELLED:
		return err_set(ERR_STATE, "the article was cancelled already");
	case ARTICLE_SUPERSEDED:
		return err_set(ERR_STATE, "another article has taken its "
		    "place already; name that one");
	case ARTICLE_EXPIRED:
	case ARTICLE_REJECTED:
		return err_set(ERR_NOTFOUND, "%s", no_article);
	case ARTICLE_REMOVED:
		return err_set(ERR_STATE, "a moderator has taken the article "
		    "out already");
	case ARTICLE_HERE:
		if (s->rec.nplaces != 0)
			break;
		return err_set(ERR_STATE, "a control article cannot be taken "
		    "back");
	case ARTICLE_HELD:
	case ARTICLE_HIDDEN:
		break;
	}
	return OK;
}

/* It was taken back before anybody but its moderators could see it. */
static bool
is_secret(struct view *v, const struct taken *s, struct slice actor)
{
	struct event e;

	return view_article_event(v, s->id, &e) &&
	    slice_is(e.act, act_table[ACT_SUBMIT].name) &&
	    !slice_eq(e.actor, actor);
}

static enum err
check_target(struct view *v, const struct intent *i, struct slice actor,
    struct slice msgid, int64_t now, struct effect *out)
{
	struct taken s;
	enum err e;

	if (!find_subject(v, msgid, &s))
		return err_set(ERR_NOTFOUND, "%s", no_article);
	e = check_state(&s);
	if (e == OK && s.rec.state == ARTICLE_HIDDEN)
		e = check_hidden(v, i, actor, &s, now);
	if (e == ERR_STATE && !i->admin && is_secret(v, &s, actor))
		return err_set(ERR_NOTFOUND, "%s", no_article);
	if (e != OK)
		return e;
	if (!may_remove(v, i, &s, actor))
		return s.rec.state == ARTICLE_HELD ?
		    err_set(ERR_NOTFOUND, "%s", no_article) :
		    err_set(ERR_DENIED, "the article is not yours; only its "
		    "author and the moderators of its boards take it out");
	out->target = s.id;
	out->state = (enum article_state)s.rec.state;
	return OK;
}

enum err
decide_effect(struct view *v, const struct intent *i, struct slice actor,
    int64_t now, struct effect *out)
{
	const struct facts *f = &i->posting->facts;
	enum err e;

	*out = (struct effect){
		.act = f->control ? ACT_CANCEL : ACT_SUPERSEDE,
	};
	/* Once it is published it would be its own predecessor. */
	if (f->target.len == 0 ||
	    (!f->control && slice_eq(f->target, f->msgid)))
		return OK;
	e = check_target(v, i, actor, f->target, now, out);
	/*
	 * What a feed brings is kept without effect; and what is no more
	 * needs no successor.
	 */
	if (e != OK && (i->relayed || (e == ERR_NOTFOUND && !f->control)))
		e = txn_error(v->txn);
	return e;
}

enum err
put_effect(const struct intent *i, const struct effect *effect,
    struct decision *d)
{
	const struct facts *f = &i->posting->facts;

	text_escape(&d->target, f->target);
	event_put_arg(&d->args, "with", f->msgid);
	d->event.act = slice_of(act_table[effect->act].name);
	return OK;
}

/* --- acts --------------------------------------------------------------- */

static bool
is_gone(struct view *v, struct slice msgid)
{
	struct taken s;

	return find_subject(v, msgid, &s) &&
	    (s.rec.state == ARTICLE_CANCELLED ||
	    s.rec.state == ARTICLE_SUPERSEDED);
}

enum err
decide_CANCEL(struct view *v, const struct intent *i, struct decision *d)
{
	struct effect effect;
	enum err e = check_target(v, i, i->actor, i->target, d->event.time,
	    &effect);

	/* Said as "already so"; the sentence is the same. */
	if (e == ERR_STATE && is_gone(v, i->target))
		e = ERR_EXISTS;
	if (e != OK)
		return e;
	if (d->posted != 0)
		event_put_arg(&d->args, "with", i->posting->facts.msgid);
	e = put_line(i, "reason", false, d);
	/* All is looked at before the first of both events is there. */
	if (e == OK && i->posting != NULL && d->posted == 0 &&
	    effect.state == ARTICLE_HERE) {
		buf_reset(&d->args);
		return decide_control(v, i, d);
	}
	text_escape(&d->target, i->target);
	return e;
}

enum err
decide_held(struct view *v, const struct intent *i, uint64_t *id)
{
	struct taken s;

	if (!find_subject(v, i->target, &s))
		return err_set(ERR_NOTFOUND, "%s", no_article);
	if (s.rec.state == ARTICLE_HELD) {
		*id = s.id;
		if (i->admin || is_moderator(v, &s, i->actor, false))
			return OK;
		if (is_author(v, &s, i->actor))
			return err_set(ERR_DENIED, "role: a moderator of its "
			    "boards does that; you can cancel it");
	}
	if (s.rec.state == ARTICLE_HERE)
		return err_set(ERR_STATE, "the article does not wait; it is "
		    "in its boards");
	return err_set(ERR_NOTFOUND, "%s", no_article);
}

/* It stands in its boards, or did until it was hidden. */
static bool
is_flaggable(const struct decision *d)
{
	const struct subject *s = d->subject;

	return (s->rec.state == ARTICLE_HIDDEN || (s->article != 0 &&
	    s->rec.state == ARTICLE_HERE && s->rec.nplaces != 0)) &&
	    actor_sees(d->me, s);
}

enum err
decide_REJECT(struct view *v, const struct intent *i, struct decision *d)
{
	struct event submit;
	uint64_t id;
	enum err e;

	if (is_flaggable(d))
		return decide_unflag(v, i, d);
	e = decide_held(v, i, &id);
	if (e != OK)
		return e;
	if (view_article_event(v, id, &submit))
		event_put_arg(&d->args, "boards",
		    event_arg(submit.args, "boards"));
	text_escape(&d->target, i->target);
	return put_line(i, "reason", false, d);
}

/* --- expire ------------------------------------------------------------- */

/* What came before event seq goes: the first number that stays. */
static uint64_t
find_low(struct view *v, const struct board *b, uint64_t seq, int *n)
{
	uint64_t number = b->low;
	struct placed p;

	while (view_placed_near(v, b->id, number, 1, &p)) {
		if (p.id >= seq || ++*n > EXPIRE_MAX)
			return p.number;
		number = p.number + 1;
	}
	return b->high + 1;
}

/* The same for what lies aside; the first event that stays. */
static uint64_t
find_before(struct view *v, const struct board *b, uint64_t seq, int *n)
{
	struct key12 k = key_4_8(b->id, 0);
	struct cursor c;
	uint64_t id = 0;

	cursor_open(&c, v->txn, T_ASIDE);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); id < seq && more &&
	    memcmp(c.key.p, &k, 4) == 0; more = cursor_next(&c)) {
		id = get_be64(c.key.p + 4);
		if (id < seq && ++*n > EXPIRE_MAX)
			seq = id;
	}
	cursor_close(&c);
	return seq;
}

enum err
decide_EXPIRE(struct view *v, const struct intent *i, struct decision *d)
{
	uint64_t seq = 0, low, before;
	struct board b;
	int n = 0, aside = 0;

	if (!view_board(v, i->target, &b) || slice_is(b.kind, "view") ||
	    !event_arg_u64(i->args, "before", &seq))
		return err_set(ERR_NOTFOUND, "no such board");
	low = find_low(v, &b, seq, &n);
	before = find_before(v, &b, seq, &aside);
	if (n == 0 && aside == 0)
		return err_set(ERR_EXISTS, "nothing is that old");
	buf_put_slice(&d->target, i->target);
	event_put_arg_u64(&d->args, "low", low);
	event_put_arg_u64(&d->args, "before", before);
	return OK;
}
