/*
 * Rows of a list in the order of a number or a time. The first ones in that
 * order are kept in a heap, the last of them on top, while the whole list
 * goes by; then they are told. Of long rows fewer are kept; the list is cut
 * there and can be gone on with.
 */
#include <stdlib.h>

#include "common/heap.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "server/cmd/list_kind.h"

/* Bytes of lines that are kept. */
enum { SORT_BYTES = 1 << 20 };

struct sorted {
	int64_t key;
	char *token;		/* the kind's own, of the row */
	char *line;
	size_t len;
};

struct list_sort {
	struct slice name;	/* of the column; in the query */
	int column;
	bool down;		/* the most first */
	bool gathered, cut;
	struct sorted from;	/* go on behind this; token NULL: begin */
	struct sorted *row;
	uint64_t n, told;
	uint64_t room;		/* rows that are kept at most */
	size_t bytes;
	struct buf token;
};

/* Tokens are mostly numbers: the shorter is the lower. */
static int
compare_tokens(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);

	return n != m ? (n < m ? -1 : 1) : strcmp(a, b);
}

static bool
before(const void *x, const void *y, const void *arg)
{
	const struct sorted *a = x, *b = y;
	const struct list_sort *s = arg;

	if (a->key != b->key)
		return (a->key < b->key) != s->down;
	return compare_tokens(a->token, b->token) < 0;
}

static struct heap
heap_of(const struct list_sort *s)
{
	return (struct heap){ sizeof(*s->row), before, s };
}

/* A cell that is empty comes last. */
static int64_t
key_of_nothing(const struct list_sort *s)
{
	return s->down ? -INT64_MAX : INT64_MAX;
}

static int64_t
key_of(const struct list_sort *s, struct slice cell)
{
	int64_t key;

	if (date_parse_rfc3339(cell, &key) || query_number(cell, &key))
		return key;
	return key_of_nothing(s);
}

static void
drop(struct sorted *row)
{
	free(row->token);
	free(row->line);
}

/* --- beginning ------------------------------------------------------------ */

/* Whether the words, separated by blanks, hold the name. */
static bool
has_word(const char *words, struct slice name)
{
	struct slice rest = slice_of(words);

	while (rest.p != NULL)
		if (slice_eq(slice_cut(&rest, ' '), name))
			return true;
	return false;
}

/* The column's number; -1 when it is none that sorts. */
static int
find_column(const struct list_kind *k, struct slice name)
{
	struct slice all = slice_of(k->columns);

	if (!has_word(k->sorts, name))
		return -1;
	for (int i = 0; all.p != NULL; i++)
		if (slice_eq(slice_cut(&all, ' '), name))
			return i;
	return -1;
}

/* "key.token" */
static enum err
take_after(struct list_sort *s, struct slice after)
{
	struct slice rest = after, key = slice_cut(&rest, '.');

	if (rest.len == 0 || !query_number(key, &s->from.key))
		return err_arg("after",
		    "after: is what #more of this list said");
	s->from.token = xstrndup(rest.p, rest.len);
	return OK;
}

enum err
list_sort_begin(struct list *l, struct slice *after)
{
	const struct query_term *t = query_get(&l->query, QUERY_SORT);
	struct list_sort *s;
	enum err e = OK;

	if (t == NULL || l->kind->sorts == NULL ||
	    (l->kind->orders != NULL && has_word(l->kind->orders, t->value)))
		return OK;
	if (l->limit > LIMIT_SORT)
		return err_arg("limit", "limit: is at most %d with sort:",
		    LIMIT_SORT);
	s = xcalloc(1, sizeof(*s));
	l->sort = s;
	s->room = l->limit;
	s->down = slice_starts(t->value, "-");
	s->name = slice_from(t->value, s->down ? 1 : 0);
	s->column = find_column(l->kind, s->name);
	buf_init(&s->token, LIST_TOKEN);
	if (s->column < 0)
		return err_arg("sort", "XLIST %s sorts by %s",
		    l->kind->name, l->kind->sorts);
	if (after->p != NULL)
		e = take_after(s, *after);
	*after = slice_make(NULL, 0);
	return e;
}

/* --- gathering ------------------------------------------------------------ */

/* Whether there is room for the row, or it comes before one that is kept. */
static bool
is_wanted(struct list_sort *s, const struct sorted *row)
{
	if (s->from.token != NULL && !before(&s->from, row, s))
		return false;
	if (s->n < s->room)
		return true;
	s->cut = true;
	return before(row, &s->row[0], s);
}

bool
list_sort_wants(struct list *l, const char *column, bool there, int64_t key)
{
	struct list_sort *s = l->sort;
	struct sorted row = { .key = key };

	if (s == NULL || !slice_is(s->name, column))
		return true;
	if (!there)
		row.key = key_of_nothing(s);
	if (s->from.token != NULL && row.key != s->from.key &&
	    (row.key < s->from.key) != s->down)
		return false;
	if (s->n < s->room || row.key == s->row[0].key ||
	    (row.key < s->row[0].key) != s->down)
		return true;
	s->cut = true;
	return false;
}

static void
drop_last(struct list_sort *s)
{
	const struct heap heap = heap_of(s);

	s->bytes -= s->row[0].len;
	drop(&s->row[0]);
	s->row[0] = s->row[--s->n];
	heap_sink(&heap, s->row, s->n);
	s->cut = true;
}

static void
keep(struct list_sort *s, struct sorted row)
{
	const struct heap heap = heap_of(s);

	if (s->n == s->room)
		drop_last(s);
	if ((s->n & (s->n - 1)) == 0)
		s->row = xrealloc(s->row,
		    sizeof(*s->row) * (s->n == 0 ? 1 : 2 * s->n));
	s->row[s->n++] = row;
	s->bytes += row.len;
	heap_rise(&heap, s->row, s->n);
	while (s->bytes > SORT_BYTES && s->n > 1) {
		drop_last(s);
		s->room = s->n;
	}
}

void
list_sort_add(struct list *l)
{
	struct list_sort *s = l->sort;
	struct buf text = BUF_INIT(ROW_CELLS * LIMIT_HEADER);
	struct sorted row;

	row.key = key_of(s, row_cell(&l->row, s->column));
	buf_reset(&s->token);
	l->kind->token(l, &s->token);
	row.token = xstrdup(buf_cstr(&s->token));
	row.line = NULL;
	if (!is_wanted(s, &row)) {
		drop(&row);
		return;
	}
	row_print(&l->row, l->cols, l->ncols, &text);
	row.len = text.len;
	row.line = xmalloc(text.len + 1);
	memcpy(row.line, text.p, text.len);
	buf_clear(&text);
	keep(s, row);
}

/* --- telling -------------------------------------------------------------- */

bool
list_sort_next(struct list *l, struct slice *line)
{
	struct list_sort *s = l->sort;
	const struct heap heap = heap_of(s);

	if (!s->gathered)
		heap_sort(&heap, s->row, s->n);
	s->gathered = true;
	if (s->told == s->n)
		return false;
	*line = slice_make(s->row[s->told].line, s->row[s->told].len);
	s->told++;
	return true;
}

bool
list_sort_cut(const struct list *l)
{
	return l->sort->cut;
}

void
list_sort_token(const struct list *l, struct buf *out)
{
	const struct sorted *row = &l->sort->row[l->sort->told - 1];

	buf_printf(out, "%lld.%s", (long long)row->key, row->token);
}

void
list_sort_free(struct list *l)
{
	struct list_sort *s = l->sort;

	if (s == NULL)
		return;
	for (uint64_t i = 0; i < s->n; i++)
		drop(&s->row[i]);
	free(s->from.token);
	free(s->row);
	buf_clear(&s->token);
	free(s);
	l->sort = NULL;
}
