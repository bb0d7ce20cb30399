/* How the list of what waits for moderators looks. */
#include "client/view_queue.h"

#include <stdio.h>

#include "client/app.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/term.h"
#include "common/clock.h"

#define WAIT_W	 5
#define WHY_W	 18
#define WIDE_WHY_W 32
#define LEAST_WHY_W 8
#define AUTHOR_W 16
#define BOARD_W	 20
#define WIDE	 60		/* from here on with the author */
#define WIDER	 100		/* from here on with the board */

void
view_queue_title(const struct view *v, struct buf *out)
{
	const struct queue *q = &v->app->queue;
	const struct queue_row *row = view_queue_row(view_queue_self(v));
	char age[LABEL_AGE];

	if (view_queue_self(v)->reading && row != NULL) {
		buf_printf(out, QUEUE_NAME " > %s",
		    row->subject[0] != '\0' ? row->subject : row->target);
		return;
	}
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
	const struct queue_row *row = view_queue_at(b, n);
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
draw_list(struct view_queue *b)
{
	struct view *v = &b->view;
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

void
view_queue_draw(struct view *v)
{
	struct view_queue *b = view_queue_self(v);
	const struct area *a = &v->area;

	if (b->reading) {
		v->cursor_y = a->y;
		v->cursor_x = a->x;
	} else {
		draw_list(b);
	}
	if (b->preview.h > 0 && b->list.count > 0) {
		if (!b->reading)
			term_hline(b->preview.y - 1, a->x, a->w);
		view_queue_preview_draw(b);
	}
}
