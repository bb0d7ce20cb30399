/* What waits for moderators: asked for with the boards. */
#include "client/app.h"

#include "client/fetch.h"
#include "client/i18n.h"
#include "client/net.h"
#include "proto/reply.h"

static void
show(struct app *app)
{
	struct view *v = app_view(app, CONTEXT_QUEUE);

	view_boards_changed(app_view(app, CONTEXT_BOARDS));
	if (v != NULL)
		view_queue_changed(v);
}

static void
on_queue(void *owner, const struct fetch_result *r)
{
	struct app_part *part = owner;
	struct app *app = part->app;

	/* Where there is none the boards say enough. */
	if (r->code != REPLY_ROWS) {
		if (app_view(app, CONTEXT_QUEUE) != NULL && r->code != 0)
			app_error(app, "%.*s", SLICE_ARG(r->text));
		return;
	}
	queue_take(&app->queue, r->body);
	show(app);
}

void
app_queue_forget(struct app *app)
{
	queue_clear(&app->queue);
	show(app);
}

void
app_queue_refresh(struct app *app)
{
	struct net_status s;

	net_status(app->net, &s);
	if (!s.stoa || !app->me.moderates)
		return;
	/* An answer to come may be older than what was just done. */
	fetch_cancel(app->net, &app->queue_asked);
	fetch_queue(app->net, &app->queue_asked, on_queue);
}

void
app_queue_open(struct app *app)
{
	if (!app->me.moderates) {
		app_message(app, "%s",
		    _("only moderators have such a list; :login NAME"));
		return;
	}
	/* Not twice, and not below an article of elsewhere. */
	app_pop_to(app, app_view(app, CONTEXT_BOARDS));
	app_push(app, view_queue_new(app));
}
