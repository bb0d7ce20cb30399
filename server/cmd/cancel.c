/*
 * The act "cancel". Peers know no acts: where they were sent the article
 * they are sent a control article, as if its author had posted one, with the
 * key to the article's lock. What a feed brought has no such key here.
 */
#include "server/cmd/cancel.h"

#include <stdlib.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "server/cmd/moderate.h"
#include "server/cmd/post.h"
#include "server/conf/conf.h"
#include "server/feed/peer.h"
#include "server/stoad.h"

/* Whether the session may take it out, and the server can prove that. */
static bool
has_proof(struct session *s, struct view *v, uint64_t id)
{
	struct article_row row;
	struct event e;

	return view_article_row(v, id, &row) && row.state == ARTICLE_HERE &&
	    row.nplaces != 0 && view_article_event(v, id, &e) &&
	    slice_starts(e.actor, "@") &&
	    (is_author(s, &e) || moderates_all(s, &e));
}

static bool
is_sent(const struct conf *c, struct slice newsgroups)
{
	for (int i = 0; c != NULL && i < c->npeers; i++)
		if (c->peer[i]->host != NULL &&
		    peer_gets(c->peer[i], newsgroups))
			return true;
	return false;
}

static void
put_boards(struct slice list, struct buf *out)
{
	const char *before = "Newsgroups: ";
	struct slice name;

	while (article_next_board(&list, &name)) {
		if (!article_board_valid(name))
			continue;
		buf_puts(out, before);
		buf_put_slice(out, name);
		before = ",";
	}
	buf_puts(out, "\r\n");
}

/* What its author would post to take it out. */
static void
put_control(const struct session *s, const struct intent *i,
    struct slice newsgroups, struct buf *out)
{
	buf_printf(out, "From: %s@%s\r\n", s->name,
	    store_name(s->desk->server->store));
	put_boards(newsgroups, out);
	buf_printf(out, "Subject: cmsg cancel %.*s\r\n",
	    SLICE_ARG(i->target));
	buf_printf(out, "Control: cancel %.*s\r\n", SLICE_ARG(i->target));
	buf_puts(out, "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: 8bit\r\n\r\n");
	text_unescape(out, event_text(i->args));
	buf_puts(out, "\r\n");
}

static enum err
make_control(struct session *s, struct view *v, uint64_t id,
    struct intent *i)
{
	const struct conf *conf = atomic_load(&s->desk->server->conf);
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	struct buf block = BUF_INIT(LIMIT_ARTICLE);
	struct article *a = xmalloc(sizeof(*a));
	struct slice newsgroups = { NULL, 0 };
	enum err e = view_article(v, id, &raw);

	if (e == OK)
		e = article_parse(buf_slice(&raw), a);
	if (e == OK)
		newsgroups = article_value(a, "Newsgroups");
	if (e == OK && is_sent(conf, newsgroups)) {
		put_control(s, i, newsgroups, &block);
		e = post_make(s, v, buf_slice(&block), &i->posting);
	}
	free(a);
	buf_clear(&raw);
	buf_clear(&block);
	return e;
}

void
cancel_submit(struct session *s, struct change **c)
{
	struct intent *i = &(*c)->intent;
	struct view *v = desk_view(s->desk);
	uint64_t id = v != NULL ? view_article_id(v, i->target) : 0;

	/* The article goes here also when peers cannot be told. */
	if (id != 0 && has_proof(s, v, id) &&
	    make_control(s, v, id, i) != OK)
		log_warn("cancel %.*s: peers are not told: %s",
		    SLICE_ARG(i->target), err_detail());
	change_submit(s, c, true);
}
