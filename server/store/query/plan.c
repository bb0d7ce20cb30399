/* Lists by a query: the walk over an index, and what it lets pass. */
#include <stdlib.h>

#include "common/endian.h"
#include "common/xalloc.h"
#include "proto/wildmat.h"
#include "server/store/query/plan_private.h"

/* Empty ranges, and boards, passed over in one step. */
enum { RANGES = 64 };
/* What a row costs beside its overview line, in bytes that are read. */
enum { ROW_COST = 512 };

const struct walk plan_walks[] = {
	[INDEX_THREAD] = { 't', T_THREAD, false, false, 17, MEMBER_PREFIX },
	[INDEX_AUTHOR] = { 'w', T_AUTHOR, true, false, 12, 4 },
	[INDEX_STATE] = { 'q', T_STATE, true, true, 13, 5 },
	[INDEX_FAQ] = { 'f', T_FAQ, false, true, 0, 4 },
	[INDEX_ASKED] = { 'k', T_ASKED, true, false, 16, 0 },
	[INDEX_ACTIVE] = { 'a', T_ACTIVE, false, true, 20, 4 },
	[INDEX_NUMBER] = { 'n', T_OVER, false, true, 8, 4 },
	[INDEX_ASIDE] = { 'h', T_ASIDE, false, true, 12, 4 },
	[INDEX_LOGIN] = { '=', T_LOGIN, false, false, 0, 0 },
	[INDEX_OFFICE] = { 'o', T_OFFICE, false, false, 4, 0 },
	[INDEX_OWNER] = { 'p', T_OWN, false, false, 0, 0 },
	[INDEX_BADGE] = { 'b', T_BADGE, false, false, 0, 0 },
	[INDEX_NAME] = { '=', T_NAME, false, false, 0, 0 },
};

/* --- ranges --------------------------------------------------------------- */

size_t
plan_prefix_len(const struct plan *p)
{
	bool named = p->index == INDEX_OWNER || p->index == INDEX_BADGE;

	return named ? p->holders.len : plan_walks[p->index].plen;
}

void
plan_put_prefix(const struct plan *p, unsigned char prefix[PLAN_KEY])
{
	switch (p->index) {
	case INDEX_OWNER:
	case INDEX_BADGE:
		memcpy(prefix, p->holders.b, p->holders.len);
		break;
	case INDEX_THREAD:
		put_be64(prefix, p->thread);
		prefix[8] = 1;
		break;
	case INDEX_AUTHOR:
		put_be32(prefix, p->account);
		break;
	case INDEX_STATE:
		put_be32(prefix, p->board);
		prefix[4] = (unsigned char)p->state;
		break;
	default:
		put_be32(prefix, p->board);
		break;
	}
}

/* The next state of the same board; false behind the last. */
static bool
next_state(struct plan *p)
{
	while (++p->state < STATE_COUNT)
		if ((p->states & 1u << p->state) != 0)
			return true;
	return false;
}

bool
plan_crosses(const struct plan *p)
{
	return (p->index == INDEX_STATE || p->index == INDEX_FAQ) &&
	    query_get(p->q, QUERY_BOARD) != NULL;
}

/* The next board by name, which may be one to walk. */
static enum plan_step
next_named(struct plan *p, struct view *v)
{
	struct board b;

	if (!view_board_next(v, slice_of(p->board_name), &b))
		return PLAN_END;
	slice_copy(b.name, p->board_name, sizeof(p->board_name));
	if (plan_names_board(p, &b) == p->others || !plan_takes_board(p, &b))
		return PLAN_SKIP;
	p->board = b.id;
	return PLAN_ROW;
}

/* The next board to walk. */
static enum plan_step
next_board(struct plan *p, struct view *v)
{
	enum plan_step at = PLAN_END;

	p->state = -1;
	if (p->only != 0 && !p->begun) {
		p->board = p->only;
		return PLAN_ROW;
	}
	if (p->only == 0 || p->others)
		at = next_named(p, v);
	if (at != PLAN_END || p->others || !plan_crosses(p))
		return at;
	p->others = true;
	p->board_name[0] = '\0';
	return PLAN_SKIP;
}

/* PLAN_ROW: there is another range to walk. */
static enum plan_step
next_range(struct plan *p, struct view *v)
{
	const struct walk *x = &plan_walks[p->index];
	enum plan_step at;

	p->klen = 0;
	if (!x->by_board)
		at = p->begun ? PLAN_END : PLAN_ROW;
	else if (p->index == INDEX_STATE && p->ranged && next_state(p))
		at = PLAN_ROW;
	else
		at = next_board(p, v);
	p->begun = true;
	p->ranged = at == PLAN_ROW &&
	    (p->index != INDEX_STATE || p->state >= 0 || next_state(p));
	return at;
}

/* --- walk ----------------------------------------------------------------- */

/* Where a range that is walked backwards begins: nothing lies behind. */
static size_t
put_end(const struct plan *p, unsigned char key[PLAN_KEY])
{
	size_t plen = plan_prefix_len(p);

	memset(key, 0xff, PLAN_KEY);
	if (plen != 0)
		plan_put_prefix(p, key);
	if (p->index == INDEX_ASKED) {
		put_be64(key, (uint64_t)p->high);
		return 16;
	}
	return plen + 8;
}

static bool
seek_back(const struct plan *p, struct cursor *c)
{
	unsigned char key[PLAN_KEY];
	size_t len = p->klen;

	memcpy(key, p->key, len);
	if (len == 0)
		len = put_end(p, key);
	return cursor_seek(c, key, len) ? cursor_prev(c) : cursor_last(c);
}

static bool
seek_on(const struct plan *p, struct cursor *c)
{
	unsigned char key[PLAN_KEY];
	size_t len = p->klen;

	memcpy(key, p->key, len);
	if (len == 0) {
		len = plan_prefix_len(p);
		plan_put_prefix(p, key);
		return cursor_seek(c, key, len);
	}
	if (!cursor_seek(c, key, len))
		return false;
	return !slice_eq(c->key, slice_make((char *)key, len)) ||
	    cursor_next(c);
}

/* Whether the cursor stands on a row of the range. */
static bool
in_range(const struct plan *p, const struct cursor *c)
{
	unsigned char prefix[PLAN_KEY];
	size_t klen = plan_walks[p->index].klen, plen = plan_prefix_len(p);

	if (c->key.len > PLAN_KEY || c->key.len <= plen ||
	    (klen != 0 && c->key.len != klen))
		return false;
	plan_put_prefix(p, prefix);
	if (memcmp(c->key.p, prefix, plen) != 0)
		return false;
	return p->index != INDEX_ASKED ||
	    (int64_t)get_be64(c->key.p) >= p->low;
}

/* What the row is about; 0: nothing that is listed. */
static uint64_t
row_id(const struct plan *p, struct txn *t, const struct cursor *c)
{
	struct thread_rec thread;
	uint64_t id = 0;

	switch (p->index) {
	case INDEX_ACTIVE:
		if (thread_get(t, p->board, get_be64(c->key.p + 12), &thread))
			id = thread_top(t, p->board, thread.root);
		return id;
	case INDEX_NUMBER:
		if (c->val.len >= sizeof(id))
			memcpy(&id, c->val.p, sizeof(id));
		return id;
	case INDEX_LOGIN:
		/* Who left stands there by the digest of a name. */
		if (c->key.p[0] == '\0' || c->val.len != 4)
			return 0;
		return get_be32(c->val.p);
	case INDEX_NAME:
		return c->val.len == 4 ? get_be32(c->val.p) : 0;
	case INDEX_OFFICE:
	case INDEX_OWNER:
	case INDEX_BADGE:
		return get_be32(c->key.p + c->key.len - 4);
	default:
		return get_be64(c->key.p + c->key.len - 8);
	}
}

/* To the next row of the range; false at its end. */
static bool
step(struct plan *p, struct txn *t)
{
	const struct walk *x = &plan_walks[p->index];
	struct cursor c;
	bool more;

	cursor_open(&c, t, x->table);
	more = (x->back ? seek_back(p, &c) : seek_on(p, &c)) &&
	    in_range(p, &c);
	if (more) {
		p->klen = c.key.len;
		memcpy(p->key, c.key.p, c.key.len);
		p->id = row_id(p, t, &c);
	}
	cursor_close(&c);
	return more;
}

/* On to what lies aside, when it was not looked at and may be meant. */
static bool
go_aside(struct plan *p)
{
	if (!p->then_aside)
		return false;
	plan_walk_aside(p);
	p->begun = false;
	p->board_name[0] = '\0';
	return true;
}

/* To the next row of all. */
static enum plan_step
walk(struct plan *p, struct view *v)
{
	for (int i = 0; i < RANGES; i++) {
		if (p->ranged && step(p, v->txn))
			return PLAN_ROW;
		if (next_range(p, v) == PLAN_END && !go_aside(p))
			return PLAN_END;
	}
	return PLAN_SKIP;
}

/* --- rows ----------------------------------------------------------------- */

static bool
load(const struct plan *p, struct txn *t, uint64_t id, struct subject *s)
{
	switch (p->of) {
	case PLAN_USERS:
		return subject_user(t, (uint32_t)id, s);
	case PLAN_BOARDS:
		return subject_board(t, (uint32_t)id, s);
	default:
		return subject_article(t, id, s);
	}
}

/* Whether the board shows its thread by it. */
static bool
begins_in(struct view *v, const struct subject *s, uint32_t board)
{
	struct thread_rec thread;

	return thread_get(v->txn, board, s->rec.thread, &thread) &&
	    thread_top(v->txn, board, thread.root) == s->article;
}

/* The boards whose ranges have it. */
static int
boards_of(const struct plan *p, struct view *v, const struct subject *s,
    uint32_t board[LIMIT_BOARDS])
{
	int n = 0;

	if (p->index == INDEX_ASIDE)
		return home_boards(v->txn, s->article, board);
	if (p->index != INDEX_ACTIVE && p->index != INDEX_NUMBER)
		return 0;
	for (uint32_t i = 0; i < s->rec.nplaces; i++)
		if (p->index == INDEX_NUMBER ||
		    begins_in(v, s, s->place[i].board))
			board[n++] = s->place[i].board;
	return n;
}

/* Whether a walk over boards came by it in a board before. */
static bool
came_before(const struct plan *p, struct view *v, const struct subject *s)
{
	uint32_t board[LIMIT_BOARDS];
	int n = p->only == 0 ? boards_of(p, v, s, board) : 0;
	struct board b;

	for (int i = 0; i < n; i++) {
		if (board[i] == p->board ||
		    !view_board_by_id(v, board[i], &b) ||
		    !plan_names_board(p, &b) || !plan_takes_board(p, &b))
			continue;
		if (slice_cmp(b.name, slice_of(p->board_name)) < 0)
			return true;
	}
	return false;
}

/* A view's articles stand in it, and in boards of their own. */
static bool
means_view(const struct plan *p, const struct query_term *t)
{
	return p->in_view && t->key == QUERY_BOARD &&
	    wildmat_match(t->value, query_get(p->q, QUERY_BOARD)->value);
}

/* Whether it stands somewhere, or those that do not are asked for as well. */
static bool
may_stand_so(const struct plan *p, const struct subject *s)
{
	return s->domain != DOMAIN_ARTICLE ||
	    (s->rec.state == ARTICLE_HERE && s->rec.nplaces != 0) ||
	    (p->aside & 1u << s->rec.state) != 0;
}

/* Whether a board that is meant shows a thread by it. */
static bool
begins_thread(const struct plan *p, struct view *v, const struct subject *s)
{
	struct board b;

	if (s->rec.state != ARTICLE_HERE)
		return s->article == s->root;
	for (uint32_t i = 0; i < s->rec.nplaces; i++)
		if (begins_in(v, s, s->place[i].board) && (p->in_view ||
		    (view_board_by_id(v, s->place[i].board, &b) &&
		    plan_names_board(p, &b) && plan_takes_board(p, &b))))
			return true;
	return false;
}

static bool
passes(const struct plan *p, struct view *v, const struct subject *s)
{
	if (!may_stand_so(p, s) || (p->of == PLAN_THREADS &&
	    p->index != INDEX_ACTIVE && !begins_thread(p, v, s)))
		return false;
	for (int i = 0; i < p->q->n; i++) {
		const struct query_term *t = &p->q->term[i];

		if (means_view(p, t) ? t->negated :
		    !match_term(v->txn, t, s, false, p->now))
			return false;
	}
	return p->sees == NULL || p->sees(s, p->sees_arg);
}

/* The overview line is decoded and searched for every word. */
static size_t
over_cost(const struct plan *p, struct view *v, const struct subject *s)
{
	struct placed at;

	if (!p->reads || s->domain != DOMAIN_ARTICLE || s->rec.nplaces == 0 ||
	    !view_placed(v, s->place[0].board, s->place[0].number, &at))
		return 0;
	return at.over.len;
}

static enum plan_step
next_found(struct plan *p, struct view *v, struct subject *s)
{
	enum plan_step at = walk(p, v);

	p->cost = ROW_COST;
	if (at != PLAN_ROW)
		return at;
	if (p->id == 0 || !load(p, v->txn, p->id, s))
		return PLAN_SKIP;
	p->cost += over_cost(p, v, s);
	if (!passes(p, v, s) ||
	    (s->domain == DOMAIN_ARTICLE && came_before(p, v, s)))
		return PLAN_SKIP;
	return PLAN_ROW;
}

enum plan_step
plan_next(struct plan *p, struct view *v, struct subject *s)
{
	enum plan_step at;

	if (!p->top.wanted)
		return next_found(p, v, s);
	if (!p->top.whole) {
		at = next_found(p, v, s);
		if (at == PLAN_ROW)
			top_add(p, v->txn, s);
		else if (at == PLAN_END)
			top_finish(&p->top);
		return PLAN_SKIP;
	}
	if (!top_next(&p->top, &p->id))
		return PLAN_END;
	return load(p, v->txn, p->id, s) && passes(p, v, s) ? PLAN_ROW :
	    PLAN_SKIP;
}

size_t
plan_cost(const struct plan *p)
{
	return p->cost;
}

uint32_t
plan_board(const struct plan *p)
{
	bool stands = p->index == INDEX_ACTIVE || p->index == INDEX_NUMBER;

	if (p->in_view)
		return 0;
	if (p->only != 0)
		return p->only;
	return stands && !p->top.wanted ? p->board : 0;
}

/* --- beginning ------------------------------------------------------------ */

enum err
plan_new(struct view *v, const struct plan_ask *ask, struct plan **out)
{
	const struct query *q = ask->query;
	struct plan *p = xcalloc(1, sizeof(*p));
	enum err e;

	p->q = q;
	p->of = ask->of;
	p->now = ask->now;
	p->state = -1;
	p->reads = query_get(q, QUERY_WORD) != NULL ||
	    query_get(q, QUERY_BY) != NULL;
	e = plan_choose(p, v, ask->account);
	if (e == OK)
		e = top_init(p, ask->limit);
	if (e == OK && ask->after.p != NULL && !plan_resume(p, v, ask->after))
		e = err_arg("after",
		    "after: is what #more of this list said");
	if (e != OK)
		plan_free(&p);
	*out = p;
	return e;
}

void
plan_sees(struct plan *p, plan_sees_fn *fn, void *arg)
{
	p->sees = fn;
	p->sees_arg = arg;
}

void
plan_free(struct plan **p)
{
	if (*p == NULL)
		return;
	free((*p)->top.row);
	free(*p);
	*p = NULL;
}
