/* Actions by key and by name, logging in, completion of the ":" line. */
#include "client/app.h"

#include <stdlib.h>

#include "client/i18n.h"
#include "client/net.h"
#include "client/term.h"
#include "common/xalloc.h"
#include "proto/reply.h"

/* --- search and limit --------------------------------------------------- */

static void
on_search(struct app *app, void *arg, const char *text)
{
	struct view *v = app_top(app);

	(void)arg;
	if (text != NULL && v->ops->search != NULL)
		v->ops->search(v, text);
}

static void
on_limit(struct app *app, void *arg, const char *text)
{
	struct view *v = app_top(app);

	(void)arg;
	if (text != NULL && v->ops->limit != NULL)
		v->ops->limit(v, text);
}

/* --- login --------------------------------------------------------------- */

struct login {
	struct app *app;
	char *user;
	void (*done)(struct app *app, void *arg, bool ok);
	void *arg;
};

static void
login_end(struct login *l, bool ok)
{
	if (l->done != NULL)
		l->done(l->app, l->arg, ok);
	free(l->user);
	free(l);
}

static void
on_login(void *arg, const struct net_answer *a)
{
	struct login *l = arg;
	bool ok = a->code == REPLY_AUTH_OK;

	/* It may be what reading takes here. */
	if (ok && !l->app->boards.loaded)
		app_boards_refresh(l->app);
	if (ok)
		app_message(l->app, _("logged in as %s"), l->user);
	else
		app_error(l->app, "%.*s", SLICE_ARG(a->text));
	login_end(l, ok);
}

static void
on_password(struct app *app, void *arg, const char *text)
{
	struct login *l = arg;

	if (text == NULL)
		login_end(l, false);
	else
		net_login(app->net, l->user, text, on_login, l);
}

static void
ask_password(struct login *l)
{
	char *label = xasprintf(_("Password of %s: "), l->user);

	app_prompt(l->app, label, "", PROMPT_HIDDEN, on_password, l);
	free(label);
}

static void
on_user(struct app *app, void *arg, const char *text)
{
	struct login *l = arg;

	(void)app;
	if (text == NULL || *text == '\0') {
		login_end(l, false);
		return;
	}
	l->user = xstrdup(text);
	ask_password(l);
}

void
app_login(struct app *app, const char *user,
    void (*done)(struct app *app, void *arg, bool ok), void *arg)
{
	struct login *l = xcalloc(1, sizeof(*l));
	struct net_status s;

	net_status(app->net, &s);
	*l = (struct login){ .app = app, .done = done, .arg = arg };
	if (s.state == NET_READY && !s.secret) {
		app_error(app, "%s", net_no_secret());
		login_end(l, false);
	} else if (user != NULL && *user != '\0') {
		l->user = xstrdup(user);
		ask_password(l);
	} else {
		app_prompt(app, _("Log in as: "),
		    app->config->user != NULL ? app->config->user : "", 0,
		    on_user, l);
	}
}

void
app_copy(struct app *app, const char *mid)
{
	if (mid == NULL)
		return;
	term_copy(slice_of(mid));
	app_message(app, _("copied: %s"), mid);
}

/* --- actions -------------------------------------------------------------- */

static void
on_command(struct app *app, void *arg, const char *text)
{
	(void)arg;
	if (text != NULL)
		app_command(app, text);
}

static void
show_certificate(struct app *app)
{
	struct buf text = BUF_INIT(65536);

	net_describe(app->net, &text);
	app_push(app, view_notice_new(app, _("certificate"),
	    buf_slice(&text)));
	buf_clear(&text);
}

/* Without a server nothing else is under way than the wait for one. */
static void
stop(struct app *app, struct view *v)
{
	struct net_status s;

	net_status(app->net, &s);
	if (s.state == NET_OFFLINE)
		net_retry_now(app->net);
	else if (v->ops->cancel != NULL && v->ops->cancel(v))
		app_message(app, "%s", _("stopped"));
}

static void
act_everywhere(struct app *app, enum action action)
{
	struct view *v = app_top(app);

	switch (action) {
	case ACTION_HELP:
		if (!v->ops->overlay)
			app_push(app, view_help_new(app, v->ops->context));
		return;
	case ACTION_COMMAND:
		app_prompt(app, ":", "", PROMPT_REMEMBER | PROMPT_COMMAND,
		    on_command, NULL);
		return;
	case ACTION_SEARCH:
		app_prompt(app, "/", "", PROMPT_REMEMBER, on_search, NULL);
		return;
	case ACTION_LIMIT:
		app_prompt(app, _("Show only: "), "", PROMPT_REMEMBER,
		    on_limit, NULL);
		return;
	case ACTION_REDRAW:
		term_redraw();
		app_layout(app);
		return;
	case ACTION_SUSPEND:
		app_suspend(app);
		return;
	case ACTION_STOP:
		stop(app, v);
		return;
	case ACTION_SPLIT:
		app->config->split = !app->config->split;
		app_layout(app);
		return;
	case ACTION_LOGIN:
		app_login(app, NULL, NULL, NULL);
		return;
	case ACTION_CERTIFICATE:
		show_certificate(app);
		return;
	case ACTION_BOARDS:
		app_pop_to(app, app_view(app, CONTEXT_BOARDS));
		return;
	case ACTION_MODERATION:
		app_queue_open(app);
		return;
	case ACTION_BACK:
		app_pop(app);
		return;
	case ACTION_QUIT:
	case ACTION_QUIT_BOARDS:
		app_quit(app);
		return;
	default:
		return;
	}
}

void
app_act(struct app *app, enum action action)
{
	struct view *v = app_top(app);

	app_redraw(app);
	if (!v->ops->act(v, action) && !app_deed_key(app, action))
		act_everywhere(app, action);
}

/* --- the ":" line --------------------------------------------------------- */

static const char *const words[] = {
	"act", "board", "set", "bind", "color",
};

static bool
command_word(struct app *app, struct slice word, struct slice rest,
    struct slice line)
{
	char *arg = xstrndup(rest.len != 0 ? rest.p : "", rest.len);
	struct view *boards = app_view(app, CONTEXT_BOARDS);
	bool known = true;

	if (rest.len == 0 && (slice_is(word, "board") ||
	    slice_is(word, "act"))) {
		app_error(app, _("%.*s takes a name; Tab shows which"),
		    SLICE_ARG(word));
	} else if (slice_is(word, "board")) {
		view_boards_open(boards, arg);
	} else if (slice_is(word, "act")) {
		app_deed_line(app, rest);
	} else if (slice_is(word, "login") && rest.len != 0) {
		app_login(app, arg, NULL, NULL);
	} else if (slice_is(word, "set") || slice_is(word, "bind") ||
	    slice_is(word, "color")) {
		buf_reset(&app->config->complaints);
		if (!config_line(app->config, line, NULL))
			app_error(app, "%s",
			    buf_cstr(&app->config->complaints));
		app_layout(app);
	} else {
		known = false;
	}
	free(arg);
	return known;
}

void
app_command(struct app *app, const char *text)
{
	struct slice line = slice_trim(slice_of(text));
	struct slice rest = line, word = slice_word(&rest);
	enum action action;

	rest = slice_trim(rest);
	if (word.len == 0)
		return;
	/* A search or a limit may be given with its words. */
	if (slice_is(word, "search") && rest.len != 0 &&
	    app_top(app)->ops->search != NULL) {
		on_search(app, NULL, rest.p);
		return;
	}
	if (slice_is(word, "limit") && rest.len != 0 &&
	    app_top(app)->ops->limit != NULL) {
		on_limit(app, NULL, rest.p);
		return;
	}
	if (command_word(app, word, rest, line))
		return;
	action = action_find(word, app_top(app)->ops->context);
	/* What has words behind it is no key. */
	if (action != ACTION_NONE && (rest.len == 0 || !app_deed_named(word)))
		app_act(app, action);
	else if (app_deed_named(word))
		app_deed_line(app, line);
	else
		app_error(app, _("no such command here: %.*s"),
		    SLICE_ARG(word));
}

size_t
app_complete(void *arg, struct slice text, struct buf *out)
{
	struct app *app = arg;
	unsigned context = app_top(app)->ops->context;
	struct slice rest = text, word = slice_word(&rest);

	if (rest.len != 0 && slice_is(word, "act")) {
		rest = slice_from(rest, 1);
		if (slice_chr(rest, ' ') < 0) {
			app_deed_names(rest, out);
			return rest.len;
		}
		word = slice_word(&rest);
		return app_deed_complete(app, word, rest, out);
	}
	if (rest.len != 0 && slice_is(word, "board")) {
		rest = slice_from(rest, 1);
		for (size_t i = 0; i < app->boards.n; i++)
			cmdline_offer(out,
			    slice_of(app->boards.board[i].name), rest);
		if (app->me.moderates)
			cmdline_offer(out, slice_of(QUEUE_NAME), rest);
		return rest.len;
	}
	if (rest.len != 0 && app_deed_named(word))
		return app_deed_complete(app, word, rest, out);
	if (rest.len != 0)
		return 0;
	for (int i = 1; i < ACTION_COUNT; i++)
		if ((action_table[i].contexts & context) != 0)
			cmdline_offer(out,
			    slice_of(action_table[i].name), word);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		cmdline_offer(out, slice_of(words[i]), word);
	app_deed_names(word, out);
	return word.len;
}
