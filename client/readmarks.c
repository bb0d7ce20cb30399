/* Read marks in a newsrc-like file. */
#include "client/readmarks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/file.h"
#include "common/numset.h"
#include "common/xalloc.h"

#define READMARKS_FILE_MAX (64u << 20)
/* Comments for other programs that read such files. */
#define ACCOUNT "#account"
#define AGREED	"#agreed "

struct mark {
	char *board;
	struct numset read;
	struct numset agreed;	/* what the server had, too */
	bool dirty;
	bool refused;		/* the server wants to know nothing of it */
};

struct readmarks {
	char *path;
	char *account;		/* that agreed is about, or NULL */
	struct mark *mark;	/* sorted by board */
	size_t n, cap;
	char *undo_board;
	struct numset undo;
	/* What the server is being told. */
	const char *told_board;
	struct numset told_read, told_unread;
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

static struct mark *
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
	m = get(r, name);
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
readmarks_places(struct readmarks *r, struct slice xref, bool read)
{
	struct slice word;

	slice_word(&xref);
	while ((word = slice_word(&xref)).len != 0) {
		struct slice name = slice_cut(&word, ':');
		char *board = xstrndup(name.p, name.len);
		uint64_t n;

		if (name.len == 0 || !slice_u64(word, &n))
			n = 0;
		if (n != 0 && read)
			readmarks_set(r, board, n, n);
		else if (n != 0)
			readmarks_unset(r, board, n, n);
		free(board);
	}
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

static void
print(const struct mark *m, struct buf *out)
{
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

/* --- the server's marks --------------------------------------------------- */

void
readmarks_account(struct readmarks *r, const char *name)
{
	bool same = r->account != NULL && strcmp(r->account, name) == 0;

	readmarks_told(r, MARKS_LATER);
	for (size_t i = 0; i < r->n; i++) {
		r->mark[i].refused = false;
		if (!same)
			numset_clear(&r->mark[i].agreed);
	}
	if (same)
		return;
	free(r->account);
	r->account = xstrdup(name);
}

/* a without b. */
static struct numset
without(const struct numset *a, const struct numset *b)
{
	struct numset out = { 0 };

	numset_copy(&out, a);
	numset_subtract(&out, b);
	return out;
}

bool
readmarks_merge(struct readmarks *r, const char *board, struct slice numbers)
{
	struct mark *m = get(r, slice_of(board));
	struct numset now = { 0 }, read, unread;
	bool news;

	numset_parse(&now, numbers);
	news = !numset_same(&now, &m->agreed);
	if (news) {
		read = without(&now, &m->agreed);
		unread = without(&m->agreed, &now);
		numset_unite(&m->read, &read);
		numset_subtract(&m->read, &unread);
		if (r->undo_board != NULL &&
		    strcmp(r->undo_board, board) == 0) {
			numset_unite(&r->undo, &read);
			numset_subtract(&r->undo, &unread);
		}
		numset_clear(&read);
		numset_clear(&unread);
		numset_copy(&m->agreed, &now);
		m->dirty = true;
	}
	numset_clear(&now);
	return news;
}

void
readmarks_disagree(struct readmarks *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct mark *m = &r->mark[i];

		m->dirty = m->dirty || m->agreed.n != 0;
		numset_clear(&m->agreed);
	}
}

bool
readmarks_agreed(const struct readmarks *r, const char *board)
{
	const struct mark *m = look(r, board);

	return m != NULL && m->agreed.n != 0;
}

/* Ranges as long as they fit; what does is in `told`. */
static void
put_ranges(struct buf *out, size_t max, const char *sign,
    const struct numset *set, struct numset *told)
{
	char text[64];

	for (size_t i = 0; i < set->n; i++) {
		const struct numset_range *x = &set->range[i];
		int n = snprintf(text, sizeof(text),
		    x->low == x->high ? "%s%s%" PRIu64 : "%s%s%" PRIu64
		    "-%" PRIu64, out->len != 0 ? "," : "", sign, x->low,
		    x->high);

		if (out->len + (size_t)n > max)
			return;
		buf_puts(out, text);
		numset_add(told, x->low, x->high);
	}
}

const char *
readmarks_untold(struct readmarks *r, struct buf *numbers, size_t max)
{
	for (size_t i = 0; i < r->n && r->told_board == NULL; i++) {
		struct mark *m = &r->mark[i];
		struct numset set;

		if (m->refused || numset_same(&m->read, &m->agreed))
			continue;
		set = without(&m->read, &m->agreed);
		put_ranges(numbers, max, "", &set, &r->told_read);
		numset_clear(&set);
		set = without(&m->agreed, &m->read);
		put_ranges(numbers, max, "!", &set, &r->told_unread);
		numset_clear(&set);
		r->told_board = m->board;
		return m->board;
	}
	return NULL;
}

void
readmarks_told(struct readmarks *r, enum readmarks_answer answer)
{
	struct mark *m;

	if (r->told_board == NULL)
		return;
	m = look(r, r->told_board);
	if (answer == MARKS_TAKEN) {
		numset_unite(&m->agreed, &r->told_read);
		numset_subtract(&m->agreed, &r->told_unread);
		m->dirty = true;
	}
	m->refused = answer == MARKS_REFUSED;
	r->told_board = NULL;
	numset_clear(&r->told_read);
	numset_clear(&r->told_unread);
}
