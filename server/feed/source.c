/* From the journal to a peer: what goes, and what does not. */
#include "server/feed/source.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/path.h"
#include "server/feed/peer.h"
#include "server/store/community/subject.h"

enum { LOOK = 64 };	/* articles between two looks at the connection */

enum err
source_init(struct source *s, struct store *store)
{
	*s = (struct source){ .raw = BUF_INIT(2 * LIMIT_ARTICLE) };
	s->reader = reader_new(store);
	return s->reader != NULL ? OK : ERR_IO;
}

void
source_clear(struct source *s)
{
	source_rest(s);
	buf_clear(&s->raw);
	reader_free(&s->reader);
}

void
source_rest(struct source *s)
{
	if (s->view != NULL)
		view_close(&s->view);
	s->more = false;
	if (s->raw.cap > LIMIT_SLICE) {
		buf_clear(&s->raw);
		s->raw_id = 0;
	}
}

/* What cannot be read is passed over; what is behind it is not. */
static struct view *
open_view(struct source *s)
{
	if (s->view != NULL && view_error(s->view) != OK) {
		log_error("not fed: %s; run stoactl check", err_detail());
		view_close(&s->view);
	}
	if (s->view == NULL)
		s->view = view_open(s->reader);
	return s->view;
}

/*
 * Not taken out of its boards; and what waits for a moderator comes again
 * when it is let in.
 */
static bool
is_here(struct source *s, uint64_t id)
{
	struct article_row row;

	return open_view(s) != NULL && view_article_row(s->view, id, &row) &&
	    row.state == ARTICLE_HERE;
}

/* Its bytes into raw; without a place there is no Xref either. */
static bool
load(struct source *s, uint64_t id)
{
	const struct placed nowhere = { .id = id };

	if (!is_here(s, id))
		return false;
	if (s->raw_id == id)
		return true;
	s->raw_id = 0;
	buf_reset(&s->raw);
	if (view_article_placed(s->view, &nowhere, &s->raw) != OK)
		return false;
	s->raw_id = id;
	return true;
}

bool
source_text(struct source *s, uint64_t id, struct buf *out)
{
	if (!load(s, id))
		return false;
	buf_put_slice(out, buf_slice(&s->raw));
	return buf_ok(out);
}

static bool
came_from(struct source *s, uint64_t id)
{
	struct event e;

	return view_article_event(s->view, id, &e) &&
	    slice_starts(e.actor, "peer:") &&
	    slice_iis(slice_from(e.actor, 5), s->peer->name);
}

/* What belongs to a lounge or a case leaves never, nor what is said of it. */
static bool
is_closed(struct source *s, struct slice newsgroups)
{
	struct slice name;
	struct board b;

	while (article_next_board(&newsgroups, &name))
		if (view_board(s->view, name, &b) && !board_open_to(b.kind,
		    b.name, 0, SLICE("")))
			return true;
	return false;
}

static bool
goes(struct source *s, uint64_t id, const struct article *a)
{
	const struct conf_peer *p = s->peer;

	if (p->max_size != 0 && a->raw.len > p->max_size)
		return false;
	return peer_gets(p, article_value(a, "Newsgroups")) &&
	    !is_closed(s, article_value(a, "Newsgroups")) &&
	    !path_holds(article_value(a, "Path"), p->name) &&
	    !came_from(s, id);
}

/* Adds it when it is still there and goes to the peer. */
static bool
add(struct source *s, struct queue *q, uint64_t id, bool deferred)
{
	struct article *a;
	bool added = false;

	if (!load(s, id))
		return false;
	a = xmalloc(sizeof(*a));
	if (article_parse(buf_slice(&s->raw), a) == OK && goes(s, id, a)) {
		queue_add(q, id, article_value(a, "Message-ID"), deferred);
		added = true;
	}
	free(a);
	return added;
}

static bool
add_due(struct source *s, struct queue *q)
{
	uint64_t id;

	while ((id = queue_due(q, clock_mono_ms())) != 0) {
		if (add(s, q, id, true))
			return true;
		queue_forget(q, id);
	}
	return false;
}

bool
source_next(struct source *s, struct queue *q)
{
	if (add_due(s, q))
		return true;
	for (int n = 0; n < LOOK && !queue_stuck(q); n++) {
		if (open_view(s) == NULL)
			return false;
		uint64_t id = view_article_next(s->view, q->read);

		s->end = view_seq(s->view);
		if (id == 0) {
			if (view_error(s->view) == OK)
				queue_pass(q, s->end);
			return false;
		}
		if (add(s, q, id, false))
			return true;
		queue_pass(q, id);
	}
	s->more = !queue_stuck(q);
	return false;
}
