/*
 * One number a bucket: the time at which it will be empty. Buckets lie in
 * sets of a few, like the lines of a processor's cache, so that the table
 * needs no list and never grows.
 */
#include "server/auth/brake.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "server/auth/hash.h"

enum { WAYS = 8, SETS = LIMIT_BRAKES / WAYS, LOCKS = 64 };

/* Where the doubling ends: 2^10 seconds are more than the longest delay. */
enum { DOUBLINGS = 10 };

/* How long one failed login counts. */
#define LOGIN_US (LIMIT_LOGIN_WINDOW_S * 1000000ull / LIMIT_LOGIN_FAILS)

struct bucket {
	uint64_t key;		/* 0: free */
	uint64_t empty_us;
	uint64_t next_us;	/* of a login: none before */
};

struct brakes {
	unsigned char secret[HASH_KEY];
	pthread_mutex_t lock[LOCKS];
	struct bucket set[SETS][WAYS];
};

struct brake_rate
brake_rate(uint64_t number, unsigned seconds, uint64_t burst)
{
	struct brake_rate r = { .burst = burst };

	if (number != 0)
		r.every_us = 1000000ull * seconds / number;
	if (number != 0 && r.every_us == 0)
		r.every_us = 1;
	return r;
}

struct brake_rate
brake_burst(uint64_t number)
{
	return brake_rate(number, 1, BRAKE_BURST_S * number);
}

struct brakes *
brakes_new(void)
{
	struct brakes *b = xcalloc(1, sizeof(*b));

	hash_random(b->secret, sizeof(b->secret));
	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_init(&b->lock[i], NULL);
	return b;
}

void
brakes_free(struct brakes **b)
{
	if (*b == NULL)
		return;
	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_destroy(&(*b)->lock[i]);
	free(*b);
	*b = NULL;
}

static uint64_t
key_of(struct brakes *b, enum brake kind, struct slice who)
{
	unsigned char text[128];
	size_t n = who.len < sizeof(text) - 1 ? who.len : sizeof(text) - 1;
	uint64_t key;

	text[0] = (unsigned char)kind;
	memcpy(text + 1, who.p, n);
	key = hash_short(b->secret, text, n + 1);
	return key != 0 ? key : 1;
}

/* The bucket of the key, or an empty one in place of the least full. */
static struct bucket *
find(struct brakes *b, uint64_t key)
{
	struct bucket *set = b->set[key % SETS], *least = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].empty_us < least->empty_us)
			least = &set[i];
	}
	*least = (struct bucket){ .key = key };
	return least;
}

static pthread_mutex_t *
lock_of(struct brakes *b, uint64_t key)
{
	pthread_mutex_t *lock = &b->lock[key % SETS % LOCKS];

	pthread_mutex_lock(lock);
	return lock;
}

static uint64_t
to_ms(uint64_t us)
{
	return us / 1000 + 1;
}

uint64_t
brake_try(struct brakes *b, enum brake kind, struct slice who,
    struct brake_rate rate)
{
	uint64_t key = key_of(b, kind, who), now = clock_mono_us();
	uint64_t full = rate.burst * rate.every_us, end;
	pthread_mutex_t *lock;
	struct bucket *one;

	if (rate.every_us == 0)
		return 0;
	lock = lock_of(b, key);
	one = find(b, key);
	end = (one->empty_us > now ? one->empty_us : now) + rate.every_us;
	if (end - now <= full)
		one->empty_us = end;
	pthread_mutex_unlock(lock);
	return end - now > full ? to_ms(end - now - full) : 0;
}

/* How full the bucket is then, in microseconds of leaking. */
static uint64_t
fill(struct brakes *b, uint64_t key, uint64_t by)
{
	uint64_t now = clock_mono_us(), end;
	pthread_mutex_t *lock = lock_of(b, key);
	struct bucket *one = find(b, key);

	end = (one->empty_us > now ? one->empty_us : now) + by;
	one->empty_us = end;
	pthread_mutex_unlock(lock);
	return end - now;
}

void
brake_undo(struct brakes *b, enum brake kind, struct slice who,
    struct brake_rate rate)
{
	uint64_t key = key_of(b, kind, who);
	pthread_mutex_t *lock = lock_of(b, key);
	struct bucket *one = find(b, key);

	one->empty_us -= one->empty_us < rate.every_us ? one->empty_us :
	    rate.every_us;
	pthread_mutex_unlock(lock);
}

uint64_t
brake_charge(struct brakes *b, enum brake kind, struct slice who,
    struct brake_rate rate, unsigned n)
{
	uint64_t full = rate.burst * rate.every_us, level;

	if (rate.every_us == 0 || n == 0)
		return 0;
	level = fill(b, key_of(b, kind, who), n * rate.every_us);
	return level > full ? to_ms(level - full) : 0;
}

uint64_t
brake_wait(struct brakes *b, enum brake kind, struct slice who,
    struct brake_rate rate)
{
	uint64_t full = rate.burst * rate.every_us, level;

	if (rate.every_us == 0)
		return 0;
	level = fill(b, key_of(b, kind, who), 0) + rate.every_us;
	return level > full ? to_ms(level - full) : 0;
}

uint64_t
brake_guesser(struct brakes *b, struct slice who)
{
	return key_of(b, BRAKE_LOGIN, who);
}

/* Seconds between two tries when so much of the bucket is full. */
static unsigned
delay_of(uint64_t level)
{
	uint64_t fails = (level + LOGIN_US - 1) / LOGIN_US;
	unsigned delay;

	if (fails < LIMIT_LOGIN_FAILS)
		return 0;
	delay = 1u << (fails - LIMIT_LOGIN_FAILS);
	return delay < LIMIT_LOGIN_DELAY_S ? delay : LIMIT_LOGIN_DELAY_S;
}

/* Puts off the next try; returns for how many seconds. */
static unsigned
put_off(struct bucket *one, uint64_t now)
{
	unsigned delay =
	    one->empty_us > now ? delay_of(one->empty_us - now) : 0;

	one->next_us = delay != 0 ? now + delay * 1000000ull : 0;
	return delay;
}

uint64_t
brake_login(struct brakes *b, uint64_t guesser)
{
	const uint64_t most = LOGIN_US * (LIMIT_LOGIN_FAILS + DOUBLINGS);
	uint64_t now = clock_mono_us(), wait = 0;
	pthread_mutex_t *lock = lock_of(b, guesser);
	struct bucket *one = find(b, guesser);

	if (one->next_us > now) {
		wait = to_ms(one->next_us - now);
	} else {
		if (one->empty_us < now)
			one->empty_us = now;
		one->empty_us += LOGIN_US;
		if (one->empty_us - now > most)
			one->empty_us = now + most;
		put_off(one, now);
	}
	pthread_mutex_unlock(lock);
	return wait;
}

unsigned
brake_login_failed(struct brakes *b, uint64_t guesser)
{
	uint64_t now = clock_mono_us();
	pthread_mutex_t *lock = lock_of(b, guesser);
	unsigned delay = put_off(find(b, guesser), now);

	pthread_mutex_unlock(lock);
	return delay;
}

/* Empties the bucket by so much; then the next may come. */
static void
drain(struct brakes *b, uint64_t key, uint64_t by)
{
	pthread_mutex_t *lock = lock_of(b, key);
	struct bucket *one = find(b, key);

	one->empty_us -= by < one->empty_us ? by : one->empty_us;
	one->next_us = 0;
	pthread_mutex_unlock(lock);
}

void
brake_login_undo(struct brakes *b, uint64_t guesser)
{
	drain(b, guesser, LOGIN_US);
}

void
brake_login_ok(struct brakes *b, uint64_t guesser)
{
	drain(b, guesser, UINT64_MAX);
}
