/*
 * Writing header values as ASCII: words that need it become encoded words,
 * in the encoding that suits their letters, never cutting a character.
 */
#include "common/base64.h"
#include "common/utf8.h"
#include "proto/rfc2047.h"

#define LINE_MAX_LEN 76
#define WORD_MAX 75
#define WORD_FRAME 12		/* "=?UTF-8?Q?" and "?=" */
#define FIRST_COLUMN 16		/* room for the name in front of the value */

struct encoder {
	struct buf *out;
	size_t column;
	char encoding;		/* 'B' or 'Q' */
};

/* What Q may leave as it is in any header (RFC 2047, 5 (3)). */
static bool
q_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '!' || c == '*' || c == '+' ||
	    c == '-' || c == '/' || c == ' ';
}

static size_t
q_length(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += q_plain((unsigned char)s.p[i]) ? 1 : 3;
	return n;
}

static size_t
encoded_length(const struct encoder *e, struct slice s)
{
	return e->encoding == 'B' ? (s.len + 2) / 3 * 4 : q_length(s);
}

static void
put_q(struct slice s, struct buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == ' ')
			buf_putc(out, '_');
		else if (q_plain(c))
			buf_putc(out, (char)c);
		else
			buf_printf(out, "=%02X", c);
	}
}

static void
fold(struct encoder *e)
{
	buf_puts(e->out, "\r\n ");
	e->column = 1;
}

/* As many whole characters of s as the room allows, one at least. */
static struct slice
fitting(const struct encoder *e, struct slice s, size_t room)
{
	struct slice rest = s, fit = slice_make(s.p, 0);

	while (rest.len != 0) {
		utf8_next(&rest);
		size_t n = (size_t)(rest.p - s.p);

		if (fit.len != 0 && encoded_length(e,
		    slice_make(s.p, n)) > room)
			break;
		fit.len = n;
	}
	return fit;
}

static void
put_encoded(struct encoder *e, struct slice s)
{
	while (s.len != 0) {
		size_t room = WORD_MAX - WORD_FRAME;
		struct slice part;

		if (LINE_MAX_LEN - e->column - WORD_FRAME < room)
			room = LINE_MAX_LEN - e->column - WORD_FRAME;
		part = fitting(e, s, room);
		buf_printf(e->out, "=?UTF-8?%c?", e->encoding);
		if (e->encoding == 'B')
			base64_encode(part, e->out);
		else
			put_q(part, e->out);
		buf_puts(e->out, "?=");
		e->column += WORD_FRAME + encoded_length(e, part);
		s = slice_from(s, part.len);
		if (s.len != 0)
			fold(e);
	}
}

/* The blank between a plain word and the first encoded one. */
static void
put_gap(struct encoder *e)
{
	if (LINE_MAX_LEN - e->column < WORD_FRAME + 16) {
		fold(e);
	} else {
		buf_putc(e->out, ' ');
		e->column++;
	}
}

/* Words of ASCII, each with the blank in front of it. */
static void
put_plain(struct encoder *e, struct slice s)
{
	while (s.len != 0) {
		size_t n = 1;

		while (n < s.len && s.p[n] != ' ')
			n++;
		if (s.p[0] == ' ' && e->column > 1 &&
		    e->column + n > LINE_MAX_LEN) {
			buf_puts(e->out, "\r\n");
			e->column = 0;
		}
		buf_put(e->out, s.p, n);
		e->column += n;
		s = slice_from(s, n);
	}
}

/* Whether the word can stand as it is. */
static bool
word_plain(struct slice w)
{
	if (w.len == 0 || w.len > LINE_MAX_LEN - FIRST_COLUMN)
		return false;
	for (size_t i = 0; i < w.len; i++)
		if (w.p[i] <= ' ' || w.p[i] >= 0x7f)
			return false;
	return slice_find(w, SLICE("=?")) < 0;
}

/* From the first word that needs encoding to the last; empty for none. */
static struct slice
encoded_span(struct slice text)
{
	const char *from = NULL, *to = NULL;
	struct slice rest = text;

	while (rest.p != NULL) {
		struct slice w = slice_cut(&rest, ' ');

		if (word_plain(w))
			continue;
		if (from == NULL)
			from = w.p;
		to = w.p + w.len;
	}
	return slice_make(from, (size_t)(to - from));
}

/* Valid UTF-8 without control bytes: what decoding can give back. */
static void
put_clean(struct slice text, struct buf *out)
{
	while (text.len != 0) {
		uint32_t c = utf8_next(&text);

		utf8_put(out, c == '\t' || c == '\r' || c == '\n' || c == 0 ?
		    ' ' : c);
	}
}

void
rfc2047_encode(struct slice text, struct buf *out)
{
	struct encoder e = { .out = out, .column = FIRST_COLUMN };
	struct buf clean = BUF_INIT(text.len * 3);
	struct slice all, span, tail;

	if (text.len == 0)
		return;
	put_clean(text, &clean);
	all = buf_slice(&clean);
	span = encoded_span(all);
	if (span.p == NULL) {
		put_plain(&e, all);
	} else {
		/* Q can be read without a decoder; B when it is far longer. */
		e.encoding = 2 * q_length(span) >= 3 * ((span.len + 2) / 3 *
		    4) ? 'B' : 'Q';
		tail = slice_from(all, (size_t)(span.p - all.p) + span.len);
		if (span.p != all.p) {
			put_plain(&e, slice_make(all.p,
			    (size_t)(span.p - all.p) - 1));
			put_gap(&e);
		}
		put_encoded(&e, span);
		put_plain(&e, tail);
	}
	buf_clear(&clean);
}
