/* The line splitter: both line ends, every fault, every way to cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdio.h>

#include "proto/line.h"

static const char *const status_name[] = {
	[LINE_MORE] = "more",
	[LINE_OK] = "ok",
	[LINE_LONG] = "long",
	[LINE_NUL] = "nul",
	[LINE_BARE_CR] = "cr",
	[LINE_BARE_LF] = "lf",
};

#define CASE(in, want) { "" in, sizeof(in) - 1, want }

/* max is 10; want: "status:line;" for each line, the line only when ok */
static const struct {
	const char *in;
	size_t len;
	const char *want;
} cases[] = {
	CASE("", ""),
	CASE("a", ""),
	CASE("a\r", ""),
	CASE("a\r\n", "ok:a;"),
	CASE("a\n", "ok:a;"),
	CASE("\r\n\r\n", "ok:;ok:;"),
	CASE("\n\n", "ok:;ok:;"),
	CASE("a\r\nb\r\nc", "ok:a;ok:b;"),
	CASE("a\nb\nc\n", "ok:a;ok:b;ok:c;"),
	/* the first line decides */
	CASE("a\nb\r\nc\n", "ok:a;cr;ok:c;"),
	CASE("a\r\nb\nc\r\nd\r\n", "ok:a;lf;ok:d;"),
	CASE("a\r\nb\nc\nd\r\ne\r\n", "ok:a;lf;ok:e;"),
	CASE("a\r\n\n\r\nb\r\n", "ok:a;lf;ok:b;"),
	CASE("a\r\nb\n", "ok:a;lf;"),
	/* lone CR, NUL */
	CASE("a\rb\r\nc\r\n", "cr;ok:c;"),
	CASE("a\r\r\nc\r\n", "cr;ok:c;"),
	CASE("a\rb\nc\n", "cr;ok:c;"),
	CASE("a\0b\r\nc\r\n", "nul;ok:c;"),
	CASE("\0\nc\n", "nul;ok:c;"),
	/* length counts the line end */
	CASE("12345678\r\n", "ok:12345678;"),
	CASE("123456789\r\n1\r\n", "long;ok:1;"),
	CASE("123456789\n", "ok:123456789;"),
	CASE("1234567890\n1\n", "long;ok:1;"),
	CASE("12345678901234567890\r\n1\r\n", "long;ok:1;"),
	CASE("12345678901234567890", ""),
	/* a long line is not ended by the other kind */
	CASE("a\r\n12345678901\n234\r\nb\r\n", "ok:a;long;ok:b;"),
	CASE("a\r\n12345678901\r234\r\nb\r\n", "ok:a;long;ok:b;"),
	CASE("a\n12345678901\r\nb\n", "ok:a;long;ok:b;"),
	CASE("12345678901\rX\n\r\nb\n", "long;cr;ok:b;"),
};

/* Feeds s in steps of n bytes as a connection does; notes what came. */
static void
feed(struct slice s, size_t n, char *got, size_t size)
{
	struct line_reader r;
	struct slice in = slice_make(s.p, 0), line;
	enum line_status status;
	size_t at = 0;

	got[0] = '\0';
	line_init(&r, LINE_END_OPEN, 10);
	while (at < s.len) {
		size_t more = s.len - at < n ? s.len - at : n;

		in.len += more;
		at += more;
		while ((status = line_next(&r, &in, &line)) != LINE_MORE) {
			size_t used = strlen(got);

			assert_true(used + 32 < size);
			snprintf(got + used, size - used,
			    status == LINE_OK ? "%s:%.*s;" : "%s;",
			    status_name[status], SLICE_ARG(line));
		}
		assert_ptr_equal(in.p + in.len, s.p + at);
		assert_true(in.len < 10);
	}
}

static void
test_cases(void **state)
{
	char got[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (size_t n = 1; n <= cases[i].len + 1; n++) {
			feed(slice_make(cases[i].in, cases[i].len), n, got,
			    sizeof(got));
			assert_string_equal(got, cases[i].want);
		}
}

static void
test_head(void **state)
{
	static const struct {
		const char *in;
		size_t len;
		const char *head;
	} lost[] = {
		{ "take1234567\r\n", 13, "take1234567" },
		{ "take 1\r2\r\n", 10, "take 1\r2" },
		{ "\r\ntake\nx", 8, "take" },
		{ "ok\r\n12345678901234567890\r\n", 26, "1234567890123456" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lost) / sizeof(*lost); i++) {
		struct line_reader r;
		struct slice in = slice_make(lost[i].in, lost[i].len), line;
		enum line_status status;

		line_init(&r, LINE_END_OPEN, 10);
		do
			status = line_next(&r, &in, &line);
		while (status == LINE_OK);
		assert_int_not_equal(status, LINE_MORE);
		/* What came behind the fault is not the line's head. */
		assert_int_equal(strncmp(r.head, lost[i].head, LINE_HEAD), 0);
	}
}

static void
test_given_end(void **state)
{
	struct line_reader r;
	struct slice in = SLICE("x\nDATE\r\n"), line;

	(void)state;
	line_init(&r, LINE_END_CRLF, 512);
	assert_int_equal(line_next(&r, &in, &line), LINE_BARE_LF);
	assert_int_equal(line_next(&r, &in, &line), LINE_MORE);
	assert_int_equal(in.len, 0);
	assert_int_equal(r.end, LINE_END_CRLF);
}

static void
test_points_into_input(void **state)
{
	struct line_reader r;
	struct slice in = SLICE("HELP\r\nDATE\r\n"), line, all = in;

	(void)state;
	line_init(&r, LINE_END_OPEN, 512);
	assert_int_equal(line_next(&r, &in, &line), LINE_OK);
	assert_ptr_equal(line.p, all.p);
	assert_int_equal(r.end, LINE_END_CRLF);
	assert_ptr_equal(in.p, all.p + 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_given_end),
		cmocka_unit_test(test_points_into_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
