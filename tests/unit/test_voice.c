/* Votes, me-toos, thanks, ratings, disputes: what counts, what is refused. */
#include "tests/unit/community.h"

static struct fixture *fix;

/* @anna asks <q@t>, @boris answers <a@t>, @staff (a day later) <s@t>. */
static int
setup(void **state)
{
	int r = community_setup(state);

	fix = *state;
	assert_int_equal(community_write(fix, "@anna", "tv.qa", "q", "", ""),
	    OK);
	assert_int_equal(community_write(fix, "@boris", "tv.qa", "a",
	    "<q@t>", ""), OK);
	community_time(NOON + 86400);
	assert_int_equal(community_write(fix, "@staff", "tv.qa", "s",
	    "<q@t>", ""), OK);
	return r;
}

/* Row 120. */
static void
test_vote(void **state)
{
	struct mark_rec m;

	(void)state;
	POINTS("@boris", 4);
	TAKEN("@carla", VOTE, "<a@t>", "value=1");
	POINTS("@boris", 14);
	REFUSED(ERR_EXISTS, "already", "@carla", VOTE, "<a@t>", "value=+1");
	m = community_look(fix, "a").mark;
	assert_int_equal(m.up, 1);
	assert_int_equal(community_who(fix, "@boris").helpful, 1);
	assert_int_equal(community_who(fix, "@carla").given, 1);
	/* The other way round: what it brought goes. */
	TAKEN("@carla", VOTE, "<a@t>", "value=-1");
	POINTS("@boris", 2);
	POINTS("@carla", -1);
	m = community_look(fix, "a").mark;
	assert_int_equal(m.up, 0);
	assert_int_equal(m.down, 1);
	TAKEN("@carla", VOTE, "<a@t>", "value=0");
	POINTS("@boris", 4);
	POINTS("@carla", 0);
	REFUSED(ERR_EXISTS, "no vote", "@carla", VOTE, "<a@t>", "value=0");
	assert_int_equal(community_who(fix, "@boris").unhelpful, 0);
	/* A question brings half of it. */
	TAKEN("@carla", VOTE, "<q@t>", "value=1");
	POINTS("@anna", 1 + 5);
}

static void
test_vote_refused(void **state)
{
	(void)state;
	REFUSED(ERR_DENIED, "own:", "@boris", VOTE, "<a@t>", "value=1");
	REFUSED(ERR_DENIED, "org:", "@staff2", VOTE, "<s@t>", "value=1");
	REFUSED(ERR_DENIED, "role:", "@bot", VOTE, "<a@t>", "value=1");
	REFUSED(ERR_DENIED, "role:", "@nobody", VOTE, "<a@t>", "value=1");
	REFUSED(ERR_SYNTAX, "+1, -1 or 0", "@carla", VOTE, "<a@t>",
	    "value=2");
	REFUSED(ERR_SYNTAX, "+1, -1 or 0", "@carla", VOTE, "<a@t>", "");
	REFUSED(ERR_NOTFOUND, "no article", "@carla", VOTE, "<x@t>",
	    "value=1");
	/* Another house may; neither it nor its opinion brings points. */
	TAKEN("@other", VOTE, "<s@t>", "value=1");
	TAKEN("@staff", VOTE, "<a@t>", "value=1");
	TAKEN("@carla", VOTE, "<s@t>", "value=1");
	POINTS("@boris", 4);
	POINTS("@staff", 0);
}

/* 40 points from one to another, 200 for all, 50 votes, all of it a day. */
static void
test_caps(void **state)
{
	static const char *const voters[] = {
		"@carla", "@dora", "@super", "@expert", "@mod", "@anna",
	};
	char id[16], msgid[24];

	(void)state;
	for (int i = 0; i < 8; i++) {
		snprintf(id, sizeof(id), "r%d", i);
		assert_int_equal(community_write(fix, "@boris", "tv.qa", id,
		    "<q@t>", ""), OK);
	}
	/* 4 of yesterday, 16 for the replies of today. */
	POINTS("@boris", 20);
	for (int v = 0; v < 6; v++) {
		for (int i = 0; i < 8; i++) {
			snprintf(msgid, sizeof(msgid), "<r%d@t>", i);
			TAKEN(voters[v], VOTE, msgid, "value=1");
		}
		POINTS("@boris", v < 4 ? 20 + 40 * (v + 1) : 204);
	}
	/* What was capped takes nothing back, the rest does. */
	TAKEN("@carla", VOTE, "<r7@t>", "value=0");
	POINTS("@boris", 204);
	TAKEN("@carla", VOTE, "<r0@t>", "value=0");
	POINTS("@boris", 194);
	community_time(NOON + 2 * 86400);
	TAKEN("@carla", VOTE, "<r0@t>", "value=1");
	POINTS("@boris", 204);
}

static void
test_day(void **state)
{
	char id[16], msgid[24];

	(void)state;
	for (int i = 0; i < 51; i++) {
		snprintf(id, sizeof(id), "r%d", i);
		snprintf(msgid, sizeof(msgid), "<r%d@t>", i);
		assert_int_equal(community_write(fix, i % 2 ? "@dora" :
		    "@boris", "tv.qa", id, "<q@t>", ""), OK);
		if (i < 50)
			TAKEN("@carla", VOTE, msgid, "value=1");
	}
	REFUSED(ERR_SLOW, "43200 seconds", "@carla", VOTE, "<r50@t>",
	    "value=1");
	/* What was said may be taken back. */
	TAKEN("@carla", VOTE, "<r0@t>", "value=0");
	community_time(NOON + 86400 + 43200);
	TAKEN("@carla", VOTE, "<r50@t>", "value=1");
}

/* Row 59. */
static void
test_metoo(void **state)
{
	(void)state;
	TAKEN("@carla", METOO, "<q@t>", "");
	REFUSED(ERR_EXISTS, "already", "@carla", METOO, "<q@t>", "");
	/* Said of an answer, it is said of the question. */
	REFUSED(ERR_EXISTS, "already", "@carla", METOO, "<a@t>", "value=1");
	TAKEN("@dora", METOO, "<a@t>", "");
	assert_int_equal(community_look(fix, "q").question.metoo, 2);
	TAKEN("@dora", METOO, "<q@t>", "value=0");
	assert_int_equal(community_look(fix, "q").question.metoo, 1);
	REFUSED(ERR_EXISTS, "did not", "@dora", METOO, "<q@t>", "value=0");
	REFUSED(ERR_DENIED, "own:", "@anna", METOO, "<q@t>", "");
	assert_int_equal(community_write(fix, "@anna", "tv.ideas", "i", "",
	    ""), OK);
	REFUSED(ERR_STATE, "no question", "@carla", METOO, "<i@t>", "");
	REFUSED(ERR_STATE, "no idea", "@carla", SUPPORT, "<q@t>", "");
	TAKEN("@carla", SUPPORT, "<i@t>", "");
	assert_int_equal(community_look(fix, "i").question.support, 1);
	REFUSED(ERR_DENIED, "own:", "@anna", SUPPORT, "<i@t>", "");
}

static void
test_thank(void **state)
{
	(void)state;
	TAKEN("@anna", THANK, "<a@t>", ":that was quick");
	REFUSED(ERR_EXISTS, "already", "@anna", THANK, "<a@t>", "");
	REFUSED(ERR_DENIED, "own:", "@boris", THANK, "<a@t>", "");
	REFUSED(ERR_SYNTAX, "control", "@carla", THANK, "<a@t>", ":a\\tb");
	assert_int_equal(community_look(fix, "a").mark.thanks, 1);
	assert_int_equal(community_who(fix, "@boris").thanks, 1);
}

/* Row 28: three who know better. */
static void
test_dispute(void **state)
{
	(void)state;
	REFUSED(ERR_STATE, "staff", "@carla", DISPUTE, "<a@t>", "");
	REFUSED(ERR_DENIED, "role:", "@other", DISPUTE, "<s@t>", "");
	TAKEN("@anna", DISPUTE, "<s@t>", ":mine does it too");
	TAKEN("@boris", DISPUTE, "<s@t>", "");
	REFUSED(ERR_EXISTS, "already", "@boris", DISPUTE, "<s@t>", "");
	assert_int_equal(community_look(fix, "s").mark.bits, 0);
	TAKEN("@carla", DISPUTE, "<s@t>", "");
	assert_int_equal(community_look(fix, "s").mark.bits, MARK_DISPUTED);
	assert_int_equal(community_look(fix, "s").mark.disputes, 3);
	TAKEN("@carla", DISPUTE, "<s@t>", "value=0");
	assert_int_equal(community_look(fix, "s").mark.bits, 0);
}

static void
test_score(void **state)
{
	(void)state;
	REFUSED(ERR_DENIED, "role:", "@mod", SCORE, "<a@t>", "up=3");
	REFUSED(ERR_SYNTAX, "numbers", "@root", SCORE, "<a@t>", "up=x");
	TAKEN("@root", SCORE, "<a@t>", "up=7 down=2");
	assert_int_equal(community_look(fix, "a").mark.up, 7);
	assert_int_equal(community_look(fix, "a").mark.down, 2);
	POINTS("@boris", 4);
}

static void
test_follow(void **state)
{
	(void)state;
	TAKEN("@carla", FOLLOW, "<a@t>", "");
	REFUSED(ERR_EXISTS, "already", "@carla", FOLLOW, "<q@t>", "");
	assert_int_equal(community_look(fix, "q").question.follows, 1);
	TAKEN("@carla", FOLLOW, "<q@t>", "value=0");
	assert_int_equal(community_look(fix, "q").question.follows, 0);
	TAKEN("@carla", FOLLOW, "@boris", "");
	REFUSED(ERR_DENIED, "own:", "@boris", FOLLOW, "@boris", "");
	TAKEN("@carla", FOLLOW, "tv.qa", "");
	REFUSED(ERR_EXISTS, "already", "@carla", FOLLOW, "tv.qa", "");
	REFUSED(ERR_NOTFOUND, "no such", "@carla", FOLLOW, "tv.none", "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, \
	community_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_vote), TEST(test_vote_refused), TEST(test_caps),
		TEST(test_day), TEST(test_metoo), TEST(test_thank),
		TEST(test_dispute), TEST(test_score), TEST(test_follow),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
