/* What an injecting agent does to a proto-article (RFC 5537, 3.5). */
#ifndef SERVER_CMD_INJECT_H
#define SERVER_CMD_INJECT_H

#include "common/buf.h"
#include "common/err.h"

struct inject_by {
	const char *server;	/* its name on the net */
	const char *account;
	int64_t now;
};

/*
 * Checks block and writes the article that it becomes into raw: Message-ID
 * and Date where missing, Path, Injection-Date, Injection-Info. ERR_SYNTAX,
 * ERR_TOOBIG with a remedy in err_detail(). *boards is its Newsgroups, in
 * block.
 */
enum err inject_article(const struct inject_by *by, struct slice block,
    struct buf *raw, struct slice *boards);

#endif
