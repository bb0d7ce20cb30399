/*
 * HDR and XHDR (RFC 3977, 8.5; RFC 2980, 2.6). What stands in the overview
 * line is taken from there; any other field needs the article itself.
 */
#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/article.h"
#include "server/cmd/select.h"
#include "server/cmd/table.h"

/* Articles opened for one slice; they cost more than overview lines. */
enum { OPENED = LIMIT_SCAN / 8 };

struct want {
	char name[LIMIT_LINE];
	int part;		/* enum over_part, or -1: the article's */
	bool old;		/* XHDR: other texts for what is missing */
};

static int
part_of(struct slice name)
{
	static const struct {
		const char *name;
		enum over_part part;
	} parts[] = {
		{ "subject", OVER_SUBJECT }, { "from", OVER_FROM },
		{ "date", OVER_DATE }, { "message-id", OVER_MSGID },
		{ "references", OVER_REFERENCES }, { ":bytes", OVER_BYTES },
		{ "bytes", OVER_BYTES }, { ":lines", OVER_LINES },
		{ "lines", OVER_LINES }, { "xref", OVER_XREF },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (slice_iis(name, parts[i].name))
			return (int)parts[i].part;
	return -1;
}

static void
put_missing(struct buf *out, const struct want *w)
{
	if (w->old)
		buf_puts(out, "(none)");
}

/* From the article's own header; nothing when it cannot be read. */
static void
put_header(struct session *s, struct view *v, uint64_t id,
    const struct want *w, struct buf *out)
{
	struct article a;
	struct buf *raw = &s->desk->raw;
	const struct field *f;

	buf_reset(raw);
	if (view_article(v, id, raw) == OK &&
	    article_parse(buf_slice(raw), &a) == OK &&
	    (f = article_field(&a, w->name)) != NULL)
		article_unfold(out, f->value);
	else
		put_missing(out, w);
}

static void
put_value(struct session *s, struct view *v, const struct placed *at,
    const struct want *w, struct buf *out)
{
	struct slice value;

	if (w->part == -1) {
		put_header(s, v, at->id, w, out);
		return;
	}
	value = over_part(at->over, (enum over_part)w->part);
	if (w->part == OVER_XREF && slice_istarts(value, "xref:"))
		value = slice_trim(slice_from(value, 5));
	if (value.len == 0)
		put_missing(out, w);
	buf_put_slice(out, value);
}

static bool
produce_hdr(struct session *s, struct view *v, struct buf *out)
{
	struct walk *k = &s->walk;
	const struct want *w = k->more;
	int budget = w->part == -1 ? OPENED : LIMIT_SCAN;
	size_t end = out->len + LIMIT_SLICE;
	struct placed at;

	for (; budget > 0 && out->len < end; budget--) {
		if (k->next > k->high || !view_placed_near(v, k->board,
		    k->next, 1, &at) || at.number > k->high) {
			buf_puts(out, ".\r\n");
			return true;
		}
		buf_put_u64(out, at.number);
		buf_putc(out, ' ');
		put_value(s, v, &at, w, out);
		buf_puts(out, "\r\n");
		k->next = at.number + 1;
	}
	return false;
}

static void
begin(struct session *s, const struct want *w)
{
	if (w->old)
		reply_putf(s->out, REPLY_HEAD, "Fields follow");
	else
		reply_put(s->out, REPLY_HDR);
}

static void
hdr_range(struct session *s, struct range range, const struct want *w)
{
	struct placed first;
	struct want *copy;

	if (!select_check(s))
		return;
	if (range.high > LIMIT_NUMBER)
		range.high = LIMIT_NUMBER;
	if (range.low > range.high ||
	    !view_placed_near(s->desk->view, s->board, range.low, 1, &first) ||
	    first.number > range.high) {
		reply_put(s->out, w->old ? REPLY_NO_CURRENT : REPLY_NO_NUMBER,
		    "the range holds none");
		return;
	}
	begin(s, w);
	copy = xmalloc(sizeof(*copy));
	*copy = *w;
	s->walk = (struct walk){ .board = s->board, .next = first.number,
		.high = range.high, .more = copy };
	session_produce(s, produce_hdr);
}

static void
hdr_one(struct session *s, const struct placed *at, struct slice msgid,
    const struct want *w)
{
	begin(s, w);
	if (msgid.len == 0)
		buf_put_u64(s->out, at->number);
	else if (w->old)
		buf_put_slice(s->out, msgid);
	else
		buf_putc(s->out, '0');
	buf_putc(s->out, ' ');
	put_value(s, s->desk->view, at, w, s->out);
	buf_puts(s->out, "\r\n.\r\n");
	buf_reset(&s->desk->raw);
}

static void
hdr(struct session *s, const struct request *r, bool old)
{
	struct want w = { .part = part_of(r->argv[0]), .old = old };
	struct placed at;
	struct range range;

	if (w.part == -1 && (slice_chr(r->argv[0], ':') >= 0 ||
	    !slice_copy(r->argv[0], w.name, sizeof(w.name)))) {
		reply_putf(s->out, REPLY_UNAVAILABLE,
		    "No such metadata; LIST HEADERS shows what there is");
		return;
	}
	if (r->argc == 1) {
		if (select_current(s, &at))
			hdr_one(s, &at, slice_make(NULL, 0), &w);
	} else if (is_msgid(r->argv[1])) {
		if (select_msgid(s, r->argv[1], &at))
			hdr_one(s, &at, r->argv[1], &w);
	} else if (range_parse(r->argv[1], &range)) {
		hdr_range(s, range, &w);
	} else {
		command_usage(s, r->cmd);
	}
}

void
cmd_HDR(struct session *s, const struct request *r)
{
	hdr(s, r, false);
}

void
cmd_XHDR(struct session *s, const struct request *r)
{
	hdr(s, r, true);
}
