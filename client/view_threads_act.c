/* What acts are about in the thread list, and what they change there. */
#include "client/view_threads.h"

#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "common/xalloc.h"
#include "proto/reply.h"

static struct view_threads *
self(const struct view *v)
{
	return view_threads_self(v);
}

const char *
view_threads_target(const struct view *v, const struct meta **meta)
{
	const struct view_threads *b = self(v);
	const struct article_row *a = threads_article(&b->t, b->cur);
	const struct thread_row *r = threads_at(&b->t, b->cur);

	if (a != NULL)
		*meta = &a->meta;
	else if (r != NULL)
		*meta = &r->meta;
	return threads_mid(&b->t, b->cur);
}

/* The article is gone; perhaps more of the thread is. */
static void
load_again(struct view_threads *b)
{
	const struct thread_row *r;
	struct pos at;

	if (b->changed_mid != NULL &&
	    threads_find(&b->t, b->changed_mid, &at) &&
	    (r = threads_at(&b->t, at)) != NULL)
		view_threads_load(b, r);
}

/* The overview line of an article that an act was about. */
static void
on_meta(void *owner, const struct fetch_result *r)
{
	if (r->code == REPLY_NO_MSGID)
		load_again(owner);
	if (r->ok)
		view_threads_take_lines(owner, r->body);
}

/* More is known of a question than of what answers it. */
static void
on_root(void *owner, const struct fetch_result *r)
{
	if (r->ok)
		view_threads_take_rows(owner, r->body);
}

void
view_threads_changed(struct view *v, const char *mid)
{
	struct view_threads *b = self(v);
	const struct thread_row *r;
	struct pos at;

	if (!threads_find(&b->t, mid, &at) ||
	    (r = threads_at(&b->t, at)) == NULL)
		return;
	free(b->changed_mid);
	b->changed_mid = xstrdup(mid);
	if (strcmp(mid, r->mid) != 0)
		fetch_meta(v->app->net, mid, b, on_meta);
	fetch_thread(v->app->net, r->mid, b, on_root);
}

void
view_threads_solution(struct view *v)
{
	struct view_threads *b = self(v);
	const struct thread_row *r = threads_at(&b->t, b->cur);
	const char *mid = r != NULL ? r->meta.solution : "";
	struct view *article = app_view(v->app, CONTEXT_ARTICLE);

	if (mid[0] == '\0') {
		app_message(v->app, "%s", _("nothing solves this yet"));
		return;
	}
	if (article == NULL) {
		article = view_article_new(v->app, b->t.board);
		app_push(v->app, article);
	}
	view_article_show(article, mid);
	view_threads_select(v, mid);
}
