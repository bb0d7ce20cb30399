/*
 * Connections per address: a chained hash table under one lock. Its size is
 * bounded by the connections that are open, its seed is secret.
 */
#include "server/net/address.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"
#include "server/auth/hash.h"

enum { BUCKETS = 4096 };

struct entry {
	struct entry *next;
	uint64_t key;
	unsigned count;
};

struct address_table {
	pthread_mutex_t lock;
	_Atomic unsigned limit;
	unsigned char secret[HASH_KEY];
	struct entry *bucket[BUCKETS];
};

struct address_table *
address_table_new(unsigned limit)
{
	struct address_table *t = xcalloc(1, sizeof(*t));

	pthread_mutex_init(&t->lock, NULL);
	t->limit = limit;
	hash_random(t->secret, sizeof(t->secret));
	return t;
}

void
address_table_limit(struct address_table *t, unsigned limit)
{
	t->limit = limit;
}

unsigned
address_table_most(const struct address_table *t)
{
	return t->limit;
}

void
address_table_free(struct address_table **t)
{
	for (int i = 0; i < BUCKETS; i++) {
		struct entry *e = (*t)->bucket[i];

		while (e != NULL) {
			struct entry *next = e->next;

			free(e);
			e = next;
		}
	}
	pthread_mutex_destroy(&(*t)->lock);
	free(*t);
	*t = NULL;
}

bool
address_local(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof(in));
		return ntohl(in.sin_addr.s_addr) >> 24 == 127;
	}
	if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in;

		memcpy(&in, sa, sizeof(in));
		return IN6_IS_ADDR_LOOPBACK(&in.sin6_addr) ||
		    (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr) &&
		    in.sin6_addr.s6_addr[12] == 127);
	}
	return true;
}

static struct entry **
find(struct address_table *t, uint64_t key)
{
	struct entry **at =
	    &t->bucket[hash_short(t->secret, &key, sizeof(key)) % BUCKETS];

	while (*at != NULL && (*at)->key != key)
		at = &(*at)->next;
	return at;
}

static uint64_t
key_of(const struct address *a)
{
	uint64_t key;

	memcpy(&key, ip_host(&a->ip).p, sizeof(key));
	return key;
}

bool
address_take(struct address_table *t, struct address *a)
{
	struct entry **at;
	uint64_t key = key_of(a);

	a->counted = false;
	if (t->limit == 0)
		return true;
	pthread_mutex_lock(&t->lock);
	at = find(t, key);
	if (*at == NULL) {
		*at = xcalloc(1, sizeof(**at));
		(*at)->key = key;
	}
	a->counted = (*at)->count < t->limit;
	if (a->counted)
		(*at)->count++;
	pthread_mutex_unlock(&t->lock);
	return a->counted;
}

void
address_release(struct address_table *t, struct address *a)
{
	struct entry **at, *e;

	if (!a->counted)
		return;
	a->counted = false;
	pthread_mutex_lock(&t->lock);
	at = find(t, key_of(a));
	e = *at;
	if (e != NULL && --e->count == 0) {
		*at = e->next;
		free(e);
	}
	pthread_mutex_unlock(&t->lock);
}
