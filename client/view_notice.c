/* A text in a frame over the view below. */
#include "client/view.h"

#include <stdlib.h>

#include "client/app.h"
#include "client/locale.h"
#include "client/term.h"
#include "client/wrap.h"
#include "common/utf8.h"
#include "common/xalloc.h"

#define NOTICE_MAX 65536
#define NOTICE_W   76

struct view_notice {
	struct view view;
	const char *title;
	struct buf text;	/* safe to show */
	struct wrap wrap;
	struct list list;
};

static struct view_notice *
self(const struct view *v)
{
	return (struct view_notice *)v;
}

static void
notice_title(const struct view *v, struct buf *out)
{
	buf_puts(out, self(v)->title);
}

static int
frame_width(const struct area *a)
{
	return a->w < NOTICE_W + 4 ? a->w : NOTICE_W + 4;
}

static void
notice_layout(struct view *v)
{
	struct view_notice *n = self(v);

	wrap_clear(&n->wrap);
	wrap_body(&n->wrap, buf_slice(&n->text), 0, n->text.len,
	    frame_width(&v->area) - 4, false);
	n->list.count = (int)n->wrap.n;
	n->list.height = v->area.h > 4 ? v->area.h - 2 : v->area.h;
	if (n->list.height > n->list.count)
		n->list.height = n->list.count;
	list_fit(&n->list);
}

static void
notice_draw(struct view *v)
{
	struct view_notice *n = self(v);
	const struct area *a = &v->area;
	int w = frame_width(a), x = a->x + (a->w - w) / 2, y = a->y;

	if (a->h > 4) {
		y += (a->h - n->list.height - 2) / 2;
		term_frame(y, x, n->list.height + 2, w);
		y++;
	}
	for (int i = 0; i < n->list.height; i++) {
		const struct wrap_line *l = &n->wrap.line[n->list.top + i];

		term_puts(y + i, x + 1, w - 2, ROLE_NORMAL, "");
		term_put(y + i, x + 2, w - 4, ROLE_NORMAL,
		    slice_make(n->text.p + l->offset, l->len));
	}
	v->cursor_y = y;
	v->cursor_x = x + 2;
}

static bool
notice_act(struct view *v, enum action action)
{
	struct view_notice *n = self(v);

	if (action == ACTION_SEARCH_END || action == ACTION_HELP) {
		app_pop(v->app);
		return true;
	}
	/* No line is selected here: what moves is the text. */
	if (action == ACTION_DOWN || action == ACTION_UP) {
		n->list.cursor = n->list.top + (action == ACTION_DOWN
			? n->list.height
			: -1);
		list_fit(&n->list);
		return true;
	}
	return list_act(&n->list, action);
}

static void
notice_close(struct view *v)
{
	struct view_notice *n = self(v);

	wrap_clear(&n->wrap);
	buf_clear(&n->text);
	free(n);
}

struct view *
view_notice_new(struct app *app, const char *title, struct slice text)
{
	static const enum action hints[] = { ACTION_DOWN, ACTION_UP,
		ACTION_BACK, ACTION_NONE };
	static const struct view_ops ops = {
		.name = "notice",
		.context = CONTEXT_HELP,
		.hints = hints,
		.overlay = true,
		.title = notice_title,
		.layout = notice_layout,
		.draw = notice_draw,
		.act = notice_act,
		.close = notice_close,
	};
	struct view_notice *n = xcalloc(1, sizeof(*n));

	n->view = (struct view){ .ops = &ops, .app = app };
	n->title = title;
	buf_init(&n->text, NOTICE_MAX);
	locale_screen(text, FILTER_LF, &n->text);
	return &n->view;
}
