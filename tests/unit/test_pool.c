/* The hash threads: whose turn it is, and who loses a place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <pthread.h>

#include "server/auth/brake.h"
#include "server/auth/pool.h"

enum { MOST = LIMIT_HASH_QUEUE + 8 };

static struct {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct hash_job *done[MOST];
	int n;
	int held;		/* threads at the gate */
	int passes;		/* so many may go through it */
} seen = { .lock = PTHREAD_MUTEX_INITIALIZER,
	.wake = PTHREAD_COND_INITIALIZER };

static void
on_done(struct hash_job *j)
{
	pthread_mutex_lock(&seen.lock);
	seen.done[seen.n++] = j;
	pthread_cond_broadcast(&seen.wake);
	pthread_mutex_unlock(&seen.lock);
}

static void
at_gate(struct hash_job *j)
{
	(void)j;
	pthread_mutex_lock(&seen.lock);
	seen.held++;
	pthread_cond_broadcast(&seen.wake);
	while (seen.passes == 0)
		pthread_cond_wait(&seen.wake, &seen.lock);
	seen.passes--;
	seen.held--;
	pthread_cond_broadcast(&seen.wake);
	pthread_mutex_unlock(&seen.lock);
}

/* A pool whose threads stand still until they are let go. */
static struct hash_pool *
held_pool(void)
{
	static const _Atomic bool unwanted = true;
	static struct hash_job job[LIMIT_HASHES];
	struct hash_pool *p;

	seen.n = 0;
	seen.passes = 0;
	assert_int_equal(hash_pool_new(NULL, &p), OK);
	for (int i = 0; i < LIMIT_HASHES; i++) {
		job[i] = (struct hash_job){ .done = at_gate,
			.unwanted = &unwanted };
		assert_true(hash_pool_submit(p, &job[i]));
	}
	pthread_mutex_lock(&seen.lock);
	while (seen.held < LIMIT_HASHES)
		pthread_cond_wait(&seen.wake, &seen.lock);
	pthread_mutex_unlock(&seen.lock);
	return p;
}

static void
let_go(int threads)
{
	pthread_mutex_lock(&seen.lock);
	seen.passes += threads;
	pthread_cond_broadcast(&seen.wake);
	pthread_mutex_unlock(&seen.lock);
}

static void
wait_for(int n)
{
	pthread_mutex_lock(&seen.lock);
	while (seen.n < n)
		pthread_cond_wait(&seen.wake, &seen.lock);
	pthread_mutex_unlock(&seen.lock);
}

static struct hash_job
job(uint64_t from, const _Atomic bool *unwanted)
{
	return (struct hash_job){ .from = from, .password = "secret",
		.password_len = 6, .done = on_done, .unwanted = unwanted };
}

static int
place_of(const struct hash_job *j)
{
	for (int i = 0; i < seen.n; i++)
		if (seen.done[i] == j)
			return i;
	return -1;
}

/* One address fills the queue: those of others are next, not last. */
static void
test_flood(void **state)
{
	enum { N = LIMIT_HASH_QUEUE, OTHERS = 4 };
	static struct hash_job flood[N + 1], other[OTHERS];
	static const _Atomic bool unwanted = true;
	struct hash_pool *p = held_pool();

	(void)state;
	for (int i = 0; i <= N; i++) {
		flood[i] = job(1, &unwanted);
		assert_int_equal(hash_pool_submit(p, &flood[i]), i < N);
	}
	for (int i = 0; i < OTHERS; i++) {
		other[i] = job(2 + (uint64_t)i, &unwanted);
		assert_true(hash_pool_submit(p, &other[i]));
		/* The last of the flood made room. */
		assert_int_equal(place_of(&flood[N - 1 - i]), i);
		assert_int_equal(flood[N - 1 - i].err, ERR_BUSY);
		assert_int_equal(flood[N - 1 - i].password[0], 0);
	}
	assert_int_equal(hash_pool_waiting(p), N);
	/* What two do at a time ends in any order. */
	let_go(1);
	wait_for(N + OTHERS);
	for (int i = 0; i < OTHERS; i++)
		assert_in_range(place_of(&other[i]), OTHERS, 2 * OTHERS);
	let_go(LIMIT_HASHES - 1);
	hash_pool_free(&p);
	assert_null(p);
}

/* With as many addresses as places nobody is put out. */
static void
test_full(void **state)
{
	static struct hash_job jobs[MOST];
	static const _Atomic bool unwanted = true;
	struct hash_pool *p = held_pool();

	(void)state;
	for (int i = 0; i < MOST; i++) {
		jobs[i] = job(100 + (uint64_t)i, &unwanted);
		assert_int_equal(
		    hash_pool_submit(p, &jobs[i]), i < LIMIT_HASH_QUEUE);
	}
	let_go(LIMIT_HASHES);
	wait_for(LIMIT_HASH_QUEUE);
	for (int i = 0; i < seen.n; i++)
		assert_int_equal(seen.done[i]->password[0], 0);
	hash_pool_free(&p);
}

/* The brake as after n failures, and those who came then. */
struct crowd {
	struct brakes *brakes;
	struct hash_pool *pool;
	char hash[HASH_SIZE];
	struct hash_job job[16];
};

static void
crowd_init(struct crowd *c, unsigned failures)
{
	uint64_t guesser;

	*c = (struct crowd){ .brakes = brakes_new() };
	guesser = brake_guesser(c->brakes, SLICE("anna"));
	for (unsigned i = 0; i < failures; i++) {
		brake_login(c->brakes, guesser);
		brake_login_failed(c->brakes, guesser);
	}
	seen.n = 0;
	assert_int_equal(hash_make(SLICE("secret"), c->hash), OK);
	assert_int_equal(hash_pool_new(c->brakes, &c->pool), OK);
	for (int i = 0; i < 16; i++) {
		c->job[i] = job(1, NULL);
		c->job[i].guesser = guesser;
		memcpy(c->job[i].hash, c->hash, sizeof(c->hash));
	}
}

static void
crowd_submit(struct crowd *c, int from, int to)
{
	for (int i = from; i < to; i++)
		assert_true(hash_pool_submit(c->pool, &c->job[i]));
}

static void
crowd_free(struct crowd *c)
{
	hash_pool_free(&c->pool);
	brakes_free(&c->brakes);
}

/* Many connections of one who knows it: the brake is in nobody's way. */
static void
test_right_at_once(void **state)
{
	struct crowd c;

	(void)state;
	crowd_init(&c, LIMIT_LOGIN_FAILS - 1);
	crowd_submit(&c, 0, 16);
	wait_for(16);
	for (int i = 0; i < 16; i++)
		assert_int_equal(c.job[i].err, OK);
	crowd_free(&c);
}

/* As many of one who does not get what is free; the rest waits. */
static void
test_wrong_at_once(void **state)
{
	struct crowd c;
	int denied = 0;

	(void)state;
	crowd_init(&c, 0);
	for (int i = 0; i < 15; i++)
		memcpy(c.job[i].password, "guess!", 6);
	crowd_submit(&c, 0, 15);
	wait_for(LIMIT_LOGIN_FAILS);
	assert_int_equal(hash_pool_waiting(c.pool), 0);
	/* Now the right one, held as well; the end lets none of them try. */
	crowd_submit(&c, 15, 16);
	hash_pool_hurry(c.pool);
	wait_for(16);
	for (int i = 0; i < 16; i++) {
		assert_in_set(c.job[i].err, ((uintmax_t[]){ ERR_DENIED,
		    ERR_BUSY }), 2);
		assert_int_equal(c.job[i].password[0], 0);
		denied += c.job[i].err == ERR_DENIED;
	}
	assert_in_range(denied, LIMIT_LOGIN_FAILS, LIMIT_LOGIN_FAILS + 1);
	crowd_free(&c);
}

/* All are held; the first that succeeds lets go the others. */
static void
test_release(void **state)
{
	struct crowd c;

	(void)state;
	crowd_init(&c, LIMIT_LOGIN_FAILS);
	crowd_submit(&c, 0, 16);
	wait_for(16);
	for (int i = 0; i < 16; i++)
		assert_int_equal(c.job[i].err, OK);
	assert_in_range(c.job[15].held_ms, 1, 60000);
	crowd_free(&c);
}

/* What a hash is good for, and what no memory is not. */
static void
test_verify(void **state)
{
	char hash[HASH_SIZE];

	(void)state;
	assert_int_equal(hash_init(), OK);
	assert_int_equal(hash_make(SLICE("secret"), hash), OK);
	assert_int_equal(hash_verify(slice_of(hash), SLICE("secret")), OK);
	assert_int_equal(
	    hash_verify(slice_of(hash), SLICE("Secret")), ERR_DENIED);
	assert_int_equal(hash_verify(SLICE(""), SLICE("secret")), ERR_DENIED);
	assert_int_equal(
	    hash_verify(SLICE("$argon2id$x"), SLICE("secret")), ERR_DENIED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verify),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_right_at_once),
		cmocka_unit_test(test_wrong_at_once),
		cmocka_unit_test(test_release),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
