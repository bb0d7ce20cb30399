/* XINFO of an account, of the session's own, of a badge and a product. */
#include "common/clock.h"
#include "proto/date.h"
#include "proto/money.h"
#include "proto/rule.h"
#include "server/auth/account.h"
#include "server/cmd/info.h"
#include "server/cmd/sees.h"
#include "server/stoad.h"
#include "server/store/community/order.h"
#include "server/store/community/trust.h"
#include "server/store/community/value.h"
#include "server/store/query/scan.h"

/* Holders of a badge that are named; XLIST badge tells all. */
enum { HOLDERS = 20, CURRENCIES = 8 };

static const char *const right_names[] = {
	[RIGHT_ANY] = "any", [RIGHT_READ] = "read", [RIGHT_POST] = "post",
	[RIGHT_FEED] = "feed", [RIGHT_ADMIN] = "admin",
};

/* "Anna · Acme": nobody types it, and staff does not take it off. */
static void
put_label(const struct subject *who, struct buf *out)
{
	struct buf label = BUF_INIT(LIMIT_LINE);
	struct slice brand;

	if (account_brand(who->roles, &brand)) {
		buf_put_slice(&label,
		    who->person.len != 0 ? who->person : who->name);
		buf_puts(&label, " \xc2\xb7 ");
		buf_put_slice(&label, brand);
		info_put(out, "Label", buf_slice(&label));
	}
	buf_clear(&label);
}

static void
put_counts(struct view *v, const struct account_rec *a, struct buf *out)
{
	buf_printf(out, "Points: %d\r\nTrust: %u\r\n", (int)a->points,
	    (unsigned)a->trust);
	info_put(out, "Rank", slice_of(rank_name(view_rank(v, a))));
	info_put_u64(out, "Contributions", contributions(a));
	info_put_u64(out, "Threads", a->threads);
	info_put_u64(out, "Replies", a->replies);
	info_put_u64(out, "Ideas", a->ideas);
	info_put_u64(out, "Solved", a->solved);
	info_put_u64(out, "Helpful", a->helpful);
	info_put_u64(out, "Given", a->given);
	info_put_u64(out, "Thanks", a->thanks);
}

static void
put_badges(struct view *v, uint32_t account, struct buf *out)
{
	struct badge b = { .name = SLICE("") };
	bool any = false;

	buf_puts(out, "Badges:");
	while (view_badge_next(v, account, b.name, &b) &&
	    b.account == account) {
		buf_putc(out, ' ');
		buf_put_slice(out, b.name);
		any = true;
	}
	buf_puts(out, any ? "\r\n" : " -\r\n");
}

/* A line a product: "Owns: tm5 since 2019-03, verified". */
static void
put_owns(struct view *v, uint32_t account, struct buf *out)
{
	struct own own = { .product = SLICE("") };

	while (view_own_next(v, account, own.product, &own)) {
		buf_puts(out, "Owns: ");
		buf_put_slice(out, own.product);
		if (own.since.len != 0)
			buf_printf(out, " since %.*s", SLICE_ARG(own.since));
		buf_puts(out, own.verified ? ", verified\r\n" : "\r\n");
	}
}

/* A line a currency: what is the account's good. */
static void
put_balance(struct view *v, uint32_t account, struct buf *out)
{
	struct slice seen[CURRENCIES];
	struct ledger l = { .seq = 0 };
	int n = 0;

	while (n < CURRENCIES && view_ledger_next(v, account, l.seq, &l) &&
	    l.account == account) {
		int i = 0;

		while (i < n && !slice_eq(seen[i], l.currency))
			i++;
		if (i < n)
			continue;
		seen[n++] = l.currency;
		buf_puts(out, "Balance: ");
		money_put(out, view_balance(v, account, l.currency));
		buf_printf(out, " %.*s\r\n", SLICE_ARG(l.currency));
	}
}

/* The rules of an act whose argument fits the value: how many. */
static int
put_rules(struct view *v, const char *field, enum act_id act, const char *key,
    bool (*fits)(struct slice a, struct slice b), struct slice value,
    struct buf *out)
{
	struct rule_row at = { .name = SLICE("") };
	struct rule rule;
	int column, n = 0;

	while (view_rule_next(v, at.name, &at)) {
		if (rule_parse(at.text, &rule, &column) != OK ||
		    rule.act->id != act ||
		    !fits(event_arg(rule.args, key), value))
			continue;
		info_put(out, field, at.text);
		n++;
	}
	return n;
}

/* How the next level comes, or how this one is kept. */
static void
put_trust(struct view *v, uint32_t account, struct buf *out)
{
	struct trust_way way;
	struct slice digit;
	char level[2] = "";
	int needs;

	if (!view_trust_way(v, account, &way))
		return;
	level[0] = (char)('0' + way.level);
	digit = slice_of(level);
	info_put(out, way.until != 0 ? "Trust-Keep" : "Trust-Next", digit);
	if (way.until != 0)
		info_put_time(out, "Trust-Until", way.until);
	needs = view_trust_needs(v, account, way.level, clock_now(), out);
	if (needs == 0 && way.until == 0)
		info_put(out, "Trust-Needs",
		    SLICE("nothing more, it comes at night"));
	if (put_rules(v, "Trust-Rule", ACT_TRUST, "level", slice_eq, digit,
	    out) == 0 && needs < 0)
		info_put(out, "Trust-Needs", SLICE("an admin gives it"));
}

static void
put_own(struct view *v, uint32_t account, const struct account_rec *a,
    struct buf *out)
{
	unsigned terms = view_terms(v, NULL);

	put_balance(v, account, out);
	if (terms != 0)
		buf_printf(out, "Terms: %u of %u\r\n", (unsigned)a->terms,
		    terms);
	put_trust(v, account, out);
}

/* "Silenced: 2026-11-24T00:00:00Z in tv.*"; without "in", everywhere. */
static void
put_bond(const char *field, int64_t until, struct slice scope,
    struct buf *out)
{
	buf_printf(out, "%s: ", field);
	date_put_rfc3339(out, until);
	if (scope.len != 0)
		buf_printf(out, " in %.*s", SLICE_ARG(scope));
	buf_puts(out, "\r\n");
}

static void
put_bonds(struct session *s, struct view *v, uint32_t account,
    const struct account_rec *a, struct buf *out)
{
	static const char *const fields[] = {
		[SANCTION_SILENCE] = "Silenced",
		[SANCTION_SUSPEND] = "Suspended",
	};
	struct sanction at = { .scope = { NULL, 0 } };
	int64_t now = clock_now();

	if (a->silenced > now)
		put_bond(fields[SANCTION_SILENCE], a->silenced, SLICE(""),
		    out);
	if (a->suspended > now)
		put_bond(fields[SANCTION_SUSPEND], a->suspended, SLICE(""),
		    out);
	while (view_sanction_next(v, account, now, &at))
		if (sees_scope(s, at.scope))
			put_bond(fields[at.kind], at.until, at.scope, out);
}

bool
info_user(struct session *s, struct slice name, struct buf *out)
{
	struct view *v = s->desk->view;
	struct buf roles = BUF_INIT(LIMIT_HEADER);
	struct subject who;
	struct account a;

	if (!view_account(v, name, &a) || !view_subject_user(v, a.id, &who))
		return false;
	info_put(out, "Name", a.name);
	sees_roles(s, a.name, a.roles, &roles);
	info_put(out, "Roles", buf_slice(&roles));
	buf_clear(&roles);
	info_put(out, "Right", who.user.gone ? SLICE("-") :
	    slice_of(right_names[account_right(a.roles)]));
	info_put_time(out, "Created", a.created);
	info_put(out, "Person", a.person);
	put_label(&who, out);
	if (who.user.gone)
		info_put(out, "Gone", SLICE("yes"));
	else
		put_bonds(s, v, a.id, &who.user, out);
	put_counts(v, &who.user, out);
	put_badges(v, a.id, out);
	put_owns(v, a.id, out);
	if (slice_is(name, s->name) || s->right >= RIGHT_ADMIN)
		put_own(v, a.id, &who.user, out);
	return true;
}

bool
info_me(struct session *s, struct buf *out)
{
	const char *server = store_name(s->desk->server->store);

	if (s->name[0] == '\0' || !info_user(s, slice_of(s->name), out)) {
		info_put(out, "Name", slice_of(s->name));
		info_put(out, "Roles",
		    s->right >= RIGHT_ADMIN ? SLICE("admin") : SLICE(""));
		info_put(out, "Right", slice_of(right_names[s->right]));
	}
	/* What From may say in this server's own domain. */
	if (s->name[0] != '\0')
		buf_printf(out, "Address: %s@%s\r\n", s->name, server);
	return true;
}

bool
info_product(struct session *s, struct slice name, struct buf *out)
{
	struct product p;

	if (!view_product(s->desk->view, name, &p))
		return false;
	info_put(out, "Name", p.name);
	info_put_u64(out, "Owners", p.owners);
	info_put_u64(out, "Verified", p.verified);
	return true;
}

bool
info_badge(struct session *s, struct slice name, struct buf *out)
{
	struct view *v = s->desk->view;
	uint32_t holder[HOLDERS];
	unsigned n = view_badge_holders(v, name, holder, HOLDERS);
	struct account a;

	info_put(out, "Name", name);
	if (put_rules(v, "Rule", ACT_BADGE, "name", badge_covers, name,
	    out) == 0 && n == 0)
		return false;
	info_put_u64(out, "Holders", n);
	buf_puts(out, "Users:");
	for (unsigned i = 0; i < n && i < HOLDERS; i++)
		if (view_account_by_id(v, holder[i], &a))
			buf_printf(out, " @%.*s", SLICE_ARG(a.name));
	buf_puts(out, "\r\n");
	return true;
}
