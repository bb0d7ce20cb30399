/* Read marks in a newsrc-like file. */
#include "client/readmarks_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/file.h"
#include "common/xalloc.h"

#define READMARKS_FILE_MAX (64u << 20)
/* Comments for other programs that read such files. */
#define ACCOUNT "#account"
#define AGREED	"#agreed "

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

struct mark *
readmarks_look(const struct readmarks *r, const char *board)
{
	size_t at = find(r, slice_of(board));

	if (at < r->n && strcmp(r->mark[at].board, board) == 0)
		return &r->mark[at];
	return NULL;
}

struct mark *
readmarks_get(struct readmarks *r, struct slice board)
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

/*
 * Lines "board: 1-500,503", each with what is agreed with the server behind
 * it; those changed here are left alone. Both of a board always come from
 * one writer: what one has read and another one agreed upon would look as
 * if it had been marked unread.
 */
static void
parse_line(struct readmarks *r, struct slice name, struct slice numbers,
    bool ours)
{
	bool agreed = slice_starts(name, AGREED);
	struct mark *m;

	if (agreed)
		name = slice_trim(slice_from(name, strlen(AGREED)));
	if (name.len == 0 || name.p[0] == '#' || numbers.p == NULL)
		return;
	m = readmarks_get(r, name);
	if (m->dirty)
		return;
	if (agreed) {
		if (ours)
			numset_parse(&m->agreed, numbers);
		return;
	}
	numset_clear(&m->read);
	numset_clear(&m->agreed);
	numset_parse(&m->read, numbers);
}

static void
parse(struct readmarks *r, struct slice text)
{
	bool ours = false;

	while (text.p != NULL) {
		struct slice line = slice_cut(&text, '\n');
		struct slice name = slice_trim(slice_cut(&line, ':'));

		if (!slice_is(name, ACCOUNT)) {
			parse_line(r, name, line, ours);
			continue;
		}
		line = slice_trim(line);
		if (r->account == NULL)
			r->account = xstrndup(line.p, line.len);
		ours = slice_is(line, r->account);
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
		numset_clear(&r->mark[i].agreed);
		free(r->mark[i].link);
	}
	free(r->mark);
	free(r->account);
	numset_clear(&r->told_read);
	numset_clear(&r->told_unread);
	free(r->undo_board);
	numset_clear(&r->undo);
	free(r->path);
	free(r);
}

bool
readmarks_has(const struct readmarks *r, const char *board, uint64_t n)
{
	const struct mark *m = readmarks_look(r, board);

	return m != NULL && numset_has(&m->read, n);
}

void
readmarks_set(
    struct readmarks *r, const char *board, uint64_t low, uint64_t high)
{
	struct mark *m = readmarks_get(r, slice_of(board));

	if (low > high || numset_count(&m->read, low, high) == high - low + 1)
		return;
	numset_add(&m->read, low, high);
	m->dirty = true;
	readmarks_follow(r, m);
}

void
readmarks_unset(
    struct readmarks *r, const char *board, uint64_t low, uint64_t high)
{
	struct mark *m = readmarks_get(r, slice_of(board));

	if (numset_count(&m->read, low, high) == 0)
		return;
	numset_remove(&m->read, low, high);
	m->dirty = true;
	readmarks_follow(r, m);
}

void
readmarks_catchup(struct readmarks *r, const char *board, uint64_t high)
{
	struct mark *m = readmarks_get(r, slice_of(board));

	numset_copy(&r->undo, &m->read);
	free(r->undo_board);
	r->undo_board = xstrdup(board);
	numset_add(&m->read, 1, high);
	m->dirty = true;
	readmarks_follow(r, m);
}

const char *
readmarks_undo(struct readmarks *r)
{
	struct mark *m;

	if (r->undo_board == NULL)
		return NULL;
	m = readmarks_get(r, slice_of(r->undo_board));
	numset_copy(&m->read, &r->undo);
	m->dirty = true;
	readmarks_follow(r, m);
	free(r->undo_board);
	r->undo_board = NULL;
	return m->board;
}

bool
readmarks_dirty(const struct readmarks *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->mark[i].dirty)
			return true;
	return false;
}

static void
print(const struct mark *m, struct buf *out)
{
	/* Another one's links name it. */
	if (m->read.n == 0 && m->agreed.n == 0 && !m->dirty)
		return;
	buf_printf(out, "%s: ", m->board);
	numset_print(&m->read, out);
	buf_putc(out, '\n');
	if (m->agreed.n == 0)
		return;
	buf_printf(out, AGREED "%s: ", m->board);
	numset_print(&m->agreed, out);
	buf_putc(out, '\n');
}

enum err
readmarks_save(struct readmarks *r)
{
	struct buf out = BUF_INIT(READMARKS_FILE_MAX);
	enum err e;

	if (!readmarks_dirty(r))
		return OK;
	load(r);
	if (r->account != NULL)
		buf_printf(&out, ACCOUNT ": %s\n", r->account);
	for (size_t i = 0; i < r->n; i++)
		print(&r->mark[i], &out);
	e = buf_ok(&out) ? file_write(r->path, buf_slice(&out))
			 : err_set(ERR_TOOBIG, "%s", r->path);
	buf_clear(&out);
	for (size_t i = 0; e == OK && i < r->n; i++)
		r->mark[i].dirty = false;
	return e;
}
