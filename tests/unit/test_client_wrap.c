/* Wrapping, quote levels and folds; labels of columns; tabs. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/label.h"
#include "client/wrap.h"
#include "common/xalloc.h"

/* Lines as "kind-letter level |text|" joined by newlines. */
static void
check(const char *text, int width, bool fold, const char *want)
{
	struct wrap w = { 0 };
	struct buf got = BUF_INIT(65536);

	wrap_body(&w, slice_of(text), 0, strlen(text), width, fold);
	for (size_t i = 0; i < w.n; i++) {
		const struct wrap_line *l = &w.line[i];

		if (l->kind == WRAP_FOLD)
			buf_printf(&got, "[%u]\n", l->count);
		else
			buf_printf(&got, "%c%d|%.*s\n", "HTQS"[l->kind],
			    l->level, (int)l->len, text + l->offset);
	}
	assert_string_equal(buf_cstr(&got), want);
	buf_clear(&got);
	wrap_clear(&w);
}

static void
test_wrap(void **state)
{
	(void)state;
	check("", 20, false, "");
	check("one\n\ntwo\n", 20, false, "T0|one\nT0|\nT0|two\n");
	check("no end", 20, false, "T0|no end\n");
	check("aaa bbb ccc\n", 7, false, "T0|aaa bbb\nT0|ccc\n");
	check("aaa bbb ccc\n", 8, false, "T0|aaa bbb\nT0|ccc\n");
	check("abcdefghij\n", 4, false, "T0|abcd\nT0|efgh\nT0|ij\n");
	check("x abcdefghij\n", 4, false, "T0|x\nT0|abcd\nT0|efgh\nT0|ij\n");
	/* Wide characters are two columns, never cut in the middle. */
	check("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\n", 5, false,
	    "T0|\xe6\x97\xa5\xe6\x9c\xac\nT0|\xe8\xaa\x9e\n");
	check("\xe6\x97\xa5\n", 1, false, "T0|\xe6\x97\xa5\n");
	/* Code keeps its columns. */
	check("    a b c d\n", 8, false, "T0|    a b \nT0|c d\n");
	check("trail   \n", 20, false, "T0|trail\n");
}

static void
test_quotes(void **state)
{
	(void)state;
	check("> a\n>> b\n> > > c\nd\n", 20, false,
	    "Q1|> a\nQ2|>> b\nQ3|> > > c\nT0|d\n");
	check("> aaa bbb\n", 6, false, "Q1|> aaa\nQ1|bbb\n");
	check("> a\n> b\n\n> c\n\nd\n> e\n", 20, true,
	    "[4]\nT0|\nT0|d\nQ1|> e\n");
	check("a\n-- \nme\n> q\n> q\n", 20, true,
	    "T0|a\nS0|--\nS0|me\nS1|> q\nS1|> q\n");
}

static void
test_level(void **state)
{
	static const struct {
		const char *line;
		int level;
	} table[] = {
		{ "", 0 }, { "a > b", 0 }, { " > a", 0 }, { ">", 1 },
		{ "> a > b", 1 }, { ">>>", 3 }, { "> >> a", 3 },
		{ ">  > a", 1 }, { ">>>>>>>>>>>>>>", 9 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_int_equal(wrap_quote_level(slice_of(table[i].line)),
		    table[i].level);
}

/* Nothing is lost and nothing is too wide, whatever the text. */
static void
test_random(void **state)
{
	static const char *const part[] = { "a", " ", "bb ", "\n", "> ",
		"\xc3\xa4", "\xe6\x97\xa5", "-- \n", "    ", "word " };
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct buf text = BUF_INIT(65536);
		struct wrap w = { 0 };
		int width = 2 + rand_r(&seed) % 12;
		size_t letters = 0, shown = 0;

		for (int i = rand_r(&seed) % 60; i > 0; i--)
			buf_puts(&text, part[rand_r(&seed) % 10]);
		wrap_body(&w, buf_slice(&text), 0, text.len, width, false);
		for (size_t i = 0; i < text.len; i++)
			letters += text.p[i] != ' ' && text.p[i] != '\n';
		for (size_t i = 0; i < w.n; i++) {
			struct slice s = slice_make(
			    text.p + w.line[i].offset, w.line[i].len);

			assert_true(wrap_width(s) <= width);
			for (size_t k = 0; k < s.len; k++)
				shown += s.p[k] != ' ';
		}
		assert_int_equal(shown, letters);
		wrap_clear(&w);
		buf_clear(&text);
	}
}

static void
test_megabyte(void **state)
{
	size_t n = 1 << 20;
	char *text = xmalloc(n);
	struct wrap w = { 0 };

	(void)state;
	memset(text, 'x', n);
	wrap_body(&w, slice_make(text, n), 0, n, 80, false);
	assert_int_equal(w.n, (n + 79) / 80);
	wrap_clear(&w);
	memset(text, '\n', n);
	wrap_body(&w, slice_make(text, n), 0, n, 80, true);
	assert_int_equal(w.n, n);
	/* Quotes far apart: looking ahead must not be quadratic. */
	for (size_t i = 0; i + 1 < n; i += 2)
		text[i] = (char)(i % 64 == 0 ? '>' : '\n');
	wrap_clear(&w);
	wrap_body(&w, slice_make(text, n), 0, n, 80, true);
	assert_true(w.n > 0);
	wrap_clear(&w);
	free(text);
}

static void
test_tabs(void **state)
{
	struct buf b = BUF_INIT(256);

	(void)state;
	wrap_expand_tabs(SLICE("\ta\tb\n12345678\tc"), &b);
	assert_string_equal(
	    buf_cstr(&b), "        a       b\n12345678        c");
	buf_clear(&b);
}

static void
test_age(void **state)
{
	static const struct {
		int64_t age;
		const char *want;
	} table[] = {
		{ -5, "0m" }, { 0, "0m" }, { 59, "0m" }, { 60, "1m" },
		{ 3599, "59m" }, { 3600, "1h" }, { 2 * 86400 - 1, "47h" },
		{ 2 * 86400, "2d" }, { 59 * 86400, "59d" },
		{ 61 * 86400, "2mo" }, { 700 * 86400, "22mo" },
		{ 33ll * 366 * 86400, "33y" },
	};
	char age[LABEL_AGE];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		label_age(2000000000, 2000000000 - table[i].age, age);
		assert_string_equal(age, table[i].want);
	}
	label_age(2000000000, 0, age);
	assert_string_equal(age, "");
}

static void
test_author(void **state)
{
	static const struct {
		const char *from, *name, *address;
	} table[] = {
		{ "Mara <m@x>", "Mara", "m@x" },
		{ "\"Mara M.\" <m@x>", "Mara M.", "m@x" },
		{ "m@x (Mara)", "Mara", "m@x" },
		{ "m@x", "m@x", "m@x" },
		{ "<m@x>", "m@x", "m@x" },
		{ "\"\" <m@x>", "m@x", "m@x" },
		{ "m@x ()", "m@x", "m@x" },
		{ "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct slice from = slice_of(table[i].from);

		assert_true(slice_is(label_author(from), table[i].name));
		assert_true(slice_is(label_address(from), table[i].address));
	}
	assert_true(slice_is(label_subject(SLICE("Re: RE:  x")), "x"));
	assert_true(slice_is(label_subject(SLICE("Regal")), "Regal"));
	assert_true(label_contains(SLICE("Hello World"), SLICE("o w")));
	assert_false(label_contains(SLICE("abc"), SLICE("abcd")));
}

static void
test_board_names(void **state)
{
	static const struct {
		const char *name;
		size_t width;
		const char *out;
	} cases[] = {
		{ "a.en.coffee", 20, "a.en.coffee" },
		{ "acme.en.coffee", 11, "a.en.coffee" },
		{ "acme.en.coffee", 10, "a.e.coffee" },
		{ "acme.en.coffee", 8, "..coffee" },
		{ "coffee", 5, "..fee" },
		{ "..coffee", 8, "..coffee" },
		{ "acme.en.coffee", 2, "a.e.coffee" },
	};
	char out[LIMIT_BOARD_NAME + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		label_board(slice_of(cases[i].name), cases[i].width, out);
		assert_string_equal(out, cases[i].out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_board_names),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_level),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_megabyte),
		cmocka_unit_test(test_tabs),
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_author),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
