/*
 * HDR, XHDR and XPAT (RFC 3977, 8.5; RFC 2980, 2.6 and 2.9). What stands in
 * the overview line is taken from there; any other field needs the article
 * itself.
 */
#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/wildmat.h"
#include "server/cmd/select.h"
#include "server/cmd/table.h"
#include "server/store/rules/meta.h"

/* Articles opened for one slice; they cost more than overview lines. */
enum { OPENED = LIMIT_SCAN / 8 };
/* A byte that is matched with a pattern costs as much as so many read. */
enum { MATCHING = 4 };

struct want {
	char name[LIMIT_LINE];
	int part;		/* enum over_part, or -1: the article's */
	bool old;		/* XHDR, XPAT: other texts and codes */
	bool match;		/* XPAT: the value must match the pattern */
	char pattern[LIMIT_LINE];
};

/* "Lines" without a colon is a field; XHDR always meant the count. */
static int
part_of(struct slice name, bool old)
{
	static const struct {
		const char *name;
		enum over_part part;
		bool old;
	} parts[] = {
		{ "subject", OVER_SUBJECT, false },
		{ "from", OVER_FROM, false },
		{ "date", OVER_DATE, false },
		{ "message-id", OVER_MSGID, false },
		{ "references", OVER_REFERENCES, false },
		{ ":bytes", OVER_BYTES, false },
		{ ":lines", OVER_LINES, false },
		{ "xref", OVER_XREF, false },
		{ "bytes", OVER_BYTES, true },
		{ "lines", OVER_LINES, true },
	};

	enum meta_field field = meta_find(name);

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (slice_iis(name, parts[i].name) && (old || !parts[i].old))
			return (int)parts[i].part;
	return field != META_COUNT ? OVER_META + (int)field : -1;
}

static void
put_missing(struct buf *out, const struct want *w)
{
	if (w->old && !w->match)
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
	if (w->part >= OVER_META) {
		meta_put_value((enum meta_field)(w->part - OVER_META), value,
		    over_part(at->over, OVER_REFERENCES).len != 0, at->id,
		    out);
		return;
	}
	if (w->part == OVER_XREF && slice_istarts(value, "xref:"))
		value = slice_trim(slice_from(value, 5));
	if (value.len == 0)
		put_missing(out, w);
	buf_put_slice(out, value);
}

/* The value behind what begins its line at mark; no line without a match. */
static void
end_line(struct session *s, struct view *v, const struct placed *at,
    const struct want *w, struct buf *out, size_t mark)
{
	struct slice value;
	size_t begin;

	buf_putc(out, ' ');
	begin = out->len;
	put_value(s, v, at, w, out);
	value = slice_from(buf_slice(out), begin);
	if (w->match && (value.len == 0 ||
	    !wildmat_match_old(slice_of(w->pattern), value)))
		out->len = mark;
	else
		buf_puts(out, "\r\n");
}

static bool
produce_hdr(struct session *s, struct view *v, struct buf *out)
{
	struct walk *k = &s->walk;
	const struct want *w = k->more;
	int budget = w->part == -1 ? OPENED : LIMIT_SCAN;
	size_t end = out->len + LIMIT_SLICE, looked = 0, mark;
	struct placed at;

	for (; budget > 0 && out->len < end && looked < LIMIT_SEARCH;
	    budget--) {
		if (k->next > k->high || !view_placed_near(v, k->board,
		    k->next, 1, &at) || at.number > k->high) {
			buf_puts(out, ".\r\n");
			return true;
		}
		mark = out->len;
		buf_put_u64(out, at.number);
		end_line(s, v, &at, w, out, mark);
		looked += (w->match ? MATCHING : 1) *
		    (w->part == -1 ? s->desk->raw.len : at.over.len);
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
	size_t mark;

	begin(s, w);
	mark = s->out->len;
	if (msgid.len == 0)
		buf_put_u64(s->out, at->number);
	else if (w->old)
		buf_put_slice(s->out, msgid);
	else
		buf_putc(s->out, '0');
	end_line(s, s->desk->view, at, w, s->out, mark);
	buf_puts(s->out, ".\r\n");
	buf_reset(&s->desk->raw);
}

/* A header's name, or metadata: the same behind a colon (9.8). */
static bool
is_field(struct slice s)
{
	if (s.len != 0 && s.p[0] == ':')
		s = slice_from(s, 1);
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f || s.p[i] == ':')
			return false;
	return s.len != 0;
}

static void
hdr(struct session *s, const struct request *r, struct want *w)
{
	struct placed at;
	struct range range;

	if (!is_field(r->argv[0])) {
		reply_putf(s->out, REPLY_SYNTAX, "A field is the name of a "
		    "header without its colon, or metadata like :lines");
		return;
	}
	w->part = part_of(r->argv[0], w->old);
	slice_copy(r->argv[0], w->name, sizeof(w->name));
	if (w->part == -1 && w->name[0] == ':') {
		reply_putf(s->out, REPLY_UNAVAILABLE,
		    "No such metadata; LIST HEADERS shows what there is");
		return;
	}
	if (r->argc == 1) {
		if (select_current(s, &at))
			hdr_one(s, &at, slice_make(NULL, 0), w);
	} else if (is_msgid(r->argv[1])) {
		if (select_msgid(s, r->argv[1], &at))
			hdr_one(s, &at, r->argv[1], w);
	} else if (range_parse(r->argv[1], &range)) {
		hdr_range(s, range, w);
	} else {
		command_usage(s, r->cmd);
	}
}

void
cmd_HDR(struct session *s, const struct request *r)
{
	struct want w = { .old = false };

	hdr(s, r, &w);
}

void
cmd_XHDR(struct session *s, const struct request *r)
{
	struct want w = { .old = true };

	hdr(s, r, &w);
}

/* The words of the pattern are joined by single blanks (RFC 2980, 2.9). */
void
cmd_XPAT(struct session *s, const struct request *r)
{
	struct want w = { .old = true, .match = true };
	size_t before = (size_t)(r->argv[2].p - r->rest.p), n = 0;
	struct slice rest = slice_from(r->rest, before), word;

	while ((word = slice_word(&rest)).len != 0) {
		if (n != 0)
			w.pattern[n++] = ' ';
		slice_copy(word, w.pattern + n, sizeof(w.pattern) - n);
		n += word.len;
	}
	hdr(s, r, &w);
}
