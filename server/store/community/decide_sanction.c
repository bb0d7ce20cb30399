/*
 * Sanctions: who may impose them on whom, what they forbid, and words that
 * moderators want to see first. COMMUNITY 3.2, 3.3.
 */
#include "common/utf8.h"
#include "proto/date.h"
#include "proto/span.h"
#include "server/store/community/decide_order.h"
#include "server/store/community/sanction.h"

/* Who keeps order is not silenced by those beside him. */
#define WHO_OFFICE (WHO_MODERATOR | WHO_STAFF | WHO_MANAGER | WHO_ADMIN)

void
put_until(struct decision *d, int64_t until)
{
	struct buf text = BUF_INIT(LIMIT_LINE);

	date_put_rfc3339(&text, until);
	event_put_arg(&d->args, "until", buf_slice(&text));
	buf_clear(&text);
}

enum err
take_until(const struct intent *i, const struct decision *d, int64_t *until)
{
	struct slice s = event_arg(i->args, "until");

	*until = 0;
	if (s.p == NULL)
		return OK;
	if (!span_until(s, d->now, until))
		return err_arg("until", "until= is a day, a time or a "
		    "span: 2026-12-01, 2026-12-01T12:00:00Z, 24h, 7d");
	if (*until <= d->now)
		return err_arg("until", "until= is a time to come");
	if (*until > INT32_MAX * 2ll)
		return err_arg("until", "until= lies before the year 2106; "
		    "for ever is until=2100-01-01");
	return OK;
}

/* --- what they forbid ----------------------------------------------------- */

/* What is left to who may not write. */
static bool
is_left(enum act_id act, const struct decision *d, bool suspended)
{
	switch (act) {
	case ACT_APPEAL:
	case ACT_LEAVE:
	case ACT_READ:
		return true;
	case ACT_ACCEPT:
	case ACT_FOLLOW:
	case ACT_JOIN:
		return !suspended;
	case ACT_CANCEL:
		return !suspended && (d->who & WHO_OWNER) != 0;
	default:
		return false;
	}
}

/* in: the boards, of one that binds in some; empty: everywhere. */
static enum err
refuse_bound(const struct decision *d, bool suspended, struct slice in,
    int64_t until, struct slice why)
{
	struct buf end = BUF_INIT(LIMIT_LINE);
	enum err e;

	date_put_rfc3339(&end, until);
	e = err_set(ERR_DENIED, "%s%s%.*s until %.*s%s%.*s; XACT appeal @%.*s "
	    ":why asks for another look",
	    suspended ? "suspended" : "silenced", in.len != 0 ? " in " : "",
	    SLICE_ARG(in), SLICE_ARG(buf_slice(&end)),
	    why.len != 0 ? ": " : "", SLICE_ARG(why), SLICE_ARG(d->me->name));
	buf_clear(&end);
	return e;
}

enum err
check_sanction(struct view *v, const struct intent *i,
    const struct decision *d)
{
	const struct account_rec *me = &d->me->rec;
	bool suspended = me->suspended > d->event.time;
	int64_t until = suspended ? me->suspended : me->silenced;
	struct event e = { 0 };

	if (d->me->id == 0 || d->imported ||
	    until <= d->event.time || is_left(i->act, d, suspended))
		return OK;
	view_sanction(v, d->me->id, d->event.time, &e);
	return refuse_bound(
	    d, suspended, slice_make(NULL, 0), until, event_text(e.args));
}

enum err
check_bound(struct view *v, enum act_id act, const struct decision *d,
    struct slice board)
{
	struct sanction s;
	struct event e = { 0 };

	if (d->imported || !sanction_in(v->txn, d->me->id, board,
	    d->event.time, &s) ||
	    is_left(act, d, s.kind == SANCTION_SUSPEND))
		return OK;
	view_article_event(v, s.seq, &e);
	return refuse_bound(d, s.kind == SANCTION_SUSPEND, s.scope, s.until,
	    event_text(e.args));
}

enum err
check_bound_here(struct view *v, enum act_id act, const struct decision *d)
{
	const struct subject *s = d->subject;
	enum err e = OK;

	if (s->domain == DOMAIN_ARTICLE || s->domain == DOMAIN_BOARD)
		e = check_bound(v, act, d, s->board_name);
	for (int i = 0; e == OK && i < s->nalso; i++)
		e = check_bound(v, act, d, s->also[i].name);
	return e;
}

/* --- who imposes them ----------------------------------------------------- */

static enum err
check_target(const struct decision *d)
{
	const struct subject *s = d->subject;
	unsigned whom = roles_any(s->roles);

	if (s->user.gone)
		return err_set(ERR_STATE, "the account has left");
	if ((d->who & WHO_ADMIN) != 0)
		return OK;
	if ((d->who & WHO_OWNER) != 0)
		return err_set(ERR_DENIED, "own: nobody judges himself");
	if ((whom & WHO_ADMIN) != 0)
		return err_set(ERR_DENIED, "role: it is an admin's account");
	if ((d->who & WHO_MODERATOR) == 0 && (whom & WHO_OFFICE) != 0)
		return err_set(ERR_DENIED, "role: it is the account of who "
		    "keeps order; ask an admin");
	return OK;
}

static enum err
take_whom(const struct intent *i, struct decision *d)
{
	enum err e = check_target(d);

	buf_put_slice(&d->target, i->target);
	return e;
}

/* An admin, or whoever it was elsewhere: no role is asked for. */
static bool
is_free(const struct decision *d)
{
	return d->imported || (d->who & WHO_ADMIN) != 0;
}

/*
 * Where it counts: as scope= says, or else where the roles of who acts do;
 * who: those that give the right. Nothing: everywhere.
 */
static enum err
take_scope(const struct intent *i, const struct decision *d, unsigned who,
    struct buf *scope)
{
	struct slice said = event_arg(i->args, "scope");
	struct buf own = BUF_INIT(LIMIT_HEADER);
	enum err e = said.p != NULL ? scope_check(said) : OK;

	if (!is_free(d))
		scope_put(d->me->roles, who, &own);
	buf_put_slice(scope, said.p != NULL ? said : buf_slice(&own));
	if (e == OK && !is_free(d) &&
	    !scope_covered(d->me->roles, who, buf_slice(scope)))
		e = err_set(ERR_DENIED, "scope: you keep order in %.*s; name "
		    "these, or boards of them", SLICE_ARG(buf_slice(&own)));
	if (e == OK && !buf_ok(scope))
		e = err_arg("scope", "your roles have too many scopes for "
		    "one; scope= names some of them");
	buf_clear(&own);
	return e;
}

static void
put_scope(const struct buf *scope, struct decision *d)
{
	if (scope->len != 0)
		event_put_arg(&d->args, "scope", buf_slice(scope));
}

enum err
decide_WARN(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf scope = BUF_INIT(SCOPE_MAX);
	enum err e = take_whom(i, d);

	(void)v;
	if (e == OK)
		e = take_scope(i, d, WHO_MODERATOR, &scope);
	if (e == OK)
		put_scope(&scope, d);
	buf_clear(&scope);
	return e == OK ? put_line(i, "reason", true, d) : e;
}

/* now: until when it is bound already; most: the latest end, or 0. */
static enum err
put_sanction(const struct intent *i, int64_t now, int64_t most,
    const struct buf *scope, struct decision *d)
{
	int64_t until;
	enum err e = take_until(i, d, &until);

	if (e == OK && until == 0)
		e = err_arg("until", "until= is missing: 24h, 7d or a day "
		    "like 2026-12-01");
	if (e == OK && until == now)
		e = err_set(ERR_EXISTS, "it lasts until then already");
	if (e == OK && most != 0 && until > most)
		e = err_set(ERR_DENIED, "role: a super-user silences for "
		    "%lld hours at most; a moderator may longer",
		    (long long)((most - d->now) / HOUR_S));
	/* Who may do less does not make it shorter either. */
	if (e == OK && most != 0 && now > until)
		e = err_set(ERR_DENIED, "role: it is bound for longer by a "
		    "moderator");
	if (e != OK)
		return e;
	put_until(d, until);
	put_scope(scope, d);
	return put_line(i, "reason", true, d);
}

/* Until when the target is bound so already. */
static int64_t
bound_until(struct view *v, const struct decision *d, enum sanction_kind kind,
    struct slice scope)
{
	const struct account_rec *user = &d->subject->user;

	if (scope.len != 0)
		return sanction_until(
		    v->txn, d->subject->account, kind, scope);
	return kind == SANCTION_SUSPEND ? user->suspended : user->silenced;
}

enum err
decide_SILENCE(struct view *v, const struct intent *i, struct decision *d)
{
	uint32_t most = policy_of(v, POLICY_SILENCE);
	struct buf scope = BUF_INIT(SCOPE_MAX);
	enum err e = take_whom(i, d);
	bool limited = false;

	if (e == OK)
		e = take_scope(i, d, WHO_SUPERUSER | WHO_MODERATOR, &scope);
	if (e == OK && most != 0 && !is_free(d))
		limited = !scope_covered(
		    d->me->roles, WHO_MODERATOR, buf_slice(&scope));
	if (e == OK)
		e = put_sanction(i, bound_until(v, d, SANCTION_SILENCE,
		    buf_slice(&scope)), limited ? d->now + most : 0, &scope,
		    d);
	buf_clear(&scope);
	return e;
}

enum err
decide_SUSPEND(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf scope = BUF_INIT(SCOPE_MAX);
	enum err e = take_whom(i, d);

	if (e == OK)
		e = take_scope(i, d, WHO_MODERATOR, &scope);
	if (e == OK)
		e = put_sanction(i, bound_until(v, d, SANCTION_SUSPEND,
		    buf_slice(&scope)), 0, &scope, d);
	buf_clear(&scope);
	return e;
}

static bool
is_bound(struct view *v, const struct subject *s, int64_t now)
{
	struct sanction at = { 0 };

	return s->user.silenced > now || s->user.suspended > now ||
	    sanction_next(v->txn, s->account, now, &at);
}

/*
 * One that who acts may lift, of the scope that was said: its scope is
 * appended; more: there is another. False when there is none.
 */
static bool
find_lifted(struct view *v, struct slice said, const struct decision *d,
    struct buf *scope, bool *more)
{
	struct sanction at = { 0 };

	*more = false;
	while (sanction_next(v->txn, d->subject->account, d->now, &at)) {
		if ((said.p != NULL && !slice_eq(said, at.scope)) ||
		    (!is_free(d) && !scope_covered(
		    d->me->roles, WHO_MODERATOR, at.scope)) ||
		    slice_eq(buf_slice(scope), at.scope))
			continue;
		if (scope->len != 0) {
			*more = true;
			return true;
		}
		buf_put_slice(scope, at.scope);
	}
	return scope->len != 0;
}

/* Who may lift all that binds does so; others what they could impose. */
enum err
decide_LIFT(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice said = event_arg(i->args, "scope");
	struct buf scope = BUF_INIT(SCOPE_MAX);
	enum err e = take_whom(i, d);
	bool all = said.p == NULL && (is_free(d) ||
	    scope_covered(d->me->roles, WHO_MODERATOR, SLICE("")));

	if (e == OK && !is_bound(v, d->subject, d->now))
		e = err_set(ERR_EXISTS, "no sanction binds the account");
	if (e == OK && !all && !find_lifted(v, said, d, &scope, &d->again))
		e = said.p != NULL ? err_set(ERR_EXISTS, "no sanction of that "
		    "scope binds the account, that you could lift") :
		    err_set(ERR_DENIED, "scope: what binds the account is not "
		    "yours to lift; ask a moderator of all boards");
	if (e == OK)
		put_scope(&scope, d);
	buf_clear(&scope);
	return e == OK ? put_line(i, "reason", false, d) : e;
}

enum err
decide_APPEAL(struct view *v, const struct intent *i, struct decision *d)
{
	int64_t since;

	if (!is_bound(v, d->subject, d->now) &&
	    d->subject->user.warned == 0)
		return err_set(ERR_STATE, "no sanction binds the account");
	if (queue_seek(v->txn, QUEUE_APPEAL, d->subject->account, &since))
		return err_set(ERR_EXISTS, "your appeal waits; a moderator "
		    "will look at it");
	buf_put_slice(&d->target, i->target);
	return put_line(i, "text", true, d);
}

/* --- words ---------------------------------------------------------------- */

enum err
decide_WORD(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf word = BUF_INIT(LIMIT_THING_NAME);
	struct slice value = event_arg(i->args, "value"), old;
	bool off = slice_is(value, "0"), known;
	enum err e = OK;

	word_fold(slice_from(i->target, sizeof("word:") - 1), &word);
	known = word.len != 0 && buf_ok(&word) &&
	    txn_get(v->txn, T_WORD, word.p, word.len, &old);
	if (value.p != NULL && !off && !slice_is(value, "1"))
		e = err_arg("value", "value= is 1 or 0");
	else if (word.len == 0 || !buf_ok(&word) ||
	    !word_valid(buf_slice(&word)))
		e = err_arg("@", "a word is 1 to %d bytes of letters "
		    "and digits", LIMIT_THING_NAME);
	else if (known != off)
		e = err_set(ERR_EXISTS, off ? "nobody watches for it" :
		    "it is watched for already");
	if (e == OK) {
		buf_puts(&d->target, "word:");
		buf_put_slice(&d->target, buf_slice(&word));
		event_put_arg_u64(&d->args, "value", off ? 0 : 1);
	}
	buf_clear(&word);
	return e;
}
