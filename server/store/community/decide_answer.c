/*
 * What an answer is worth: solve, unsolve, reopen, verify, obsolete, advise;
 * dup.
 */
#include "proto/span.h"
#include "server/store/community/question.h"

static bool
has_expired(struct view *v, uint64_t article)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	return article_rec_get(v->txn, article, &rec, place) &&
	    rec.state == ARTICLE_EXPIRED;
}

enum err
find_asked(struct view *v, struct decision *d, struct question_rec *q)
{
	if (has_expired(v, d->subject->root))
		return err_set(ERR_STATE, "the question is too old, and no "
		    "longer here; ask anew");
	if (!question_find(v->txn, d->subject->root, q) ||
	    q->kind != KIND_QA || q->state == STATE_NONE)
		return err_set(ERR_STATE, "no question is asked there; "
		    "questions stand in boards of the kind qa");
	if (q->state == STATE_REMOVED)
		return err_set(ERR_STATE, "the question is removed; a "
		    "moderator may restore it");
	return OK;
}

/* --- solve ---------------------------------------------------------------- */

static enum err
check_answer(const struct decision *d)
{
	const struct subject *s = d->subject;

	if (s->article == s->root)
		return err_set(ERR_STATE, "that is the question; name the "
		    "answer that solved it");
	if (s->rec.state != ARTICLE_HERE ||
	    (s->mark.bits & (MARK_HIDDEN | MARK_REMOVED)) != 0)
		return err_set(ERR_STATE, "the answer is not in its board any "
		    "more");
	return OK;
}

/* The first days it is the asker who knows. */
static enum err
check_wait(struct view *v, const struct question_rec *q,
    const struct decision *d)
{
	uint32_t wait = policy_of(v, POLICY_SOLVE_WAIT);
	struct buf span = BUF_INIT(32);
	enum err e;

	if ((d->who & (WHO_ASKER | WHO_MODERATOR | WHO_ADMIN)) != 0 ||
	    d->now >= q->asked + wait)
		return OK;
	span_say(&span, wait);
	e = err_set(ERR_DENIED, "wait: the first %.*s the asker says what "
	    "solved it", SLICE_ARG(buf_slice(&span)));
	buf_clear(&span);
	return e;
}

static enum err
check_solve(struct view *v, const struct question_rec *q,
    const struct decision *d)
{
	enum err e = OK;

	if (q->state == STATE_DUPLICATE)
		e = err_set(ERR_STATE, "it is a duplicate; solve its "
		    "original, or undup it");
	if (e == OK)
		e = check_answer(d);
	if (e == OK && (d->subject->mark.bits & MARK_SOLUTION) != 0)
		e = err_set(ERR_EXISTS, "it is a solution already");
	if (e == OK && q->solutions >= QUESTION_SOLUTIONS)
		e = err_set(ERR_STATE, "there are %d solutions; unsolve one "
		    "first", QUESTION_SOLUTIONS);
	if (e == OK)
		e = check_wait(v, q, d);
	if (e == OK && (d->who & (WHO_ASKER | WHO_ADMIN)) == 0 &&
	    d->me->id != 0 && d->subject->mark.author == d->me->id)
		e = err_set(ERR_DENIED, "own: whether one's answer solves it "
		    "others say");
	return e;
}

/* Who solves his own problem has the solution, and no points. */
static void
put_award(struct view *v, const struct question_rec *q, struct decision *d)
{
	const struct mark_rec *m = &d->subject->mark;
	uint32_t who = d->me->id != 0 ? d->me->id : q->asker;
	int give, own = 0;

	if (m->author == 0 || m->author == q->asker || m->author == who ||
	    check_foreign(v, m->author, d->subject->labels, "solve", d) != OK)
		return;
	give = points_any(v, m->author,
	    (int)policy_of(v, POLICY_POINTS_SOLVED));
	if (q->solutions == 0 && who == q->asker)
		own = points_any(v, who,
		    (int)policy_of(v, POLICY_POINTS_ACCEPT));
	if (give != 0)
		event_put_arg_i64(&d->args, "give", give);
	if (own != 0)
		event_put_arg_i64(&d->args, "own", own);
}

enum err
decide_SOLVE(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q;
	enum err e = find_asked(v, d, &q);

	if (e == OK)
		e = check_solve(v, &q, d);
	if (e != OK)
		return e;
	put_target(i, d);
	put_award(v, &q, d);
	return OK;
}

/* --- unsolve -------------------------------------------------------------- */

static enum err
check_unsolve(struct view *v, const struct question_rec *q,
    const struct decision *d)
{
	uint32_t most = policy_of(v, POLICY_UNSOLVE);
	struct buf span = BUF_INIT(32);
	enum err e;

	if (q->solutions == 0 || q->state != STATE_SOLVED)
		return err_set(ERR_EXISTS, "the question is not solved");
	if (most == 0 || d->now <= q->solved + most ||
	    (d->who & WHO_ADMIN) != 0)
		return OK;
	span_say(&span, most);
	e = err_set(ERR_STATE, "it is solved for more than %.*s; ask anew",
	    SLICE_ARG(buf_slice(&span)));
	buf_clear(&span);
	return e;
}

enum err
decide_UNSOLVE(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q;
	enum err e = find_asked(v, d, &q);

	if (e == OK && (d->subject->mark.bits & MARK_SOLUTION) == 0)
		e = err_set(ERR_EXISTS, "it is no solution");
	if (e == OK)
		e = check_unsolve(v, &q, d);
	if (e != OK)
		return e;
	put_target(i, d);
	return put_line(i, "reason", false, d);
}

enum err
decide_REOPEN(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q;
	enum err e = find_asked(v, d, &q);

	if (e == OK && q.state != STATE_ARCHIVED)
		e = check_unsolve(v, &q, d);
	if (e != OK)
		return e;
	put_target(i, d);
	return put_line(i, "reason", false, d);
}

/* --- verify, obsolete ----------------------------------------------------- */

/* An answer, or a how-to as a whole. */
static enum err
check_claim(const struct decision *d, const char *what)
{
	const struct subject *s = d->subject;

	if (s->article == s->root &&
	    (!s->asks || s->question.kind != KIND_HOWTO))
		return err_set(ERR_STATE, "%s is said of answers and how-tos; "
		    "name one", what);
	return OK;
}

enum err
decide_VERIFY(struct view *v, const struct intent *i, struct decision *d)
{
	const struct mark_rec *m = &d->subject->mark;
	enum err e = check_claim(d, "verify");

	(void)v;
	if (e == OK && m->author != 0 && m->author == d->me->id)
		e = err_set(ERR_DENIED, "own: others verify what one wrote");
	if (e == OK && (m->bits & MARK_VERIFIED) != 0 &&
	    m->verified / DAY_S == d->now / DAY_S)
		e = err_set(ERR_EXISTS, "it was verified today");
	if (e == OK)
		put_target(i, d);
	return e;
}

enum err
decide_OBSOLETE(struct view *v, const struct intent *i, struct decision *d)
{
	enum err e = check_claim(d, "obsolete");

	(void)v;
	if (e == OK && (d->subject->mark.bits & MARK_OBSOLETE) != 0)
		e = err_set(ERR_EXISTS, "it is obsolete already");
	if (e != OK)
		return e;
	put_target(i, d);
	return put_line(i, "reason", false, d);
}

/* --- advise --------------------------------------------------------------- */

/* The bits of an advice; false when there is no such. */
static bool
find_advice(struct slice name, uint32_t *bits)
{
	*bits = slice_is(name, "against") ? MARK_AGAINST :
	    slice_is(name, "for") ? MARK_FOR : 0;
	return *bits != 0 || slice_is(name, "none");
}

enum err
decide_ADVISE(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice value = event_arg(i->args, "value");
	const struct mark_rec *m = &d->subject->mark;
	uint32_t bits;

	(void)v;
	if (!find_advice(value, &bits))
		return err_arg("value", "value= is against, for or none");
	if (d->subject->article == d->subject->root)
		return err_set(ERR_STATE, "that began the thread; an answer "
		    "advises");
	if ((m->bits & (MARK_AGAINST | MARK_FOR)) == bits)
		return err_set(ERR_EXISTS, bits != 0 ?
		    "that is its advice already" : "it has no advice");
	put_target(i, d);
	event_put_arg(&d->args, "value", value);
	return OK;
}

/* --- duplicates ----------------------------------------------------------- */

/* The root of the thread of= is in; 0, with the error, when it is no use. */
static enum err
find_of(struct view *v, const struct intent *i, struct decision *d,
    struct question_rec *q, uint64_t *root)
{
	struct slice of = event_arg(i->args, "of");
	struct subject s;

	if (!slice_starts(of, "<"))
		return err_arg("of", "of= is the message-id of the "
		    "original, in < and >");
	if (!view_subject_article(v, view_article_id(v, of), &s) ||
	    (!d->me->system && !actor_sees(d->me, &s)))
		return err_set(ERR_NOTFOUND, "of= is no article that is "
		    "here");
	*root = question_original(v->txn, s.root, q);
	if (*root == 0 || (q->kind != KIND_QA && q->kind != KIND_IDEAS) ||
	    q->state == STATE_REMOVED)
		return err_set(ERR_STATE, "no question is asked in of=");
	return OK;
}

enum err
decide_DUP(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q, of;
	uint64_t root = 0;
	enum err e = find_of(v, i, d, &of, &root);

	if (e != OK)
		return e;
	if (!question_find(v->txn, d->subject->root, &q) ||
	    q.kind != of.kind || q.state == STATE_REMOVED)
		return err_set(ERR_STATE, "only a question is a duplicate of "
		    "a question, and an idea of an idea");
	if (q.state == STATE_DUPLICATE)
		return err_set(question_original(v->txn, d->subject->root,
		    &q) == root ? ERR_EXISTS : ERR_STATE,
		    "it is a duplicate already; undup ends that");
	if (root == d->subject->root)
		return err_set(ERR_STATE, "of= is the same question, or a "
		    "duplicate of it");
	put_target(i, d);
	event_put_arg(&d->args, "of", event_arg(i->args, "of"));
	return OK;
}

enum err
decide_UNDUP(struct view *v, const struct intent *i, struct decision *d)
{
	uint32_t most = policy_of(v, POLICY_OBJECT);
	struct buf span = BUF_INIT(32);
	struct question_rec q;
	enum err e = OK;

	if (!question_find(v->txn, d->subject->root, &q) ||
	    q.state != STATE_DUPLICATE)
		return err_set(ERR_EXISTS, "it is no duplicate");
	span_say(&span, most);
	if ((d->who & (WHO_HELPERS | WHO_ADMIN)) == 0 &&
	    d->now > event_done(v->txn, q.dup_event) + most)
		e = err_set(ERR_STATE, "the %.*s to object are over; ask a "
		    "moderator", SLICE_ARG(buf_slice(&span)));
	buf_clear(&span);
	if (e != OK)
		return e;
	put_target(i, d);
	return put_line(i, "reason", false, d);
}
