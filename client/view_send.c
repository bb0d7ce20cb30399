/*
 * The confirm screen: what the checks say, the draft, and sending it. A post
 * whose answer was lost is looked for by its id before it is sent again.
 */
#include "client/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/compose.h"
#include "client/draft.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "client/locale.h"
#include "client/net.h"
#include "client/term.h"
#include "client/wrap.h"
#include "common/clock.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/reply.h"

enum send_state {
	SEND_ASKING,	/* waiting for the user */
	SEND_SENDING,
	SEND_UNKNOWN,	/* the answer was lost: STAT is asked */
};

struct view_send {
	struct view view;
	struct draft *draft;
	struct buf text;	/* the draft, UTF-8 */
	struct buf shown;	/* remarks and draft, safe to show */
	struct compose_report report;
	struct wrap wrap;
	struct list list;
	size_t remarks;		/* bytes of shown that are remarks */
	enum send_state state;
};

static void send_now(struct view_send *s);

static struct view_send *
self(const struct view *v)
{
	return (struct view_send *)v;
}

static void
send_title(const struct view *v, struct buf *out)
{
	switch (self(v)->state) {
	case SEND_SENDING:
		buf_puts(out, _("sending"));
		return;
	case SEND_UNKNOWN:
		buf_puts(out, _("sent? asking when the server is back"));
		return;
	case SEND_ASKING:
	default:
		buf_puts(out, _("send this?"));
		return;
	}
}

static void
send_layout(struct view *v)
{
	struct view_send *s = self(v);
	struct slice text = buf_slice(&s->shown);

	wrap_clear(&s->wrap);
	if (text.len != 0) {
		wrap_header(&s->wrap, text, 0, s->remarks, v->area.w);
		wrap_body(&s->wrap, text, s->remarks, text.len, v->area.w,
		    false);
	}
	s->list.height = v->area.h;
	s->list.count = (int)s->wrap.n;
	list_fit(&s->list);
}

/* Reads what the editor left and checks it. */
static void
load(struct view_send *s)
{
	struct buf plain = BUF_INIT(DRAFT_MAX);

	buf_reset(&s->text);
	buf_reset(&s->shown);
	if (draft_read(s->draft, &s->text) != OK)
		app_error(s->view.app, "%s", err_detail());
	compose_check(buf_slice(&s->text), &s->report);
	locale_screen(buf_slice(&s->report.text), FILTER_LF, &s->shown);
	if (s->shown.len != 0)
		buf_putc(&s->shown, '\n');
	s->remarks = s->shown.len;
	locale_screen(
	    buf_slice(&s->text), FILTER_LF | FILTER_TAB, &plain);
	wrap_expand_tabs(buf_slice(&plain), &s->shown);
	buf_clear(&plain);
}

static void
send_draw(struct view *v)
{
	struct view_send *s = self(v);

	for (int i = 0; i < v->area.h; i++) {
		size_t n = (size_t)(s->list.top + i);
		const struct wrap_line *l;

		if (n >= s->wrap.n)
			break;
		l = &s->wrap.line[n];
		term_put(v->area.y + i, v->area.x, v->area.w,
		    l->kind == WRAP_HEADER     ? ROLE_ERROR
			: l->kind == WRAP_QUOTE ? ROLE_QUOTE1
						: ROLE_NORMAL,
		    slice_make(s->shown.p + l->offset, l->len));
	}
	v->cursor_y = v->area.y;
	v->cursor_x = v->area.x;
}

/* --- sending -------------------------------------------------------------- */

static void
posted(struct view_send *s, bool waits)
{
	struct app *app = s->view.app;
	struct view *threads;

	if (draft_remove(s->draft) != OK)
		app_error(app, "%s", err_detail());
	app_pop_to(app, &s->view);
	app_pop(app);
	app_message(app, "%s", waits ? _("sent; a moderator decides on it") :
	    _("posted"));
	threads = app_view(app, CONTEXT_THREADS);
	if (threads != NULL)
		view_threads_refresh(threads);
	app_boards_refresh(app);
}

static void
refused(struct view_send *s, struct slice why)
{
	s->state = SEND_ASKING;
	(void)draft_set_out(s->draft, false);
	app_error(s->view.app, _("refused: %.*s"), SLICE_ARG(why));
}

static void
on_stat(void *owner, const struct fetch_result *r)
{
	struct view_send *s = owner;

	if (r->code == REPLY_STAT)
		posted(s, false);
	else if (r->code == REPLY_NO_MSGID)
		send_now(s);
	else
		refused(s, r->text);
}

static void
ask_fate(struct view_send *s)
{
	struct slice id = compose_field(buf_slice(&s->text), "Message-ID");
	char *mid = xstrndup(id.p, id.len);

	s->state = SEND_UNKNOWN;
	/* Asked again by itself until there is a connection. */
	fetch_stat(s->view.app->net, mid, s, on_stat);
	free(mid);
}

static void
on_login(struct app *app, void *arg, bool ok)
{
	struct view_send *s = arg;

	if (ok && app_top(app) == &s->view)
		send_now(s);
	else if (app_top(app) == &s->view)
		refused(s, slice_of(_("posting needs a login")));
}

static bool
may_log_in(const struct view_send *s)
{
	struct net_status status;

	net_status(s->view.app->net, &status);
	return status.secret;
}

static void
want_terms(struct view_send *s, struct slice why)
{
	refused(s, why);
	app_terms(s->view.app, why);
}

static void
on_post(void *owner, const struct fetch_result *r)
{
	struct view_send *s = owner;

	app_redraw(s->view.app);
	if (r->code == REPLY_POST_OK)
		posted(s, compose_waits(r->text));
	else if (r->code == 0)
		ask_fate(s);
	else if (r->code == REPLY_AUTH_NEEDED && !may_log_in(s))
		refused(s, slice_of(net_no_secret()));
	else if (r->code == REPLY_AUTH_NEEDED)
		app_login(s->view.app, NULL, on_login, s);
	else if (r->code == REPLY_TERMS_FIRST)
		want_terms(s, r->text);
	else
		refused(s, r->text);
}

static void
send_now(struct view_send *s)
{
	struct buf wire = BUF_INIT(2 * DRAFT_MAX);

	s->state = SEND_SENDING;
	if (compose_wire(buf_slice(&s->text), clock_now(), &wire) != OK)
		refused(s, slice_of(err_detail()));
	else if (draft_set_out(s->draft, true) != OK)
		refused(s, slice_of(err_detail()));
	else
		fetch_post(s->view.app->net, buf_slice(&wire), s, on_post);
	buf_clear(&wire);
	app_redraw(s->view.app);
}

/* --- actions -------------------------------------------------------------- */

static void
on_discard(struct app *app, void *arg, uint32_t key)
{
	struct view_send *s = arg;

	if (key != 'y')
		return;
	(void)draft_remove(s->draft);
	app_pop(app);
	app_message(app, "%s", _("draft deleted"));
}

static void
edit_again(struct view_send *s)
{
	struct app *app = s->view.app;
	struct draft *d = s->draft;

	s->draft = NULL;
	app_pop(app);
	app_compose_edit(app, d);
}

/* Without an id of our own a repeated post would be a second article. */
static void
give_id(struct view_send *s)
{
	struct slice id = compose_field(buf_slice(&s->text), "Message-ID");
	struct buf all = BUF_INIT(DRAFT_MAX), fresh = BUF_INIT(512);
	char *from;

	if (id.len > 4 && id.p[0] == '<' && slice_chr(id, '@') > 0)
		return;
	from = config_from(s->view.app->config, s->view.app->me.address);
	compose_msgid(from, &fresh);
	buf_printf(&all, "Message-ID: %s\n", buf_cstr(&fresh));
	buf_put_slice(&all, buf_slice(&s->text));
	buf_reset(&s->text);
	buf_put_slice(&s->text, buf_slice(&all));
	(void)draft_write(s->draft, buf_slice(&s->text));
	buf_clear(&all);
	buf_clear(&fresh);
	free(from);
}

static bool
send_act(struct view *v, enum action action)
{
	struct view_send *s = self(v);
	struct app *app = v->app;

	if (list_act(&s->list, action)) {
		s->list.top = s->list.cursor;
		if (s->list.top > s->list.count - s->list.height)
			s->list.top = s->list.count - s->list.height;
		if (s->list.top < 0)
			s->list.top = 0;
		s->list.cursor = s->list.top;
		return true;
	}
	if (action == ACTION_POSTPONE || action == ACTION_BACK) {
		app_pop(app);
		app_message(app, "%s", _("the draft is kept"));
		return true;
	}
	if (s->state != SEND_ASKING)
		return action == ACTION_SEND || action == ACTION_EDIT ||
		    action == ACTION_DISCARD;
	switch (action) {
	case ACTION_SEND:
		if (s->report.errors != 0) {
			app_error(v->app, "%s",
			    _("mend the errors first: e edits"));
			return true;
		}
		give_id(s);
		send_now(s);
		return true;
	case ACTION_EDIT:
		edit_again(s);
		return true;
	case ACTION_DISCARD:
		app_ask(v->app, _("Delete this draft? (y/n)"), "yn",
		    on_discard, s);
		return true;
	default:
		return false;
	}
}

static void
send_close(struct view *v)
{
	struct view_send *s = self(v);

	fetch_cancel(v->app->net, s);
	draft_free(&s->draft);
	buf_clear(&s->text);
	buf_clear(&s->shown);
	buf_clear(&s->report.text);
	wrap_clear(&s->wrap);
	free(s);
}

struct view *
view_send_new(struct app *app, struct draft *draft)
{
	static const enum action hints[] = { ACTION_SEND, ACTION_EDIT,
		ACTION_POSTPONE, ACTION_DISCARD, ACTION_HELP, ACTION_NONE };
	static const struct view_ops ops = {
		.name = "send",
		.context = CONTEXT_SEND,
		.hints = hints,
		.title = send_title,
		.layout = send_layout,
		.draw = send_draw,
		.act = send_act,
		.close = send_close,
	};
	struct view_send *s = xcalloc(1, sizeof(*s));

	s->view = (struct view){ .ops = &ops, .app = app };
	s->draft = draft;
	buf_init(&s->text, DRAFT_MAX);
	buf_init(&s->shown, 2 * DRAFT_MAX);
	buf_init(&s->report.text, 65536);
	load(s);
	return &s->view;
}
