/* Flags in the tables, and who waits for a moderator's word about them. */
#include "server/store/community/decide_order.h"
#include "server/store/key.h"

/* --- rows ----------------------------------------------------------------- */

bool
flag_get(struct txn *t, uint64_t article, uint32_t account,
    struct flag_rec *rec)
{
	struct key12 k = key_8_4(article, account);
	struct slice v;

	if (!txn_get(t, T_FLAG, &k, sizeof(k), &v) || v.len < sizeof(*rec))
		return false;
	memcpy(rec, v.p, sizeof(*rec));
	return true;
}

static void
flag_put(struct txn *t, uint64_t article, uint32_t account,
    const struct flag_rec *rec, struct slice reason, struct slice text)
{
	struct key12 k = key_8_4(article, account);
	struct buf b = BUF_INIT(LIMIT_HEADER);

	buf_put(&b, rec, sizeof(*rec));
	buf_put_slice(&b, reason);
	buf_putc(&b, '\t');
	buf_put_slice(&b, text);
	txn_put(t, T_FLAG, &k, sizeof(k), b.p, b.len);
	buf_clear(&b);
}

bool
flag_next(struct txn *t, struct flag_row *at)
{
	struct view v = { .txn = t };

	return view_flag_next(&v, at);
}

/* --- flags ---------------------------------------------------------------- */

void
apply_FLAG(struct step *s)
{
	struct slice reason = event_arg(s->e->args, "reason");
	struct slice text = event_text(s->e->args);
	uint64_t id = target_id(s->t, s->e->target);
	struct flag_rec flag = { .seq = s->e->seq, .time = s->time };
	struct account_rec me;
	struct mark_rec m;

	mark_get(s->t, id, &m, NULL);
	flag_put(s->t, id, s->account, &flag, reason, text);
	m.open_flags++;
	m.all_flags++;
	if (m.queued == 0) {
		m.queued = (uint32_t)s->time;
		queue_put(s->t, QUEUE_FLAGGED, s->time, id, s->e->seq);
	}
	mark_keep(s, id, &m);
	if (!account_get(s->t, s->account, &me, NULL))
		return;
	account_day(&me, s->time);
	me.flagged++;
	me.day_flags++;
	account_keep(s, s->account, &me);
}

/* Whoever flagged it was right. */
static void
reward(struct step *s, uint32_t account)
{
	struct account_rec rec;
	uint64_t give = 0, most = 0;

	if (!account_get(s->t, account, &rec, NULL))
		return;
	account_day(&rec, s->time);
	rec.upheld++;
	account_keep(s, account, &rec);
	event_arg_u64(s->e->args, "give", &give);
	event_arg_u64(s->e->args, "cap", &most);
	points_add_most(s, account, (int)give, (uint32_t)most);
}

static void
flag_close(struct step *s, struct flag_row *f, enum flag_state state)
{
	struct buf reason = BUF_INIT(LIMIT_LINE), text = BUF_INIT(LIMIT_HEADER);
	int64_t took = s->time - f->rec.time;

	buf_put_slice(&reason, f->reason);
	buf_put_slice(&text, f->text);
	f->rec.state = (uint32_t)state;
	f->rec.took = took > 0 ? (uint32_t)took : 0;
	flag_put(s->t, f->article, f->account, &f->rec, buf_slice(&reason),
	    buf_slice(&text));
	buf_clear(&reason);
	buf_clear(&text);
}

void
flags_close(struct step *s, uint64_t article, enum flag_state state)
{
	struct flag_row f = { .article = article };
	struct mark_rec m;

	while (flag_next(s->t, &f) && f.article == article) {
		if (f.rec.state != FLAG_OPEN)
			continue;
		flag_close(s, &f, state);
		if (state == FLAG_UPHELD)
			reward(s, f.account);
	}
	if (!mark_known(s->t, article) ||
	    !mark_get(s->t, article, &m, NULL))
		return;
	if (m.queued != 0)
		queue_del(s->t, QUEUE_FLAGGED, m.queued, article);
	m.queued = 0;
	m.open_flags = 0;
	mark_keep(s, article, &m);
}

void
order_forget(struct txn *t, uint64_t article)
{
	struct mark_rec m;
	int64_t since;

	if (queue_seek(t, QUEUE_ALARM, article, &since))
		queue_del(t, QUEUE_ALARM, since, article);
	if (!mark_known(t, article) || !mark_get(t, article, &m, NULL) ||
	    m.queued == 0)
		return;
	queue_del(t, QUEUE_FLAGGED, m.queued, article);
	m.queued = 0;
	mark_put(t, article, &m, slice_make(NULL, 0));
}
