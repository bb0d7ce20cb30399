/* Solutions, what experts say of answers, and duplicates in the tables. */
#include "server/store/community/question.h"

#include "common/endian.h"
#include "server/store/key.h"

/* --- solve ---------------------------------------------------------------- */

static void
count_solved(struct step *s, uint32_t author, int by)
{
	struct account_rec a;

	if (!account_get(s->t, author, &a, NULL))
		return;
	a.solved += (uint32_t)by;
	account_keep(s, author, &a);
}

/* What the asker said of the question is said of who solved it. */
static void
count_rating(struct step *s, uint32_t author, unsigned rating, int by)
{
	struct account_rec a;

	if (rating == 0 || !account_get(s->t, author, &a, NULL))
		return;
	a.rated += (uint32_t)by;
	a.stars += (uint32_t)(by * (int)rating);
	account_keep(s, author, &a);
}

void
solutions_rate(struct step *s, uint64_t root, unsigned rating, int by)
{
	struct solution_rec rec;
	struct mark_rec m;
	uint64_t id = 0;

	while ((id = solution_next(s->t, root, id)) != 0)
		if (solution_get(s->t, root, id, &rec) && rec.counted &&
		    mark_get(s->t, id, &m, NULL))
			count_rating(s, m.author, rating, by);
}

void
apply_SOLVE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target), root;
	int64_t give = 0, own = 0;
	struct solution_rec rec = { .seq = s->e->seq };
	struct question_rec q;
	struct mark_rec m;

	if (!question_of_target(s, &root, &q))
		return;
	event_arg_i64(s->e->args, "give", &give);
	event_arg_i64(s->e->args, "own", &own);
	mark_get(s->t, id, &m, NULL);
	rec.by = s->account != 0 ? s->account : q.asker;
	rec.give = (int16_t)give;
	rec.own = (int16_t)own;
	rec.counted = m.author != q.asker;
	solution_put(s->t, root, id, &rec);
	m.bits |= MARK_SOLUTION;
	if (q.solutions++ == 0) {
		q.solved = s->time;
		q.solved_roles = m.who;
		question_enter(s, &q, STATE_SOLVED);
		claim_end(s, root, &q);
	}
	mark_keep(s, id, &m);
	question_keep(s, root, &q);
	if (rec.counted) {
		count_solved(s, m.author, 1);
		count_rating(s, m.author, q.rating, 1);
	}
	points_award(s, m.author, rec.give);
	points_award(s, rec.by, rec.own);
}

void
solution_end(struct step *s, uint64_t root, uint64_t id,
    struct question_rec *q)
{
	struct solution_rec rec;
	struct mark_rec m;

	if (!solution_get(s->t, root, id, &rec))
		return;
	solution_del(s->t, root, id);
	mark_get(s->t, id, &m, NULL);
	m.bits &= ~(uint32_t)MARK_SOLUTION;
	mark_keep(s, id, &m);
	if (rec.counted) {
		count_solved(s, m.author, -1);
		count_rating(s, m.author, q->rating, -1);
	}
	points_award(s, m.author, -rec.give);
	points_award(s, rec.by, -rec.own);
	if (--q->solutions != 0)
		return;
	q->solved = 0;
	q->solved_roles = 0;
	/* Whatever solves it next is rated by itself. */
	q->rating = 0;
	q->rated = 0;
	if (q->state == STATE_SOLVED)
		question_enter(s, q, question_rest(q));
	else if (q->before == STATE_SOLVED)
		q->before = (uint8_t)question_rest(q);
}

void
answers_join(struct step *s, const struct question_rec *old,
    struct question_rec *q)
{
	if (q->answer != 0 || old->answer == 0)
		return;
	q->answer = old->answer;
	q->answered = old->answered;
	q->answered_roles = old->answered_roles;
	if (q->state == STATE_OPEN)
		question_enter(s, q, STATE_ANSWERED);
}

void
solutions_join(struct step *s, uint64_t from, struct question_rec *old,
    uint64_t into, struct question_rec *q)
{
	struct solution_rec rec;
	struct mark_rec m;
	uint64_t id = 0;

	solutions_rate(s, from, old->rating, -1);
	while ((id = solution_next(s->t, from, id)) != 0) {
		solution_get(s->t, from, id, &rec);
		solution_del(s->t, from, id);
		solution_put(s->t, into, id, &rec);
		if (rec.counted && mark_get(s->t, id, &m, NULL))
			count_rating(s, m.author, q->rating, 1);
		q->solutions++;
	}
	if (old->solutions != 0 && q->solved == 0) {
		q->solved = old->solved;
		q->solved_roles = old->solved_roles;
		question_enter(s, q, STATE_SOLVED);
		claim_end(s, into, q);
	}
	old->solutions = 0;
}

void
apply_UNSOLVE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target), root;
	struct question_rec q;

	if (!question_of_target(s, &root, &q))
		return;
	solution_end(s, root, id, &q);
	question_keep(s, root, &q);
}

void
apply_REOPEN(struct step *s)
{
	struct question_rec q;
	uint64_t root, id = 0;

	if (!question_of_target(s, &root, &q))
		return;
	while ((id = solution_next(s->t, root, id)) != 0)
		solution_end(s, root, id, &q);
	if (q.state == STATE_ARCHIVED)
		question_enter(s, &q, question_rest(&q));
	question_keep(s, root, &q);
}

/* --- verify, obsolete ----------------------------------------------------- */

static void
set_bits(struct step *s, uint32_t on, uint32_t off)
{
	uint64_t id = target_id(s->t, s->e->target);
	struct mark_rec m;

	mark_get(s->t, id, &m, NULL);
	m.bits = (m.bits & ~off) | on;
	m.verified = (on & MARK_VERIFIED) != 0 ? s->time : 0;
	mark_keep(s, id, &m);
}

void
apply_VERIFY(struct step *s)
{
	set_bits(s, MARK_VERIFIED, MARK_OBSOLETE);
}

void
apply_OBSOLETE(struct step *s)
{
	set_bits(s, MARK_OBSOLETE, MARK_VERIFIED);
}

/* --- advise --------------------------------------------------------------- */

/* bits: what it advises now, none when its author took it back. */
static void
set_advice(struct step *s, struct mark_rec *m, uint32_t bits)
{
	struct account_rec a;
	bool was = (m->bits & MARK_AGAINST) != 0;
	bool is = (bits & MARK_AGAINST) != 0;

	m->bits = (m->bits & ~(uint32_t)(MARK_AGAINST | MARK_FOR)) | bits;
	if (was == is || !account_get(s->t, m->author, &a, NULL))
		return;
	a.advised += is ? 1u : -1u;
	account_keep(s, m->author, &a);
}

void
answer_leave(struct step *s, uint64_t root, uint64_t article,
    struct question_rec *q)
{
	struct mark_rec m;

	solution_end(s, root, article, q);
	if (!mark_get(s->t, article, &m, NULL) ||
	    (m.bits & (MARK_AGAINST | MARK_FOR)) == 0)
		return;
	set_advice(s, &m, 0);
	mark_keep(s, article, &m);
}

void
apply_ADVISE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target);
	struct slice value = event_arg(s->e->args, "value");
	struct mark_rec m;

	mark_get(s->t, id, &m, NULL);
	set_advice(s, &m, slice_is(value, "against") ? MARK_AGAINST :
	    slice_is(value, "for") ? MARK_FOR : 0);
	mark_keep(s, id, &m);
}

/* --- duplicates ----------------------------------------------------------- */

/* Two questions that become one, or are two again. */
struct pair {
	uint64_t dup, of;
	struct question_rec *q;		/* of the original */
	enum voice_kind kind;
	uint32_t asker;			/* of the duplicate */
	uint64_t seq;			/* event that joined them */
};

static void
count_voice(struct pair *p, uint32_t by)
{
	if (p->kind == VOICE_METOO)
		p->q->metoo += by;
	else
		p->q->support += by;
}

static void
lend_voice(struct step *s, struct pair *p, uint32_t account)
{
	struct voice_rec v = { .seq = p->seq, .value = 1 }, old;

	if (account == 0 || account == p->q->asker ||
	    voice_get(s->t, p->of, p->kind, account, &old))
		return;
	voice_put(s->t, p->of, p->kind, account, &v);
	count_voice(p, 1);
}

/* Who said so of the original as well keeps that. */
static void
return_voice(struct step *s, struct pair *p, uint32_t account)
{
	struct voice_rec v;

	if (account == 0 ||
	    !voice_get(s->t, p->of, p->kind, account, &v) || v.seq != p->seq)
		return;
	voice_del(s->t, p->of, p->kind, account);
	count_voice(p, -1u);
}

/* The asker has the same problem; all who have it count for the original. */
static void
each_voice(struct step *s, struct pair *p,
    void (*fn)(struct step *s, struct pair *p, uint32_t account))
{
	uint32_t account = 0;

	while ((account = voice_next(s->t, p->dup, p->kind, account)) != 0)
		fn(s, p, account);
	fn(s, p, p->asker);
}

static void
lend_followers(struct step *s, struct pair *p)
{
	uint32_t account = 0;

	while ((account = follow_next(s->t, DOMAIN_ARTICLE, p->dup,
	    account)) != 0) {
		if (follow_get(s->t, DOMAIN_ARTICLE, p->of, account))
			continue;
		follow_put(s->t, DOMAIN_ARTICLE, p->of, account);
		p->q->follows++;
	}
}

static struct pair
pair_of(uint64_t dup, const struct question_rec *q, uint64_t of,
    struct question_rec *orig, uint64_t seq)
{
	return (struct pair){
		.dup = dup, .of = of, .q = orig, .asker = q->asker,
		.kind = q->kind == KIND_IDEAS ? VOICE_SUPPORT : VOICE_METOO,
		.seq = seq,
	};
}

void
voices_join(struct step *s, uint64_t from, const struct question_rec *old,
    uint64_t into, struct question_rec *q)
{
	struct pair p = pair_of(from, old, into, q, s->e->seq);

	each_voice(s, &p, lend_voice);
	lend_followers(s, &p);
}

void
apply_DUP(struct step *s)
{
	struct slice of = event_arg(s->e->args, "of");
	struct question_rec q, orig;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	q.dup_of = question_original(s->t,
	    article_root(s->t, target_id(s->t, of)), &orig);
	q.dup_event = s->e->seq;
	if (q.state != STATE_NEEDSINFO)
		q.before = q.state;
	question_enter(s, &q, STATE_DUPLICATE);
	claim_end(s, root, &q);
	question_keep(s, root, &q);
	voices_join(s, root, &q, q.dup_of, &orig);
	orig.dups++;
	question_keep(s, q.dup_of, &orig);
}

void
apply_UNDUP(struct step *s)
{
	struct question_rec q, orig;
	struct pair p;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	question_enter(s, &q,
	    q.before == STATE_OPEN ? question_rest(&q) : q.before);
	q.dup_of = article_root(s->t, q.dup_of);
	if (question_find(s->t, q.dup_of, &orig)) {
		p = pair_of(root, &q, q.dup_of, &orig, q.dup_event);
		each_voice(s, &p, return_voice);
		orig.dups -= orig.dups != 0;
		question_keep(s, q.dup_of, &orig);
	}
	q.dup_of = 0;
	q.dup_event = 0;
	question_keep(s, root, &q);
}
