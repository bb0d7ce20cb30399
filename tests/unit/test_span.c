/* Spans of time as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/span.h"

static const struct {
	const char *text;
	int64_t seconds;
	const char *shortest;
} good[] = {
	{ "0s", 0, "0s" },
	{ "90s", 90, "90s" },
	{ "15m", 900, "15m" },
	{ "24h", 86400, "1d" },
	{ "36h", 129600, "36h" },
	{ "7d", 604800, "7d" },
	{ "36525d", 3155760000, "36525d" },
	{ "007m", 420, "7m" },
	{ "2w", 1209600, "14d" },
};

static const char *const bad[] = {
	"", "h", "24", "24H", "2y", "-1h", "+1h", "1.5h", "1h ", " 1h",
	"36526d", "99999999999999999999s", "1hh",
};

static void
test_span(void **state)
{
	struct buf out = BUF_INIT(64);
	int64_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_true(span_parse(slice_of(good[i].text), &n));
		assert_int_equal(n, good[i].seconds);
		buf_reset(&out);
		span_put(&out, n);
		assert_string_equal(buf_cstr(&out), good[i].shortest);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(span_parse(slice_of(bad[i]), &n));
	buf_clear(&out);
}

static void
test_time(void **state)
{
	int64_t n;

	(void)state;
	assert_true(span_time(SLICE("24h"), 100000, &n));
	assert_int_equal(n, 13600);
	assert_true(span_time(SLICE("1970-01-02T00:00:00Z"), 7, &n));
	assert_int_equal(n, 86400);
	assert_true(span_time(SLICE("1970-01-02"), 7, &n));
	assert_int_equal(n, 86400);
	assert_false(span_time(SLICE("1970"), 7, &n));
	assert_false(span_time(SLICE("1970-02-29"), 7, &n));
}

static void
test_until(void **state)
{
	int64_t n;

	(void)state;
	assert_true(span_until(SLICE("24h"), 100, &n));
	assert_int_equal(n, 86500);
	assert_true(span_until(SLICE("1970-01-03"), 7, &n));
	assert_int_equal(n, 172800);
	assert_true(span_until(SLICE("1970-01-02T00:00:01Z"), 7, &n));
	assert_int_equal(n, 86401);
	assert_false(span_until(SLICE("1970-01-32"), 7, &n));
	assert_false(span_until(SLICE("tomorrow.."), 7, &n));
	assert_false(span_until(SLICE("90"), 7, &n));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_span),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_until),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
