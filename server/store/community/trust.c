/*
 * Levels that come by reading. What each takes stands in one table; what it
 * costs to find out comes last in it, as the first thing that is missing ends
 * the question.
 */
#include "server/store/community/trust.h"

#include "common/clock.h"
#include "proto/community.h"
#include "proto/span.h"
#include "server/store/community/habit.h"
#include "server/store/community/people.h"
#include "server/store/community/sanction.h"
#include "server/store/key.h"
#include "server/store/query/scan.h"

/* Rows of a slice. */
enum { COUNT_MAX = 20000, WALK_MAX = 1000 };
/* Postings that are looked at, newest first: by night, and by the writer. */
enum { AUTHOR_MAX = 4096, EVER_MAX = 1024 };
/* Threads of others that are told apart; more cannot be wanted. */
enum { REPLIED_MAX = 256, PERCENT = 100 };

/* --- what an account did -------------------------------------------------- */

enum figure {
	THREADS, POSTS, TIME, DAYS, GIVEN, GOT,
	/* As well, and from what it wrote: */
	REPLIED,
	/* Within the window: */
	NEW_DAYS, NEW_THREADS, NEW_POSTS, NEW_GIVEN, NEW_GOT, SANCTIONS,
	/* As well, and from all that it wrote then: */
	NEW_REPLIED, NEW_UPHELD,
	FIGURES
};

struct figures {
	struct view *v;
	uint32_t account;
	int64_t now;
	uint32_t days;		/* of the window */
	struct account_rec rec;
	bool replied;		/* threads answered are known */
	bool walked;		/* the last two are */
	uint32_t have[FIGURES];
};

static uint32_t
window_days(struct view *v)
{
	uint32_t days = policy_of(v, POLICY_TL3_WINDOW) / DAY_S;

	return days < HABIT_DAYS ? days : HABIT_DAYS;
}

static int64_t
window_begin(const struct figures *f)
{
	return f->now - (int64_t)f->days * DAY_S;
}

/* A sanction that was lifted is none. */
static bool
was_bound(const struct figures *f)
{
	int64_t since = window_begin(f);
	struct sanction at = { 0 };

	return f->rec.silenced > since || f->rec.suspended > since ||
	    sanction_next(f->v->txn, f->account, since, &at);
}

static uint32_t
positive(int32_t n)
{
	return n > 0 ? (uint32_t)n : 0;
}

/* False when there is no such account. */
static bool
figures_begin(struct view *v, uint32_t account, int64_t now,
    struct figures *f)
{
	const struct account_rec *rec = &f->rec;
	struct habit_rec habit;
	struct habit_sum sum;

	*f = (struct figures){
		.v = v, .account = account, .now = now,
		.days = window_days(v),
	};
	if (!account_get(v->txn, account, &f->rec, NULL))
		return false;
	habit_get(v->txn, account, rec, &habit);
	sum = habit_sum(&habit, rec, now, f->days);
	memcpy(f->have, (uint32_t[FIGURES]){
		[THREADS] = habit.threads, [POSTS] = habit.posts,
		[TIME] = habit.seconds, [DAYS] = habit.days,
		[GIVEN] = rec->given, [GOT] = rec->helpful,
		[NEW_DAYS] = sum.here, [NEW_THREADS] = sum.threads,
		[NEW_POSTS] = sum.posts, [NEW_GIVEN] = positive(sum.given),
		[NEW_GOT] = positive(sum.got), [SANCTIONS] = was_bound(f),
	}, sizeof(f->have));
	return true;
}

/* Flags against an article that was removed for them. */
static uint32_t
count_upheld(struct view *v, uint64_t article, const struct mark_rec *m)
{
	struct flag_row flag = { .article = article };
	uint32_t n = 0;

	if (m->all_flags == 0 || (m->bits & MARK_REMOVED) == 0)
		return 0;
	while (view_flag_next(v, &flag) && flag.article == article)
		n += flag.rec.state == FLAG_UPHELD;
	return n;
}

/* Threads that somebody else began, each once. */
struct threads {
	uint64_t root[REPLIED_MAX];
	uint32_t n;
};

static void
add_thread(const struct figures *f, uint64_t root, struct threads *threads)
{
	struct mark_rec m;

	for (uint32_t i = 0; i < threads->n; i++)
		if (threads->root[i] == root)
			return;
	mark_get(f->v->txn, root, &m, NULL);
	if (m.author != f->account && threads->n < REPLIED_MAX)
		threads->root[threads->n++] = root;
}

static void
add_answered(const struct figures *f, uint64_t article,
    const struct mark_rec *m, struct threads *threads)
{
	if ((m->bits & (MARK_ROOT | MARK_REMOVED)) == 0 && m->root != article)
		add_thread(f, m->root, threads);
}

/* Goes to what it wrote last, or before that; false: there is none. */
static bool
next_written(struct cursor *c, uint32_t account, bool begin)
{
	struct key12 k = key_4_8(account, UINT64_MAX);
	bool more = begin ? cursor_seek_back(c, &k, sizeof(k)) :
	    cursor_prev(c);

	return more && memcmp(c->key.p, &k, 4) == 0;
}

/* As many of them as are wanted. */
static void
walk_replied(struct figures *f, uint32_t want)
{
	struct threads threads = { .n = 0 };
	struct cursor c;
	int n = 0;

	if (f->replied)
		return;
	f->replied = true;
	cursor_open(&c, f->v->txn, T_AUTHOR);
	while (threads.n < want && n < EVER_MAX &&
	    next_written(&c, f->account, n++ == 0)) {
		uint64_t article = get_be64(c.key.p + 4);
		struct mark_rec m;

		mark_get(f->v->txn, article, &m, NULL);
		add_answered(f, article, &m, &threads);
	}
	cursor_close(&c);
	f->have[REPLIED] = threads.n;
}

/* What it wrote within the window came after the window began. */
static void
walk_author(struct figures *f)
{
	struct threads threads = { .n = 0 };
	uint64_t first;
	struct cursor c;
	int n = 0;

	if (f->walked)
		return;
	f->walked = true;
	first = view_event_since(f->v, window_begin(f));
	cursor_open(&c, f->v->txn, T_AUTHOR);
	while (n < AUTHOR_MAX && next_written(&c, f->account, n++ == 0)) {
		uint64_t article = get_be64(c.key.p + 4);
		struct mark_rec m;

		if (article < first)
			break;
		mark_get(f->v->txn, article, &m, NULL);
		if (m.time < window_begin(f))
			continue;
		f->have[NEW_UPHELD] += count_upheld(f->v, article, &m);
		add_answered(f, article, &m, &threads);
	}
	cursor_close(&c);
	f->have[NEW_REPLIED] = threads.n;
}

/* want: more need not be counted. */
static uint32_t
figure(struct figures *f, enum figure id, uint32_t want)
{
	if (id == REPLIED)
		walk_replied(f, want);
	else if (id >= NEW_REPLIED)
		walk_author(f);
	return f->have[id];
}

/* --- what levels take ----------------------------------------------------- */

static const struct condition {
	int level;
	enum figure figure;
	enum policy_id want;	/* POLICY_COUNT: 0 */
	bool most;		/* no more than that; else no less */
	const char *what;
} conditions[] = {
	{ 1, THREADS, POLICY_TL1_THREADS, false, "threads read" },
	{ 1, POSTS, POLICY_TL1_POSTS, false, "articles read" },
	{ 1, TIME, POLICY_TL1_TIME, false, "time with reading" },
	{ 2, DAYS, POLICY_TL2_DAYS, false, "days with reading" },
	{ 2, THREADS, POLICY_TL2_THREADS, false, "threads read" },
	{ 2, POSTS, POLICY_TL2_POSTS, false, "articles read" },
	{ 2, TIME, POLICY_TL2_TIME, false, "time with reading" },
	{ 2, GIVEN, POLICY_TL2_GIVEN, false, "votes given" },
	{ 2, GOT, POLICY_TL2_GOT, false, "helpful votes got" },
	{ 2, REPLIED, POLICY_TL2_REPLIED, false,
	    "threads of others answered" },
	{ 3, NEW_DAYS, POLICY_TL3_DAYS, false, "days with reading" },
	{ 3, THREADS, POLICY_TL3_THREADS, false, "threads read" },
	{ 3, POSTS, POLICY_TL3_POSTS, false, "articles read" },
	{ 3, NEW_THREADS, POLICY_TL3_THREADS_MOST, false, "threads read" },
	{ 3, NEW_POSTS, POLICY_TL3_POSTS_MOST, false, "articles read" },
	{ 3, NEW_GIVEN, POLICY_TL3_GIVEN, false, "votes given" },
	{ 3, NEW_GOT, POLICY_TL3_GOT, false, "helpful votes got" },
	{ 3, SANCTIONS, POLICY_COUNT, true, "sanctions" },
	{ 3, NEW_REPLIED, POLICY_TL3_REPLIED, false,
	    "threads of others answered" },
	{ 3, NEW_UPHELD, POLICY_TL3_FLAGS, true, "upheld flags" },
};

enum { CONDITIONS = sizeof(conditions) / sizeof(conditions[0]) };

/* Of what was posted within the window, by everybody. */
static uint32_t
share(uint32_t made, uint32_t percent, uint32_t most)
{
	uint64_t part = (uint64_t)made * percent / PERCENT;

	return part < most ? (uint32_t)part : most;
}

static uint32_t
wanted(const struct figures *f, const struct condition *c)
{
	const struct store *s = f->v->store;
	uint32_t want = c->want != POLICY_COUNT ?
	    policy_of(f->v, c->want) : 0;

	switch (c->figure) {
	case NEW_THREADS:
		return share(atomic_load(&s->new_threads),
		    policy_of(f->v, POLICY_TL3_THREADS_SHARE), want);
	case NEW_POSTS:
		return share(atomic_load(&s->new_posts),
		    policy_of(f->v, POLICY_TL3_POSTS_SHARE), want);
	case REPLIED:
	case NEW_REPLIED:
		return want < REPLIED_MAX ? want : REPLIED_MAX;
	default:
		return want;
	}
}

static bool
holds(struct figures *f, const struct condition *c)
{
	uint32_t want = wanted(f, c), have = figure(f, c->figure, want);

	return c->most ? have <= want : have >= want;
}

/* Whether reading leads there at all. */
static bool
is_open(struct view *v, int level)
{
	static const enum policy_id posts[] = {
		[1] = POLICY_TL1_POSTS, POLICY_TL2_POSTS, POLICY_TL3_POSTS,
	};

	return level >= 1 && level <= TRUST_READING &&
	    policy_of(v, posts[level]) != 0;
}

static bool
is_met(struct figures *f, int level)
{
	if (!is_open(f->v, level))
		return false;
	for (int i = 0; i < CONDITIONS; i++)
		if (conditions[i].level == level && !holds(f, &conditions[i]))
			return false;
	return true;
}

/* It stays a while at least, but not with who had to be sanctioned. */
static bool
falls(struct figures *f)
{
	int64_t until = f->rec.trust_at +
	    policy_of(f->v, POLICY_TL3_HOLD);

	return was_bound(f) || (f->now >= until && !is_met(f, TRUST_READING));
}

static int
level_of(struct figures *f)
{
	int level = f->rec.trust;

	if (f->rec.gone || level > TRUST_READING ||
	    (level == TRUST_READING && !f->rec.by_reading))
		return level;
	if (level == TRUST_READING)
		return falls(f) ? TRUST_FALLEN : level;
	if (level == TRUST_FALLEN)
		return is_met(f, TRUST_READING) ? TRUST_READING : level;
	/* The first may have come otherwise. */
	if (level == 0 && !is_met(f, 1))
		return level;
	return is_met(f, TRUST_FALLEN) ? TRUST_FALLEN : 1;
}

int
view_trust_level(struct view *v, uint32_t account, int64_t now)
{
	struct figures f;

	return figures_begin(v, account, now, &f) ? level_of(&f) : 0;
}

/* --- what is missing ------------------------------------------------------ */

static void
put_amount(struct buf *out, const struct condition *c, uint32_t n)
{
	if (c->figure == TIME)
		span_say(out, n);
	else
		buf_put_u64(out, n);
}

/* "votes given within 100 days: 12 of 30". */
static void
put_need(struct figures *f, const struct condition *c, struct buf *out)
{
	uint32_t want = wanted(f, c);

	buf_printf(out, "Trust-Needs: %s", c->what);
	if (c->figure >= NEW_DAYS)
		buf_printf(out, " within %u days", (unsigned)f->days);
	buf_puts(out, ": ");
	put_amount(out, c, figure(f, c->figure, want));
	buf_puts(out, c->most ? ", at most " : " of ");
	put_amount(out, c, want);
	buf_puts(out, "\r\n");
}

bool
view_trust_way(struct view *v, uint32_t account, struct trust_way *out)
{
	struct account_rec rec;

	if (!account_get(v->txn, account, &rec, NULL) || rec.gone ||
	    rec.trust >= TRUST_MAX)
		return false;
	*out = (struct trust_way){ .level = rec.trust + 1 };
	if (rec.trust == TRUST_READING && rec.by_reading)
		*out = (struct trust_way){
			.level = TRUST_READING, .until = rec.trust_at +
			    policy_of(v, POLICY_TL3_HOLD),
		};
	return true;
}

int
view_trust_needs(struct view *v, uint32_t account, int level, int64_t now,
    struct buf *out)
{
	struct figures f;
	int n = 0;

	if (!is_open(v, level) || !figures_begin(v, account, now, &f))
		return -1;
	for (int i = 0; i < CONDITIONS; i++)
		if (conditions[i].level == level &&
		    !holds(&f, &conditions[i])) {
			put_need(&f, &conditions[i], out);
			n++;
		}
	return n;
}

/* --- at night ------------------------------------------------------------- */

/* Whether it stands where everybody may read it. */
static bool
is_public(struct view *v, struct trust_count *c, uint32_t board)
{
	struct board b;

	if (c->board != board || board == 0) {
		c->board = board;
		c->open = view_board_by_id(v, board, &b) &&
		    !board_kind_closed(b.kind);
	}
	return c->open;
}

/* When it was posted: here, or before an import or a feed brought it. */
static int64_t
posted_at(struct view *v, uint64_t article, const struct article_rec *rec)
{
	struct mark_rec m;

	if (!mark_known(v->txn, article))
		return rec->date;
	mark_get(v->txn, article, &m, NULL);
	return m.time;
}

static void
count_article(struct view *v, struct trust_count *c)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	if (!article_rec_get(v->txn, c->after, &rec, place) ||
	    rec.nplaces == 0 || !is_public(v, c, place[0].board) ||
	    posted_at(v, c->after, &rec) < c->since)
		return;
	c->posts++;
	c->threads += rec.parent == 0;
}

bool
view_trust_count(struct view *v, struct trust_count *c, int64_t now)
{
	bool more = true;

	if (c->since == 0) {
		c->since = now - (int64_t)window_days(v) * DAY_S;
		c->after = view_event_since(v, c->since);
		c->after -= c->after != 0;
	}
	for (int n = 0; more && n < COUNT_MAX; n++) {
		c->after = view_article_next(v, c->after);
		more = c->after != 0;
		if (more)
			count_article(v, c);
	}
	if (more)
		return false;
	atomic_store(&v->store->new_threads, c->threads);
	atomic_store(&v->store->new_posts, c->posts);
	return true;
}

bool
view_trust_walk(struct view *v, struct trust_walk *w, int64_t now)
{
	struct key4 k = key_4(w->after + 1);
	struct figures f = { .walked = false };
	struct cursor c;
	bool more;
	int n = 0, level;

	w->level = -1;
	cursor_open(&c, v->txn, T_ACCOUNT);
	for (more = cursor_seek(&c, &k, sizeof(k)); more && w->level < 0 &&
	    !f.walked && !f.replied && n < WALK_MAX;
	    more = cursor_next(&c), n++) {
		w->after = get_be32(c.key.p);
		if (!figures_begin(v, w->after, now, &f))
			continue;
		level = level_of(&f);
		if (level != f.rec.trust)
			w->level = level;
	}
	cursor_close(&c);
	return !more;
}
