/*
 * What solves a question stands right under it, the most helpful first, as
 * copies of the rows that keep their place in the thread.
 */
#include "client/threads.h"

#include <stdlib.h>

#include "common/xalloc.h"

void
article_row_clear(struct article_row *row)
{
	free(row->mid);
	free(row->parent);
	free(row->subject);
	free(row->author);
	free(row->places);
}

static struct article_row
copy(const struct article_row *row)
{
	struct article_row out = *row;

	out.mid = xstrdup(row->mid);
	out.parent = xstrdup(row->parent);
	out.subject = xstrdup(row->subject);
	out.author = xstrdup(row->author);
	out.places = xstrdup(row->places);
	out.depth = 1;
	return out;
}

/* The more votes the higher; else as they stand. */
static int
cmp_votes(const void *a, const void *b)
{
	const struct article_row *const *x = a, *const *y = b;
	int64_t vx = (*x)->meta.votes, vy = (*y)->meta.votes;

	return vx != vy ? (vx < vy) - (vx > vy) : (*x > *y) - (*x < *y);
}

static void
unpin(struct thread_row *r)
{
	for (size_t i = 1; i <= r->npins; i++)
		article_row_clear(&r->row[i]);
	if (r->npins != 0)
		memmove(&r->row[1], &r->row[1 + r->npins],
		    (r->nrows - 1 - r->npins) * sizeof(*r->row));
	r->nrows -= r->npins;
	r->npins = 0;
}

static bool
solves(const struct article_row *row)
{
	return strcmp(row->meta.state, "solution") == 0;
}

/* What solves it, in that order; false when all of it stands there anyway. */
static bool
find_solutions(const struct thread_row *r, const struct article_row **out,
    size_t n)
{
	bool there = true;
	size_t k = 0;

	for (size_t i = 1; i < r->nrows; i++)
		if (solves(&r->row[i]))
			out[k++] = &r->row[i];
	qsort(out, n, sizeof(*out), cmp_votes);
	for (size_t i = 0; i < n; i++)
		there = there && out[i] == &r->row[1 + i];
	return !there;
}

static void
insert(struct thread_row *r, const struct article_row *const *pin, size_t n)
{
	struct article_row *row = xcalloc(r->nrows + n, sizeof(*row));

	row[0] = r->row[0];
	for (size_t i = 0; i < n; i++)
		row[1 + i] = copy(pin[i]);
	memcpy(&row[1 + n], &r->row[1], (r->nrows - 1) * sizeof(*row));
	free(r->row);
	r->row = row;
	r->nrows += n;
	r->npins = n;
}

void
thread_pin(struct thread_row *r)
{
	const struct article_row **pin;
	size_t n = 0;

	unpin(r);
	for (size_t i = 1; i < r->nrows; i++)
		n += solves(&r->row[i]);
	if (n == 0)
		return;
	pin = xcalloc(n, sizeof(*pin));
	if (find_solutions(r, pin, n))
		insert(r, pin, n);
	free(pin);
}

size_t
thread_find(const struct thread_row *r, const char *mid, bool pinned)
{
	size_t from = pinned ? 1 : 1 + r->npins;
	size_t end = pinned ? 1 + r->npins : r->nrows;

	if (!pinned && r->nrows != 0 && strcmp(r->row[0].mid, mid) == 0)
		return 0;
	for (size_t i = from; i < end; i++)
		if (strcmp(r->row[i].mid, mid) == 0)
			return i;
	return THREAD_NONE;
}

void
thread_pin_again(struct thread_row *r, size_t *const keep[], size_t n)
{
	struct {
		const char *mid;
		bool pinned;
	} was[THREAD_KEEP] = { 0 };

	/* The names of rows in their place stay where they are. */
	for (size_t i = 0; i < n; i++) {
		size_t at = *keep[i];

		was[i].pinned = thread_is_pin(r, at);
		at = thread_find(r, r->row[at].mid, false);
		was[i].mid = r->row[at].mid;
	}
	thread_pin(r);
	for (size_t i = 0; i < n; i++) {
		size_t at = thread_find(r, was[i].mid, was[i].pinned);

		*keep[i] = at != THREAD_NONE
		    ? at
		    : thread_find(r, was[i].mid, false);
	}
}
