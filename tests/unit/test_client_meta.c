/* What stoad says of an article beyond its text: lines, rows, labels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/meta.h"

#define LINE "7\tSubject\tFrom\tDate\t<7@x>\t\t100\t3\tXref: x a:7"

static void
test_over(void **state)
{
	struct meta m;

	(void)state;
	meta_take_over(&m, SLICE(LINE "\t:x-state escalated\t:x-votes -3\t"
	    ":x-metoo 27\t:x-role superuser,expert/tv\t"
	    ":x-sla 2026-11-22T03:00:00Z\t:x-solution <8@x> <9@x>\t"
	    ":x-seq 12\r\n"));
	assert_true(m.known);
	assert_string_equal(m.state, "escalated");
	assert_int_equal(m.votes, -3);
	assert_int_equal(m.metoo, 27);
	assert_string_equal(m.role, "superuser,expert/tv");
	assert_int_equal(m.due, 1795316400);
	assert_string_equal(m.solution, "<8@x>");
	/* Empty is as nobody said it; a reply has no state. */
	meta_take_over(&m, SLICE(LINE "\t\t\t\t\t\t\t:x-seq 12\r\n"));
	assert_true(m.known);
	assert_string_equal(m.state, "");
	assert_int_equal(m.votes, 0);
	assert_int_equal(m.due, 0);
	/* Another news server. */
	meta_take_over(&m, SLICE(LINE "\r\n"));
	assert_false(m.known);
	meta_take_over(&m, SLICE("7\tSubject\t:x-votes 3"));
	assert_false(m.known);
	meta_take_over(&m, SLICE(""));
	assert_false(m.known);
}

static void
test_over_hostile(void **state)
{
	struct meta m;

	(void)state;
	meta_take_over(&m, SLICE(LINE "\t:x-votes 99999999999999999999\t"
	    ":x-metoo -7\t:x-sla soon\t:x-\t:x-state\t:x-unknown x\t"
	    ":x-role aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaa\t:x-state aaaaaaaaaaaaaaaaaaaaaaaaaa"));
	assert_int_equal(m.votes, 0);
	assert_int_equal(m.metoo, 0);
	assert_int_equal(m.due, 0);
	assert_int_equal(strlen(m.role), META_ROLE - 1);
	assert_int_equal(strlen(m.state), META_STATE - 1);
	assert_string_equal(meta_state_label(&m), "");
}

static void
test_row(void **state)
{
	struct table t;
	struct meta m;

	(void)state;
	table_open(&t, SLICE("#mid\tstate\tvotes\tmetoo\trole\tsla\tholder\t"
	    "marks\r\n"
	    "<1@x>\tsolved\t-1\t5\tstaff/Acme\t-\t"
	    "@mara\tfaq,pinned\r\n<2@x>\t-\t0\t0\t-\t-\t-\tlocked\r\n"));
	assert_true(table_next(&t));
	meta_take_row(&m, &t);
	assert_string_equal(m.state, "solved");
	assert_int_equal(m.votes, -1);
	assert_int_equal(m.metoo, 5);
	assert_string_equal(m.role, "staff/Acme");
	assert_string_equal(m.holder, "@mara");
	assert_true(m.pinned && !m.locked);
	assert_true(table_next(&t));
	meta_take_row(&m, &t);
	assert_true(m.known);
	assert_true(!m.pinned && m.locked);
	assert_string_equal(m.state, "");
	table_open(&t, SLICE("#mid\tsubject\r\n<1@x>\tx\r\n"));
	assert_true(table_next(&t));
	meta_take_row(&m, &t);
	assert_false(m.known);
}

static void
test_title(void **state)
{
	(void)state;
	assert_true(slice_is(meta_over_title(SLICE(LINE "\t\t\t\t\t\t\t\t"
	    ":x-title No picture at all\r\n")), "No picture at all"));
	assert_int_equal(
	    meta_over_title(SLICE(LINE "\t:x-seq 3\r\n")).len, 0);
	assert_int_equal(meta_over_title(SLICE(LINE "\r\n")).len, 0);
	assert_int_equal(meta_over_title(SLICE("7\t:x-title x")).len, 0);
	assert_int_equal(meta_over_title(SLICE("")).len, 0);
}

static void
test_merge(void **state)
{
	struct meta m = { .known = true, .row = true, .votes = 1,
		.holder = "@mara", .pinned = true };
	const struct meta line = { .known = true, .votes = 2 };
	const struct meta row = { .known = true, .row = true, .votes = 3,
		.locked = true };

	(void)state;
	meta_merge(&m, &line);
	assert_int_equal(m.votes, 2);
	assert_true(m.pinned && m.row);
	assert_string_equal(m.holder, "@mara");
	meta_merge(&m, &row);
	assert_int_equal(m.votes, 3);
	assert_true(!m.pinned && m.locked);
	assert_string_equal(m.holder, "");
	meta_merge(&m, &line);
	assert_true(m.locked);
}

static void
test_clock(void **state)
{
	struct meta m = { .state = "open", .due = 1000 };

	(void)state;
	assert_int_equal(meta_clock(&m, 0, 499), CLOCK_RUNS);
	assert_int_equal(meta_clock(&m, 0, 501), CLOCK_SOON);
	assert_int_equal(meta_clock(&m, 0, 1000), CLOCK_LATE);
	strcpy(m.state, "escalated");
	assert_int_equal(meta_clock(&m, 0, 1001), CLOCK_LATE);
	/* Nobody waits, or the clock stands. */
	strcpy(m.state, "solved");
	assert_int_equal(meta_clock(&m, 0, 1001), CLOCK_NONE);
	strcpy(m.state, "needsinfo");
	assert_int_equal(meta_clock(&m, 0, 1001), CLOCK_NONE);
	strcpy(m.state, "open");
	m.due = 0;
	assert_int_equal(meta_clock(&m, 0, 1001), CLOCK_NONE);
}

static void
test_role(void **state)
{
	static const struct {
		const char *role, *label, *brief;
	} roles[] = {
		{ "", "", "" }, { "member", "", "" },
		{ "superuser", "[su]", "[su]" },
		{ "staff/Acme", "[staff Acme]", "[staff]" },
		{ "member,superuser,expert/tv", "[su expert tv]", "[su]" },
		{ "expert/tv,staff/Acme,manager", "[staff Acme expert tv]",
		  "[staff]" },
		{ "manager", "[staff]", "[staff]" },
		{ "moderator", "[mod]", "[mod]" },
		{ "bot", "[bot]", "[bot]" }, { "king", "", "" },
	};
	struct meta m = { .known = true };
	char label[64], small[6];

	(void)state;
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++) {
		strcpy(m.role, roles[i].role);
		meta_role_label(&m, false, label, sizeof(label));
		assert_string_equal(label, roles[i].label);
		meta_role_label(&m, true, label, sizeof(label));
		assert_string_equal(label, roles[i].brief);
	}
	strcpy(m.role, "superuser,expert/tv");
	meta_role_label(&m, false, small, sizeof(small));
	assert_string_equal(small, "[su e");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_over),
		cmocka_unit_test(test_over_hostile),
		cmocka_unit_test(test_row),
		cmocka_unit_test(test_title),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_role),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
