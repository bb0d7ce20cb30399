/* argon2id. */
#include "server/auth/hash.h"

#include <sodium.h>

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

bool
hash_verify(struct slice hash, struct slice password)
{
	char text[HASH_SIZE];
	bool known = hash.len != 0 && slice_copy(hash, text, sizeof(text));

	return crypto_pwhash_str_verify(known ? text : dummy, password.p,
	    password.len) == 0 && known;
}

void
hash_forget(void *p, size_t n)
{
	sodium_memzero(p, n);
}
