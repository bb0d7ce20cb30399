/* What comes into the FAQ, in which order, and what leaves it. */
#include "tests/unit/community.h"

#include "server/store/community/faq.h"

static struct fixture *fix;

static int
setup(void **state)
{
	int failed = community_setup(state);

	fix = *state;
	return failed;
}

#define OK_DO(who, act, target, args) \
	assert_int_equal(community_do(fix, who, act, target, args), OK)

/* A question with n me-toos and one solution. */
static void
ask(const char *id, int n)
{
	static const char *const others[] = {
		"@carla", "@dora", "@super", "@expert", "@mod",
	};
	char answer[32], target[40];

	snprintf(answer, sizeof(answer), "r%s", id);
	snprintf(target, sizeof(target), "<%s@t>", id);
	assert_int_equal(
	    community_write(fix, "@anna", "tv.qa", id, "", ""), OK);
	for (int i = 0; i < n; i++)
		OK_DO(others[i], ACT_METOO, target, "");
	assert_int_equal(community_write(fix, "@boris", "tv.qa", answer,
	    target, ""), OK);
	snprintf(target, sizeof(target), "<%s@t>", answer);
	OK_DO("@anna", ACT_SOLVE, target, "");
}

static struct faq_walk
walk(void)
{
	struct view *v = view_open(fix->reader);
	struct faq_walk w = { .n = 0 };
	struct board b;

	assert_true(view_board(v, SLICE("tv.qa"), &b));
	w.board = b.id;
	while (!view_faq_walk(v, &w, clock_now()))
		;
	view_close(&v);
	return w;
}

static int
listed(struct faq_entry out[FAQ_TOP])
{
	struct faq_walk w = walk();
	struct view *v = view_open(fix->reader);
	int n = view_faq(v, w.board, out, FAQ_TOP);

	view_close(&v);
	return n;
}

static void
enter(const char *target, enum err want)
{
	assert_int_equal(fixture_act(fix, ACT_FAQ, target, "value=1"), want);
}

static void
test_score(void **state)
{
	struct faq_walk w;
	uint32_t before;

	(void)state;
	ask("rare", 2);
	ask("often", 3);
	ask("more", 5);
	w = walk();
	assert_int_equal(w.n, 2);
	assert_int_equal(w.top[0].root, community_look(fix, "more").article);
	/* ln(1 + 10) / 2, and ln(1 + 6) / 2. */
	assert_int_equal(w.top[0].score, 1198);
	assert_int_equal(w.top[1].score, 972);
	/* A first helpful vote raises it. */
	before = w.top[1].score;
	OK_DO("@carla", ACT_VOTE, "<roften@t>", "value=1");
	w = walk();
	assert_true(w.top[1].score > before);
	/* Half a year on nobody has confirmed it. */
	community_time(NOON + 180 * 86400);
	w = walk();
	assert_int_equal(w.top[0].score, 599);
	OK_DO("@expert", ACT_VERIFY, "<roften@t>", "");
	w = walk();
	assert_int_equal(w.top[0].root,
	    community_look(fix, "often").article);
	community_time(NOON + 541 * 86400);
	assert_int_equal(walk().n, 0);
}

static void
test_list(void **state)
{
	struct faq_entry e[FAQ_TOP];
	int32_t points;

	(void)state;
	assert_int_equal(fixture_act(fix, ACT_VIEW, "view.faq", ":is:faq"),
	    OK);
	ask("rare", 2);
	ask("often", 3);
	points = community_who(fix, "@boris").points;
	enter("<rare@t>", ERR_STATE);
	enter("<often@t>", OK);
	enter("<often@t>", ERR_EXISTS);
	assert_int_equal(listed(e), 1);
	assert_int_equal(community_who(fix, "@boris").points, points + 25);
	assert_int_equal(community_who(fix, "@boris").listed, 1);
	assert_true((community_look(fix, "often").question.flags &
	    QUESTION_FAQ) != 0);
	/* Only the server says so. */
	assert_int_equal(community_do(fix, "@root", ACT_FAQ, "<often@t>",
	    "value=0"), ERR_DENIED);
	/* Another score is another place; nobody is praised twice. */
	OK_DO("@carla", ACT_VOTE, "<roften@t>", "value=1");
	enter("<often@t>", OK);
	assert_int_equal(listed(e), 1);
	assert_int_equal(community_who(fix, "@boris").listed, 1);
	/* It is opened again. */
	OK_DO("@anna", ACT_UNSOLVE, "<roften@t>", "");
	enter("<often@t>", ERR_STATE);
	assert_int_equal(fixture_act(fix, ACT_FAQ, "<often@t>",
	    "value=0 board=1"), OK);
	assert_int_equal(listed(e), 0);
	assert_true((community_look(fix, "often").question.flags &
	    QUESTION_FAQ) == 0);
	/* Nor who has come back. */
	points = community_who(fix, "@boris").points;
	OK_DO("@anna", ACT_SOLVE, "<roften@t>", "");
	enter("<often@t>", OK);
	assert_int_equal(listed(e), 1);
	assert_int_equal(community_who(fix, "@boris").listed, 1);
	assert_int_equal(community_who(fix, "@boris").points, points + 15);
}

int
main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, community_teardown)
	const struct CMUnitTest tests[] = {
		T(test_score),
		T(test_list),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
