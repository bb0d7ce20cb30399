/* The threads of a board: cursor, folding, read state, opening. */
#include "client/view_threads.h"

#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "client/net.h"
#include "client/readmarks.h"
#include "client/term.h"
#include "common/xalloc.h"

static struct view_threads *
self(const struct view *v)
{
	return view_threads_self(v);
}

/* --- rows ----------------------------------------------------------------- */

static void
on_page(void *owner, const struct fetch_result *r)
{
	struct view_threads *b = owner;

	if (!r->ok && r->code != 0) {
		b->seek = SEEK_NONE;
		app_error(b->view.app, "%.*s", SLICE_ARG(r->text));
	}
	app_redraw(b->view.app);
	if (r->ok)
		view_threads_step(b);
}

static void
ask_missing(struct view_threads *b)
{
	size_t page;

	/* Two screens ahead, so that a page down finds its rows. */
	if (!b->refreshing &&
	    threads_wanted(&b->t, b->cur, 2 * (size_t)b->height, &page))
		fetch_page(b->view.app->net, &b->t, page, FETCH_PAGE, b,
		    on_page);
}

static bool
before(struct pos a, struct pos b)
{
	if (a.page != b.page)
		return a.page < b.page;
	if (a.thread != b.thread)
		return a.thread < b.thread;
	return a.article < b.article;
}

void
view_threads_settle(struct view_threads *b)
{
	const struct thread_row *r = threads_at(&b->t, b->cur);
	struct pos at = b->top;
	int row = 0;

	/* Articles that are gone are not there when rows come again. */
	if (r != NULL && r->nrows != 0 && b->cur.article >= r->nrows)
		b->cur.article = r->nrows - 1;
	if (threads_at(&b->t, at) == NULL || before(b->cur, at))
		at = b->top = b->cur;
	while (row < b->height && !pos_same(at, b->cur) &&
	    threads_next(&b->t, &at))
		row++;
	if (!pos_same(at, b->cur) || row >= b->height) {
		b->top = b->cur;
		for (int i = 1; i < b->height; i++)
			threads_prev(&b->t, &b->top);
	}
	ask_missing(b);
	app_redraw(b->view.app);
}

void
view_threads_goto(struct view_threads *b, struct pos at)
{
	struct thread_row *r = threads_at(&b->t, at);

	b->cur = at;
	if (r != NULL && at.article > 0)
		r->open = true;
	view_threads_settle(b);
}

static void
on_articles(void *owner, const struct fetch_result *r)
{
	struct view_threads *b = owner;

	if (!r->ok && r->code != 0) {
		b->moving = false;
		app_error(b->view.app, "%.*s", SLICE_ARG(r->text));
	}
	view_threads_settle(b);
	if (r->ok)
		view_threads_step(b);
}

void
view_threads_load(struct view_threads *b, const struct thread_row *r)
{
	fetch_articles(b->view.app->net, &b->t, r->mid, b, on_articles);
}

bool
view_threads_article_read(
    const struct view_threads *b, const struct thread_row *r, size_t row)
{
	uint64_t n = row < r->nrows ? r->row[row].number : r->number;

	return n == 0 || readmarks_has(b->view.app->marks, b->t.board, n);
}

/* --- actions -------------------------------------------------------------- */

static void
toggle_fold(struct view_threads *b, struct thread_row *r)
{
	if (r == NULL || r->articles < 2)
		return;
	r->open = !r->open;
	if (!r->open)
		b->cur.article = 0;
	else if (r->nrows == 0)
		view_threads_load(b, r);
}

static void
fold_shown(struct view_threads *b, bool open)
{
	struct pos at = b->top;

	for (int i = 0; i < b->height; i++) {
		struct thread_row *r = threads_at(&b->t, at);

		if (r != NULL && at.article == 0 && r->open != open)
			toggle_fold(b, r);
		if (!threads_next(&b->t, &at))
			break;
	}
	b->cur.article = 0;
}

static void
fold_all(struct view_threads *b)
{
	const struct thread_row *first = threads_at(&b->t, b->cur);

	fold_shown(b, first != NULL && !first->open);
}

static void
step(struct view_threads *b, int n)
{
	for (; n > 0 && threads_next(&b->t, &b->cur); n--)
		;
	for (; n < 0 && threads_prev(&b->t, &b->cur); n++)
		;
}

static void
page(struct view_threads *b, int n)
{
	struct pos top = b->top;

	step(b, n);
	for (int i = n; i > 0 && threads_next(&b->t, &top); i--)
		;
	for (int i = n; i < 0 && threads_prev(&b->t, &top); i++)
		;
	b->top = top;
	/* A last page that is full looks better than one with a single row. */
	if (n > 0 && b->t.complete) {
		struct pos last = top;
		int rows = 1;

		while (rows < b->height && threads_next(&b->t, &last))
			rows++;
		while (rows++ < b->height && threads_prev(&b->t, &b->top))
			;
	}
}

static bool
act_move(struct view_threads *b, enum action action)
{
	int whole = b->height > 1 ? b->height - 1 : 1;

	switch (action) {
	case ACTION_DOWN:
		step(b, 1);
		break;
	case ACTION_UP:
		step(b, -1);
		break;
	case ACTION_PAGE_DOWN:
	case ACTION_NEXT_PAGE:
		page(b, whole);
		break;
	case ACTION_PAGE_UP:
		page(b, -whole);
		break;
	case ACTION_HALF_DOWN:
		page(b, (whole + 1) / 2);
		break;
	case ACTION_HALF_UP:
		page(b, -(whole + 1) / 2);
		break;
	case ACTION_TOP:
		b->cur = b->top = (struct pos){ 0 };
		break;
	case ACTION_BOTTOM:
		view_threads_seek(b, SEEK_END, NULL);
		break;
	default:
		return false;
	}
	view_threads_settle(b);
	return true;
}

static void
open_article(struct view_threads *b)
{
	struct app *app = b->view.app;
	const char *mid = threads_mid(&b->t, b->cur);
	struct view *v;

	if (mid == NULL)
		return;
	v = app_view(app, CONTEXT_ARTICLE);
	if (v == NULL) {
		v = view_article_new(app, b->t.board);
		app_push(app, v);
	}
	view_article_show(v, mid);
}

static void
on_article(void *owner, const struct fetch_result *r)
{
	struct view_threads *b = owner;
	struct app *app = b->view.app;

	/* The user may be elsewhere by now, even in an editor. */
	if (app_top(app) != &b->view || app->child != 0)
		return;
	if (!r->ok)
		app_error(app, "%.*s", SLICE_ARG(r->text));
	else if (b->then == ACTION_CANCEL)
		app_cancel(app, r->body);
	else if (b->then == ACTION_SUPERSEDE)
		app_supersede(app, r->body);
	else
		app_compose(app, b->t.board, r->body,
		    b->then == ACTION_REPLY_THREAD);
}

/* Does something with the selected article once it is here. */
static void
with_article(struct view_threads *b, enum action then)
{
	const char *mid = threads_mid(&b->t, b->cur);
	struct net_status s;

	net_status(b->view.app->net, &s);
	b->then = then;
	if (mid == NULL)
		return;
	/* An editor that opens when the server is back takes other keys. */
	if (s.state == NET_OFFLINE)
		app_error(b->view.app, "%s",
		    _("offline; not before the server is back"));
	else
		fetch_article(b->view.app->net, mid, b, on_article);
}

static void
search_end(struct view_threads *b)
{
	b->view.searching = false;
	view_threads_forget_matches(b);
	if (b->t.words[0] != '\0')
		view_threads_restart(b, "");
}

static void
catchup(struct view_threads *b)
{
	struct app *app = b->view.app;
	const struct board *board =
	    boards_find(&app->boards, slice_of(b->t.board));

	if (board != NULL)
		app_marks_catchup(app, board, b->view.limited);
}

/* What is folded, and what counts as read. */
static bool
act_rows(struct view_threads *b, enum action action)
{
	const char *mid = threads_mid(&b->t, b->cur);
	struct view *v = &b->view;

	switch (action) {
	case ACTION_FOLD:
		toggle_fold(b, threads_at(&b->t, b->cur));
		break;
	case ACTION_FOLD_ALL:
		fold_all(b);
		break;
	case ACTION_FOLD_OPEN:
	case ACTION_FOLD_CLOSE:
		fold_shown(b, action == ACTION_FOLD_OPEN);
		break;
	case ACTION_TOGGLE_READ:
		if (mid != NULL)
			view_threads_mark(v, mid,
			    !view_threads_is_read(v, mid));
		step(b, 1);
		break;
	case ACTION_CATCHUP:
		catchup(b);
		break;
	case ACTION_UNCATCHUP:
		app_marks_uncatchup(v->app);
		break;
	default:
		return false;
	}
	view_threads_settle(b);
	return true;
}

static bool
threads_act(struct view *v, enum action action)
{
	struct view_threads *b = self(v);
	const char *mid = threads_mid(&b->t, b->cur);

	if (act_move(b, action) || act_rows(b, action))
		return true;
	switch (action) {
	case ACTION_OPEN:
		open_article(b);
		return true;
	case ACTION_NEXT_UNREAD:
		view_threads_move(v, MOVE_NEXT_UNREAD);
		return true;
	case ACTION_PREV_UNREAD:
		view_threads_move(v, MOVE_PREV_UNREAD);
		return true;
	case ACTION_REFRESH:
		view_threads_refresh(v);
		break;
	case ACTION_SEARCH_NEXT:
		view_threads_match(b, 1);
		return true;
	case ACTION_SEARCH_PREV:
		view_threads_match(b, -1);
		return true;
	case ACTION_SEARCH_END:
		search_end(b);
		break;
	case ACTION_COPY:
		app_copy(v->app, mid);
		return true;
	case ACTION_SOLUTION:
		view_threads_solution(v);
		return true;
	case ACTION_POST:
		app_compose(v->app, b->t.board, SLICE(""), false);
		return true;
	case ACTION_REPLY_THREAD:
	case ACTION_REPLY_PLAIN:
	case ACTION_SUPERSEDE:
	case ACTION_CANCEL:
		with_article(b, action);
		return true;
	default:
		return false;
	}
	view_threads_settle(b);
	return true;
}

static void
threads_layout(struct view *v)
{
	self(v)->height = v->area.h > 1 ? v->area.h - 1 : 1;
	view_threads_settle(self(v));
}

static void
threads_close(struct view *v)
{
	struct view_threads *b = self(v);

	if (!v->app->quit)
		app_marks_tell(v->app);
	fetch_cancel(v->app->net, b);
	threads_clear(&b->t);
	if (b->refreshing)
		threads_clear(&b->fresh);
	view_threads_forget_matches(b);
	free(b->seek_mid);
	free(b->back_mid);
	free(b->changed_mid);
	free(b);
}

bool
view_threads_select(struct view *v, const char *mid)
{
	struct pos at;

	if (!threads_find(&self(v)->t, mid, &at))
		return false;
	view_threads_goto(self(v), at);
	return true;
}

/* What a view holds is chosen by article, not by thread. */
static bool
is_view(const struct app *app, const char *name)
{
	const struct board *board = boards_find(&app->boards, slice_of(name));

	return board != NULL && board->view;
}

struct view *
view_threads_new(struct app *app, const char *board)
{
	static const enum action hints[] = { ACTION_OPEN, ACTION_REPLY_THREAD,
		ACTION_POST, ACTION_VOTE_UP, ACTION_METOO, ACTION_ESCALATE,
		ACTION_HELP, ACTION_NEXT_UNREAD, ACTION_SEARCH, ACTION_LIMIT,
		ACTION_FOLD, ACTION_NONE };
	static const struct view_ops ops = {
		.name = "threads",
		.context = CONTEXT_THREADS,
		.hints = hints,
		.title = view_threads_title,
		.layout = threads_layout,
		.draw = view_threads_draw,
		.act = threads_act,
		.resume = view_threads_freshen,
		.freshen = view_threads_freshen,
		.search = view_threads_search,
		.limit = view_threads_limit,
		.target = view_threads_target,
		.changed = view_threads_changed,
		.cancel = view_threads_cancel,
		.close = threads_close,
	};
	struct view_threads *b = xcalloc(1, sizeof(*b));

	b->view = (struct view){ .ops = &ops, .app = app };
	b->height = 1;
	threads_init(&b->t, board, "");
	b->t.flat = is_view(app, board);
	app_marks_ask(app);
	return &b->view;
}
