/* Voices in the tables: each is a row, and a sum where it counts. */
#include "server/store/community/question.h"

#include "common/endian.h"
#include "server/store/key.h"

/* --- who follows what ----------------------------------------------------- */

static struct key13
follow_key(int domain, uint64_t id, uint32_t account)
{
	return key_1_8_4((uint8_t)domain, id, account);
}

bool
follow_get(struct txn *t, int domain, uint64_t id, uint32_t account)
{
	struct key13 k = follow_key(domain, id, account);
	struct slice v;

	return txn_get(t, T_FOLLOW, &k, sizeof(k), &v);
}

void
follow_put(struct txn *t, int domain, uint64_t id, uint32_t account)
{
	struct key13 k = follow_key(domain, id, account);

	txn_put(t, T_FOLLOW, &k, sizeof(k), "", 0);
}

uint32_t
follow_next(struct txn *t, int domain, uint64_t id, uint32_t after)
{
	struct key13 k = follow_key(domain, id, after + 1);
	struct cursor c;
	uint32_t account = 0;

	cursor_open(&c, t, T_FOLLOW);
	if (cursor_seek(&c, &k, sizeof(k)) && memcmp(c.key.p, &k, 9) == 0)
		account = get_be32(c.key.p + 9);
	cursor_close(&c);
	return account;
}

static void
follow_del(struct txn *t, int domain, uint64_t id, uint32_t account)
{
	struct key13 k = follow_key(domain, id, account);

	txn_del(t, T_FOLLOW, &k, sizeof(k));
}

void
apply_FOLLOW(struct step *s)
{
	bool on = turns_on(s);
	struct question_rec q;
	uint64_t id;
	enum domain domain = target_domain(s->t, s->e->target, &id);

	if (domain == DOMAIN_ARTICLE)
		id = article_root(s->t, id);
	if (on)
		follow_put(s->t, domain, id, s->account);
	else
		follow_del(s->t, domain, id, s->account);
	if (domain == DOMAIN_ARTICLE && question_find(s->t, id, &q)) {
		q.follows += on ? 1u : -1u;
		question_keep(s, id, &q);
	}
}

/* --- vote ----------------------------------------------------------------- */

/* by: 1 when the vote is given, -1 when it is taken back. */
static void
count_vote(struct step *s, struct mark_rec *m, int32_t value, int by)
{
	struct account_rec a;

	if (value > 0)
		m->up += (uint32_t)by;
	else
		m->down += (uint32_t)by;
	if (account_get(s->t, m->author, &a, NULL)) {
		if (value > 0)
			a.helpful += (uint32_t)by;
		else
			a.unhelpful += (uint32_t)by;
		account_keep(s, m->author, &a);
	}
	if (account_get(s->t, s->account, &a, NULL)) {
		a.given += (uint32_t)by;
		account_keep(s, s->account, &a);
	}
}

/* One more voice of today. */
static void
count_day(struct step *s)
{
	struct account_rec a;

	if (!account_get(s->t, s->account, &a, NULL))
		return;
	account_day(&a, s->time);
	if (a.day_votes != UINT16_MAX)
		a.day_votes++;
	account_put_rec(s->t, s->account, &a);
}

void
apply_VOTE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target);
	struct voice_rec v = { .seq = s->e->seq }, old;
	int64_t value = 0, give = 0, own = 0;
	struct mark_rec m;

	event_arg_i64(s->e->args, "value", &value);
	event_arg_i64(s->e->args, "give", &give);
	event_arg_i64(s->e->args, "own", &own);
	mark_get(s->t, id, &m, NULL);
	if (voice_get(s->t, id, VOICE_VOTE, s->account, &old)) {
		count_vote(s, &m, old.value, -1);
		points_undo(s, m.author, s->account, old.give, old.seq);
		points_undo(s, s->account, 0, old.own, old.seq);
		voice_del(s->t, id, VOICE_VOTE, s->account);
	}
	if (value != 0) {
		v.value = (int32_t)value;
		v.give = (int16_t)give;
		v.own = (int16_t)own;
		voice_put(s->t, id, VOICE_VOTE, s->account, &v);
		count_vote(s, &m, v.value, 1);
		count_day(s);
		points_add(s, m.author, s->account, v.give);
		points_add(s, s->account, 0, v.own);
	}
	mark_keep(s, id, &m);
}

void
apply_SCORE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target), up = 0, down = 0;
	struct account_rec a;
	struct mark_rec m;

	event_arg_u64(s->e->args, "up", &up);
	event_arg_u64(s->e->args, "down", &down);
	mark_get(s->t, id, &m, NULL);
	m.up += (uint32_t)up;
	m.down += (uint32_t)down;
	if (account_get(s->t, m.author, &a, NULL)) {
		a.helpful += (uint32_t)up;
		a.unhelpful += (uint32_t)down;
		account_keep(s, m.author, &a);
	}
	mark_keep(s, id, &m);
}

/* --- me-too and support --------------------------------------------------- */

/* The voice's row; false when it says nothing new. */
static bool
change_voice(struct step *s, uint64_t article, enum voice_kind kind)
{
	struct voice_rec v = { .seq = s->e->seq, .value = 1 }, old;
	bool on = turns_on(s);

	if (voice_get(s->t, article, kind, s->account, &old) == on)
		return false;
	if (on) {
		voice_put(s->t, article, kind, s->account, &v);
		count_day(s);
	} else {
		voice_del(s->t, article, kind, s->account);
	}
	return true;
}

static void
apply_joining(struct step *s, enum voice_kind kind)
{
	uint64_t root = article_root(s->t, target_id(s->t, s->e->target));
	bool on = turns_on(s);
	struct question_rec q;
	struct account_rec a;

	root = question_original(s->t, root, &q);
	if (!change_voice(s, root, kind))
		return;
	if (kind == VOICE_METOO)
		q.metoo += on ? 1u : -1u;
	else
		q.support += on ? 1u : -1u;
	question_keep(s, root, &q);
	if (kind == VOICE_METOO && account_get(s->t, s->account, &a, NULL)) {
		a.metoos += on ? 1u : -1u;
		account_put_rec(s->t, s->account, &a);
	}
	touch(s, DOMAIN_USER, s->account);
}

void
apply_METOO(struct step *s)
{
	apply_joining(s, VOICE_METOO);
}

void
apply_SUPPORT(struct step *s)
{
	apply_joining(s, VOICE_SUPPORT);
}

/* --- thank, rate, dispute ------------------------------------------------- */

void
apply_THANK(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target);
	struct account_rec a;
	struct mark_rec m;

	mark_get(s->t, id, &m, NULL);
	if (!change_voice(s, id, VOICE_THANK))
		return;
	m.thanks++;
	if (account_get(s->t, m.author, &a, NULL)) {
		a.thanks++;
		account_keep(s, m.author, &a);
	}
	mark_keep(s, id, &m);
}

void
apply_RATE(struct step *s)
{
	struct question_rec q;
	uint64_t root, value = 0;

	if (!question_of_target(s, &root, &q))
		return;
	event_arg_u64(s->e->args, "value", &value);
	solutions_rate(s, root, q.rating, -1);
	solutions_rate(s, root, (unsigned)value, 1);
	q.rating = (uint8_t)value;
	q.rated = s->time;
	question_keep(s, root, &q);
}

void
apply_DISPUTE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target);
	bool on = turns_on(s);
	struct mark_rec m;

	mark_get(s->t, id, &m, NULL);
	if (!change_voice(s, id, VOICE_DISPUTE))
		return;
	m.disputes += on ? 1u : -1u;
	if (slice_is(event_arg(s->e->args, "label"), "1"))
		m.bits |= MARK_DISPUTED;
	else
		m.bits &= ~(uint32_t)MARK_DISPUTED;
	mark_keep(s, id, &m);
}
