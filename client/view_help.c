/* The keys of the view below, out of the key table. */
#include "client/view.h"

#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/i18n.h"
#include "client/key.h"
#include "client/label.h"
#include "client/term.h"
#include "client/wrap.h"
#include "common/xalloc.h"

#define KEYS_W 14
#define BOX_W  72

struct view_help {
	struct view view;
	struct list list;
	unsigned context;	/* whose keys */
	enum action row[ACTION_COUNT];
	char *search;
};

static struct view_help *
self(const struct view *v)
{
	return (struct view_help *)v;
}

static void
help_title(const struct view *v, struct buf *out)
{
	(void)v;
	buf_puts(out, _("help"));
}

static void
help_layout(struct view *v)
{
	struct view_help *h = self(v);

	h->list.height = v->area.h > 2 ? v->area.h - 2 : 1;
	if (h->list.height > h->list.count)
		h->list.height = h->list.count;
	list_fit(&h->list);
}

static void
keys_of(const struct view_help *h, enum action action, struct buf *out)
{
	const struct keymap *m = &h->view.app->config->keys;
	uint64_t key;

	for (int i = 0; (key = keymap_key(m,
		    h->context | CONTEXT_SEARCH, action, i)) != 0;
	     i++) {
		char name[16];

		key_label(key, name);
		if (out->len != 0)
			buf_putc(out, ' ');
		buf_puts(out, name);
	}
}

static void
draw_row(const struct view_help *h, int row, int y, int x, int w)
{
	const struct action_row *a = &action_table[h->row[row]];
	struct buf keys = BUF_INIT(256);
	int name = w >= 50 ? 17 : 0;

	keys_of(h, h->row[row], &keys);
	term_put(y, x, KEYS_W, ROLE_KEY, buf_slice(&keys));
	if (name != 0)
		term_puts(y, x + KEYS_W, name, ROLE_NORMAL, a->name);
	term_puts(y, x + KEYS_W + name, w - KEYS_W - name, ROLE_NORMAL,
	    _(a->help));
	if (row == h->list.cursor) {
		term_puts(y, x - 1, 1, ROLE_KEY, ">");
		view_select(&h->view, y, x - 1, w + 1);
	}
	buf_clear(&keys);
}

static void
draw_caption(int y, int x, int most)
{
	const char *text = _(" keys, / searches ");
	int w = wrap_width(slice_of(text));

	term_puts(y, x, w < most ? w : most, ROLE_SUBJECT, text);
}

static void
help_draw(struct view *v)
{
	struct view_help *h = self(v);
	const struct area *a = &v->area;
	int w = a->w < BOX_W + 4 ? a->w : BOX_W + 4;
	int x = a->x + (a->w - w) / 2;
	bool framed = a->h > 4;
	int height = h->list.height + (framed ? 2 : 0);
	int y = a->y + (a->h - height) / 2;

	if (framed) {
		term_frame(y, x, height, w);
		draw_caption(y, x + 2, w - 4);
		y++;
	} else {
		h->list.height = a->h;
		list_fit(&h->list);
	}
	for (int i = 0; i < h->list.height; i++) {
		term_puts(y + i, x + 1, 1, ROLE_NORMAL, "");
		term_puts(y + i, x + w - 2, 1, ROLE_NORMAL, "");
		if (h->list.top + i < h->list.count)
			draw_row(h, h->list.top + i, y + i, x + 2, w - 4);
	}
	v->cursor_y = y + h->list.cursor - h->list.top;
	v->cursor_x = x + 2;
}

static bool
row_matches(const struct view_help *h, int row)
{
	const struct action_row *a = &action_table[h->row[row]];
	struct slice words = slice_of(h->search);

	return label_contains(slice_of(a->name), words) ||
	    label_contains(slice_of(_(a->help)), words);
}

static void
search_step(struct view_help *h, int step)
{
	int row = h->list.cursor;

	for (int i = 0; h->search != NULL && i < h->list.count; i++) {
		row = (row + step + h->list.count) % h->list.count;
		if (row_matches(h, row)) {
			h->list.cursor = row;
			list_fit(&h->list);
			return;
		}
	}
	app_message(h->view.app, "%s", _("not found"));
}

static void
help_search(struct view *v, const char *words)
{
	struct view_help *h = self(v);

	if (words[0] != '\0') {
		free(h->search);
		h->search = xstrdup(words);
	}
	v->searching = h->search != NULL;
	search_step(h, 1);
}

static bool
help_act(struct view *v, enum action action)
{
	struct view_help *h = self(v);

	if (list_act(&h->list, action))
		return true;
	switch (action) {
	case ACTION_HELP:
		app_pop(v->app);
		return true;
	case ACTION_SEARCH_END:
		if (!v->searching)
			app_pop(v->app);
		else
			v->searching = false;
		return true;
	case ACTION_SEARCH_NEXT:
		search_step(h, 1);
		return true;
	case ACTION_SEARCH_PREV:
		search_step(h, -1);
		return true;
	default:
		return false;
	}
}

static void
help_close(struct view *v)
{
	free(self(v)->search);
	free(v);
}

struct view *
view_help_new(struct app *app, unsigned context)
{
	static const enum action hints[] = { ACTION_DOWN, ACTION_UP,
		ACTION_NEXT_PAGE, ACTION_SEARCH, ACTION_BACK, ACTION_NONE };
	static const struct view_ops ops = {
		.name = "help",
		.context = CONTEXT_HELP,
		.hints = hints,
		.overlay = true,
		.title = help_title,
		.layout = help_layout,
		.draw = help_draw,
		.act = help_act,
		.search = help_search,
		.close = help_close,
	};
	struct view_help *h = xcalloc(1, sizeof(*h));

	h->view = (struct view){ .ops = &ops, .app = app };
	h->context = context;
	/* What is special here first, what is the same everywhere last. */
	for (int pass = 0; pass < 2; pass++)
		for (int i = 1; i < ACTION_COUNT; i++) {
			unsigned c = action_table[i].contexts;

			if ((c & (context | CONTEXT_SEARCH)) != 0 &&
			    (c == CONTEXT_ALL) == (pass == 1))
				h->row[h->list.count++] = (enum action)i;
		}
	h->list.height = h->list.count;
	return &h->view;
}
