/* Views: who stands in them, under which number, and what readers find. */
#include "tests/unit/community.h"


static struct slice
line_of(struct view *v, uint32_t board, uint64_t number)
{
	struct placed p;

	return view_placed(v, board, number, &p) ? p.over :
	    slice_make(NULL, 0);
}

/* "2 3 5": the numbers of the view's articles, with what they are about. */
static const char *
shown(struct fixture *f, const char *name, uint32_t mine)
{
	static char text[512];
	struct view *v = view_open(f->reader);
	struct placed p;
	struct board b;
	uint64_t at = 1;

	text[0] = '\0';
	if (view_board(v, slice_of(name), &b)) {
		uint32_t id = mine != 0 ? BOARD_MINE | mine : b.id;

		assert_true(view_board_by_id(v, id, &b));
		while (view_placed_near(v, id, at, 1, &p)) {
			struct slice rest = p.over, subject;

			slice_cut(&rest, '\t');
			subject = slice_cut(&rest, '\t');
			snprintf(text + strlen(text),
			    sizeof(text) - strlen(text), "%s%llu:%.*s",
			    text[0] != '\0' ? " " : "",
			    (unsigned long long)p.number,
			    SLICE_ARG(slice_from(subject, strlen("about "))));
			at = p.number + 1;
			if (b.count-- == 0)
				fail_msg("more rows than the board counts");
		}
		assert_int_equal(b.count, 0);
	} else {
		strcpy(text, "none");
	}
	view_close(&v);
	return text;
}

/* Until nothing is left to look at. */
static void
await(struct fixture *f, const char *name, const char *want)
{
	AWAIT(strcmp(shown(f, name, 0), want) == 0);
	assert_string_equal(shown(f, name, 0), want);
}

static void
test_life(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(fixture_act(f, ACT_VIEW, "view.open",
	    "title=Open\\squestions :is:open board:tv.*"), OK);
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q1", "", ""),
	    OK);
	assert_int_equal(community_write(f, "@boris", "tv.qa", "q2", "", ""),
	    OK);
	assert_int_equal(community_write(f, "@boris", "tv.talk", "t", "", ""),
	    OK);
	assert_int_equal(community_write(f, "@boris", "net.qa", "n", "", ""),
	    OK);
	assert_string_equal(shown(f, "view.open", 0), "1:q1 2:q2");
	/* An answer: it is open no more. */
	assert_int_equal(community_write(f, "@carla", "tv.qa", "r1",
	    "<q1@t>", ""), OK);
	assert_string_equal(shown(f, "view.open", 0), "2:q2");
	/* Its number is not used again. */
	assert_int_equal(community_write(f, "@dora", "tv.qa", "q3", "", ""),
	    OK);
	assert_string_equal(shown(f, "view.open", 0), "2:q2 3:q3");
	assert_int_equal(community_do(f, "@boris", ACT_CANCEL,
	    "<q2@t>", ""), OK);
	assert_string_equal(shown(f, "view.open", 0), "3:q3");
}

static void
test_before(void **state)
{
	struct fixture *f = *state;
	char id[16];

	/* More than one slice, some of a feed. */
	for (int i = 0; i < 700; i++) {
		snprintf(id, sizeof(id), "f%d", i);
		assert_int_equal(fixture_post(f, "tv.talk", id, "", 1), OK);
	}
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q1", "", ""),
	    OK);
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q2", "", ""),
	    OK);
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.open", ":is:open"),
	    OK);
	await(f, "view.open", "1:q1 2:q2");
	/* Another query: who stays keeps the number. */
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.open",
	    ":is:root board:tv.qa -\"about q1\""), OK);
	await(f, "view.open", "2:q2");
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.open", ""), OK);
	assert_string_equal(shown(f, "view.open", 0), "none");
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.open", ""),
	    ERR_NOTFOUND);
	/* Made anew it is another board. */
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.open", ":is:open"),
	    OK);
	await(f, "view.open", "1:q1 2:q2");
}

/* A reply that came before what it answers was taken for a question. */
static void
test_adopted(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(fixture_act(f, ACT_VIEW, "view.begun",
	    ":is:root board:tv.*"), OK);
	assert_int_equal(fixture_post(f, "tv.talk", "r1", "<late@t>", 1), OK);
	assert_int_equal(community_write(f, "@anna", "tv.talk", "r2",
	    "<late@t>", ""), OK);
	assert_string_equal(shown(f, "view.begun", 0), "1:r1 2:r2");
	assert_int_equal(fixture_post(f, "tv.talk", "late", "", 1), OK);
	assert_string_equal(shown(f, "view.begun", 0), "3:late");
}

/* A peer's answer touches the question, and stands in views itself. */
static void
test_fed_answer(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(fixture_act(f, ACT_VIEW, "view.qa",
	    ":board:tv.qa"), OK);
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q1", "", ""),
	    OK);
	assert_int_equal(community_write(f, "peer:x", "tv.qa", "r1",
	    "<q1@t>", ""), OK);
	assert_string_equal(community_state(f, "q1"), "answered");
	assert_string_equal(shown(f, "view.qa", 0), "1:q1 2:r1");
}

static void
test_mine(void **state)
{
	struct fixture *f = *state;
	struct subject a;

	assert_int_equal(fixture_act(f, ACT_VIEW, "view.mine",
	    ":is:root by:@me"), OK);
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q1", "", ""),
	    OK);
	assert_int_equal(community_write(f, "@boris", "tv.qa", "q2", "", ""),
	    OK);
	assert_int_equal(community_write(f, "@anna", "tv.qa", "r", "<q2@t>",
	    ""), OK);
	a = community_look(f, "q1");
	assert_string_equal(
	    shown(f, "view.mine", a.question.asker), "1:q1");
	a = community_look(f, "q2");
	assert_string_equal(
	    shown(f, "view.mine", a.question.asker), "1:q2");
	assert_string_equal(shown(f, "view.mine", 0), "");
	assert_int_equal(community_do(f, "@boris", ACT_CANCEL,
	    "<q2@t>", ""), OK);
	assert_string_equal(shown(f, "view.mine", a.question.asker), "");
	/* A number of its own for a board that comes later. */
	assert_int_equal(fixture_act(f, ACT_BOARD, "tv.new", ""), OK);
	fixture_check(f);
}

static void
test_line(void **state)
{
	struct fixture *f = *state;
	struct view *v;
	struct board b;
	struct buf out = BUF_INIT(LIMIT_ARTICLE);
	struct slice line;
	struct placed p;
	uint64_t next;
	char bytes[32];

	assert_int_equal(fixture_act(f, ACT_VIEW, "view.open", ":is:open"),
	    OK);
	assert_int_equal(community_write(f, "@anna", "tv.talk", "t", "", ""),
	    OK);
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q0", "", ""),
	    OK);
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q1", "", ""),
	    OK);
	v = view_open(f->reader);
	assert_true(view_board(v, SLICE("view.open"), &b));
	assert_int_equal(b.status, 'n');
	line = line_of(v, b.id, 2);
	assert_true(slice_starts(line, "2\tabout q1\t"));
	assert_true(slice_find(line,
	    SLICE("\tXref: test.example.org tv.qa:2\t:x-state open\t")) > 0);
	/* It is as long as it says. */
	assert_true(view_placed(v, b.id, 2, &p));
	assert_int_equal(view_article_placed(v, &p, &out), OK);
	assert_true(slice_find(buf_slice(&out),
	    SLICE("\r\nXref: test.example.org tv.qa:2\r\n\r\n")) > 0);
	snprintf(bytes, sizeof(bytes), "\t%zu\t1\tXref", out.len);
	assert_true(slice_find(p.over, slice_of(bytes)) > 0);
	/* The same line in a range. */
	buf_reset(&out);
	assert_int_equal(view_over(v, b.id, 1, 9, &out, 65536, &next), 2);
	assert_true(slice_find(buf_slice(&out), p.over) > 0);
	buf_clear(&out);
	view_close(&v);
}

static void
test_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(fixture_act(f, ACT_VIEW, "open", ":is:open"),
	    ERR_SYNTAX);
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.x", ":older:24h"),
	    ERR_SYNTAX);
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.x", ":nokey:1"),
	    ERR_SYNTAX);
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.x", ":by:@me"),
	    ERR_SYNTAX);
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.mine", ":is:open"),
	    ERR_SYNTAX);
	assert_int_equal(fixture_act(f, ACT_BOARD, "view.x", ""),
	    ERR_SYNTAX);
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.x", ":is:open"), OK);
	assert_int_equal(fixture_act(f, ACT_VIEW, "view.x", ":is:open"),
	    ERR_EXISTS);
	assert_int_equal(community_do(f, "@anna", ACT_VIEW, "view.y",
	    ":is:open"), ERR_DENIED);
	assert_int_equal(community_write(f, "@anna", "view.x", "q", "", ""),
	    ERR_DENIED);
	assert_non_null(strstr(f->why, "view.x"));
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q1", "", ""),
	    OK);
	assert_int_equal(community_write(f, "@boris", "view.x", "r1",
	    "<q1@t>", ""), ERR_DENIED);
	assert_non_null(strstr(f->why, "tv.qa"));
}

int
main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, community_setup, \
    community_teardown)
	const struct CMUnitTest tests[] = {
		T(test_life),
		T(test_before),
		T(test_adopted),
		T(test_fed_answer),
		T(test_mine),
		T(test_line),
		T(test_refused),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
