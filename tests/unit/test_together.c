/* Acts that are done together or not at all, and acts that are done once. */
#include "tests/unit/store_fixture.h"

static struct fixture fix;

static int
setup(void **state)
{
	(void)state;
	fixture_init(&fix);
	assert_int_equal(fixture_act(&fix, ACT_BOARD, "a.x", ""), OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_remove(&fix);
	return 0;
}

static struct intent
act(enum act_id id, const char *target, const char *args)
{
	return (struct intent){
		.act = id, .actor = SLICE("system"),
		.target = slice_of(target), .args = slice_of(args),
	};
}

static struct posting *
posting(const char *id)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p = NULL;

	buf_printf(&raw, "Path: t!not-for-mail\r\nFrom: A <a@example.org>\r\n"
	    "Subject: s\r\nNewsgroups: a.x\r\n"
	    "Date: 01 Nov 2025 10:00:00 +0000\r\nMessage-ID: <%s@t>\r\n"
	    "\r\nText.\r\n", id);
	assert_int_equal(posting_new(fix.store, &raw, &p), OK);
	buf_clear(&raw);
	return p;
}

static uint64_t
article(const char *msgid)
{
	struct view *v = view_open(fix.reader);
	uint64_t id = view_article_id(v, slice_of(msgid));

	view_close(&v);
	return id;
}

/* --- together ------------------------------------------------------------- */

static void
test_all(void **state)
{
	uint64_t before = fixture_last_event(&fix);
	struct posting *p = posting("all");
	struct intent board = act(ACT_BOARD, "a.y", "");
	struct intent join = act(ACT_JOIN, "@bert", "");
	struct intent post = act(ACT_POST, "", "");
	uint64_t seq;

	(void)state;
	post.posting = p;
	post.also = &board;
	board.also = &join;
	assert_int_equal(fixture_do(&fix, post, &seq), OK);
	assert_int_equal(seq, before + 1);
	assert_int_equal(board.seq, before + 2);
	assert_int_equal(join.seq, before + 3);
	assert_int_equal(article("<all@t>"), seq);
	/* What is so already is no failure of the rest. */
	assert_int_equal(fixture_do(&fix, (struct intent){
		.act = ACT_BOARD, .actor = SLICE("system"),
		.target = SLICE("a.z"), .also = &board }, &seq), OK);
	assert_int_equal(board.err, ERR_EXISTS);
	posting_free(&p);
	fixture_check(&fix);
}

static void
test_nothing(void **state)
{
	uint64_t before = fixture_last_event(&fix);
	struct posting *p = posting("none");
	struct intent board = act(ACT_BOARD, "b.y", "");
	struct intent grant = act(ACT_GRANT, "@nobody", "role=bot");
	struct intent post = act(ACT_POST, "", "");
	uint64_t seq;

	(void)state;
	post.posting = p;
	post.also = &board;
	board.also = &grant;
	assert_int_equal(fixture_do(&fix, post, &seq), ERR_NOTFOUND);
	assert_non_null(strstr(fix.why, "no such account"));
	assert_int_equal(fixture_last_event(&fix), before);
	assert_int_equal(article("<none@t>"), 0);
	fixture_check(&fix);

	/* Its message-id and its number are free again. */
	board.also = NULL;
	assert_int_equal(fixture_do(&fix, post, &seq), OK);
	assert_int_equal(seq, before + 1);
	assert_int_equal(article("<none@t>"), seq);
	/* It is there already: so nothing else is done. */
	board.target = SLICE("b.z");
	assert_int_equal(fixture_do(&fix, post, NULL), ERR_EXISTS);
	assert_int_equal(fixture_last_event(&fix), before + 2);
	posting_free(&p);
	fixture_check(&fix);
}

/* --- once ----------------------------------------------------------------- */

static void
test_once(void **state)
{
	struct intent i = act(ACT_BOARD, "c.x", "id=T-1 :One");
	uint64_t first, again;

	(void)state;
	assert_int_equal(fixture_do(&fix, i, &first), OK);
	assert_int_equal(fixture_do(&fix, i, &again), ERR_EXISTS);
	assert_int_equal(again, first);
	/* Whatever it says now. */
	i.args = SLICE("id=T-1 :Two");
	assert_int_equal(fixture_do(&fix, i, &again), ERR_EXISTS);
	assert_int_equal(again, first);
	i.args = SLICE("id=T-2 :Two");
	assert_int_equal(fixture_do(&fix, i, &again), OK);
	assert_int_equal(again, first + 1);
	/* Another's is another. */
	i.actor = SLICE("@op");
	i.admin = true;
	i.args = SLICE("id=T-2 :Three");
	assert_int_equal(fixture_do(&fix, i, &again), OK);
	/* A restart has not forgotten it. */
	fixture_close(&fix);
	fixture_open(&fix);
	assert_int_equal(fixture_do(&fix, i, &first), ERR_EXISTS);
	assert_int_equal(first, again);
	fixture_check(&fix);
}

static void
test_long_id(void **state)
{
	char args[128];

	(void)state;
	snprintf(args, sizeof(args), "id=%065d", 1);
	assert_int_equal(fixture_act(&fix, ACT_BOARD, "d.x", args),
	    ERR_SYNTAX);
	snprintf(args, sizeof(args), "id=%064d", 1);
	assert_int_equal(fixture_act(&fix, ACT_BOARD, "d.x", args), OK);
}

/* Refused is not done: the id is free for the next try. */
static void
test_refused(void **state)
{
	uint64_t seq;

	(void)state;
	assert_int_equal(fixture_act(&fix, ACT_GRANT, "@carl",
	    "id=T-9 role=bot"), ERR_NOTFOUND);
	assert_int_equal(fixture_act(&fix, ACT_JOIN, "@carl", ""), OK);
	assert_int_equal(fixture_do(&fix, act(ACT_GRANT, "@carl",
	    "id=T-9 role=bot"), &seq), OK);
	assert_int_equal(fixture_last_event(&fix), seq);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_long_id),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
