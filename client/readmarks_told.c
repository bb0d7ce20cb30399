/* What of the read marks the server has, and what it is to be told. */
#include "client/readmarks_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"

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
	struct mark *m = readmarks_get(r, slice_of(board));
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
		readmarks_follow(r, m);
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
	const struct mark *m = readmarks_look(r, board);

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
	m = readmarks_look(r, r->told_board);
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
