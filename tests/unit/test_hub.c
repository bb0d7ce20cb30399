/* The one follower of the journal: all of it, once, in order, to all. */
#include "tests/unit/store_fixture.h"

#include <time.h>

#include "server/watch/hub.h"

enum { EVENTS = 1500 };		/* more than one batch holds */

static struct fixture fix;
static struct hub *hub;

/* What an ear has heard. */
struct heard {
	struct hub_ear ear;	/* first */
	pthread_mutex_t lock;
	pthread_cond_t wake;
	uint64_t first, last;
	bool gap;		/* not one behind the other */
	unsigned batches, most;
};

static void
hand(struct hub_ear *ear, struct hub_batch *b)
{
	struct heard *h = (struct heard *)(void *)ear;
	struct event e;

	pthread_mutex_lock(&h->lock);
	for (int i = 0; i < b->n; i++) {
		if (event_parse(hub_line(b, i), &e) != OK ||
		    e.seq != b->line[i].seq ||
		    (h->last != 0 && e.seq != h->last + 1))
			h->gap = true;
		if (h->first == 0)
			h->first = e.seq;
		h->last = e.seq;
	}
	h->gap = h->gap || h->last != b->last;
	h->batches++;
	h->most = (unsigned)b->n > h->most ? (unsigned)b->n : h->most;
	pthread_cond_broadcast(&h->wake);
	pthread_mutex_unlock(&h->lock);
	hub_batch_free(&b);
}

static void
heard_init(struct heard *h)
{
	*h = (struct heard){ .ear = { .hand = hand } };
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->wake, NULL);
	hub_add(hub, &h->ear);
}

static void
heard_end(struct heard *h)
{
	hub_remove(hub, &h->ear);
	pthread_mutex_destroy(&h->lock);
	pthread_cond_destroy(&h->wake);
}

static void
await(struct heard *h, uint64_t seq)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 60;
	pthread_mutex_lock(&h->lock);
	while (h->last < seq)
		assert_int_equal(pthread_cond_timedwait(
		    &h->wake, &h->lock, &until), 0);
	pthread_mutex_unlock(&h->lock);
}

static void
act(int i)
{
	char title[32];

	snprintf(title, sizeof(title), ":Number %d", i);
	assert_int_equal(fixture_act(&fix, ACT_BOARD, "a.x", title), OK);
}

static int
setup(void **state)
{
	(void)state;
	fixture_init(&fix);
	assert_int_equal(hub_start(fix.store, fix.writer, &hub), OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	hub_stop(hub);
	hub_free(&hub);
	fixture_remove(&fix);
	return 0;
}

static void
test_all(void **state)
{
	uint64_t begun;
	struct heard a, b;

	(void)state;
	act(0);
	begun = fixture_last_event(&fix);
	heard_init(&a);
	heard_init(&b);
	hub_enter(hub, &a.ear, begun);
	hub_enter(hub, &b.ear, begun);
	assert_int_equal(hub_last(hub), begun);
	for (int i = 1; i <= EVENTS; i++)
		act(i);
	await(&a, begun + EVENTS);
	await(&b, begun + EVENTS);
	assert_int_equal(a.first, begun + 1);
	assert_int_equal(b.first, begun + 1);
	assert_false(a.gap);
	assert_false(b.gap);
	/* Read once for both. */
	assert_int_equal(a.batches, b.batches);
	assert_true(a.most <= HUB_BATCH);
	assert_int_equal(hub_last(hub), begun + EVENTS);
	hub_leave(hub, &a.ear);
	hub_leave(hub, &b.ear);
	heard_end(&a);
	heard_end(&b);
}

static void
test_owners(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		assert_true(hub_take(hub, 7, 4));
	assert_false(hub_take(hub, 7, 4));
	/* One in the same list, and nobody. */
	assert_true(hub_take(hub, 7 + 256, 1));
	assert_false(hub_take(hub, 7 + 256, 1));
	assert_true(hub_take(hub, 0, 1));
	assert_true(hub_take(hub, 0, 1));
	assert_true(hub_take(hub, 7, 0));
	hub_give(hub, 0);
	for (int i = 0; i < 5; i++)
		hub_give(hub, 7);
	assert_true(hub_take(hub, 7, 1));
	hub_give(hub, 7);
	hub_give(hub, 7 + 256);
}

/* What nobody watches is not read, not even afterwards. */
static void
test_nobody(void **state)
{
	uint64_t seen;
	struct heard h;

	(void)state;
	heard_init(&h);
	act(-1);
	act(-2);
	seen = fixture_last_event(&fix);
	hub_enter(hub, &h.ear, seen);
	assert_int_equal(hub_last(hub), seen);
	act(-3);
	await(&h, seen + 1);
	assert_int_equal(h.first, seen + 1);
	hub_leave(hub, &h.ear);
	act(-4);
	/* Another one still hears; this one does not. */
	pthread_mutex_lock(&h.lock);
	assert_int_equal(h.last, seen + 1);
	pthread_mutex_unlock(&h.lock);
	heard_end(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_owners),
		cmocka_unit_test(test_nobody),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
