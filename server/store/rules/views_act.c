/*
 * The act "view": a view begins, ends, and looks in slices at what was there
 * before it.
 */
#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/article.h"
#include "server/store/community/rows.h"
#include "server/store/key.h"
#include "server/store/query/scan.h"
#include "server/store/rules/views_row.h"

/* --- the act -------------------------------------------------------------- */

static struct slice
key_of(uint32_t board, struct key4 *k)
{
	*k = key_4(board);
	return slice_make((char *)k->b, sizeof(k->b));
}

static void
put_board(struct step *s, uint32_t id, bool named)
{
	struct buf text = BUF_INIT(LIMIT_LINE * 2);
	struct key4 key = key_4(id);
	struct board_row row;
	struct slice old;

	if (!view_row(s->t, id, &row, &old))
		row.created = s->e->time;
	if (named) {
		row.made = s->e->seq <= UINT32_MAX ? (uint32_t)s->e->seq : 0;
		buf_put_slice(&text, s->e->target);
		buf_puts(&text, "\tview\t");
		text_unescape(&text, event_arg(s->e->args, "title"));
		board_row_put(s->t, id, &row, buf_slice(&text));
		txn_put(s->t, T_NAME, s->e->target.p, s->e->target.len,
		    &key, sizeof(key));
	} else {
		txn_del(s->t, T_NAME, s->e->target.p, s->e->target.len);
	}
	buf_clear(&text);
}

/* From here on articles enter by themselves, those of before by walks. */
static void
begin(struct step *s, uint32_t id)
{
	struct buf text = BUF_INIT(LIMIT_HEADER);
	bool ready = event_arg(s->e->args, "ready").p != NULL;
	struct standing_rec rec = { .id = id,
		.at = ready ? STANDING_READY : 1 };
	struct key4 k;

	text_unescape(&text, event_text(s->e->args));
	put_board(s, id, true);
	standing_put(s, T_QUERY, key_of(id, &k), &rec, buf_slice(&text));
	buf_clear(&text);
}

/* Its rows go by walks; its number is not given to another board. */
static void
end(struct step *s, uint32_t id)
{
	struct standing_rec rec = { .id = id, .at = 1 };
	struct key4 k;

	put_board(s, id, false);
	standing_put(s, T_QUERY, key_of(id, &k), &rec, SLICE(""));
}

/* --- walks ---------------------------------------------------------------- */

/* The rows of a view that ends, from a place on: its keys as one number. */
static uint64_t
first_row(uint32_t id)
{
	return (uint64_t)id << 32;
}

/* Where they end; those of accounts' own views are the last of all. */
static bool
in_view(const struct standing_view *w, uint64_t key)
{
	uint32_t board = (uint32_t)(key >> 32);

	return board == w->rec.id || (w->mine && board >= BOARD_MINE);
}

static int
walk_rows(struct txn *t, const struct standing_view *w, uint64_t from,
    uint64_t to, uint64_t keys[WALK_LOOK], uint64_t *next)
{
	struct key8 k = key_8(from < first_row(w->rec.id) ?
	    first_row(w->mine ? BOARD_MINE : w->rec.id) : from);
	struct cursor c;
	int n = 0;

	*next = STANDING_READY;
	cursor_open(&c, t, T_OVER);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more;
	    more = cursor_next(&c)) {
		uint64_t key = get_be64(c.key.p);

		if (key >= to || !in_view(w, key))
			break;
		if (n == WALK_LOOK) {
			*next = key;
			break;
		}
		keys[n++] = key;
	}
	cursor_close(&c);
	return n;
}

static void
walk(struct step *s, uint32_t id, uint64_t from, uint64_t to)
{
	const struct standing_view *w = view_find(standing_of(s->t), id);
	struct standing_rec rec = { .id = id, .at = to };
	uint64_t ids[WALK_LOOK], next;
	struct key4 k;
	bool ends;
	int n;

	if (w == NULL)
		return;
	ends = w->text[0] == '\0';
	n = ends ? walk_rows(s->t, w, from, to, ids, &next) :
	    walk_ids(s->t, DOMAIN_ARTICLE, w->bare, from, to, ids, &next);
	for (int i = 0; i < n; i++)
		if (ends)
			view_drop_row(s->t, ids[i]);
		else
			view_look_at(s, id, ids[i]);
	if (ends && to == STANDING_READY)
		standing_del(s, T_QUERY, key_of(id, &k));
	else
		standing_put(s, T_QUERY, key_of(id, &k), &rec,
		    slice_make(NULL, 0));
}

void
apply_VIEW(struct step *s)
{
	uint64_t id = 0, from, to;

	event_arg_u64(s->e->args, "id", &id);
	if (walk_get(s->e->args, &from, &to))
		walk(s, (uint32_t)id, from, to);
	else if (event_text(s->e->args).len != 0)
		begin(s, (uint32_t)id);
	else
		end(s, (uint32_t)id);
}

/* --- deciding ------------------------------------------------------------- */

static enum err
decide_walk(struct view *v, uint32_t id, struct decision *d)
{
	const struct standing_view *w =
	    view_find(standing_of(v->txn), id);
	uint64_t ids[WALK_LOOK], next;

	if (w == NULL || w->rec.at == STANDING_READY)
		return err_set(ERR_EXISTS, "all of it is there");
	if (w->text[0] == '\0')
		walk_rows(v->txn, w, w->rec.at, STANDING_READY, ids, &next);
	else
		walk_ids(v->txn, DOMAIN_ARTICLE, w->bare, w->rec.at,
		    STANDING_READY, ids, &next);
	event_put_arg_u64(&d->args, "id", id);
	walk_put(&d->args, w->rec.at, next);
	return OK;
}

static enum err
check_query(struct slice name, struct slice text, struct query *q)
{
	enum err e;
	int column;

	e = query_parse(text, q, &column);
	if (e == OK)
		e = query_check(q, QUERY_OF_ARTICLE, true, &column);
	if (e == OK && query_is_secret(q))
		e = err_arg(":", "what is flagged is for moderators, "
		    "and a view for everybody");
	if (e == OK && query_has_me(q) != slice_is(name, "view.mine"))
		e = err_arg(":", "@me is for view.mine, and that is "
		    "for @me");
	return e;
}

/* A name's view; 0 when it has none. */
static uint32_t
view_id(struct view *v, struct slice name)
{
	uint32_t id = board_id(v->txn, name);

	return id != 0 && view_board_query(v, id).p != NULL ? id : 0;
}

static enum err
decide_end(struct view *v, const struct intent *i, struct decision *d)
{
	uint32_t id = view_id(v, i->target);

	if (id == 0)
		return err_set(ERR_NOTFOUND, "no such view; XLIST view shows "
		    "what there is");
	event_put_arg_u64(&d->args, "id", id);
	d->again = true;
	return OK;
}

/* The title it has stays when none is given. */
static enum err
put_title(struct view *v, const struct intent *i, uint32_t id,
    struct decision *d, bool *same)
{
	struct slice raw = event_arg(i->args, "title");
	struct buf title = BUF_INIT(LIMIT_TITLE);
	struct board b;
	enum err e;

	text_unescape(&title, raw);
	*same = false;
	if (id != 0 && view_board_by_id(v, id, &b)) {
		if (raw.p == NULL)
			buf_put_slice(&title, b.title);
		*same = slice_eq(buf_slice(&title), b.title);
	}
	e = check_line(&title, "title", "title");
	if (e == OK)
		event_put_arg(&d->args, "title", buf_slice(&title));
	buf_clear(&title);
	return e;
}

static enum err
decide_begin(struct view *v, const struct intent *i, struct slice text,
    struct query *q, struct decision *d)
{
	uint32_t id = view_id(v, i->target);
	uint64_t ids[WALK_LOOK], next;
	bool same;
	enum err e = check_query(i->target, text, q);

	if (e == OK && id == 0 &&
	    standing_of(v->txn)->nviews >= LIMIT_VIEWS)
		e = err_set(ERR_STATE, "there are %d views; end one first",
		    LIMIT_VIEWS);
	if (e != OK)
		return e;
	event_put_arg_u64(&d->args, "id",
	    id != 0 ? id : board_next_id(v));
	e = put_title(v, i, id, d, &same);
	if (e == OK && same && slice_eq(text, view_board_query(v, id)))
		e = err_set(ERR_EXISTS, "the view is so already");
	if (e != OK)
		return e;
	if (id == 0 && walk_ids(v->txn, DOMAIN_ARTICLE, true, 1,
	    STANDING_READY, ids, &next) == 0)
		event_put_arg(&d->args, "ready", SLICE("1"));
	else
		d->again = true;
	event_put_text(&d->args, text);
	return OK;
}

/* The number of the one of that name that is not ready; there is one. */
static uint32_t
unfinished_view(struct view *v, struct slice name)
{
	const struct standing *st = standing_of(v->txn);
	struct board_row row;
	struct slice text;

	for (int i = 0; i < st->nviews; i++)
		if (st->view[i].rec.at != STANDING_READY &&
		    board_row_get(v->txn, st->view[i].rec.id, &row, &text) &&
		    slice_eq(slice_cut(&text, '\t'), name))
			return st->view[i].rec.id;
	return 0;
}

enum err
decide_VIEW(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf text = BUF_INIT(LIMIT_LINE);
	struct query *q;
	uint64_t id;
	enum err e;

	buf_put_slice(&d->target, i->target);
	if (d->me->system && event_arg_u64(i->args, "walk", &id))
		return decide_walk(v, (uint32_t)id, d);
	/* The first slice comes at once. */
	if (d->round != 0)
		return decide_walk(v, unfinished_view(v, i->target), d);
	if (!article_board_valid(i->target) ||
	    i->target.len > LIMIT_BOARD_NAME ||
	    !slice_starts(i->target, "view."))
		return err_arg("@", "a view is named view. and words "
		    "in lower case, like view.open.tv");
	text_unescape(&text, event_text(i->args));
	q = xmalloc(sizeof(*q));
	e = check_line(&text, "query", ":");
	if (e == OK)
		e = text.len != 0 ?
		    decide_begin(v, i, buf_slice(&text), q, d) :
		    decide_end(v, i, d);
	free(q);
	buf_clear(&text);
	return e;
}
