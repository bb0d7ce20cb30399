/*
 * Passwords at rest: argon2id by libsodium, 64 MB and two passes each. Both
 * functions take about 0.1 s and belong on a thread of the hash pool.
 */
#ifndef SERVER_AUTH_HASH_H
#define SERVER_AUTH_HASH_H

#include "common/err.h"
#include "common/slice.h"

enum { HASH_SIZE = 128 };	/* of a hash with its NUL */

/* Once, before any thread. */
enum err hash_init(void);
/* ERR_NOMEM. */
enum err hash_make(struct slice password, char out[HASH_SIZE]);
/*
 * Whether the password belongs to the hash. An empty hash takes as long and
 * is false, so that nobody learns which names exist.
 */
bool hash_verify(struct slice hash, struct slice password);
/* Overwrites a secret, also where a compiler would leave that out. */
void hash_forget(void *p, size_t n);

#endif
