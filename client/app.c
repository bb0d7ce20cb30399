/* The event loop of the full-screen client. */
#include "client/app.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/fetch.h"
#include "client/file.h"
#include "client/i18n.h"
#include "client/net.h"
#include "client/readmarks.h"
#include "client/key.h"
#include "client/term.h"
#include "proto/reply.h"

#define BOARDS_EVERY_S 60
#define TELL_EVERY_S   20
#define EOFS_TO_END    3

/*
 * The loop would go on while events of a lower priority wait, and a terminal
 * that is gone is always readable: they would wait for ever.
 */
void
app_quit(struct app *app)
{
	app->quit = true;
	event_base_loopbreak(app->base);
}

void
app_redraw(struct app *app)
{
	app->dirty = true;
}

static void
on_boards(void *owner, const struct fetch_result *r)
{
	struct app *app = owner;

	if (r->ok) {
		view_boards_changed(app_view(app, CONTEXT_BOARDS));
		for (int i = 0; i < app->depth; i++)
			if (app->stack[i]->ops->freshen != NULL)
				app->stack[i]->ops->freshen(app->stack[i]);
		app_marks_ask(app);
		app_queue_refresh(app);
		app_views_ask(app);
	} else if (r->code == REPLY_AUTH_NEEDED) {
		app_error(app, "%s", _("reading needs a login; :login NAME"));
	} else {
		app_error(app, "%.*s", SLICE_ARG(r->text));
	}
	app_redraw(app);
}

void
app_boards_refresh(struct app *app)
{
	if (!net_busy(app->net, app))
		fetch_boards(app->net, &app->boards, app->boards.loaded, app,
		    on_boards);
}

static void
on_net_change(void *arg)
{
	struct app *app = arg;
	bool ready = app->me.ready;
	struct net_status s;

	net_status(app->net, &s);
	app_identify(app);
	if (s.state == NET_READY && !ready && app->boards.loaded)
		app_boards_refresh(app);
	if (s.state == NET_READY && !app->was_ready) {
		app->was_ready = true;
		app_recover(app);
	}
	app_redraw(app);
}

static void
on_save(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	app_marks_save(arg);
}

static void
on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;
	struct net_status s;

	(void)fd;
	(void)what;
	net_status(app->net, &s);
	if (s.state != NET_READY || s.waiting_ms > 500)
		app_redraw(app);
	if (++app->seconds % BOARDS_EVERY_S == 0 && s.state == NET_READY)
		app_boards_refresh(app);
	else if (app->seconds % TELL_EVERY_S == 0)
		app_marks_tell(app);
}

static void
nothing(struct app *app, uint64_t chord)
{
	char name[16];

	key_label(chord, name);
	if (chord != KEYC_NONE)
		app_message(app, _("%s does nothing here; ? shows the keys"),
		    name);
}

static unsigned
context_of(const struct view *v)
{
	return v->ops->context | (v->searching ? CONTEXT_SEARCH : 0u);
}

static void
key_alone(struct app *app, uint32_t key)
{
	struct view *v = app_top(app);
	enum action action =
	    keymap_get(&app->config->keys, context_of(v), key);

	buf_reset(&app->message);
	if (action == ACTION_NONE && v->ops->overlay) {
		app_pop(app);
		key_alone(app, key);
	} else if (action != ACTION_NONE) {
		app_act(app, action);
	} else {
		nothing(app, key);
	}
}

/* The first key of two: what it means alone is done at once. */
static void
first_key(struct app *app, uint32_t key)
{
	struct view *v = app_top(app);

	buf_reset(&app->message);
	if (keymap_get(&app->config->keys, context_of(v), key) != ACTION_NONE)
		key_alone(app, key);
	if (app_top(app) == v && !app->prompt.active)
		app->first = key;
}

static void
on_key(struct app *app, uint32_t key)
{
	const struct keymap *keys = &app->config->keys;
	unsigned context = context_of(app_top(app));
	enum action alone = keymap_get(keys, context, app->first), action;
	uint64_t chord = KEY_CHORD(app->first, key);
	struct binding next;

	action = app->first != 0 ? keymap_get(keys, context, chord)
				 : ACTION_NONE;
	if (app->first != 0 && action == ACTION_NONE && alone == ACTION_NONE) {
		app->first = 0;
		buf_reset(&app->message);
		if (key != KEYC_ESC && key != KEY_CTRL('G'))
			nothing(app, chord);
		return;
	}
	app->first = 0;
	/* "gg" is "g" for those who type it twice. */
	if (action != ACTION_NONE && action != alone)
		app_act(app, action);
	else if (action == ACTION_NONE && keymap_next(keys, context, key, 0,
					     &next))
		first_key(app, key);
	else if (action == ACTION_NONE)
		key_alone(app, key);
}

static void
on_tty(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;
	uint32_t key;
	bool any = false;

	(void)fd;
	(void)what;
	if (app->paused) {
		app_pause_end(app);
		return;
	}
	while (!app->quit && app->child == 0 && (key = term_key()) != 0) {
		any = true;
		app->inputs++;
		if (!app->prompt.active) {
			on_key(app, key);
		} else if (key == KEYC_ESC && (key = term_key()) != 0) {
			app->inputs++;
			app_prompt_key(app, key, true);
		} else {
			app_prompt_key(app, key != 0 ? key : KEYC_ESC, false);
		}
		app_redraw(app);
	}
	/* A ^D left over from another program reads as one end of file. */
	app->eofs = !any && term_gone() ? app->eofs + 1 : 0;
	if (app->eofs >= EOFS_TO_END) {
		app->hasty = true;
		app_quit(app);
	}
}

/* --- signals, start, end ----------------------------------------------- */

static void
on_signal(evutil_socket_t number, short what, void *arg)
{
	struct app *app = arg;

	(void)what;
	switch (number) {
	case SIGCHLD:
		app_child_changed(app);
		return;
	case SIGHUP:
	case SIGTERM:
		app->hasty = true;
		app_quit(app);
		return;
	case SIGINT:
		return;
	default:
		break;
	}
	if (app->child != 0 || app->paused)
		return;
	if (number == SIGTSTP) {
		app_suspend(app);
		return;
	}
	app->inputs++;
	if (number == SIGCONT)
		term_resume();
	else
		term_resize();
	app_layout(app);
}

static bool
start_events(struct app *app)
{
	static const int number[] = { SIGWINCH, SIGHUP, SIGTERM, SIGINT,
		SIGTSTP, SIGCONT, SIGCHLD };
	struct timeval second = { .tv_sec = 1 };

	app->tty = event_new(
	    app->base, STDIN_FILENO, EV_READ | EV_PERSIST, on_tty, app);
	app->tick = event_new(app->base, -1, EV_PERSIST, on_tick, app);
	app->save_timer = evtimer_new(app->base, on_save, app);
	if (app->tty == NULL || app->tick == NULL || app->save_timer == NULL)
		return false;
	/* Keys win over bytes from the server, which have priority 1. */
	event_priority_set(app->tty, 0);
	for (size_t i = 0; i < sizeof(number) / sizeof(number[0]); i++) {
		app->signals[i] =
		    evsignal_new(app->base, number[i], on_signal, app);
		event_priority_set(app->signals[i], 0);
		event_add(app->signals[i], NULL);
	}
	return event_add(app->tty, NULL) == 0 &&
	    event_add(app->tick, &second) == 0;
}

/* Tests wait for this line instead of sleeping. */
static void
sync_point(struct app *app)
{
	struct net_status s;
	char line[64];
	int n;

	if (app->sync_fd < 0 || app->dirty || app->child != 0 || app->paused)
		return;
	net_status(app->net, &s);
	if (s.state != NET_OFFLINE &&
	    (s.state != NET_READY || net_busy(app->net, NULL)))
		return;
	if (app->synced == app->sync_seq)
		return;
	app->synced = app->sync_seq;
	n = snprintf(line, sizeof(line), "idle %lu %lu\n", app->sync_seq,
	    app->inputs);
	if (write(app->sync_fd, line, (size_t)n) < 0)
		app->sync_fd = -1;
}

static void
turn(struct app *app)
{
	if (app->dirty && app->child == 0 && !app->paused) {
		app->dirty = false;
		app->sync_seq++;
		app_draw(app);
	}
	sync_point(app);
}

static bool
app_start(struct app *app, const char *password)
{
	const char *fd = getenv("STOA_SYNC_FD");

	app->sync_fd = fd != NULL ? atoi(fd) : -1;
	app->steady = getenv("STOA_NOW") != NULL;
	buf_init(&app->message, 8192);
	app->base = event_base_new();
	if (app->base == NULL || event_base_priority_init(app->base, 2) < 0)
		return false;
	if (!start_events(app))
		return false;
	app->marks = readmarks_open(app->server->name);
	app->net = net_new(app->base, app->server,
	    &app->config->trust);
	net_on_change(app->net, on_net_change, app);
	if (app->config->user != NULL && password != NULL)
		net_set_login(app->net, app->config->user, password);
	return true;
}

static void
app_end(struct app *app)
{
	app_prompt_drop(app);
	if (app->child != 0 && app->edited != NULL)
		app->edited(app, app->edited_arg, -1);
	while (app->depth > 0) {
		struct view *v = app->stack[--app->depth];

		v->ops->close(v);
	}
	if (app->net != NULL) {
		app_cancel_end(app);
		app_deeds_end(app);
	}
	free(app->terms);
	free(app->catchup);
	readmarks_close(&app->marks);
	cmdline_free(&app->cmdline);
	net_free(&app->net);
	boards_clear(&app->boards);
	queue_clear(&app->queue);
	free(app->views.name);
	for (size_t i = 0; i < 8; i++)
		if (app->signals[i] != NULL)
			event_free(app->signals[i]);
	if (app->tty != NULL)
		event_free(app->tty);
	if (app->tick != NULL)
		event_free(app->tick);
	if (app->save_timer != NULL)
		event_free(app->save_timer);
	if (app->base != NULL)
		event_base_free(app->base);
	buf_clear(&app->message);
	free(app->me.user);
	free(app->me.address);
	free(app->me.name);
}

/* 0, or the exit status when there is no terminal or no memory. */
static int
open_screen(struct app *app, const char *password)
{
	char *history = file_data_path("history");
	const char *why = NULL;

	/* libedit before curses: both have "the" terminal of terminfo. */
	app->cmdline = cmdline_new(history);
	free(history);
	if (app->cmdline == NULL) {
		fprintf(stderr, "stoa: %s\n", strerror(errno));
		return 4;
	}
	if (!term_start(app->config, &why)) {
		fprintf(stderr, "stoa: %s\n", why);
		cmdline_free(&app->cmdline);
		return 2;
	}
	if (!app_start(app, password)) {
		term_stop();
		fprintf(stderr, "stoa: %s\n", strerror(errno));
		app_end(app);
		return 4;
	}
	return 0;
}

int
app_run(struct config *config, struct server *server, const char *password)
{
	struct app app = {
		.config = config,
		.server = server,
		.me.app = &app,
		.queue_asked.app = &app,
		.views.app = &app,
		.marks_asked.app = &app,
		.marks_told.app = &app,
		.dirty = true,
	};
	int status;

	signal(SIGPIPE, SIG_IGN);
	if ((status = open_screen(&app, password)) != 0)
		return status;
	app_push(&app, view_boards_new(&app));
	if (config->complaints.len != 0)
		app_error(&app, "%s", buf_cstr(&config->complaints));
	net_start(app.net);
	app_boards_refresh(&app);
	while (!app.quit) {
		turn(&app);
		if (event_base_loop(app.base, EVLOOP_ONCE) < 0)
			break;
	}
	term_stop();
	if (!app.hasty)
		app_marks_end(&app);
	app_end(&app);
	return 0;
}
