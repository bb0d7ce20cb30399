/* Who sees to a question: claims, escalation; and what becomes of ideas. */
#include "server/store/community/question.h"
#include "server/store/community/sanction.h"

#include <stdio.h>

#include "common/endian.h"

/* What is settled nobody has to see to. */
static enum err
check_unsettled(const struct question_rec *q)
{
	if (q->state != STATE_SOLVED && q->state != STATE_DUPLICATE)
		return OK;
	return err_set(ERR_STATE, "it is %s; reopen or undup comes first",
	    question_state_name(q->state));
}

/* --- claim, release, assign ----------------------------------------------- */

static bool
claimed(const struct question_rec *q, int64_t now)
{
	return q->claimer != 0 && q->claimed > now;
}

static enum err
claimed_by(struct view *v, const struct question_rec *q, int64_t now)
{
	struct account_rec rec;
	struct slice text = SLICE("another");

	if (account_get(v->txn, q->claimer, &rec, &text))
		text = slice_cut(&text, '\t');
	return err_set(ERR_STATE, "claimed: @%.*s sees to it for %lld more "
	    "seconds", SLICE_ARG(text), (long long)(q->claimed - now));
}

enum err
decide_CLAIM(struct view *v, const struct intent *i, struct decision *d)
{
	unsigned most = policy_of(v, POLICY_CLAIMS);
	uint32_t lease = policy_of(v, POLICY_CLAIM);
	struct question_rec q;
	enum err e = find_asked(v, d, &q);

	if (e == OK && d->me->id == 0)
		e = err_set(ERR_DENIED, "role: only an account claims; "
		    "log in, or say as=@name");
	if (e == OK)
		e = check_unsettled(&q);
	if (e == OK && claimed(&q, d->now))
		e = q.claimer != d->me->id ? claimed_by(v, &q, d->now) :
		    err_set(ERR_EXISTS, "you have claimed it already");
	if (e == OK && most != 0 &&
	    claims_of(v->txn, d->me->id, d->now) >= most)
		e = err_set(ERR_STATE, "you hold %u questions; release one "
		    "first", most);
	if (e != OK)
		return e;
	put_target(i, d);
	/* Without a lease it holds until it is released. */
	event_put_arg_u64(&d->args, "until", lease != 0 ?
	    (uint64_t)d->now + lease : UINT32_MAX);
	return OK;
}

enum err
decide_RELEASE(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q;
	enum err e = find_asked(v, d, &q);

	if (e == OK && q.claimer == 0)
		e = err_set(ERR_EXISTS, "nobody has claimed it");
	if (e == OK && q.claimer != d->me->id && claimed(&q, d->now) &&
	    (d->who & (WHO_MODERATOR | WHO_MANAGER | WHO_ADMIN)) == 0)
		e = claimed_by(v, &q, d->now);
	if (e != OK)
		return e;
	put_target(i, d);
	return put_line(i, "reason", false, d);
}

/* It may not act there, or not at all. */
static bool
is_out(struct view *v, uint32_t id, const struct account_rec *rec,
    const struct decision *d)
{
	struct sanction s;

	return rec->gone || rec->suspended > d->now ||
	    rec->silenced > d->now ||
	    sanction_in(v->txn, id, d->subject->board_name, d->now, &s);
}

/* An account that could claim it. */
static enum err
find_helper(struct view *v, struct slice to, const struct decision *d,
    uint32_t *id)
{
	struct actor a;
	uint32_t who;

	actor_find(v->txn, to, false, &a);
	*id = a.id;
	if (a.id == 0)
		return err_set(ERR_NOTFOUND, "to= is no account; it is @ and "
		    "a name");
	who = actor_who(&a, d->subject);
	if (is_out(v, a.id, &a.rec, d) ||
	    (who & (WHO_HELPERS | WHO_ADMIN)) == 0)
		return err_set(ERR_DENIED, "role: @%.*s takes care of no "
		    "question here; choose a super-user, expert, moderator, "
		    "manager or one of staff", SLICE_ARG(a.name));
	return OK;
}

enum err
decide_ASSIGN(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice to = event_arg(i->args, "to");
	struct question_rec q;
	uint32_t id = 0;
	enum err e = find_asked(v, d, &q);

	if (e == OK)
		e = find_helper(v, to, d, &id);
	if (e == OK && q.assignee == id)
		e = err_set(ERR_EXISTS, "it is assigned so already");
	if (e != OK)
		return e;
	put_target(i, d);
	event_put_arg(&d->args, "to", to);
	return OK;
}

/* --- escalate ------------------------------------------------------------- */

/* Who had the last turn of a role. */
static uint32_t
last_turn(struct view *v, struct slice role)
{
	char key[32];
	struct slice val;

	snprintf(key, sizeof(key), "turn/%.*s", SLICE_ARG(role));
	if (!txn_get(v->txn, T_PROP, key, strlen(key), &val) || val.len != 4)
		return 0;
	return get_be32(val.p);
}

/* Whether it is one whom a question of this board may be dealt to. */
static bool
takes_turn(struct view *v, uint32_t id, unsigned who,
    const struct decision *d)
{
	struct account_rec rec;
	struct slice text;

	if (!account_get(v->txn, id, &rec, &text) ||
	    is_out(v, id, &rec, d) || id == d->subject->question.asker)
		return false;
	return (roles_who(account_roles(text), d->subject->board_name) &
	    who) != 0;
}

static bool
is_online(struct view *v, uint32_t id, const struct decision *d)
{
	return presence_has(v->store->presence, id, d->event.time,
	    policy_of(v, POLICY_ONLINE));
}

/* Those of a role have their turn, in the order of their accounts. */
static uint32_t
next_of(struct view *v, struct slice role, bool online,
    const struct decision *d)
{
	unsigned who = roles_any(role);
	uint32_t last = last_turn(v, role), id = 0, first = 0;

	while ((id = office_next(v->txn, id)) != 0) {
		if (!takes_turn(v, id, who, d) ||
		    (online && !is_online(v, id, d)))
			continue;
		if (id > last)
			return id;
		if (first == 0)
			first = id;
	}
	return first;
}

/* Who is there; when nobody is, all of them. */
static uint32_t
next_turn(struct view *v, struct slice role, const struct decision *d)
{
	uint32_t id = next_of(v, role, true, d);

	return id != 0 ? id : next_of(v, role, false, d);
}

static enum err
put_turn(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice role = event_arg(i->args, "role");
	struct slice to = event_arg(i->args, "to"), text;
	struct buf name = BUF_INIT(LIMIT_ACCOUNT_NAME + 1);
	struct account_rec rec;
	uint32_t id;

	if (role.p == NULL && to.p != NULL) {
		event_put_arg(&d->args, "to", to);
		return find_helper(v, to, d, &id);
	}
	if (role.p == NULL)
		role = SLICE("manager");
	if ((roles_any(role) &
	    (WHO_HELPERS | WHO_ADMIN)) == 0 || slice_chr(role, '/') >= 0 ||
	    slice_chr(role, ':') >= 0 || slice_chr(role, ',') >= 0)
		return err_arg("role", "role= is manager, expert, "
		    "moderator, superuser, staff or admin");
	event_put_arg(&d->args, "role", role);
	if (to.p != NULL) {
		event_put_arg(&d->args, "to", to);
		return find_helper(v, to, d, &id);
	}
	id = next_turn(v, role, d);
	if (id != 0 && account_get(v->txn, id, &rec, &text)) {
		buf_putc(&name, '@');
		buf_put_slice(&name, slice_cut(&text, '\t'));
		event_put_arg(&d->args, "to", buf_slice(&name));
	}
	buf_clear(&name);
	return OK;
}

/* Once more only to somebody else, by name or by role. */
enum err
decide_ESCALATE(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q;
	enum err e = find_asked(v, d, &q);

	if (e == OK)
		e = check_unsettled(&q);
	if (e == OK && q.state == STATE_ESCALATED &&
	    event_arg(i->args, "role").p == NULL &&
	    event_arg(i->args, "to").p == NULL)
		e = err_set(ERR_EXISTS, "it is escalated already");
	if (e != OK)
		return e;
	put_target(i, d);
	e = put_turn(v, i, d);
	return e == OK ? put_line(i, "reason", false, d) : e;
}

/* --- needinfo, nudge ------------------------------------------------------ */

enum err
decide_NEEDINFO(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q;
	enum err e = find_asked(v, d, &q);

	if (e == OK && q.state == STATE_NEEDSINFO)
		e = err_set(ERR_EXISTS, "the asker is asked already");
	if (e == OK)
		e = check_unsettled(&q);
	if (e == OK && q.asker == 0)
		e = err_set(ERR_STATE, "its asker has no account here, and "
		    "would not hear of it; reply to the question");
	if (e != OK)
		return e;
	put_target(i, d);
	return put_line(i, "question", true, d);
}

enum err
decide_NUDGE(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice stale = event_arg(i->args, "stale");
	struct question_rec q;
	enum err e = find_asked(v, d, &q);

	if (e == OK && q.state != STATE_ANSWERED &&
	    q.state != STATE_NEEDSINFO)
		e = err_set(ERR_STATE, "it is %s; only an answered question "
		    "or one that needs information waits for its asker",
		    question_state_name(q.state));
	if (e == OK && stale.p != NULL && !slice_is(stale, "1"))
		e = err_arg("stale", "stale= is 1, or left out");
	if (e == OK && stale.p != NULL && q.state != STATE_NEEDSINFO)
		e = err_set(ERR_STATE, "it is %s; stale is what needs "
		    "information and gets none",
		    question_state_name(q.state));
	if (e != OK)
		return e;
	put_target(i, d);
	if (stale.p != NULL)
		event_put_arg(&d->args, "stale", stale);
	return put_line(i, "text", false, d);
}

/* --- ideas ---------------------------------------------------------------- */

static enum err
find_idea(struct view *v, struct decision *d, struct question_rec *q)
{
	if (!question_find(v->txn, d->subject->root, q) ||
	    q->kind != KIND_IDEAS || q->state == STATE_REMOVED)
		return err_set(ERR_STATE, "that is no idea; ideas stand in "
		    "boards of the kind ideas");
	if (q->state == STATE_DUPLICATE)
		return err_set(ERR_STATE, "it is a duplicate; name the "
		    "original");
	return OK;
}

enum err
decide_REVIEW(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q;
	enum err e = find_idea(v, d, &q);

	if (e == OK && q.state != STATE_OPEN)
		e = err_set(ERR_EXISTS, "it is %s already",
		    question_state_name(q.state));
	if (e != OK)
		return e;
	put_target(i, d);
	return put_line(i, "reason", false, d);
}

/* What may be said of an idea that is so. */
static bool
may_become(enum question_state from, enum question_state to)
{
	switch (to) {
	case STATE_PLANNED:
		return from == STATE_OPEN || from == STATE_REVIEW ||
		    from == STATE_DECLINED;
	case STATE_DECLINED:
		return from == STATE_OPEN || from == STATE_REVIEW ||
		    from == STATE_PLANNED;
	case STATE_EXPIRED:
		return from == STATE_OPEN;
	case STATE_OPEN:
		return from == STATE_EXPIRED;
	default:
		return from == STATE_PLANNED;
	}
}

enum err
decide_STATUS(struct view *v, const struct intent *i, struct decision *d)
{
	enum question_state to =
	    question_state_find(event_arg(i->args, "value"));
	struct question_rec q;
	enum err e = find_idea(v, d, &q);
	int give;

	if (e == OK && to != STATE_PLANNED && to != STATE_DECLINED &&
	    to != STATE_DONE && to != STATE_EXPIRED && to != STATE_OPEN)
		e = err_arg("value", "value= is planned, declined, done, "
		    "expired or open");
	if (e == OK && q.state == to)
		e = err_set(ERR_EXISTS, "it is %s already",
		    question_state_name(to));
	if (e == OK && !may_become(q.state, to))
		e = err_set(ERR_STATE, to == STATE_DONE ?
		    "it is %s; planned comes first" :
		    "it is %s, and stays so", question_state_name(q.state));
	if (e != OK)
		return e;
	put_target(i, d);
	event_put_arg(&d->args, "value", slice_of(question_state_name(to)));
	give = to != STATE_DONE || q.asker == 0 ? 0 : points_any(v, q.asker,
	    (int)policy_of(v, POLICY_POINTS_DONE));
	if (give != 0)
		event_put_arg_i64(&d->args, "give", give);
	return put_line(i, "reason", true, d);
}
