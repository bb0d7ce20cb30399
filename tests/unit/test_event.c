/* The event line, its arguments, the escapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/event.h"

#define LINE "8901\t2026-11-22T03:00:00Z\tsystem\tescalate\t<q1@host>\tto=@anna"

static void
test_line(void **state)
{
	struct buf out = BUF_INIT(1024);
	struct slice line = SLICE(LINE);
	struct event e;

	(void)state;
	assert_int_equal(event_parse(line, &e), OK);
	assert_int_equal(e.seq, 8901);
	assert_int_equal(e.time, 1795316400);
	assert_true(slice_is(e.actor, "system"));
	assert_true(slice_is(e.act, "escalate"));
	assert_true(slice_is(e.target, "<q1@host>"));
	assert_true(slice_is(e.args, "to=@anna"));
	assert_ptr_equal(e.args.p, line.p + line.len - 8);
	event_print(&e, &out);
	assert_string_equal(buf_cstr(&out), LINE);
	buf_clear(&out);
}

static void
test_line_without_args(void **state)
{
	struct buf out = BUF_INIT(1024);
	struct event e;

	(void)state;
	assert_int_equal(event_parse(
	    SLICE("1\t1970-01-01T00:00:00Z\t@a\tx\t-\t"), &e), OK);
	assert_int_equal(e.time, 0);
	assert_int_equal(e.args.len, 0);
	event_print(&e, &out);
	assert_string_equal(
	    buf_cstr(&out), "1\t1970-01-01T00:00:00Z\t@a\tx\t-\t");
	buf_clear(&out);
}

static const char *const bad[] = {
	"",
	"1",
	"1\t1970-01-01T00:00:00Z\t@a\tx\t-",
	"1\t1970-01-01T00:00:00Z\t@a\tx\t-\ta\tb",
	"\t1970-01-01T00:00:00Z\t@a\tx\t-\t",
	"x\t1970-01-01T00:00:00Z\t@a\tx\t-\t",
	"01\t1970-01-01T00:00:00Z\t@a\tx\t-\t",
	"-1\t1970-01-01T00:00:00Z\t@a\tx\t-\t",
	"18446744073709551616\t1970-01-01T00:00:00Z\t@a\tx\t-\t",
	"1\t\t@a\tx\t-\t",
	"1\t1970-01-01\t@a\tx\t-\t",
	"1\t1970-01-01T00:00:00+01:00\t@a\tx\t-\t",
	"1\t1970-13-01T00:00:00Z\t@a\tx\t-\t",
	"1\t1970-01-01T00:00:60Z\t@a\tx\t-\t",
	"1\t1970-01-01T00:00:00Z\t\tx\t-\t",
	"1\t1970-01-01T00:00:00Z\t@a\t\t-\t",
	"1\t1970-01-01T00:00:00Z\t@a\tx\t\t",
	"1\t1970-01-01T00:00:00Z\t@a\tx\t-\t\r",
	"1\t1970-01-01T00:00:00Z\t@a\tx\t-\t:a\nb",
};

static void
test_bad_lines(void **state)
{
	struct event e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err_set(OK, "%s", "");
		assert_int_equal(event_parse(slice_of(bad[i]), &e),
		    ERR_SYNTAX);
		assert_true(strlen(err_detail()) > 0);
	}
}

static void
test_put_args(void **state)
{
	struct buf args = BUF_INIT(1024), back = BUF_INIT(1024);
	uint64_t n;

	(void)state;
	event_put_arg(&args, "title", SLICE("two words\tand \\ more"));
	event_put_arg(&args, "empty", SLICE(""));
	event_put_arg_u64(&args, "size", UINT64_MAX);
	event_put_text(&args, SLICE("why: a=b\r\nnext"));
	assert_string_equal(buf_cstr(&args),
	    "title=two\\swords\\tand\\s\\\\\\smore empty= "
	    "size=18446744073709551615 :why: a=b\\r\\nnext");
	text_unescape(&back, event_arg(buf_slice(&args), "title"));
	assert_string_equal(buf_cstr(&back), "two words\tand \\ more");
	assert_non_null(event_arg(buf_slice(&args), "empty").p);
	assert_int_equal(event_arg(buf_slice(&args), "empty").len, 0);
	assert_true(event_arg_u64(buf_slice(&args), "size", &n));
	assert_true(n == UINT64_MAX);
	buf_reset(&back);
	text_unescape(&back, event_text(buf_slice(&args)));
	assert_string_equal(buf_cstr(&back), "why: a=b\r\nnext");
	buf_clear(&args);
	buf_clear(&back);
}

static void
test_args(void **state)
{
	struct slice args = SLICE("role=a  roles=b x =c k=v=w :role=z key=y");
	uint64_t n = 7;

	(void)state;
	assert_true(slice_is(event_arg(args, "role"), "a"));
	assert_true(slice_is(event_arg(args, "roles"), "b"));
	assert_true(slice_is(event_arg(args, "k"), "v=w"));
	assert_null(event_arg(args, "rol").p);
	assert_null(event_arg(args, "x").p);
	/* behind the text's colon there are no keys */
	assert_null(event_arg(args, "key").p);
	assert_true(slice_is(event_text(args), "role=z key=y"));
	assert_false(event_arg_u64(args, "role", &n));
	assert_false(event_arg_u64(args, "none", &n));
	assert_int_equal(n, 7);
	assert_null(event_text(SLICE("a=:b c=d")).p);
	assert_null(event_text(SLICE("")).p);
	assert_non_null(event_text(SLICE(":")).p);
	assert_int_equal(event_text(SLICE(":")).len, 0);
	assert_true(slice_is(event_text(SLICE("a=b : x ")), " x "));
	assert_null(event_arg(slice_make(NULL, 0), "a").p);
}

static void
test_escape(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "plain text", "plain text" },
		{ "\t\r\n\\", "\\t\\r\\n\\\\" },
		{ "a\tb", "a\\tb" },
		{ "\\s", "\\\\s" },
		{ "\xc3\xa4\x01", "\xc3\xa4\x01" },
	};
	struct buf out = BUF_INIT(1024);

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		buf_reset(&out);
		text_escape(&out, slice_of(pairs[i][0]));
		assert_string_equal(buf_cstr(&out), pairs[i][1]);
		buf_reset(&out);
		text_unescape(&out, slice_of(pairs[i][1]));
		assert_string_equal(buf_cstr(&out), pairs[i][0]);
	}
	buf_clear(&out);
}

static void
test_unescape_foreign(void **state)
{
	struct buf out = BUF_INIT(1024);

	(void)state;
	text_unescape(&out, SLICE("a\\sb\\x\\"));
	assert_string_equal(buf_cstr(&out), "a b\\x\\");
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_line_without_args),
		cmocka_unit_test(test_bad_lines),
		cmocka_unit_test(test_put_args),
		cmocka_unit_test(test_args),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_unescape_foreign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
