/*
 * Questions in the tables: what a posting begins or answers, and the states.
 */
#include "server/store/community/question.h"

#include "common/endian.h"
#include "server/store/key.h"

/* --- rows ----------------------------------------------------------------- */

bool
solution_get(struct txn *t, uint64_t root, uint64_t article,
    struct solution_rec *rec)
{
	struct key16 k = key_8_8(root, article);
	struct slice v;

	if (!txn_get(t, T_SOLUTION, &k, sizeof(k), &v) ||
	    v.len != sizeof(*rec))
		return false;
	memcpy(rec, v.p, sizeof(*rec));
	return true;
}

void
solution_put(struct txn *t, uint64_t root, uint64_t article,
    const struct solution_rec *rec)
{
	struct key16 k = key_8_8(root, article);

	txn_put(t, T_SOLUTION, &k, sizeof(k), rec, sizeof(*rec));
}

void
solution_del(struct txn *t, uint64_t root, uint64_t article)
{
	struct key16 k = key_8_8(root, article);

	txn_del(t, T_SOLUTION, &k, sizeof(k));
}

uint64_t
solution_next(struct txn *t, uint64_t root, uint64_t after)
{
	struct key16 k = key_8_8(root, after + 1);
	struct cursor c;
	uint64_t id = 0;

	cursor_open(&c, t, T_SOLUTION);
	if (cursor_seek(&c, &k, sizeof(k)) && memcmp(c.key.p, &k, 8) == 0)
		id = get_be64(c.key.p + 8);
	cursor_close(&c);
	return id;
}

/* The articles of an account, and its postings by the hour. */
static void
put_author(struct step *s, uint64_t id, uint32_t board)
{
	struct key12 author = key_4_8(s->account, id);
	struct key12 hour = key_4_4_4(
	    (uint32_t)(s->time / HOUR_S), board, s->account);
	struct slice v;
	uint32_t n = 0;

	txn_put(s->t, T_AUTHOR, &author, sizeof(author), "", 0);
	if (txn_get(s->t, T_TALLY, &hour, sizeof(hour), &v) &&
	    v.len == sizeof(n))
		memcpy(&n, v.p, sizeof(n));
	n++;
	txn_put(s->t, T_TALLY, &hour, sizeof(hour), &n, sizeof(n));
}

bool
turns_on(const struct step *s)
{
	return !slice_is(event_arg(s->e->args, "value"), "0");
}

void
account_keep(struct step *s, uint32_t id, const struct account_rec *rec)
{
	account_put_rec(s->t, id, rec);
	touch(s, DOMAIN_USER, id);
}

void
mark_keep(struct step *s, uint64_t article, struct mark_rec *m)
{
	m->changed = s->e->seq;
	mark_put(s->t, article, m, slice_make(NULL, 0));
	touch(s, DOMAIN_ARTICLE, article);
}

void
question_keep(struct step *s, uint64_t root, struct question_rec *q)
{
	struct slice text = SLICE("\t");
	struct question_rec old;

	if (question_get(s->t, root, &old, NULL))
		text = slice_make(NULL, 0);
	q->changed = s->e->seq;
	if (q->support > q->reached)
		q->reached = q->support;
	question_put(s->t, root, q, text);
	touch(s, DOMAIN_ARTICLE, root);
}

static uint32_t
kind_of(struct txn *t, uint32_t board)
{
	struct board_row row;
	struct slice text;

	if (!board_row_get(t, board, &row, &text))
		return KIND_DISCUSSION;
	slice_cut(&text, '\t');
	return board_kind_find(slice_cut(&text, '\t'));
}

/* --- what is not in a row yet --------------------------------------------- */

/* As it would have begun: what came by a feed has no row. */
static void
begin_old(struct txn *t, uint64_t root, const struct article_rec *rec,
    const struct place_rec *place, struct question_rec *q)
{
	struct thread_rec thread;
	bool asks;

	*q = (struct question_rec){ .asked = rec->date, .active = rec->date };
	if (rec->nplaces == 0)
		return;
	q->board = place[0].board;
	q->kind = kind_of(t, q->board);
	if (thread_get(t, q->board, rec->thread, &thread)) {
		q->replies = thread.root == root ? thread.articles - 1 : 0;
		q->active = thread.active;
	}
	asks = q->kind == KIND_QA || q->kind == KIND_IDEAS;
	q->state = !asks ? STATE_NONE : STATE_OPEN;
	if (q->kind == KIND_QA && q->replies != 0) {
		q->state = STATE_ANSWERED;
		q->flags |= QUESTION_OLD;
	}
}

bool
question_find(struct txn *t, uint64_t root, struct question_rec *q)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	if (question_get(t, root, q, NULL))
		return true;
	if (root == 0 || !article_rec_get(t, root, &rec, place))
		return false;
	begin_old(t, root, &rec, place, q);
	return true;
}

bool
question_of_target(struct step *s, uint64_t *root, struct question_rec *q)
{
	*root = article_root(s->t, target_id(s->t, s->e->target));
	return question_find(s->t, *root, q);
}

/* --- states --------------------------------------------------------------- */

enum question_state
question_rest(const struct question_rec *q)
{
	return question_answered(q) ? STATE_ANSWERED : STATE_OPEN;
}

void
question_enter(
    struct step *s, struct question_rec *q, enum question_state to)
{
	if (q->state == STATE_NEEDSINFO && to != STATE_NEEDSINFO) {
		/* Behind the first answer nobody waited for one. */
		int64_t end = q->answered != 0 && q->answered < s->time ?
		    q->answered : s->time;

		if (end > q->paused)
			q->pauses += end - q->paused;
		q->paused = 0;
	}
	if (to == STATE_NEEDSINFO && q->state != STATE_NEEDSINFO)
		q->paused = s->time;
	if (to != STATE_NEEDSINFO)
		q->flags &= ~(uint32_t)QUESTION_STALE;
	q->state = (uint8_t)to;
}

/* --- a posting ------------------------------------------------------------ */

/* a: who asks, NULL when that is nobody's account. */
static void
begin(struct step *s, uint64_t id, uint32_t board, uint32_t kind,
    struct account_rec *a)
{
	struct question_rec q = {
		.asked = s->time,
		.active = s->time,
		.asker = s->account,
		.board = board,
		.kind = kind,
	};

	if (a != NULL)
		a->ideas += q.kind == KIND_IDEAS;
	q.state = slice_is(event_arg(s->e->args, "state"), "open") ?
	    STATE_OPEN : STATE_NONE;
	question_keep(s, id, &q);
}

/* Whether a reply by this one ends an escalation. */
static bool
settles(const struct step *s, const struct question_rec *q, bool first,
    unsigned who)
{
	return first || (who & WHO_HELPERS) != 0 || (s->account != 0 &&
	    (s->account == q->claimer || s->account == q->assignee));
}

static void
next_state(struct step *s, struct question_rec *q, bool human,
    bool first, unsigned who)
{
	if (q->state == STATE_NEEDSINFO && s->account == q->asker)
		question_enter(s, q, q->before == STATE_OPEN ?
		    question_rest(q) : q->before);
	else if (q->state == STATE_ARCHIVED)
		question_enter(s, q, question_rest(q));
	else if ((q->state == STATE_OPEN && human) ||
	    (q->state == STATE_ESCALATED && human &&
	    settles(s, q, first, who)))
		question_enter(s, q, STATE_ANSWERED);
}

/* The account's row, which counts what kind of helper it is. */
static void
count_first(struct step *s, const struct question_rec *q,
    struct account_rec *a)
{
	int64_t hour = s->time / HOUR_S % 24, day = s->time / DAY_S % 7;

	if (s->time - q->asked < HOUR_S)
		a->early++;
	if (hour >= 22 || hour < 6)
		a->night++;
	/* 1 January 1970 was a Thursday. */
	if (day == 2 || day == 3)
		a->weekend++;
}

/* a: who wrote it, NULL when that is nobody's account. */
static void
reply(struct step *s, uint64_t id, uint64_t root, unsigned who,
    struct account_rec *a)
{
	struct question_rec q;
	bool human, first;

	if (!question_get(s->t, root, &q, NULL))
		return;
	human = (who & WHO_BOT) == 0 && (a == NULL || s->account != q.asker);
	first = human && !question_answered(&q) && q.kind == KIND_QA;
	q.replies++;
	q.active = s->time;
	if (a != NULL && human && q.due > s->time &&
	    q.due - s->time < HOUR_S)
		a->late++;
	if (a != NULL && first)
		count_first(s, &q, a);
	if (first) {
		q.answer = id;
		q.answered = s->time;
		q.answered_roles = who;
	}
	if (q.kind == KIND_QA)
		next_state(s, &q, human, first, who);
	question_keep(s, root, &q);
}

/* For the pauses and the day. */
static void
pace(struct step *s, struct slice what, struct account_rec *a)
{
	account_day(a, s->time);
	a->post_at = s->time;
	if (slice_is(what, "edit")) {
		a->day_edits++;
	} else if (slice_is(what, "thread")) {
		a->thread_at = s->time;
		a->day_threads++;
	} else {
		a->day_replies++;
	}
}

/* What waited was counted when it was sent: paced=no. */
static void
count_posting(struct step *s, bool root, struct account_rec *a)
{
	struct slice what = event_arg(s->e->args, "paced");
	bool edit = event_arg(s->e->args, "edit").p != NULL;

	if (what.p == NULL)
		what = edit ? SLICE("edit") : root ? SLICE("thread") :
		    SLICE("reply");
	if (!slice_is(what, "no"))
		pace(s, what, a);
	if (edit)
		account_edited(a);
	else if (root || slice_is(what, "thread"))
		a->threads++;
	else
		a->replies++;
}

void
question_wait(struct step *s)
{
	struct slice what = event_arg(s->e->args, "paced");
	struct account_rec a;

	if (what.p == NULL || !account_get(s->t, s->account, &a, NULL))
		return;
	pace(s, what, &a);
	account_keep(s, s->account, &a);
}

/*
 * What a peer brings answers a question that was asked here: its thread is
 * called by it, so that a feed need not look further. It begins none, but
 * what somebody without an account asked elsewhere and is imported does.
 */
static void
post_of_guest(struct step *s, uint64_t id, const struct article_rec *rec,
    const struct place_rec *place)
{
	if (rec->parent != 0)
		reply(s, id, rec->thread, WHO_GUEST, NULL);
	else if (event_arg(s->e->args, "state").p != NULL)
		begin(s, id, place[0].board,
		    kind_of(s->t, place[0].board), NULL);
}

void
question_post(struct step *s, uint64_t id, const struct article_rec *rec,
    const struct place_rec *place)
{
	struct slice labels = event_arg(s->e->args, "role");
	bool edit = event_arg(s->e->args, "edit").p != NULL;
	struct mark_rec m = { .author = s->account, .time = s->time };
	struct account_rec a;
	uint64_t points = 0;
	uint32_t kind;

	if (labels.p == NULL && rec->nplaces != 0)
		post_of_guest(s, id, rec, place);
	if (labels.p == NULL || rec->nplaces == 0 ||
	    !account_get(s->t, s->account, &a, NULL))
		return;
	event_arg_u64(s->e->args, "points", &points);
	/* What it answers may still come. */
	if (rec->parent != 0 || s->f->nrefs == 0)
		m.root = article_root(s->t, id);
	kind = kind_of(s->t, place[0].board);
	m.bits = (m.root == id ? MARK_ROOT : 0u) |
	    (kind == KIND_LOUNGE ? MARK_EARLY : 0u) |
	    (slice_is(event_arg(s->e->args, "has"), "video") ?
	    MARK_VIDEO : 0u);
	/* What its author was when it was written. */
	m.who = roles_account(labels);
	m.points = (int32_t)points;
	m.changed = s->e->seq;
	mark_put(s->t, id, &m, slice_is(labels, "member") ? SLICE("") :
	    labels);
	touch(s, DOMAIN_ARTICLE, id);
	put_author(s, id, place[0].board);
	count_posting(s, event_arg(s->e->args, "state").p != NULL, &a);
	if (event_arg(s->e->args, "state").p != NULL)
		begin(s, id, place[0].board, kind, &a);
	else if (!edit && rec->parent != 0)
		reply(s, id, m.root, m.who, &a);
	account_keep(s, s->account, &a);
	points_add(s, s->account, 0, (int)points);
}
