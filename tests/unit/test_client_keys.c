/* The key table has no two meanings for a key; names of keys round-trip. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/key.h"
#include "client/keymap.h"

static const unsigned contexts[] = { CONTEXT_BOARDS, CONTEXT_THREADS,
	CONTEXT_ARTICLE, CONTEXT_SEND, CONTEXT_HELP, CONTEXT_SEARCH };

static void
test_no_conflicts(void **state)
{
	(void)state;
	for (int i = 1; i < ACTION_COUNT; i++) {
		struct slice rest = slice_of(action_table[i].keys), word;

		while ((word = slice_word(&rest)).len != 0) {
			uint64_t key = key_parse(word);

			if (key == 0)
				fail_msg("%s: no key is called %.*s",
				    action_table[i].name, SLICE_ARG(word));
			for (int k = i + 1; k < ACTION_COUNT; k++) {
				struct slice more =
				    slice_of(action_table[k].keys), other;

				if ((action_table[i].contexts &
					action_table[k].contexts) == 0)
					continue;
				while ((other = slice_word(&more)).len != 0)
					if (key_parse(other) == key)
						fail_msg("%.*s: %s and %s",
						    SLICE_ARG(word),
						    action_table[i].name,
						    action_table[k].name);
			}
		}
	}
}

/* Every action can be reached by name where it works. */
static void
test_names(void **state)
{
	(void)state;
	for (int i = 1; i < ACTION_COUNT; i++) {
		const struct action_row *a = &action_table[i];

		assert_true(a->name[0] != '\0');
		assert_true(a->help[0] != '\0');
		assert_true(a->contexts != 0);
		for (size_t k = 0; k < 6; k++)
			if ((a->contexts & contexts[k]) != 0)
				assert_int_equal(
				    action_find(slice_of(a->name),
					contexts[k]),
				    i);
	}
	assert_int_equal(action_find(SLICE("no-such"), CONTEXT_ALL),
	    ACTION_NONE);
	assert_int_equal(action_find(SLICE(""), CONTEXT_ALL), ACTION_NONE);
}

static void
test_key_names(void **state)
{
	static const struct {
		const char *name;
		uint64_t key;
	} table[] = {
		{ "j", 'j' }, { "^F", 6 }, { "^?", KEYC_BACKSPACE },
		{ "Enter", 13 }, { "Space", ' ' }, { "Tab", 9 },
		{ "pgup", KEYC_PAGEUP }, { "\\", '\\' }, { "^", '^' },
		{ "\xc3\xa4", 0xe4 },
		{ "", 0 }, { "ab", KEY_CHORD('a', 'b') },
		{ "^Xs", KEY_CHORD(24, 's') }, { "^X^S", KEY_CHORD(24, 19) },
		{ "abc", 0 }, { "a ", 0 }, { "^f\x80", 0 }, { "\xff", 0 },
	};
	char name[16];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		uint64_t key = key_parse(slice_of(table[i].name));

		assert_int_equal(key, table[i].key);
		if (key == 0)
			continue;
		key_label(key, name);
		assert_int_equal(key_parse(slice_of(name)), key);
	}
}

static void
test_lookup(void **state)
{
	static struct keymap m;

	(void)state;
	keymap_init(&m);
	assert_int_equal(
	    keymap_get(&m, CONTEXT_BOARDS, 'j'), ACTION_DOWN);
	assert_int_equal(
	    keymap_get(&m, CONTEXT_BOARDS, 'n'), ACTION_NEXT_UNREAD);
	/* While a search is on, n goes to its next match. */
	assert_int_equal(
	    keymap_get(&m, CONTEXT_BOARDS | CONTEXT_SEARCH, 'n'),
	    ACTION_SEARCH_NEXT);
	assert_int_equal(
	    keymap_get(&m, CONTEXT_BOARDS | CONTEXT_SEARCH, 'j'), ACTION_DOWN);
	/* Enter is Return or Line Feed. */
	assert_int_equal(
	    keymap_get(&m, CONTEXT_THREADS, '\n'), ACTION_OPEN);
	assert_int_equal(keymap_get(&m, CONTEXT_SEND, 'r'), ACTION_NONE);
	assert_int_equal(
	    keymap_key(&m, CONTEXT_THREADS, ACTION_OPEN, 0), KEYC_ENTER);
	assert_int_equal(
	    keymap_key(&m, CONTEXT_THREADS, ACTION_OPEN, 9), 0);
}

static void
test_bind(void **state)
{
	static struct keymap m;

	(void)state;
	keymap_init(&m);
	assert_true(keymap_bind(&m, CONTEXT_ARTICLE, 'x', ACTION_QUIT));
	assert_int_equal(keymap_get(&m, CONTEXT_ARTICLE, 'x'), ACTION_QUIT);
	assert_int_equal(keymap_get(&m, CONTEXT_BOARDS, 'x'), ACTION_NONE);
	/* In one view only; elsewhere it keeps its meaning. */
	assert_true(keymap_bind(&m, CONTEXT_ARTICLE, 'j', ACTION_UP));
	assert_int_equal(keymap_get(&m, CONTEXT_ARTICLE, 'j'), ACTION_UP);
	assert_int_equal(keymap_get(&m, CONTEXT_THREADS, 'j'), ACTION_DOWN);
	assert_false(keymap_bind(&m, CONTEXT_ARTICLE, 0, ACTION_UP));
	for (int i = 0; i < 2 * KEYMAP_MAX; i++)
		keymap_bind(&m, CONTEXT_HELP, 'x', ACTION_UP);
	assert_true(m.n <= KEYMAP_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_conflicts),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_key_names),
		cmocka_unit_test(test_lookup),
		cmocka_unit_test(test_bind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
