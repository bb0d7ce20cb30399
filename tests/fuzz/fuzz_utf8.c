/* UTF-8 and the terminal filter: what it lets through is harmless. */
#include <stdlib.h>

#include "common/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reading and writing again gives the same bytes when they were valid. */
static void
check_valid(struct slice s)
{
	struct buf again = BUF_INIT(s.len * 3);
	struct slice rest = s;
	bool bad = false;

	while (rest.len != 0) {
		size_t before = rest.len;
		uint32_t c = utf8_next(&rest);

		if (rest.len >= before)
			abort();
		bad |= c == UTF8_BAD && before - rest.len == 1;
		if (utf8_width(c) < 0 || utf8_width(c) > 2)
			abort();
		utf8_put(&again, c);
	}
	if (utf8_valid(s) == bad || !utf8_valid(buf_slice(&again)))
		abort();
	if (!bad && !slice_eq(s, buf_slice(&again)))
		abort();
	buf_clear(&again);
}

static bool
harmless(uint32_t c, int flags)
{
	if (c == '\n')
		return (flags & FILTER_LF) != 0;
	if (c == '\t')
		return (flags & FILTER_TAB) != 0;
	return c >= ' ' && !(c >= 0x7f && c <= 0x9f) && c != 0xad &&
	    c != 0x61c && !(c >= 0x200b && c <= 0x200c) &&
	    !(c >= 0x200e && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e) &&
	    !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff &&
	    !(c >= 0xe0000 && c <= 0xe0fff);
}

static void
check_filter(struct slice s, int flags)
{
	struct buf once = BUF_INIT(s.len * 10 + 16);
	struct buf twice = BUF_INIT(s.len * 10 + 16);
	struct slice rest;
	int marks = 0;

	utf8_filter(s, flags, &once);
	if (!buf_ok(&once) || !utf8_valid(buf_slice(&once)))
		abort();
	for (rest = buf_slice(&once); rest.len != 0;) {
		uint32_t c = utf8_next(&rest);

		if (!harmless(c, flags))
			abort();
		marks = c >= 0x300 && c < 0x34f ? marks + 1 : 0;
		if (marks > 4)
			abort();
	}
	utf8_filter(buf_slice(&once), flags, &twice);
	if (!slice_eq(buf_slice(&once), buf_slice(&twice)))
		abort();
	buf_clear(&once);
	buf_clear(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice_make((const char *)data, size);

	check_valid(s);
	for (int flags = 0; flags <= (FILTER_LF | FILTER_TAB); flags++)
		check_filter(s, flags);
	return 0;
}
