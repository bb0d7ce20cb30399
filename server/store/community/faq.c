/* What stands in the FAQ, and why. */
#include "server/store/community/faq.h"

#include <math.h>

#include "common/endian.h"
#include "server/store/community/question.h"
#include "server/store/key.h"

enum {
	DEMAND_MIN = 5,		/* what nobody asks is no frequent question */
	HALF_DAYS = 180,	/* what nobody confirms is worth half then */
	STALE_PART = 4,		/* below a quarter of its best it goes */
	SOLUTIONS_LOOK = 16,
	WALK_MAX = 256,
};

/* --- rows ----------------------------------------------------------------- */

static struct key16
faq_key(uint32_t board, uint32_t score, uint64_t root)
{
	return key_4_4_8(board, ~score, root);
}

/* The question's entry, with the best score it ever had there. */
static bool
find_entry(struct txn *t, uint32_t board, uint64_t root, uint32_t *score,
    uint32_t *peak)
{
	struct key16 k = faq_key(board, UINT32_MAX, 0);
	struct cursor c;
	bool found = false;

	cursor_open(&c, t, T_FAQ);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more && !found &&
	    memcmp(c.key.p, &k, 4) == 0; more = cursor_next(&c)) {
		if (get_be64(c.key.p + 8) != root || c.val.len != 4)
			continue;
		*score = ~get_be32(c.key.p + 4);
		memcpy(peak, c.val.p, sizeof(*peak));
		found = true;
	}
	cursor_close(&c);
	return found;
}

int
view_faq(struct view *v, uint32_t board, struct faq_entry *out, int max)
{
	struct key16 k = faq_key(board, UINT32_MAX, 0);
	struct cursor c;
	int n = 0;

	cursor_open(&c, v->txn, T_FAQ);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more && n < max &&
	    memcmp(c.key.p, &k, 4) == 0; more = cursor_next(&c))
		out[n++] = (struct faq_entry){ get_be64(c.key.p + 8),
			~get_be32(c.key.p + 4) };
	cursor_close(&c);
	return n;
}

/* --- the score ------------------------------------------------------------ */

/* The solution that helped most: what is said of it, and since when. */
struct help {
	double weight;
	int64_t since;
	uint64_t answer;
};

/*
 * Not the lower bound of an interval, by which the first helpful vote would
 * lower the weight.
 */
static double
weight_of(const struct mark_rec *m)
{
	return (m->up + 2.0) / (m->up + m->down + 4.0);
}

static struct help
best_help(struct txn *t, uint64_t root, const struct question_rec *q)
{
	struct help best = { .weight = 0 };
	struct mark_rec m;
	uint64_t id = 0;

	for (int i = 0; i < SOLUTIONS_LOOK &&
	    (id = solution_next(t, root, id)) != 0; i++) {
		if (!mark_get(t, id, &m, NULL) ||
		    (m.bits & (MARK_OBSOLETE | MARK_HIDDEN | MARK_REMOVED |
		    MARK_REDACTED)) != 0 || weight_of(&m) <= best.weight)
			continue;
		best = (struct help){ weight_of(&m), q->solved, id };
		if (m.verified > best.since)
			best.since = m.verified;
	}
	return best;
}

static uint32_t
demand_of(const struct question_rec *q)
{
	return 3 * q->dups + 2 * q->metoo;
}

/* In thousandths; 0: it is no frequent question. */
static uint32_t
score_of(struct txn *t, uint64_t root, const struct question_rec *q,
    int64_t now, uint64_t *answer)
{
	struct help help;
	double fresh, age;

	if (q->state != STATE_SOLVED || demand_of(q) < DEMAND_MIN ||
	    (q->flags & QUESTION_HIDDEN) != 0)
		return 0;
	help = best_help(t, root, q);
	*answer = help.answer;
	age = now > help.since ? (double)(now - help.since) / DAY_S : 0;
	fresh = exp2(-age / HALF_DAYS);
	if (help.answer == 0 || fresh * STALE_PART < 1)
		return 0;
	return (uint32_t)(1000 * log1p(demand_of(q)) * help.weight * fresh);
}

/* --- the walk ------------------------------------------------------------- */

static void
put_top(struct faq_walk *w, uint64_t root, uint32_t score)
{
	int at = w->n < FAQ_TOP ? w->n++ : FAQ_TOP - 1;

	if (at == FAQ_TOP - 1 && w->n == FAQ_TOP &&
	    w->top[at].root != 0 && w->top[at].score >= score)
		return;
	for (; at > 0 && w->top[at - 1].score < score; at--)
		w->top[at] = w->top[at - 1];
	w->top[at] = (struct faq_entry){ root, score };
}

bool
view_faq_walk(struct view *v, struct faq_walk *w, int64_t now)
{
	struct key13 key = key_4_1_8(w->board, STATE_SOLVED, w->after + 1);
	struct question_rec q;
	uint64_t answer;
	struct cursor c;
	bool more;
	int n = 0;

	cursor_open(&c, v->txn, T_STATE);
	for (more = cursor_seek(&c, &key, sizeof(key)); more &&
	    memcmp(c.key.p, &key, 5) == 0 && n < WALK_MAX;
	    more = cursor_next(&c), n++) {
		uint32_t score = 0;

		w->after = get_be64(c.key.p + 5);
		if (question_get(v->txn, w->after, &q, NULL))
			score = score_of(v->txn, w->after, &q, now, &answer);
		if (score != 0)
			put_top(w, w->after, score);
	}
	cursor_close(&c);
	return n < WALK_MAX;
}

/* --- the act -------------------------------------------------------------- */

/* Nothing that anybody would see has changed. */
static bool
is_close(uint32_t a, uint32_t b)
{
	return a <= b + b / 20 && b <= a + a / 20;
}

static enum err
decide_enter(struct view *v, uint64_t root, const struct question_rec *q,
    struct decision *d)
{
	uint32_t old = 0, peak = 0, score;
	uint64_t answer = 0;
	struct mark_rec m;
	bool listed = find_entry(v->txn, q->board, root, &old, &peak);

	score = score_of(v->txn, root, q, d->now, &answer);
	if (score == 0 || score < peak / STALE_PART)
		return err_set(ERR_STATE, "it is no frequent question");
	if (listed && is_close(old, score))
		return err_set(ERR_EXISTS, "it stands there");
	event_put_arg(&d->args, "value", SLICE("1"));
	event_put_arg_u64(&d->args, "score", score);
	event_put_arg_u64(&d->args, "board", q->board);
	/* What comes and goes is praised once. */
	if (listed || !mark_get(v->txn, answer, &m, NULL) ||
	    (m.bits & MARK_LISTED) != 0)
		return OK;
	event_put_arg_u64(&d->args, "answer", answer);
	event_put_arg_u64(&d->args, "points", (uint64_t)points_left(v,
	    m.author, 0, (int)policy_of(v, POLICY_POINTS_FAQ), d->now));
	return OK;
}

/*
 * board= says where an entry stands whose question has gone elsewhere; only
 * the server asks.
 */
enum err
decide_FAQ(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice value = event_arg(i->args, "value");
	uint64_t root = d->subject->article, board = 0;
	uint32_t score, peak;
	struct question_rec q;

	put_target(i, d);
	event_arg_u64(i->args, "board", &board);
	if (slice_is(value, "1"))
		return question_get(v->txn, root, &q, NULL) ?
		    decide_enter(v, root, &q, d) :
		    err_set(ERR_STATE, "nothing is asked there");
	if (!find_entry(v->txn, (uint32_t)board, root, &score, &peak))
		return err_set(ERR_EXISTS, "it does not stand there");
	event_put_arg(&d->args, "value", SLICE("0"));
	event_put_arg_u64(&d->args, "score", score);
	event_put_arg_u64(&d->args, "board", board);
	return OK;
}

/* Takes the entry out; its best score so far. */
static uint32_t
drop_entry(struct step *s, uint32_t board, uint64_t root)
{
	uint32_t score, peak = 0;
	struct key16 k;

	if (!find_entry(s->t, board, root, &score, &peak))
		return 0;
	k = faq_key(board, score, root);
	txn_del(s->t, T_FAQ, &k, sizeof(k));
	return peak;
}

/* The author of the answer that came in. */
static void
praise(struct step *s)
{
	uint64_t answer, points = 0;
	struct account_rec a;
	struct mark_rec m;

	if (!event_arg_u64(s->e->args, "answer", &answer) ||
	    !mark_get(s->t, answer, &m, NULL))
		return;
	m.bits |= MARK_LISTED;
	mark_keep(s, answer, &m);
	if (!account_get(s->t, m.author, &a, NULL))
		return;
	a.listed++;
	account_keep(s, m.author, &a);
	event_arg_u64(s->e->args, "points", &points);
	points_add(s, m.author, 0, (int)points);
}

void
apply_FAQ(struct step *s)
{
	bool enters = slice_is(event_arg(s->e->args, "value"), "1");
	uint64_t root = target_id(s->t, s->e->target), board = 0, score = 0;
	struct question_rec q;
	uint32_t peak, now;
	struct key16 k;

	event_arg_u64(s->e->args, "board", &board);
	event_arg_u64(s->e->args, "score", &score);
	now = (uint32_t)score;
	peak = drop_entry(s, (uint32_t)board, root);
	if (enters) {
		peak = peak > now ? peak : now;
		k = faq_key((uint32_t)board, now, root);
		txn_put(s->t, T_FAQ, &k, sizeof(k), &peak, sizeof(peak));
		praise(s);
	}
	if (!question_get(s->t, root, &q, NULL))
		return;
	/* One that was moved may stand in its new board already. */
	q.flags &= ~(unsigned)QUESTION_FAQ;
	if (enters || find_entry(s->t, q.board, root, &now, &peak))
		q.flags |= QUESTION_FAQ;
	question_keep(s, root, &q);
}
