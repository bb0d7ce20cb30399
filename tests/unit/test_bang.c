/* Acts in postings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/bang.h"
#include "tests/unit/print.h"

#define Q "<q@x>"

/* acts: as act_print() writes them, each with a line end; "!" for a fault */
static const struct {
	const char *body, *acts;
	bool text;
} good[] = {
	{ "", "", false },
	{ "!solve\n", "solve " Q "\n", false },
	{ "!solve", "solve " Q "\n", false },
	{ "!solve\r\n", "solve " Q "\n", false },
	{ "!Solve  \r\n\r\n", "solve " Q "\n", false },
	{ "!+1\n", "vote " Q " value=+1\n", false },
	{ "!-1\n", "vote " Q " value=-1\n", false },
	{ "!vote 0\n", "vote " Q " value=0\n", false },
	{ "!dup <d@x>\n", "dup " Q " of=<d@x>\n", false },
	{ "!flag spam :an ad\n", "flag " Q " reason=spam :an ad\n", false },
	{ "!accept 3\n", "accept terms:3\n", false },
	{ "!accept\n", "accept terms:0\n", false },
	{ "!accept terms:3\n", "accept terms:3\n", false },
	{ "!follow\n", "follow " Q "\n", false },
	{ "!follow @anna\n", "follow @anna\n", false },
	{ "!warn anna :be kind\n", "warn @anna :be kind\n", false },
	{ "!metoo\n!+1\n\n!follow\n",
	  "metoo " Q "\nvote " Q " value=+1\nfollow " Q "\n", false },
	/* Behind the first line of one's own it is text. */
	{ "!metoo\nThe same here.\n!solve\n", "metoo " Q "\n", true },
	{ "Thanks.\n!solve\n", "", true },
	{ " !solve\n", "", true },
	{ "!!! look\n", "", true },
	{ "!= is not\n", "", true },
	{ "!\n", "", true },
	{ "!-)\n", "", true },
	/* What others wrote is passed over. */
	{ "> Did that help?\n>\n\n!solve\n", "solve " Q "\n", false },
	{ "Anna wrote:\n> Did that help?\n!solve\n", "solve " Q "\n", false },
	{ "On Sunday, 22 November\nAnna <a@x> wrote:\n\n> Well?\n> Yes?\n"
	  "!solve\n> more\n", "solve " Q "\n", false },
	{ "> !solve\n", "", false },
	{ "> !solve\nI did.\n", "", true },
	{ "Note:\n!solve\n", "", true },
	{ "!solve\n-- \nAnna\n", "solve " Q "\n", false },
	{ "!solve\nYes.\n-- \nAnna\n", "solve " Q "\n", true },
	{ "!solve\nBob wrote:\n> x\n", "solve " Q "\n", false },
	{ "!dance\n", "!", false },
	{ "!solve now\n", "!", false },
	{ "!dup\n!metoo\n", "!metoo " Q "\n", false },
};

static void
test_bodies(void **state)
{
	struct buf got = BUF_INIT(4096);

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct act_request r;
		struct bang b;
		enum err e;

		buf_reset(&got);
		bang_begin(&b, SLICE(Q), slice_of(good[i].body));
		while (bang_next(&b, &r, &e)) {
			if (e != OK) {
				buf_putc(&got, '!');
				continue;
			}
			struct buf one = BUF_INIT(1024);

			act_print(&r, &one);
			buf_put_slice(&got, buf_slice(&one));
			buf_putc(&got, '\n');
			buf_clear(&one);
		}
		if (strcmp(buf_cstr(&got), good[i].acts) != 0 ||
		    bang_has_text(&b) != good[i].text)
			fail_msg("%s: %s (%d)", good[i].body, buf_cstr(&got),
			    bang_has_text(&b));
	}
	buf_clear(&got);
}

static const struct {
	const char *parent, *text, *remedy;
} bad[] = {
	{ Q, "", "no act \"\"" },
	{ Q, "dance", "no act \"dance\"; XINFO acts" },
	{ "", "solve", "send it as a reply" },
	{ "", "+1", "send it as a reply" },
	{ Q, "solve x=1", "solve has no x=" },
	{ Q, "needinfo which model?", "begins with \":\"" },
	{ Q, "grant", "the target of grant is @name" },
	{ Q, "thank -", "behind \":\"" },
	{ Q, "solve :because", "solve takes no text" },
	{ "", "follow", "the target of follow" },
};

static void
test_bad(void **state)
{
	struct act_request r;
	struct bang b;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(bang_parse(&b, slice_of(bad[i].parent),
		    slice_of(bad[i].text), &r), ERR_SYNTAX);
		if (strstr(err_detail(), bad[i].remedy) == NULL)
			fail_msg("%s: %s", bad[i].text, err_detail());
	}
}

/* A fault names the line it is in. */
static void
test_fault(void **state)
{
	struct act_request r;
	struct bang b;
	enum err e = OK;

	(void)state;
	bang_begin(&b, SLICE(Q), SLICE("!metoo\n!dance all night\n"));
	assert_true(bang_next(&b, &r, &e));
	assert_int_equal(e, OK);
	assert_true(bang_next(&b, &r, &e));
	assert_int_equal(e, ERR_SYNTAX);
	assert_non_null(strstr(err_detail(), "!dance all night: "));
	assert_false(bang_next(&b, &r, &e));
}

/* A board can be the target where nothing is replied to. */
static void
test_no_parent(void **state)
{
	struct act_request r;
	struct bang b;

	(void)state;
	assert_int_equal(bang_parse(
	    &b, SLICE(""), SLICE("follow tv.general"), &r), OK);
	assert_true(slice_is(r.target, "tv.general"));
	assert_int_equal(
	    bang_parse(&b, SLICE(""), SLICE("accept 3"), &r), OK);
	assert_true(slice_is(r.target, "terms:3"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_fault),
		cmocka_unit_test(test_no_parent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
