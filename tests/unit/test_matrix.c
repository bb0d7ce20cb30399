/*
 * Who may do what: every act by everybody on everything, in every state it
 * can be in, against what the community was promised (roles and permissions),
 * which is written down here once more and not derived from the act table.
 * Nothing is done; it is only decided. Who may not know of a thing hears the
 * very words that he would hear if it had never been.
 */
#include "tests/unit/community.h"

#include "server/store/community/decide_order.h"

static struct fixture *fix;

/* --- who ------------------------------------------------------------------ */

static const struct person {
	char letter;
	const char *actor, *join;
} people[] = {
	{ 'G', "@", NULL },			/* a guest */
	{ '0', "@zero", "role=member" },
	{ '1', "@one", "role=member" },
	{ 'Q', "@anna", "role=member" },	/* who asked */
	{ 'W', "@boris", "role=member" },	/* who wrote the replies */
	{ 'S', "@super", "role=superuser:tv.*" },
	{ 's', "@superx", "role=superuser:net.*" },
	{ 'E', "@expert", "role=expert/tv:tv.*" },
	{ 'e', "@expertx", "role=expert/net:net.*" },
	{ 'M', "@mod", "role=moderator:tv.*" },
	{ 'm', "@modx", "role=moderator:net.*" },
	{ 'F', "@staff", "role=staff/Acme :Sam" },
	{ 'N', "@mia", "role=manager" },
	{ 'A', "@root", "role=admin" },
	{ 'B', "@bot", "role=bot" },
	{ 'X', "@gone", "role=moderator" },	/* suspended */
	{ 'Y', "@quiet", "role=moderator" },	/* silenced */
	{ 'Z', "@out", "role=member" },		/* suspended in tv.* */
};

enum { PEOPLE = sizeof(people) / sizeof(people[0]) };

static const char *const others[][2] = {
	{ "@victim", "role=member" }, { "@bound", "role=member" },
	{ "@vmod", "role=moderator" }, { "@vroot", "role=admin" },
	{ "@tvbound", "role=member" },
};

static const char *const boards[][2] = {
	{ "tv.qa", "kind=qa :Questions" },
	{ "tv.talk", "kind=discussion :Talk" },
	{ "tv.ideas", "kind=ideas :Ideas" },
	{ "tv.mod", "kind=qa status=m :Moderated" },
	{ "tv.lounge", "kind=lounge :Lounge" },
	{ "tv.case", "kind=case :Case" },
};

/* --- what it is done to --------------------------------------------------- */

static const struct thing {
	const char *target;
	const char *seen;	/* by whom; NULL: by everybody */
} things[] = {
	{ "<q@t>", NULL },	/* open */
	{ "<vq@t>", NULL },	/* somebody else's */
	{ "<n@t>", NULL },
	{ "<vi@t>", NULL },
	{ "<aq@t>", NULL },	/* answered, by ... */
	{ "<a@t>", NULL },
	{ "<sq@t>", NULL },	/* solved, by ... */
	{ "<s@t>", NULL },
	{ "<dq@t>", NULL },	/* a duplicate */
	{ "<lq@t>", NULL },	/* locked and pinned */
	{ "<cq@t>", NULL },	/* claimed */
	{ "<i@t>", NULL },	/* an idea */
	{ "<st@t>", NULL },	/* a reply by staff */
	{ "<f@t>", NULL },	/* a flagged one */
	{ "<h@t>", "SMAW" },	/* a hidden one */
	{ "<hq@t>", "SMAQ" },	/* a hidden question */
	{ "<r@t>", "MAW" },	/* a removed one */
	{ "<rq@t>", "MAQ" },	/* a removed question */
	{ "<w@t>", "MAW" },	/* waits for a moderator */
	{ "<c@t>", "MAW" },	/* taken back by its author */
	{ "<l@t>", "SMFA" },	/* in a lounge */
	{ "<k@t>", "MFA" },	/* in a case */
	{ "<none@t>", "" },
};

enum { THINGS = sizeof(things) / sizeof(things[0]) };

/* --- what may be done ----------------------------------------------------- */

#define EVERYBODY_HERE "01QWSsEeMmFA"

/* An act with its arguments, where it is possible, and by whom. */
static const struct right {
	enum act_id act;
	const char *args;
	const char *on;		/* at least there it is possible */
	const char *early;	/* within the first hours */
	const char *late;	/* ten days later; NULL: the same */
} rows[] = {
	{ ACT_VOTE, "value=1", "<n@t>", EVERYBODY_HERE, NULL },
	{ ACT_METOO, "", "<vq@t>", EVERYBODY_HERE, NULL },
	{ ACT_SUPPORT, "", "<vi@t>", EVERYBODY_HERE, NULL },
	{ ACT_THANK, "", "<n@t>", EVERYBODY_HERE, NULL },
	{ ACT_RATE, "value=4", "<sq@t>", "QA", NULL },
	{ ACT_DISPUTE, "", "<st@t>", "01QWSsEeMmA", NULL },
	{ ACT_FOLLOW, "", "<q@t>", EVERYBODY_HERE "Y", NULL },
	{ ACT_SOLVE, "", "<a@t>", "QMA", "QSEMA" },
	{ ACT_UNSOLVE, "", "<s@t>", "QSEMA", NULL },
	{ ACT_REOPEN, "", "<sq@t>", "QSEMA", NULL },
	{ ACT_DUP, "of=<q@t>", "<aq@t>", "SEMFA", NULL },
	{ ACT_UNDUP, "", "<dq@t>", "QSEMFA", "SEMFA" },
	{ ACT_TAG, "tags=x,y", "<q@t>", "QSEMFA", NULL },
	{ ACT_RETITLE, ":A title", "<q@t>", "QSEMFA", NULL },
	{ ACT_MOVE, "board=tv.talk", "<q@t>", "SEMFA", NULL },
	{ ACT_MERGE, "into=<q@t>", "<aq@t>", "SMA", NULL },
	{ ACT_PIN, "", "<q@t>", "SMA", NULL },
	{ ACT_PIN, "value=0", "<lq@t>", "SMA", NULL },
	{ ACT_LOCK, "until=1h :calm", "<q@t>", "SMA", NULL },
	{ ACT_LOCK, "value=0", "<lq@t>", "SMA", NULL },
	{ ACT_VERIFY, "", "<s@t>", "EFA", NULL },
	{ ACT_OBSOLETE, "", "<s@t>", "EFA", NULL },
	{ ACT_ADVISE, "value=against", "<a@t>", "WA", NULL },
	{ ACT_ADVISE, "value=against", "<st@t>", "FA", NULL },
	{ ACT_CLAIM, "", "<q@t>", "SEMFNA", NULL },
	{ ACT_RELEASE, "", "<cq@t>", "MNA", "SEMFNA" },
	{ ACT_ASSIGN, "to=@staff", "<q@t>", "MFNA", NULL },
	{ ACT_ESCALATE, "", "<q@t>", "SEMFNAB", NULL },
	{ ACT_NEEDINFO, ":which model", "<q@t>", "SEMFA", NULL },
	{ ACT_NUDGE, "", "<aq@t>", "SEMFA", NULL },
	{ ACT_REVIEW, "", "<i@t>", "FNA", NULL },
	{ ACT_STATUS, "value=planned :soon", "<i@t>", "FNA", NULL },
	{ ACT_FLAG, "reason=spam", "<n@t>", "1QWSEMFAB", NULL },
	{ ACT_UPHOLD, "", "<f@t>", "MA", NULL },
	{ ACT_REJECT, ":fine", "<f@t>", "MA", NULL },
	{ ACT_REJECT, ":no", "<w@t>", "MA", NULL },
	{ ACT_REJECT, ":fine", "<h@t>", "MA", NULL },
	{ ACT_HIDE, ":odd", "<q@t>", "SMA", NULL },
	{ ACT_REMOVE, ":rude", "<q@t>", "MA", NULL },
	{ ACT_REMOVE, ":rude", "<h@t>", "MA", NULL },
	{ ACT_RESTORE, "", "<h@t>", "MA", NULL },
	{ ACT_RESTORE, "", "<rq@t>", "MA", NULL },
	{ ACT_REDACT, ":secret", "<r@t>", "MA", NULL },
	{ ACT_CANCEL, "", "<a@t>", "WMA", NULL },
	{ ACT_CANCEL, "", "<q@t>", "QMA", NULL },
	{ ACT_CANCEL, "", "<w@t>", "WMA", NULL },
	{ ACT_CANCEL, "", "<st@t>", "FMA", NULL },
	{ ACT_ALARM, "", "<q@t>", "MFNA", NULL },
	{ ACT_SCORE, "up=3", "<q@t>", "A", NULL },
	{ ACT_PUBLISH, "", NULL, "", NULL },
	{ ACT_SUPERSEDE, "with=<q@t>", NULL, "", NULL },
	{ ACT_SUBMIT, "boards=tv.qa size=1 digest=x", NULL, "", NULL },
	{ ACT_FAQ, "value=1 score=1", NULL, "", NULL },
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* The same of accounts, boards and the rest: what is possible, by whom. */
static const struct other_right {
	enum act_id act;
	const char *target, *args, *who;
} other_rows[] = {
	{ ACT_WARN, "@victim", ":rude", "MmA" },
	{ ACT_WARN, "@vmod", ":rude", "MmA" },
	{ ACT_WARN, "@vroot", ":rude", "A" },
	{ ACT_SILENCE, "@victim", "until=1h :rude", "SsMmA" },
	{ ACT_SILENCE, "@victim", "until=48h :rude", "MmA" },
	{ ACT_SILENCE, "@vmod", "until=1h :rude", "MmA" },
	{ ACT_SILENCE, "@vroot", "until=1h :rude", "A" },
	{ ACT_SUSPEND, "@victim", "until=1h :rude", "MmA" },
	{ ACT_SUSPEND, "@vroot", "until=1h :rude", "A" },
	{ ACT_SUSPEND, "@victim", "until=1h scope=tv.* :rude", "MA" },
	{ ACT_SUSPEND, "@victim", "until=1h scope=net.lan :rude", "mA" },
	{ ACT_SUSPEND, "@victim", "until=1h scope=* :rude", "A" },
	{ ACT_SILENCE, "@victim", "until=1h scope=tv.qa :rude", "SMA" },
	{ ACT_WARN, "@victim", "scope=tv.*,net.* :rude", "A" },
	/* Bound everywhere; bound in tv.*. */
	{ ACT_LIFT, "@bound", "", "A" },
	{ ACT_LIFT, "@tvbound", "", "MA" },
	{ ACT_LIFT, "@tvbound", "scope=tv.*", "MA" },
	{ ACT_APPEAL, "@bound", ":why", "A" },
	{ ACT_BADGE, "@victim", "name=kind", "MmA" },
	{ ACT_OWN, "product:tm5", "since=2019-03", EVERYBODY_HERE "Z" },
	{ ACT_OWN, "product:tm5", "since=2019-03 verified=1", "" },
	{ ACT_OWN, "product:tm5", "of=@victim verified=1", "FA" },
	{ ACT_CREDIT, "@victim", "amount=5.00 currency=EUR :x", "FA" },
	{ ACT_GRANT, "@victim", "role=superuser", "A" },
	{ ACT_REVOKE, "@vmod", "role=moderator", "A" },
	{ ACT_TRUST, "@victim", "level=2", "A" },
	{ ACT_LEAVE, "@victim", "", "A" },
	{ ACT_ALARM, "@victim", "", "MmFNA" },
	{ ACT_ALARM, "tv.qa", "", "MFNA" },
	{ ACT_FOLLOW, "tv.qa", "", EVERYBODY_HERE "Y" },
	{ ACT_BOARD, "tv.more", "kind=qa :More", "A" },
	{ ACT_BOARD, "tv.qa", "kind=qa :Other title", "A" },
	{ ACT_VIEW, "view.x", ":is:open", "A" },
	{ ACT_RULE, "rule:x", ":when is:open after 1h do alarm", "A" },
	{ ACT_WORD, "word:x", "", "MmA" },
	{ ACT_TERMS, "terms:1", ":Be kind", "A" },
	{ ACT_INVITE, "code:x", "uses=3", "A" },
	{ ACT_SET, "server", "name=x.example.org", "A" },
	{ ACT_FORGET, "@victim", "low=0 before=9", "" },
	{ ACT_LAPSE, "tv.qa", "", "" },
	{ ACT_EXPIRE, "tv.qa", "before=1000", "" },
	{ ACT_FEED, "server", "peer=x", "" },
	{ ACT_BACKUP, "server", ":/tmp", "" },
};

enum { OTHER_ROWS = sizeof(other_rows) / sizeof(other_rows[0]) };

/* --- the store ------------------------------------------------------------ */

static void
write_one(const char *who, const char *board, const char *id, const char *refs)
{
	if (community_write(fix, who, board, id, refs, "") != OK)
		fail_msg("%s writes %s: %s", who, id, fix->why);
}

static void
make_people(void)
{
	for (int i = 0; i < PEOPLE; i++)
		if (people[i].join != NULL)
			TAKEN("system", JOIN, people[i].actor,
			    people[i].join);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		TAKEN("system", JOIN, others[i][0], others[i][1]);
	for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i++)
		TAKEN("system", BOARD, boards[i][0], boards[i][1]);
	TAKEN("@root", TRUST, "@one", "level=1");
	TAKEN("@root", TRUST, "@anna", "level=1");
	TAKEN("@root", TRUST, "@boris", "level=1");
}

static void
make_threads(void)
{
	static const char *const asked[] = {
		"q", "aq", "sq", "dq", "lq", "cq", "hq", "rq",
	};

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		write_one("@anna", "tv.qa", asked[i], "");
	write_one("@anna", "tv.ideas", "i", "");
	write_one("@victim", "tv.ideas", "vi", "");
	write_one("@victim", "tv.qa", "vq", "");
	write_one("@boris", "tv.qa", "a", "<aq@t>");
	write_one("@victim", "tv.qa", "n", "<aq@t>");
	write_one("@boris", "tv.qa", "h", "<aq@t>");
	write_one("@boris", "tv.qa", "r", "<aq@t>");
	write_one("@boris", "tv.qa", "f", "<aq@t>");
	write_one("@boris", "tv.qa", "c", "<aq@t>");
	write_one("@boris", "tv.qa", "s", "<sq@t>");
	write_one("@boris", "tv.mod", "w", "");
	write_one("@root", "tv.lounge", "l", "");
	write_one("@root", "tv.case", "k", "");
	TAKEN("@root", ESCALATE, "<cq@t>", "");
	write_one("@staff", "tv.qa", "st", "<cq@t>");
}

static void
make_states(void)
{
	TAKEN("@anna", SOLVE, "<s@t>", "");
	TAKEN("@root", DUP, "<dq@t>", "of=<q@t>");
	TAKEN("@root", LOCK, "<lq@t>", "until=90d");
	TAKEN("@root", PIN, "<lq@t>", "");
	TAKEN("@vmod", CLAIM, "<cq@t>", "");
	TAKEN("@victim", FOLLOW, "<q@t>", "");
	TAKEN("@root", FLAG, "<f@t>", "reason=other");
	TAKEN("@root", HIDE, "<h@t>", ":x");
	TAKEN("@root", HIDE, "<hq@t>", ":x");
	TAKEN("@root", REMOVE, "<r@t>", ":x");
	TAKEN("@root", REMOVE, "<rq@t>", ":x");
	TAKEN("@boris", CANCEL, "<c@t>", "");
	TAKEN("@root", SILENCE, "@bound", "until=90d :x");
	TAKEN("@root", SUSPEND, "@gone", "until=90d :x");
	TAKEN("@root", SILENCE, "@quiet", "until=90d :x");
	TAKEN("@root", SUSPEND, "@out", "until=90d scope=tv.* :x");
	TAKEN("@mod", SILENCE, "@tvbound", "until=90d :x");
}

static int
setup(void **state)
{
	fix = calloc(1, sizeof(*fix));
	*state = fix;
	community_time(NOON);
	fixture_init(fix);
	make_people();
	store_set_policy(fix->store, community_policy());
	make_threads();
	make_states();
	return 0;
}

/* --- the questions -------------------------------------------------------- */

static struct view *view;
static struct decision decision;
static int wrong;

#define bad(...)                                                         \
	do {                                                             \
		print_error(__VA_ARGS__);                                \
		print_error("\n");                                       \
		wrong++;                                                 \
	} while (0)

static enum err
would(const struct person *p, enum act_id act, const char *target,
    const char *args, int64_t now)
{
	struct intent i = {
		.act = act, .actor = slice_of(p->actor),
		.target = slice_of(target), .args = slice_of(args),
	};

	decision.posted = 0;
	decision.answer = 0;
	decision.round = 0;
	return decide(view, &i, now, &decision);
}

static bool
is_in(char letter, const char *list)
{
	return strchr(list, letter) != NULL;
}

static bool
sees(const struct person *p, const struct thing *t)
{
	/* Who is silenced is a moderator and sees what these see. */
	return t->seen == NULL || is_in(p->letter, t->seen) ||
	    (p->letter == 'Y' && is_in('M', t->seen));
}

/* What is not to be known is answered as what never was. */
static void
check_unknown(const struct person *p, const struct right *r,
    const struct thing *t, enum err e, int64_t now)
{
	char why[256];

	snprintf(why, sizeof(why), "%s", err_detail());
	if (e == would(p, r->act, "<none@t>", r->args, now) &&
	    strcmp(why, err_detail()) == 0)
		return;
	bad("%s %s %s: \"%s\" tells that it is there; \"%s\"", p->actor,
	    act_table[r->act].name, t->target, why, err_detail());
}

/* ever: who may at some time hears also that it is so already. */
static void
check_row(const struct right *r, const char *who, const char *ever,
    int64_t now)
{
	for (int p = 0; p < PEOPLE; p++) {
		for (int k = 0; k < THINGS; k++) {
			const struct thing *t = &things[k];
			enum err e = would(&people[p], r->act, t->target,
			    r->args, now);
			bool may = is_in(people[p].letter,
			    e == ERR_EXISTS ? ever : who);

			if (!sees(&people[p], t))
				check_unknown(&people[p], r, t, e, now);
			if ((e == OK || e == ERR_EXISTS) &&
			    (!sees(&people[p], t) || !may))
				bad("%s may %s %s %s",
				    people[p].actor,
				    act_table[r->act].name, t->target,
				    r->args);
		}
	}
}

/* What may be done can be done. */
static void
check_can(const struct right *r, const char *who, int64_t now)
{
	for (int p = 0; p < PEOPLE; p++)
		if (r->on != NULL && who != NULL &&
		    is_in(people[p].letter, who) && would(&people[p], r->act,
		    r->on, r->args, now) != OK)
			bad("%s may not %s %s %s: %s", people[p].actor,
			    act_table[r->act].name, r->on, r->args,
			    err_detail());
}

static void
open_view(void)
{
	wrong = 0;
	view = view_open(fix->reader);
	buf_init(&decision.args, LIMIT_HEADER / 2);
	buf_init(&decision.target, LIMIT_HEADER / 4);
}

static void
close_view(void)
{
	buf_clear(&decision.args);
	buf_clear(&decision.target);
	view_close(&view);
	assert_int_equal(wrong, 0);
}

/* Rows of one act together, as they differ by what they are done to. */
static void
allowed(enum act_id act, char early[128], char late[128])
{
	early[0] = late[0] = '\0';
	for (int i = 0; i < ROWS; i++) {
		if (rows[i].act != act)
			continue;
		strcat(early, rows[i].early);
		strcat(late, rows[i].late != NULL ? rows[i].late :
		    rows[i].early);
	}
}

static void
test_articles(void **state)
{
	(void)state;
	open_view();
	for (int i = 0; i < ROWS; i++) {
		struct right r = rows[i];
		char early[128], late[128], ever[256];

		allowed(r.act, early, late);
		snprintf(ever, sizeof(ever), "%s%s", early, late);
		check_row(&r, early, ever, NOON + 600);
		check_row(&r, late, ever, NOON + 10 * 86400);
		check_can(&r, r.early, NOON + 600);
		check_can(&r, r.late, NOON + 10 * 86400);
	}
	close_view();
}

static void
test_others(void **state)
{
	(void)state;
	open_view();
	for (int i = 0; i < OTHER_ROWS; i++) {
		const struct other_right *r = &other_rows[i];

		for (int p = 0; p < PEOPLE; p++) {
			enum err e = would(&people[p], r->act, r->target,
			    r->args, NOON + 600);
			bool may = is_in(people[p].letter, r->who);

			if (may != (e == OK))
				bad("%s %s %s %s %s: %s",
				    people[p].actor, may ? "may not" : "may",
				    act_table[r->act].name, r->target,
				    r->args, may ? err_detail() : "");
		}
	}
	close_view();
}

/* Nobody judges what is his own, nor takes back what is not. */
static void
test_own(void **state)
{
	static const struct {
		enum act_id act;
		const char *who, *target, *args;
	} list[] = {
		{ ACT_VOTE, "@boris", "<a@t>", "value=1" },
		{ ACT_VOTE, "@anna", "<q@t>", "value=1" },
		{ ACT_THANK, "@boris", "<a@t>", "" },
		{ ACT_FLAG, "@boris", "<a@t>", "reason=spam" },
		{ ACT_METOO, "@anna", "<q@t>", "" },
		{ ACT_SUPPORT, "@anna", "<i@t>", "" },
		{ ACT_LIFT, "@quiet", "@quiet", "" },
		{ ACT_UNDUP, "@boris", "<dq@t>", "" },
		{ ACT_APPEAL, "@anna", "@bound", ":why" },
		{ ACT_LEAVE, "@anna", "@boris", "" },
		{ ACT_CANCEL, "@anna", "<a@t>", "" },
		{ ACT_CANCEL, "@boris", "<q@t>", "" },
		{ ACT_CANCEL, "@staff", "<a@t>", "" },
		{ ACT_SOLVE, "@anna", "<vq@t>", "" },
		{ ACT_RETITLE, "@anna", "<vq@t>", ":A title" },
		{ ACT_TAG, "@boris", "<aq@t>", "tags=x" },
	};

	(void)state;
	open_view();
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct person p = { .actor = list[i].who };
		enum err e = would(&p, list[i].act, list[i].target,
		    list[i].args, NOON + 600);

		if (e == OK || e == ERR_EXISTS)
			bad("%s may %s %s", p.actor,
			    act_table[list[i].act].name, list[i].target);
	}
	close_view();
}

/* An argument tells no more than a target does. */
static void
test_arguments(void **state)
{
	static const struct {
		enum act_id act;
		const char *target, *secret, *nothing;
	} list[] = {
		{ ACT_DUP, "<aq@t>", "of=<k@t>", "of=<none@t>" },
		{ ACT_DUP, "<aq@t>", "of=<r@t>", "of=<none@t>" },
		{ ACT_MERGE, "<aq@t>", "into=<k@t>", "into=<none@t>" },
		{ ACT_MERGE, "<aq@t>", "into=<rq@t>", "into=<none@t>" },
		{ ACT_MOVE, "<aq@t>", "board=tv.case", "board=tv.none" },
	};
	char why[256];

	(void)state;
	open_view();
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct person p = { .actor = "@super" };
		enum err e = would(&p, list[i].act, list[i].target,
		    list[i].secret, NOON + 600);

		snprintf(why, sizeof(why), "%s", err_detail());
		assert_int_equal(e, would(&p, list[i].act, list[i].target,
		    list[i].nothing, NOON + 600));
		assert_string_equal(why, err_detail());
	}
	close_view();
}

/* No row of the act table is without its answer here. */
static void
test_all_acts(void **state)
{
	static const enum act_id self[] = {
		ACT_POST, ACT_JOIN, ACT_ACCEPT, ACT_READ, ACT_ACK,
	};

	(void)state;
	for (int act = 0; act < ACT_COUNT; act++) {
		bool found = false;

		for (int i = 0; i < ROWS; i++)
			found = found || rows[i].act == (enum act_id)act;
		for (int i = 0; i < OTHER_ROWS; i++)
			found = found || other_rows[i].act == (enum act_id)act;
		for (size_t i = 0; i < sizeof(self) / sizeof(self[0]); i++)
			found = found || self[i] == (enum act_id)act;
		if (!found)
			fail_msg("%s is tried by nobody",
			    act_table[act].name);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_articles),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_own),
		cmocka_unit_test(test_arguments),
		cmocka_unit_test(test_all_acts),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, setup, community_teardown);
}
