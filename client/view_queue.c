/* What waits for a moderator, the oldest first, with what can be done. */
#include "client/view_queue.h"

#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/i18n.h"
#include "client/view_article.h"
#include "common/xalloc.h"

#define PREVIEW_ROWS 12		/* from here on list and text share them */

static struct view_queue *
self(const struct view *v)
{
	return view_queue_self(v);
}

const struct queue_row *
view_queue_at(const struct view_queue *b, int row)
{
	return row >= 0 && row < b->list.count ? &b->view.app->queue.row[row]
					       : NULL;
}

const struct queue_row *
view_queue_row(const struct view_queue *b)
{
	return view_queue_at(b, b->list.cursor);
}

/* By name: rows go when somebody has seen to them, and come again. */
static void
remember(struct view_queue *b)
{
	const struct queue_row *row = view_queue_row(b);

	if (row == NULL)
		return;
	free(b->current);
	b->current = xstrdup(row->target);
}

/* What is left of the area for the text: all, the lower half, or nothing. */
static void
share(struct view_queue *b)
{
	struct area a = b->view.area;
	int list = a.h;

	if (b->reading)
		list = 0;
	else if (a.h >= PREVIEW_ROWS)
		list = a.h / 2;
	b->list.height = list > 1 ? list - 1 : 1;
	/* A line between both. */
	if (list != 0)
		list++;
	a.y += list;
	a.h = a.h > list ? a.h - list : 0;
	list_fit(&b->list);
	view_queue_preview(b, a);
}

static void
queue_layout(struct view *v)
{
	struct view_queue *b = self(v);
	const struct queue *q = &v->app->queue;
	bool found = false;

	b->list.count = (int)q->n;
	for (size_t i = 0; b->current != NULL && i < q->n; i++)
		if (strcmp(q->row[i].target, b->current) == 0) {
			b->list.cursor = (int)i;
			found = true;
		}
	/* Decided about: what comes next is not to be taken for it. */
	b->reading = b->reading && found;
	list_fit(&b->list);
	remember(b);
	share(b);
}

void
view_queue_changed(struct view *v)
{
	queue_layout(v);
	view_queue_preview_again(self(v));
	app_redraw(v->app);
}

/* --- actions -------------------------------------------------------------- */

static void
read_selected(struct view_queue *b, bool reading)
{
	b->reading = reading && view_queue_row(b) != NULL;
	share(b);
}

/* Nobody decides about what was not shown to him. */
static bool
may_judge(struct view_queue *b)
{
	const struct queue_row *row = view_queue_row(b);

	if (row == NULL)
		return false;
	if (row->target[0] != '<' || view_queue_preview_seen(b))
		return true;
	if (b->preview.h <= 0)
		read_selected(b, true);
	app_message(b->view.app, "%s",
	    _("this is what it is about; now decide"));
	return false;
}

static void
judge(struct view_queue *b, enum queue_verdict verdict)
{
	const struct queue_row *row = view_queue_row(b);
	struct queue_deed deed;

	if (!may_judge(b))
		return;
	deed = queue_deed(row, verdict);
	if (deed.act != NULL)
		app_deed_do(b->view.app, deed.act, row->target, deed.reason);
	else
		app_message(b->view.app, "%s",
		    _("that cannot be refused; a says that it is seen to"));
}

static bool
act_list(struct view_queue *b, enum action action)
{
	if (!list_act(&b->list, action))
		return false;
	remember(b);
	share(b);
	return true;
}

/* What the text does with it. */
static bool
act_text(struct view_queue *b, enum action action)
{
	struct view *text = b->article;
	bool done;

	switch (action) {
	case ACTION_BACK:
		read_selected(b, false);
		return true;
	case ACTION_OPEN:
		return true;
	case ACTION_NEXT_PAGE:
		if (text == NULL || view_article_is_at_end(text))
			return act_list(b, ACTION_DOWN);
		break;
	case ACTION_APPROVE:
	case ACTION_REFUSE:
	case ACTION_HIDE:
	case ACTION_REMOVE:
	case ACTION_COPY:
	case ACTION_REFRESH:
		return false;
	default:
		break;
	}
	if (text == NULL)
		return false;
	done = text->ops->act(text, action);
	b->view.searching = text->searching;
	return done;
}

static bool
act_row(struct view_queue *b, enum action action)
{
	struct app *app = b->view.app;

	switch (action) {
	case ACTION_NEXT_POST:
		return act_list(b, ACTION_DOWN);
	case ACTION_PREV_POST:
		return act_list(b, ACTION_UP);
	case ACTION_APPROVE:
		judge(b, QUEUE_APPROVE);
		return true;
	case ACTION_REFUSE:
		judge(b, QUEUE_REFUSE);
		return true;
	case ACTION_HIDE:
	case ACTION_REMOVE:
		return !may_judge(b);
	case ACTION_COPY:
		if (view_queue_row(b) != NULL)
			app_copy(app, view_queue_row(b)->target);
		return true;
	case ACTION_REFRESH:
		app_queue_refresh(app);
		return true;
	default:
		return false;
	}
}

static bool
queue_act(struct view *v, enum action action)
{
	struct view_queue *b = self(v);

	if (act_row(b, action))
		return true;
	/* Where H hides. */
	if (action == ACTION_HEADERS_QUEUE)
		action = ACTION_HEADERS;
	if (b->reading)
		return act_text(b, action);
	if (action == ACTION_QUOTES || action == ACTION_HEADERS)
		return b->article != NULL &&
		    b->article->ops->act(b->article, action);
	if (action != ACTION_OPEN)
		return act_list(b, action);
	read_selected(b, true);
	return true;
}

static void
queue_search(struct view *v, const char *words)
{
	struct view *text = self(v)->article;

	if (text == NULL)
		return;
	text->ops->search(text, words);
	v->searching = text->searching;
}

static const char *
queue_target(const struct view *v, const struct meta **meta)
{
	const struct queue_row *row = view_queue_row(self(v));

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
	view_queue_preview_free(self(v));
	free(self(v)->current);
	free(v);
}

struct view *
view_queue_new(struct app *app)
{
	static const enum action hints[] = { ACTION_APPROVE,
		ACTION_REFUSE, ACTION_HIDE, ACTION_REMOVE, ACTION_OPEN,
		ACTION_HELP, ACTION_BACK, ACTION_NONE };
	static const struct view_ops ops = {
		.name = "queue",
		.context = CONTEXT_QUEUE,
		.hints = hints,
		.title = view_queue_title,
		.layout = queue_layout,
		.draw = view_queue_draw,
		.act = queue_act,
		.search = queue_search,
		.resume = queue_resume,
		.target = queue_target,
		.changed = queue_changed,
		.close = queue_close,
	};
	struct view_queue *b = xcalloc(1, sizeof(*b));

	b->view = (struct view){ .ops = &ops, .app = app };
	view_queue_preview_init(b);
	app_queue_refresh(app);
	return &b->view;
}
