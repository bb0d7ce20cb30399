/*
 * Passwords at rest: argon2id by libsodium, 64 MB and two passes each.
 * hash_make() and hash_verify() take about 0.1 s and belong on a thread of
 * the hash pool.
 */
#ifndef SERVER_AUTH_HASH_H
#define SERVER_AUTH_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/slice.h"

enum { HASH_SIZE = 128 };	/* of a hash with its NUL */
enum { HASH_KEY = 16 };		/* of hash_short() */

/* Once, before any thread. */
enum err hash_init(void);
/* ERR_NOMEM. */
enum err hash_make(struct slice password, char out[HASH_SIZE]);
/*
 * OK when the password belongs to the hash, else ERR_DENIED, or ERR_NOMEM
 * when that could not be found out. An empty hash takes as long and is
 * denied, so that nobody learns which names exist.
 */
enum err hash_verify(struct slice hash, struct slice password);
/* SipHash: for tables whose keys others choose. */
uint64_t hash_short(
    const unsigned char key[HASH_KEY], const void *p, size_t n);
/* Bytes nobody can guess. */
void hash_random(void *p, size_t n);
/* Overwrites a secret, also where a compiler would leave that out. */
void hash_forget(void *p, size_t n);

#endif
