/* The store: posting, numbering, threads in any order, replay. */
#include "tests/unit/store_fixture.h"
#include "tests/unit/thread_walk.h"

#include <string.h>

static void
assert_replays(struct fixture *f)
{
	struct upkeep_report r;

	fixture_close(f);
	struct store_options o = { .dir = f->dir, .quota = 1 << 30 };
	assert_int_equal(store_open(&o, &f->store), OK);
	fixture_check(f);
	if (store_rebuild(f->store, NULL, NULL, &r) != OK || r.bad != 0)
		fail_msg("rebuild: %s %s", r.first, err_detail());
	if (store_check(f->store, NULL, NULL, &r) != OK)
		fail_msg("check after rebuild: %s", r.first);
	store_close(&f->store);
	fixture_open(f);
}

static uint64_t
id_of(struct view *v, const char *name)
{
	char msgid[64];

	snprintf(msgid, sizeof(msgid), "<%s@t>", name);
	return view_article_id(v, slice_of(msgid));
}

static void
test_post_and_read(void **state)
{
	struct fixture *f = *state;
	struct buf out = BUF_INIT(LIMIT_ARTICLE);
	struct board b;
	struct placed p;
	struct view *v;

	assert_int_equal(fixture_post(f, "a.b", "one", "", 1), OK);
	assert_int_equal(fixture_post(f, "a.b", "one", "", 1), ERR_EXISTS);
	assert_int_equal(fixture_post(f, "a.b,c.d", "two", "<one@t>", 2), OK);
	v = view_open(f->reader);
	assert_true(view_board(v, SLICE("a.b"), &b));
	assert_int_equal(b.count, 2);
	assert_int_equal(b.low, 1);
	assert_int_equal(b.high, 2);
	assert_int_equal(b.threads, 1);
	assert_true(view_board(v, SLICE("c.d"), &b));
	assert_int_equal(b.count, 1);
	assert_true(view_placed(v, b.id, 1, &p));
	assert_int_equal(p.id, id_of(v, "two"));
	assert_true(slice_find(p.over,
	    SLICE("\tXref: test.example.org a.b:2 c.d:1\t")) > 0);
	assert_int_equal(view_article(v, p.id, &out), OK);
	assert_true(slice_find(buf_slice(&out),
	    SLICE("\r\nXref: test.example.org a.b:2 c.d:1\r\n")) > 0);
	view_close(&v);
	buf_clear(&out);
	assert_replays(f);
}

/* A subject that looks like the last field of the overview is not it. */
static void
test_xref_is_not_taken_from_a_subject(void **state)
{
	struct fixture *f = *state;
	struct buf raw = BUF_INIT(LIMIT_ARTICLE), out = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;
	struct view *v;

	buf_puts(&raw, "Path: x\r\nFrom: a@example.org\r\n"
	    "Subject: Xref: evil a.b:9\r\nNewsgroups: a.b,c.d\r\n"
	    "Message-ID: <x@t>\r\nDate: 1 Nov 2025 10:00:00 +0000\r\n"
	    "\r\nbody\r\n");
	assert_int_equal(posting_new(f->store, &raw, &p), OK);
	assert_int_equal(fixture_do(f, (struct intent){ .act = ACT_POST,
	    .actor = SLICE("@anna"), .posting = p, .create_boards = true },
	    NULL), OK);
	posting_free(&p);
	v = view_open(f->reader);
	assert_int_equal(view_article(v, id_of(v, "x"), &out), OK);
	assert_true(slice_find(buf_slice(&out),
	    SLICE("\r\nXref: test.example.org a.b:1 c.d:1\r\n\r\n")) > 0);
	assert_true(slice_find(buf_slice(&out), SLICE("\r\nXref: evil")) < 0);
	view_close(&v);
	buf_clear(&raw);
	buf_clear(&out);
}

static void
test_unknown_board_is_refused(void **state)
{
	struct fixture *f = *state;
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;

	buf_puts(&raw, "Path: x\r\nFrom: a@example.org\r\nSubject: s\r\n"
	    "Newsgroups: not.here\r\nMessage-ID: <x@t>\r\n"
	    "Date: 1 Nov 2025 10:00:00 +0000\r\n\r\nbody\r\n");
	assert_int_equal(posting_new(f->store, &raw, &p), OK);
	assert_int_equal(fixture_do(f, (struct intent){ .act = ACT_POST,
	    .actor = SLICE("@anna"), .posting = p }, NULL), ERR_NOTFOUND);
	posting_free(&p);
	buf_clear(&raw);
}

/* One thread of six, two of them missing their parents for a while. */
static const struct {
	const char *id, *refs;
} family[] = {
	{ "r", "" },
	{ "a", "<r@t>" },
	{ "b", "<r@t> <a@t>" },
	{ "c", "<r@t> <a@t> <b@t>" },
	{ "d", "<r@t>" },
	{ "e", "<r@t> <d@t>" },
};

static const char *const parents[] = { NULL, "r", "a", "b", "r", "d" };

static void
assert_family(struct fixture *f)
{
	struct thread_cursor tc = { 0 };
	struct thread_row row;
	struct article_row art;
	struct board b;
	struct view *v = view_open(f->reader);

	assert_true(view_board(v, SLICE("x.y"), &b));
	assert_int_equal(b.threads, 1);
	assert_true(view_thread_next(v, b.id, &tc, &row));
	assert_int_equal(row.articles, 6);
	assert_int_equal(row.root, id_of(v, "r"));
	for (int i = 0; i < 6; i++) {
		assert_true(view_article_row(v, id_of(v, family[i].id), &art));
		assert_int_equal(art.thread, row.id);
		assert_int_equal(art.parent,
		    parents[i] != NULL ? id_of(v, parents[i]) : 0);
	}
	assert_false(view_thread_next(v, b.id, &tc, &row));
	view_close(&v);
}

static void
test_any_order_gives_the_same_tree(void **state)
{
	int order[6] = { 0, 1, 2, 3, 4, 5 };

	(void)state;
	for (int round = 0; round < 720; round += 37) {
		struct fixture f;
		int n = round;

		/* The round-th permutation. */
		for (int i = 0; i < 6; i++)
			order[i] = i;
		for (int i = 0; i < 5; i++) {
			int j = i + n % (6 - i), tmp = order[i];

			n /= 6 - i;
			order[i] = order[j];
			order[j] = tmp;
		}
		fixture_init(&f);
		for (int i = 0; i < 6; i++)
			assert_int_equal(fixture_post(&f, "x.y",
			    family[order[i]].id, family[order[i]].refs, 3),
			    OK);
		assert_family(&f);
		assert_replays(&f);
		fixture_remove(&f);
	}
}

static void
test_reference_loop(void **state)
{
	struct fixture *f = *state;
	struct article_row a, b;
	struct view *v;

	assert_int_equal(fixture_post(f, "x.y", "a", "<b@t>", 1), OK);
	assert_int_equal(fixture_post(f, "x.y", "b", "<a@t>", 2), OK);
	assert_int_equal(fixture_post(f, "x.y", "c", "<c@t>", 2), OK);
	v = view_open(f->reader);
	assert_true(view_article_row(v, id_of(v, "a"), &a));
	assert_true(view_article_row(v, id_of(v, "b"), &b));
	assert_int_equal(a.thread, b.thread);
	assert_int_equal(a.parent, 0);
	assert_int_equal(b.parent, a.id);
	view_close(&v);
	assert_replays(f);
}

static void
test_orphans_of_one_parent_are_one_thread(void **state)
{
	struct fixture *f = *state;
	struct article_row a, b;
	struct view *v;

	assert_int_equal(fixture_post(f, "x.y", "a", "<gone@t>", 1), OK);
	assert_int_equal(fixture_post(f, "x.y", "b", "<gone@t> <a2@t>", 2),
	    OK);
	v = view_open(f->reader);
	assert_true(view_article_row(v, id_of(v, "a"), &a));
	assert_true(view_article_row(v, id_of(v, "b"), &b));
	assert_int_equal(a.thread, b.thread);
	view_close(&v);
}

static void
test_threads_by_activity(void **state)
{
	struct fixture *f = *state;
	struct thread_cursor tc = { 0 };
	struct thread_row row;
	struct board b;
	struct view *v;

	fixture_post(f, "x.y", "old", "", 1);
	fixture_post(f, "x.y", "new", "", 5);
	fixture_post(f, "x.y", "mid", "", 3);
	fixture_post(f, "x.y", "re", "<old@t>", 9);
	v = view_open(f->reader);
	assert_true(view_board(v, SLICE("x.y"), &b));
	assert_int_equal(b.threads, 3);
	assert_true(view_thread_next(v, b.id, &tc, &row));
	assert_int_equal(row.root, id_of(v, "old"));
	assert_int_equal(row.last, id_of(v, "re"));
	assert_true(view_thread_next(v, b.id, &tc, &row));
	assert_int_equal(row.root, id_of(v, "new"));
	assert_true(view_thread_next(v, b.id, &tc, &row));
	assert_int_equal(row.root, id_of(v, "mid"));
	assert_false(view_thread_next(v, b.id, &tc, &row));
	view_close(&v);
}

static void
test_ranges_go_on_where_they_stopped(void **state)
{
	struct fixture *f = *state;
	struct buf whole = BUF_INIT(1 << 20), parts = BUF_INIT(1 << 20);
	struct board b;
	struct view *v;
	uint64_t next = 1;
	char id[16];

	for (int i = 0; i < 50; i++) {
		snprintf(id, sizeof(id), "n%d", i);
		assert_int_equal(fixture_post(f, "x.y", id, "", 1), OK);
	}
	v = view_open(f->reader);
	assert_true(view_board(v, SLICE("x.y"), &b));
	assert_int_equal(view_over(v, b.id, 1, UINT64_MAX, &whole, 1 << 20,
	    &next), 50);
	assert_int_equal(next, 0);
	for (next = 1; next != 0;)
		view_over(v, b.id, next, UINT64_MAX, &parts,
		    parts.len + 100, &next);
	assert_true(slice_eq(buf_slice(&whole), buf_slice(&parts)));
	view_close(&v);
	buf_clear(&whole);
	buf_clear(&parts);
}

static void
test_accounts(void **state)
{
	struct fixture *f = *state;
	struct account a;
	struct view *v;

	assert_int_equal(fixture_act(f, ACT_JOIN, "@anna", ""), OK);
	assert_int_equal(fixture_act(f, ACT_JOIN, "@anna", ""), ERR_EXISTS);
	assert_int_equal(fixture_act(f, ACT_JOIN, "@Anna!", ""), ERR_SYNTAX);
	assert_int_equal(fixture_act(f, ACT_GRANT, "@anna",
	    "role=moderator:tv.*"), OK);
	assert_int_equal(fixture_act(f, ACT_GRANT, "@anna",
	    "role=king"), ERR_SYNTAX);
	assert_int_equal(fixture_act(f, ACT_GRANT, "@bert",
	    "role=expert"), ERR_NOTFOUND);
	assert_int_equal(fixture_act(f, ACT_REVOKE, "@anna",
	    "role=member"), OK);
	v = view_open(f->reader);
	assert_true(view_account(v, SLICE("anna"), &a));
	assert_true(slice_is(a.roles, "moderator:tv.*"));
	view_close(&v);
	assert_replays(f);
}

/* Random posts with random references, some boards, some acts. */
static void
test_random_sequences_replay(void **state)
{
	struct fixture *f = *state;
	char id[24], refs[96], boards[32];
	unsigned seed = 7;

	for (int i = 0; i < 400; i++) {
		int n = rand_r(&seed) % 4, at = 0;

		snprintf(id, sizeof(id), "m%d", rand_r(&seed) % 300);
		refs[0] = '\0';
		while (n-- > 0)
			at += snprintf(refs + at, sizeof(refs) - (size_t)at,
			    "<m%d@t> ", rand_r(&seed) % 300);
		snprintf(boards, sizeof(boards), "x.b%d,x.b%d",
		    rand_r(&seed) % 4, rand_r(&seed) % 4);
		fixture_post(f, boards, id, refs, 1 + rand_r(&seed) % 28);
	}
	assert_replays(f);
}

static void
test_second_opener_is_refused(void **state)
{
	struct fixture *f = *state;
	struct store_options o = { .dir = f->dir };
	struct store *s;

	assert_int_equal(store_open(&o, &s), ERR_BUSY);
	assert_null(s);
}

static void
test_backup_and_restore(void **state)
{
	struct fixture *f = *state;
	char backup[80], restored[80], cmd[256];
	struct store_options o = { .dir = restored };
	struct store *s;

	fixture_post(f, "x.y", "a", "", 1);
	snprintf(backup, sizeof(backup), "%s/backup", f->dir);
	snprintf(restored, sizeof(restored), "%s/restored", f->dir);
	assert_int_equal(fixture_backup(f, backup), OK);
	assert_int_equal(fixture_backup(f, backup), ERR_EXISTS);
	/* Where something else is: a typing error, most likely. */
	assert_int_equal(fixture_backup(f, f->dir), ERR_EXISTS);
	assert_non_null(strstr(err_detail(), "is not empty; name an empty"));
	assert_int_equal(store_restore(backup, restored), OK);
	assert_int_equal(store_restore(backup, restored), ERR_EXISTS);
	assert_int_equal(store_open(&o, &s), OK);
	store_close(&s);
	snprintf(cmd, sizeof(cmd), "rm -rf '%s' '%s'", backup, restored);
	assert_int_equal(system(cmd), 0);
}

#define T(name)                                                              \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_post_and_read),
		T(test_xref_is_not_taken_from_a_subject),
		T(test_unknown_board_is_refused),
		cmocka_unit_test(test_any_order_gives_the_same_tree),
		T(test_reference_loop),
		T(test_orphans_of_one_parent_are_one_thread),
		T(test_threads_by_activity),
		T(test_ranges_go_on_where_they_stopped),
		T(test_accounts),
		T(test_random_sequences_replay),
		T(test_second_opener_is_refused),
		T(test_backup_and_restore),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
