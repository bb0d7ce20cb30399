/*
 * Sanctions: who may impose them on whom, what they forbid, and words that
 * moderators want to see first. COMMUNITY 3.2, 3.3.
 */
#include "common/utf8.h"
#include "proto/date.h"
#include "proto/span.h"
#include "server/store/community/decide_order.h"

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
	if (*until <= d->now || *until > INT32_MAX * 2ll)
		return err_arg("until", "until= is a time to come");
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

enum err
check_sanction(struct view *v, const struct intent *i,
    const struct decision *d)
{
	const struct account_rec *me = &d->me->rec;
	bool suspended = me->suspended > d->event.time;
	int64_t until = suspended ? me->suspended : me->silenced;
	struct buf end = BUF_INIT(LIMIT_LINE);
	struct event e = { 0 };
	enum err err = OK;

	if (d->me->id == 0 || d->imported ||
	    until <= d->event.time || is_left(i->act, d, suspended))
		return OK;
	date_put_rfc3339(&end, until);
	view_sanction(v, d->me->id, d->event.time, &e);
	err = err_set(ERR_DENIED, "%s until %.*s%s%.*s; XACT appeal @%.*s "
	    ":why asks for another look", suspended ? "suspended" :
	    "silenced", SLICE_ARG(buf_slice(&end)),
	    event_text(e.args).len != 0 ? ": " : "",
	    SLICE_ARG(event_text(e.args)), SLICE_ARG(d->me->name));
	buf_clear(&end);
	return err;
}

/* --- who imposes them ----------------------------------------------------- */

static enum err
check_target(const struct decision *d)
{
	const struct subject *s = d->subject;
	unsigned whom = roles_who(s->roles, slice_make(NULL, 0));

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

enum err
decide_WARN(struct view *v, const struct intent *i, struct decision *d)
{
	enum err e = take_whom(i, d);

	(void)v;
	return e == OK ? put_line(i, "reason", true, d) : e;
}

/* now: until when it is bound already. */
static enum err
put_sanction(const struct intent *i, int64_t now, int64_t most,
    struct decision *d)
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
	return put_line(i, "reason", true, d);
}

enum err
decide_SILENCE(struct view *v, const struct intent *i, struct decision *d)
{
	uint32_t most = policy_of(v, POLICY_SILENCE);
	bool limited = (d->who & (WHO_MODERATOR | WHO_ADMIN)) == 0;
	enum err e = take_whom(i, d);

	return e == OK ? put_sanction(i, d->subject->user.silenced,
	    limited && most != 0 ? d->now + most : 0, d) : e;
}

enum err
decide_SUSPEND(struct view *v, const struct intent *i, struct decision *d)
{
	enum err e = take_whom(i, d);

	(void)v;
	return e == OK ?
	    put_sanction(i, d->subject->user.suspended, 0, d) : e;
}

static bool
is_bound(const struct account_rec *rec, int64_t now)
{
	return rec->silenced > now || rec->suspended > now;
}

enum err
decide_LIFT(struct view *v, const struct intent *i, struct decision *d)
{
	enum err e = take_whom(i, d);

	(void)v;
	if (e == OK && !is_bound(&d->subject->user, d->now))
		e = err_set(ERR_EXISTS, "no sanction binds the account");
	return e == OK ? put_line(i, "reason", false, d) : e;
}

enum err
decide_APPEAL(struct view *v, const struct intent *i, struct decision *d)
{
	int64_t since;

	if (!is_bound(&d->subject->user, d->now) &&
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
