/* Changing what was posted: taking an article back, posting it anew. */
#include "client/app.h"

#include <stdlib.h>

#include "client/compose.h"
#include "client/draft.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "client/net.h"
#include "client/page.h"
#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/reply.h"

/* An article that is to be cancelled, until the answer is there. */
struct cancel {
	struct app *app;
	char *mid, *subject, *boards, *from;
};

void
app_cancel_end(struct app *app)
{
	struct cancel *c = app->cancel;

	if (c == NULL)
		return;
	app->cancel = NULL;
	fetch_cancel(app->net, c);
	free(c->mid);
	free(c->subject);
	free(c->boards);
	free(c->from);
	free(c);
}

/* --- whose it is --------------------------------------------------------- */

/* The account that a stoad puts into what is posted; empty where none is. */
static struct slice
account_of(const struct article *a)
{
	struct slice rest = article_value(a, "Injection-Info");

	while (rest.len != 0) {
		struct slice value = slice_trim(slice_cut(&rest, ';'));

		if (!slice_is(slice_cut(&value, '='), "posting-account"))
			continue;
		return slice_starts(value, "\"") && value.len > 2
		    ? slice_make(value.p + 1, value.len - 2)
		    : value;
	}
	return slice_make(NULL, 0);
}

/* Nobody writes what is refused anyway; where that is open the server says. */
static bool
may_change(struct app *app, const struct article *a)
{
	const struct identity *me = &app->me;
	struct slice account = account_of(a);
	struct net_status s;

	net_status(app->net, &s);
	if (!s.stoa || me->name == NULL || me->moderates || account.len == 0 ||
	    slice_is(account, me->name))
		return true;
	app_error(app, _("that is %.*s's; its author and the moderators "
	    "change it"), SLICE_ARG(account));
	return false;
}

/* --- cancel -------------------------------------------------------------- */

static void
on_cancelled(void *owner, const struct fetch_result *r)
{
	struct cancel *c = owner;
	struct app *app = c->app;
	struct view *threads = app_view(app, CONTEXT_THREADS);

	if (!r->ok) {
		if (r->code == REPLY_AUTH_NEEDED)
			app_error(app, "%s",
			    _("not cancelled; log in first, :login NAME"));
		else
			app_error(app, _("not cancelled: %.*s"),
			    SLICE_ARG(r->text));
		app_cancel_end(app);
		return;
	}
	if (threads != NULL) {
		if ((app_top(app)->ops->context & CONTEXT_ARTICLE) != 0)
			app_pop_to(app, threads);
		view_threads_refresh(threads);
	}
	app_boards_refresh(app);
	app_message(app, "%s", _("the article is cancelled"));
	app_cancel_end(app);
}

/* A control article, which peers hear of too; the act would stay here. */
static void
post_control(struct cancel *c, const char *reason)
{
	struct buf draft = BUF_INIT(DRAFT_MAX), wire = BUF_INIT(2 * DRAFT_MAX);
	struct app *app = c->app;

	compose_cancel(c->from, slice_of(c->boards), slice_of(c->mid), reason,
	    &draft);
	if (compose_wire(buf_slice(&draft), clock_now(), &wire) == OK) {
		fetch_post(app->net, buf_slice(&wire), c, on_cancelled);
	} else {
		app_error(app, "%s", err_detail());
		app_cancel_end(app);
	}
	buf_clear(&draft);
	buf_clear(&wire);
}

static void
on_reason(struct app *app, void *arg, const char *reason)
{
	struct net_status s;

	net_status(app->net, &s);
	if (reason != NULL && s.state == NET_READY) {
		post_control(arg, reason);
		return;
	}
	/* Nobody expects it to happen at some later time. */
	if (reason != NULL)
		app_error(app, "%s", _("offline; not cancelled"));
	app_cancel_end(app);
}

static void
on_confirmed(struct app *app, void *arg, uint32_t key)
{
	if (key == 'r')
		app_prompt(app, _("Reason: "), "", 0, on_reason, arg);
	else
		on_reason(app, arg, key == 'y' ? "" : NULL);
}

void
app_cancel(struct app *app, struct slice raw)
{
	struct article *a = xcalloc(1, sizeof(*a));
	struct cancel *c;
	struct slice mid, boards;
	struct net_status s;
	char *question;

	if (article_parse(raw, a) != OK) {
		app_error(app, "%s", err_detail());
		free(a);
		return;
	}
	if (!may_change(app, a)) {
		free(a);
		return;
	}
	mid = slice_trim(article_value(a, "Message-ID"));
	boards = slice_trim(article_value(a, "Newsgroups"));
	app_cancel_end(app);
	app->cancel = c = xcalloc(1, sizeof(*c));
	c->app = app;
	c->mid = xstrndup(mid.p, mid.len);
	c->boards = xstrndup(boards.p, boards.len);
	c->subject = page_field(a, "Subject");
	/* stoad asks who we are, others who the article says we are. */
	net_status(app->net, &s);
	c->from = s.stoa ? config_from(app->config, app->me.address)
			 : page_field(a, "From");
	question = xasprintf(
	    _("Cancel for all? y:yes r:with a reason n:no \"%s\""),
	    c->subject);
	app_ask(app, question, "yrn", on_confirmed, c);
	free(question);
	free(a);
}

/* --- supersede ------------------------------------------------------------ */

void
app_supersede(struct app *app, struct slice raw)
{
	struct buf text = BUF_INIT(DRAFT_MAX);
	struct article *a = xcalloc(1, sizeof(*a));
	struct draft *d = NULL;
	bool whole = article_parse(raw, a) == OK;

	if (whole && may_change(app, a))
		whole = compose_supersede(a, NULL, &text) &&
		    (d = draft_new(buf_slice(&text))) != NULL;
	if (!whole)
		app_error(app, "%s", err_detail());
	else if (d != NULL)
		app_compose_edit(app, d);
	free(a);
	buf_clear(&text);
}
