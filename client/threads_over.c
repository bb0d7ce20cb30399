/*
 * Threads out of overview lines, for news servers that only have OVER: a
 * page is a range of numbers, threaded here.
 */
#include "client/threads.h"

#include <stdlib.h>

#include "client/tree.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "proto/limits.h"
#include "proto/msgid.h"
#include "proto/rfc2047.h"

struct over {
	struct article_row *row;
	struct slice *refs;	/* borrowed from the block */
	size_t n, cap;
};

static char *
decoded(struct slice s)
{
	struct buf b = BUF_INIT(LIMIT_HEADER);
	char *copy;

	rfc2047_decode(s, &b);
	copy = xstrdup(buf_cstr(&b));
	buf_clear(&b);
	return copy;
}

/* Of the fields behind those that always stand there. */
static char *
find_places(struct slice rest)
{
	while (rest.p != NULL) {
		struct slice field = slice_trim(slice_cut(&rest, '\t'));

		if (slice_istarts(field, "xref:")) {
			field = slice_trim(slice_from(field, 5));
			return xstrndup(field.p, field.len);
		}
	}
	return xstrdup("");
}

/* number subject from date message-id references bytes lines */
static void
add_line(struct over *o, struct slice line)
{
	struct slice f[8] = { 0 }, whole = line;
	struct article_row *a;
	struct slice title;
	int n = 0;

	while (line.p != NULL && n < 8)
		f[n++] = slice_cut(&line, '\t');
	if (n < 6 || f[4].len == 0)
		return;
	if (o->n == o->cap) {
		o->cap = o->cap != 0 ? o->cap * 2 : 256;
		o->row = xrealloc(o->row, o->cap * sizeof(*o->row));
		o->refs = xrealloc(o->refs, o->cap * sizeof(*o->refs));
	}
	a = &o->row[o->n];
	*a = (struct article_row){ .parent = xstrdup("") };
	if (!slice_u64(f[0], &a->number))
		a->number = 0;
	if (!date_parse(f[3], &a->date))
		a->date = 0;
	a->subject = decoded(f[1]);
	a->author = decoded(f[2]);
	a->mid = xstrndup(f[4].p, f[4].len);
	a->places = find_places(line);
	meta_take_over(&a->meta, whole);
	title = meta_over_title(whole);
	if (title.len != 0) {
		free(a->subject);
		a->subject = xstrndup(title.p, title.len);
	}
	o->refs[o->n++] = f[5];
}

/* The nearest ancestor that is here. */
static void
set_parents(struct over *o, struct tree_node *node)
{
	struct tree_index *x = tree_index_new(node, (uint32_t)o->n);

	for (size_t i = 0; i < o->n; i++) {
		struct slice rest = o->refs[i], id;

		while (msgid_next(&rest, &id)) {
			uint32_t at = tree_index_find(x, id);

			if (at != TREE_NONE && at != i)
				node[i].parent = node[at].mid;
		}
		free(o->row[i].parent);
		o->row[i].parent =
		    xstrndup(node[i].parent.len != 0 ? node[i].parent.p : "",
			node[i].parent.len);
	}
	tree_index_free(x);
}

static struct thread_row
thread_of(struct article_row *row, size_t n)
{
	struct thread_row r = {
		.mid = xstrdup(row[0].mid),
		.subject = xstrdup(row[0].subject),
		.author = xstrdup(row[0].author),
		.number = row[0].number,
		.date = row[0].date,
		.articles = n,
		.meta = row[0].meta,
	};

	for (size_t i = 0; i < n; i++) {
		if (row[i].date > r.active)
			r.active = row[i].date;
		if (row[i].number > r.last)
			r.last = row[i].number;
	}
	thread_set_rows(&r, row, n);
	return r;
}

static int
newest_first(const void *a, const void *b)
{
	const struct thread_row *x = a, *y = b;

	if (x->active != y->active)
		return x->active > y->active ? -1 : 1;
	return (x->last < y->last) - (x->last > y->last);
}

static void
make_threads(struct threads *t, struct page *p, struct over *o,
    const struct tree_node *node, const uint32_t *order)
{
	size_t end;

	p->thread = xcalloc(o->n, sizeof(*p->thread));
	for (size_t i = 0; i < o->n; i = end) {
		struct article_row *row;

		for (end = i + 1; end < o->n && node[order[end]].depth > 0;)
			end++;
		row = xcalloc(end - i, sizeof(*row));
		for (size_t k = i; k < end; k++) {
			row[k - i] = o->row[order[k]];
			row[k - i].depth = node[order[k]].depth;
		}
		p->thread[p->n++] = thread_of(row, end - i);
	}
	for (size_t i = 0; i < p->n; i++)
		threads_see_meta(t, &p->thread[i].meta);
	qsort(p->thread, p->n, sizeof(*p->thread), newest_first);
}

void
threads_take_over(
    struct threads *t, size_t page, struct slice block, const char *token)
{
	struct page *p = threads_page(t, page);
	struct over o = { 0 };
	struct tree_node *node;
	uint32_t *order;

	while (block.len > 0)
		add_line(&o, slice_trim(slice_cut(&block, '\n')));
	if (o.n != 0) {
		node = xcalloc(o.n, sizeof(*node));
		order = xcalloc(o.n, sizeof(*order));
		for (size_t i = 0; i < o.n; i++)
			node[i] = (struct tree_node){
				.mid = slice_of(o.row[i].mid),
				.date = o.row[i].date,
			};
		set_parents(&o, node);
		tree_build(node, (uint32_t)o.n, order);
		make_threads(t, p, &o, node, order);
		free(node);
		free(order);
	}
	free(o.row);
	free(o.refs);
	threads_page_done(t, page, slice_of(token));
}
