/* The list of boards with what is unread in each. */
#include "client/view.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/app.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/net.h"
#include "client/readmarks.h"
#include "client/term.h"
#include "client/wrap.h"
#include "common/clock.h"
#include "common/xalloc.h"

#define NAME_MAX_ 32
#define NUMBER_W  8
#define WIDE	  50		/* from here on with threads and titles */
#define WIDER	  64		/* from here on with open questions */

struct view_boards {
	struct view view;
	struct list list;
	size_t *shown;		/* indexes into app->boards */
	char *limit;
	char *search;
	char *current;		/* name under the cursor */
};

static struct view_boards *
self(const struct view *v)
{
	return (struct view_boards *)v;
}

/* The last row of moderators is what waits for them. */
static bool
is_queue(const struct view_boards *b, int row)
{
	return row >= 0 && row < b->list.count &&
	    b->shown[row] == b->view.app->boards.n;
}

/* NULL where there is none. */
static const struct board *
at(const struct view_boards *b, int row)
{
	if (row < 0 || row >= b->list.count || is_queue(b, row))
		return NULL;
	return &b->view.app->boards.board[b->shown[row]];
}

static uint64_t
unread(const struct view_boards *b, const struct board *board)
{
	return readmarks_unread(b->view.app->marks, board->name, board->low,
	    board->high, board->count);
}

static bool
matches(const struct board *board, const char *words)
{
	return label_contains(slice_of(board->name), slice_of(words)) ||
	    label_contains(slice_of(board->title), slice_of(words));
}

/* Remembers the board under the cursor by name: rows may move. */
static void
remember(struct view_boards *b)
{
	const struct board *board = at(b, b->list.cursor);

	if (board == NULL && !is_queue(b, b->list.cursor))
		return;
	free(b->current);
	b->current = xstrdup(board != NULL ? board->name : QUEUE_NAME);
}

static void
show(struct view_boards *b, bool views)
{
	const struct boards *all = &b->view.app->boards;

	for (size_t i = 0; i < all->n; i++) {
		const struct board *board = &all->board[i];

		if (board->view != views ||
		    (b->limit != NULL && !matches(board, b->limit)))
			continue;
		if (b->current != NULL &&
		    strcmp(board->name, b->current) == 0)
			b->list.cursor = b->list.count;
		b->shown[b->list.count++] = i;
	}
}

static void
show_queue(struct view_boards *b)
{
	const struct app *app = b->view.app;

	if ((app->queue.n == 0 && !app->me.moderator) ||
	    (b->limit != NULL &&
		!label_contains(slice_of(QUEUE_NAME), slice_of(b->limit))))
		return;
	if (b->current != NULL && strcmp(QUEUE_NAME, b->current) == 0)
		b->list.cursor = b->list.count;
	b->shown[b->list.count++] = app->boards.n;
}

/* Queues stand behind the boards. */
static void
boards_layout(struct view *v)
{
	struct view_boards *b = self(v);

	free(b->shown);
	b->shown = xcalloc(v->app->boards.n + 1, sizeof(*b->shown));
	b->list.count = 0;
	show(b, false);
	show(b, true);
	show_queue(b);
	b->list.height = v->area.h > 1 ? v->area.h - 1 : 1;
	list_fit(&b->list);
	remember(b);
}

void
view_boards_changed(struct view *v)
{
	boards_layout(v);
	app_redraw(v->app);
}

static void
boards_title(const struct view *v, struct buf *out)
{
	struct net_status s;
	uint64_t n = 0;

	net_status(v->app->net, &s);
	for (size_t i = 0; i < v->app->boards.n; i++)
		n += unread(self(v), &v->app->boards.board[i]);
	buf_printf(out, "%s   ", s.server);
	buf_printf(out, _("%llu unread"), (unsigned long long)n);
	if (self(v)->limit != NULL)
		buf_printf(out, "   %s %s", _("only:"), self(v)->limit);
}

static bool
shows_open(const struct view_boards *b)
{
	return b->view.area.w >= WIDER && b->view.app->boards.has_open;
}

/* Columns of numbers. */
static int
numbers(const struct view_boards *b)
{
	return b->view.area.w < WIDE ? 1 : shows_open(b) ? 3 : 2;
}

static int
name_width(const struct view_boards *b)
{
	bool wide = b->view.area.w >= WIDE;
	int widest = 5;
	int most = b->view.area.w -
	    (wide ? numbers(b) * NUMBER_W + 12 : NUMBER_W + 3);

	for (int i = 0; i < b->list.count; i++) {
		const struct board *board = at(b, i);
		int w = (int)strlen(board != NULL ? board->name : QUEUE_NAME);

		if (w > widest)
			widest = w;
	}
	if (widest > NAME_MAX_)
		widest = NAME_MAX_;
	return widest < most ? widest : most > 5 ? most : 5;
}

static void
put_number(int y, int x, int width, unsigned role, uint64_t n)
{
	char text[24] = "";

	if (n != 0)
		snprintf(text, sizeof(text), "%llu", (unsigned long long)n);
	term_put_right(y, x, width, role, slice_of(text));
}

static void
put_name(int y, int x, int width, unsigned role, const struct board *board)
{
	char text[LIMIT_BOARD_NAME + 1];
	struct slice name = slice_of(board->name);

	/* "view.open" is the queue "@open". */
	if (board->view && slice_starts(name, "view.") && width > 1) {
		term_puts(y, x++, 1, role, "@");
		width--;
		name = slice_from(name, 5);
	}
	label_board(name, (size_t)width, text);
	term_puts(y, x, width, role, text);
}

static void
draw_row(const struct view_boards *b, int row, int y, int name)
{
	const struct area *a = &b->view.area;
	const struct board *board = at(b, row);
	uint64_t new = unread(b, board);
	bool selected = row == b->list.cursor;
	unsigned role = new != 0 ? ROLE_UNREAD : ROLE_NORMAL;
	int x = a->x;

	term_puts(y, x, 2, role, selected ? "> " : "  ");
	x += 2;
	put_name(y, x, name, role, board);
	x += name;
	put_number(y, x, NUMBER_W, new != 0 ? ROLE_NEW : role, new);
	x += NUMBER_W;
	if (shows_open(b)) {
		put_number(y, x, NUMBER_W, ROLE_STATE, board->open);
		x += NUMBER_W;
	}
	if (a->w >= WIDE) {
		put_number(y, x, NUMBER_W, ROLE_NORMAL, board->threads);
		x += NUMBER_W;
	}
	term_puts(y, x, 2, ROLE_NORMAL, "");
	x += 2;
	term_puts(y, x, a->x + a->w - x, ROLE_NORMAL,
	    a->w >= WIDE ? board->title : "");
	if (selected)
		view_select(&b->view, y, a->x, a->w);
}

/* How many wait, and how long the first of them has. */
static void
draw_queue(const struct view_boards *b, int row, int y, int name)
{
	const struct area *a = &b->view.area;
	const struct queue *q = &b->view.app->queue;
	bool selected = row == b->list.cursor;
	unsigned role = q->n != 0 ? ROLE_UNREAD : ROLE_NORMAL;
	int x = a->x + 2 + name, title = x + numbers(b) * NUMBER_W + 2;
	struct buf text = BUF_INIT(256);
	char age[LABEL_AGE];

	term_puts(y, a->x, a->w, role, selected ? ">" : "");
	term_puts(y, a->x + 2, name, role, QUEUE_NAME);
	put_number(y, x, NUMBER_W, q->n != 0 ? ROLE_NEW : role, q->n);
	if (a->w >= WIDE) {
		if (q->n != 0) {
			label_age(clock_now(), q->row[0].since, age);
			buf_printf(&text, _("the oldest %s"), age);
			buf_puts(&text, ": ");
		}
		buf_puts(&text, _("what waits for moderators"));
		term_put(y, title, a->x + a->w - title, ROLE_NORMAL,
		    buf_slice(&text));
	}
	if (selected)
		view_select(&b->view, y, a->x, a->w);
	buf_clear(&text);
}

static void
boards_draw(struct view *v)
{
	struct view_boards *b = self(v);
	const struct area *a = &v->area;
	int name = name_width(b), x = a->x + 2 + name;

	term_puts(a->y, a->x, a->w, ROLE_COLUMNS, "");
	term_puts(a->y, a->x, 2 + name, ROLE_COLUMNS, _("  BOARD"));
	term_put_right(a->y, x, NUMBER_W, ROLE_COLUMNS, slice_of(_("NEW")));
	x += NUMBER_W;
	if (shows_open(b)) {
		term_put_right(a->y, x, NUMBER_W, ROLE_COLUMNS,
		    slice_of(_("OPEN")));
		x += NUMBER_W;
	}
	if (a->w >= WIDE) {
		term_put_right(a->y, x, NUMBER_W, ROLE_COLUMNS,
		    slice_of(_("THREADS")));
		x += NUMBER_W + 2;
		term_puts(a->y, x, a->x + a->w - x, ROLE_COLUMNS,
		    _("DESCRIPTION"));
	}
	for (int i = 0; i < b->list.height; i++) {
		int row = b->list.top + i;

		if (is_queue(b, row))
			draw_queue(b, row, a->y + 1 + i, name);
		else if (row < b->list.count)
			draw_row(b, row, a->y + 1 + i, name);
	}
	if (b->list.count == 0)
		term_puts(a->y + 1, a->x + 2, a->w - 2, ROLE_HINT,
		    !v->app->boards.loaded ? _("no boards yet")
			: b->limit != NULL ? _("nothing matches; Esc shows all")
					   : _("this server has no boards"));
	v->cursor_y = a->y + 1 + b->list.cursor - b->list.top;
	v->cursor_x = a->x;
}

static bool
open_selected(struct view_boards *b)
{
	const struct board *board = at(b, b->list.cursor);

	if (is_queue(b, b->list.cursor))
		app_queue_open(b->view.app);
	else if (board != NULL)
		app_push(b->view.app,
		    view_threads_new(b->view.app, board->name));
	return true;
}

static bool
to_unread(struct view_boards *b, int step)
{
	int row = b->list.cursor;

	for (int i = 0; i < b->list.count; i++) {
		row = (row + step + b->list.count) % b->list.count;
		if (at(b, row) != NULL && unread(b, at(b, row)) != 0) {
			b->list.cursor = row;
			list_fit(&b->list);
			return true;
		}
	}
	app_message(b->view.app, "%s", _("nothing unread"));
	return false;
}

void
view_boards_open(struct view *v, const char *name)
{
	if (strcmp(name, QUEUE_NAME) == 0) {
		app_queue_open(v->app);
		return;
	}
	if (boards_find(&v->app->boards, slice_of(name)) == NULL) {
		app_error(v->app, _("no such board: %s"), name);
		return;
	}
	app_push(v->app, view_threads_new(v->app, name));
}

static void
on_catchup(struct app *app, void *arg, uint32_t key)
{
	struct view_boards *b = arg;
	const struct board *board = at(b, b->list.cursor);

	if (key != 'y' || board == NULL)
		return;
	readmarks_catchup(app->marks, board->name, board->high);
	app_marks_changed(app);
	app_message(app, _("%s is read; C undoes it"), board->name);
}

static void
catchup(struct view_boards *b)
{
	const struct board *board = at(b, b->list.cursor);
	uint64_t n = board != NULL ? unread(b, board) : 0;
	char *question;

	if (n == 0)
		return;
	if (n <= 50) {
		on_catchup(b->view.app, b, 'y');
		return;
	}
	question = xasprintf(_("Mark %llu articles of %s read? (y/n)"),
	    (unsigned long long)n, board->name);
	app_ask(b->view.app, question, "yn", on_catchup, b);
	free(question);
}

static void
undo_catchup(struct view_boards *b)
{
	const char *name = readmarks_undo(b->view.app->marks);

	if (name == NULL) {
		app_message(b->view.app, "%s", _("nothing to undo"));
		return;
	}
	app_marks_changed(b->view.app);
	app_message(b->view.app, _("%s is as before"), name);
}

static void
search_step(struct view_boards *b, int step)
{
	int row = b->list.cursor;

	for (int i = 0; b->search != NULL && i < b->list.count; i++) {
		row = (row + step + b->list.count) % b->list.count;
		if (at(b, row) != NULL && matches(at(b, row), b->search)) {
			b->list.cursor = row;
			list_fit(&b->list);
			return;
		}
	}
	app_message(b->view.app, "%s", _("not found"));
}

static void
boards_search(struct view *v, const char *words)
{
	struct view_boards *b = self(v);

	if (words[0] != '\0') {
		free(b->search);
		b->search = xstrdup(words);
	}
	v->searching = b->search != NULL;
	search_step(b, 1);
	remember(b);
}

static void
boards_limit(struct view *v, const char *words)
{
	struct view_boards *b = self(v);

	free(b->limit);
	b->limit = words[0] != '\0' ? xstrdup(words) : NULL;
	boards_layout(v);
}

static bool
boards_act(struct view *v, enum action action)
{
	struct view_boards *b = self(v);

	if (list_act(&b->list, action)) {
		remember(b);
		return true;
	}
	switch (action) {
	case ACTION_OPEN:
		return open_selected(b);
	case ACTION_NEXT_UNREAD:
	case ACTION_PREV_UNREAD:
		if (b->list.count > 0)
			to_unread(b, action == ACTION_NEXT_UNREAD ? 1 : -1);
		break;
	case ACTION_CATCHUP:
		catchup(b);
		break;
	case ACTION_UNCATCHUP:
		undo_catchup(b);
		break;
	case ACTION_REFRESH:
		app_boards_refresh(v->app);
		break;
	case ACTION_SEARCH_NEXT:
		search_step(b, 1);
		break;
	case ACTION_SEARCH_PREV:
		search_step(b, -1);
		break;
	case ACTION_SEARCH_END:
		v->searching = false;
		boards_limit(v, "");
		break;
	case ACTION_POST:
		if (at(b, b->list.cursor) != NULL)
			app_compose(v->app, at(b, b->list.cursor)->name,
			    SLICE(""), false);
		break;
	default:
		return false;
	}
	remember(b);
	return true;
}

static void
boards_resume(struct view *v)
{
	app_boards_refresh(v->app);
}

static void
boards_close(struct view *v)
{
	struct view_boards *b = self(v);

	free(b->shown);
	free(b->limit);
	free(b->search);
	free(b->current);
	free(b);
}

struct view *
view_boards_new(struct app *app)
{
	static const enum action hints[] = { ACTION_OPEN, ACTION_NEXT_UNREAD,
		ACTION_POST, ACTION_SEARCH, ACTION_CATCHUP, ACTION_HELP,
		ACTION_COMMAND, ACTION_QUIT_BOARDS, ACTION_NONE };
	static const struct view_ops ops = {
		.name = "boards",
		.context = CONTEXT_BOARDS,
		.hints = hints,
		.title = boards_title,
		.layout = boards_layout,
		.draw = boards_draw,
		.act = boards_act,
		.search = boards_search,
		.limit = boards_limit,
		.resume = boards_resume,
		.close = boards_close,
	};
	struct view_boards *b = xcalloc(1, sizeof(*b));

	b->view = (struct view){ .ops = &ops, .app = app };
	return &b->view;
}
