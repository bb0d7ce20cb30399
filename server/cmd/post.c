/* POST (RFC 3977, 6.3.1). Every refusal says what the poster can do. */
#include "common/clock.h"
#include "proto/article.h"
#include "server/cmd/change.h"
#include "server/cmd/inject.h"
#include "server/cmd/table.h"
#include "server/stoad.h"

const char *
command_block_fault(enum dot_status status)
{
	switch (status) {
	case DOT_LONG:
		return "it is too large";
	case DOT_NUL:
		return "it holds a NUL; send text, or base64";
	case DOT_BARE_CR:
		return "a CR stands without its LF; end lines with CRLF";
	case DOT_BARE_LF:
		return "a LF stands without its CR; end lines with CRLF";
	case DOT_END:
	case DOT_MORE:
		break;
	}
	return NULL;
}

/* Boards of the value that take articles by their moderators alone. */
static enum err
check_moderated(struct session *s, struct view *v, struct slice list)
{
	struct slice name;
	struct board b;

	while (s->right < RIGHT_ADMIN && article_next_board(&list, &name))
		if (view_board(v, name, &b) && b.status == 'm')
			return err_set(ERR_DENIED, "%.*s is moderated; send "
			    "it to its moderators", SLICE_ARG(name));
	return OK;
}

static enum err
make_posting(struct session *s, struct view *v, struct slice block,
    struct posting **out)
{
	struct server *server = s->desk->server;
	const struct inject_by by = {
		.server = store_name(server->store),
		.account = s->name,
		.now = clock_now(),
	};
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct slice boards;
	enum err e = inject_article(&by, block, &raw, &boards);

	*out = NULL;
	if (e == OK)
		e = check_moderated(s, v, boards);
	if (e == OK)
		e = posting_new(server->store, &raw, out);
	buf_clear(&raw);
	return e;
}

static void
answer_post(struct change *c, struct session *s, struct buf *out)
{
	(void)s;
	if (c->intent.err == OK)
		reply_putf(out, REPLY_POST_OK, "%s posted", c->msgid);
	else
		reply_putf(out, REPLY_POST_FAILED, "%s", change_why(c));
}

static void
on_article(struct session *s, enum dot_status status, struct buf *block)
{
	struct view *v = desk_view(s->desk);
	struct posting *p = NULL;
	struct change *c;
	unsigned wait;
	enum err e;

	if (status != DOT_END) {
		reply_putf(s->out, REPLY_POST_FAILED, "Not posted: %s",
		    command_block_fault(status));
		return;
	}
	e = v != NULL ? make_posting(s, v, buf_slice(block), &p) : ERR_IO;
	if (e != OK) {
		reply_putf(s->out, REPLY_POST_FAILED, "%s", command_why(e));
		return;
	}
	wait = command_brake(s);
	if (wait != 0) {
		posting_free(&p);
		reply_putf(s->out, REPLY_POST_FAILED, "Not posted: that was "
		    "many in a short time; try again in %u seconds", wait);
		return;
	}
	c = change_new(s, ACT_POST, posting_msgid(p), SLICE(""));
	slice_copy(posting_msgid(p), c->msgid, sizeof(c->msgid));
	c->intent.posting = p;
	c->task.weight = block->len;
	c->answer = answer_post;
	change_submit(s, &c, true);
}

void
cmd_POST(struct session *s, const struct request *r)
{
	(void)r;
	if (command_no_room(s)) {
		reply_put(s->out, REPLY_FAULT, command_no_room_text);
		return;
	}
	reply_put(s->out, REPLY_POST_SEND);
	session_receive(s, LIMIT_ARTICLE, on_article);
}
