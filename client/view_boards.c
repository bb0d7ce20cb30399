/* The list of boards with what is unread in each. */
#include "client/view_boards.h"

#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/readmarks.h"
#include "common/xalloc.h"

static struct view_boards *
self(const struct view *v)
{
	return view_boards_self(v);
}

bool
view_boards_is_queue(const struct view_boards *b, int row)
{
	return row >= 0 && row < b->list.count &&
	    b->shown[row] == b->view.app->boards.n;
}

const struct board *
view_boards_at(const struct view_boards *b, int row)
{
	if (row < 0 || row >= b->list.count || view_boards_is_queue(b, row))
		return NULL;
	return &b->view.app->boards.board[b->shown[row]];
}

uint64_t
view_boards_unread(const struct view_boards *b, const struct board *board)
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

static const struct board *
selected(const struct view_boards *b)
{
	return view_boards_at(b, b->list.cursor);
}

/* Remembers the board under the cursor by name: rows may move. */
static void
remember(struct view_boards *b)
{
	const struct board *board = selected(b);

	if (board == NULL && !view_boards_is_queue(b, b->list.cursor))
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

static bool
open_selected(struct view_boards *b)
{
	const struct board *board = selected(b);

	if (view_boards_is_queue(b, b->list.cursor))
		app_queue_open(b->view.app);
	else if (board != NULL)
		app_push(b->view.app,
		    view_threads_new(b->view.app, board->name));
	return true;
}

/* Goes on to the next board that is wanted, around the end. */
static bool
go_on(struct view_boards *b, int step,
    bool (*wanted)(const struct view_boards *, const struct board *))
{
	int row = b->list.cursor;

	for (int i = 0; i < b->list.count; i++) {
		const struct board *board;

		row = (row + step + b->list.count) % b->list.count;
		board = view_boards_at(b, row);
		if (board != NULL && wanted(b, board)) {
			b->list.cursor = row;
			list_fit(&b->list);
			return true;
		}
	}
	return false;
}

static bool
has_unread(const struct view_boards *b, const struct board *board)
{
	return view_boards_unread(b, board) != 0;
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
	app_pop_to(v->app, v);
	app_push(v->app, view_threads_new(v->app, name));
}

static bool
is_found(const struct view_boards *b, const struct board *board)
{
	return matches(board, b->search);
}

static void
search_step(struct view_boards *b, int step)
{
	if (b->search == NULL || !go_on(b, step, is_found))
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
	v->limited = b->limit != NULL;
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
		if (!go_on(b, action == ACTION_NEXT_UNREAD ? 1 : -1,
			has_unread))
			app_message(v->app, "%s", _("nothing unread"));
		break;
	case ACTION_CATCHUP:
		if (selected(b) != NULL)
			app_marks_catchup(v->app, selected(b), false);
		break;
	case ACTION_UNCATCHUP:
		app_marks_uncatchup(v->app);
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
		if (selected(b) != NULL)
			app_compose(v->app, selected(b)->name, SLICE(""),
			    false);
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
		.title = view_boards_title,
		.layout = boards_layout,
		.draw = view_boards_draw,
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
