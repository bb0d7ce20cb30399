/*
 * Articles that their authors take back, or replace by an edited one, and what
 * that is to the question they belong to.
 */
#include "common/endian.h"
#include "server/store/community/question.h"
#include "server/store/rules/rules.h"

/* Articles of a thread that are looked at for an answer. */
enum { ANSWERS_MAX = 4096 };

/* --- the first answer ----------------------------------------------------- */

/* By a human who is not the asker; it still stands. */
static bool
answers(struct txn *t, uint64_t id, uint64_t root,
    const struct question_rec *q, struct mark_rec *m)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	if (!article_rec_get(t, id, &rec, place) ||
	    rec.state != ARTICLE_HERE)
		return false;
	/* A peer brought it. */
	if (!mark_get(t, id, m, NULL)) {
		m->time = event_done(t, id);
		m->who = WHO_GUEST;
	}
	return m->root == root && (m->author == 0 ||
	    m->author != q->asker) && (m->who & WHO_BOT) == 0;
}

static uint64_t
first_answer(struct step *s, uint64_t root, const struct question_rec *q,
    struct mark_rec *m)
{
	struct view v = { .txn = s->t };
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	uint64_t id = root;

	if (!article_rec_get(s->t, root, &rec, place))
		return 0;
	for (int n = 0; n < ANSWERS_MAX; n++) {
		id = view_thread_article(&v, rec.thread, id);
		if (id == 0 || answers(s->t, id, root, q, m))
			return id;
	}
	return 0;
}

void
answer_again(struct step *s, uint64_t root, struct question_rec *q)
{
	struct mark_rec m = { 0 };
	uint64_t id;

	if (q->kind != KIND_QA || q->asker == 0)
		return;
	id = first_answer(s, root, q, &m);
	if (id == q->answer)
		return;
	q->answer = id;
	q->answered = id != 0 ? m.time : 0;
	q->answered_roles = id != 0 ? m.who : 0;
	if (q->state == STATE_ANSWERED || q->state == STATE_OPEN)
		question_enter(s, q, question_rest(q));
}

/* --- what its author takes back ------------------------------------------- */

static void
leave_root(struct step *s, uint64_t root, struct question_rec *q)
{
	if (q->state == STATE_REMOVED)
		return;
	q->removed = q->state;
	question_enter(s, q, STATE_REMOVED);
	claim_end(s, root, q);
}

static void
leave_reply(struct step *s, uint64_t root, uint64_t id,
    struct question_rec *q)
{
	q->replies -= q->replies != 0;
	answer_leave(s, root, id, q);
	answer_again(s, root, q);
}

void
question_leave(struct step *s, uint64_t id)
{
	struct question_rec q;
	struct mark_rec m;

	if (!mark_get(s->t, id, &m, NULL))
		return;
	points_award(s, m.author, -m.points);
	if (!question_get(s->t, m.root, &q, NULL))
		return;
	if (m.root == id)
		leave_root(s, id, &q);
	else
		leave_reply(s, m.root, id, &q);
	question_keep(s, m.root, &q);
}

/* --- an edited article ---------------------------------------------------- */

/* Rows that begin with one key begin with the other instead. */
static void
move_rows(struct txn *t, enum table tb, const unsigned char *from,
    const unsigned char *to, size_t len)
{
	struct buf key = BUF_INIT(64), val = BUF_INIT(LIMIT_HEADER);
	struct cursor c;
	bool more = true;

	while (more) {
		buf_reset(&key);
		buf_reset(&val);
		cursor_open(&c, t, tb);
		more = cursor_seek(&c, from, len) && c.key.len >= len &&
		    memcmp(c.key.p, from, len) == 0;
		if (more) {
			buf_put_slice(&key, c.key);
			buf_put_slice(&val, c.val);
		}
		cursor_close(&c);
		if (!more)
			break;
		txn_del(t, tb, key.p, key.len);
		memcpy(key.p, to, len);
		txn_put(t, tb, key.p, key.len, val.p, val.len);
	}
	buf_clear(&key);
	buf_clear(&val);
}

static void
move_article_rows(struct txn *t, enum table tb, uint64_t from, uint64_t to)
{
	unsigned char a[8], b[8];

	put_be64(a, from);
	put_be64(b, to);
	move_rows(t, tb, a, b, sizeof(a));
}

/* Everything that was said of the article, and who follows it. */
static void
move_said(struct txn *t, uint64_t from, uint64_t to)
{
	unsigned char a[9] = { DOMAIN_ARTICLE }, b[9] = { DOMAIN_ARTICLE };

	backed_move(t, from, to);
	move_article_rows(t, T_VOICE, from, to);
	move_article_rows(t, T_FLAG, from, to);
	put_be64(a + 1, from);
	put_be64(b + 1, to);
	move_rows(t, T_FOLLOW, a, b, sizeof(a));
	rules_move(t, from, to);
}

static void
move_question(struct step *s, uint64_t from, uint64_t to,
    struct question_rec *q, struct slice text)
{
	struct buf copy = BUF_INIT(LIMIT_HEADER);

	buf_put_slice(&copy, text);
	claim_move(s, from, to, q);
	move_article_rows(s->t, T_SOLUTION, from, to);
	question_del(s->t, from);
	q->changed = s->e->seq;
	question_put(s->t, to, q, buf_slice(&copy));
	touch(s, DOMAIN_ARTICLE, to);
	buf_clear(&copy);
}

static void
move_answer(struct step *s, uint64_t root, uint64_t from, uint64_t to)
{
	struct solution_rec rec;
	struct question_rec q;

	if (!question_get(s->t, root, &q, NULL))
		return;
	if (solution_get(s->t, root, from, &rec)) {
		solution_del(s->t, root, from);
		solution_put(s->t, root, to, &rec);
	}
	if (q.answer == from)
		q.answer = to;
	question_keep(s, root, &q);
}

/* What was checked was the text of before. */
static void
move_mark(struct step *s, uint64_t from, uint64_t to,
    struct mark_rec *old, struct slice labels, bool root)
{
	const uint32_t kept = MARK_SOLUTION | MARK_DISPUTED | MARK_ROOT |
	    MARK_AGAINST | MARK_FOR | MARK_EARLY | MARK_LISTED;
	struct buf copy = BUF_INIT(LIMIT_HEADER);
	struct mark_rec m;

	buf_put_slice(&copy, labels);
	if (!mark_get(s->t, to, &m, NULL)) {
		m = *old;
		mark_put(s->t, to, &m, buf_slice(&copy));
	}
	m.root = root ? to : old->root;
	m.time = old->time;
	m.up = old->up;
	m.down = old->down;
	m.thanks = old->thanks;
	m.disputes = old->disputes;
	m.open_flags = old->open_flags;
	m.all_flags = old->all_flags;
	m.queued = old->queued;
	m.points = old->points;
	m.bits = (m.bits & ~kept) | (old->bits & kept);
	mark_keep(s, to, &m);
	*old = (struct mark_rec){ .root = m.root, .time = old->time,
		.author = old->author, .who = old->who };
	mark_keep(s, from, old);
	buf_clear(&copy);
}

void
question_move(struct step *s, uint64_t from, uint64_t to)
{
	struct slice labels, text;
	struct question_rec q;
	struct mark_rec m;
	bool root;

	if (to == 0 || !mark_get(s->t, from, &m, &labels))
		return;
	root = m.root == from;
	if (m.queued != 0) {
		queue_del(s->t, QUEUE_FLAGGED, m.queued, from);
		queue_put(s->t, QUEUE_FLAGGED, m.queued, to, s->e->seq);
		mark_get(s->t, from, &m, &labels);
	}
	move_mark(s, from, to, &m, labels, root);
	move_said(s->t, from, to);
	if (!root)
		move_answer(s, m.root, from, to);
	else if (question_get(s->t, from, &q, &text))
		move_question(s, from, to, &q, text);
}
