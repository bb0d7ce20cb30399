/*
 * Articles that are not in their boards: taken out by a cancel, waiting for
 * a moderator, or too old. Pure, as all of apply().
 */
#include <stdlib.h>

#include "common/endian.h"
#include "common/xalloc.h"
#include "server/store/community/question.h"
#include "server/store/key.h"
#include "server/store/rules/standing.h"
#include "server/store/community/decide_order.h"

void
aside_put(struct txn *t, uint32_t board, uint64_t id, uint64_t seq)
{
	struct key12 k = key_4_8(board, id);

	txn_put(t, T_ASIDE, &k, sizeof(k), &seq, sizeof(seq));
}

void
held_del(struct txn *t, uint64_t id)
{
	unsigned char key[8];

	put_be64(key, id);
	txn_del(t, T_HELD, key, sizeof(key));
}

uint64_t
aside_get(struct txn *t, uint32_t board, uint64_t id)
{
	struct key12 k = key_4_8(board, id);
	struct slice v;
	uint64_t seq = 0;

	if (txn_get(t, T_ASIDE, &k, sizeof(k), &v) && v.len == sizeof(seq))
		memcpy(&seq, v.p, sizeof(seq));
	return seq;
}

void
aside_del(struct txn *t, uint32_t board, uint64_t id)
{
	struct key12 k = key_4_8(board, id);

	txn_del(t, T_ASIDE, &k, sizeof(k));
}

int
home_boards(struct txn *t, uint64_t article, uint32_t board[LIMIT_BOARDS])
{
	struct question_rec q;
	struct slice name;
	struct event e;
	size_t at = 0;
	int n = 0;

	if (question_get(t, article_root(t, article), &q, NULL) &&
	    aside_get(t, q.board, article) != 0)
		board[n++] = q.board;
	if (!journal_event(t, article, &e))
		return n;
	while (n < LIMIT_BOARDS && view_event_board(&e, &at, &name)) {
		uint32_t id = board_id(t, name);

		if (aside_get(t, id, article) != 0 &&
		    (n == 0 || board[0] != id))
			board[n++] = id;
	}
	return n;
}

void
board_shrink(struct txn *t, uint32_t board, uint32_t n)
{
	struct key8 k = key_4_4(board, 0);
	struct board_row row;
	struct slice text;
	struct cursor c;

	if (n == 0 || !board_row_get(t, board, &row, &text))
		return;
	row.count -= n;
	cursor_open(&c, t, T_OVER);
	if (row.count != 0 && cursor_seek(&c, &k, sizeof(k)) &&
	    memcmp(c.key.p, &k, 4) == 0)
		row.low = get_be32(c.key.p + 4);
	cursor_close(&c);
	board_row_put(t, board, &row, text);
}

/* --- cancel, supersede ------------------------------------------ */

/* It stood nowhere already: it is out of its boards since this event. */
static void
put_further(struct txn *t, uint64_t id, uint64_t seq)
{
	uint32_t board[LIMIT_BOARDS];
	int n = home_boards(t, id, board);

	for (int i = 0; i < n; i++)
		aside_put(t, board[i], id, seq);
}

/* It stands nowhere any more, but still belongs to its boards. */
static void
put_aside(struct txn *t, uint64_t id, uint64_t seq, struct article_rec *rec,
    const struct place_rec *place, enum article_state state)
{
	bool was_here = rec->state == ARTICLE_HERE;

	if (rec->nplaces == 0)
		put_further(t, id, seq);
	for (uint32_t i = 0; i < rec->nplaces; i++) {
		struct key8 k = key_4_4(place[i].board, place[i].number);

		if (was_here)
			txn_del(t, T_OVER, &k, sizeof(k));
		aside_put(t, place[i].board, id, seq);
	}
	rec->naside = (uint8_t)(rec->naside + rec->nplaces);
	rec->nplaces = 0;
	rec->state = (uint8_t)state;
	article_rec_put(t, id, rec, place);
}

void
apply_gone(struct txn *t, const struct event *e, enum article_state state)
{
	struct place_rec place[LIMIT_BOARDS];
	uint64_t id = target_id(t, e->target), heir = 0;
	struct article_rec rec, was;

	if (id == 0 || !article_rec_get(t, id, &rec, place)) {
		txn_fail(t, err_set(ERR_CORRUPT, "event %llu: no such article",
		    (unsigned long long)e->seq));
		return;
	}
	was = rec;
	if (state == ARTICLE_SUPERSEDED)
		heir = target_id(t, event_arg(e->args, "with"));
	put_aside(t, id, e->seq, &rec, place, state);
	if (was.state == ARTICLE_HELD)
		held_del(t, id);
	if (was.state != ARTICLE_HERE)
		return;
	for (int i = 0; i < was.nplaces; i++) {
		board_shrink(t, place[i].board, 1);
		thread_leave(t, place[i].board, rec.thread, 1, rec.date, heir);
	}
}

/* What stands somewhere because of it does not any more. */
static void
leave_all(struct step *s, uint64_t id, enum article_state state)
{
	struct flag_row f = { .article = id };

	apply_gone(s->t, s->e, state);
	/* What its author takes back needs no moderator. */
	if (flag_next(s->t, &f) && f.article == id)
		flags_close(s, id, FLAG_MOOT);
	touch(s, DOMAIN_ARTICLE, id);
}

/* Whoever takes out what somebody else wrote here does so in public. */
static bool
is_foreign(struct step *s, uint64_t id)
{
	struct mark_rec m;

	return slice_starts(s->e->actor, "@") && mark_known(s->t, id) &&
	    mark_get(s->t, id, &m, NULL) &&
	    m.author != 0 && m.author != s->account;
}

void
apply_CANCEL(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target);

	if (is_foreign(s, id))
		modlog_put(s);
	leave_all(s, id, ARTICLE_CANCELLED);
	question_leave(s, id);
}

void
apply_SUPERSEDE(struct step *s)
{
	uint64_t id = target_id(s->t, s->e->target);
	uint64_t to = target_id(s->t, event_arg(s->e->args, "with"));
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	bool hidden = article_rec_get(s->t, id, &rec, place) &&
	    rec.state == ARTICLE_HIDDEN;

	leave_all(s, id, ARTICLE_SUPERSEDED);
	question_move(s, id, to);
	/* A moderator has looked at what was edited. */
	if (hidden)
		order_shown(s, to);
}

/* --- submit ------------------------------------------------------------- */

/* Its places have no numbers yet, and no thread knows it. */
void
apply_SUBMIT(struct step *s)
{
	struct txn *t = s->t;
	const struct event *e = s->e;
	struct slice list = event_arg(e->args, "boards");
	struct article_rec rec = { .state = ARTICLE_HELD };
	struct place_rec place[LIMIT_BOARDS];
	unsigned char d[DIGEST_LEN], key[8];
	uint64_t size = 0;

	while (list.p != NULL && rec.nplaces < LIMIT_BOARDS)
		place[rec.nplaces++] = (struct place_rec){
			.board = board_id(t, slice_cut(&list, ',')) };
	event_arg_u64(e->args, "size", &size);
	rec.bytes = (uint32_t)size;
	target_digest(e->target, d);
	put_be64(key, e->seq);
	msgid_put(t, d, e->seq);
	article_rec_put(t, e->seq, &rec, place);
	txn_put(t, T_HELD, key, sizeof(key), "", 0);
	question_wait(s);
}

/* --- expire ------------------------------------------------------------- */

/* The first article of the board below low; 0 when there is none. */
static uint64_t
first_over(struct txn *t, uint32_t board, uint64_t after, uint64_t low,
    uint64_t *number)
{
	struct key8 k = key_4_4(board, (uint32_t)after + 1);
	struct cursor c;
	uint64_t id = 0;

	cursor_open(&c, t, T_OVER);
	if (cursor_seek(&c, &k, sizeof(k)) && c.val.len > sizeof(id) &&
	    memcmp(c.key.p, &k, 4) == 0 && get_be32(c.key.p + 4) < low) {
		*number = get_be32(c.key.p + 4);
		memcpy(&id, c.val.p, sizeof(id));
	}
	cursor_close(&c);
	return id;
}

static uint64_t
first_aside(struct txn *t, uint32_t board, uint64_t after, uint64_t before)
{
	struct key12 k = key_4_8(board, after + 1);
	struct cursor c;
	uint64_t id = 0;

	cursor_open(&c, t, T_ASIDE);
	if (cursor_seek(&c, &k, sizeof(k)) && memcmp(c.key.p, &k, 4) == 0)
		id = get_be64(c.key.p + 4);
	cursor_close(&c);
	return id < before ? id : 0;
}

void
expire_each(struct txn *t, uint32_t board, uint64_t low, uint64_t before,
    expire_fn *fn, void *arg)
{
	uint64_t id, number = 0, after = 0;

	while ((id = first_over(t, board, number, low, &number)) != 0)
		fn(t, id, arg);
	while ((after = first_aside(t, board, after, before)) != 0)
		fn(t, after, arg);
}

/* What of one thread leaves the board by one event. */
struct leaving {
	uint64_t thread;
	int64_t newest;
	uint32_t n;
};

struct expiring {
	struct step *step;
	uint32_t board, n;
	struct leaving *thread;
	size_t threads, cap;
};

static void
note_leaving(struct expiring *x, const struct article_rec *rec)
{
	struct leaving *l = x->thread;
	size_t i = 0;

	while (i < x->threads && l[i].thread != rec->thread)
		i++;
	if (i == x->cap) {
		x->cap = x->cap != 0 ? 2 * x->cap : 32;
		x->thread = l = xrealloc(l, x->cap * sizeof(*l));
	}
	if (i == x->threads)
		l[x->threads++] = (struct leaving){
			.thread = rec->thread, .newest = INT64_MIN };
	l[i].n++;
	if (rec->date > l[i].newest)
		l[i].newest = rec->date;
	x->n++;
}

/* Takes the article out of the board, or out of what lies aside for it. */
static void
expire_one(struct txn *t, uint64_t id, void *arg)
{
	struct expiring *x = arg;
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	const struct place_rec *at;
	struct key12 aside = key_4_8(x->board, id);
	struct key8 over;

	if (!article_rec_get(t, id, &rec, place))
		return;
	/* What an act has never touched stands in no view and is not armed. */
	if (standing_looks_at(t, id))
		touch(x->step, DOMAIN_ARTICLE, id);
	at = article_place(&rec, place, x->board);
	if (at != NULL) {
		over = key_4_4(at->board, at->number);
		txn_del(t, T_OVER, &over, sizeof(over));
		note_leaving(x, &rec);
		if (rec.were == 0)
			rec.were = rec.nplaces;
		article_place_del(&rec, place, at);
	} else {
		txn_del(t, T_ASIDE, &aside, sizeof(aside));
		rec.naside--;
	}
	if (rec.nplaces == 0 && rec.naside == 0) {
		/* Threads that become one later do so without it. */
		rec.state = ARTICLE_EXPIRED;
		rec.parent = 0;
		rec.gap = 0;
		/* Replay does not know it when the bytes were replaced. */
		rec.bytes = 0;
		thread_forget(t, rec.thread, id);
		order_forget(t, id);
		question_expire(t, id);
	}
	article_rec_put(t, id, &rec, place);
}

void
apply_EXPIRE(struct step *s)
{
	struct txn *t = s->t;
	const struct event *e = s->e;
	struct expiring x = { .board = board_id(t, e->target), .step = s };
	uint64_t low = 0, before = 0;

	event_arg_u64(e->args, "low", &low);
	event_arg_u64(e->args, "before", &before);
	expire_each(t, x.board, low, before, expire_one, &x);
	board_shrink(t, x.board, x.n);
	for (size_t i = 0; i < x.threads; i++)
		thread_leave(t, x.board, x.thread[i].thread, x.thread[i].n,
		    x.thread[i].newest, 0);
	free(x.thread);
}
