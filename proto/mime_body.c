/* Bodies of text parts: transfer encodings, line ends, flowed text. */
#include "common/base64.h"
#include "common/char.h"
#include "proto/mime_part.h"

void
mime_put_escaped(struct slice s, char mark, bool underscore, struct buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		bool escape = c == mark && i + 2 < s.len;
		int high = escape ? char_hex(s.p[i + 1]) : -1;
		int low = escape ? char_hex(s.p[i + 2]) : -1;

		if (high >= 0 && low >= 0) {
			buf_putc(out, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_putc(out, underscore && c == '_' ? ' ' : c);
		}
	}
}

/* Without blanks before the line end, which are not part of the text. */
static struct slice
strip_end(struct slice line)
{
	while (line.len != 0 && (line.p[line.len - 1] == ' ' ||
	    line.p[line.len - 1] == '\t' || line.p[line.len - 1] == '\r'))
		line.len--;
	return line;
}

static void
put_qp_line(struct slice line, bool last, struct buf *out)
{
	bool soft;

	line = strip_end(line);
	soft = line.len != 0 && line.p[line.len - 1] == '=';
	line.len -= soft;
	mime_put_escaped(line, '=', false, out);
	if (!soft && !last)
		buf_putc(out, '\n');
}

static void
put_qp(struct slice body, struct buf *out)
{
	while (body.p != NULL && body.len != 0) {
		struct slice line = slice_cut(&body, '\n');

		put_qp_line(line, body.p == NULL, out);
	}
}

/* A label may lie: base64 text has none of these in its first line. */
static bool
looks_base64(struct slice body)
{
	struct slice rest = slice_trim(body);
	struct slice line = strip_end(slice_cut(&rest, '\n'));

	for (size_t i = 0; i < line.len; i++)
		if (strchr(" .,:;!?\"'()<>", line.p[i]) != NULL)
			return false;
	return true;
}

struct slice
mime_decode(struct slice encoding, struct slice body, struct buf *space)
{
	if (slice_iis(encoding, "quoted-printable"))
		put_qp(body, space);
	else if (slice_iis(encoding, "base64") && looks_base64(body))
		base64_decode_loose(body, space);
	else
		return body;
	return buf_slice(space);
}

void
mime_put_lines(struct slice text, struct buf *out)
{
	char *to, *at;

	if (slice_starts(text, "\xef\xbb\xbf"))
		text = slice_from(text, 3);
	to = at = buf_room(out, text.len);
	if (to == NULL || text.len == 0)
		return;
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] != '\r')
			*at++ = text.p[i];
		else if (i + 1 == text.len || text.p[i + 1] != '\n')
			*at++ = '\n';
	}
	out->len += (size_t)(at - to);
}

static size_t
quote_depth(struct slice line)
{
	size_t n = 0;

	while (n < line.len && line.p[n] == '>')
		n++;
	return n;
}

/* Ends a paragraph that a line of another depth cut off. */
static void
end_paragraph(struct buf *out)
{
	if (out->len != 0 && out->p[out->len - 1] == ' ')
		out->len--;
	buf_putc(out, '\n');
}

void
mime_put_flowed(struct slice text, bool delsp, struct buf *out)
{
	size_t depth = 0;
	bool open = false;

	while (text.p != NULL && text.len != 0) {
		struct slice line = slice_cut(&text, '\n');
		size_t quote = quote_depth(line);
		bool signature, flows;

		line = slice_from(line, quote);
		if (line.len != 0 && line.p[0] == ' ')
			line = slice_from(line, 1);
		signature = slice_is(line, "-- ");
		flows = slice_ends(line, " ") && !signature;
		if (open && (quote != depth || signature)) {
			end_paragraph(out);
			open = false;
		}
		if (!open && quote != 0) {
			for (size_t i = 0; i < quote; i++)
				buf_putc(out, '>');
			if (line.len != 0)
				buf_putc(out, ' ');
		}
		line.len -= flows && delsp;
		buf_put_slice(out, line);
		if (!flows)
			buf_putc(out, '\n');
		open = flows;
		depth = quote;
	}
	if (open)
		end_paragraph(out);
}
