/* Lines come out the same however the bytes are cut, and are clean. */
#include <stdlib.h>

#include "common/buf.h"
#include "proto/line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX = 24 };

static void
check_line(const struct line_reader *r, struct slice line)
{
	if (line.len + (r->end == LINE_END_CRLF ? 2 : 1) > MAX ||
	    r->end == LINE_END_OPEN || slice_chr(line, '\n') >= 0 ||
	    slice_chr(line, '\r') >= 0 || slice_chr(line, '\0') >= 0)
		abort();
}

/* Feeds s in steps of n bytes and writes down what came. */
static void
feed(struct slice s, size_t n, enum line_end end, struct buf *out)
{
	struct line_reader r;
	struct slice in = slice_make(s.p, 0), line;
	enum line_status status;

	line_init(&r, end, MAX);
	while (in.p + in.len < s.p + s.len) {
		size_t left = (size_t)(s.p + s.len - in.p) - in.len;

		in.len += left < n ? left : n;
		while ((status = line_next(&r, &in, &line)) != LINE_MORE) {
			buf_putc(out, (char)('0' + status));
			if (status != LINE_OK)
				continue;
			check_line(&r, line);
			buf_put_slice(out, line);
			buf_putc(out, '\n');
		}
		if (in.len >= MAX)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice_make((const char *)data, size);
	struct buf whole = BUF_INIT(1 << 24), cut = BUF_INIT(1 << 24);
	enum line_end end;
	size_t step;

	if (size < 2)
		return 0;
	end = (enum line_end)(data[0] % 3);
	step = (size_t)data[1] % 9 + 1;
	s = slice_from(s, 2);
	feed(s, s.len + 1, end, &whole);
	feed(s, step, end, &cut);
	if (!slice_eq(buf_slice(&whole), buf_slice(&cut)))
		abort();
	buf_clear(&whole);
	buf_clear(&cut);
	return 0;
}
