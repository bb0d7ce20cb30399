/*
 * What stands in a view stands in a board: which is asked for with the
 * boards, so that what is read in one is read in the other.
 */
#include "client/app.h"

#include <stdlib.h>

#include "client/fetch.h"
#include "client/net.h"
#include "client/readmarks.h"
#include "common/xalloc.h"
#include "proto/reply.h"

/* The newest of a view; what stands there longer goes by its number. */
#define NUMBERS 1000

/* A view that is not as it was when it was asked for. */
static struct board *
next_view(struct app *app)
{
	for (size_t i = 0; i < app->boards.n; i++) {
		struct board *b = &app->boards.board[i];

		if (b->view && (!b->linked || b->linked_high != b->high ||
		    b->linked_count != b->count))
			return b;
	}
	return NULL;
}

void
app_views_forget(struct app *app)
{
	fetch_cancel(app->net, &app->views);
	for (size_t i = 0; i < app->boards.n; i++)
		app->boards.board[i].linked = false;
}

/* Lines "number host board:number ...". */
static void
take_places(struct app *app, const char *view, struct slice body)
{
	while (body.len != 0) {
		struct slice line = slice_trim(slice_cut(&body, '\n'));
		uint64_t n;

		if (slice_u64(slice_word(&line), &n))
			readmarks_link(app->marks, view, n, slice_trim(line));
	}
}

static void
on_places(void *owner, const struct fetch_result *r)
{
	struct app_views *v = owner;
	struct app *app = v->app;
	struct board *b = boards_find(&app->boards, slice_of(v->name));

	/* The boards are asked for again when the server is back. */
	if (r->code == 0)
		return;
	if (b != NULL) {
		b->linked = true;
		b->linked_high = v->high;
		b->linked_count = v->count;
	}
	if (r->code == REPLY_HDR) {
		readmarks_view(app->marks, v->name, v->low);
		take_places(app, v->name, r->body);
		app_marks_changed(app);
	}
	app_views_ask(app);
}

void
app_views_ask(struct app *app)
{
	struct app_views *v = &app->views;
	const struct board *b = next_view(app);
	struct net_status s;

	net_status(app->net, &s);
	if (!s.stoa || b == NULL || fetch_busy(app->net, v))
		return;
	free(v->name);
	v->name = xstrdup(b->name);
	v->high = b->high;
	v->count = b->count;
	v->low = b->low > 0 ? b->low : 1;
	if (v->high >= NUMBERS && v->low < v->high - NUMBERS + 1)
		v->low = v->high - NUMBERS + 1;
	fetch_places(app->net, v->name, v->low,
	    v->high > v->low ? v->high : v->low, v, on_places);
}
