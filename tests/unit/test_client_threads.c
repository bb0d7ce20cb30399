/* The windowed thread list: pages, positions, trees, OVER, read state. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/boards.h"
#include "client/fetch.h"
#include "client/readmarks.h"
#include "client/table.h"
#include "client/threads.h"
#include "common/buf.h"

/* Rows first..first+n-1, and a next page unless it is the last. */
static void
give_page(struct threads *t, size_t page, int first, int n, const char *more)
{
	struct buf b = BUF_INIT(1 << 20);

	buf_puts(&b, "#mid\tboard\tnumber\tactive\tarticles\tlast\t"
		     "subject\r\n");
	for (int i = first; i < first + n; i++)
		buf_printf(&b,
		    "<%d@x>\tb\t%d\t2026-11-22T03:00:00Z\t%d\t%d\ts%d\r\n", i,
		    1000 - i, i % 3 + 1, 1000 - i, i);
	if (more != NULL)
		buf_printf(&b, "#more\tafter:%s\r\n", more);
	threads_take_page(t, page, buf_slice(&b));
	buf_clear(&b);
}

static void
test_table(void **state)
{
	struct table t;
	char *text;

	(void)state;
	table_open(&t, SLICE("#a\tb\tc\r\nx\t-\t2026-11-22T03:00:00Z\r\n"
			     "y\\tz\t7\r\n#more\tafter:q w\r\n"));
	assert_true(table_next(&t));
	assert_true(slice_is(table_field(&t, table_column(&t, "a")), "x"));
	assert_int_equal(table_field(&t, table_column(&t, "b")).len, 0);
	assert_int_equal(table_time(&t, 2), 1795316400);
	assert_int_equal(table_field(&t, table_column(&t, "none")).len, 0);
	assert_true(table_next(&t));
	text = table_text(&t, 0);
	assert_string_equal(text, "y\tz");
	free(text);
	assert_int_equal(table_number(&t, 1), 7);
	assert_int_equal(table_number(&t, 0), 0);
	assert_int_equal(table_field(&t, 2).len, 0);
	assert_false(table_next(&t));
	assert_true(slice_is(t.more, "after:q w"));
}

static void
test_words(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" }, { "driver", "\"driver\"" },
		{ "two  words", "\"two\" \"words\"" },
		{ "is:open votes:>=3 toner", "is:open votes:>=3 \"toner\"" },
		{ "-is:solved by:@anna newer:7d",
		  "-is:solved by:@anna newer:7d" },
		{ "-x", "\"-x\"" }, { "10:30", "\"10:30\"" },
		{ "no:key is:nothing", "\"no:key\" is:nothing" },
		{ "limit:3 cols:mid board:x", "\"limit:3\" \"cols:mid\" "
		  "\"board:x\"" },
		{ "say \"hi", "\"say\" \"hi\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *words = fetch_words(cases[i][0]);

		assert_string_equal(words, cases[i][1]);
		free(words);
	}
}

static void
test_pages(void **state)
{
	struct threads t;
	struct pos at = { 0 };
	size_t page, n = 1;

	(void)state;
	threads_init(&t, "b", "");
	assert_true(threads_wanted(&t, at, 10, &page));
	assert_int_equal(page, 0);
	assert_null(threads_mid(&t, at));
	give_page(&t, 0, 0, 10, "A");
	assert_string_equal(threads_mid(&t, at), "<0@x>");
	/* Enough rows ahead: nothing is asked for. */
	assert_false(threads_wanted(&t, at, 5, &page));
	assert_true(threads_wanted(&t, at, 20, &page));
	assert_int_equal(page, 1);
	assert_string_equal(t.page[1].token, "after:A");
	give_page(&t, 1, 10, 10, NULL);
	assert_true(t.complete);
	assert_false(threads_wanted(&t, at, 100, &page));
	while (threads_next(&t, &at))
		n++;
	assert_int_equal(n, 20);
	assert_int_equal(threads_ordinal(&t, at), 20);
	while (threads_prev(&t, &at))
		n--;
	assert_int_equal(n, 1);
	threads_clear(&t);
}

static void
test_trim(void **state)
{
	struct threads t;
	struct pos at;
	size_t page;
	char token[16];

	(void)state;
	threads_init(&t, "b", "");
	for (int i = 0; i < 8; i++) {
		snprintf(token, sizeof(token), "%d", i);
		give_page(&t, (size_t)i, i * 10, 10, i < 7 ? token : NULL);
	}
	threads_trim(&t, 6, 6);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(
		    t.page[i].state, i < 4 ? PAGE_ABSENT : PAGE_HERE);
	at = (struct pos){ .page = 4 };
	assert_int_equal(threads_ordinal(&t, at), 41);
	assert_false(threads_prev(&t, &at));
	/* Going up asks for the page before by its own token. */
	assert_true(threads_wanted(&t, at, 5, &page));
	assert_int_equal(page, 3);
	assert_string_equal(t.page[3].token, "after:2");
	/* Row 40 moved there meanwhile: it is not shown twice. */
	give_page(&t, 3, 31, 10, "3");
	assert_int_equal(t.page[3].n, 9);
	assert_true(threads_prev(&t, &at));
	assert_string_equal(threads_mid(&t, at), "<39@x>");
	assert_int_equal(t.npages, 8);
	t.page[0].state = PAGE_ASKED;
	threads_forget_asked(&t);
	assert_int_equal(t.page[0].state, PAGE_ABSENT);
	threads_clear(&t);
}

static void
test_articles(void **state)
{
	struct threads t;
	struct pos at = { .thread = 2 };
	struct thread_row *r;

	(void)state;
	threads_init(&t, "b", "");
	give_page(&t, 0, 0, 5, NULL);
	threads_take_articles(&t, "<2@x>",
	    SLICE("#mid\tboard\tnumber\tparent\tdate\tsubject\r\n"
		  "<r2@x>\tb\t12\t<r1@x>\t2026-11-22T03:02:00Z\tRe: 2\r\n"
		  "<2@x>\tb\t998\t-\t2026-11-22T03:00:00Z\t2\r\n"
		  "<r1@x>\tother\t11\t<2@x>\t2026-11-22T03:01:00Z\tRe: 2\r\n"));
	r = threads_at(&t, at);
	assert_int_equal(r->nrows, 3);
	assert_string_equal(r->row[0].mid, "<2@x>");
	assert_string_equal(r->row[2].mid, "<r2@x>");
	assert_int_equal(r->row[2].depth, 2);
	/* A number of another board is none here. */
	assert_int_equal(r->row[1].number, 0);
	/* Folded: one line. Unfolded: three. */
	assert_true(threads_next(&t, &at));
	assert_int_equal(at.thread, 3);
	r->open = true;
	assert_true(threads_prev(&t, &at));
	assert_string_equal(threads_mid(&t, at), "<r2@x>");
	assert_true(threads_find(&t, "<r1@x>", &at));
	assert_int_equal(at.article, 1);
	assert_false(threads_find(&t, "<none@x>", &at));
	/* An answer for a thread that is not held any more is dropped. */
	threads_take_articles(&t, "<gone@x>", SLICE("#mid\r\n<gone@x>\r\n"));
	threads_clear(&t);
}

/* Rows behind the root as "a* c b", with a star when it is a copy. */
static void
expect_rows(const struct thread_row *r, const char *want)
{
	struct buf b = BUF_INIT(1024);

	for (size_t i = 1; i < r->nrows; i++)
		buf_printf(&b, "%s%c%s", b.len != 0 ? " " : "",
		    r->row[i].mid[1], thread_is_pin(r, i) ? "*" : "");
	assert_string_equal(buf_cstr(&b), want);
	buf_clear(&b);
}

static void
test_pins(void **state)
{
	static const struct meta solves = { .known = true,
		.state = "solution", .votes = 5 };
	static const struct meta plain = { .known = true, .state = "reply" };
	struct threads t;
	struct pos at, top = { .article = 1 };
	struct pos *const keep[] = { &at, &top };
	struct thread_row *r;

	(void)state;
	threads_init(&t, "b", "");
	give_page(&t, 0, 0, 1, NULL);
	threads_take_articles(&t, "<0@x>",
	    SLICE("#mid\tboard\tnumber\tparent\tdate\tstate\tvotes\r\n"
		  "<0@x>\tb\t1\t-\t2026-11-22T03:00:00Z\tsolved\t0\r\n"
		  "<a@x>\tb\t2\t<0@x>\t2026-11-22T03:01:00Z\tsolution\t1\r\n"
		  "<b@x>\tb\t3\t<a@x>\t2026-11-22T03:02:00Z\treply\t0\r\n"
		  "<c@x>\tb\t4\t<0@x>\t2026-11-22T03:03:00Z\treply\t9\r\n"));
	r = threads_at(&t, (struct pos){ 0 });
	/* It stands there anyway. */
	expect_rows(r, "a b c");
	at = (struct pos){ .article = 3 };
	threads_take_meta(&t, "<c@x>", &solves, keep, 2);
	expect_rows(r, "c* a* a b c");
	assert_int_equal(at.article, 5);
	assert_int_equal(top.article, 3);
	assert_true(threads_find(&t, "<c@x>", &at));
	assert_int_equal(at.article, 5);
	at.article = 1;
	top.article = 2;
	threads_take_meta(&t, "<a@x>", &plain, keep, 2);
	expect_rows(r, "c* a b c");
	assert_int_equal(at.article, 1);
	assert_int_equal(top.article, 2);
	threads_take_meta(&t, "<c@x>", &plain, keep, 2);
	expect_rows(r, "a b c");
	assert_int_equal(at.article, 3);
	threads_clear(&t);
}

static void
test_over(void **state)
{
	struct threads t;
	struct thread_row *r;

	(void)state;
	threads_init(&t, "b", "");
	threads_take_over(&t, 0,
	    SLICE("1\tone\tA <a@x>\tSun, 22 Nov 2026 03:00:00 +0000\t<1@x>\t"
		  "\t10\t1\r\n"
		  "2\ttwo\tB <b@x>\tSun, 22 Nov 2026 03:01:00 +0000\t<2@x>\t"
		  "\t10\t1\t\t\t:x-title Second\r\n"
		  "3\tRe: one\tC\tSun, 22 Nov 2026 03:05:00 +0000\t<3@x>\t"
		  "<1@x> <lost@x>\t10\t1\r\n"
		  "broken line\r\n"
		  "4\tRe: old\tD\tjunk\t<4@x>\t<old@x>\t10\t1\r\n"),
	    "7");
	assert_int_equal(t.page[0].n, 3);
	r = threads_at(&t, (struct pos){ 0 });
	/* Newest activity first; the nearest ancestor that is here counts. */
	assert_string_equal(r->mid, "<1@x>");
	assert_string_equal(r->subject, "one");
	assert_string_equal(
	    threads_at(&t, (struct pos){ .thread = 1 })->subject, "Second");
	assert_int_equal(r->articles, 2);
	assert_int_equal(r->last, 3);
	assert_string_equal(r->row[1].mid, "<3@x>");
	assert_int_equal(r->row[1].depth, 1);
	assert_false(t.complete);
	assert_string_equal(t.page[1].token, "7");
	threads_take_over(&t, 1, SLICE(""), "");
	assert_true(t.complete);
	/* It has another title by now; a reply has none of its own. */
	threads_take_title(&t, "<1@x>", "First");
	threads_take_title(&t, "<1@x>", "");
	threads_take_title(&t, "<3@x>", "Reply");
	threads_take_title(&t, "<none@x>", "None");
	assert_string_equal(r->subject, "First");
	assert_string_equal(r->row[1].subject, "Re: one");
	threads_clear(&t);
}

static void
test_unread(void **state)
{
	struct readmarks *marks = readmarks_open("threads.test");
	struct threads t;
	struct thread_row *r;

	(void)state;
	threads_init(&t, "b", "");
	threads_take_page(&t, 0,
	    SLICE("#mid\tnumber\tlast\tarticles\n<1@x>\t1\t9\t3\n"));
	r = threads_at(&t, (struct pos){ 0 });
	assert_int_equal(threads_unread(&t, r, marks), UNREAD_ROOT);
	readmarks_set(marks, "b", 1, 1);
	assert_int_equal(threads_unread(&t, r, marks), UNREAD_SOME);
	readmarks_set(marks, "b", 9, 9);
	assert_int_equal(threads_unread(&t, r, marks), UNREAD_NONE);
	/* Once the articles are known every one counts. */
	threads_take_articles(&t, "<1@x>",
	    SLICE("#mid\tnumber\tparent\n<1@x>\t1\t-\n<5@x>\t5\t<1@x>\n"
		  "<9@x>\t9\t<1@x>\n"));
	assert_int_equal(threads_unread(&t, r, marks), UNREAD_SOME);
	readmarks_set(marks, "b", 5, 5);
	assert_int_equal(threads_unread(&t, r, marks), UNREAD_NONE);
	threads_clear(&t);
	readmarks_unset(marks, "b", 0, UINT64_MAX);
	readmarks_close(&marks);
}

static void
test_boards(void **state)
{
	struct boards b = { 0 };
	struct slice more;

	(void)state;
	boards_begin(&b);
	boards_take(&b,
	    SLICE("#name\tstatus\tlow\thigh\tcount\tthreads\ttitle\r\n"
		  "z.z\ty\t1\t9\t8\t3\tLast\r\na.a\tn\t1\t0\t0\t0\t-\r\n"
		  "bad name\ty\t1\t1\t1\t1\tx\r\n#more\tafter:z.z\r\n"),
	    &more);
	assert_true(slice_is(more, "after:z.z"));
	boards_end(&b);
	assert_int_equal(b.n, 2);
	assert_string_equal(b.board[0].name, "a.a");
	assert_int_equal(boards_find(&b, SLICE("z.z"))->high, 9);
	assert_null(boards_find(&b, SLICE("q")));
	/* Another round: what is not named any more goes. */
	boards_begin(&b);
	boards_take_active(&b, SLICE("m.m 20 11 m\r\nz.z 10 1 y\r\n"));
	boards_take_titles(&b, SLICE("m.m\tMiddle =?utf-8?q?=C3=A4?=\r\n"));
	boards_end(&b);
	assert_int_equal(b.n, 2);
	assert_int_equal(b.board[0].count, 10);
	assert_int_equal(b.board[0].status, 'm');
	assert_string_equal(b.board[0].title, "Middle \xc3\xa4");
	assert_int_equal(b.board[1].high, 10);
	boards_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_articles),
		cmocka_unit_test(test_pins),
		cmocka_unit_test(test_over),
		cmocka_unit_test(test_unread),
		cmocka_unit_test(test_boards),
	};

	setenv("XDG_DATA_HOME", "/dev/null/nowhere", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
