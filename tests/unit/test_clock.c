/* A clock that is a file: it can be set, and a wait for it is short. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/clock.h"

static char path[] = "/tmp/stoa-test-XXXXXX";

static void
set_clock(int64_t t)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fprintf(f, "%010lld\n", (long long)t);
	fclose(f);
}

static void
test_file(void **state)
{
	(void)state;
	assert_int_equal(clock_now(), 1795348800);
	assert_true(clock_until_us(1795348801) > 0);
	assert_true(clock_until_us(1795348801) < 1000000);
	assert_int_equal(clock_until_us(1795348800), 0);
	set_clock(1795435200);
	assert_int_equal(clock_now(), 1795435200);
	assert_int_equal(clock_until_us(1795348801), 0);
	set_clock(5);
	assert_int_equal(clock_now(), 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file),
	};
	int failed;

	close(mkstemp(path));
	set_clock(1795348800);
	setenv("STOA_CLOCK", path, 1);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return failed;
}
