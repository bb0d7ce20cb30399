/*
 * Articles from peers. CHECK and TAKETHIS (RFC 4644) are a stream, answered
 * in order, with many of them on their way to the disk at once; IHAVE (RFC
 * 3977, 6.3.2) is one at a time.
 */
#include "server/cmd/feed.h"

#include <stdio.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/msgid.h"
#include "server/auth/canlock.h"
#include "server/cmd/change.h"
#include "server/cmd/relay.h"
#include "server/cmd/table.h"
#include "server/conf/conf.h"
#include "server/feed/feed.h"
#include "server/feed/offer.h"
#include "server/stoad.h"

/* The peer it is; who logs in as admin brings in what he likes. */
static const struct conf_peer *
peer_of(const struct session *s)
{
	return s->right < RIGHT_ADMIN ? s->peer : NULL;
}

/* Why an offered article is not wanted; NULL when it may be. */
static const char *
unwanted(struct session *s, struct slice id)
{
	const struct conf_peer *p = peer_of(s);

	if (!msgid_valid(id))
		return "not a message-id";
	if (p != NULL && p->accept == NULL)
		return "nothing is taken from you";
	if (view_article_id(s->desk->view, id) != 0)
		return "already there";
	return NULL;
}

static bool
take_offer(struct session *s, struct slice id)
{
	s->offered = true;
	return offer_take(s->desk->server->offers, id, s->serial);
}

void
feed_leave(struct session *s)
{
	if (s->offered)
		offer_drop_all(s->desk->server->offers, s->serial);
	s->offered = false;
}

/* The answer has the id alone: that is what streams compare. */
void
cmd_CHECK(struct session *s, const struct request *r)
{
	struct slice id = r->argv[0];
	enum reply_code code = REPLY_CHECK_SEND;

	if (unwanted(s, id) != NULL)
		code = REPLY_CHECK_NO;
	else if (command_no_room(s) || !take_offer(s, id))
		code = REPLY_CHECK_LATER;
	reply_putf(s->out, code, "%.*s", SLICE_ARG(id));
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

/* Others need not wait for it any more. */
static void
settle_offer(const struct change *c, struct session *s)
{
	struct server *server = s->desk->server;
	const struct conf_peer *p = peer_of(s);

	offer_drop(server->offers, slice_of(c->msgid), s->serial);
	metric_add(&server->metrics,
	    c->intent.err == OK ? METRIC_TAKEN : METRIC_NOT_TAKEN, 1);
	if (p != NULL)
		feed_count_in(server->feeds, p->name, c->intent.err == OK);
}

static void
answer_takethis(struct change *c, struct session *s, struct buf *out)
{
	settle_offer(c, s);
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
	settle_offer(c, s);
	if (c->intent.err == OK)
		reply_putf(out, REPLY_IHAVE_OK, "%s", c->msgid);
	else
		reply_putf(out, may_pass(c->intent.err) ? REPLY_IHAVE_LATER :
		    REPLY_IHAVE_REJECTED, "%s %s", c->msgid, why_not(c));
}

/* --- an article ----------------------------------------------------------- */

static enum err
make_posting(struct session *s, struct slice block, struct posting **out,
    struct relay_author *author)
{
	struct server *server = s->desk->server;
	const struct conf_peer *p = peer_of(s);
	const struct relay_from from = {
		.server = store_name(server->store),
		.peer = p != NULL ? p->name : NULL,
		.accept = p != NULL ? p->accept : NULL,
		.now = clock_now(),
	};
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	enum err e = relay_article(&from, block, &raw, author);

	*out = NULL;
	if (e == OK)
		e = posting_new(server->store, &raw, out);
	buf_clear(&raw);
	return e;
}

/*
 * What was posted once, the operator brings back as if it were then: by the
 * account that wrote it, or by somebody who is not known here.
 */
static void
sign_author(
    struct session *s, struct change *c, const struct relay_author *author)
{
	if (!s->importing)
		return;
	slice_copy(c->intent.actor, c->by, sizeof(c->by));
	snprintf(c->actor, sizeof(c->actor), "%s%s",
	    author->name[0] != '\0' ? "@" : "guest", author->name);
	c->intent.actor = slice_of(c->actor);
	c->intent.by = slice_of(c->by);
	c->intent.at = author->at;
	c->intent.relayed = false;
}

/* Who brings it in, and where it may go. */
static void
sign(struct session *s, struct change *c, const struct relay_author *author)
{
	const struct conf_peer *p = peer_of(s);

	c->intent.relayed = true;
	c->intent.opens = canlock_opens;
	c->intent.create_boards = s->right >= RIGHT_ADMIN;
	/* What an operator brings in was approved long ago. */
	c->intent.approved = p == NULL;
	if (p == NULL) {
		sign_author(s, c, author);
		return;
	}
	snprintf(c->actor, sizeof(c->actor), "peer:%s", p->name);
	c->intent.actor = slice_of(c->actor);
	/* The configuration stays until the end. */
	c->intent.accept = slice_of(p->accept);
}

static const char crlf_only[] = "a feed ends its lines with CRLF";

/* *out is the caller's also where it is refused. */
static enum err
receive(struct session *s, enum dot_status status, struct slice block,
    struct posting **out, struct relay_author *author)
{
	enum err e;

	if (s->line.end == LINE_END_LF)
		return err_set(ERR_SYNTAX, "%s", crlf_only);
	if (status != DOT_END)
		return err_set(ERR_SYNTAX, "%s", command_block_fault(status));
	if (!msgid_valid(slice_of(s->offer)))
		return err_set(ERR_SYNTAX, "not a message-id");
	e = make_posting(s, block, out, author);
	if (e == OK && !slice_is(posting_msgid(*out), s->offer))
		e = err_set(ERR_SYNTAX, "the article has another message-id");
	return e;
}

/* What has come in goes to the writer, or is answered in its turn. */
static void
take(struct session *s, enum dot_status status, struct buf *block,
    void (*answer)(struct change *c, struct session *s, struct buf *out),
    bool barrier)
{
	struct change *c = change_new(s, ACT_POST, slice_of(s->offer),
	    SLICE(""));
	struct relay_author author;
	enum err e = receive(
	    s, status, buf_slice(block), &c->intent.posting, &author);

	c->answer = answer;
	slice_copy(slice_of(s->offer), c->msgid, sizeof(c->msgid));
	if (e == OK) {
		sign(s, c, &author);
		c->task.weight = block->len;
		change_submit(s, &c, barrier);
	} else {
		c->intent.err = e;
		slice_copy(slice_of(command_why(e)), c->intent.why,
		    sizeof(c->intent.why));
		change_settle(s, &c);
	}
}

static void
on_streamed(struct session *s, enum dot_status status, struct buf *block)
{
	take(s, status, block, answer_takethis, false);
}

static void
on_offered(struct session *s, enum dot_status status, struct buf *block)
{
	take(s, status, block, answer_ihave, true);
}

/* The most an article may have; a longer one is read to its end. */
static size_t
most(const struct session *s)
{
	const struct conf_peer *p = peer_of(s);

	return p != NULL && p->max_size != 0 && p->max_size < LIMIT_ARTICLE ?
	    (size_t)p->max_size : LIMIT_ARTICLE;
}

void
cmd_IHAVE(struct session *s, const struct request *r)
{
	struct slice id = r->argv[0];
	const char *why = unwanted(s, id);

	if (why == NULL && s->line.end == LINE_END_LF)
		why = crlf_only;
	if (why != NULL) {
		reply_putf(s->out, REPLY_IHAVE_NO, "%.*s %s", SLICE_ARG(id),
		    why);
		return;
	}
	if (command_no_room(s)) {
		reply_putf(s->out, REPLY_IHAVE_LATER, "%.*s %s",
		    SLICE_ARG(id), command_no_room_text);
		return;
	}
	if (!take_offer(s, id)) {
		reply_putf(s->out, REPLY_IHAVE_LATER, "%.*s another peer is "
		    "sending it", SLICE_ARG(id));
		return;
	}
	s->offer = xstrndup(id.p, id.len);
	reply_put(s->out, REPLY_IHAVE_SEND, s->offer);
	session_receive(s, most(s), on_offered);
}

void
cmd_TAKETHIS(struct session *s, const struct request *r)
{
	s->feeding = true;
	if (command_no_room(s)) {
		/* Anything else would make the peer forget the article. */
		reply_put(s->out, REPLY_CLOSING, command_no_room_text);
		session_end(s);
		return;
	}
	s->offer = xstrndup(r->argv[0].p, r->argv[0].len);
	session_receive(s, most(s), on_streamed);
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
