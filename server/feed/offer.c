/* Offered articles: a set-associative table, one lock a part of it. */
#include "server/feed/offer.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/limits.h"

enum { WAYS = 4, SETS = 1 << 14, LOCKS = 64 };

struct entry {
	uint64_t key;		/* 0: free */
	uint32_t who;
	uint32_t until;		/* seconds */
};

struct offers {
	pthread_mutex_t lock[LOCKS];
	uint64_t seed;
	struct entry set[SETS][WAYS];
};

struct offers *
offers_new(void)
{
	struct offers *o = xcalloc(1, sizeof(*o));

	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_init(&o->lock[i], NULL);
	if (getrandom(&o->seed, sizeof(o->seed), 0) !=
	    (ssize_t)sizeof(o->seed))
		o->seed = (uintptr_t)o;
	return o;
}

void
offers_free(struct offers **o)
{
	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_destroy(&(*o)->lock[i]);
	free(*o);
	*o = NULL;
}

/*
 * FNV-1a with a secret start, mixed well. Two ids of the same key only make
 * the second wait.
 */
static uint64_t
key_of(const struct offers *o, struct slice msgid)
{
	uint64_t h = 0xcbf29ce484222325u ^ o->seed;

	for (size_t i = 0; i < msgid.len; i++)
		h = (h ^ (unsigned char)msgid.p[i]) * 0x100000001b3u;
	h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
	h = (h ^ h >> 33) * (0xc4ceb9fe1a85ec53u ^ (o->seed << 1));
	h ^= h >> 33;
	return h != 0 ? h : 1;
}

/* The entry of key, or one that is free or over, or NULL. */
static struct entry *
find(struct offers *o, uint64_t key, uint32_t now)
{
	struct entry *set = o->set[key % SETS], *room = NULL;

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].key == 0 || set[i].until <= now)
			room = &set[i];
	}
	return room;
}

bool
offer_take(struct offers *o, struct slice msgid, uint32_t who)
{
	uint32_t now = (uint32_t)(clock_mono_ms() / 1000);
	struct entry *e;
	uint64_t key;
	bool mine;

	if (o == NULL)
		return true;
	key = key_of(o, msgid);
	pthread_mutex_lock(&o->lock[key % LOCKS]);
	e = find(o, key, now);
	mine = e == NULL || e->key != key || e->who == who || e->until <= now;
	if (e != NULL && mine)
		*e = (struct entry){ key, who, now + LIMIT_OFFER_S };
	pthread_mutex_unlock(&o->lock[key % LOCKS]);
	return mine;
}

void
offer_drop(struct offers *o, struct slice msgid, uint32_t who)
{
	struct entry *e;
	uint64_t key;

	if (o == NULL)
		return;
	key = key_of(o, msgid);
	pthread_mutex_lock(&o->lock[key % LOCKS]);
	e = find(o, key, UINT32_MAX);
	if (e != NULL && e->key == key && e->who == who)
		e->key = 0;
	pthread_mutex_unlock(&o->lock[key % LOCKS]);
}

void
offer_drop_all(struct offers *o, uint32_t who)
{
	for (int i = 0; o != NULL && i < LOCKS; i++) {
		pthread_mutex_lock(&o->lock[i]);
		for (int k = i; k < SETS; k += LOCKS)
			for (int w = 0; w < WAYS; w++)
				if (o->set[k][w].who == who)
					o->set[k][w].key = 0;
		pthread_mutex_unlock(&o->lock[i]);
	}
}
