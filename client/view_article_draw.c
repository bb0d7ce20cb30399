/* How an article looks, and the search in its text. */
#include "client/view_article.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/app.h"
#include "client/article_line.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/term.h"
#include "common/clock.h"
#include "common/xalloc.h"

void
view_article_title(const struct view *v, struct buf *out)
{
	const struct view_article *b = view_article_self(v);
	int percent = 100;

	if (b->page.subject == NULL) {
		buf_puts(out, b->board);
		return;
	}
	if (view_article_last_top(b) > 0)
		percent = b->list.top * 100 / view_article_last_top(b);
	buf_printf(out, "%s > %s", b->board,
	    b->title != NULL ? b->title : b->page.subject);
	if (view_article_last_top(b) > 0)
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

void
view_article_draw(struct view *v)
{
	struct view_article *b = view_article_self(v);
	const struct area *a = &v->area;

	int y = a->y + (view_article_has_line(b) ? 1 : 0);

	if (view_article_has_line(b))
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

void
view_article_search_step(struct view_article *b, int step)
{
	int n = (int)b->wrap.n, row = b->list.top;

	if (b->search == NULL)
		return;
	for (int i = 0; i < n; i++) {
		row = (row + step + n) % n;
		if (label_contains(line_text(b, (size_t)row),
			slice_of(b->search))) {
			view_article_scroll_to(b, row);
			return;
		}
	}
	app_message(b->view.app, "%s", _("not found"));
}

void
view_article_search(struct view *v, const char *words)
{
	struct view_article *b = view_article_self(v);

	if (words[0] != '\0') {
		free(b->search);
		b->search = xstrdup(words);
	}
	v->searching = b->search != NULL;
	view_article_search_step(b, 1);
}
