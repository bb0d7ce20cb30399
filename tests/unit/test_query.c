/* The query grammar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdio.h>

#include "proto/query.h"

/* want: "-key:cmp'value' " for each term, "word" as the key of a word */
static const struct {
	const char *text, *want;
} good[] = {
	{ "", "" },
	{ " \t ", "" },
	{ "foo", "word:'foo' " },
	{ "foo  bar", "word:'foo' word:'bar' " },
	{ "\"two words\"", "word:'two words' " },
	{ "-foo -\"a b\"", "-word:'foo' -word:'a b' " },
	{ "board:tv.*", "board:'tv.*' " },
	{ "BOARD:a,b by:@anna", "board:'a,b' by:'@anna' " },
	{ "-board:x", "-board:'x' " },
	{ "since:24h limit:50", "since:'24h' limit:'50' " },
	{ "limit:>=5 limit:<=6 limit:>7 limit:<8",
	  "limit:>='5' limit:<='6' limit:>'7' limit:<'8' " },
	{ "by:\"Jan Kok\" x", "by:'Jan Kok' word:'x' " },
	{ "by:\"<5\"", "by:'<5' " },
	{ "thread:<a@b>", "thread:'<a@b>' " },
	{ "thread:<a@b>,<c@d> x", "thread:'<a@b>,<c@d>' word:'x' " },
	{ "10:30 a-b:c x.y:z", "word:'10:30' word:'a-b:c' word:'x.y:z' " },
	{ "a\"b", "word:'a\"b' " },
	{ "-\"-x\"", "-word:'-x' " },
	{ "sort:-active cols:mid,subject",
	  "sort:'-active' cols:'mid,subject' " },
	{ "\xc3\xa4", "word:'\xc3\xa4' " },
};

static void
show(const struct query *q, char *to, size_t size)
{
	static const char *const cmp[] = { "", ">=", "<=", ">", "<" };

	to[0] = '\0';
	for (int i = 0; i < q->n; i++) {
		const struct query_term *t = &q->term[i];
		const char *key = query_key_name(t->key);
		size_t n = strlen(to);

		snprintf(to + n, size - n, "%s%s:%s'%.*s' ",
		    t->negated ? "-" : "", key != NULL ? key : "word",
		    cmp[t->cmp], SLICE_ARG(t->value));
	}
}

static void
test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct query q;
		char got[512];
		int column;

		assert_int_equal(
		    query_parse(slice_of(good[i].text), &q, &column), OK);
		show(&q, got, sizeof(got));
		assert_string_equal(got, good[i].want);
	}
}

static const struct {
	const char *text;
	int column;
	const char *remedy;
} bad[] = {
	{ "-", 2, "right behind" },
	{ "x --is:open", 4, "right behind" },
	{ "a - b", 4, "right behind" },
	{ "colour:red", 1, "no key \"colour:\"; XINFO keys" },
	{ "x -colour:red", 4, "quotes" },
	{ "http://a", 1, "\"quotes\"" },
	{ "board:", 7, "board: needs a value" },
	{ "a board: b", 9, "needs a value" },
	{ "limit:>=", 9, "needs a value" },
	{ "board:,,", 7, "needs a value" },
	{ "\"abc", 1, "not closed" },
	{ "x \"abc", 3, "not closed" },
	{ "by:\"abc", 4, "not closed" },
	{ "\"abc\"d", 6, "blank" },
	{ "\"\"", 1, "between the quotes" },
};

static void
test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct query q;
		int column;

		assert_int_equal(query_parse(slice_of(bad[i].text), &q,
		    &column), ERR_SYNTAX);
		assert_int_equal(column, bad[i].column);
		assert_non_null(strstr(err_detail(), bad[i].remedy));
	}
}

static void
test_too_many(void **state)
{
	char text[2 * LIMIT_QUERY_TERMS + 2];
	struct query q;
	int column;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i += 2)
		memcpy(text + i, "a ", 2);
	assert_int_equal(query_parse(
	    slice_make(text, 2 * LIMIT_QUERY_TERMS), &q, &column), OK);
	assert_int_equal(q.n, LIMIT_QUERY_TERMS);
	assert_int_equal(query_parse(
	    slice_make(text, sizeof(text)), &q, &column), ERR_SYNTAX);
	assert_int_equal(column, 2 * LIMIT_QUERY_TERMS + 1);
}

static void
test_get(void **state)
{
	struct query q;
	int column;

	(void)state;
	assert_int_equal(query_parse(
	    SLICE("x limit:5 limit:6"), &q, &column), OK);
	assert_true(slice_is(query_get(&q, QUERY_LIMIT)->value, "5"));
	assert_true(slice_is(query_get(&q, QUERY_WORD)->value, "x"));
	assert_null(query_get(&q, QUERY_BOARD));
	assert_null(query_key_name(QUERY_WORD));
	assert_string_equal(query_key_name(QUERY_BOARD), "board");
}

static const struct {
	const char *value;
	const char *parts[4];
} values[] = {
	{ "", { NULL } },
	{ ",", { NULL } },
	{ "a", { "a" } },
	{ "a,b,c", { "a", "b", "c" } },
	{ ",a,,b,", { "a", "b" } },
	{ "<a,b@c>,<d@e>", { "<a,b@c>", "<d@e>" } },
	{ "<a,b", { "<a", "b" } },
};

static void
test_next_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		struct slice rest = slice_of(values[i].value), v;
		size_t n = 0;

		while (query_next_value(&rest, &v)) {
			assert_non_null(values[i].parts[n]);
			assert_true(slice_is(v, values[i].parts[n++]));
		}
		assert_null(values[i].parts[n]);
	}
}

/* --- the table ------------------------------------------------------------ */

static void
test_table(void **state)
{
	(void)state;
	for (int i = 0; i < QUERY_WORD; i++) {
		enum query_key key = (enum query_key)i;
		const char *first = query_choice(key, ~0u, 0, NULL);

		assert_true(strlen(query_key_name(key)) > 0);
		assert_true(strlen(query_key_help(key)) > 0);
		assert_int_not_equal(query_key_domains(key), 0);
		if (query_key_type(key) == QUERY_TYPE_WORD)
			assert_non_null(first);
		else
			assert_null(first);
	}
}

/* What completion offers is what the check lets pass. */
static void
test_choices(void **state)
{
	static const enum query_key keys[] = { QUERY_IS, QUERY_HAS,
	    QUERY_KIND, QUERY_STATE, QUERY_ACT };
	const char *name, *help;
	struct query q;
	char text[64];
	int column;

	(void)state;
	for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++)
		for (int i = 0; (name = query_choice(keys[k], ~0u, i, &help))
		    != NULL; i++) {
			assert_non_null(help);
			snprintf(text, sizeof(text), "%s:%s",
			    query_key_name(keys[k]), name);
			assert_int_equal(query_parse(
			    slice_of(text), &q, &column), OK);
			assert_int_equal(
			    query_check(&q, ~0u, false, &column), OK);
		}
	assert_string_equal(
	    query_choice(QUERY_IS, QUERY_OF_BOARD, 0, &help), "moderated");
	assert_null(query_choice(QUERY_IS, QUERY_OF_BOARD, 1, &help));
	assert_int_equal(query_kind_find(SLICE("idea")), KIND_IDEAS);
	assert_int_equal(query_kind_find(SLICE("ideas")), KIND_IDEAS);
	assert_int_equal(query_kind_find(SLICE("x")), KIND_COUNT);
}

enum {
	A = QUERY_OF_ARTICLE | QUERY_OF_LIST,
	U = QUERY_OF_USER | QUERY_OF_LIST,
	B = QUERY_OF_BOARD | QUERY_OF_LIST,
	E = QUERY_OF_EVENT | QUERY_OF_LIST,
};

static const struct {
	const char *text;
	unsigned domains;
	bool clock_free;
} sound[] = {
	{ "", A, true },
	{ "is:open board:tv.* metoo:>=10 -is:solution word", A, true },
	{ "is:open,answered state:solved kind:qa,idea", A, true },
	{ "older:24h newer:7d due:4h is:locked", A, false },
	{ "by:@u,Anna asker:@me holder:@x thread:<a@b>,<c@d>", A, true },
	{ "limit:5 sort:-votes cols:mid after:x", A, false },
	{ "votes:-3 rating:5 replies:0", A, true },
	{ "role:expert/tv points:>=100 is:silenced badge:x", U, false },
	{ "is:staff trust:>2", U, true },
	{ "moderators:<2 open:>0 kind:qa is:moderated board:!a,*", B, true },
	{ "by:@u act:vote,solve target:<a@b> since:24h "
	  "until:2026-11-22T03:00:00Z", E, false },
};

static const struct {
	const char *text;
	unsigned domains;
	bool clock_free;
	int column;
	const char *remedy;
} unsound[] = {
	{ "is:open role:expert", A, false, 9,
	  "role: does not belong here; it is role of the account" },
	{ "metoo:>=ten", A, false, 1, "metoo: is a whole number" },
	{ "x metoo:1,x", A, false, 3, "metoo: is a whole number" },
	{ "older:24", A, false, 1, "older: is a span, like 24h" },
	{ "older:>24h", A, false, 1, "only numbers have more and less" },
	{ "board:a[b]", A, false, 1, "board: is a wildmat" },
	{ "thread:x", A, false, 1, "thread: is a message-id" },
	{ "is:opne", A, false, 1, "no is:opne; XINFO keys lists" },
	{ "is:open,x", A, false, 1, "no is:x" },
	{ "kind:x", A, false, 1, "no kind:x; there is qa, discussion" },
	{ "is:moderated", A, false, 1, "no is:moderated" },
	{ "is:open", B, false, 1, "no is:open; there is moderated" },
	{ "is:open older:24h", A, true, 9, "changes with time alone" },
	{ "is:locked", A, true, 1, "is:locked changes with time alone" },
	{ "limit:5 limit:6", A, false, 9, "stands once" },
	{ "-limit:5", A, false, 1, "without -" },
	{ "limit:>5", A, false, 1, "once and without -" },
	{ "since:yesterday", E, false, 1, "since: is a day" },
	{ "limit:5", QUERY_OF_ARTICLE, false, 1, "does not belong here" },
	{ "word", QUERY_OF_LIST, false, 1, "no words" },
	{ "votes:99999999999999999999", A, false, 1,
	    "a whole number" },
};

static void
test_check(void **state)
{
	struct query q;
	int column;

	(void)state;
	for (size_t i = 0; i < sizeof(sound) / sizeof(*sound); i++) {
		assert_int_equal(query_parse(
		    slice_of(sound[i].text), &q, &column), OK);
		if (query_check(&q, sound[i].domains, sound[i].clock_free,
		    &column) != OK)
			fail_msg("%s: %s", sound[i].text, err_detail());
	}
	for (size_t i = 0; i < sizeof(unsound) / sizeof(*unsound); i++) {
		assert_int_equal(query_parse(
		    slice_of(unsound[i].text), &q, &column), OK);
		assert_int_equal(query_check(&q, unsound[i].domains,
		    unsound[i].clock_free, &column), ERR_SYNTAX);
		if (strstr(err_detail(), unsound[i].remedy) == NULL ||
		    column != unsound[i].column)
			fail_msg("%s: %d %s", unsound[i].text, column,
			    err_detail());
	}
}

static const struct {
	const char *text;
	unsigned domains;
} about[] = {
	{ "", A | U | B | E | QUERY_OF_KPI },
	{ "word limit:5", A | U | B | E | QUERY_OF_KPI },
	{ "metoo:>=10", A },
	{ "board:x", A | B | E | QUERY_OF_KPI },
	{ "board:x moderators:<2", B },
	{ "is:staff", A | U },
	{ "is:staff points:>5", U },
	{ "is:open,gone", A | U },
	{ "metoo:1 points:1", 0 },
	{ "is:moderated is:open", 0 },
};

static void
test_domains(void **state)
{
	struct query q;
	int column;

	(void)state;
	for (size_t i = 0; i < sizeof(about) / sizeof(*about); i++) {
		assert_int_equal(query_parse(
		    slice_of(about[i].text), &q, &column), OK);
		assert_int_equal(query_domains(&q),
		    about[i].domains & ~(unsigned)QUERY_OF_LIST);
	}
}

static void
test_secret(void **state)
{
	static const char *const secret[] = { "is:flagged", "-is:FLAGGED",
	    "is:open,flagged", "has:flag", "flags:>0", "sort:-flags",
	    "sort:Flags" };
	static const char *const open[] = { "", "flags", "\"is:flagged\"",
	    "tag:flagged", "is:hidden", "sort:votes", "has:vote" };
	struct query q;
	int column;

	(void)state;
	for (size_t i = 0; i < sizeof(secret) / sizeof(*secret); i++) {
		assert_int_equal(
		    query_parse(slice_of(secret[i]), &q, &column), OK);
		assert_true(query_is_secret(&q));
	}
	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++) {
		assert_int_equal(
		    query_parse(slice_of(open[i]), &q, &column), OK);
		assert_false(query_is_secret(&q));
	}
}

/* --- writing -------------------------------------------------------------- */

static const struct {
	const char *text, *plain, *anna;
} printed[] = {
	{ "", "", "" },
	{ " a  -b ", "a -b", "a -b" },
	{ "BY:@me x", "by:@me x", "by:@anna x" },
	{ "by:@ME,@bob,Jan -asker:@me", "by:@ME,@bob,Jan -asker:@me",
	  "by:@anna,@bob,Jan -asker:@anna" },
	{ "@me \"@me\"", "@me \"@me\"", "@me \"@me\"" },
	{ "metoo:>=10 \"two words\" by:\"Jan Kok\"",
	  "metoo:>=10 \"two words\" by:\"Jan Kok\"",
	  "metoo:>=10 \"two words\" by:\"Jan Kok\"" },
	{ "thread:<a@b> target:@me", "thread:<a@b> target:@me",
	  "thread:<a@b> target:@anna" },
};

static void
test_print(void **state)
{
	struct buf out = BUF_INIT(1024);
	struct query q;
	int column;

	(void)state;
	for (size_t i = 0; i < sizeof(printed) / sizeof(*printed); i++) {
		assert_int_equal(query_parse(
		    slice_of(printed[i].text), &q, &column), OK);
		buf_reset(&out);
		query_print(&q, &out);
		assert_string_equal(buf_cstr(&out), printed[i].plain);
		buf_reset(&out);
		assert_int_equal(
		    query_print_for(&q, SLICE("anna"), &out), OK);
		assert_string_equal(buf_cstr(&out), printed[i].anna);
		assert_int_equal(query_has_me(&q),
		    strcmp(printed[i].plain, printed[i].anna) != 0);
	}
	assert_int_equal(query_parse(SLICE("by:@me"), &q, &column), OK);
	assert_int_equal(
	    query_print_for(&q, SLICE(""), &out), ERR_DENIED);
	assert_non_null(strstr(err_detail(), "log in"));
	buf_clear(&out);
}

static const struct {
	const char *text, *rest;
	int terms;
} until[] = {
	{ "is:open do x", "do x", 1 },
	{ "is:open DO x", "DO x", 1 },
	{ "\"do\" -do after:x y after 2h", "after 2h", 4 },
	{ "a b", "", 2 },
	{ "do", "do", 0 },
	{ "doing", "", 1 },
};

static void
test_until(void **state)
{
	static const char *const stop[] = { "after", "do", NULL };
	struct slice rest;
	struct query q;
	int column;

	(void)state;
	for (size_t i = 0; i < sizeof(until) / sizeof(*until); i++) {
		assert_int_equal(query_parse_until(slice_of(until[i].text),
		    stop, &q, &rest, &column), OK);
		assert_true(slice_is(rest, until[i].rest));
		assert_int_equal(q.n, until[i].terms);
	}
}

/* --- values --------------------------------------------------------------- */

static void
test_numbers(void **state)
{
	struct query q;
	int64_t n = 0;
	int column;

	(void)state;
	assert_true(query_number(SLICE("-12"), &n) && n == -12);
	assert_true(query_number(SLICE("+7"), &n) && n == 7);
	assert_true(query_number(SLICE("9223372036854775807"), &n));
	assert_false(query_number(SLICE("9223372036854775808"), &n));
	assert_false(query_number(SLICE(""), &n));
	assert_false(query_number(SLICE("-"), &n));
	assert_false(query_number(SLICE("--1"), &n));
	assert_int_equal(query_parse(SLICE("votes:>=10,3"), &q, &column), OK);
	assert_true(query_number_holds(&q.term[0], 3));
	assert_false(query_number_holds(&q.term[0], 2));
	assert_true(query_compare(CMP_EQ, 1, 1));
	assert_true(query_compare(CMP_GE, 1, 1));
	assert_true(query_compare(CMP_LE, 1, 1));
	assert_false(query_compare(CMP_GT, 1, 1));
	assert_false(query_compare(CMP_LT, 1, 1));
	assert_true(query_compare(CMP_LT, -1, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_domains),
		cmocka_unit_test(test_secret),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_until),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_get),
		cmocka_unit_test(test_next_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
