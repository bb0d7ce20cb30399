/* Boards as a snapshot has them, and the lines of what stands there. */
#include "server/store/key.h"
#include "server/store/query/scan.h"
#include "server/store/rules/views.h"

/* --- boards ------------------------------------------------------------- */

/* An account's own view.mine has only numbers of its own. */
static bool
take_mine(struct view *v, uint32_t id, struct board_row *row,
    struct slice *text)
{
	struct board_row mine;
	struct slice none;

	if (!board_row_get(
	    v->txn, board_id(v->txn, SLICE("view.mine")), row, text))
		return false;
	row->low = 1;
	row->high = row->count = 0;
	if (board_row_get(v->txn, id, &mine, &none)) {
		row->low = mine.low;
		row->high = mine.high;
		row->count = mine.count;
	}
	return true;
}

bool
view_board_by_id(struct view *v, uint32_t id, struct board *out)
{
	struct board_row row;
	struct slice text;

	if (id >= BOARD_MINE ? !take_mine(v, id, &row, &text) :
	    !board_row_get(v->txn, id, &row, &text))
		return false;
	*out = (struct board){
		.id = id,
		.created = row.created,
		.made = row.made,
		.low = row.count != 0 ? row.low : (uint64_t)row.high + 1,
		.high = row.high,
		.count = row.count,
		.threads = row.threads,
		.status = (char)row.status,
	};
	out->name = slice_cut(&text, '\t');
	out->kind = slice_cut(&text, '\t');
	out->title = text;
	return true;
}

bool
view_board(struct view *v, struct slice name, struct board *out)
{
	uint32_t id = board_id(v->txn, name);

	return id != 0 && view_board_by_id(v, id, out);
}

bool
view_board_next(struct view *v, struct slice after, struct board *out)
{
	struct cursor c;
	uint32_t id = 0;
	bool more;

	cursor_open(&c, v->txn, T_NAME);
	more = cursor_seek(&c, after.p, after.len);
	if (more && after.len != 0 && slice_eq(c.key, after))
		more = cursor_next(&c);
	if (more)
		id = get_be32(c.val.p);
	cursor_close(&c);
	return more && view_board_by_id(v, id, out);
}

/* --- articles of a board ------------------------------------------------ */

static struct key8
over_key(uint32_t board, uint64_t number)
{
	return key_4_4(
	    board, number > UINT32_MAX ? UINT32_MAX : (uint32_t)number);
}

static bool
placed_from(struct view *v, struct slice key, struct slice val,
    struct placed *out)
{
	if (key.len != 8 || val.len < sizeof(out->id))
		return false;
	out->number = get_be32(key.p + 4);
	memcpy(&out->id, val.p, sizeof(out->id));
	out->over = slice_from(val, sizeof(out->id));
	if (out->over.len != 0)
		return true;
	if (v->line == NULL)
		return false;
	buf_reset(v->line);
	if (!view_put_line(v, out->number, out->id, v->line))
		return false;
	out->over = buf_slice(v->line);
	return true;
}

bool
view_placed(struct view *v, uint32_t board, uint64_t number,
    struct placed *out)
{
	struct key8 k = over_key(board, number);
	struct slice val;

	return number <= UINT32_MAX &&
	    txn_get(v->txn, T_OVER, &k, sizeof(k), &val) &&
	    placed_from(v, slice_make((char *)k.b, sizeof(k)), val, out);
}

bool
view_placed_near(struct view *v, uint32_t board, uint64_t number, int dir,
    struct placed *out)
{
	struct key8 k = over_key(board, number);
	struct cursor c;
	bool found;

	cursor_open(&c, v->txn, T_OVER);
	found = dir > 0 ? cursor_seek(&c, &k, sizeof(k)) :
	    cursor_seek_back(&c, &k, sizeof(k));
	found = found && memcmp(c.key.p, &k, 4) == 0 &&
	    placed_from(v, c.key, c.val, out);
	cursor_close(&c);
	return found;
}

static bool
same_page(const char *a, const char *b)
{
	return ((uintptr_t)a ^ (uintptr_t)b) < 4096;
}

/*
 * Walks the overview rows of a range, appending the line or its number,
 * until max bytes are out.
 */
static size_t
walk_over(struct view *v, uint32_t board, uint64_t low, uint64_t high,
    bool lines, struct buf *out, size_t max, uint64_t *next)
{
	struct key8 k = over_key(board, low);
	struct cursor c;
	const char *last = NULL;
	uint64_t id;
	size_t n = 0;

	*next = 0;
	cursor_open(&c, v->txn, T_OVER);
	for (bool more = low <= high && cursor_seek(&c, &k, sizeof(k));
	    more && memcmp(c.key.p, &k, 4) == 0; more = cursor_next(&c)) {
		uint32_t number = get_be32(c.key.p + 4);

		if (number > high)
			break;
		if (!same_page(c.val.p, last))
			prefetch_page(c.val.p);
		last = c.val.p;
		if (out->len >= max) {
			*next = number;
			break;
		}
		if (lines && c.val.len == sizeof(id)) {
			memcpy(&id, c.val.p, sizeof(id));
			view_put_line(v, number, id, out);
		} else if (lines) {
			buf_put(out, c.val.p + 8, c.val.len - 8);
		} else {
			buf_put_u64(out, number);
			buf_put(out, "\r\n", 2);
		}
		n++;
	}
	cursor_close(&c);
	return n;
}

size_t
view_over(struct view *v, uint32_t board, uint64_t low, uint64_t high,
    struct buf *out, size_t max, uint64_t *next)
{
	return walk_over(v, board, low, high, true, out, max, next);
}

size_t
view_numbers(struct view *v, uint32_t board, uint64_t low, uint64_t high,
    struct buf *out, size_t max, uint64_t *next)
{
	return walk_over(v, board, low, high, false, out, max, next);
}

bool
view_expires(struct view *v, uint32_t board, uint64_t seq)
{
	struct key12 k = key_4_8(board, 0);
	struct placed first;
	struct cursor c;
	bool found;

	/* What stands in a view leaves it with its own board. */
	if (view_board_query(v, board).p != NULL)
		return false;
	if (view_placed_near(v, board, 1, 1, &first) && first.id < seq)
		return true;
	cursor_open(&c, v->txn, T_ASIDE);
	found = cursor_seek(&c, &k, sizeof(k)) &&
	    memcmp(c.key.p, &k, 4) == 0 && get_be64(c.key.p + 4) < seq;
	cursor_close(&c);
	return found;
}
