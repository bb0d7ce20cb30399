/* Who is there: sessions of an account, and a while behind the last one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/clock.h"
#include "server/store/presence.h"

enum { NOON = 1795348800, SPAN = 300 };

static void
test_sessions(void **state)
{
	struct presence *p = presence_new();

	(void)state;
	assert_false(presence_has(p, 1, NOON, SPAN));
	presence_enter(p, 1);
	presence_enter(p, 1);
	/* A session may be a day old. */
	assert_true(presence_has(p, 1, NOON + DAY_S, 0));
	assert_false(presence_has(p, 2, NOON, SPAN));
	presence_leave(p, 1, NOON);
	assert_true(presence_has(p, 1, NOON + DAY_S, 0));
	presence_leave(p, 1, NOON);
	assert_true(presence_has(p, 1, NOON + SPAN - 1, SPAN));
	assert_false(presence_has(p, 1, NOON + SPAN, SPAN));
	assert_false(presence_has(p, 1, NOON, 0));
	presence_enter(p, 1);
	assert_true(presence_has(p, 1, NOON + DAY_S, 0));
	/* One that nobody knows of changes nothing. */
	presence_leave(p, 3, NOON);
	presence_free(&p);
	assert_null(p);
	presence_free(&p);
}

/* Who was not there for a day is forgotten; who is there is not. */
static void
test_many(void **state)
{
	struct presence *p = presence_new();

	(void)state;
	presence_enter(p, 7);
	for (uint32_t i = 8; i < 100000; i++) {
		presence_enter(p, i);
		presence_leave(p, i, NOON + i);
	}
	assert_true(presence_has(p, 99999, NOON + 99999, 2 * DAY_S));
	/* Its row shares a bucket with later ones. */
	assert_false(presence_has(p, 8, NOON + 99999, 200 * DAY_S));
	assert_true(presence_has(p, 7, NOON + 200000, 0));
	presence_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sessions),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
