/* How the thread list looks: one table of columns, one row at a time. */
#include "client/view_threads.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/app.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/readmarks.h"
#include "client/term.h"
#include "client/wrap.h"
#include "common/clock.h"

/*
 * X(id, title, width, from this width of the pane on, right-aligned, shown
 * when). The subject takes what the others leave and is last to go.
 */
#define COLUMNS(X)                                                           \
	X(UNREAD, N_("U"), 1, 0, false, true)                                \
	X(STATE, N_("S"), 1, 20, false, t->has_meta)                         \
	X(CLOCK, " ", 1, 32, false, t->has_clock)                             \
	X(AGE, N_("AGE"), 4, 32, true, true)                                 \
	X(VOTES, N_("V"), 4, 60, true, t->has_meta)                          \
	X(METOO, N_("M"), 4, 60, true, t->has_meta)                          \
	X(REPLIES, N_("R"), 4, 44, true, true)                               \
	X(SUBJECT, N_("SUBJECT"), 0, 0, false, true)                         \
	X(AUTHOR, N_("AUTHOR"), 18, 56, false, true)

enum column {
#define X(id, ...) COLUMN_##id,
	COLUMNS(X)
#undef X
	COLUMN_COUNT
};

struct layout {
	int x[COLUMN_COUNT], width[COLUMN_COUNT];	/* 0: not shown */
};

static const struct {
	const char *title;
	bool right;
} column_table[] = {
#define X(id, title, width, from, right, when) { title, right },
	COLUMNS(X)
#undef X
};

static void
lay_out(const struct threads *t, const struct area *a, struct layout *out)
{
	int rest = a->w, x = a->x;

	memset(out, 0, sizeof(*out));
#define X(id, title, columns, from, right, when)                             \
	if (a->w >= (from) && (when)) {                                      \
		out->width[COLUMN_##id] = (columns);                         \
		rest -= (columns) + 1;                                       \
	}
	COLUMNS(X)
#undef X
	out->width[COLUMN_SUBJECT] = rest + 1 > 1 ? rest + 1 : 1;
	for (int i = 0; i < COLUMN_COUNT; i++)
		if (out->width[i] != 0) {
			out->x[i] = x;
			x += out->width[i] + 1;
		}
}

static void
cell(const struct layout *l, enum column c, int y, unsigned role,
    struct slice text)
{
	if (l->width[c] == 0)
		return;
	if (column_table[c].right)
		term_put_right(y, l->x[c], l->width[c], role, text);
	else
		term_put(y, l->x[c], l->width[c], role, text);
}

static void
cell_number(const struct layout *l, enum column c, int y, unsigned role,
    int64_t n)
{
	char text[24] = "";

	if (n != 0)
		snprintf(text, sizeof(text), "%" PRId64, n);
	cell(l, c, y, role, slice_of(text));
}

/* What stands for a state, never by its colour alone. */
static const char *
state_glyph(const struct meta *m)
{
	static const char *const table[][2] = {
		{ "open", "?" }, { "answered", "a" }, { "escalated", "!" },
		{ "needsinfo", "i" }, { "duplicate", "=" },
		{ "archived", "#" }, { "locked", "#" }, { "pinned", "^" },
		{ "held", "H" }, { "hidden", "H" }, { "removed", "x" },
		{ "review", "r" }, { "planned", "p" }, { "declined", "-" },
		{ "done", "d" }, { "expired", "~" },
	};

	if (m->pinned && strcmp(m->state, "escalated") != 0)
		return "^";
	if (strcmp(m->state, "solved") == 0 ||
	    strcmp(m->state, "solution") == 0)
		return term_glyph(GLYPH_SOLVED);
	if (m->locked)
		return "#";
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(m->state, table[i][0]) == 0)
			return table[i][1];
	return "";
}

static unsigned
state_role(const struct meta *m)
{
	if (strcmp(m->state, "solved") == 0 ||
	    strcmp(m->state, "solution") == 0)
		return ROLE_SOLVED;
	return strcmp(m->state, "escalated") == 0 ? ROLE_LATE : ROLE_STATE;
}

static const char *
unread_glyph(enum unread u)
{
	return u == UNREAD_ROOT ? "N" : u == UNREAD_SOME ? "u" : " ";
}

/* "  ↳ Re: subject"; past a third of the width the depth is a number. */
static void
put_subject(struct buf *out, const struct thread_row *r,
    const struct article_row *a, bool pin, int width)
{
	int most = width / 3, indent = a != NULL ? (int)a->depth * 2 : 0;
	const char *glyph = term_glyph(pin ? GLYPH_SOLVED : GLYPH_REPLY);

	if (a == NULL || a->depth == 0) {
		bool tree = r->articles > 1 || r->nrows > 1;

		buf_printf(out, "%s %s",
		    !tree     ? " "
			: r->open ? term_glyph(GLYPH_UNFOLDED)
				  : term_glyph(GLYPH_FOLDED),
		    a != NULL ? a->subject : r->subject);
		return;
	}
	if (indent > most) {
		buf_printf(out, "%*s(+%d) %s ", most, "",
		    (int)a->depth - most / 2, glyph);
	} else {
		buf_printf(out, "%*s%s ", indent, "", glyph);
	}
	buf_puts(out, a->subject);
}

/* How long it waits for an answer, or when somebody wrote last. */
static void
draw_age(const struct layout *l, int y, const struct thread_row *r,
    const struct article_row *a)
{
	static const enum term_glyph glyphs[] = {
		[CLOCK_SOON] = GLYPH_SOON, [CLOCK_LATE] = GLYPH_LATE,
	};
	int64_t now = clock_now(), then = r->active;
	enum meta_clock clock = CLOCK_NONE;
	unsigned role = ROLE_AGE;
	char age[LABEL_AGE];

	if (a != NULL)
		then = a->date;
	else if (meta_waits(&r->meta))
		then = r->date;
	if (a == NULL)
		clock = meta_clock(&r->meta, r->date, now);
	label_age(now, then, age);
	if (clock == CLOCK_SOON || clock == CLOCK_LATE) {
		role = clock == CLOCK_SOON ? ROLE_SOON : ROLE_LATE;
		cell(l, COLUMN_CLOCK, y, role,
		    slice_of(term_glyph(glyphs[clock])));
	}
	cell(l, COLUMN_AGE, y, role, slice_of(age));
}

/* "[su] lena" */
static void
draw_author(const struct layout *l, int y, const struct thread_row *r,
    const struct article_row *a)
{
	struct slice name =
	    label_author(slice_of(a != NULL ? a->author : r->author));
	struct buf text = BUF_INIT(65536);
	char label[64];

	meta_role_label(a != NULL ? &a->meta : &r->meta, true, label,
	    sizeof(label));
	if (label[0] != '\0')
		buf_printf(&text, "%s ", label);
	buf_put_slice(&text, name);
	cell(l, COLUMN_AUTHOR, y, ROLE_AUTHOR, buf_slice(&text));
	buf_clear(&text);
}

static void
draw_row(const struct view_threads *b, struct pos at, int y,
    const struct layout *l, bool selected)
{
	const struct thread_row *r = threads_at(&b->t, at);
	const struct article_row *a =
	    at.article > 0 ? threads_article(&b->t, at) : NULL;
	const struct meta *m = a != NULL ? &a->meta : &r->meta;
	enum unread u = threads_unread(&b->t, r, b->view.app->marks);
	struct buf subject = BUF_INIT(65536);
	unsigned role;

	if (a != NULL || (r->open && r->nrows > 0))
		u = view_threads_article_read(b, r, at.article) ? UNREAD_NONE
								: UNREAD_ROOT;
	role = u != UNREAD_NONE ? ROLE_UNREAD : ROLE_NORMAL;
	term_puts(y, b->view.area.x, b->view.area.w, ROLE_NORMAL, "");
	cell(l, COLUMN_UNREAD, y, ROLE_NEW, slice_of(unread_glyph(u)));
	cell(l, COLUMN_STATE, y, state_role(m), slice_of(state_glyph(m)));
	draw_age(l, y, r, a);
	cell_number(l, COLUMN_VOTES, y, role, m->votes);
	if (a == NULL) {
		cell_number(l, COLUMN_METOO, y, role, (int64_t)m->metoo);
		cell_number(l, COLUMN_REPLIES, y, role,
		    (int64_t)r->articles - 1);
	}
	put_subject(&subject, r, a, thread_is_pin(r, at.article),
	    l->width[COLUMN_SUBJECT]);
	cell(l, COLUMN_SUBJECT, y, role, buf_slice(&subject));
	draw_author(l, y, r, a);
	if (selected) {
		term_puts(y, b->view.area.x + 1, 1, ROLE_KEY, ">");
		view_select(&b->view, y, b->view.area.x, b->view.area.w);
	}
	buf_clear(&subject);
}

static void
draw_empty(const struct view_threads *b)
{
	const struct area *a = &b->view.area;
	const char *text = _("waiting for the server");

	if (b->t.page[0].state == PAGE_HERE)
		text = b->t.words[0] != '\0'
		    ? _("nothing matches; Esc shows all")
		    : _("no threads yet; p starts one");
	if (b->t.page[0].state == PAGE_HERE || !b->view.app->steady)
		term_puts(a->y + 1, a->x + 2, a->w - 2, ROLE_HINT, text);
}

void
view_threads_draw(struct view *v)
{
	struct view_threads *b = view_threads_self(v);
	struct pos at = b->top;
	struct layout l;

	lay_out(&b->t, &v->area, &l);
	term_puts(v->area.y, v->area.x, v->area.w, ROLE_COLUMNS, "");
	for (int i = 0; i < COLUMN_COUNT; i++)
		cell(&l, (enum column)i, v->area.y, ROLE_COLUMNS,
		    slice_of(i == COLUMN_SUBJECT ? "  " : ""));
	for (int i = 0; i < COLUMN_COUNT; i++)
		if (i == COLUMN_SUBJECT)
			term_puts(v->area.y, l.x[i] + 2, l.width[i] - 2,
			    ROLE_COLUMNS, _(column_table[i].title));
		else
			cell(&l, (enum column)i, v->area.y, ROLE_COLUMNS,
			    slice_of(_(column_table[i].title)));
	v->cursor_y = v->area.y + 1;
	v->cursor_x = v->area.x;
	if (threads_at(&b->t, at) == NULL) {
		draw_empty(b);
		return;
	}
	for (int i = 0; i < b->height; i++) {
		bool selected = pos_same(at, b->cur);

		if (selected)
			v->cursor_y = v->area.y + 1 + i;
		draw_row(b, at, v->area.y + 1 + i, &l, selected);
		if (!threads_next(&b->t, &at))
			break;
	}
}

void
view_threads_title(const struct view *v, struct buf *out)
{
	const struct view_threads *b = view_threads_self(v);
	const struct board *board =
	    boards_find(&v->app->boards, slice_of(b->t.board));

	buf_puts(out, b->t.board);
	if (threads_at(&b->t, b->cur) != NULL) {
		buf_printf(out, "   %zu", threads_ordinal(&b->t, b->cur));
		if (board != NULL && board->threads != 0 &&
		    b->t.words[0] == '\0')
			buf_printf(out, "/%" PRIu64, board->threads);
	}
	if (board != NULL && v->area.w >= 50) {
		uint64_t n = readmarks_unread(v->app->marks, board->name,
		    board->low, board->high, board->count);

		buf_puts(out, "   ");
		buf_printf(out, _("%llu unread"), (unsigned long long)n);
	}
	if (b->t.words[0] != '\0')
		buf_printf(out, "   %s %s", _("only:"), b->t.words);
}
