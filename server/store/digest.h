/* Digests (BLAKE2b, 128 bit) of message-ids and of articles. Any thread. */
#ifndef SERVER_STORE_DIGEST_H
#define SERVER_STORE_DIGEST_H

#include "common/slice.h"
#include "server/store/schema.h"

/* The text form: 22 characters of base64url and a NUL. */
#define DIGEST_TEXT 23

void digest(struct slice s, unsigned char out[DIGEST_LEN]);
void digest_text(const unsigned char d[DIGEST_LEN], char out[DIGEST_TEXT]);
/* That text in bytes; false when it is none. */
bool digest_parse(struct slice text, unsigned char out[DIGEST_LEN]);

#endif
