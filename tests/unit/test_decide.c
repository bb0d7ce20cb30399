/* What is refused, and that every refusal says what helps. */
#include "tests/unit/store_fixture.h"

#include "server/store/internal.h"

static struct fixture fix;

static int
setup(void **state)
{
	(void)state;
	fixture_init(&fix);
	assert_int_equal(fixture_act(&fix, ACT_BOARD, "here", ""), OK);
	assert_int_equal(fixture_act(&fix, ACT_BOARD, "shut", "status=n"), OK);
	assert_int_equal(fixture_act(&fix, ACT_JOIN, "@anna", ""), OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_remove(&fix);
	return 0;
}

#define LONG_TITLE                                                           \
	"0123456789012345678901234567890123456789012345678901234567890123"   \
	"0123456789012345678901234567890123456789012345678901234567890123"   \
	"0123456789012345678901234567890123456789012345678901234567890123"   \
	"0123456789012345678901234567890123456789012345678901234567890123"

/* The word is of the remedy. */
static const struct {
	enum act_id act;
	const char *target, *args;
	enum err err;
	const char *remedy;
} refused[] = {
	{ ACT_BOARD, "", "", ERR_SYNTAX, "like tv.general" },
	{ ACT_BOARD, "two words", "", ERR_SYNTAX, "like tv.general" },
	{ ACT_BOARD, "a..b", "", ERR_SYNTAX, "like tv.general" },
	{ ACT_BOARD, "a,b", "", ERR_SYNTAX, "like tv.general" },
	{ ACT_BOARD, "a:b", "", ERR_SYNTAX, "like tv.general" },
	{ ACT_BOARD, "poster", "", ERR_SYNTAX, "like tv.general" },
	{ ACT_BOARD, "x", "kind=chat", ERR_SYNTAX, "discussion" },
	{ ACT_BOARD, "x", "kind=", ERR_SYNTAX, "discussion" },
	{ ACT_BOARD, "x", "status=x", ERR_SYNTAX, "y, n or m" },
	{ ACT_BOARD, "x", "status=yn", ERR_SYNTAX, "y, n or m" },
	{ ACT_BOARD, "x", ":" LONG_TITLE "5", ERR_TOOBIG, "shorten" },
	{ ACT_BOARD, "x", ":a\\r\\n.\\r\\nb", ERR_SYNTAX, "one line" },
	{ ACT_BOARD, "x", ":a\\tb", ERR_SYNTAX, "one line" },
	{ ACT_BOARD, "x", ":\x1b[2J", ERR_SYNTAX, "one line" },
	{ ACT_BOARD, "x", ":\xff", ERR_SYNTAX, "UTF-8" },
	{ ACT_BOARD, "here", "", ERR_EXISTS, "already" },
	{ ACT_BOARD, "here", "kind=qa status=y :", ERR_EXISTS, "already" },
	{ ACT_JOIN, "", "", ERR_SYNTAX, "a-z" },
	{ ACT_JOIN, "anna", "", ERR_SYNTAX, "@" },
	{ ACT_JOIN, "@a", "", ERR_SYNTAX, "2 to 32" },
	{ ACT_JOIN, "@Anna", "", ERR_SYNTAX, "a-z" },
	{ ACT_JOIN, "@an na", "", ERR_SYNTAX, "a-z" },
	{ ACT_JOIN, "@0123456789012345678901234567890123", "", ERR_SYNTAX,
	    "2 to 32" },
	{ ACT_JOIN, "@bert", "role=king", ERR_SYNTAX, "moderator" },
	{ ACT_JOIN, "@bert", "role=bot,", ERR_SYNTAX, "moderator" },
	{ ACT_JOIN, "@bert", "role=staff:", ERR_SYNTAX, "wildmat" },
	{ ACT_JOIN, "@bert", "role=staff:a\\sb", ERR_SYNTAX, "wildmat" },
	{ ACT_JOIN, "@anna", "", ERR_EXISTS, "grant" },
	{ ACT_GRANT, "@anna", "", ERR_SYNTAX, "role=" },
	{ ACT_GRANT, "@anna", "role=", ERR_SYNTAX, "role=" },
	{ ACT_GRANT, "@anna", "role=member", ERR_EXISTS, "already" },
	{ ACT_GRANT, "@nobody", "role=expert", ERR_NOTFOUND, "XLIST user" },
	{ ACT_REVOKE, "@anna", "role=expert", ERR_EXISTS, "no such role" },
	{ ACT_REVOKE, "@nobody", "role=expert", ERR_NOTFOUND, "XLIST user" },
	{ ACT_CANCEL, "<none@t>", "", ERR_NOTFOUND, "no article" },
	{ ACT_CANCEL, "", "", ERR_NOTFOUND, "no article" },
	{ ACT_PUBLISH, "<none@t>", "", ERR_NOTFOUND, "no article" },
	{ ACT_REJECT, "<none@t>", ":x", ERR_NOTFOUND, "no article" },
	{ ACT_EXPIRE, "here", "before=99", ERR_EXISTS, "that old" },
	{ ACT_EXPIRE, "here", "", ERR_NOTFOUND, "no such board" },
	{ ACT_EXPIRE, "gone", "before=99", ERR_NOTFOUND, "no such board" },
	{ ACT_SUPERSEDE, "<1@t>", "with=<2@t>", ERR_NOTFOUND, "no article" },
	{ ACT_SUBMIT, "<1@t>", "", ERR_NOTFOUND, "no article" },
	{ ACT_SET, "server", "", ERR_SYNTAX, "like forum.example.org" },
	{ ACT_SET, "server", "name=host", ERR_SYNTAX, "like forum" },
	{ ACT_SET, "server", "name=a_b.c!d", ERR_SYNTAX, "like forum" },
	{ ACT_SET, "server", "name=test.example.org", ERR_EXISTS, "already" },
};

static void
test_refusals(void **state)
{
	uint64_t before = fixture_last_event(&fix);

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		enum err e = fixture_act(&fix, refused[i].act,
		    refused[i].target, refused[i].args);

		if (e != refused[i].err ||
		    strstr(fix.why, refused[i].remedy) == NULL)
			fail_msg("%s %s %s: %s: %s",
			    act_table[refused[i].act].name, refused[i].target,
			    refused[i].args, err_name(e), fix.why);
	}
	assert_int_equal(fixture_last_event(&fix), before);
}

/* --- posts ---------------------------------------------------------------- */

static enum err
bring(const char *id, const char *boards, bool relayed)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;
	enum err e;

	buf_printf(&raw, "Message-ID: %s\r\nNewsgroups: %s\r\n\r\nx\r\n", id,
	    boards);
	assert_int_equal(posting_new(fix.store, &raw, &p), OK);
	e = fixture_do(&fix, (struct intent){ .act = ACT_POST,
	    .actor = SLICE("@anna"), .posting = p, .relayed = relayed },
	    NULL);
	posting_free(&p);
	return e;
}

static enum err
post(const char *id, const char *boards)
{
	return bring(id, boards, false);
}

static void
test_posts(void **state)
{
	(void)state;
	assert_int_equal(post("<1@t>", "here"), OK);
	assert_int_equal(post("<1@t>", "here"), ERR_EXISTS);
	assert_non_null(strstr(fix.why, "already"));
	assert_int_equal(post("<2@t>", "not.here"), ERR_NOTFOUND);
	assert_non_null(strstr(fix.why, "not.here; LIST ACTIVE"));
	assert_int_equal(post("<2@t>", "here,shut"), ERR_DENIED);
	assert_non_null(strstr(fix.why, "shut takes no postings; choose"));
	/* That is for those who post here: feeds fill such a board. */
	assert_int_equal(bring("<fed@t>", "shut", true), OK);
	/* What is no name is not quoted: it may be anything. */
	assert_int_equal(post("<2@t>", "\xff\x1b,here.not"), ERR_NOTFOUND);
	assert_non_null(strstr(fix.why, "LIST ACTIVE"));
	assert_null(strchr(fix.why, '\xff'));
	/* One that is known is enough, and counts once. */
	assert_int_equal(post("<2@t>", "not.here,here, here"), OK);
}

static void
test_many_names_cost_little(void **state)
{
	struct buf list = BUF_INIT(LIMIT_HEADER);
	char name[700];

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(post("<long@t>", name), ERR_NOTFOUND);
	for (int i = 0; i < 20000; i++)
		buf_puts(&list, "x,");
	buf_puts(&list, "here");
	assert_int_equal(post("<many@t>", buf_cstr(&list)), ERR_NOTFOUND);
	buf_clear(&list);
}

static void
test_no_number_is_left(void **state)
{
	struct txn *t = txn_begin(fix.store->db);
	struct board_row row;
	struct slice text;
	char copy[64];
	uint32_t id = board_id(t, SLICE("shut"));

	(void)state;
	assert_true(board_row_get(t, id, &row, &text));
	slice_copy(text, copy, sizeof(copy));
	row.status = 'y';
	row.high = LIMIT_NUMBER;
	board_row_put(t, id, &row, slice_make(copy, text.len));
	assert_int_equal(txn_commit(&t), OK);
	assert_int_equal(post("<n@t>", "shut"), ERR_STATE);
	assert_non_null(strstr(fix.why, "another board"));
}

/* An error of one is the affair of one: the others of its group are stored. */
static void
test_a_group_has_only_its_own_faults(void **state)
{
	enum { N = 200 };
	struct waiting *w = calloc(N, sizeof(*w));
	uint64_t before = fixture_last_event(&fix), stored = 0;
	char id[32];

	(void)state;
	for (int i = 0; i < N; i++) {
		struct buf raw = BUF_INIT(LIMIT_ARTICLE);
		const char *boards[] = { "here", "gone", "\xff", "shut\x01" };

		snprintf(id, sizeof(id), "<g%d@t>", i - i % 5 / 4);
		buf_printf(&raw, "Message-ID: %s\r\nNewsgroups: %s\r\n\r\n",
		    id, boards[i % 4]);
		w[i] = (struct waiting){ .fixture = &fix, .intent = {
			.act = ACT_POST, .actor = SLICE("@anna"),
			.done = fixture_done, .arg = &w[i],
		} };
		assert_int_equal(posting_new(fix.store, &raw,
		    &w[i].intent.posting), OK);
		assert_true(writer_submit(fix.writer, &w[i].intent));
	}
	pthread_mutex_lock(&fix.lock);
	for (int i = 0; i < N; i++) {
		while (!w[i].done)
			pthread_cond_wait(&fix.wake, &fix.lock);
		stored += w[i].intent.err == OK;
		if (i % 4 == 0 && i % 5 != 4)
			assert_int_equal(w[i].intent.err, OK);
		else
			assert_true(w[i].intent.err == ERR_NOTFOUND ||
			    w[i].intent.err == OK ||
			    w[i].intent.err == ERR_EXISTS);
		posting_free(&w[i].intent.posting);
	}
	pthread_mutex_unlock(&fix.lock);
	assert_int_equal(fixture_last_event(&fix), before + stored);
	free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_posts),
		cmocka_unit_test(test_many_names_cost_little),
		cmocka_unit_test(test_no_number_is_left),
		cmocka_unit_test(test_a_group_has_only_its_own_faults),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
