/* The act table and its parser. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/event.h"
#include "proto/limits.h"
#include "tests/unit/print.h"

static const struct {
	const char *text;
	enum act_id act;
	const char *target, *args;
	bool block;
} good[] = {
	{ "board a.b", ACT_BOARD, "a.b", "", false },
	{ " Board  a.b  ", ACT_BOARD, "a.b", "", false },
	{ "board a.b kind=faq status=n :A title: x=y", ACT_BOARD, "a.b",
	  "kind=faq status=n :A title: x=y", false },
	{ "board a.b :- ", ACT_BOARD, "a.b", ":-", false },
	{ "board a.b -", ACT_BOARD, "a.b", "", true },
	{ "join @anna role=member -", ACT_JOIN, "@anna", "role=member", true },
	{ "join @anna id=x1 :why", ACT_JOIN, "@anna", "id=x1 :why", false },
	{ "grant @J\xc3\xbcrgen role=moderator:tv.*", ACT_GRANT,
	  "@J\xc3\xbcrgen", "role=moderator:tv.*", false },
	{ "set server name=host.example", ACT_SET, "server",
	  "name=host.example", false },
	{ "post <a@b> boards=x size=1 digest=2", ACT_POST, "<a@b>",
	  "boards=x size=1 digest=2", false },
};

static void
test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct act_request r;
		int column;

		assert_int_equal(
		    act_parse(slice_of(good[i].text), &r, &column), OK);
		assert_int_equal(r.act->id, good[i].act);
		assert_true(slice_is(r.target, good[i].target));
		assert_true(slice_is(r.args, good[i].args));
		assert_int_equal(r.block, good[i].block);
	}
}

/* remedy: a part of the error's text */
static const struct {
	const char *text;
	int column;
	const char *remedy;
} bad[] = {
	{ "", 1, "XINFO acts" },
	{ "  ", 3, "XINFO acts" },
	{ "dance @anna", 1, "no act \"dance\"; XINFO acts" },
	{ " boar a.b", 2, "XINFO acts" },
	{ "board", 6, "name of a board" },
	{ "board @anna", 7, "name of a board" },
	{ "board  a..b", 8, "name of a board" },
	{ "join anna", 6, "@name" },
	{ "join @", 6, "@name" },
	{ "join @a@b", 6, "@name" },
	{ "join @123456789012345678901234567890123", 6, "@name" },
	{ "set @anna name=x", 5, "server" },
	{ "post a@b boards=x size=1 digest=2", 6, "<message-id>" },
	{ "board a.b colour=red", 11, "no colour=; it takes [kind=]" },
	{ "board a.b kin=x", 11, "no kin=" },
	{ "grant @anna member x", 20, "\"x\" is not key=value" },
	{ "board a.b =x", 11, "is not key=value" },
	{ "board a.b kind=x kind=y", 18, "twice" },
	{ "board a.b - kind=x", 11, "last word" },
	{ "grant @anna", 12, "grant needs role=" },
	{ "grant @anna :role=x", 13, "grant takes no text; it takes role=" },
	{ "solve <a@b> -", 13, "solve takes no text; it takes nothing" },
	{ "review <a@b>  why", 15, "is not key=value" },
	{ "post <a@b> boards=x digest=2", 29, "post needs size=" },
};

static void
test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct act_request r;
		int column;

		assert_int_equal(act_parse(slice_of(bad[i].text), &r,
		    &column), ERR_SYNTAX);
		assert_int_equal(column, bad[i].column);
		assert_non_null(strstr(err_detail(), bad[i].remedy));
	}
}

static void
test_table(void **state)
{
	(void)state;
	for (int i = 0; i < ACT_COUNT; i++) {
		const struct act *a = &act_table[i];

		assert_int_equal(a->id, i);
		assert_ptr_equal(act_find(slice_of(a->name)), a);
		assert_true(strlen(a->help) > 0);
	}
	assert_null(act_find(SLICE("")));
	assert_null(act_find(SLICE("boards")));
}

/* What act_parse() lets through is what event_arg() reads. */
static void
test_args_are_event_args(void **state)
{
	struct act_request r;
	int column;

	(void)state;
	assert_int_equal(act_parse(
	    SLICE("board a.b kind=faq :Two words"), &r, &column), OK);
	assert_true(slice_is(event_arg(r.args, "kind"), "faq"));
	assert_true(slice_is(event_text(r.args), "Two words"));
}

/* Bare words take the keys that are not given, in the table's order. */
static void
test_bare_words(void **state)
{
	struct buf args = BUF_INIT(LIMIT_LINE);
	struct act_request r;
	int column;

	(void)state;
	assert_int_equal(act_parse(
	    SLICE("credit @anna 5.00 EUR :For b"), &r, &column), OK);
	act_put_args(&r, &args);
	assert_true(slice_is(buf_slice(&args),
	    "amount=5.00 currency=EUR :For b"));
	buf_reset(&args);
	assert_int_equal(act_parse(
	    SLICE("credit @anna currency=EUR -2 id=7 :x"), &r, &column), OK);
	act_put_args(&r, &args);
	assert_true(slice_is(buf_slice(&args),
	    "currency=EUR amount=-2 id=7 :x"));
	buf_clear(&args);
}

static const struct {
	const char *text, *printed;
} written[] = {
	{ "board a.b", "board a.b" },
	{ " Vote  <a@b>   +1 ", "vote <a@b> value=+1" },
	{ "dup <a@b> <c@d>", "dup <a@b> of=<c@d>" },
	{ "flag <a@b> spam :see  there", "flag <a@b> reason=spam :see  there" },
	{ "board a.b kind=qa -", "board a.b kind=qa -" },
};

static void
test_print(void **state)
{
	struct buf out = BUF_INIT(512);
	struct act_request r;
	int column;

	(void)state;
	for (size_t i = 0; i < sizeof(written) / sizeof(*written); i++) {
		assert_int_equal(act_parse(
		    slice_of(written[i].text), &r, &column), OK);
		buf_reset(&out);
		act_print(&r, &out);
		assert_string_equal(buf_cstr(&out), written[i].printed);
	}
	buf_clear(&out);
}

static void
test_parse_args(void **state)
{
	const struct act *vote = act_find(SLICE("vote"));
	const struct act *thank = act_find(SLICE("thank"));
	struct act_request r;
	int column;

	(void)state;
	assert_int_equal(act_parse_args(
	    vote, SLICE("<a@b>"), SLICE(" value=1 "), &r, &column), OK);
	assert_true(slice_is(r.args, "value=1"));
	assert_true(slice_is(r.target, "<a@b>"));
	assert_int_equal(act_parse_args(
	    vote, SLICE("-"), SLICE("value=1 x=2"), &r, &column), ERR_SYNTAX);
	assert_int_equal(column, 9);
	assert_int_equal(act_parse_args(
	    thank, SLICE("-"), SLICE("-"), &r, &column), ERR_SYNTAX);
	assert_non_null(strstr(err_detail(), "behind \":\""));
	assert_int_equal(act_parse_args(
	    vote, SLICE("-"), SLICE(""), &r, &column), ERR_SYNTAX);
}

static void
test_targets(void **state)
{
	(void)state;
	assert_true(act_target_valid(TARGET_TERMS, SLICE("terms:3")));
	assert_false(act_target_valid(TARGET_TERMS, SLICE("3")));
	assert_string_equal(act_target_prefix(TARGET_RULE), "rule:");
	assert_string_equal(act_target_prefix(TARGET_ARTICLE), "");
	assert_true(act_target_valid(TARGET_ANY, SLICE("@anna")));
	assert_true(act_target_valid(TARGET_ANY, SLICE("tv.x")));
	assert_false(act_target_valid(TARGET_ANY, SLICE("TV x")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_args_are_event_args),
		cmocka_unit_test(test_bare_words),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_parse_args),
		cmocka_unit_test(test_targets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
