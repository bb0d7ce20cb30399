/* argon2id. */
#include "server/auth/hash.h"

#include <errno.h>
#include <sodium.h>

_Static_assert(HASH_KEY == crypto_shorthash_KEYBYTES &&
    sizeof(uint64_t) == crypto_shorthash_BYTES, "SipHash-2-4");
_Static_assert(HASH_SIZE >= crypto_pwhash_STRBYTES, "room for a hash");

/* Of nothing anybody knows; costs what a real one costs. */
static const char dummy[HASH_SIZE] =
    "$argon2id$v=19$m=65536,t=2,p=1$vSC+4NY1gaZmNm/wMGo8dg$"
    "l8Icdgy978llQ/iFKbktWubUwnivpPVxV6ytdkmasSo";

enum err
hash_make(struct slice password, char out[HASH_SIZE])
{
	if (crypto_pwhash_str(out, password.p, password.len,
	    crypto_pwhash_OPSLIMIT_INTERACTIVE,
	    crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		return err_set(ERR_NOMEM,
		    "no memory to hash a password; try again later");
	return OK;
}

enum err
hash_init(void)
{
	if (sodium_init() == -1)
		return err_set(ERR_IO, "libsodium does not start");
	return OK;
}

enum err
hash_verify(struct slice hash, struct slice password)
{
	char text[HASH_SIZE];
	bool known = hash.len != 0 && slice_copy(hash, text, sizeof(text));

	errno = 0;
	if (crypto_pwhash_str_verify(known ? text : dummy, password.p,
	    password.len) == 0)
		return known ? OK : ERR_DENIED;
	return errno == ENOMEM ? ERR_NOMEM : ERR_DENIED;
}

uint64_t
hash_short(const unsigned char key[HASH_KEY], const void *p, size_t n)
{
	uint64_t h;

	crypto_shorthash((unsigned char *)&h, p, n, key);
	return h;
}

void
hash_random(void *p, size_t n)
{
	randombytes_buf(p, n);
}

void
hash_forget(void *p, size_t n)
{
	sodium_memzero(p, n);
}
