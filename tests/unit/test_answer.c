/* Solutions, duplicates, claims, escalation, ideas: states and points. */
#include "tests/unit/community.h"

#include "server/store/community/question.h"

static struct fixture *fix;

/* @anna asks <q@t>, @boris answers <a@t>, @carla <b@t>. */
static int
setup(void **state)
{
	int r = community_setup(state);

	fix = *state;
	assert_int_equal(community_write(fix, "@anna", "tv.qa", "q", "", ""),
	    OK);
	assert_int_equal(community_write(fix, "@boris", "tv.qa", "a",
	    "<q@t>", ""), OK);
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "b",
	    "<q@t>", ""), OK);
	return r;
}

#define ASK(who, id) \
	assert_int_equal(community_write(fix, who, "tv.qa", id, "", ""), OK)
#define REPLY(who, id, to) \
	assert_int_equal(community_write(fix, who, "tv.qa", id, to, ""), OK)

static struct question_rec
question(const char *id)
{
	return community_look(fix, id).question;
}

static void
test_solve(void **state)
{
	(void)state;
	POINTS("@boris", 4);
	TAKEN("@anna", SOLVE, "<a@t>", "");
	STATE("q", "solved");
	assert_int_equal(question("q").solved, NOON);
	assert_int_equal(question("q").solved_roles, WHO_MEMBER);
	POINTS("@boris", 4 + 15);
	POINTS("@anna", 1 + 2);
	assert_int_equal(community_who(fix, "@boris").solved, 1);
	assert_int_equal(community_look(fix, "a").mark.bits, MARK_SOLUTION);
	REFUSED(ERR_EXISTS, "already", "@anna", SOLVE, "<a@t>", "");
	/* Row 126: several. Accepting brings points once. */
	TAKEN("@anna", SOLVE, "<b@t>", "");
	assert_int_equal(question("q").solutions, 2);
	POINTS("@anna", 3);
	POINTS("@carla", 2 + 15);
	TAKEN("@anna", UNSOLVE, "<a@t>", ":it broke again");
	STATE("q", "solved");
	POINTS("@boris", 4);
	POINTS("@anna", 1);
	TAKEN("@anna", UNSOLVE, "<b@t>", "");
	STATE("q", "answered");
	POINTS("@carla", 2);
	assert_int_equal(question("q").solved, 0);
	assert_int_equal(community_who(fix, "@boris").solved, 0);
	REFUSED(ERR_EXISTS, "no solution", "@anna", UNSOLVE, "<b@t>", "");
}

static void
test_solve_who(void **state)
{
	(void)state;
	REFUSED(ERR_DENIED, "role:", "@boris", SOLVE, "<a@t>", "");
	REFUSED(ERR_DENIED, "role:", "@staff", SOLVE, "<a@t>", "");
	community_time(NOON + 3 * 86400 - 1);
	REFUSED(ERR_DENIED, "wait: the first 72 h", "@super", SOLVE, "<a@t>",
	    "");
	REFUSED(ERR_DENIED, "wait:", "@expert", SOLVE, "<a@t>", "");
	community_time(NOON + 3 * 86400);
	REPLY("@super", "s", "<q@t>");
	REFUSED(ERR_DENIED, "own:", "@super", SOLVE, "<s@t>", "");
	TAKEN("@super", SOLVE, "<a@t>", "");
	POINTS("@super", 2);
	POINTS("@boris", 19);
	TAKEN("@expert", UNSOLVE, "<a@t>", "");
	/* A moderator need not wait. */
	ASK("@anna", "q2");
	REPLY("@boris", "a2", "<q2@t>");
	TAKEN("@mod", SOLVE, "<a2@t>", "");
	REFUSED(ERR_STATE, "the question", "@anna", SOLVE, "<q2@t>", "");
	assert_int_equal(community_write(fix, "@anna", "tv.talk", "t", "",
	    ""), OK);
	assert_int_equal(community_write(fix, "@boris", "tv.talk", "u",
	    "<t@t>", ""), OK);
	REFUSED(ERR_STATE, "no question", "@anna", SOLVE, "<u@t>", "");
}

/* One's own answer solves it and brings nothing. */
static void
test_solve_own(void **state)
{
	(void)state;
	ASK("@dora", "q2");
	REPLY("@dora", "a2", "<q2@t>");
	STATE("q2", "open");
	TAKEN("@dora", SOLVE, "<a2@t>", "");
	STATE("q2", "solved");
	assert_int_equal(community_who(fix, "@dora").solved, 0);
	POINTS("@dora", 1 + 2);
	TAKEN("@dora", REOPEN, "<q2@t>", "");
	STATE("q2", "open");
	REFUSED(ERR_EXISTS, "not solved", "@dora", REOPEN, "<q2@t>", "");
}

static void
test_reopen(void **state)
{
	(void)state;
	TAKEN("@anna", SOLVE, "<a@t>", "");
	TAKEN("@anna", SOLVE, "<b@t>", "");
	community_time(NOON + 30 * 86400);
	TAKEN("@anna", REOPEN, "<a@t>", ":no");
	STATE("q", "answered");
	assert_int_equal(question("q").solutions, 0);
	POINTS("@boris", 4);
	POINTS("@carla", 2);
	POINTS("@anna", 1);
	REFUSED(ERR_STATE, "solve comes first", "@anna", RATE, "<q@t>",
	    "value=5");
	TAKEN("@anna", SOLVE, "<b@t>", "");
	REFUSED(ERR_DENIED, "role:", "@boris", RATE, "<q@t>", "value=5");
	REFUSED(ERR_SYNTAX, "1 to 5", "@anna", RATE, "<q@t>", "value=6");
	TAKEN("@anna", RATE, "<b@t>", "value=4");
	REFUSED(ERR_EXISTS, "already", "@anna", RATE, "<q@t>", "value=4");
	assert_int_equal(question("q").rating, 4);
	community_time(NOON + 60 * 86400 + 1);
	REFUSED(ERR_STATE, "more than 720 h", "@anna", REOPEN, "<q@t>", "");
	REFUSED(ERR_STATE, "more than", "@anna", UNSOLVE, "<b@t>", "");
}

static void
test_verify(void **state)
{
	struct mark_rec m;

	(void)state;
	REFUSED(ERR_DENIED, "role:", "@anna", VERIFY, "<a@t>", "");
	REFUSED(ERR_STATE, "answers", "@expert", VERIFY, "<q@t>", "");
	TAKEN("@expert", VERIFY, "<a@t>", "");
	REFUSED(ERR_EXISTS, "today", "@staff", VERIFY, "<a@t>", "");
	community_time(NOON + 86400);
	TAKEN("@staff", VERIFY, "<a@t>", "");
	m = community_look(fix, "a").mark;
	assert_int_equal(m.verified, NOON + 86400);
	assert_int_equal(m.bits, MARK_VERIFIED);
	TAKEN("@expert", OBSOLETE, "<a@t>", ":a new model");
	assert_int_equal(community_look(fix, "a").mark.bits, MARK_OBSOLETE);
	REFUSED(ERR_EXISTS, "already", "@expert", OBSOLETE, "<a@t>", "");
	TAKEN("@expert", VERIFY, "<a@t>", "");
	assert_int_equal(community_look(fix, "a").mark.bits, MARK_VERIFIED);
	REPLY("@expert", "e", "<q@t>");
	REFUSED(ERR_DENIED, "own:", "@expert", VERIFY, "<e@t>", "");
}

/* Row 131. */
static void
test_dup(void **state)
{
	(void)state;
	ASK("@dora", "d");
	TAKEN("@boris", METOO, "<d@t>", "");
	TAKEN("@anna", METOO, "<d@t>", "");
	TAKEN("@carla", METOO, "<d@t>", "");
	TAKEN("@carla", METOO, "<q@t>", "");
	TAKEN("@boris", FOLLOW, "<d@t>", "");
	REFUSED(ERR_DENIED, "role:", "@dora", DUP, "<d@t>", "of=<q@t>");
	REFUSED(ERR_SYNTAX, "of=", "@super", DUP, "<d@t>", "");
	REFUSED(ERR_NOTFOUND, "of=", "@super", DUP, "<d@t>", "of=<x@t>");
	REFUSED(ERR_STATE, "same", "@super", DUP, "<a@t>", "of=<q@t>");
	TAKEN("@super", DUP, "<d@t>", "of=<a@t>");
	STATE("d", "duplicate");
	/* @carla once, @boris and the asker; @anna asked the original. */
	assert_int_equal(question("q").metoo, 3);
	assert_int_equal(question("q").dups, 1);
	assert_int_equal(question("q").follows, 1);
	assert_int_equal(question("d").dup_of, community_look(fix,
	    "q").article);
	REFUSED(ERR_EXISTS, "already", "@super", DUP, "<d@t>", "of=<q@t>");
	REFUSED(ERR_STATE, "same", "@super", DUP, "<q@t>", "of=<d@t>");
	REFUSED(ERR_STATE, "duplicate", "@dora", SOLVE, "<d@t>", "");
	/* Said of the duplicate, it counts for the original. */
	TAKEN("@super", METOO, "<d@t>", "");
	assert_int_equal(question("q").metoo, 4);
	assert_int_equal(question("d").metoo, 3);
	community_time(NOON + 3 * 86400);
	TAKEN("@dora", UNDUP, "<d@t>", ":mine is blue");
	STATE("d", "open");
	assert_int_equal(question("q").metoo, 2);
	assert_int_equal(question("q").dups, 0);
	assert_int_equal(question("d").metoo, 3);
	REFUSED(ERR_EXISTS, "no duplicate", "@super", UNDUP, "<d@t>", "");
	TAKEN("@mod", DUP, "<d@t>", "of=<q@t>");
	assert_int_equal(question("q").metoo, 4);
	community_time(NOON + 6 * 86400 + 1);
	REFUSED(ERR_STATE, "72 h", "@dora", UNDUP, "<d@t>", "");
	TAKEN("@super", UNDUP, "<d@t>", "");
}

/* A duplicate of a duplicate counts for the first of them. */
static void
test_dup_chain(void **state)
{
	(void)state;
	ASK("@dora", "d");
	ASK("@super", "e");
	TAKEN("@mod", DUP, "<e@t>", "of=<d@t>");
	TAKEN("@mod", DUP, "<d@t>", "of=<q@t>");
	assert_int_equal(question("q").metoo, 2);
	TAKEN("@boris", METOO, "<e@t>", "");
	assert_int_equal(question("q").metoo, 3);
	REFUSED(ERR_STATE, "same", "@mod", DUP, "<q@t>", "of=<e@t>");
}

/* What answered and solved the one does so for the other. */
static void
test_merge(void **state)
{
	(void)state;
	ASK("@dora", "d");
	TAKEN("@anna", SOLVE, "<a@t>", "");
	TAKEN("@mod", MERGE, "<q@t>", "into=<d@t>");
	STATE("d", "solved");
	assert_int_equal(question("d").solutions, 1);
	assert_int_equal(question("d").answer, community_look(fix,
	    "a").article);
	assert_int_equal(question("d").metoo, 1);
	TAKEN("@dora", UNSOLVE, "<a@t>", "");
	STATE("d", "answered");
	POINTS("@boris", 4);
}

/* No question is its own original. */
static void
test_dup_circle(void **state)
{
	(void)state;
	ASK("@dora", "d");
	TAKEN("@mod", DUP, "<d@t>", "of=<q@t>");
	REFUSED(ERR_STATE, "duplicate", "@mod", MERGE, "<q@t>",
	    "into=<d@t>");
	TAKEN("@mod", MERGE, "<d@t>", "into=<q@t>");
	assert_int_equal(community_look(fix, "d").root,
	    community_look(fix, "q").article);
	TAKEN("@super", METOO, "<d@t>", "");
	assert_int_equal(question("q").metoo, 2);
}

/* Row 30. */
static void
test_claim(void **state)
{
	char id[16], msgid[24];

	(void)state;
	REFUSED(ERR_DENIED, "role:", "@boris", CLAIM, "<q@t>", "");
	TAKEN("@mia", CLAIM, "<q@t>", "");
	REFUSED(ERR_STATE, "@mia", "@max", CLAIM, "<q@t>", "");
	REFUSED(ERR_EXISTS, "already", "@mia", CLAIM, "<q@t>", "");
	REFUSED(ERR_STATE, "@mia", "@super", RELEASE, "<q@t>", "");
	assert_int_equal(question("q").claimed, NOON + 3600);
	community_time(NOON + 3600);
	TAKEN("@max", CLAIM, "<a@t>", "");
	TAKEN("@max", RELEASE, "<q@t>", "");
	REFUSED(ERR_EXISTS, "nobody", "@max", RELEASE, "<q@t>", "");
	for (int i = 0; i < 11; i++) {
		snprintf(id, sizeof(id), "q%d", i);
		snprintf(msgid, sizeof(msgid), "<q%d@t>", i);
		community_time(NOON + 3600 + 86400 * (i / 10));
		ASK("@anna", id);
	}
	community_time(NOON + 2 * 86400);
	for (int i = 0; i < 10; i++) {
		snprintf(msgid, sizeof(msgid), "<q%d@t>", i);
		TAKEN("@max", CLAIM, msgid, "");
	}
	REFUSED(ERR_STATE, "release one", "@max", CLAIM, "<q10@t>", "");
	/* A solved one is held no longer. */
	REPLY("@boris", "r", "<q0@t>");
	TAKEN("@anna", SOLVE, "<r@t>", "");
	assert_int_equal(question("q0").claimer, 0);
	TAKEN("@max", CLAIM, "<q10@t>", "");
	community_time(NOON + 2 * 86400 + 3600);
	TAKEN("@max", CLAIM, "<q@t>", "");
	REFUSED(ERR_STATE, "solved", "@max", CLAIM, "<q0@t>", "");
}

static uint32_t
id_of(const char *name)
{
	struct view *v = view_open(fix->reader);
	uint32_t id = account_id(v->txn, slice_of(name + 1));

	view_close(&v);
	return id;
}

static void
test_escalate(void **state)
{
	(void)state;
	ASK("@anna", "e1");
	ASK("@anna", "e2");
	ASK("@anna", "e3");
	REFUSED(ERR_DENIED, "role:", "@anna", ESCALATE, "<e1@t>", "");
	/* The managers have their turns. */
	TAKEN("@super", ESCALATE, "<e1@t>", ":nobody knows");
	TAKEN("system", ESCALATE, "<e2@t>", "role=manager");
	TAKEN("@bot", ESCALATE, "<e3@t>", "");
	STATE("e1", "escalated");
	assert_int_equal(question("e1").assignee, id_of("@mia"));
	assert_int_equal(question("e2").assignee, id_of("@max"));
	assert_int_equal(question("e3").assignee, id_of("@mia"));
	REFUSED(ERR_EXISTS, "already", "@super", ESCALATE, "<e1@t>", "");
	TAKEN("system", ESCALATE, "<e1@t>", "role=expert");
	assert_int_equal(question("e1").assignee, id_of("@expert"));
	assert_int_equal(question("e1").level, 2);
	REFUSED(ERR_SYNTAX, "role=", "@super", ESCALATE, "<q@t>",
	    "role=king");
	REFUSED(ERR_DENIED, "@boris", "@super", ESCALATE, "<q@t>",
	    "to=@boris");
	TAKEN("@super", ESCALATE, "<q@t>", "to=@staff");
	/* Staff was asked for: it does not wait. */
	REPLY("@staff", "s1", "<e1@t>");
	STATE("e1", "answered");
	/* The first answer settles it, a further one of a member does not. */
	REPLY("@boris", "s2", "<e2@t>");
	STATE("e2", "answered");
	REPLY("@dora", "s3", "<q@t>");
	STATE("q", "escalated");
	REPLY("@expert", "s4", "<q@t>");
	STATE("q", "answered");
	/* Who may not write takes care of nothing, and has no turn. */
	TAKEN("@root", SILENCE, "@max", "until=1h :noise");
	REFUSED(ERR_DENIED, "@max", "@mod", ASSIGN, "<q@t>", "to=@max");
	TAKEN("@bot", ESCALATE, "<q@t>", "");
	assert_int_equal(question("q").assignee, id_of("@mia"));
	REFUSED(ERR_DENIED, "@carla", "@mod", ASSIGN, "<q@t>", "to=@carla");
	REFUSED(ERR_NOTFOUND, "to=", "@mod", ASSIGN, "<q@t>", "to=@x");
	TAKEN("@mod", ASSIGN, "<q@t>", "to=@super");
	REFUSED(ERR_EXISTS, "already", "@mod", ASSIGN, "<q@t>", "to=@super");
}

static void
test_needinfo(void **state)
{
	(void)state;
	ASK("@anna", "n");
	REFUSED(ERR_SYNTAX, "question", "@super", NEEDINFO, "<n@t>", "");
	TAKEN("@super", NEEDINFO, "<n@t>", ":which model?");
	STATE("n", "needsinfo");
	REFUSED(ERR_EXISTS, "already", "@super", NEEDINFO, "<n@t>", ":x");
	community_time(NOON + 100);
	REPLY("@boris", "n1", "<n@t>");
	STATE("n", "needsinfo");
	TAKEN("@super", NUDGE, "<n@t>", "");
	community_time(NOON + 1000);
	REPLY("@anna", "n2", "<n@t>");
	/* It was answered meanwhile. */
	STATE("n", "answered");
	assert_int_equal(question("n").pauses, 100);
	TAKEN("@super", ESCALATE, "<n@t>", "");
	REFUSED(ERR_STATE, "escalated", "@super", NUDGE, "<n@t>", "");
	TAKEN("@mod", NEEDINFO, "<n@t>", ":and what age?");
	REPLY("@anna", "n3", "<n@t>");
	STATE("n", "escalated");
}

/* Rows 87 and 140. */
static void
test_idea(void **state)
{
	(void)state;
	assert_int_equal(community_write(fix, "@anna", "tv.ideas", "i", "",
	    ""), OK);
	POINTS("@anna", 1 + 5);
	REFUSED(ERR_DENIED, "role:", "@anna", REVIEW, "<i@t>", "");
	TAKEN("system", REVIEW, "<i@t>", "");
	REFUSED(ERR_EXISTS, "already", "system", REVIEW, "<i@t>", "");
	STATE("i", "review");
	REFUSED(ERR_SYNTAX, "reason", "@staff", STATUS, "<i@t>",
	    "value=planned");
	REFUSED(ERR_SYNTAX, "value=", "@staff", STATUS, "<i@t>",
	    "value=answered :x");
	REFUSED(ERR_STATE, "stays", "@staff", STATUS, "<i@t>",
	    "value=open :x");
	REFUSED(ERR_STATE, "stays", "@staff", STATUS, "<i@t>",
	    "value=expired :x");
	REFUSED(ERR_STATE, "planned comes first", "@staff", STATUS, "<i@t>",
	    "value=done :x");
	TAKEN("@staff", STATUS, "<i@t>", "value=planned :next year");
	TAKEN("@staff", STATUS, "<i@t>", "value=done :here it is");
	STATE("i", "done");
	POINTS("@anna", 1 + 5 + 50);
	REFUSED(ERR_STATE, "stays", "@staff", STATUS, "<i@t>",
	    "value=declined :x");
	REFUSED(ERR_STATE, "done", "@boris", SUPPORT, "<i@t>", "");
}

/* What leaves takes along what it answered and brought. */
static void
test_leave(void **state)
{
	(void)state;
	TAKEN("@anna", SOLVE, "<a@t>", "");
	TAKEN("@boris", CANCEL, "<a@t>", "");
	STATE("q", "answered");
	assert_int_equal(question("q").answer,
	    community_look(fix, "b").article);
	assert_int_equal(question("q").replies, 1);
	POINTS("@boris", 0);
	assert_int_equal(community_who(fix, "@boris").solved, 0);
	TAKEN("@carla", CANCEL, "<b@t>", "");
	STATE("q", "open");
	TAKEN("@anna", CANCEL, "<q@t>", "");
	STATE("q", "removed");
	POINTS("@anna", 0);
	REFUSED(ERR_NOTFOUND, "no article", "@carla", METOO, "<q@t>", "");
}

static void
edit(const char *who, const char *id, const char *old, const char *refs)
{
	char more[64];

	snprintf(more, sizeof(more), "Supersedes: <%s@t>\r\n", old);
	assert_int_equal(community_write(fix, who, "tv.qa", id, refs, more),
	    OK);
}

/* An edited article is the same one to everybody. */
static void
test_edit(void **state)
{
	struct subject s;

	(void)state;
	TAKEN("@carla", METOO, "<q@t>", "");
	TAKEN("@carla", VOTE, "<q@t>", "value=1");
	TAKEN("@carla", FOLLOW, "<q@t>", "");
	TAKEN("@dora", VOTE, "<a@t>", "value=1");
	TAKEN("@anna", SOLVE, "<a@t>", "");
	TAKEN("@expert", VERIFY, "<a@t>", "");
	POINTS("@boris", 4 + 10 + 15);
	POINTS("@anna", 1 + 5 + 2);
	community_time(NOON + 60);
	edit("@boris", "a2", "a", "<q@t>");
	s = community_look(fix, "a2");
	assert_int_equal(s.mark.up, 1);
	assert_int_equal(s.mark.bits, MARK_SOLUTION);
	assert_int_equal(s.question.answer, s.article);
	assert_int_equal(s.question.replies, 2);
	edit("@anna", "q2", "q", "");
	STATE("q2", "solved");
	s = community_look(fix, "q2");
	assert_int_equal(s.question.metoo, 1);
	assert_int_equal(s.question.follows, 1);
	assert_int_equal(s.question.asked, NOON);
	assert_int_equal(s.mark.up, 1);
	assert_int_equal(community_look(fix, "a2").root, s.article);
	REFUSED(ERR_EXISTS, "already", "@carla", METOO, "<q2@t>", "");
	TAKEN("@carla", VOTE, "<q2@t>", "value=0");
	TAKEN("@anna", UNSOLVE, "<a2@t>", "");
	STATE("q2", "answered");
	POINTS("@boris", 4 + 10);
	POINTS("@anna", 1);
	assert_int_equal(community_who(fix, "@anna").threads, 1);
	assert_int_equal(community_who(fix, "@boris").replies, 1);
	/* Later replies find it by what they refer to. */
	TAKEN("@super", ESCALATE, "<q2@t>", "");
	edit("@anna", "q3", "q2", "");
	STATE("q3", "escalated");
	REPLY("@expert", "e", "<q@t>");
	STATE("q3", "answered");
	TAKEN("@mia", CLAIM, "<e@t>", "");
	edit("@anna", "q4", "q3", "");
	REFUSED(ERR_STATE, "@mia", "@max", CLAIM, "<q4@t>", "");
}

/* What is too long for one event; the refusal says what is not. */
static void
test_long_thread(void **state)
{
	char id[16];

	(void)state;
	ASK("@carla", "p");
	REPLY("@dora", "o", "<p@t>");
	TAKEN("@boris", METOO, "<q@t>", "");
	for (int i = 0; i < 1000; i++) {
		snprintf(id, sizeof(id), "r%d", i);
		REPLY("@boris", id, "<q@t>");
	}
	REFUSED(ERR_STATE, "lock it, and begin a new one in the other board",
	    "@mod", MOVE, "<q@t>", "board=tv.talk");
	REFUSED(ERR_STATE, "dup of=", "@mod", MERGE, "<q@t>", "into=<p@t>");
	REFUSED(ERR_STATE, "dup of=", "@mod", MERGE, "<p@t>", "into=<q@t>");
	TAKEN("@mod", LOCK, "<q@t>", "");
	TAKEN("@mod", DUP, "<q@t>", "of=<p@t>");
	STATE("q", "duplicate");
	assert_int_equal(question("p").metoo, 2);
	TAKEN("@mod", MOVE, "<p@t>", "board=tv.talk");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, \
	community_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_solve), TEST(test_solve_who), TEST(test_solve_own),
		TEST(test_reopen), TEST(test_verify), TEST(test_dup),
		TEST(test_dup_chain), TEST(test_dup_circle), TEST(test_merge),
		TEST(test_claim), TEST(test_escalate),
		TEST(test_needinfo), TEST(test_idea), TEST(test_leave),
		TEST(test_edit), TEST(test_long_thread),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
