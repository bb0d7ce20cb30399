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

#include "common/xalloc.h"
#include "server/store/store.h"
#include "tests/unit/board_model.h"

enum { AHEAD = 1000, BOARDS = 40, ACCOUNTS = 50, REFS = 12 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static unsigned long under_way, answered[ERR_NOMEM + 1], taken[ACT_COUNT];
static uint64_t state;

/* One change, with the room for what it points to. */
struct change {
	struct intent intent;
	char target[64], args[128], actor[32];
};

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
	c->intent.actor = slice_of(c->actor);
	c->intent.admin = pick(2) == 0;
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

static void
make_act(struct change *c)
{
	static const char *const kinds[] = { "qa", "howto", "lounge" };
	static const char *const roles[] = {
		"staff", "moderator:t.b1*", "expert", "member", "admin",
	};
	static const enum act_id acts[] = { ACT_JOIN, ACT_GRANT, ACT_REVOKE };

	switch (pick(4)) {
	case 0:
		c->intent.act = ACT_BOARD;
		snprintf(c->target, sizeof(c->target), "t.b%u", pick(BOARDS));
		snprintf(c->args, sizeof(c->args), "kind=%s status=%c :%s%u",
		    kinds[pick(3)], "yymmmmmn"[pick(8)], "title ", pick(9));
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
		snprintf(c->args, sizeof(c->args), "role=%s", roles[pick(5)]);
		break;
	}
}

static void
change(struct store *s, struct writer *w, unsigned long n)
{
	unsigned posted = 0;

	for (unsigned long i = 0; i < n; i++) {
		struct change *c = xcalloc(1, sizeof(*c));

		if (pick(8) == 0) {
			make_act(c);
		} else if (pick(6) == 0) {
			make_removal(s, c, posted, i);
		} else {
			c->intent.act = ACT_POST;
			c->intent.posting = make_posting(s, posted++);
			c->intent.create_boards = true;
			c->intent.relayed = pick(4) == 0;
		}
		submit(w, c);
	}
}

/* An act that is never taken is not tried. */
static const char *
never_taken(void)
{
	static const enum act_id acts[] = {
		ACT_POST, ACT_BOARD, ACT_JOIN, ACT_GRANT, ACT_REVOKE, ACT_SET,
		ACT_CANCEL, ACT_PUBLISH, ACT_REJECT, ACT_EXPIRE,
	};

	const char *never = NULL;

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		printf("# %s: %lu\n", act_table[acts[i]].name,
		    taken[acts[i]]);
		if (taken[acts[i]] == 0)
			never = act_table[acts[i]].name;
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
	memcpy(cmd + sizeof("rm -rf '") - 1, dir, strlen(dir));
	state = seed;
	if (store_open(&o, &s) != OK || writer_start(s, &w) != OK)
		errx(2, "%s", err_detail());
	change(s, w, n);
	writer_stop(&w);
	store_close(&s);
	printf("1..7\n# %lu changes, seed %lu, %lu of them refused\n", n, seed,
	    n - answered[OK]);
	ok(answered[OK] > n / 3 && answered[ERR_IO] == 0 &&
	    answered[ERR_CORRUPT] == 0 && answered[ERR_FULL] == 0,
	    "most changes were taken, none failed", "see the counts");
	untried = never_taken();
	ok(untried == NULL, "every act was taken", untried);
	prove(&o);
	if (system(cmd) != 0)
		warnx("%s stays", dir);
	free(cmd);
	free(dir);
	return failed != 0;
}
