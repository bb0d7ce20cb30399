/* Terms of use: shown, and accepted by whoever wants to. */
#include "client/app.h"

#include <stdlib.h>
#include <string.h>

#include "client/compose.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "client/net.h"
#include "common/xalloc.h"
#include "proto/event.h"
#include "proto/reply.h"

static void
on_accepted(void *owner, const struct fetch_result *r)
{
	struct app *app = owner;

	if (r->code == REPLY_ACT_OK || r->code == REPLY_ACT_ALREADY)
		app_message(app, "%s",
		    _("the terms are accepted; now do it once more"));
	else
		app_error(app, "%.*s", SLICE_ARG(r->text));
}

static void
on_key(struct app *app, void *arg, uint32_t key)
{
	char *line;

	(void)arg;
	if (key == 'j' || key == 'k') {
		app_act(app, key == 'j' ? ACTION_DOWN : ACTION_UP);
		app_ask(app, _("Accept these terms? y:yes n:no j,k:scroll"),
		    "ynjk", on_key, NULL);
		return;
	}
	if (app_top(app)->ops->overlay)
		app_pop(app);
	if (key != 'y') {
		app_message(app, "%s",
		    _("the terms are not accepted; nothing was done"));
		return;
	}
	line = xasprintf("accept terms:%s", app->terms);
	fetch_act(app->net, line, "", app, on_accepted);
	free(line);
}

/* "Text: a line" of each, as one text. */
static void
take_text(struct slice body, struct buf *out)
{
	while (body.len > 0) {
		struct slice line = slice_cut(&body, '\n');

		if (!slice_starts(line, "Text: "))
			continue;
		text_unescape(out, slice_trim(slice_from(line, 6)));
		buf_putc(out, '\n');
	}
}

static void
on_terms(void *owner, const struct fetch_result *r)
{
	struct app *app = owner;
	struct buf text = BUF_INIT(65536);
	struct slice version = compose_field(r->body, "Version");

	if (r->ok && version.len != 0) {
		free(app->terms);
		app->terms = xstrndup(version.p, version.len);
		take_text(r->body, &text);
	}
	/* Without the text there is what it said when it refused. */
	if (text.len == 0)
		buf_put_slice(&text, buf_slice(&app->message));
	if (app->terms == NULL || app_top(app)->ops->overlay) {
		buf_clear(&text);
		return;
	}
	app_push(app, view_notice_new(app, _("terms of use"),
	    buf_slice(&text)));
	app_ask(app, _("Accept these terms? y:yes n:no j,k:scroll"), "ynjk",
	    on_key, NULL);
	buf_clear(&text);
}

/* "... XACT accept terms:3 ..." */
static char *
version_of(struct slice why)
{
	ptrdiff_t at = slice_find(why, SLICE("terms:"));
	struct slice v = slice_from(why, at < 0 ? why.len : (size_t)at + 6);
	size_t n = 0;

	while (n < v.len && strchr(" ,;.\t", v.p[n]) == NULL)
		n++;
	return n != 0 ? xstrndup(v.p, n) : NULL;
}

void
app_terms(struct app *app, struct slice why)
{
	free(app->terms);
	app->terms = version_of(why);
	app_error(app, "%.*s", SLICE_ARG(why));
	fetch_info(app->net, "terms", app, on_terms);
}
