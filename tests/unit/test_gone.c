/* Articles that are taken out, wait or grow too old, and what stays right. */
#include "tests/unit/store_fixture.h"

#include "server/store/internal.h"
#include "tests/unit/board_model.h"

static int
setup(void **state)
{
	struct fixture *f;

	fixture_setup(state);
	f = *state;
	assert_int_equal(fixture_act(f, ACT_JOIN, "@anna", ""), OK);
	assert_int_equal(fixture_act(f, ACT_JOIN, "@bert", ""), OK);
	assert_int_equal(fixture_act(f, ACT_JOIN, "@mona",
	    "role=moderator:a.*"), OK);
	assert_int_equal(fixture_act(f, ACT_BOARD, "a.b", ""), OK);
	assert_int_equal(fixture_act(f, ACT_BOARD, "c.d", ""), OK);
	return 0;
}

static enum err
act_by(struct fixture *f, const char *actor, enum act_id act,
    const char *target, const char *args)
{
	return fixture_do(f, (struct intent){
		.act = act, .actor = slice_of(actor),
		.target = slice_of(target), .args = slice_of(args),
	}, NULL);
}

/* Posts "<id@t>" to boards, with a header of its own ("" for none). */
static enum err
post_by(struct fixture *f, struct intent i, const char *id,
    const char *boards, const char *header)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;
	enum err e;

	buf_printf(&raw, "Message-ID: <%s@t>\r\nNewsgroups: %s\r\n%s%s\r\n"
	    "Text.\r\n", id, boards, header, header[0] != '\0' ? "\r\n" : "");
	assert_int_equal(posting_new(f->store, &raw, &p), OK);
	i.act = i.act != 0 ? i.act : ACT_POST;
	i.posting = p;
	e = fixture_do(f, i, NULL);
	posting_free(&p);
	return e;
}

#define BY(name) ((struct intent){ .actor = SLICE(name) })

static enum article_state
state_of(struct fixture *f, const char *msgid)
{
	struct view *v = view_open(f->reader);
	uint64_t id = view_article_id(v, slice_of(msgid));
	struct article_row row = { 0 };

	assert_int_not_equal(id, 0);
	assert_true(view_article_row(v, id, &row));
	view_close(&v);
	return row.state;
}

static struct board
board_of(struct fixture *f, const char *name)
{
	struct view *v = view_open(f->reader);
	struct board b;

	assert_true(view_board(v, slice_of(name), &b));
	view_close(&v);
	return b;
}

/* Tables, boards and threads are right, and a replay gives the same. */
static void
assert_sound(struct fixture *f)
{
	struct view *v = view_open(f->reader);
	const char *wrong = model_check_all(v);

	view_close(&v);
	if (wrong != NULL)
		fail_msg("%s", wrong);
	fixture_check(f);
}

static void
assert_replays(struct fixture *f)
{
	struct upkeep_report r;

	assert_sound(f);
	fixture_close(f);
	fixture_open(f);
	writer_stop(&f->writer);
	assert_int_equal(store_rebuild(f->store, NULL, NULL, &r), OK);
	if (r.bad != 0)
		fail_msg("rebuild: %s", r.first);
	assert_int_equal(writer_start(f->store, &f->writer), OK);
	assert_sound(f);
}

/* --- who may ------------------------------------------------------------ */

static void
test_who_may_cancel(void **state)
{
	static const struct {
		const char *actor, *target;
		bool admin;
		enum err err;
	} list[] = {
		{ "@bert", "<1@t>", false, ERR_DENIED },
		{ "system", "<1@t>", false, ERR_DENIED },
		{ "peer:x", "<1@t>", false, ERR_DENIED },
		{ "@nobody", "<1@t>", false, ERR_DENIED },
		{ "@mona", "<both@t>", false, ERR_DENIED },
		{ "@anna", "<none@t>", false, ERR_NOTFOUND },
		{ "@bert", "<none@t>", true, ERR_NOTFOUND },
		{ "@anna", "<1@t>", false, OK },
		{ "@anna", "<1@t>", false, ERR_EXISTS },
		{ "@mona", "<2@t>", false, OK },
		{ "@bert", "<both@t>", true, OK },
	};
	struct fixture *f = *state;

	assert_int_equal(post_by(f, BY("@anna"), "1", "a.b", ""), OK);
	assert_int_equal(post_by(f, BY("@anna"), "2", "a.b", ""), OK);
	assert_int_equal(post_by(f, BY("@anna"), "both", "a.b,c.d", ""), OK);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		enum err e = fixture_do(f, (struct intent){
			.act = ACT_CANCEL, .actor = slice_of(list[i].actor),
			.target = slice_of(list[i].target),
			.admin = list[i].admin,
		}, NULL);

		if (e != list[i].err)
			fail_msg("%s %s: %s", list[i].actor, list[i].target,
			    f->why);
	}
	assert_int_equal(state_of(f, "<2@t>"), ARTICLE_CANCELLED);
	assert_int_equal(board_of(f, "a.b").count, 0);
	assert_int_equal(board_of(f, "a.b").low, 4);
	assert_int_equal(board_of(f, "c.d").count, 0);
	assert_replays(f);
}

/* What a feed brought is nobody's here, whoever the actor is. */
static void
test_a_feed_has_no_rights(void **state)
{
	struct fixture *f = *state;
	struct intent fed = { .actor = SLICE("@anna"), .relayed = true,
		.admin = true };

	assert_int_equal(post_by(f, BY("@anna"), "1", "a.b", ""), OK);
	assert_int_equal(post_by(f, fed, "c1", "a.b",
	    "Control: cancel <1@t>"), OK);
	assert_int_equal(post_by(f, fed, "s1", "a.b",
	    "Supersedes: <1@t>"), OK);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_HERE);
	assert_int_equal(board_of(f, "a.b").count, 2);
	/* Posted, it is another matter. */
	assert_int_equal(post_by(f, BY("@anna"), "c2", "a.b",
	    "Control: cancel <1@t>"), OK);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_CANCELLED);
	assert_int_equal(board_of(f, "a.b").count, 1);
	assert_replays(f);
}

static bool
same_text(struct slice keys, struct slice locks)
{
	return slice_eq(keys, locks);
}

static void
test_a_key_opens(void **state)
{
	struct fixture *f = *state;
	struct intent fed = { .actor = SLICE("peer:x"), .relayed = true,
		.opens = same_text };

	assert_int_equal(post_by(f, fed, "1", "a.b", "Cancel-Lock: yes"), OK);
	assert_int_equal(post_by(f, fed, "2", "a.b", ""), OK);
	assert_int_equal(post_by(f, fed, "c1", "a.b",
	    "Control: cancel <1@t>\r\nCancel-Key: no"), OK);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_HERE);
	assert_int_equal(post_by(f, fed, "c2", "a.b",
	    "Control: cancel <1@t>\r\nCancel-Key: yes"), OK);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_CANCELLED);
	assert_int_equal(post_by(f, fed, "c3", "a.b",
	    "Control: cancel <2@t>\r\nCancel-Key: "), OK);
	assert_int_equal(state_of(f, "<2@t>"), ARTICLE_HERE);
	assert_replays(f);
}

/* --- one transaction ---------------------------------------------------- */

static void
test_supersede_is_one_step(void **state)
{
	struct fixture *f = *state;
	uint64_t before;

	assert_int_equal(post_by(f, BY("@anna"), "1", "a.b", ""), OK);
	before = fixture_last_event(f);
	assert_int_equal(post_by(f, BY("@anna"), "2", "nowhere",
	    "Supersedes: <1@t>"), ERR_NOTFOUND);
	assert_int_equal(post_by(f, BY("@anna"), "1", "a.b",
	    "Supersedes: <1@t>"), ERR_EXISTS);
	assert_int_equal(post_by(f, BY("@bert"), "2", "a.b",
	    "Supersedes: <1@t>"), ERR_DENIED);
	assert_int_equal(fixture_last_event(f), before);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_HERE);
	assert_int_equal(post_by(f, BY("@anna"), "2", "a.b",
	    "Supersedes: <1@t>"), OK);
	assert_int_equal(fixture_last_event(f), before + 2);
	assert_int_equal(post_by(f, BY("@anna"), "3", "a.b",
	    "Supersedes: <1@t>"), ERR_STATE);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_SUPERSEDED);
	assert_int_equal(board_of(f, "a.b").count, 1);
	/* Its own, or one that never was: an article like any other. */
	assert_int_equal(post_by(f, BY("@anna"), "4", "a.b",
	    "Supersedes: <4@t>"), OK);
	assert_int_equal(state_of(f, "<4@t>"), ARTICLE_HERE);
	assert_replays(f);
}

/* --- waiting ------------------------------------------------------------ */

static enum err
publish_by(struct fixture *f, const char *actor, const char *id,
    const char *boards, const char *header)
{
	char target[40], more[100];

	snprintf(target, sizeof(target), "<%s@t>", id);
	snprintf(more, sizeof(more), "Approved: m@t%s%s",
	    header[0] != '\0' ? "\r\n" : "", header);
	return post_by(f, (struct intent){ .act = ACT_PUBLISH,
	    .actor = slice_of(actor), .target = slice_of(target) }, id,
	    boards, more);
}

/* An act with a control article: both or none, what waits without one. */
static void
test_an_act_tells_peers(void **state)
{
	static const char control[] = "Control: cancel <1@t>";
	struct fixture *f = *state;
	struct intent i = { .act = ACT_CANCEL, .actor = SLICE("@bert"),
		.target = SLICE("<1@t>"), .args = SLICE(":why") };
	uint64_t before;

	assert_int_equal(post_by(f, BY("@anna"), "1", "a.b", ""), OK);
	assert_int_equal(fixture_act(f, ACT_BOARD, "a.b", "status=m"), OK);
	assert_int_equal(post_by(f, BY("@anna"), "2", "a.b", ""), OK);
	before = fixture_last_event(f);
	assert_int_equal(post_by(f, i, "c", "a.b", control), ERR_DENIED);
	i.actor = SLICE("@anna");
	i.args = SLICE(":x\\ty");
	assert_int_equal(post_by(f, i, "c", "a.b", control), ERR_SYNTAX);
	assert_int_equal(fixture_last_event(f), before);
	i.args = SLICE(":why");
	assert_int_equal(post_by(f, i, "c", "a.b", control), OK);
	assert_int_equal(fixture_last_event(f), before + 2);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_CANCELLED);
	assert_int_equal(state_of(f, "<c@t>"), ARTICLE_HERE);
	assert_int_equal(post_by(f, i, "d", "a.b", control), ERR_EXISTS);
	i.target = SLICE("<2@t>");
	assert_int_equal(post_by(f, i, "d", "a.b", control), OK);
	assert_int_equal(fixture_last_event(f), before + 3);
	assert_int_equal(state_of(f, "<2@t>"), ARTICLE_CANCELLED);
	assert_replays(f);
}

static void
test_waiting(void **state)
{
	struct fixture *f = *state;
	struct view *v;

	assert_int_equal(fixture_act(f, ACT_BOARD, "a.b", "status=m"), OK);
	assert_int_equal(post_by(f, BY("@anna"), "1", "a.b,c.d", ""), OK);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_HELD);
	assert_int_equal(board_of(f, "c.d").high, 0);
	assert_int_equal(post_by(f, BY("@bert"), "1", "c.d", ""), ERR_EXISTS);
	/* An answer that comes before it waits for it as for any other. */
	assert_int_equal(post_by(f, BY("@bert"), "2", "c.d",
	    "References: <1@t>"), OK);
	assert_int_equal(publish_by(f, "@anna", "1", "a.b,c.d", ""),
	    ERR_DENIED);
	assert_int_equal(publish_by(f, "@bert", "1", "a.b,c.d", ""),
	    ERR_NOTFOUND);
	assert_sound(f);
	assert_int_equal(publish_by(f, "@mona", "1", "a.b,c.d", ""), OK);
	assert_int_equal(publish_by(f, "@mona", "1", "a.b,c.d", ""),
	    ERR_STATE);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_HERE);
	assert_int_equal(board_of(f, "c.d").threads, 1);
	/* The author is the author. */
	assert_int_equal(act_by(f, "@anna", ACT_CANCEL, "<1@t>", ""), OK);
	assert_int_equal(post_by(f, BY("@anna"), "3", "a.b", ""), OK);
	assert_int_equal(act_by(f, "@bert", ACT_REJECT, "<3@t>", ""),
	    ERR_NOTFOUND);
	assert_int_equal(act_by(f, "@mona", ACT_REJECT, "<3@t>", ":x\\ty"),
	    ERR_SYNTAX);
	assert_int_equal(act_by(f, "@mona", ACT_REJECT, "<3@t>", ":no"), OK);
	assert_int_equal(act_by(f, "@mona", ACT_REJECT, "<3@t>", ":no"),
	    ERR_NOTFOUND);
	assert_int_equal(state_of(f, "<3@t>"), ARTICLE_REJECTED);
	v = view_open(f->reader);
	assert_int_equal(view_held_next(v, 0), 0);
	view_close(&v);
	assert_replays(f);
}

/* A control article makes no boards, whoever brings it. */
static void
test_control_makes_no_board(void **state)
{
	struct fixture *f = *state;
	struct intent fed = { .actor = SLICE("@root"), .relayed = true,
		.create_boards = true, .approved = true };

	assert_int_equal(post_by(f, fed, "c1", "x.y",
	    "Control: newgroup x.y"), ERR_NOTFOUND);
	assert_int_equal(post_by(f, fed, "c1", "x.y,a.b",
	    "Control: newgroup x.y"), OK);
	assert_int_equal(post_by(f, fed, "1", "x.y", ""), OK);
	assert_int_equal(board_of(f, "x.y").count, 1);
	assert_int_equal(board_of(f, "a.b").high, 0);
	assert_replays(f);
}

/* A feed brings no unapproved article; Approved is believed. */
static void
test_feeds_and_moderation(void **state)
{
	struct fixture *f = *state;
	struct intent fed = { .actor = SLICE("peer:x"), .relayed = true };

	assert_int_equal(fixture_act(f, ACT_BOARD, "a.b", "status=m"), OK);
	assert_int_equal(post_by(f, fed, "1", "a.b", ""), ERR_DENIED);
	assert_non_null(strstr(f->why, "Approved"));
	assert_int_equal(post_by(f, fed, "1", "a.b", "Approved: m@t"), OK);
	fed.approved = true;	/* the operator brings it in */
	assert_int_equal(post_by(f, fed, "2", "a.b", ""), OK);
	assert_replays(f);
}

/* The one who publishes lends the author no rights. */
static void
test_published_with_the_authors_rights(void **state)
{
	struct fixture *f = *state;
	struct intent fed = { .actor = SLICE("peer:x"), .relayed = true };

	assert_int_equal(fixture_act(f, ACT_BOARD, "a.b", "status=m"), OK);
	/* When it was submitted there was nothing to supersede. */
	assert_int_equal(post_by(f, BY("@bert"), "2", "a.b",
	    "Supersedes: <1@t>"), OK);
	assert_int_equal(state_of(f, "<2@t>"), ARTICLE_HELD);
	assert_int_equal(post_by(f, fed, "1", "a.b", "Approved: m@t"), OK);
	assert_int_equal(post_by(f, (struct intent){ .act = ACT_PUBLISH,
	    .actor = SLICE("@root"), .target = SLICE("<2@t>"),
	    .admin = true }, "2", "a.b",
	    "Approved: m@t\r\nSupersedes: <1@t>"), OK);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_HERE);
	assert_replays(f);
}

/* --- age ---------------------------------------------------------------- */

static enum err
expire(struct fixture *f, const char *board, uint64_t before)
{
	char args[32];

	snprintf(args, sizeof(args), "before=%llu",
	    (unsigned long long)before);
	return act_by(f, "system", ACT_EXPIRE, board, args);
}

static void
test_expire_in_bounds(void **state)
{
	struct fixture *f = *state;
	char id[16];

	for (int i = 0; i < 300; i++) {
		snprintf(id, sizeof(id), "%d", i);
		assert_int_equal(post_by(f, BY("@anna"), id,
		    i % 100 == 0 ? "a.b,c.d" : "a.b",
		    i % 7 == 0 ? "" : "References: <0@t>"), OK);
	}
	assert_int_equal(act_by(f, "@anna", ACT_CANCEL, "<299@t>", ""), OK);
	assert_int_equal(expire(f, "nowhere", 5), ERR_NOTFOUND);
	assert_int_equal(expire(f, "a.b", 1), ERR_EXISTS);
	assert_int_equal(expire(f, "a.b", UINT64_MAX), OK);
	assert_int_equal(board_of(f, "a.b").count, 300 - 256 - 1);
	assert_int_equal(board_of(f, "a.b").low, 257);
	assert_sound(f);
	assert_int_equal(expire(f, "a.b", UINT64_MAX), OK);
	assert_int_equal(expire(f, "a.b", UINT64_MAX), ERR_EXISTS);
	assert_int_equal(board_of(f, "a.b").count, 0);
	assert_int_equal(board_of(f, "a.b").low, 301);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_EXPIRED);
	assert_int_equal(state_of(f, "<299@t>"), ARTICLE_EXPIRED);
	assert_int_equal(state_of(f, "<100@t>"), ARTICLE_HERE);
	assert_int_equal(board_of(f, "c.d").count, 3);
	assert_int_equal(post_by(f, BY("@anna"), "1", "a.b", ""), ERR_EXISTS);
	assert_int_equal(post_by(f, BY("@anna"), "new", "a.b", ""), OK);
	assert_int_equal(board_of(f, "a.b").low, 301);
	assert_replays(f);
}

/* Rows of a primary table. */
static uint64_t
rows(struct fixture *f, enum table tb)
{
	struct txn *t = txn_begin(f->store->db);
	uint64_t n = txn_rows(t, tb);

	txn_abort(&t);
	return n;
}

/* What lies aside goes with the board's age as well. */
static void
test_nothing_is_kept_for_ever(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(fixture_act(f, ACT_BOARD, "c.d", "status=m"), OK);
	assert_int_equal(post_by(f, BY("@anna"), "1", "a.b", ""), OK);
	assert_int_equal(post_by(f, BY("@anna"), "c1", "a.b",
	    "Control: cancel <1@t>"), OK);
	assert_int_equal(post_by(f, BY("@anna"), "2", "a.b,c.d", ""), OK);
	assert_int_equal(fixture_do(f, (struct intent){ .act = ACT_REJECT,
	    .actor = SLICE("@root"), .target = SLICE("<2@t>"),
	    .admin = true }, NULL), OK);
	assert_int_equal(rows(f, T_BODY), 3);
	assert_int_equal(expire(f, "a.b", UINT64_MAX), OK);
	assert_int_equal(state_of(f, "<1@t>"), ARTICLE_EXPIRED);
	assert_int_equal(state_of(f, "<c1@t>"), ARTICLE_EXPIRED);
	/* Its other board has not let it go yet. */
	assert_int_equal(state_of(f, "<2@t>"), ARTICLE_REJECTED);
	assert_int_equal(rows(f, T_BODY), 1);
	assert_int_equal(expire(f, "c.d", UINT64_MAX), OK);
	assert_int_equal(state_of(f, "<2@t>"), ARTICLE_EXPIRED);
	assert_int_equal(rows(f, T_BODY), 0);
	assert_int_equal(rows(f, T_REMAINS), 2);
	assert_replays(f);
}

/* --- threads ------------------------------------------------------------ */

static uint64_t random_state;

static unsigned
pick(unsigned n)
{
	random_state = random_state * 6364136223846793005u +
	    1442695040888963407u;
	return (unsigned)(random_state >> 33) % n;
}

static void
post_random(struct fixture *f, int n)
{
	static const char *const boards[] = {
		"a.b", "c.d", "a.b,c.d", "e.f,a.b", "e.f",
	};
	char id[16], refs[200] = "";
	size_t len = 0;

	snprintf(id, sizeof(id), "%d", n);
	for (unsigned k = pick(4); k > 0; k--)
		len += (size_t)snprintf(refs + len, sizeof(refs) - len,
		    "<%u@t> ", pick((unsigned)n + 5));
	assert_int_equal(fixture_post(f, boards[pick(5)], id, refs,
	    1 + pick(28)), OK);
}

static void
remove_random(struct fixture *f, int n)
{
	char target[16];

	snprintf(target, sizeof(target), "<%u@t>", pick((unsigned)n));
	act_by(f, "@anna", ACT_CANCEL, target, "");
	if (pick(6) == 0)
		expire(f, pick(2) == 0 ? "a.b" : "e.f",
		    fixture_last_event(f) * (pick(5) + 4) / 10);
}

/* Whatever goes in whatever order: threads count what is there. */
static void
test_threads(void **state)
{
	struct fixture *f = *state;

	random_state = 1;
	for (int i = 0; i < 400; i++) {
		post_random(f, i);
		if (pick(2) == 0)
			remove_random(f, i + 1);
		if (i % 10 == 9)
			assert_sound(f);
	}
	assert_replays(f);
}

/* Posts so many answers to <top@t> at once, as "<pN@t>". */
static void
answer_top(struct fixture *f, const char *boards, const char *p, int n)
{
	struct waiting *w = calloc((size_t)n, sizeof(*w));

	for (int i = 0; i < n; i++) {
		struct buf raw = BUF_INIT(LIMIT_ARTICLE);

		buf_printf(&raw, "Message-ID: <%s%d@t>\r\nNewsgroups: %s\r\n"
		    "References: <top@t>\r\n\r\nText.\r\n", p, i, boards);
		w[i] = (struct waiting){ .fixture = f, .intent = {
			.act = ACT_POST, .actor = SLICE("@anna"),
			.done = fixture_done, .arg = &w[i],
		} };
		assert_int_equal(posting_new(f->store, &raw,
		    &w[i].intent.posting), OK);
		pthread_mutex_lock(&f->lock);
		while (!writer_submit(f->writer, &w[i].intent))
			pthread_cond_wait(&f->wake, &f->lock);
		pthread_mutex_unlock(&f->lock);
	}
	for (int i = 0; i < n; i++) {
		pthread_mutex_lock(&f->lock);
		while (!w[i].done)
			pthread_cond_wait(&f->wake, &f->lock);
		pthread_mutex_unlock(&f->lock);
		assert_int_equal(w[i].intent.err, OK);
		posting_free(&w[i].intent.posting);
	}
	free(w);
}

static struct thread_row
only_thread(struct fixture *f, const char *board)
{
	struct board b = board_of(f, board);
	struct view *v = view_open(f->reader);
	struct thread_cursor c = { 0 };
	struct thread_row row;

	assert_true(view_thread_next(v, b.id, &c, &row));
	view_close(&v);
	return row;
}

/* What a thread is in one board costs little, however long it is. */
static void
test_long_thread(void **state)
{
	struct fixture *f = *state;
	struct thread_row row;

	assert_int_equal(fixture_post(f, "a.b,c.d", "top", "", 1), OK);
	answer_top(f, "a.b", "a", 5000);
	answer_top(f, "c.d", "c", 3);
	assert_int_equal(act_by(f, "@anna", ACT_CANCEL, "<top@t>", ""), OK);
	row = only_thread(f, "c.d");
	assert_int_equal(row.articles, 3);
	/* Nobody looks at 5000 for a root. */
	assert_int_equal(row.root, row.last);
	assert_sound(f);
	for (int i = 2; i > 0; i--) {
		char target[16];

		snprintf(target, sizeof(target), "<c%d@t>", i);
		assert_int_equal(act_by(f, "@anna", ACT_CANCEL, target, ""),
		    OK);
		assert_sound(f);
	}
	row = only_thread(f, "a.b");
	assert_int_equal(row.articles, 5000);
	assert_true(row.root < row.last);
	assert_replays(f);
}

#define T(name)                                                              \
	cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_who_may_cancel),
		T(test_a_feed_has_no_rights),
		T(test_a_key_opens),
		T(test_an_act_tells_peers),
		T(test_supersede_is_one_step),
		T(test_waiting),
		T(test_control_makes_no_board),
		T(test_feeds_and_moderation),
		T(test_published_with_the_authors_rights),
		T(test_expire_in_bounds),
		T(test_nothing_is_kept_for_ever),
		T(test_threads),
		T(test_long_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
