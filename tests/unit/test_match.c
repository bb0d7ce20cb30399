/* Whether a query holds: every key on articles, accounts, boards, events. */
#include "tests/unit/match_world.h"

#include "server/store/query/match.h"

/* What a query finds among all articles, in the order they came. */
static const struct {
	const char *query, *found;
} articles[] = {
	{ "is:open", "open many idea both" },
	{ "is:solved", "solved" },
	{ "is:escalated", "urgent" },
	{ "is:needsinfo", "vague" },
	{ "is:duplicate", "again" },
	{ "is:open,escalated", "open urgent many idea both" },
	{ "is:unanswered kind:qa", "open urgent many vague both" },
	{ "is:claimed", "urgent" },
	{ "is:pinned", "howto" },
	{ "is:alarmed", "both" },
	{ "is:flagged", "chat" },
	{ "is:solution", "answer" },
	{ "is:verified", "answer" },
	{ "is:obsolete", "" },
	{ "is:reply", "answer late chat fedre" },
	{ "is:root board:fed.*", "fed" },
	{ "is:superuser", "" },
	{ "is:expert", "howto" },
	{ "is:member kind:howto", "howto" },
	{ "-is:member", "fed fedre" },
	{ "state:none", "talk howto fed" },
	{ "state:solved,duplicate", "solved again" },
	{ "board:net.qa", "many again" },
	{ "board:tv.*,!tv.qa is:root", "idea talk both howto" },
	{ "board:tv.talk", "talk chat both" },
	{ "-board:tv.* is:root", "many again fed" },
	{ "kind:ideas", "idea" },
	{ "kind:idea", "idea" },
	{ "kind:discussion,howto is:root", "talk howto" },
	{ "thread:<solved@t>", "solved answer late" },
	{ "thread:<answer@t> is:reply", "answer late" },
	{ "thread:<nowhere@t>", "" },
	{ "by:@anna", "open solved chat both" },
	{ "by:@anna,@dora is:reply", "late chat" },
	{ "by:@nobody", "" },
	{ "-by:@anna,@boris,@carla,@dora", "howto fed fedre" },
	{ "by:example.org board:fed.*", "fed fedre" },
	{ "by:\"A <a\" board:fed.*", "fed fedre" },
	{ "asker:@carla", "urgent again vague" },
	{ "holder:@mia", "urgent" },
	{ "tag:red", "open" },
	{ "tag:RED,x", "open" },
	{ "tag:phase:presale", "open" },
	{ "tag:re", "" },
	{ "votes:1", "answer" },
	{ "votes:<0", "late" },
	{ "votes:1,-1", "late answer" },
	{ "metoo:>=2", "many" },
	{ "metoo:3", "many" },
	{ "metoo:>3", "" },
	{ "support:>0", "idea" },
	{ "replies:>0", "solved talk fed" },
	{ "replies:2", "solved" },
	{ "solutions:1", "solved" },
	{ "dups:1", "many" },
	{ "rating:5", "solved" },
	{ "has:solution", "solved" },
	{ "has:answer", "solved" },
	{ "has:reply", "solved talk fed" },
	{ "has:tag", "open" },
	{ "has:rating", "solved" },
	{ "has:dup", "many" },
	{ "has:vote", "answer late" },
	{ "has:flag", "chat" },
	{ "has:due kind:qa", "open urgent many both" },
	{ "older:20h is:root -board:fed.*", "open solved" },
	{ "newer:13h", "both howto" },
	{ "due:4h", "open urgent" },
	{ "due:5h", "open urgent many" },
	{ "-has:due is:open", "idea" },
	{ "about chat", "chat" },
	{ "ABOUT -board:fed.* is:root answer", "" },
	{ "\"old box\"", "open" },
	{ "\"about open\"", "open" },
	{ "limit:1 sort:-votes cols:mid is:solved", "solved" },
	{ "role:expert", "" },
	{ "points:0", "" },
};

/* Orders words of a list, so that two lists compare. */
static bool
same_words(const char *a, const char *b)
{
	struct slice rest = slice_of(a), w, again, o;
	size_t na = 0, nb = 0;

	for (; (w = slice_word(&rest)).len != 0; na++) {
		bool found = false;

		again = slice_of(b);
		while ((o = slice_word(&again)).len != 0)
			found |= slice_eq(o, w);
		if (!found)
			return false;
	}
	rest = slice_of(b);
	while (slice_word(&rest).len != 0)
		nb++;
	return na == nb;
}

static void
parse(const char *text, struct query *q)
{
	int column;

	if (query_parse(slice_of(text), q, &column) != OK)
		fail_msg("%s: %s", text, err_detail());
}

static void
check_articles(const char *query, const char *found)
{
	struct view *v = view_open(world->reader);
	struct buf got = BUF_INIT(4096);
	struct subject s;
	struct query q;

	parse(query, &q);
	for (uint64_t id = 0; (id = view_article_next(v, id)) != 0;) {
		assert_true(view_subject_article(v, id, &s));
		if (!view_match(v, &q, &s, WORLD_NOW))
			continue;
		world_name(v, id, &got);
		buf_putc(&got, ' ');
	}
	if (!same_words(buf_cstr(&got), found))
		fail_msg("%s: %s", query, buf_cstr(&got));
	buf_clear(&got);
	view_close(&v);
}

static void
test_articles(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(articles) / sizeof(*articles); i++)
		check_articles(articles[i].query, articles[i].found);
}

static const struct {
	const char *query, *found;
} users[] = {
	{ "role:expert", "expert" },
	{ "role:expert/tv", "expert" },
	{ "role:expert/tv:tv.*", "expert" },
	{ "role:expert/net", "" },
	{ "role:staff/acme,manager", "staff staff2 mia max" },
	{ "is:staff", "staff staff2 other" },
	{ "is:manager,bot", "mia max bot" },
	{ "is:superuser", "super" },
	{ "is:member role:member", "anna boris carla dora" },
	{ "is:silenced", "" },
	{ "is:gone", "" },
	{ "badge:first", "boris" },
	{ "badges:>0", "boris" },
	{ "badges:1", "boris" },
	{ "warned:>=1", "dora" },
	{ "solved:1", "boris" },
	{ "given:>0", "anna carla" },
	{ "helpful:1", "boris" },
	{ "flags:1", "super" },
	{ "answers:>0", "boris dora anna" },
	{ "contributions:3", "boris carla" },
	{ "ann", "anna" },
	{ "trust:>4", "" },
	{ "older:1h boris", "boris" },
	{ "newer:1h", "" },
	{ "metoo:>=0", "" },
	{ "is:open", "" },
};

static void
check_users(const char *query, const char *found)
{
	struct view *v = view_open(world->reader);
	struct buf got = BUF_INIT(4096);
	struct subject s;
	struct query q;

	parse(query, &q);
	for (uint32_t id = 1; view_subject_user(v, id, &s); id++)
		if (view_match(v, &q, &s, WORLD_NOW))
			buf_printf(&got, "%.*s ", SLICE_ARG(s.name));
	if (!same_words(buf_cstr(&got), found))
		fail_msg("%s: %s", query, buf_cstr(&got));
	buf_clear(&got);
	view_close(&v);
}

static void
test_users(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(users) / sizeof(*users); i++)
		check_users(users[i].query, users[i].found);
}

static const struct {
	const char *query, *found;
} boards[] = {
	{ "kind:qa", "tv.qa net.qa" },
	{ "board:tv.*", "tv.qa tv.talk tv.howto tv.ideas tv.news" },
	{ "board:tv.*,!tv.qa kind:qa", "" },
	{ "moderators:1", "tv.qa tv.talk tv.howto tv.ideas tv.news" },
	{ "moderators:<1 kind:qa", "net.qa" },
	{ "open:>=1", "tv.qa net.qa tv.ideas" },
	{ "open:2", "tv.qa" },
	{ "articles:0", "tv.news" },
	{ "is:moderated", "" },
	{ "\"how TO\"", "tv.howto" },
	{ "net", "net.qa" },
	{ "votes:>=0", "" },
};

static void
test_boards(void **state)
{
	struct view *v = view_open(world->reader);
	struct buf got = BUF_INIT(4096);
	struct subject s;
	struct query q;

	(void)state;
	for (size_t i = 0; i < sizeof(boards) / sizeof(*boards); i++) {
		struct board b = { .name = SLICE("") };
		char name[LIMIT_BOARD_NAME + 1] = "";

		parse(boards[i].query, &q);
		buf_reset(&got);
		while (view_board_next(v, slice_of(name), &b)) {
			slice_copy(b.name, name, sizeof(name));
			assert_true(view_subject_board(v, b.id, &s));
			/* What the server made itself stands aside. */
			if (!slice_starts(b.name, "view.") &&
			    !slice_starts(b.name, "local.") &&
			    !slice_starts(b.name, "fed.") &&
			    view_match(v, &q, &s, WORLD_NOW))
				buf_printf(&got, "%s ", name);
		}
		if (!same_words(buf_cstr(&got), boards[i].found))
			fail_msg("%s: %s", boards[i].query, buf_cstr(&got));
	}
	buf_clear(&got);
	view_close(&v);
}

/* How many events a query finds. */
static const struct {
	const char *query;
	int n;
} events[] = {
	{ "act:vote", 2 },
	/* Its target is no article, account or board. */
	{ "act:rule target:rule:clock limit:1 sort:-seq", 1 },
	{ "act:rule -is:open", 1 },
	{ "act:rule is:open", 0 },
	{ "act:vote,solve", 3 },
	{ "act:vote by:@carla", 1 },
	{ "act:vote -by:@carla", 1 },
	{ "by:arl act:vote", 1 },
	{ "target:<many@t>", 3 },
	{ "act:post board:net.*", 2 },
	{ "act:post is:duplicate", 1 },
	/* What is done to a reply is done to its question. */
	{ "act:vote is:solved", 2 },
	{ "act:solve metoo:0", 1 },
	{ "act:post is:solution", 1 },
	{ "act:badge role:member", 1 },
	{ "act:warn warned:1", 1 },
	{ "act:board kind:howto", 1 },
	{ "act:tag presale", 1 },
	{ "act:retitle \"old box\"", 1 },
	{ "act:vote older:4h", 0 },
	{ "act:vote older:3h", 2 },
	{ "act:vote newer:4h", 2 },
	{ "act:vote since:4h until:2h", 2 },
	{ "act:vote since:2h", 0 },
	{ "act:join is:open", 0 },
	{ "act:vote -is:solved", 0 },
};

static void
test_events(void **state)
{
	struct view *v = view_open(world->reader);
	uint64_t last = view_seq(v);

	(void)state;
	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++) {
		struct event e;
		struct query q;
		int n = 0;

		parse(events[i].query, &q);
		for (uint64_t seq = 1; seq <= last; seq++) {
			assert_int_equal(
			    event_parse(view_event(v, seq), &e), OK);
			n += view_match_event(v, &q, &e, WORLD_NOW);
		}
		if (n != events[i].n)
			fail_msg("%s: %d", events[i].query, n);
	}
	view_close(&v);
}

/* A count stops where the answer is known. */
static void
test_counts(void **state)
{
	struct view *v = view_open(world->reader);
	struct subject s;

	(void)state;
	assert_true(view_subject_board(
	    v, board_id(v->txn, SLICE("tv.qa")), &s));
	assert_int_equal(
	    view_number(v, &s, QUERY_OPEN, WORLD_NOW, INT64_MAX), 2);
	assert_int_equal(view_number(v, &s, QUERY_OPEN, WORLD_NOW, 1), 1);
	assert_int_equal(
	    view_number(v, &s, QUERY_VOTES, WORLD_NOW, INT64_MAX), 0);
	view_close(&v);
}

/* --- what comes later ----------------------------------------------------- */

static const struct {
	const char *query, *found;
} later[] = {
	{ "is:review", "reviewed" },
	{ "is:planned", "planned" },
	{ "is:declined", "declined" },
	{ "is:done,planned", "done planned" },
	{ "is:for", "late" },
	{ "is:against", "answer" },
	{ "is:obsolete", "answer" },
	{ "has:assignee", "open urgent" },
	{ "is:moderator", "ruled" },
	{ "is:admin", "rooted" },
	/* Each for itself: what was asked, and what was replied. */
	{ "is:removed", "bad rude" },
	{ "is:removed is:reply", "rude" },
	{ "state:removed", "bad" },
	{ "is:hidden", "veiled secret" },
	{ "is:hidden is:root", "veiled" },
	{ "-is:removed thread:<bad@t>", "badre" },
	{ "-is:hidden thread:<veiled@t>", "veiledre" },
	{ "is:answered by:@carla", "veiled" },
	{ "board:tv.talk is:hidden", "veiled" },
};

static void
world_later(void)
{
	static const char *const posts[][4] = {
		{ "@boris", "tv.ideas", "reviewed", "" },
		{ "@boris", "tv.ideas", "planned", "" },
		{ "@boris", "tv.ideas", "done", "" },
		{ "@boris", "tv.ideas", "declined", "" },
		{ "@mod", "tv.talk", "ruled", "<talk@t>" },
		{ "@root", "tv.talk", "rooted", "" },
		{ "@dora", "tv.qa", "bad", "" },
		{ "@anna", "tv.qa", "badre", "<bad@t>" },
		{ "@dora", "tv.qa", "rude", "<open@t>" },
		{ "@carla", "tv.qa,tv.talk", "veiled", "" },
		{ "@anna", "tv.qa", "veiledre", "<veiled@t>" },
		{ "@anna", "tv.qa", "secret", "<both@t>" },
	};

	community_time(NOON + 3600 * 22);
	for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++)
		world_post(posts[i][0], posts[i][1], posts[i][2],
		    posts[i][3]);
	world_act("@mia", ACT_REVIEW, "<reviewed@t>", "");
	world_act("@mia", ACT_STATUS, "<planned@t>", "value=planned :soon");
	world_act("@mia", ACT_STATUS, "<done@t>", "value=planned :soon");
	world_act("@mia", ACT_STATUS, "<done@t>", "value=done :there");
	world_act("@mia", ACT_STATUS, "<declined@t>", "value=declined :no");
	world_act("@boris", ACT_ADVISE, "<answer@t>", "value=against");
	world_act("@dora", ACT_ADVISE, "<late@t>", "value=for");
	world_act("@expert", ACT_OBSOLETE, "<answer@t>", "");
	world_act("@mia", ACT_ASSIGN, "<open@t>", "to=@max");
	world_act("@mod", ACT_REMOVE, "<bad@t>", ":bad");
	world_act("@mod", ACT_REMOVE, "<rude@t>", ":rude");
	world_act("@mod", ACT_HIDE, "<veiled@t>", ":look");
	world_act("@mod", ACT_HIDE, "<secret@t>", ":look");
	world_act("@mod", ACT_SILENCE, "@dora", "until=7d :rude");
	world_act("@root", ACT_SUSPEND, "@carla", "until=7d :rude");
	world_act("@root", ACT_SILENCE, "@boris",
	    "until=7d scope=net.* :rude");
}

static void
test_later(void **state)
{
	(void)state;
	world_later();
	for (size_t i = 0; i < sizeof(later) / sizeof(*later); i++)
		check_articles(later[i].query, later[i].found);
	check_users("is:silenced", "dora boris");
	check_users("is:suspended", "carla");
	check_users("is:silenced -is:suspended points:>10", "boris");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_articles),
		cmocka_unit_test(test_users),
		cmocka_unit_test(test_boards),
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_later),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, world_setup, community_teardown);
}
