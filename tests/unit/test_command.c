/* The command table and its look-up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <ctype.h>

#include "proto/command.h"
#include "proto/limits.h"

static const struct command *
find(const char *verb, const char *second, bool *variant)
{
	return command_find(slice_of(verb), slice_of(second), variant);
}

/* Every row is found by its own words, whatever their case. */
static void
test_all_rows(void **state)
{
	(void)state;
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *c = &command_table[i];
		char verb[32];
		bool variant;

		assert_int_equal(c->id, i);
		assert_ptr_equal(find(c->verb, c->sub, &variant), c);
		assert_false(variant);
		for (size_t k = 0; k <= strlen(c->verb); k++)
			verb[k] = (char)(k % 2 ? tolower(c->verb[k]) :
			    c->verb[k]);
		assert_ptr_equal(find(verb, c->sub, &variant), c);
		/* one letter more is another word */
		verb[strlen(c->verb)] = 'S';
		verb[strlen(c->verb) + 1] = '\0';
		assert_null(find(verb, c->sub, &variant));
		assert_false(variant);
	}
}

static void
test_rows_sound(void **state)
{
	(void)state;
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *c = &command_table[i];

		assert_true(c->min >= 0 && c->min < LIMIT_ARGS);
		assert_true(c->max == -1 || c->max >= c->min);
		assert_true(c->max < LIMIT_ARGS);
		assert_true(strlen(c->help) > 0 && strlen(c->group) > 0);
		assert_true((c->max == 0) == (c->args[0] == '\0'));
	}
}

static void
test_variants(void **state)
{
	bool variant;

	(void)state;
	assert_null(find("MODE", "", &variant));
	assert_true(variant);
	assert_null(find("mode", "writer", &variant));
	assert_true(variant);
	assert_null(find("LIST", "xyzzy", &variant));
	assert_true(variant);
	assert_int_equal(find("list", "", &variant)->id, CMD_LIST);
	assert_false(variant);
	assert_int_equal(
	    find("List", "Overview.Fmt", &variant)->id, CMD_LIST_OVERVIEW_FMT);
	/* a second word means nothing to a verb without variants */
	assert_int_equal(find("GROUP", "ACTIVE", &variant)->id, CMD_GROUP);
	assert_false(variant);
}

static void
test_unknown(void **state)
{
	static const char *const words[] = {
		"", "X", "GROU", "CAPABILITIE", "CAPABILITIESX",
		"CAPABILITIESCAPABILITIES", "\xc3\xa4", "QUIT ", "{UIT",
	};
	bool variant;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		assert_null(find(words[i], "", &variant));
		assert_false(variant);
	}
	assert_null(command_find(SLICE("QUIT\0\0"), SLICE(""), &variant));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_rows),
		cmocka_unit_test(test_rows_sound),
		cmocka_unit_test(test_variants),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
