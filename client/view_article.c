/* One article: scrolling, quotes, moving through the thread. */
#include "client/view_article.h"

#include <stdlib.h>

#include "client/app.h"
#include "client/article_line.h"
#include "client/fetch.h"
#include "client/file.h"
#include "client/i18n.h"
#include "common/xalloc.h"

#define ARTICLE_MAX (32u << 20)
#define LINE_ROWS 6		/* from here on what is known of it is shown */
#define WIDEST 100		/* longer lines tire the eye */

static struct view_article *
self(const struct view *v)
{
	return view_article_self(v);
}

int
view_article_last_top(const struct view_article *b)
{
	int top = (int)b->wrap.n - b->list.height;

	return top > 0 ? top : 0;
}

bool
view_article_is_at_end(const struct view *v)
{
	return self(v)->list.top >= view_article_last_top(self(v));
}

void
view_article_scroll_to(struct view_article *b, int top)
{
	int most = view_article_last_top(b);

	b->list.top = top < 0 ? 0 : top > most ? most : top;
	app_redraw(b->view.app);
}

static void
wrap_again(struct view_article *b)
{
	struct slice text = buf_slice(&b->page.text);
	int width = b->view.area.w < WIDEST ? b->view.area.w : WIDEST;

	wrap_clear(&b->wrap);
	if (text.len == 0)
		return;
	wrap_header(&b->wrap, text, 0, b->page.head, width);
	wrap_body(&b->wrap, text, b->page.head, text.len, width, b->fold);
	b->list.count = (int)b->wrap.n;
}

bool
view_article_has_line(const struct view_article *b)
{
	return b->view.area.h >= LINE_ROWS && article_line_any(&b->meta);
}

void
view_article_layout(struct view *v)
{
	struct view_article *b = self(v);
	size_t offset = 0;
	int top = b->list.top;

	/* Keep the text that stands at the top where it is. */
	if (top > 0 && (size_t)top < b->wrap.n)
		offset = b->wrap.line[top].offset;
	b->list.height = v->area.h - (view_article_has_line(b) ? 1 : 0);
	wrap_again(b);
	for (top = 0; offset != 0 && (size_t)top < b->wrap.n; top++)
		if (b->wrap.line[top].offset >= offset &&
		    b->wrap.line[top].kind != WRAP_FOLD)
			break;
	view_article_scroll_to(b, top);
}

void
view_article_fill(struct view_article *b)
{
	page_text_fill(&b->page, buf_slice(&b->raw), b->full);
	wrap_again(b);
}

/* --- actions -------------------------------------------------------------- */

static bool
act_scroll(struct view_article *b, enum action action)
{
	int page = b->list.height > 1 ? b->list.height - 1 : 1;
	int top = b->list.top;

	switch (action) {
	case ACTION_DOWN:
		top++;
		break;
	case ACTION_UP:
		top--;
		break;
	case ACTION_PAGE_DOWN:
		top += page;
		break;
	case ACTION_PAGE_UP:
		top -= page;
		break;
	case ACTION_HALF_DOWN:
		top += (page + 1) / 2;
		break;
	case ACTION_HALF_UP:
		top -= (page + 1) / 2;
		break;
	case ACTION_TOP:
		top = 0;
		break;
	case ACTION_BOTTOM:
		top = view_article_last_top(b);
		break;
	default:
		return false;
	}
	view_article_scroll_to(b, top);
	return true;
}

static void
move(struct view_article *b, enum threads_move to)
{
	struct view *threads = app_view(b->view.app, CONTEXT_THREADS);

	if (threads != NULL)
		view_threads_move(threads, to);
}

static void
to_parent(struct view_article *b)
{
	struct view *threads = app_view(b->view.app, CONTEXT_THREADS);

	if (b->page.parent == NULL || b->page.parent[0] == '\0') {
		app_message(b->view.app, "%s", _("this answers nothing"));
		return;
	}
	if (threads != NULL)
		view_threads_select(threads, b->page.parent);
	view_article_show(&b->view, b->page.parent);
}

/* The article on the screen: it may go while a line is being typed. */
static bool
shown_lines(struct app *app, struct buf *out)
{
	const struct view *v = app_view(app, CONTEXT_ARTICLE);

	if (v == NULL)
		return false;
	page_lines(buf_slice(&self(v)->raw), out);
	return true;
}

static void
on_save(struct app *app, void *arg, const char *path)
{
	struct buf text = BUF_INIT(ARTICLE_MAX);

	(void)arg;
	if (path == NULL || path[0] == '\0' || !shown_lines(app, &text))
		return;
	if (file_write(path, buf_slice(&text)) == OK)
		app_message(app, _("saved as %s"), path);
	else
		app_error(app, "%s", err_detail());
	buf_clear(&text);
}

static void
on_pipe(struct app *app, void *arg, const char *command)
{
	struct buf text = BUF_INIT(ARTICLE_MAX);

	(void)arg;
	if (command == NULL || command[0] == '\0' || !shown_lines(app, &text))
		return;
	app_pipe(app, command, buf_slice(&text));
	buf_clear(&text);
}

static void
toggle_read(struct view_article *b)
{
	struct view *threads = app_view(b->view.app, CONTEXT_THREADS);
	bool read;

	if (threads == NULL || b->mid == NULL)
		return;
	read = view_threads_is_read(threads, b->mid);
	view_threads_mark(threads, b->mid, !read);
	app_message(b->view.app, "%s",
	    read ? _("marked unread") : _("marked read"));
}

static void
refill(struct view_article *b)
{
	int top = b->list.top;

	if (b->raw.len != 0)
		view_article_fill(b);
	view_article_scroll_to(b, top);
}

/* What is done with the article's text. */
static void
act_text(struct view *v, enum action action)
{
	struct slice raw = buf_slice(&self(v)->raw);

	if (raw.len == 0)
		return;
	switch (action) {
	case ACTION_REPLY:
	case ACTION_REPLY_PLAIN:
		app_compose(v->app, self(v)->board, raw,
		    action == ACTION_REPLY);
		break;
	case ACTION_SUPERSEDE:
		app_supersede(v->app, raw);
		break;
	case ACTION_CANCEL:
		app_cancel(v->app, raw);
		break;
	case ACTION_PIPE:
		app_prompt(v->app, _("Pipe to: "), "", PROMPT_REMEMBER,
		    on_pipe, NULL);
		break;
	default:
		break;
	}
}

static bool
article_act(struct view *v, enum action action)
{
	struct view_article *b = self(v);

	if (act_scroll(b, action))
		return true;
	switch (action) {
	case ACTION_NEXT_PAGE:
		if (!view_article_is_at_end(v))
			view_article_scroll_to(b,
			    b->list.top + b->list.height - 1);
		else
			move(b, MOVE_NEXT_UNREAD);
		return true;
	case ACTION_NEXT_UNREAD:
		move(b, MOVE_NEXT_UNREAD);
		return true;
	case ACTION_PREV_UNREAD:
		move(b, MOVE_PREV_UNREAD);
		return true;
	case ACTION_NEXT_POST:
		move(b, MOVE_NEXT_POST);
		return true;
	case ACTION_PREV_POST:
		move(b, MOVE_PREV_POST);
		return true;
	case ACTION_PARENT:
		to_parent(b);
		return true;
	case ACTION_QUOTES:
		b->fold = !b->fold;
		view_article_layout(v);
		return true;
	case ACTION_HEADERS:
		b->full = !b->full;
		refill(b);
		return true;
	case ACTION_REPLY:
	case ACTION_REPLY_PLAIN:
	case ACTION_SUPERSEDE:
	case ACTION_CANCEL:
	case ACTION_PIPE:
		act_text(v, action);
		return true;
	case ACTION_POST:
		app_compose(v->app, b->board, SLICE(""), false);
		return true;
	case ACTION_SAVE:
		app_prompt(v->app, _("Save as: "), "", 0, on_save, NULL);
		return true;
	case ACTION_COPY:
		app_copy(v->app, b->mid);
		return true;
	case ACTION_TOGGLE_READ:
		toggle_read(b);
		return true;
	case ACTION_SOLUTION:
		if (app_view(v->app, CONTEXT_THREADS) != NULL)
			view_threads_solution(
			    app_view(v->app, CONTEXT_THREADS));
		return true;
	case ACTION_REFRESH:
		view_article_show(v, b->mid);
		return true;
	case ACTION_SEARCH_NEXT:
		view_article_search_step(b, 1);
		return true;
	case ACTION_SEARCH_PREV:
		view_article_search_step(b, -1);
		return true;
	case ACTION_SEARCH_END:
		v->searching = false;
		return true;
	default:
		return false;
	}
}

static bool
article_cancel(struct view *v)
{
	struct view *threads = app_view(v->app, CONTEXT_THREADS);

	bool busy = fetch_busy(v->app->net, v);

	fetch_cancel(v->app->net, v);
	return (threads != NULL && threads->ops->cancel(threads)) || busy;
}

static const char *
article_target(const struct view *v, const struct meta **meta)
{
	*meta = &self(v)->meta;
	return self(v)->mid;
}

static void
article_changed(struct view *v, const char *mid)
{
	(void)mid;
	view_article_ask_meta(self(v));
}

static void
article_freshen(struct view *v)
{
	view_article_ask_meta(self(v));
}

static void
article_close(struct view *v)
{
	struct view_article *b = self(v);

	fetch_cancel(v->app->net, b);
	buf_clear(&b->raw);
	page_text_clear(&b->page);
	wrap_clear(&b->wrap);
	free(b->board);
	free(b->mid);
	free(b->title);
	free(b->search);
	free(b);
}

struct view *
view_article_new(struct app *app, const char *board)
{
	static const enum action hints[] = { ACTION_NEXT_PAGE,
		ACTION_NEXT_POST, ACTION_REPLY, ACTION_VOTE_UP,
		ACTION_METOO, ACTION_SOLVE, ACTION_ESCALATE, ACTION_HELP,
		ACTION_PREV_POST, ACTION_PARENT, ACTION_QUOTES, ACTION_BACK,
		ACTION_NONE };
	static const struct view_ops ops = {
		.name = "article",
		.context = CONTEXT_ARTICLE,
		.hints = hints,
		.title = view_article_title,
		.layout = view_article_layout,
		.draw = view_article_draw,
		.act = article_act,
		.search = view_article_search,
		.target = article_target,
		.changed = article_changed,
		.freshen = article_freshen,
		.cancel = article_cancel,
		.close = article_close,
	};
	struct view_article *b = xcalloc(1, sizeof(*b));

	b->view = (struct view){ .ops = &ops, .app = app };
	b->board = xstrdup(board);
	buf_init(&b->raw, ARTICLE_MAX);
	page_text_init(&b->page);
	return &b->view;
}
