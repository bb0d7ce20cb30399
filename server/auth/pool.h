/*
 * The hash threads: LIMIT_HASHES of them behind a queue of LIMIT_HASH_QUEUE,
 * so that a flood of logins costs bounded memory. Addresses get their turns
 * one after the other, and when the queue is full the one that fills it most
 * loses its last place to a newcomer: it costs nobody else's time either. A
 * login that the brake holds back has no place in the queue: it waits beside
 * it until its time has come, or another of the same guesser has succeeded.
 */
#ifndef SERVER_AUTH_POOL_H
#define SERVER_AUTH_POOL_H

#include <stdatomic.h>

#include "common/err.h"
#include "proto/limits.h"
#include "server/auth/brake.h"
#include "server/auth/hash.h"

struct hash_pool;

struct hash_job {
	bool make;		/* make a hash, else verify */
	char password[LIMIT_PASSWORD + 1];
	size_t password_len;
	char hash[HASH_SIZE];	/* verify: may be "" */
	uint64_t from;		/* whose turn it takes: an address */
	uint64_t guesser;	/* brake_guesser(); 0: no brake */
	/*
	 * Wrong ones of its address, 0: any number. The first LIMIT_LOGIN_SHARE
	 * of each name have a measure of their own, so that who guesses for
	 * one name takes no room from the others.
	 */
	struct brake_rate minute, hour;
	/*
	 * Called on a hash thread, or on that of whoever took its place; the
	 * password is forgotten by then.
	 */
	void (*done)(struct hash_job *j);
	/* NULL, or where it says that nobody waits for it any more. */
	const _Atomic bool *unwanted;
	/*
	 * OK: verified, or made; ERR_DENIED, ERR_NOMEM; ERR_SLOW: not tried,
	 * its address had too many wrong ones; ERR_BUSY: not tried, there was
	 * no place or nobody waited for it
	 */
	enum err err;
	uint64_t wait_ms;	/* ERR_SLOW: until it may be tried */
	uint64_t held_ms;	/* by the brake */
	struct hash_job *next;	/* the pool's, and what follows */
	uint64_t round;
	uint64_t since, due;	/* clock_mono_ms() */
	bool begun;
	bool early;		/* one of the first of its name */
};

/* b may be NULL; it must outlive the pool. */
enum err hash_pool_new(struct brakes *b, struct hash_pool **out);
/* From now on a job that the brake holds back is over. Any thread. */
void hash_pool_hurry(struct hash_pool *p);
/* Finishes what is queued. */
void hash_pool_free(struct hash_pool **p);
/* False when there is no place for it. Any thread. */
bool hash_pool_submit(struct hash_pool *p, struct hash_job *j);
/* How many wait. Any thread. */
unsigned hash_pool_waiting(struct hash_pool *p);

#endif
