/* Read marks: sets of numbers, the file, unread counts, two clients. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/file.h"
#include "common/numset.h"
#include "client/readmarks.h"
#include "common/xalloc.h"

static char *
printed(const struct numset *s)
{
	struct buf b = BUF_INIT(1 << 20);
	char *text;

	numset_print(s, &b);
	text = xstrdup(buf_cstr(&b));
	buf_clear(&b);
	return text;
}

static void
expect(const struct numset *s, const char *want)
{
	char *got = printed(s);

	assert_string_equal(got, want);
	free(got);
}

static void
test_parse(void **state)
{
	static const struct {
		const char *in, *want;
	} table[] = {
		{ "", "" },
		{ "1", "1" },
		{ "1-5", "1-5" },
		{ " 1-5, 7 ,9-10", "1-5,7,9-10" },
		{ "5-6,1-4", "1-6" },
		{ "1-3,3-8,2", "1-8" },
		{ "x,3,-,4-,7-5", "3" },
		{ "9999999999999999", "9999999999999999" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct numset s = { 0 };

		numset_parse(&s, slice_of(table[i].in));
		expect(&s, table[i].want);
		numset_clear(&s);
	}
}

static void
test_edit(void **state)
{
	struct numset s = { 0 }, copy = { 0 };

	(void)state;
	numset_add(&s, 10, 20);
	numset_add(&s, 30, 40);
	numset_add(&s, 21, 29);
	expect(&s, "10-40");
	numset_remove(&s, 15, 15);
	expect(&s, "10-14,16-40");
	numset_remove(&s, 1, 12);
	expect(&s, "13-14,16-40");
	numset_remove(&s, 14, 39);
	expect(&s, "13,40");
	numset_remove(&s, 50, 60);
	numset_add(&s, 5, 4);
	expect(&s, "13,40");
	numset_copy(&copy, &s);
	numset_remove(&s, 0, UINT64_MAX);
	expect(&s, "");
	expect(&copy, "13,40");
	numset_clear(&s);
	numset_clear(&copy);
}

/* Against a plain array of flags. */
static void
test_model(void **state)
{
	struct numset s = { 0 };
	bool flag[200] = { false };
	unsigned seed = 42;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		uint64_t low = 1 + (uint64_t)rand_r(&seed) % 190;
		uint64_t high = low + (uint64_t)rand_r(&seed) % 9;
		bool add = rand_r(&seed) % 2 == 0;
		uint64_t count = 0;

		for (uint64_t k = low; k <= high; k++)
			flag[k] = add;
		if (add)
			numset_add(&s, low, high);
		else
			numset_remove(&s, low, high);
		for (uint64_t k = 1; k < 200; k++) {
			assert_int_equal(numset_has(&s, k), flag[k]);
			count += flag[k];
		}
		assert_int_equal(numset_count(&s, 1, 199), count);
		for (size_t k = 1; k < s.n; k++)
			assert_true(s.range[k].low > s.range[k - 1].high + 1);
	}
	numset_clear(&s);
}

static void
test_unread(void **state)
{
	static const struct {
		uint64_t from, to, low, high, count, want;
	} table[] = {
		/* marks, water marks, articles, unread */
		{ 2, 1, 1, 0, 0, 0 },		/* empty board */
		{ 2, 1, 1, 10, 10, 10 },	/* nothing read */
		{ 1, 4, 1, 10, 10, 6 },
		{ 1, 10, 1, 10, 10, 0 },
		{ 1, 10, 1, 11, 6, 1 },		/* holes, caught up, one new */
		{ 1, 100, 90, 110, 21, 10 },	/* old ones expired */
		{ 2, 1, 1, 10, 7, 7 },		/* holes, nothing read */
		{ 1, 10, 1, 10, 7, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct readmarks *r = readmarks_open("unread.test");

		readmarks_unset(r, "b", 0, UINT64_MAX);
		if (table[i].from <= table[i].to)
			readmarks_set(r, "b", table[i].from, table[i].to);
		assert_int_equal(readmarks_unread(r, "b", table[i].low,
				     table[i].high, table[i].count),
		    table[i].want);
		readmarks_close(&r);
	}
}

static void
test_file(void **state)
{
	struct readmarks *r = readmarks_open("host:119");
	char *path = file_data_path("host:119.newsrc");
	struct buf text = BUF_INIT(4096);
	struct stat st;

	(void)state;
	assert_false(readmarks_dirty(r));
	readmarks_set(r, "b.two", 1, 5);
	readmarks_set(r, "a.one", 7, 7);
	assert_true(readmarks_dirty(r));
	assert_int_equal(readmarks_save(r), OK);
	assert_false(readmarks_dirty(r));
	readmarks_close(&r);
	assert_null(r);
	assert_int_equal(file_read(path, &text), OK);
	assert_string_equal(buf_cstr(&text), "a.one: 7\nb.two: 1-5\n");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	r = readmarks_open("host:119");
	assert_true(readmarks_has(r, "a.one", 7));
	assert_false(readmarks_has(r, "a.one", 8));
	assert_false(readmarks_has(r, "none", 1));
	readmarks_close(&r);
	buf_clear(&text);
	free(path);
}

/* Each writes only the boards it changed. */
static void
test_two_clients(void **state)
{
	struct readmarks *a = readmarks_open("two"), *b, *c;

	(void)state;
	readmarks_set(a, "x", 1, 9);
	assert_int_equal(readmarks_save(a), OK);
	b = readmarks_open("two");
	readmarks_set(b, "y", 1, 2);
	readmarks_unset(a, "x", 5, 5);
	assert_int_equal(readmarks_save(a), OK);
	assert_int_equal(readmarks_save(b), OK);
	c = readmarks_open("two");
	assert_false(readmarks_has(c, "x", 5));
	assert_true(readmarks_has(c, "x", 4));
	assert_true(readmarks_has(c, "y", 2));
	readmarks_close(&a);
	readmarks_close(&b);
	readmarks_close(&c);
}

static void
test_catchup(void **state)
{
	struct readmarks *r = readmarks_open("catchup");

	(void)state;
	assert_null(readmarks_undo(r));
	readmarks_set(r, "b", 3, 3);
	readmarks_catchup(r, "b", 100);
	assert_true(readmarks_has(r, "b", 100));
	assert_string_equal(readmarks_undo(r), "b");
	assert_false(readmarks_has(r, "b", 100));
	assert_true(readmarks_has(r, "b", 3));
	assert_null(readmarks_undo(r));
	readmarks_close(&r);
}

/* An article of a view and of boards is read in all of them or in none. */
static void
test_linked(void **state)
{
	struct readmarks *r = readmarks_open("linked");

	(void)state;
	readmarks_set(r, "a", 5, 5);
	readmarks_set(r, "view.x", 9, 9);
	readmarks_view(r, "view.x", 7);
	readmarks_link(r, "view.x", 7, SLICE("host a:5"));
	readmarks_link(r, "view.x", 9, SLICE("host a:6 b:1"));
	readmarks_link(r, "view.x", 9, SLICE("host a:6 b:1"));
	readmarks_link(r, "view.x", 12, SLICE("host b:2 :3 c: x"));
	readmarks_view(r, "view.y", 1);
	readmarks_link(r, "view.y", 1, SLICE("host a:6 b:1"));
	assert_true(readmarks_has(r, "view.x", 7));
	assert_true(readmarks_has(r, "a", 6));
	assert_true(readmarks_has(r, "b", 1));
	assert_true(readmarks_has(r, "view.y", 1));
	/* Exact where it is linked; 13 is new; 1 to 6 by number. */
	assert_int_equal(readmarks_unread(r, "view.x", 7, 12, 3), 1);
	assert_int_equal(readmarks_unread(r, "view.x", 7, 13, 4), 2);
	assert_int_equal(readmarks_unread(r, "view.x", 1, 12, 5), 3);
	assert_int_equal(readmarks_unread(r, "view.x", 7, 12, 0), 0);
	readmarks_unset(r, "view.y", 1, 1);
	assert_false(readmarks_has(r, "view.x", 9));
	assert_false(readmarks_has(r, "a", 6));
	assert_false(readmarks_has(r, "b", 1));
	readmarks_catchup(r, "b", 100);
	assert_true(readmarks_has(r, "view.x", 12));
	assert_true(readmarks_has(r, "a", 6));
	assert_true(readmarks_has(r, "view.y", 1));
	assert_string_equal(readmarks_undo(r), "b");
	assert_false(readmarks_has(r, "view.x", 12));
	assert_false(readmarks_has(r, "a", 6));
	assert_true(readmarks_has(r, "a", 5));
	/* What another machine read. */
	assert_true(readmarks_merge(r, "view.y", SLICE("1")));
	assert_true(readmarks_has(r, "b", 1));
	/* It left the view: its number means nothing any more. */
	readmarks_view(r, "view.x", 7);
	readmarks_link(r, "view.x", 7, SLICE("host a:5"));
	readmarks_unset(r, "b", 1, 1);
	assert_true(readmarks_has(r, "view.x", 9));
	assert_int_equal(readmarks_unread(r, "view.x", 7, 12, 1), 0);
	readmarks_close(&r);
}

/* A set of numbers below 64, as bits and as ranges. */
static void
some(struct numset *s, uint64_t bits)
{
	for (uint64_t n = 0; n < 64; n++)
		if ((bits >> n & 1) != 0)
			numset_add(s, n, n);
}

static void
test_sets(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct numset a = { 0 }, b = { 0 }, both = { 0 }, less = { 0 };
		struct numset want = { 0 };
		uint64_t x, y;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		x = seed ^ seed >> 29;
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		y = (seed ^ seed >> 31) & (i % 3 == 0 ? seed << 7 : ~0ull);
		some(&a, x);
		some(&b, y);
		numset_copy(&both, &a);
		numset_unite(&both, &b);
		some(&want, x | y);
		assert_true(numset_same(&both, &want));
		numset_clear(&want);
		numset_copy(&less, &a);
		numset_subtract(&less, &b);
		some(&want, x & ~y);
		assert_true(numset_same(&less, &want));
		numset_clear(&a);
		numset_clear(&b);
		numset_clear(&both);
		numset_clear(&less);
		numset_clear(&want);
	}
}

/* As many gaps as there can be, moved by one: no more work than ranges. */
static void
test_gaps(void **state)
{
	struct numset odd = { 0 }, even = { 0 };

	(void)state;
	for (uint64_t n = 0; n < 1000000; n += 2) {
		numset_add(&even, n, n);
		numset_add(&odd, n + 1, n + 1);
	}
	numset_unite(&odd, &even);
	assert_int_equal(odd.n, 1);
	numset_subtract(&odd, &even);
	assert_int_equal(odd.n, 500000);
	numset_clear(&odd);
	numset_clear(&even);
}

/* What the server would be told now: "b 1-3,!7", "" for nothing. */
static char *
untold(struct readmarks *r, size_t max)
{
	struct buf numbers = BUF_INIT(1 << 16);
	const char *board = readmarks_untold(r, &numbers, max);
	char *text = board != NULL
	    ? xasprintf("%s %s", board, buf_cstr(&numbers))
	    : xstrdup("");

	buf_clear(&numbers);
	return text;
}

static void
expect_told(struct readmarks *r, size_t max, const char *want,
    enum readmarks_answer answer)
{
	char *got = untold(r, max);

	assert_string_equal(got, want);
	free(got);
	readmarks_told(r, answer);
}

/* What both sides had, what is here and what the server has: what comes. */
static void
test_merge(void **state)
{
	static const struct {
		const char *agreed, *here, *there, *want, *told;
	} table[] = {
		{ "", "1-3", "", "1-3", "b 1-3" },
		{ "", "", "1-3", "1-3", "" },
		{ "", "1-3", "3-5", "1-5", "b 1-2" },
		{ "1-9", "1-9", "1-4,6-9", "1-4,6-9", "" },
		{ "1-9", "1-4,6-9", "1-9", "1-4,6-9", "b !5" },
		{ "1-9", "1-4,6-9", "1-12", "1-4,6-12", "b !5" },
		{ "1-9", "1-8,11", "2-9", "2-8,11", "b 11,!9" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct readmarks *r = readmarks_open("merge");
		struct numset here = { 0 };

		readmarks_account(r, "anna");
		readmarks_merge(r, "b", slice_of(table[i].agreed));
		readmarks_unset(r, "b", 1, 1000);
		numset_parse(&here, slice_of(table[i].here));
		for (size_t k = 0; k < here.n; k++)
			readmarks_set(r, "b", here.range[k].low,
			    here.range[k].high);
		numset_clear(&here);
		readmarks_merge(r, "b", slice_of(table[i].there));
		numset_parse(&here, slice_of(table[i].want));
		for (uint64_t n = 1; n < 20; n++)
			assert_int_equal(readmarks_has(r, "b", n),
			    numset_has(&here, n));
		expect_told(r, 400, table[i].told, MARKS_TAKEN);
		expect_told(r, 400, "", MARKS_TAKEN);
		readmarks_unset(r, "b", 0, UINT64_MAX);
		readmarks_merge(r, "b", SLICE(""));
		numset_clear(&here);
		readmarks_close(&r);
	}
}

static void
test_tell(void **state)
{
	struct readmarks *r = readmarks_open("tell");

	(void)state;
	readmarks_account(r, "anna");
	readmarks_set(r, "a", 1, 1);
	readmarks_set(r, "a", 100, 200);
	readmarks_set(r, "z", 7, 7);
	/* As much as fits in a line; the rest in the next one. */
	expect_told(r, 6, "a 1", MARKS_TAKEN);
	expect_told(r, 400, "a 100-200", MARKS_LATER);
	expect_told(r, 400, "a 100-200", MARKS_REFUSED);
	expect_told(r, 400, "z 7", MARKS_TAKEN);
	expect_told(r, 400, "", MARKS_TAKEN);
	readmarks_close(&r);
	/* It is asked again by the next one, who knows what was agreed. */
	r = readmarks_open("tell");
	readmarks_account(r, "anna");
	expect_told(r, 400, "a 100-200", MARKS_LATER);
	/* A server that lost its marks takes none away. */
	readmarks_disagree(r);
	expect_told(r, 400, "a 1,100-200", MARKS_TAKEN);
	expect_told(r, 400, "z 7", MARKS_TAKEN);
	/* Nothing is agreed with another account. */
	readmarks_account(r, "bert");
	expect_told(r, 400, "a 1,100-200", MARKS_TAKEN);
	readmarks_close(&r);
}

/* What one client read and another agreed upon is not "marked unread". */
static void
test_two_agree(void **state)
{
	struct readmarks *x = readmarks_open("agree"), *y, *z;

	(void)state;
	readmarks_account(x, "anna");
	readmarks_merge(x, "b", SLICE("1-3"));
	assert_int_equal(readmarks_save(x), OK);
	y = readmarks_open("agree");
	readmarks_account(y, "anna");
	readmarks_set(x, "b", 4, 5);
	expect_told(x, 400, "b 4-5", MARKS_TAKEN);
	readmarks_set(y, "b", 9, 9);
	assert_int_equal(readmarks_save(x), OK);
	assert_int_equal(readmarks_save(y), OK);
	z = readmarks_open("agree");
	readmarks_account(z, "anna");
	expect_told(z, 400, "b 9", MARKS_LATER);
	readmarks_merge(z, "b", SLICE("1-5"));
	assert_true(readmarks_has(z, "b", 4));
	/* Another account's client writes in between. */
	readmarks_account(y, "bert");
	readmarks_unset(y, "b", 1, 3);
	assert_int_equal(readmarks_save(y), OK);
	readmarks_close(&z);
	readmarks_close(&x);
	readmarks_close(&y);
	z = readmarks_open("agree");
	readmarks_account(z, "anna");
	readmarks_merge(z, "b", SLICE("1-5"));
	assert_true(readmarks_has(z, "b", 2));
	expect_told(z, 400, "b 9", MARKS_LATER);
	readmarks_close(&z);
}

static char home[] = "/tmp/stoa-test-XXXXXX";

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(home) == NULL)
		return -1;
	return setenv("XDG_DATA_HOME", home, 1);
}

/* Next number below n. */
static unsigned
pick(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

/* A server that links what no server would: an end comes all the same. */
static void
test_ring(void **state)
{
	(void)state;
	for (unsigned seed = 1, next = 1; seed <= 200; next = ++seed) {
		struct readmarks *r = readmarks_open("ring");

		for (int i = 0; i < 40; i++) {
			char board[] = { (char)('a' + pick(&next, 5)), '\0' };
			uint64_t n = 1 + pick(&next, 4);
			char *xref = xasprintf("h %c:%u %c:%u",
			    'a' + (int)pick(&next, 5), 1 + pick(&next, 4),
			    'a' + (int)pick(&next, 5), 1 + pick(&next, 4));

			if (pick(&next, 2) == 0)
				readmarks_link(r, board, n, slice_of(xref));
			else if (pick(&next, 2) == 0)
				readmarks_set(r, board, 1, n);
			else
				readmarks_unset(r, board, n, 4);
			free(xref);
		}
		readmarks_close(&r);
		assert_null(r);
	}
}

static int
tear_down(void **state)
{
	static const char *const names[] = { "host:119", "two", "catchup",
		"unread.test", "merge", "tell", "agree", "linked",
		"ring" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = xasprintf("%s/stoa/%s.newsrc", home, names[i]);

		unlink(path);
		free(path);
	}
	char *dir = xasprintf("%s/stoa", home);

	rmdir(dir);
	free(dir);
	return rmdir(home);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_edit),
		cmocka_unit_test(test_model),
		cmocka_unit_test(test_unread),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_two_clients),
		cmocka_unit_test(test_catchup),
		cmocka_unit_test(test_linked),
		cmocka_unit_test(test_ring),
		cmocka_unit_test(test_sets),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_tell),
		cmocka_unit_test(test_two_agree),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
