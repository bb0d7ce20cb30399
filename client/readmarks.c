/* Read marks in a newsrc-like file. */
#include "client/readmarks.h"

#include <stdlib.h>
#include <string.h>

#include "client/file.h"
#include "common/numset.h"
#include "common/xalloc.h"

#define READMARKS_FILE_MAX (64u << 20)

struct mark {
	char *board;
	struct numset read;
	bool dirty;
};

struct readmarks {
	char *path;
	struct mark *mark;	/* sorted by board */
	size_t n, cap;
	char *undo_board;
	struct numset undo;
};

static size_t
find(const struct readmarks *r, struct slice board)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t at = low + (high - low) / 2;

		if (slice_cmp(slice_of(r->mark[at].board), board) < 0)
			low = at + 1;
		else
			high = at;
	}
	return low;
}

static const struct mark *
look(const struct readmarks *r, const char *board)
{
	size_t at = find(r, slice_of(board));

	if (at < r->n && strcmp(r->mark[at].board, board) == 0)
		return &r->mark[at];
	return NULL;
}

static struct mark *
get(struct readmarks *r, struct slice board)
{
	size_t at = find(r, board);

	if (at < r->n && slice_is(board, r->mark[at].board))
		return &r->mark[at];
	if (r->n == r->cap) {
		r->cap = r->cap != 0 ? r->cap * 2 : 16;
		r->mark = xrealloc(r->mark, r->cap * sizeof(*r->mark));
	}
	memmove(&r->mark[at + 1], &r->mark[at], (r->n - at) * sizeof(*r->mark));
	r->mark[at] = (struct mark){ .board = xstrndup(board.p, board.len) };
	r->n++;
	return &r->mark[at];
}

/* Lines "board: 1-500,503"; those changed here are left alone. */
static void
parse(struct readmarks *r, struct slice text)
{
	while (text.p != NULL) {
		struct slice line = slice_cut(&text, '\n');
		struct slice name = slice_trim(slice_cut(&line, ':'));
		struct mark *m;

		if (name.len == 0 || name.p[0] == '#' || line.p == NULL)
			continue;
		m = get(r, name);
		if (m->dirty)
			continue;
		numset_clear(&m->read);
		numset_parse(&m->read, line);
	}
}

static void
load(struct readmarks *r)
{
	struct buf text = BUF_INIT(READMARKS_FILE_MAX);

	if (file_read(r->path, &text) == OK)
		parse(r, buf_slice(&text));
	buf_clear(&text);
}

struct readmarks *
readmarks_open(const char *server)
{
	struct readmarks *r = xcalloc(1, sizeof(*r));
	char *name = xasprintf("%s.newsrc", server);

	for (char *p = name; *p != '\0'; p++)
		if (*p == '/')
			*p = '_';
	r->path = file_data_path(name);
	free(name);
	load(r);
	return r;
}

void
readmarks_close(struct readmarks **owner)
{
	struct readmarks *r = *owner;

	if (r == NULL)
		return;
	*owner = NULL;
	(void)readmarks_save(r);
	for (size_t i = 0; i < r->n; i++) {
		free(r->mark[i].board);
		numset_clear(&r->mark[i].read);
	}
	free(r->mark);
	free(r->undo_board);
	numset_clear(&r->undo);
	free(r->path);
	free(r);
}

bool
readmarks_has(const struct readmarks *r, const char *board, uint64_t n)
{
	const struct mark *m = look(r, board);

	return m != NULL && numset_has(&m->read, n);
}

void
readmarks_set(
    struct readmarks *r, const char *board, uint64_t low, uint64_t high)
{
	struct mark *m = get(r, slice_of(board));

	if (low > high || numset_count(&m->read, low, high) == high - low + 1)
		return;
	numset_add(&m->read, low, high);
	m->dirty = true;
}

void
readmarks_unset(
    struct readmarks *r, const char *board, uint64_t low, uint64_t high)
{
	struct mark *m = get(r, slice_of(board));

	if (numset_count(&m->read, low, high) == 0)
		return;
	numset_remove(&m->read, low, high);
	m->dirty = true;
}

void
readmarks_catchup(struct readmarks *r, const char *board, uint64_t high)
{
	struct mark *m = get(r, slice_of(board));

	numset_copy(&r->undo, &m->read);
	free(r->undo_board);
	r->undo_board = xstrdup(board);
	numset_add(&m->read, 1, high);
	m->dirty = true;
}

const char *
readmarks_undo(struct readmarks *r)
{
	struct mark *m;

	if (r->undo_board == NULL)
		return NULL;
	m = get(r, slice_of(r->undo_board));
	numset_copy(&m->read, &r->undo);
	m->dirty = true;
	free(r->undo_board);
	r->undo_board = NULL;
	return m->board;
}

uint64_t
readmarks_unread(const struct readmarks *r, const char *board, uint64_t low,
    uint64_t high, uint64_t count)
{
	const struct mark *m = look(r, board);
	uint64_t span, read, left;

	if (count == 0 || high < low)
		return 0;
	if (m == NULL)
		return count;
	span = high - low + 1;
	read = numset_count(&m->read, low, high);
	/* Numbers may be missing; a mark on a hole must not hide an article. */
	left = span - read;
	if (left > count)
		return count;
	if (!numset_has(&m->read, high))
		return left;
	if (count <= read)
		return 0;
	return count - read < left ? count - read : left;
}

bool
readmarks_dirty(const struct readmarks *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->mark[i].dirty)
			return true;
	return false;
}

enum err
readmarks_save(struct readmarks *r)
{
	struct buf out = BUF_INIT(READMARKS_FILE_MAX);
	enum err e;

	if (!readmarks_dirty(r))
		return OK;
	load(r);
	for (size_t i = 0; i < r->n; i++) {
		buf_printf(&out, "%s: ", r->mark[i].board);
		numset_print(&r->mark[i].read, &out);
		buf_putc(&out, '\n');
	}
	e = buf_ok(&out) ? file_write(r->path, buf_slice(&out))
			 : err_set(ERR_TOOBIG, "%s", r->path);
	buf_clear(&out);
	for (size_t i = 0; e == OK && i < r->n; i++)
		r->mark[i].dirty = false;
	return e;
}
