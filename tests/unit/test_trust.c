/* Trust by reading: each thing it takes, how it comes, stays and goes. */
#include "tests/unit/community.h"

#include "server/store/community/habit.h"
#include "server/store/community/trust.h"
#include "server/store/lmdb.h"

#define DAY 86400

static struct fixture *fix;
static struct policy policy;

/* --- how an account reads ------------------------------------------------- */

static void
test_days(void **state)
{
	struct account_rec a = { .given = 5, .helpful = 7 };
	struct habit_rec h = { .given = 5, .got = 7 };
	struct habit_sum s;

	(void)state;
	for (int day = 0; day < 3; day++) {
		assert_int_equal(habit_tick(&h, &a, NOON + day * DAY, 60), 60);
		habit_add(&h, 10, 2);
		a.given++;
	}
	s = habit_sum(&h, &a, NOON + 2 * DAY, 100);
	assert_int_equal(s.here, 3);
	assert_int_equal(s.posts, 30);
	assert_int_equal(s.threads, 6);
	assert_int_equal(s.given, 3);
	assert_int_equal(s.got, 0);
	/* Two days back, today one of them. */
	s = habit_sum(&h, &a, NOON + 2 * DAY, 2);
	assert_int_equal(s.here, 2);
	assert_int_equal(s.posts, 20);
	/* Nobody was here meanwhile. */
	s = habit_sum(&h, &a, NOON + 99 * DAY, 100);
	assert_int_equal(s.here, 3);
	s = habit_sum(&h, &a, NOON + 100 * DAY, 100);
	assert_int_equal(s.here, 2);
	/* What was given is taken back. */
	a.given = 4;
	assert_int_equal(habit_sum(&h, &a, NOON + 2 * DAY, 100).given, -1);
	/* The places of those days are used again, empty. */
	habit_tick(&h, &a, NOON + 101 * DAY, 60);
	s = habit_sum(&h, &a, NOON + 101 * DAY, 100);
	assert_int_equal(s.here, 2);
	assert_int_equal(s.posts, 10);
	habit_tick(&h, &a, NOON + 1000 * DAY, 60);
	s = habit_sum(&h, &a, NOON + 1000 * DAY, 100);
	assert_int_equal(s.here, 1);
	assert_int_equal(s.posts, 0);
	assert_int_equal(h.days, 5);
	assert_int_equal(h.posts, 30);
	/* Votes of long before somebody read here first are none of these. */
	h = (struct habit_rec){ .last = 0 };
	habit_tick(&h, &a, NOON, 60);
	assert_int_equal(habit_sum(&h, &a, NOON, 100).got, 0);
	a.created = NOON - DAY;
	h = (struct habit_rec){ .last = 0 };
	habit_tick(&h, &a, NOON, 60);
	assert_int_equal(habit_sum(&h, &a, NOON, 100).got, 7);
}

static void
test_hour(void **state)
{
	struct account_rec a = { .given = 0 };
	struct habit_rec h = { .last = 0 };

	(void)state;
	assert_int_equal(habit_tick(&h, &a, NOON, 60), 60);
	habit_add(&h, 60, 0);
	assert_int_equal(habit_tick(&h, &a, NOON + 60, 60), 0);
	assert_int_equal(habit_tick(&h, &a, NOON + 3600, 60), 60);
	assert_int_equal(h.seconds, 60);
	/* A clock that was set back breaks nothing. */
	habit_tick(&h, &a, NOON - 5 * DAY, 60);
	assert_int_equal(h.seconds, 60);
}

/* --- a history that just suffices ----------------------------------------- */

static void
post(const char *who, const char *id, const char *refs)
{
	assert_int_equal(
	    community_write(fix, who, "tv.talk", id, refs, ""), OK);
}

/* Boris begins four threads, each with an answer of Carla's. */
static void
write_threads(void)
{
	char id[16], reply[16], refs[24];

	for (int i = 0; i < 4; i++) {
		snprintf(id, sizeof(id), "t%d", i);
		snprintf(reply, sizeof(reply), "r%d", i);
		snprintf(refs, sizeof(refs), "<t%d@t>", i);
		post("@boris", id, "");
		post("@carla", reply, refs);
	}
}

/* Eight articles and four threads, in three days. */
static void
read_threads(void)
{
	static const char *const numbers[] = {
		"numbers=1-3", "numbers=4-6", "numbers=7-8",
	};

	for (int day = 0; day < 3; day++) {
		community_time(NOON + day * DAY);
		TAKEN("@anna", READ, "tv.talk", numbers[day]);
	}
}

/*
 * Anna answers two threads of others, one of them twice, and one of hers;
 * gives two votes and gets two; one thing that she wrote was removed for the
 * flags against it.
 */
static void
take_part(void)
{
	post("@anna", "a0", "<t0@t>");
	post("@anna", "a1", "<t1@t>");
	post("@anna", "a2", "<t1@t>");
	post("@anna", "own", "");
	post("@anna", "own2", "<own@t>");
	post("@anna", "bad", "");
	TAKEN("@anna", VOTE, "<t0@t>", "value=1");
	TAKEN("@anna", VOTE, "<t1@t>", "value=1");
	TAKEN("@boris", VOTE, "<a0@t>", "value=1");
	TAKEN("@carla", VOTE, "<a1@t>", "value=1");
	TAKEN("@super", FLAG, "<bad@t>", "reason=spam");
	TAKEN("@mod", UPHOLD, "<bad@t>", ":spam");
}

static const struct {
	enum policy_id id;
	uint32_t value;		/* it suffices by one */
	const char *needs;	/* with one more */
} numbers[] = {
	{ POLICY_TL3_DAYS, 3, "days with reading within 10 days: 3 of 4" },
	{ POLICY_TL3_REPLIED, 2,
	    "threads of others answered within 10 days: 2 of 3" },
	{ POLICY_TL3_THREADS_MOST, 4,
	    "threads read within 10 days: 4 of 5" },
	{ POLICY_TL3_POSTS_MOST, 8,
	    "articles read within 10 days: 8 of 9" },
	{ POLICY_TL3_THREADS, 4, "threads read: 4 of 5" },
	{ POLICY_TL3_POSTS, 8, "articles read: 8 of 9" },
	{ POLICY_TL3_GIVEN, 2, "votes given within 10 days: 2 of 3" },
	{ POLICY_TL3_GOT, 2,
	    "helpful votes got within 10 days: 2 of 3" },
};

static int
setup(void **state)
{
	int failed = community_setup(state);

	fix = *state;
	policy = *community_policy();
	policy.v[POLICY_TL3_WINDOW] = 10 * DAY;
	policy.v[POLICY_TL3_THREADS_SHARE] = 100;
	policy.v[POLICY_TL3_POSTS_SHARE] = 100;
	policy.v[POLICY_TL3_FLAGS] = 1;
	policy.v[POLICY_TL3_HOLD] = 2 * DAY;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		policy.v[numbers[i].id] = numbers[i].value;
	store_set_policy(fix->store, &policy);
	TAKEN("@root", TRUST, "@anna", "level=2");
	write_threads();
	take_part();
	read_threads();
	return failed;
}

/* As the server's own round. */
static void
night(void)
{
	struct trust_count count = { .since = 0 };
	struct trust_walk walk = { .level = -1 };
	char name[LIMIT_ACCOUNT_NAME + 2];
	struct view *v = view_open(fix->reader);
	bool done;

	while (!view_trust_count(v, &count, clock_now()))
		;
	view_close(&v);
	do {
		struct account a;

		v = view_open(fix->reader);
		done = view_trust_walk(v, &walk, clock_now());
		name[0] = '\0';
		if (walk.level >= 0) {
			assert_true(view_account_by_id(v, walk.after, &a));
			snprintf(name, sizeof(name), "@%.*s",
			    SLICE_ARG(a.name));
		}
		view_close(&v);
		if (name[0] != '\0')
			assert_int_equal(fixture_act(fix, ACT_TRUST, name,
			    "why=reading"), OK);
	} while (!done);
}

#define TRUST(n) assert_int_equal(community_who(fix, "@anna").trust, n)

/* What Anna lacks for level 3, as it is told; how many things. */
static int
needs(const char *word)
{
	struct buf out = BUF_INIT(4096);
	struct view *v = view_open(fix->reader);
	int n = view_trust_needs(v, account_id(v->txn, SLICE("anna")), 3,
	    clock_now(), &out);

	view_close(&v);
	if (strstr(buf_cstr(&out), word) == NULL)
		fail_msg("no \"%s\" in: %s", word, buf_cstr(&out));
	buf_clear(&out);
	return n;
}

/* What the last event says. */
static void
assert_event(const char *text)
{
	struct view *v = view_open(fix->reader);
	struct slice line = view_event(v, view_seq(v));
	char *copy = strndup(line.p, line.len);

	view_close(&v);
	if (strstr(copy, text) == NULL)
		fail_msg("no \"%s\" in: %s", text, copy);
	free(copy);
}

static void
test_rise(void **state)
{
	(void)state;
	TRUST(2);
	night();
	TRUST(3);
	assert_event("\tsystem\ttrust\t@anna\tlevel=3 why=reading");
	assert_int_equal(needs(""), 0);
	/* Nobody else has come so far, and it is not said again. */
	assert_int_equal(community_who(fix, "@boris").trust, 0);
	night();
	assert_event("level=3 why=reading");
}

/* Each of the numbers alone. */
static void
test_each(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		policy.v[numbers[i].id]++;
		night();
		if (community_who(fix, "@anna").trust != 2)
			fail_msg("not asked for: %s", numbers[i].needs);
		assert_int_equal(needs(numbers[i].needs), 1);
		policy.v[numbers[i].id]--;
	}
	policy.v[POLICY_TL3_FLAGS] = 0;
	night();
	TRUST(2);
	assert_int_equal(
	    needs("upheld flags within 10 days: 1, at most 0"), 1);
	policy.v[POLICY_TL3_FLAGS] = 1;
	/* One that was lifted is none. */
	TAKEN("@mod", SILENCE, "@anna", "until=1h :noise");
	night();
	TRUST(2);
	assert_int_equal(needs("sanctions within 10 days: 1, at most 0"), 1);
	TAKEN("@mod", LIFT, "@anna", ":it was not she");
	night();
	TRUST(3);
}

/* What was done before the window does not count in it. */
static void
test_window(void **state)
{
	(void)state;
	community_time(NOON + 9 * DAY);
	night();
	TRUST(3);
	community_time(NOON + 10 * DAY + 1);
	night();
	/* The answers and the votes are older now; the flag, too. */
	needs("threads of others answered within 10 days: 0 of 2");
	needs("votes given within 10 days: 0 of 2");
	needs("days with reading within 10 days: 2 of 3");
	policy.v[POLICY_TL3_FLAGS] = 0;
	/* And nothing was posted that could have been read. */
	assert_int_equal(needs(""), 4);
}

/* Of what everybody posted, a part; closed boards are not counted. */
static void
test_share(void **state)
{
	(void)state;
	policy.v[POLICY_TL3_POSTS_MOST] = 1000;
	policy.v[POLICY_TL3_THREADS_MOST] = 1000;
	/* Before the first count it is the most. */
	needs("articles read within 10 days: 8 of 1000");
	night();
	TRUST(2);
	/* Boris's and Carla's, and five of Anna's that are there. */
	needs("articles read within 10 days: 8 of 13");
	needs("threads read within 10 days: 4 of 5");
	TAKEN("@root", BOARD, "tv.closed", "kind=lounge :Closed");
	assert_int_equal(community_write(fix, "@super", "tv.closed", "c1", "",
	    ""), OK);
	policy.v[POLICY_TL3_POSTS_SHARE] = 62;
	policy.v[POLICY_TL3_THREADS_SHARE] = 81;
	night();
	TRUST(3);
	policy.v[POLICY_TL3_POSTS_SHARE] = 70;
	needs("articles read within 10 days: 8 of 9");
}

/* It stays for the time it was given for, then who lost touch falls. */
static void
test_fall(void **state)
{
	(void)state;
	night();
	TRUST(3);
	policy.v[POLICY_TL3_GIVEN]++;
	community_time(NOON + 4 * DAY - 1);
	night();
	TRUST(3);
	community_time(NOON + 4 * DAY);
	night();
	TRUST(2);
	assert_event("\tsystem\ttrust\t@anna\tlevel=2 why=reading");
	night();
	TRUST(2);
	policy.v[POLICY_TL3_GIVEN]--;
	night();
	TRUST(3);
}

/* A sanction waits for nothing. */
static void
test_sanction(void **state)
{
	(void)state;
	night();
	TRUST(3);
	TAKEN("@mod", SUSPEND, "@anna", "until=1h :noise");
	night();
	TRUST(2);
	/* It is over, but not long enough ago. */
	community_time(NOON + 3 * DAY);
	night();
	TRUST(2);
}

/* What was earned by helping or given does not fall. */
static void
test_merit(void **state)
{
	(void)state;
	TAKEN("@root", RULE, "rule:merit",
	    ":when helpful:>=3 do trust level=3");
	night();
	TRUST(3);
	assert_true(community_who(fix, "@anna").by_reading);
	TAKEN("@dora", VOTE, "<a0@t>", "value=1");
	/* The rule's time has come with that; the writer does it at once. */
	AWAIT(!community_who(fix, "@anna").by_reading);
	assert_false(community_who(fix, "@anna").by_reading);
	community_time(NOON + 90 * DAY);
	night();
	TRUST(3);
	TAKEN("@root", TRUST, "@anna", "level=2");
	night();
	TRUST(2);
}

static void
test_given(void **state)
{
	(void)state;
	night();
	TAKEN("@root", TRUST, "@anna", "level=3");
	REFUSED(ERR_EXISTS, "already", "@root", TRUST, "@anna", "level=3");
	community_time(NOON + 90 * DAY);
	night();
	TRUST(3);
	TAKEN("@root", TRUST, "@anna", "level=4");
	night();
	TRUST(4);
	/* Nobody but the server says that it was reading. */
	TAKEN("@root", TRUST, "@anna", "level=3 why=reading");
	assert_false(community_who(fix, "@anna").by_reading);
	assert_int_equal(fixture_act(fix, ACT_TRUST, "@anna", "why=reading"),
	    ERR_EXISTS);
}

/* 0: nobody comes there by reading, and who did falls. */
static void
test_off(void **state)
{
	(void)state;
	night();
	TRUST(3);
	policy.v[POLICY_TL3_POSTS] = 0;
	community_time(NOON + 4 * DAY);
	night();
	TRUST(2);
	policy.v[POLICY_TL3_HOLD] = 0;
	night();
	TRUST(2);
}

static void
restart(void)
{
	fixture_close(fix);
	fixture_open(fix);
	store_set_policy(fix->store, &policy);
}

static void
test_restart(void **state)
{
	(void)state;
	restart();
	needs("");
	night();
	TRUST(3);
	restart();
	community_time(NOON + 4 * DAY);
	policy.v[POLICY_TL3_DAYS]++;
	night();
	TRUST(2);
}

/* A row of before has no days: they begin now, the rest is known. */
static void
test_old_row(void **state)
{
	struct account_rec a = community_who(fix, "@anna");
	struct view *v = view_open(fix->reader);
	uint32_t id = account_id(v->txn, SLICE("anna"));
	unsigned char key[4] = { 0, 0, 0, (unsigned char)id };
	struct habit_rec h;
	struct txn *t;

	(void)state;
	view_close(&v);
	writer_stop(&fix->writer);
	t = txn_begin(fix->store->db);
	habit_get(t, id, &a, &h);
	assert_int_equal(h.days, 3);
	txn_put(t, T_HABIT, key, sizeof(key), &h,
	    offsetof(struct habit_rec, given));
	assert_int_equal(txn_commit(&t), OK);
	assert_int_equal(writer_start(fix->store, &fix->writer), OK);
	needs("days with reading within 10 days: 0 of 3");
	needs("votes given within 10 days: 0 of 2");
	policy.v[POLICY_TL3_POSTS]++;
	needs("articles read: 8 of 9");
	TAKEN("@anna", READ, "tv.talk", "numbers=9");
	TAKEN("@anna", VOTE, "<t2@t>", "value=1");
	needs("days with reading within 10 days: 1 of 3");
	needs("articles read within 10 days: 1 of 8");
	needs("votes given within 10 days: 1 of 2");
	/* What stands in a view stands in a board, where it counts. */
	TAKEN("@root", VIEW, "view.talk", ":board:tv.talk");
	post("@carla", "v0", "");
	TAKEN("@anna", READ, "view.talk", "numbers=1-99");
	needs("articles read within 10 days: 1 of 8");
}

/* --- the numbers that are built in ---------------------------------------- */

static void
assert_needs(const char *name, int level, const char *text)
{
	struct buf out = BUF_INIT(4096);
	struct view *v = view_open(fix->reader);

	view_trust_needs(v, account_id(v->txn, slice_of(name)), level,
	    clock_now(), &out);
	view_close(&v);
	assert_string_equal(buf_cstr(&out), text);
	buf_clear(&out);
}

#define NEEDS(text) "Trust-Needs: " text "\r\n"

/* COMMUNITY 3.4, number by number; of what was posted the most is wanted. */
static void
test_built_in(void **state)
{
	(void)state;
	TAKEN("@mod", SILENCE, "@dora", "until=1h :noise");
	restart();
	store_set_policy(fix->store, &policy_default);
	assert_needs("dora", 1,
	    NEEDS("threads read: 0 of 5")
	    NEEDS("articles read: 0 of 30")
	    NEEDS("time with reading: 0 s of 10 min"));
	assert_needs("dora", 2,
	    NEEDS("days with reading: 0 of 15")
	    NEEDS("threads read: 0 of 20")
	    NEEDS("articles read: 0 of 100")
	    NEEDS("time with reading: 0 s of 1 h")
	    NEEDS("votes given: 0 of 1")
	    NEEDS("helpful votes got: 0 of 1")
	    NEEDS("threads of others answered: 0 of 3"));
	assert_needs("dora", 3,
	    NEEDS("days with reading within 100 days: 0 of 50")
	    NEEDS("threads read: 0 of 200")
	    NEEDS("articles read: 0 of 500")
	    NEEDS("threads read within 100 days: 0 of 500")
	    NEEDS("articles read within 100 days: 0 of 20000")
	    NEEDS("votes given within 100 days: 0 of 30")
	    NEEDS("helpful votes got within 100 days: 0 of 20")
	    NEEDS("sanctions within 100 days: 1, at most 0")
	    NEEDS("threads of others answered within 100 days: 0 of 10"));
	assert_int_equal(policy_default.v[POLICY_TL3_THREADS_SHARE], 25);
	assert_int_equal(policy_default.v[POLICY_TL3_POSTS_SHARE], 25);
	assert_int_equal(policy_default.v[POLICY_TL3_FLAGS], 5);
	assert_int_equal(policy_default.v[POLICY_TL3_HOLD], 14 * DAY);
	assert_int_equal(policy_default.v[POLICY_READS], 60);
	assert_int_equal(policy_default.v[POLICY_BOOTSTRAP], 50);
}

/* --- the levels below ----------------------------------------------------- */

/* What Carla has come to who has read so. */
static int
carla_comes_to(const struct habit_rec *h)
{
	struct view *v = view_open(fix->reader);
	uint32_t id = account_id(v->txn, SLICE("carla"));
	struct txn *t;
	int level;

	view_close(&v);
	t = txn_begin(fix->store->db);
	habit_put(t, id, h);
	assert_int_equal(txn_commit(&t), OK);
	v = view_open(fix->reader);
	level = view_trust_level(v, id, clock_now());
	view_close(&v);
	return level;
}

/* She answers four threads of others, gives two votes and gets one. */
static struct habit_rec
carla_reads(void)
{
	post("@carla", "more", "<t0@t>");
	post("@carla", "mine", "");
	post("@carla", "mine2", "<mine@t>");
	TAKEN("@carla", VOTE, "<t0@t>", "value=1");
	TAKEN("@dora", VOTE, "<r0@t>", "value=1");
	policy.v[POLICY_TL2_REPLIED] = 4;
	policy.v[POLICY_TL2_GIVEN] = 2;
	return (struct habit_rec){
		.last = clock_now(), .days = 15, .threads = 20, .posts = 100,
		.seconds = 3600,
	};
}

static void
test_first(void **state)
{
	struct habit_rec h = {
		.last = NOON, .days = 1, .threads = 5, .posts = 30,
		.seconds = 600,
	};

	(void)state;
	writer_stop(&fix->writer);
	assert_int_equal(carla_comes_to(&h), 1);
	h.threads--;
	assert_int_equal(carla_comes_to(&h), 0);
	h.threads++;
	h.posts--;
	assert_int_equal(carla_comes_to(&h), 0);
	h.posts++;
	h.seconds--;
	assert_int_equal(carla_comes_to(&h), 0);
	assert_int_equal(writer_start(fix->store, &fix->writer), OK);
}

static void
test_second(void **state)
{
	struct habit_rec full = carla_reads(), h;
	static const enum policy_id ids[] = {
		POLICY_TL2_GIVEN, POLICY_TL2_GOT, POLICY_TL2_REPLIED,
	};

	(void)state;
	writer_stop(&fix->writer);
	assert_int_equal(carla_comes_to(&full), 2);
	h = full;
	h.days--;
	assert_int_equal(carla_comes_to(&h), 1);
	h = full;
	h.threads--;
	assert_int_equal(carla_comes_to(&h), 1);
	h = full;
	h.posts--;
	assert_int_equal(carla_comes_to(&h), 1);
	h = full;
	h.seconds--;
	assert_int_equal(carla_comes_to(&h), 1);
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		policy.v[ids[i]]++;
		assert_int_equal(carla_comes_to(&full), 1);
		policy.v[ids[i]]--;
	}
	assert_int_equal(writer_start(fix->store, &fix->writer), OK);
}

/* Where reading does not lead to the first level, helping may. */
static void
test_first_otherwise(void **state)
{
	struct habit_rec h = carla_reads();

	(void)state;
	policy.v[POLICY_TL1_POSTS] = 0;
	writer_stop(&fix->writer);
	assert_int_equal(carla_comes_to(&h), 0);
	assert_int_equal(writer_start(fix->store, &fix->writer), OK);
	TAKEN("@root", TRUST, "@carla", "level=1");
	writer_stop(&fix->writer);
	assert_int_equal(carla_comes_to(&h), 2);
	assert_int_equal(writer_start(fix->store, &fix->writer), OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) \
	cmocka_unit_test_setup_teardown(name, setup, community_teardown)
		cmocka_unit_test(test_days), cmocka_unit_test(test_hour),
		T(test_rise), T(test_each), T(test_window), T(test_share),
		T(test_fall), T(test_sanction), T(test_merit), T(test_given),
		T(test_off), T(test_restart), T(test_old_row),
		T(test_built_in), T(test_first), T(test_second),
		T(test_first_otherwise),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
