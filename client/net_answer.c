/* Answers, each to the request that has waited longest. */
#include "client/net_private.h"

#include <stdio.h>
#include <stdlib.h>

#include <event2/buffer.h>

#include "client/i18n.h"
#include "common/clock.h"
#include "proto/reply.h"

#define ANSWER_LINE_MAX 8192

static void
finish(struct net *n, int code, const char *text, struct slice body)
{
	struct net_request *r = TAILQ_FIRST(&n->flight);
	char copy[sizeof(n->text)];

	snprintf(copy, sizeof(copy), "%s", text);
	TAILQ_REMOVE(&n->flight, r, entry);
	n->nflight--;
	n->rtt_ms = (unsigned)(clock_mono_ms() - r->sent_ms);
	if (r->cmd == CMD_GROUP && code != REPLY_GROUP) {
		free(n->group);
		n->group = NULL;
	}
	net_request_done(r, code, slice_of(copy), body);
	net_changed(n);
}

static void
send_block(struct net *n, struct net_request *r)
{
	struct buf out = BUF_INIT(2 * r->block_len + 16);

	r->block_sent = true;
	dot_write(&out, slice_make(r->block, r->block_len));
	evbuffer_add(bufferevent_get_output(n->bev), out.p, out.len);
	buf_clear(&out);
}

static void
take_status(struct net *n, struct slice line)
{
	struct net_request *r = TAILQ_FIRST(&n->flight);
	struct slice text;
	int code;

	if (!reply_parse(line, &code, &text)) {
		net_lost(n, _("the server does not speak NNTP"));
		return;
	}
	slice_copy(text, n->text, sizeof(n->text));
	if (n->state == NET_CONNECTING) {
		net_greeting(n, code, text);
		return;
	}
	if (r == NULL) {
		/* 400 may come at any time: the server is going away. */
		net_lost(n, code == REPLY_CLOSING ? n->text
						  : _("unexpected answer"));
		return;
	}
	if (r->block_wanted && !r->block_sent && code / 100 == 3) {
		send_block(n, r);
		return;
	}
	if (reply_has_block(code, r->cmd)) {
		n->in_block = true;
		n->code = code;
		dot_init(&n->dot, LINE_END_CRLF);
		buf_reset(&n->body);
		return;
	}
	if (code == REPLY_CLOSING) {
		net_lost(n, n->text);
		return;
	}
	finish(n, code, n->text, SLICE(""));
}

static void
end_block(struct net *n, enum dot_status status)
{
	struct buf body = n->body;

	n->in_block = false;
	/* The callback may ask and fail: it works on a body of its own. */
	buf_init(&n->body, NET_BODY_MAX);
	if (status == DOT_END && buf_ok(&body))
		finish(n, n->code, n->text, buf_slice(&body));
	else
		finish(n, REPLY_FAULT,
		    status == DOT_END || status == DOT_LONG
			? "the answer is too long"
			: "the answer holds bytes that are not allowed",
		    SLICE(""));
	buf_clear(&body);
}

/* Hands on the whole lines of an answer that is no end in sight of. */
static void
tell_part(struct net *n)
{
	struct net_request *r = TAILQ_FIRST(&n->flight);
	size_t len = n->body.len;

	if (r->part == NULL)
		return;
	while (len != 0 && n->body.p[len - 1] != '\n')
		len--;
	if (len != 0 && r->done != NULL)
		r->part(r->arg, slice_make(n->body.p, len));
	buf_drop(&n->body, len);
}

static bool
read_block(struct net *n, struct evbuffer *in)
{
	size_t len = evbuffer_get_contiguous_space(in);
	struct slice s;
	enum dot_status status;

	if (len == 0)
		return false;
	s = slice_make((char *)evbuffer_pullup(in, (ev_ssize_t)len), len);
	status = dot_read(&n->dot, &s, &n->body);
	evbuffer_drain(in, len - s.len);
	tell_part(n);
	if (status != DOT_MORE)
		end_block(n, status);
	else if (s.len == len)
		return false;
	return true;
}

static bool
read_line(struct net *n, struct evbuffer *in)
{
	struct evbuffer_ptr end;
	char line[ANSWER_LINE_MAX];
	size_t len;

	end = evbuffer_search_eol(in, NULL, NULL, EVBUFFER_EOL_LF);
	if (end.pos < 0 && evbuffer_get_length(in) < sizeof(line))
		return false;
	if (end.pos < 0 || (size_t)end.pos >= sizeof(line)) {
		net_lost(n, _("the server sent a line without end"));
		return true;
	}
	len = (size_t)end.pos;
	evbuffer_remove(in, line, len + 1);
	if (len > 0 && line[len - 1] == '\r')
		len--;
	take_status(n, slice_make(line, len));
	return true;
}

void
net_read(struct net *n)
{
	bool more = true;

	while (more && n->bev != NULL) {
		struct evbuffer *in = bufferevent_get_input(n->bev);

		more = n->in_block ? read_block(n, in) : read_line(n, in);
	}
	if (n->bev != NULL)
		net_pump(n);
}
