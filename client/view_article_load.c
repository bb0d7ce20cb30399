/* Asking for an article and for what is known of it. */
#include "client/view_article.h"

#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/compose.h"
#include "client/fetch.h"
#include "client/net.h"
#include "client/readmarks.h"
#include "common/xalloc.h"
#include "proto/reply.h"

/* "Xref: host board:number ...": read here is read everywhere. */
static void
mark_crossposts(struct view_article *b)
{
	struct article *a = xcalloc(1, sizeof(*a));

	if (article_parse(buf_slice(&b->raw), a) == OK)
		readmarks_places(b->view.app->marks,
		    article_value(a, "Xref"), true);
	free(a);
}

static void
on_article(void *owner, const struct fetch_result *r)
{
	struct view_article *b = owner;
	struct view *threads = app_view(b->view.app, CONTEXT_THREADS);

	b->answered = r->code != 0;
	if (!r->ok) {
		app_error(b->view.app, "%.*s", SLICE_ARG(r->text));
		return;
	}
	buf_reset(&b->raw);
	buf_put_slice(&b->raw, r->body);
	view_article_fill(b);
	b->list.top = 0;
	if (threads != NULL)
		view_threads_mark(threads, b->mid, true);
	mark_crossposts(b);
	app_marks_changed(b->view.app);
}

/* Of one that stands in no board: it waits, is hidden or was removed. */
static void
on_state(void *owner, const struct fetch_result *r)
{
	struct view_article *b = owner;

	if (!r->ok || b->meta.known)
		return;
	meta_take_info(&b->meta, compose_field(r->body, "State"));
	view_article_layout(&b->view);
	app_redraw(b->view.app);
}

/* What the thread is called that the article begins; "": nothing says it. */
static void
take_title(struct view_article *b, const char *title)
{
	struct view *threads = app_view(b->view.app, CONTEXT_THREADS);

	if (title[0] == '\0')
		return;
	free(b->title);
	b->title = xstrdup(title);
	if (threads != NULL)
		view_threads_retitle(threads, b->mid, title);
}

static void
take_over_title(struct view_article *b, struct slice line)
{
	struct slice title = meta_over_title(line);
	char *copy = xstrndup(title.len != 0 ? title.p : "", title.len);

	take_title(b, copy);
	free(copy);
}

static void
on_meta(void *owner, const struct fetch_result *r)
{
	struct view_article *b = owner;
	struct view *threads = app_view(b->view.app, CONTEXT_THREADS);
	struct meta m = { .known = false };

	if (r->ok)
		meta_take_over(&m, r->body);
	if (r->code == REPLY_NO_MSGID || (r->ok && !m.known))
		fetch_info(b->view.app->net, b->mid, b, on_state);
	if (!m.known)
		return;
	meta_merge(&b->meta, &m);
	take_over_title(b, r->body);
	if (threads != NULL)
		view_threads_meta(threads, b->mid, &b->meta);
	view_article_layout(&b->view);
	app_redraw(b->view.app);
}

/*
 * Who sees to a question stands in the row of its thread alone, and what
 * became of it while an answer is being read.
 */
static void
on_thread(void *owner, const struct fetch_result *r)
{
	struct view_article *b = owner;
	struct view *threads = app_view(b->view.app, CONTEXT_THREADS);
	struct table t;
	struct meta m;
	char *mid, *title, *subject;

	table_open(&t, r->body);
	if (!r->ok || !table_next(&t))
		return;
	meta_take_row(&m, &t);
	mid = table_text(&t, table_column(&t, "mid"));
	if (threads != NULL)
		view_threads_meta(threads, mid, &m);
	title = table_text(&t, table_column(&t, "title"));
	subject = table_text(&t, table_column(&t, "subject"));
	if (strcmp(mid, b->mid) == 0) {
		b->meta = m;
		take_title(b, strcmp(title, subject) != 0 ? title : "");
	}
	free(subject);
	free(title);
	free(mid);
	view_article_layout(&b->view);
	app_redraw(b->view.app);
}

void
view_article_ask_meta(struct view_article *b)
{
	struct net_status s;

	net_status(b->view.app->net, &s);
	if (!s.stoa || b->mid == NULL)
		return;
	fetch_meta(b->view.app->net, b->mid, b, on_meta);
	fetch_thread(b->view.app->net, b->mid, b, on_thread);
}

void
view_article_show(struct view *v, const char *mid)
{
	struct view_article *b = view_article_self(v);
	char *copy = xstrdup(mid);

	fetch_cancel(v->app->net, b);
	free(b->mid);
	b->mid = copy;
	b->answered = false;
	b->meta = (struct meta){ .known = false };
	free(b->title);
	b->title = NULL;
	fetch_article(v->app->net, b->mid, b, on_article);
	view_article_ask_meta(b);
	app_redraw(v->app);
}
