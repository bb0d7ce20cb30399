/*
 * The hash threads: LIMIT_HASHES of them behind a queue of LIMIT_HASH_QUEUE,
 * so that a flood of logins costs bounded memory and nobody else's time.
 */
#ifndef SERVER_AUTH_POOL_H
#define SERVER_AUTH_POOL_H

#include <stdatomic.h>

#include "common/err.h"
#include "proto/limits.h"
#include "server/auth/hash.h"

struct hash_pool;

struct hash_job {
	bool make;		/* make a hash, else verify */
	char password[LIMIT_PASSWORD + 1];
	size_t password_len;
	char hash[HASH_SIZE];	/* verify: may be "" */
	/* Called on a hash thread; the password is forgotten by then. */
	void (*done)(struct hash_job *j);
	/* NULL, or where it says that nobody waits for it any more. */
	const _Atomic bool *unwanted;
	bool ok;		/* verified, or made; false when unwanted */
	struct hash_job *next;	/* the pool's */
};

enum err hash_pool_new(struct hash_pool **out);
/* Finishes what is queued. */
void hash_pool_free(struct hash_pool **p);
/* False when the queue is full. Any thread. */
bool hash_pool_submit(struct hash_pool *p, struct hash_job *j);

#endif
