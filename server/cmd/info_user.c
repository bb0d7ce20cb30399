/* XINFO of an account, of the session's own, and of a badge. */
#include "common/clock.h"
#include "proto/money.h"
#include "server/auth/account.h"
#include "server/cmd/info.h"
#include "server/cmd/sees.h"
#include "server/stoad.h"
#include "server/store/value.h"

/* Holders of a badge that are named; all are counted, but not without end. */
enum { HOLDERS = 20, SCAN_MAX = 100000, CURRENCIES = 8 };

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

	buf_puts(out, "Badges:");
	while (view_badge_next(v, account, b.name, &b) &&
	    b.account == account) {
		buf_putc(out, ' ');
		buf_put_slice(out, b.name);
	}
	buf_puts(out, "\r\n");
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

static void
put_own(struct view *v, uint32_t account, const struct account_rec *a,
    struct buf *out)
{
	unsigned terms = view_terms(v, NULL);

	put_balance(v, account, out);
	if (terms != 0)
		buf_printf(out, "Terms: %u of %u\r\n", (unsigned)a->terms,
		    terms);
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
	info_put(out, "Right", slice_of(right_names[account_right(a.roles)]));
	info_put_time(out, "Created", a.created);
	info_put(out, "Person", a.person);
	put_label(&who, out);
	if (who.user.gone)
		info_put(out, "Gone", SLICE("yes"));
	put_counts(v, &who.user, out);
	put_badges(v, a.id, out);
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
info_badge(struct session *s, struct slice name, struct buf *out)
{
	struct view *v = s->desk->view;
	struct badge b = { .account = 0, .name = SLICE("") };
	struct buf who = BUF_INIT(LIMIT_HEADER);
	uint64_t n = 0, looked = 0;
	int64_t first = INT64_MAX;
	struct account a;

	while (looked++ < SCAN_MAX &&
	    view_badge_next(v, b.account, b.name, &b)) {
		if (!slice_eq(b.name, name))
			continue;
		first = b.time < first ? b.time : first;
		if (n++ < HOLDERS && view_account_by_id(v, b.account, &a))
			buf_printf(&who, " @%.*s", SLICE_ARG(a.name));
	}
	if (n != 0) {
		info_put(out, "Name", name);
		info_put_u64(out, "Holders", n);
		info_put_time(out, "First", first);
		buf_printf(out, "Users:%.*s\r\n", SLICE_ARG(buf_slice(&who)));
	}
	buf_clear(&who);
	return n != 0;
}
