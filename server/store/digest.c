/* Digests of message-ids and of articles. */
#include "server/store/digest.h"

#include <sodium.h>

_Static_assert(DIGEST_LEN == crypto_generichash_BYTES_MIN, "BLAKE2b-128");

void
digest(struct slice s, unsigned char out[DIGEST_LEN])
{
	crypto_generichash(
	    out, DIGEST_LEN, (const unsigned char *)s.p, s.len, NULL, 0);
}

void
digest_text(const unsigned char d[DIGEST_LEN], char out[DIGEST_TEXT])
{
	sodium_bin2base64(out, DIGEST_TEXT, d, DIGEST_LEN,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool
digest_parse(struct slice text, unsigned char out[DIGEST_LEN])
{
	size_t n;

	return text.len == DIGEST_TEXT - 1 && sodium_base642bin(out,
	    DIGEST_LEN, text.p, text.len, NULL, &n, NULL,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 && n == DIGEST_LEN;
}
