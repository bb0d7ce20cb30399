/* stoactl board, feed and stats: what the daemon shows and changes at once. */
#include <stdio.h>

#include "proto/article.h"
#include "proto/event.h"
#include "proto/reply.h"
#include "server/ctl/ctl.h"

enum ctl_exit
ctl_board_add(struct ctl *c)
{
	const char *kind = c->option[CTL_OPTION_KIND];
	const char *flag = c->option[CTL_OPTION_STATUS];
	const char *title = c->option[CTL_OPTION_TITLE];
	struct buf act = BUF_INIT(LIMIT_LINE);
	enum ctl_exit status;

	if (!article_board_valid(slice_of(c->operand[0]))) {
		ctl_error("\"%s\" is no name of a board; it is words joined "
		    "by dots, like tv.general", c->operand[0]);
		return CTL_USAGE;
	}
	buf_printf(&act, "board %s", c->operand[0]);
	if (kind != NULL)
		event_put_arg(&act, "kind", slice_of(kind));
	if (flag != NULL)
		event_put_arg(&act, "status", slice_of(flag));
	if (title != NULL)
		event_put_text(&act, slice_of(title));
	if (!buf_ok(&act)) {
		ctl_error("the title is too long; at most %d bytes",
		    LIMIT_TITLE);
		status = CTL_USAGE;
	} else {
		status = ctl_act(c, buf_slice(&act), "done", "already so");
	}
	buf_clear(&act);
	return status;
}

enum ctl_exit
ctl_board_list(struct ctl *c)
{
	return ctl_print_list(c, "board");
}

/* --- peers ----------------------------------------------------------- */

enum ctl_exit
ctl_feed_status(struct ctl *c)
{
	return ctl_print_list(c, "peer");
}

static enum ctl_exit
act_feed(struct ctl *c, const char *after)
{
	struct buf act = BUF_INIT(LIMIT_LINE);
	enum ctl_exit status = CTL_USAGE;

	buf_puts(&act, "feed server");
	event_put_arg(&act, "peer", slice_of(c->operand[0]));
	if (after != NULL)
		event_put_arg(&act, "after", slice_of(after));
	if (buf_ok(&act))
		status = ctl_act(c, buf_slice(&act), "asked", "asked");
	else
		ctl_error("%s is no name of a peer", c->operand[0]);
	buf_clear(&act);
	return status;
}

enum ctl_exit
ctl_feed_retry(struct ctl *c)
{
	return act_feed(c, NULL);
}

enum ctl_exit
ctl_feed_after(struct ctl *c)
{
	return act_feed(c, c->operand[1]);
}

enum ctl_exit
ctl_stats(struct ctl *c)
{
	enum ctl_exit status;
	struct remote *r = ctl_connect(c, &status);
	struct slice text, key;
	enum err e;
	int code;

	if (r == NULL)
		return status;
	e = remote_command(r, &code, &text, "XINFO server");
	if (e == OK && code != REPLY_INFO)
		status = ctl_refused(code, text);
	while (e == OK && code == REPLY_INFO &&
	    (e = remote_block_line(r, &text)) == OK) {
		key = slice_cut(&text, ':');
		text = slice_trim(text);
		printf("%.*s\t%.*s\n", SLICE_ARG(key), SLICE_ARG(text));
	}
	if (e != OK && e != ERR_NOTFOUND)
		status = ctl_failed(e);
	remote_free(&r);
	return status;
}
