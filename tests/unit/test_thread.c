/*
 * The thread index against a naive model: random articles with random
 * references, arriving in random order in several boards.
 */
#include "tests/unit/store_fixture.h"
#include "tests/unit/thread_walk.h"

enum { MIDS = 60, REFS = 9, BOARDS = 3, ROUNDS = 40, WAITS = 3 };

/* The model: everything by message-id number, everything by looking at all. */
struct article {
	int refs[REFS], nrefs;		/* nearest first */
	unsigned boards;		/* bits */
	int day;
	int parent, gap;		/* -1: none */
	bool waits[REFS];
	int order;			/* of arrival, -1: not here */
	uint64_t id;			/* in the store */
};

struct model {
	struct article art[MIDS];
	int label[MIDS];	/* equal in what belongs together */
	int order[MIDS], n;
};

static void
join(struct model *m, int a, int b)
{
	int from = m->label[a], to = m->label[b];

	for (int i = 0; i < MIDS; i++)
		if (m->label[i] == from)
			m->label[i] = to;
}

static bool
is_above(const struct model *m, int upper, int a)
{
	for (; a != -1; a = m->art[a].parent)
		if (a == upper)
			return true;
	return false;
}

static void
arrive(struct model *m, int x)
{
	struct article *a = &m->art[x];

	a->parent = -1;
	a->gap = a->nrefs + 1;
	for (int i = a->nrefs - 1; i >= 0; i--)
		if (m->art[a->refs[i]].order != -1) {
			a->parent = a->refs[i];
			a->gap = i + 1;
		}
	if (a->parent != -1)
		join(m, x, a->parent);
	for (int i = 0; i < a->gap - 1; i++) {
		a->waits[i] = i < WAITS || i == a->nrefs - 1;
		if (a->waits[i])
			join(m, x, a->refs[i]);
	}
	for (int k = 0; k < m->n; k++) {
		int child = m->order[k];
		struct article *c = &m->art[child];

		for (int i = 0; i < c->nrefs; i++)
			if (c->waits[i] && c->refs[i] == x &&
			    i + 1 < c->gap && !is_above(m, child, a->parent)) {
				c->parent = x;
				c->gap = i + 1;
			}
	}
	a->order = m->n;
	m->order[m->n++] = x;
}

/* --- random articles --------------------------------------------------- */

static bool
refers(const struct article *a, int mid)
{
	for (int i = 0; i < a->nrefs; i++)
		if (a->refs[i] == mid)
			return true;
	return false;
}

static void
invent(struct model *m, unsigned *seed, int mids)
{
	for (int x = 0; x < MIDS; x++) {
		struct article *a = &m->art[x];
		int want = rand_r(seed) % (1 + rand_r(seed) % REFS);

		*a = (struct article){ .parent = -1, .order = -1 };
		m->label[x] = x;
		for (int i = 0; i < want; i++) {
			int mid = rand_r(seed) % mids;

			if (mid != x && !refers(a, mid))
				a->refs[a->nrefs++] = mid;
		}
		a->boards = 1u + (unsigned)rand_r(seed) % ((1 << BOARDS) - 1);
		a->day = 1 + rand_r(seed) % 28;
	}
}

/* --- into the store, all at once --------------------------------------- */

static struct posting *
make_posting(struct fixture *f, const struct article *a, int x)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;
	const char *sep = "";

	buf_printf(&raw, "From: a@example.org\r\nSubject: s\r\n"
	    "Date: %d Nov 2020 10:00:00 +0000\r\nMessage-ID: <m%d@t>\r\n"
	    "Newsgroups: ", a->day, x);
	for (unsigned b = 0; b < BOARDS; b++)
		if (a->boards & 1u << b) {
			buf_printf(&raw, "%sx.b%u", sep, b);
			sep = ",";
		}
	buf_puts(&raw, "\r\nReferences:");
	for (int i = a->nrefs; i > 0; i--)
		buf_printf(&raw, " <m%d@t>", a->refs[i - 1]);
	buf_puts(&raw, "\r\n\r\ntext\r\n");
	assert_int_equal(posting_new(f->store, &raw, &p), OK);
	return p;
}

static void
post_all(struct fixture *f, struct model *m)
{
	struct waiting *w = calloc((size_t)m->n, sizeof(*w));

	for (int k = 0; k < m->n; k++) {
		int x = m->order[k];

		w[k] = (struct waiting){ .fixture = f, .intent = {
			.act = ACT_POST, .actor = SLICE("@anna"),
			.posting = make_posting(f, &m->art[x], x),
			.create_boards = true, .done = fixture_done,
			.arg = &w[k],
		} };
		assert_true(writer_submit(f->writer, &w[k].intent));
	}
	pthread_mutex_lock(&f->lock);
	for (int k = 0; k < m->n; k++) {
		while (!w[k].done)
			pthread_cond_wait(&f->wake, &f->lock);
		assert_int_equal(w[k].intent.err, OK);
		m->art[m->order[k]].id = w[k].intent.seq;
		posting_free(&w[k].intent.posting);
	}
	pthread_mutex_unlock(&f->lock);
	free(w);
}

/* --- comparing --------------------------------------------------------- */

static void
check_articles(struct view *v, const struct model *m)
{
	uint64_t thread[MIDS];

	for (int k = 0; k < m->n; k++) {
		const struct article *a = &m->art[m->order[k]];
		struct article_row row;

		assert_true(view_article_row(v, a->id, &row));
		assert_int_equal(row.parent,
		    a->parent != -1 ? m->art[a->parent].id : 0);
		thread[k] = row.thread;
		for (int j = 0; j < k; j++)
			assert_int_equal(thread[j] == thread[k],
			    m->label[m->order[j]] == m->label[m->order[k]]);
	}
}

static int
by_id(const struct model *m, uint64_t id)
{
	for (int k = 0; k < m->n; k++)
		if (m->art[m->order[k]].id == id)
			return m->order[k];
	fail_msg("no article has id %llu", (unsigned long long)id);
	return -1;
}

static void
check_members(struct view *v, const struct model *m, uint64_t thread, int label)
{
	uint64_t id = 0;

	for (int k = 0; k < m->n; k++) {
		int x = m->order[k];

		if (m->label[x] != label)
			continue;
		id = view_thread_article(v, thread, id);
		assert_int_equal(id, m->art[x].id);
	}
	assert_int_equal(view_thread_article(v, thread, id), 0);
}

static void
check_thread(struct view *v, const struct model *m, unsigned board,
    const struct thread_row *row)
{
	int root = by_id(m, row->root), label = m->label[root];
	int last = -1, day = 0;
	unsigned n = 0;

	for (int k = 0; k < m->n; k++) {
		const struct article *a = &m->art[m->order[k]];

		if (m->label[m->order[k]] != label ||
		    !(a->boards & 1u << board))
			continue;
		n++;
		last = m->order[k];
		day = a->day > day ? a->day : day;
	}
	assert_int_equal(row->articles, n);
	assert_int_equal(row->last, m->art[last].id);
	/* 2020-11-01 10:00 UTC is 1604224800. */
	assert_int_equal(row->active, 1604224800 + (day - 1) * 86400);
	assert_true(m->art[root].boards & 1u << board);
	for (int a = m->art[root].parent; a != -1; a = m->art[a].parent)
		assert_false(m->art[a].boards & 1u << board);
	check_members(v, m, row->id, label);
}

static void
check_board(struct view *v, const struct model *m, unsigned board)
{
	struct thread_cursor tc = { 0 };
	struct thread_row row;
	struct board b;
	bool seen[MIDS] = { false };
	char name[8];
	unsigned n = 0, articles = 0;
	int64_t active = INT64_MAX;

	snprintf(name, sizeof(name), "x.b%u", board);
	if (!view_board(v, slice_of(name), &b))
		return;
	while (view_thread_next(v, b.id, &tc, &row)) {
		int label = m->label[by_id(m, row.root)];

		assert_false(seen[label]);
		seen[label] = true;
		assert_true(row.active <= active);
		active = row.active;
		check_thread(v, m, board, &row);
		articles += row.articles;
		n++;
	}
	assert_int_equal(b.threads, n);
	assert_int_equal(b.count, articles);
}

static void
run_round(unsigned seed)
{
	struct fixture f;
	struct model m = { .n = 0 };
	struct view *v;
	int mids;

	fixture_init(&f);
	/* Some references are to what never comes, or hardly any are. */
	mids = 5 + rand_r(&seed) % (MIDS - 5);
	invent(&m, &seed, mids);
	for (int x = 0; x < MIDS; x++) {
		int y = rand_r(&seed) % MIDS;

		if (m.art[y].order == -1)
			arrive(&m, y);
	}
	post_all(&f, &m);
	v = view_open(f.reader);
	check_articles(v, &m);
	for (unsigned b = 0; b < BOARDS; b++)
		check_board(v, &m, b);
	view_close(&v);
	fixture_remove(&f);
}

static void
test_random_threads(void **state)
{
	(void)state;
	for (unsigned seed = 0; seed < ROUNDS; seed++)
		run_round(seed);
}

/* --- by hand ----------------------------------------------------------- */

static uint64_t
id_of(struct view *v, const char *name)
{
	char msgid[64];

	snprintf(msgid, sizeof(msgid), "<%s@t>", name);
	return view_article_id(v, slice_of(msgid));
}

/* What comes between two articles of one thread may stand below another. */
static void
test_root_is_the_top(void **state)
{
	struct thread_cursor tc = { 0 };
	struct thread_row row;
	struct fixture f;
	struct board b;
	struct view *v;

	(void)state;
	fixture_init(&f);
	fixture_post(&f, "x.b", "x", "<gone@t> <m@t>", 1);
	fixture_post(&f, "x.b", "y", "<gone@t>", 1);
	/* Elsewhere: the board's own root is not touched by it. */
	fixture_post(&f, "x.other", "m", "<y@t>", 1);
	v = view_open(f.reader);
	assert_true(view_board(v, SLICE("x.b"), &b));
	assert_true(view_thread_next(v, b.id, &tc, &row));
	assert_int_equal(row.root, id_of(v, "y"));
	assert_int_equal(row.articles, 2);
	view_close(&v);
	fixture_remove(&f);
}

/* A chain that arrives last first. */
static void
test_long_chain_backwards(void **state)
{
	enum { N = 300 };
	struct thread_cursor tc = { 0 };
	struct thread_row row;
	struct fixture f;
	struct board b;
	struct view *v;
	char id[16], ref[24];

	(void)state;
	fixture_init(&f);
	for (int i = N; i > 0; i--) {
		snprintf(id, sizeof(id), "c%d", i);
		snprintf(ref, sizeof(ref), "<c%d@t>", i - 1);
		assert_int_equal(fixture_post(&f, "x.b", id, ref, 1), OK);
	}
	v = view_open(f.reader);
	assert_true(view_board(v, SLICE("x.b"), &b));
	assert_int_equal(b.threads, 1);
	assert_true(view_thread_next(v, b.id, &tc, &row));
	assert_int_equal(row.root, id_of(v, "c1"));
	assert_int_equal(row.articles, N);
	view_close(&v);
	fixture_remove(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_threads),
		cmocka_unit_test(test_root_is_the_top),
		cmocka_unit_test(test_long_chain_backwards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
