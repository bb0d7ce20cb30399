/* Writing a header and a body as a canonical article. */
#ifndef SERVER_CTL_COMPOSE_H
#define SERVER_CTL_COMPOSE_H

#include "common/buf.h"
#include "common/err.h"
#include "server/ctl/head.h"

/*
 * Drops fields, marks of the way first, until the header fits into an
 * article or only what must stay is left. True when it dropped some.
 */
bool compose_trim(struct head *h);
/*
 * Writes the article to out, which is emptied before. body has LF line ends;
 * quoted: take one ">" off its ">From " lines. ERR_TOOBIG.
 */
enum err compose_article(
    struct head *h, struct slice body, bool quoted, struct buf *out);

#endif
