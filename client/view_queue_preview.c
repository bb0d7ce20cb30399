/*
 * What a verdict is about: who flagged it, why, and its text, beside the list
 * or, on small screens, instead of it.
 */
#include "client/view_queue.h"

#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/locale.h"
#include "client/table.h"
#include "client/term.h"
#include "client/view_article.h"
#include "common/clock.h"
#include "common/utf8.h"
#include "common/xalloc.h"

#define NOTES_MAX 65536

void
view_queue_preview_init(struct view_queue *b)
{
	buf_init(&b->notes, NOTES_MAX);
}

static void
forget(struct view_queue *b)
{
	fetch_cancel(b->view.app->net, b);
	if (b->article != NULL)
		b->article->ops->close(b->article);
	b->article = NULL;
	free(b->shown);
	b->shown = NULL;
	buf_reset(&b->notes);
}

void
view_queue_preview_free(struct view_queue *b)
{
	forget(b);
	buf_clear(&b->notes);
	wrap_clear(&b->wrap);
}

/* --- why it waits --------------------------------------------------------- */

/* Text of somebody: it stays one line, so that it cannot pass for others. */
static void
put_line(struct view_queue *b, char *text)
{
	for (char *p = text; *p != '\0'; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	locale_screen(slice_of(text), 0, &b->notes);
	buf_putc(&b->notes, '\n');
	free(text);
}

static void
place(struct view_queue *b)
{
	view_queue_preview(b, b->preview);
	app_redraw(b->view.app);
}

static void
put_reason(struct view_queue *b, const struct queue_row *row)
{
	bool article = row->target[0] == '<';

	buf_reset(&b->notes);
	/* An article says itself in which state it is. */
	if (article && row->reason[0] == '\0')
		return;
	put_line(b, xasprintf("%s%s%s: %s", article ? "" : row->target,
	    article ? "" : ", ", _(queue_why(row)), row->reason));
}

static char *
flag_text(const struct table *t)
{
	char *by = table_text(t, table_column(t, "by"));
	char *reason = table_text(t, table_column(t, "reason"));
	char *text = table_text(t, table_column(t, "text")), *line;
	char age[LABEL_AGE];

	label_age(clock_now(), table_time(t, table_column(t, "time")), age);
	line = xasprintf("  %s  %s  %s%s%s", by, age, reason,
	    text[0] != '\0' ? ": " : "", text);
	free(by);
	free(reason);
	free(text);
	return line;
}

/* Of a thread's flags those that are open and about the article. */
static bool
is_about(const struct view_queue *b, const struct table *t)
{
	return slice_is(table_field(t, table_column(t, "mid")), b->shown) &&
	    slice_is(table_field(t, table_column(t, "state")), "open");
}

static void
on_flags(void *owner, const struct fetch_result *r)
{
	struct view_queue *b = owner;
	struct table t;
	unsigned n = 0;

	if (!r->ok)
		return;
	table_open(&t, r->body);
	while (table_next(&t))
		n += is_about(b, &t);
	buf_reset(&b->notes);
	put_line(b, xasprintf(_("flags: %u"), n));
	table_open(&t, r->body);
	while (table_next(&t))
		if (is_about(b, &t))
			put_line(b, flag_text(&t));
	place(b);
}

/* Lines "Key: value" of an account or a board. */
static void
on_info(void *owner, const struct fetch_result *r)
{
	struct view_queue *b = owner;
	struct slice rest = r->body;

	while (r->ok && rest.len != 0) {
		struct slice line = slice_trim(slice_cut(&rest, '\n'));

		put_line(b, xasprintf("%.*s", SLICE_ARG(line)));
	}
	place(b);
}

static void
ask_notes(struct view_queue *b, const struct queue_row *row)
{
	struct net *net = b->view.app->net;

	if (strcmp(row->why, "flagged") == 0) {
		fetch_flags(net, row->target, b, on_flags);
		return;
	}
	put_reason(b, row);
	if (row->target[0] != '<')
		fetch_info(net, row->target, b, on_info);
}

void
view_queue_preview_again(struct view_queue *b)
{
	const struct queue_row *row = view_queue_row(b);

	if (row == NULL || b->shown == NULL ||
	    strcmp(row->target, b->shown) != 0)
		return;
	fetch_cancel(b->view.app->net, b);
	ask_notes(b, row);
}

/* --- what it is about ----------------------------------------------------- */

static void
show(struct view_queue *b, const struct queue_row *row)
{
	if (row != NULL && b->shown != NULL &&
	    strcmp(row->target, b->shown) == 0)
		return;
	forget(b);
	if (row == NULL)
		return;
	b->shown = xstrdup(row->target);
	put_reason(b, row);
	ask_notes(b, row);
	if (row->target[0] != '<')
		return;
	b->article = view_article_new(b->view.app, row->board);
	view_article_show(b->article, row->target);
}

static int
notes_height(const struct view_queue *b)
{
	int most = b->article != NULL ? b->preview.h / 3 : b->preview.h;

	return (int)b->wrap.n < most ? (int)b->wrap.n : most;
}

void
view_queue_preview(struct view_queue *b, struct area area)
{
	int notes;

	b->preview = area;
	if (area.h <= 0)
		return;
	show(b, view_queue_row(b));
	wrap_clear(&b->wrap);
	wrap_body(&b->wrap, buf_slice(&b->notes), 0, b->notes.len, area.w,
	    false);
	if (b->article == NULL)
		return;
	notes = notes_height(b);
	b->article->area = (struct area){ area.y + notes, area.x,
		area.h - notes, area.w };
	b->article->ops->layout(b->article);
}

void
view_queue_preview_draw(struct view_queue *b)
{
	const struct area *a = &b->preview;
	int notes = notes_height(b);

	for (int i = 0; i < notes; i++) {
		const struct wrap_line *l = &b->wrap.line[i];

		term_put(a->y + i, a->x, a->w, ROLE_STATE,
		    slice_make(b->notes.p + l->offset, l->len));
	}
	/* The last line says that there are more. */
	if (notes > 0 && (size_t)notes < b->wrap.n)
		term_puts(a->y + notes - 1, a->x, a->w, ROLE_STATE, "  ...");
	if (b->article != NULL)
		b->article->ops->draw(b->article);
}

bool
view_queue_preview_seen(const struct view_queue *b)
{
	return b->article != NULL && b->preview.h > 0 &&
	    view_article_self(b->article)->answered;
}
