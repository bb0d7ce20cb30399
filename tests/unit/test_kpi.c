/*
 * The figures of a community against tables that were filled by hand and
 * reckoned with pencil and paper.
 */
#include "store_fixture.h"

#include "common/endian.h"
#include "server/report/kpi.h"
#include "server/store/community/policy.h"
#include "server/store/community/rows.h"

enum { HOUR = 3600, DAY = 86400 };
/* Monday 2026-11-16 00:00 and what is now, 30 days later. */
#define MONDAY INT64_C(1794787200)
#define NOW (MONDAY + 30 * DAY)

struct world {
	struct fixture f;
	struct txn *t;
	uint64_t next;		/* article */
	uint32_t board;
};

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	fixture_init(&w->f);
	assert_int_equal(fixture_act(&w->f, ACT_BOARD, "tv.general",
	    "kind=qa :Television"), OK);
	assert_int_equal(fixture_act(&w->f, ACT_BOARD, "tv.case",
	    "kind=case :Private"), OK);
	w->t = txn_begin(w->f.store->db);
	w->board = board_id(w->t, SLICE("tv.general"));
	w->next = 1000;
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	fixture_remove(&w->f);
	free(w);
	return 0;
}

static uint64_t
put(struct world *w, struct question_rec q)
{
	q.board = q.board != 0 ? q.board : w->board;
	q.state = q.state != 0 ? q.state : STATE_OPEN;
	question_put(w->t, ++w->next, &q, SLICE("\ttitle"));
	return w->next;
}

static void
put_posts(struct world *w, int64_t time, uint32_t account, uint32_t posts)
{
	unsigned char key[12];

	put_be32(key, (uint32_t)(time / HOUR));
	put_be32(key + 4, w->board);
	put_be32(key + 8, account);
	txn_put(w->t, T_TALLY, key, sizeof(key), &posts, sizeof(posts));
}

/* All rows, as XLIST has them. */
static void
compute(struct view *v, const struct kpi_query *q, struct buf *out)
{
	struct kpi_run *r = kpi_new(q, NOW, NULL);
	enum kpi_step step;
	struct kpi_row row;

	while ((step = kpi_next(r, v, &row)) != KPI_END) {
		if (step != KPI_ROW)
			continue;
		kpi_put_row(q, &row, out);
		buf_puts(out, "\r\n");
	}
	kpi_free(&r);
}

static void
expect_query(struct world *w, const struct kpi_query *q, const char *wanted)
{
	struct buf out = BUF_INIT(1 << 20);
	struct view *v;

	if (w->t != NULL)
		assert_int_equal(txn_commit(&w->t), OK);
	w->t = NULL;
	v = view_open(w->f.reader);
	compute(v, q, &out);
	view_close(&v);
	assert_string_equal(buf_cstr(&out), wanted);
	buf_clear(&out);
}

static struct kpi_query
query(const char *family)
{
	struct kpi_query q = { .until = NOW, .k = 25 };

	for (int i = 0; i < KPI_COUNT; i++)
		if (strcmp(kpi_family((enum kpi_id)i), family) == 0)
			q.wanted |= 1ull << i;
	return q;
}

static void
expect(struct world *w, const char *family, const char *wanted)
{
	struct kpi_query q = query(family);

	expect_query(w, &q, wanted);
}

/* 1250 answered questions, 50 of them first by staff or a bot: 96.0 %. */
static void
test_par(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < 1250; i++)
		put(w, (struct question_rec){
			.asked = MONDAY + i, .answered = MONDAY + i + HOUR,
			.answered_roles = i % 50 == 0 ? WHO_STAFF :
			    i % 50 == 1 ? WHO_BOT : WHO_MEMBER,
			.state = STATE_ANSWERED,
			.solved = i < 10 ? MONDAY + DAY : 0,
			.solutions = i < 10,
			.solved_roles = i < 1 ? WHO_STAFF | WHO_EXPERT :
			    WHO_SUPERUSER,
		});
	for (int i = 0; i < 7; i++)
		put(w, (struct question_rec){ .asked = MONDAY + i });
	expect(w, "par", "par\t0.960\t1250\t-\t-\tratio\t-\r\n"
	    "par_strict\t0.900\t10\t-\t-\tratio\t-\r\n");
}

/* 25 people wrote 40 % of 10,000: 160 each; 600 others wrote 10 each. */
static void
test_topshare(void **state)
{
	struct world *w = *state;

	for (uint32_t i = 0; i < 25; i++)
		put_posts(w, MONDAY + i * DAY, 1 + i, 160);
	for (uint32_t i = 0; i < 600; i++)
		put_posts(w, MONDAY + i * HOUR, 100 + i, 10);
	/*
	 * Half of them: 25 people and 100 of the others. Gini by hand:
	 * 2 * (600 * 601 / 2 * 10 + (600 * 25 + 25 * 26 / 2) * 160) /
	 * (625 * 10000) - 626 / 625 = 0.360
	 */
	expect(w, "topshare", "topshare\t0.400\t10000\t-\t-\tratio\t-\r\n"
	    "bus_factor\t125\t625\t-\t-\tcount\t-\r\n"
	    "gini\t0.360\t625\t-\t-\tratio\t-\r\n");
}

/*
 * Replies after 1, 2, 3 and 100 hours; one that waits for 2.5 hours and was
 * asked just then, one that is paused. The estimate by hand: of 6 the first
 * leaves 5/6, of 5 the second 4/5 of it, 2/3; then one is lost from sight; of
 * 3 the third 2/3 of it, 4/9; the last two have not come to 1/10.
 */
static void
test_ttfr(void **state)
{
	struct world *w = *state;
	int64_t at = NOW - 200 * HOUR;

	for (int i = 1; i <= 3; i++)
		put(w, (struct question_rec){
			.asked = at, .answered = at + i * HOUR,
		});
	/* It waited an hour for its asker: 99 hours. */
	put(w, (struct question_rec){
		.asked = at, .answered = at + 100 * HOUR, .pauses = HOUR,
	});
	put(w, (struct question_rec){ .asked = NOW - 5 * HOUR / 2 });
	put(w, (struct question_rec){
		.asked = at, .paused = NOW - 50 * HOUR, .pauses = HOUR,
		.state = STATE_NEEDSINFO,
	});
	expect(w, "ttfr", "ttfr_p50\t10800\t6\t-\t-\ts\t-\r\n"
	    "ttfr_p90\t-\t6\t-\t-\ts\t-\r\n");
	expect(w, "answer_rate",
	    "answer_rate_1h\t0.167\t6\t-\t-\tratio\t-\r\n"
	    "answer_rate\t0.500\t6\t-\t-\tratio\t-\r\n"
	    "answer_rate_7d\t0.667\t6\t-\t-\tratio\t-\r\n");
}

static void
test_sla(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < 47; i++)
		put(w, (struct question_rec){
			.asked = MONDAY, .answered = MONDAY + HOUR,
		});
	put(w, (struct question_rec){
		.asked = MONDAY, .escalated = MONDAY + DAY,
		.answered = MONDAY + DAY + 10 * 60,
	});
	put(w, (struct question_rec){
		.asked = NOW - DAY - 20 * 60, .escalated = NOW - 20 * 60,
		.state = STATE_ESCALATED,
	});
	/* By hand, before its time. */
	put(w, (struct question_rec){
		.asked = MONDAY, .escalated = MONDAY + HOUR,
		.answered = MONDAY + HOUR,
	});
	expect(w, "sla_breach", "sla_breach\t0.060\t50\t-\t-\tratio\t-\r\n"
	    "sla_late\t10\t3\t-\t-\tmin\t-\r\n");
}

/* 9 of 10 content; Wilson's interval as his paper's formula has it. */
static void
test_csat(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < 10; i++)
		put(w, (struct question_rec){
			.asked = MONDAY, .state = STATE_SOLVED,
			.solved = MONDAY + 97 * HOUR, .solutions = 1,
			.rating = i == 0 ? 3 : i % 2 == 0 ? 4 : 5,
		});
	put(w, (struct question_rec){ .asked = MONDAY, .metoo = 9 });
	put(w, (struct question_rec){
		.asked = MONDAY, .state = STATE_DUPLICATE,
	});
	put(w, (struct question_rec){
		.asked = MONDAY, .state = STATE_REMOVED, .metoo = 100,
	});
	expect(w, "csat", "csat\t0.900\t10\t0.596\t0.982\tratio\t-\r\n");
	expect(w, "tts", "tts_p50\t349200\t10\t-\t-\ts\t-\r\n"
	    "tts_p90\t349200\t10\t-\t-\ts\t-\r\n");
	expect(w, "solved_rate", "solved_rate\t0.833\t12\t-\t-\tratio\t-\r\n");
	expect(w, "dup_ratio", "dup_ratio\t0.476\t21\t-\t-\tratio\t-\r\n");
	expect(w, "deflect_direct",
	    "deflect_direct\t10\t12\t-\t-\tcount\t-\r\n");
}

static void
test_ideas(void **state)
{
	struct world *w = *state;
	static const uint32_t support[] = { 99, 100, 1000, 5000, 10000, 10000 };

	for (int i = 0; i < 6; i++)
		put(w, (struct question_rec){
			.asked = MONDAY, .kind = KIND_IDEAS,
			.support = support[i],
			.state = i == 5 ? STATE_DONE : i == 4 ? STATE_REVIEW :
			    STATE_OPEN,
			.solved = i == 5 ? MONDAY + DAY : 0,
		});
	expect(w, "ideas", "ideas\t6\t6\t-\t-\tcount\t-\r\n"
	    "ideas_100\t5\t6\t-\t-\tcount\t-\r\n"
	    "ideas_1000\t4\t6\t-\t-\tcount\t-\r\n"
	    "ideas_5000\t3\t6\t-\t-\tcount\t-\r\n"
	    "ideas_10000\t2\t6\t-\t-\tcount\t-\r\n"
	    "ideas_reviewed\t2\t6\t-\t-\tcount\t-\r\n"
	    "ideas_done\t1\t6\t-\t-\tcount\t-\r\n"
	    "ideas_p50\t86400\t1\t-\t-\ts\t-\r\n");
}

/* A question on Monday at 7, two on Wednesday of the week behind it. */
static void
put_days(struct world *w)
{
	put(w, (struct question_rec){
		.asked = MONDAY + 7 * HOUR, .answered = MONDAY + 8 * HOUR,
	});
	for (int i = 0; i < 2; i++)
		put(w, (struct question_rec){
			.asked = MONDAY + 9 * DAY,
			.answered = MONDAY + 9 * DAY + i * 2 * DAY,
		});
}

static void
test_periods(void **state)
{
	struct world *w = *state;
	struct kpi_query q = query("answer_rate");

	put_days(w);
	q.wanted = 1ull << KPI_ANSWER_24H;
	q.by = KPI_BY_WEEK;
	q.until = MONDAY + 14 * DAY;
	expect_query(w, &q,
	    "answer_rate\t1.000\t1\t-\t-\tratio\t2026-11-16\r\n"
	    "answer_rate\t0.500\t2\t-\t-\tratio\t2026-11-23\r\n");
	q.by = KPI_BY_DAY;
	q.since = MONDAY + 8 * DAY;
	q.until = MONDAY + 10 * DAY;
	expect_query(w, &q,
	    "answer_rate\t0.500\t2\t-\t-\tratio\t2026-11-25\r\n");
	q.since = MONDAY + 20 * DAY;
	q.until = q.since + 1;
	q.by = KPI_BY_NOTHING;
	expect_query(w, &q, "answer_rate\t-\t0\t-\t-\tratio\t-\r\n");
}

/* The hours of a week are told one by one, also those without questions. */
static void
test_hours(void **state)
{
	struct world *w = *state;
	struct kpi_query q = query("ttfr");
	struct kpi_row row;
	struct kpi_run *r;
	struct view *v;
	enum kpi_step step;
	int rows = 0, known = 0;

	put_days(w);
	txn_commit(&w->t);
	q.wanted = 1ull << KPI_TTFR_P50;
	q.by = KPI_BY_HOUROFWEEK;
	r = kpi_new(&q, NOW, NULL);
	v = view_open(w->f.reader);
	while ((step = kpi_next(r, v, &row)) != KPI_END) {
		if (step != KPI_ROW)
			continue;
		rows++;
		known += row.known;
		if (row.period == 7)
			assert_int_equal((int)row.value, HOUR);
		if (row.period == 48)
			assert_int_equal(row.n, 2);
	}
	view_close(&v);
	kpi_free(&r);
	assert_int_equal(rows, 168);
	assert_int_equal(known, 2);
}

/* Every row can be gone on from, and nothing is told twice or left out. */
static void
test_after(void **state)
{
	struct world *w = *state;
	struct kpi_query q = query("answer_rate");
	struct kpi_row last, row;
	struct kpi_run *r;
	struct view *v;
	enum kpi_step step;
	int rows = 0;

	put_days(w);
	txn_commit(&w->t);
	q.by = KPI_BY_WEEK;
	q.until = MONDAY + 21 * DAY;
	v = view_open(w->f.reader);
	for (;; rows++) {
		r = kpi_new(&q, NOW, rows != 0 ? &last : NULL);
		while ((step = kpi_next(r, v, &row)) == KPI_MORE)
			;
		kpi_free(&r);
		if (step == KPI_END)
			break;
		assert_int_equal(row.id, rows % 3);
		last = row;
	}
	view_close(&v);
	assert_int_equal(rows, 9);
}

static void
put_flag(struct world *w, uint32_t account, int64_t time, uint32_t state,
    uint32_t took)
{
	struct flag_rec f = { .time = time, .state = state, .took = took };
	struct place_rec place = { w->board, 1 };
	struct article_rec rec = { .nplaces = 1 };
	unsigned char key[12];

	article_rec_put(w->t, 77, &rec, &place);
	put_be64(key, 77);
	put_be32(key + 8, account);
	txn_put(w->t, T_FLAG, key, sizeof(key), &f, sizeof(f));
}

static void
test_moderation(void **state)
{
	struct world *w = *state;
	struct kpi_query q = query("moderation");
	static struct policy wanted;

	q.all = true;
	q.wanted = 1ull << KPI_FLAG_RATE | 1ull << KPI_REVIEW_P90;
	put_posts(w, MONDAY, 1, 2000);
	for (uint32_t i = 1; i <= 9; i++)
		put_flag(w, i, MONDAY, 1 + i % 2, i * 60);
	put_flag(w, 10, NOW - 10, 0, 0);
	/* The one that is open leaves 9 that were at risk, 10 at first. */
	expect_query(w, &q, "flag_rate\t5.00\t2000\t-\t-\tper1000\t-\r\n"
	    "review_p90\t540\t10\t-\t-\ts\t-\r\n");
	/* The board for cases is none that guests may read. */
	q.wanted = 1ull << KPI_BOARDS_SHORT;
	wanted = policy_default;
	store_set_policy(w->f.store, &wanted);
	expect_query(w, &q, "boards_short\t1\t1\t-\t-\tcount\t-\r\n");
	/* How many it wants is the operator's to say. */
	wanted.v[POLICY_MODERATORS] = 0;
	expect_query(w, &q, "boards_short\t0\t1\t-\t-\tcount\t-\r\n");
}

/* An article of a thread that an account wrote. */
static void
put_posting(struct world *w, uint64_t id, uint64_t thread, uint32_t account,
    struct mark_rec mark)
{
	struct article_rec rec = { .nplaces = 1, .thread = thread };
	struct place_rec place = { w->board, (uint32_t)id };
	unsigned char key[17], author[12];

	article_rec_put(w->t, id, &rec, &place);
	put_be64(key, thread);
	key[8] = 1;
	put_be64(key + 9, id);
	txn_put(w->t, T_THREAD, key, sizeof(key), "", 0);
	put_be32(author, account);
	put_be64(author + 4, id);
	txn_put(w->t, T_AUTHOR, author, sizeof(author), "", 0);
	mark.author = account;
	mark_put(w->t, id, &mark, SLICE(""));
}

/*
 * Four questions: staff wrote twice in one and once in another, where it was
 * disputed; two solutions with 3 and 2 helpful votes; in the last question one
 * of four advises against it.
 */
static void
test_replies(void **state)
{
	static const struct {
		int thread;
		uint32_t who, bits, up;
	} replies[] = {
		{ 0, WHO_STAFF, 0, 9 },
		{ 0, WHO_STAFF | WHO_MANAGER, MARK_SOLUTION, 3 },
		{ 0, WHO_MEMBER, MARK_SOLUTION, 2 },
		{ 1, WHO_STAFF, MARK_DISPUTED, 0 },
		{ 2, WHO_MEMBER, MARK_DISPUTED, 4 },
		{ 2, WHO_BOT, 0, 0 },
		{ 3, WHO_EXPERT, MARK_AGAINST, 0 },
		{ 3, WHO_MEMBER, MARK_FOR, 0 },
		{ 3, WHO_MEMBER, MARK_FOR, 0 },
		{ 3, WHO_MEMBER, MARK_FOR, 0 },
	};
	struct world *w = *state;
	uint64_t root[4], id = 2000;

	for (int i = 0; i < 4; i++) {
		root[i] = put(w, (struct question_rec){ .asked = MONDAY });
		put_posting(w, root[i], root[i], 1,
		    (struct mark_rec){ .who = WHO_MEMBER });
	}
	for (size_t i = 0; i < sizeof(replies) / sizeof(*replies); i++)
		put_posting(w, ++id, root[replies[i].thread], 2,
		    (struct mark_rec){
			.who = replies[i].who, .bits = replies[i].bits,
			.up = replies[i].up,
		    });
	expect(w, "staff_touched",
	    "staff_touched\t0.500\t4\t-\t-\tratio\t-\r\n");
	expect(w, "neutrality", "disputed\t0.333\t3\t-\t-\tratio\t-\r\n"
	    "advice_against\t0.250\t4\t-\t-\tratio\t-\r\n");
	expect(w, "helped", "helped\t2.50\t2\t-\t-\tmean\t-\r\n");
}

/*
 * Of four who asked one came back after 2 days, one after 2 hours, one after
 * 31 days, one never. Two of them wrote before the period already.
 */
static void
test_engagement(void **state)
{
	static const int64_t again[] = { 2 * DAY, 2 * HOUR, 31 * DAY, 0 };
	struct world *w = *state;
	struct kpi_query q = query("engagement");

	for (uint32_t i = 0; i < 4; i++) {
		uint64_t root = put(w, (struct question_rec){
			.asked = MONDAY, .asker = 1 + i,
		});

		if (i % 2 != 0)
			put_posting(w, 500 + i, 500 + i, 1 + i,
			    (struct mark_rec){ .time = MONDAY - DAY });
		put_posting(w, root, root, 1 + i,
		    (struct mark_rec){ .time = MONDAY });
		put_posts(w, MONDAY, 1 + i, 1);
		if (again[i] != 0)
			put_posting(w, 3000 + i, root, 1 + i,
			    (struct mark_rec){ .time = MONDAY + again[i] });
	}
	put_posting(w, 4000, 4000, 9, (struct mark_rec){ .time = MONDAY });
	put_posts(w, MONDAY, 9, 1);
	q.since = MONDAY;
	expect_query(w, &q, "return_30d\t0.250\t4\t-\t-\tratio\t-\r\n"
	    "second_post\t0.667\t3\t-\t-\tratio\t-\r\n");
}

/* Who wrote much behind a question is not looked at in one go. */
static void
test_a_row_a_call(void **state)
{
	struct world *w = *state;
	struct kpi_query q = query("engagement");
	struct kpi_run *r;
	struct kpi_row row;
	struct view *v;
	int calls = 0;

	q.since = MONDAY;
	r = kpi_new(&q, NOW, NULL);
	put(w, (struct question_rec){ .asked = MONDAY, .asker = 1 });
	for (uint64_t i = 0; i < 60; i++)
		put_posting(w, 3000 + i, 3000, 1,
		    (struct mark_rec){ .time = MONDAY + HOUR });
	txn_commit(&w->t);
	v = view_open(w->f.reader);
	while (kpi_next(r, v, &row) != KPI_END)
		calls++;
	view_close(&v);
	kpi_free(&r);
	assert_true(calls > 60);
}

/* Nothing of a closed board is told, nor of boards that were not asked for. */
static void
test_boards(void **state)
{
	struct world *w = *state;
	struct kpi_query q = query("solved_rate");

	put(w, (struct question_rec){ .asked = MONDAY });
	put(w, (struct question_rec){
		.asked = MONDAY, .board = board_id(w->t, SLICE("tv.case")),
	});
	expect_query(w, &q, "solved_rate\t0.000\t1\t-\t-\tratio\t-\r\n");
	snprintf(q.board, sizeof(q.board), "radio.*");
	expect_query(w, &q, "solved_rate\t-\t0\t-\t-\tratio\t-\r\n");
}

/* Nobody asked, posted or flagged anything. */
static void
test_nothing(void **state)
{
	struct world *w = *state;

	expect(w, "topshare", "topshare\t-\t0\t-\t-\tratio\t-\r\n"
	    "bus_factor\t-\t0\t-\t-\tcount\t-\r\n"
	    "gini\t-\t0\t-\t-\tratio\t-\r\n");
	expect(w, "ttfr", "ttfr_p50\t-\t0\t-\t-\ts\t-\r\n"
	    "ttfr_p90\t-\t0\t-\t-\ts\t-\r\n");
	expect(w, "csat", "csat\t-\t0\t-\t-\tratio\t-\r\n");
}

/* More waits than are kept: the quantile is still about the same. */
static void
test_many(void **state)
{
	struct world *w = *state;
	struct buf out = BUF_INIT(4096);
	struct kpi_query q = query("ttfr");
	unsigned long p50, n;
	struct view *v;

	q.wanted = 1ull << KPI_TTFR_P50;
	for (int i = 0; i < 150000; i++)
		put(w, (struct question_rec){
			.asked = MONDAY, .answered = MONDAY + i * 7919 % 10007,
		});
	txn_commit(&w->t);
	v = view_open(w->f.reader);
	compute(v, &q, &out);
	view_close(&v);
	assert_int_equal(sscanf(buf_cstr(&out), "ttfr_p50\t%lu\t%lu", &p50,
	    &n), 2);
	assert_int_equal(n, 150000);
	assert_in_range(p50, 4900, 5100);
	buf_clear(&out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_par), TEST(test_topshare), TEST(test_ttfr),
		TEST(test_sla), TEST(test_csat), TEST(test_ideas),
		TEST(test_periods), TEST(test_hours), TEST(test_after),
		TEST(test_moderation), TEST(test_boards), TEST(test_many),
		TEST(test_nothing), TEST(test_replies), TEST(test_engagement),
		TEST(test_a_row_a_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
