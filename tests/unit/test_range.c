/* Ranges of article numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/range.h"

static const struct {
	const char *s;
	bool ok;
	uint64_t low, high;
} cases[] = {
	{ "0", true, 0, 0 },
	{ "1", true, 1, 1 },
	{ "0012", true, 12, 12 },
	{ "5-", true, 5, UINT64_MAX },
	{ "5-9", true, 5, 9 },
	{ "9-5", true, 9, 5 },
	{ "1-9999999999999999", true, 1, UINT64_C(9999999999999999) },
	{ "0000000000000001", true, 1, 1 },
	{ "00000000000000001", false, 0, 0 },
	{ "10000000000000000", false, 0, 0 },
	{ "1-10000000000000000", false, 0, 0 },
	{ "18446744073709551615", false, 0, 0 },
	{ "18446744073709551616", false, 0, 0 },
	{ "1-18446744073709551616", false, 0, 0 },
	{ "99999999999999999999999999", false, 0, 0 },
	{ "", false, 0, 0 },
	{ "-", false, 0, 0 },
	{ "-5", false, 0, 0 },
	{ "1--2", false, 0, 0 },
	{ "1-2-", false, 0, 0 },
	{ "1-2-3", false, 0, 0 },
	{ "+1", false, 0, 0 },
	{ " 1", false, 0, 0 },
	{ "1 ", false, 0, 0 },
	{ "1-x", false, 0, 0 },
	{ "0x1", false, 0, 0 },
	{ "1,2", false, 0, 0 },
	{ "<a@b>", false, 0, 0 },
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct range r;
		bool ok = range_parse(slice_of(cases[i].s), &r);

		assert_int_equal(ok, cases[i].ok);
		if (ok) {
			assert_int_equal(r.low, cases[i].low);
			assert_int_equal(r.high, cases[i].high);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
