/* The life of a question: what postings begin, answer and count. */
#include "tests/unit/community.h"

static struct fixture *fix;

static int
setup(void **state)
{
	int r = community_setup(state);

	fix = *state;
	return r;
}

#define ASK(who, id) \
	assert_int_equal(community_write(fix, who, "tv.qa", id, "", ""), OK)
#define ANSWER(who, id, to) \
	assert_int_equal(community_write(fix, who, "tv.qa", id, to, ""), OK)

static void
test_begin(void **state)
{
	struct subject s;

	(void)state;
	ASK("@anna", "q");
	s = community_look(fix, "q");
	assert_true(s.asks && s.marked);
	assert_int_equal(s.question.state, STATE_OPEN);
	assert_int_equal(s.question.asked, NOON);
	assert_int_equal(s.mark.root, s.article);
	assert_int_equal(s.mark.who, WHO_MEMBER);
	assert_int_equal(community_who(fix, "@anna").threads, 1);
	assert_int_equal(community_who(fix, "@anna").points, 1);
	assert_int_equal(community_write(fix, "@anna", "tv.talk", "t", "",
	    ""), OK);
	STATE("t", "none");
	assert_int_equal(community_write(fix, "@anna", "tv.ideas", "i", "",
	    ""), OK);
	STATE("i", "open");
	assert_int_equal(community_who(fix, "@anna").ideas, 1);
	assert_int_equal(community_write(fix, "@anna", "tv.howto", "h", "",
	    ""), OK);
	STATE("h", "none");
	assert_int_equal(community_who(fix, "@anna").points, 1 + 1 + 5 + 10);
}

/* Neither the asker nor a bot answers. */
static void
test_answer(void **state)
{
	struct subject s;

	(void)state;
	ASK("@anna", "q");
	community_time(NOON + 60);
	ANSWER("@anna", "r1", "<q@t>");
	STATE("q", "open");
	ANSWER("@bot", "r2", "<q@t>");
	STATE("q", "open");
	community_time(NOON + 120);
	ANSWER("@boris", "r3", "<q@t> <r1@t>");
	STATE("q", "answered");
	s = community_look(fix, "q");
	assert_int_equal(s.question.replies, 3);
	assert_int_equal(s.question.answered, NOON + 120);
	assert_int_equal(s.question.answer, community_look(fix,
	    "r3").article);
	assert_int_equal(s.question.answered_roles, WHO_MEMBER);
	assert_int_equal(community_look(fix, "r2").mark.who, WHO_BOT);
	assert_int_equal(community_look(fix, "r3").mark.root, s.article);
	/* A reply, the first, within the hour; a Sunday. */
	assert_int_equal(community_who(fix, "@boris").points, 2 + 2);
	assert_int_equal(community_who(fix, "@boris").early, 1);
	assert_int_equal(community_who(fix, "@boris").weekend, 1);
	assert_int_equal(community_who(fix, "@boris").night, 0);
	assert_int_equal(community_who(fix, "@bot").points, 0);
	/* To the second. */
	ASK("@anna", "q2");
	ASK("@anna", "q3");
	community_time(NOON + 120 + 3599);
	ANSWER("@carla", "r4", "<q2@t>");
	assert_int_equal(community_who(fix, "@carla").points, 2 + 2);
	community_time(NOON + 120 + 3600);
	ANSWER("@carla", "r5", "<q3@t>");
	assert_int_equal(community_who(fix, "@carla").points, 4 + 2);
	assert_int_equal(community_who(fix, "@carla").early, 1);
}

/* Row 29. */
static void
test_hold(void **state)
{
	(void)state;
	ASK("@anna", "q");
	community_time(NOON + 86399);
	assert_int_equal(community_write(fix, "@staff", "tv.qa", "s1",
	    "<q@t>", ""), ERR_DENIED);
	assert_string_equal(fix->why, "hold: the first 24 h belong to the "
	    "community (reason with X-Override:)");
	assert_int_equal(community_write(fix, "@mia", "tv.qa", "s1",
	    "<q@t>", ""), ERR_DENIED);
	community_time(NOON + 86400);
	ANSWER("@staff", "s2", "<q@t>");
	STATE("q", "answered");
	assert_int_equal(community_who(fix, "@staff").points, 0);
	/* Its own question is its own. */
	ASK("@staff", "q2");
	ANSWER("@staff", "s3", "<q2@t>");
}

static void
test_announce(void **state)
{
	(void)state;
	assert_int_equal(community_write(fix, "@anna", "tv.news", "n1", "",
	    ""), ERR_DENIED);
	assert_non_null(strstr(fix->why, "only staff"));
	assert_int_equal(community_write(fix, "@staff", "tv.news", "n2", "",
	    ""), OK);
	assert_int_equal(community_write(fix, "@root", "tv.news", "n3", "",
	    ""), OK);
}

/* Labels are those of the board; who is paid is called so everywhere. */
static void
test_labels(void **state)
{
	(void)state;
	ASK("@expert", "q1");
	assert_int_equal(community_look(fix, "q1").mark.who,
	    WHO_EXPERT | WHO_MEMBER);
	assert_int_equal(community_write(fix, "@expert", "net.qa", "q2", "",
	    ""), OK);
	assert_int_equal(community_look(fix, "q2").mark.who, WHO_MEMBER);
}

static void
test_locked(void **state)
{
	(void)state;
	ASK("@anna", "q");
	assert_int_equal(community_do(fix, "@mod", ACT_LOCK, "<q@t>",
	    "until=2026-11-22T13:00:00Z :heated"), OK);
	assert_int_equal(community_write(fix, "@boris", "tv.qa", "r1",
	    "<q@t>", ""), ERR_DENIED);
	assert_non_null(strstr(fix->why, "locked:"));
	ANSWER("@mod", "r2", "<q@t>");
	community_time(NOON + 3600);
	ANSWER("@boris", "r3", "<q@t>");
}

/* Nobody waits for an answer to what is gone. */
static void
test_expire(void **state)
{
	char before[32];

	(void)state;
	ASK("@anna", "q");
	snprintf(before, sizeof(before), "before=%llu",
	    (unsigned long long)fixture_last_event(fix) + 1);
	ANSWER("@anna", "r", "<q@t>");
	assert_int_equal(community_do(fix, "@super", ACT_ESCALATE, "<q@t>",
	    ""), OK);
	assert_int_equal(community_do(fix, "@mia", ACT_CLAIM, "<q@t>", ""),
	    OK);
	assert_int_equal(fixture_act(fix, ACT_EXPIRE, "tv.qa", before), OK);
	STATE("q", "archived");
	assert_int_equal(community_look(fix, "q").question.claimer, 0);
	assert_int_equal(fixture_act(fix, ACT_ESCALATE, "<r@t>",
	    "role=expert"), ERR_STATE);
	assert_non_null(strstr(fix->why, "too old"));
}

/* What a peer brings is an answer, too. */
static void
test_fed(void **state)
{
	struct posting *p;
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);

	(void)state;
	ASK("@anna", "q");
	buf_puts(&raw, "Path: far!not-for-mail\r\nFrom: f@far.example\r\n"
	    "Subject: Re: q\r\nNewsgroups: tv.qa\r\nMessage-ID: <f@t>\r\n"
	    "References: <q@t>\r\n\r\nFrom afar.\r\n");
	assert_int_equal(posting_new(fix->store, &raw, &p), OK);
	community_time(NOON + 60);
	assert_int_equal(fixture_do(fix, (struct intent){
		.act = ACT_POST, .actor = SLICE("peer:far"), .posting = p,
		.relayed = true }, NULL), OK);
	posting_free(&p);
	STATE("q", "answered");
	assert_int_equal(community_look(fix, "q").question.replies, 1);
	assert_int_equal(community_look(fix, "q").question.answered_roles,
	    WHO_GUEST);
	/* It stays the first one when a later one goes. */
	ANSWER("@boris", "r", "<q@t>");
	assert_int_equal(community_do(fix, "@boris", ACT_CANCEL, "<r@t>", ""),
	    OK);
	STATE("q", "answered");
	assert_int_equal(community_look(fix, "q").question.answered,
	    NOON + 60);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_begin, setup,
		    community_teardown),
		cmocka_unit_test_setup_teardown(test_answer, setup,
		    community_teardown),
		cmocka_unit_test_setup_teardown(test_hold, setup,
		    community_teardown),
		cmocka_unit_test_setup_teardown(test_announce, setup,
		    community_teardown),
		cmocka_unit_test_setup_teardown(test_labels, setup,
		    community_teardown),
		cmocka_unit_test_setup_teardown(test_locked, setup,
		    community_teardown),
		cmocka_unit_test_setup_teardown(test_expire, setup,
		    community_teardown),
		cmocka_unit_test_setup_teardown(test_fed, setup,
		    community_teardown),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
