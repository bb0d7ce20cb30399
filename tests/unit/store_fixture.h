/* A store in a temporary directory with a writer, and ways to change it. */
#ifndef TESTS_UNIT_STORE_FIXTURE_H
#define TESTS_UNIT_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <pthread.h>

#include <cmocka.h>

#include "server/store/store.h"
#include "tests/unit/await.h"

struct fixture {
	char dir[64];
	struct store *store;
	struct writer *writer;
	struct reader *reader;
	char why[256];		/* of the last refusal */
	pthread_mutex_t lock;
	pthread_cond_t wake;
};

static inline void
fixture_open(struct fixture *f)
{
	struct store_options o = {
		.dir = f->dir, .name = "test.example.org",
		.quota = 1 << 30, .create = true,
	};

	assert_int_equal(store_open(&o, &f->store), OK);
	assert_int_equal(writer_start(f->store, &f->writer), OK);
	f->reader = reader_new(f->store);
	assert_non_null(f->reader);
}

static inline void
fixture_close(struct fixture *f)
{
	reader_free(&f->reader);
	writer_stop(&f->writer);
	store_close(&f->store);
}

static inline void
fixture_init(struct fixture *f)
{
	*f = (struct fixture){ .dir = "/tmp/stoa-test-XXXXXX" };
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->wake, NULL);
	assert_non_null(mkdtemp(f->dir));
	fixture_open(f);
}

static inline void
fixture_remove(struct fixture *f)
{
	char cmd[128];

	fixture_close(f);
	snprintf(cmd, sizeof(cmd), "rm -rf '%s'", f->dir);
	assert_int_equal(system(cmd), 0);
}

/* For cmocka: *state is a struct fixture. */
static inline int
fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_init(f);
	*state = f;
	return 0;
}

static inline int
fixture_teardown(void **state)
{
	fixture_remove(*state);
	free(*state);
	return 0;
}

static inline uint64_t
fixture_last_event(struct fixture *f)
{
	struct view *v = view_open(f->reader);
	uint64_t seq = view_seq(v);

	view_close(&v);
	return seq;
}

/* All CRCs, and all tables against the journal. */
static inline void
fixture_check(struct fixture *f)
{
	struct upkeep_report r;

	if (store_check(f->store, NULL, NULL, &r) != OK)
		fail_msg("check: %s", r.first);
}

struct waiting {
	struct intent intent;
	struct fixture *fixture;
	bool done;
};

static inline void
fixture_done(struct intent *i)
{
	struct waiting *w = i->arg;

	pthread_mutex_lock(&w->fixture->lock);
	w->done = true;
	pthread_cond_broadcast(&w->fixture->wake);
	pthread_mutex_unlock(&w->fixture->lock);
}

/* Submits and waits for the answer. */
static inline enum err
fixture_do(struct fixture *f, struct intent i, uint64_t *seq)
{
	struct waiting w = { .intent = i, .fixture = f };

	w.intent.done = fixture_done;
	w.intent.arg = &w;
	assert_true(writer_submit(f->writer, &w.intent));
	pthread_mutex_lock(&f->lock);
	while (!w.done)
		pthread_cond_wait(&f->wake, &f->lock);
	pthread_mutex_unlock(&f->lock);
	if (seq != NULL)
		*seq = w.intent.seq;
	memcpy(f->why, w.intent.why, sizeof(f->why));
	return w.intent.err;
}

static inline enum err
fixture_act(struct fixture *f, enum act_id act, const char *target,
    const char *args)
{
	return fixture_do(f, (struct intent){
		.act = act, .actor = SLICE("system"),
		.target = slice_of(target), .args = slice_of(args),
	}, NULL);
}

/* A backup of the store into dir, as the two processes of stoad make it. */
static inline enum err
fixture_backup(struct fixture *f, const char *dir)
{
	int fd = -1;
	enum err e = backup_open(dir, &fd);

	if (e != OK)
		return e;
	assert_int_equal(store_backup_to(f->store, fd), OK);
	close(fd);
	return backup_close(dir, true);
}

/* Posts "<id@t>" with the given References ("" for none); boards are made. */
static inline enum err
fixture_post(struct fixture *f, const char *boards, const char *id,
    const char *refs, int64_t day)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;
	enum err e;

	buf_printf(&raw, "Path: t!not-for-mail\r\nFrom: A <a@example.org>\r\n"
	    "Subject: about %s\r\nNewsgroups: %s\r\n"
	    "Date: %02d Nov 2025 10:00:00 +0000\r\nMessage-ID: <%s@t>\r\n",
	    id, boards, (int)day, id);
	if (refs[0] != '\0')
		buf_printf(&raw, "References: %s\r\n", refs);
	buf_printf(&raw, "\r\nText of %s.\r\n", id);
	e = posting_new(f->store, &raw, &p);
	if (e == OK)
		e = fixture_do(f, (struct intent){
			.act = ACT_POST, .actor = SLICE("@anna"),
			.posting = p, .create_boards = true,
		}, NULL);
	posting_free(&p);
	buf_clear(&raw);
	return e;
}

#endif
