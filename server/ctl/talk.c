/* What commands have in common: errors told, acts sent, lists printed. */
#include <stdio.h>
#include <stdlib.h>

#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "proto/reply.h"
#include "server/ctl/ctl.h"

void
ctl_error(const char *fmt, ...)
{
	struct buf text = BUF_INIT(8192), safe = BUF_INIT(65536);
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	utf8_filter(buf_slice(&text), 0, &safe);
	/* What is on stdout was said before. */
	fflush(stdout);
	fprintf(stderr, "stoactl: %s\n", buf_cstr(&safe));
	buf_clear(&text);
	buf_clear(&safe);
}

enum ctl_exit
ctl_failed(enum err e)
{
	const char *detail = err_detail();

	ctl_error("%s", detail[0] != '\0' ? detail : err_name(e));
	return e == ERR_DENIED ? CTL_DENIED : CTL_FAILED;
}

enum ctl_exit
ctl_refused(int code, struct slice text)
{
	switch (code) {
	case REPLY_AUTH_NEEDED:
	case REPLY_DENIED:
	case REPLY_ACT_DENIED:
		ctl_error("%.*s; run it as root, as the user stoad runs as, "
		    "or as an admin", SLICE_ARG(text));
		return CTL_DENIED;
	case REPLY_ACT_SYNTAX:
		/* The column is that of a line nobody typed. */
		slice_word(&text);
		break;
	default:
		break;
	}
	text = slice_trim(text);
	ctl_error("%.*s", SLICE_ARG(text));
	return CTL_FAILED;
}

struct remote *
ctl_connect(struct ctl *c, enum ctl_exit *status)
{
	struct remote *r;
	char *path = c->dir != NULL ? xasprintf("%s/stoad.sock", c->dir) :
	    xstrdup(c->socket);
	enum err e = remote_new(path, &r);

	free(path);
	*status = CTL_OK;
	if (e != OK)
		*status = ctl_failed(e) == CTL_DENIED ? CTL_DENIED :
		    CTL_UNREACHED;
	return r;
}

static enum ctl_exit
print_seq(int code, const char *done, const char *already)
{
	printf("%s\n", code == REPLY_ACT_OK ? done : already);
	return CTL_OK;
}

enum ctl_exit
ctl_act(struct ctl *c, struct slice act, const char *done,
    const char *already)
{
	enum ctl_exit status;
	struct remote *r = ctl_connect(c, &status);
	struct slice text;
	enum err e;
	int code;

	if (r == NULL)
		return status;
	remote_patience(r, -1);
	e = remote_command(r, &code, &text, "XACT %.*s", SLICE_ARG(act));
	if (e != OK)
		status = ctl_failed(e);
	else if (code == REPLY_ACT_OK || code == REPLY_ACT_ALREADY)
		status = print_seq(code, done, already);
	else
		status = ctl_refused(code, text);
	remote_free(&r);
	return status;
}

/* One page; *more is the term to go on with, empty at the end. */
static enum err
take_rows(struct remote *r, bool first, ctl_row_fn *fn, void *arg,
    struct buf *more)
{
	struct slice row;
	enum err e;

	buf_reset(more);
	while ((e = remote_block_line(r, &row)) == OK) {
		if (slice_starts(row, "#more\t"))
			buf_put_slice(more, slice_from(row, 6));
		else if (first || !slice_starts(row, "#"))
			fn(row, arg);
	}
	return e == ERR_NOTFOUND ? OK : e;
}

enum ctl_exit
ctl_rows(struct remote *r, const char *query, ctl_row_fn *fn, void *arg)
{
	struct buf more = BUF_INIT(LIMIT_LINE);
	enum ctl_exit status = CTL_OK;
	struct slice text;
	bool first = true;
	enum err e;
	int code;

	do {
		e = remote_command(r, &code, &text, "XLIST %s limit:10000%s%s",
		    query, first ? "" : " ", first ? "" : buf_cstr(&more));
		if (e == OK && code != REPLY_ROWS) {
			status = ctl_refused(code, text);
			break;
		}
		if (e == OK)
			e = take_rows(r, first, fn, arg, &more);
		first = false;
	} while (e == OK && more.len != 0);
	buf_clear(&more);
	return e != OK ? ctl_failed(e) : status;
}

static void
print_row(struct slice row, void *arg)
{
	(void)arg;
	printf("%.*s\n", SLICE_ARG(row));
}

enum ctl_exit
ctl_print_list(struct ctl *c, const char *kind)
{
	enum ctl_exit status;
	struct remote *r = ctl_connect(c, &status);

	if (r == NULL)
		return status;
	status = ctl_rows(r, kind, print_row, NULL);
	remote_free(&r);
	return status;
}
