/* Threads of a board, articles of a thread or a board, as lists. */
#include "proto/msgid.h"
#include "server/cmd/list_kind.h"
#include "server/cmd/select.h"

#define KEY(id) (1ull << QUERY_##id)

/* Articles that are gone, between one and what it is shown below. */
enum { CLIMB = 32 };

/* Where the article stands in a board (0: in its first); false if nowhere. */
static bool
place_in(struct view *v, const struct article_row *row, uint32_t board,
    struct place *place, struct placed *at)
{
	for (int i = 0; i < row->nplaces; i++)
		if (board == 0 || row->place[i].board == board) {
			*place = row->place[i];
			return view_placed(
			    v, place->board, place->number, at);
		}
	return false;
}

static struct slice
msgid_of(struct view *v, uint64_t id)
{
	struct placed at;

	if (id == 0 || !select_place(v, id, &at))
		return slice_make(NULL, 0);
	return over_part(at.over, OVER_MSGID);
}

static void
put_board_name(struct row *r, struct view *v, uint32_t id)
{
	struct board b;

	row_put(r, view_board_by_id(v, id, &b) ? b.name : SLICE(""));
}

/* Author and subject are the last cells; whether the query lets them pass. */
static enum list_step
finish_row(struct list *l, struct view *v, const struct placed *at)
{
	struct row *r = &l->row;

	row_put_header(r, over_part(at->over, OVER_FROM));
	row_put_header(r, over_part(at->over, OVER_SUBJECT));
	return list_passes(l, v, at->id, row_cell(r, r->n - 2),
	    row_cell(r, r->n - 1)) ? LIST_ROW : LIST_SKIP;
}

/* The nearest one above it that is in a board. */
static struct slice
parent_of(struct view *v, const struct article_row *row)
{
	struct article_row above = *row;
	struct slice msgid = { NULL, 0 };

	for (int i = 0; i < CLIMB && above.parent != 0 && msgid.len == 0; i++) {
		msgid = msgid_of(v, above.parent);
		if (msgid.len == 0 &&
		    !view_article_row(v, above.parent, &above))
			break;
	}
	return msgid;
}

/* --- thread --------------------------------------------------------------- */

/* The token is "active.id" of the last thread. */
static enum err
begin_thread(struct list *l, struct view *v, struct slice after)
{
	struct slice rest = after, active = slice_cut(&rest, '.');
	uint64_t seconds;
	bool past = active.len > 1 && active.p[0] == 'b';

	if (after.p == NULL)
		return list_board(l, v);
	/* Dates before 1970 are written with a b in front. */
	if (!slice_u64(slice_from(active, past), &seconds) ||
	    seconds > INT64_MAX || !slice_u64(rest, &l->cursor.thread))
		return err_set(ERR_SYNTAX,
		    "after: is what #more of this list said");
	l->cursor.active = past ? -(int64_t)seconds : (int64_t)seconds;
	l->cursor.begun = true;
	return list_board(l, v);
}

static void
token_thread(const struct list *l, struct buf *out)
{
	int64_t active = l->cursor.active;

	if (active < 0)
		buf_putc(out, 'b');
	buf_put_u64(out, active < 0 ? -(uint64_t)active : (uint64_t)active);
	buf_putc(out, '.');
	buf_put_u64(out, l->cursor.thread);
}

static enum list_step
next_thread(struct list *l, struct view *v)
{
	struct article_row root, last;
	struct thread_row t;
	struct place first, newest;
	struct placed at, end;
	struct row *r = &l->row;

	if (!view_thread_next(v, l->board, &l->cursor, &t))
		return LIST_END;
	if (!view_article_row(v, t.root, &root) ||
	    !view_article_row(v, t.last, &last) ||
	    !place_in(v, &root, l->board, &first, &at) ||
	    !place_in(v, &last, l->board, &newest, &end))
		return LIST_SKIP;
	row_put(r, over_part(at.over, OVER_MSGID));
	put_board_name(r, v, l->board);
	row_put_u64(r, first.number);
	row_put_time(r, root.date);
	row_put_time(r, t.active);
	row_put_u64(r, t.articles);
	row_put_u64(r, newest.number);
	return finish_row(l, v, &at);
}

const struct list_kind list_kind_thread = {
	.name = "thread",
	.columns = "mid board number date active articles last author subject",
	.keys = KEY(BOARD) | KEY(BY) | KEY(LIMIT) | KEY(AFTER) | KEY(COLS) |
	    KEY(WORD),
	.takes = "board:NAME [words] by: limit: after: cols:",
	.begin = begin_thread,
	.next = next_thread,
	.token = token_thread,
};

/* --- article -------------------------------------------------------------- */

static enum err
begin_article(struct list *l, struct view *v, struct slice after)
{
	const struct query_term *t = query_get(&l->query, QUERY_THREAD);
	struct article_row row;
	uint64_t id;

	if (after.p != NULL && !slice_u64(after, &l->at))
		return err_set(ERR_SYNTAX,
		    "after: is what #more of this list said");
	if (t == NULL)
		return list_board(l, v);
	if (!msgid_valid(t->value))
		return err_set(ERR_SYNTAX,
		    "thread: is a message-id, like thread:<1@example.org>");
	id = view_article_id(v, t->value);
	if (id == 0 || !view_article_row(v, id, &row) ||
	    row.state != ARTICLE_HERE)
		return err_set(ERR_NOTFOUND,
		    "no article with that message-id");
	l->thread = row.thread;
	return query_get(&l->query, QUERY_BOARD) != NULL ? list_board(l, v) :
	    OK;
}

/* The next id by thread or by number; 0 at the end. */
static uint64_t
step_article(struct list *l, struct view *v)
{
	struct placed at;

	if (l->thread != 0) {
		l->at = view_thread_article(v, l->thread, l->at);
		return l->at;
	}
	if (!view_placed_near(v, l->board, l->at + 1, 1, &at))
		return 0;
	l->at = at.number;
	return at.id;
}

static enum list_step
next_article(struct list *l, struct view *v)
{
	uint64_t before = l->at, id = step_article(l, v);
	struct row *r = &l->row;
	struct article_row row;
	struct place place;
	struct placed at;

	if (id == 0) {
		l->at = before;
		return LIST_END;
	}
	if (!view_article_row(v, id, &row) ||
	    !place_in(v, &row, l->board, &place, &at))
		return LIST_SKIP;
	row_put(r, over_part(at.over, OVER_MSGID));
	put_board_name(r, v, place.board);
	row_put_u64(r, place.number);
	row_put(r, parent_of(v, &row));
	row_put_time(r, row.date);
	row_put_u64(r, row.bytes);
	row_put_u64(r, row.lines);
	return finish_row(l, v, &at);
}

static void
token_article(const struct list *l, struct buf *out)
{
	buf_put_u64(out, l->at);
}

const struct list_kind list_kind_article = {
	.name = "article",
	.columns = "mid board number parent date bytes lines author subject",
	.keys = KEY(THREAD) | KEY(BOARD) | KEY(BY) | KEY(LIMIT) | KEY(AFTER) |
	    KEY(COLS) | KEY(WORD),
	.takes = "thread:<message-id> or board:NAME [words] by: limit: after: "
	    "cols:",
	.begin = begin_article,
	.next = next_article,
	.token = token_article,
};
