/*
 * Order over articles, in the tables: what is taken out and comes back,
 * alarms.
 */
#include "common/endian.h"
#include "server/store/community/decide_order.h"
#include "server/store/key.h"

void
modlog_put(struct step *s)
{
	struct key8 k = key_8(s->e->seq);

	txn_put(s->t, T_MODLOG, &k, sizeof(k), "", 0);
}

uint64_t
author_prev(struct txn *t, uint32_t account, uint64_t before)
{
	struct key12 k = key_4_8(account, before - 1);
	struct cursor c;
	uint64_t id = 0;

	cursor_open(&c, t, T_AUTHOR);
	if (cursor_seek_back(&c, &k, sizeof(k)) &&
	    memcmp(c.key.p, &k, 4) == 0)
		id = get_be64(c.key.p + 4);
	cursor_close(&c);
	return id;
}

/* --- what the thread is without it, or with it again ---------------------- */

static void
root_left(struct step *s, uint64_t root, struct question_rec *q, bool hidden)
{
	if (hidden) {
		q->flags |= QUESTION_HIDDEN;
	} else {
		q->flags &= ~(unsigned)QUESTION_HIDDEN;
		if (q->state != STATE_REMOVED)
			q->removed = q->state;
		question_enter(s, q, STATE_REMOVED);
		claim_end(s, root, q);
	}
	question_keep(s, root, q);
}

static void
root_returns(struct step *s, uint64_t root, struct question_rec *q)
{
	q->flags &= ~(unsigned)QUESTION_HIDDEN;
	if (q->state == STATE_REMOVED)
		question_enter(s, q, q->removed);
	q->removed = STATE_NONE;
	question_keep(s, root, q);
}

/* --- out of sight --------------------------------------------------------- */

static void
take_out(struct step *s, uint64_t id, enum article_state state)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct question_rec q;
	struct mark_rec m;
	uint64_t root = article_root(s->t, id);
	bool asks = question_find(s->t, root, &q), here;

	if (!article_rec_get(s->t, id, &rec, place))
		return;
	here = rec.state == ARTICLE_HERE;
	apply_gone(s->t, s->e, state);
	mark_get(s->t, id, &m, NULL);
	m.bits &= ~(unsigned)(MARK_HIDDEN | MARK_REMOVED);
	m.bits |= state == ARTICLE_HIDDEN ? MARK_HIDDEN : MARK_REMOVED;
	mark_keep(s, id, &m);
	if (asks && root == id) {
		root_left(s, root, &q, state == ARTICLE_HIDDEN);
	} else if (asks) {
		/* What is hidden may come back, and solve it still. */
		if (state != ARTICLE_HIDDEN)
			answer_leave(s, root, id, &q);
		q.replies -= here && q.replies != 0;
		answer_again(s, root, &q);
		question_keep(s, root, &q);
	}
}

/* points: of its author, more or less than before. */
static void
count_removed(struct step *s, uint64_t id, int by, int64_t points)
{
	struct account_rec author;
	struct mark_rec m;

	if (!mark_get(s->t, id, &m, NULL) ||
	    !account_get(s->t, m.author, &author, NULL))
		return;
	author.removed += (uint32_t)by;
	account_keep(s, m.author, &author);
	points_award(s, m.author, (int)points);
}

static void
remove_it(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target), minus = 0;

	event_arg_u64(s->e->args, "minus", &minus);
	flags_close(s, id, FLAG_UPHELD);
	take_out(s, id, ARTICLE_REMOVED);
	count_removed(s, id, 1, -(int64_t)minus);
	modlog_put(s);
}

void
apply_UPHOLD(struct step *s)
{
	remove_it(s);
}

void
apply_REMOVE(struct step *s)
{
	remove_it(s);
}

void
apply_HIDE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target);
	struct mark_rec m;

	take_out(s, id, ARTICLE_HIDDEN);
	mark_get(s->t, id, &m, NULL);
	if (m.queued == 0) {
		m.queued = (uint32_t)s->time;
		queue_put(s->t, QUEUE_FLAGGED, s->time, id, s->e->seq);
		mark_keep(s, id, &m);
	}
	modlog_put(s);
}

/* What waited for a moderator is refused; of what stands, the flags are. */
void
apply_REJECT(struct step *s)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	uint64_t id = target_id(s->t, s->e->target);

	if (article_rec_get(s->t, id, &rec, place) &&
	    rec.state != ARTICLE_HELD)
		flags_close(s, id, FLAG_REJECTED);
	else
		apply_gone(s->t, s->e, ARTICLE_REJECTED);
	touch(s, DOMAIN_ARTICLE, id);
}

/* Under new numbers; it keeps its place in the thread. */
static void
put_back(struct step *s, uint64_t id, struct article_rec *rec)
{
	struct place_rec place[LIMIT_BOARDS];
	uint32_t board[LIMIT_BOARDS];
	int n = home_boards(s->t, id, board);

	for (int i = 0; i < n; i++)
		aside_del(s->t, board[i], id);
	rec->naside = 0;
	rec->were = 0;
	rec->state = ARTICLE_HERE;
	rec->nplaces = place_parse(s->t, s->e, place);
	place_put(s->t, id, rec, place, s->f);
	article_rec_put(s->t, id, rec, place);
	for (uint32_t i = 0; i < rec->nplaces; i++)
		thread_enter(s->t, id, rec, place[i].board);
}

/* It stands again, as a question or a reply. */
static void
count_again(struct step *s, uint64_t id)
{
	uint64_t root = article_root(s->t, id);
	struct question_rec q;

	if (question_find(s->t, root, &q) && root == id) {
		root_returns(s, root, &q);
	} else if (question_get(s->t, root, &q, NULL)) {
		q.replies++;
		answer_again(s, root, &q);
		question_keep(s, root, &q);
	}
}

void
apply_RESTORE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target), plus = 0;
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct mark_rec m;

	if (s->f == NULL || !article_rec_get(s->t, id, &rec, place))
		return;
	event_arg_u64(s->e->args, "plus", &plus);
	if (rec.state == ARTICLE_REMOVED)
		count_removed(s, id, -1, (int64_t)plus);
	put_back(s, id, &rec);
	flags_close(s, id, FLAG_REJECTED);
	mark_get(s->t, id, &m, NULL);
	m.bits &= ~(unsigned)(MARK_HIDDEN | MARK_REMOVED);
	mark_keep(s, id, &m);
	count_again(s, id);
	modlog_put(s);
}

void
order_shown(struct step *s, uint64_t id)
{
	if (id == 0 || !mark_known(s->t, id))
		return;
	flags_close(s, id, FLAG_MOOT);
	count_again(s, id);
}

void
apply_REDACT(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target), size = 0, lines = 0;
	struct mark_rec m;

	event_arg_u64(s->e->args, "size", &size);
	event_arg_u64(s->e->args, "lines", &lines);
	place_resize(s->t, id, (uint32_t)size, (uint32_t)lines);
	mark_get(s->t, id, &m, NULL);
	m.bits &= ~(unsigned)MARK_VIDEO;
	m.bits |= MARK_REDACTED;
	mark_keep(s, id, &m);
	modlog_put(s);
}

/* --- alarms --------------------------------------------------------------- */

static void
set_alarm(struct step *s, struct subject *about, bool on)
{
	uint64_t id;

	alarm_kind(about, &id);
	if (about->domain != DOMAIN_ARTICLE) {
		touch(s, (int)about->domain, id);
		return;
	}
	if (!question_find(s->t, about->root, &about->question))
		return;
	about->question.flags &= ~(unsigned)QUESTION_ALARM;
	about->question.flags |= on ? QUESTION_ALARM : 0;
	question_keep(s, about->root, &about->question);
	touch(s, DOMAIN_ARTICLE, id);
}

void
apply_ALARM(struct step *s)
{
	struct subject about;
	uint64_t id;
	enum queue_kind kind;

	if (!subject_target(s->t, s->e->target, &about))
		return;
	kind = alarm_kind(&about, &id);
	queue_put(s->t, kind, s->time, id, s->e->seq);
	set_alarm(s, &about, true);
}

void
apply_ACK(struct step *s)
{
	struct subject about;
	uint64_t id;
	enum queue_kind kind;
	int64_t since;

	if (!subject_target(s->t, s->e->target, &about))
		return;
	kind = alarm_kind(&about, &id);
	if (queue_seek(s->t, kind, id, &since))
		queue_del(s->t, kind, since, id);
	if (kind == QUEUE_USER && queue_seek(s->t, QUEUE_APPEAL, id, &since))
		queue_del(s->t, QUEUE_APPEAL, since, id);
	set_alarm(s, &about, false);
}
