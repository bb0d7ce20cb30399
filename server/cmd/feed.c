/*
 * Articles from peers. CHECK and TAKETHIS (RFC 4644) are a stream, answered
 * in order, with many of them on their way to the disk at once; IHAVE (RFC
 * 3977, 6.3.2) is one at a time.
 */
#include "server/cmd/feed.h"

#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/msgid.h"
#include "server/cmd/change.h"
#include "server/cmd/inject.h"
#include "server/cmd/table.h"
#include "server/stoad.h"

void
cmd_CHECK(struct session *s, const struct request *r)
{
	struct slice id = r->argv[0];

	if (!msgid_valid(id) || view_article_id(s->desk->view, id) != 0)
		reply_putf(s->out, REPLY_CHECK_NO, "%.*s", SLICE_ARG(id));
	else
		reply_putf(s->out, REPLY_CHECK_SEND, "%.*s", SLICE_ARG(id));
}

/* Whether the fault is ours and may have passed when it is sent again. */
static bool
may_pass(enum err e)
{
	switch (e) {
	case ERR_BUSY:
	case ERR_FULL:
	case ERR_IO:
	case ERR_NOMEM:
	case ERR_CORRUPT:
		return true;
	default:
		return false;
	}
}

static const char *
why_not(const struct change *c)
{
	return c->intent.err == ERR_EXISTS ? "already there" : change_why(c);
}

static void
answer_takethis(struct change *c, struct session *s, struct buf *out)
{
	if (c->intent.err == OK) {
		reply_putf(out, REPLY_TAKETHIS_OK, "%s", c->msgid);
	} else if (may_pass(c->intent.err)) {
		/* 439 would make the peer forget it (RFC 4644, 2.5.2). */
		reply_putf(out, REPLY_CLOSING, "%s", change_why(c));
		session_end(s);
	} else {
		reply_putf(out, REPLY_TAKETHIS_NO, "%s %s", c->msgid,
		    why_not(c));
	}
}

static void
answer_ihave(struct change *c, struct session *s, struct buf *out)
{
	(void)s;
	if (c->intent.err == OK)
		reply_putf(out, REPLY_IHAVE_OK, "%s", c->msgid);
	else
		reply_putf(out, may_pass(c->intent.err) ? REPLY_IHAVE_LATER :
		    REPLY_IHAVE_REJECTED, "%s %s", c->msgid, why_not(c));
}

/* Refused before it came to the writer; answered in its turn. */
static void
refuse(struct session *s, struct change *c, enum err e, const char *why)
{
	c->intent.err = e;
	slice_copy(slice_of(why), c->intent.why, sizeof(c->intent.why));
	change_settle(s, &c);
}

static enum err
make_posting(struct session *s, struct slice block, struct posting **out)
{
	struct server *server = s->desk->server;
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	enum err e = inject_relayed(store_name(server->store), block, &raw);

	*out = NULL;
	if (e == OK)
		e = posting_new(server->store, &raw, out);
	buf_clear(&raw);
	return e;
}

static const char crlf_only[] = "a feed ends its lines with CRLF";

/* An article has come in; c is what will answer for it. */
static void
take(struct session *s, enum dot_status status, struct buf *block,
    struct change *c, bool barrier)
{
	enum err e;

	slice_copy(slice_of(s->offer), c->msgid, sizeof(c->msgid));
	if (s->line.end == LINE_END_LF) {
		refuse(s, c, ERR_SYNTAX, crlf_only);
		return;
	}
	if (status != DOT_END) {
		refuse(s, c, ERR_SYNTAX, command_block_fault(status));
		return;
	}
	if (!msgid_valid(slice_of(s->offer))) {
		refuse(s, c, ERR_SYNTAX, "not a message-id");
		return;
	}
	e = make_posting(s, buf_slice(block), &c->intent.posting);
	if (e != OK) {
		refuse(s, c, e, command_why(e));
		return;
	}
	if (!slice_is(posting_msgid(c->intent.posting), s->offer)) {
		refuse(s, c, ERR_SYNTAX, "the article has another message-id");
		return;
	}
	c->intent.create_boards = s->right >= RIGHT_ADMIN;
	c->task.weight = block->len;
	change_submit(s, &c, barrier);
}

static void
on_streamed(struct session *s, enum dot_status status, struct buf *block)
{
	struct change *c = change_new(s, ACT_POST, slice_of(s->offer),
	    SLICE(""));

	c->answer = answer_takethis;
	take(s, status, block, c, false);
}

static void
on_offered(struct session *s, enum dot_status status, struct buf *block)
{
	struct change *c = change_new(s, ACT_POST, slice_of(s->offer),
	    SLICE(""));

	c->answer = answer_ihave;
	take(s, status, block, c, true);
}

void
cmd_IHAVE(struct session *s, const struct request *r)
{
	struct slice id = r->argv[0];
	const char *why = NULL;

	if (!msgid_valid(id))
		why = "not a message-id";
	else if (s->line.end == LINE_END_LF)
		why = crlf_only;
	else if (view_article_id(s->desk->view, id) != 0)
		why = "already there";
	if (why != NULL) {
		reply_putf(s->out, REPLY_IHAVE_NO, "%.*s %s", SLICE_ARG(id),
		    why);
		return;
	}
	s->offer = xstrndup(id.p, id.len);
	reply_put(s->out, REPLY_IHAVE_SEND, s->offer);
	session_receive(s, LIMIT_ARTICLE, on_offered);
}

void
cmd_TAKETHIS(struct session *s, const struct request *r)
{
	s->feeding = true;
	s->offer = xstrndup(r->argv[0].p, r->argv[0].len);
	session_receive(s, LIMIT_ARTICLE, on_streamed);
}

static void
after_swallow(struct session *s, enum dot_status status, struct buf *block)
{
	(void)status;
	(void)block;
	buf_puts(s->out, s->offer);
}

void
feed_swallow(struct session *s, size_t mark)
{
	struct slice answer = slice_from(buf_slice(s->out), mark);

	s->feeding = true;
	s->offer = xstrndup(answer.p, answer.len);
	s->out->len = mark;
	session_receive(s, 0, after_swallow);
}
