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
	{ "--x", "-word:'-x' " },
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_get),
		cmocka_unit_test(test_next_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
