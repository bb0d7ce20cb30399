/* One article: scrolling, quotes, moving through the thread. */
#include "client/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/article_line.h"
#include "client/compose.h"
#include "client/fetch.h"
#include "client/file.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/meta.h"
#include "client/page.h"
#include "client/net.h"
#include "client/readmarks.h"
#include "client/term.h"
#include "client/wrap.h"
#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/reply.h"

#define ARTICLE_MAX (32u << 20)
#define LINE_ROWS 6		/* from here on what is known of it is shown */
#define WIDEST 100		/* longer lines tire the eye */

struct view_article {
	struct view view;
	char *board;
	char *mid;		/* what is asked for or shown */
	struct buf raw;
	struct page_text page;
	struct wrap wrap;
	struct list list;	/* cursor is the first line shown */
	bool fold, full;
	struct meta meta;	/* of the article */
	char *search;
};

static struct view_article *
self(const struct view *v)
{
	return (struct view_article *)v;
}

static int
last_top(const struct view_article *b)
{
	int top = (int)b->wrap.n - b->list.height;

	return top > 0 ? top : 0;
}

static void
scroll_to(struct view_article *b, int top)
{
	int most = last_top(b);

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

/* Something is known that is worth a line, and there is room for it. */
static bool
has_line(const struct view_article *b)
{
	return b->view.area.h >= LINE_ROWS && article_line_any(&b->meta);
}

static void
article_layout(struct view *v)
{
	struct view_article *b = self(v);
	size_t offset = 0;
	int top = b->list.top;

	/* Keep the text that stands at the top where it is. */
	if (top > 0 && (size_t)top < b->wrap.n)
		offset = b->wrap.line[top].offset;
	b->list.height = v->area.h - (has_line(b) ? 1 : 0);
	wrap_again(b);
	for (top = 0; offset != 0 && (size_t)top < b->wrap.n; top++)
		if (b->wrap.line[top].offset >= offset &&
		    b->wrap.line[top].kind != WRAP_FOLD)
			break;
	scroll_to(b, top);
}

static void
fill(struct view_article *b)
{
	page_text_fill(&b->page, buf_slice(&b->raw), b->full);
	wrap_again(b);
}

/* --- loading -------------------------------------------------------------- */

/* "Xref: host board:number ...": read here is read everywhere. */
static void
mark_crossposts(struct view_article *b)
{
	struct article *a = xcalloc(1, sizeof(*a));
	struct slice rest, word;

	if (article_parse(buf_slice(&b->raw), a) == OK) {
		rest = article_value(a, "Xref");
		slice_word(&rest);
		while ((word = slice_word(&rest)).len != 0) {
			struct slice name = slice_cut(&word, ':');
			char *board = xstrndup(name.p, name.len);
			uint64_t n;

			if (name.len != 0 && slice_u64(word, &n))
				readmarks_set(
				    b->view.app->marks, board, n, n);
			free(board);
		}
	}
	free(a);
}

static void
on_article(void *owner, const struct fetch_result *r)
{
	struct view_article *b = owner;
	struct view *threads = app_view(b->view.app, CONTEXT_THREADS);

	if (!r->ok) {
		app_error(b->view.app, "%.*s", SLICE_ARG(r->text));
		return;
	}
	buf_reset(&b->raw);
	buf_put_slice(&b->raw, r->body);
	fill(b);
	b->list.top = 0;
	if (threads != NULL)
		view_threads_mark(threads, b->mid, true);
	mark_crossposts(b);
	app_marks_changed(b->view.app);
}

/* Of one that stands in no board: it waits, is hidden or was removed. */
static void
on_state(void *owner, const struct fetch_result *r)
{
	struct view_article *b = owner;

	if (!r->ok || b->meta.known)
		return;
	meta_take_info(&b->meta, compose_field(r->body, "State"));
	article_layout(&b->view);
	app_redraw(b->view.app);
}

static void
on_meta(void *owner, const struct fetch_result *r)
{
	struct view_article *b = owner;
	struct view *threads = app_view(b->view.app, CONTEXT_THREADS);
	struct meta m = { .known = false };

	if (r->ok)
		meta_take_over(&m, r->body);
	if (r->code == REPLY_NO_MSGID || (r->ok && !m.known))
		fetch_info(b->view.app->net, b->mid, b, on_state);
	if (!m.known)
		return;
	meta_merge(&b->meta, &m);
	if (threads != NULL)
		view_threads_meta(threads, b->mid, &b->meta);
	article_layout(&b->view);
	app_redraw(b->view.app);
}

/* Who sees to a question stands in the row of its thread alone. */
static void
on_thread(void *owner, const struct fetch_result *r)
{
	struct view_article *b = owner;
	struct table t;

	table_open(&t, r->body);
	if (!r->ok || !table_next(&t) ||
	    !slice_is(table_field(&t, table_column(&t, "mid")), b->mid))
		return;
	meta_take_row(&b->meta, &t);
	article_layout(&b->view);
	app_redraw(b->view.app);
}

static void
ask_meta(struct view_article *b)
{
	struct net_status s;

	net_status(b->view.app->net, &s);
	if (!s.stoa || b->mid == NULL)
		return;
	fetch_meta(b->view.app->net, b->mid, b, on_meta);
	fetch_thread(b->view.app->net, b->mid, b, on_thread);
}

void
view_article_show(struct view *v, const char *mid)
{
	struct view_article *b = self(v);
	char *copy = xstrdup(mid);

	fetch_cancel(v->app->net, b);
	free(b->mid);
	b->mid = copy;
	b->meta = (struct meta){ .known = false };
	fetch_article(v->app->net, b->mid, b, on_article);
	ask_meta(b);
	app_redraw(v->app);
}

/* --- drawing -------------------------------------------------------------- */

static void
article_title(const struct view *v, struct buf *out)
{
	const struct view_article *b = self(v);
	int percent = 100;

	if (b->page.subject == NULL) {
		buf_puts(out, b->board);
		return;
	}
	if (last_top(b) > 0)
		percent = b->list.top * 100 / last_top(b);
	buf_printf(out, "%s > %s", b->board, b->page.subject);
	if (last_top(b) > 0)
		buf_printf(out, "   %d%%", percent);
}

static void
draw_line(const struct view_article *b)
{
	const struct area *a = &b->view.area;
	struct buf text = BUF_INIT(4096);
	unsigned role = article_line_put(&text, &b->meta, clock_now());

	term_put(a->y, a->x, a->w, role, buf_slice(&text));
	buf_clear(&text);
}

static unsigned
role_of(const struct wrap_line *line)
{
	switch ((enum wrap_kind)line->kind) {
	case WRAP_HEADER:
		return ROLE_HEADER;
	case WRAP_QUOTE:
		return ROLE_QUOTE1 + (line->level - 1u) % 3;
	case WRAP_SIGNATURE:
		return ROLE_SIGNATURE;
	case WRAP_FOLD:
		return ROLE_FOLD;
	case WRAP_TEXT:
	default:
		return ROLE_NORMAL;
	}
}

static struct slice
line_text(const struct view_article *b, size_t i)
{
	const struct wrap_line *l = &b->wrap.line[i];

	return slice_make(b->page.text.p + l->offset, l->len);
}

static void
article_draw(struct view *v)
{
	struct view_article *b = self(v);
	const struct area *a = &v->area;

	int y = a->y + (has_line(b) ? 1 : 0);

	if (has_line(b))
		draw_line(b);
	v->cursor_y = y;
	v->cursor_x = a->x;
	for (int i = 0; i < b->list.height; i++) {
		size_t n = (size_t)(b->list.top + i);
		const struct wrap_line *line;
		unsigned role;

		if (n >= b->wrap.n)
			break;
		line = &b->wrap.line[n];
		role = role_of(line);
		if (line->kind == WRAP_FOLD) {
			char text[96];

			snprintf(text, sizeof(text),
			    _("[%u quoted lines, T shows them]"), line->count);
			term_puts(y + i, a->x, a->w, role, text);
			continue;
		}
		if (v->searching &&
		    label_contains(line_text(b, n), slice_of(b->search)))
			role = ROLE_MATCH;
		term_put(y + i, a->x, a->w, role, line_text(b, n));
	}
	if (b->wrap.n == 0 && !v->app->steady)
		term_puts(a->y, a->x, a->w, ROLE_HINT,
		    _("waiting for the server"));
}

/* --- search in the text --------------------------------------------------- */

static void
search_step(struct view_article *b, int step)
{
	int n = (int)b->wrap.n, row = b->list.top;

	if (b->search == NULL)
		return;
	for (int i = 0; i < n; i++) {
		row = (row + step + n) % n;
		if (label_contains(line_text(b, (size_t)row),
			slice_of(b->search))) {
			scroll_to(b, row);
			return;
		}
	}
	app_message(b->view.app, "%s", _("not found"));
}

static void
article_search(struct view *v, const char *words)
{
	struct view_article *b = self(v);

	if (words[0] != '\0') {
		free(b->search);
		b->search = xstrdup(words);
	}
	v->searching = b->search != NULL;
	search_step(b, 1);
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
		top = last_top(b);
		break;
	default:
		return false;
	}
	scroll_to(b, top);
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

static void
on_save(struct app *app, void *arg, const char *path)
{
	struct view_article *b = arg;

	struct buf text = BUF_INIT(ARTICLE_MAX);

	if (path == NULL || path[0] == '\0')
		return;
	page_lines(buf_slice(&b->raw), &text);
	if (file_write(path, buf_slice(&text)) == OK)
		app_message(app, _("saved as %s"), path);
	else
		app_error(app, "%s", err_detail());
	buf_clear(&text);
}

static void
on_pipe(struct app *app, void *arg, const char *command)
{
	struct view_article *b = arg;
	struct buf text = BUF_INIT(ARTICLE_MAX);

	if (command == NULL || command[0] == '\0')
		return;
	page_lines(buf_slice(&b->raw), &text);
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
		fill(b);
	scroll_to(b, top);
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
		    on_pipe, self(v));
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
		if (b->list.top < last_top(b))
			scroll_to(b, b->list.top + b->list.height - 1);
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
		article_layout(v);
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
		app_prompt(v->app, _("Save as: "), "", 0, on_save, b);
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
		search_step(b, 1);
		return true;
	case ACTION_SEARCH_PREV:
		search_step(b, -1);
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
	ask_meta(self(v));
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
		.title = article_title,
		.layout = article_layout,
		.draw = article_draw,
		.act = article_act,
		.search = article_search,
		.target = article_target,
		.changed = article_changed,
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
