/* ARTICLE, HEAD, BODY, STAT (RFC 3977, 6.2). */
#include <stdlib.h>

#include "common/xalloc.h"
#include "server/cmd/reading.h"
#include "server/cmd/select.h"
#include "server/cmd/table.h"

/* What of the article goes out. */
enum part { PART_ALL, PART_HEAD, PART_BODY };

/* A large article leaves in slices; here is where it stands. */
struct rest {
	uint64_t id;
	size_t at, size;	/* of the part */
	enum part part;
};

static struct slice
cut_part(struct slice raw, enum part part)
{
	ptrdiff_t at = slice_starts(raw, "\r\n") ? -2 :
	    slice_find(raw, SLICE("\r\n\r\n"));

	if (part == PART_ALL || (at == -1 && part == PART_HEAD))
		return raw;
	if (part == PART_HEAD)
		return slice_make(raw.p, (size_t)(at + 2));
	return at == -1 ? slice_make(raw.p, 0) :
	    slice_from(raw, (size_t)(at + 4));
}

/* At most max bytes, whole lines if that can be. */
static size_t
slice_end(struct slice text, size_t max)
{
	const char *nl;

	if (text.len <= max)
		return text.len;
	nl = memrchr(text.p, '\n', max);
	return nl != NULL ? (size_t)(nl - text.p) + 1 : max;
}

/* A piece of a block that may begin within a line. */
static void
put_piece(struct buf *out, struct slice text, size_t at, size_t n)
{
	struct slice piece = slice_make(text.p + at, n);

	if (at != 0 && text.p[at - 1] != '\n' && n != 0 && piece.p[0] == '.') {
		buf_putc(out, '.');
		piece = slice_from(piece, 1);
	}
	dot_stuff(out, piece);
}

static bool
produce_rest(struct session *s, struct view *v, struct buf *out)
{
	struct rest *r = s->walk.more;
	struct buf *raw = &s->desk->raw;
	struct slice text;
	size_t n;

	buf_reset(raw);
	text = view_article(v, r->id, raw) == OK ?
	    cut_part(buf_slice(raw), r->part) : SLICE("");
	/*
	 * It may have gone meanwhile, or its Xref with its places: what was
	 * sent cannot be taken back.
	 */
	if (text.len != r->size) {
		session_end(s);
		return true;
	}
	n = slice_end(slice_from(text, r->at), LIMIT_SLICE);
	put_piece(out, text, r->at, n);
	r->at += n;
	if (r->at < text.len)
		return false;
	if (!slice_ends(text, "\r\n") && text.len != 0)
		buf_puts(out, "\r\n");
	buf_puts(out, ".\r\n");
	return true;
}

static void
put_status(struct buf *out, int code, uint64_t number, struct slice msgid)
{
	buf_put_u64(out, (uint64_t)code);
	buf_putc(out, ' ');
	buf_put_u64(out, number);
	buf_putc(out, ' ');
	buf_put_slice(out, msgid);
	buf_puts(out, "\r\n");
}

/*
 * Finds the article that an argument names and says its number: 0 for a
 * message-id (RFC 3977, 6.2.1.2). A number becomes the current one.
 */
static bool
find(struct session *s, const struct request *r, struct placed *at,
    uint64_t *number)
{
	if (r->argc == 0) {
		if (!select_current(s, at))
			return false;
		*number = s->current;
	} else if (is_msgid(r->argv[0])) {
		if (!select_msgid(s, r->argv[0], at))
			return false;
		*number = 0;
	} else {
		uint64_t n;

		if (!range_number(r->argv[0], &n)) {
			command_usage(s, r->cmd);
			return false;
		}
		if (!select_number(s, n, at))
			return false;
		*number = at->number;
	}
	return true;
}

static void
article(struct session *s, const struct request *r, int code, enum part part)
{
	struct view *v = s->desk->view;
	struct buf *raw = &s->desk->raw;
	struct placed at;
	struct slice text;
	uint64_t number;

	if (!find(s, r, &at, &number))
		return;
	buf_reset(raw);
	/* Damage; the session says so. */
	if (view_article_placed(v, &at, raw) != OK)
		return;
	if (number != 0)
		s->current = number;
	put_status(s->out, code, number, over_part(at.over, OVER_MSGID));
	if (part != PART_HEAD)
		reading_note(s, &at);
	text = cut_part(buf_slice(raw), part);
	if (text.len <= LIMIT_SLICE) {
		dot_write(s->out, text);
	} else {
		struct rest *rest = xcalloc(1, sizeof(*rest));

		*rest = (struct rest){
			.id = at.id, .size = text.len, .part = part };
		s->walk.more = rest;
		session_produce(s, produce_rest);
	}
	buf_reset(raw);
}

void
cmd_ARTICLE(struct session *s, const struct request *r)
{
	article(s, r, REPLY_ARTICLE, PART_ALL);
}

void
cmd_HEAD(struct session *s, const struct request *r)
{
	article(s, r, REPLY_HEAD, PART_HEAD);
}

void
cmd_BODY(struct session *s, const struct request *r)
{
	article(s, r, REPLY_BODY, PART_BODY);
}

void
cmd_STAT(struct session *s, const struct request *r)
{
	struct placed at;
	uint64_t number;

	if (!find(s, r, &at, &number))
		return;
	if (number != 0)
		s->current = number;
	put_status(s->out, REPLY_STAT, number, over_part(at.over, OVER_MSGID));
}
