/* Blocks: against a plain reading of the rules, cut anywhere, and back. */
#include <stdlib.h>

#include "proto/dot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * The rules once more, on the whole input at once: returns the bytes that
 * belong to the block, 0 when its end is missing.
 */
static size_t
plain_read(struct slice s, bool crlf, struct buf *out, bool *fault)
{
	bool start = true;

	for (size_t i = 0; i < s.len; i++) {
		struct slice rest = slice_from(s, i);

		if (start && slice_starts(rest, crlf ? ".\r\n" : ".\n"))
			return i + (crlf ? 3 : 2);
		if (start && s.p[i] == '.') {
			start = false;
			continue;
		}
		start = slice_starts(rest, crlf ? "\r\n" : "\n");
		if (start) {
			buf_puts(out, "\r\n");
			i += crlf;
			continue;
		}
		if (s.p[i] == '\r' || s.p[i] == '\n' || s.p[i] == '\0')
			*fault = true;
		buf_putc(out, s.p[i]);
	}
	return 0;
}

static void
check_read(struct slice s, enum line_end end, size_t step)
{
	struct buf want = BUF_INIT(1 << 24), got = BUF_INIT(1 << 24);
	struct slice left = s;
	struct dot_reader r;
	enum dot_status status = DOT_MORE;
	bool fault = false;
	size_t n = plain_read(s, end == LINE_END_CRLF, &want, &fault);

	dot_init(&r, end);
	while (left.len > 0 && status == DOT_MORE) {
		size_t give = step < left.len ? step : left.len;
		struct slice in = slice_make(left.p, give);

		status = dot_read(&r, &in, &got);
		if (status == DOT_MORE && in.len != 0)
			abort();
		left = slice_from(left, give - in.len);
	}
	if ((n == 0) != (status == DOT_MORE))
		abort();
	if (n != 0 && (s.len - left.len != n || fault != (status != DOT_END)))
		abort();
	if (n != 0 && !fault && !slice_eq(buf_slice(&want), buf_slice(&got)))
		abort();
	buf_clear(&want);
	buf_clear(&got);
}

/* Makes the bytes a canonical text, writes it, reads it. */
static void
check_round_trip(struct slice s, size_t step)
{
	struct buf text = BUF_INIT(1 << 24), wire = BUF_INIT(1 << 24);
	struct buf back = BUF_INIT(1 << 24);
	struct dot_reader r;
	struct slice left;
	enum dot_status status = DOT_MORE;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '\n')
			buf_putc(&text, '\r');
		if (s.p[i] != '\r' && s.p[i] != '\0')
			buf_putc(&text, s.p[i]);
	}
	if (text.len > 0 && text.p[text.len - 1] != '\n')
		buf_puts(&text, "\r\n");
	dot_write(&wire, buf_slice(&text));
	left = buf_slice(&wire);
	dot_init(&r, LINE_END_CRLF);
	while (left.len > 0 && status == DOT_MORE) {
		size_t give = step < left.len ? step : left.len;
		struct slice in = slice_make(left.p, give);

		status = dot_read(&r, &in, &back);
		left = slice_from(left, give - in.len);
	}
	if (status != DOT_END || left.len != 0 ||
	    !slice_eq(buf_slice(&text), buf_slice(&back)))
		abort();
	buf_clear(&text);
	buf_clear(&wire);
	buf_clear(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice_make((const char *)data, size);
	enum line_end end;
	size_t step;

	if (size < 2)
		return 0;
	end = data[0] % 2 ? LINE_END_LF : LINE_END_CRLF;
	step = data[1] < 192 ? (size_t)data[1] + 1 : size;
	s = slice_from(s, 2);
	check_read(s, end, step);
	check_round_trip(s, step);
	return 0;
}
