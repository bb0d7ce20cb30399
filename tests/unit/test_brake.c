/* Brakes: what is free, how long to wait, and that the table stays small. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "server/auth/brake.h"

static void
test_try(void **state)
{
	struct brakes *b = brakes_new();
	const struct brake_rate r = brake_rate(2, 3600, 2);
	uint64_t wait;

	(void)state;
	assert_int_equal(brake_try(b, BRAKE_POST, SLICE("anna"), r), 0);
	assert_int_equal(brake_try(b, BRAKE_POST, SLICE("anna"), r), 0);
	wait = brake_try(b, BRAKE_POST, SLICE("anna"), r);
	assert_in_range(wait, 1790 * 1000, 1801 * 1000);
	/* Asking costs nothing, nor does it concern others. */
	assert_true(brake_try(b, BRAKE_POST, SLICE("anna"), r) <= wait);
	assert_int_equal(brake_try(b, BRAKE_POST, SLICE("ann"), r), 0);
	assert_int_equal(brake_try(b, BRAKE_CONNECT, SLICE("anna"), r), 0);
	brakes_free(&b);
	assert_null(b);
}

static void
test_charge(void **state)
{
	struct brakes *b = brakes_new();
	const struct brake_rate r = brake_rate(10, 1, 100);

	(void)state;
	assert_int_equal(
	    brake_charge(b, BRAKE_COMMAND, SLICE("a"), r, 100), 0);
	assert_in_range(
	    brake_charge(b, BRAKE_COMMAND, SLICE("a"), r, 20), 1500, 2001);
	assert_int_equal(
	    brake_charge(b, BRAKE_COMMAND, SLICE("b"), r, 20), 0);
	assert_int_equal(
	    brake_charge(b, BRAKE_COMMAND, SLICE("b"), r, 0), 0);
	brakes_free(&b);
}

/* 0 is no brake, and a rate beyond the clock's grain is one all the same. */
static void
test_none(void **state)
{
	struct brakes *b = brakes_new();
	const struct brake_rate none = brake_rate(0, 60, 0);

	(void)state;
	for (int i = 0; i < 10000; i++) {
		assert_int_equal(
		    brake_try(b, BRAKE_CONNECT, SLICE("a"), none), 0);
		assert_int_equal(
		    brake_charge(b, BRAKE_COMMAND, SLICE("a"), none, 9), 0);
	}
	assert_int_equal(brake_rate(1u << 30, 1, 1).every_us, 1);
	brakes_free(&b);
}

static void
test_login(void **state)
{
	struct brakes *b = brakes_new();
	unsigned want = 1;

	(void)state;
	for (int i = 0; i < LIMIT_LOGIN_FAILS; i++)
		assert_int_equal(brake_login(b, SLICE("a anna")), 0);
	for (int i = 0; i < 30; i++) {
		assert_int_equal(brake_login(b, SLICE("a anna")), want);
		want = want * 2 < LIMIT_LOGIN_DELAY_S ? want * 2 :
		    LIMIT_LOGIN_DELAY_S;
	}
	assert_int_equal(brake_login(b, SLICE("b anna")), 0);
	assert_int_equal(brake_login(b, SLICE("a berta")), 0);
	brake_login_ok(b, SLICE("a anna"));
	assert_int_equal(brake_login(b, SLICE("a anna")), 0);
	brakes_free(&b);
}

/* A flood of addresses does not free those that must wait longest. */
static void
test_flood(void **state)
{
	struct brakes *b = brakes_new();
	const struct brake_rate r = brake_rate(60, 60, 60);
	char who[32];

	(void)state;
	for (int i = 0; i < 30; i++)
		brake_login(b, SLICE("guesser"));
	for (int i = 0; i < 4 * LIMIT_BRAKES; i++) {
		snprintf(who, sizeof(who), "address %d", i);
		assert_int_equal(
		    brake_try(b, BRAKE_CONNECT, slice_of(who), r), 0);
	}
	assert_int_equal(
	    brake_login(b, SLICE("guesser")), LIMIT_LOGIN_DELAY_S);
	brakes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_try),
		cmocka_unit_test(test_charge),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_login),
		cmocka_unit_test(test_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
