/*
 * What others did to what is shown: asked for quietly when one comes back to
 * the list, with the boards once a minute, and after a loss. Rows stay where
 * they are until the list is asked for anew.
 */
#include "client/view_threads.h"

#include <stdlib.h>

#include "client/app.h"
#include "client/fetch.h"
#include "client/net.h"
#include "client/table.h"
#include "common/xalloc.h"

#define REPLIES 1000		/* that are asked about at once */

static void
take(struct view_threads *b, const char *mid, const struct meta *meta)
{
	struct pos *const keep[] = { &b->cur, &b->top };

	threads_take_meta(&b->t, mid, meta, keep, 2);
}

void
view_threads_meta(struct view *v, const char *mid, const struct meta *meta)
{
	take(view_threads_self(v), mid, meta);
	view_threads_settle(view_threads_self(v));
}

void
view_threads_retitle(struct view *v, const char *mid, const char *title)
{
	threads_take_title(&view_threads_self(v)->t, mid, title);
}

void
view_threads_take_rows(struct view_threads *b, struct slice block)
{
	struct table t;
	struct meta m;
	char *mid, *title;

	table_open(&t, block);
	while (table_next(&t)) {
		meta_take_row(&m, &t);
		mid = table_text(&t, table_column(&t, "mid"));
		title = table_text(&t, table_column(&t, "title"));
		take(b, mid, &m);
		threads_take_title(&b->t, mid, title);
		free(title);
		free(mid);
	}
	view_threads_settle(b);
}

static char *
copy(struct slice s)
{
	return xstrndup(s.len != 0 ? s.p : "", s.len);
}

void
view_threads_take_lines(struct view_threads *b, struct slice block)
{
	struct meta m;
	char *mid, *title;

	while (block.len != 0) {
		struct slice line = slice_trim(slice_cut(&block, '\n'));

		meta_take_over(&m, line);
		title = copy(meta_over_title(line));
		for (int i = 0; i < 4; i++)
			slice_cut(&line, '\t');
		line = slice_cut(&line, '\t');
		mid = copy(line);
		take(b, mid, &m);
		threads_take_title(&b->t, mid, title);
		free(title);
		free(mid);
	}
	view_threads_settle(b);
}

static void
on_rows(void *owner, const struct fetch_result *r)
{
	if (r->ok)
		view_threads_take_rows(owner, r->body);
}

static void
on_lines(void *owner, const struct fetch_result *r)
{
	if (r->ok)
		view_threads_take_lines(owner, r->body);
}

/* What is on the screen of a page. */
static void
ask_page(struct view_threads *b, size_t page, size_t from, size_t to)
{
	if (page < b->t.npages && b->t.page[page].state == PAGE_HERE)
		fetch_page_meta(b->view.app->net, &b->t, page, from, to, b,
		    b->t.flat ? on_lines : on_rows);
}

static void
ask_threads(struct view_threads *b)
{
	struct pos at = b->top, first = b->top;
	size_t end = at.thread + 1;

	for (int i = 1; i < b->height && threads_next(&b->t, &at); i++) {
		if (at.page != first.page) {
			ask_page(b, first.page, first.thread, end);
			first = at;
		}
		end = at.thread + 1;
	}
	ask_page(b, first.page, first.thread, end);
}

/* What was said in threads that are open, of those on the screen. */
static void
ask_open(struct view_threads *b)
{
	struct pos at = b->top;
	const struct thread_row *r, *before = NULL;
	size_t left = REPLIES, n;

	for (int i = 0; i < b->height && left > 0; i++) {
		r = threads_at(&b->t, at);
		if (r != NULL && r != before && r->open && r->nrows != 0) {
			n = r->nrows < left ? r->nrows : left;
			left -= n;
			fetch_thread_rows(b->view.app->net, r->mid, n, b,
			    on_rows);
		}
		before = r;
		if (!threads_next(&b->t, &at))
			break;
	}
}

void
view_threads_freshen(struct view *v)
{
	struct view_threads *b = view_threads_self(v);
	struct net_status s;

	net_status(v->app->net, &s);
	if (!s.stoa || b->refreshing || fetch_busy(v->app->net, b))
		return;
	ask_threads(b);
	if (!b->t.flat)
		ask_open(b);
}
