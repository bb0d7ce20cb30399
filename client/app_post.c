/* Writing articles: draft, editor, confirm screen; drafts left behind. */
#include "client/app.h"

#include <stdlib.h>
#include <sys/wait.h>

#include "client/compose.h"
#include "client/draft.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "client/label.h"
#include "client/net.h"
#include "client/readmarks.h"
#include "common/xalloc.h"
#include "proto/reply.h"

/* --- who we are ---------------------------------------------------------- */

static void
set(char **field, const struct fetch_result *r, const char *name)
{
	struct slice value = compose_field(r->body, name);

	free(*field);
	*field = r->ok && value.len != 0 && !slice_is(value, "-")
	    ? xstrndup(value.p, value.len)
	    : NULL;
}

static bool
is_moderator(struct slice roles)
{
	while (roles.p != NULL && roles.len != 0) {
		struct slice role = slice_cut(&roles, ',');

		if (slice_is(slice_cut(&role, ':'), "moderator"))
			return true;
	}
	return false;
}

static void
on_me(void *owner, const struct fetch_result *r)
{
	struct identity *me = owner;

	set(&me->address, r, "Address");
	set(&me->name, r, "Name");
	me->moderator = r->ok && is_moderator(compose_field(r->body, "Roles"));
	me->moderates = me->moderator ||
	    (r->ok && slice_is(compose_field(r->body, "Right"), "admin"));
	app_queue_forget(me->app);
	app_queue_refresh(me->app);
	if (me->name == NULL)
		return;
	readmarks_account(me->app->marks, me->name);
	app_marks_ask(me->app);
}

static bool
same_user(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

void
app_identify(struct app *app)
{
	struct identity *me = &app->me;
	bool was = me->ready;
	struct net_status s;

	net_status(app->net, &s);
	me->ready = s.state == NET_READY;
	if (!me->ready || !s.stoa || (was && same_user(me->user, s.user)))
		return;
	if (was)
		app_views_forget(app);
	free(me->user);
	me->user = s.user != NULL ? xstrdup(s.user) : NULL;
	free(me->name);
	me->name = NULL;
	fetch_me(app->net, me, on_me);
}

/* --- writing ------------------------------------------------------------- */

static void
on_edited(struct app *app, void *arg, int status)
{
	struct draft *d = arg;

	if (status == -1) {
		draft_free(&d);
		return;
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		app_error(app, "%s",
		    _("the editor failed; the draft is kept"));
	app_push(app, view_send_new(app, d));
}

void
app_compose_edit(struct app *app, struct draft *draft)
{
	app_edit(app, draft->path, on_edited, draft);
}

static bool
write_draft(struct app *app, const char *from, const char *board,
    struct slice parent, bool quote, struct buf *text)
{
	struct article *a;
	bool ok;

	if (parent.len == 0) {
		compose_new(from, board, "", text);
		return true;
	}
	a = xcalloc(1, sizeof(*a));
	ok = article_parse(parent, a) == OK;
	if (!ok)
		app_error(app, "%s", err_detail());
	else if (!(ok = compose_reply(from, board, a, quote, text)))
		app_error(app, "%s",
		    _("the author asks for answers by mail"));
	free(a);
	return ok;
}

void
app_compose(
    struct app *app, const char *board, struct slice parent, bool quote)
{
	struct buf text = BUF_INIT(DRAFT_MAX);
	char *from = config_from(app->config, app->me.address);
	struct draft *d = NULL;

	if (write_draft(app, from, board, parent, quote, &text)) {
		d = draft_new(buf_slice(&text));
		if (d == NULL)
			app_error(app, "%s: %s", _("cannot keep a draft"),
			    err_detail());
	}
	if (d != NULL)
		app_compose_edit(app, d);
	free(from);
	buf_clear(&text);
}

/* --- drafts of an earlier run --------------------------------------------- */

struct recover {
	struct app *app;
	struct draft *draft;
};

static void
on_recover_answer(struct app *app, void *arg, uint32_t key)
{
	struct draft *d = arg;

	if (key == 'D') {
		draft_remove(d);
		draft_free(&d);
	} else if (key == 'y') {
		app_push(app, view_send_new(app, d));
	} else {
		draft_free(&d);
	}
}

static void
offer(struct app *app, struct draft *d)
{
	struct buf text = BUF_INIT(DRAFT_MAX);
	struct slice subject;
	char *question;

	if (draft_read(d, &text) != OK) {
		buf_clear(&text);
		draft_free(&d);
		return;
	}
	subject = compose_field(buf_slice(&text), "Subject");
	/* The subject last: what a narrow terminal cuts. */
	question = xasprintf(
	    _("Earlier draft: y:open n:later D:delete \"%.*s\""),
	    SLICE_ARG(subject));
	app_ask(app, question, "ynD", on_recover_answer, d);
	free(question);
	buf_clear(&text);
}

static void
on_recover_stat(void *owner, const struct fetch_result *r)
{
	struct recover *x = owner;

	if (r->code == REPLY_STAT) {
		draft_remove(x->draft);
		draft_free(&x->draft);
		app_message(x->app, "%s", _("the last post did arrive"));
	} else {
		draft_set_out(x->draft, false);
		offer(x->app, x->draft);
	}
	free(x);
}

static void
check_sent(struct app *app, struct draft *d)
{
	struct buf text = BUF_INIT(DRAFT_MAX);
	struct recover *x = xcalloc(1, sizeof(*x));
	struct slice id;
	char *mid;

	*x = (struct recover){ app, d };
	(void)draft_read(d, &text);
	id = compose_field(buf_slice(&text), "Message-ID");
	mid = xstrndup(id.p, id.len);
	fetch_stat(app->net, mid, x, on_recover_stat);
	free(mid);
	buf_clear(&text);
}

void
app_recover(struct app *app)
{
	size_t n;
	struct draft **list = draft_list(&n);

	/* One at a time: the others come at the next start. */
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			draft_free(&list[i]);
		else if (list[i]->out)
			check_sent(app, list[i]);
		else
			offer(app, list[i]);
	}
	free(list);
}
