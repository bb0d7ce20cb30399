/* A store with people, boards and a clock that can be set. */
#ifndef TESTS_UNIT_COMMUNITY_H
#define TESTS_UNIT_COMMUNITY_H

#include "tests/unit/store_fixture.h"

#include "common/clock.h"
#include "server/store/community/policy.h"
#include "server/store/community/rows.h"

/* A Sunday, at noon. */
#define NOON 1795348800

static char community_clock[] = "/tmp/stoa-clock-XXXXXX";

static inline void
community_time(int64_t t)
{
	FILE *f = fopen(community_clock, "w");

	assert_non_null(f);
	fprintf(f, "%010lld\n", (long long)t);
	fclose(f);
}

static inline void
community_clock_end(void)
{
	unlink(community_clock);
}

/* Once, before anything asks what time it is. */
static inline void
community_set_clock(void)
{
	int fd = mkstemp(community_clock);

	if (fd != -1)
		close(fd);
	community_time(NOON);
	setenv("STOA_CLOCK", community_clock, 1);
	atexit(community_clock_end);
}

/* As the actor, without more right than its roles. */
static inline enum err
community_do(struct fixture *f, const char *actor, enum act_id act,
    const char *target, const char *args)
{
	return fixture_do(f, (struct intent){
		.act = act, .actor = slice_of(actor),
		.target = slice_of(target), .args = slice_of(args),
	}, NULL);
}

/*
 * Posts "<id@t>"; boards are there, refs may be "". at: it was posted then
 * and is imported; 0: now.
 */
static inline enum err
community_bring(struct fixture *f, const char *actor, const char *board,
    const char *id, const char *refs, const char *more, int64_t at)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;
	enum err e;

	buf_printf(&raw, "Path: t!not-for-mail\r\nFrom: A <a@example.org>\r\n"
	    "Subject: about %s\r\nNewsgroups: %s\r\n"
	    "Date: 22 Nov 2020 10:00:00 +0000\r\nMessage-ID: <%s@t>\r\n%s",
	    id, board, id, more);
	if (refs[0] != '\0')
		buf_printf(&raw, "References: %s\r\n", refs);
	buf_printf(&raw, "\r\nText of %s.\r\n", id);
	e = posting_new(f->store, &raw, &p);
	if (e == OK)
		e = fixture_do(f, (struct intent){
			.act = ACT_POST, .actor = slice_of(actor),
			.posting = p, .at = at,
			.by = at != 0 ? SLICE("@root") : slice_make(NULL, 0),
		}, NULL);
	posting_free(&p);
	buf_clear(&raw);
	return e;
}

/* The same, now. */
static inline enum err
community_write(struct fixture *f, const char *actor, const char *board,
    const char *id, const char *refs, const char *more)
{
	return community_bring(f, actor, board, id, refs, more, 0);
}

static const char *const community_boards[][2] = {
	{ "tv.qa", "kind=qa :Questions" },
	{ "tv.talk", "kind=discussion :Talk" },
	{ "tv.howto", "kind=howto :How to" },
	{ "tv.ideas", "kind=ideas :Ideas" },
	{ "tv.news", "kind=announce :News" },
	{ "net.qa", "kind=qa :Questions of the net" },
};

static const char *const community_people[][2] = {
	{ "@anna", "role=member" }, { "@boris", "role=member" },
	{ "@carla", "role=member" }, { "@dora", "role=member" },
	{ "@super", "role=superuser" }, { "@expert", "role=expert/tv:tv.*" },
	{ "@mod", "role=moderator:tv.*" }, { "@staff", "role=staff/Acme :Sam" },
	{ "@staff2", "role=staff/Acme :Tom" },
	{ "@other", "role=staff/Beta :Uli" },
	{ "@mia", "role=manager" }, { "@max", "role=manager" },
	{ "@bot", "role=bot" }, { "@root", "role=admin" },
};

static inline void
community_open(struct fixture *f)
{
	fixture_init(f);
	for (size_t i = 0; i < sizeof(community_boards) /
	    sizeof(community_boards[0]); i++)
		assert_int_equal(fixture_act(f, ACT_BOARD,
		    community_boards[i][0], community_boards[i][1]), OK);
	for (size_t i = 0; i < sizeof(community_people) /
	    sizeof(community_people[0]); i++)
		assert_int_equal(fixture_act(f, ACT_JOIN,
		    community_people[i][0], community_people[i][1]), OK);
}

/* The numbers of the community, without the pauses between postings. */
static inline const struct policy *
community_policy(void)
{
	static const enum policy_id pauses[] = {
		POLICY_THREAD_GAP, POLICY_POST_GAP, POLICY_NEW_THREAD_GAP,
		POLICY_NEW_POST_GAP, POLICY_DAY1_THREADS, POLICY_DAY1_REPLIES,
		POLICY_DAY_THREADS, POLICY_SAME_TEXT,
	};
	static struct policy p;

	p = policy_default;
	for (size_t i = 0; i < sizeof(pauses) / sizeof(pauses[0]); i++)
		p.v[pauses[i]] = 0;
	return &p;
}

/* For cmocka: *state is a struct fixture, at noon. */
static inline int
community_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	community_time(NOON);
	community_open(f);
	store_set_policy(f->store, community_policy());
	*state = f;
	return 0;
}

/* The tables, built anew from the journal, are the same. */
static inline int
community_teardown(void **state)
{
	struct fixture *f = *state;
	struct upkeep_report r;

	reader_free(&f->reader);
	writer_stop(&f->writer);
	if (store_rebuild(f->store, NULL, NULL, &r) != OK || r.bad != 0)
		fail_msg("rebuild: %s", r.first);
	store_close(&f->store);
	fixture_open(f);
	fixture_remove(f);
	free(f);
	return 0;
}

/* What the tables say of "<id@t>"; slices are not to be used. */
static inline struct subject
community_look(struct fixture *f, const char *id)
{
	struct view *v = view_open(f->reader);
	struct subject s;
	char msgid[64];

	snprintf(msgid, sizeof(msgid), "<%s@t>", id);
	assert_true(view_subject_article(
	    v, view_article_id(v, slice_of(msgid)), &s));
	view_close(&v);
	return s;
}

static inline const char *
community_state(struct fixture *f, const char *id)
{
	struct subject s = community_look(f, id);

	return s.asks ? question_state_name(s.question.state) : "no question";
}

static inline struct account_rec
community_who(struct fixture *f, const char *name)
{
	struct view *v = view_open(f->reader);
	struct account_rec rec;

	assert_true(account_get(v->txn, account_id(v->txn,
	    slice_of(name + 1)), &rec, NULL));
	view_close(&v);
	return rec;
}

/* For suites whose struct fixture is called fix. */
#define DO(who, act, id, args) community_do(fix, who, ACT_##act, id, args)
#define TAKEN(...)                                                       \
	do {                                                             \
		if (DO(__VA_ARGS__) != OK)                               \
			fail_msg("%s", fix->why);                        \
	} while (0)
#define REFUSED(err, word, ...)                                          \
	do {                                                             \
		assert_int_equal(DO(__VA_ARGS__), err);                  \
		if (strstr(fix->why, word) == NULL)                      \
			fail_msg("%s", fix->why);                        \
	} while (0)
#define POINTS(who, n) assert_int_equal(community_who(fix, who).points, n)
#define STATE(id, name) assert_string_equal(community_state(fix, id), name)

#endif
