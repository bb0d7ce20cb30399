/* Amounts in a ledger, which only grows; a balance is the sum of it. */
#include "common/endian.h"
#include "proto/money.h"
#include "server/store/community/people.h"
#include "server/store/community/value.h"
#include "server/store/key.h"

struct ledger_row {
	int64_t amount;
	int64_t time;
};

bool
view_ledger_next(struct view *v, uint32_t account, uint64_t after,
    struct ledger *out)
{
	struct key12 k = key_4_8(account, after + 1);
	struct ledger_row row;
	struct cursor c;
	bool more;

	cursor_open(&c, v->txn, T_LEDGER);
	more = cursor_seek(&c, &k, sizeof(k)) && c.key.len == sizeof(k) &&
	    c.val.len >= sizeof(row);
	if (more) {
		memcpy(&row, c.val.p, sizeof(row));
		*out = (struct ledger){
			.account = get_be32(c.key.p),
			.seq = get_be64(c.key.p + 4),
			.amount = row.amount, .time = row.time,
			.reason = slice_from(c.val, sizeof(row)),
		};
		out->currency = slice_cut(&out->reason, '\t');
	}
	cursor_close(&c);
	return more;
}

int64_t
view_balance(struct view *v, uint32_t account, struct slice currency)
{
	struct ledger l = { .seq = 0 };
	int64_t sum = 0;

	while (view_ledger_next(v, account, l.seq, &l) &&
	    l.account == account)
		if (slice_eq(l.currency, currency))
			sum += l.amount;
	return sum;
}

static bool
currency_valid(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] < 'A' || s.p[i] > 'Z')
			return false;
	return s.len == 3;
}

static enum err
check_amount(struct view *v, const struct decision *d, int64_t amount,
    struct slice currency)
{
	struct buf most = BUF_INIT(64);
	uint32_t limit = policy_of(v, POLICY_CREDIT);
	enum err e = OK;

	if (!d->me->admin && !d->me->system && limit != 0 &&
	    (amount > limit || -amount > (int64_t)limit)) {
		money_put(&most, limit);
		e = err_set(ERR_DENIED, "role: staff writes at most %s at "
		    "once; an admin may more", buf_cstr(&most));
	} else if (amount < 0 &&
	    view_balance(v, d->subject->account, currency) + amount < 0) {
		e = err_set(ERR_STATE, "the account has not that much; XLIST "
		    "ledger shows what it has");
	}
	buf_clear(&most);
	return e;
}

static enum err
put_reason(const struct intent *i, struct decision *d)
{
	if (slice_trim(event_text(i->args)).len == 0)
		return err_arg(":", "say what it is for: credit %.*s "
		    "amount=5.00 currency=EUR :first answer",
		    SLICE_ARG(i->target));
	return put_line(i, "reason", true, d);
}

enum err
decide_CREDIT(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice currency = event_arg(i->args, "currency");
	struct buf text = BUF_INIT(64);
	int64_t amount;
	enum err e;

	if (!money_parse(event_arg(i->args, "amount"), &amount) ||
	    amount == 0)
		return err_arg("amount", "amount= is like 5.00, with two "
		    "digits behind the dot at most; -5.00 takes it off");
	if (!currency_valid(currency))
		return err_arg("currency", "currency= has three letters, like "
		    "EUR");
	if (d->subject->user.gone)
		return err_set(ERR_STATE, "the account was ended");
	if (d->me->id != 0 && d->me->id == d->subject->account)
		return err_set(ERR_DENIED, "own: nobody credits himself; ask "
		    "a colleague");
	e = check_amount(v, d, amount, currency);
	if (e == OK) {
		buf_put_slice(&d->target, i->target);
		money_put(&text, amount);
		event_put_arg(&d->args, "amount", buf_slice(&text));
		event_put_arg(&d->args, "currency", currency);
		e = put_reason(i, d);
	}
	buf_clear(&text);
	return e;
}

void
apply_CREDIT(struct step *s)
{
	uint32_t id = account_id(s->t, slice_from(s->e->target, 1));
	struct key12 k = key_4_8(id, s->e->seq);
	struct ledger_row row = { .time = s->time };
	struct buf b = BUF_INIT(LIMIT_LINE * 2);

	if (id == 0 ||
	    !money_parse(event_arg(s->e->args, "amount"), &row.amount))
		return;
	buf_put(&b, &row, sizeof(row));
	buf_put_slice(&b, event_arg(s->e->args, "currency"));
	buf_putc(&b, '\t');
	text_unescape(&b, event_text(s->e->args));
	txn_put(s->t, T_LEDGER, &k, sizeof(k), b.p, b.len);
	touch(s, DOMAIN_USER, id);
	buf_clear(&b);
}
