/* What an injecting agent does to a proto-article (RFC 5537, 3.5). */
#ifndef SERVER_CMD_INJECT_H
#define SERVER_CMD_INJECT_H

#include "common/buf.h"
#include "common/err.h"
#include "proto/article.h"

struct inject_by {
	const char *server;	/* its name on the net */
	const char *account;
	int64_t now;
	const unsigned char *secret;	/* STORE_CANLOCK bytes */
	bool any_name;		/* may write under any name */
	struct slice roles;	/* of the account */
	struct slice brands;	/* of those who speak for somebody: folded */
	bool approves;		/* its word is the moderator's */
	/*
	 * Account whose article this one takes out, for peers a proof that it
	 * may; empty: none.
	 */
	struct slice owner;
};

/*
 * Whether the proto-article may be injected at all. ERR_SYNTAX, ERR_DENIED
 * with a remedy in err_detail().
 */
enum err inject_check(const struct inject_by *by, const struct article *a);
/*
 * Writes the article that it becomes: Message-ID and Date where missing,
 * Path, Injection-Date, Injection-Info, Cancel-Lock; Sender when From does
 * not say whose account it is. ERR_TOOBIG.
 */
enum err inject_write(const struct inject_by *by, const struct article *a,
    struct buf *raw);
/*
 * Writes an article that was injected before and waited for by, its
 * moderator. ERR_SYNTAX, ERR_TOOBIG.
 */
enum err inject_approved(
    const struct inject_by *by, struct slice held, struct buf *raw);

#endif
