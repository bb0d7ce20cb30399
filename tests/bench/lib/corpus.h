/*
 * The articles the servers were loaded with: an mboxrd file, mapped, and its
 * index (FILE.idx, one line an article: board, message-id, CRC, offset,
 * length), so that a reply can be compared with what was stored.
 */
#ifndef TESTS_BENCH_LIB_CORPUS_H
#define TESTS_BENCH_LIB_CORPUS_H

#include "common/buf.h"

struct article {
	struct slice mid;	/* with its brackets */
	struct slice text;	/* as in the file: LF, quoted From lines */
	uint32_t crc;		/* CRC-32C of the body as it is sent */
};

struct corpus {
	struct slice map;	/* the mbox file */
	struct slice index;
	struct article *v;	/* v[n - 1] has the number n in its board */
	size_t len;
};

/* The articles of one board in their order; NULL for all. Exits on error. */
void corpus_open(struct corpus *c, const char *path, const char *board);
void corpus_close(struct corpus *c);
/* Appends the header block or the body as sent: CRLF, dots doubled. */
void article_head(const struct article *a, struct buf *out);
void article_body(const struct article *a, struct buf *out);

#endif
