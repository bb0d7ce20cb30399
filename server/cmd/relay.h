/* What a relaying agent does to an article (RFC 5537, 3.6). */
#ifndef SERVER_CMD_RELAY_H
#define SERVER_CMD_RELAY_H

#include "common/buf.h"
#include "common/err.h"
#include "proto/limits.h"

struct relay_from {
	const char *server;	/* our name on the net */
	/*
	 * The name in Path of the news server that sends it, which is sure;
	 * NULL: the operator brings it in from elsewhere, then it may lack
	 * what a peer's must have and may have been here before.
	 */
	const char *peer;
	const char *accept;	/* a peer's wildmat of boards; NULL: none */
	int64_t now;
};

/* Who posted an article here, says what the operator brings back. */
struct relay_author {
	char name[LIMIT_ACCOUNT_NAME + 1];	/* "": it does not say */
	int64_t at;
};

/*
 * Writes the article that block becomes into raw: ours put in front of Path,
 * Xref dropped. ERR_SYNTAX, ERR_TOOBIG, ERR_STATE when it went through here
 * already, ERR_DENIED when the peer may fill none of its boards, with what is
 * wrong in err_detail(). author, of the operator's only, is from Injection-Info
 * (RFC 5536, 3.2.8) when that names this server, and from the dates.
 */
enum err relay_article(const struct relay_from *from, struct slice block,
    struct buf *raw, struct relay_author *author);

#endif
