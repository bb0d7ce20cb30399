/*
 * The readable text of an article: walks the parts and shows those that are
 * text. Depth and number of parts are bounded, so the work is a small
 * multiple of the body whatever its structure claims.
 */
#include "proto/mime.h"

#include "proto/mime_part.h"
#include "proto/rfc2047.h"

#define DEPTH_MAX 10
#define PARTS_MAX 256

/* Where a label of HTML's own may stand. */
#define META_RANGE 2048

/* Most that converting a charset makes of one byte. */
#define GROWTH 4

enum shown { SHOWN_NOTHING, SHOWN_TEXT, SHOWN_LABEL };

struct walk {
	struct buf *out;
	enum shown last;
	int parts;
};

struct part {
	struct slice head, body;
	struct slice type;	/* "text/plain", any case */
	int depth;
};

static void put_part(struct walk *w, const struct part *p);

static struct slice
part_value(const struct part *p, const char *name)
{
	return mime_field(p->head, name);
}

/* Ends the line; an empty one between texts, none between labels. */
static void
begin_part(struct walk *w, enum shown kind)
{
	struct buf *out = w->out;

	if (w->last != SHOWN_NOTHING && out->len != 0) {
		if (out->p[out->len - 1] != '\n')
			buf_putc(out, '\n');
		if (kind == SHOWN_TEXT || w->last == SHOWN_TEXT)
			buf_putc(out, '\n');
	}
	w->last = kind;
}

static void
part_name(const struct part *p, struct buf *out)
{
	if (!mime_param(part_value(p, "Content-Disposition"), "filename",
	    out))
		mime_param(part_value(p, "Content-Type"), "name", out);
	for (size_t i = 0; i < out->len; i++)
		if ((unsigned char)out->p[i] < ' ')
			out->p[i] = '?';
}

static uint64_t
part_size(const struct part *p)
{
	uint64_t n = 0;

	if (!slice_iis(mime_token(part_value(p,
	    "Content-Transfer-Encoding")), "base64"))
		return p->body.len;
	for (size_t i = 0; i < p->body.len; i++)
		n += p->body.p[i] > ' ' && p->body.p[i] != '=';
	return n / 4 * 3 + n % 4 * 3 / 4;
}

static void
put_size(uint64_t n, struct buf *out)
{
	if (n < 1000)
		buf_printf(out, "%u bytes", (unsigned)n);
	else if (n < 999500)
		buf_printf(out, "%u kB", (unsigned)((n + 500) / 1000));
	else
		buf_printf(out, "%u.%u MB", (unsigned)(n / 1000000),
		    (unsigned)(n % 1000000 / 100000));
}

static void
put_label(struct walk *w, const struct part *p)
{
	struct buf name = BUF_INIT(p->head.len * GROWTH);
	struct slice type = p->type;

	if (type.len > 80)
		type.len = 80;
	part_name(p, &name);
	begin_part(w, SHOWN_LABEL);
	buf_putc(w->out, '[');
	charset_to_utf8(slice_make(NULL, 0), type, w->out);
	buf_puts(w->out, ", ");
	put_size(part_size(p), w->out);
	if (name.len != 0) {
		buf_puts(w->out, ", ");
		buf_put_slice(w->out, buf_slice(&name));
	}
	buf_puts(w->out, "]\n");
	buf_clear(&name);
}

/* "charset=x" inside HTML that has no other label. */
static struct slice
meta_charset(struct slice html)
{
	struct slice near = html, name;
	ptrdiff_t at;

	if (near.len > META_RANGE)
		near.len = META_RANGE;
	at = slice_find(near, SLICE("charset="));
	if (at < 0)
		return slice_make(NULL, 0);
	name = slice_from(near, (size_t)at + 8);
	if (name.len != 0 && (name.p[0] == '"' || name.p[0] == '\''))
		name = slice_from(name, 1);
	near = name;
	for (name.len = 0; name.len < near.len &&
	    strchr(" \"'/>;\r\n", near.p[name.len]) == NULL;)
		name.len++;
	return name;
}

/* The part as UTF-8 with LF line ends. */
static void
part_text(const struct part *p, bool html, struct buf *text)
{
	struct slice type = part_value(p, "Content-Type"), label, raw;
	struct buf space = BUF_INIT(p->body.len + 4);
	struct buf charset = BUF_INIT(type.len * GROWTH);
	struct buf utf8 = BUF_INIT(p->body.len * GROWTH + 64);

	raw = mime_decode(mime_token(part_value(p,
	    "Content-Transfer-Encoding")), p->body, &space);
	mime_param(type, "charset", &charset);
	label = buf_slice(&charset);
	if (label.len == 0 && html)
		label = meta_charset(raw);
	charset_to_utf8(label, raw, &utf8);
	buf_init(text, utf8.len);
	mime_put_lines(buf_slice(&utf8), text);
	buf_clear(&utf8);
	buf_clear(&charset);
	buf_clear(&space);
}

static bool
param_is(struct slice value, const char *name, const char *want)
{
	struct buf b = BUF_INIT(value.len * GROWTH);
	bool is = mime_param(value, name, &b) && slice_iis(buf_slice(&b),
	    want);

	buf_clear(&b);
	return is;
}

static void
put_text(struct walk *w, const struct part *p, bool html)
{
	struct slice type = part_value(p, "Content-Type");
	struct buf text;

	part_text(p, html, &text);
	if (slice_trim(buf_slice(&text)).len != 0) {
		begin_part(w, SHOWN_TEXT);
		if (html)
			mime_put_html(buf_slice(&text), w->out);
		else if (param_is(type, "format", "flowed"))
			mime_put_flowed(buf_slice(&text),
			    param_is(type, "delsp", "yes"), w->out);
		else
			buf_put_slice(w->out, buf_slice(&text));
	}
	buf_clear(&text);
}

/*
 * The next line that is the delimiter: *part becomes what stands before it,
 * *rest moves behind its line. False at the end of the delimiters; *last
 * tells the closing one.
 */
static bool
next_delimiter(struct slice *rest, struct slice delimiter,
    struct slice *part, bool *last)
{
	struct slice s = *rest;
	ptrdiff_t at;

	while ((at = slice_find(s, delimiter)) >= 0) {
		const char *line = s.p + at;
		struct slice tail;

		s = slice_from(s, (size_t)at + delimiter.len);
		tail = slice_cut(&s, '\n');
		*last = slice_starts(tail, "--");
		tail = slice_trim(slice_from(tail, *last ? 2 : 0));
		if (tail.len == 0 && (line == rest->p || line[-1] == '\n')) {
			*part = slice_make(rest->p, (size_t)(line - rest->p));
			*rest = s;
			return true;
		}
	}
	return false;
}

struct parts {
	struct slice rest;
	struct slice delimiter;
	const struct part *parent;
	bool over;
};

/* Goes behind the preamble; false when there is no part at all. */
static bool
parts_begin(struct parts *it, const struct part *parent,
    struct slice delimiter)
{
	struct slice preamble;

	*it = (struct parts){ .rest = parent->body, .delimiter = delimiter,
		.parent = parent };
	return delimiter.len > 2 && next_delimiter(&it->rest, delimiter,
	    &preamble, &it->over) && !it->over;
}

static bool
parts_next(struct parts *it, struct part *p)
{
	bool digest = slice_iis(it->parent->type, "multipart/digest");
	struct slice raw, type;

	if (it->over || it->rest.len == 0)
		return false;
	if (!next_delimiter(&it->rest, it->delimiter, &raw, &it->over)) {
		raw = it->rest;
		it->over = true;
	} else {
		/* The line end in front belongs to the delimiter. */
		raw.len -= slice_ends(raw, "\n");
		raw.len -= slice_ends(raw, "\r");
	}
	mime_split(raw, &p->head, &p->body);
	type = mime_token(part_value(p, "Content-Type"));
	p->type = type.len != 0 ? type : digest ? SLICE("message/rfc822") :
	    SLICE("text/plain");
	p->depth = it->parent->depth + 1;
	return true;
}

static int
part_rank(const struct part *p)
{
	if (slice_iis(p->type, "text/plain"))
		return slice_trim(p->body).len != 0 ? 5 : 1;
	if (slice_istarts(p->type, "multipart/"))
		return 4;
	if (slice_iis(p->type, "text/html"))
		return 3;
	return slice_istarts(p->type, "text/") ? 2 : 0;
}

/* The best of the alternatives alone. */
static void
put_best(struct walk *w, struct parts *it)
{
	struct part p, best = { .depth = 0 };
	int rank = -1;

	while (w->parts++ < PARTS_MAX && parts_next(it, &p))
		if (part_rank(&p) > rank) {
			rank = part_rank(&p);
			best = p;
		}
	if (rank >= 0)
		put_part(w, &best);
}

static void
put_all(struct walk *w, struct parts *it)
{
	struct part p;

	while (parts_next(it, &p)) {
		if (w->parts++ >= PARTS_MAX) {
			begin_part(w, SHOWN_LABEL);
			buf_puts(w->out, "[more parts]\n");
			return;
		}
		put_part(w, &p);
	}
}

/* False when the boundary is missing or never met. */
static bool
put_multipart(struct walk *w, const struct part *p)
{
	struct slice type = part_value(p, "Content-Type");
	struct buf delimiter = BUF_INIT(MIME_BOUNDARY_MAX + 2);
	struct parts it;
	bool sound;

	buf_puts(&delimiter, "--");
	sound = mime_param(type, "boundary", &delimiter) &&
	    buf_ok(&delimiter) &&
	    parts_begin(&it, p, buf_slice(&delimiter));
	if (sound && slice_iis(p->type, "multipart/alternative"))
		put_best(w, &it);
	else if (sound)
		put_all(w, &it);
	buf_clear(&delimiter);
	return sound;
}

static void
put_message(struct walk *w, const struct part *p)
{
	static const char *const names[] = { "From", "Date", "Subject" };
	struct part inner = { .depth = p->depth + 1 };

	mime_split(p->body, &inner.head, &inner.body);
	inner.type = mime_token(part_value(&inner, "Content-Type"));
	if (inner.type.len == 0)
		inner.type = SLICE("text/plain");
	begin_part(w, SHOWN_TEXT);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct slice value = part_value(&inner, names[i]);

		if (value.len == 0)
			continue;
		buf_printf(w->out, "%s: ", names[i]);
		rfc2047_decode(value, w->out);
		buf_putc(w->out, '\n');
	}
	put_part(w, &inner);
}

/* text/... that reads as it stands. */
static bool
is_readable(struct slice type)
{
	static const char *const data[] = {
		"text/html", "text/rtf", "text/richtext", "text/calendar",
		"text/vcard", "text/x-vcard", "text/directory",
	};

	for (size_t i = 0; i < sizeof(data) / sizeof(data[0]); i++)
		if (slice_iis(type, data[i]))
			return false;
	return slice_istarts(type, "text/") || slice_iis(type, "text") ||
	    slice_iis(type, "message/delivery-status");
}

static void
put_part(struct walk *w, const struct part *p)
{
	struct slice disposition =
	    mime_token(part_value(p, "Content-Disposition"));
	bool attached = slice_iis(disposition, "attachment");
	bool deep = p->depth >= DEPTH_MAX;

	if (slice_istarts(p->type, "multipart/")) {
		if (deep)
			put_label(w, p);
		else if (!put_multipart(w, p))
			put_text(w, p, false);
	} else if (slice_iis(p->type, "message/rfc822") ||
	    slice_iis(p->type, "message/news")) {
		if (deep || attached)
			put_label(w, p);
		else
			put_message(w, p);
	} else if (slice_iis(p->type, "text/html") && !attached) {
		put_text(w, p, true);
	} else if (is_readable(p->type)) {
		if (attached)
			put_label(w, p);
		put_text(w, p, false);
	} else {
		put_label(w, p);
	}
}

void
mime_text(const struct article *a, struct buf *out)
{
	struct part top = { .head = a->head, .body = a->body };
	struct walk w = { .out = out };
	size_t start = out->len;

	top.type = mime_token(part_value(&top, "Content-Type"));
	/* "text" and other words without a "/" are old mail's plain text. */
	if (slice_chr(top.type, '/') < 0)
		top.type = SLICE("text/plain");
	put_part(&w, &top);
	if (out->len != start && out->p[out->len - 1] != '\n')
		buf_putc(out, '\n');
}
