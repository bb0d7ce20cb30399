/*
 * Sessions of accounts, in a hash table under one lock. Who was not there for
 * a day is forgotten when another comes by.
 */
#include "server/store/presence.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"

enum { BUCKETS = 1024 };

/* Between two words about an account's reading, in seconds. */
enum { TELL_S = 60 };

struct person {
	struct person *next;
	uint32_t account;
	unsigned sessions;
	int64_t left;		/* when the last of them ended */
	int64_t hour;		/* since 1970, in which it fetched last */
	uint64_t seen;		/* bits of what it fetched then */
	int64_t told;		/* when that was told */
};

struct presence {
	pthread_mutex_t lock;
	struct person *bucket[BUCKETS];
};

struct presence *
presence_new(void)
{
	struct presence *p = xcalloc(1, sizeof(*p));

	pthread_mutex_init(&p->lock, NULL);
	return p;
}

void
presence_free(struct presence **pp)
{
	struct presence *p = *pp;

	*pp = NULL;
	if (p == NULL)
		return;
	for (int i = 0; i < BUCKETS; i++) {
		struct person *one = p->bucket[i];

		while (one != NULL) {
			struct person *next = one->next;

			free(one);
			one = next;
		}
	}
	pthread_mutex_destroy(&p->lock);
	free(p);
}

/* Where the account stands, or would. The lock is held. */
static struct person **
find(struct presence *p, uint32_t account)
{
	struct person **at = &p->bucket[account % BUCKETS];

	while (*at != NULL && (*at)->account != account)
		at = &(*at)->next;
	return at;
}

void
presence_enter(struct presence *p, uint32_t account)
{
	struct person **at;

	pthread_mutex_lock(&p->lock);
	at = find(p, account);
	if (*at == NULL) {
		*at = xcalloc(1, sizeof(**at));
		(*at)->account = account;
	}
	(*at)->sessions++;
	pthread_mutex_unlock(&p->lock);
}

/* Those of the bucket who left long ago. The lock is held. */
static void
forget(struct person **at, int64_t now)
{
	while (*at != NULL) {
		struct person *one = *at;

		if (one->sessions != 0 || one->left + DAY_S > now) {
			at = &one->next;
			continue;
		}
		*at = one->next;
		free(one);
	}
}

void
presence_leave(struct presence *p, uint32_t account, int64_t now)
{
	struct person *one;

	pthread_mutex_lock(&p->lock);
	one = *find(p, account);
	if (one != NULL && one->sessions != 0) {
		one->sessions--;
		one->left = now;
	}
	forget(&p->bucket[account % BUCKETS], now);
	pthread_mutex_unlock(&p->lock);
}

bool
presence_has(
    struct presence *p, uint32_t account, int64_t now, uint32_t span)
{
	const struct person *one;
	bool there;

	pthread_mutex_lock(&p->lock);
	one = *find(p, account);
	there = one != NULL &&
	    (one->sessions != 0 || now - one->left < (int64_t)span);
	pthread_mutex_unlock(&p->lock);
	return there;
}

bool
presence_fetch(struct presence *p, uint32_t account, uint64_t article,
    int64_t now, bool *tell)
{
	uint64_t bit = 1ull << (article % 64);
	struct person *one;
	bool fresh = false;

	*tell = false;
	pthread_mutex_lock(&p->lock);
	one = *find(p, account);
	if (one != NULL && one->hour != now / HOUR_S) {
		one->hour = now / HOUR_S;
		one->seen = 0;
	}
	if (one != NULL) {
		fresh = (one->seen & bit) == 0;
		one->seen |= bit;
		*tell = fresh && (now < one->told || now - one->told >= TELL_S);
	}
	if (*tell)
		one->told = now;
	pthread_mutex_unlock(&p->lock);
	return fresh;
}
