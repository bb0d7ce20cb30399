/* Accounts, and what they have: badges, a ledger, points by period, marks. */
#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/numset.h"
#include "common/xalloc.h"
#include "proto/account.h"
#include "proto/money.h"
#include "proto/span.h"
#include "proto/wildmat.h"
#include "server/cmd/list_kind.h"
#include "server/cmd/sees.h"
#include "server/store/community/order.h"
#include "server/store/community/value.h"

#define KEY(id) (1ull << QUERY_##id)

/* --- user ----------------------------------------------------------------- */

static enum err
begin_user(struct list *l, struct view *v, struct slice after)
{
	return list_plan_begin(l, v, after, PLAN_USERS);
}

static void
put_badges(struct row *r, struct view *v, uint32_t account)
{
	struct badge b = { .name = SLICE("") };
	struct buf all = BUF_INIT(LIMIT_HEADER);

	while (view_badge_next(v, account, b.name, &b) &&
	    b.account == account) {
		if (all.len != 0)
			buf_putc(&all, ',');
		buf_put_slice(&all, b.name);
	}
	row_put(r, buf_slice(&all));
	buf_clear(&all);
}

/* Until when; empty when it is over. */
static void
put_until(const struct list *l, struct row *r, int64_t until)
{
	if (until > l->now)
		row_put_time(r, until);
	else
		row_put(r, SLICE(""));
}

/* Where else something binds it, a wildmat after the other. */
static void
put_bound(const struct list *l, struct row *r, struct view *v,
    uint32_t account)
{
	struct buf all = BUF_INIT(LIMIT_HEADER);
	struct sanction at = { .scope = { NULL, 0 } };

	while (view_sanction_next(v, account, l->now, &at)) {
		if (!sees_scope(l->session, at.scope))
			continue;
		if (all.len != 0)
			buf_putc(&all, ' ');
		buf_put_slice(&all, at.scope);
	}
	row_put(r, buf_slice(&all));
	buf_clear(&all);
}

static enum list_step
next_user(struct list *l, struct view *v)
{
	struct row *r = &l->row;
	struct subject s;
	enum list_step step = list_plan_next(l, v, &s);
	const struct account_rec *a = &s.user;
	struct buf roles = BUF_INIT(LIMIT_HEADER);

	if (step != LIST_ROW)
		return step;
	row_put(r, s.name);
	sees_roles(l->session, s.name, s.roles, &roles);
	row_put(r, buf_slice(&roles));
	row_put_time(r, a->created);
	row_put(r, s.person);
	row_put_i64(r, a->points);
	row_put_u64(r, a->trust);
	row_put(r, slice_of(rank_name(view_rank(v, a))));
	row_put_u64(r, contributions(a));
	row_put_u64(r, a->solved);
	row_put_u64(r, a->replies);
	row_put_u64(r, a->threads);
	row_put_u64(r, a->helpful);
	row_put_u64(r, a->given);
	row_put_u64(r, a->thanks);
	put_badges(r, v, s.account);
	put_until(l, r, a->silenced);
	put_until(l, r, a->suspended);
	put_bound(l, r, v, s.account);
	buf_clear(&roles);
	return LIST_ROW;
}

const struct list_kind list_kind_user = {
	.name = "user",
	.columns = "name roles created person points trust rank "
	    "contributions solved answers questions helpful given thanks "
	    "badges silenced suspended bound",
	.domains = QUERY_OF_USER,
	.begin = begin_user,
	.next = next_user,
	.token = list_plan_token,
	.end = list_plan_end,
};

/* --- whose ---------------------------------------------------------------- */

/* The account that "by:@anna" names; 0 when nobody is named. */
static enum err
take_by(struct list *l, struct view *v, uint32_t *out)
{
	const struct query_term *t = query_get(&l->query, QUERY_BY);
	struct account a;

	*out = 0;
	if (t == NULL)
		return OK;
	if (t->cmp != CMP_EQ || !slice_starts(t->value, "@"))
		return err_arg("by", "by: is an account, like @anna");
	if (!view_account(v, slice_from(t->value, 1), &a))
		return err_set(ERR_NOTFOUND, "no such account; XLIST user "
		    "shows whom there is");
	*out = a.id;
	return OK;
}

/* "account.rest" */
static enum err
take_token(struct slice after, uint32_t *account, struct slice *rest)
{
	struct slice id = slice_cut(&after, '.');
	uint64_t n;

	if (!slice_u64(id, &n) || n > UINT32_MAX)
		return err_arg("after",
		    "after: is what #more of this list said");
	*account = (uint32_t)n;
	*rest = after;
	return OK;
}

/* --- badge ---------------------------------------------------------------- */

/* l->board is the account it stands at, l->at the one it is about, or 0. */
static enum err
begin_badge(struct list *l, struct view *v, struct slice after)
{
	uint32_t only;
	struct slice name = SLICE("");
	enum err e = take_by(l, v, &only);

	l->board = only;
	l->at = only;
	if (e == OK && after.p != NULL)
		e = take_token(after, &l->board, &name);
	if (e == OK && (name.len > LIMIT_THING_NAME ||
	    !slice_copy(name, l->after, sizeof(l->after))))
		e = err_arg("after", "after: is what #more said");
	return e;
}

static bool
is_named(struct slice names, struct slice name)
{
	struct slice one;

	while (query_next_value(&names, &one))
		if (slice_eq(one, name))
			return true;
	return false;
}

static enum list_step
next_badge(struct list *l, struct view *v)
{
	const struct query_term *t = query_get(&l->query, QUERY_BADGE);
	struct badge b;

	if (!view_badge_next(v, l->board, slice_of(l->after), &b) ||
	    (l->at != 0 && b.account != l->at))
		return LIST_END;
	l->board = b.account;
	slice_copy(b.name, l->after, sizeof(l->after));
	if (t != NULL && is_named(t->value, b.name) == t->negated)
		return LIST_SKIP;
	row_put(&l->row, b.name);
	list_put_account(&l->row, v, b.account);
	row_put_time(&l->row, b.time);
	row_put_u64(&l->row, b.seq);
	return LIST_ROW;
}

static void
token_badge(const struct list *l, struct buf *out)
{
	buf_printf(out, "%lu.%s", (unsigned long)l->board, l->after);
}

const struct list_kind list_kind_badge = {
	.name = "badge",
	.columns = "badge user time seq",
	.keys = KEY(BY) | KEY(BADGE) | KEY(LIMIT) | KEY(AFTER) | KEY(COLS),
	.takes = "by:@NAME badge:NAME limit: after: cols:",
	.begin = begin_badge,
	.next = next_badge,
	.token = token_badge,
};

/* --- ledger --------------------------------------------------------------- */

/* Who writes there may read all of it; others what is theirs. */
static bool
reads_ledger(struct list *l)
{
	const struct actor *me = sees_me(l->session);

	return me->admin || account_is_staff(me->roles);
}

static enum err
begin_ledger(struct list *l, struct view *v, struct slice after)
{
	const struct actor *me = sees_me(l->session);
	struct slice seq = SLICE("0");
	uint32_t only;
	enum err e = take_by(l, v, &only);

	if (e != OK)
		return e;
	if (!reads_ledger(l)) {
		if (only != 0 && only != me->id)
			return err_set(ERR_DENIED, "role: your own ledger is "
			    "what you may see; staff sees all");
		only = me->id != 0 ? me->id : UINT32_MAX;
	}
	l->board = only;
	if (after.p != NULL)
		e = take_token(after, &l->board, &seq);
	if (e == OK && !slice_u64(seq, &l->at))
		e = err_arg("after", "after: is what #more said");
	if (e == OK && only != 0 && l->board != only)
		e = err_arg("after", "after: is of another list");
	snprintf(l->after, sizeof(l->after), "%lu", (unsigned long)only);
	return e;
}

static enum list_step
next_ledger(struct list *l, struct view *v)
{
	struct buf amount = BUF_INIT(64);
	struct ledger e;

	if (!view_ledger_next(v, l->board, l->at, &e) ||
	    (l->after[0] != '0' && e.account != l->board))
		return LIST_END;
	l->board = e.account;
	l->at = e.seq;
	money_put(&amount, e.amount);
	row_put_u64(&l->row, e.seq);
	row_put_time(&l->row, e.time);
	list_put_account(&l->row, v, e.account);
	row_put(&l->row, buf_slice(&amount));
	row_put(&l->row, e.currency);
	row_put(&l->row, e.reason);
	buf_clear(&amount);
	return LIST_ROW;
}

static void
token_ledger(const struct list *l, struct buf *out)
{
	buf_printf(out, "%lu.%llu", (unsigned long)l->board,
	    (unsigned long long)l->at);
}

const struct list_kind list_kind_ledger = {
	.name = "ledger",
	.columns = "seq time user amount currency reason",
	.keys = KEY(BY) | KEY(LIMIT) | KEY(AFTER) | KEY(COLS),
	.takes = "by:@NAME limit: after: cols:",
	.right = RIGHT_POST,
	.begin = begin_ledger,
	.next = next_ledger,
	.token = token_ledger,
};

/* --- read ----------------------------------------------------------------- */

static enum list_step
next_read(struct list *l, struct view *v)
{
	const struct query_term *t = query_get(&l->query, QUERY_BOARD);
	struct numset set = { 0 };
	struct slice marks;
	struct board b;
	uint64_t read;

	l->at = view_read_next(v, sees_me(l->session)->id, (uint32_t)l->at,
	    &marks);
	if (l->at == 0)
		return LIST_END;
	if (!view_board_by_id(v, (uint32_t)l->at, &b) ||
	    !sees_board(l->session, &b) ||
	    (t != NULL && !wildmat_match(t->value, b.name)))
		return LIST_SKIP;
	numset_parse(&set, marks);
	read = numset_count(&set, b.low, b.high);
	numset_clear(&set);
	row_put(&l->row, b.name);
	row_put(&l->row, marks);
	row_put_u64(&l->row, b.count > read ? b.count - read : 0);
	return LIST_ROW;
}

const struct list_kind list_kind_read = {
	.name = "read",
	.columns = "board read unread",
	.keys = KEY(BOARD) | KEY(LIMIT) | KEY(AFTER) | KEY(COLS),
	.takes = "board:WILDMAT limit: after: cols:",
	.right = RIGHT_POST,
	.begin = list_begin_at,
	.next = next_read,
	.token = list_token_at,
};

/* --- leader --------------------------------------------------------------- */

/* Points of a period by account, added up first, then put in order. */
struct leaders {
	uint32_t day, account;	/* where it stands */
	uint32_t until;		/* day behind the last one */
	size_t n, at, place;
	bool sorted;
	struct leader {
		uint32_t account;
		int32_t points;
	} *of;			/* of account i + 1, until it is sorted */
};

static void
end_leader(struct list *l)
{
	if (l->leaders != NULL)
		free(l->leaders->of);
	free(l->leaders);
	l->leaders = NULL;
}

static enum err
begin_leader(struct list *l, struct view *v, struct slice after)
{
	const struct query_term *until = query_get(&l->query, QUERY_UNTIL);
	struct leaders *x;
	int64_t end = l->now + 1;
	uint64_t skip = 0;

	(void)v;
	if (until != NULL && (until->cmp != CMP_EQ ||
	    !span_time(until->value, l->now, &end)))
		return err_arg("until", "until: is %s",
		    query_type_form(QUERY_TYPE_TIME));
	if (after.p != NULL && !slice_u64(after, &skip))
		return err_arg("after", "after: is what #more said");
	l->leaders = x = xcalloc(1, sizeof(*x));
	x->day = l->since > 0 ? (uint32_t)(l->since / DAY_S) : 0;
	x->until = end > 0 ? (uint32_t)((end + DAY_S - 1) / DAY_S) : 0;
	x->at = (size_t)skip;
	return OK;
}

static void
add_points(struct leaders *x, uint32_t account, int32_t points)
{
	size_t n = x->n;

	if (account > x->n) {
		x->n = account + account / 2;
		x->of = xrealloc(x->of, x->n * sizeof(*x->of));
		memset(x->of + n, 0, (x->n - n) * sizeof(*x->of));
	}
	x->of[account - 1].account = account;
	x->of[account - 1].points += points;
}

/* Who left has no place. */
static bool
has_place(struct view *v, uint32_t account)
{
	struct subject s;

	return view_subject_user(v, account, &s) && !s.user.gone;
}

static int
compare(const void *a, const void *b)
{
	const struct leader *x = a, *y = b;

	if (x->points != y->points)
		return x->points < y->points ? 1 : -1;
	return (x->account > y->account) - (x->account < y->account);
}

/* Equal points share the place of the first of them. */
static void
sort_leaders(struct leaders *x)
{
	size_t first = x->at;

	if (x->n != 0)
		qsort(x->of, x->n, sizeof(*x->of), compare);
	x->sorted = true;
	if (x->at >= x->n)
		return;
	while (first > 0 && x->of[first - 1].points == x->of[x->at].points)
		first--;
	x->place = first + 1;
}

static enum list_step
next_leader(struct list *l, struct view *v)
{
	struct leaders *x = l->leaders;
	struct subject s;
	int32_t n;

	if (!x->sorted && view_earned_next(v, &x->day, &x->account, &n) &&
	    x->day < x->until) {
		if (has_place(v, x->account))
			add_points(x, x->account, n);
		return LIST_SKIP;
	}
	if (!x->sorted)
		sort_leaders(x);
	if (x->at >= x->n || x->of[x->at].points <= 0)
		return LIST_END;
	n = x->of[x->at].points;
	if (x->at == 0 || n != x->of[x->at - 1].points)
		x->place = x->at + 1;
	if (!view_subject_user(v, x->of[x->at++].account, &s) || s.user.gone)
		return LIST_SKIP;
	row_put_u64(&l->row, x->place);
	list_put_account(&l->row, v, s.account);
	row_put_i64(&l->row, n);
	row_put_u64(&l->row, s.user.trust);
	row_put(&l->row, slice_of(rank_name(view_rank(v, &s.user))));
	return LIST_ROW;
}

static void
token_leader(const struct list *l, struct buf *out)
{
	buf_put_u64(out, l->leaders->at);
}

const struct list_kind list_kind_leader = {
	.name = "leader",
	.columns = "place user points trust rank",
	.keys = KEY(SINCE) | KEY(UNTIL) | KEY(LIMIT) | KEY(AFTER) | KEY(COLS),
	.takes = "since: until: (whole days) limit: after: cols:",
	.begin = begin_leader,
	.next = next_leader,
	.token = token_leader,
	.end = end_leader,
};
