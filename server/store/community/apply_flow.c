/* Claims, escalations and the states of ideas in the tables. */
#include "server/store/community/question.h"

#include <stdio.h>

#include "common/endian.h"
#include "server/store/key.h"

/* --- claims --------------------------------------------------------------- */

unsigned
claims_of(struct txn *t, uint32_t account, int64_t now)
{
	struct key12 k = key_4_8(account, 0);
	struct cursor c;
	int64_t until;
	unsigned n = 0;
	bool more;

	cursor_open(&c, t, T_CLAIM);
	for (more = cursor_seek(&c, &k, sizeof(k));
	    more && memcmp(c.key.p, k.b, 4) == 0; more = cursor_next(&c)) {
		if (c.val.len != sizeof(until))
			continue;
		memcpy(&until, c.val.p, sizeof(until));
		n += until > now;
	}
	cursor_close(&c);
	return n;
}

static void
unclaim(struct txn *t, uint64_t root, struct question_rec *q)
{
	struct key12 k = key_4_8(q->claimer, root);

	if (q->claimer != 0)
		txn_del(t, T_CLAIM, &k, sizeof(k));
	q->claimer = 0;
	q->claimed = 0;
}

void
claim_end(struct step *s, uint64_t root, struct question_rec *q)
{
	unclaim(s->t, root, q);
}

void
question_expire(struct txn *t, uint64_t root)
{
	struct question_rec q;

	if (!question_get(t, root, &q, NULL))
		return;
	unclaim(t, root, &q);
	if (q.state == STATE_OPEN || q.state == STATE_ANSWERED ||
	    q.state == STATE_ESCALATED || q.state == STATE_NEEDSINFO) {
		q.state = STATE_ARCHIVED;
		q.paused = 0;
	}
	q.due = 0;
	q.flags &= ~(uint32_t)QUESTION_STALE;
	question_put(t, root, &q, slice_make(NULL, 0));
}

void
claim_move(struct step *s, uint64_t from, uint64_t to,
    const struct question_rec *q)
{
	struct key12 old = key_4_8(q->claimer, from);
	struct key12 now = key_4_8(q->claimer, to);

	if (q->claimer == 0)
		return;
	txn_del(s->t, T_CLAIM, &old, sizeof(old));
	txn_put(s->t, T_CLAIM, &now, sizeof(now), &q->claimed,
	    sizeof(q->claimed));
}

void
apply_CLAIM(struct step *s)
{
	struct question_rec q;
	struct key12 k;
	uint64_t root, until = 0;

	if (!question_of_target(s, &root, &q))
		return;
	event_arg_u64(s->e->args, "until", &until);
	claim_end(s, root, &q);
	q.claimer = s->account;
	q.claimed = (int64_t)until;
	k = key_4_8(s->account, root);
	txn_put(s->t, T_CLAIM, &k, sizeof(k), &q.claimed, sizeof(q.claimed));
	question_keep(s, root, &q);
}

void
apply_RELEASE(struct step *s)
{
	struct question_rec q;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	claim_end(s, root, &q);
	question_keep(s, root, &q);
}

static uint32_t
account_of(struct step *s, const char *key)
{
	return account_id(s->t,
	    slice_from(event_arg(s->e->args, key), 1));
}

void
apply_ASSIGN(struct step *s)
{
	struct question_rec q;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	q.assignee = account_of(s, "to");
	question_keep(s, root, &q);
}

/* --- escalate, needinfo, nudge -------------------------------------------- */

static void
put_turn(struct step *s, uint32_t account)
{
	struct slice role = event_arg(s->e->args, "role");
	unsigned char val[4];
	char key[32];

	snprintf(key, sizeof(key), "turn/%.*s", SLICE_ARG(role));
	put_be32(val, account);
	txn_put(s->t, T_PROP, key, strlen(key), val, sizeof(val));
}

void
apply_ESCALATE(struct step *s)
{
	uint32_t to = account_of(s, "to");
	struct question_rec q;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	if (q.escalated == 0)
		q.escalated = s->time;
	if (q.level != UINT8_MAX)
		q.level++;
	if (to != 0) {
		q.assignee = to;
		if (event_arg(s->e->args, "role").p != NULL)
			put_turn(s, to);
	}
	question_enter(s, &q, STATE_ESCALATED);
	question_keep(s, root, &q);
}

void
apply_NEEDINFO(struct step *s)
{
	struct question_rec q;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	q.before = q.state;
	question_enter(s, &q, STATE_NEEDSINFO);
	question_keep(s, root, &q);
}

void
apply_NUDGE(struct step *s)
{
	struct question_rec q;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	if (event_arg(s->e->args, "stale").len != 0)
		q.flags |= QUESTION_STALE;
	question_keep(s, root, &q);
}

/* --- ideas ---------------------------------------------------------------- */

static void
enter_idea(struct step *s, enum question_state to)
{
	struct question_rec q;
	int64_t give = 0;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	question_enter(s, &q, to);
	question_keep(s, root, &q);
	event_arg_i64(s->e->args, "give", &give);
	points_award(s, q.asker, (int)give);
}

void
apply_REVIEW(struct step *s)
{
	enter_idea(s, STATE_REVIEW);
}

void
apply_STATUS(struct step *s)
{
	enter_idea(s,
	    question_state_find(event_arg(s->e->args, "value")));
}
