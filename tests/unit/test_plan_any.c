/*
 * The planner against a look at everything: whatever is asked, of articles,
 * threads, accounts or boards, it finds what the evaluator lets pass, each
 * once, in order, by pages of any size; also what stands in no board.
 */
#include "tests/unit/match_world.h"

#include "proto/wildmat.h"
#include "server/store/query/plan_private.h"

enum { QUERIES = 4000, PAGE_MAX = 5, FOUND_MAX = 256 };

static const char *const article_terms[] = {
	"is:open", "-is:open", "is:solved,open", "is:root", "is:reply",
	"-is:reply", "is:claimed", "is:unanswered", "is:solution", "is:faq",
	"is:hidden", "-is:hidden", "is:removed", "-is:removed",
	"is:removed,open", "is:hidden,removed", "is:hidden,reply",
	"is:pinned", "is:alarmed", "is:flagged,removed", "state:removed",
	"-state:removed", "state:removed,open", "state:none",
	"state:escalated,open", "-state:none", "has:tag", "-has:due",
	"has:vote", "board:tv.qa", "board:tv.*", "board:tv.t*",
	"board:tv.*,!tv.qa", "-board:tv.qa", "board:net.qa", "board:net.*",
	"board:tv.talk", "board:view.waiting", "board:fed.*", "kind:qa",
	"kind:idea,howto", "kind:discussion", "-kind:qa", "thread:<solved@t>",
	"thread:<both@t>", "thread:<lost2@t>", "thread:<bad@t>", "by:@anna",
	"by:@carla,@dora", "-by:@anna", "by:example", "by:@eve",
	"asker:@carla", "asker:@anna,@boris", "holder:@mia", "tag:red",
	"votes:>=0", "votes:<0", "metoo:>0", "metoo:0", "support:>=1",
	"replies:>0", "solutions:0", "dups:1", "rating:>3", "older:18h",
	"newer:18h", "-newer:20h", "due:6h", "about", "-chat",
	"\"old box\"",
};

static const char *const user_terms[] = {
	"is:staff", "-is:staff", "is:member", "is:expert,manager", "is:bot",
	"-is:bot", "is:gone", "-is:gone", "is:silenced", "is:suspended",
	"role:staff", "role:expert/tv", "role:manager,bot", "role:member",
	"points:>0", "-points:>0", "points:<=0", "questions:>=2", "answers:>0",
	"solved:1", "given:>0", "badges:>0", "badge:first", "badge:none,first",
	"owns:tm5", "owns:TM5", "-owns:tm5", "owns:tm6,tm5", "owns:none",
	"owned:>0", "warned:1", "flags:1", "older:1h", "newer:1h", "ma",
	"-ma", "contributions:>1", "trust:0",
};

static const char *const board_terms[] = {
	"board:tv.*", "-board:tv.qa", "board:tv.qa,net.qa", "kind:qa",
	"kind:qa,ideas", "-kind:qa", "kind:view", "is:moderated", "articles:>0",
	"articles:<2", "open:>0", "open:0", "moderators:0", "moderators:>=1",
	"net", "-tv",
};

static const char *const article_orders[] = {
	"", "", " sort:date", " sort:-date", " sort:votes", " sort:-replies",
	" sort:due", " sort:-metoo", " sort:-active",
};

static const char *const user_orders[] = {
	"", "", " sort:points", " sort:-answers", " sort:date",
};

static const char *const board_orders[] = {
	"", "", " sort:open", " sort:-articles",
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define POOL(x) x##_terms, COUNT(x##_terms), x##_orders, COUNT(x##_orders)

static const struct domain_pool {
	enum plan_of of;
	const char *const *terms;
	size_t nterms;
	const char *const *orders;
	size_t norders;
} pools[] = {
	{ PLAN_ARTICLES, POOL(article) },
	{ PLAN_THREADS, POOL(article) },
	{ PLAN_USERS, POOL(user) },
	{ PLAN_BOARDS, POOL(board) },
};

/* --- what is drawn -------------------------------------------------------- */

static unsigned
draw(size_t n)
{
	static uint32_t seed = 1;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 16) % (unsigned)n;
}

static void
draw_query(const struct domain_pool *pool, char *text, size_t size)
{
	size_t n = (size_t)snprintf(
	    text, size, "%s", pool->terms[draw(pool->nterms)]);

	for (unsigned more = draw(3); more > 0; more--)
		n += (size_t)snprintf(text + n, size - n, " %s",
		    pool->terms[draw(pool->nterms)]);
	snprintf(text + n, size - n, "%s", pool->orders[draw(pool->norders)]);
}

/* --- a look at everything ------------------------------------------------- */

struct asked {
	struct view *v;
	const char *text;
	struct query q;
	enum plan_of of;
	bool in_view;		/* board:view.waiting is what it is about */
	unsigned blind;		/* every so manieth is not to be seen */
};

static uint64_t
id_of(const struct subject *s)
{
	return s->domain == DOMAIN_ARTICLE ? s->article :
	    s->domain == DOMAIN_USER ? s->account : s->board;
}

static bool
sees(const struct subject *s, void *arg)
{
	const struct asked *a = arg;

	return a->blind == 0 || id_of(s) % a->blind != 0;
}

/* What is asked of a view is true of what is in it. */
static bool
means_view(const struct query_term *t)
{
	return t->key == QUERY_BOARD && slice_is(t->value, "view.waiting");
}

/* What is hidden, or removed, is asked for. */
static bool
asks_for(const struct query *q, enum article_state state)
{
	static const char *const words[][3] = {
		[ARTICLE_HIDDEN] = { "hidden", "", "" },
		[ARTICLE_REMOVED] = { "removed", "removed", "" },
	};

	for (int i = 0; i < q->n; i++) {
		const struct query_term *t = &q->term[i];
		bool person = t->key == QUERY_BY || t->key == QUERY_ASKER ||
		    t->key == QUERY_THREAD;
		struct slice rest = t->value, one;

		if (t->negated)
			continue;
		if (person && state == ARTICLE_HIDDEN)
			return true;
		while (query_next_value(&rest, &one))
			if ((t->key == QUERY_IS &&
			    slice_is(one, words[state][0])) ||
			    (t->key == QUERY_STATE &&
			    slice_is(one, words[state][1])))
				return true;
	}
	return false;
}

static bool
stands(const struct asked *a, const struct subject *s)
{
	switch ((enum article_state)s->rec.state) {
	case ARTICLE_HERE:
		return s->rec.nplaces != 0;
	case ARTICLE_HIDDEN:
	case ARTICLE_REMOVED:
		return !a->in_view &&
		    asks_for(&a->q, (enum article_state)s->rec.state);
	default:
		return false;
	}
}

/* Boards are meant by the first board:, or else by their kind. */
static bool
means_board(const struct asked *a, const struct board *b)
{
	const struct query_term *t = a->q.term;
	bool named = query_get(&a->q, QUERY_BOARD) != NULL;

	for (int i = 0; i < a->q.n && !a->in_view; i++, t++) {
		enum board_kind kind = board_kind_find(b->kind);

		if (t->key == QUERY_BOARD && !t->negated)
			return wildmat_match(t->value, b->name);
		if (t->key == QUERY_KIND && !t->negated && !named &&
		    (t->words & 1ull << kind) == 0)
			return false;
	}
	return true;
}

/* A thread of such a board begins with it. */
static bool
begins(const struct asked *a, const struct subject *s)
{
	struct thread_row row;
	struct board b;

	if (s->rec.state != ARTICLE_HERE)
		return s->article == s->root;
	for (int i = 0; i < s->rec.nplaces; i++) {
		assert_true(view_board_by_id(a->v, s->place[i].board, &b));
		assert_true(view_thread(a->v, b.id, s->rec.thread, &row));
		if (means_board(a, &b) && row.root == s->article)
			return true;
	}
	return false;
}

static bool
is_wanted(struct asked *a, const struct subject *s)
{
	struct query open;
	int column;

	if (s->domain == DOMAIN_ARTICLE &&
	    (!stands(a, s) || (a->of == PLAN_THREADS && !begins(a, s))))
		return false;
	for (int i = 0; i < a->q.n; i++)
		if (!(a->in_view && means_view(&a->q.term[i])) &&
		    !match_term(a->v->txn, &a->q.term[i], s, false,
		    WORLD_NOW))
			return false;
	assert_int_equal(query_parse(SLICE("is:open"), &open, &column), OK);
	return sees(s, a) &&
	    (!a->in_view || view_match(a->v, &open, s, WORLD_NOW));
}

/* The next thing of all; false behind the last. */
static bool
next_of_all(struct asked *a, uint64_t *id, struct subject *s)
{
	switch (a->of) {
	case PLAN_USERS:
		return view_subject_user(a->v, (uint32_t)++*id, s);
	case PLAN_BOARDS:
		return view_subject_board(a->v, (uint32_t)++*id, s);
	default:
		*id = view_article_next(a->v, *id);
		return *id != 0 && view_subject_article(a->v, *id, s);
	}
}

/* --- the planner ---------------------------------------------------------- */

struct found {
	uint64_t id[FOUND_MAX];
	size_t n;
};

/* Rows behind the token, at most n; a view a step, as a session has it. */
static size_t
page(struct asked *a, struct buf *token, size_t n, struct found *out)
{
	const struct plan_ask ask = {
		.query = &a->q, .of = a->of, .limit = n, .now = WORLD_NOW,
		.after = token->len != 0 ? buf_slice(token) :
		    slice_make(NULL, 0),
	};
	enum plan_step step = PLAN_SKIP;
	struct view *v = view_open(world->reader);
	struct plan *p;
	struct subject s;
	size_t rows = 0;

	if (plan_new(v, &ask, &p) != OK)
		fail_msg("%s: %s", a->text, err_detail());
	view_close(&v);
	plan_sees(p, sees, a);
	buf_reset(token);
	while (rows < n && step != PLAN_END) {
		v = view_open(world->reader);
		step = plan_next(p, v, &s);
		if (step == PLAN_ROW) {
			assert_true(out->n < FOUND_MAX);
			out->id[out->n++] = id_of(&s);
			rows++;
			buf_reset(token);
			plan_token(p, token);
		}
		view_close(&v);
	}
	plan_free(&p);
	return rows;
}

static bool
was_found(const struct found *f, uint64_t id)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->id[i] == id)
			return true;
	return false;
}

/* --- order ---------------------------------------------------------------- */

static bool
load(struct asked *a, uint64_t id, struct subject *s)
{
	uint64_t before = id - 1;

	return a->of == PLAN_ARTICLES || a->of == PLAN_THREADS ?
	    view_subject_article(a->v, id, s) : next_of_all(a, &before, s);
}

/* False when the order is not one of numbers. */
static bool
number_key(const char *order, enum query_key *key)
{
	for (int i = 0; i < QUERY_WORD; i++)
		if (strcmp(order, query_key_name((enum query_key)i)) == 0) {
			*key = (enum query_key)i;
			return query_key_type(*key) == QUERY_TYPE_NUMBER;
		}
	return false;
}

static void
check_order(struct asked *a, const struct found *f)
{
	const char *sort = strstr(a->text, "sort:");
	bool down = sort != NULL && sort[5] == '-';
	enum query_key key;
	struct subject s;
	int64_t last = 0, is;

	if (sort == NULL || !number_key(sort + 5 + down, &key))
		return;
	for (size_t i = 0; i < f->n; i++) {
		assert_true(load(a, f->id[i], &s));
		is = view_number(a->v, &s, key, WORLD_NOW, INT64_MAX);
		if (i > 0 && (down ? is > last : is < last))
			fail_msg("%s: row %d is out of order", a->text,
			    (int)i);
		if (i > 0 && is == last && f->id[i] > f->id[i - 1])
			fail_msg("%s: equal ones, row %d", a->text, (int)i);
		last = is;
	}
}

/* --- tests ---------------------------------------------------------------- */

static void
put_name(struct asked *a, const struct subject *s, struct buf *out)
{
	if (s->domain == DOMAIN_ARTICLE)
		world_name(a->v, s->article, out);
	else
		buf_put_slice(out, s->domain == DOMAIN_USER ? s->name :
		    s->board_name);
}

static void
compare(struct asked *a, const struct found *f)
{
	struct buf name = BUF_INIT(256);
	uint64_t id = 0;
	size_t all = 0;
	struct subject s;

	while (next_of_all(a, &id, &s)) {
		bool want = is_wanted(a, &s);

		all += want;
		if (was_found(f, id) != want) {
			put_name(a, &s, &name);
			fail_msg("%s (%d): %s %s", a->text, (int)a->of,
			    want ? "lacks" : "has", buf_cstr(&name));
		}
	}
	if (all != f->n)
		fail_msg("%s: finds one twice", a->text);
	buf_clear(&name);
}

static void
ask(struct asked *a, size_t size)
{
	const struct query_term *board;
	struct buf token = BUF_INIT(1024);
	struct found f = { .n = 0 };
	int column;

	if (query_parse(slice_of(a->text), &a->q, &column) != OK)
		fail_msg("%s: %s", a->text, err_detail());
	board = query_get(&a->q, QUERY_BOARD);
	a->in_view = a->of <= PLAN_THREADS && board != NULL &&
	    slice_is(board->value, "view.waiting");
	while (page(a, &token, size, &f) == size)
		;
	a->v = view_open(world->reader);
	compare(a, &f);
	check_order(a, &f);
	view_close(&a->v);
	buf_clear(&token);
}

static void
test_any(void **state)
{
	char text[512];

	(void)state;
	for (int i = 0; i < QUERIES; i++) {
		const struct domain_pool *pool = &pools[draw(COUNT(pools))];
		struct asked a = {
			.text = text, .of = pool->of,
			.blind = draw(3) == 0 ? 2 + draw(2) : 0,
		};

		draw_query(pool, text, sizeof(text));
		ask(&a, 1 + draw(PAGE_MAX));
	}
}

/* Each term alone, so that none is left to chance. */
static void
test_each(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pools); i++)
		for (size_t j = 0; j < pools[i].nterms; j++) {
			struct asked a = {
				.text = pools[i].terms[j], .of = pools[i].of,
			};

			ask(&a, 3);
		}
}

/* --- a world with gaps ---------------------------------------------------- */

static void
world_gaps(void)
{
	static const struct {
		const char *actor, *board, *id, *refs;
	} posts[] = {
		{ "@carla", "tv.talk,tv.qa", "two", "" },
		{ "@anna", "net.qa,tv.talk", "across", "<again@t>" },
		{ "@dora", "tv.qa", "bad", "" },
		{ "@anna", "tv.qa", "badre", "<bad@t>" },
		{ "@carla", "tv.qa", "badre2", "<bad@t>" },
		{ "@dora", "net.qa,tv.ideas", "adverts", "" },
		{ "@dora", "tv.qa", "rude", "<open@t>" },
		{ "@dora", "tv.qa", "ruder", "<open@t>" },
		{ "@carla", "tv.talk,tv.qa", "veiled", "" },
		{ "@carla", "tv.qa", "veiledre", "<solved@t>" },
		{ "@anna", "tv.talk", "oops", "" },
		{ "@anna", "tv.talk", "oopsre", "<oops@t>" },
		{ "@eve", "tv.qa", "evening", "" },
		{ "@eve", "tv.qa", "evil", "" },
	};

	world_act("system", ACT_JOIN, "@eve", "role=member");
	for (size_t i = 0; i < COUNT(posts); i++) {
		community_time(NOON + 3600 * 21 + 60 * (int64_t)i);
		world_post(posts[i].actor, posts[i].board, posts[i].id,
		    posts[i].refs);
	}
	world_feed("lost1", "<nowhere@t>");
	world_feed("lost2", "<nowhere@t>");
	world_feed("lost3", "<lost2@t>");
	world_act("@mod", ACT_REMOVE, "<bad@t>", ":bad");
	world_act("@root", ACT_REMOVE, "<adverts@t>", ":adverts");
	world_act("@mod", ACT_REMOVE, "<rude@t>", ":rude");
	world_act("@mod", ACT_HIDE, "<ruder@t>", ":rude");
	world_act("@mod", ACT_HIDE, "<veiled@t>", ":look");
	world_act("@mod", ACT_HIDE, "<veiledre@t>", ":look");
	world_act("@mod", ACT_HIDE, "<evil@t>", ":look");
	world_act("@anna", ACT_CANCEL, "<oops@t>", "");
	world_act("@boris", ACT_OWN, "product:tm5", "");
	world_act("@boris", ACT_OWN, "product:tm6", "");
	world_act("@staff", ACT_OWN, "product:tm5", "of=@boris verified=1");
	world_act("@eve", ACT_OWN, "product:tm5", "");
	world_act("@mod", ACT_SILENCE, "@dora", "until=7d :rude");
	world_act("@root", ACT_SUSPEND, "@carla", "until=7d :rude");
	world_act("@eve", ACT_LEAVE, "@eve", "");
}

static int
setup(void **state)
{
	int r = world_setup(state);

	world_gaps();
	return r;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_any),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, setup, community_teardown);
}
