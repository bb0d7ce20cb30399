/* LIST in its forms, NEWGROUPS, NEWNEWS (RFC 3977, 7). */
#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "proto/event.h"
#include "proto/wildmat.h"
#include "server/cmd/list.h"
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/cmd/table.h"
#include "server/stoad.h"
#include "server/store/rules/meta.h"

/* Appends a board's line. */
typedef void put_board_fn(
    struct buf *out, struct session *s, const struct board *b);

/* A walk over all boards, or over the journal (NEWNEWS). */
struct boards {
	char wildmat[LIMIT_WILDMAT + 1];	/* "": all */
	char after[LIMIT_BOARD_NAME + 1];
	int64_t since;
	put_board_fn *put;
};

bool
list_wildmat(struct session *s, struct slice arg)
{
	if (wildmat_valid(arg))
		return true;
	reply_putf(s->out, REPLY_SYNTAX,
	    "Not a wildmat: * and ? match, a comma separates, ! negates");
	return false;
}

static bool
matches(const struct boards *b, struct slice name)
{
	return b->wildmat[0] == '\0' ||
	    wildmat_match(slice_of(b->wildmat), name);
}

static bool
produce_boards(struct session *s, struct view *v, struct buf *out)
{
	struct boards *b = s->walk.more;
	size_t end = out->len + LIMIT_SLICE;
	struct board board;

	for (int n = 0; n < LIMIT_SCAN && out->len < end; n++) {
		if (!view_board_next(v, slice_of(b->after), &board)) {
			buf_puts(out, ".\r\n");
			return true;
		}
		slice_copy(board.name, b->after, sizeof(b->after));
		if (board.created >= b->since && matches(b, board.name) &&
		    sees_board(s, &board))
			b->put(out, s, &board);
	}
	return false;
}

/* Name, high and low, as ACTIVE and COUNTS begin. */
static void
put_marks(struct buf *out, const struct board *b)
{
	buf_put_slice(out, b->name);
	buf_putc(out, ' ');
	buf_put_u64(out, b->high);
	buf_putc(out, ' ');
	buf_put_u64(out, b->low);
	buf_putc(out, ' ');
}

static void
put_active(struct buf *out, struct session *s, const struct board *b)
{
	(void)s;
	put_marks(out, b);
	buf_putc(out, b->status);
	buf_puts(out, "\r\n");
}

static void
put_counts(struct buf *out, struct session *s, const struct board *b)
{
	(void)s;
	put_marks(out, b);
	buf_put_u64(out, b->count);
	buf_putc(out, ' ');
	buf_putc(out, b->status);
	buf_puts(out, "\r\n");
}

/* The account that made a board; "usenet" when that is not known any more. */
static struct slice
maker(struct view *v, const struct board *b)
{
	struct slice line = view_event(v, b->made);
	struct event e;

	if (line.p == NULL || event_parse(line, &e) != OK ||
	    !slice_starts(e.actor, "@") ||
	    view_account_left(v, slice_from(e.actor, 1)))
		return SLICE("usenet");
	return slice_from(e.actor, 1);
}

static void
put_times(struct buf *out, struct session *s, const struct board *b)
{
	buf_put_slice(out, b->name);
	buf_printf(out, " %lld %.*s@%s\r\n", (long long)b->created,
	    SLICE_ARG(maker(s->desk->view, b)),
	    store_name(s->desk->server->store));
}

static void
put_title(struct buf *out, struct session *s, const struct board *b)
{
	(void)s;
	buf_put_slice(out, b->name);
	buf_putc(out, '\t');
	buf_put_slice(out, b->title.len != 0 ? b->title : SLICE("-"));
	buf_puts(out, "\r\n");
}

/* Boards that match, or all when the wildmat is empty. */
static void
list_boards(struct session *s, struct slice wildmat, put_board_fn *put)
{
	struct boards *b = xcalloc(1, sizeof(*b));

	slice_copy(wildmat, b->wildmat, sizeof(b->wildmat));
	b->since = INT64_MIN;
	b->put = put;
	s->walk.more = b;
	session_produce(s, produce_boards);
}

static void
list(struct session *s, const struct request *r, const char *what,
    put_board_fn *put)
{
	if (r->argc > 0 && !list_wildmat(s, r->argv[0]))
		return;
	reply_put(s->out, REPLY_LIST, what);
	list_boards(s, r->argc > 0 ? r->argv[0] : SLICE(""), put);
}

void
cmd_LIST(struct session *s, const struct request *r)
{
	list(s, r, "Boards follow: name, high, low, status", put_active);
}

void
cmd_LIST_ACTIVE(struct session *s, const struct request *r)
{
	cmd_LIST(s, r);
}

void
cmd_LIST_ACTIVE_TIMES(struct session *s, const struct request *r)
{
	list(s, r, "Boards follow: name, time, maker", put_times);
}

void
cmd_LIST_COUNTS(struct session *s, const struct request *r)
{
	list(s, r, "Boards follow: name, high, low, articles, status",
	    put_counts);
}

void
cmd_LIST_NEWSGROUPS(struct session *s, const struct request *r)
{
	list(s, r, "Boards follow: name, title", put_title);
}

/* Without an argument the selected board's (RFC 2980, 2.8). */
void
cmd_XGTITLE(struct session *s, const struct request *r)
{
	struct slice wildmat = r->argc > 0 ? r->argv[0] : SLICE("");
	struct board b;

	if (r->argc > 0 && !list_wildmat(s, wildmat))
		return;
	if (r->argc == 0) {
		if (!selected_board(s, &b))
			return;
		wildmat = b.name;
	}
	reply_put(s->out, REPLY_TITLES, "Boards follow: name, title");
	list_boards(s, wildmat, put_title);
}

static void
put_meta_names(struct buf *out)
{
	for (int i = 0; i < META_COUNT; i++)
		buf_printf(out, "%s\r\n", meta_name((enum meta_field)i));
}

void
cmd_LIST_OVERVIEW_FMT(struct session *s, const struct request *r)
{
	(void)r;
	reply_put(s->out, REPLY_LIST, "Overview format follows");
	buf_puts(s->out, "Subject:\r\nFrom:\r\nDate:\r\nMessage-ID:\r\n"
	    "References:\r\n");
	/* slrn gives XOVER up where it does not find the old names. */
	buf_puts(s->out, s->capable ? ":bytes\r\n:lines\r\n" :
	    "Bytes:\r\nLines:\r\n");
	buf_puts(s->out, "Xref:full\r\n");
	put_meta_names(s->out);
	buf_puts(s->out, ".\r\n");
}

void
cmd_LIST_HEADERS(struct session *s, const struct request *r)
{
	if (r->argc > 0 && !slice_iis(r->argv[0], "MSGID") &&
	    !slice_iis(r->argv[0], "RANGE")) {
		command_usage(s, r->cmd);
		return;
	}
	reply_put(s->out, REPLY_LIST, "Headers and metadata follow");
	buf_puts(s->out, ":\r\n:bytes\r\n:lines\r\n");
	put_meta_names(s->out);
	buf_puts(s->out, ".\r\n");
}

/* Day and time at argv[at]; 501 and false when they are none. */
static bool
take_since(
    struct session *s, const struct request *r, int at, int64_t *since)
{
	if ((r->argc == at + 2 || slice_iis(r->argv[at + 2], "GMT")) &&
	    date_parse_nntp(r->argv[at], r->argv[at + 1], clock_now(), since))
		return true;
	command_usage(s, r->cmd);
	return false;
}

void
cmd_NEWGROUPS(struct session *s, const struct request *r)
{
	struct boards *b;
	int64_t since;

	if (!take_since(s, r, 0, &since))
		return;
	b = xcalloc(1, sizeof(*b));
	b->since = since;
	b->put = put_active;
	reply_put(s->out, REPLY_NEWGROUPS);
	s->walk.more = b;
	session_produce(s, produce_boards);
}

/* Whether one of the boards that an article was sent to is asked for. */
static bool
wanted(const struct boards *b, const struct event *e)
{
	struct slice name;
	size_t at = 0;

	while (view_event_board(e, &at, &name))
		if (matches(b, name))
			return true;
	return false;
}

/* What stands nowhere is a control article: for everybody. */
static bool
stands_open(struct session *s, const struct article_row *row)
{
	for (int i = 0; i < row->nplaces; i++)
		if (sees_board_id(s, row->place[i].board))
			return true;
	return row->nplaces == 0;
}

/* The id of an article is the seq of its event: the journal is walked. */
static bool
produce_news(struct session *s, struct view *v, struct buf *out)
{
	struct walk *w = &s->walk;
	const struct boards *b = w->more;
	size_t end = out->len + LIMIT_SLICE;
	struct article_row row;
	struct event e;

	for (int n = 0; n < LIMIT_SCAN && out->len < end; n++, w->next++) {
		if (w->next > w->high) {
			buf_puts(out, ".\r\n");
			return true;
		}
		if (!view_article_row(v, w->next, &row) ||
		    row.state != ARTICLE_HERE || row.arrived < b->since ||
		    !stands_open(s, &row) ||
		    !view_article_event(v, w->next, &e) || !wanted(b, &e))
			continue;
		text_unescape(out, e.target);
		buf_puts(out, "\r\n");
	}
	return false;
}

void
cmd_NEWNEWS(struct session *s, const struct request *r)
{
	struct view *v = s->desk->view;
	struct boards *b;
	int64_t since;

	if (!take_since(s, r, 1, &since))
		return;
	if (!list_wildmat(s, r->argv[0]))
		return;
	b = xcalloc(1, sizeof(*b));
	slice_copy(r->argv[0], b->wildmat, sizeof(b->wildmat));
	b->since = since;
	reply_put(s->out, REPLY_NEWNEWS);
	s->walk = (struct walk){ .next = view_event_since(v, since),
		.high = view_seq(v), .more = b };
	session_produce(s, produce_news);
}
