/* Wildmats, with the examples of RFC 3977, 4.4. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/buf.h"
#include "proto/limits.h"
#include "proto/wildmat.h"

static const struct {
	const char *wildmat, *text;
	bool match;
} cases[] = {
	/* RFC 3977, 4.4 */
	{ "a*,!*b,*c*", "aaa", true },
	{ "a*,!*b,*c*", "abb", false },
	{ "a*,!*b,*c*", "ccb", true },
	{ "a*,!*b,*c*", "xxx", false },
	{ "a*,c*,!*b", "aaa", true },
	{ "a*,c*,!*b", "abb", false },
	{ "a*,c*,!*b", "ccb", false },
	{ "a*,c*,!*b", "xxx", false },
	{ "?a*", "xa", true },
	{ "?a*", "a", false },
	{ "*", "", true },
	{ "", "", true },
	{ "", "a", false },
	{ "a", "a", true },
	{ "a", "A", false },
	{ "a", "ab", false },
	{ "ab", "a", false },
	{ "?", "", false },
	{ "a?c", "abc", true },
	{ "a*c", "ac", true },
	{ "a*c", "abcbc", true },
	{ "a*c", "abcb", false },
	{ "**a**", "bab", true },
	{ "*a*b*c*", "xxaxxbxxcxx", true },
	{ "*a*b*c*", "xxaxxcxxbxx", false },
	{ "*.c", "comp.lang.c", true },
	{ "comp.*.c", "comp.c", false },
	{ "tv.*", "tv.", true },
	{ "tv.*", "tv", false },
	{ "*ab", "aab", true },
	{ "*aab", "aaab", true },
	{ "*?", "", false },
	{ "!a", "a", false },
	{ "!a", "b", false },
	{ "!a,*", "a", true },
	{ "*,!a", "a", false },
	{ "*,!a", "b", true },
	{ "*,!a.*,a.b", "a.b", true },
	{ "*,!a.*,a.b", "a.c", false },
	/* one character, not one byte */
	{ "?", "\xc3\xa4", true },
	{ "??", "\xc3\xa4", false },
	{ "*??", "\xe2\x82\xac", false },
	{ "*?", "\xe2\x82\xac", true },
	{ "a?c", "a\xf0\x9f\x98\x80""c", true },
	{ "*\xc3\xa4", "x\xc3\xa4\xc3\xa4", true },
	/* no sets, no escapes */
	{ "[ab]", "a", false },
	{ "[ab]", "[ab]", true },
	{ "\\*", "*", false },
};

static void
test_match(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(wildmat_match(slice_of(cases[i].wildmat),
		    slice_of(cases[i].text)), cases[i].match);
}

static const char *const good[] = {
	"*", "a", "a,b", "a,!b", "!a", "*,!*.test", "?.*", "\xc3\xa4.*",
	"a.b-c+d_e", "\"#$%&'()/:;<=>@^`{|}~",
};

static const char *const bad[] = {
	"", ",", "a,", ",a", "a,,b", "!", "a,!", "!!a", "a!b", "[a]", "a]",
	"a\\b", "a b", "a\tb", "\x7f", "\xc3", "a\x01",
};

static void
test_valid(void **state)
{
	char s[LIMIT_WILDMAT + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(wildmat_valid(slice_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(wildmat_valid(slice_of(bad[i])));
	memset(s, 'a', sizeof(s));
	assert_true(wildmat_valid(slice_make(s, LIMIT_WILDMAT)));
	assert_false(wildmat_valid(slice_make(s, LIMIT_WILDMAT + 1)));
}

/* Terms by the thousand: each is looked at once, the last match decides. */
static void
test_many_terms(void **state)
{
	struct buf b = BUF_INIT(1 << 20);
	struct slice list;

	(void)state;
	for (int i = 0; i < 5000; i++)
		buf_printf(&b, "*a*b*%d,!*a*%d,", i, i);
	buf_puts(&b, "tv.*,!*.test");
	list = buf_slice(&b);
	assert_true(wildmat_match(list, SLICE("tv.general")));
	assert_false(wildmat_match(list, SLICE("tv.test")));
	assert_false(wildmat_match(list, SLICE("a.b.4999")));
	assert_false(wildmat_match(list, SLICE("nothing")));
	buf_puts(&b, ",*");
	assert_true(wildmat_match(buf_slice(&b), SLICE("tv.test")));
	buf_clear(&b);
}

/* Would not end in a lifetime if every star were tried against all. */
static void
test_many_stars(void **state)
{
	char pattern[201], text[4000];

	(void)state;
	for (size_t i = 0; i < 200; i += 2)
		memcpy(pattern + i, "*a", 2);
	pattern[200] = 'b';
	memset(text, 'a', sizeof(text));
	assert_false(wildmat_match(slice_make(pattern, 201),
	    slice_make(text, sizeof(text))));
	text[sizeof(text) - 1] = 'b';
	assert_true(wildmat_match(slice_make(pattern, 201),
	    slice_make(text, sizeof(text))));
}

static const struct {
	const char *pattern, *text;
	bool match;
} old_cases[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "*", "", true },
	{ "a", "", false },
	{ "a*", "a", true },
	{ "a", "A", false },
	{ "?", "\xe2\x82\xac", true },
	{ "*ab", "aab", true },
	{ "a*c?", "abcbcd", true },
	/* commas and "!" stand for themselves */
	{ "a,b", "a,b", true },
	{ "a,b", "a", false },
	{ "!a", "!a", true },
	{ "!a", "b", false },
	{ "\\*", "*", true },
	{ "\\*", "a", false },
	{ "\\\\", "\\", true },
	{ "a\\", "a\\", true },
	{ "[abc]", "b", true },
	{ "[abc]", "d", false },
	{ "[abc]", "", false },
	{ "[a-c]x", "bx", true },
	{ "[a-c]x", "dx", false },
	{ "[c-a]", "b", false },
	{ "[^a-c]", "b", false },
	{ "[^a-c]", "d", true },
	{ "[]]", "]", true },
	{ "[^]]", "]", false },
	{ "[^]]", "a", true },
	{ "[a-]", "-", true },
	{ "[-a]", "-", true },
	{ "[*]", "*", true },
	{ "[*]", "a", false },
	{ "[\xc3\xa4-\xc3\xbc]", "\xc3\xb6", true },
	{ "*[0-9]", "ab1c2", true },
	{ "*[0-9]*[0-9]", "ab1c", false },
	/* a set without its end matches nothing */
	{ "[a", "a", false },
	{ "[", "[", false },
	{ "*[a", "a", false },
};

static void
test_old(void **state)
{
	char pattern[201], text[4000];

	(void)state;
	for (size_t i = 0; i < sizeof(old_cases) / sizeof(*old_cases); i++)
		assert_int_equal(
		    wildmat_match_old(slice_of(old_cases[i].pattern),
		    slice_of(old_cases[i].text)), old_cases[i].match);
	for (size_t i = 0; i < 200; i += 2)
		memcpy(pattern + i, "*a", 2);
	pattern[200] = 'b';
	memset(text, 'a', sizeof(text));
	assert_false(wildmat_match_old(slice_make(pattern, 201),
	    slice_make(text, sizeof(text))));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_many_terms),
		cmocka_unit_test(test_many_stars),
		cmocka_unit_test(test_old),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
