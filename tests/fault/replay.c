/*
 * The journal replayed gives equal tables: random events through a real
 * writer, then a check and a rebuild that must not find one row different.
 *
 *	replay [N [SEED [DIR]]]		N events (2000), DIR for the store
 */
#include <err.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "server/store/community/policy.h"
#include "server/store/store.h"
#include "tests/unit/board_model.h"
#include "tests/unit/standing_model.h"

/* SURE: so many changes take every act. */
enum { SURE = 40000, AHEAD = 1000, BOARDS = 40, ACCOUNTS = 50, REFS = 12 };
/* Acts are done to few articles at a time, so that they meet. */
enum { HOT = 8, HOT_EVERY = 64 };

#define PICK(list) (list)[pick(sizeof(list) / sizeof((list)[0]))]

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static unsigned long under_way, answered[ERR_NOMEM + 1], taken[ACT_COUNT];
static uint64_t state;
static struct policy policy;

/* One change, with the room for what it points to. */
struct change {
	struct intent intent;
	char target[64], args[256], actor[32];
	bool server;		/* it is the server's own */
	bool reading;		/* trust by reading is looked at */
};

/* So many rose by it, or fell. */
static unsigned long trusted;

static unsigned
pick(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

static void
done(struct intent *i)
{
	struct change *c = i->arg;

	pthread_mutex_lock(&lock);
	answered[i->err]++;
	taken[i->act] += i->err == OK;
	trusted += c->reading && i->err == OK;
	under_way--;
	pthread_cond_signal(&wake);
	pthread_mutex_unlock(&lock);
	posting_free(&i->posting);
	free(c);
}

static void
submit(struct writer *w, struct change *c)
{
	snprintf(c->actor, sizeof(c->actor), "@user%u", pick(ACCOUNTS));
	if (c->intent.act != ACT_POST && pick(8) == 0)
		snprintf(c->actor, sizeof(c->actor), "system");
	c->intent.actor = slice_of(c->actor);
	if (c->server)
		snprintf(c->actor, sizeof(c->actor), "system");
	c->intent.admin = c->server || pick(2) == 0;
	c->intent.target = slice_of(c->target);
	c->intent.args = slice_of(c->args);
	c->intent.done = done;
	c->intent.arg = c;
	pthread_mutex_lock(&lock);
	while (under_way == AHEAD)
		pthread_cond_wait(&wake, &lock);
	under_way++;
	pthread_mutex_unlock(&lock);
	if (!writer_submit(w, &c->intent))
		errx(2, "the writer takes nothing");
}

/* --- articles ---------------------------------------------------------- */

/* What an article may refer to: mostly near it, before or behind. */
static unsigned
pick_article(unsigned now)
{
	switch (pick(20)) {
	case 0:
		return UINT32_MAX - pick(100);	/* never comes */
	case 1:
	case 2:
		return pick(2 * now + 10);
	default:
		return now + 20 - pick(now < 100 ? now + 20 : 120);
	}
}

static void
put_boards(struct buf *raw)
{
	unsigned n = pick(8) == 0 ? 1 + pick(LIMIT_BOARDS + 2) : 1;

	buf_puts(raw, "Newsgroups: ");
	for (unsigned i = 0; i < n; i++)
		buf_printf(raw, "%st.b%u", i != 0 ? "," : "", pick(BOARDS));
}

static struct posting *
make_posting(struct store *s, unsigned now)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;
	unsigned n = pick(1 + pick(REFS)), lines = pick(pick(60) + 1) + 1;

	buf_printf(&raw, "From: a@example.org\r\nSubject: number %u\r\n"
	    "Message-ID: <%u@t>\r\nDate: %u Nov %u 10:00:00 +0000\r\n",
	    pick(1000), pick(30) == 0 ? pick(now + 1) : now ^ 21,
	    1 + pick(28), 1995 + pick(60));
	put_boards(&raw);
	/* Some take out another, or only do that; some are approved. */
	if (pick(12) == 0)
		buf_printf(&raw, "\r\nSupersedes: <%u@t>", pick_article(now));
	else if (pick(30) == 0)
		buf_printf(&raw, "\r\nControl: cancel <%u@t>",
		    pick_article(now));
	if (pick(3) == 0)
		buf_puts(&raw, "\r\nApproved: m@t");
	if (n != 0)
		buf_puts(&raw, "\r\nReferences:");
	while (n-- > 0)
		buf_printf(&raw, " <%u@t>", pick_article(now));
	if (pick(10) == 0)
		buf_printf(&raw, "\r\nIn-Reply-To: <%u@t>", pick_article(now));
	buf_puts(&raw, "\r\n\r\n");
	while (lines-- > 0)
		buf_printf(&raw, "word %u and another %u\r\n", pick(10000),
		    pick(100));
	if (posting_new(s, &raw, &p) != OK)
		errx(2, "%s", err_detail());
	return p;
}

/* Questions, ideas and replies to them that are acted on. */
static struct posting *
make_hot(struct store *s, unsigned now)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	unsigned i = now % HOT_EVERY, root = now - i + pick(HOT / 2);
	struct posting *p;

	buf_printf(&raw, "From: a@example.org\r\nSubject: hot %u\r\n"
	    "Message-ID: <%u@t>\r\nNewsgroups: t.b%u\r\n", i, now ^ 21,
	    pick(8));
	if (i >= HOT / 2)
		buf_printf(&raw, "References: <%u@t>\r\n", root ^ 21);
	buf_puts(&raw, "\r\nhot\r\n");
	if (posting_new(s, &raw, &p) != OK)
		errx(2, "%s", err_detail());
	return p;
}

/* --- articles that go, wait and come back ------------------------------- */

/* A posting with the id of one that may wait. */
static struct posting *
make_approved(struct store *s, unsigned id)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;

	buf_printf(&raw, "Message-ID: <%u@t>\r\nApproved: m@t\r\n", id);
	put_boards(&raw);
	buf_puts(&raw, "\r\n\r\nlet in\r\n");
	if (posting_new(s, &raw, &p) != OK)
		errx(2, "%s", err_detail());
	return p;
}

static void
make_removal(struct store *s, struct change *c, unsigned now,
    unsigned long seq)
{
	unsigned id = pick(2) == 0 ? pick_article(now) : pick(now + 1);

	snprintf(c->target, sizeof(c->target), "<%u@t>", id);
	switch (pick(6)) {
	case 0:
	case 1:
		c->intent.act = ACT_PUBLISH;
		c->intent.posting = make_approved(s, id);
		break;
	case 2:
		c->intent.act = ACT_REJECT;
		snprintf(c->args, sizeof(c->args), ":no %u", pick(9));
		break;
	case 3:
		c->intent.act = ACT_EXPIRE;
		snprintf(c->target, sizeof(c->target), "t.b%u", pick(BOARDS));
		snprintf(c->args, sizeof(c->args), "before=%lu",
		    seq - pick((unsigned)(seq / 4 + 1)));
		break;
	default:
		c->intent.act = ACT_CANCEL;
		snprintf(c->args, sizeof(c->args), "%s",
		    pick(2) == 0 ? ":a reason" : "");
		break;
	}
}

/* --- the other acts ---------------------------------------------------- */

static const char *const kinds[] = {
	"qa", "ideas", "qa", "ideas", "qa", "howto", "discussion", "announce",
	"lounge",
};
static const char *const roles[] = {
	"member", "member", "staff/Acme", "moderator:t.b1*", "expert/tv",
	"superuser", "cocreator", "expert/a,expert/b", "manager", "bot",
	"staff/Beta:t.b2*", "admin",
};


static void
make_act(struct change *c)
{
	static const enum act_id acts[] = { ACT_JOIN, ACT_GRANT, ACT_REVOKE };

	switch (pick(4)) {
	case 0:
		c->intent.act = ACT_BOARD;
		snprintf(c->target, sizeof(c->target), "t.b%u",
		    8 + pick(BOARDS - 8));
		snprintf(c->args, sizeof(c->args), "kind=%s status=%c :%s%u",
		    PICK(kinds), "yymmmmmn"[pick(8)], "title ", pick(9));
		break;
	case 1:
		c->intent.act = ACT_SET;
		snprintf(c->target, sizeof(c->target), "server");
		snprintf(c->args, sizeof(c->args), "name=h%u.example.org",
		    pick(3));
		break;
	default:
		c->intent.act = acts[pick(3)];
		snprintf(c->target, sizeof(c->target), "@user%u",
		    pick(ACCOUNTS));
		snprintf(c->args, sizeof(c->args), "role=%s%s", PICK(roles),
		    c->intent.act == ACT_JOIN ? " :Uli" : "");
		break;
	}
}

/*
 * What people do to articles, to each other and to boards. In the arguments
 * %a is a message-id, %u an account, %b a board, %n a number.
 */
static const struct {
	enum act_id act;
	const char *args[4];
} deeds[] = {
	{ ACT_VOTE, { "value=1", "value=+1", "value=-1", "value=0" } },
	{ ACT_METOO, { "", "", "value=0" } },
	{ ACT_SUPPORT, { "", "", "value=0" } },
	{ ACT_SUPPORT, { "", "" } },
	{ ACT_SUPPORT, { "" } },
	{ ACT_RATE, { "value=%n", "value=5 :good" } },
	{ ACT_THANK, { "", ":thank you" } },
	{ ACT_SOLVE, { "" } },
	{ ACT_SOLVE, { "" } },
	{ ACT_SOLVE, { "" } },
	{ ACT_RATE, { "value=3" } },
	{ ACT_UNSOLVE, { "", ":no" } },
	{ ACT_UNSOLVE, { "", ":no" } },
	{ ACT_REOPEN, { "", ":it is back" } },
	{ ACT_REOPEN, { ":and again" } },
	{ ACT_DUP, { "of=%a" } },
	{ ACT_UNDUP, { "", ":another" } },
	{ ACT_UNDUP, { ":no, another" } },
	{ ACT_VERIFY, { "" } },
	{ ACT_ADVISE, { "value=against", "value=for", "value=none" } },
	{ ACT_OWN, { "since=201%n", "since=2019-1%n of=%u verified=1",
	    "of=%u verified=1", "value=0" } },
	{ ACT_OBSOLETE, { "", ":old" } },
	{ ACT_DISPUTE, { "", ":not mine", "value=0" } },
	{ ACT_SCORE, { "up=%n", "up=%n down=%n" } },
	{ ACT_CLAIM, { "" } },
	{ ACT_RELEASE, { "" } },
	{ ACT_RELEASE, { ":not mine" } },
	{ ACT_RELEASE, { ":no time" } },
	{ ACT_ASSIGN, { "to=%u" } },
	{ ACT_ESCALATE, { "", "role=expert", "to=%u :see", "role=manager" } },
	{ ACT_NEEDINFO, { ":which one?" } },
	{ ACT_NUDGE, { "", "stale=1" } },
	{ ACT_REVIEW, { "" } },
	{ ACT_STATUS, { "value=planned :soon" } },
	{ ACT_STATUS, { "value=planned :late" } },
	{ ACT_STATUS, { "value=planned :soon", "value=declined :no",
	    "value=done :there" } },
	{ ACT_STATUS, { "value=expired :too late", "value=open :again" } },
	{ ACT_FOLLOW, { "", "", "value=0" } },
	{ ACT_FLAG, { "reason=spam", "reason=abuse :see", "reason=other :x" } },
	{ ACT_UPHOLD, { "", ":right" } },
	{ ACT_REJECT, { "", ":wrong" } },
	{ ACT_HIDE, { ":look at it" } },
	{ ACT_REMOVE, { ":an insult" } },
	{ ACT_RESTORE, { "", ":a mistake" } },
	{ ACT_RESTORE, { "", ":a mistake" } },
	{ ACT_TAG, { "tags=a,b", "tags=c", "tags=" } },
	{ ACT_RETITLE, { ":a title", ":another %n" } },
	{ ACT_LOCK, { "", "value=0", "value=0", ":enough" } },
	{ ACT_PIN, { "", "value=0" } },
	{ ACT_MOVE, { "board=%b" } },
	{ ACT_MERGE, { "into=%a" } },
	{ ACT_MERGE, { "into=%a" } },
	{ ACT_MERGE, { "into=%a :both" } },
	{ ACT_ALARM, { "", ":look" } },
	{ ACT_ACK, { "", ":seen" } },
	{ ACT_WARN, { ":be nice" } },
	{ ACT_SILENCE, { "until=2030-01-01T00:00:00Z :enough", "", "",
	    "until=2020-01-01T00:00:00Z :too late" } },
	{ ACT_SUSPEND, { "until=2030-01-01T00:00:00Z :enough", "", "",
	    "until=2020-01-01T00:00:00Z :too late" } },
	{ ACT_SILENCE, { "until=2030-01-01T00:00:00Z scope=%b :there" } },
	{ ACT_SUSPEND, { "until=2030-01-01T00:00:00Z scope=%b :there",
	    "until=2030-01-01T00:00:00Z scope=* :all" } },
	{ ACT_LIFT, { "", ":sorry" } },
	{ ACT_LIFT, { "", ":sorry" } },
	{ ACT_LIFT, { "", ":sorry" } },
	{ ACT_APPEAL, { ":why?" } },
	{ ACT_CREDIT, { "amount=%n.50 currency=EUR :thanks" } },
	{ ACT_BADGE, { "name=b%n", "name=b%n value=0" } },
	{ ACT_TRUST, { "level=%n" } },
	{ ACT_INVITE, { "uses=%n", "", "uses=9 until=30d" } },
	{ ACT_READ, { "numbers=1-%n", "numbers=%n", "numbers=!%n,1%n" } },
	{ ACT_ACCEPT, { "" } },
	{ ACT_ACCEPT, { "" } },
	{ ACT_ACCEPT, { "" } },
	{ ACT_ACCEPT, { "" } },
};

static unsigned
pick_hot(unsigned now)
{
	unsigned base = now - now % HOT_EVERY;

	if (base != 0 && pick(2) == 0)
		base -= HOT_EVERY;
	return (base + pick(HOT)) ^ 21;
}

static void
expand(const char *p, unsigned now, char *out, size_t size)
{
	size_t n = 0;

	out[0] = '\0';
	for (; *p != '\0' && n + 40 < size; p++) {
		if (*p != '%')
			n += (size_t)sprintf(out + n, "%c", *p);
		else if (*++p == 'a')
			n += (size_t)sprintf(out + n, "<%u@t>",
			    pick_hot(now));
		else if (*p == 'u')
			n += (size_t)sprintf(out + n, "@user%u",
			    pick(ACCOUNTS));
		else if (*p == 'b')
			n += (size_t)sprintf(out + n, "t.b%u", pick(BOARDS));
		else
			n += (size_t)sprintf(out + n, "%u", pick(6));
	}
}

static void
make_deed(struct change *c, unsigned now)
{
	unsigned i = pick(sizeof(deeds) / sizeof(deeds[0])), n = 0;
	const char *target;

	c->intent.act = deeds[i].act;
	while (n < 4 && deeds[i].args[n] != NULL)
		n++;
	expand(deeds[i].args[pick(n)], now, c->args, sizeof(c->args));
	switch (act_table[c->intent.act].target) {
	case TARGET_USER:
		target = "%u";
		break;
	case TARGET_BOARD:
		target = "%b";
		break;
	case TARGET_CODE:
		target = "code:c%n";
		break;
	case TARGET_PRODUCT:
		target = "product:p%n";
		break;
	case TARGET_TERMS:
		target = "terms:1";
		break;
	case TARGET_ANY:
		target = (const char *const[]){ "%a", "%u", "%b" }[pick(3)];
		break;
	default:
		target = "%a";
		break;
	}
	expand(target, now, c->target, sizeof(c->target));
}

/* --- rules and views -------- */

/* Those that come with stoad, and others; a text may come and go. */
static const struct {
	const char *name, *text;
} standing[] = {
#define VIEW(name, title, text) { name, text },
#define RULE(name, text) { "rule:" name, text },
#include "server/builtin.def"
#undef VIEW
#undef RULE
	{ "view.r0", "board:t.b1*" },
	{ "view.r0", "is:reply -is:solution" },
	{ "view.r1", "state:open,answered metoo:>=1" },
	{ "view.r1", "" },
	{ "view.r2", "votes:>=1" },
	{ "rule:r0", "when is:open metoo:>=1 do alarm :some have it" },
	{ "rule:r0", "" },
	{ "rule:r1", "when is:answered after 1h do nudge" },
	{ "rule:r4", "when questions:>=1 every 9h do badge name=again-#" },
	{ "rule:r5", "when is:needsinfo after 1h do nudge stale=1" },
	{ "rule:r6", "when owned:>=1 after 3650d do badge name=old" },
	{ "rule:r1", "when is:solution votes:>=2 do badge name=helps" },
	{ "rule:r1", "" },
	{ "rule:r2", "when kind:ideas support:>=3 is:open after 9h do review" },
	{ "rule:clock", "when is:open kind:qa after 3h do escalate" },
	{ "rule:r3", "when points:>=10 do trust level=2" },
	{ "rule:r3", "when points:>=20 do trust level=3" },
};

static void
make_standing(struct change *c, unsigned i)
{
	c->server = true;
	c->intent.act = slice_starts(slice_of(standing[i].name), "view.") ?
	    ACT_VIEW : ACT_RULE;
	snprintf(c->target, sizeof(c->target), "%s", standing[i].name);
	if (standing[i].text[0] != '\0')
		snprintf(c->args, sizeof(c->args), ":%s", standing[i].text);
}

static void
make_faq(struct change *c, unsigned now)
{
	c->server = true;
	c->intent.act = ACT_FAQ;
	expand("%a", now, c->target, sizeof(c->target));
	snprintf(c->args, sizeof(c->args), "value=%u board=%u", pick(2),
	    1 + pick(8));
}

/* The night looks at everybody, now and then. */
static void
make_trust(struct change *c)
{
	c->server = c->reading = true;
	c->intent.act = ACT_TRUST;
	expand("%u", 0, c->target, sizeof(c->target));
	snprintf(c->args, sizeof(c->args), "why=reading");
}

/* --- people, boards, and time that passes -------- */

static char clock_path[] = "/tmp/replay-clock-XXXXXX";
static int64_t now_is = 1795348800;

static void
set_time(int64_t t)
{
	FILE *f = fopen(clock_path, "w");

	if (f == NULL || fprintf(f, "%010lld\n", (long long)t) < 0 ||
	    fclose(f) != 0)
		err(2, "%s", clock_path);
}

static void
begin_clock(void)
{
	int fd = mkstemp(clock_path);

	if (fd == -1 || close(fd) != 0)
		err(2, "%s", clock_path);
	set_time(now_is);
	setenv("STOA_CLOCK", clock_path, 1);
}

/* What is under way is done now, not later: a seed says all that happens. */
static void
drain(void)
{
	pthread_mutex_lock(&lock);
	while (under_way != 0)
		pthread_cond_wait(&wake, &lock);
	pthread_mutex_unlock(&lock);
}

static void
found(struct writer *w)
{
	for (unsigned i = 0; i < ACCOUNTS + BOARDS / 2; i++) {
		struct change *c = xcalloc(1, sizeof(*c));

		if (i < BOARDS / 2) {
			c->intent.act = ACT_BOARD;
			snprintf(c->target, sizeof(c->target), "t.b%u", i);
			snprintf(c->args, sizeof(c->args), "kind=%s",
			    i < 8 ? kinds[i % 5] : PICK(kinds));
		} else {
			c->intent.act = ACT_JOIN;
			snprintf(c->target, sizeof(c->target), "@user%u",
			    i - BOARDS / 2);
			snprintf(c->args, sizeof(c->args), "role=%s :Uli",
			    PICK(roles));
		}
		submit(w, c);
	}
}

/* Those who leave are few: nobody comes back. */
enum { LEAVERS = 16 };

/* What happens now and then, by how much is done of n. */
static bool
make_rare(struct change *c, unsigned long i, unsigned long n)
{
	unsigned long every = n / LEAVERS + 1;

	if (i == n - n / 8) {
		c->intent.act = ACT_TERMS;
		snprintf(c->target, sizeof(c->target), "terms:1");
		snprintf(c->args, sizeof(c->args), ":be kind");
	} else if (i % every == every / 2) {
		c->intent.act = ACT_LEAVE;
		snprintf(c->target, sizeof(c->target), "@user%lu",
		    ACCOUNTS - 1 - i / every);
	} else {
		return false;
	}
	c->server = true;
	return true;
}

static void
change(struct store *s, struct writer *w, unsigned long n)
{
	enum { STANDING = sizeof(standing) / sizeof(standing[0]) };
	unsigned posted = 0;

	found(w);
	for (unsigned i = 0; i < STANDING; i++) {
		struct change *c = xcalloc(1, sizeof(*c));

		make_standing(c, i);
		submit(w, c);
	}

	for (unsigned long i = 0; i < n; i++) {
		struct change *c = xcalloc(1, sizeof(*c));

		if (pick(200) == 0) {
			drain();
			set_time(now_is += pick(50000));
		}
		if (make_rare(c, i, n)) {
			;
		} else if (pick(200) == 0) {
			make_standing(c, pick(STANDING));
		} else if (pick(30) == 0) {
			make_faq(c, posted);
		} else if (pick(60) == 0) {
			make_trust(c);
		} else if (pick(16) == 0) {
			make_act(c);
		} else if (pick(2) == 0) {
			make_deed(c, posted);
		} else if (pick(6) == 0) {
			make_removal(s, c, posted, i);
		} else {
			c->intent.act = ACT_POST;
			c->intent.posting = posted % HOT_EVERY < HOT ?
			    make_hot(s, posted) : make_posting(s, posted);
			c->intent.create_boards = true;
			c->intent.relayed = pick(4) == 0;
			posted++;
		}
		submit(w, c);
	}
}

/* What rules and views still have to look at. */
static void
await_walks(struct store *s)
{
	struct reader *r = reader_new(s);
	bool ready = false;

	for (int i = 0; i < 3000 && !ready; i++) {
		struct view *v = view_open(r);

		ready = v != NULL && standing_ready(v);
		view_close(&v);
		if (!ready)
			usleep(10000);
	}
	reader_free(&r);
	if (!ready)
		errx(2, "a walk does not end");
}

/* An act that is never taken is not tried. */
static const char *
never_taken(void)
{
	static const enum act_id acts[] = {
		ACT_POST, ACT_BOARD, ACT_JOIN, ACT_GRANT, ACT_REVOKE, ACT_SET,
		ACT_CANCEL, ACT_PUBLISH, ACT_REJECT, ACT_EXPIRE, ACT_RULE,
		ACT_VIEW, ACT_LEAVE, ACT_TERMS,
	};

	const char *never = trusted == 0 ? "trust by reading" : NULL;

	printf("# trust by reading: %lu\n", trusted);
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		printf("# %s: %lu\n", act_table[acts[i]].name,
		    taken[acts[i]]);
		if (taken[acts[i]] == 0)
			never = act_table[acts[i]].name;
	}
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		if (i > 0 && deeds[i].act == deeds[i - 1].act)
			continue;
		printf("# %s: %lu\n", act_table[deeds[i].act].name,
		    taken[deeds[i].act]);
		if (taken[deeds[i].act] == 0)
			never = act_table[deeds[i].act].name;
	}
	return never;
}

/* --- the proof --------------------------------------------------------- */

static int failed, tests;

static void
ok(bool passed, const char *name, const char *why)
{
	printf("%sok %d - %s\n", passed ? "" : "not ", ++tests, name);
	if (!passed)
		printf("# %s\n", why);
	failed += !passed;
}

static const char *
wrong_boards(struct store *s)
{
	struct reader *r = reader_new(s);
	struct view *v = view_open(r);
	const char *wrong = v != NULL ? model_check_all(v) : err_detail();

	view_close(&v);
	reader_free(&r);
	return wrong;
}

static const char *
wrong_standing(struct store *s)
{
	struct reader *r = reader_new(s);
	struct view *v = view_open(r);
	const char *wrong = v != NULL ? standing_wrong(v) : err_detail();

	view_close(&v);
	reader_free(&r);
	return wrong;
}

static void
prove(const struct store_options *o)
{
	struct upkeep_report r;
	const char *wrong;
	struct store *s;
	enum err e;

	if (store_open(o, &s) != OK)
		errx(2, "%s", err_detail());
	e = store_check(s, NULL, NULL, &r);
	ok(e == OK, "the store is sound", err_detail());
	wrong = wrong_boards(s);
	ok(wrong == NULL, "boards and threads say what is in them", wrong);
	wrong = wrong_standing(s);
	ok(wrong == NULL, "views and rules hold what their queries find",
	    wrong);
	e = store_rebuild(s, NULL, NULL, &r);
	ok(e == OK && r.bad == 0, "replay gives the same tables",
	    e != OK ? err_detail() : r.first);
	printf("# %llu events, %llu articles\n", (unsigned long long)r.events,
	    (unsigned long long)r.articles);
	e = store_check(s, NULL, NULL, &r);
	ok(e == OK, "the new tables are sound", err_detail());
	e = store_rebuild(s, NULL, NULL, &r);
	ok(e == OK && r.bad == 0, "and again, into the first set",
	    e != OK ? err_detail() : r.first);
	store_close(&s);
}

int
main(int argc, char **argv)
{
	unsigned long n = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	char *dir = xasprintf("%s/replay-XXXXXX", argc > 3 ? argv[3] : base);
	struct store_options o = {
		.dir = dir, .name = "t.example.org", .create = true,
	};
	char *cmd = xasprintf("rm -rf '%s'", dir);
	const char *untried;
	struct store *s;
	struct writer *w;

	if (mkdtemp(dir) == NULL)
		err(2, "%s", dir);
	begin_clock();
	memcpy(cmd + sizeof("rm -rf '") - 1, dir, strlen(dir));
	state = seed;
	if (store_open(&o, &s) != OK || writer_start(s, &w) != OK)
		errx(2, "%s", err_detail());
	/* Points and leases count; that time passes slowly does not. */
	policy = policy_default;
	policy.v[POLICY_THREAD_GAP] = policy.v[POLICY_POST_GAP] = 0;
	policy.v[POLICY_NEW_THREAD_GAP] = policy.v[POLICY_NEW_POST_GAP] = 0;
	policy.v[POLICY_DAY1_THREADS] = policy.v[POLICY_DAY1_REPLIES] = 0;
	policy.v[POLICY_DAY_THREADS] = 0;
	/* Trust comes with one article, and goes when nobody reads. */
	for (int id = POLICY_TL1_THREADS; id <= POLICY_TL3_HOLD; id++)
		policy.v[id] = 0;
	policy.v[POLICY_TL1_POSTS] = policy.v[POLICY_TL2_POSTS] = 1;
	policy.v[POLICY_TL3_POSTS] = policy.v[POLICY_TL3_DAYS] = 1;
	policy.v[POLICY_TL3_WINDOW] = 2 * DAY_S;
	policy.v[POLICY_TL3_HOLD] = DAY_S;
	store_set_policy(s, &policy);
	change(s, w, n);
	await_walks(s);
	writer_stop(&w);
	unlink(clock_path);
	store_close(&s);
	printf("1..%d\n# %lu changes, seed %lu, %lu of them refused\n",
	    n >= SURE ? 8 : 7, n, seed, n - answered[OK]);
	ok(answered[OK] > n / 4 && answered[ERR_IO] == 0 &&
	    answered[ERR_CORRUPT] == 0 && answered[ERR_FULL] == 0,
	    "most changes were taken, none failed", "see the counts");
	untried = never_taken();
	/* A short run may well miss a rare one. */
	if (n >= SURE)
		ok(untried == NULL, "every act was taken", untried);
	prove(&o);
	if (system(cmd) != 0)
		warnx("%s stays", dir);
	free(cmd);
	free(dir);
	return failed != 0;
}
