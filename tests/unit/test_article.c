/* Articles: splitting, overview, the rules for posting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/article.h"

#define POST                                                               \
	"From: Anna <anna@example.org>\r\n"                                \
	"Subject: No picture\r\n"                                          \
	"Newsgroups: tv.open\r\n"

static struct article art;

static enum err
parse(const char *s)
{
	return article_parse(slice_of(s), &art);
}

static void
assert_slice(struct slice s, const char *want)
{
	if (!slice_is(s, want))
		fail_msg("\"%.*s\" is not \"%s\"", SLICE_ARG(s), want);
}

static void
splits(void **state)
{
	(void)state;
	assert_int_equal(parse("Subject: a\r\n\tb \r\nX-Odd  : 1\r\nEmpty:"
	    "\r\n\r\nBody\r\n\r\nmore\r\n"), OK);
	assert_int_equal(art.nfields, 3);
	assert_slice(art.field[0].name, "Subject");
	assert_slice(art.field[0].value, "a\r\n\tb");
	assert_slice(art.field[0].raw, "Subject: a\r\n\tb \r\n");
	assert_slice(art.field[1].name, "X-Odd");
	assert_slice(art.field[1].value, "1");
	assert_slice(art.field[2].value, "");
	assert_slice(art.head, "Subject: a\r\n\tb \r\nX-Odd  : 1\r\nEmpty:"
	    "\r\n");
	assert_slice(art.body, "Body\r\n\r\nmore\r\n");
	assert_slice(article_value(&art, "sUBJECT"), "a\r\n\tb");
	assert_null(article_field(&art, "Subj"));
	assert_null(article_value(&art, "Subj").p);
	assert_int_equal(article_lines(&art), 3);
}

static void
splits_odd(void **state)
{
	static const struct {
		const char *in;
		const char *body;
		int nfields;
	} cases[] = {
		{ "A: b", "", 1 },
		{ "A: b\r\n", "", 1 },
		{ "A: b\r\n\r\n", "", 1 },
		{ "A: b\r\n \r\n\r\nx", "x", 1 },
		{ "A: b\r\nB:c\r\n\r\n\r\n", "\r\n", 2 },
		{ "A: b\nc\r\n\r\nx", "x", 1 },
		{ "A: b\rc\r\n\r\nx", "x", 1 },
		{ "A: b\r\nA: c\r\n\r\nx", "x", 2 },
		{ "A:: b\r\n\r\nx", "x", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(cases[i].in), OK);
		assert_int_equal(art.nfields, cases[i].nfields);
		assert_slice(art.body, cases[i].body);
	}
	assert_slice(article_value(&art, "A"), ": b");
}

static void
refuses_to_split(void **state)
{
	static const struct {
		const char *in, *detail;
	} cases[] = {
		{ "", "line 1" }, { "\r\nbody\r\n", "line 1" },
		{ " A: b\r\n\r\n", "line 1" }, { "A b\r\n\r\n", "line 1" },
		{ ": b\r\n\r\n", "line 1" }, { "A: b\r\nC\r\n\r\n", "line 2" },
		{ "A: b\r\n c\r\n d\r\nno field\r\n", "line 4" },
		{ "A B: c\r\n\r\n", "line 1" },
		{ "\xc3\xbc: c\r\n\r\n", "line 1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(cases[i].in), ERR_SYNTAX);
		if (strstr(err_detail(), cases[i].detail) == NULL)
			fail_msg("%zu: %s", i, err_detail());
	}
}

static void
limits(void **state)
{
	struct buf b = BUF_INIT(2 * LIMIT_HEADER);

	(void)state;
	for (int i = 0; i < LIMIT_HEADER_FIELDS; i++)
		buf_puts(&b, "X: y\r\n");
	assert_int_equal(article_parse(buf_slice(&b), &art), OK);
	buf_puts(&b, "X: y\r\n");
	assert_int_equal(article_parse(buf_slice(&b), &art), ERR_TOOBIG);
	assert_non_null(strstr(err_detail(), "129"));
	buf_reset(&b);
	buf_puts(&b, "X: ");
	while (b.len < LIMIT_HEADER - 2)
		buf_putc(&b, 'x');
	buf_puts(&b, "\r\n");
	assert_int_equal(article_parse(buf_slice(&b), &art), OK);
	b.len -= 2;
	buf_puts(&b, "x\r\n");
	assert_int_equal(article_parse(buf_slice(&b), &art), ERR_TOOBIG);
	buf_clear(&b);
}

static void
unfolds(void **state)
{
	static const struct {
		struct slice in;
		const char *want;
	} cases[] = {
		{ { "plain", 5 }, "plain" },
		{ { "a\r\n b", 5 }, "a b" },
		{ { "a\r\n\tb", 5 }, "a b" },
		{ { "a \r\n  b", 7 }, "a   b" },
		{ { "a\r\nb", 4 }, "a b" },
		{ { "a\tb\0c\rd\ne", 9 }, "a b c d e" },
		{ { "", 0 }, "" },
		{ { "\xc3\xbc\x1b", 3 }, "\xc3\xbc\x1b" },
	};
	struct buf b = BUF_INIT(64);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		article_unfold(&b, cases[i].in);
		assert_string_equal(buf_cstr(&b), cases[i].want);
	}
	buf_clear(&b);
}

static void
overview(void **state)
{
	static const char *const cases[][2] = {
		{ "Message-ID: <1@x>\r\nFROM: a@b\r\nSubject: s\r\n\tt\r\n"
		    "Date: d\r\nReferences: <0@x>\r\n <00@x>\r\n"
		    "Lines: 99\r\nBytes: 99\r\n\r\na\r\nb\r\n",
		    "s t\ta@b\td\t<1@x>\t<0@x> <00@x>\t77\t2" },
		{ "X: y\r\n\r\n", "\t\t\t\t\t77\t0" },
		{ "Subject: a\tb\r\nSubject: second\r\n\r\nno end",
		    "a b\t\t\t\t\t77\t1" },
	};
	struct buf b = BUF_INIT(1000);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		assert_int_equal(parse(cases[i][0]), OK);
		article_overview(&art, 77, &b);
		assert_string_equal(buf_cstr(&b), cases[i][1]);
	}
	buf_clear(&b);
}

static void
boards(void **state)
{
	static const struct {
		const char *name;
		bool valid;
	} cases[] = {
		{ "tv.open", true }, { "misc", true }, { "a", true },
		{ "comp.lang.c++", true }, { "local.x-y_z", true },
		{ "alt.2600", true }, { "comp.windows.X", true },
		{ "tomato", true }, { "controls", true },
		{ "", false }, { ".", false }, { "a.", false },
		{ ".a", false }, { "a..b", false }, { "a b", false },
		{ "a*", false }, { "a/b", false }, { "\xc3\xbc", false },
		{ "a,b", false }, { "poster", false }, { "control", false },
		{ "to", false }, { "to.me", false }, { "comp.all", false },
		{ "ctl.x", false }, { "a!b", false },
	};
	char name[LIMIT_BOARD_NAME + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (article_board_valid(slice_of(cases[i].name)) !=
		    cases[i].valid)
			fail_msg("\"%s\"", cases[i].name);
	memset(name, 'a', sizeof(name));
	assert_true(article_board_valid(slice_make(name, sizeof(name) - 1)));
	assert_false(article_board_valid(slice_make(name, sizeof(name))));
}

static void
next_board(void **state)
{
	struct slice rest = SLICE(" a.b, c ,,\r\n\td,"), name;

	(void)state;
	assert_true(article_next_board(&rest, &name));
	assert_slice(name, "a.b");
	assert_true(article_next_board(&rest, &name));
	assert_slice(name, "c");
	assert_true(article_next_board(&rest, &name));
	assert_slice(name, "d");
	assert_false(article_next_board(&rest, &name));
}

static void
accepts(void **state)
{
	static const char *const cases[] = {
		POST "\r\nHello\r\n",
		POST "Message-ID: <1@x>\r\nDate: 1 Jan 2000\r\n\r\nHello\r\n",
		POST "X-Folded: a\r\n\tb\r\n c\r\n\r\nHello\r\n",
		POST "X-Utf: Gr\xc3\xbc\xc3\x9f" "e\r\nOrganization:\r\n"
		    "X-Tab:\ta\r\n\r\nHello\r\n",
		"From: anna@example.org (Anna (A.))\r\nSubject: s\r\n"
		    "Newsgroups: a.b,c.d,\r\n e.f\r\n\r\nx",
		"From: \"A, <B>\" <a.b@[127.0.0.1]>, c@d\r\nSubject: s\r\n"
		    "Newsgroups: a\r\n\r\nx",
		"From: \"a b\"@example.org\r\nSubject: s\r\n"
		    "Newsgroups: a\r\n\r\nx",
		POST "Followup-To: poster\r\n\r\nx",
		POST "Followup-To: a,\r\n b.c\r\n\r\nx",
		POST "Distribution: world,de-2, local\r\n\r\nx",
		POST "Supersedes: <1@x>\r\n\r\nx",
		POST "Control: cancel <1@x>\r\n\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(cases[i]), OK);
		if (article_check(&art) != OK)
			fail_msg("%zu: %s", i, err_detail());
	}
}

static void
refuses(void **state)
{
	static const struct {
		const char *in, *detail;
	} cases[] = {
		{ POST "\r\n", "body is empty" },
		{ POST "\r\n \r\n\r\n", "body is empty" },
		{ POST, "body is empty" },
		{ "Subject: s\r\nNewsgroups: a\r\n\r\nx", "From is missing" },
		{ "From:\r\nSubject: s\r\nNewsgroups: a\r\n\r\nx",
		    "From is missing" },
		{ "From: a@b\r\nNewsgroups: a\r\n\r\nx",
		    "Subject is missing" },
		{ "From: a@b\r\nSubject: s\r\n\r\nx",
		    "Newsgroups is missing" },
		{ "From: a@b\r\nSubject: s\r\nNewsgroups: ,\r\n\r\nx",
		    "Newsgroups is missing" },
		{ POST "From: b@c\r\n\r\nx", "From is there 2 times" },
		{ POST "subject: t\r\n\r\nx", "Subject is there 2 times" },
		{ POST "Date: 1 Jan 2000\r\nDate: 1 Jan 2000\r\n\r\nx",
		    "Date is there 2 times" },
		{ "From: Anna\r\nSubject: s\r\nNewsgroups: a\r\n\r\nx",
		    "no address" },
		{ "From: (a@b)\r\nSubject: s\r\nNewsgroups: a\r\n\r\nx",
		    "no address" },
		{ "From: \"a@b\r\nSubject: s\r\nNewsgroups: a\r\n\r\nx",
		    "no address" },
		{ "From: A <a@b\r\nSubject: s\r\nNewsgroups: a\r\n\r\nx",
		    "no address" },
		{ "From: a @ b\r\nSubject: s\r\nNewsgroups: a\r\n\r\nx",
		    "no address" },
		{ "From: a@\r\nSubject: s\r\nNewsgroups: a\r\n\r\nx",
		    "no address" },
		{ "From: a@b\r\nSubject: s\r\nNewsgroups: a b\r\n\r\nx",
		    "\"a\" is no name" },
		{ "From: a@b\r\nSubject: s\r\nNewsgroups: a\r\n .b\r\n\r\nx",
		    "\"a\" is no name" },
		{ "From: a@b\r\nSubject: s\r\nNewsgroups: a,b,a\r\n\r\nx",
		    "twice" },
		{ POST "Message-ID: 1\r\n\r\nx", "Message-ID" },
		{ POST "Date: today\r\n\r\nx", "Date" },
		{ POST "X: a\x1b[1m\r\n\r\nx", "control byte 1b" },
		{ POST "X: a\x7f\r\n\r\nx", "control byte 7f" },
		{ POST "X: a\rb\r\n\r\nx", "control byte 0d" },
		{ POST "X: a\nb\r\n\r\nx", "control byte 0a" },
		{ POST "X: gr\xfc\xdf\r\n\r\nx", "X: not UTF-8" },
		{ POST "X:a\r\n\r\nx", "blank behind the colon" },
		{ POST "X : a\r\n\r\nx", "blank behind the colon" },
		{ POST "Followup-To:\r\n\r\nx", "Followup-To is empty" },
		{ POST "Followup-To: a/b\r\n\r\nx", "\"a/b\" is no name" },
		{ POST "Followup-To: a,poster\r\n\r\nx", "\"poster\" is no" },
		{ POST "Followup-To: poster\r\nFollowup-To: a\r\n\r\nx",
		    "Followup-To is there 2 times" },
		{ POST "Distribution:\r\n\r\nx", "Distribution is words" },
		{ POST "Distribution: -a\r\n\r\nx", "Distribution is words" },
		{ POST "Distribution: a b\r\n\r\nx", "Distribution is words" },
		{ POST "Supersedes: 1@x\r\n\r\nx", "Supersedes names no" },
		{ POST "Supersedes:\r\n\r\nx", "Supersedes names no" },
		{ POST "Control:\r\n\r\nx", "only \"cancel" },
		{ POST "Control: cancel\r\n\r\nx", "cancel names no" },
		{ POST "Control: cancel 1\r\n\r\nx", "cancel names no" },
		{ POST "Control: newgroup a\r\n\r\nx", "XACT board" },
		{ POST "Control: cancel <1@x>\r\nSupersedes: <2@x>\r\n\r\nx",
		    "exclude each other" },
		{ POST "Control: cancel <1@x>\r\nControl: cancel <2@x>\r\n"
		    "\r\nx", "Control is there 2 times" },
		{ POST "Xref: h a:1\r\n\r\nx", "Xref is set by the server" },
		{ POST "injection-info: x\r\n\r\nx", "Injection-Info" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(cases[i].in), OK);
		assert_int_equal(article_check(&art), ERR_SYNTAX);
		if (strstr(err_detail(), cases[i].detail) == NULL ||
		    strpbrk(err_detail(), "\r\n") != NULL)
			fail_msg("%zu: %s", i, err_detail());
	}
}

static void
refuses_nul_and_length(void **state)
{
	struct buf b = BUF_INIT(2 * LIMIT_HEADER);

	(void)state;
	buf_puts(&b, POST "X: a");
	buf_putc(&b, '\0');
	buf_puts(&b, "b\r\n\r\nx");
	assert_int_equal(article_parse(buf_slice(&b), &art), OK);
	assert_int_equal(article_check(&art), ERR_SYNTAX);
	buf_reset(&b);
	buf_puts(&b, POST "X: ");
	for (int i = 0; i < LIMIT_HEADER_LINE - 5; i++)
		buf_putc(&b, 'x');
	buf_puts(&b, "\r\n\r\nx");
	assert_int_equal(article_parse(buf_slice(&b), &art), OK);
	assert_int_equal(article_check(&art), OK);
	b.len -= 5;
	buf_puts(&b, "x\r\n\r\nx");
	assert_int_equal(article_parse(buf_slice(&b), &art), OK);
	assert_int_equal(article_check(&art), ERR_TOOBIG);
	buf_reset(&b);
	buf_puts(&b, "From: a@b\r\nSubject: s\r\nNewsgroups: a0");
	for (int i = 1; i <= LIMIT_BOARDS; i++)
		buf_printf(&b, ",a%d", i);
	buf_puts(&b, "\r\n\r\nx");
	assert_int_equal(article_parse(buf_slice(&b), &art), OK);
	assert_int_equal(article_check(&art), ERR_TOOBIG);
	buf_clear(&b);
}

static void
control(void **state)
{
	static const struct {
		const char *in;
		enum article_control kind;
		const char *target;
	} cases[] = {
		{ POST "\r\nx", CONTROL_NONE, "" },
		{ POST "Subject: cmsg cancel <1@x>\r\n\r\nx", CONTROL_NONE,
		    "" },
		{ POST "Supersedes: <1@x>\r\n\r\nx", CONTROL_NONE, "<1@x>" },
		{ POST "Supersedes:\r\n <1@x>\r\n\r\nx", CONTROL_NONE,
		    "<1@x>" },
		{ POST "Supersedes: x <1@x>\r\n\r\nx", CONTROL_NONE, "" },
		{ POST "control: CANCEL  <1@x> more\r\n\r\nx",
		    CONTROL_CANCEL, "<1@x>" },
		{ POST "Control: cancel\r\n\t<1@x>\r\n\r\nx",
		    CONTROL_CANCEL, "<1@x>" },
		{ POST "Control: cancel 1@x\r\n\r\nx", CONTROL_CANCEL, "" },
		{ POST "Control: cancel <1@x>\r\nSupersedes: <2@x>\r\n\r\nx",
		    CONTROL_CANCEL, "<1@x>" },
		{ POST "Control: newgroup <1@x>\r\n\r\nx", CONTROL_BOARD,
		    "" },
		{ POST "Control: rmgroup a\r\n\r\nx", CONTROL_BOARD, "" },
		{ POST "Control: checkgroups\r\n\r\nx", CONTROL_BOARD, "" },
		{ POST "Control: ihave <1@x> h\r\n\r\nx", CONTROL_OTHER, "" },
		{ POST "Control:\r\n\r\nx", CONTROL_OTHER, "" },
	};
	struct slice target;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(cases[i].in), OK);
		if (article_control(&art, &target) != cases[i].kind ||
		    !slice_is(target, cases[i].target))
			fail_msg("%zu: \"%.*s\"", i, SLICE_ARG(target));
	}
}

static void
addresses(void **state)
{
	/* What is found, separated by blanks. */
	static const struct {
		const char *in, *found;
	} cases[] = {
		{ "", "" },
		{ "Anna", "" },
		{ "a@b", "a@b" },
		{ "Anna <a@b>", "a@b" },
		{ "\"x@y\" <a@b> (c@d)", "a@b" },
		{ "a@b (Anna (c@d))", "a@b" },
		{ "a@b,c@d", "a@b c@d" },
		{ "A <a@b>, \"C, D\"\r\n <c@d>", "a@b c@d" },
		{ "<a@b> <c@d>", "a@b c@d" },
		{ "\"a b\"@c", "\"a b\"@c" },
		{ "a@[::1]", "a@[::1]" },
		{ "@b", "" },
		{ "a @b", "" },
		{ "group: a@b, c@d;", "a@b c@d" },
		{ "<@x,@y:a@b>", "a@b" },
		{ "\"a@b", "" },
		{ "(a@b", "" },
		{ "a@b@c", "a@b@c" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice rest = slice_of(cases[i].in), one;
		struct buf b = BUF_INIT(256);

		while (article_next_address(&rest, &one)) {
			if (b.len != 0)
				buf_putc(&b, ' ');
			buf_put_slice(&b, one);
		}
		if (!slice_is(buf_slice(&b), cases[i].found))
			fail_msg("\"%s\": \"%s\"", cases[i].in,
			    buf_cstr(&b));
		buf_clear(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits),
		cmocka_unit_test(splits_odd),
		cmocka_unit_test(refuses_to_split),
		cmocka_unit_test(limits),
		cmocka_unit_test(unfolds),
		cmocka_unit_test(overview),
		cmocka_unit_test(boards),
		cmocka_unit_test(next_board),
		cmocka_unit_test(accepts),
		cmocka_unit_test(refuses),
		cmocka_unit_test(refuses_nul_and_length),
		cmocka_unit_test(control),
		cmocka_unit_test(addresses),
	};

	return cmocka_run_group_tests_name("article", tests, NULL, NULL);
}
