/*
 * Compressed input: however it is cut and however small the room is, the
 * same bytes come out and the same end; never much out of little, never more
 * memory than is said. And back: what we compress is what was there.
 */
#include <stdlib.h>
#include <string.h>

#include "proto/limits.h"
#include "server/net/deflate.h"

enum { ROOM = 65536, MOST = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum wire_status
take(struct inflater *i, size_t room, struct buf *out)
{
	enum wire_status status;
	size_t n;

	do {
		char *at = buf_room(out, room);

		if (at == NULL)
			abort();
		status = inflater_take(i, at, room, &n);
		if (n > room || (n != 0 && status != WIRE_OK) ||
		    inflater_held(i) > LIMIT_INFLATE + 2 * INFLATER_INPUT)
			abort();
		out->len += n;
		if (out->len > MOST + ROOM + (size_t)LIMIT_INFLATE_RATIO *
		    INFLATER_INPUT)
			abort();
	} while (status == WIRE_OK && (n != 0 || inflater_pending(i)));
	return status;
}

static enum wire_status
inflate_all(struct slice s, size_t piece, size_t room, struct buf *out)
{
	struct inflater *i = inflater_new();
	enum wire_status status = WIRE_OK;

	if (i == NULL)
		abort();
	while (s.len != 0 && status == WIRE_OK) {
		size_t n = s.len < piece ? s.len : piece;

		inflater_put(i, slice_make(s.p, n));
		s = slice_from(s, n);
		status = take(i, room, out);
	}
	inflater_free(&i);
	return status;
}

static void
check_in(struct slice s, size_t piece, size_t room)
{
	struct buf whole = BUF_INIT(1 << 24), parts = BUF_INIT(1 << 24);
	enum wire_status a = inflate_all(s, INFLATER_INPUT, ROOM, &whole);
	enum wire_status b = inflate_all(s, piece, room, &parts);

	/* What blows up is cut off sooner or later. */
	if (whole.len < MOST && parts.len < MOST && (a != b ||
	    !slice_eq(buf_slice(&whole), buf_slice(&parts))))
		abort();
	buf_clear(&whole);
	buf_clear(&parts);
}

static void
check_out(struct deflater *d, struct slice s)
{
	struct buf packed = BUF_INIT(1 << 20), out = BUF_INIT(1 << 20);

	if (s.len == 0)
		return;
	deflater_put(d, s, &packed);
	deflater_put(d, s, &packed);
	if (inflate_all(buf_slice(&packed), INFLATER_INPUT, 999, &out) !=
	    WIRE_OK || out.len != 2 * s.len ||
	    memcmp(out.p, s.p, s.len) != 0 ||
	    memcmp(out.p + s.len, s.p, s.len) != 0)
		abort();
	buf_clear(&packed);
	buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct deflater *d;
	struct slice s;

	if (size < 2 || size > INFLATER_INPUT / 2)
		return 0;
	if (d == NULL)
		d = deflater_new();
	s = slice_make((const char *)data + 2, size - 2);
	check_in(s, data[0] + 1u, data[1] * 16u + 1u);
	check_out(d, s);
	return 0;
}
