/*
 * The planner: whatever it walks, it finds what the evaluator finds among
 * all, each once, and pages go on where they ended.
 */
#include "tests/unit/match_world.h"

#include "server/store/query/plan_private.h"

/* What the lists below call an index. */
static const char *const index_names[] = {
	[INDEX_THREAD] = "thread",
	[INDEX_AUTHOR] = "author",
	[INDEX_STATE] = "state",
	[INDEX_FAQ] = "faq",
	[INDEX_ASKED] = "asked",
	[INDEX_ACTIVE] = "active",
	[INDEX_NUMBER] = "number",
	[INDEX_LOGIN] = "login",
	[INDEX_ASIDE] = "aside",
	[INDEX_OFFICE] = "office",
	[INDEX_OWNER] = "owner",
	[INDEX_BADGE] = "badge",
	[INDEX_NAME] = "name",
};

/* The index, and what it finds in its order. */
static const struct {
	enum plan_of of;
	const char *query, *index, *found;
} lists[] = {
	{ PLAN_ARTICLES, "thread:<late@t>", "thread", "solved answer late" },
	{ PLAN_THREADS, "thread:<late@t>", "thread", "solved" },
	{ PLAN_ARTICLES, "by:@anna", "author", "both chat solved open" },
	{ PLAN_THREADS, "by:@anna -is:solved", "author", "both open" },
	{ PLAN_THREADS, "asker:@carla", "author", "vague again urgent" },
	{ PLAN_ARTICLES, "by:@nobody", "author", "" },
	{ PLAN_THREADS, "is:open", "state", "many idea both open" },
	{ PLAN_THREADS, "is:open board:tv.qa", "state", "both open" },
	{ PLAN_THREADS, "is:open board:tv.*", "state", "idea both open" },
	/* It stands in tv.qa first. */
	{ PLAN_THREADS, "is:open board:tv.talk", "state", "both" },
	{ PLAN_THREADS, "is:unanswered", "state",
	  "many idea both open urgent vague" },
	{ PLAN_THREADS, "state:solved,duplicate", "state", "again solved" },
	{ PLAN_THREADS, "is:open,escalated is:escalated,solved", "state",
	  "urgent" },
	{ PLAN_THREADS, "is:open is:solved", "state", "" },
	{ PLAN_ARTICLES, "is:open -metoo:>0", "state", "idea both open" },
	{ PLAN_THREADS, "state:none", "active", "fed howto talk" },
	{ PLAN_THREADS, "is:claimed", "asked", "urgent" },
	{ PLAN_THREADS, "metoo:>=1", "asked", "many" },
	{ PLAN_THREADS, "metoo:0 board:net.qa", "active", "again" },
	{ PLAN_THREADS, "has:due", "asked", "both many urgent open" },
	{ PLAN_THREADS, "has:due newer:20h", "asked", "both many urgent" },
	{ PLAN_THREADS, "has:due older:20h", "asked", "open" },
	{ PLAN_THREADS, "tag:red", "asked", "open" },
	{ PLAN_THREADS, "is:pinned", "asked", "howto" },
	{ PLAN_THREADS, "is:faq", "faq", "" },
	{ PLAN_THREADS, "board:tv.talk", "active", "both talk" },
	{ PLAN_ARTICLES, "board:tv.talk", "number", "talk chat both" },
	{ PLAN_ARTICLES, "board:tv.talk by:example", "number",
	  "talk chat both" },
	{ PLAN_ARTICLES, "board:fed.*", "number", "fed fedre" },
	{ PLAN_ARTICLES, "is:solution,flagged", "number", "answer chat" },
	{ PLAN_THREADS, "kind:howto,ideas", "active", "howto idea" },
	{ PLAN_THREADS, "board:view.waiting", "number", "open many idea both" },
	{ PLAN_ARTICLES, "board:view.waiting -board:tv.*", "number", "many" },
	{ PLAN_ARTICLES, "board:view.waiting board:tv.qa", "number",
	  "open both" },
	{ PLAN_ARTICLES, "board:view.waiting -board:view.*", "number", "" },
	/* In order. */
	{ PLAN_THREADS, "board:tv.qa sort:-active", "active",
	  "both vague urgent solved open" },
	{ PLAN_THREADS, "board:tv.qa sort:active", "active",
	  "open solved urgent vague both" },
	{ PLAN_THREADS, "is:open sort:-metoo", "state",
	  "many both idea open" },
	{ PLAN_THREADS, "is:open sort:due", "state", "open many both idea" },
	{ PLAN_THREADS, "is:open sort:sla", "state", "open many both idea" },
	{ PLAN_THREADS, "is:open sort:-due", "state", "both many open idea" },
	{ PLAN_THREADS, "is:open sort:date", "state", "open many idea both" },
	{ PLAN_ARTICLES, "thread:<solved@t> sort:-votes", "thread",
	  "answer solved late" },
	{ PLAN_ARTICLES, "has:vote sort:votes", "number", "late answer" },
	{ PLAN_ARTICLES, "is:removed", "aside", "" },
	{ PLAN_THREADS, "is:hidden,removed kind:qa", "aside", "" },
	{ PLAN_ARTICLES, "thread:<late@t> is:removed", "thread", "" },
	{ PLAN_ARTICLES, "is:removed,open", "number",
	  "many idea open both" },
	{ PLAN_USERS, "owns:TM5", "owner", "anna" },
	{ PLAN_USERS, "owns:tm5,tm6", "login", "anna" },
	{ PLAN_USERS, "-owns:tm5 badge:first", "badge", "boris" },
	{ PLAN_USERS, "is:staff", "office", "staff staff2 other" },
	{ PLAN_USERS, "role:manager,bot", "login", "bot max mia" },
	{ PLAN_USERS, "is:member points:>20", "login", "boris" },
	{ PLAN_USERS, "flags:1", "login", "super" },
	{ PLAN_USERS, "badges:>0 sort:-badges", "login", "boris" },
	{ PLAN_BOARDS, "board:tv.*", "name",
	  "tv.howto tv.ideas tv.news tv.qa tv.talk" },
	{ PLAN_BOARDS, "kind:qa sort:-open", "name", "tv.qa net.qa fed.talk" },
	{ PLAN_BOARDS, "board:tv.* sort:articles articles:<2", "name",
	  "tv.news tv.ideas tv.howto" },
};

enum { LISTS = sizeof(lists) / sizeof(lists[0]) };

static void
parse(const char *text, struct query *q)
{
	int column;

	if (query_parse(slice_of(text), q, &column) != OK)
		fail_msg("%s: %s", text, err_detail());
}

static void
put_name(struct view *v, const struct subject *s, struct buf *out)
{
	if (out->len != 0)
		buf_putc(out, ' ');
	if (s->domain == DOMAIN_ARTICLE)
		world_name(v, s->article, out);
	else
		buf_put_slice(out, s->domain == DOMAIN_USER ? s->name :
		    s->board_name);
}

static enum err
plan(struct view *v, enum plan_of of, const struct query *q,
    struct slice after, uint64_t limit, struct plan **out)
{
	const struct plan_ask ask = {
		.query = q,
		.of = of,
		.after = after,
		.limit = limit,
		.now = WORLD_NOW,
	};

	return plan_new(v, &ask, out);
}

/*
 * Rows behind the token, at most n; a view a step, as a session has it.
 * Returns how many; the token is that of the last.
 */
static uint64_t
page(enum plan_of of, const struct query *q, struct buf *token, uint64_t n,
    struct buf *out)
{
	struct slice after = token->len != 0 ? buf_slice(token) :
	    slice_make(NULL, 0);
	enum plan_step step = PLAN_SKIP;
	struct plan *p = NULL;
	struct subject s;
	uint64_t rows = 0;
	struct view *v = view_open(world->reader);

	if (plan(v, of, q, after, n, &p) != OK)
		fail_msg("%s", err_detail());
	view_close(&v);
	buf_reset(token);
	while (rows < n && step != PLAN_END) {
		v = view_open(world->reader);
		step = plan_next(p, v, &s);
		if (step == PLAN_ROW) {
			put_name(v, &s, out);
			rows++;
			buf_reset(token);
			plan_token(p, token);
		}
		view_close(&v);
	}
	plan_free(&p);
	return rows;
}

static void
test_found(void **state)
{
	struct buf token = BUF_INIT(1024), got = BUF_INIT(4096);

	(void)state;
	for (size_t i = 0; i < LISTS; i++) {
		struct query q;

		parse(lists[i].query, &q);
		buf_reset(&token);
		buf_reset(&got);
		page(lists[i].of, &q, &token, 100, &got);
		if (strcmp(buf_cstr(&got), lists[i].found) != 0)
			fail_msg("%s: %s", lists[i].query, buf_cstr(&got));
	}
	buf_clear(&token);
	buf_clear(&got);
}

static void
test_index(void **state)
{
	struct view *v = view_open(world->reader);

	(void)state;
	for (size_t i = 0; i < LISTS; i++) {
		struct plan *p;
		struct query q;

		parse(lists[i].query, &q);
		assert_int_equal(plan(v, lists[i].of, &q,
		    slice_make(NULL, 0), 10, &p), OK);
		assert_string_equal(index_names[p->index], lists[i].index);
		plan_free(&p);
	}
	view_close(&v);
}

/* In a view nothing stands: it is in a board. */
static void
test_board(void **state)
{
	static const struct {
		const char *query, *board;
	} at[] = {
		{ "board:tv.talk", "tv.talk" },
		{ "board:tv.*", "tv.howto" },
		{ "board:tv.* sort:-metoo", "" },
		{ "is:open", "" },
		{ "board:view.waiting", "" },
	};
	struct view *v = view_open(world->reader);

	(void)state;
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		enum plan_step step = PLAN_SKIP;
		struct subject s;
		struct board b;
		struct plan *p;
		struct query q;

		parse(at[i].query, &q);
		assert_int_equal(plan(v, PLAN_THREADS, &q,
		    slice_make(NULL, 0), 10, &p), OK);
		while (step == PLAN_SKIP)
			step = plan_next(p, v, &s);
		assert_int_equal(step, PLAN_ROW);
		if (at[i].board[0] == '\0') {
			assert_int_equal(plan_board(p), 0);
		} else {
			assert_true(view_board_by_id(v, plan_board(p), &b));
			assert_true(slice_is(b.name, at[i].board));
		}
		plan_free(&p);
	}
	view_close(&v);
}

/* Page by page it is the same list. */
static void
test_pages(void **state)
{
	struct buf token = BUF_INIT(1024), got = BUF_INIT(4096);

	(void)state;
	for (size_t i = 0; i < LISTS; i++)
		for (uint64_t n = 1; n <= 3; n++) {
			struct query q;

			parse(lists[i].query, &q);
			buf_reset(&token);
			buf_reset(&got);
			while (page(lists[i].of, &q, &token, n, &got) == n)
				;
			if (strcmp(buf_cstr(&got), lists[i].found) != 0)
				fail_msg("%s by %d: %s", lists[i].query,
				    (int)n, buf_cstr(&got));
		}
	buf_clear(&token);
	buf_clear(&got);
}

static bool
holds_word(const char *list, struct slice word)
{
	struct slice rest = slice_of(list), one;

	while ((one = slice_word(&rest)).len != 0)
		if (slice_eq(one, word))
			return true;
	return false;
}

/* What stands in a board and the evaluator lets pass, and nothing else. */
static void
test_complete(void **state)
{
	struct view *v = view_open(world->reader);
	struct buf name = BUF_INIT(256);

	(void)state;
	for (size_t i = 0; i < LISTS; i++) {
		struct query q;
		struct subject s;

		parse(lists[i].query, &q);
		for (uint64_t id = 0; lists[i].of <= PLAN_THREADS &&
		    strstr(lists[i].query, "view.") == NULL &&
		    (id = view_article_next(v, id)) != 0;) {
			bool want;

			assert_true(view_subject_article(v, id, &s));
			want = view_match(v, &q, &s, WORLD_NOW) &&
			    s.rec.nplaces != 0 &&
			    (lists[i].of == PLAN_ARTICLES ||
			    s.article == s.root);
			buf_reset(&name);
			world_name(v, id, &name);
			if (holds_word(lists[i].found,
			    buf_slice(&name)) != want)
				fail_msg("%s: %s", lists[i].query,
				    buf_cstr(&name));
		}
	}
	buf_clear(&name);
	view_close(&v);
}

/* --- what is refused ------------------------------------------------------ */

static const struct {
	enum plan_of of;
	const char *query, *after;
	uint64_t limit;
	enum err err;
	const char *remedy;
} bad[] = {
	{ PLAN_THREADS, "board:no.such", NULL, 1, ERR_NOTFOUND,
	  "no such board" },
	{ PLAN_ARTICLES, "thread:<no@t>", NULL, 1, ERR_NOTFOUND,
	  "no article with that" },
	{ PLAN_THREADS, "sort:points", NULL, 1, ERR_SYNTAX,
	  "sort: is one of date active due votes" },
	{ PLAN_USERS, "sort:due", NULL, 1, ERR_SYNTAX, "sort: is one of" },
	{ PLAN_THREADS, "sort:votes", NULL, 1001, ERR_SYNTAX,
	  "at most 1000 with sort:" },
	{ PLAN_THREADS, "sort:votes", "s1", 1, ERR_SYNTAX, "#more" },
	{ PLAN_THREADS, "sort:votes", "x1.2", 1, ERR_SYNTAX, "#more" },
	{ PLAN_THREADS, "board:tv.qa", "", 1, ERR_SYNTAX, "#more" },
	{ PLAN_THREADS, "board:tv.qa", "a", 1, ERR_SYNTAX, "#more" },
	{ PLAN_THREADS, "board:tv.qa", "n00000001", 1, ERR_SYNTAX, "#more" },
	{ PLAN_THREADS, "board:tv.qa", "a00000001", 1, ERR_SYNTAX, "#more" },
	{ PLAN_THREADS, "board:tv.qa",
	  "a0000000980000000000000000000000000000000", 1, ERR_SYNTAX,
	  "#more" },
	{ PLAN_THREADS, "is:open",
	  "q00000001ff0000000000000001", 1, ERR_SYNTAX, "#more" },
	{ PLAN_THREADS, "is:open",
	  "q00000001050000000000000001", 1, ERR_SYNTAX, "#more" },
	{ PLAN_THREADS, "is:open",
	  "q000000010100000000000000zz", 1, ERR_SYNTAX, "#more" },
	{ PLAN_USERS, "", "", 1, ERR_SYNTAX, "#more" },
};

static void
test_bad(void **state)
{
	struct view *v = view_open(world->reader);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct plan *p;
		struct query q;
		enum err e;

		parse(bad[i].query, &q);
		e = plan(v, bad[i].of, &q, slice_of(bad[i].after),
		    bad[i].limit, &p);
		if (e != bad[i].err ||
		    strstr(err_detail(), bad[i].remedy) == NULL)
			fail_msg("%s %s: %d %s", bad[i].query,
			    bad[i].after != NULL ? bad[i].after : "", (int)e,
			    err_detail());
		assert_null(p);
	}
	view_close(&v);
}

/* What comes while a list is read moves nothing. */
static void
test_arrivals(void **state)
{
	struct buf token = BUF_INIT(1024), got = BUF_INIT(4096);
	struct query q;

	(void)state;
	parse("is:open board:tv.qa", &q);
	assert_int_equal(page(PLAN_THREADS, &q, &token, 1, &got), 1);
	world_post("@dora", "tv.qa", "fresh", "");
	assert_int_equal(page(PLAN_THREADS, &q, &token, 5, &got), 1);
	assert_string_equal(buf_cstr(&got), "both open");
	buf_clear(&token);
	buf_clear(&got);
}

/* A sorted list keeps the first rows alone, of however many. */
static void
test_top(void **state)
{
	enum { MANY = 60 };
	struct buf token = BUF_INIT(1024), got = BUF_INIT(8192);
	struct query q;
	char id[16];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		snprintf(id, sizeof(id), "n%02d", i);
		community_time(NOON + 86000 + i);
		world_post("@dora", "tv.howto", id, "");
	}
	parse("board:tv.howto sort:-date -by:@expert", &q);
	while (page(PLAN_THREADS, &q, &token, 7, &got) == 7)
		;
	for (int i = 0; i < MANY; i++) {
		snprintf(id, sizeof(id), "n%02d", MANY - 1 - i);
		assert_memory_equal(got.p + 4 * i, id, 3);
	}
	assert_int_equal(got.len, 4 * MANY - 1);
	buf_clear(&token);
	buf_clear(&got);
}

/* What was removed stands in no board, and is found by its state. */
static void
test_removed(void **state)
{
	struct buf token = BUF_INIT(1024), got = BUF_INIT(4096);
	struct query q;

	(void)state;
	world_act("@mod", ACT_REMOVE, "<vague@t>", ":not a question");
	parse("is:removed", &q);
	page(PLAN_THREADS, &q, &token, 10, &got);
	assert_string_equal(buf_cstr(&got), "vague");
	parse("-is:removed asker:@carla", &q);
	buf_reset(&token);
	buf_reset(&got);
	page(PLAN_THREADS, &q, &token, 10, &got);
	assert_string_equal(buf_cstr(&got), "again urgent");
	buf_clear(&token);
	buf_clear(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_index),
		cmocka_unit_test(test_board),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_complete),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_arrivals),
		cmocka_unit_test(test_top),
		cmocka_unit_test(test_removed),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, world_setup, community_teardown);
}
