/* What changes the list as a whole: asking anew, limits, read marks. */
#include "client/view_threads.h"

#include <stdlib.h>
#include <string.h>

#include "client/app.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "client/net.h"
#include "client/readmarks.h"
#include "common/xalloc.h"

static struct view_threads *
self(const struct view *v)
{
	return view_threads_self(v);
}

/* --- what stands elsewhere, too ------------------------------------------- */

void
view_threads_link(struct view_threads *b)
{
	struct readmarks *marks = b->view.app->marks;

	for (size_t i = 0; b->t.flat && i < b->t.npages; i++)
		for (size_t k = 0; b->t.page[i].state == PAGE_HERE &&
		    k < b->t.page[i].n; k++) {
			const struct thread_row *r = &b->t.page[i].thread[k];

			for (size_t n = 0; n < r->nrows; n++)
				readmarks_link(marks, b->t.board,
				    r->row[n].number,
				    slice_of(r->row[n].places));
		}
}

/* --- refresh and limit: the list anew, the cursor kept -------------------- */

static void
on_fresh(void *owner, const struct fetch_result *r)
{
	struct view_threads *b = owner;
	const struct thread_row *root = threads_at(&b->t, b->cur);
	/* The thread: what is in it comes when it is unfolded. */
	char *keep = root != NULL ? xstrdup(root->mid) : NULL;

	b->refreshing = false;
	if (!r->ok) {
		threads_clear(&b->fresh);
		app_error(b->view.app, "%.*s", SLICE_ARG(r->text));
		free(keep);
		return;
	}
	threads_clear(&b->t);
	b->t = b->fresh;
	b->fresh = (struct threads){ 0 };
	b->cur = b->top = (struct pos){ 0 };
	b->view.limited = b->t.words[0] != '\0';
	view_threads_link(b);
	if (b->back_mid != NULL && b->t.words[0] == '\0') {
		free(keep);
		keep = b->back_mid;
		b->back_mid = NULL;
	}
	if (keep != NULL && (b->t.words[0] == '\0'))
		view_threads_seek(b, SEEK_MID, keep);
	view_threads_settle(b);
	free(keep);
}

void
view_threads_restart(struct view_threads *b, const char *words)
{
	char *board = xstrdup(b->t.board), *copy = xstrdup(words);

	fetch_cancel(b->view.app->net, b);
	threads_forget_asked(&b->t);
	if (b->refreshing)
		threads_clear(&b->fresh);
	b->seek = SEEK_NONE;
	b->moving = false;
	threads_init(&b->fresh, board, copy);
	b->fresh.flat = b->t.flat;
	b->refreshing = true;
	fetch_page(b->view.app->net, &b->fresh, 0, FETCH_PAGE, b, on_fresh);
	free(board);
	free(copy);
}

void
view_threads_refresh(struct view *v)
{
	view_threads_restart(self(v), self(v)->t.words);
}

void
view_threads_limit(struct view *v, const char *typed)
{
	struct view_threads *b = self(v);
	const struct thread_row *root = threads_at(&b->t, b->cur);
	char *words = fetch_words(typed);
	struct net_status s;

	net_status(v->app->net, &s);
	if (words[0] != '\0' && s.state == NET_READY && !s.stoa) {
		app_error(v->app, "%s",
		    _("this news server cannot limit a list"));
		free(words);
		return;
	}
	if (b->t.words[0] == '\0' && words[0] != '\0' && root != NULL) {
		free(b->back_mid);
		b->back_mid = xstrdup(root->mid);
	}
	if (words[0] != '\0' || b->t.words[0] != '\0')
		view_threads_restart(b, words);
	free(words);
}

/* --- read marks ----------------------------------------------------------- */

static uint64_t
number_at(const struct view_threads *b, struct pos at)
{
	const struct article_row *a = threads_article(&b->t, at);
	const struct thread_row *r = threads_at(&b->t, at);

	if (a != NULL)
		return a->number;
	return r != NULL ? r->number : 0;
}

void
view_threads_mark(struct view *v, const char *mid, bool read)
{
	struct view_threads *b = self(v);
	const struct article_row *a;
	struct pos at;
	uint64_t n;

	if (!threads_find(&b->t, mid, &at) || (n = number_at(b, at)) == 0)
		return;
	/* What stands in a queue stands in a board. */
	if ((a = threads_article(&b->t, at)) != NULL)
		readmarks_places(v->app->marks, slice_of(a->places), read);
	if (read)
		readmarks_set(v->app->marks, b->t.board, n, n);
	else
		readmarks_unset(v->app->marks, b->t.board, n, n);
	app_marks_changed(v->app);
}

bool
view_threads_is_read(struct view *v, const char *mid)
{
	struct view_threads *b = self(v);
	struct pos at;

	return threads_find(&b->t, mid, &at) &&
	    readmarks_has(v->app->marks, b->t.board, number_at(b, at));
}
