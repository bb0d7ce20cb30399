/*
 * Products that accounts have, since when, and which of them staff has seen.
 * What somebody says of himself counts for little; what is verified counts.
 */
#include <stdio.h>

#include "common/endian.h"
#include "proto/date.h"
#include "server/store/community/people.h"
#include "server/store/community/value.h"
#include "server/store/key.h"

/* Of one account; bytes of "product:". */
enum { OWNS_MAX = 100, PREFIX = 8 };

/* --- rows ----------------------------------------------------------------- */

/* What all accounts have of it stands under account 0. */
struct product_rec {
	uint32_t owners, verified;
};

/* TM5 is tm5. */
static bool
fold(struct slice product, struct buf *out)
{
	for (size_t i = 0; i < product.len; i++) {
		char c = product.p[i];

		buf_putc(out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
	return out->len != 0 && out->len <= LIMIT_THING_NAME;
}

bool
own_holders(struct slice product, struct name_key *out)
{
	struct buf name = BUF_INIT(LIMIT_LINE);
	bool good = fold(product, &name);

	if (good)
		*out = key_holders(buf_slice(&name));
	buf_clear(&name);
	return good;
}

bool
own_get(struct txn *t, uint32_t account, struct slice product,
    struct own_rec *rec, struct slice *since)
{
	struct buf name = BUF_INIT(LIMIT_LINE);
	struct name_key k;
	struct slice row;
	bool found = false;

	if (fold(product, &name)) {
		k = key_4_name(account, buf_slice(&name));
		found = txn_get(t, T_OWN, k.b, k.len, &row) &&
		    row.len >= sizeof(*rec);
	}
	if (found) {
		memcpy(rec, row.p, sizeof(*rec));
		if (since != NULL)
			*since = slice_from(row, sizeof(*rec));
	}
	buf_clear(&name);
	return found;
}

/* The row behind that product, of an account or (0) of all. */
static bool
next_row(struct txn *t, uint32_t account, struct slice after,
    struct slice *product, struct slice *row)
{
	struct name_key k = key_4_name(account, after);
	struct cursor c;
	bool more;

	/* No name holds a byte that small. */
	if (after.len != 0)
		k.b[k.len++] = 1;
	cursor_open(&c, t, T_OWN);
	more = cursor_seek(&c, k.b, k.len) && c.key.len > 4 &&
	    get_be32(c.key.p) == account;
	if (more) {
		*product = slice_from(c.key, 4);
		*row = c.val;
	}
	cursor_close(&c);
	return more;
}

bool
view_own_next(struct view *v, uint32_t account, struct slice after,
    struct own *out)
{
	struct own_rec rec;
	struct slice row;

	if (!next_row(v->txn, account, after, &out->product, &row) ||
	    row.len < sizeof(rec))
		return false;
	memcpy(&rec, row.p, sizeof(rec));
	out->since = slice_from(row, sizeof(rec));
	out->verified = rec.verified != 0;
	return true;
}

static bool
take_product(struct slice row, struct product *out)
{
	struct product_rec rec;

	if (row.len != sizeof(rec))
		return false;
	memcpy(&rec, row.p, sizeof(rec));
	out->owners = rec.owners;
	out->verified = rec.verified;
	return true;
}

bool
view_product_next(struct view *v, struct slice after, struct product *out)
{
	struct slice row;

	return next_row(v->txn, 0, after, &out->name, &row) &&
	    take_product(row, out);
}

bool
view_product(struct view *v, struct slice name, struct product *out)
{
	struct buf folded = BUF_INIT(LIMIT_LINE);
	struct name_key k;
	struct slice row;
	bool found = false;

	if (fold(name, &folded)) {
		k = key_4_name(0, buf_slice(&folded));
		found = txn_get(v->txn, T_OWN, k.b, k.len, &row) &&
		    take_product(row, out);
	}
	out->name = name;
	buf_clear(&folded);
	return found;
}

/* --- own ------------------------------------------------------------------ */

/* "2019", "2019-03" or "2019-03-05": the first second of it. */
static bool
parse_since(struct slice s, int64_t *out)
{
	uint64_t part[3] = { 0, 1, 1 };
	size_t digits[] = { 4, 2, 2 };

	for (int i = 0; i < 3 && s.p != NULL; i++) {
		struct slice one = slice_cut(&s, '-');

		if (one.len != digits[i] || !slice_u64(one, &part[i]))
			return false;
	}
	return s.p == NULL && part[0] >= 1900 &&
	    date_of((int)part[0], (int)part[1], (int)part[2], out);
}

/* Whose product it is: one's own, or whom staff speaks of. */
static enum err
take_owner(struct view *v, const struct intent *i, struct decision *d,
    uint32_t *owner)
{
	struct slice of = event_arg(i->args, "of");
	struct account_rec rec;

	*owner = d->me->id;
	if (of.p != NULL)
		*owner = slice_starts(of, "@") ?
		    account_id(v->txn, slice_from(of, 1)) : 0;
	if (of.p != NULL && (!account_get(v->txn, *owner, &rec, NULL) ||
	    rec.gone))
		return err_set(ERR_NOTFOUND, "of= is no account; XLIST user "
		    "shows whom there is");
	if (*owner == 0)
		return err_set(ERR_DENIED, "role: only an account has "
		    "products; log in, or say of=@name");
	if (*owner != d->me->id && (d->who & (WHO_STAFF | WHO_ADMIN)) == 0)
		return err_set(ERR_DENIED, "role: what others have staff "
		    "says; leave out of=");
	return OK;
}

static unsigned
owns_of(struct view *v, uint32_t account)
{
	struct own own = { .product = SLICE("") };
	unsigned n = 0;

	while (view_own_next(v, account, own.product, &own))
		n++;
	return n;
}

/* What it will be; old: as it is, all zero when there is none. */
struct owning {
	struct slice since;
	int64_t at;
	uint64_t verified;
};

/* Who changes what staff has seen has to show it again. */
static enum err
take_owning(const struct intent *i, const struct decision *d, uint32_t owner,
    const struct own_rec *old, struct slice since, struct owning *out)
{
	struct slice said = event_arg(i->args, "since");
	struct slice seen = event_arg(i->args, "verified");

	*out = (struct owning){
		.since = said.p != NULL ? said : since,
		.at = old->since, .verified = old->verified,
	};
	if (said.p != NULL && (!parse_since(said, &out->at) ||
	    out->at > d->event.time))
		return err_arg("since", "since= is a year, month or day "
		    "gone by: 2019, 2019-03 or 2019-03-05");
	if (out->at != old->since)
		out->verified = 0;
	if (seen.p == NULL)
		return OK;
	if (!slice_u64(seen, &out->verified) || out->verified > 1)
		return err_arg("verified", "verified= is 1 or 0");
	if ((d->who & (WHO_STAFF | WHO_ADMIN)) == 0 && !d->imported)
		return err_set(ERR_DENIED, "role: staff says what it has "
		    "seen; leave out verified=");
	if (owner == d->me->id && !d->imported)
		return err_set(ERR_DENIED, "own: a colleague verifies what "
		    "is yours");
	return OK;
}

static enum err
put_owning(struct view *v, struct slice product, uint32_t owner,
    const struct own_rec *old, const struct owning *x, bool had,
    struct decision *d)
{
	if (had && x->at == old->since && x->verified == old->verified)
		return err_set(ERR_EXISTS, "that is known already");
	if (!had && owns_of(v, owner) >= OWNS_MAX)
		return err_set(ERR_STATE, "an account has %d products at "
		    "most; end one first: own %.*s value=0", OWNS_MAX,
		    SLICE_ARG(product));
	if (x->since.len != 0)
		event_put_arg(&d->args, "since", x->since);
	event_put_arg_u64(&d->args, "verified", x->verified);
	return OK;
}

enum err
decide_OWN(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice since = SLICE("");
	struct slice of = event_arg(i->args, "of");
	struct own_rec old = { .since = 0 };
	struct owning x;
	uint32_t owner;
	bool on, had;
	enum err e = take_owner(v, i, d, &owner);

	if (e == OK)
		e = take_switch(i, &on);
	if (e != OK)
		return e;
	had = own_get(v->txn, owner, slice_from(i->target, PREFIX), &old,
	    &since);
	if (!on && !had)
		return err_set(ERR_EXISTS, "that product is not known there");
	fold(i->target, &d->target);
	if (of.p != NULL)
		event_put_arg(&d->args, "of", of);
	if (!on) {
		event_put_arg_u64(&d->args, "value", 0);
		return OK;
	}
	e = take_owning(i, d, owner, &old, since, &x);
	return e == OK ? put_owning(v, i->target, owner, &old, &x, had, d) :
	    e;
}

/* --- in the tables -------------------------------------------------------- */

static void
count_product(struct txn *t, struct slice product, int owners, int verified)
{
	struct name_key k = key_4_name(0, product);
	struct product_rec rec = { .owners = 0 };
	struct slice row;

	if (txn_get(t, T_OWN, k.b, k.len, &row) && row.len == sizeof(rec))
		memcpy(&rec, row.p, sizeof(rec));
	rec.owners += (uint32_t)owners;
	rec.verified += (uint32_t)verified;
	if (rec.owners != 0)
		txn_put(t, T_OWN, k.b, k.len, &rec, sizeof(rec));
	else
		txn_del(t, T_OWN, k.b, k.len);
}

/* The account's row says what of it is verified, and since when. */
static void
count_owned(struct step *s, uint32_t account)
{
	struct view v = { .txn = s->t };
	struct own own = { .product = SLICE("") };
	struct account_rec a;
	int64_t since;

	if (!account_get(s->t, account, &a, NULL))
		return;
	a.owned = 0;
	a.owned_at = 0;
	while (view_own_next(&v, account, own.product, &own)) {
		if (!own.verified)
			continue;
		a.owned++;
		if (parse_since(own.since, &since) &&
		    (a.owned_at == 0 || since < a.owned_at))
			a.owned_at = since;
	}
	account_keep(s, account, &a);
}

static void
own_del(struct step *s, uint32_t account, struct slice product)
{
	struct name_key k = key_4_name(account, product);
	struct name_key holder = key_holder(product, account);
	struct own_rec old;

	if (!own_get(s->t, account, product, &old, NULL))
		return;
	txn_del(s->t, T_OWN, k.b, k.len);
	txn_del(s->t, T_OWN, holder.b, holder.len);
	count_product(s->t, slice_make((char *)k.b + 4, k.len - 4), -1,
	    old.verified != 0 ? -1 : 0);
}

void
own_leave(struct step *s, uint32_t account)
{
	struct view v = { .txn = s->t };
	struct own own;

	for (int i = 0; i < OWNS_MAX &&
	    view_own_next(&v, account, SLICE(""), &own); i++)
		own_del(s, account, own.product);
	count_owned(s, account);
}

void
apply_OWN(struct step *s)
{
	struct slice of = event_arg(s->e->args, "of");
	struct slice product = slice_from(s->e->target, PREFIX);
	struct slice since = event_arg(s->e->args, "since");
	uint32_t account = of.p != NULL ?
	    account_id(s->t, slice_from(of, 1)) : s->account;
	struct own_rec rec = { .seq = s->e->seq };
	struct buf row = BUF_INIT(LIMIT_LINE);
	struct name_key k;
	uint64_t verified = 0;

	if (account == 0 || product.len == 0 ||
	    product.len > LIMIT_THING_NAME)
		return;
	event_arg_u64(s->e->args, "verified", &verified);
	own_del(s, account, product);
	if (turns_on(s)) {
		k = key_4_name(account, product);
		rec.verified = verified != 0;
		if (!parse_since(since, &rec.since))
			rec.since = 0;
		buf_put(&row, &rec, sizeof(rec));
		buf_put_slice(&row, since);
		txn_put(s->t, T_OWN, k.b, k.len, row.p, row.len);
		k = key_holder(product, account);
		txn_put(s->t, T_OWN, k.b, k.len, "", 0);
		count_product(s->t, product, 1, rec.verified != 0);
	}
	count_owned(s, account);
	buf_clear(&row);
}
