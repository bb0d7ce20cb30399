/*
 * Encoded words in headers. Reading takes what mail programs got wrong: bare
 * blanks, a missing end, words without a gap, characters cut in two.
 */
#include "proto/rfc2047.h"

#include "common/base64.h"
#include "common/utf8.h"
#include "proto/article.h"
#include "proto/mime_part.h"

#define CHARSET_MAX 40

struct decoder {
	struct slice rest;
	struct buf *out;
	struct slice charset;	/* of the bytes that wait */
	struct buf bytes;	/* decoded, not converted yet */
};

struct word {
	struct slice charset;
	struct slice text;
	char encoding;		/* 'b' or 'q' */
	size_t len;		/* of the whole word */
};

/* The encoded word at the front of s, which begins with "=?". */
static bool
parse_word(struct slice s, struct word *w)
{
	struct slice rest = slice_from(s, 2), head = rest;
	ptrdiff_t mark, end;

	if (head.len > CHARSET_MAX)
		head.len = CHARSET_MAX;
	mark = slice_chr(head, '?');
	if (mark <= 0 || rest.len < (size_t)mark + 3 ||
	    rest.p[mark + 2] != '?')
		return false;
	w->charset = slice_make(rest.p, (size_t)mark);
	w->encoding = rest.p[mark + 1] | 0x20;
	if (w->encoding != 'b' && w->encoding != 'q')
		return false;
	w->text = slice_from(rest, (size_t)mark + 3);
	end = slice_find(w->text, SLICE("?="));
	if (end >= 0)
		w->text.len = (size_t)end;
	w->len = (size_t)(w->text.p + w->text.len - s.p) + (end >= 0 ? 2 : 0);
	return true;
}

/* Converts what waits; a header value has one line whatever it says. */
static void
flush(struct decoder *d)
{
	size_t from = d->out->len;

	if (d->bytes.len == 0)
		return;
	charset_to_utf8(d->charset, buf_slice(&d->bytes), d->out);
	for (size_t i = from; i < d->out->len; i++)
		if (strchr("\t\r\n", d->out->p[i]) != NULL)
			d->out->p[i] = ' ';
	buf_reset(&d->bytes);
}

static void
put_word(struct decoder *d, const struct word *w)
{
	if (!slice_ieq(w->charset, d->charset))
		flush(d);
	d->charset = w->charset;
	if (w->encoding == 'b')
		base64_decode_loose(w->text, &d->bytes);
	else
		mime_put_escaped(w->text, '=', true, &d->bytes);
}

static void
put_raw(struct decoder *d, struct slice raw)
{
	flush(d);
	charset_to_utf8(slice_make(NULL, 0), raw, d->out);
}

/* Takes words as long as nothing but blanks stands between them. */
static void
decode_line(struct decoder *d)
{
	struct slice s = d->rest;
	bool after_word = false;
	struct word w;
	size_t n = 0;

	while (n < s.len) {
		ptrdiff_t at = slice_find(slice_from(s, n), SLICE("=?"));
		struct slice gap;

		if (at < 0)
			break;
		n += (size_t)at;
		if (!parse_word(slice_from(s, n), &w)) {
			n += 2;
			continue;
		}
		gap = slice_make(s.p, n);
		if (!after_word || slice_trim(gap).len != 0)
			put_raw(d, gap);
		put_word(d, &w);
		after_word = true;
		s = slice_from(s, n + w.len);
		n = 0;
	}
	put_raw(d, s);
}

static bool
is_plain(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] - 0x20u >= 0x5f || (s.p[i] == '=' &&
		    i + 1 < s.len && s.p[i + 1] == '?'))
			return false;
	return true;
}

void
rfc2047_decode(struct slice value, struct buf *out)
{
	struct buf line = BUF_INIT(value.len);
	struct decoder d = { .out = out, .bytes = BUF_INIT(value.len + 3) };

	if (is_plain(value)) {
		buf_put_slice(out, value);
		return;
	}
	article_unfold(&line, value);
	d.rest = buf_slice(&line);
	decode_line(&d);
	buf_clear(&d.bytes);
	buf_clear(&line);
}
