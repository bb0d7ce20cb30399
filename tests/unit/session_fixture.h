/*
 * A session without a socket: a store with one large board and one of odd
 * articles, a desk whose notify() collects finished tasks, and ways to feed
 * the session bytes.
 */
#ifndef TESTS_UNIT_SESSION_FIXTURE_H
#define TESTS_UNIT_SESSION_FIXTURE_H

#include "server/auth/pool.h"
#include "server/cmd/table.h"
#include "server/net/session.h"
#include "server/stoad.h"
#include "tests/unit/store_fixture.h"

/* More than one slice looks at. */
enum { ARTICLES = LIMIT_SCAN + 100 };

struct room {
	struct desk desk;	/* first: notify() finds the room */
	struct fixture store;
	struct server server;
	struct task *first, *last;	/* done, in order; under store.lock */
};

static inline void
room_notify(struct desk *d, struct task *t)
{
	struct room *r = (struct room *)(void *)d;

	t->next_done = NULL;
	pthread_mutex_lock(&r->store.lock);
	if (r->last != NULL)
		r->last->next_done = t;
	else
		r->first = t;
	r->last = t;
	pthread_cond_broadcast(&r->store.wake);
	pthread_mutex_unlock(&r->store.lock);
}

static inline void
room_fill(struct room *r)
{
	char id[32];

	for (int i = 1; i <= ARTICLES; i++) {
		snprintf(id, sizeof(id), "%d", i);
		assert_int_equal(fixture_post(&r->store,
		    i % 10 == 0 ? "a.large,a.small" : "a.large", id,
		    i % 3 == 0 ? "<1@t>" : "", i % 28 + 1), OK);
	}
	assert_int_equal(fixture_act(&r->store, ACT_JOIN, "@anna", ""), OK);
}

static inline void
room_init(struct room *r)
{
	setenv("STOA_NOW", "1795348800", 1);
	*r = (struct room){ .first = NULL };
	fixture_init(&r->store);
	room_fill(r);
	r->server.store = r->store.store;
	r->server.writer = r->store.writer;
	assert_int_equal(hash_init(), OK);
	assert_int_equal(hash_pool_new(NULL, &r->server.hashes), OK);
	assert_true(desk_init(&r->desk, &r->server));
	r->desk.notify = room_notify;
}

static inline void
room_remove(struct room *r)
{
	desk_clear(&r->desk);
	hash_pool_free(&r->server.hashes);
	fixture_remove(&r->store);
}

/* One for all tests of a program: to fill it takes its time. */
static struct room room;

static inline int
room_setup(void **state)
{
	(void)state;
	room_init(&room);
	return 0;
}

static inline int
room_teardown(void **state)
{
	(void)state;
	room_remove(&room);
	return 0;
}

/* Waits for a task of the session and marks all that are done. */
static inline void
room_wait(struct room *r)
{
	pthread_mutex_lock(&r->store.lock);
	while (r->first == NULL)
		pthread_cond_wait(&r->store.wake, &r->store.lock);
	for (; r->first != NULL; r->first = r->first->next_done)
		r->first->done = true;
	r->last = NULL;
	pthread_mutex_unlock(&r->store.lock);
}

/* What the last feed met. */
struct feed {
	unsigned turns;		/* WANT_TURN */
	size_t most;		/* bytes of one turn */
	bool closed;
};

/*
 * The bytes arrive; goes on until the session wants more of them. What is
 * left of *in must be said again, with more behind it.
 */
static inline void
room_feed(struct room *r, struct session *s, struct slice *in,
    struct buf *out, struct feed *f)
{
	while (!f->closed) {
		size_t mark = out->len;
		enum session_want want = session_run(s, in, out);

		desk_rest(&r->desk);
		if (out->len - mark > f->most)
			f->most = out->len - mark;
		if (want == WANT_INPUT)
			break;
		f->turns += want == WANT_TURN;
		f->closed = want == WANT_CLOSE;
		if (want == WANT_TASK) {
			do
				room_wait(r);
			while (!session_answer(s, out));
			desk_rest(&r->desk);
		}
	}
}

/* Answers what a feed has left with the writer, and ends the session. */
static inline void
room_end(struct room *r, struct session *s, struct buf *out)
{
	while (s->tasks != 0) {
		room_wait(r);
		session_answer(s, out);
	}
	session_close(s);
	assert_true(session_drained(s));
	desk_rest(&r->desk);
}

#endif
