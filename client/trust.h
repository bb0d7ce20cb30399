/* Whom a user trusts over TLS, as stoarc says it. */
#ifndef CLIENT_TRUST_H
#define CLIENT_TRUST_H

#include <stdbool.h>

#include "client/server.h"
#include "common/slice.h"

enum { TRUST_PINS = 32, TRUST_SHA256 = 32 };

struct trust_pin {
	struct server server;
	bool whole;		/* of the certificate, not of its key alone */
	unsigned char sha256[TRUST_SHA256];
};

struct trust {
	char *ca;		/* PEM file instead of the system's; or NULL */
	struct trust_pin pin[TRUST_PINS];
	int npins;
};

/*
 * Adds "HOST[:PORT] PIN". PIN is "sha256//BASE64" of the public key, or the
 * hex digits of the certificate's SHA-256, colons between or not. A server
 * may have several. ERR_SYNTAX, ERR_FULL.
 */
enum err trust_add_pin(struct trust *t, struct slice line);
void trust_clear(struct trust *t);
/* Whether there is a pin for the server at all. */
bool trust_is_pinned(const struct trust *t, const struct server *s);
/* Whether one of the server's pins is that key or certificate. */
bool trust_matches(const struct trust *t, const struct server *s,
    const unsigned char key[static TRUST_SHA256],
    const unsigned char certificate[static TRUST_SHA256]);

#endif
