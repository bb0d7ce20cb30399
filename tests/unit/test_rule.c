/* Rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/print.h"

static const struct {
	const char *text, *query;
	int64_t after;
	enum act_id act;
	const char *args;
	unsigned domain;
	const char *printed;
} good[] = {
	{ "when is:open after 24h do escalate role=manager", "is:open", 86400,
	  ACT_ESCALATE, "role=manager", QUERY_OF_ARTICLE,
	  "when is:open after 1d do escalate role=manager" },
	{ " WHEN  kind:idea  support:>=10000  do review ",
	  "kind:idea  support:>=10000", 0, ACT_REVIEW, "", QUERY_OF_ARTICLE,
	  "when kind:idea support:>=10000 do review" },
	{ "when metoo:>=100 do alarm :many have this", "metoo:>=100", 0,
	  ACT_ALARM, ":many have this", QUERY_OF_ARTICLE,
	  "when metoo:>=100 do alarm :many have this" },
	{ "when moderators:<2 do alarm", "moderators:<2", 0, ACT_ALARM, "",
	  QUERY_OF_BOARD, "when moderators:<2 do alarm" },
	{ "when solved:>=10 do badge name=solved-10", "solved:>=10", 0,
	  ACT_BADGE, "name=solved-10", QUERY_OF_USER,
	  "when solved:>=10 do badge name=solved-10" },
	/* Articles of staff and accounts of staff: the act tells. */
	{ "when is:staff every 365d do badge x-#", "is:staff", 365 * 86400,
	  ACT_BADGE, "x-#", QUERY_OF_USER,
	  "when is:staff every 365d do badge x-#" },
	{ "when is:staff do badge x", "is:staff", 0, ACT_BADGE, "x",
	  QUERY_OF_USER, "when is:staff do badge x" },
	{ "when is:staff do flag spam", "is:staff", 0, ACT_FLAG, "spam",
	  QUERY_OF_ARTICLE, "when is:staff do flag spam" },
	{ "when \"do\" \"after\" after 90m do pin", "\"do\" \"after\"", 5400,
	  ACT_PIN, "", QUERY_OF_ARTICLE,
	  "when \"do\" \"after\" after 90m do pin" },
};

static void
test_good(void **state)
{
	struct buf out = BUF_INIT(512);
	struct rule r;
	int column;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		if (rule_parse(slice_of(good[i].text), &r, &column) != OK)
			fail_msg("%s: %s", good[i].text, err_detail());
		assert_true(slice_is(r.text, good[i].query));
		assert_int_equal(r.after, good[i].after);
		assert_int_equal(r.act->id, good[i].act);
		assert_true(slice_is(r.args, good[i].args));
		assert_int_equal(r.domain, good[i].domain);
		buf_reset(&out);
		rule_print(&r, &out);
		assert_string_equal(buf_cstr(&out), good[i].printed);
	}
	buf_clear(&out);
}

static const struct {
	const char *text;
	int column;
	const char *remedy;
} bad[] = {
	{ "", 1, "a rule is \"when QUERY [after 24h] do ACT\"" },
	{ "if is:open do pin", 1, "a rule is" },
	{ "when do pin", 6, "needs a query" },
	{ "when is:open", 13, "a rule is" },
	{ "when is:open pin", 17, "a rule is" },
	{ "when is:open after do pin", 20, "a span, like 24h" },
	{ "when is:open after 24 do pin", 20, "a span, like 24h" },
	{ "when is:open every do pin", 20, "a span, like 24h" },
	{ "when is:open every 59s do pin", 20, "every minute" },
	{ "when colour:x do pin", 6, "no key \"colour:\"" },
	{ "when is:opne do pin", 6, "no is:opne" },
	{ "when is:open do", 16, "no act \"\"" },
	{ "when is:open do dance", 17, "no act \"dance\"" },
	{ "when is:open do post", 17, "the server alone" },
	{ "when is:open do pin x=1", 21, "pin has no x=" },
	{ "when is:open do dup", 20, "dup needs of=" },
	{ "when is:open do flag spam -", 26, "behind \":\"" },
	{ "when is:open older:24h do pin", 14, "changes with time alone" },
	{ "when metoo:1 points:1 do pin", 6, "belong to different things" },
	{ "when points:1 do pin", 6, "pin is done to <message-id>" },
	{ "when is:open do set name=x", 6, "set is done to server" },
	{ "when is:open limit:5 do pin", 14, "does not belong here" },
	{ "when act:vote do pin", 6, "finds something else" },
};

static void
test_bad(void **state)
{
	struct rule r;
	int column;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(rule_parse(
		    slice_of(bad[i].text), &r, &column), ERR_SYNTAX);
		if (strstr(err_detail(), bad[i].remedy) == NULL ||
		    column != bad[i].column)
			fail_msg("%s: %d %s", bad[i].text, column,
			    err_detail());
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
