/* Event lines print as they were read; escapes and arguments undo. */
#include <stdlib.h>

#include "proto/event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_line(struct slice s, struct buf *out)
{
	struct event e;

	if (event_parse(s, &e) != OK)
		return;
	buf_reset(out);
	event_print(&e, out);
	if (!slice_eq(buf_slice(out), s))
		abort();
}

static void
check_escape(struct slice s, struct buf *a, struct buf *b)
{
	buf_reset(a);
	buf_reset(b);
	text_escape(a, s);
	if (slice_chr(buf_slice(a), '\t') >= 0 ||
	    slice_chr(buf_slice(a), '\r') >= 0 ||
	    slice_chr(buf_slice(a), '\n') >= 0)
		abort();
	text_unescape(b, buf_slice(a));
	if (!slice_eq(buf_slice(b), s))
		abort();
	buf_reset(b);
	text_unescape(b, s);
	if (b->len > s.len)
		abort();
}

/* The bytes as a value, a text, and a whole argument list. */
static void
check_args(struct slice s, struct buf *a, struct buf *b)
{
	buf_reset(a);
	event_put_arg(a, "first", s);
	event_put_arg_u64(a, "n", s.len);
	event_put_text(a, s);
	buf_reset(b);
	text_unescape(b, event_arg(buf_slice(a), "first"));
	if (!slice_eq(buf_slice(b), s))
		abort();
	buf_reset(b);
	text_unescape(b, event_text(buf_slice(a)));
	if (!slice_eq(buf_slice(b), s))
		abort();
	if (!slice_eq(event_arg(buf_slice(a), "n"), slice_trim(
	    event_arg(buf_slice(a), "n"))))
		abort();
	event_arg(s, "role");
	event_text(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice_make((const char *)data, size);
	struct buf a = BUF_INIT(1 << 24), b = BUF_INIT(1 << 24);

	check_line(s, &a);
	check_escape(s, &a, &b);
	check_args(s, &a, &b);
	buf_clear(&a);
	buf_clear(&b);
	return 0;
}
