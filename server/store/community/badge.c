/*
 * Badges: what an account did once, or is. One that was taken back stays
 * known, so that no rule gives it again.
 */
#include "common/char.h"
#include "common/endian.h"
#include "proto/account.h"
#include "server/store/community/people.h"
#include "server/store/community/value.h"
#include "server/store/key.h"

struct badge_row {
	uint64_t seq;
	int64_t time;
};

/* A word; it is part of a key, and of XINFO %name. */
static bool
badge_name_valid(struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (c <= ' ' || c == 0x7f || strchr(",\"\\%@<>:", c) != NULL)
			return false;
	}
	return name.len != 0 && name.len <= LIMIT_THING_NAME;
}

/* Whether the account has it, or had it and somebody took it back. */
static bool
badge_known(struct txn *t, uint32_t account, struct slice name)
{
	struct name_key k = key_4_name(account, name);
	struct slice v;

	return txn_get(t, T_BADGE, k.b, k.len, &v);
}

/* "expert/tv" of a role "expert/tv:tv.*". */
static struct slice
role_badge(const struct account_role *r)
{
	if (r->label.p == NULL)
		return r->name;
	return slice_make(r->name.p,
	    (size_t)(r->label.p + r->label.len - r->name.p));
}

int
badges_due(struct txn *t, uint32_t account, struct slice roles,
    struct slice role, struct slice *first)
{
	struct account_role r;
	int n = 0;

	while (account_next_role(&roles, &r)) {
		struct slice name = role_badge(&r);

		if (!slice_eq(r.name, role) || !badge_name_valid(name) ||
		    badge_known(t, account, name))
			continue;
		if (n == 0 && first != NULL)
			*first = name;
		/* The same topic may have more than one scope. */
		if (n == 0 || first == NULL || !slice_eq(name, *first))
			n++;
	}
	return n;
}

bool
badge_covers(struct slice pattern, struct slice name)
{
	struct slice head = slice_cut(&pattern, '#');

	if (pattern.p == NULL && slice_ends(head, "/*")) {
		head.len -= 2;
		return slice_eq(slice_cut(&name, '/'), head);
	}
	if (pattern.p == NULL)
		return slice_eq(head, name);
	if (name.len < head.len ||
	    memcmp(name.p, head.p, head.len) != 0)
		return false;
	name = slice_from(name, head.len);
	while (name.len != 0 && char_is_digit(name.p[0]))
		name = slice_from(name, 1);
	return slice_eq(name, pattern);
}

bool
view_badge(struct view *v, uint32_t account, struct slice name,
    struct badge *out)
{
	struct badge_row row;
	struct name_key k;
	struct slice val;

	if (name.len == 0 || name.len > LIMIT_THING_NAME)
		return false;
	k = key_4_name(account, name);
	if (!txn_get(v->txn, T_BADGE, k.b, k.len, &val) ||
	    val.len != sizeof(row))
		return false;
	memcpy(&row, val.p, sizeof(row));
	*out = (struct badge){
		.account = account, .name = name, .seq = row.seq,
		.time = row.time,
	};
	return true;
}

unsigned
view_badge_holders(struct view *v, struct slice name, uint32_t *out,
    unsigned max)
{
	struct name_key k;
	struct cursor c;
	unsigned n = 0;

	if (name.len == 0 || name.len > LIMIT_THING_NAME)
		return 0;
	k = key_holders(name);
	cursor_open(&c, v->txn, T_BADGE);
	for (bool more = cursor_seek(&c, k.b, k.len); more &&
	    n < HOLDERS_MAX && c.key.len == k.len + 4 &&
	    memcmp(c.key.p, k.b, k.len) == 0; more = cursor_next(&c), n++)
		if (n < max)
			out[n] = get_be32(c.key.p + k.len);
	cursor_close(&c);
	return n;
}

bool
view_badge_next(struct view *v, uint32_t account, struct slice after,
    struct badge *out)
{
	/* What is in front of account 1 says who has a badge. */
	struct name_key k = key_4_name(account != 0 ? account : 1, after);
	struct badge_row row;
	struct cursor c;
	bool more;

	cursor_open(&c, v->txn, T_BADGE);
	more = cursor_seek(&c, k.b, k.len);
	if (more && after.len != 0 && c.key.len == k.len &&
	    memcmp(c.key.p, k.b, k.len) == 0)
		more = cursor_next(&c);
	/* One that was taken back has no time. */
	while (more && c.val.len != sizeof(row))
		more = cursor_next(&c);
	if (more) {
		memcpy(&row, c.val.p, sizeof(row));
		*out = (struct badge){
			.account = get_be32(c.key.p),
			.name = slice_from(c.key, 4),
			.seq = row.seq, .time = row.time,
		};
	}
	cursor_close(&c);
	return more;
}

/* A name that ends in a star: the first topic of that role without one. */
static enum err
take_badge(struct view *v, const struct intent *i, struct decision *d,
    struct slice *name)
{
	const struct subject *who = d->subject;
	struct slice role = event_arg(i->args, "name");
	int n;

	*name = role;
	if (!slice_ends(role, "/*"))
		return badge_name_valid(role) ? OK : err_arg("name",
		    "name= is a word of at most %d bytes", LIMIT_THING_NAME);
	role.len -= 2;
	n = badges_due(v->txn, who->account, who->roles, role, name);
	if (n == 0)
		return err_set(ERR_EXISTS, "the account had a badge for each "
		    "topic of %.*s already", SLICE_ARG(role));
	d->again = n > 1;
	return OK;
}

/* What was taken back no rule gives again. */
static enum err
check_badge(struct view *v, const struct intent *i, const struct decision *d,
    struct slice name, bool gives)
{
	uint32_t account = d->subject->account;
	struct badge b;

	if (view_badge(v, account, name, &b) == gives)
		return err_set(ERR_EXISTS, gives ?
		    "the account has that badge already" :
		    "the account has no such badge");
	if (gives && i->rule.len != 0 && badge_known(v->txn, account, name))
		return err_set(ERR_STATE, "the badge was taken back; a "
		    "moderator may give it again");
	return OK;
}

enum err
decide_BADGE(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice name;
	bool on;
	enum err e = take_switch(i, &on);

	if (e == OK && d->subject->user.gone)
		e = err_set(ERR_STATE, "the account was ended");
	if (e == OK)
		e = take_badge(v, i, d, &name);
	if (e == OK)
		e = check_badge(v, i, d, name, on);
	if (e != OK)
		return e;
	buf_put_slice(&d->target, i->target);
	event_put_arg(&d->args, "name", name);
	event_put_arg_u64(&d->args, "value", on);
	return OK;
}

void
apply_BADGE(struct step *s)
{
	uint32_t id = account_id(s->t, slice_from(s->e->target, 1));
	struct slice name = event_arg(s->e->args, "name");
	struct badge_row row = { .seq = s->e->seq, .time = s->time };
	struct name_key k;
	bool on = turns_on(s);

	if (id == 0 || name.len == 0 || name.len > LIMIT_THING_NAME)
		return;
	k = key_4_name(id, name);
	txn_put(s->t, T_BADGE, k.b, k.len, &row,
	    on ? sizeof(row) : sizeof(row.seq));
	k = key_holder(name, id);
	if (on)
		txn_put(s->t, T_BADGE, k.b, k.len, "", 0);
	else
		txn_del(s->t, T_BADGE, k.b, k.len);
	touch(s, DOMAIN_USER, id);
}
