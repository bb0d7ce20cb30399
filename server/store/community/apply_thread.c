/* Order over threads, in the tables. */
#include <stdlib.h>

#include "common/endian.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "server/store/community/decide_order.h"

/* Titles of before that still find a thread. */
enum { TITLES_MAX = 8 };

static void
set_flag(struct question_rec *q, unsigned flag, bool on)
{
	q->flags &= ~flag;
	q->flags |= on ? flag : 0;
}

void
apply_PIN(struct step *s)
{
	struct question_rec q;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	set_flag(&q, QUESTION_PINNED, turns_on(s));
	question_keep(s, root, &q);
	modlog_put(s);
}

void
apply_LOCK(struct step *s)
{
	struct question_rec q;
	uint64_t root;

	if (!question_of_target(s, &root, &q))
		return;
	set_flag(&q, QUESTION_LOCKED, turns_on(s));
	if (!date_parse_rfc3339(event_arg(s->e->args, "until"), &q.locked))
		q.locked = 0;
	question_keep(s, root, &q);
	modlog_put(s);
}

/* --- titles and tags ------------------------------------------------------ */

/* Its row with other texts, begun if need be. */
static void
keep_text(struct step *s, uint64_t root, const struct buf *text)
{
	struct question_rec q;

	if (!question_find(s->t, root, &q))
		return;
	question_put(s->t, root, &q, buf_slice(text));
	question_keep(s, root, &q);
}

static void
count_edit(struct step *s)
{
	struct account_rec me;

	if (!account_get(s->t, s->account, &me, NULL))
		return;
	account_day(&me, s->time);
	me.day_edits++;
	account_edited(&me);
	account_keep(s, s->account, &me);
}

/* Tags, title and the titles of before; empty ones when there is no row. */
static void
take_text(struct step *s, uint64_t root, struct slice *tags,
    struct slice *title, struct slice *titles)
{
	struct slice text = { NULL, 0 };
	struct question_rec q;

	question_get(s->t, root, &q, &text);
	*tags = slice_cut(&text, '\t');
	*title = slice_cut(&text, '\t');
	*titles = text;
}

void
apply_RETITLE(struct step *s)
{
	uint64_t root = article_root(s->t, target_id(s->t, s->e->target));
	struct buf text = BUF_INIT(LIMIT_HEADER);
	struct slice tags, title, titles;
	int n = 0;

	take_text(s, root, &tags, &title, &titles);
	buf_put_slice(&text, tags);
	buf_putc(&text, '\t');
	text_unescape(&text, event_text(s->e->args));
	if (title.len != 0) {
		buf_putc(&text, '\t');
		buf_put_slice(&text, title);
		n++;
	}
	while (titles.p != NULL && titles.len != 0 && n++ < TITLES_MAX) {
		buf_putc(&text, '\t');
		buf_put_slice(&text, slice_cut(&titles, '\t'));
	}
	keep_text(s, root, &text);
	count_edit(s);
	modlog_put(s);
	buf_clear(&text);
}

void
apply_TAG(struct step *s)
{
	uint64_t root = article_root(s->t, target_id(s->t, s->e->target));
	struct buf text = BUF_INIT(LIMIT_HEADER);
	struct slice tags, title, titles;

	take_text(s, root, &tags, &title, &titles);
	text_unescape(&text, event_arg(s->e->args, "tags"));
	buf_putc(&text, '\t');
	buf_put_slice(&text, title);
	if (titles.p != NULL) {
		buf_putc(&text, '\t');
		buf_put_slice(&text, titles);
	}
	keep_text(s, root, &text);
	count_edit(s);
	buf_clear(&text);
}

/* --- to another board ----------------------------------------------------- */

/* All of a thread, as there are at most MOVE_MAX of them. */
static uint64_t *
take_members(struct txn *t, uint64_t thread, size_t *n)
{
	struct view v = { .txn = t };
	uint64_t *list = xcalloc(MOVE_MAX, sizeof(*list)), id = 0;

	for (*n = 0; *n < MOVE_MAX; ++*n) {
		id = view_thread_article(&v, thread, id);
		if (id == 0)
			break;
		list[*n] = id;
	}
	return list;
}

static enum question_state
state_there(const struct question_rec *q, enum board_kind kind)
{
	enum question_state state = (enum question_state)q->state;
	bool asks = kind == KIND_QA || kind == KIND_IDEAS;

	switch (state) {
	case STATE_NONE:
		return asks ? question_rest(q) : state;
	case STATE_OPEN:
	case STATE_ANSWERED:
	case STATE_ESCALATED:
	case STATE_NEEDSINFO:
		return asks ? state : STATE_NONE;
	default:
		return state;
	}
}

static void
move_question(struct step *s, uint64_t root, uint32_t from, uint32_t to)
{
	struct question_rec q;
	struct subject board;

	if (!question_get(s->t, root, &q, NULL) || q.board != from ||
	    !subject_board(s->t, to, &board))
		return;
	q.board = to;
	q.kind = board_kind_find(board.kind);
	question_enter(s, &q, state_there(&q, (enum board_kind)q.kind));
	question_keep(s, root, &q);
}

/* What lies aside for the old board does so for the new one. */
static void
move_aside(struct step *s, uint64_t id, uint32_t from, uint32_t to)
{
	uint64_t seq = aside_get(s->t, from, id);
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	if (seq == 0 || !article_rec_get(s->t, id, &rec, place))
		return;
	aside_del(s->t, from, id);
	if (aside_get(s->t, to, id) == 0) {
		aside_put(s->t, to, id, seq);
		return;
	}
	rec.naside--;
	article_rec_put(s->t, id, &rec, place);
}

/* It leaves the old board, where its thread is counted no more. */
static void
move_article(struct step *s, uint64_t id, uint32_t from,
    struct place_rec *next)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	if (!article_rec_get(s->t, id, &rec, place))
		return;
	if (rec.state != ARTICLE_HERE ||
	    article_place(&rec, place, from) == NULL) {
		move_aside(s, id, from, next->board);
		return;
	}
	if (place_move(s->t, id, from, next)) {
		article_rec_get(s->t, id, &rec, place);
		place_count(s->t, next);
		thread_enter(s->t, id, &rec, next->board);
		next->number++;
	}
	touch(s, DOMAIN_ARTICLE, id);
}

void
apply_MOVE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target), first = 0, *list;
	uint32_t from = board_id(s->t, event_arg(s->e->args, "from"));
	struct place_rec next = { .board =
	    board_id(s->t, event_arg(s->e->args, "board")) };
	struct place_rec place[LIMIT_BOARDS];
	struct thread_rec thread;
	struct article_rec rec;
	struct question_rec q;
	uint64_t root = article_root(s->t, id);
	size_t n;

	if (!article_rec_get(s->t, id, &rec, place) || from == 0 ||
	    next.board == 0)
		return;
	event_arg_u64(s->e->args, "first", &first);
	next.number = (uint32_t)first;
	if (question_find(s->t, root, &q))
		question_keep(s, root, &q);
	list = take_members(s->t, rec.thread, &n);
	if (thread_get(s->t, from, rec.thread, &thread)) {
		thread_del(s->t, from, rec.thread, &thread);
		count_threads(s->t, from, -1);
	} else {
		thread.articles = 0;
	}
	for (size_t i = 0; i < n; i++)
		move_article(s, list[i], from, &next);
	board_shrink(s->t, from, thread.articles);
	for (size_t i = 0; i < n; i++)
		move_question(s, list[i], from, next.board);
	free(list);
	modlog_put(s);
}

/* --- into another thread -------------------------------------------------- */

/* What is below the old root belongs to the other question with it. */
static void
move_root(struct step *s, uint64_t from, uint64_t into)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct mark_rec m;
	uint64_t *list;
	size_t n;

	if (!article_rec_get(s->t, from, &rec, place))
		return;
	mark_get(s->t, from, &m, NULL);
	m.root = into;
	m.bits &= ~(unsigned)MARK_ROOT;
	mark_keep(s, from, &m);
	list = take_members(s->t, rec.thread, &n);
	for (size_t i = 0; i < n; i++)
		touch(s, DOMAIN_ARTICLE, list[i]);
	free(list);
}

void
apply_MERGE(struct step *s)
{
	uint64_t from = article_root(s->t, target_id(s->t, s->e->target));
	struct buf msgid = BUF_INIT(LIMIT_LINE);
	struct question_rec old, q;
	uint64_t parent, into;

	text_unescape(&msgid, event_arg(s->e->args, "into"));
	parent = target_id(s->t, buf_slice(&msgid));
	into = article_root(s->t, parent);
	buf_clear(&msgid);
	if (from == 0 || into == 0 || from == into ||
	    !question_find(s->t, from, &old) || !question_find(s->t, into, &q))
		return;
	move_root(s, from, into);
	thread_join(s->t, from, parent);
	voices_join(s, from, &old, into, &q);
	q.replies += old.replies + 1;
	q.active = q.active > old.active ? q.active : old.active;
	answers_join(s, &old, &q);
	solutions_join(s, from, &old, into, &q);
	question_keep(s, into, &q);
	old.before = old.state;
	claim_end(s, from, &old);
	question_enter(s, &old, STATE_DUPLICATE);
	old.dup_of = into;
	question_keep(s, from, &old);
	modlog_put(s);
}
