/*
 * Acts on the server: by key, by name behind ":", and what it says to them.
 * Nothing waits; what was refused shows the server's sentence.
 */
#include "client/app.h"

#include <stdlib.h>

#include "client/fetch.h"
#include "client/i18n.h"
#include "client/meta.h"
#include "client/net.h"
#include "common/xalloc.h"
#include "proto/act.h"
#include "proto/community.h"
#include "proto/event.h"
#include "proto/reply.h"

/* An act under way, or waiting for what is asked of the user. */
struct deed {
	struct deed *next;
	struct app *app;
	const struct act *act;
	char *line;		/* "vote <mid> value=1" */
	char *text;		/* behind ":", "" for none */
	char *mid;		/* of its article, or NULL */
};

enum asks { NOTHING, TEXT, REASON };

static const struct {
	enum action action;
	const char *act, *args;
	enum asks asks;
} deed_table[] = {
#define X(action, act, args, asks) { ACTION_##action, act, args, asks },
#include "client/deed.def"
#undef X
};

#define NDEEDS (sizeof(deed_table) / sizeof(deed_table[0]))

static struct deed *
deed_new(struct app *app, const struct act *act, char *line, const char *mid)
{
	struct deed *d = xcalloc(1, sizeof(*d));

	d->app = app;
	d->act = act;
	d->line = line;
	d->text = xstrdup("");
	d->mid = mid != NULL ? xstrdup(mid) : NULL;
	d->next = app->deeds;
	app->deeds = d;
	return d;
}

static void
deed_free(struct deed *d)
{
	struct deed **at = &d->app->deeds;

	while (*at != d)
		at = &(*at)->next;
	*at = d->next;
	free(d->line);
	free(d->text);
	free(d->mid);
	free(d);
}

void
app_deeds_end(struct app *app)
{
	while (app->deeds != NULL) {
		fetch_cancel(app->net, app->deeds);
		deed_free(app->deeds);
	}
}

/* --- answers -------------------------------------------------------------- */

/*
 * Whether what is shown may be old: it was done, perhaps at least, or
 * somebody was quicker.
 */
static bool
is_old(int code)
{
	return code == REPLY_ACT_OK || code == 0 ||
	    code == REPLY_ACT_ALREADY || code == REPLY_ACT_NOTFOUND ||
	    code == REPLY_ACT_STATE;
}

static void
tell_views(struct app *app, const char *mid)
{
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i]->ops->changed != NULL && mid != NULL)
			app->stack[i]->ops->changed(app->stack[i], mid);
	app_redraw(app);
}

static void
on_done(void *owner, const struct fetch_result *r)
{
	struct deed *d = owner;
	struct app *app = d->app;

	switch (r->code) {
	case REPLY_ACT_OK:
		app_message(app, _("%s: done"), d->act->name);
		break;
	case REPLY_ACT_ALREADY:
		app_message(app, "%s: %.*s", d->act->name, SLICE_ARG(r->text));
		break;
	case REPLY_AUTH_NEEDED:
		app_error(app, _("%s: log in first, :login NAME"),
		    d->act->name);
		break;
	case REPLY_TERMS_FIRST:
		app_terms(app, r->text);
		break;
	case 0:
		app_error(app, _("%s: not known whether it was done: %.*s"),
		    d->act->name, SLICE_ARG(r->text));
		break;
	default:
		app_error(app, "%s: %.*s", d->act->name, SLICE_ARG(r->text));
		break;
	}
	if (is_old(r->code))
		tell_views(app, d->mid);
	deed_free(d);
}

/* Nobody expects it to happen at some later time. */
static bool
is_possible(struct app *app, const struct act *act)
{
	struct net_status s;

	net_status(app->net, &s);
	if (s.state != NET_READY)
		app_error(app, _("offline; %s is not done"), act->name);
	else if (!s.stoa)
		app_error(app, "%s", _("this news server has no acts"));
	return s.state == NET_READY && s.stoa;
}

static void
perform(struct deed *d)
{
	struct app *app = d->app;

	if (!is_possible(app, d->act)) {
		deed_free(d);
		return;
	}
	fetch_act(app->net, d->line, d->text, d, on_done);
	app_message(app, "%s ...", d->act->name);
}

/* --- asking the user ------------------------------------------------------ */

/* Whether the table wants a text: ":reason", not "[:reason]". */
static bool
needs_text(const struct act *a)
{
	struct slice rest = slice_of(a->args), word;

	while ((word = slice_word(&rest)).len != 0)
		if (word.p[0] == ':')
			return true;
	return false;
}

static void
on_text(struct app *app, void *arg, const char *text)
{
	struct deed *d = arg;
	bool needed = needs_text(d->act);

	if (text == NULL || (text[0] == '\0' && needed)) {
		if (text != NULL)
			app_error(app, _("%s wants a text; not done"),
			    d->act->name);
		deed_free(d);
		return;
	}
	free(d->text);
	d->text = xstrdup(text);
	perform(d);
}

static void
ask_text(struct deed *d)
{
	char *label = xasprintf("%s: ", d->act->name);

	app_prompt(d->app, label, "", 0, on_text, d);
	free(label);
}

/* A flag has it in an argument, what moderators do in its text. */
static void
set_reason(struct deed *d, const char *reason)
{
	char *line;

	if (slice_find(slice_of(d->act->args), SLICE("reason=")) < 0) {
		free(d->text);
		d->text = xstrdup(reason);
		return;
	}
	line = xasprintf("%s reason=%s", d->line, reason);
	free(d->line);
	d->line = line;
}

static void
on_reason(struct app *app, void *arg, uint32_t key)
{
	const char *const *reasons = flag_reasons;
	struct deed *d = arg;

	(void)app;
	for (int i = 0; reasons[i] != NULL; i++) {
		/* "other" has the last letter that is left. */
		bool other = strcmp(reasons[i], "other") == 0;

		if (key != (other ? 'x' : (unsigned char)reasons[i][0]))
			continue;
		set_reason(d, reasons[i]);
		if (other)
			ask_text(d);
		else
			perform(d);
		return;
	}
	deed_free(d);
}

static void
ask_reason(struct deed *d)
{
	app_ask(d->app, _("Why? s:spam a:abuse o:off-topic p:private "
	    "x:other"), "saopx", on_reason, d);
}

/* --- keys ----------------------------------------------------------------- */

const char *
app_deed_target(struct app *app, const struct meta **meta)
{
	struct view *v = app_top(app);

	*meta = NULL;
	return v->ops->target != NULL ? v->ops->target(v, meta) : NULL;
}

/* A, pressed again, takes it back. */
static const char *
act_of(const char *act, const struct meta *m)
{
	if (strcmp(act, "solve") == 0 && m != NULL &&
	    strcmp(m->state, "solution") == 0)
		return "unsolve";
	return act;
}

static size_t
find(enum action action)
{
	size_t i = 0;

	while (i < NDEEDS && deed_table[i].action != action)
		i++;
	return i;
}

bool
app_deed_is(enum action action)
{
	return find(action) < NDEEDS;
}

bool
app_deed_key(struct app *app, enum action action)
{
	const struct meta *m;
	const struct act *act;
	struct deed *d;
	const char *mid;
	size_t i = find(action);

	if (i == NDEEDS)
		return false;
	mid = app_deed_target(app, &m);
	if (mid == NULL)
		return true;
	act = act_find(slice_of(act_of(deed_table[i].act, m)));
	if (!is_possible(app, act))
		return true;
	d = deed_new(app, act, xasprintf("%s %s%s%s", act->name, mid,
	    deed_table[i].args[0] != '\0' ? " " : "", deed_table[i].args),
	    mid);
	switch (deed_table[i].asks) {
	case TEXT:
		ask_text(d);
		break;
	case REASON:
		ask_reason(d);
		break;
	case NOTHING:
	default:
		perform(d);
		break;
	}
	return true;
}

void
app_deed_do(
    struct app *app, const char *act, const char *target, bool reason)
{
	const struct act *a = act_find(slice_of(act));
	struct deed *d;

	if (!is_possible(app, a))
		return;
	d = deed_new(app, a, xasprintf("%s %s", a->name, target), target);
	if (reason)
		ask_reason(d);
	else
		perform(d);
}

/* --- by name -------------------------------------------------------------- */

/* "vote value=1" becomes "vote <mid> value=1", where there is one. */
static char *
with_target(struct app *app, const struct act *a, struct slice rest)
{
	const struct meta *m;
	const char *mid = app_deed_target(app, &m);
	bool own = a->target == TARGET_ARTICLE || a->target == TARGET_ANY;

	if (own && mid != NULL)
		return xasprintf("%s %s %.*s", a->name, mid, SLICE_ARG(rest));
	if (a->target == TARGET_SERVER)
		return xasprintf("%s server %.*s", a->name, SLICE_ARG(rest));
	return NULL;
}

/* The line's words, keys written out; false with err_detail(). */
static bool
parse(struct app *app, struct slice line, struct act_request *r, char **full)
{
	struct slice rest = line;
	int column;

	*full = xstrndup(line.p, line.len);
	if (act_parse(slice_of(*full), r, &column) == OK)
		return true;
	if (act_find(slice_word(&rest)) == NULL)
		return false;
	free(*full);
	*full = with_target(app, act_find(slice_make(line.p,
	    (size_t)(rest.p - line.p))), slice_trim(rest));
	if (*full == NULL) {
		*full = xstrndup(line.p, line.len);
		act_parse(slice_of(*full), r, &column);
		return false;
	}
	return act_parse(slice_of(*full), r, &column) == OK;
}

void
app_deed_line(struct app *app, struct slice line)
{
	struct act_request r;
	struct deed *d;
	struct buf args = BUF_INIT(65536), head = BUF_INIT(65536);
	struct slice text;
	char *full;

	if (!parse(app, line, &r, &full)) {
		app_error(app, "%s", err_detail());
		free(full);
		return;
	}
	text = event_text(r.args);
	buf_printf(&head, "%s %.*s", r.act->name, SLICE_ARG(r.target));
	act_put_args(&r, &args);
	if (text.p != NULL && args.len >= text.len + 1)
		args.len -= text.len + 1;
	if (slice_trim(buf_slice(&args)).len != 0)
		buf_printf(&head, " %.*s",
		    SLICE_ARG(slice_trim(buf_slice(&args))));
	d = deed_new(app, r.act, xstrdup(buf_cstr(&head)), NULL);
	if (slice_starts(r.target, "<"))
		d->mid = xstrndup(r.target.p, r.target.len);
	if (text.p != NULL) {
		free(d->text);
		d->text = xstrndup(text.p, text.len);
	}
	if (r.block || (text.p == NULL && needs_text(r.act)))
		ask_text(d);
	else
		perform(d);
	buf_clear(&args);
	buf_clear(&head);
	free(full);
}

bool
app_deed_named(struct slice name)
{
	const struct act *a = act_find(name);

	return a != NULL && a->who != WHO_NOBODY;
}
