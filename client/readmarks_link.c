/*
 * Articles that stand in more than one place: read in one they are read in
 * all. A view says with Xref where its articles stand.
 */
#include "client/readmarks_private.h"

#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"
#include "proto/limits.h"

/* A view may hold a million articles; what is older goes by its number. */
#define LINKS_MAX 20000
#define MARKS_MAX 20000
#define TURNS	  4

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

/* --- links ---------------------------------------------------------------- */

/* Where links with that number begin. */
static size_t
first_link(const struct mark *m, uint64_t n)
{
	size_t low = 0, high = m->nlinks;

	while (low < high) {
		size_t at = low + (high - low) / 2;

		if (m->link[at].n < n)
			low = at + 1;
		else
			high = at;
	}
	return low;
}

static void
same(const struct mark *from, uint64_t n, struct mark *to, uint64_t number)
{
	bool read = numset_has(&from->read, n);

	if (numset_has(&to->read, number) == read)
		return;
	if (read)
		numset_add(&to->read, number, number);
	else
		numset_remove(&to->read, number, number);
	to->dirty = to->moved = true;
}

static void
follow_links(struct readmarks *r, struct mark *view, const struct mark *m)
{
	for (size_t i = 0; i < view->nlinks; i++) {
		const struct mark_link *l = &view->link[i];

		if (view == m)
			same(m, l->n, readmarks_look(r, l->board), l->at);
		else if (l->board == m->board)
			same(m, l->at, view, l->n);
	}
}

/*
 * A server may link so that read and unread chase each other in a ring:
 * each mark gets some turns, then all stays as it is.
 */
void
readmarks_follow(struct readmarks *r, struct mark *m)
{
	size_t turns = TURNS * r->n;
	size_t i = 0;

	m->moved = true;
	while (i < r->n) {
		m = &r->mark[i++];
		if (!m->moved)
			continue;
		m->moved = false;
		if (turns == 0)
			continue;
		turns--;
		for (size_t k = 0; k < r->n; k++)
			follow_links(r, &r->mark[k], m);
		i = 0;
	}
}

void
readmarks_view(struct readmarks *r, const char *view, uint64_t low)
{
	struct mark *m = readmarks_get(r, slice_of(view));

	m->nlinks = first_link(m, low);
	m->whole = low;
}

static bool
is_linked(const struct mark *m, uint64_t n, const char *board)
{
	for (size_t i = first_link(m, n);
	    i < m->nlinks && m->link[i].n == n; i++)
		if (m->link[i].board == board)
			return true;
	return false;
}

static void
add_link(struct mark *m, struct mark_link link)
{
	size_t at = first_link(m, link.n);

	if (m->nlinks >= LINKS_MAX || is_linked(m, link.n, link.board))
		return;
	if (m->nlinks == m->caplinks) {
		m->caplinks = m->caplinks != 0 ? m->caplinks * 2 : 64;
		m->link = xrealloc(m->link, m->caplinks * sizeof(*m->link));
	}
	memmove(&m->link[at + 1], &m->link[at],
	    (m->nlinks - at) * sizeof(*m->link));
	m->link[at] = link;
	m->nlinks++;
}

/* What was read in one of them before is. */
static void
link_one(struct readmarks *r, const char *view, uint64_t n, struct slice name,
    uint64_t at)
{
	struct mark *m, *home;

	readmarks_get(r, slice_of(view));
	/* A server that makes up boards without end. */
	if (r->n >= MARKS_MAX)
		return;
	home = readmarks_get(r, name);
	m = readmarks_look(r, view);
	if (m == home)
		return;
	add_link(m, (struct mark_link){ n, home->board, at });
	if (numset_has(&m->read, n))
		readmarks_set(r, home->board, at, at);
	else if (numset_has(&home->read, at))
		readmarks_set(r, view, n, n);
}

void
readmarks_link(
    struct readmarks *r, const char *view, uint64_t n, struct slice xref)
{
	struct slice word;

	slice_word(&xref);
	for (int i = 0; i < LIMIT_BOARDS; i++) {
		struct slice name;
		uint64_t at;

		word = slice_word(&xref);
		name = slice_cut(&word, ':');
		if (name.len == 0)
			break;
		if (name.len <= LIMIT_BOARD_NAME && slice_u64(word, &at))
			link_one(r, view, n, name, at);
	}
}

/* --- what is left --------------------------------------------------------- */

/* By numbers alone. */
static uint64_t
left_of(const struct mark *m, uint64_t low, uint64_t high, uint64_t count)
{
	uint64_t span, read, left;

	if (count == 0 || high < low)
		return 0;
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

uint64_t
readmarks_unread(const struct readmarks *r, const char *board, uint64_t low,
    uint64_t high, uint64_t count)
{
	const struct mark *m = readmarks_look(r, board);
	uint64_t left = 0, last, rest = count, fresh;

	if (m == NULL)
		return high < low ? 0 : count;
	if (m->whole == 0)
		return left_of(m, low, high, count);
	last = m->whole - 1;
	for (size_t i = first_link(m, m->whole); i < m->nlinks; i++) {
		if (m->link[i].n == last)
			continue;
		last = m->link[i].n;
		rest -= rest != 0;
		left += !numset_has(&m->read, last);
	}
	/* Those that are not linked yet, and those that never will be. */
	fresh = high > last && rest != 0 ? high - last : 0;
	fresh = fresh < rest ? fresh : rest;
	left += left_of(m, last + 1, high, fresh) +
	    left_of(m, low, m->whole - 1, rest - fresh);
	return left < count ? left : count;
}
