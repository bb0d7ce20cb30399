/* Dot-stuffed blocks: faults, final dots, cuts anywhere, round trips. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/dot.h"

/* More than a block of the fast path. */
#define LONG \
	"0123456789012345678901234567890123456789" \
	"01234567890123456789012345678901234567\r\n"

#define CASE(end, in, status, out, rest) \
	{ LINE_END_##end, "" in, sizeof(in) - 1, DOT_##status, out, rest }

/* out NULL: lost; rest: bytes behind the final dot line */
static const struct {
	enum line_end end;
	const char *in;
	size_t len;
	enum dot_status status;
	const char *out;
	size_t rest;
} cases[] = {
	CASE(CRLF, ".\r\n", END, "", 0),
	CASE(CRLF, ".\r\nQUIT\r\n", END, "", 6),
	CASE(CRLF, "a\r\n.\r\n", END, "a\r\n", 0),
	CASE(CRLF, "a\r\n.\r\n" LONG, END, "a\r\n", sizeof(LONG) - 1),
	CASE(CRLF, "..\r\n" LONG "..\r\n.\r\n", END,
	    ".\r\n" LONG ".\r\n", 0),
	CASE(CRLF, "a\r\n", MORE, "a\r\n", 0),
	CASE(CRLF, "a\r\n.", MORE, "a\r\n", 0),
	CASE(CRLF, "a\r\n.\r", MORE, "a\r\n", 0),
	CASE(CRLF, "..\r\n.\r\n", END, ".\r\n", 0),
	CASE(CRLF, "...x\r\n..\r\n.\r\n", END, "..x\r\n.\r\n", 0),
	CASE(CRLF, ".x\r\n.\r\n", END, "x\r\n", 0),
	CASE(CRLF, "a.\r\n.\r\n", END, "a.\r\n", 0),
	CASE(CRLF, "\r\n\r\n.\r\n", END, "\r\n\r\n", 0),
	/* nothing but CRLF . CRLF ends a CRLF block */
	CASE(CRLF, "a\r\n.\nb\r\n.\r\n", BARE_LF, NULL, 0),
	CASE(CRLF, "a\n.\r\nb\r\n.\r\n", BARE_LF, NULL, 0),
	CASE(CRLF, "a\n.\nb\r\n.\r\n", BARE_LF, NULL, 0),
	CASE(CRLF, "a\r.\r\nb\r\n.\r\n", BARE_CR, NULL, 0),
	CASE(CRLF, "a\r\n.\rb\r\n.\r\n", BARE_CR, NULL, 0),
	CASE(CRLF, "a\r\r\n.\r\nX", BARE_CR, NULL, 1),
	CASE(CRLF, ".\r\r\n.\r\n", BARE_CR, NULL, 0),
	CASE(CRLF, "a\0b\r\n.\r\n", NUL, NULL, 0),
	CASE(CRLF, ".\0\r\n.\r\n", NUL, NULL, 0),
	/* the first fault is told */
	CASE(CRLF, "a\0b\nc\rd\r\n.\r\n", NUL, NULL, 0),
	CASE(LF, ".\n", END, "", 0),
	CASE(LF, "a\n..b\n\n.\nrest", END, "a\r\n.b\r\n\r\n", 4),
	CASE(LF, "a\r\n.\n", BARE_CR, NULL, 0),
	CASE(LF, "a\n.\r\n.\n", BARE_CR, NULL, 0),
	CASE(LF, "\0\n.\n", NUL, NULL, 0),
};

/* Reads s in steps of n bytes; returns what is left behind the block. */
static struct slice
read_in_steps(struct dot_reader *r, struct slice s, size_t n,
    struct buf *out, enum dot_status *status)
{
	*status = DOT_MORE;
	while (s.len > 0 && *status == DOT_MORE) {
		struct slice in = slice_make(s.p, n < s.len ? n : s.len);
		size_t given = in.len;

		*status = dot_read(r, &in, out);
		s = slice_from(s, given - in.len);
	}
	return s;
}

static void
check_case(size_t i, size_t pad, size_t step)
{
	struct buf in = BUF_INIT(8192), out = BUF_INIT(8192);
	const char *end = cases[i].end == LINE_END_LF ? "\n" : "\r\n";
	struct dot_reader r;
	enum dot_status status;
	struct slice rest;

	for (size_t k = 0; k < pad; k++)
		buf_putc(&in, 'x');
	if (pad > 0)
		buf_puts(&in, end);
	buf_put(&in, cases[i].in, cases[i].len);
	dot_init(&r, cases[i].end);
	rest = read_in_steps(&r, buf_slice(&in), step, &out, &status);
	assert_int_equal(status, cases[i].status);
	assert_int_equal(rest.len, cases[i].rest);
	if (cases[i].out != NULL)
		assert_true(slice_is(slice_from(buf_slice(&out),
		    pad > 0 ? pad + 2 : 0), cases[i].out));
	buf_clear(&in);
	buf_clear(&out);
}

/* Every case, behind a line of every length, cut everywhere. */
static void
test_cases(void **state)
{
	static const size_t steps[] = { 1, 2, 3, 63, 64, 65, 8192 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (size_t pad = 0; pad < 140; pad++)
			for (size_t k = 0; k < 7; k++)
				check_case(i, pad, steps[k]);
}

/* What happens to stand in memory in front of the input plays no part. */
static void
test_nothing_before_input(void **state)
{
	static const char memory[] = "x.." LONG ".\r\n";
	struct buf out = BUF_INIT(256);
	struct slice in = slice_make(memory + 1, sizeof(memory) - 2);
	struct dot_reader r;

	(void)state;
	dot_init(&r, LINE_END_CRLF);
	assert_int_equal(dot_read(&r, &in, &out), DOT_END);
	assert_string_equal(buf_cstr(&out), "." LONG);
	buf_clear(&out);
}

static void
test_too_long_keeps_step(void **state)
{
	struct buf out = BUF_INIT(4);
	struct dot_reader r;
	struct slice in = SLICE("12345\r\n.\r\n.\r\n");

	(void)state;
	dot_init(&r, LINE_END_CRLF);
	assert_int_equal(dot_read(&r, &in, &out), DOT_LONG);
	assert_int_equal(in.len, 3);
	assert_true(out.len <= 4);
	/* the reader is ready for the next block */
	buf_reset(&out);
	assert_int_equal(dot_read(&r, &in, &out), DOT_END);
	assert_int_equal(out.len, 0);
	buf_clear(&out);
}

static void
test_exact_size_fits(void **state)
{
	struct buf out = BUF_INIT(5);
	struct dot_reader r;
	struct slice in = SLICE("..23\r\n.\r\n");

	(void)state;
	dot_init(&r, LINE_END_CRLF);
	assert_int_equal(dot_read(&r, &in, &out), DOT_END);
	assert_true(slice_is(buf_slice(&out), ".23\r\n"));
	buf_clear(&out);
}

static const struct {
	const char *text, *stuffed, *written;
} writes[] = {
	{ "", "", ".\r\n" },
	{ "a\r\n", "a\r\n", "a\r\n.\r\n" },
	{ "a", "a", "a\r\n.\r\n" },
	{ "a\r", "a\r", "a\r\n.\r\n" },
	{ ".", "..", "..\r\n.\r\n" },
	{ ".\r\n", "..\r\n", "..\r\n.\r\n" },
	{ "a.b\r\n.c\r\n..d\r\n", "a.b\r\n..c\r\n...d\r\n",
	  "a.b\r\n..c\r\n...d\r\n.\r\n" },
	{ "\r\n.\r\n", "\r\n..\r\n", "\r\n..\r\n.\r\n" },
};

static void
test_write(void **state)
{
	struct buf out = BUF_INIT(256);

	(void)state;
	for (size_t i = 0; i < sizeof(writes) / sizeof(*writes); i++) {
		buf_reset(&out);
		dot_stuff(&out, slice_of(writes[i].text));
		assert_string_equal(buf_cstr(&out), writes[i].stuffed);
		buf_reset(&out);
		dot_write(&out, slice_of(writes[i].text));
		assert_string_equal(buf_cstr(&out), writes[i].written);
	}
	buf_clear(&out);
}

static void
test_write_full(void **state)
{
	struct buf out = BUF_INIT(8);

	(void)state;
	dot_write(&out, SLICE(".234567\r\n"));
	assert_false(buf_ok(&out));
	buf_clear(&out);
}

/* Text of lines that begin with dots, at every offset of a block. */
static void
test_round_trip(void **state)
{
	struct buf text = BUF_INIT(65536), wire = BUF_INIT(131072);
	struct buf back = BUF_INIT(65536);
	struct dot_reader r;
	struct slice in;

	(void)state;
	dot_init(&r, LINE_END_CRLF);
	for (int line = 0; line < 200; line++) {
		for (int k = 0; k < line % 5; k++)
			buf_putc(&text, '.');
		for (int k = 0; k < line; k++)
			buf_putc(&text, (char)(k % 7 == 0 ? '.' : 'a'));
		buf_puts(&text, "\r\n");
		buf_reset(&wire);
		buf_reset(&back);
		dot_write(&wire, buf_slice(&text));
		in = buf_slice(&wire);
		assert_int_equal(dot_read(&r, &in, &back), DOT_END);
		assert_int_equal(in.len, 0);
		assert_true(slice_eq(buf_slice(&back), buf_slice(&text)));
	}
	buf_clear(&text);
	buf_clear(&wire);
	buf_clear(&back);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_nothing_before_input),
		cmocka_unit_test(test_too_long_keeps_step),
		cmocka_unit_test(test_exact_size_fits),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_write_full),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
