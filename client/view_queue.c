/* What waits for a moderator, the oldest first, with what can be done. */
#include "client/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/queue.h"
#include "client/term.h"
#include "common/clock.h"
#include "common/xalloc.h"

#define WAIT_W	 5
#define WHY_W	 18
#define WIDE_WHY_W 32
#define LEAST_WHY_W 8
#define AUTHOR_W 16
#define BOARD_W	 20
#define WIDE	 60		/* from here on with the author */
#define WIDER	 100		/* from here on with the board */

struct view_queue {
	struct view view;
	struct list list;
	char *current;		/* target under the cursor */
};

static struct view_queue *
self(const struct view *v)
{
	return (struct view_queue *)v;
}

static const struct queue_row *
at(const struct view_queue *b, int row)
{
	return row >= 0 && row < b->list.count ? &b->view.app->queue.row[row]
					       : NULL;
}

static const struct queue_row *
selected(const struct view_queue *b)
{
	return at(b, b->list.cursor);
}

/* By name: rows go when somebody has seen to them, and come again. */
static void
remember(struct view_queue *b)
{
	const struct queue_row *row = selected(b);

	if (row == NULL)
		return;
	free(b->current);
	b->current = xstrdup(row->target);
}

static void
queue_layout(struct view *v)
{
	struct view_queue *b = self(v);
	const struct queue *q = &v->app->queue;

	b->list.count = (int)q->n;
	b->list.height = v->area.h > 1 ? v->area.h - 1 : 1;
	for (size_t i = 0; b->current != NULL && i < q->n; i++)
		if (strcmp(q->row[i].target, b->current) == 0)
			b->list.cursor = (int)i;
	list_fit(&b->list);
	remember(b);
}

void
view_queue_changed(struct view *v)
{
	queue_layout(v);
	app_redraw(v->app);
}

static void
queue_title(const struct view *v, struct buf *out)
{
	const struct queue *q = &v->app->queue;
	char age[LABEL_AGE];

	buf_puts(out, QUEUE_NAME "   ");
	buf_printf(out, _("%zu%s waiting"), q->n, q->more ? "+" : "");
	if (q->n == 0)
		return;
	label_age(clock_now(), q->row[0].since, age);
	buf_puts(out, "   ");
	buf_printf(out, _("the oldest %s"), age);
}

static int
put(int y, int x, int width, unsigned role, const char *text)
{
	term_puts(y, x, width, role, text);
	return x + width + 1;
}

static int
why_width(const struct area *a)
{
	return a->w >= WIDER ? WIDE_WHY_W : a->w >= WIDE ? WHY_W : LEAST_WHY_W;
}

/* The author of an article, else the account or the board itself. */
static void
put_who(const struct queue_row *row, char out[static LIMIT_BOARD_NAME + 1])
{
	if (row->author[0] != '\0')
		slice_copy(label_author(slice_of(row->author)), out,
		    LIMIT_BOARD_NAME + 1);
	else
		label_board(slice_of(row->target), AUTHOR_W, out);
}

static void
draw_row(const struct view_queue *b, int n, int y)
{
	const struct area *a = &b->view.area;
	const struct queue_row *row = at(b, n);
	const char *subject = row->subject[0] != '\0' ? row->subject
						      : row->target;
	char age[LABEL_AGE], why[96], who[LIMIT_BOARD_NAME + 1];
	int x = a->x;

	term_puts(y, x, a->w, ROLE_NORMAL, "");
	term_puts(y, x, 1, ROLE_KEY, n == b->list.cursor ? ">" : " ");
	label_age(clock_now(), row->since, age);
	term_put_right(y, x + 1, WAIT_W, ROLE_AGE, slice_of(age));
	snprintf(why, sizeof(why), "%s%s%s", _(queue_why(row)),
	    row->reason[0] != '\0' ? " " : "", row->reason);
	x = put(y, x + WAIT_W + 2, why_width(a), ROLE_STATE, why);
	put_who(row, who);
	if (a->w >= WIDE)
		x = put(y, x, AUTHOR_W, ROLE_AUTHOR, who);
	label_board(slice_of(row->board), BOARD_W, who);
	if (a->w >= WIDER)
		x = put(y, x, BOARD_W, ROLE_NORMAL, who);
	term_puts(y, x, a->x + a->w - x, ROLE_NORMAL, subject);
	if (n == b->list.cursor)
		view_select(&b->view, y, a->x, a->w);
}

static void
draw_columns(const struct area *a)
{
	int x = a->x;

	term_puts(a->y, x, a->w, ROLE_COLUMNS, "");
	term_put_right(a->y, x + 1, WAIT_W, ROLE_COLUMNS,
	    slice_of(_("WAIT")));
	x = put(a->y, x + WAIT_W + 2, why_width(a), ROLE_COLUMNS, _("WHY"));
	if (a->w >= WIDE)
		x = put(a->y, x, AUTHOR_W, ROLE_COLUMNS, _("AUTHOR"));
	if (a->w >= WIDER)
		x = put(a->y, x, BOARD_W, ROLE_COLUMNS, _("BOARD"));
	put(a->y, x, a->x + a->w - x, ROLE_COLUMNS, _("SUBJECT"));
}

static const char *
why_empty(const struct app *app)
{
	if (!app->me.moderates)
		return _("only moderators have such a list; :login NAME");
	return app->queue.loaded ? _("nothing waits")
				 : _("waiting for the server");
}

static void
queue_draw(struct view *v)
{
	struct view_queue *b = self(v);
	const struct area *a = &v->area;

	draw_columns(a);
	for (int i = 0; i < b->list.height; i++)
		if (b->list.top + i < b->list.count)
			draw_row(b, b->list.top + i, a->y + 1 + i);
	if (b->list.count == 0)
		term_puts(a->y + 1, a->x + 2, a->w - 2, ROLE_HINT,
		    why_empty(v->app));
	v->cursor_y = a->y + 1 + b->list.cursor - b->list.top;
	v->cursor_x = a->x;
}

static void
open_selected(struct view_queue *b)
{
	const struct queue_row *row = selected(b);
	struct app *app = b->view.app;
	struct view *v;

	if (row == NULL)
		return;
	if (row->target[0] != '<') {
		app_message(app, "%s: %s", row->target, row->reason);
		return;
	}
	v = view_article_new(app, row->board);
	app_push(app, v);
	view_article_show(v, row->target);
}

static void
judge(struct view_queue *b, enum queue_verdict verdict)
{
	const struct queue_row *row = selected(b);
	struct queue_deed deed;

	if (row == NULL)
		return;
	deed = queue_deed(row, verdict);
	if (deed.act != NULL)
		app_deed_do(b->view.app, deed.act, row->target, deed.reason);
	else
		app_message(b->view.app, "%s",
		    _("that cannot be refused; a says that it is seen to"));
}

static bool
queue_act(struct view *v, enum action action)
{
	struct view_queue *b = self(v);

	if (list_act(&b->list, action)) {
		remember(b);
		return true;
	}
	switch (action) {
	case ACTION_OPEN:
		open_selected(b);
		return true;
	case ACTION_APPROVE:
		judge(b, QUEUE_APPROVE);
		return true;
	case ACTION_REFUSE:
		judge(b, QUEUE_REFUSE);
		return true;
	case ACTION_COPY:
		if (selected(b) != NULL)
			app_copy(v->app, selected(b)->target);
		return true;
	case ACTION_REFRESH:
		app_queue_refresh(v->app);
		return true;
	default:
		return false;
	}
}

static const char *
queue_target(const struct view *v, const struct meta **meta)
{
	const struct queue_row *row = selected(self(v));

	(void)meta;
	return row != NULL && row->target[0] == '<' ? row->target : NULL;
}

static void
queue_changed(struct view *v, const char *mid)
{
	(void)mid;
	app_queue_refresh(v->app);
}

static void
queue_resume(struct view *v)
{
	app_queue_refresh(v->app);
}

static void
queue_close(struct view *v)
{
	free(self(v)->current);
	free(v);
}

struct view *
view_queue_new(struct app *app)
{
	static const enum action hints[] = { ACTION_OPEN, ACTION_APPROVE,
		ACTION_REFUSE, ACTION_HIDE, ACTION_REMOVE, ACTION_HELP,
		ACTION_BACK, ACTION_NONE };
	static const struct view_ops ops = {
		.name = "queue",
		.context = CONTEXT_QUEUE,
		.hints = hints,
		.title = queue_title,
		.layout = queue_layout,
		.draw = queue_draw,
		.act = queue_act,
		.resume = queue_resume,
		.target = queue_target,
		.changed = queue_changed,
		.close = queue_close,
	};
	struct view_queue *b = xcalloc(1, sizeof(*b));

	b->view = (struct view){ .ops = &ops, .app = app };
	app_queue_refresh(app);
	return &b->view;
}
