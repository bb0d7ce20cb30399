/* Sanctions and watched words, in the tables. */
#include "proto/date.h"
#include "server/store/community/decide_order.h"
#include "server/store/community/sanction.h"

static uint32_t
target_account(const struct step *s)
{
	return account_id(s->t, slice_from(s->e->target, 1));
}

static void
keep(struct step *s, uint32_t account, const struct account_rec *rec)
{
	account_keep(s, account, rec);
	modlog_put(s);
}

void
apply_WARN(struct step *s)
{
	uint32_t id = target_account(s);
	struct account_rec rec;

	if (!account_get(s->t, id, &rec, NULL))
		return;
	rec.warned++;
	keep(s, id, &rec);
}

/* It counts for the trust that is lost by it. */
static void
bind(struct step *s, enum sanction_kind kind)
{
	struct sanction sanction = { .kind = kind, .seq = s->e->seq,
		.scope = event_arg(s->e->args, "scope") };
	uint32_t id = target_account(s);
	struct account_rec rec;

	if (!account_get(s->t, id, &rec, NULL) || !date_parse_rfc3339(
	    event_arg(s->e->args, "until"), &sanction.until))
		return;
	if (sanction.scope.p != NULL)
		sanction_put(s->t, id, s->time, &sanction);
	else if (kind == SANCTION_SUSPEND)
		rec.suspended = sanction.until;
	else
		rec.silenced = sanction.until;
	rec.sanctions++;
	keep(s, id, &rec);
}

void
apply_SILENCE(struct step *s)
{
	bind(s, SANCTION_SILENCE);
}

void
apply_SUSPEND(struct step *s)
{
	bind(s, SANCTION_SUSPEND);
}

static void
drop_appeal(struct step *s, uint32_t account)
{
	int64_t since;

	if (queue_seek(s->t, QUEUE_APPEAL, account, &since))
		queue_del(s->t, QUEUE_APPEAL, since, account);
}

/* What is appealed against may be what is left. */
void
apply_LIFT(struct step *s)
{
	struct slice scope = event_arg(s->e->args, "scope");
	uint32_t id = target_account(s);
	struct sanction left = { 0 };
	struct account_rec rec;

	if (!account_get(s->t, id, &rec, NULL))
		return;
	sanction_lift(s->t, id, scope);
	if (scope.p == NULL)
		rec.silenced = rec.suspended = 0;
	if (rec.silenced <= s->time && rec.suspended <= s->time &&
	    !sanction_next(s->t, id, s->time, &left))
		drop_appeal(s, id);
	keep(s, id, &rec);
}

void
apply_APPEAL(struct step *s)
{
	uint32_t id = target_account(s);

	queue_put(s->t, QUEUE_APPEAL, s->time, id, s->e->seq);
	touch(s, DOMAIN_USER, id);
}

void
apply_WORD(struct step *s)
{
	struct slice word = slice_from(s->e->target, sizeof("word:") - 1);
	uint64_t on = 0;

	event_arg_u64(s->e->args, "value", &on);
	if (on != 0)
		txn_put(s->t, T_WORD, word.p, word.len, "", 0);
	else
		txn_del(s->t, T_WORD, word.p, word.len);
	words_forget(txn_db(s->t));
}
