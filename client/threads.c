/* The windowed list of threads: pages, positions, unread state. */
#include "client/threads.h"

#include <stdlib.h>

#include "client/readmarks.h"
#include "client/table.h"
#include "client/tree.h"
#include "common/xalloc.h"

#define KEEP_PAGES 2

static void
rows_free(struct thread_row *r)
{
	for (size_t i = 0; i < r->nrows; i++)
		article_row_clear(&r->row[i]);
	free(r->row);
	r->row = NULL;
	r->nrows = r->npins = 0;
}

static void
thread_clear(struct thread_row *r)
{
	rows_free(r);
	free(r->mid);
	free(r->subject);
	free(r->author);
}

static void
page_drop(struct page *p)
{
	for (size_t i = 0; p->thread != NULL && i < p->n; i++)
		thread_clear(&p->thread[i]);
	free(p->thread);
	p->thread = NULL;
	p->state = PAGE_ABSENT;
}

void
threads_init(struct threads *t, const char *board, const char *words)
{
	*t = (struct threads){
		.board = xstrdup(board),
		.words = xstrdup(words),
		.page = xcalloc(1, sizeof(*t->page)),
		.npages = 1,
	};
}

void
threads_clear(struct threads *t)
{
	for (size_t i = 0; i < t->npages; i++) {
		page_drop(&t->page[i]);
		free(t->page[i].token);
	}
	free(t->page);
	free(t->board);
	free(t->words);
	*t = (struct threads){ 0 };
}

void
threads_see_meta(struct threads *t, const struct meta *m)
{
	t->has_meta = t->has_meta || m->known;
	t->has_clock = t->has_clock || m->due != 0;
}

/* The page, emptied, ready to take rows. */
struct page *
threads_page(struct threads *t, size_t page)
{
	struct page *p = &t->page[page];

	page_drop(p);
	p->n = 0;
	return p;
}

/* A thread that moved up since the next page came is shown there only. */
static void
drop_repeated(struct page *p, const struct page *next)
{
	if (next->state != PAGE_HERE || next->n == 0)
		return;
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->thread[i].mid, next->thread[0].mid) != 0)
			continue;
		for (size_t k = i; k < p->n; k++)
			thread_clear(&p->thread[k]);
		p->n = i;
	}
}

void
threads_page_done(struct threads *t, size_t page, struct slice next_token)
{
	struct page *p = &t->page[page];

	p->state = PAGE_HERE;
	if (page + 1 < t->npages) {
		drop_repeated(p, &t->page[page + 1]);
		return;
	}
	t->complete = next_token.len == 0;
	if (t->complete)
		return;
	t->page = xrealloc(t->page, (t->npages + 1) * sizeof(*t->page));
	t->page[t->npages++] = (struct page){
		.token = xstrndup(next_token.p, next_token.len),
	};
}

/* A row of articles says less than one of threads. */
static void
take_extra(struct threads *t, struct thread_row *r, const struct table *x)
{
	if (r->articles == 0)
		r->articles = 1;
	if (r->active == 0)
		r->active = r->date;
	meta_take_row(&r->meta, x);
	threads_see_meta(t, &r->meta);
}

/* What it is called now, a reply as it says itself. */
static char *
called(const struct table *x)
{
	int title = table_column(x, "title");
	bool reply = table_field(x, table_column(x, "parent")).len != 0;

	return table_text(x, !reply && table_field(x, title).len != 0
		? title
		: table_column(x, "subject"));
}

void
threads_take_page(struct threads *t, size_t page, struct slice block)
{
	struct page *p = threads_page(t, page);
	struct table table;
	size_t cap = 0;

	table_open(&table, block);
	while (table_next(&table)) {
		const struct table *x = &table;

		if (p->n == cap) {
			cap = cap != 0 ? cap * 2 : 256;
			p->thread = xrealloc(
			    p->thread, cap * sizeof(*p->thread));
		}
		p->thread[p->n] = (struct thread_row){
			.mid = table_text(x, table_column(x, "mid")),
			.subject = called(x),
			.author = table_text(x, table_column(x, "author")),
			.number = table_number(x, table_column(x, "number")),
			.last = table_number(x, table_column(x, "last")),
			.articles =
			    table_number(x, table_column(x, "articles")),
			.date = table_time(x, table_column(x, "date")),
			.active = table_time(x, table_column(x, "active")),
		};
		take_extra(t, &p->thread[p->n++], x);
	}
	threads_page_done(t, page, table.more);
}

/* Takes the rows over. */
void
thread_set_rows(struct thread_row *r, struct article_row *row, size_t n)
{
	rows_free(r);
	r->row = row;
	r->nrows = n;
	thread_pin(r);
}

static struct article_row *
read_articles(struct table *t, const char *board, size_t *n)
{
	struct article_row *row = NULL;
	size_t cap = 0;
	int c_board = table_column(t, "board");

	*n = 0;
	while (table_next(t)) {
		struct slice where = table_field(t, c_board);
		bool here = where.len == 0 || slice_is(where, board);

		if (*n == cap) {
			cap = cap != 0 ? cap * 2 : 16;
			row = xrealloc(row, cap * sizeof(*row));
		}
		row[(*n)++] = (struct article_row){
			.mid = table_text(t, table_column(t, "mid")),
			.parent = table_text(t, table_column(t, "parent")),
			.subject = table_text(t, table_column(t, "subject")),
			.author = table_text(t, table_column(t, "author")),
			.places = xstrdup(""),
			.number = here
			    ? table_number(t, table_column(t, "number"))
			    : 0,
			.date = table_time(t, table_column(t, "date")),
		};
		meta_take_row(&row[*n - 1].meta, t);
	}
	return row;
}

/* Puts rows into reading order; the caller's array is used up. */
static struct article_row *
in_order(struct article_row *row, size_t n)
{
	struct tree_node *node = xcalloc(n, sizeof(*node));
	uint32_t *order = xcalloc(n, sizeof(*order));
	struct article_row *out = xcalloc(n, sizeof(*out));

	for (size_t i = 0; i < n; i++)
		node[i] = (struct tree_node){
			.mid = slice_of(row[i].mid),
			.parent = slice_of(row[i].parent),
			.date = row[i].date,
		};
	tree_build(node, (uint32_t)n, order);
	for (size_t i = 0; i < n; i++) {
		out[i] = row[order[i]];
		out[i].depth = node[order[i]].depth;
	}
	free(node);
	free(order);
	free(row);
	return out;
}

void
threads_take_articles(struct threads *t, const char *mid, struct slice block)
{
	struct table table;
	struct article_row *row;
	struct thread_row *r;
	struct pos at;
	size_t n;

	if (!threads_find(t, mid, &at) || (r = threads_at(t, at)) == NULL)
		return;
	table_open(&table, block);
	row = read_articles(&table, t->board, &n);
	if (n == 0)
		return;
	thread_set_rows(r, in_order(row, n), n);
}

static bool
far(size_t a, size_t b)
{
	return a + KEEP_PAGES < b || a > b + KEEP_PAGES;
}

void
threads_trim(struct threads *t, size_t page, size_t other)
{
	for (size_t i = 0; i < t->npages; i++)
		if (t->page[i].state == PAGE_HERE && far(i, page) &&
		    far(i, other))
			page_drop(&t->page[i]);
}

void
threads_forget_asked(struct threads *t)
{
	for (size_t i = 0; i < t->npages; i++)
		if (t->page[i].state == PAGE_ASKED)
			t->page[i].state = PAGE_ABSENT;
}

static size_t
lines_from(const struct threads *t, struct pos at, size_t enough,
    bool (*step)(const struct threads *, struct pos *))
{
	size_t n = 0;

	while (n < enough && step(t, &at))
		n++;
	return n;
}

bool
threads_wanted(
    const struct threads *t, struct pos at, size_t rows, size_t *page)
{
	size_t low = at.page, high = at.page;

	if (at.page >= t->npages)
		return false;
	if (t->page[at.page].state != PAGE_HERE) {
		*page = at.page;
		return t->page[at.page].state == PAGE_ABSENT;
	}
	while (high + 1 < t->npages && t->page[high + 1].state == PAGE_HERE)
		high++;
	while (low > 0 && t->page[low - 1].state == PAGE_HERE)
		low--;
	*page = high + 1;
	if (high + 1 < t->npages && t->page[high + 1].state == PAGE_ABSENT &&
	    lines_from(t, at, rows, threads_next) < rows)
		return true;
	*page = low - 1;
	return low > 0 && t->page[low - 1].state == PAGE_ABSENT &&
	    lines_from(t, at, rows, threads_prev) < rows;
}

struct thread_row *
threads_at(const struct threads *t, struct pos at)
{
	if (at.page >= t->npages || t->page[at.page].state != PAGE_HERE ||
	    at.thread >= t->page[at.page].n)
		return NULL;
	return &t->page[at.page].thread[at.thread];
}

struct article_row *
threads_article(const struct threads *t, struct pos at)
{
	struct thread_row *r = threads_at(t, at);

	return r != NULL && at.article < r->nrows ? &r->row[at.article] : NULL;
}

const char *
threads_mid(const struct threads *t, struct pos at)
{
	const struct article_row *a = threads_article(t, at);
	const struct thread_row *r = threads_at(t, at);

	if (a != NULL)
		return a->mid;
	return r != NULL ? r->mid : NULL;
}

bool
threads_next(const struct threads *t, struct pos *at)
{
	const struct thread_row *r = threads_at(t, *at);
	struct pos to = *at;

	if (r == NULL)
		return false;
	if (r->open && to.article + 1 < r->nrows) {
		at->article++;
		return true;
	}
	to.article = 0;
	to.thread++;
	while (to.thread >= t->page[to.page].n) {
		to.thread = 0;
		if (++to.page >= t->npages ||
		    t->page[to.page].state != PAGE_HERE)
			return false;
	}
	*at = to;
	return true;
}

bool
threads_prev(const struct threads *t, struct pos *at)
{
	const struct thread_row *r;
	struct pos to = *at;

	if (threads_at(t, *at) == NULL)
		return false;
	if (at->article > 0) {
		at->article--;
		return true;
	}
	while (to.thread == 0) {
		if (to.page == 0 || t->page[to.page - 1].state != PAGE_HERE)
			return false;
		to.page--;
		to.thread = t->page[to.page].n;
	}
	to.thread--;
	r = threads_at(t, to);
	if (r->open && r->nrows > 0)
		to.article = r->nrows - 1;
	*at = to;
	return true;
}

static bool
find_in(const struct thread_row *r, const char *mid, struct pos *at)
{
	at->article = 0;
	if (strcmp(r->mid, mid) == 0)
		return true;
	at->article = thread_find(r, mid, false);
	return at->article != THREAD_NONE;
}

bool
threads_find(const struct threads *t, const char *mid, struct pos *at)
{
	for (size_t i = 0; i < t->npages; i++) {
		if (t->page[i].state != PAGE_HERE)
			continue;
		for (size_t k = 0; k < t->page[i].n; k++) {
			struct pos here = { .page = i, .thread = k };

			if (find_in(&t->page[i].thread[k], mid, &here)) {
				*at = here;
				return true;
			}
		}
	}
	return false;
}

void
threads_take_meta(struct threads *t, const char *mid,
    const struct meta *meta, struct pos *const keep[], size_t n)
{
	size_t *here[THREAD_KEEP];
	size_t nhere = 0;
	struct thread_row *r;
	struct pos at;

	if (!meta->known || !threads_find(t, mid, &at))
		return;
	r = threads_at(t, at);
	if (at.article == 0)
		meta_merge(&r->meta, meta);
	if (at.article < r->nrows)
		meta_merge(&r->row[at.article].meta, meta);
	threads_see_meta(t, meta);
	for (size_t i = 0; i < n; i++)
		if (keep[i]->page == at.page && keep[i]->thread == at.thread &&
		    keep[i]->article < r->nrows)
			here[nhere++] = &keep[i]->article;
	thread_pin_again(r, here, nhere);
}

void
threads_take_title(struct threads *t, const char *mid, const char *title)
{
	struct thread_row *r;
	struct pos at;

	if (title[0] == '\0' || !threads_find(t, mid, &at) || at.article != 0)
		return;
	r = threads_at(t, at);
	free(r->subject);
	r->subject = xstrdup(title);
}

size_t
threads_ordinal(const struct threads *t, struct pos at)
{
	size_t n = at.thread + 1;

	for (size_t i = 0; i < at.page && i < t->npages; i++)
		n += t->page[i].n;
	return n;
}

enum unread
threads_unread(const struct threads *t, const struct thread_row *r,
    const struct readmarks *marks)
{
	if (r->number != 0 && !readmarks_has(marks, t->board, r->number))
		return UNREAD_ROOT;
	for (size_t i = 0; i < r->nrows; i++)
		if (r->row[i].number != 0 &&
		    !readmarks_has(marks, t->board, r->row[i].number))
			return UNREAD_SOME;
	if (r->nrows == 0 && r->last != 0 &&
	    !readmarks_has(marks, t->board, r->last))
		return UNREAD_SOME;
	return UNREAD_NONE;
}
