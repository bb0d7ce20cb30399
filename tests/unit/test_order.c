/* Order over articles and threads: flags, what goes, what comes back. */
#include "tests/unit/community.h"

#include "server/store/community/decide_order.h"

static struct fixture *fix;

static int
setup(void **state)
{
	int r = community_setup(state);

	fix = *state;
	assert_int_equal(community_write(fix, "@anna", "tv.qa", "q", "", ""),
	    OK);
	community_time(NOON + 60);
	assert_int_equal(community_write(fix, "@boris", "tv.qa", "a", "<q@t>",
	    ""), OK);
	return r;
}

/* Nothing is wrong with the tables when a test is over. */
static int
teardown(void **state)
{
	fixture_check(*state);
	return community_teardown(state);
}

/* Whoever is trusted may flag. */
static void
trust_all(void)
{
	TAKEN("@root", GRANT, "@anna", "role=expert/tv:tv.*");
	TAKEN("@root", GRANT, "@carla", "role=expert/tv:tv.*");
	TAKEN("@root", GRANT, "@dora", "role=expert/tv:tv.*");
}

/* How many rows of the queue are of this kind. */
static int
queued(enum queue_kind kind)
{
	struct view *v = view_open(fix->reader);
	struct queue_row row = { 0 };
	int n = 0;

	while (view_queue_next(v, &row))
		n += row.kind == kind;
	view_close(&v);
	return n;
}

/* The last public act of order, "name target". */
static const char *
last_public(void)
{
	static char text[256];
	struct view *v = view_open(fix->reader);
	uint64_t seq = view_modlog_prev(v, UINT64_MAX);
	struct event e;

	text[0] = '\0';
	if (seq != 0 && view_article_event(v, seq, &e))
		snprintf(text, sizeof(text), "%.*s %.*s %.*s",
		    SLICE_ARG(e.actor), SLICE_ARG(e.act), SLICE_ARG(e.target));
	view_close(&v);
	return text;
}

/* Where it stands, "board:number ...", and in which state it is. */
static const char *
places(const char *id)
{
	static char text[256];
	struct view *v = view_open(fix->reader);
	struct article_row row;
	struct buf b = BUF_INIT(sizeof(text));
	struct board board;
	char msgid[64];

	snprintf(msgid, sizeof(msgid), "<%s@t>", id);
	assert_true(view_article_row(v,
	    view_article_id(v, slice_of(msgid)), &row));
	for (int i = 0; i < row.nplaces; i++) {
		assert_true(view_board_by_id(v, row.place[i].board, &board));
		buf_printf(&b, "%s%.*s:%llu", i != 0 ? " " : "",
		    SLICE_ARG(board.name),
		    (unsigned long long)row.place[i].number);
	}
	slice_copy(buf_slice(&b), text, sizeof(text));
	buf_clear(&b);
	view_close(&v);
	return text;
}

/* --- flags ---------------------------------------------------------------- */

static void
test_flag(void **state)
{
	(void)state;
	REFUSED(ERR_DENIED, "role", "@carla", FLAG, "<a@t>", "reason=spam");
	trust_all();
	TAKEN("@root", GRANT, "@boris", "role=expert/tv:tv.*");
	REFUSED(ERR_SYNTAX, "offtopic", "@carla", FLAG, "<a@t>",
	    "reason=ugly");
	REFUSED(ERR_DENIED, "own", "@boris", FLAG, "<a@t>", "reason=spam");
	TAKEN("@carla", FLAG, "<a@t>", "reason=spam :look at that");
	REFUSED(ERR_EXISTS, "already", "@carla", FLAG, "<a@t>",
	    "reason=abuse");
	TAKEN("@staff", FLAG, "<a@t>", "reason=abuse");
	assert_int_equal(community_look(fix, "a").mark.open_flags, 2);
	assert_int_equal(queued(QUEUE_FLAGGED), 1);
	assert_int_equal(community_who(fix, "@carla").day_flags, 1);
	/* Flags are nobody's business: not in the public log. */
	assert_string_equal(last_public(), "");
	REFUSED(ERR_DENIED, "role", "@super", UPHOLD, "<a@t>", "");
	REFUSED(ERR_DENIED, "role", "@staff", UPHOLD, "<a@t>", "");
	TAKEN("@mod", UPHOLD, "<a@t>", ":indeed");
	assert_int_equal(queued(QUEUE_FLAGGED), 0);
	assert_string_equal(last_public(), "@mod uphold <a@t>");
	assert_string_equal(places("a"), "");
	assert_int_equal(community_who(fix, "@carla").upheld, 1);
	POINTS("@carla", 3);
	POINTS("@staff", 0);
	assert_int_equal(community_who(fix, "@boris").removed, 1);
	POINTS("@boris", 2 + 2 - 5);
	/* What answered the question is gone. */
	STATE("q", "open");
	TAKEN("@mod", RESTORE, "<a@t>", ":was right after all");
	POINTS("@boris", 4);
	STATE("q", "answered");
	assert_string_equal(places("a"), "tv.qa:3");
	assert_int_equal(community_who(fix, "@boris").removed, 0);
	REFUSED(ERR_STATE, "looked at", "@carla", FLAG, "<a@t>",
	    "reason=spam");
}

static void
test_reject(void **state)
{
	(void)state;
	trust_all();
	REFUSED(ERR_STATE, "nor", "@mod", REJECT, "<a@t>", "");
	TAKEN("@carla", FLAG, "<a@t>", "reason=other");
	REFUSED(ERR_DENIED, "moderator", "@anna", REJECT, "<a@t>", "");
	TAKEN("@mod", REJECT, "<a@t>", ":it is fine");
	assert_int_equal(queued(QUEUE_FLAGGED), 0);
	assert_int_equal(community_look(fix, "a").mark.open_flags, 0);
	assert_string_equal(places("a"), "tv.qa:2");
	POINTS("@carla", 0);
	TAKEN("@super", HIDE, "<a@t>", ":is it?");
	TAKEN("@dora", FLAG, "<q@t>", "reason=spam");
	TAKEN("@mod", REJECT, "<a@t>", "");
	assert_string_equal(places("a"), "tv.qa:3");
	assert_int_equal(queued(QUEUE_FLAGGED), 1);
}

/* Three users silence a new one; five close a thread. */
static void
test_crowd(void **state)
{
	struct subject s;

	(void)state;
	trust_all();
	TAKEN("@anna", FLAG, "<a@t>", "reason=spam");
	TAKEN("@carla", FLAG, "<a@t>", "reason=spam");
	assert_int_equal(community_who(fix, "@boris").silenced, 0);
	assert_int_equal(community_write(fix, "@boris", "tv.qa", "b", "<q@t>",
	    ""), OK);
	TAKEN("@dora", FLAG, "<b@t>", "reason=spam");
	assert_int_equal(community_who(fix, "@boris").silenced,
	    NOON + 60 + 86400);
	assert_string_equal(last_public(), "system silence @boris");
	assert_int_equal(community_write(fix, "@boris", "tv.qa", "c", "<q@t>",
	    ""), ERR_DENIED);
	assert_non_null(strstr(fix->why, "3 users have flagged it"));
	TAKEN("@super", FLAG, "<q@t>", "reason=offtopic");
	s = community_look(fix, "q");
	assert_int_equal(s.question.flags & QUESTION_LOCKED, 0);
	TAKEN("@expert", FLAG, "<q@t>", "reason=offtopic");
	s = community_look(fix, "q");
	assert_true((s.question.flags & QUESTION_LOCKED) != 0);
	assert_int_equal(s.question.locked, NOON + 60 + 4 * 3600);
	assert_string_equal(last_public(), "system lock <q@t>");
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "c", "<q@t>",
	    ""), ERR_DENIED);
	community_time(NOON + 60 + 4 * 3600);
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "c", "<q@t>",
	    ""), OK);
}

/* --- out of sight --------------------------------------------------------- */

static void
test_hide(void **state)
{
	struct subject s;

	(void)state;
	REFUSED(ERR_SYNTAX, "reason", "@super", HIDE, "<q@t>", "");
	REFUSED(ERR_DENIED, "role", "@staff", HIDE, "<q@t>", ":x");
	REFUSED(ERR_DENIED, "role", "@carla", HIDE, "<q@t>", ":x");
	TAKEN("@super", HIDE, "<q@t>", ":looks odd");
	REFUSED(ERR_EXISTS, "already", "@super", HIDE, "<q@t>", ":again");
	REFUSED(ERR_NOTFOUND, "no article", "@carla", METOO, "<q@t>", "");
	REFUSED(ERR_STATE, "hidden", "@super", METOO, "<q@t>", "");
	s = community_look(fix, "q");
	assert_int_equal(s.rec.state, ARTICLE_HIDDEN);
	assert_true((s.question.flags & QUESTION_HIDDEN) != 0);
	assert_int_equal(queued(QUEUE_FLAGGED), 1);
	REFUSED(ERR_DENIED, "role", "@super", RESTORE, "<q@t>", "");
	TAKEN("@mod", RESTORE, "<q@t>", "");
	s = community_look(fix, "q");
	assert_int_equal(s.question.flags & QUESTION_HIDDEN, 0);
	assert_string_equal(places("q"), "tv.qa:3");
	assert_int_equal(queued(QUEUE_FLAGGED), 0);
}

/* Row 27. */
static void
test_remove(void **state)
{
	struct view *v;
	struct event e;

	(void)state;
	REFUSED(ERR_DENIED, "role", "@staff", REMOVE, "<q@t>", ":bad press");
	REFUSED(ERR_DENIED, "role", "@mia", REMOVE, "<q@t>", ":bad press");
	REFUSED(ERR_DENIED, "role", "@super", REMOVE, "<q@t>", ":x");
	REFUSED(ERR_SYNTAX, "reason", "@mod", REMOVE, "<q@t>", "");
	TAKEN("@super", HIDE, "<q@t>", ":first");
	TAKEN("@mod", REMOVE, "<q@t>", ":insults");
	STATE("q", "removed");
	assert_string_equal(last_public(), "@mod remove <q@t>");
	v = view_open(fix->reader);
	assert_true(view_tombstone(v, view_article_id(v, SLICE("<q@t>")), &e));
	assert_true(slice_is(e.actor, "@mod") && slice_is(e.act, "remove"));
	assert_true(slice_is(event_text(e.args), "insults"));
	view_close(&v);
	REFUSED(ERR_STATE, "removed", "@mod", LOCK, "<q@t>", "");
	REFUSED(ERR_EXISTS, "already", "@mod", REMOVE, "<q@t>", ":again");
	/* The thread goes on below. */
	assert_string_equal(places("a"), "tv.qa:2");
	TAKEN("@mod", RESTORE, "<q@t>", "");
	STATE("q", "answered");
	REFUSED(ERR_EXISTS, "stands", "@mod", RESTORE, "<q@t>", "");
}

/* The text goes, what it hung together with stays. */
static void
test_redact(void **state)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct article_row row;
	struct view *v;
	uint64_t id;

	(void)state;
	REFUSED(ERR_SYNTAX, "reason", "@mod", REDACT, "<a@t>", "");
	REFUSED(ERR_DENIED, "role", "@boris", REDACT, "<a@t>", ":x");
	TAKEN("@mod", REDACT, "<a@t>", ":a phone number");
	REFUSED(ERR_EXISTS, "already", "@mod", REDACT, "<a@t>", ":x");
	v = view_open(fix->reader);
	id = view_article_id(v, SLICE("<a@t>"));
	assert_int_equal(view_article(v, id, &raw), OK);
	assert_true(slice_find(buf_slice(&raw), SLICE("Text of a")) < 0);
	assert_true(slice_find(buf_slice(&raw), SLICE("about a\r\n")) > 0);
	assert_true(view_article_row(v, id, &row));
	assert_int_equal(row.bytes, raw.len);
	assert_int_equal(row.lines, 1);
	view_close(&v);
	buf_clear(&raw);
	TAKEN("@mod", REMOVE, "<a@t>", ":and away");
	TAKEN("@mod", RESTORE, "<a@t>", ":no");
	v = view_open(fix->reader);
	assert_true(view_article_row(v, id, &row));
	assert_int_equal(row.lines, 1);
	view_close(&v);
}

/* What was sent to several boards comes back to all of them. */
static void
test_crosspost(void **state)
{
	struct buf before = BUF_INIT(LIMIT_ARTICLE);
	struct buf after = BUF_INIT(LIMIT_ARTICLE);
	struct view *v;

	(void)state;
	assert_int_equal(community_write(fix, "@carla", "tv.qa,net.qa", "x",
	    "", ""), OK);
	TAKEN("@root", REMOVE, "<x@t>", ":twice");
	TAKEN("@root", RESTORE, "<x@t>", "");
	assert_string_equal(places("x"), "tv.qa:4 net.qa:2");
	TAKEN("@root", REDACT, "<x@t>", ":secret");
	TAKEN("@root", MOVE, "<x@t>", "board=tv.howto");
	assert_string_equal(places("x"), "tv.howto:1 net.qa:2");
	TAKEN("@root", REMOVE, "<x@t>", ":twice");
	TAKEN("@root", RESTORE, "<x@t>", "");
	assert_string_equal(places("x"), "tv.howto:2 net.qa:3");
	TAKEN("@root", MOVE, "<x@t>", "board=tv.talk");
	v = view_open(fix->reader);
	assert_int_equal(view_article(v, view_article_id(v, SLICE("<x@t>")),
	    &after), OK);
	assert_true(slice_find(buf_slice(&after), SLICE(
	    "Xref: test.example.org tv.talk:1 net.qa:3\r\n")) > 0);
	view_close(&v);
	buf_clear(&before);
	buf_clear(&after);
}

/* Who moderates one of its boards sees to the whole of it. */
static void
test_crosspost_roles(void **state)
{
	(void)state;
	TAKEN("@root", GRANT, "@dora", "role=moderator:net.*");
	assert_int_equal(community_write(fix, "@carla", "tv.qa,net.qa", "x",
	    "", ""), OK);
	REFUSED(ERR_DENIED, "role", "@dora", REMOVE, "<q@t>", ":x");
	TAKEN("@dora", REMOVE, "<x@t>", ":spam");
	REFUSED(ERR_DENIED, "role", "@expert", RESTORE, "<q@t>", "");
	TAKEN("@mod", RESTORE, "<x@t>", "");
	assert_string_equal(places("x"), "tv.qa:4 net.qa:2");
}

/* --- threads -------------------------------------------------------------- */

static void
test_move(void **state)
{
	struct subject s;

	(void)state;
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "b", "<q@t>",
	    ""), OK);
	TAKEN("@mod", REMOVE, "<b@t>", ":spam");
	REFUSED(ERR_DENIED, "role", "@carla", MOVE, "<q@t>", "board=net.qa");
	REFUSED(ERR_NOTFOUND, "no such", "@mod", MOVE, "<q@t>", "board=x.y");
	REFUSED(ERR_EXISTS, "already", "@mod", MOVE, "<q@t>", "board=tv.qa");
	REFUSED(ERR_DENIED, "staff", "@super", MOVE, "<q@t>", "board=tv.news");
	TAKEN("@mod", MOVE, "<a@t>", "board=net.qa");
	assert_string_equal(places("q"), "net.qa:1");
	assert_string_equal(places("a"), "net.qa:2");
	s = community_look(fix, "q");
	assert_string_equal(community_state(fix, "q"), "answered");
	assert_int_equal(s.question.board, s.board);
	/* It is another moderator's now. */
	REFUSED(ERR_NOTFOUND, "no article", "@mod", RESTORE, "<b@t>", "");
	TAKEN("@root", RESTORE, "<b@t>", "");
	assert_string_equal(places("b"), "net.qa:3");
	TAKEN("@root", MOVE, "<q@t>", "board=tv.talk");
	STATE("q", "none");
	TAKEN("@root", MOVE, "<q@t>", "board=tv.qa");
	STATE("q", "answered");
	assert_string_equal(places("b"), "tv.qa:6");
}

/* Newsreaders answer into the board that the old article names. */
static void
test_move_replies(void **state)
{
	(void)state;
	TAKEN("@root", MOVE, "<q@t>", "board=net.qa");
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "b", "<a@t>",
	    ""), OK);
	assert_string_equal(places("b"), "net.qa:3");
	assert_int_equal(community_write(fix, "@carla", "net.qa,tv.qa,tv.talk",
	    "c", "<b@t>", ""), OK);
	assert_string_equal(places("c"), "net.qa:4 tv.talk:1");
	TAKEN("@root", MOVE, "<q@t>", "board=tv.ideas");
	assert_int_equal(community_write(fix, "@carla", "net.qa", "d",
	    "<b@t>", ""), OK);
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "e",
	    "<d@t>", ""), OK);
	assert_string_equal(places("e"), "tv.ideas:6");
	assert_int_equal(community_look(fix, "q").question.replies, 5);
}

/* Out of the public's sight only a moderator moves things. */
static void
test_move_private(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(fix, ACT_BOARD, "tv.lounge",
	    "kind=lounge :Lounge"), OK);
	REFUSED(ERR_NOTFOUND, "no such", "@expert", MOVE, "<q@t>",
	    "board=tv.lounge");
	REFUSED(ERR_DENIED, "public", "@super", MOVE, "<q@t>",
	    "board=tv.lounge");
	TAKEN("@mod", MOVE, "<q@t>", "board=tv.lounge");
	REFUSED(ERR_NOTFOUND, "no article", "@carla", METOO, "<q@t>", "");
	REFUSED(ERR_NOTFOUND, "no article", "@anna", RETITLE, "<q@t>", ":x");
}

static void
test_merge(void **state)
{
	struct subject s;

	(void)state;
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "p", "", ""),
	    OK);
	assert_int_equal(community_write(fix, "@dora", "tv.qa", "b", "<p@t>",
	    ""), OK);
	TAKEN("@dora", METOO, "<p@t>", "");
	TAKEN("@boris", METOO, "<p@t>", "");
	TAKEN("@boris", METOO, "<q@t>", "");
	REFUSED(ERR_NOTFOUND, "into=", "@mod", MERGE, "<p@t>", "into=<n@t>");
	REFUSED(ERR_EXISTS, "same", "@mod", MERGE, "<p@t>", "into=<b@t>");
	REFUSED(ERR_DENIED, "role", "@staff", MERGE, "<p@t>", "into=<q@t>");
	TAKEN("@super", MERGE, "<b@t>", "into=<a@t>");
	s = community_look(fix, "b");
	assert_int_equal(s.root, community_look(fix, "q").article);
	s = community_look(fix, "p");
	assert_int_equal(s.root, community_look(fix, "q").article);
	assert_int_equal(s.rec.parent, community_look(fix, "a").article);
	assert_int_equal(s.question.replies, 3);
	/* Two of them, and who asked the other. */
	assert_int_equal(s.question.metoo, 3);
	assert_int_equal(community_write(fix, "@anna", "tv.qa", "c", "<b@t>",
	    ""), OK);
	assert_int_equal(community_look(fix, "q").question.replies, 4);
}

/* Row 107: the old title still finds it. */
static void
test_retitle(void **state)
{
	struct view *v;
	struct subject s;

	(void)state;
	REFUSED(ERR_DENIED, "role", "@carla", RETITLE, "<q@t>", ":Mine");
	REFUSED(ERR_SYNTAX, "title", "@anna", RETITLE, "<q@t>", "");
	TAKEN("@anna", TAG, "<q@t>", "tags=model:tm5,noise");
	TAKEN("@anna", RETITLE, "<a@t>", ":First title");
	TAKEN("@super", RETITLE, "<q@t>", ":Second title");
	REFUSED(ERR_EXISTS, "its title", "@super", RETITLE, "<q@t>",
	    ":Second title");
	REFUSED(ERR_EXISTS, "its tags", "@super", TAG, "<q@t>",
	    "tags=model:tm5,noise,noise");
	REFUSED(ERR_SYNTAX, "lower", "@super", TAG, "<q@t>", "tags=Loud");
	v = view_open(fix->reader);
	assert_true(view_subject_article(v, view_article_id(v,
	    SLICE("<q@t>")), &s));
	assert_true(slice_is(s.text,
	    "model:tm5,noise\tSecond title\tFirst title"));
	view_close(&v);
	TAKEN("@anna", TAG, "<q@t>", "tags=");
}

static void
test_lock(void **state)
{
	(void)state;
	REFUSED(ERR_SYNTAX, "until", "@super", LOCK, "<q@t>", "until=soon");
	REFUSED(ERR_EXISTS, "not locked", "@super", LOCK, "<q@t>", "value=0");
	TAKEN("@super", LOCK, "<a@t>", "until=2h :calm down");
	REFUSED(ERR_EXISTS, "so", "@super", LOCK, "<q@t>",
	    "until=2026-11-22T14:01:00Z");
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "c", "<q@t>",
	    ""), ERR_DENIED);
	assert_int_equal(community_write(fix, "@mod", "tv.qa", "d", "<q@t>",
	    ""), OK);
	TAKEN("@super", LOCK, "<q@t>", "value=0");
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "c", "<q@t>",
	    ""), OK);
	TAKEN("@mod", PIN, "<q@t>", "");
	REFUSED(ERR_EXISTS, "already", "@super", PIN, "<q@t>", "value=1");
	assert_string_equal(last_public(), "@mod pin <q@t>");
	TAKEN("@mod", PIN, "<q@t>", "value=0");
}

/* --- sanctions ------------------------------------------------------------ */

/* Row 145: they end to the second. */
static void
test_silence(void **state)
{
	(void)state;
	REFUSED(ERR_SYNTAX, "until", "@super", SILENCE, "@boris", ":rude");
	REFUSED(ERR_DENIED, "24 hours", "@super", SILENCE, "@boris",
	    "until=25h :rude");
	REFUSED(ERR_DENIED, "order", "@super", SILENCE, "@mod",
	    "until=1h :rude");
	REFUSED(ERR_DENIED, "himself", "@mod", SILENCE, "@mod",
	    "until=1h :rude");
	REFUSED(ERR_DENIED, "admin", "@mod", SILENCE, "@root",
	    "until=1h :rude");
	REFUSED(ERR_DENIED, "role", "@staff", SILENCE, "@boris",
	    "until=1h :rude");
	TAKEN("@super", SILENCE, "@boris", "until=1h :rude");
	REFUSED(ERR_DENIED, "silenced until 2026-11-22T13:01:00Z: rude",
	    "@boris", METOO, "<q@t>", "");
	assert_int_equal(community_write(fix, "@boris", "tv.qa", "c", "<q@t>",
	    ""), ERR_DENIED);
	TAKEN("@boris", FOLLOW, "<q@t>", "");
	TAKEN("@boris", APPEAL, "@boris", ":I was quoting");
	REFUSED(ERR_EXISTS, "waits", "@boris", APPEAL, "@boris", ":please");
	assert_int_equal(queued(QUEUE_APPEAL), 1);
	TAKEN("@mod", ACK, "@boris", ":it stays");
	assert_int_equal(queued(QUEUE_APPEAL), 0);
	community_time(NOON + 60 + 3599);
	REFUSED(ERR_DENIED, "silenced", "@boris", METOO, "<q@t>", "");
	community_time(NOON + 60 + 3600);
	TAKEN("@boris", METOO, "<q@t>", "");
}

static void
test_suspend(void **state)
{
	(void)state;
	REFUSED(ERR_STATE, "no sanction", "@boris", APPEAL, "@boris", ":?");
	TAKEN("@mod", WARN, "@boris", ":first and last");
	REFUSED(ERR_DENIED, "role", "@super", SUSPEND, "@boris",
	    "until=2026-12-01 :spam");
	TAKEN("@root", SUSPEND, "@boris", "until=2026-12-01 :spam");
	assert_int_equal(community_who(fix, "@boris").suspended,
	    1796083200);
	REFUSED(ERR_DENIED, "suspended until 2026-12-01", "@boris", FOLLOW,
	    "<q@t>", "");
	TAKEN("@boris", APPEAL, "@boris", ":it was not me");
	REFUSED(ERR_DENIED, "not yours", "@mod", LIFT, "@boris", "");
	TAKEN("@root", LIFT, "@boris", ":it was not");
	assert_int_equal(queued(QUEUE_APPEAL), 0);
	REFUSED(ERR_EXISTS, "no sanction", "@mod", LIFT, "@boris", "");
	TAKEN("@boris", FOLLOW, "<q@t>", "");
	assert_string_equal(last_public(), "@root lift @boris");
	assert_int_equal(community_who(fix, "@boris").warned, 1);
}

/* In some boards: several at once, each lifted by who could impose it. */
static void
test_scope(void **state)
{
	(void)state;
	TAKEN("@root", GRANT, "@carla", "role=moderator:net.*");
	TAKEN("@root", GRANT, "@dora", "role=moderator:tv.*");
	TAKEN("@root", GRANT, "@dora", "role=moderator:net.*");
	TAKEN("@mod", SILENCE, "@boris", "until=1h :rude");
	REFUSED(ERR_EXISTS, "until then", "@mod", SILENCE, "@boris",
	    "until=1h :rude");
	TAKEN("@carla", SUSPEND, "@boris", "until=2h :rude");
	assert_int_equal(community_who(fix, "@boris").suspended, 0);
	assert_int_equal(community_who(fix, "@boris").sanctions, 2);
	REFUSED(ERR_DENIED, "silenced in tv.* until", "@boris", METOO,
	    "<q@t>", "");
	TAKEN("@boris", FOLLOW, "<q@t>", "");
	REFUSED(ERR_DENIED, "suspended in net.* until", "@boris", FOLLOW,
	    "net.qa", "");
	assert_int_equal(community_write(fix, "@boris", "net.qa", "c", "",
	    ""), ERR_DENIED);
	/* A thread is not moved to where it could not be written. */
	TAKEN("@carla", SILENCE, "@super", "until=1h :noise");
	REFUSED(ERR_DENIED, "silenced in net.* until", "@super", MOVE,
	    "<q@t>", "board=net.qa");
	TAKEN("@carla", LIFT, "@super", "");
	TAKEN("@boris", APPEAL, "@boris", ":both?");
	/* One act, two events: all that is hers to lift. */
	TAKEN("@dora", LIFT, "@boris", ":no");
	assert_int_equal(queued(QUEUE_APPEAL), 0);
	TAKEN("@boris", METOO, "<q@t>", "");
	TAKEN("@boris", FOLLOW, "net.qa", "");
	REFUSED(ERR_EXISTS, "no sanction", "@dora", LIFT, "@boris", "");
	/* It ends by itself, and a thread that went there went out of reach. */
	TAKEN("@carla", SILENCE, "@boris", "until=1h :rude");
	TAKEN("@mod", MOVE, "<q@t>", "board=net.qa");
	assert_int_equal(community_write(fix, "@boris", "tv.qa", "d",
	    "<q@t>", ""), ERR_DENIED);
	community_time(NOON + 4000);
	assert_int_equal(community_write(fix, "@boris", "tv.qa", "e",
	    "<q@t>", ""), OK);
}

/* --- words and pauses ----------------------------------------------------- */

static bool
waits(const char *id)
{
	struct view *v = view_open(fix->reader);
	struct article_row row;
	char msgid[64];
	bool held;

	snprintf(msgid, sizeof(msgid), "<%s@t>", id);
	held = view_article_row(v, view_article_id(v, slice_of(msgid)),
	    &row) && row.state == ARTICLE_HELD;
	view_close(&v);
	return held;
}

/* Row 9. */
static void
test_word(void **state)
{
	(void)state;
	REFUSED(ERR_DENIED, "role", "@super", WORD, "word:Trottel", "");
	REFUSED(ERR_SYNTAX, "letters", "@mod", WORD, "word:a-b", "");
	TAKEN("@mod", WORD, "word:TROTTEL", "");
	REFUSED(ERR_EXISTS, "already", "@mod", WORD, "word:trottel", "");
	TAKEN("@mod", WORD, "word:\xc3\x9c" "bel", "");
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "w1", "",
	    "Comments: Trottel\r\n"), OK);
	assert_false(waits("w1"));
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "Trottel",
	    "", ""), OK);
	assert_true(waits("Trottel"));
	assert_int_equal(community_write(fix, "@carla", "tv.qa",
	    "w2", "", "Content-Transfer-Encoding: base64\r\n"), OK);
	assert_int_equal(community_write(fix, "@carla", "tv.qa",
	    "x.\xc3\xbc" "BEL.y", "", ""), ERR_SYNTAX);
	TAKEN("@mod", WORD, "word:trottel", "value=0");
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "trottel",
	    "", ""), OK);
	assert_false(waits("trottel"));
}

static struct posting *
titled(const char *id, const char *title)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;

	buf_printf(&raw, "Path: t!not-for-mail\r\nFrom: A <a@example.org>\r\n"
	    "Subject: %s\r\nNewsgroups: tv.qa\r\n"
	    "Date: 22 Nov 2020 10:00:00 +0000\r\nMessage-ID: <%s@t>\r\n"
	    "\r\nText.\r\n", title, id);
	assert_int_equal(posting_new(fix->store, &raw, &p), OK);
	buf_clear(&raw);
	return p;
}

static bool
waits_for(const char *id, const char *title)
{
	struct posting *p = titled(id, title);

	assert_int_equal(fixture_do(fix, (struct intent){
		.act = ACT_POST, .actor = SLICE("@carla"), .posting = p,
	}, NULL), OK);
	posting_free(&p);
	return waits(id);
}

/* Whole words, however long and in whatever script. */
static void
test_word_whole(void **state)
{
	char longest[80] = "word:", *x = longest + 5;

	(void)state;
	memset(x, 'X', LIMIT_THING_NAME);
	TAKEN("@mod", WORD, longest, "");
	TAKEN("@mod", WORD, "word:\xd0\x98\xd0\x94\xd0\x98", "");
	TAKEN("@mod", WORD, "word:a1", "");
	assert_true(waits_for("1", "(\xd0\xb8\xd0\x94\xd0\xb8)"));
	assert_false(waits_for("2", "\xd0\xb8\xd0\xb4\xd0\xb8\xd0\xb8"));
	assert_true(waits_for("3", "to A1."));
	assert_false(waits_for("4", "a11 a 1 ba1 a1\xc3\xa4 a"));
	assert_true(waits_for("5", x));
	x[LIMIT_THING_NAME] = 'x';
	x[LIMIT_THING_NAME + 1] = '\0';
	assert_false(waits_for("6", x));
	for (int i = 0; i < 100; i++) {
		char word[32];

		snprintf(word, sizeof(word), "word:many%d", i);
		TAKEN("@mod", WORD, word, "");
	}
	assert_true(waits_for("7", "is it MANY73"));
}

/* A list that came to nothing is none. */
static void
test_word_undone(void **state)
{
	struct intent word = {
		.act = ACT_WORD, .actor = SLICE("@mod"),
		.target = SLICE("word:undone"), .args = SLICE("value=1"),
	}, bad = {
		.act = ACT_WORD, .actor = SLICE("@mod"),
		.target = SLICE("word:a-b"), .args = SLICE("value=1"),
	};
	struct posting *p = titled("x", "undone");

	(void)state;
	TAKEN("@mod", WORD, "word:other", "");
	/* The posting looks at the list that the next act takes back. */
	word.also = &(struct intent){
		.act = ACT_POST, .actor = SLICE("@carla"), .posting = p,
		.also = &bad,
	};
	assert_int_equal(fixture_do(fix, word, NULL), ERR_SYNTAX);
	assert_false(waits_for("y", "undone"));
	assert_true(waits_for("z", "other"));
	posting_free(&p);
}

static void
test_pace(void **state)
{
	(void)state;
	store_set_policy(fix->store, &policy_default);
	community_time(NOON + 1000);
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "t1", "",
	    ""), OK);
	community_time(NOON + 1000 + 119);
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "t2", "",
	    ""), ERR_SLOW);
	assert_string_equal(fix->why, "1 s to go: there is a "
	    "pause between two questions");
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "r1",
	    "<q@t>", ""), OK);
	assert_int_equal(community_write(fix, "@mod", "tv.qa", "m1", "", ""),
	    OK);
	assert_int_equal(community_write(fix, "@mod", "tv.qa", "m2", "", ""),
	    OK);
	community_time(NOON + 2000);
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "t2", "",
	    ""), OK);
	community_time(NOON + 3000);
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "t3", "",
	    ""), OK);
	community_time(NOON + 4000);
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "t4", "",
	    ""), ERR_SLOW);
	assert_non_null(strstr(fix->why, "first day"));
	community_time(NOON + 86400);
	assert_int_equal(community_write(fix, "@carla", "tv.qa", "t4", "",
	    ""), OK);
}

/* --- alarms --------------------------------------------------------------- */

static void
test_alarm(void **state)
{
	(void)state;
	TAKEN("@mod", ALARM, "<a@t>", ":fire");
	TAKEN("@staff", ALARM, "tv.qa", ":nobody here");
	TAKEN("@mia", ALARM, "@boris", ":who is that");
	REFUSED(ERR_EXISTS, "already", "@mod", ALARM, "tv.qa", "");
	REFUSED(ERR_DENIED, "role", "@carla", ALARM, "tv.qa", "");
	assert_true((community_look(fix, "q").question.flags &
	    QUESTION_ALARM) != 0);
	TAKEN("@mod", ACK, "<a@t>", "");
	TAKEN("@mod", ACK, "tv.qa", "");
	TAKEN("@mod", ACK, "@boris", "");
	REFUSED(ERR_EXISTS, "no alarm", "@mod", ACK, "tv.qa", "");
	assert_int_equal(queued(QUEUE_ALARM) + queued(QUEUE_BOARD) +
	    queued(QUEUE_USER), 0);
	assert_int_equal(community_look(fix, "q").question.flags &
	    QUESTION_ALARM, 0);
}

/* What came by a feed has no rows before the first act. */
static void
test_fed(void **state)
{
	struct subject s;

	(void)state;
	trust_all();
	assert_int_equal(fixture_post(fix, "tv.qa", "f1", "", 1), OK);
	assert_int_equal(fixture_post(fix, "tv.qa", "f2", "<f1@t>", 2), OK);
	TAKEN("@carla", FLAG, "<f2@t>", "reason=spam");
	TAKEN("@mod", UPHOLD, "<f2@t>", "");
	TAKEN("@mod", MOVE, "<f1@t>", "board=net.qa");
	TAKEN("@root", REMOVE, "<f1@t>", ":x");
	TAKEN("@root", RESTORE, "<f1@t>", ":x");
	TAKEN("@root", RESTORE, "<f2@t>", ":x");
	s = community_look(fix, "f2");
	assert_int_equal(s.root, community_look(fix, "f1").article);
	assert_string_equal(places("f2"), "net.qa:3");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_flag), TEST(test_reject), TEST(test_crowd),
		TEST(test_hide), TEST(test_remove), TEST(test_redact),
		TEST(test_crosspost), TEST(test_crosspost_roles),
		TEST(test_move), TEST(test_move_replies),
		TEST(test_move_private), TEST(test_merge),
		TEST(test_retitle), TEST(test_lock), TEST(test_silence),
		TEST(test_suspend), TEST(test_scope),
		TEST(test_word), TEST(test_word_whole),
		TEST(test_word_undone), TEST(test_pace),
		TEST(test_alarm), TEST(test_fed),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
