/* Message-ids, one and in lists. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "proto/msgid.h"

static const char *const good[] = {
	"<a@b>", "<1993Apr5.1234@site.edu>", "<$x!y#z@[10.0.0.1]>",
	"<a-kraus@uiuc.edu.31.736014426@uiuc.edu>", "<a..b@c.>",
};

static const char *const bad[] = {
	"", "<>", "<@>", "<a@>", "<@b>", "<ab>", "a@b", "<a@b", "a@b>",
	"<a @b>", "<a@b>x", " <a@b>", "<a@b\t>", "<<a@b>", "<a@b>>",
	"<a>@b>", "<\xc3\xa4@b>", "<a\x7f@b>", "<a\x01@b>",
};

static void
test_valid(void **state)
{
	char s[LIMIT_MSGID + 2];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(msgid_valid(slice_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(msgid_valid(slice_of(bad[i])));
	memset(s, 'a', sizeof(s));
	s[0] = '<';
	s[2] = '@';
	s[LIMIT_MSGID - 1] = '>';
	assert_true(msgid_valid(slice_make(s, LIMIT_MSGID)));
	s[LIMIT_MSGID - 1] = 'a';
	s[LIMIT_MSGID] = '>';
	assert_false(msgid_valid(slice_make(s, LIMIT_MSGID + 1)));
	assert_false(msgid_valid(slice_make("<a\0@b>", 6)));
}

static void
test_askable(void **state)
{
	static const char *const can[] = { "<a>", "<0>", "<<a@b>", "<a@>" };
	static const char *const not[] = {
		"", "<>", "<a", "a>", "<a b>", "<a>b>", "<a\x7f>", "<\xc3\xa4>",
	};
	char s[LIMIT_MSGID + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(msgid_askable(slice_of(good[i])));
	for (size_t i = 0; i < sizeof(can) / sizeof(*can); i++)
		assert_true(msgid_askable(slice_of(can[i])));
	for (size_t i = 0; i < sizeof(not) / sizeof(*not); i++)
		assert_false(msgid_askable(slice_of(not[i])));
	memset(s, 'a', sizeof(s));
	s[0] = '<';
	s[LIMIT_MSGID] = '>';
	assert_false(msgid_askable(slice_make(s, LIMIT_MSGID + 1)));
}

static const struct {
	const char *value;
	const char *ids[4];
} lists[] = {
	{ "", { NULL } },
	{ "no ids here", { NULL } },
	{ "<a@b>", { "<a@b>" } },
	{ "<a@b> <c@d>\r\n\t<e@f>", { "<a@b>", "<c@d>", "<e@f>" } },
	{ "<a@b><c@d>", { "<a@b>", "<c@d>" } },
	{ "Your message of Mon <a@b> (x < y)", { "<a@b>" } },
	{ "<old.id>", { "<old.id>" } },
	{ "<> <a@b>", { "<a@b>" } },
	{ "<a b> <c@d>", { "<c@d>" } },
	{ "<<a@b>>", { "<a@b>" } },
	{ "<a@b <c@d>", { "<c@d>" } },
	{ "<\xe4@b> <c@d>", { "<c@d>" } },
	{ "<a@b", { NULL } },
	{ "<", { NULL } },
};

static void
test_next(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct slice rest = slice_of(lists[i].value), id;
		size_t n = 0;

		while (msgid_next(&rest, &id)) {
			assert_non_null(lists[i].ids[n]);
			assert_true(slice_is(id, lists[i].ids[n++]));
		}
		assert_null(lists[i].ids[n]);
		assert_int_equal(rest.len, 0);
	}
}

static void
test_next_long(void **state)
{
	char s[LIMIT_MSGID + 16];
	struct slice rest, id;

	(void)state;
	memset(s, 'a', sizeof(s));
	s[0] = '<';
	s[LIMIT_MSGID - 1] = '>';
	rest = slice_make(s, sizeof(s));
	assert_true(msgid_next(&rest, &id));
	assert_int_equal(id.len, LIMIT_MSGID);
	s[LIMIT_MSGID - 1] = 'a';
	s[LIMIT_MSGID] = '>';
	memcpy(s + LIMIT_MSGID + 1, "<b@c>", 5);
	rest = slice_make(s, sizeof(s));
	assert_true(msgid_next(&rest, &id));
	assert_true(slice_is(id, "<b@c>"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_askable),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_next_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
