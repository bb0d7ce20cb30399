/*
 * Cancel-Lock and Cancel-Key (RFC 8315): who holds the key that opens an
 * article's lock may take it out. The key of an article that was posted here
 * follows from the store's secret, the account and the message-id.
 */
#ifndef SERVER_AUTH_CANLOCK_H
#define SERVER_AUTH_CANLOCK_H

#include "common/buf.h"

struct canlock {
	const unsigned char *secret;	/* STORE_CANLOCK bytes */
	struct slice account;
	struct slice msgid;		/* the article that is locked */
};

/* Appends "sha256:..." for a Cancel-Lock field. */
void canlock_put_lock(struct buf *out, const struct canlock *c);
/* Appends what opens it, for a Cancel-Key field. */
void canlock_put_key(struct buf *out, const struct canlock *c);
/*
 * Whether one of the keys opens one of the locks, both as the fields have
 * them; of long fields only the beginning counts. Any thread.
 */
bool canlock_opens(struct slice keys, struct slice locks);

#endif
