/* Encoded words and charsets: always UTF-8, and back what was put in. */
#include <stdlib.h>

#include "common/utf8.h"
#include "proto/article.h"
#include "proto/rfc2047.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_one_line(struct slice s)
{
	if (!utf8_valid(s))
		abort();
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] == '\r' || s.p[i] == '\n' || s.p[i] == '\0')
			abort();
}

static void
check_lines(struct slice s)
{
	while (s.p != NULL) {
		struct slice line = slice_cut(&s, '\n');

		/* The last one has no CR. */
		if (line.len > 76 + (s.p != NULL))
			abort();
		for (size_t i = 0; i < line.len; i++)
			if (line.p[i] != '\r' &&
			    (line.p[i] < ' ' || line.p[i] > '~'))
				abort();
	}
}

static void
check_encode(struct slice s)
{
	struct buf clean = BUF_INIT(s.len * 3);
	struct buf coded = BUF_INIT(s.len * 64 + 1024);
	struct buf again = BUF_INIT(s.len * 64 + 1024);
	struct slice rest = s;

	while (rest.len != 0) {
		uint32_t c = utf8_next(&rest);

		utf8_put(&clean, c == 0 || c == '\t' || c == '\r' ||
		    c == '\n' ? ' ' : c);
	}
	rfc2047_encode(s, &coded);
	if (!buf_ok(&coded))
		abort();
	check_lines(buf_slice(&coded));
	rfc2047_decode(buf_slice(&coded), &again);
	if (!slice_eq(buf_slice(&again), buf_slice(&clean)))
		abort();
	buf_clear(&clean);
	buf_clear(&coded);
	buf_clear(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice_make((const char *)data, size), label, text;
	struct buf out = BUF_INIT(size * 8 + 64);

	rfc2047_decode(s, &out);
	if (!buf_ok(&out))
		abort();
	check_one_line(buf_slice(&out));
	buf_reset(&out);
	check_encode(s);
	text = s;
	label = slice_cut(&text, '\n');
	charset_to_utf8(label, text, &out);
	if (!buf_ok(&out) || !utf8_valid(buf_slice(&out)))
		abort();
	buf_clear(&out);
	return 0;
}
