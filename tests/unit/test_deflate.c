/* DEFLATE against zlib by itself: pieces, bombs, noise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "common/buf.h"
#include "common/err.h"
#include "proto/limits.h"
#include "server/net/deflate.h"

enum { ROOM = 65536 };

/* Text that is neither all alike nor noise. */
static void
fill(struct buf *b, size_t n, unsigned seed)
{
	buf_init(b, n);
	while (b->len < n) {
		seed = seed * 1103515245 + 12345;
		buf_putc(b, "etaoin shrdlu\r\n<@.>0123456789"[seed >> 16 & 15]);
	}
}

/* As a peer would send it. */
static void
pack(z_stream *z, struct slice s, int flush, struct buf *out)
{
	size_t room = s.len + s.len / 100 + 4096;

	z->next_in = (unsigned char *)(uintptr_t)s.p;
	z->avail_in = (unsigned)s.len;
	z->next_out = (unsigned char *)buf_room(out, room);
	z->avail_out = (unsigned)room;
	assert_true(deflate(z, flush) >= 0);
	assert_int_not_equal(z->avail_out, 0);
	out->len += room - z->avail_out;
}

static void
pack_begin(z_stream *z, int window)
{
	memset(z, 0, sizeof(*z));
	assert_int_equal(deflateInit2(z, 6, Z_DEFLATED, -window, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
}

/* Takes all that comes, in rooms of so many bytes. */
static enum wire_status
take_all(struct inflater *i, size_t room, struct buf *out)
{
	enum wire_status status;
	size_t n;

	do {
		char *at = buf_room(out, room);

		assert_non_null(at);
		status = inflater_take(i, at, room, &n);
		out->len += n;
	} while (status == WIRE_OK && (n != 0 || inflater_pending(i)));
	return status;
}

static void
put_all(struct inflater *i, struct slice s, size_t piece, size_t room,
    struct buf *out)
{
	while (s.len != 0) {
		size_t n = s.len < piece ? s.len : piece;

		inflater_put(i, slice_make(s.p, n));
		s = slice_from(s, n);
		assert_int_equal(take_all(i, room, out), WIRE_OK);
	}
}

static void
check_in(int window, size_t piece, size_t room)
{
	struct inflater *i = inflater_new();
	struct buf text, packed = BUF_INIT(1 << 22), out = BUF_INIT(1 << 22);
	z_stream z;

	fill(&text, 300000, (unsigned)(piece + room));
	pack_begin(&z, window);
	pack(&z, buf_slice(&text), Z_SYNC_FLUSH, &packed);
	deflateEnd(&z);
	put_all(i, buf_slice(&packed), piece, room, &out);
	assert_int_equal(out.len, text.len);
	assert_memory_equal(out.p, text.p, text.len);
	assert_false(inflater_pending(i));
	inflater_free(&i);
	assert_null(i);
	buf_clear(&text);
	buf_clear(&packed);
	buf_clear(&out);
}

static void
test_in(void **state)
{
	(void)state;
	check_in(15, INFLATER_INPUT, ROOM);
	check_in(15, 1, ROOM);
	check_in(15, 1000, 1);
	check_in(9, 77, 333);
}

/* Each piece is whole by itself, and together they are one stream. */
static void
test_out(void **state)
{
	struct deflater *d = deflater_new();
	struct inflater *i = inflater_new();
	struct buf out = BUF_INIT(1 << 22), all = BUF_INIT(1 << 22);

	(void)state;
	for (size_t n = 1; n < 200000; n = n * 3 + 1) {
		struct buf text, packed = BUF_INIT(1 << 20);
		struct inflater *alone = inflater_new();

		fill(&text, n, (unsigned)n);
		buf_put_slice(&all, buf_slice(&text));
		deflater_put(d, buf_slice(&text), &packed);
		assert_true(buf_ok(&packed));
		put_all(i, buf_slice(&packed), INFLATER_INPUT, ROOM, &out);
		assert_int_equal(out.len, all.len);
		buf_clear(&text);
		buf_init(&text, n + 1);
		put_all(alone, buf_slice(&packed), INFLATER_INPUT, 1, &text);
		assert_int_equal(text.len, n);
		inflater_free(&alone);
		buf_clear(&text);
		buf_clear(&packed);
	}
	assert_memory_equal(out.p, all.p, all.len);
	inflater_free(&i);
	deflater_free(&d);
	buf_clear(&out);
	buf_clear(&all);
}

/* A buffer that is too small fails and leaves no harm behind. */
static void
test_out_bound(void **state)
{
	struct deflater *d = deflater_new();
	struct buf text, small = BUF_INIT(20000), big = BUF_INIT(1 << 20);

	(void)state;
	buf_init(&text, 100000);
	for (unsigned n = 1; text.len < 100000; n = n * 1103515245 + 12345)
		buf_putc(&text, (char)(n >> 16));
	deflater_put(d, buf_slice(&text), &small);
	assert_false(buf_ok(&small));
	deflater_put(d, SLICE("DATE\r\n"), &big);
	assert_true(buf_ok(&big));
	assert_true(big.len < 30);
	deflater_free(&d);
	deflater_free(&d);
	buf_clear(&text);
	buf_clear(&small);
	buf_clear(&big);
}

static void
test_noise(void **state)
{
	static const char *const noise[] = { "DATE\r\n", "\x07", "\xff\xff",
		"\x01\x05\x00\x00\x00" };

	(void)state;
	for (size_t k = 0; k < sizeof(noise) / sizeof(noise[0]); k++) {
		struct inflater *i = inflater_new();
		struct buf out = BUF_INIT(1 << 20);

		inflater_put(i, slice_make(noise[k], k == 3 ? 5 :
		    strlen(noise[k])));
		assert_int_equal(take_all(i, ROOM, &out), WIRE_BROKEN);
		assert_non_null(strstr(err_detail(), "not DEFLATE"));
		/* It stays so. */
		assert_int_equal(take_all(i, ROOM, &out), WIRE_BROKEN);
		inflater_free(&i);
		buf_clear(&out);
	}
}

static void
test_end(void **state)
{
	struct inflater *i = inflater_new();
	struct buf packed = BUF_INIT(1 << 20), out = BUF_INIT(1 << 20);
	z_stream z;

	(void)state;
	pack_begin(&z, 15);
	pack(&z, SLICE("QUIT\r\n"), Z_FINISH, &packed);
	deflateEnd(&z);
	buf_puts(&packed, "more");
	inflater_put(i, buf_slice(&packed));
	assert_int_equal(take_all(i, ROOM, &out), WIRE_END);
	assert_int_equal(out.len, 6);
	inflater_free(&i);
	buf_clear(&packed);
	buf_clear(&out);
}

/* Little that becomes much is cut off; as much text as one likes is not. */
static void
test_bomb(void **state)
{
	struct inflater *i = inflater_new();
	struct buf zeros = BUF_INIT(1 << 24), packed = BUF_INIT(1 << 25);
	struct buf out = BUF_INIT(1 << 25);
	z_stream z;

	(void)state;
	memset(buf_room(&zeros, 1 << 24), 'x', 1 << 24);
	zeros.len = 1 << 24;
	pack_begin(&z, 15);
	pack(&z, buf_slice(&zeros), Z_SYNC_FLUSH, &packed);
	deflateEnd(&z);
	assert_true(packed.len < INFLATER_INPUT);
	inflater_put(i, buf_slice(&packed));
	assert_int_equal(take_all(i, ROOM, &out), WIRE_BROKEN);
	assert_non_null(strstr(err_detail(), "grows more"));
	assert_true(out.len <= (1 << 20) + 2 * ROOM);
	inflater_free(&i);
	buf_clear(&zeros);
	buf_clear(&packed);
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in),
		cmocka_unit_test(test_out),
		cmocka_unit_test(test_out_bound),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_end),
		cmocka_unit_test(test_bomb),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
