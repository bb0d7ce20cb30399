/*
 * Accounts: who may make one, change it, end it; roles, invitations, terms
 * and trust.
 */
#include "proto/account.h"
#include "proto/date.h"
#include "server/store/community/decide_order.h"
#include "server/store/community/people.h"
#include "server/store/community/trust.h"

/* Whom nothing of a community binds. */
static bool
is_operator(const struct decision *d)
{
	return d->me->admin || d->me->system;
}

static enum err
check_account(const struct intent *i)
{
	struct slice name = slice_from(i->target, 1);

	if (i->target.len == 0 || i->target.p[0] != '@' ||
	    !account_name_valid(name))
		return err_arg("@", "a name is @ and 2 to %d of a-z, "
		    "0-9, dot, underscore, hyphen", LIMIT_ACCOUNT_NAME);
	if (account_name_reserved(name))
		return err_set(ERR_DENIED, "own: that name has a meaning; "
		    "choose another");
	return OK;
}

/* --- what a person may be called ------------------------------------------ */

/* "Anna · Acme" is what the server makes of a person and a brand. */
static bool
holds_dot(struct slice s)
{
	return slice_find(s, SLICE("\xc2\xb7")) >= 0;
}

/* Whether it is what only the server calls somebody. */
static bool
is_official(struct view *v, struct slice name)
{
	const struct policy *p = atomic_load(&v->store->policy);
	struct buf brands = BUF_INIT(LIMIT_ARTICLE);
	uint64_t as_of = 0;
	bool is;

	view_staff_brands(v, &as_of, &brands);
	account_fold_words(slice_of(p->brands), &brands);
	buf_puts(&brands, account_role_words);
	is = account_claims(name, buf_slice(&brands));
	buf_clear(&brands);
	return is;
}

static enum err
check_person(struct view *v, const struct buf *person)
{
	struct slice name = buf_slice(person);
	enum err e = check_line(person, "name", ":");

	if (e != OK)
		return e;
	if (name.len > LIMIT_PERSON)
		return err_arg(":", "a person's name has at most %d bytes; "
		    "shorten it", LIMIT_PERSON);
	if (holds_dot(name) || is_official(v, name))
		return err_set(ERR_DENIED, "role: the name claims to be "
		    "somebody official; the server shows what an account is, "
		    "say only who you are");
	return OK;
}

/* The person that the intent names, else the one that is known. */
static enum err
take_person(struct view *v, const struct intent *i, const struct account *a,
    struct buf *out)
{
	struct slice text = event_text(i->args);

	if (text.p == NULL) {
		if (a != NULL)
			buf_put_slice(out, a->person);
		return OK;
	}
	text_unescape(out, slice_trim(text));
	return check_person(v, out);
}

/* --- join ----------------------------------------------------------------- */

static void
put_account_event(const struct intent *i, struct slice roles,
    struct slice person, struct decision *d)
{
	buf_put_slice(&d->target, i->target);
	event_put_arg(&d->args, "roles", roles);
	if (person.len != 0)
		event_put_arg(&d->args, "person", person);
	if (i->secret.len != 0)
		event_put_arg(&d->args, "secret", SLICE("new"));
}

/* Staff is a person and a brand, never a team that nobody knows. */
static enum err
check_staff(struct slice roles, struct slice person)
{
	if (!account_is_staff(roles) || person.len != 0)
		return OK;
	return err_set(ERR_STATE, "staff is a person, too: say who it is "
	    "first, join @name :Anna");
}

/* The number, and with the first ones the trust that others earn. */
static void
put_fresh(struct view *v, struct decision *d)
{
	uint32_t id = account_next_id(v->txn);

	event_put_arg_u64(&d->args, "id", id);
	if (id <= policy_of(v, POLICY_BOOTSTRAP))
		event_put_arg_u64(&d->args, "trust", 1);
}

static enum err
check_code(struct view *v, struct slice code, int64_t now)
{
	struct code_row row;

	if (code.len == 0)
		return err_set(ERR_DENIED, "role: a new account takes an "
		    "invitation: join @name code=...");
	if (!code_get(v->txn, code, &row) || row.uses == 0 ||
	    (row.until != 0 && row.until <= now))
		return err_set(ERR_DENIED, "role: that invitation is not "
		    "valid, or not any more; ask for another");
	return OK;
}

/* Nobody is told more of a name than that it cannot be had. */
static enum err
check_free(struct view *v, struct slice name)
{
	struct account a;

	if (view_account(v, name, &a) || account_gone(v->txn, name) != 0 ||
	    slice_is(name, "root") || slice_is(name, "guest") ||
	    is_official(v, name))
		return err_set(ERR_STATE, "that name is taken; choose "
		    "another");
	return OK;
}

/* Somebody makes an account for himself. */
static enum err
join_self(struct view *v, const struct intent *i, struct slice person,
    struct decision *d)
{
	const struct policy *p = atomic_load(&v->store->policy);
	struct slice code = event_arg(i->args, "code");
	enum err e = OK;

	if (d->me->id != 0)
		return err_set(ERR_DENIED, "role: accounts for others take "
		    "an admin; they make theirs before they log in");
	if (p->join == JOIN_CLOSED)
		return err_set(ERR_DENIED, "role: accounts are made by the "
		    "operator here; ask there");
	if (event_arg(i->args, "role").p != NULL)
		return err_set(ERR_DENIED, "role: roles are given, not taken; "
		    "leave out role=");
	if (p->join == JOIN_INVITATION || code.len != 0)
		e = check_code(v, code, d->now);
	if (e == OK)
		e = check_free(v, slice_from(i->target, 1));
	if (e == OK && i->secret.len == 0)
		e = err_arg(":", "a password is needed: say - at the "
		    "end and send it as a block");
	if (e != OK)
		return e;
	slice_copy(i->target, d->actor, sizeof(d->actor));
	d->event.actor = slice_of(d->actor);
	put_fresh(v, d);
	put_account_event(i, SLICE("member"), person, d);
	if (code.len != 0)
		event_put_arg(&d->args, "code", code);
	return OK;
}

/* An admin makes one for somebody. */
static enum err
join_other(struct view *v, const struct intent *i, struct slice person,
    struct decision *d)
{
	struct slice role = event_arg(i->args, "role");
	enum err e;

	if (role.len == 0)
		role = SLICE("member");
	e = account_check_roles(role);
	if (e == OK)
		e = check_staff(role, person);
	if (e == OK && account_gone(v->txn, slice_from(i->target, 1)) != 0)
		e = err_set(ERR_STATE, "somebody who left had that name; it "
		    "is not given again, choose another");
	if (e != OK)
		return e;
	put_fresh(v, d);
	put_account_event(i, role, person, d);
	return OK;
}

/* A new password for an old account, or another name; its roles stay. */
static enum err
join_again(const struct intent *i, const struct account *a,
    struct slice person, struct decision *d)
{
	enum err e;

	if (!is_operator(d) && d->me->id != a->id)
		return err_set(ERR_STATE, "that name is taken; choose "
		    "another");
	if (!is_operator(d) && event_arg(i->args, "role").p != NULL)
		return err_set(ERR_DENIED, "role: roles are given, not taken; "
		    "leave out role=");
	if (i->secret.len == 0 && slice_eq(person, a->person))
		return err_set(ERR_EXISTS, "the account exists; "
		    "grant gives it roles");
	e = check_staff(a->roles, person);
	if (e == OK)
		put_account_event(i, a->roles, person, d);
	if (e == OK && person.len == 0 && a->person.len != 0)
		event_put_arg(&d->args, "person", SLICE(""));
	return e;
}

enum err
decide_JOIN(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf person = BUF_INIT(LIMIT_TITLE);
	struct account a;
	bool known;
	enum err e = check_account(i);

	if (e != OK)
		return e;
	known = view_account(v, slice_from(i->target, 1), &a);
	e = take_person(v, i, known ? &a : NULL, &person);
	if (e != OK)
		;
	else if (known)
		e = join_again(i, &a, buf_slice(&person), d);
	else if (is_operator(d))
		e = join_other(v, i, buf_slice(&person), d);
	else
		e = join_self(v, i, buf_slice(&person), d);
	buf_clear(&person);
	return e;
}

/* --- roles ---------------------------------------------------------------- */

static bool
role_listed(struct slice list, struct slice role)
{
	while (list.p != NULL && list.len != 0)
		if (slice_eq(slice_cut(&list, ','), role))
			return true;
	return false;
}

/* Appends the roles of list that except does not name. */
static void
put_roles(struct buf *out, struct slice list, struct slice except)
{
	while (list.p != NULL && list.len != 0) {
		struct slice role = slice_cut(&list, ',');

		if (role_listed(except, role) ||
		    role_listed(buf_slice(out), role))
			continue;
		if (out->len != 0)
			buf_putc(out, ',');
		buf_put_slice(out, role);
	}
}

/* What is there already is taken away in whatever form it has. */
static enum err
check_role(const struct intent *i, const struct account *a, struct slice role)
{
	if (i->act == ACT_REVOKE && role_listed(a->roles, role))
		return OK;
	return account_check_roles(role);
}

static enum err
decide_roles(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice role = event_arg(i->args, "role");
	struct buf roles = BUF_INIT(LIMIT_LINE * 2);
	struct account a;
	bool known;
	enum err e = check_account(i);

	if (e != OK)
		return e;
	known = view_account(v, slice_from(i->target, 1), &a);
	e = check_role(i, &a, role.p != NULL ? role : SLICE(""));
	if (e != OK)
		return e;
	if (!known)
		return err_set(ERR_NOTFOUND,
		    "no such account; XLIST user shows whom there is");
	put_roles(&roles, a.roles,
	    i->act == ACT_REVOKE ? role : slice_make(NULL, 0));
	if (i->act == ACT_GRANT)
		put_roles(&roles, role, slice_make(NULL, 0));
	if (!buf_ok(&roles))
		e = err_arg("role", "too many roles; revoke some first");
	else if (slice_eq(buf_slice(&roles), a.roles))
		e = err_set(ERR_EXISTS, i->act == ACT_GRANT ?
		    "the account has these roles already" :
		    "the account has no such role");
	else if (i->act == ACT_GRANT)
		e = check_staff(buf_slice(&roles), a.person);
	if (e == OK)
		put_account_event(i, buf_slice(&roles), a.person, d);
	buf_clear(&roles);
	return e;
}

enum err
decide_GRANT(struct view *v, const struct intent *i, struct decision *d)
{
	return decide_roles(v, i, d);
}

enum err
decide_REVOKE(struct view *v, const struct intent *i, struct decision *d)
{
	return decide_roles(v, i, d);
}

/* --- leave ---------------------------------------------------------------- */

enum err
decide_LEAVE(struct view *v, const struct intent *i, struct decision *d)
{
	(void)v;
	if (d->subject->user.gone)
		return err_set(ERR_EXISTS, "the account was ended already");
	buf_put_slice(&d->target, i->target);
	return OK;
}

enum err
decide_FORGET(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf from = BUF_INIT(LIMIT_LINE);
	uint64_t low, before;

	if (!d->subject->user.gone)
		return err_set(ERR_STATE, "the account has not left");
	if (!forget_slice(v->txn, d->subject->account, &low, &before))
		return err_set(ERR_EXISTS, "nothing is left to forget");
	buf_put_slice(&d->target, i->target);
	event_put_arg_u64(&d->args, "low", low);
	event_put_arg_u64(&d->args, "before", before);
	buf_printf(&from, ACCOUNT_GONE " <" ACCOUNT_GONE "@%s>",
	    (unsigned)d->subject->account, (unsigned)d->subject->account,
	    store_name(v->store));
	event_put_arg(&d->args, "from", buf_slice(&from));
	buf_clear(&from);
	return OK;
}

/* --- invitations ---------------------------------------------------------- */

enum err
decide_INVITE(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice name = slice_from(i->target, sizeof("code:") - 1);
	uint64_t uses = 1;
	struct code_row old;
	int64_t until;
	enum err e = take_until(i, d, &until);

	if (e != OK)
		return e;
	if (event_arg(i->args, "uses").p != NULL &&
	    (!event_arg_u64(i->args, "uses", &uses) || uses > UINT32_MAX))
		return err_arg("uses", "uses= is a number; 0 ends the "
		    "invitation");
	if (uses == 0 && !code_get(v->txn, name, &old))
		return err_set(ERR_EXISTS, "there is no such invitation");
	buf_put_slice(&d->target, i->target);
	event_put_arg_u64(&d->args, "uses", uses);
	if (until != 0)
		event_put_arg_u64(&d->args, "until", (uint64_t)until);
	return OK;
}

/* --- trust ---------------------------------------------------------------- */

/* What somebody has read leads to a level, or away from it. */
static enum err
put_reading(struct view *v, struct decision *d)
{
	int level = view_trust_level(v, d->subject->account, d->now);

	if (level == d->subject->user.trust)
		return err_set(ERR_EXISTS, "what the account has read "
		    "changes nothing");
	event_put_arg_u64(&d->args, "level", (uint64_t)level);
	event_put_arg(&d->args, "why", SLICE("reading"));
	return OK;
}

static enum err
put_level(const struct intent *i, struct decision *d)
{
	const struct account_rec *user = &d->subject->user;
	uint64_t level;

	if (!event_arg_u64(i->args, "level", &level) || level > TRUST_MAX)
		return err_arg("level", "level= is a number from 0 to %d",
		    TRUST_MAX);
	/*
	 * What is earned does not take away what was given; but what reading
	 * brought is kept now.
	 */
	if ((level == user->trust &&
	    (level != TRUST_READING || !user->by_reading)) ||
	    (d->me->system && level < user->trust))
		return err_set(ERR_EXISTS, "the account has that trust "
		    "already");
	event_put_arg_u64(&d->args, "level", level);
	return OK;
}

enum err
decide_TRUST(struct view *v, const struct intent *i, struct decision *d)
{
	buf_put_slice(&d->target, i->target);
	if (d->me->system && i->rule.len == 0 &&
	    slice_is(event_arg(i->args, "why"), "reading"))
		return put_reading(v, d);
	return put_level(i, d);
}
