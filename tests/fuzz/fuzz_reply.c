/* A reply stays one short line, whatever it was given, and reads back. */
#include <stdlib.h>

#include "proto/limits.h"
#include "proto/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct buf *out, int want)
{
	struct slice line = buf_slice(out), text;
	int code;

	if (!buf_ok(out) || line.len > LIMIT_LINE || !slice_ends(line, "\r\n"))
		abort();
	line.len -= 2;
	for (size_t i = 0; i < line.len; i++)
		if ((unsigned char)line.p[i] < ' ')
			abort();
	if (!reply_parse(line, &code, &text) || code != want ||
	    text.len + 4 != line.len)
		abort();
	buf_reset(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice line = slice_make((const char *)data, size), text;
	struct buf out = BUF_INIT(1 << 24), copy = BUF_INIT(1 << 24);
	int code;

	buf_put_slice(&copy, line);
	reply_put(&out, REPLY_SYNTAX, buf_cstr(&copy));
	check(&out, REPLY_SYNTAX);
	reply_put(&out, REPLY_AUTH_OK, buf_cstr(&copy));
	check(&out, REPLY_AUTH_OK);
	reply_putf(&out, REPLY_ACT_DENIED, "%s", buf_cstr(&copy));
	check(&out, REPLY_ACT_DENIED);
	if (reply_parse(line, &code, &text)) {
		if (code < 100 || code > 599 || text.len > line.len)
			abort();
		reply_has_block(code, CMD_LISTGROUP);
	}
	buf_clear(&out);
	buf_clear(&copy);
	return 0;
}
