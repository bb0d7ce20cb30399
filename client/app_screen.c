/* Where the views go, the bar above and the lines below them. */
#include "client/app.h"

#include "client/i18n.h"
#include "client/key.h"
#include "client/net.h"
#include "client/term.h"
#include "client/wrap.h"
#include "common/utf8.h"

#define LEAST_ROWS    4
#define LEAST_COLUMNS 20
#define SPLIT_COLUMNS 120
#define ROOMY_COLUMNS 60	/* from here on the bar says more */
#define READER_COLUMNS 76	/* lines of 72 need no more */
#define ONE_FOOT_ROWS 8		/* below: one line below the view, not two */

static bool
too_small(int rows, int columns)
{
	return rows < LEAST_ROWS || columns < LEAST_COLUMNS;
}

static void
place(struct view *v, struct area area, bool focus)
{
	v->area = area;
	v->focus = focus;
	v->ops->layout(v);
}

/* boards | threads | article: the reader gets what the others leave. */
static void
place_panes(struct view **pane, int n, struct area body)
{
	int width[3] = { 0 };
	int x = body.x, rest;

	width[0] = n == 3 ? body.w / 6 : body.w / 5;
	rest = body.w - width[0] - n + 1;
	width[1] = n == 3 ? rest * 35 / 100 : rest;
	if (n == 3 && width[1] < rest - READER_COLUMNS)
		width[1] = rest - READER_COLUMNS;
	width[2] = rest - width[1];
	for (int i = 0; i < n; i++) {
		struct area a = { body.y, x, body.h, width[i] };

		place(pane[i], a, i == n - 1);
		x += width[i] + 1;
	}
}

static int
panes(struct app *app, int columns, struct view **pane)
{
	int n = 0;

	for (int i = 0; i < app->depth; i++) {
		struct view *v = app->stack[i];

		if ((v->ops->context & CONTEXT_SEND) != 0)
			n = 0;
		if (!v->ops->overlay && n < 3)
			pane[n++] = v;
	}
	if (n > 1 && (columns < SPLIT_COLUMNS || !app->config->split)) {
		pane[0] = pane[n - 1];
		n = 1;
	}
	return n;
}

void
app_layout(struct app *app)
{
	struct view *pane[APP_VIEWS], *top;
	struct area body;
	int rows, columns, n;

	term_size(&rows, &columns);
	app->dirty = true;
	if (app->depth == 0 || too_small(rows, columns))
		return;
	body = (struct area){ 1, 0, rows - (rows < ONE_FOOT_ROWS ? 2 : 3),
		columns };
	n = panes(app, columns, pane);
	if (n == 1)
		place(pane[0], body, true);
	else if (n > 1)
		place_panes(pane, n, body);
	top = app_top(app);
	if (top->ops->overlay)
		place(top, body, true);
}

static void
put_status(struct app *app, int columns, struct buf *out)
{
	struct net_status s;
	const char *tls;

	net_status(app->net, &s);
	tls = s.encrypted && columns >= ROOMY_COLUMNS ? " TLS" : "";
	if (s.state == NET_OFFLINE)
		buf_printf(out, _("[offline, retry %ds]"), s.retry_s);
	else if (s.state != NET_READY)
		buf_printf(out, "[%s]", _("connecting"));
	else if (s.waiting_ms > 500 && !app->steady)
		buf_printf(out, _("[waiting %us ^G]"), s.waiting_ms / 1000);
	else if (app->steady)
		buf_printf(out, "[%s%s]", _("online"), tls);
	else
		buf_printf(out, "[%s%s %ums]", _("online"), tls, s.rtt_ms);
}

static void
draw_bar(struct app *app, int columns)
{
	struct buf title = BUF_INIT(4096), you = BUF_INIT(256);
	struct buf status = BUF_INIT(256);
	struct net_status s;
	struct view *v = app_top(app);
	int width, left;

	net_status(app->net, &s);
	for (int i = app->depth; v->ops->overlay && i-- > 1;)
		v = app->stack[i - 1];
	buf_puts(&title, "stoa  ");
	v->ops->title(v, &title);
	put_status(app, columns, &status);
	if (s.user != NULL && columns >= ROOMY_COLUMNS)
		buf_printf(&you, "%s %s  ", _("you:"), s.user);
	width = wrap_width(buf_slice(&you)) + wrap_width(buf_slice(&status));
	/* That this is not all matters more than who looks. */
	if (v->limited &&
	    wrap_width(buf_slice(&title)) + 1 + width > columns)
		buf_reset(&you);
	buf_put_slice(&you, buf_slice(&status));
	width = wrap_width(buf_slice(&you));
	left = columns - width - 1;
	if (left < 8)
		left = columns;
	term_put(0, 0, left, ROLE_BAR, buf_slice(&title));
	if (left < columns)
		term_put_right(
		    0, left, columns - left, ROLE_BAR, buf_slice(&you));
	buf_clear(&title);
	buf_clear(&you);
	buf_clear(&status);
}

/* Appends "key:name"; false when it does not fit any more. */
static bool
put_hint(struct buf *line, uint64_t key, enum action action, int columns)
{
	size_t before = line->len;
	char name[16];

	key_label(key, name);
	if (line->len != 0)
		buf_puts(line, "  ");
	buf_printf(line, "%s:%s", name, _(action_table[action].name));
	if (wrap_width(buf_slice(line)) <= columns)
		return true;
	line->len = before;
	return false;
}

static void
put_hints(struct app *app, struct buf *line, int columns)
{
	struct view *v = app_top(app);
	struct net_status s;
	struct binding next;
	bool waits = app->first != 0 &&
	    keymap_get(&app->config->keys, v->ops->context, app->first) ==
		ACTION_NONE;

	for (int i = 0; waits; i++)
		if (!keymap_next(&app->config->keys, v->ops->context,
			app->first, i, &next) ||
		    !put_hint(line, next.key, next.action, columns))
			return;
	net_status(app->net, &s);
	for (const enum action *a = v->ops->hints; *a != ACTION_NONE; a++) {
		uint64_t key =
		    keymap_key(&app->config->keys, v->ops->context, *a, 0);

		/* Other news servers have no acts. */
		if (!s.stoa && app_deed_is(*a))
			continue;
		if (key != 0 && !put_hint(line, key, *a, columns))
			return;
	}
}

static void
draw_hints(struct app *app, int y, int columns)
{
	struct buf line = BUF_INIT(1024);

	put_hints(app, &line, columns);
	term_put(y, 0, columns, ROLE_HINT, buf_slice(&line));
	buf_clear(&line);
}

/* How much of a text fits, up to a blank where there is one. */
static size_t
fitting(struct slice s, int columns)
{
	size_t end = wrap_fit(s, columns).len, at = 0;

	for (size_t i = 1; end < s.len && i <= end; i++)
		if (s.p[i] == ' ')
			at = i;
	return at != 0 ? at : end;
}

/*
 * A text on as many rows as it needs, the last one given, so many at most;
 * how much of the last row it takes.
 */
static int
draw_long(int last, int most, int columns, unsigned role, struct slice text)
{
	struct slice line = text, rest = text;
	int n = 0;

	for (; rest.len != 0 && n < most; n++)
		rest = slice_trim(slice_from(rest, fitting(rest, columns)));
	rest = text;
	for (int y = last - n + 1; y <= last; y++) {
		size_t len = fitting(rest, columns);

		line = slice_make(rest.p, len);
		term_put(y, 0, columns, role, line);
		rest = slice_trim(slice_from(rest, len));
	}
	if (rest.len != 0)
		term_put_right(last, columns - 4, 4, role, SLICE(" ..."));
	return wrap_width(line);
}

/* Where a text stands: with the keys below it, when it is short. */
static int
last_row(int rows, int columns, struct slice text)
{
	return rows < ONE_FOOT_ROWS || wrap_width(text) > columns ? rows - 1
								  : rows - 2;
}

/* A question, with the answers it takes. */
static void
draw_question(struct app *app, int rows, int columns)
{
	struct slice text = slice_of(app->prompt.label);
	int y = last_row(rows, columns, text);
	/* The keys stand at its end. */
	int width = draw_long(y, y, columns, ROLE_MESSAGE, text);

	term_cursor(y, width < columns ? width : columns - 1);
}

/* What a line may be completed to; all that does not fit above the line. */
static void
draw_candidates(int y, int rows, int columns, const char *names)
{
	struct slice text = slice_of(names);

	if (wrap_width(text) <= columns)
		term_put(rows - 1, 0, columns, ROLE_HINT, text);
	else
		draw_long(y - 1, (rows + 1) / 2, columns, ROLE_HINT, text);
}

/* A long line scrolls so that its cursor is in sight. */
static void
draw_prompt(struct app *app, int y, int columns)
{
	struct buf text = BUF_INIT(65536);
	struct slice s, before;
	size_t cursor = 0;
	int label, room, at;

	label = wrap_width(slice_of(app->prompt.label));
	if (label > columns / 2)
		label = columns / 2;
	room = columns - label - 1;
	term_puts(y, 0, label, ROLE_MESSAGE, app->prompt.label);
	cmdline_text(app->cmdline, &text, &cursor);
	if ((app->prompt.flags & PROMPT_HIDDEN) != 0)
		for (size_t i = 0; i < text.len; i++)
			text.p[i] = '*';
	s = buf_slice(&text);
	before = slice_make(s.p, cursor);
	while ((at = wrap_width(before)) > room) {
		utf8_next(&before);
		s = slice_from(buf_slice(&text), cursor - before.len);
	}
	term_put(y, label, room + 1, ROLE_MESSAGE, s);
	term_cursor(y, label + at);
	if (text.p != NULL)
		explicit_bzero(text.p, text.len);
	buf_clear(&text);
}

static void
draw_offline(
    struct app *app, int y, int columns, const struct net_status *s)
{
	struct buf line = BUF_INIT(1024);

	put_status(app, columns, &line);
	/* The whole sentence, with the pin, does not fit into a line. */
	if (s->untrusted)
		buf_printf(&line, " %s; :%s", _("certificate refused"),
		    action_table[ACTION_CERTIFICATE].name);
	else
		buf_printf(&line, " %s", s->why);
	term_put(y, 0, columns, ROLE_ERROR, buf_slice(&line));
	buf_clear(&line);
}

static void
draw_foot(struct app *app, int rows, int columns)
{
	bool one = rows < ONE_FOOT_ROWS;
	int y = one ? rows - 1 : rows - 2;
	struct slice message = buf_slice(&app->message);
	struct net_status s;

	net_status(app->net, &s);
	if (!one)
		draw_hints(app, rows - 1, columns);
	if (app->prompt.active) {
		const char *c = cmdline_candidates(app->cmdline);

		if (app->prompt.keys != NULL) {
			draw_question(app, rows, columns);
			return;
		}
		if (!one && c[0] != '\0')
			draw_candidates(y, rows, columns, c);
		draw_prompt(app, y, columns);
		return;
	}
	if (message.len != 0)
		draw_long(last_row(rows, columns, message), (rows + 1) / 2,
		    columns,
		    app->message_is_error ? ROLE_ERROR : ROLE_MESSAGE,
		    message);
	else if (s.why[0] != '\0')
		draw_offline(app, y, columns, &s);
	else if (one)
		draw_hints(app, y, columns);
}

static void
draw_views(struct app *app, int columns)
{
	struct view *pane[APP_VIEWS], *top = app_top(app);
	int n = panes(app, columns, pane);

	for (int i = 0; i < n; i++) {
		const struct area *a = &pane[i]->area;

		pane[i]->ops->draw(pane[i]);
		if (i + 1 < n)
			term_vline(a->y, a->x + a->w, a->h);
	}
	if (top->ops->overlay)
		top->ops->draw(top);
	term_cursor(top->cursor_y, top->cursor_x);
}

void
app_draw(struct app *app)
{
	int rows, columns;

	term_size(&rows, &columns);
	term_erase();
	if (too_small(rows, columns)) {
		term_puts(0, 0, columns, ROLE_MESSAGE,
		    _("terminal too small"));
		term_cursor(0, 0);
	} else {
		draw_views(app, columns);
		draw_bar(app, columns);
		draw_foot(app, rows, columns);
	}
	term_flush();
}
