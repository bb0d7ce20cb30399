/* Brakes: what is free, how long to wait, and that the table stays small. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/clock.h"
#include "proto/limits.h"
#include "server/auth/brake.h"

/* Times faster than real. */
#define SPEED_TEXT "50"
enum { SPEED = 50 };

/* What is left of so many milliseconds that began at from, or later. */
static void
check_left(uint64_t left, uint64_t want, uint64_t from)
{
	assert_true(left <= want + 1);
	assert_true(left + (clock_mono_ms() - from) + 1 >= want);
}

static void
test_try(void **state)
{
	struct brakes *b = brakes_new();
	const struct brake_rate r = brake_rate(2, 3600, 2);
	uint64_t wait, from = clock_mono_ms();

	(void)state;
	assert_int_equal(brake_try(b, BRAKE_POST, SLICE("anna"), r), 0);
	assert_int_equal(brake_try(b, BRAKE_POST, SLICE("anna"), r), 0);
	wait = brake_try(b, BRAKE_POST, SLICE("anna"), r);
	check_left(wait, 1800 * 1000, from);
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
	uint64_t from = clock_mono_ms();

	(void)state;
	assert_int_equal(
	    brake_charge(b, BRAKE_COMMAND, SLICE("a"), r, 100), 0);
	check_left(brake_charge(b, BRAKE_COMMAND, SLICE("a"), r, 20), 2000,
	    from);
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

/* As long as it takes until the next may try. */
static void
rest(struct brakes *b, uint64_t guesser)
{
	uint64_t ms;

	while ((ms = brake_login(b, guesser)) != 0)
		usleep((useconds_t)(ms * 1000 / SPEED + 1));
}

/* Some failures are free, then the time between two doubles. */
static void
test_login(void **state)
{
	struct brakes *b = brakes_new();
	uint64_t anna = brake_guesser(b, SLICE("a anna"));

	(void)state;
	for (int i = 0; i < LIMIT_LOGIN_FAILS; i++) {
		assert_int_equal(brake_login(b, anna), 0);
		assert_int_equal(brake_login_failed(b, anna),
		    i == LIMIT_LOGIN_FAILS - 1);
	}
	for (unsigned want = 2; want <= 16; want *= 2) {
		uint64_t from, left;

		rest(b, anna);
		from = clock_mono_ms();
		assert_int_equal(brake_login_failed(b, anna), want);
		left = brake_login(b, anna);
		check_left(left, want * 1000, from);
		if (left == 0)
			brake_login_undo(b, anna);
	}
	assert_int_equal(
	    brake_login(b, brake_guesser(b, SLICE("b anna"))), 0);
	assert_int_equal(
	    brake_login(b, brake_guesser(b, SLICE("a berta"))), 0);
	brake_login_ok(b, anna);
	for (int i = 0; i < LIMIT_LOGIN_FAILS; i++)
		assert_int_equal(brake_login(b, anna), 0);
	brakes_free(&b);
}

/* The next must wait, unless we were that slow ourselves. */
static void
check_held(struct brakes *b, uint64_t guesser, uint64_t from)
{
	uint64_t left = brake_login(b, guesser);

	assert_true(left != 0 || clock_mono_ms() - from >= 1000);
}

/* Trying at once is no way around it; what was not tried is given back. */
static void
test_login_at_once(void **state)
{
	struct brakes *b = brakes_new();
	uint64_t anna = brake_guesser(b, SLICE("a anna"));
	uint64_t from = clock_mono_ms();

	(void)state;
	for (int i = 0; i < LIMIT_LOGIN_FAILS; i++)
		assert_int_equal(brake_login(b, anna), 0);
	check_held(b, anna, from);
	brake_login_undo(b, anna);
	from = clock_mono_ms();
	assert_int_equal(brake_login(b, anna), 0);
	check_held(b, anna, from);
	brakes_free(&b);
}

/* A flood of addresses does not free those that must wait longest. */
static void
test_flood(void **state)
{
	struct brakes *b = brakes_new();
	const struct brake_rate r = brake_rate(60, 60, 60);
	const uint64_t guesser = brake_guesser(b, SLICE("guesser"));
	char who[32];

	(void)state;
	for (int i = 0; i < LIMIT_LOGIN_FAILS + 4; i++) {
		rest(b, guesser);
		brake_login_failed(b, guesser);
	}
	for (int i = 0; i < 4 * LIMIT_BRAKES; i++) {
		snprintf(who, sizeof(who), "address %d", i);
		assert_int_equal(
		    brake_try(b, BRAKE_CONNECT, slice_of(who), r), 0);
	}
	rest(b, guesser);
	assert_in_range(brake_login_failed(b, guesser), 2, 32);
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
		cmocka_unit_test(test_login_at_once),
		cmocka_unit_test(test_flood),
	};

	setenv("STOA_SPEED", SPEED_TEXT, 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
