/* Accounts: how they are made, changed, trusted, and what stays of them. */
#include "tests/unit/community.h"

#include "server/store/community/people.h"
#include "server/store/community/value.h"

static struct fixture *fix;

static int
setup(void **state)
{
	int r = community_setup(state);

	fix = *state;
	return r;
}

static void
policy(enum policy_join join, const char *brands)
{
	static struct policy p;

	p = *community_policy();
	p.join = (unsigned char)join;
	strcpy(p.brands, brands);
	store_set_policy(fix->store, &p);
}

/* As somebody who is not logged in; secret: the hash of a password. */
static enum err
join(const char *name, const char *args, const char *secret)
{
	return fixture_do(fix, (struct intent){
		.act = ACT_JOIN, .actor = SLICE("@"),
		.target = slice_of(name), .args = slice_of(args),
		.secret = slice_of(secret),
	}, NULL);
}

#define NOT_JOINED(err, word, ...)                                       \
	do {                                                             \
		assert_int_equal(join(__VA_ARGS__), err);                \
		if (strstr(fix->why, word) == NULL)                      \
			fail_msg("%s", fix->why);                        \
	} while (0)

/* "name TAB roles TAB person"; "" when there is no such account. */
static const char *
account_text(const char *name)
{
	static char text[512];
	struct view *v = view_open(fix->reader);
	struct account_rec rec;
	struct slice s;

	text[0] = '\0';
	if (account_get(v->txn, account_id(v->txn, slice_of(name + 1)), &rec,
	    &s))
		slice_copy(s, text, sizeof(text));
	view_close(&v);
	return text;
}

static void
test_join(void **state)
{
	(void)state;
	policy(JOIN_CLOSED, "");
	NOT_JOINED(ERR_DENIED, "operator", "@nina", "", "hash");
	policy(JOIN_OPEN, "");
	NOT_JOINED(ERR_SYNTAX, "password", "@nina", "", "");
	NOT_JOINED(ERR_DENIED, "not taken", "@nina", "role=admin", "hash");
	NOT_JOINED(ERR_STATE, "taken", "@anna", "", "hash");
	NOT_JOINED(ERR_STATE, "taken", "@anna", ":Somebody", "hash");
	NOT_JOINED(ERR_STATE, "taken", "@guest", "", "hash");
	NOT_JOINED(ERR_DENIED, "meaning", "@me", "", "hash");
	NOT_JOINED(ERR_DENIED, "meaning", "@deleted-1", "", "hash");
	NOT_JOINED(ERR_SYNTAX, "a-z", "@Nina", "", "hash");
	assert_int_equal(join("@nina", ":Nina\\s\xc3\x84", "hash"), OK);
	assert_string_equal(account_text("@nina"),
	    "nina\tmember\tNina \xc3\x84");
	/* One's own name and password; nobody else's, no role. */
	TAKEN("@nina", JOIN, "@nina", ":Nina B");
	assert_string_equal(account_text("@nina"), "nina\tmember\tNina B");
	REFUSED(ERR_EXISTS, "exists", "@nina", JOIN, "@nina", ":Nina B");
	REFUSED(ERR_DENIED, "not taken", "@nina", JOIN, "@nina",
	    "role=admin");
	REFUSED(ERR_STATE, "taken", "@nina", JOIN, "@anna", ":Anna");
	REFUSED(ERR_DENIED, "take an admin", "@nina", JOIN, "@olga",
	    ":Olga");
	TAKEN("@root", JOIN, "@nina", ":");
	assert_string_equal(account_text("@nina"), "nina\tmember\t");
}

/* The first ones begin with trust (Discourse's bootstrap). */
static void
test_bootstrap(void **state)
{
	char name[32];

	(void)state;
	policy(JOIN_OPEN, "");
	for (int i = 15; i <= 51; i++) {
		snprintf(name, sizeof(name), "@user%d", i);
		assert_int_equal(join(name, "", "hash"), OK);
		assert_int_equal(community_who(fix, name).trust, i <= 50);
	}
}

static void
test_invite(void **state)
{
	(void)state;
	policy(JOIN_INVITATION, "");
	REFUSED(ERR_DENIED, "admin", "@mod", INVITE, "code:spring", "uses=2");
	REFUSED(ERR_SYNTAX, "to come", "@root", INVITE, "code:spring",
	    "until=2020-01-01T00:00:00Z");
	TAKEN("@root", INVITE, "code:spring", "uses=2 until=7d");
	NOT_JOINED(ERR_DENIED, "invitation", "@u1", "", "hash");
	NOT_JOINED(ERR_DENIED, "not valid", "@u1", "code=winter", "hash");
	assert_int_equal(join("@u1", "code=spring", "hash"), OK);
	assert_int_equal(join("@u2", "code=spring", "hash"), OK);
	NOT_JOINED(ERR_DENIED, "not valid", "@u3", "code=spring", "hash");
	TAKEN("@root", INVITE, "code:spring", "uses=9 until=7d");
	community_time(NOON + 7 * 86400);
	NOT_JOINED(ERR_DENIED, "not valid", "@u3", "code=spring", "hash");
	TAKEN("@root", INVITE, "code:spring", "");
	assert_int_equal(join("@u3", "code=spring", "hash"), OK);
	TAKEN("@root", INVITE, "code:spring", "uses=5");
	TAKEN("@root", INVITE, "code:spring", "uses=0");
	REFUSED(ERR_EXISTS, "no such", "@root", INVITE, "code:spring",
	    "uses=0");
	/* Where everybody may, a code is looked at all the same. */
	policy(JOIN_OPEN, "");
	NOT_JOINED(ERR_DENIED, "not valid", "@u4", "code=spring", "hash");
}

/* Rows 22 and 77. */
static void
test_labels(void **state)
{
	static const char *const claims[] = {
		":Acme", ":Anna\\s(ACME)", ":A\\sc\\sm\\se", ":Moderator",
		":The\\sstaff", ":Anna \xc2\xb7 Ajax",
	};

	(void)state;
	policy(JOIN_OPEN, "acme,globex");
	for (size_t i = 0; i < sizeof(claims) / sizeof(claims[0]); i++) {
		NOT_JOINED(ERR_DENIED, "official", "@nina", claims[i],
		    "hash");
		REFUSED(ERR_DENIED, "official", "@anna", JOIN, "@anna",
		    claims[i]);
		REFUSED(ERR_DENIED, "official", "@root", JOIN, "@anna",
		    claims[i]);
	}
	NOT_JOINED(ERR_STATE, "taken", "@acme-support", "", "hash");
	TAKEN("@root", JOIN, "@acme-bot", "role=bot");
	/* A brand has a person, and a person stays. */
	REFUSED(ERR_STATE, "person", "@root", GRANT, "@anna",
	    "role=staff/Acme");
	REFUSED(ERR_STATE, "person", "@root", JOIN, "@nina",
	    "role=staff/Acme");
	REFUSED(ERR_SYNTAX, "staff/Acme", "@root", GRANT, "@anna",
	    "role=staff");
	TAKEN("@anna", JOIN, "@anna", ":Anna");
	REFUSED(ERR_DENIED, "admin", "@anna", GRANT, "@anna",
	    "role=staff/Acme");
	TAKEN("@root", GRANT, "@anna", "role=staff/Acme");
	REFUSED(ERR_STATE, "person", "@anna", JOIN, "@anna", ":");
	/* Nor does staff take its label off. */
	REFUSED(ERR_DENIED, "admin", "@anna", REVOKE, "@anna",
	    "role=staff/Acme");
	assert_string_equal(account_text("@anna"),
	    "anna\tmember,staff/Acme\tAnna");
}

static void
test_trust(void **state)
{
	(void)state;
	REFUSED(ERR_DENIED, "admin", "@mod", TRUST, "@anna", "level=2");
	REFUSED(ERR_SYNTAX, "0 to 4", "@root", TRUST, "@anna", "level=5");
	TAKEN("@root", TRUST, "@anna", "level=3");
	assert_int_equal(community_who(fix, "@anna").trust, 3);
	REFUSED(ERR_EXISTS, "already", "@root", TRUST, "@anna", "level=3");
	/* A rule gives, it does not take. */
	REFUSED(ERR_EXISTS, "already", "system", TRUST, "@anna", "level=1");
	TAKEN("@root", TRUST, "@anna", "level=0");
	TAKEN("system", TRUST, "@anna", "level=1");
	assert_int_equal(community_who(fix, "@anna").trust, 1);
}

/* --- who leaves ----------------------------------------------------------- */

static const char *
overview(const char *id)
{
	static char line[1024];
	struct view *v = view_open(fix->reader);
	struct article_row row;
	struct placed p = { .over = SLICE("") };
	char msgid[32];

	snprintf(msgid, sizeof(msgid), "<%s@t>", id);
	if (view_article_row(v, view_article_id(v, slice_of(msgid)), &row) &&
	    row.nplaces != 0)
		view_placed(v, row.place[0].board, row.place[0].number, &p);
	slice_copy(p.over, line, sizeof(line));
	view_close(&v);
	return line;
}

static const char *
bytes(const char *id)
{
	static char text[4096];
	struct view *v = view_open(fix->reader);
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	char msgid[32];

	snprintf(msgid, sizeof(msgid), "<%s@t>", id);
	assert_int_equal(view_article(v, view_article_id(v, slice_of(msgid)),
	    &raw), OK);
	slice_copy(buf_slice(&raw), text, sizeof(text));
	buf_clear(&raw);
	view_close(&v);
	return text;
}

static bool
forgotten(void)
{
	struct view *v = view_open(fix->reader);
	uint32_t id = forget_next(v->txn, 0);

	view_close(&v);
	return id == 0;
}

/* Until the writer has taken its name out everywhere. */
static void
wait_forgotten(void)
{
	AWAIT(forgotten());
	assert_true(forgotten());
}

/* Every event as it is shown; NULL when none holds the word. */
static const char *
shown(const char *word)
{
	static char found[1024];
	struct view *v = view_open(fix->reader);
	struct buf room = BUF_INIT(2 * LIMIT_HEADER);
	struct buf line = BUF_INIT(4 * LIMIT_HEADER);
	struct event e;

	found[0] = '\0';
	for (uint64_t seq = 1; seq <= view_seq(v); seq++) {
		assert_int_equal(event_parse(view_event(v, seq), &e), OK);
		buf_reset(&room);
		buf_reset(&line);
		view_event_shown(v, &e, false, &room);
		event_print(&e, &line);
		if (slice_find(buf_slice(&line), slice_of(word)) >= 0)
			slice_copy(buf_slice(&line), found, sizeof(found));
	}
	buf_clear(&room);
	buf_clear(&line);
	view_close(&v);
	return found[0] != '\0' ? found : NULL;
}

/* Row 101. */
static void
test_leave(void **state)
{
	char id[16];

	(void)state;
	policy(JOIN_OPEN, "");
	TAKEN("@anna", JOIN, "@anna", ":Anna\\sMeier");
	for (int i = 0; i < 300; i++) {
		snprintf(id, sizeof(id), "q%d", i);
		assert_int_equal(community_write(fix, "@anna", "tv.talk", id,
		    i == 0 ? "" : "<q0@t>", i == 0 ?
		    "Reply-To: anna@home.example\r\nKeywords: x\r\n" : ""),
		    OK);
	}
	assert_int_equal(community_write(fix, "@boris", "tv.talk", "a",
	    "<q0@t>", ""), OK);
	TAKEN("@boris", VOTE, "<q0@t>", "value=1");
	TAKEN("@mod", FOLLOW, "@anna", "");
	REFUSED(ERR_DENIED, "the account itself", "@boris", LEAVE, "@anna", "");
	REFUSED(ERR_DENIED, "", "@anna", FORGET, "@anna", "");
	TAKEN("@anna", LEAVE, "@anna", "");
	assert_string_equal(account_text("@anna"), "");
	assert_string_equal(account_text("@deleted-1"), "deleted-1\t\t");
	assert_int_equal(community_who(fix, "@deleted-1").gone, 1);
	NOT_JOINED(ERR_STATE, "taken", "@anna", "", "hash");
	REFUSED(ERR_STATE, "left", "@root", JOIN, "@anna", "");
	REFUSED(ERR_NOTFOUND, "", "@root", GRANT, "@anna", "role=expert");
	/* Some hundred at a time, until nothing is left. */
	wait_forgotten();
	assert_non_null(strstr(overview("q0"), "\tdeleted-1 <deleted-1@"
	    "test.example.org>\t"));
	assert_null(strstr(overview("q299"), "a@example.org"));
	REFUSED(ERR_EXISTS, "nothing", "system", FORGET, "@deleted-1", "");
	assert_null(strstr(bytes("q0"), "a@example.org"));
	assert_null(strstr(bytes("q0"), "Reply-To"));
	assert_non_null(strstr(bytes("q0"), "\r\nKeywords: x\r\n"));
	assert_non_null(strstr(bytes("q0"), "Text of q0"));
	assert_non_null(strstr(bytes("a"), "a@example.org"));
	/* What is shown names it no more; addresses stay whole. */
	assert_null(shown("@anna"));
	assert_null(shown("Meier"));
	assert_non_null(shown("\t@deleted-1\tleave\t@deleted-1\t"));
	assert_non_null(shown("\t@mod\tfollow\t@deleted-1\t"));
	fixture_check(fix);
}

/* What waits for a moderator is not let in any more. */
static void
test_leave_held(void **state)
{
	struct posting *p;
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);

	(void)state;
	TAKEN("@root", BOARD, "tv.mod", "status=m :M");
	assert_int_equal(community_write(fix, "@anna", "tv.mod", "h", "", ""),
	    OK);
	TAKEN("@anna", LEAVE, "@anna", "");
	buf_puts(&raw, "From: a@example.org\r\nSubject: s\r\nMessage-ID: "
	    "<h@t>\r\nNewsgroups: tv.mod\r\nApproved: m@t\r\n\r\nx\r\n");
	assert_int_equal(posting_new(fix->store, &raw, &p), OK);
	assert_int_equal(fixture_do(fix, (struct intent){
		.act = ACT_PUBLISH, .actor = SLICE("@mod"),
		.target = SLICE("<h@t>"), .posting = p,
	}, NULL), ERR_STATE);
	assert_non_null(strstr(fix->why, "left"));
	posting_free(&p);
	buf_clear(&raw);
	TAKEN("@mod", REJECT, "<h@t>", ":its author left");
}

/* Its size on the wire is what OVER says. */
static void
test_leave_size(void **state)
{
	char over[1024], *at = over, *field = NULL;

	(void)state;
	assert_int_equal(community_write(fix, "@anna", "tv.talk,tv.howto",
	    "q", "", "Organization: my firm\r\n"), OK);
	assert_int_equal(community_write(fix, "@anna", "tv.talk", "r",
	    "<q@t>", ""), OK);
	TAKEN("@anna", CANCEL, "<r@t>", "");
	TAKEN("@root", LEAVE, "@anna", "");
	wait_forgotten();
	strcpy(over, overview("q"));
	for (int i = 0; i <= 6; i++)
		field = strsep(&at, "\t");
	assert_int_equal(strtoul(field, NULL, 10), strlen(bytes("q")));
	assert_null(strstr(bytes("r"), "a@example.org"));
	TAKEN("system", EXPIRE, "tv.talk", "before=1000");
	TAKEN("system", EXPIRE, "tv.howto", "before=1000");
	fixture_check(fix);
}

/* --- terms ---------------------------------------------------------------- */

/* Row 146. */
static void
test_terms(void **state)
{
	(void)state;
	REFUSED(ERR_NOTFOUND, "no terms", "@anna", ACCEPT, "terms:1", "");
	REFUSED(ERR_DENIED, "admin", "@mod", TERMS, "terms:1", ":Be nice.");
	REFUSED(ERR_SYNTAX, "number", "@root", TERMS, "terms:new", ":x");
	REFUSED(ERR_SYNTAX, "text", "@root", TERMS, "terms:1", "");
	TAKEN("@root", TERMS, "terms:1", ":Be\\nnice.");
	REFUSED(ERR_EXISTS, "already", "system", TERMS, "terms:1",
	    ":Be\\nnice.");
	assert_int_equal(community_write(fix, "@anna", "tv.qa", "q", "", ""),
	    ERR_TERMS);
	assert_non_null(strstr(fix->why, "accept terms:1"));
	assert_int_equal(community_write(fix, "@anna", "local.terms", "q", "",
	    ""), ERR_TERMS);
	REFUSED(ERR_TERMS, "v1", "@anna", FOLLOW, "@boris", "");
	TAKEN("@anna", READ, "tv.qa", "numbers=1");
	REFUSED(ERR_STATE, "v1", "@anna", ACCEPT, "terms:2", "");
	TAKEN("@anna", ACCEPT, "terms:1", "");
	REFUSED(ERR_EXISTS, "already", "@anna", ACCEPT, "terms:1", "");
	assert_int_equal(community_write(fix, "@anna", "tv.qa", "q", "", ""),
	    OK);
	assert_int_equal(community_write(fix, "@anna", "local.terms", "r", "",
	    ""), ERR_DENIED);
	/* A word put right is no new version. */
	TAKEN("system", TERMS, "terms:1", ":Be\\nvery nice.");
	TAKEN("@anna", FOLLOW, "@boris", "");
	TAKEN("system", TERMS, "terms:3", ":Be\\nkind.");
	REFUSED(ERR_STATE, "v3", "@root", TERMS, "terms:2", ":x");
	REFUSED(ERR_TERMS, "v3", "@anna", FOLLOW, "@carla", "");
	TAKEN("@anna", LEAVE, "@anna", "");
}

/* --- value ---------------------------------------------------------------- */

/* Row 118: it is given, and taken back. */
static void
test_badge(void **state)
{
	struct view *v;
	struct badge b;
	uint32_t who[2] = { 0, 0 };

	(void)state;
	REFUSED(ERR_DENIED, "moderator", "@boris", BADGE, "@anna",
	    "name=guide");
	REFUSED(ERR_SYNTAX, "word", "@mod", BADGE, "@anna", "name=a\\sb,c");
	TAKEN("@mod", BADGE, "@anna", "name=guide");
	TAKEN("system", BADGE, "@anna", "name=solved-1");
	REFUSED(ERR_EXISTS, "already", "@mod", BADGE, "@anna", "name=guide");
	v = view_open(fix->reader);
	assert_true(view_badge_next(v, 1, SLICE(""), &b));
	assert_true(slice_is(b.name, "guide"));
	assert_int_equal(b.time, NOON);
	assert_true(view_badge_next(v, 1, b.name, &b));
	assert_true(slice_is(b.name, "solved-1"));
	assert_false(view_badge_next(v, 1, b.name, &b));
	view_close(&v);
	TAKEN("@mod", BADGE, "@boris", "name=guide");
	TAKEN("@mod", BADGE, "@carla", "name=guide");
	TAKEN("@mod", BADGE, "@carla", "name=guide2");
	TAKEN("@mod", BADGE, "@boris", "name=guide value=0");
	v = view_open(fix->reader);
	assert_int_equal(view_badge_holders(v, SLICE("guide"), who, 2), 2);
	assert_int_equal(who[0], 1);
	assert_int_equal(who[1], 3);
	assert_int_equal(view_badge_holders(v, SLICE("none"), who, 2), 0);
	view_close(&v);
	TAKEN("@mod", BADGE, "@anna", "name=guide value=0");
	REFUSED(ERR_EXISTS, "no such", "@mod", BADGE, "@anna",
	    "name=guide value=0");
}

/* Rows 14 and 25: what there is, is the sum of all that was written. */
static void
test_ledger(void **state)
{
	struct view *v;
	struct ledger l = { .seq = 0 };
	int n = 0;

	(void)state;
	REFUSED(ERR_DENIED, "staff", "@mod", CREDIT, "@anna",
	    "amount=5.00 currency=EUR :x");
	REFUSED(ERR_SYNTAX, "two digits", "@staff", CREDIT, "@anna",
	    "amount=5.001 currency=EUR :x");
	REFUSED(ERR_SYNTAX, "two digits", "@staff", CREDIT, "@anna",
	    "amount=0 currency=EUR :x");
	REFUSED(ERR_SYNTAX, "three letters", "@staff", CREDIT, "@anna",
	    "amount=5 currency=eur :x");
	REFUSED(ERR_SYNTAX, "what it is for", "@staff", CREDIT, "@anna",
	    "amount=5 currency=EUR");
	REFUSED(ERR_DENIED, "himself", "@staff", CREDIT, "@staff",
	    "amount=5 currency=EUR :x");
	REFUSED(ERR_DENIED, "at most 50.00", "@staff", CREDIT, "@anna",
	    "amount=50.01 currency=EUR :x");
	TAKEN("@staff", CREDIT, "@anna", "amount=0.1 currency=EUR :one");
	TAKEN("@staff", CREDIT, "@anna", "amount=0.2 currency=EUR :two");
	TAKEN("@staff", CREDIT, "@anna", "amount=50 currency=EUR :three");
	TAKEN("@staff", CREDIT, "@anna", "amount=7 currency=CHF :four");
	TAKEN("@root", CREDIT, "@anna", "amount=99.99 currency=EUR :five");
	TAKEN("@staff", CREDIT, "@anna", "amount=-0.29 currency=EUR :paid");
	REFUSED(ERR_STATE, "not that much", "@root", CREDIT, "@anna",
	    "amount=-200 currency=EUR :paid");
	v = view_open(fix->reader);
	assert_int_equal(view_balance(v, 1, SLICE("EUR")), 15000);
	assert_int_equal(view_balance(v, 1, SLICE("CHF")), 700);
	assert_int_equal(view_balance(v, 2, SLICE("EUR")), 0);
	while (view_ledger_next(v, 1, l.seq, &l) && l.account == 1)
		n++;
	assert_int_equal(n, 6);
	view_close(&v);
}

/* Row 119. */
static void
test_rank(void **state)
{
	static const struct {
		uint32_t threads, replies, solved;
		int rank;
	} cases[] = {
		{ 0, 0, 0, 0 }, { 1, 0, 0, 1 }, { 4, 5, 0, 1 },
		{ 5, 5, 0, 2 }, { 0, 50, 0, 3 }, { 0, 250, 49, 3 },
		{ 0, 250, 50, 4 }, { 100, 900, 180, 5 },
		{ 0, 5000, 1000, 6 }, { 0, 5000, 999, 3 }, { 5000, 0, 0, 3 },
		{ 4995, 5, 1, 6 },
	};
	struct view *v = view_open(fix->reader);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct account_rec rec = {
			.threads = cases[i].threads,
			.replies = cases[i].replies,
			.solved = cases[i].solved,
		};

		if (view_rank(v, &rec) != cases[i].rank)
			fail_msg("case %zu: %s", i,
			    rank_name(view_rank(v, &rec)));
	}
	assert_string_equal(rank_name(6), "pillar");
	assert_string_equal(rank_name(7), "newcomer");
	view_close(&v);
}

/* --- reading -------------------------------------------------------------- */

static const char *
marks(const char *board)
{
	static char text[256];
	struct view *v = view_open(fix->reader);
	struct board b;
	struct slice s;

	assert_true(view_board(v, slice_of(board), &b));
	if (view_read_next(v, 1, b.id - 1, &s) != b.id)
		s = SLICE("none");
	slice_copy(s, text, sizeof(text));
	view_close(&v);
	return text;
}

static void
test_read(void **state)
{
	uint64_t before = fixture_last_event(fix);

	(void)state;
	assert_string_equal(marks("tv.qa"), "none");
	TAKEN("@anna", READ, "tv.qa", "numbers=1-5,9");
	TAKEN("@anna", READ, "tv.qa", "numbers=6-7");
	assert_string_equal(marks("tv.qa"), "1-7,9");
	TAKEN("@anna", READ, "tv.qa", "numbers=8,!3");
	assert_string_equal(marks("tv.qa"), "1-2,4-9");
	assert_string_equal(marks("tv.talk"), "none");
	TAKEN("@anna", READ, "tv.qa", "numbers=!1-100");
	assert_string_equal(marks("tv.qa"), "none");
	REFUSED(ERR_SYNTAX, "1-500", "@anna", READ, "tv.qa", "numbers=x");
	REFUSED(ERR_SYNTAX, "1-500", "@anna", READ, "tv.qa", "numbers=5-3");
	REFUSED(ERR_SYNTAX, "1-500", "@anna", READ, "tv.qa",
	    "numbers=1-99999999999");
	REFUSED(ERR_NOTFOUND, "no such board", "@anna", READ, "tv.none",
	    "numbers=1");
	TAKEN("@root", BOARD, "tv.lounge", "kind=lounge :L");
	REFUSED(ERR_NOTFOUND, "no such board", "@anna", READ, "tv.lounge",
	    "numbers=1");
	REFUSED(ERR_DENIED, "log in", "@", READ, "tv.qa", "numbers=1");
	assert_int_equal(fixture_last_event(fix), before + 1);
	/* They outlive the process, and go with the account. */
	TAKEN("@anna", READ, "tv.qa", "numbers=1-3");
	fixture_close(fix);
	fixture_open(fix);
	store_set_policy(fix->store, &policy_default);
	assert_string_equal(marks("tv.qa"), "1-3");
	TAKEN("@anna", LEAVE, "@anna", "");
	assert_string_equal(marks("tv.qa"), "none");
}

/* What is said again and again keeps the writer no longer than the first. */
static void
test_read_again(void **state)
{
	(void)state;
	assert_int_equal(
	    community_write(fix, "@boris", "tv.talk", "q1", "", ""), OK);
	alarm(600);
	for (int i = 0; i < 100; i++)
		TAKEN("@anna", READ, "tv.talk", "numbers=1-2147483647");
	alarm(0);
}

/* So many articles count as somebody can have read. */
static void
test_habit(void **state)
{
	char id[48];

	(void)state;
	for (int i = 1; i <= 80; i++) {
		snprintf(id, sizeof(id), "q%d", i);
		assert_int_equal(community_write(fix, "@boris", "tv.talk", id,
		    i % 10 == 1 ? "" : "<q1@t>", ""), OK);
	}
	/* All at once is no reading of ten minutes. */
	TAKEN("@anna", READ, "tv.talk", "numbers=1-80");
	assert_int_equal(community_who(fix, "@anna").trust, 0);
	TAKEN("@anna", READ, "tv.talk", "numbers=!1-80");
	for (int i = 1; i <= 20; i++) {
		community_time(NOON + 3600 + 60 * i);
		snprintf(id, sizeof(id), "numbers=%d-%d", 4 * i - 3, 4 * i);
		TAKEN("@anna", READ, "tv.talk", id);
	}
	assert_int_equal(community_who(fix, "@anna").trust, 1);
}

/* The second level: over days, and given something back. */
static void
test_habit_days(void **state)
{
	static struct policy p;
	char id[48];

	(void)state;
	p = *atomic_load(&fix->store->policy);
	p.v[POLICY_TL2_DAYS] = 2;
	p.v[POLICY_TL2_THREADS] = 6;
	p.v[POLICY_TL2_POSTS] = 40;
	p.v[POLICY_TL2_TIME] = 900;
	p.v[POLICY_TL2_REPLIED] = 1;
	store_set_policy(fix->store, &p);
	for (int i = 1; i <= 60; i++) {
		snprintf(id, sizeof(id), "q%d", i);
		assert_int_equal(community_write(fix, "@boris", "tv.talk", id,
		    i % 6 == 1 ? "" : "<q1@t>", ""), OK);
	}
	assert_int_equal(community_write(fix, "@anna", "tv.talk", "mine",
	    "<q1@t>", ""), OK);
	TAKEN("@carla", VOTE, "<mine@t>", "value=1");
	for (int day = 0; day < 2; day++)
		for (int i = 1; i <= 15; i++) {
			int from = 30 * day + 2 * i - 1;

			community_time(NOON + 86400 * day + 60 * i);
			snprintf(id, sizeof(id), "numbers=%d-%d", from,
			    from + 1);
			TAKEN("@anna", READ, "tv.talk", id);
		}
	/* Only the vote that it gives itself was missing. */
	assert_int_equal(community_who(fix, "@anna").trust, 1);
	TAKEN("@anna", VOTE, "<q1@t>", "value=1");
	community_time(NOON + 86400 + 60 * 16);
	TAKEN("@anna", READ, "tv.talk", "numbers=61");
	assert_int_equal(community_who(fix, "@anna").trust, 2);
}

/* What plain newsreaders fetch counts likewise, and nobody can ask for it. */
static void
test_fetch(void **state)
{
	(void)state;
	for (int i = 1; i <= 2; i++) {
		community_time(NOON + 60 * i);
		TAKEN("@anna", READ, "-", "fetched=1000 threads=1000");
	}
	for (int i = 3; i <= 11; i++) {
		assert_int_equal(community_who(fix, "@anna").trust, 0);
		community_time(NOON + 60 * i);
		TAKEN("@anna", READ, "-", "fetched=5 threads=1");
	}
	assert_int_equal(community_who(fix, "@anna").trust, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) \
	cmocka_unit_test_setup_teardown(name, setup, community_teardown)
		T(test_join), T(test_bootstrap), T(test_invite),
		T(test_labels), T(test_trust), T(test_leave),
		T(test_leave_held), T(test_leave_size), T(test_terms),
		T(test_badge), T(test_ledger), T(test_rank), T(test_read),
		T(test_read_again),
		T(test_habit), T(test_habit_days), T(test_fetch),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
