/*
 * The overview line of an article in a view: that of its own board, under the
 * view's number.
 */
#include "server/store/community/rows.h"
#include "server/store/key.h"
#include "server/store/rules/views.h"

/* Xref names the real board, so that what is read here is read there. */
static void
put_real_xref(struct view *v, const struct place_rec *home, struct buf *out)
{
	struct slice name, text, board;
	struct board_row row;

	if (!txn_get(v->txn, T_PROP, "name", 4, &name) ||
	    !board_row_get(v->txn, home->board, &row, &text))
		return;
	board = slice_cut(&text, '\t');
	buf_printf(out, "Xref: %.*s %.*s:%lu", SLICE_ARG(name),
	    SLICE_ARG(board), (unsigned long)home->number);
}

/* The line of the article's first board, as it is in the view. */
static void
put_line(struct view *v, uint64_t number, const struct place_rec *home,
    struct slice over, struct buf *out)
{
	struct slice rest = over, bytes, lines, xref;
	uint64_t size = 0;
	const char *from, *to;
	size_t mark;

	slice_cut(&rest, '\t');
	from = rest.p;
	for (int i = 0; i < 5; i++)
		slice_cut(&rest, '\t');
	to = rest.p;
	bytes = slice_cut(&rest, '\t');
	lines = slice_cut(&rest, '\t');
	xref = slice_cut(&rest, '\t');
	if (to == NULL || rest.p == NULL || !slice_u64(bytes, &size))
		return;
	buf_put_u64(out, number);
	buf_putc(out, '\t');
	buf_put(out, from, (size_t)(to - from));
	if (xref.len != 0) {
		buf_put(out, to, (size_t)(over.p + over.len - to));
		return;
	}
	mark = out->len;
	put_real_xref(v, home, out);
	size += out->len - mark + 2;
	out->len = mark;
	buf_put_u64(out, size);
	buf_putc(out, '\t');
	buf_put_slice(out, lines);
	buf_putc(out, '\t');
	put_real_xref(v, home, out);
	buf_putc(out, '\t');
	buf_put_slice(out, rest);
}

bool
view_put_line(struct view *v, uint64_t number, uint64_t id, struct buf *out)
{
	struct place_rec place[LIMIT_BOARDS];
	const struct place_rec *home;
	struct article_rec rec;
	struct key8 k;
	size_t mark = out->len;
	struct slice row;

	if (!article_rec_get(v->txn, id, &rec, place) ||
	    (home = view_home(v->txn, &rec, place)) == NULL)
		return false;
	k = key_4_4(home->board, home->number);
	if (!txn_get(v->txn, T_OVER, &k, sizeof(k), &row) ||
	    row.len <= sizeof(id))
		return false;
	put_line(v, number, home, slice_from(row, sizeof(id)), out);
	return out->len != mark;
}
