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
#include <sys/random.h>

#include "common/xalloc.h"

enum { BUCKETS = 4096 };

struct entry {
	struct entry *next;
	uint64_t key;
	unsigned count;
};

struct address_table {
	pthread_mutex_t lock;
	_Atomic unsigned limit;
	uint64_t seed;
	struct entry *bucket[BUCKETS];
};

struct address_table *
address_table_new(unsigned limit)
{
	struct address_table *t = xcalloc(1, sizeof(*t));

	pthread_mutex_init(&t->lock, NULL);
	t->limit = limit;
	if (getrandom(&t->seed, sizeof(t->seed), 0) !=
	    (ssize_t)sizeof(t->seed))
		t->seed = (uintptr_t)t;
	return t;
}

void
address_table_limit(struct address_table *t, unsigned limit)
{
	t->limit = limit;
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

static void
address_key(const struct sockaddr *sa, unsigned char out[8])
{
	memset(out, 0, 8);
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof(in));
		memcpy(out + 4, &in.sin_addr, 4);
	} else {
		struct sockaddr_in6 in;

		memcpy(&in, sa, sizeof(in));
		if (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr))
			memcpy(out + 4, in.sin6_addr.s6_addr + 12, 4);
		else
			memcpy(out, in.sin6_addr.s6_addr, 8);
	}
}

/* The finaliser of MurmurHash3, keyed. */
static struct entry **
find(struct address_table *t, uint64_t key)
{
	uint64_t h = key ^ t->seed;
	struct entry **at;

	h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
	h = (h ^ h >> 33) * (0xc4ceb9fe1a85ec53u ^ (t->seed << 1));
	h ^= h >> 33;
	at = &t->bucket[h % BUCKETS];
	while (*at != NULL && (*at)->key != key)
		at = &(*at)->next;
	return at;
}

bool
address_take(
    struct address_table *t, const struct sockaddr *sa, struct address *out)
{
	struct entry **at;
	uint64_t key;
	bool taken;

	*out = (struct address){ .counted = false };
	if (t->limit == 0 || address_local(sa))
		return true;
	address_key(sa, out->bytes);
	memcpy(&key, out->bytes, sizeof(key));
	pthread_mutex_lock(&t->lock);
	at = find(t, key);
	if (*at == NULL) {
		*at = xcalloc(1, sizeof(**at));
		(*at)->key = key;
	}
	taken = (*at)->count < t->limit;
	if (taken)
		(*at)->count++;
	pthread_mutex_unlock(&t->lock);
	out->counted = taken;
	return taken;
}

void
address_release(struct address_table *t, struct address *a)
{
	struct entry **at, *e;
	uint64_t key;

	if (!a->counted)
		return;
	a->counted = false;
	memcpy(&key, a->bytes, sizeof(key));
	pthread_mutex_lock(&t->lock);
	at = find(t, key);
	e = *at;
	if (e != NULL && --e->count == 0) {
		*at = e->next;
		free(e);
	}
	pthread_mutex_unlock(&t->lock);
}
