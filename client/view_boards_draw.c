/* How the list of boards looks. */
#include "client/view_boards.h"

#include <stdio.h>
#include <string.h>

#include "client/app.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/net.h"
#include "client/term.h"
#include "common/clock.h"

#define NAME_MAX_ 32
#define NUMBER_W  8
#define WIDE	  50		/* from here on with threads and titles */
#define WIDER	  64		/* from here on with open questions */

void
view_boards_title(const struct view *v, struct buf *out)
{
	const struct view_boards *b = view_boards_self(v);
	const struct boards *all = &v->app->boards;
	struct net_status s;
	uint64_t n = 0;

	net_status(v->app->net, &s);
	for (size_t i = 0; i < all->n; i++)
		/* What stands in a queue stands in a board. */
		if (!all->board[i].view)
			n += view_boards_unread(b, &all->board[i]);
	buf_printf(out, "%s   ", s.server);
	buf_printf(out, _("%llu unread"), (unsigned long long)n);
	if (b->limit != NULL)
		buf_printf(out, "   %s %s", _("only:"), b->limit);
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
		const struct board *board = view_boards_at(b, i);
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
	const struct board *board = view_boards_at(b, row);
	uint64_t new = view_boards_unread(b, board);
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

void
view_boards_draw(struct view *v)
{
	struct view_boards *b = view_boards_self(v);
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

		if (view_boards_is_queue(b, row))
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
