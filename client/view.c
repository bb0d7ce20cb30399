/* What views share: the cursor of a list. */
#include "client/view.h"

#include "client/app.h"
#include "client/term.h"

/* More cells would cost more bytes at each move, on slow lines too. */
#define MARK_W 2

void
view_select(const struct view *v, int y, int x, int width)
{
	if (v->focus)
		term_select(y, x,
		    v->app->config->highlight_line ? width : MARK_W);
}

void
list_fit(struct list *l)
{
	if (l->cursor >= l->count)
		l->cursor = l->count - 1;
	if (l->cursor < 0)
		l->cursor = 0;
	if (l->top > l->cursor)
		l->top = l->cursor;
	if (l->cursor >= l->top + l->height)
		l->top = l->cursor - l->height + 1;
	if (l->top > l->count - l->height)
		l->top = l->count - l->height;
	if (l->top < 0)
		l->top = 0;
}

bool
list_act(struct list *l, enum action action)
{
	int page = l->height > 1 ? l->height - 1 : 1;

	switch (action) {
	case ACTION_DOWN:
		l->cursor++;
		break;
	case ACTION_UP:
		l->cursor--;
		break;
	case ACTION_PAGE_DOWN:
	case ACTION_NEXT_PAGE:
		l->cursor += page;
		l->top += page;
		break;
	case ACTION_PAGE_UP:
		l->cursor -= page;
		l->top -= page;
		break;
	case ACTION_HALF_DOWN:
		l->cursor += (page + 1) / 2;
		break;
	case ACTION_HALF_UP:
		l->cursor -= (page + 1) / 2;
		break;
	case ACTION_TOP:
		l->cursor = 0;
		break;
	case ACTION_BOTTOM:
		l->cursor = l->count - 1;
		break;
	default:
		return false;
	}
	list_fit(l);
	return true;
}
