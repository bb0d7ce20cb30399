/* Rules: armed and disarmed by what happens, fired once by the clock. */
#include "tests/unit/community.h"

#include "server/store/rules/rules.h"

static struct fixture *fix;

static int
setup(void **state)
{
	int failed = community_setup(state);

	fix = *state;
	return failed;
}

static uint64_t
timers(void)
{
	struct view *v = view_open(fix->reader);
	struct store_stats st;

	view_stats(v, &st);
	view_close(&v);
	return st.timers;
}

static int64_t
first_due(void)
{
	struct view *v = view_open(fix->reader);
	int64_t due = timer_first(v->txn);

	view_close(&v);
	return due;
}

/* How many events have this behind their actor. */
static int
count(const char *act, const char *target)
{
	struct view *v = view_open(fix->reader);
	struct event e;
	int n = 0;

	for (uint64_t seq = 1; seq <= view_seq(v); seq++)
		if (event_parse(view_event(v, seq), &e) == OK &&
		    slice_is(e.act, act) && slice_is(e.actor, "system") &&
		    slice_is(e.target, target) &&
		    event_arg(e.args, "rule").p != NULL)
			n++;
	view_close(&v);
	return n;
}

/* Waits for the writer to have done all that is due. */
static void
settle_down(void)
{
	AWAIT(first_due() == 0 || first_due() > clock_now());
	assert_true(first_due() == 0 || first_due() > clock_now());
}

static void
at(int64_t t)
{
	community_time(t);
	settle_down();
}

static void
make_rule(const char *name, const char *text)
{
	assert_int_equal(fixture_act(fix, ACT_RULE, name, text), OK);
}

#define WRITE(who, board, id, refs) \
	assert_int_equal(community_write(fix, who, board, id, refs, ""), OK)

/* --- at once -------- */

static void
test_at_once(void **state)
{
	(void)state;
	make_rule("rule:many", ":when metoo:>=2 do escalate :many have it");
	WRITE("@anna", "tv.qa", "q", "");
	assert_int_equal(community_do(fix, "@boris", ACT_METOO, "<q@t>", ""),
	    OK);
	settle_down();
	assert_int_equal(count("escalate", "<q@t>"), 0);
	assert_int_equal(community_do(fix, "@carla", ACT_METOO, "<q@t>", ""),
	    OK);
	settle_down();
	assert_int_equal(count("escalate", "<q@t>"), 1);
	/* It holds on; that is no new reason. */
	assert_int_equal(community_do(fix, "@dora", ACT_METOO, "<q@t>", ""),
	    OK);
	settle_down();
	assert_int_equal(count("escalate", "<q@t>"), 1);
	assert_int_equal(timers(), 0);
}

static void
test_user(void **state)
{
	(void)state;
	make_rule("rule:writes", ":when questions:>=2 do grant "
	    "role=superuser");
	WRITE("@anna", "tv.qa", "q1", "");
	WRITE("@anna", "tv.qa", "q2", "");
	settle_down();
	assert_int_equal(count("grant", "@anna"), 1);
	assert_int_equal(count("grant", "@boris"), 0);
}

/* --- the clock -------- */

static void
test_clock(void **state)
{
	struct subject a;

	(void)state;
	make_rule("rule:clock", ":when is:open after 24h do escalate "
	    "role=manager");
	WRITE("@anna", "tv.qa", "q1", "");
	WRITE("@anna", "tv.qa", "q2", "");
	a = community_look(fix, "q1");
	assert_int_equal(a.question.due, NOON + 86400);
	assert_int_equal(timers(), 2);
	at(NOON + 3600);
	WRITE("@boris", "tv.qa", "r2", "<q2@t>");
	a = community_look(fix, "q2");
	assert_int_equal(a.question.due, 0);
	assert_int_equal(timers(), 1);
	at(NOON + 86399);
	assert_string_equal(community_state(fix, "q1"), "open");
	at(NOON + 86400);
	assert_string_equal(community_state(fix, "q1"), "escalated");
	assert_int_equal(count("escalate", "<q1@t>"), 1);
	assert_int_equal(timers(), 0);
	/* To be seen until somebody has answered. */
	a = community_look(fix, "q1");
	assert_int_equal(a.question.due, NOON + 86400);
	WRITE("@boris", "tv.qa", "r1", "<q1@t>");
	a = community_look(fix, "q1");
	assert_int_equal(a.question.due, 0);
	assert_int_equal(count("escalate", "<q2@t>"), 0);
}

/* A clock that ran out before an import calls nobody. */
static void
test_imported(void **state)
{
	struct subject a;

	(void)state;
	make_rule("rule:clock", ":when is:open after 24h do escalate "
	    "role=manager");
	make_rule("rule:asks", ":when questions:>=1 do badge name=asker");
	assert_int_equal(community_bring(fix, "@anna", "tv.qa", "old", "", "",
	    NOON - 30 * 86400), OK);
	assert_int_equal(community_bring(fix, "@anna", "tv.qa", "young", "",
	    "", NOON - 20 * 3600), OK);
	settle_down();
	assert_string_equal(community_state(fix, "old"), "open");
	assert_int_equal(count("badge", "@anna"), 1);
	a = community_look(fix, "old");
	assert_int_equal(a.question.asked, NOON - 30 * 86400);
	assert_int_equal(a.question.due, 0);
	a = community_look(fix, "young");
	assert_int_equal(a.question.due, NOON + 4 * 3600);
	at(NOON + 4 * 3600);
	assert_string_equal(community_state(fix, "old"), "open");
	assert_string_equal(community_state(fix, "young"), "escalated");
}

static void
test_board_clock(void **state)
{
	struct subject a;

	(void)state;
	make_rule("rule:clock", ":when is:open after 24h do escalate");
	assert_int_equal(fixture_act(fix, ACT_BOARD, "tv.fast",
	    "kind=qa sla=2h"), OK);
	WRITE("@anna", "tv.fast", "q1", "");
	a = community_look(fix, "q1");
	assert_int_equal(a.question.due, NOON + 7200);
}

static void
test_pause(void **state)
{
	struct subject a;

	(void)state;
	make_rule("rule:clock", ":when is:open after 24h do escalate");
	WRITE("@anna", "tv.qa", "q", "");
	at(NOON + 7200);
	assert_int_equal(community_do(fix, "@super", ACT_NEEDINFO, "<q@t>",
	    ":Which model?"), OK);
	a = community_look(fix, "q");
	assert_int_equal(a.question.due, 0);
	assert_int_equal(timers(), 0);
	at(NOON + 86400 * 3);
	assert_string_equal(community_state(fix, "q"), "needsinfo");
	WRITE("@anna", "tv.qa", "r", "<q@t>");
	a = community_look(fix, "q");
	assert_int_equal(a.question.due, NOON + 86400 * 4 - 7200);
	at(NOON + 86400 * 4 - 7200);
	assert_string_equal(community_state(fix, "q"), "escalated");
}

/* What is due while nobody is there is done when somebody is. */
static void
test_restart(void **state)
{
	(void)state;
	make_rule("rule:clock", ":when is:open after 24h do escalate");
	for (int i = 0; i < 200; i++) {
		char id[16];

		snprintf(id, sizeof(id), "q%d", i);
		WRITE("@anna", "tv.qa", id, "");
		community_time(NOON + i);
	}
	fixture_close(fix);
	community_time(NOON + 86400 * 7);
	fixture_open(fix);
	settle_down();
	assert_int_equal(timers(), 0);
	assert_int_equal(count("escalate", "<q0@t>"), 1);
	assert_int_equal(count("escalate", "<q199@t>"), 1);
	fixture_close(fix);
	fixture_open(fix);
	settle_down();
	assert_int_equal(count("escalate", "<q0@t>"), 1);
}

/* --- rules that come and go -------- */

static void
test_before(void **state)
{
	struct subject a;

	(void)state;
	WRITE("@anna", "tv.qa", "q1", "");
	WRITE("@anna", "tv.qa", "q2", "");
	WRITE("@boris", "tv.qa", "r2", "<q2@t>");
	at(NOON + 3600);
	make_rule("rule:clock", ":when is:open after 24h do escalate");
	AWAIT(timers() != 0);
	/* It was asked an hour ago. */
	a = community_look(fix, "q1");
	assert_int_equal(a.question.due, NOON + 86400);
	assert_int_equal(timers(), 1);
	make_rule("rule:clock", ":when is:open after 48h do escalate");
	AWAIT(first_due() == NOON + 2 * 86400);
	assert_int_equal(timers(), 1);
	assert_int_equal(first_due(), NOON + 2 * 86400);
	assert_int_equal(fixture_act(fix, ACT_RULE, "rule:clock", ""), OK);
	AWAIT(timers() == 0);
	assert_int_equal(timers(), 0);
	at(NOON + 3 * 86400);
	assert_string_equal(community_state(fix, "q1"), "open");
	assert_int_equal(fixture_act(fix, ACT_RULE, "rule:clock", ""),
	    ERR_NOTFOUND);
}

/* There was nothing to do: that is said, once. */
static void
test_lapse(void **state)
{
	(void)state;
	make_rule("rule:again", ":when is:answered after 1h do escalate "
	    "role=nobody.knows");
	make_rule("rule:thanks", ":when questions:>=1 do grant role=member");
	WRITE("@anna", "tv.qa", "q", "");
	settle_down();
	assert_int_equal(timers(), 0);
	at(NOON + 10000);
	assert_int_equal(timers(), 0);
	assert_int_equal(count("grant", "@anna"), 0);
}

/* Two rules that undo each other take their time. */
static void
test_chase(void **state)
{
	(void)state;
	make_rule("rule:give", ":when questions:>=1 -role:superuser do grant "
	    "role=superuser");
	make_rule("rule:take", ":when role:superuser questions:>=1 do revoke "
	    "role=superuser");
	WRITE("@anna", "tv.qa", "q", "");
	settle_down();
	assert_int_equal(count("grant", "@anna"), 1);
	assert_int_equal(count("revoke", "@anna"), 0);
	at(NOON + 59);
	assert_int_equal(count("revoke", "@anna"), 0);
	at(NOON + 60);
	assert_int_equal(count("revoke", "@anna"), 1);
	assert_int_equal(count("grant", "@anna"), 1);
	at(NOON + 120);
	assert_int_equal(count("grant", "@anna"), 2);
}

static void
test_refused(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(fix, ACT_RULE, "rule:x", ":when"),
	    ERR_SYNTAX);
	assert_int_equal(fixture_act(fix, ACT_RULE, "rule:x",
	    ":when is:open do fly"), ERR_SYNTAX);
	assert_int_equal(fixture_act(fix, ACT_RULE, "rule:x",
	    ":when older:2h do alarm"), ERR_SYNTAX);
	make_rule("rule:x", ":when is:open do alarm");
	assert_int_equal(fixture_act(fix, ACT_RULE, "rule:x",
	    ":when is:open do alarm"), ERR_EXISTS);
	assert_int_equal(community_do(fix, "@anna", ACT_RULE, "rule:y",
	    ":when is:open do alarm"), ERR_DENIED);
	assert_int_equal(fixture_act(fix, ACT_LAPSE, "-",
	    "due=1 domain=1 number=1 of=1"), OK);
	assert_int_equal(community_do(fix, "@root", ACT_LAPSE, "-",
	    "due=1 domain=1 number=1 of=1"), ERR_DENIED);
}

int
main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, community_teardown)
	const struct CMUnitTest tests[] = {
		T(test_at_once),
		T(test_user),
		T(test_clock),
		T(test_imported),
		T(test_board_clock),
		T(test_pause),
		T(test_restart),
		T(test_before),
		T(test_lapse),
		T(test_chase),
		T(test_refused),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
