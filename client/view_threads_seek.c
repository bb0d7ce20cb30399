/*
 * Moves of the thread view that may need rows from the server first: to the
 * end, to a match, to the next unread article.
 */
#include "client/view_threads.h"

#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "client/readmarks.h"
#include "client/table.h"
#include "common/xalloc.h"

/* --- to a far place, page by page ----------------------------------------- */

static void
on_seek_page(void *owner, const struct fetch_result *r)
{
	struct view_threads *b = owner;

	if (!r->ok && r->code != 0) {
		b->seek = SEEK_NONE;
		app_error(b->view.app, "%.*s", SLICE_ARG(r->text));
		return;
	}
	view_threads_step(b);
}

static void
seek_end(struct view_threads *b, struct pos at)
{
	b->seek = SEEK_NONE;
	if (b->told)
		app_message(b->view.app, "%s", "");
	view_threads_goto(b, at);
	threads_trim(&b->t, b->cur.page, b->cur.page);
}

static size_t
last_row(const struct thread_row *r)
{
	return r->open && r->nrows != 0 ? r->nrows - 1 : 0;
}

static void
seek_on(struct view_threads *b)
{
	struct threads *t = &b->t;
	size_t last = t->npages - 1;
	struct pos at = { .page = last };

	if (b->seek == SEEK_MID && threads_find(t, b->seek_mid, &at)) {
		seek_end(b, at);
		return;
	}
	if (t->page[last].state == PAGE_ASKED)
		return;
	if (t->complete && t->page[last].state == PAGE_HERE) {
		if (b->seek == SEEK_MID) {
			b->seek = SEEK_NONE;
			return;
		}
		while (at.page > 0 && t->page[at.page].n == 0)
			at.page--;
		if (t->page[at.page].n != 0) {
			at.thread = t->page[at.page].n - 1;
			at.article = last_row(threads_at(t, at));
			seek_end(b, at);
		}
		b->seek = SEEK_NONE;
		return;
	}
	threads_trim(t, b->cur.page, last);
	b->told = true;
	app_message(b->view.app, _("%zu threads so far, ^G stops"),
	    threads_ordinal(t, (struct pos){ .page = last }) - 1);
	fetch_page(b->view.app->net, t, last, FETCH_PAGE_SEEK, b,
	    on_seek_page);
}

void
view_threads_seek(struct view_threads *b, enum seek seek, const char *mid)
{
	b->seek = seek;
	b->told = false;
	if (mid != NULL && mid != b->seek_mid) {
		free(b->seek_mid);
		b->seek_mid = xstrdup(mid);
	}
	seek_on(b);
}

bool
view_threads_cancel(struct view *v)
{
	struct view_threads *b = view_threads_self(v);
	bool busy = fetch_busy(v->app->net, b);

	fetch_cancel(v->app->net, b);
	threads_forget_asked(&b->t);
	if (b->refreshing)
		threads_clear(&b->fresh);
	b->refreshing = b->moving = false;
	b->seek = SEEK_NONE;
	return busy;
}

/* --- moves between articles ----------------------------------------------- */

/* Shows where the cursor went, when articles are being read. */
static void
arrived(struct view_threads *b, struct pos at)
{
	struct view *article = app_view(b->view.app, CONTEXT_ARTICLE);
	const char *mid;

	b->moving = false;
	view_threads_goto(b, at);
	mid = threads_mid(&b->t, b->cur);
	if (article != NULL && mid != NULL)
		view_article_show(article, mid);
}

static bool
wants(const struct view_threads *b, const struct thread_row *r, size_t row)
{
	/* Each once, in its place. */
	if (b->move == MOVE_NEXT_POST || b->move == MOVE_PREV_POST)
		return !thread_is_pin(r, row);
	return !view_threads_article_read(b, r, row);
}

/* Whether a thread may hold what is looked for and its rows are not here. */
static bool
must_load(struct view_threads *b, const struct thread_row *r, size_t from)
{
	if (r->nrows != 0 || r->articles < 2)
		return false;
	if (from == 0 && b->move == MOVE_NEXT_UNREAD && wants(b, r, 0))
		return false;
	return b->move == MOVE_NEXT_POST || b->move == MOVE_PREV_POST ||
	    threads_unread(&b->t, r, b->view.app->marks) != UNREAD_NONE;
}

static size_t
rows_of(const struct thread_row *r)
{
	return r->nrows != 0 ? r->nrows : 1;
}

/* Looks on in this thread from a row; true when the cursor went there. */
static bool
look(struct view_threads *b, struct pos at, size_t from, int step)
{
	const struct thread_row *r = threads_at(&b->t, at);
	size_t n = rows_of(r);

	for (size_t i = from; i < n; i += (size_t)step)
		if (wants(b, r, i)) {
			at.article = i;
			arrived(b, at);
			return true;
		}
	return false;
}

static bool
next_thread(const struct threads *t, struct pos *at)
{
	struct pos to = { at->page, at->thread + 1, 0 };

	while (to.thread >= t->page[to.page].n) {
		if (++to.page >= t->npages ||
		    t->page[to.page].state != PAGE_HERE)
			return false;
		to.thread = 0;
	}
	*at = to;
	return true;
}

static bool
prev_thread(const struct threads *t, struct pos *at)
{
	struct pos to = *at;

	to.article = 0;
	while (to.thread == 0) {
		if (to.page == 0 || t->page[to.page - 1].state != PAGE_HERE)
			return false;
		to.thread = t->page[--to.page].n;
	}
	to.thread--;
	*at = to;
	return true;
}

static bool
board_has_unread(const struct view_threads *b)
{
	struct app *app = b->view.app;
	const struct board *board =
	    boards_find(&app->boards, slice_of(b->t.board));

	return board != NULL &&
	    readmarks_unread(app->marks, board->name, board->low, board->high,
		board->count) != 0;
}

static void
nothing_left(struct view_threads *b)
{
	struct threads *t = &b->t;
	size_t last = t->npages - 1;
	bool unread = b->move == MOVE_NEXT_UNREAD;

	if ((b->move == MOVE_NEXT_POST || (unread && board_has_unread(b))) &&
	    (!t->complete || t->page[last].state != PAGE_HERE)) {
		if (t->page[last].state != PAGE_ASKED) {
			threads_trim(t, b->cur.page, last);
			fetch_page(b->view.app->net, t, last, FETCH_PAGE, b,
			    on_seek_page);
		}
		return;
	}
	b->moving = false;
	app_message(b->view.app, "%s",
	    unread || b->move == MOVE_PREV_UNREAD ? _("nothing unread here")
		: b->move == MOVE_NEXT_POST	  ? _("this is the last one")
						  : _("this is the first one"));
}

static void
move_on(struct view_threads *b)
{
	int step = b->move == MOVE_NEXT_POST || b->move == MOVE_NEXT_UNREAD
	    ? 1
	    : -1;
	struct pos at = b->cur;
	struct thread_row *r = threads_at(&b->t, at);
	size_t from = at.article + (size_t)step;

	while (r != NULL) {
		if (must_load(b, r, from)) {
			view_threads_load(b, r);
			return;
		}
		if (look(b, at, from, step))
			return;
		if (step > 0 ? !next_thread(&b->t, &at)
			     : !prev_thread(&b->t, &at))
			break;
		r = threads_at(&b->t, at);
		from = step > 0 ? 0 : rows_of(r) - 1;
		/* Going back one post ends at the last row of the thread. */
		if (step < 0 && must_load(b, r, from)) {
			view_threads_load(b, r);
			return;
		}
	}
	nothing_left(b);
}

void
view_threads_move(struct view *v, enum threads_move move)
{
	struct view_threads *b = view_threads_self(v);

	b->moving = true;
	b->move = move;
	move_on(b);
}

void
view_threads_step(struct view_threads *b)
{
	view_threads_link(b);
	if (b->seek != SEEK_NONE)
		seek_on(b);
	else if (b->moving)
		move_on(b);
	else
		view_threads_settle(b);
}

/* --- search: the server names the threads that match ---------------------- */

void
view_threads_forget_matches(struct view_threads *b)
{
	for (size_t i = 0; i < b->nmatch; i++)
		free(b->match[i]);
	free(b->match);
	free(b->search);
	free(b->match_more);
	b->match_more = NULL;
	b->match = NULL;
	b->search = NULL;
	b->nmatch = b->match_at = 0;
}

static void
take_matches(struct view_threads *b, struct slice block)
{
	struct table t;
	size_t cap = 0;

	table_open(&t, block);
	while (table_next(&t)) {
		if (b->nmatch == cap) {
			cap = cap != 0 ? cap * 2 : 64;
			b->match = xrealloc(b->match, cap * sizeof(char *));
		}
		b->match[b->nmatch++] =
		    table_text(&t, table_column(&t, "mid"));
	}
	free(b->match_more);
	b->match_more =
	    t.more.len != 0 ? xstrndup(t.more.p, t.more.len) : NULL;
}

static void
go_to_match(struct view_threads *b)
{
	view_threads_seek(b, SEEK_MID, b->match[b->match_at]);
	if (b->seek == SEEK_NONE)
		app_message(b->view.app, _("match %zu of %zu%s"),
		    b->match_at + 1, b->nmatch,
		    b->match_more != NULL ? "+" : "");
}

static void
on_matches(void *owner, const struct fetch_result *r)
{
	struct view_threads *b = owner;
	struct pos at;

	if (!r->ok) {
		app_error(b->view.app, "%.*s", SLICE_ARG(r->text));
		return;
	}
	take_matches(b, r->body);
	if (b->nmatch == 0) {
		b->view.searching = false;
		app_message(b->view.app, "%s", _("not found"));
		return;
	}
	/* The first one behind the cursor, as far as rows are held. */
	for (size_t i = 0; i < b->nmatch; i++)
		if (!threads_find(&b->t, b->match[i], &at) ||
		    at.page > b->cur.page ||
		    (at.page == b->cur.page && at.thread > b->cur.thread)) {
			b->match_at = i;
			break;
		}
	go_to_match(b);
}

static void
on_more_matches(void *owner, const struct fetch_result *r)
{
	struct view_threads *b = owner;
	size_t before = b->nmatch;

	if (r->ok)
		take_matches(b, r->body);
	if (b->nmatch > before) {
		b->match_at = before;
		go_to_match(b);
	}
}

void
view_threads_match(struct view_threads *b, int step)
{
	char *words;

	if (step > 0 && b->match_more != NULL &&
	    b->match_at + 1 == b->nmatch) {
		words = xasprintf("%s %s", b->search, b->match_more);
		fetch_matches(b->view.app->net, b->t.board, words, b,
		    on_more_matches);
		free(words);
		return;
	}
	if (b->nmatch == 0) {
		app_message(b->view.app, "%s", _("not found"));
		return;
	}
	b->match_at =
	    (b->match_at + b->nmatch + (size_t)step) % b->nmatch;
	go_to_match(b);
}

void
view_threads_search(struct view *v, const char *typed)
{
	struct view_threads *b = view_threads_self(v);
	char *words;

	if (typed[0] == '\0' && b->nmatch != 0) {
		view_threads_match(b, 1);
		return;
	}
	words = fetch_words(typed);
	if (words[0] == '\0') {
		free(words);
		return;
	}
	view_threads_forget_matches(b);
	b->search = words;
	v->searching = true;
	fetch_matches(v->app->net, b->t.board, words, b, on_matches);
}
